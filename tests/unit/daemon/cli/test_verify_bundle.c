/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle_case.h"
#include "ledger_case.h"

/* What the bundle of `c` is as a file, checked by the command with `more` options. */
static void check(struct bundle_case *c, struct cli_capture *run, unsigned width, const char *more)
{
    char path[128];
    char line[256];
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_buf file;
    staith_buf_init(&file, STAITH_BUNDLE_MAX_BYTES);
    assert_int_equal(staith_bundle_pack(&c->bundle, &file, hash), 0);
    (void)snprintf(path, sizeof(path), "%s/b", c->f.folder);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file.data, 1, file.len, out), file.len);
    assert_int_equal(fclose(out), 0);
    staith_buf_deinit(&file);
    (void)snprintf(line, sizeof(line), "verify-bundle %s%s", path, more);
    cli_run_at(run, width, line);
    assert_int_equal(unlink(path), 0);
}

/* " --key PATH" of a file with this key; the caller unlinks it. */
static const char *key_option(const struct bundle_case *c, const uint8_t *key, char option[160])
{
    char text[2 * STAITH_PUBLIC_KEY_BYTES + 1];
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/signing.pub", c->f.folder);
    (void)snprintf(option, 160, " --key %s", path);
    assert_int_equal(staith_hex_encode(key, STAITH_PUBLIC_KEY_BYTES, text, sizeof(text)), 0);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fprintf(out, "%s\n", text) > 0);
    assert_int_equal(fclose(out), 0);
    return option;
}

static void holds(void **state)
{
    (void)state;
    struct bundle_case c;
    struct cli_capture run;
    char text[2 * STAITH_PUBLIC_KEY_BYTES + 1];
    bundle_case_init(&c);
    check(&c, &run, 0, "");
    assert_int_equal(run.status, 0);
    (void)staith_hex_encode(c.f.public_key, STAITH_PUBLIC_KEY_BYTES, text, sizeof(text));
    char *key = strstr(run.out, text);
    assert_non_null(key);
    memset(key, '-', 64);
    char *hash = strstr(run.out, "  hash         ");
    assert_non_null(hash);
    memset(hash + 15, '-', 64);
    cli_same(run.out,
             "NUMBER  WHEN              DATASET  PERIOD  FIGURES  STAYED  APPROVED    RECEIVED\n"
             "     2  2025-11-22 09:42  csww     2024          2       5  A. Officer  "
             "2025-11-22 09:42\n"
             "     3  2025-11-22 09:43  csww     2025          2       5  A. Officer  "
             "refused: the release holds what its catalogue does not know, measure x\n"
             "     4  2025-11-22 09:44  csww     2026          2       5  A. Officer  "
             "no receipt\n"
             "\n"
             "The bundle holds: County Durham of council 840.\n"
             "Records 1 to 4 of 4, exported on 2025-11-22 09:45, 3 of them releases;\n"
             "numbered without a gap, chained and signed; every exact figure is one\n"
             "that may leave.\n"
             "\n"
             "  hash         ----------------------------------------------------------------\n"
             "  signing key  ----------------------------------------------------------------\n"
             "\n"
             "The key is the bundle's own: compare it with the one that the region has\n"
             "registered for this council, or name that with --key.\n");
    cli_free(&run);
    check(&c, &run, 80, "");
    cli_neat(run.out, 80);
    cli_free(&run);
    bundle_case_deinit(&c);
}

static void keys(void **state)
{
    (void)state;
    struct bundle_case c;
    struct cli_capture run;
    char option[160];
    bundle_case_init(&c);
    check(&c, &run, 0, key_option(&c, c.f.public_key, option));
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "The signatures are those of the key given.\n"));
    cli_free(&run);
    uint8_t other[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    assert_int_equal(crypto_sign_keypair(other, secret), 0);
    check(&c, &run, 0, key_option(&c, other, option));
    assert_int_equal(run.status, 76);
    assert_string_equal(run.out, "The bundle does not hold.\n");
    assert_non_null(strstr(run.err, "the bundle's signing key is another one"));
    cli_free(&run);
    /* a bundle that claims the key given, over records that another one signed */
    memcpy(c.bundle.public_key, other, sizeof(other));
    check(&c, &run, 0, option);
    assert_int_equal(run.status, 76);
    assert_non_null(strstr(run.err, "record 1 was changed, or signed by another key"));
    cli_free(&run);
    assert_int_equal(unlink(option + 7), 0);
    bundle_case_deinit(&c);
}

