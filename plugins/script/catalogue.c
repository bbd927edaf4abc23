/* SPDX-License-Identifier: Apache-2.0 */
/* A catalogue in JSON. What it must be beyond its form, the host checks as of any plugin. */
#include "contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of fields that a line of output has, and a dimension may not. */
static const char *const taken[] = {"measure", "value",   "person",      "owner",
                                    "at",      "finding", "line",        "column",
                                    "row",     "sheet",   "unavailable", "period"};

/* ---- names ---- */

static int compare_codes(const void *a, const void *b)
{
    const struct staith_kit_code *first = a;
    const struct staith_kit_code *second = b;
    return strcmp(first->code, second->code);
}

/* Sort; two that are the same are a fault. */
static int sort_names(struct staith_script_names *names, const struct staith_script_object *whole,
                      const char *what)
{
    qsort(names->codes, names->count, sizeof *names->codes, compare_codes);
    for (size_t i = 1; i < names->count; i++) {
        if (strcmp(names->codes[i - 1].code, names->codes[i].code) == 0) {
            char words[100];
            (void)snprintf(words, sizeof words, "two have the code %.63s", names->codes[i].code);
            return staith_script_blame(whole, what, words);
        }
    }
    return STAITH_OK;
}

/* ---- dimensions ---- */

static int read_category(const struct staith_script_object *object,
                         struct staith_category_def *ret_category, const char **ret_parent)
{
    static const char *const fields[] = {"code", "label", "parent", NULL};
    int result = staith_script_only(object, fields);
    if (result == STAITH_OK) {
        result = staith_script_code(object, "code", &ret_category->code);
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "label", ret_category->code, &ret_category->label);
    }
    return result == STAITH_OK ? staith_script_text(object, "parent", "", ret_parent) : result;
}

/* A parent stands in front of what is part of it. */
static int find_parent(const struct staith_script_object *object, const char *parent,
                       const struct staith_category_def *categories, size_t before,
                       uint16_t *ret_parent)
{
    *ret_parent = STAITH_NO_CATEGORY;
    if (parent[0] == '\0') {
        return STAITH_OK;
    }
    for (size_t i = 0; i < before; i++) {
        if (strcmp(categories[i].code, parent) == 0) {
            *ret_parent = (uint16_t)i;
            return STAITH_OK;
        }
    }
    return staith_script_blame(object, "parent", "no category in front of this one has that code");
}

static int read_categories(struct staith_script_reading *reading,
                           const struct staith_script_object *dimension, size_t index)
{
    struct staith_script_catalogue *catalogue = reading->catalogue;
    struct staith_script_names *names = &catalogue->category_names[index];
    json_t *list = NULL;
    int result =
        staith_script_list(dimension, "categories", 1, STAITH_SCRIPT_MAX_CATEGORIES, &list);
    if (result != STAITH_OK) {
        return result;
    }
    size_t count = staith_script_size(list);
    struct staith_category_def *categories = calloc(count, sizeof *categories);
    names->codes = calloc(count, sizeof *names->codes);
    catalogue->categories[index] = categories;
    if (categories == NULL || names->codes == NULL) {
        return STAITH_ENOMEM;
    }
    for (size_t i = 0; i < count && result == STAITH_OK; i++) {
        const struct staith_script_object item =
            staith_script_item(dimension, list, "categories", i);
        const char *parent = NULL;
        result = read_category(&item, &categories[i], &parent);
        if (result == STAITH_OK) {
            result = find_parent(&item, parent, categories, i, &categories[i].parent);
        }
        names->codes[i] = (struct staith_kit_code){categories[i].code, (uint16_t)i};
    }
    names->count = count;
    catalogue->dimensions[index].categories = categories;
    catalogue->dimensions[index].category_count = (uint32_t)count;
    return result == STAITH_OK ? sort_names(names, dimension, "categories") : result;
}

