/* SPDX-License-Identifier: Apache-2.0 */
#include "folder_case.h"
#include "region_fixture.h"

static void a_folder_of_pages(void **state)
{
    struct region_fixture *fixture = *state;
    char folder[64];
    char said[64];
    folder_case_make(folder);
    const char *good[] = {"-c", fixture->config, "-o", folder, "-i", NULL};
    const char *bare[] = {"-c", fixture->config, NULL};
    assert_int_equal(region_fixture_run(fixture, staith_cli_site, good), STAITH_ERR_NOTFOUND);
    region_fixture_fill(fixture);
    assert_int_equal(region_fixture_run(fixture, staith_cli_site, good), 0);
    assert_true(folder_case_has(folder, "index.html"));
    assert_true(folder_case_has(folder, "method.html"));
    assert_true(folder_case_has(folder, "arrivals.csv"));
    assert_true(folder_case_has(folder, "csww/2025/index.xlsx"));
    assert_true(folder_case_has(folder, "csww/2024/councils/841.html"));
    assert_true(folder_case_has(folder, "csww/2025/packs/840.html"));
    assert_true(folder_case_has(folder, "csww/2025/indicators/turnover_rate_headcount/bars.svg"));
    assert_false(folder_case_has(folder, "csww/2025/indicators/turnover_rate_headcount/bars.png"));
    (void)snprintf(said, sizeof(said), "%zu files; begin at", folder_case_empty(folder));
    region_fixture_expect(fixture, said);
    assert_int_equal(region_fixture_run(fixture, staith_cli_site, bare), STAITH_ERR_INVAL);
}

static void no_place_for_it(void **state)
{
    struct region_fixture *fixture = *state;
    const char *bad[] = {"-c", fixture->config, "-o", "/proc/none/here", NULL};
    region_fixture_fill(fixture);
    assert_int_equal(region_fixture_run(fixture, staith_cli_site, bad), STAITH_ERR_IO);
    assert_non_null(strstr(fixture->why.where, "/proc/none"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_folder_of_pages, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_place_for_it, region_fixture_setup,
                                        region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
