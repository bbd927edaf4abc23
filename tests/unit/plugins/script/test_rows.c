/* SPDX-License-Identifier: Apache-2.0 */
#include "script_case.h"

static void test_rows(void **state)
{
    (void)state;
    struct staith_fake_host host;
    static const char text[] = "measure,person,team,value,owner,finding,line,unavailable\n"
                               "starts,SW1,duty,,,,,\n"
                               "starts,SW2,,,,,,\n"
                               "fte,SW1,duty,0.80,A Ltd,,,\n"
                               "vacancies,,,12,,,,\n"
                               ",,,,,no_date,7,\n"
                               ",,,,,,,days\n";
    assert_int_equal(
        staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x-2025-07.csv", text),
        STAITH_OK);
    assert_int_equal(host.period.kind, STAITH_PERIOD_MONTH);
    assert_int_equal(staith_fake_people(&host, "starts", NULL), 2);
    assert_int_equal(staith_fake_people(&host, "starts", "team=duty"), 1);
    assert_int_equal(staith_fake_sum(&host, "fte", "team=duty"), 800000);
    assert_int_equal(staith_fake_owners(&host, "fte", NULL), 1);
    assert_int_equal(staith_fake_sum(&host, "vacancies", NULL), 12);
    assert_int_equal(staith_fake_finding(&host, "no_date", 0)->where.line, 7);
    assert_true(staith_fake_unavailable(&host, "days"));
    staith_fake_deinit(&host);
}

/* The period may stand in a column, as long as it is one. */
static void test_period(void **state)
{
    (void)state;
    struct staith_fake_host host;
    assert_int_equal(staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x.csv",
                                        "period,measure,person\n2025Q2,starts,a\n,starts,b\n"),
                     STAITH_OK);
    assert_int_equal(host.period.part, 2);
    assert_int_equal(staith_fake_people(&host, "starts", NULL), 2);
    staith_fake_deinit(&host);
    assert_int_equal(
        staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x.csv",
                           "period,measure,person\n2025Q2,starts,a\n2025Q1,starts,b\n"),
        STAITH_ESOURCE);
    assert_int_equal(staith_fake_finding(&host, "output_period", 0)->where.line, 3);
    staith_fake_deinit(&host);
    assert_int_equal(staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x.csv",
                                        "measure,person\nstarts,a\n"),
                     STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "no_period"), 1);
    staith_fake_deinit(&host);
}

static void test_faults(void **state)
{
    (void)state;
    staith_script_case_fault("measure,person,wage\nstarts,a,1\n", "output_field", 1);
    staith_script_case_fault("person,value\na,1\n", "output_field", 1);
    staith_script_case_fault("measure,person\nstarts,a\nleavers,b\n", "output_measure", 3);
    staith_script_case_fault("measure,person,team\nstarts,a,x\n", "output_category", 2);
    staith_script_case_fault("measure,person\nstarts,\"a\n", "output_line", 2);
    staith_script_case_fault("measure,finding,line\n,no_date,x\n", "output_field", 2);
    staith_script_case_fault("measure,person\nstarts,a\xE9\n", "output_line", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_period),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
