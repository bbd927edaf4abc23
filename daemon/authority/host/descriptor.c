/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of structs with a size are walked by the size that the first of them gives: a plugin that
 * was built when a struct was shorter has shorter steps. Each item is copied into a zeroed struct
 * of today, so that no field is read that the plugin does not have.
 */
#include "authority/host/descriptor.h"

#include "codec/hostpipe.h"

#include <stdbool.h>
#include <string.h>

/* One list of the descriptor. */
struct list {
    const void *first;
    uint32_t count;
    uint32_t least_size; /* of an item in ABI 1.0 */
    uint32_t full_size;  /* of an item today */
    const char *what;
};

#define LEAST_SIZE(type, last) (offsetof(struct type, last) + sizeof(((struct type *)0)->last))

static int refuse(struct staith_err *err, const char *what, const char *why)
{
    (void)staith_err_set(err, STAITH_ERR_INVAL, "the plugin's descriptor: %s %s", what, why);
    staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
    return STAITH_ERR_INVAL;
}

static int no_memory(struct staith_err *err)
{
    return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a plugin's descriptor");
}

static int check_list(const struct list *list, uint32_t max, struct staith_err *err)
{
    uint32_t size = 0;
    if (list->count > max) {
        return refuse(err, list->what, "are too many");
    }
    if (list->count == 0) {
        return 0;
    }
    if (list->first == NULL) {
        return refuse(err, list->what, "are missing");
    }
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t here = 0;
        memcpy(&here, (const char *)list->first + (size_t)i * size, sizeof here);
        size = i == 0 ? here : size;
        if (here != size || size < list->least_size || size > list->full_size) {
            return refuse(err, list->what, "have a size that does not fit the ABI");
        }
    }
    return 0;
}

/* Copy item `i` of a checked list. */
static void get_item(const struct list *list, uint32_t i, void *ret_item)
{
    uint32_t size = 0;
    memcpy(&size, list->first, sizeof size);
    memset(ret_item, 0, list->full_size);
    memcpy(ret_item, (const char *)list->first + (size_t)i * size, size);
}

static int copy_indices(const uint16_t *from, uint32_t count, uint32_t max, const char *what,
                        struct staith_arena *arena, uint16_t **ret_indices, struct staith_err *err)
{
    if (count > max) {
        return refuse(err, what, "names too many");
    }
    if (count == 0) {
        *ret_indices = NULL;
        return 0;
    }
    if (from == NULL) {
        return refuse(err, what, "names none where it should");
    }
    *ret_indices = staith_arena_memdup(arena, from, count * sizeof *from);
    return *ret_indices != NULL ? 0 : no_memory(err);
}

static int take_dimensions(const struct staith_descriptor *descriptor, struct staith_arena *arena,
                           struct staith_catalogue *catalogue, struct staith_err *err)
{
    const struct list list = {descriptor->dimensions, descriptor->dimension_count,
                              LEAST_SIZE(staith_dimension_def, sensitive),
                              sizeof(struct staith_dimension_def), "dimensions"};
    int code = check_list(&list, STAITH_CATALOGUE_MAX_DIMENSIONS, err);
    if (code != 0 || list.count == 0) {
        return code;
    }
    catalogue->dimension_count = list.count;
    catalogue->dimensions = staith_arena_array(arena, list.count, sizeof *catalogue->dimensions);
    if (catalogue->dimensions == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < list.count; i++) {
        struct staith_dimension_def def;
        struct staith_dimension *dimension = &catalogue->dimensions[i];
        get_item(&list, i, &def);
        if (def.category_count < 1 || def.category_count > STAITH_CATALOGUE_MAX_CATEGORIES ||
            def.categories == NULL) {
            return refuse(err, "a dimension", "has no or too many categories");
        }
        *dimension = (struct staith_dimension){
            .code = def.code,
            .label = def.label,
            .precedence = def.precedence,
            .sensitive = def.sensitive,
            .category_count = def.category_count,
            .categories =
                staith_arena_array(arena, def.category_count, sizeof *dimension->categories)};
        if (dimension->categories == NULL) {
            return no_memory(err);
        }
        for (uint32_t j = 0; j < def.category_count; j++) {
            dimension->categories[j] = (struct staith_category){
                def.categories[j].code, def.categories[j].label, def.categories[j].parent};
        }
    }
    return 0;
}

