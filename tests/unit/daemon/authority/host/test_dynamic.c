/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/dynamic.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_BYTES = 1 << 20 };

static struct staith_descriptor *given; /* what the plugin below gives */

static const struct staith_descriptor *give(struct staith_run *run)
{
    assert_null(run);
    return given;
}

static const struct staith_plugin_catalogue extension = {sizeof extension, 0, give};
static const struct staith_plugin_catalogue empty = {sizeof empty, 0, NULL};

static const void *good_extension(const char *id)
{
    return strcmp(id, STAITH_EXT_CATALOGUE) == 0 ? &extension : NULL;
}

static const void *empty_extension(const char *id)
{
    return strcmp(id, STAITH_EXT_CATALOGUE) == 0 ? &empty : NULL;
}

static const void *no_extension(const char *id)
{
    (void)id;
    return NULL;
}

static void test_extension(void **state)
{
    (void)state;
    struct staith_plugin plugin = {.extension = NULL};
    assert_null(staith_dynamic_extension(&plugin));
    plugin.extension = no_extension;
    assert_null(staith_dynamic_extension(&plugin));
    plugin.extension = empty_extension;
    assert_null(staith_dynamic_extension(&plugin));
    plugin.extension = good_extension;
    assert_ptr_equal(staith_dynamic_extension(&plugin), &extension);
}

/* The catalogue stands when all that it was made of is gone. */
static void test_copies(void **state)
{
    (void)state;
    char *code = strdup("starts");
    struct staith_measure_def measure = {.size = sizeof measure,
                                         .unit = STAITH_UNIT_CASES,
                                         .aggregation = STAITH_COUNT_ROWS,
                                         .code = code,
                                         .label = "Starts",
                                         .definition = "Starts."};
    const uint16_t index = 0;
    const struct staith_table_def table = {.size = sizeof table,
                                           .measure_count = 1,
                                           .code = "headline",
                                           .label = "Headline",
                                           .measures = &index};
    struct staith_descriptor descriptor = {.size = sizeof descriptor,
                                           .measure_count = 1,
                                           .table_count = 1,
                                           .name = "other",
                                           .version = "2",
                                           .dataset = "made",
                                           .measures = &measure,
                                           .tables = &table};
    struct staith_loaded loaded = {.plugin = {.extension = good_extension},
                                   .descriptor = {.name = "mine", .version = "1"}};
    struct staith_arena arena;
    struct staith_catalogue *catalogue = NULL;
    struct staith_err err = {0};
    staith_arena_init(&arena, ARENA_BYTES);
    given = &descriptor;
    assert_int_equal(staith_dynamic_catalogue(&loaded, NULL, &arena, &catalogue, &err), 0);
    memset(code, 'x', strlen(code));
    free(code);
    assert_string_equal(catalogue->dataset, "made");
    assert_string_equal(catalogue->plugin, "mine"); /* as the file says */
    assert_string_equal(catalogue->plugin_version, "1");
    assert_string_equal(catalogue->measures[0].code, "starts");
    assert_string_equal(catalogue->tables[0].code, "headline");
    catalogue = NULL;
    measure.code = "Bad Code";
    assert_int_equal(staith_dynamic_catalogue(&loaded, NULL, &arena, &catalogue, &err),
                     STAITH_ERR_INVAL);
    given = NULL;
    assert_int_equal(staith_dynamic_catalogue(&loaded, NULL, &arena, &catalogue, &err),
                     STAITH_ERR_INVAL);
    assert_string_equal(err.what, "plugin mine gives no catalogue");
    assert_null(catalogue);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_extension),
                                       cmocka_unit_test(test_copies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
