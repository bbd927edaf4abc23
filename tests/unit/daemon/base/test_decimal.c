/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static int64_t parsed(const char *text, unsigned digits)
{
    int64_t value = -999;
    assert_int_equal(staith_decimal_parse(text, strlen(text), digits, &value), 0);
    return value;
}

static void reads_numbers(void **state)
{
    (void)state;
    assert_int_equal(parsed("12.50", 2), 1250);
    assert_int_equal(parsed("12.5", 2), 1250);
    assert_int_equal(parsed("12", 2), 1200);
    assert_int_equal(parsed("0.8", 6), 800000);
    assert_int_equal(parsed("-0.01", 2), -1);
    assert_int_equal(parsed("+7", 0), 7);
    assert_int_equal(parsed("1.5000000", 1), 15);
    assert_int_equal(parsed("007", 0), 7);
    assert_int_equal(parsed(".5", 1), 5);
    assert_int_equal(parsed("5.", 1), 50);
    assert_true(parsed("9223372036854775807", 0) == INT64_MAX);
    assert_true(parsed("-9223372036854775808", 0) == INT64_MIN);
    assert_true(parsed("9223372036854.775807", 6) == INT64_MAX);
}

static void refuses_what_is_no_number(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",    "-",   ".",    "-.",  "1.2.3", "1,5", " 1", "1 ",
                                        "1e3", "0x1", "1.25", "--1", "+-1",   "NaN", "1-"};
    int64_t value = 77;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(staith_decimal_parse(wrong[i], strlen(wrong[i]), 1, &value),
                         STAITH_ERR_SYNTAX);
    }
    assert_int_equal(staith_decimal_parse("1\0", 2, 1, &value), STAITH_ERR_SYNTAX);
    assert_int_equal(value, 77);
}

static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    int64_t value = 77;
    assert_int_equal(staith_decimal_parse("9223372036854775808", 19, 0, &value),
                     STAITH_ERR_OVERFLOW);
    assert_int_equal(staith_decimal_parse("-9223372036854775809", 20, 0, &value),
                     STAITH_ERR_OVERFLOW);
    assert_int_equal(staith_decimal_parse("9223372036855", 13, 6, &value), STAITH_ERR_OVERFLOW);
    assert_int_equal(staith_decimal_parse("99999999999999999999x", 21, 0, &value),
                     STAITH_ERR_SYNTAX);
    assert_int_equal(value, 77);
}

static void writes_numbers(void **state)
{
    (void)state;
    char text[32];
    assert_int_equal(staith_decimal_format(1250, 2, text, sizeof(text)), 5);
    assert_string_equal(text, "12.50");
    (void)staith_decimal_format(-5, 2, text, sizeof(text));
    assert_string_equal(text, "-0.05");
    (void)staith_decimal_format(0, 0, text, sizeof(text));
    assert_string_equal(text, "0");
    assert_int_equal(staith_decimal_format(INT64_MIN, 6, text, 24), 21);
    assert_string_equal(text, "-9223372036854.775808");
    assert_int_equal(staith_decimal_format(1250, 2, text, 5), STAITH_ERR_LIMIT);
    (void)staith_decimal_format_grouped(361863, 1, text, sizeof(text));
    assert_string_equal(text, "36,186.3");
    (void)staith_decimal_format_grouped(999, 0, text, sizeof(text));
    assert_string_equal(text, "999");
    (void)staith_decimal_format_grouped(-1000, 0, text, sizeof(text));
    assert_string_equal(text, "-1,000");
    (void)staith_decimal_format_grouped(INT64_MIN, 0, text, sizeof(text));
    assert_string_equal(text, "-9,223,372,036,854,775,808");
}

/* Tenths of a per cent, n of d, half up. */
static int64_t rate(int64_t n, int64_t d)
{
    int64_t tenths = -1;
    assert_int_equal(staith_decimal_ratio(1000 * n, d, &tenths), 0);
    /* The same by the other way of writing it: (2000n + d) / 2d, rounded down. */
    assert_int_equal(tenths, (2000 * n + d) / (2 * d));
    return tenths;
}

static void published_rates(void **state)
{
    (void)state;
    assert_int_equal(rate(9, 80), 113);  /* 11.25 */
    assert_int_equal(rate(9, 144), 63);  /* 6.25 */
    assert_int_equal(rate(14, 160), 88); /* 8.75 */
    assert_int_equal(rate(0, 5), 0);
    /* North East 2024, turnover: 269.5 / 1930.7 is printed as 14.0. */
    assert_int_equal(rate(269500000, 1930700000), 140);
}

static void ratio_at_its_edges(void **state)
{
    (void)state;
    int64_t value = 5;
    assert_int_equal(staith_decimal_ratio(1, 2, &value), 0);
    assert_int_equal(value, 1);
    assert_int_equal(staith_decimal_ratio(INT64_MAX, INT64_MAX, &value), 0);
    assert_int_equal(value, 1);
    assert_int_equal(staith_decimal_ratio(INT64_MAX, 1, &value), 0);
    assert_true(value == INT64_MAX);
    assert_int_equal(staith_decimal_ratio(INT64_MAX / 2, INT64_MAX, &value), 0);
    assert_int_equal(value, 0);
    assert_int_equal(staith_decimal_ratio(1, 0, &value), STAITH_ERR_INVAL);
    assert_int_equal(staith_decimal_ratio(-1, 2, &value), STAITH_ERR_INVAL);
    assert_int_equal(value, 0);
}

static void rescale_rounds_half_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(staith_decimal_rescale(1250000, 6, 1), 13);
    assert_int_equal(staith_decimal_rescale(1249999, 6, 1), 12);
    assert_int_equal(staith_decimal_rescale(-1250000, 6, 1), -13);
    assert_int_equal(staith_decimal_rescale(-1249999, 6, 1), -12);
    assert_int_equal(staith_decimal_rescale(40000, 6, 1), 0); /* 0.04 FTE */
    assert_int_equal(staith_decimal_rescale(50000, 6, 1), 1);
    assert_int_equal(staith_decimal_rescale(123, 2, 2), 123);
}

static void sums_and_products(void **state)
{
    (void)state;
    int64_t value = 3;
    assert_int_equal(staith_decimal_add(INT64_MAX, 1, &value), STAITH_ERR_OVERFLOW);
    assert_int_equal(staith_decimal_mul(INT64_MIN, -1, &value), STAITH_ERR_OVERFLOW);
    assert_int_equal(value, 3);
    assert_int_equal(staith_decimal_add(-2, 5, &value), 0);
    assert_int_equal(value, 3);
    assert_int_equal(staith_decimal_mul(-2, 5, &value), 0);
    assert_int_equal(value, -10);
    assert_int_equal(staith_decimal_pow10(0), 1);
    assert_true(staith_decimal_pow10(18) == 1000000000000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(refuses_what_does_not_fit),
        cmocka_unit_test(writes_numbers),
        cmocka_unit_test(published_rates),
        cmocka_unit_test(ratio_at_its_edges),
        cmocka_unit_test(rescale_rounds_half_away_from_zero),
        cmocka_unit_test(sums_and_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
