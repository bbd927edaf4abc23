/* SPDX-License-Identifier: Apache-2.0 */
#include "contract.h"
#include "script_case.h"

static const struct staith_descriptor fixed = {.size = sizeof fixed, .name = "script"};

/* The table of totals is made by itself, over all measures. */
static void test_tables(void **state)
{
    (void)state;
    struct staith_script_catalogue catalogue = {0};
    struct staith_script_fault fault;
    assert_int_equal(staith_script_catalogue_read(STAITH_SCRIPT_CASE_CATALOGUE,
                                                  strlen(STAITH_SCRIPT_CASE_CATALOGUE), &fixed,
                                                  &catalogue, &fault),
                     STAITH_OK);
    const struct staith_descriptor *descriptor = &catalogue.descriptor;
    assert_int_equal(descriptor->table_count, 2);
    assert_string_equal(descriptor->tables[0].code, "headline");
    assert_int_equal(descriptor->tables[0].measure_count, 4);
    assert_int_equal(descriptor->tables[0].measures[3], 3);
    assert_int_equal(descriptor->tables[1].measure_count, 2);
    assert_int_equal(descriptor->tables[1].measures[1], 1);
    assert_int_equal(descriptor->tables[1].dimension_count, 1);
    assert_int_equal(descriptor->tables[1].dimensions[0], 0);
    assert_int_equal(descriptor->indicator_count, 1);
    assert_int_equal(descriptor->indicators[0].numerator, 1);
    assert_int_equal(descriptor->indicators[0].denominators[0], 0);
    assert_int_equal(descriptor->indicators[0].scale, 1);
    assert_int_equal(descriptor->indicators[0].decimals, 2);
    assert_int_equal(descriptor->indicators[0].polarity, STAITH_HIGH_IS_GOOD);
    assert_int_equal(descriptor->indicators[0].flags, STAITH_SHARE_OF_WHOLE);
    staith_script_catalogue_free(&catalogue);
}

static void check_fault(const char *tables, const char *expected)
{
    struct staith_script_catalogue catalogue = {0};
    struct staith_script_fault fault;
    char text[1024];
    (void)snprintf(text, sizeof text,
                   "{\"contract\": 1, \"dataset\": \"x\", \"measures\": [{\"code\": \"m\", "
                   "\"definition\": \"d\", \"aggregation\": \"sum\", \"unit\": \"cases\"}], %s}",
                   tables);
    assert_int_equal(staith_script_catalogue_read(text, strlen(text), &fixed, &catalogue, &fault),
                     STAITH_EINVAL);
    assert_string_equal(fault.what, expected);
    staith_script_catalogue_free(&catalogue);
}

static void test_faults(void **state)
{
    (void)state;
    check_fault("\"tables\": [{\"code\": \"t\", \"measures\": [\"n\"], \"dimensions\": [\"d\"]}]",
                "tables[0]: measures: it names a code that is not declared");
    check_fault("\"tables\": [{\"code\": \"t\", \"measures\": [\"m\"], \"dimensions\": [\"d\"]}]",
                "tables[0]: dimensions: it names a code that is not declared");
    check_fault("\"tables\": [{\"code\": \"t\", \"measures\": [\"m\"], \"dimensions\": []}]",
                "tables[0]: dimensions: it is no list of 1 to 4");
    check_fault("\"indicators\": [{\"code\": \"i\", \"definition\": \"d\", \"numerator\": \"n\", "
                "\"denominators\": [\"m\"]}]",
                "indicators[0]: numerator: no measure has that code");
    check_fault("\"indicators\": [{\"code\": \"i\", \"definition\": \"d\", \"numerator\": \"m\", "
                "\"denominators\": [\"m\"], \"decimals\": 4}]",
                "indicators[0]: decimals: it is no whole number from 0 to 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
