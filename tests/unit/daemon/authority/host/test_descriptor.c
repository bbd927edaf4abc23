/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/descriptor.h"

#include <string.h>

enum { ARENA_BYTES = 1 << 20 };

static const struct staith_category_def categories[] = {{"left", "Left", STAITH_NO_CATEGORY, 0},
                                                        {"resigned", "Resigned", 0, 0}};
static const struct staith_dimension_def dimensions[] = {
    {sizeof(struct staith_dimension_def), 2, "reason", "Reason", categories, STAITH_KEEP_LEAST, 1}};
static const struct staith_measure_def measures[] = {
    {sizeof(struct staith_measure_def), STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE, 0, "leavers",
     "Leavers", "People."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE, 0, "people",
     "People", "People."}};
static const uint16_t both[] = {0, 1};
static const uint16_t zero[] = {0};
static const uint16_t one[] = {1};
static const struct staith_table_def tables[] = {
    {sizeof(struct staith_table_def), 2, 1, 0, "by_reason", "By reason", both, zero}};
static const struct staith_indicator_def indicators[] = {
    {sizeof(struct staith_indicator_def), 100, 1, STAITH_LOW_IS_GOOD, STAITH_PER_WORKING_DAY, 1,
     "turnover", "Turnover", "%", "Leavers for each 100.", "DfE", 0, 0, one}};
static const struct staith_check_def checks[] = {
    {sizeof(struct staith_check_def), STAITH_QUERY, "odd", "It is odd.", "Look."}};
static const char *const elements[] = {"SWENo", "FTE"};
static const char *const choices[] = {"a", "b", NULL};
static const struct staith_option_def options[] = {
    {sizeof(struct staith_option_def), STAITH_OPTION_CHOICE, "mode", "How.", "a", 0, 0, choices},
    {sizeof(struct staith_option_def), STAITH_OPTION_INTEGER, "years", "Years.", NULL, 1, 9, NULL}};

static struct staith_descriptor good(void)
{
    return (struct staith_descriptor){.size = sizeof(struct staith_descriptor),
                                      .dimension_count = 1,
                                      .measure_count = 2,
                                      .table_count = 1,
                                      .indicator_count = 1,
                                      .check_count = 1,
                                      .option_count = 2,
                                      .element_count = 2,
                                      .name = "workforce",
                                      .version = "1.0.0",
                                      .licence = "Apache-2.0",
                                      .title = "Workforce",
                                      .dataset = "csww",
                                      .sources = "xml",
                                      .dimensions = dimensions,
                                      .measures = measures,
                                      .tables = tables,
                                      .indicators = indicators,
                                      .checks = checks,
                                      .options = options,
                                      .elements = elements};
}

static void test_all_is_taken(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_catalogue *catalogue = NULL;
    struct staith_err err = {0};
    const struct staith_descriptor descriptor = good();
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_descriptor_catalogue(&descriptor, &arena, &catalogue, &err), 0);
    assert_string_equal(catalogue->dataset, "csww");
    assert_string_equal(catalogue->plugin, "workforce");
    assert_string_equal(catalogue->plugin_version, "1.0.0");
    assert_int_equal(catalogue->dimension_count, 1);
    assert_string_equal(catalogue->dimensions[0].code, "reason");
    assert_int_equal(catalogue->dimensions[0].precedence, STAITH_KEEP_LEAST);
    assert_int_equal(catalogue->dimensions[0].sensitive, 1);
    assert_int_equal(catalogue->dimensions[0].category_count, 2);
    assert_string_equal(catalogue->dimensions[0].categories[1].code, "resigned");
    assert_int_equal(catalogue->dimensions[0].categories[1].parent, 0);
    assert_int_equal(catalogue->measure_count, 2);
    assert_string_equal(catalogue->measures[1].code, "people");
    assert_int_equal(catalogue->measures[1].aggregation, STAITH_COUNT_PEOPLE);
    assert_int_equal(catalogue->table_count, 1);
    assert_int_equal(catalogue->tables[0].measures[1], 1);
    assert_int_equal(catalogue->tables[0].dimensions[0], 0);
    assert_string_equal(catalogue->indicators[0].source, "DfE");
    assert_int_equal(catalogue->indicators[0].scale, 100);
    assert_int_equal(catalogue->indicators[0].flags, STAITH_PER_WORKING_DAY);
    assert_int_equal(catalogue->indicators[0].denominators[0], 1);
    assert_string_equal(catalogue->checks[0].advice, "Look.");
    assert_int_equal(catalogue->checks[0].severity, STAITH_QUERY);
    assert_int_equal(catalogue->element_count, 2);
    assert_string_equal(catalogue->elements[1], "FTE");
    const struct staith_option_def *copies = NULL;
    assert_int_equal(staith_descriptor_options(&descriptor, &arena, &copies, &err), 0);
    assert_string_equal(copies[1].name, "years");
    assert_int_equal(copies[1].maximum, 9);
    staith_arena_deinit(&arena);
}

/* A plugin of an earlier minor version with shorter structs: simulated by structs that are longer
 * than the host's, which must be refused, and by the least size, which must be walked. */
