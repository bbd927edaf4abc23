/* SPDX-License-Identifier: Apache-2.0 */
#include "region_fixture.h"

#define HEAD "role,basis,pence_per_hour,valid_from,source\n"

static int import(struct region_fixture *fixture, const char *text, const char *option)
{
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/caps.csv", fixture->store->folder);
    const char *arguments[] = {path, "--config", fixture->config, option, NULL};
    region_fixture_write(path, text);
    int code = region_fixture_run(fixture, staith_cli_caps_import, arguments);
    assert_int_equal(unlink(path), 0);
    return code;
}

/* Cells of the newest import; 0 where there is none. */
static uint32_t rows_stored(struct region_fixture *fixture)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct staith_arena arena;
    struct staith_handout caps = {0};
    staith_arena_init(&arena, 1 << 20);
    if (staith_store_handout(fixture->store->store, "caps", &bytes, &len, NULL) == 0) {
        assert_int_equal(staith_codec_unpack_handout(bytes, len, &arena, &caps, NULL), 0);
        assert_string_equal(caps.name, "caps");
        assert_true(caps.made_unix_ms > 0);
        assert_string_equal(caps.cells[0], "North East");
    }
    free(bytes);
    staith_arena_deinit(&arena);
    return caps.row_count;
}

static void stores_and_tells(void **state)
{
    struct region_fixture *fixture = *state;
    assert_int_equal(import(fixture, HEAD "iro,paye,3700,2025-10-01,Memo\n", "--dry-run"), 0);
    region_fixture_expect(fixture, "Caps: 1\nNothing was stored");
    assert_int_equal(rows_stored(fixture), 0);
    assert_int_equal(import(fixture, HEAD "iro,paye,3700,2025-10-01,Memo\n", NULL), 0);
    region_fixture_expect(fixture, "Stored. No council is handed them before keys.signing is set.");
    assert_int_equal(rows_stored(fixture), 1);
    assert_int_equal(import(fixture, HEAD "iro,paye,3700,2025-10-01,Memo\n", NULL), 0);
    region_fixture_expect(fixture, "nothing changed");
    assert_int_equal(import(fixture,
                            HEAD "iro,paye,3700,2025-10-01,Memo\niro,umbrella,4600,2025-10-01,M\n",
                            "--json"),
                     0);
    region_fixture_expect(fixture, "\"outcome\": \"stored\"");
    assert_int_equal(rows_stored(fixture), 2);
}

static void one_wrong_row_stores_nothing(void **state)
{
    struct region_fixture *fixture = *state;
    assert_int_equal(
        import(fixture, HEAD "iro,paye,3700,2025-10-01,Memo\niro,paye,1,soon,Memo\n", NULL),
        STAITH_ERR_SYNTAX);
    assert_non_null(strstr(fixture->why.where, "caps.csv:3:4"));
    assert_int_equal(rows_stored(fixture), 0);
}

static void missing_file_and_arguments(void **state)
{
    struct region_fixture *fixture = *state;
    const char *missing[] = {"/nonexistent.csv", "-c", fixture->config, NULL};
    const char *bare[] = {"-c", fixture->config, NULL};
    assert_int_equal(region_fixture_run(fixture, staith_cli_caps_import, missing),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(region_fixture_run(fixture, staith_cli_caps_import, bare), STAITH_ERR_INVAL);
    assert_non_null(strstr(fixture->err, "FILE is missing"));
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, region_fixture_setup, region_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(stores_and_tells),
        CASE(one_wrong_row_stores_nothing),
        CASE(missing_file_and_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