static int take_measures(const struct staith_descriptor *descriptor, struct staith_arena *arena,
                         struct staith_catalogue *catalogue, struct staith_err *err)
{
    const struct list list = {descriptor->measures, descriptor->measure_count,
                              LEAST_SIZE(staith_measure_def, definition),
                              sizeof(struct staith_measure_def), "measures"};
    int code = check_list(&list, STAITH_CATALOGUE_MAX_MEASURES, err);
    if (code != 0) {
        return code;
    }
    catalogue->measure_count = list.count;
    catalogue->measures = staith_arena_array(arena, list.count, sizeof *catalogue->measures);
    if (list.count > 0 && catalogue->measures == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < list.count; i++) {
        struct staith_measure_def def;
        get_item(&list, i, &def);
        catalogue->measures[i] = (struct staith_measure){.code = def.code,
                                                         .label = def.label,
                                                         .definition = def.definition,
                                                         .unit = def.unit,
                                                         .aggregation = def.aggregation};
    }
    return 0;
}

static int take_tables(const struct staith_descriptor *descriptor, struct staith_arena *arena,
                       struct staith_catalogue *catalogue, struct staith_err *err)
{
    const struct list list = {descriptor->tables, descriptor->table_count,
                              LEAST_SIZE(staith_table_def, dimensions),
                              sizeof(struct staith_table_def), "tables"};
    int code = check_list(&list, STAITH_CATALOGUE_MAX_TABLES, err);
    if (code != 0 || list.count == 0) {
        return code;
    }
    catalogue->table_count = list.count;
    catalogue->tables = staith_arena_array(arena, list.count, sizeof *catalogue->tables);
    if (catalogue->tables == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; code == 0 && i < list.count; i++) {
        struct staith_table_def def;
        struct staith_table *table = &catalogue->tables[i];
        get_item(&list, i, &def);
        *table = (struct staith_table){.code = def.code,
                                       .label = def.label,
                                       .measure_count = def.measure_count,
                                       .dimension_count = def.dimension_count};
        code = copy_indices(def.measures, def.measure_count, STAITH_CATALOGUE_MAX_MEASURES,
                            "a table", arena, &table->measures, err);
        if (code == 0) {
            code = copy_indices(def.dimensions, def.dimension_count,
                                STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS, "a table", arena,
                                &table->dimensions, err);
        }
    }
    return code;
}

static int take_indicators(const struct staith_descriptor *descriptor, struct staith_arena *arena,
                           struct staith_catalogue *catalogue, struct staith_err *err)
{
    const struct list list = {descriptor->indicators, descriptor->indicator_count,
                              LEAST_SIZE(staith_indicator_def, denominators),
                              sizeof(struct staith_indicator_def), "indicators"};
    int code = check_list(&list, STAITH_CATALOGUE_MAX_INDICATORS, err);
    if (code != 0 || list.count == 0) {
        return code;
    }
    catalogue->indicator_count = list.count;
    catalogue->indicators = staith_arena_array(arena, list.count, sizeof *catalogue->indicators);
    if (catalogue->indicators == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; code == 0 && i < list.count; i++) {
        struct staith_indicator_def def;
        struct staith_indicator *indicator = &catalogue->indicators[i];
        get_item(&list, i, &def);
        *indicator = (struct staith_indicator){.code = def.code,
                                               .label = def.label,
                                               .unit_label = def.unit_label,
                                               .definition = def.definition,
                                               .source = def.source,
                                               .scale = def.scale,
                                               .decimals = def.decimals,
                                               .polarity = def.polarity,
                                               .flags = def.flags,
                                               .numerator = def.numerator,
                                               .denominator_count = def.denominator_count};
        code =
            copy_indices(def.denominators, def.denominator_count, STAITH_CATALOGUE_MAX_DENOMINATORS,
                         "an indicator", arena, &indicator->denominators, err);
    }
    return code;
}

static int take_checks(const struct staith_descriptor *descriptor, struct staith_arena *arena,
                       struct staith_catalogue *catalogue, struct staith_err *err)
{
    const struct list list = {descriptor->checks, descriptor->check_count,
                              LEAST_SIZE(staith_check_def, advice), sizeof(struct staith_check_def),
                              "checks"};
    int code = check_list(&list, STAITH_CATALOGUE_MAX_CHECKS, err);
    if (code != 0 || list.count == 0) {
        return code;
    }
    catalogue->check_count = list.count;
    catalogue->checks = staith_arena_array(arena, list.count, sizeof *catalogue->checks);
    if (catalogue->checks == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < list.count; i++) {
        struct staith_check_def def;
        get_item(&list, i, &def);
        catalogue->checks[i] =
            (struct staith_check){def.code, def.message, def.advice, def.severity};
    }
    return 0;
}

static int take_elements(const struct staith_descriptor *descriptor, struct staith_arena *arena,
                         struct staith_catalogue *catalogue, struct staith_err *err)
{
    uint32_t count = descriptor->element_count;
    if (count > STAITH_CATALOGUE_MAX_ELEMENTS) {
        return refuse(err, "elements", "are too many");
    }
    if (count == 0) {
        return 0;
    }
    if (descriptor->elements == NULL) {
        return refuse(err, "elements", "are missing");
    }
    catalogue->element_count = count;
    catalogue->elements = staith_arena_array(arena, count, sizeof *catalogue->elements);
    if (catalogue->elements == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < count; i++) {
        catalogue->elements[i] = descriptor->elements[i];
    }
    return 0;
}

