/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/course.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { JANUARY_2025 = 2025 * 12 };

static struct staith_course course(const char *dataset, const char *measure,
                                   struct staith_period period)
{
    return staith_course_of(dataset, measure, strlen(measure), &period);
}

static const struct staith_period year = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
static const struct staith_period quarter = {STAITH_PERIOD_QUARTER, 2025, 3};
static const struct staith_period month = {STAITH_PERIOD_MONTH, 2025, 9};

/* The census year 2025 is October 2024 to September 2025. */
static void months_of_periods(void **state)
{
    (void)state;
    struct staith_course c = course("csww", "leavers_headcount", year);
    assert_int_equal(c.kind, STAITH_COURSE_FLOW);
    assert_int_equal(c.first, JANUARY_2025 - 3);
    assert_int_equal(c.last, JANUARY_2025 + 8);
    c = course("workforce", "leavers_headcount", quarter);
    assert_int_equal(c.first, JANUARY_2025 + 6);
    assert_int_equal(c.last, JANUARY_2025 + 8);
    c = course("workforce", "inpost_headcount", month);
    assert_int_equal(c.kind, STAITH_COURSE_STOCK);
    assert_int_equal(c.last, JANUARY_2025 + 8);
    assert_string_equal(c.what, "inpost_headcount");
    assert_string_equal(c.family, course("csww", "leavers_headcount", year).family);
}

/* A cohort of 2025Q3 began in the four quarters to 2024Q3, or to 2023Q3. */
static void windows(void **state)
{
    (void)state;
    struct staith_course c = course("recruitment", "asye_began", quarter);
    assert_int_equal(c.first, JANUARY_2025 - 3);
    assert_int_equal(c.last, JANUARY_2025 + 8);
    c = course("recruitment", "cohort_12", quarter);
    assert_string_equal(c.what, "starters");
    assert_int_equal(c.first, JANUARY_2025 - 15);
    assert_int_equal(c.last, JANUARY_2025 - 4);
    c = course("recruitment", "cohort_24", quarter);
    assert_int_equal(c.first, JANUARY_2025 - 27);
    assert_int_equal(c.last, JANUARY_2025 - 16);
}

static void what_says_nothing_of_time(void **state)
{
    (void)state;
    assert_int_equal(course("csww", "vacancy_fte", year).kind, STAITH_COURSE_ITSELF);
    assert_null(course("csww", "vacancy_fte", year).what);
    assert_null(course("csww", "vacancy_fte", year).family);
    assert_int_equal(course("recruitment", "inpost_headcount", quarter).kind, STAITH_COURSE_ITSELF);
    assert_int_equal(staith_course_of("csww", "leavers_headcount_of", 17, &year).kind,
                     STAITH_COURSE_FLOW);
    assert_int_equal(staith_course_of("csww", "leavers_headcount", 16, &year).kind,
                     STAITH_COURSE_ITSELF);
}

static void stocks_and_flows(void **state)
{
    (void)state;
    const char *in = NULL;
    const char *out = NULL;
    assert_true(staith_course_flows("inpost_headcount", &in, &out));
    assert_string_equal(in, "starters_headcount");
    assert_string_equal(out, "leavers_headcount");
    assert_false(staith_course_flows("inpost_fte", &in, &out));
    assert_string_equal(staith_course_stock("starters_headcount"), "inpost_headcount");
    assert_string_equal(staith_course_stock("leavers_headcount"), "inpost_headcount");
    assert_null(staith_course_stock("inpost_headcount"));
}

static void who_changes_place(void **state)
{
    (void)state;
    assert_true(staith_course_stays(""));
    assert_true(staith_course_stays("|sex=male"));
    assert_true(staith_course_stays("|ethnicity=mixed|sex=male"));
    assert_false(staith_course_stays("|role=case_holder"));
    assert_false(staith_course_stays("|sex=male|tenure_band=under_2"));
}

static void kin(void **state)
{
    (void)state;
    struct staith_measure measures[] = {
        {"leavers_headcount", "Leavers", "d", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
        {"own", "Own", "d", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE}};
    const struct staith_catalogue catalogue = {
        .dataset = "csww", .measure_count = 2, .measures = measures};
    assert_true(staith_course_kin(&catalogue, "workforce", "inpost_headcount"));
    assert_true(staith_course_kin(&catalogue, "workforce", "starters_headcount|sex=male"));
    assert_false(staith_course_kin(&catalogue, "workforce", "inpost_fte"));
    /* What counts itself alone says nothing of another period. */
    assert_false(staith_course_kin(&catalogue, "csww", "own"));
    /* Candidates who started are no starters of the census. */
    assert_false(staith_course_kin(&catalogue, "recruitment", "starters"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kin),
        cmocka_unit_test(months_of_periods),
        cmocka_unit_test(windows),
        cmocka_unit_test(what_says_nothing_of_time),
        cmocka_unit_test(stocks_and_flows),
        cmocka_unit_test(who_changes_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
