/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/publish/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_lines(void **state)
{
    (void)state;
    char text[STAITH_PUBLISHER_REPORT_BYTES];
    struct staith_publisher_state told = {.phase = STAITH_PUBLISHER_CONNECTED,
                                          .last = 7,
                                          .acknowledged = 5,
                                          .heard_unix_ms = 123,
                                          .handout = 4};
    size_t len = staith_publisher_report(&told, "tcp://h:1", "seccomp on", text);
    static const char expected[] = "state=connected\nendpoint=tcp://h:1\nlast=7\nreceived=5\n"
                                   "heard=123\nhandout=4\ndetail=\nsandbox=seccomp on\n";
    assert_int_equal(len, sizeof(expected) - 1);
    assert_memory_equal(text, expected, len);
}

/* What the region wrote cannot begin a line of its own. */
static void test_words_of_others_stay_on_their_line(void **state)
{
    (void)state;
    char text[STAITH_PUBLISHER_REPORT_BYTES + 1];
    struct staith_publisher_state told = {.phase = STAITH_PUBLISHER_REFUSED};
    (void)snprintf(told.error, sizeof(told.error), "no\nstate=connected\x1b[31m");
    size_t len = staith_publisher_report(&told, "", "", text);
    text[len] = '\0';
    assert_non_null(strstr(text, "detail=no?state=connected?[31m\n"));
    assert_null(strstr(text, "\nstate=connected"));
    memset(told.error, 'x', sizeof(told.error) - 1);
    told.error[sizeof(told.error) - 1] = '\0';
    assert_true(staith_publisher_report(&told, "tcp://a:1", "", text) <
                STAITH_PUBLISHER_REPORT_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_words_of_others_stay_on_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