int staith_descriptor_catalogue(const struct staith_descriptor *descriptor,
                                struct staith_arena *arena, struct staith_catalogue **ret_catalogue,
                                struct staith_err *err)
{
    if (descriptor->size < LEAST_SIZE(staith_descriptor, elements) ||
        descriptor->size > sizeof *descriptor) {
        return refuse(err, "it", "has a size that does not fit the ABI");
    }
    struct staith_catalogue *catalogue = staith_arena_alloc(arena, sizeof *catalogue);
    if (catalogue == NULL) {
        return no_memory(err);
    }
    catalogue->dataset = descriptor->dataset;
    catalogue->plugin = descriptor->name;
    catalogue->plugin_version = descriptor->version;
    int code = take_dimensions(descriptor, arena, catalogue, err);
    if (code == 0) {
        code = take_measures(descriptor, arena, catalogue, err);
    }
    if (code == 0) {
        code = take_tables(descriptor, arena, catalogue, err);
    }
    if (code == 0) {
        code = take_indicators(descriptor, arena, catalogue, err);
    }
    if (code == 0) {
        code = take_checks(descriptor, arena, catalogue, err);
    }
    if (code == 0) {
        code = take_elements(descriptor, arena, catalogue, err);
    }
    if (code == 0) {
        code = staith_catalogue_check(catalogue, err);
    }
    if (code == 0) {
        *ret_catalogue = catalogue;
    }
    return code;
}

/* How many choices there are; more than may be when the list does not end in time. */
static uint32_t count_choices(const struct staith_option_def *option)
{
    uint32_t choices = 0;
    while (option->choices != NULL && choices <= STAITH_DESCRIPTOR_MAX_CHOICES &&
           option->choices[choices] != NULL) {
        choices++;
    }
    return choices;
}

static bool range_within(const struct staith_option_def *option, int64_t least, int64_t most)
{
    return option->minimum >= least && option->minimum <= option->maximum &&
           option->maximum <= most;
}

static const char *range_fault(const struct staith_option_def *option)
{
    switch ((enum staith_option_type)option->type) {
    case STAITH_OPTION_BOOL:
    case STAITH_OPTION_CHOICE:
        return NULL;
    case STAITH_OPTION_INTEGER:
        return range_within(option, INT64_MIN, INT64_MAX) ? NULL : "has no valid range";
    case STAITH_OPTION_STRING:
        return range_within(option, 0, INT64_MAX) ? NULL : "has no valid lengths";
    case STAITH_OPTION_MAP:
    case STAITH_OPTION_LIST:
        return range_within(option, 0, STAITH_DESCRIPTOR_MAX_ITEMS) ? NULL : "has no valid counts";
    case STAITH_OPTION_FILE:
        return range_within(option, 0, STAITH_HOSTPIPE_FILE_MAX_BYTES) ? NULL
                                                                       : "has no valid lengths";
    }
    return "has no known type";
}

static const char *option_fault(const struct staith_option_def *option)
{
    uint32_t choices = count_choices(option);
    if (!staith_code_valid(option->name) || option->help == NULL) {
        return "has no valid name or no help";
    }
    if (choices > STAITH_DESCRIPTOR_MAX_CHOICES ||
        (choices == 0 && option->type == STAITH_OPTION_CHOICE)) {
        return "has no valid choices";
    }
    return range_fault(option);
}

int staith_descriptor_options(const struct staith_descriptor *descriptor,
                              struct staith_arena *arena,
                              const struct staith_option_def **ret_options, struct staith_err *err)
{
    const struct list list = {descriptor->options, descriptor->option_count,
                              LEAST_SIZE(staith_option_def, choices),
                              sizeof(struct staith_option_def), "options"};
    int code = check_list(&list, STAITH_DESCRIPTOR_MAX_OPTIONS, err);
    if (code != 0) {
        return code;
    }
    struct staith_option_def *options = staith_arena_array(arena, list.count, sizeof *options);
    if (list.count > 0 && options == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < list.count; i++) {
        get_item(&list, i, &options[i]);
        const char *fault = option_fault(&options[i]);
        for (uint32_t j = 0; fault == NULL && j < i; j++) {
            fault = strcmp(options[j].name, options[i].name) == 0 ? "stands twice" : NULL;
        }
        if (fault != NULL) {
            return refuse(err, "an option", fault);
        }
    }
    *ret_options = options;
    return 0;
}
