/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same five people in the layout of each year, and as CSV, give the same figures. Totals added
 * by hand: in post 1 + 0.6 (one started on 1 October, the first day of the year), left on the last
 * day with 0.8 before, agency 1 + 0.5.
 */
#include "workforce_case.h"

static int64_t sum(const struct workforce_case *run, const char *measure, const char *where)
{
    return staith_fake_sum(&run->host, measure, where);
}

static void check_figures(const struct workforce_case *run)
{
    assert_int_equal(sum(run, "inpost_fte", ""), 1600000);
    assert_int_equal(staith_fake_people(&run->host, "inpost_headcount", ""), 2);
    assert_int_equal(sum(run, "starters_fte", ""), 600000);
    assert_int_equal(staith_fake_people(&run->host, "starters_headcount", ""), 1);
    assert_int_equal(sum(run, "leavers_fte", ""), 800000);
    assert_int_equal(staith_fake_people(&run->host, "leavers_headcount", ""), 1);
    assert_int_equal(sum(run, "agency_fte", ""), 1500000);
    assert_int_equal(staith_fake_rows(&run->host, "agency_headcount", ""), 2);
    assert_int_equal(sum(run, "agency_cover_fte", ""), 500000);
    assert_int_equal(sum(run, "agency_cover_headcount", ""), 2);
    assert_int_equal(sum(run, "vacancy_fte", ""), 3000000);
    assert_int_equal(sum(run, "case_holders_fte", ""), 2600000);
    assert_int_equal(sum(run, "cases", ""), 37);
    assert_int_equal(sum(run, "working_days_lost_fte", ""), 1475);
    assert_int_equal(sum(run, "inpost_fte", "sex=female"), 1000000);
    assert_int_equal(sum(run, "inpost_fte", "sex=male"), 600000);
    assert_int_equal(sum(run, "leavers_fte", "role=senior_practitioner,reason=retired"), 800000);
    assert_int_equal(sum(run, "starters_fte", "role=case_holder,origin=newly_qualified"), 600000);
    assert_int_equal(sum(run, "inpost_fte", "ethnicity=asian"), 600000);
    assert_int_equal(sum(run, "leavers_fte", "ethnicity=not_known"), 800000);
    assert_int_equal(sum(run, "inpost_fte", "absence=sic"), 600000);
    assert_int_equal(sum(run, "inpost_fte", "entry_route=step_up"), 600000);
    assert_int_equal(sum(run, "inpost_fte", "qualification=postgraduate"), 1000000);
    assert_int_equal(sum(run, "leavers_fte", "destination=elsewhere"), 800000);
}

static void check_layout(const char *path, int32_t year)
{
    struct workforce_case run = {0};
    size_t len = 0;
    char *text = workforce_load(path, &len);
    assert_int_equal(workforce_run(&run, text, len), STAITH_OK);
    assert_int_equal(run.host.finding_count, 0);
    assert_int_equal(run.host.period.year, year);
    check_figures(&run);
    assert_int_equal(staith_fake_unavailable(&run.host, "base_salary"), year < 2025);
    assert_int_equal(sum(&run, "base_salary", ""), year < 2025 ? 0 : 8800000);
    staith_fake_deinit(&run.host);
    free(text);
}

static void layout_of_2017(void **state)
{
    (void)state;
    check_layout("tests/golden/workforce/2017.xml", 2017);
}

static void layout_of_2022(void **state)
{
    (void)state;
    check_layout("tests/golden/workforce/2022.xml", 2022);
}

static void layout_of_2023(void **state)
{
    (void)state;
    check_layout("tests/golden/workforce/2023.xml", 2023);
}

static void layout_of_2024(void **state)
{
    (void)state;
    check_layout("tests/golden/workforce/2024.xml", 2024);
}

static void layout_of_2025(void **state)
{
    (void)state;
    check_layout("tests/golden/workforce/2025.xml", 2025);
}

static void layout_of_2025_without_wrapper(void **state)
{
    (void)state;
    check_layout("tests/golden/workforce/2025-unwrapped.xml", 2025);
}

static void csv_with_the_council_on_every_row(void **state)
{
    (void)state;
    check_layout("tests/golden/workforce/2025.csv", 2025);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout_of_2017),
        cmocka_unit_test(layout_of_2022),
        cmocka_unit_test(layout_of_2023),
        cmocka_unit_test(layout_of_2024),
        cmocka_unit_test(layout_of_2025),
        cmocka_unit_test(layout_of_2025_without_wrapper),
        cmocka_unit_test(csv_with_the_council_on_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
