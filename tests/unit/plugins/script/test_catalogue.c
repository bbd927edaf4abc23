/* SPDX-License-Identifier: Apache-2.0 */
#include "contract.h"
#include "script_case.h"

static const struct staith_check_def own[] = {
    {sizeof(struct staith_check_def), STAITH_ERROR, "own", "m", "a"}};
static const struct staith_descriptor fixed = {
    .size = sizeof fixed, .name = "script", .check_count = 1, .checks = own};

static void test_whole(void **state)
{
    (void)state;
    struct staith_script_catalogue catalogue = {0};
    struct staith_script_fault fault;
    uint32_t check = 0;
    assert_int_equal(staith_script_catalogue_read(STAITH_SCRIPT_CASE_CATALOGUE,
                                                  strlen(STAITH_SCRIPT_CASE_CATALOGUE), &fixed,
                                                  &catalogue, &fault),
                     STAITH_OK);
    const struct staith_descriptor *descriptor = &catalogue.descriptor;
    assert_string_equal(descriptor->dataset, "starts");
    assert_string_equal(descriptor->title, "starts");
    assert_string_equal(descriptor->name, "script");
    assert_int_equal(descriptor->dimension_count, 1);
    assert_int_equal(descriptor->dimensions[0].category_count, 3);
    assert_int_equal(descriptor->dimensions[0].categories[1].parent, 0);
    assert_int_equal(descriptor->dimensions[0].categories[2].parent, STAITH_NO_CATEGORY);
    assert_string_equal(descriptor->dimensions[0].categories[2].label, "care");
    assert_int_equal(descriptor->measure_count, 4);
    assert_int_equal(descriptor->measures[0].aggregation, STAITH_COUNT_PEOPLE);
    assert_int_equal(descriptor->measures[1].unit, STAITH_UNIT_FTE_MILLIONTHS);
    assert_int_equal(descriptor->measures[2].aggregation, STAITH_MEDIAN);
    assert_int_equal(descriptor->measures[3].aggregation, STAITH_COUNCIL_VALUE);
    assert_int_equal(descriptor->check_count, 2);
    assert_int_equal(descriptor->checks[1].severity, STAITH_QUERY);
    assert_int_equal(staith_script_find_check(&catalogue, "no_date", &check), STAITH_OK);
    assert_int_equal(check, 1);
    assert_int_equal(staith_script_find_check(&catalogue, "own", &check), STAITH_EINVAL);
    staith_script_catalogue_free(&catalogue);
}

/* A catalogue with one thing changed: `from` of the case by `to`. */
static void check_fault(const char *from, const char *to, const char *expected)
{
    struct staith_script_catalogue catalogue = {0};
    struct staith_script_fault fault;
    char text[4096];
    const char *at = strstr(STAITH_SCRIPT_CASE_CATALOGUE, from);
    assert_non_null(at);
    (void)snprintf(text, sizeof text, "%.*s%s%s", (int)(at - STAITH_SCRIPT_CASE_CATALOGUE),
                   STAITH_SCRIPT_CASE_CATALOGUE, to, at + strlen(from));
    assert_int_equal(staith_script_catalogue_read(text, strlen(text), &fixed, &catalogue, &fault),
                     STAITH_EINVAL);
    assert_string_equal(fault.what, expected);
    staith_script_catalogue_free(&catalogue);
}

static void test_faults(void **state)
{
    (void)state;
    check_fault("\"contract\": 1", "\"contract\": 2",
                "the catalogue: contract: this host knows contract 1 alone: write \"contract\": 1");
    check_fault("\"dataset\": \"starts\"", "\"datsaet\": \"starts\"",
                "the catalogue: datsaet: there is no such field");
    check_fault("{\"code\": \"team\"", "{\"code\": \"line\"",
                "dimensions[0]: code: a line of output has a field of that name");
    check_fault("\"code\": \"care\"", "\"code\": \"duty\"",
                "dimensions[0]: categories: two have the code duty");
    check_fault("\"parent\": \"front\"", "\"parent\": \"care\"",
                "categories[1]: parent: no category in front of this one has that code");
    check_fault("\"unit\": \"fte\"", "\"unit\": \"hours\"",
                "measures[1]: unit: it is none of: people, fte, days, cases, pounds, posts, "
                "calendar days, code, events");
    check_fault(", \"unit\": \"fte\"", "", "measures[1]: unit: it is missing");
    check_fault("\"code\": \"fte\"", "\"code\": \"starts\"",
                "the catalogue: measures: two have the code starts");
    check_fault("\"severity\": \"query\"", "\"severity\": \"fatal\"",
                "checks[0]: severity: it is none of: error, query");
}

static void test_no_json(void **state)
{
    (void)state;
    static const char text[] = "{\"contract\": 1,\n  dataset: 3}";
    struct staith_script_catalogue catalogue = {0};
    struct staith_script_fault fault;
    assert_int_equal(staith_script_catalogue_read(text, strlen(text), &fixed, &catalogue, &fault),
                     STAITH_EINVAL);
    assert_int_equal(fault.line, 2);
    assert_true(fault.column > 0);
    staith_script_catalogue_free(&catalogue);
    assert_int_equal(staith_script_catalogue_read("[]", 2, &fixed, &catalogue, &fault),
                     STAITH_EINVAL);
    assert_string_equal(fault.what, "the catalogue: it is no object");
    staith_script_catalogue_free(&catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_faults),
                                       cmocka_unit_test(test_no_json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