static int read_dimension(struct staith_script_reading *reading,
                          const struct staith_script_object *object)
{
    static const char *const fields[] = {"code",       "label",      "sensitive",
                                         "precedence", "categories", NULL};
    static const char *const precedences[] = {"first", "least", NULL};
    struct staith_dimension_def *dimension = &reading->catalogue->dimensions[object->index];
    bool sensitive = false;
    dimension->size = sizeof *dimension;
    int result = staith_script_only(object, fields);
    if (result == STAITH_OK) {
        result = staith_script_code(object, "code", &dimension->code);
    }
    for (size_t i = 0; i < sizeof taken / sizeof taken[0] && result == STAITH_OK; i++) {
        if (strcmp(dimension->code, taken[i]) == 0) {
            result =
                staith_script_blame(object, "code", "a line of output has a field of that name");
        }
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "label", dimension->code, &dimension->label);
    }
    if (result == STAITH_OK) {
        result = staith_script_word(object, "precedence", precedences, &dimension->precedence);
    }
    if (result == STAITH_OK) {
        result = staith_script_truth(object, "sensitive", &sensitive);
        dimension->sensitive = sensitive ? 1 : 0;
    }
    return result == STAITH_OK ? read_categories(reading, object, object->index) : result;
}

/* ---- measures and checks ---- */

static int read_measure(struct staith_script_reading *reading,
                        const struct staith_script_object *object)
{
    static const char *const fields[] = {"code",        "label", "definition",
                                         "aggregation", "unit",  NULL};
    static const char *const aggregations[] = {"",
                                               "sum",
                                               "count rows",
                                               "count people",
                                               "council value",
                                               "lower quartile",
                                               "median",
                                               "upper quartile",
                                               NULL};
    static const char *const units[] = {"",      "people", "fte",   "days",
                                        "cases", "pounds", "posts", "calendar days",
                                        "code",  "events", NULL};
    struct staith_measure_def *measure = &reading->catalogue->measures[object->index];
    measure->size = sizeof *measure;
    int result = staith_script_only(object, fields);
    if (result == STAITH_OK) {
        result = staith_script_code(object, "code", &measure->code);
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "label", measure->code, &measure->label);
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "definition", NULL, &measure->definition);
    }
    if (result == STAITH_OK) {
        result = staith_script_word(object, "aggregation", aggregations, &measure->aggregation);
    }
    if (result == STAITH_OK) {
        result = staith_script_word(object, "unit", units, &measure->unit);
    }
    if (result == STAITH_OK && (measure->aggregation == 0 || measure->unit == 0)) {
        return staith_script_blame(object, measure->unit == 0 ? "unit" : "aggregation",
                                   "it is missing");
    }
    reading->catalogue->measure_names.codes[object->index] =
        (struct staith_kit_code){measure->code, (uint16_t)object->index};
    return result;
}

static int read_check(struct staith_script_reading *reading,
                      const struct staith_script_object *object)
{
    static const char *const fields[] = {"code", "severity", "message", "advice", NULL};
    static const char *const severities[] = {"error", "query", NULL};
    struct staith_script_catalogue *catalogue = reading->catalogue;
    struct staith_check_def *check =
        &catalogue->checks[catalogue->descriptor.check_count + object->index];
    uint32_t severity = 0;
    check->size = sizeof *check;
    int result = staith_script_only(object, fields);
    if (result == STAITH_OK) {
        result = staith_script_code(object, "code", &check->code);
    }
    if (result == STAITH_OK) {
        result = staith_script_word(object, "severity", severities, &severity);
        check->severity = severity == 0 ? STAITH_ERROR : STAITH_QUERY;
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "message", NULL, &check->message);
    }
    return result == STAITH_OK ? staith_script_text(object, "advice", NULL, &check->advice)
                               : result;
}

/* ---- the whole ---- */

/* Every item of a list of objects. */
static int read_each(struct staith_script_reading *reading, json_t *list, const char *name,
                     int (*read_one)(struct staith_script_reading *,
                                     const struct staith_script_object *))
{
    int result = STAITH_OK;
    for (size_t i = 0; i < staith_script_size(list) && result == STAITH_OK; i++) {
        const struct staith_script_object item = staith_script_item(&reading->whole, list, name, i);
        result = read_one(reading, &item);
    }
    return result;
}

