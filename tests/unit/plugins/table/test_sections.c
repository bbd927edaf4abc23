/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition_case.h"

#define COUNT "[measure n]\ncount = people\n"

static void test_dataset(void **state)
{
    (void)state;
    definition_is_bad("[dataset]\ncode = D\n", 2,
                      "a code is a small letter, then letters, digits and _");
    definition_is_bad("[dataset]\nperiod = soon\n", 2,
                      "a period is 2025, 2025Q3, 2025-07, file name, or date COLUMN by quarter");
    definition_is_bad("[dataset]\nperiod = date a\n[column a]\n", 2,
                      "write date COLUMN by quarter");
    definition_is_bad("[dataset]\nperiod = date a by quarter\n[column a]\n", 2,
                      "column a is no date");
    definition_is_bad("[dataset]\nperiod = date a by week\n[column a]\ntype = date\n", 2,
                      "a period is a quarter, month or census year");
    definition_is_bad("[dataset]\nnothing = 1\n", 2,
                      "[dataset] has no line nothing; it has code, title, period, person, owner");
    definition_is_bad("[dataset]\nperson = a, a, a, a, a\n[column a]\n", 2,
                      "a person is told by at most 4 columns");
    definition_is_good("[dataset]\ncode = d\nperiod = date a by census year\nperson = a\n"
                       "[column a]\ntype = date\n" COUNT);
    assert_int_equal(definition_case.period.kind, STAITH_PERIOD_CENSUS_YEAR);
}

static void test_columns(void **state)
{
    (void)state;
    definition_is_good(DEFINITION_START
                       "[column x]\ntype = decimal 4\nheading = X y, Z\nneeded = yes\n" COUNT);
    const struct staith_kit_column *x = &definition_case.columns[2];
    assert_int_equal(x->type, STAITH_KIT_TYPE_DECIMAL);
    assert_int_equal(x->digits, 4);
    assert_true(x->required);
    assert_string_equal(x->synonyms[0], "X y");
    assert_string_equal(x->synonyms[1], "Z");
    assert_null(x->synonyms[2]);
    const struct staith_kit_column *team = &definition_case.columns[1];
    assert_int_equal(team->code_count, 5);
    assert_string_equal(team->codes[2].code, "Alpha");
    assert_int_equal(team->codes[2].value, 0);
    assert_string_equal(definition_case.categories[0].label, "Team A");
    assert_int_equal(definition_case.more[1].category_count, 2);
    definition_is_bad(DEFINITION_START "type = number\n", 10,
                      "a type is text, code, date, integer, decimal 0 to decimal 6, money, or yes "
                      "or no");
    definition_is_bad(DEFINITION_START "type = decimal 7\n", 10,
                      "a type is text, code, date, integer, decimal 0 to decimal 6, money, or yes "
                      "or no");
    definition_is_bad(DEFINITION_START "needed = maybe\n", 10, "needed is yes or no");
    definition_is_bad(DEFINITION_START "code c = alpha\n", 10, "\"alpha\" stands for two codes");
    definition_is_bad(DEFINITION_START "code C = x\n", 10, "code C is none, or there are too many");
    definition_is_bad(DEFINITION_START "heading = a\nheading = b\n", 11, "heading is there twice");
    definition_is_bad(DEFINITION_START "colour = red\n", 10,
                      "[column] has no line colour; it has type, heading, label, needed, "
                      "dimension, sensitive, and code NAME for each code");
}

static void test_measures(void **state)
{
    (void)state;
    definition_is_good(DEFINITION_START "[column x]\ntype = decimal 2\n[column p]\ntype = money\n"
                                        "[measure f]\nsum = x\nunit = fte\n"
                                        "[measure m]\nupper quartile = p\n"
                                        "[measure d]\nunit = days\nsum = x\n");
    assert_int_equal(definition_case.measures[0].factor, 10000);
    assert_int_equal(definition_case.measures[1].def.unit, STAITH_UNIT_PENCE);
    assert_int_equal(definition_case.measures[1].def.aggregation, STAITH_UPPER_QUARTILE);
    assert_int_equal(definition_case.measures[1].factor, 1);
    assert_int_equal(definition_case.measures[2].factor, 1);
    static const char unfit[] = "column x does not fit the unit: pounds are of type money, fte and "
                                "days decimal, others integer";
    definition_is_bad(DEFINITION_START
                      "[column x]\ntype = decimal 4\n[measure n]\nsum = x\nunit = days\n",
                      14, unfit);
    definition_is_bad(DEFINITION_START
                      "[column x]\ntype = integer\n[measure n]\nsum = x\nunit = pounds\n",
                      14, unfit);
    definition_is_bad(DEFINITION_START "[measure n]\nsum = who\n", 11,
                      "column who holds no numbers");
    definition_is_bad(DEFINITION_START "[measure n]\ncount = cats\n", 11,
                      "count is rows or people");
    definition_is_bad(DEFINITION_START "[measure n]\nunit = miles\n", 11,
                      "a unit is people, fte, days, cases, pounds, posts, calendar days or events");
    definition_is_bad(
        DEFINITION_START "[measure n]\nmean = x\n", 11,
        "[measure] has no line mean; it has count, sum, median, lower quartile, upper "
        "quartile, unit, where, label, definition");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dataset),
                                       cmocka_unit_test(test_columns),
                                       cmocka_unit_test(test_measures)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    staith_table_definition_free(&definition_case);
    return failed;
}
