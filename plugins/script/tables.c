/* SPDX-License-Identifier: Apache-2.0 */
/* The tables and indicators of a catalogue: what names other parts of it. */
#include "contract.h"

#include <string.h>

static int find_measure(const struct staith_script_reading *reading, const char *code,
                        uint16_t *ret_index)
{
    const struct staith_script_names *names = &reading->catalogue->measure_names;
    return staith_kit_code_find(names->codes, names->count, code, strlen(code), ret_index);
}

static int find_dimension(const struct staith_script_reading *reading, const char *code,
                          uint16_t *ret_index)
{
    const struct staith_script_catalogue *catalogue = reading->catalogue;
    for (uint32_t i = 0; i < catalogue->descriptor.dimension_count; i++) {
        if (strcmp(catalogue->dimensions[i].code, code) == 0) {
            *ret_index = (uint16_t)i;
            return STAITH_OK;
        }
    }
    return STAITH_EINVAL;
}

/* A list of codes as indices, which lie behind those that were read before. */
static int read_indices(struct staith_script_reading *reading,
                        const struct staith_script_object *object, const char *field, json_t *list,
                        int (*find)(const struct staith_script_reading *, const char *, uint16_t *),
                        const uint16_t **ret_indices)
{
    struct staith_script_catalogue *catalogue = reading->catalogue;
    size_t count = staith_script_size(list);
    if (count > catalogue->index_cap - catalogue->index_count) {
        return staith_script_blame(object, field, "the catalogue names too many codes");
    }
    *ret_indices = count > 0 ? catalogue->indices + catalogue->index_count : NULL;
    for (size_t i = 0; i < count; i++) {
        const char *code = json_string_value(json_array_get(list, i));
        if (code == NULL ||
            find(reading, code, &catalogue->indices[catalogue->index_count]) != STAITH_OK) {
            return staith_script_blame(object, field, "it names a code that is not declared");
        }
        catalogue->index_count++;
    }
    return STAITH_OK;
}

int staith_script_table(struct staith_script_reading *reading,
                        const struct staith_script_object *object)
{
    static const char *const fields[] = {"code", "label", "measures", "dimensions", NULL};
    struct staith_table_def *table = &reading->catalogue->tables[object->index + 1];
    json_t *measures = NULL;
    json_t *dimensions = NULL;
    table->size = sizeof *table;
    int result = staith_script_only(object, fields);
    if (result == STAITH_OK) {
        result = staith_script_code(object, "code", &table->code);
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "label", table->code, &table->label);
    }
    if (result == STAITH_OK) {
        result = staith_script_list(object, "measures", 1, STAITH_SCRIPT_MAX_MEASURES, &measures);
    }
    if (result == STAITH_OK) {
        result = staith_script_list(object, "dimensions", 1, 4, &dimensions);
    }
    table->measure_count = (uint32_t)staith_script_size(measures);
    table->dimension_count = (uint32_t)staith_script_size(dimensions);
    if (result == STAITH_OK) {
        result =
            read_indices(reading, object, "measures", measures, find_measure, &table->measures);
    }
    return result == STAITH_OK ? read_indices(reading, object, "dimensions", dimensions,
                                              find_dimension, &table->dimensions)
                               : result;
}

static int read_indicator_words(const struct staith_script_object *object,
                                struct staith_indicator_def *indicator)
{
    static const char *const polarities[] = {"neutral", "low is good", "high is good", NULL};
    static const char *const natures[] = {"rate", "share of a whole", NULL};
    int result = staith_script_code(object, "code", &indicator->code);
    if (result == STAITH_OK) {
        result = staith_script_text(object, "label", indicator->code, &indicator->label);
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "unit", "", &indicator->unit_label);
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "definition", NULL, &indicator->definition);
    }
    if (result == STAITH_OK) {
        result = staith_script_text(object, "source", "local", &indicator->source);
    }
    if (result == STAITH_OK) {
        result = staith_script_number(object, "scale", 1, 1000000, &indicator->scale);
    }
    if (result == STAITH_OK) {
        result = staith_script_number(object, "decimals", 0, 3, &indicator->decimals);
    }
    if (result == STAITH_OK) {
        result = staith_script_word(object, "polarity", polarities, &indicator->polarity);
    }
    uint32_t nature = 0;
    if (result == STAITH_OK) {
        result = staith_script_word(object, "is", natures, &nature);
    }
    indicator->flags = nature != 0 ? STAITH_SHARE_OF_WHOLE : 0;
    return result;
}

int staith_script_indicator(struct staith_script_reading *reading,
                            const struct staith_script_object *object)
{
    static const char *const fields[] = {"code",     "label",     "unit",         "definition",
                                         "source",   "numerator", "denominators", "scale",
                                         "decimals", "polarity",  "is",           NULL};
    struct staith_indicator_def *indicator = &reading->catalogue->indicators[object->index];
    const char *numerator = NULL;
    json_t *denominators = NULL;
    indicator->size = sizeof *indicator;
    int result = staith_script_only(object, fields);
    if (result == STAITH_OK) {
        result = read_indicator_words(object, indicator);
    }
    if (result == STAITH_OK) {
        result = staith_script_code(object, "numerator", &numerator);
    }
    if (result == STAITH_OK &&
        find_measure(reading, numerator, &indicator->numerator) != STAITH_OK) {
        return staith_script_blame(object, "numerator", "no measure has that code");
    }
    if (result == STAITH_OK) {
        result = staith_script_list(object, "denominators", 1, STAITH_SCRIPT_MAX_DENOMINATORS,
                                    &denominators);
    }
    indicator->denominator_count = (uint32_t)staith_script_size(denominators);
    return result == STAITH_OK ? read_indices(reading, object, "denominators", denominators,
                                              find_measure, &indicator->denominators)
                               : result;
}
