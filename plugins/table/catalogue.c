/* SPDX-License-Identifier: Apache-2.0 */
#include "definition.h"

static uint32_t make_dimensions(const struct staith_table_definition *definition,
                                struct staith_table_catalogue *catalogue)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < definition->column_count; i++) {
        const struct staith_table_column *more = &definition->more[i];
        if (more->dimension) {
            catalogue->dimensions[count++] = (struct staith_dimension_def){
                .size = sizeof(struct staith_dimension_def),
                .category_count = more->category_count,
                .code = definition->columns[i].name,
                .label = more->label,
                .categories = &definition->categories[more->first_category],
                .sensitive = more->sensitive ? 1 : 0};
        }
    }
    return count;
}

void staith_table_catalogue_make(const struct staith_table_definition *definition,
                                 const struct staith_descriptor *fixed,
                                 struct staith_table_catalogue *catalogue)
{
    struct staith_descriptor *descriptor = &catalogue->descriptor;
    *descriptor = *fixed;
    descriptor->dataset = definition->code;
    descriptor->title = definition->title != NULL ? definition->title : definition->code;
    descriptor->dimension_count = make_dimensions(definition, catalogue);
    descriptor->dimensions = catalogue->dimensions;
    for (uint32_t i = 0; i < definition->measure_count; i++) {
        catalogue->measures[i] = definition->measures[i].def;
        catalogue->headline[i] = (uint16_t)i;
    }
    descriptor->measure_count = definition->measure_count;
    descriptor->measures = catalogue->measures;
    catalogue->tables[0] = (struct staith_table_def){.size = sizeof(struct staith_table_def),
                                                     .measure_count = definition->measure_count,
                                                     .code = "headline",
                                                     .label = "Headline",
                                                     .measures = catalogue->headline};
    for (uint32_t i = 0; i < definition->table_count; i++) {
        catalogue->tables[i + 1] = definition->tables[i];
    }
    descriptor->table_count = definition->table_count + 1;
    descriptor->tables = catalogue->tables;
    descriptor->indicator_count = definition->indicator_count;
    descriptor->indicators = definition->indicators;
    for (uint32_t i = 0; i < definition->column_count; i++) {
        catalogue->elements[i] = definition->columns[i].name;
    }
    descriptor->element_count = definition->column_count;
    descriptor->elements = catalogue->elements;
}
