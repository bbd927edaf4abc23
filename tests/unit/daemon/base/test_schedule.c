/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/err.h"
#include "base/schedule.h"

#include <string.h>

/* The next time after `from`, both as "ccyy-mm-ddThh:mm". Days of the week by a calendar: 1 January
 * 2026 is a Thursday. */
static void check(const char *text, const char *from, const char *want)
{
    struct staith_schedule schedule;
    int64_t unix_ms = 0;
    char got[32] = "never";
    assert_int_equal(staith_schedule_parse(text, &schedule), 0);
    assert_int_equal(staith_time_parse(from, &unix_ms), 0);
    int64_t next = staith_schedule_next(&schedule, unix_ms);
    if (next > 0) {
        staith_time_format(next, got, sizeof got);
        got[16] = '\0';
    }
    if (strcmp(got, want) != 0) {
        fail_msg("%s after %s is %s, not %s", text, from, got, want);
    }
}

static void test_next(void **state)
{
    (void)state;
    check("30 6 * * *", "2026-01-01T06:29", "2026-01-01T06:30");
    check("30 6 * * *", "2026-01-01T06:30", "2026-01-02T06:30");
    check("* * * * *", "2025-12-31T23:59", "2026-01-01T00:00");
    check("0 2 1 * *", "2026-01-15T00:00", "2026-02-01T02:00");
    check("0 2 29 2 *", "2026-01-15T00:00", "2028-02-29T02:00");
    check("30 6 * * 1-5", "2026-01-02T07:00", "2026-01-05T06:30"); /* Friday to Monday */
    check("0 0 * * 7", "2026-01-01T00:00", "2026-01-04T00:00");
    check("0 0 * * 0", "2026-01-01T00:00", "2026-01-04T00:00");
    check("*/20 9-10 * * *", "2026-01-01T09:40", "2026-01-01T10:00");
    check("5,35 0 * * *", "2026-01-01T00:05", "2026-01-01T00:35");
    check("0 0 13 * 5", "2026-01-03T00:00", "2026-01-09T00:00"); /* either is enough */
    check("10-50/20 * * * *", "2026-01-01T00:30", "2026-01-01T00:50");
    check("0 0 31 2 *", "2026-01-01T00:00", "never");
}

static void test_wrong(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",           "* * * *",     "* * * * * *", "60 * * * *",  "* 24 * * *",  "* * 0 * *",
        "* * 32 * *", "* * * 13 *",  "* * * * 8",   "5-1 * * * *", "*/0 * * * *", "a * * * *",
        "1, * * * *", "1-  * * * *", "5/2 * * * *", "@daily",      "001 * * * *", "*x * * * *"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct staith_schedule schedule;
        if (staith_schedule_parse(wrong[i], &schedule) != STAITH_ERR_SYNTAX) {
            fail_msg("\"%s\" is read", wrong[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_next), cmocka_unit_test(test_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