static void one_release(void **state)
{
    (void)state;
    struct bundle_case c;
    struct cli_capture run;
    bundle_case_init(&c);
    c.entries[1].note.decision_json =
        "{\"tables\":[{\"table\":\"headline\",\"cells\":2,\"released\":2,\"withheld\":0,"
        "\"rule\":\"headline_exact\",\"why\":\"DfE prints it\"}],\"marks\":[]}";
    check(&c, &run, 0, " --number 2");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "Release 2: csww 2024, signed on 2025-11-22 09:42\n"
                                    "from return.xml, approved by A. Officer; "));
    assert_non_null(strstr(run.out, "\nMEASURE  VALUE  UNIT    MARK\n"
                                    "Leavers     14  people\n"
                                    "In post      u  people  withdrawn\n"
                                    "\n"
                                    "Table headline: 2 left, 0 stayed: DfE prints it.\n"));
    cli_free(&run);
    check(&c, &run, 0, " --number 1");
    assert_int_equal(run.status, 66);
    assert_non_null(strstr(run.err, "the bundle has no release 1"));
    cli_free(&run);
    check(&c, &run, 0, " --number 5");
    assert_int_equal(run.status, 66);
    cli_free(&run);
    bundle_case_deinit(&c);
}

static void as_json(void **state)
{
    (void)state;
    struct bundle_case c;
    struct cli_capture run;
    bundle_case_init(&c);
    check(&c, &run, 0, " --json");
    json_t *json = json_loads(run.out, 0, NULL);
    assert_true(json_is_true(json_object_get(json, "holds")));
    assert_true(json_is_false(json_object_get(json, "key_given")));
    assert_string_equal(json_string_value(json_object_get(json, "name")), "County Durham");
    const json_t *releases = json_object_get(json, "releases");
    assert_int_equal(json_array_size(releases), 3);
    const json_t *first = json_array_get(releases, 0);
    assert_int_equal(json_integer_value(json_object_get(first, "number")), 2);
    assert_string_equal(json_string_value(json_object_get(first, "approved_by")), "A. Officer");
    assert_true(json_is_object(json_object_get(first, "decision")));
    json_decref(json);
    cli_free(&run);
    check(&c, &run, 0, " --json --number 3");
    json = json_loads(run.out, 0, NULL);
    const json_t *cell = json_array_get(json_object_get(json, "cells"), 0);
    assert_string_equal(json_string_value(json_object_get(cell, "value")), "15");
    json_decref(json);
    cli_free(&run);
    c.entries[3].record.signature[0] ^= 1;
    check(&c, &run, 0, " --json");
    assert_int_equal(run.status, 76);
    json = json_loads(run.out, 0, NULL);
    assert_true(json_is_false(json_object_get(json, "holds")));
    assert_non_null(strstr(json_string_value(json_object_get(json, "what")), "record 4 was"));
    json_decref(json);
    cli_free(&run);
    bundle_case_deinit(&c);
}

/* What came from elsewhere does not steer the terminal. */
static void hostile_text(void **state)
{
    (void)state;
    struct bundle_case c;
    struct cli_capture run;
    bundle_case_init(&c);
    c.bundle.name = "County\033[2J";
    c.entries[1].note.source_name = "a\nb";
    c.entries[1].note.decision_json = "{\"sign_off\":{\"approvals\":[{\"officer\":\"A\\u001b[2J\","
                                      "\"role\":\"r\",\"reason\":\"x\","
                                      "\"at_unix_ms\":9223372036854775807}]}}";
    check(&c, &run, 0, " --number 2");
    assert_non_null(strstr(run.out, "from a?b, "));
    assert_non_null(strstr(run.out, "approved by A??????[2J (r) on unknown:\n  x\n"));
    assert_null(strchr(run.out, '\033'));
    cli_free(&run);
    check(&c, &run, 0, "");
    assert_non_null(strstr(run.out, "County?[2J of council 840"));
    assert_null(strchr(run.out, '\033'));
    cli_free(&run);
    bundle_case_deinit(&c);
}

static void no_bundle(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "verify-bundle /tmp/no/such/bundle");
    assert_int_equal(run.status, 66);
    assert_string_equal(run.out, "");
    cli_free(&run);
    cli_run(&run, "verify-bundle /dev/null");
    assert_int_equal(run.status, 74);
    cli_free(&run);
    cli_run(&run, "verify-bundle README.md");
    assert_int_equal(run.status, 65);
    assert_string_equal(run.out, "The bundle does not hold.\n");
    assert_non_null(strstr(run.err, "this is no bundle"));
    cli_free(&run);
    cli_run(&run, "verify-bundle");
    assert_int_equal(run.status, 64);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds),   cmocka_unit_test(keys),         cmocka_unit_test(one_release),
        cmocka_unit_test(as_json), cmocka_unit_test(hostile_text), cmocka_unit_test(no_bundle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
