/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition_case.h"

#include <stdio.h>

#define MORE                                                                                       \
    "[column cases]\ntype = integer\n[column from]\ntype = date\n[column active]\n"                \
    "type = yes or no\n[measure n]\ncount = people\nwhere = "

/* Whether the condition holds for a row with these cells (who, team, cases, from, active). */
static bool holds(const char *condition, int64_t team, int64_t cases, int64_t from, int64_t active)
{
    char text[1024];
    const int64_t numbers[] = {0, team, cases, from, active};
    struct staith_kit_cell cells[5];
    (void)snprintf(text, sizeof text, "%s%s%s\n", DEFINITION_START, MORE, condition);
    definition_is_good(text);
    for (size_t i = 0; i < 5; i++) {
        cells[i] = (struct staith_kit_cell){
            numbers[i] >= 0 ? STAITH_KIT_CELL_GOOD : STAITH_KIT_CELL_BLANK, 1, numbers[i], "", 0};
    }
    return staith_table_holds(&definition_case.measures[0], cells);
}

static void test_holds(void **state)
{
    (void)state;
    assert_true(holds("team is a, b", 1, 5, 0, 0));
    assert_true(holds("team is Team A", 0, 5, 0, 0));
    assert_false(holds("team is a", 1, 5, 0, 0));
    assert_false(holds("team is a", -1, 5, 0, 0));
    assert_true(holds("team is not a", 1, 5, 0, 0));
    assert_false(holds("team is not a", -1, 5, 0, 0));
    assert_true(holds("cases at least 5", 0, 5, 0, 0));
    assert_false(holds("cases at least 6", 0, 5, 0, 0));
    assert_true(holds("cases at most 5", 0, 5, 0, 0));
    assert_false(holds("cases at most 4", 0, 5, 0, 0));
    assert_true(holds("from at least 30/09/2025", 0, 5, 20361, 0));
    assert_false(holds("from at least 2025-10-01", 0, 5, 20361, 0));
    assert_true(holds("active is yes", 0, 5, 0, 1));
    assert_false(holds("active is yes", 0, 5, 0, 0));
    assert_true(holds("who is not blank", 0, 5, 0, 0));
    assert_true(holds("cases is blank", 0, -1, 0, 0));
    assert_false(holds("cases is blank", 0, 5, 0, 0));
    /* all of several must hold */
    assert_false(holds("team is a\nwhere = cases at least 9", 0, 5, 0, 0));
    assert_true(holds("team is a\nwhere = cases at least 3", 0, 5, 0, 0));
}

static void check_bad(const char *condition, const char *what)
{
    char text[1024];
    (void)snprintf(text, sizeof text, "%s%s%s\n", DEFINITION_START, MORE, condition);
    definition_is_bad(text, 18, what);
}

static void test_faults(void **state)
{
    (void)state;
    check_bad("team = a",
              "a condition is COLUMN is CODE, is not, at least, at most, is blank or is "
              "not blank");
    check_bad("taem is a", "there is no column taem; did you mean team?");
    check_bad("team is c", "\"c\" is no value of column team");
    check_bad("team at least a", "column team has no order: use is");
    check_bad("cases at least many", "\"many\" is no value of column cases");
    check_bad("from at most 09/30/2025", "\"09/30/2025\" is no value of column from");
    check_bad("who is Ann", "column who is text: it can only be blank or not blank");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_holds), cmocka_unit_test(test_faults)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    staith_table_definition_free(&definition_case);
    return failed;
}
