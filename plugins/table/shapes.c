/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of [table] and [indicator]. */
#include "definition.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DIMENSIONS = 4, MOST_DENOMINATORS = 8 };

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

static int find_measure(const struct staith_table_definition *definition, const char *name,
                        const struct staith_table_line *line, uint16_t *ret_measure,
                        struct staith_table_fault *fault)
{
    for (uint32_t i = 0; i < definition->measure_count; i++) {
        if (is(definition->measures[i].def.code, name)) {
            *ret_measure = (uint16_t)i;
            return STAITH_OK;
        }
    }
    return staith_table_fault_set(fault, line, "there is no [measure %.63s]", name);
}

/* A dimension's index is its place among the columns that are dimensions. */
static int find_dimension(const struct staith_table_definition *definition, const char *name,
                          const struct staith_table_line *line, uint16_t *ret_dimension,
                          struct staith_table_fault *fault)
{
    uint32_t column = 0;
    uint16_t index = 0;
    int result = staith_table_find_column(definition, name, line, &column, fault);
    if (result != STAITH_OK) {
        return result;
    }
    if (!definition->more[column].dimension || definition->more[column].category_count == 0) {
        return staith_table_fault_set(fault, line,
                                      "column %.63s is no dimension: it needs dimension = yes and "
                                      "its codes",
                                      name);
    }
    for (uint32_t i = 0; i < column; i++) {
        index = (uint16_t)(index + (definition->more[i].dimension ? 1 : 0));
    }
    *ret_dimension = index;
    return STAITH_OK;
}

/* A list of names as indices, at most `most`. */
static int read_list(struct staith_table_definition *definition,
                     const struct staith_table_line *line,
                     int (*find)(const struct staith_table_definition *definition, const char *name,
                                 const struct staith_table_line *line, uint16_t *ret_index,
                                 struct staith_table_fault *fault),
                     uint32_t most, const uint16_t **ret_indices, uint32_t *ret_count,
                     struct staith_table_fault *fault)
{
    char *rest = definition->text + (line->value - definition->text);
    uint32_t first = definition->index_count;
    int result = STAITH_OK;
    for (char *item = staith_table_list_next(&rest); item != NULL && result == STAITH_OK;
         item = staith_table_list_next(&rest)) {
        if (definition->index_count - first == most ||
            definition->index_count == STAITH_TABLE_MAX_TEXTS) {
            return staith_table_fault_set(fault, line, "%s takes at most %u names", line->key,
                                          most);
        }
        result = find(definition, item, line, &definition->indices[definition->index_count], fault);
        definition->index_count++;
    }
    *ret_indices = &definition->indices[first];
    *ret_count = definition->index_count - first;
    return result;
}

int staith_table_table_line(struct staith_table_definition *definition,
                            const struct staith_table_line *line, struct staith_table_fault *fault)
{
    struct staith_table_def *table = &definition->tables[definition->section];
    if (is(line->key, "label")) {
        table->label = line->value;
        return STAITH_OK;
    }
    if (is(line->key, "measures")) {
        return read_list(definition, line, find_measure, STAITH_TABLE_MAX_MEASURES,
                         &table->measures, &table->measure_count, fault);
    }
    if (is(line->key, "by")) {
        return read_list(definition, line, find_dimension, MOST_DIMENSIONS, &table->dimensions,
                         &table->dimension_count, fault);
    }
    return staith_table_fault_set(
        fault, line, "[table] has no line %.40s; it has label, measures, by", line->key);
}

static int read_polarity(struct staith_indicator_def *indicator,
                         const struct staith_table_line *line, struct staith_table_fault *fault)
{
    if (is(line->value, "high is good")) {
        indicator->polarity = STAITH_HIGH_IS_GOOD;
    } else if (is(line->value, "low is good")) {
        indicator->polarity = STAITH_LOW_IS_GOOD;
    } else if (is(line->value, "neutral")) {
        indicator->polarity = STAITH_NEUTRAL;
    } else {
        return staith_table_fault_set(fault, line,
                                      "polarity is high is good, low is good or neutral");
    }
    return STAITH_OK;
}

/* Whether what the numerator counts is among what the denominator counts. */
static int read_nature(struct staith_indicator_def *indicator, const struct staith_table_line *line,
                       struct staith_table_fault *fault)
{
    bool share = is(line->value, "share of a whole");
    if (!share && !is(line->value, "rate")) {
        return staith_table_fault_set(fault, line, "is says rate or share of a whole");
    }
    indicator->flags = share ? STAITH_SHARE_OF_WHOLE : 0;
    return STAITH_OK;
}

static int read_number(const struct staith_table_line *line, uint32_t least, uint32_t most,
                       uint32_t *ret_number, struct staith_table_fault *fault)
{
    int64_t number = 0;
    if (staith_kit_decimal(line->value, strlen(line->value), 0, least, most, &number) !=
        STAITH_OK) {
        return staith_table_fault_set(fault, line, "%s is a whole number from %u to %u", line->key,
                                      least, most);
    }
    *ret_number = (uint32_t)number;
    return STAITH_OK;
}

/* The words of an indicator; NULL: the line is another. */
static const char **word_of(struct staith_indicator_def *indicator, const char *key)
{
    if (is(key, "label")) {
        return &indicator->label;
    }
    if (is(key, "unit")) {
        return &indicator->unit_label;
    }
    if (is(key, "definition")) {
        return &indicator->definition;
    }
    return is(key, "source") ? &indicator->source : NULL;
}

int staith_table_indicator_line(struct staith_table_definition *definition,
                                const struct staith_table_line *line,
                                struct staith_table_fault *fault)
{
    struct staith_indicator_def *indicator = &definition->indicators[definition->section];
    const char **word = word_of(indicator, line->key);
    if (word != NULL) {
        *word = line->value;
        return STAITH_OK;
    }
    if (is(line->key, "numerator")) {
        return find_measure(definition, line->value, line, &indicator->numerator, fault);
    }
    if (is(line->key, "denominator")) {
        return read_list(definition, line, find_measure, MOST_DENOMINATORS,
                         &indicator->denominators, &indicator->denominator_count, fault);
    }
    if (is(line->key, "scale")) {
        return read_number(line, 1, 100000, &indicator->scale, fault);
    }
    if (is(line->key, "decimals")) {
        return read_number(line, 0, 3, &indicator->decimals, fault);
    }
    if (is(line->key, "polarity")) {
        return read_polarity(indicator, line, fault);
    }
    if (is(line->key, "is")) {
        return read_nature(indicator, line, fault);
    }
    return staith_table_fault_set(fault, line,
                                  "[indicator] has no line %.40s; it has label, unit, numerator, "
                                  "denominator, is, scale, decimals, polarity, definition, source",
                                  line->key);
}
