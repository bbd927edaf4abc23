/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queries over a whole file and against earlier releases.
 */
#include "workforce_case.h"
#include "workforce_text.h"

#define STAYS(sweno)                                                                               \
    WF_PERSON(sweno, "1980-01-01", "WBRI", "5", "2010-01-01", WF_WORK("1", "1", "1", "0"))
#define LEAVES(sweno, fte30)                                                                       \
    WF_PERSON(sweno, "1980-01-01", "WBRI", "5", "2010-01-01",                                      \
              WF_LEFT(fte30, "2025-01-31", "1", "1", "0"))

static const struct staith_fake_option no_year_check[] = {{"year_check", "false"}};

static uint64_t found(const char *text, const struct staith_fake_history *history, uint32_t count,
                      bool year_check, const char *check)
{
    struct workforce_case run = {0};
    uint64_t findings;
    run.setup.history = history;
    run.setup.history_count = count;
    run.setup.options = no_year_check;
    run.setup.option_count = year_check ? 0 : 1;
    assert_int_equal(workforce_run(&run, text, strlen(text)), STAITH_OK);
    findings = staith_fake_findings(&run.host, check);
    staith_fake_deinit(&run.host);
    return findings;
}

static uint64_t found_alone(const char *text, const char *check)
{
    return found(text, NULL, 0, true, check);
}

static void low_agency_fte(void **state)
{
    (void)state;
    assert_int_equal(found_alone(WF_HEAD("2025") WF_COUNCIL("1", "0", "0") STAYS("SW1")
                                     WF_AGENCY("SW2", "0.2", "1") WF_TAIL,
                                 "q201"),
                     0);
    assert_int_equal(found_alone(WF_HEAD("2025") WF_COUNCIL("1", "0", "0") STAYS("SW1")
                                     WF_AGENCY("SW2", "0.199999", "1") WF_TAIL,
                                 "q201"),
                     1);
    assert_int_equal(
        found_alone(WF_HEAD("2025") WF_COUNCIL("1", "0", "0") STAYS("SW1") WF_TAIL, "q201"), 0);
}

static void low_leavers_fte(void **state)
{
    (void)state;
    assert_int_equal(
        found_alone(WF_HEAD("2025") WF_COUNCIL("1", "0", "0") LEAVES("SW1", "0.5") WF_TAIL, "q202"),
        0);
    assert_int_equal(
        found_alone(WF_HEAD("2025") WF_COUNCIL("1", "0", "0") LEAVES("SW1", "0.4") WF_TAIL, "q202"),
        1);
    /* one person in two posts: 0.6 FTE for one leaver */
    assert_int_equal(found_alone(WF_HEAD("2025") WF_COUNCIL("1", "0", "0") LEAVES("SW1", "0.3")
                                     LEAVES("SW1", "0.3") WF_TAIL,
                                 "q202"),
                     0);
}

static void cover_above_all(void **state)
{
    (void)state;
    static const char agency_short[] = WF_HEAD("2025") WF_COUNCIL("5", "1.01", "2") STAYS("SW1")
        WF_AGENCY("SW2", "1", "1") WF_TAIL;
    static const char vacancies_short[] = WF_HEAD("2025") WF_COUNCIL("0.5", "0.51", "2")
        STAYS("SW1") WF_AGENCY("SW2", "1", "1") WF_TAIL;
    static const char full[] =
        WF_HEAD("2025") WF_COUNCIL("1", "1", "1") STAYS("SW1") WF_AGENCY("SW2", "1", "1") WF_TAIL;
    assert_int_equal(found_alone(agency_short, "q203"), 1);
    assert_int_equal(found_alone(agency_short, "q204"), 0);
    assert_int_equal(found_alone(vacancies_short, "q203"), 0);
    assert_int_equal(found_alone(vacancies_short, "q204"), 1);
    assert_int_equal(found_alone(full, "q203") + found_alone(full, "q204"), 0);
}

