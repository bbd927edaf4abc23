/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who counts where: the definitions, one return for each, totals added by hand.
 */
#include "workforce_case.h"
#include "workforce_text.h"

#define OLD WF_WORK("1", "1", "0", "0")

static void run_text(struct workforce_case *run, const char *text)
{
    memset(run, 0, sizeof(*run));
    assert_int_equal(workforce_run(run, text, strlen(text)), STAITH_OK);
}

static uint64_t people(const struct workforce_case *run, const char *measure, const char *where)
{
    return staith_fake_people(&run->host, measure, where);
}

static int64_t sum(const struct workforce_case *run, const char *measure, const char *where)
{
    return staith_fake_sum(&run->host, measure, where);
}

/* Two posts are one person and two FTE; the same number with another birth date, sex or ethnicity
 * is another person. */
static void people_are_number_birth_sex_and_ethnicity(void **state)
{
    (void)state;
    struct workforce_case run;
    run_text(
        &run, WF_HEAD("2025") WF_COUNCIL("1", "1", "1") /* */
        WF_PERSON("SW1", "1980-01-01", "WBRI", "5", "2010-01-01", WF_WORK("0.5", "1", "0", "0"))
            WF_PERSON("sw1", "1980-01-01", "WBRI", "2", "2010-01-01", WF_WORK("0.4", "1", "0", "0"))
                WF_PERSON("SW1", "1980-01-02", "WBRI", "5", "2010-01-01", OLD)
                    WF_PERSON("SW1", "1980-01-01", "WIRI", "5", "2010-01-01", OLD)
                        WF_PERSON("SW2", "1980-01-01", "WBRI", "5", "2010-01-01", OLD) WF_TAIL);
    assert_int_equal(people(&run, "inpost_headcount", ""), 4);
    assert_int_equal(sum(&run, "inpost_fte", ""), 3900000);
    assert_int_equal(people(&run, "inpost_headcount", "role=middle_manager"), 1);
    staith_fake_deinit(&run.host);
}

static void starters_begin_on_the_first_of_october(void **state)
{
    (void)state;
    struct workforce_case run;
    run_text(
        &run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0") /* */
        WF_PERSON("SW1", "1980-01-01", "WBRI", "5", "2024-09-30", OLD) WF_PERSON(
            "SW2", "1980-01-01", "WBRI", "5", "2024-10-01", WF_WORK("0.7", "0", "0", "0"))
            WF_PERSON("SW3", "1980-01-01", "WBRI", "5", "2025-09-30", WF_WORK("1", "0", "0", "0"))
                WF_PERSON("SW3", "1980-01-01", "WBRI", "4", "2025-09-30",
                          WF_WORK("0", "0", "0", "0")) WF_TAIL);
    assert_int_equal(people(&run, "starters_headcount", ""), 2);
    assert_int_equal(sum(&run, "starters_fte", ""), 1700000);
    assert_int_equal(people(&run, "inpost_headcount", ""), 3);
    staith_fake_deinit(&run.host);
}

/* Started and left: a starter, a leaver, not in post; nothing of FTE. */
static void who_started_and_left_is_both(void **state)
{
    (void)state;
    struct workforce_case run;
    run_text(&run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0") /* */
             WF_PERSON("SW1", "1980-01-01", "WBRI", "5", "2024-11-01",
                       WF_LEFT("0", "2025-04-30", "1", "1", "3"))
                 WF_PERSON("SW2", "1980-01-01", "WBRI", "5", "2011-11-01", OLD) WF_TAIL);
    assert_int_equal(people(&run, "starters_headcount", ""), 1);
    assert_int_equal(sum(&run, "starters_fte", ""), 0);
    assert_int_equal(people(&run, "leavers_headcount", ""), 1);
    assert_int_equal(sum(&run, "leavers_fte", ""), 0);
    assert_int_equal(people(&run, "inpost_headcount", ""), 1);
    assert_int_equal(sum(&run, "working_days_lost_fte", ""), 300);
    staith_fake_deinit(&run.host);
}

/* One leaving date counts once, two dates twice; leavers are as old as when they left. */
static void leavers_are_people_and_dates(void **state)
{
    (void)state;
    struct workforce_case run;
    run_text(&run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0") /* */
             WF_PERSON("SW1", "1965-06-01", "WBRI", "5", "2005-06-01",
                       WF_LEFT("0.5", "2025-05-31", "1", "1", "0"))
                 WF_PERSON("SW1", "1965-06-01", "WBRI", "4", "2005-06-01",
                           WF_LEFT("0.25", "2025-05-31", "1", "1", "0"))
                     WF_PERSON("SW1", "1965-06-01", "WBRI", "4", "2005-06-01",
                               WF_LEFT("0.25", "2025-06-01", "9", "10", "0"))
                         WF_PERSON("SW2", "1965-06-01", "WBRI", "5", "2005-06-01", OLD) WF_TAIL);
    assert_int_equal(people(&run, "leavers_headcount", ""), 2);
    assert_int_equal(sum(&run, "leavers_fte", ""), 1000000);
    assert_int_equal(people(&run, "leavers_headcount", "age_band=aged_55_59"), 1);
    assert_int_equal(people(&run, "leavers_headcount", "age_band=aged_50_59"), 1);
    assert_int_equal(people(&run, "leavers_headcount", "age_band=aged_60_plus"), 1);
    assert_int_equal(people(&run, "leavers_headcount", "tenure_band=years_10_19"), 1);
    assert_int_equal(people(&run, "leavers_headcount", "tenure_band=years_20_29"), 1);
    assert_int_equal(
        people(&run, "leavers_headcount", "destination=not_collected,reason=not_collected"), 1);
    staith_fake_deinit(&run.host);
}

/* Agency workers: rows, also of one number; in no breakdown. Cases: with FTE above 0 they make a
 * case holder, without they are cases all the same. */
static void cases_are_held_by_agency_workers_too(void **state)
{
    (void)state;
    struct workforce_case run;
    run_text(&run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0") WF_AGENCY("SW1", "0.5", "7")
                       WF_AGENCY("SW1", "0.5", "0") WF_AGENCY("SW2", "0", "2")
                           WF_PERSON("SW3", "1965-06-01", "WBRI", "5", "2005-06-01",
                                     WF_WORK("0.8", "1", "11", "0.5")) WF_TAIL);
    assert_int_equal(staith_fake_rows(&run.host, "agency_headcount", ""), 3);
    assert_int_equal(sum(&run, "agency_fte", ""), 1000000);
    assert_int_equal(sum(&run, "agency_fte", "role=-"), 1000000);
    assert_int_equal(sum(&run, "case_holders_fte", ""), 1300000);
    assert_int_equal(sum(&run, "cases", ""), 20);
    assert_int_equal(sum(&run, "working_days_lost_fte", "role=case_holder"), 50);
    staith_fake_deinit(&run.host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_number_birth_sex_and_ethnicity),
        cmocka_unit_test(starters_begin_on_the_first_of_october),
        cmocka_unit_test(who_started_and_left_is_both),
        cmocka_unit_test(leavers_are_people_and_dates),
        cmocka_unit_test(cases_are_held_by_agency_workers_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