static void test_sizes(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_catalogue *catalogue = NULL;
    struct staith_err err = {0};
    struct staith_measure_def sized[2];
    struct staith_descriptor descriptor = good();
    descriptor.measures = sized;
    static const int changes[][2] = {{8, 8}, {-8, -8}, {0, -8}, {0, 8}, {-48, -48}};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        memcpy(sized, measures, sizeof sized);
        sized[0].size = (uint32_t)((int)sized[0].size + changes[i][0]);
        sized[1].size = (uint32_t)((int)sized[1].size + changes[i][1]);
        staith_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(staith_descriptor_catalogue(&descriptor, &arena, &catalogue, &err),
                         STAITH_ERR_INVAL);
        assert_non_null(strstr(err.what, "measures"));
        staith_arena_deinit(&arena);
    }
    assert_null(catalogue);
}

static void check_bad(const struct staith_descriptor *descriptor)
{
    struct staith_arena arena;
    struct staith_catalogue *catalogue = NULL;
    struct staith_err err = {0};
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_descriptor_catalogue(descriptor, &arena, &catalogue, &err),
                     STAITH_ERR_INVAL);
    assert_null(catalogue);
    assert_true(err.what[0] != '\0');
    staith_arena_deinit(&arena);
}

static void test_lists(void **state)
{
    (void)state;
    struct staith_descriptor bad = good();
    bad.size = 8;
    check_bad(&bad);
    bad = good();
    bad.size += 8;
    check_bad(&bad);
    bad = good();
    bad.measures = NULL;
    check_bad(&bad);
    bad = good();
    bad.measure_count = 0;
    check_bad(&bad);
    bad = good();
    bad.measure_count = 513;
    check_bad(&bad);
    bad = good();
    bad.dimension_count = UINT32_MAX;
    check_bad(&bad);
    bad = good();
    bad.dimensions = NULL;
    check_bad(&bad);
    bad = good();
    bad.table_count = 257;
    check_bad(&bad);
    bad = good();
    bad.indicators = NULL;
    check_bad(&bad);
    bad = good();
    bad.checks = NULL;
    check_bad(&bad);
    bad = good();
    bad.elements = NULL;
    check_bad(&bad);
    bad = good();
    bad.element_count = UINT32_MAX;
    check_bad(&bad);
    bad = good();
    bad.dataset = NULL;
    check_bad(&bad);
}

static void test_items(void **state)
{
    (void)state;
    struct staith_descriptor bad = good();
    struct staith_dimension_def dimension = dimensions[0];
    struct staith_table_def table = tables[0];
    struct staith_indicator_def indicator = indicators[0];
    bad.dimensions = &dimension;
    dimension.category_count = 4097;
    check_bad(&bad);
    dimension.category_count = 0;
    check_bad(&bad);
    dimension = dimensions[0];
    dimension.categories = NULL;
    check_bad(&bad);
    dimension = dimensions[0];
    dimension.code = NULL;
    check_bad(&bad);
    bad = good();
    bad.tables = &table;
    table.measures = NULL;
    check_bad(&bad);
    table = tables[0];
    table.dimension_count = 5;
    check_bad(&bad);
    static const uint16_t outside[] = {0, 2};
    table = tables[0];
    table.measures = outside;
    check_bad(&bad);
    bad = good();
    bad.indicators = &indicator;
    indicator.denominators = NULL;
    check_bad(&bad);
    indicator = indicators[0];
    indicator.denominator_count = 9;
    check_bad(&bad);
}

static void check_bad_option(const struct staith_option_def *option, const char *words)
{
    struct staith_arena arena;
    struct staith_err err = {0};
    const struct staith_option_def *copies = NULL;
    struct staith_descriptor descriptor = good();
    descriptor.option_count = 1;
    descriptor.options = option;
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_descriptor_options(&descriptor, &arena, &copies, &err),
                     STAITH_ERR_INVAL);
    assert_non_null(strstr(err.what, words));
    assert_null(copies);
    staith_arena_deinit(&arena);
}

static void test_options(void **state)
{
    (void)state;
    static const char *const none[] = {NULL};
    struct staith_option_def option = options[0];
    option.choices = none;
    check_bad_option(&option, "choices");
    option.choices = NULL;
    check_bad_option(&option, "choices");
    option = options[0];
    option.name = "Bad Name";
    check_bad_option(&option, "name");
    option = options[0];
    option.type = 8;
    check_bad_option(&option, "type");
    option = options[1];
    option.minimum = 10;
    check_bad_option(&option, "range");
    option.type = STAITH_OPTION_STRING;
    option.minimum = -1;
    check_bad_option(&option, "lengths");
    option.type = STAITH_OPTION_FILE;
    option.minimum = 0;
    option.maximum = 262145;
    check_bad_option(&option, "lengths");
    option.type = STAITH_OPTION_MAP;
    option.maximum = 257;
    check_bad_option(&option, "counts");
    option.size = 8;
    check_bad_option(&option, "size");
    const struct staith_option_def twice[] = {options[0], options[0]};
    struct staith_descriptor descriptor = good();
    struct staith_arena arena;
    const struct staith_option_def *copies = NULL;
    struct staith_err err = {0};
    descriptor.options = twice;
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_descriptor_options(&descriptor, &arena, &copies, &err),
                     STAITH_ERR_INVAL);
    descriptor.option_count = 65;
    assert_int_equal(staith_descriptor_options(&descriptor, &arena, &copies, &err),
                     STAITH_ERR_INVAL);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_is_taken), cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_lists), cmocka_unit_test(test_items), cmocka_unit_test(test_options)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