/* Last year 3; one left, nobody came: 2 is the balance. */
static void stock_and_flow(void **state)
{
    (void)state;
    static const struct staith_fake_history three[] = {
        {"inpost_headcount", {STAITH_PERIOD_CENSUS_YEAR, 2024, 0, 0}, 3}};
    static const char two_stay[] = WF_HEAD("2025") WF_COUNCIL("1", "0", "0") STAYS("SW1")
        STAYS("SW2") LEAVES("SW3", "1") WF_TAIL;
    static const char one_stays[] =
        WF_HEAD("2025") WF_COUNCIL("1", "0", "0") STAYS("SW1") LEAVES("SW3", "1") WF_TAIL;
    assert_int_equal(found(two_stay, three, 1, true, "q205"), 0);
    assert_int_equal(found(one_stays, three, 1, true, "q205"), 1);
    assert_int_equal(found(one_stays, three, 1, false, "q205"), 0);
    assert_int_equal(found_alone(one_stays, "q205"), 0);
}

#define YEAR(number, value)                                                                        \
    {                                                                                              \
        "vacancy_fte", {STAITH_PERIOD_CENSUS_YEAR, number, 0, 0}, value * 1000000                  \
    }

/* Earlier changes: 2022 +2, 2023 -1, 2024 +3; so 2025 may lie from -1 to +3 around 14. */
static const struct staith_fake_history vacancies[] = {YEAR(2021, 10), YEAR(2022, 12),
                                                       YEAR(2023, 11), YEAR(2024, 14)};

static void jumps_beyond_the_range(void **state)
{
    (void)state;
#define WITH(count) WF_HEAD("2025") WF_COUNCIL(count, "0", "0") STAYS("SW1") WF_TAIL
    assert_int_equal(found(WITH("17"), vacancies, 4, true, "q311"), 0);
    assert_int_equal(found(WITH("17.01"), vacancies, 4, true, "q311"), 1);
    assert_int_equal(found(WITH("13"), vacancies, 4, true, "q311"), 0);
    assert_int_equal(found(WITH("12.99"), vacancies, 4, true, "q311"), 1);
    assert_int_equal(found(WITH("100"), vacancies, 4, false, "q311"), 0);
    /* two changes say nothing about a range; nor does a history that lacks last year */
    assert_int_equal(found(WITH("100"), vacancies + 1, 3, true, "q311"), 0);
    assert_int_equal(found(WITH("100"), vacancies, 3, true, "q311"), 0);
    /* the other figures have no history */
    assert_int_equal(found(WITH("100"), vacancies, 4, true, "q301"), 0);
#undef WITH
}

/* The change of 2014 to 2015 is the tenth: too old to widen the range. */
static void nine_years_back_and_no_more(void **state)
{
    (void)state;
    static const struct staith_fake_history long_ago[] = {
        YEAR(2014, 1),  YEAR(2015, 50), YEAR(2016, 50), YEAR(2017, 50),
        YEAR(2018, 50), YEAR(2019, 50), YEAR(2020, 50), YEAR(2021, 50),
        YEAR(2022, 50), YEAR(2023, 50), YEAR(2024, 50)};
    static const char text[] = WF_HEAD("2025") WF_COUNCIL("60", "0", "0") STAYS("SW1") WF_TAIL;
    static const struct staith_fake_history within[] = {
        YEAR(2015, 1),  YEAR(2016, 50), YEAR(2017, 50), YEAR(2018, 50), YEAR(2019, 50),
        YEAR(2020, 50), YEAR(2021, 50), YEAR(2022, 50), YEAR(2023, 50), YEAR(2024, 50)};
    assert_int_equal(found(text, long_ago, 11, true, "q311"), 1);
    assert_int_equal(found(text, within, 10, true, "q311"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(low_agency_fte),         cmocka_unit_test(low_leavers_fte),
        cmocka_unit_test(cover_above_all),        cmocka_unit_test(stock_and_flow),
        cmocka_unit_test(jumps_beyond_the_range), cmocka_unit_test(nine_years_back_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