/* The table of totals is every catalogue's. */
static void make_headline(struct staith_script_catalogue *catalogue)
{
    uint32_t count = catalogue->descriptor.measure_count;
    catalogue->tables[0] = (struct staith_table_def){.size = sizeof(struct staith_table_def),
                                                     .measure_count = count,
                                                     .code = "headline",
                                                     .label = "Headline",
                                                     .measures = catalogue->indices};
    for (uint32_t i = 0; i < count; i++) {
        catalogue->indices[i] = (uint16_t)i;
    }
    catalogue->index_count = count;
}

struct lists {
    json_t *dimensions;
    json_t *measures;
    json_t *tables;
    json_t *indicators;
    json_t *checks;
};

static int find_lists(const struct staith_script_reading *reading, struct lists *lists)
{
    const struct staith_script_object *whole = &reading->whole;
    int result = staith_script_list(whole, "dimensions", 0, STAITH_SCRIPT_MAX_DIMENSIONS,
                                    &lists->dimensions);
    if (result == STAITH_OK) {
        result =
            staith_script_list(whole, "measures", 1, STAITH_SCRIPT_MAX_MEASURES, &lists->measures);
    }
    if (result == STAITH_OK) {
        result = staith_script_list(whole, "tables", 0, STAITH_SCRIPT_MAX_TABLES, &lists->tables);
    }
    if (result == STAITH_OK) {
        result = staith_script_list(whole, "indicators", 0, STAITH_SCRIPT_MAX_INDICATORS,
                                    &lists->indicators);
    }
    return result == STAITH_OK
               ? staith_script_list(whole, "checks", 0, STAITH_SCRIPT_MAX_CHECKS, &lists->checks)
               : result;
}

static bool make_room(struct staith_script_catalogue *catalogue, const struct lists *lists,
                      uint32_t own_checks)
{
    size_t measures = staith_script_size(lists->measures);
    size_t tables = staith_script_size(lists->tables);
    catalogue->index_cap =
        (uint32_t)(measures + tables * (measures + 4) +
                   staith_script_size(lists->indicators) * STAITH_SCRIPT_MAX_DENOMINATORS);
    catalogue->dimensions =
        calloc(staith_script_size(lists->dimensions) + 1, sizeof *catalogue->dimensions);
    catalogue->measures = calloc(measures, sizeof *catalogue->measures);
    catalogue->measure_names.codes = calloc(measures, sizeof *catalogue->measure_names.codes);
    catalogue->measure_names.count = measures;
    catalogue->tables = calloc(tables + 1, sizeof *catalogue->tables);
    catalogue->indicators =
        calloc(staith_script_size(lists->indicators) + 1, sizeof *catalogue->indicators);
    catalogue->checks =
        calloc(own_checks + staith_script_size(lists->checks), sizeof *catalogue->checks);
    catalogue->indices = calloc(catalogue->index_cap, sizeof *catalogue->indices);
    return catalogue->dimensions != NULL && catalogue->measures != NULL &&
           catalogue->measure_names.codes != NULL && catalogue->tables != NULL &&
           catalogue->indicators != NULL && catalogue->checks != NULL && catalogue->indices != NULL;
}

static int read_lists(struct staith_script_reading *reading, const struct lists *lists,
                      const struct staith_descriptor *fixed)
{
    struct staith_script_catalogue *catalogue = reading->catalogue;
    struct staith_descriptor *descriptor = &catalogue->descriptor;
    if (!make_room(catalogue, lists, fixed->check_count)) {
        return STAITH_ENOMEM;
    }
    catalogue->own_checks = fixed->check_count;
    for (uint32_t i = 0; i < fixed->check_count; i++) {
        catalogue->checks[i] = fixed->checks[i];
    }
    int result = read_each(reading, lists->dimensions, "dimensions", read_dimension);
    descriptor->dimension_count = (uint32_t)staith_script_size(lists->dimensions);
    descriptor->measure_count = (uint32_t)staith_script_size(lists->measures);
    if (result == STAITH_OK) {
        result = read_each(reading, lists->measures, "measures", read_measure);
    }
    if (result == STAITH_OK) {
        result = sort_names(&catalogue->measure_names, &reading->whole, "measures");
    }
    make_headline(catalogue);
    if (result == STAITH_OK) {
        result = read_each(reading, lists->tables, "tables", staith_script_table);
    }
    if (result == STAITH_OK) {
        result = read_each(reading, lists->indicators, "indicators", staith_script_indicator);
    }
    if (result == STAITH_OK) {
        result = read_each(reading, lists->checks, "checks", read_check);
    }
    descriptor->table_count = (uint32_t)staith_script_size(lists->tables) + 1;
    descriptor->indicator_count = (uint32_t)staith_script_size(lists->indicators);
    descriptor->check_count = fixed->check_count + (uint32_t)staith_script_size(lists->checks);
    descriptor->dimensions = catalogue->dimensions;
    descriptor->measures = catalogue->measures;
    descriptor->tables = catalogue->tables;
    descriptor->indicators = catalogue->indicators;
    descriptor->checks = catalogue->checks;
    return result;
}

