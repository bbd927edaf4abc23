/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/bundle.h"
#include "ledger_case.h"

#include <dirent.h>

/* Export with `more` options to "b" in the case's folder. */
static void run_export(const struct ledger_case *c, struct cli_capture *run, const char *more)
{
    char line[160];
    (void)snprintf(line, sizeof(line), " --export %s/b%s", c->ledger.folder, more);
    ledger_case_run(c, run, line);
}

static void drop(const struct ledger_case *c)
{
    char path[128];
    (void)unlink(ledger_case_path(c, "b", path));
}

/* Files of the folder whose names begin with "b". */
static int count_files(const struct ledger_case *c)
{
    DIR *folder = opendir(c->ledger.folder);
    int count = 0;
    assert_non_null(folder);
    for (const struct dirent *item = readdir(folder); item != NULL; item = readdir(folder)) {
        count += item->d_name[0] == 'b' ? 1 : 0;
    }
    (void)closedir(folder);
    return count;
}

static struct staith_bundle read_bundle(const struct ledger_case *c, struct staith_arena *arena,
                                        uint8_t bytes[65536], size_t *ret_len)
{
    char path[128];
    struct staith_bundle bundle = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    FILE *file = fopen(ledger_case_path(c, "b", path), "rb");
    assert_non_null(file);
    *ret_len = fread(bytes, 1, 65536, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(staith_bundle_unpack(bytes, *ret_len, arena, &bundle, hash, NULL), 0);
    return bundle;
}

static void whole(void **state)
{
    (void)state;
    static uint8_t bytes[65536];
    struct ledger_case c;
    struct cli_capture run;
    struct staith_arena arena;
    struct stat st;
    char path[128];
    char wanted[200];
    size_t len = 0;
    ledger_case_init(&c);
    run_export(&c, &run, "");
    assert_int_equal(run.status, 0);
    (void)snprintf(wanted, sizeof(wanted), "Wrote records 1 to 4 of 4 to %s/b.\n", c.ledger.folder);
    assert_int_equal(strncmp(run.out, wanted, strlen(wanted)), 0);
    cli_free(&run);
    assert_int_equal(stat(ledger_case_path(&c, "b", path), &st), 0);
    assert_int_equal(st.st_mode & 0777u, 0600);
    assert_int_equal(count_files(&c), 1);
    staith_arena_init(&arena, STAITH_BUNDLE_ARENA_BYTES);
    struct staith_bundle bundle = read_bundle(&c, &arena, bytes, &len);
    assert_string_equal(bundle.authority, "840");
    assert_string_equal(bundle.name, "County Durham");
    assert_memory_equal(bundle.public_key, c.ledger.public_key, STAITH_PUBLIC_KEY_BYTES);
    assert_int_equal(bundle.entry_count, 4);
    assert_string_equal(bundle.entries[1].note.source_name, "return.xml");
    assert_string_equal(bundle.entries[1].note.approved_by, "at once");
    assert_true(bundle.entries[1].received_unix_ms == 1763804460000);
    assert_int_equal(bundle.entries[2].refused, STAITH_REFUSAL_CONTENT);
    assert_string_equal(bundle.entries[2].refused_detail, "measure x");
    assert_int_equal(staith_bundle_check(&bundle, c.ledger.public_key, NULL), 0);
    /* the secret half of the key is not in it */
    for (size_t at = 0; at + 32 <= len; at++) {
        assert_int_not_equal(memcmp(bytes + at, c.ledger.secret, 32), 0);
    }
    staith_arena_deinit(&arena);
    drop(&c);
    ledger_case_deinit(&c);
}

/* A part brings the catalogue that its releases name. */
static void part(void **state)
{
    (void)state;
    static uint8_t bytes[65536];
    struct ledger_case c;
    struct cli_capture run;
    struct staith_arena arena;
    size_t len = 0;
    ledger_case_init(&c);
    run_export(&c, &run, " --from 3 --to 3 --json");
    assert_int_equal(run.status, 0);
    json_t *json = json_loads(run.out, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(json, "first")), 3);
    assert_int_equal(json_integer_value(json_object_get(json, "last")), 3);
    assert_int_equal(json_integer_value(json_object_get(json, "ledger_last")), 4);
    json_decref(json);
    cli_free(&run);
    staith_arena_init(&arena, STAITH_BUNDLE_ARENA_BYTES);
    struct staith_bundle bundle = read_bundle(&c, &arena, bytes, &len);
    assert_int_equal(bundle.entry_count, 1);
    assert_int_equal(bundle.catalogue_count, 1);
    assert_int_equal(bundle.catalogues[0].number, 1);
    assert_int_equal(staith_bundle_check(&bundle, c.ledger.public_key, NULL), 0);
    staith_arena_deinit(&arena);
    drop(&c);
    ledger_case_deinit(&c);
}

/* A ledger that does not verify is exported as it stands, and that is told. */
static void another_key(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    ledger_case_init(&c);
    ledger_case_other_key(&c);
    run_export(&c, &run, "");
    assert_int_equal(run.status, 76);
    assert_non_null(strstr(run.err, "record 1 was changed, or signed by another key"));
    assert_non_null(strstr(run.err, "the bundle is written and shows it; tell the region"));
    assert_int_equal(count_files(&c), 1);
    cli_free(&run);
    drop(&c);
    ledger_case_deinit(&c);
}

static void wrong(void **state)
{
    (void)state;
    static const struct {
        const char *more;
        int status;
        const char *err;
    } cases[] = {
        {" --from 5", 66, "the ledger has no records from 5 to 4; its last record is 4"},
        {" --to 5", 66, "the ledger has no records from 1 to 5; its last record is 4"},
        {" --from 3 --to 2", 66, "the ledger has no records from 3 to 2; its last record is 4"},
        {" --from x", 64, "\"x\" is no number of a record"},
    };
    struct ledger_case c;
    struct cli_capture run;
    ledger_case_init(&c);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        run_export(&c, &run, cases[i].more);
        assert_int_equal(run.status, cases[i].status);
        assert_non_null(strstr(run.err, cases[i].err));
        cli_free(&run);
    }
    ledger_case_run(&c, &run, " --from 2");
    assert_int_equal(run.status, 64);
    assert_non_null(strstr(run.err, "--from and --to go with --export BUNDLE"));
    cli_free(&run);
    ledger_case_run(&c, &run, " --export /no/such/folder/b");
    assert_int_equal(run.status, 74);
    assert_non_null(strstr(run.err, "the bundle cannot be written"));
    cli_free(&run);
    assert_int_equal(count_files(&c), 0);
    ledger_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),
        cmocka_unit_test(part),
        cmocka_unit_test(another_key),
        cmocka_unit_test(wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
