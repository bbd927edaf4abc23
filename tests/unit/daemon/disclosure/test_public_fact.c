/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/public_fact.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* 120 to the nearest 10 is from 115 to 125, 10 to the nearest 5 from 8 to 12; 403.7 FTE are from
 * 403.65 to 403.75; 6.5 posts are none, and 6 and 7 are beside it. */
static void what_is_left(void **state)
{
    (void)state;
    static const struct {
        enum staith_unit unit;
        int64_t value, nearest, lo, hi;
        uint32_t decimals;
    } each[] = {
        {STAITH_UNIT_PEOPLE, 57, 1, 57, 57, 0},
        {STAITH_UNIT_PEOPLE, 120, 10, 115, 125, 0},
        {STAITH_UNIT_PEOPLE, 10, 5, 8, 12, 0},
        {STAITH_UNIT_PEOPLE, 0, 5, 0, 2, 0},
        {STAITH_UNIT_PEOPLE, 570, 1, 57, 57, 1},
        {STAITH_UNIT_PEOPLE, 1200, 100, 115, 125, 1},
        {STAITH_UNIT_POSTS, 65, 1, 6, 7, 1},
        {STAITH_UNIT_FTE_MILLIONTHS, 4037, 1, 40365, 40375, 1},
        {STAITH_UNIT_FTE_MILLIONTHS, 404, 1, 40350, 40450, 0},
        {STAITH_UNIT_FTE_MILLIONTHS, 400, 100, 35000, 45000, 0},
        {STAITH_UNIT_FTE_MILLIONTHS, 40370, 1, 40370, 40370, 2},
    };
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        const struct staith_measure measure = {
            .code = "x", .unit = each[i].unit, .aggregation = STAITH_SUM};
        const struct staith_public_fact fact = {
            .value = each[i].value, .decimals = each[i].decimals, .nearest = each[i].nearest};
        int64_t lo = 0, hi = 0;
        staith_public_fact_between(&fact, &measure, &lo, &hi);
        assert_int_equal(lo, each[i].lo);
        assert_int_equal(hi, each[i].hi);
    }
}

static void two_of_one_day(void **state)
{
    (void)state;
    static const struct {
        int64_t value, nearest;
        uint32_t decimals;
        int32_t day;
        bool contradicts;
    } each[] = {{57, 1, 0, 1, false},  {58, 1, 0, 1, true},  {58, 1, 0, 2, false},
                {60, 10, 0, 1, false}, {70, 10, 0, 1, true}, {570, 1, 1, 1, false},
                {571, 1, 1, 1, false}, {580, 1, 1, 1, true}};
    const struct staith_public_fact one = {.dataset = "csww",
                                           .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                           .cell = "x|b=1|a=2",
                                           .value = 57,
                                           .nearest = 1,
                                           .day = 1};
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        struct staith_public_fact other = one;
        other.cell = "x|a=2|b=1";
        other.value = each[i].value;
        other.nearest = each[i].nearest;
        other.decimals = each[i].decimals;
        other.day = each[i].day;
        assert_int_equal(staith_public_fact_contradicts(&one, &other), each[i].contradicts);
        assert_int_equal(staith_public_fact_contradicts(&other, &one), each[i].contradicts);
        other.cell = "x|a=2";
        assert_false(staith_public_fact_contradicts(&one, &other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left),
        cmocka_unit_test(two_of_one_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