static int read_whole(struct staith_script_reading *reading, const struct staith_descriptor *fixed)
{
    static const char *const fields[] = {"contract",   "dataset",  "title",
                                         "dimensions", "measures", "tables",
                                         "indicators", "checks",   NULL};
    struct staith_descriptor *descriptor = &reading->catalogue->descriptor;
    struct lists lists = {0};
    uint32_t contract = 0;
    *descriptor = *fixed;
    int result = staith_script_only(&reading->whole, fields);
    if (result == STAITH_OK) {
        result = staith_script_number(&reading->whole, "contract", 0, 1000, &contract);
    }
    if (result == STAITH_OK && contract != STAITH_SCRIPT_CONTRACT) {
        return staith_script_blame(&reading->whole, "contract",
                                   "this host knows contract 1 alone: write \"contract\": 1");
    }
    if (result == STAITH_OK) {
        result = staith_script_code(&reading->whole, "dataset", &descriptor->dataset);
    }
    if (result == STAITH_OK) {
        result =
            staith_script_text(&reading->whole, "title", descriptor->dataset, &descriptor->title);
    }
    if (result == STAITH_OK) {
        result = find_lists(reading, &lists);
    }
    return result == STAITH_OK ? read_lists(reading, &lists, fixed) : result;
}

int staith_script_catalogue_read(const char *text, size_t len,
                                 const struct staith_descriptor *fixed,
                                 struct staith_script_catalogue *catalogue,
                                 struct staith_script_fault *fault)
{
    json_error_t error;
    *fault = (struct staith_script_fault){"", 0, 0};
    catalogue->root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (catalogue->root == NULL) {
        (void)snprintf(fault->what, sizeof fault->what, "the catalogue is no JSON: %.100s",
                       error.text);
        fault->line = error.line > 0 ? (uint64_t)error.line : 0;
        fault->column = error.column > 0 ? (uint64_t)error.column : 0;
        return STAITH_EINVAL;
    }
    struct staith_script_reading reading = {catalogue, {catalogue->root, "", 0, fault}};
    return read_whole(&reading, fixed);
}

void staith_script_catalogue_free(struct staith_script_catalogue *catalogue)
{
    for (size_t i = 0; i < STAITH_SCRIPT_MAX_DIMENSIONS; i++) {
        free(catalogue->categories[i]);
        free(catalogue->category_names[i].codes);
    }
    free(catalogue->dimensions);
    free(catalogue->measures);
    free(catalogue->measure_names.codes);
    free(catalogue->tables);
    free(catalogue->indicators);
    free(catalogue->checks);
    free(catalogue->indices);
    json_decref(catalogue->root);
    *catalogue = (struct staith_script_catalogue){0};
}

int staith_script_find_check(const struct staith_script_catalogue *catalogue, const char *code,
                             uint32_t *ret_check)
{
    const struct staith_descriptor *descriptor = &catalogue->descriptor;
    for (uint32_t i = catalogue->own_checks; i < descriptor->check_count; i++) {
        if (strcmp(descriptor->checks[i].code, code) == 0) {
            *ret_check = i;
            return STAITH_OK;
        }
    }
    return STAITH_EINVAL;
}
