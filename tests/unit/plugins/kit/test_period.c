/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/kit.h>

#include <string.h>

static void test_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t kind;
        int32_t year;
        int32_t part;
    } good[] = {
        {"2025", STAITH_PERIOD_CENSUS_YEAR, 2025, 0}, {"2025Q3", STAITH_PERIOD_QUARTER, 2025, 3},
        {"2025-q4", STAITH_PERIOD_QUARTER, 2025, 4},  {"2025 Q1", STAITH_PERIOD_QUARTER, 2025, 1},
        {"2025-07", STAITH_PERIOD_MONTH, 2025, 7},    {"1999-12", STAITH_PERIOD_MONTH, 1999, 12}};
    static const char *const bad[] = {"",        "25",      "2025Q0",  "2025Q5", "2025Q",
                                      "2025-13", "2025-00", "2025-7",  "Q3",     "2025Q33",
                                      "1899Q1",  "3000Q1",  "2025Q3 ", "20 25"};
    struct staith_period_def period = {9, 9, 9, 9};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (staith_kit_period_read(bad[i], strlen(bad[i]), &period) != STAITH_EINVAL) {
            fail_msg("\"%s\" is taken for a period", bad[i]);
        }
    }
    assert_int_equal(period.kind, 9);
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_int_equal(staith_kit_period_read(good[i].text, strlen(good[i].text), &period), 0);
        assert_int_equal(period.kind, good[i].kind);
        assert_int_equal(period.year, good[i].year);
        assert_int_equal(period.part, good[i].part);
    }
}

static void test_find(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t part; /* 0: there is none */
    } names[] = {{"agency-2025Q3.csv", 3},
                 {"2025-q2 agency workers.xlsx", 2},
                 {"workforce 2025-07.csv", 7},
                 {"workforce_2025_Q4_final.csv", 4},
                 {"agency-2025Q3-2025Q3.csv", 3}, /* twice the same */
                 {"agency-2025Q3-2025Q4.csv", 0},
                 {"agency-2025.csv", 0},
                 {"export-2025-07-31.csv", 0}, /* a day, not a month */
                 {"export-12025Q3.csv", 0},
                 {"2025Q33.csv", 0},
                 {"", 0}};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct staith_period_def period = {0, 0, 0, 0};
        int rc = staith_kit_period_find(names[i].name, &period);
        if ((rc == STAITH_OK) != (names[i].part > 0) || period.part != names[i].part) {
            fail_msg("\"%s\": %d", names[i].name, (int)period.part);
        }
    }
}

static void test_choose(void **state)
{
    (void)state;
    struct staith_period_def period;
    assert_int_equal(staith_kit_period_choose("2024Q1", "agency-2025Q3.csv", &period), 0);
    assert_int_equal(period.year, 2024);
    assert_int_equal(staith_kit_period_choose("", "agency-2025Q3.csv", &period), 0);
    assert_int_equal(period.year, 2025);
    assert_int_equal(staith_kit_period_choose("x", "agency-2025Q3.csv", &period), STAITH_EINVAL);
    assert_int_equal(staith_kit_period_choose("", "agency.csv", &period), STAITH_EINVAL);
}

static void test_before(void **state)
{
    (void)state;
    static const struct staith_period_def cases[][2] = {
        {{STAITH_PERIOD_QUARTER, 2025, 3, 0}, {STAITH_PERIOD_QUARTER, 2025, 2, 0}},
        {{STAITH_PERIOD_QUARTER, 2025, 1, 0}, {STAITH_PERIOD_QUARTER, 2024, 4, 0}},
        {{STAITH_PERIOD_MONTH, 2025, 1, 0}, {STAITH_PERIOD_MONTH, 2024, 12, 0}},
        {{STAITH_PERIOD_CENSUS_YEAR, 2025, 0, 0}, {STAITH_PERIOD_CENSUS_YEAR, 2024, 0, 0}}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staith_period_def before = staith_kit_period_before(&cases[i][0]);
        assert_memory_equal(&before, &cases[i][1], sizeof(before));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_choose),
        cmocka_unit_test(test_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
