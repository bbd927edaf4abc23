/* SPDX-License-Identifier: Apache-2.0 */
#include "region_fixture.h"

static const char GOOD[] = "period,level,area_code,area_name,turnover_rate_headcount,remark\n"
                           "2025,country,ENG,England,12.0,a\n"
                           "2025,authority,900,Elsewhere,10.5,b\n"
                           "2025,authority,314 / 318,Two,low,c\n";

static int import(struct region_fixture *fixture, const char *text, const char *option)
{
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/facts.csv", fixture->store->folder);
    const char *arguments[] = {path, "--config", fixture->config, option, NULL};
    region_fixture_write(path, text);
    int code = region_fixture_run(fixture, staith_cli_national_import, arguments);
    assert_int_equal(unlink(path), 0);
    return code;
}

static int count(void *ctx, const struct staith_store_national *figure)
{
    (void)figure;
    *(size_t *)ctx += 1;
    return 0;
}

static size_t stored(struct region_fixture *fixture)
{
    size_t figures = 0;
    assert_int_equal(staith_store_nationals(fixture->store->store, count, &figures, &fixture->why),
                     0);
    return figures;
}

static void stores_and_tells(void **state)
{
    struct region_fixture *fixture = *state;
    assert_int_equal(import(fixture, GOOD, NULL), 0);
    region_fixture_expect(fixture, "Rows: 3, 2025\nMeasures and indicators: 1\nFigures: 4\n");
    region_fixture_expect(fixture, "Joint returns: 1 (");
    region_fixture_expect(fixture, "left out: remark\n");
    region_fixture_expect(fixture, "Stored.\n");
    assert_int_equal(stored(fixture), 4);
    assert_int_equal(import(fixture, GOOD, NULL), 0);
    region_fixture_expect(fixture, "nothing changed");
    assert_int_equal(stored(fixture), 4);
}

static void json_and_dry_run(void **state)
{
    struct region_fixture *fixture = *state;
    json_error_t error;
    assert_int_equal(import(fixture, GOOD, "--dry-run"), 0);
    region_fixture_expect(fixture, "Nothing was stored");
    assert_int_equal(stored(fixture), 0);
    assert_int_equal(import(fixture, GOOD, "--json"), 0);
    json_t *object = json_loads(fixture->out, 0, &error);
    assert_non_null(object);
    assert_string_equal(json_string_value(json_object_get(object, "outcome")), "stored");
    assert_int_equal(json_integer_value(json_object_get(object, "figures")), 4);
    assert_int_equal(json_integer_value(json_object_get(object, "joint_returns")), 1);
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(object, "unknown_columns"), 0)), "remark");
    json_decref(object);
    assert_int_equal(stored(fixture), 4);
}

static void one_wrong_row_stores_nothing(void **state)
{
    struct region_fixture *fixture = *state;
    static const char WRONG[] = "period,level,area_code,area_name,turnover_rate_headcount\n"
                                "2025,country,ENG,England,12.0\n"
                                "2025,authority,900,Elsewhere,many\n";
    assert_int_equal(import(fixture, WRONG, NULL), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(fixture->why.where, "facts.csv:3:5"));
    assert_non_null(strstr(fixture->why.what, "many"));
    assert_int_equal(stored(fixture), 0);
}

static void missing_file_and_arguments(void **state)
{
    struct region_fixture *fixture = *state;
    const char *missing[] = {"/nonexistent.csv", "-c", fixture->config, NULL};
    const char *bare[] = {"-c", fixture->config, NULL};
    assert_int_equal(region_fixture_run(fixture, staith_cli_national_import, missing),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(region_fixture_run(fixture, staith_cli_national_import, bare),
                     STAITH_ERR_INVAL);
    assert_non_null(strstr(fixture->err, "FILE is missing"));
}

/* Imported figures come back in the comparison: England's, and the neighbour outside. */
static void comparison_uses_what_was_imported(void **state)
{
    struct region_fixture *fixture = *state;
    const char *csv[] = {"-c", fixture->config, "-f", "csv", "-p", "2025", NULL};
    region_fixture_fill(fixture);
    assert_int_equal(import(fixture, GOOD, NULL), 0);
    assert_int_equal(region_fixture_run(fixture, staith_cli_compare, csv), 0);
    region_fixture_expect(fixture, "\n2025,turnover_rate_headcount,ENG,England,country,12.0,");
    /* The median of Darlington's 16.0 and 10.5. */
    region_fixture_expect(fixture, "840,County Durham,authority,7.9,,34,430,people,people,1,2,,"
                                   "13.25,2,,,,,Turnover (headcount),%,5.47,11.05,lower,");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stores_and_tells, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(json_and_dry_run, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(one_wrong_row_stores_nothing, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(missing_file_and_arguments, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(comparison_uses_what_was_imported, region_fixture_setup,
                                        region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
