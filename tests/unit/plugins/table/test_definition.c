/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition_case.h"

#define COUNT "[measure n]\ncount = people\n"

static void test_whole(void **state)
{
    (void)state;
    definition_is_good(DEFINITION_START COUNT);
    assert_int_equal(definition_case.column_count, 2);
    assert_int_equal(definition_case.measure_count, 1);
    assert_int_equal(definition_case.key_count, 1);
    definition_is_bad("", 0, "[dataset] has no code = NAME");
    definition_is_bad("[dataset]\ncode = d\n", 0, "[dataset] has no period = ...");
    definition_is_bad("[dataset]\ncode = d\nperiod = 2025\n[column a]\n", 0,
                      "there is no [measure NAME]");
    definition_is_bad("[dataset]\ncode = d\nperiod = 2025\n[column a]\n" COUNT, 0,
                      "[measure n] needs to tell people apart: add person = COLUMN to [dataset]");
    definition_is_bad(DEFINITION_START "[measure n]\nlabel = N\n", 0,
                      "[measure n] says neither count, sum nor median");
    definition_is_bad(DEFINITION_START COUNT "[table t]\nmeasures = n\n", 0,
                      "[table t] needs measures = ... and by = ...");
    definition_is_bad(DEFINITION_START COUNT "[indicator i]\nnumerator = n\n", 0,
                      "[indicator i] needs numerator = and denominator =");
}

static void test_sections(void **state)
{
    (void)state;
    definition_is_bad("code = d\n", 1, "a line stands in front of any [heading]");
    definition_is_bad("[thing x]\n", 1,
                      "[thing] is none of [dataset], [column], [measure], [table], [indicator]");
    definition_is_bad("[column]\n", 1,
                      "[column] needs a name: a small letter, then letters, digits and _");
    definition_is_bad("[dataset d]\n", 1, "[dataset] takes no name");
    definition_is_bad(DEFINITION_START "[column who]\n", 10, "column who is there twice");
    definition_is_bad(DEFINITION_START COUNT COUNT, 12, "measure n is there twice");
    definition_is_bad(DEFINITION_START "[table headline]\n", 10,
                      "the table headline is made by itself");
}

static void test_names(void **state)
{
    (void)state;
    assert_true(staith_table_is_code("a_1"));
    assert_false(staith_table_is_code(""));
    assert_false(staith_table_is_code("1a"));
    assert_false(staith_table_is_code("a-b"));
    definition_is_bad(DEFINITION_START "[measure n]\nsum = taem\n", 11,
                      "there is no column taem; did you mean team?");
    definition_is_bad(DEFINITION_START "[measure n]\nsum = nothing\n", 11,
                      "there is no [column nothing]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole),
                                       cmocka_unit_test(test_sections),
                                       cmocka_unit_test(test_names)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    staith_table_definition_free(&definition_case);
    return failed;
}
