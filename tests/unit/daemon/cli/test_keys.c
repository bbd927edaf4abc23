/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"

#include "base/z85.h"
#include "config/schema.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static const char *const names[] = {"transport.key", "transport.pub", "signing.key", "signing.pub"};

static const char *in(const char *name, char path[128])
{
    (void)snprintf(path, 128, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/staith-keys-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        (void)unlink(in(names[i], path));
    }
    return rmdir(folder); /* fails where anything else was left */
}

static int run_new(struct cli_capture *run, const char *more)
{
    char line[160];
    (void)snprintf(line, sizeof(line), "keys new --out %s%s", folder, more);
    cli_run(run, line);
    return run->status;
}

/* The public halves belong to the secret ones, by the mathematics of libsodium. */
static void pairs(void **state)
{
    (void)state;
    struct cli_capture run;
    struct staith_err err = {0};
    char path[128];
    char secret[41];
    char shown[41];
    uint8_t box[32];
    uint8_t derived[32];
    uint8_t sign[64];
    uint8_t sign_public[32];
    assert_int_equal(run_new(&run, ""), 0);
    assert_int_equal(staith_config_read_key_z85(in(names[0], path), true, secret, &err), 0);
    assert_int_equal(staith_config_read_key_z85(in(names[1], path), false, shown, &err), 0);
    assert_int_equal(staith_z85_decode(secret, box), 0);
    assert_int_equal(crypto_scalarmult_base(derived, box), 0);
    char text[41];
    staith_z85_encode(derived, text);
    assert_string_equal(text, shown);
    assert_int_equal(staith_config_read_key_hex(in(names[2], path), true, sign, 64, &err), 0);
    assert_int_equal(staith_config_read_key_hex(in(names[3], path), false, sign_public, 32, &err),
                     0);
    uint8_t signature[64];
    assert_int_equal(crypto_sign_detached(signature, NULL, (const uint8_t *)"x", 1, sign), 0);
    assert_int_equal(crypto_sign_verify_detached(signature, (const uint8_t *)"x", 1, sign_public),
                     0);
    /* what is shown is public: no secret comes out */
    assert_non_null(strstr(run.out, shown));
    assert_null(strstr(run.out, secret));
    cli_free(&run);
}

static void modes(void **state)
{
    (void)state;
    struct cli_capture run;
    static const mode_t wanted[] = {0600, 0644, 0600, 0644};
    mode_t mask = umask(0);
    assert_int_equal(run_new(&run, ""), 0);
    (void)umask(mask);
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        struct stat st;
        assert_int_equal(stat(in(names[i], path), &st), 0);
        assert_int_equal(st.st_mode & 0777u, wanted[i]);
    }
    cli_free(&run);
}

static void nothing_is_overwritten(void **state)
{
    (void)state;
    struct cli_capture run;
    struct staith_err err = {0};
    char path[128];
    char first[41];
    char second[41];
    assert_int_equal(run_new(&run, ""), 0);
    cli_free(&run);
    assert_int_equal(staith_config_read_key_z85(in(names[0], path), true, first, &err), 0);
    assert_int_equal(run_new(&run, ""), 73);
    assert_non_null(strstr(run.err, "transport.key: there is a key already"));
    cli_free(&run);
    /* one that is left is enough to refuse, and nothing new appears beside it */
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(unlink(in(names[i], path)), 0);
    }
    assert_int_equal(run_new(&run, ""), 73);
    assert_int_not_equal(access(in(names[0], path), F_OK), 0);
    cli_free(&run);
    assert_int_equal(run_new(&run, " --force"), 0);
    cli_free(&run);
    assert_int_equal(staith_config_read_key_z85(in(names[0], path), true, second, &err), 0);
    assert_string_not_equal(first, second);
}

static void as_json(void **state)
{
    (void)state;
    struct cli_capture run;
    assert_int_equal(run_new(&run, " --json"), 0);
    json_t *json = json_loads(run.out, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(json, "folder")), folder);
    assert_int_equal(json_string_length(json_object_get(json, "transport_public_key")), 40);
    assert_int_equal(json_string_length(json_object_get(json, "signing_public_key")), 64);
    json_decref(json);
    cli_free(&run);
}

static void where(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "keys new --out /tmp/no/such/folder");
    assert_int_equal(run.status, 74);
    assert_non_null(strstr(run.err, "make the folder above it first"));
    cli_free(&run);
    cli_run(&run, "keys new");
    assert_int_equal(run.status, 64);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pairs, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(modes, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(nothing_is_overwritten, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(as_json, make_folder, remove_folder),
        cmocka_unit_test(where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
