/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition_case.h"

#define COUNT "dimension = yes\n[measure n]\ncount = people\n"

static void test_tables(void **state)
{
    (void)state;
    definition_is_good(DEFINITION_START COUNT "[table t]\nlabel = T\nmeasures = n\nby = team\n");
    assert_int_equal(definition_case.tables[0].measures[0], 0);
    assert_int_equal(definition_case.tables[0].dimensions[0], 0);
    assert_string_equal(definition_case.tables[0].label, "T");
    definition_is_bad(DEFINITION_START COUNT "[table t]\nmeasures = m\n", 14,
                      "there is no [measure m]");
    definition_is_bad(DEFINITION_START COUNT "[table t]\nby = who\n", 14,
                      "column who is no dimension: it needs dimension = yes and its codes");
    definition_is_bad(DEFINITION_START COUNT "[table t]\nby = team, team, team, team, team\n", 14,
                      "by takes at most 4 names");
    definition_is_bad(DEFINITION_START COUNT "[table t]\nrows = n\n", 14,
                      "[table] has no line rows; it has label, measures, by");
}

static void test_indicators(void **state)
{
    (void)state;
    definition_is_good(DEFINITION_START COUNT
                       "[indicator i]\nlabel = I\nunit = %\nnumerator = n\ndenominator = n, n\n"
                       "scale = 100\ndecimals = 1\npolarity = high is good\nsource = s\n"
                       "is = share of a whole\n");
    const struct staith_indicator_def *i = &definition_case.indicators[0];
    assert_string_equal(i->unit_label, "%");
    assert_int_equal(i->denominator_count, 2);
    assert_int_equal(i->scale, 100);
    assert_int_equal(i->polarity, STAITH_HIGH_IS_GOOD);
    assert_int_equal(i->flags, STAITH_SHARE_OF_WHOLE);
    definition_is_bad(DEFINITION_START COUNT "[indicator i]\nis = part\n", 14,
                      "is says rate or share of a whole");
    definition_is_bad(DEFINITION_START COUNT "[indicator i]\nscale = 0\n", 14,
                      "scale is a whole number from 1 to 100000");
    definition_is_bad(DEFINITION_START COUNT "[indicator i]\ndecimals = 4\n", 14,
                      "decimals is a whole number from 0 to 3");
    definition_is_bad(DEFINITION_START COUNT "[indicator i]\npolarity = up\n", 14,
                      "polarity is high is good, low is good or neutral");
    definition_is_bad(DEFINITION_START COUNT "[indicator i]\nmean = n\n", 14,
                      "[indicator] has no line mean; it has label, unit, numerator, denominator, "
                      "is, scale, decimals, polarity, definition, source");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables),
                                       cmocka_unit_test(test_indicators)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    staith_table_definition_free(&definition_case);
    return failed;
}
