/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition_case.h"

static void test_makes(void **state)
{
    (void)state;
    static struct staith_table_catalogue catalogue;
    static const struct staith_descriptor fixed = {
        .size = sizeof fixed, .name = "table", .version = "9", .check_count = 3, .option_count = 2};
    definition_is_good(DEFINITION_START "dimension = yes\nsensitive = yes\nlabel = Teams\n"
                                        "[measure n]\ncount = people\n[measure m]\ncount = rows\n"
                                        "[table t]\nmeasures = m\nby = team\n");
    staith_table_catalogue_make(&definition_case, &fixed, &catalogue);
    const struct staith_descriptor *made = &catalogue.descriptor;
    assert_string_equal(made->name, "table");
    assert_string_equal(made->dataset, "d");
    assert_string_equal(made->title, "d");
    assert_int_equal(made->check_count, 3);
    assert_int_equal(made->dimension_count, 1);
    assert_string_equal(made->dimensions[0].code, "team");
    assert_string_equal(made->dimensions[0].label, "Teams");
    assert_int_equal(made->dimensions[0].category_count, 2);
    assert_int_equal(made->dimensions[0].sensitive, 1);
    assert_string_equal(made->dimensions[0].categories[1].code, "b");
    assert_int_equal(made->measure_count, 2);
    assert_int_equal(made->table_count, 2);
    assert_string_equal(made->tables[0].code, "headline");
    assert_int_equal(made->tables[0].measure_count, 2);
    assert_int_equal(made->tables[0].dimension_count, 0);
    assert_int_equal(made->tables[1].measures[0], 1);
    assert_int_equal(made->element_count, 2);
    assert_string_equal(made->elements[1], "team");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_makes)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    staith_table_definition_free(&definition_case);
    return failed;
}
