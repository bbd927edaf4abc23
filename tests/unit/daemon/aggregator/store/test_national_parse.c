/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/national_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void expect_item(const char *name, const char *item)
{
    const char *found = NULL;
    assert_int_equal(staith_national_column(name, &found), STAITH_NATIONAL_ITEM);
    assert_string_equal(found, item);
}

static void columns_of_every_edition(void **state)
{
    (void)state;
    const char *item = NULL;
    expect_item("turnover_rate_fte_%", "turnover_rate_fte");
    expect_item("turnover_rate_FTE_perc", "turnover_rate_fte");
    expect_item("Turnover_rate_headcount", "turnover_rate_headcount");
    expect_item(" turnover rate fte (%) ", "turnover_rate_fte");
    expect_item("social_worker_fte", "inpost_fte");
    expect_item("leaver_headcount", "leavers_headcount");
    expect_item("agency_worker_rate_headcount_%", "agency_rate_headcount");
    expect_item("vacancy_agency_cover_rate_fte", "vacancy_agency_cover_rate_fte");
    expect_item("working_days_lost_fte", "working_days_lost_fte");
    expect_item("CASES", "cases");
    assert_int_equal(staith_national_column("OLD_LA_CODE", &item), STAITH_NATIONAL_OLD_LA);
    assert_int_equal(staith_national_column("period", &item), STAITH_NATIONAL_PERIOD);
    assert_int_equal(staith_national_column("time_identifier", &item), STAITH_NATIONAL_IGNORED);
    assert_int_equal(staith_national_column("turnover", &item), STAITH_NATIONAL_UNKNOWN);
    assert_int_equal(staith_national_column("", &item), STAITH_NATIONAL_UNKNOWN);
    assert_string_equal(staith_national_column_words(STAITH_NATIONAL_PERIOD), "time_period");
}

static void periods(void **state)
{
    (void)state;
    static const char *const WRONG[] = {"",       "25",   "20250",   "202427", "2025-",
                                        "2025Q3", "3025", "2024250", "x"};
    static const char *const RIGHT[] = {"2025", "202425", "2024/25", "2024-25"};
    char out[16];
    for (size_t i = 0; i < sizeof(RIGHT) / sizeof(RIGHT[0]); i++) {
        assert_int_equal(staith_national_period(RIGHT[i], out), 0);
        assert_string_equal(out, "2025");
    }
    assert_int_equal(staith_national_period("199900", out), 0);
    assert_string_equal(out, "2000");
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        assert_int_equal(staith_national_period(WRONG[i], out), STAITH_ERR_SYNTAX);
    }
}

static void levels(void **state)
{
    (void)state;
    char out[16];
    assert_int_equal(staith_national_level("Local authority", out), 0);
    assert_string_equal(out, "authority");
    assert_int_equal(staith_national_level("REGIONAL", out), 0);
    assert_string_equal(out, "region");
    assert_int_equal(staith_national_level("National", out), 0);
    assert_string_equal(out, "country");
    assert_int_equal(staith_national_level("School", out), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_national_level("", out), STAITH_ERR_SYNTAX);
}

static void expect_number(const char *text, int64_t value, uint32_t decimals)
{
    struct staith_national_cell cell = {0};
    assert_int_equal(staith_national_figure(text, &cell), 0);
    assert_int_equal(cell.status, STAITH_STATUS_VALUE);
    assert_int_equal(cell.value, value);
    assert_int_equal(cell.decimals, decimals);
}

static void figures(void **state)
{
    (void)state;
    static const char *const WRONG[] = {"-1",       "1e5",    "1.",        ".5",
                                        "12,34",    "1,2345", "abc",       "1 2",
                                        "%",        "1.2.3",  "0.1234567", "99999999999999999999",
                                        "1,234.5,6"};
    static const struct {
        const char *text;
        enum staith_status status;
    } SYMBOLS[] = {{"z", STAITH_STATUS_NOT_APPLICABLE},
                   {"Z", STAITH_STATUS_NOT_APPLICABLE},
                   {"x", STAITH_STATUS_UNAVAILABLE},
                   {":", STAITH_STATUS_UNAVAILABLE},
                   {"..", STAITH_STATUS_UNAVAILABLE},
                   {"c", STAITH_STATUS_SUPPRESSED},
                   {"u", STAITH_STATUS_UNRELIABLE},
                   {"low", STAITH_STATUS_LOW},
                   {"k", STAITH_STATUS_LOW},
                   {"", STAITH_STATUS_UNSET}};
    struct staith_national_cell cell = {0};
    expect_number("11.7", 117, 1);
    expect_number("12", 12, 0);
    expect_number("0", 0, 0);
    expect_number("36,186.3", 361863, 1);
    expect_number("13.0%", 130, 1);
    for (size_t i = 0; i < sizeof(SYMBOLS) / sizeof(SYMBOLS[0]); i++) {
        assert_int_equal(staith_national_figure(SYMBOLS[i].text, &cell), 0);
        assert_int_equal(cell.status, SYMBOLS[i].status);
    }
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        assert_int_equal(staith_national_figure(WRONG[i], &cell), STAITH_ERR_SYNTAX);
    }
}

static void codes_and_joint_codes(void **state)
{
    (void)state;
    static const char *const WRONG[] = {
        "",      "84",      "8400",     "84a",           "314 /",
        "/ 318", "314 318", "E0900002", "314 / 318 / 1", "100/101/102/103/104"};
    char codes[STAITH_NATIONAL_JOINT_MAX][16];
    char joint[32] = "?";
    uint32_t count = 0;
    assert_int_equal(staith_national_codes("840", codes, &count, joint), 0);
    assert_int_equal(count, 1);
    assert_string_equal(codes[0], "840");
    assert_string_equal(joint, "");
    assert_int_equal(staith_national_codes("314/318", codes, &count, joint), 0);
    assert_int_equal(count, 2);
    assert_string_equal(codes[0], "314");
    assert_string_equal(codes[1], "318");
    assert_string_equal(joint, "314 / 318");
    assert_int_equal(staith_national_codes("E09000021 / E09000027", codes, &count, joint), 0);
    assert_string_equal(codes[1], "E09000027");
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        assert_int_equal(staith_national_codes(WRONG[i], codes, &count, joint), STAITH_ERR_SYNTAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_of_every_edition),
        cmocka_unit_test(periods),
        cmocka_unit_test(levels),
        cmocka_unit_test(figures),
        cmocka_unit_test(codes_and_joint_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
