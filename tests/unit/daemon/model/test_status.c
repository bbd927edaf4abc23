/* SPDX-License-Identifier: Apache-2.0 */
#include "model/status.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void symbols_both_ways(void **state)
{
    (void)state;
    static const struct {
        enum staith_status status;
        const char *symbol;
    } known[] = {
        {STAITH_STATUS_NOT_APPLICABLE, "z"}, {STAITH_STATUS_UNAVAILABLE, "x"},
        {STAITH_STATUS_SUPPRESSED, "c"},     {STAITH_STATUS_UNRELIABLE, "u"},
        {STAITH_STATUS_LOW, "low"},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        enum staith_status status = STAITH_STATUS_UNSET;
        assert_string_equal(staith_status_symbol(known[i].status), known[i].symbol);
        assert_int_equal(staith_status_parse(known[i].symbol, &status), 0);
        assert_int_equal(status, known[i].status);
    }
    assert_string_equal(staith_status_symbol(STAITH_STATUS_VALUE), "");
    assert_null(staith_status_symbol(STAITH_STATUS_UNSET));
    assert_null(staith_status_symbol((enum staith_status)7));
}

static void older_symbols_and_none(void **state)
{
    (void)state;
    enum staith_status status = STAITH_STATUS_UNSET;
    assert_int_equal(staith_status_parse(":", &status), 0);
    assert_int_equal(status, STAITH_STATUS_UNAVAILABLE);
    assert_int_equal(staith_status_parse("k", &status), 0);
    assert_int_equal(status, STAITH_STATUS_LOW);
    assert_int_equal(staith_status_parse("..", &status), 0);
    assert_int_equal(status, STAITH_STATUS_UNAVAILABLE);
    status = STAITH_STATUS_SUPPRESSED;
    assert_int_equal(staith_status_parse("", &status), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_status_parse("0", &status), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_status_parse("X", &status), STAITH_ERR_SYNTAX);
    assert_int_equal(status, STAITH_STATUS_SUPPRESSED);
}

static void export_names(void **state)
{
    (void)state;
    assert_string_equal(staith_status_sdmx_obs(STAITH_STATUS_VALUE), "A");
    assert_string_equal(staith_status_sdmx_obs(STAITH_STATUS_NOT_APPLICABLE), "M");
    assert_string_equal(staith_status_sdmx_obs(STAITH_STATUS_UNAVAILABLE), "L");
    assert_string_equal(staith_status_sdmx_conf(STAITH_STATUS_SUPPRESSED), "C");
    assert_string_equal(staith_status_sdmx_conf(STAITH_STATUS_VALUE), "F");
    assert_string_equal(staith_status_sdmx_conf(STAITH_STATUS_UNSET), "C");
    assert_string_equal(staith_status_words(STAITH_STATUS_UNRELIABLE), "low reliability");
    assert_string_equal(staith_status_words(STAITH_STATUS_UNSET), "not a status");
}

static bool valid(enum staith_status status, int64_t value, int64_t lo, int64_t hi)
{
    struct staith_value one = {status, value, lo, hi};
    return staith_value_valid(&one);
}

static void values(void **state)
{
    (void)state;
    struct staith_value exact = staith_value_exact(-5);
    assert_int_equal(exact.lo, -5);
    assert_int_equal(exact.hi, -5);
    assert_true(staith_value_valid(&exact));
    assert_true(valid(STAITH_STATUS_VALUE, 5, 4, 6));
    assert_false(valid(STAITH_STATUS_VALUE, 5, 6, 7));
    assert_false(valid(STAITH_STATUS_VALUE, 5, 3, 4));
    assert_true(valid(STAITH_STATUS_LOW, 40000, 40000, 40000));
    assert_true(valid(STAITH_STATUS_SUPPRESSED, 0, 0, 0));
    assert_false(valid(STAITH_STATUS_SUPPRESSED, 3, 3, 3));
    assert_true(valid(STAITH_STATUS_SUPPRESSED, 0, 0, 4));
    assert_false(valid(STAITH_STATUS_SUPPRESSED, 0, 4, 4));
    assert_false(valid(STAITH_STATUS_SUPPRESSED, 0, -1, 4));
    assert_false(valid(STAITH_STATUS_SUPPRESSED, 1, 0, 4));
    assert_false(valid(STAITH_STATUS_UNRELIABLE, 0, 0, 4));
    assert_false(valid(STAITH_STATUS_UNSET, 0, 0, 0));
    assert_false(valid((enum staith_status)7, 0, 0, 0));
    struct staith_value mark = staith_value_status(STAITH_STATUS_UNAVAILABLE);
    assert_true(staith_value_valid(&mark));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symbols_both_ways),
        cmocka_unit_test(older_symbols_and_none),
        cmocka_unit_test(export_names),
        cmocka_unit_test(values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
