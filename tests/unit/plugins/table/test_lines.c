/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lines.h"

#include <staith/plugin.h>
#include <string.h>

static struct staith_table_line lines[STAITH_TABLE_MAX_LINES];

static int read_text(const char *text, uint32_t *count, struct staith_table_fault *fault)
{
    static char copy[4096];
    assert_true(strlen(text) < sizeof copy);
    memcpy(copy, text, strlen(text) + 1);
    memset(fault, 0, sizeof *fault);
    return staith_table_lines_read(copy, lines, count, fault);
}

static void test_lines(void **state)
{
    (void)state;
    uint32_t count = 0;
    struct staith_table_fault fault;
    assert_int_equal(read_text("# a comment\n\n [ column  team ]\r\n  type =  code \n"
                               "where = a = b\n[dataset]\nempty =\n",
                               &count, &fault),
                     STAITH_OK);
    assert_int_equal(count, 5);
    assert_true(lines[0].heading);
    assert_string_equal(lines[0].key, "column");
    assert_string_equal(lines[0].value, "team");
    assert_int_equal(lines[0].line, 3);
    assert_int_equal(lines[0].column, 12);
    assert_string_equal(lines[1].key, "type");
    assert_string_equal(lines[1].value, "code");
    assert_int_equal(lines[1].line, 4);
    assert_int_equal(lines[1].column, 11);
    assert_string_equal(lines[2].value, "a = b");
    assert_string_equal(lines[3].value, "");
    assert_string_equal(lines[4].value, "");
}

static void test_faults(void **state)
{
    (void)state;
    uint32_t count = 7;
    struct staith_table_fault fault;
    assert_int_equal(read_text("[dataset]\n  nothing\n", &count, &fault), STAITH_EINVAL);
    assert_int_equal(fault.line, 2);
    assert_int_equal(fault.column, 3);
    assert_string_equal(fault.what, "a line must be [kind name], or key = value");
    assert_int_equal(read_text("[dataset\n", &count, &fault), STAITH_EINVAL);
    assert_string_equal(fault.what, "a heading must end with ]");
    assert_int_equal(count, 7);
    /* the first fault counts */
    const struct staith_table_line other = {.line = 9, .column = 9};
    assert_int_equal(staith_table_fault_set(&fault, &other, "another"), STAITH_EINVAL);
    assert_int_equal(fault.line, 1);
}

static void test_lists(void **state)
{
    (void)state;
    char text[] = " a, b c ,,d";
    char *rest = text;
    assert_string_equal(staith_table_list_next(&rest), "a");
    assert_string_equal(staith_table_list_next(&rest), "b c");
    assert_string_equal(staith_table_list_next(&rest), "");
    assert_string_equal(staith_table_list_next(&rest), "d");
    assert_null(staith_table_list_next(&rest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines), cmocka_unit_test(test_faults),
                                       cmocka_unit_test(test_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
