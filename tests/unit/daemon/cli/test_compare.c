/* SPDX-License-Identifier: Apache-2.0 */
#include "region_fixture.h"

static int run(struct region_fixture *fixture, const char *const *arguments)
{
    return region_fixture_run(fixture, staith_cli_compare, arguments);
}

static void shows_the_formats(void **state)
{
    struct region_fixture *fixture = *state;
    const char *table[] = {"--config", fixture->config, "--period", "2025", NULL};
    const char *csv[] = {"--config", fixture->config, "--format", "csv", NULL};
    const char *json[] = {"-c", fixture->config,           "--format=json",
                          "-i", "turnover_rate_headcount", NULL};
    const char *html[] = {"-c", fixture->config, "-f", "html", "--note", "Invented people.", NULL};
    region_fixture_fill(fixture);
    assert_int_equal(run(fixture, table), 0);
    region_fixture_expect(fixture, "North East, 2025\n");
    region_fixture_expect(fixture, "Turnover (headcount), %");
    region_fixture_expect(fixture, "7.9");
    assert_null(strstr(fixture->out, "2024"));
    assert_int_equal(run(fixture, csv), 0);
    region_fixture_expect(fixture, "\n2025,turnover_rate_headcount,841,Darlington,authority,16.0,"
                                   ",16,100,people,people,2,2,,7.9,1,,,,,Turnover (headcount),%,");
    region_fixture_expect(fixture, "\n2024,turnover_rate_headcount,840,County Durham,authority,"
                                   "13.8,,46,334,people,people,1,1,,,0,,,,,");
    region_fixture_expect(fixture, "\n2025,turnover_rate_headcount,E12000001,North East,region,"
                                   "9.4,,50,530,people,people,,,,,,2,,,,");
    const char *difference[] = {"--config", fixture->config, "--difference", NULL};
    assert_int_equal(run(fixture, difference), 0);
    region_fixture_expect(fixture, "0 figures beside published ones"); /* nothing was imported */
    assert_int_equal(run(fixture, json), 0);
    json_error_t error;
    json_t *object = json_loads(fixture->out, 0, &error);
    assert_non_null(object);
    assert_int_equal(json_array_size(json_object_get(object, "results")), 2);
    json_decref(object);
    assert_int_equal(run(fixture, html), 0);
    region_fixture_expect(fixture, "<!doctype html>");
    region_fixture_expect(fixture, "Invented people.");
    region_fixture_expect(fixture, "Children&#39;s social work workforce");
}

/* The store of the fixture was filled by a clock that stands at 1970. */
static void as_of_a_time(void **state)
{
    struct region_fixture *fixture = *state;
    const char *table[] = {"-c", fixture->config, "--as-of", "2026-12-01T09:30", NULL};
    const char *page[] = {"-c", fixture->config, "-f", "html", "-a", "2026-12-01T09:30",
                          "-n", "Invented.",     NULL};
    const char *wrong[] = {"-c", fixture->config, "--as-of", "yesterday", NULL};
    region_fixture_fill(fixture);
    assert_int_equal(run(fixture, table), 0);
    region_fixture_expect(fixture, "\nAs it was shown on 2026-12-01 09:30 UTC.\n");
    assert_int_equal(run(fixture, page), 0);
    region_fixture_expect(fixture, "As it was shown on 2026-12-01 09:30 UTC. Invented.");
    assert_int_equal(run(fixture, wrong), STAITH_ERR_INVAL);
    assert_non_null(strstr(fixture->err, "yesterday"));
}

static void periods_by_range(void **state)
{
    struct region_fixture *fixture = *state;
    const char *range[] = {"-c", fixture->config, "-f", "csv", "--periods", "2024-2025", NULL};
    const char *wrong[] = {"-c", fixture->config, "--periods", "2025-2024", NULL};
    const char *empty[] = {"-c", fixture->config, "--period", "1999", NULL};
    const char *words[] = {"-c", fixture->config, "--period", "last", NULL};
    region_fixture_fill(fixture);
    assert_int_equal(run(fixture, range), 0);
    region_fixture_expect(fixture, "\n2024,");
    region_fixture_expect(fixture, "\n2025,");
    assert_int_equal(run(fixture, wrong), STAITH_ERR_INVAL);
    assert_non_null(strstr(fixture->err, "2017-2025"));
    assert_int_equal(run(fixture, words), STAITH_ERR_INVAL);
    assert_non_null(strstr(fixture->err, "last"));
    assert_int_equal(run(fixture, empty), STAITH_ERR_NOTFOUND);
}

static void writes_a_file_as_a_whole(void **state)
{
    struct region_fixture *fixture = *state;
    char path[128];
    char part[160];
    char text[64] = "";
    (void)snprintf(path, sizeof(path), "%s/out.csv", fixture->store->folder);
    (void)snprintf(part, sizeof(part), "%s.part", path);
    const char *good[] = {"-c", fixture->config, "-f", "csv", "--out", path, NULL};
    const char *bad[] = {"-c", fixture->config, "-f", "csv", "--out", "/nonexistent/x.csv", NULL};
    region_fixture_fill(fixture);
    assert_int_equal(run(fixture, good), 0);
    assert_string_equal(fixture->out, "");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof(text), file));
    assert_int_equal(fclose(file), 0);
    assert_memory_equal(text, "period,indicator,", 17);
    assert_int_equal(access(part, F_OK), -1);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(run(fixture, bad), STAITH_ERR_IO);
    assert_true(fixture->why.remedy[0] != '\0');
}

static void what_is_missing_is_said(void **state)
{
    struct region_fixture *fixture = *state;
    const char *plain[] = {"-c", fixture->config, NULL};
    const char *item[] = {"-c", fixture->config, "-i", "nothing_such", NULL};
    const char *dataset[] = {"-c", fixture->config, "-d", "other", NULL};
    const char *bare[] = {NULL};
    assert_int_equal(run(fixture, plain), STAITH_ERR_NOTFOUND);
    assert_non_null(strstr(fixture->why.what, "csww"));
    region_fixture_fill(fixture);
    assert_int_equal(run(fixture, item), STAITH_ERR_NOTFOUND);
    assert_non_null(strstr(fixture->why.what, "nothing_such"));
    assert_int_equal(run(fixture, dataset), STAITH_ERR_NOTFOUND);
    assert_int_equal(run(fixture, bare), STAITH_ERR_INVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shows_the_formats, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(as_of_a_time, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(periods_by_range, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(writes_a_file_as_a_whole, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_missing_is_said, region_fixture_setup,
                                        region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
