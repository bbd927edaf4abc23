/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two passes over the lines: the first knows the columns and measures by name, so that a section
 * may name what stands further down; the second reads what stands in each.
 */
#include "definition.h"

#include <stdlib.h>
#include <string.h>

bool staith_table_is_code(const char *name)
{
    size_t len = strlen(name);
    if (len < 1 || len > 63 || name[0] < 'a' || name[0] > 'z') {
        return false;
    }
    for (size_t i = 1; i < len; i++) {
        bool good = (name[i] >= 'a' && name[i] <= 'z') || (name[i] >= '0' && name[i] <= '9') ||
                    name[i] == '_';
        if (!good) {
            return false;
        }
    }
    return true;
}

int staith_table_find_column(const struct staith_table_definition *definition, const char *name,
                             const struct staith_table_line *line, uint32_t *ret_column,
                             struct staith_table_fault *fault)
{
    for (uint32_t i = 0; i < definition->column_count; i++) {
        if (strcmp(definition->columns[i].name, name) == 0) {
            *ret_column = i;
            return STAITH_OK;
        }
    }
    uint32_t near = staith_kit_nearest_column(definition->columns, definition->column_count, name,
                                              strlen(name));
    if (near != STAITH_NO_ELEMENT) {
        return staith_table_fault_set(fault, line, "there is no column %.63s; did you mean %s?",
                                      name, definition->columns[near].name);
    }
    return staith_table_fault_set(fault, line, "there is no [column %.63s]", name);
}

/* ---- what is named ---- */

static int add_column(struct staith_table_definition *definition,
                      const struct staith_table_line *line, struct staith_table_fault *fault)
{
    uint32_t index = definition->column_count;
    for (uint32_t i = 0; i < index; i++) {
        if (strcmp(definition->columns[i].name, line->value) == 0) {
            return staith_table_fault_set(fault, line, "column %.63s is there twice", line->value);
        }
    }
    if (index == STAITH_TABLE_MAX_COLUMNS) {
        return staith_table_fault_set(fault, line, "there are more than %d columns",
                                      STAITH_TABLE_MAX_COLUMNS);
    }
    definition->columns[index] =
        (struct staith_kit_column){.name = line->value, .type = STAITH_KIT_TYPE_TEXT};
    definition->more[index].line = line->line;
    definition->more[index].label = line->value;
    definition->column_count++;
    return STAITH_OK;
}

static int add_measure(struct staith_table_definition *definition,
                       const struct staith_table_line *line, struct staith_table_fault *fault)
{
    uint32_t index = definition->measure_count;
    for (uint32_t i = 0; i < index; i++) {
        if (strcmp(definition->measures[i].def.code, line->value) == 0) {
            return staith_table_fault_set(fault, line, "measure %.63s is there twice", line->value);
        }
    }
    if (index == STAITH_TABLE_MAX_MEASURES) {
        return staith_table_fault_set(fault, line, "there are more than %d measures",
                                      STAITH_TABLE_MAX_MEASURES);
    }
    definition->measures[index].def =
        (struct staith_measure_def){.size = sizeof(struct staith_measure_def),
                                    .code = line->value,
                                    .label = line->value,
                                    .definition = ""};
    definition->measures[index].factor = 1;
    definition->measure_count++;
    return STAITH_OK;
}

static int add_table(struct staith_table_definition *definition,
                     const struct staith_table_line *line, struct staith_table_fault *fault)
{
    if (definition->table_count == STAITH_TABLE_MAX_TABLES) {
        return staith_table_fault_set(fault, line, "there are more than %d tables",
                                      STAITH_TABLE_MAX_TABLES);
    }
    if (strcmp(line->value, "headline") == 0) {
        return staith_table_fault_set(fault, line, "the table headline is made by itself");
    }
    definition->tables[definition->table_count++] = (struct staith_table_def){
        .size = sizeof(struct staith_table_def), .code = line->value, .label = line->value};
    return STAITH_OK;
}

static int add_indicator(struct staith_table_definition *definition,
                         const struct staith_table_line *line, struct staith_table_fault *fault)
{
    if (definition->indicator_count == STAITH_TABLE_MAX_INDICATORS) {
        return staith_table_fault_set(fault, line, "there are more than %d indicators",
                                      STAITH_TABLE_MAX_INDICATORS);
    }
    definition->indicators[definition->indicator_count++] =
        (struct staith_indicator_def){.size = sizeof(struct staith_indicator_def),
                                      .code = line->value,
                                      .label = line->value,
                                      .unit_label = "",
                                      .definition = "",
                                      .source = "",
                                      .scale = 1,
                                      .numerator = UINT16_MAX};
    return STAITH_OK;
}

/* What kinds of sections there are. */
struct kind {
    const char *name;
    bool named;
    int (*add)(struct staith_table_definition *definition, const struct staith_table_line *line,
               struct staith_table_fault *fault);
    int (*read)(struct staith_table_definition *definition, const struct staith_table_line *line,
                struct staith_table_fault *fault);
};

static const struct kind kinds[] = {
    {"dataset", false, NULL, staith_table_dataset_line},
    {"column", true, add_column, staith_table_column_line},
    {"measure", true, add_measure, staith_table_measure_line},
    {"table", true, add_table, staith_table_table_line},
    {"indicator", true, add_indicator, staith_table_indicator_line}};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

/* The kind of a section, or NULL with a fault. */
static const struct kind *find_kind(const struct staith_table_line *line,
                                    struct staith_table_fault *fault)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kinds[i].name, line->key) != 0) {
            continue;
        }
        if (kinds[i].named ? !staith_table_is_code(line->value) : line->value[0] != '\0') {
            (void)staith_table_fault_set(
                fault, line,
                kinds[i].named ? "[%s] needs a name: a small letter, then letters, digits and _"
                               : "[%s] takes no name",
                kinds[i].name);
            return NULL;
        }
        return &kinds[i];
    }
    (void)staith_table_fault_set(
        fault, line, "[%.40s] is none of [dataset], [column], [measure], [table], [indicator]",
        line->key);
    return NULL;
}

static int add_sections(struct staith_table_definition *definition, uint32_t count,
                        struct staith_table_fault *fault)
{
    bool any = false;
    int result = STAITH_OK;
    for (uint32_t i = 0; result == STAITH_OK && i < count; i++) {
        const struct staith_table_line *line = &definition->lines[i];
        const struct kind *kind = line->heading ? find_kind(line, fault) : NULL;
        any = any || line->heading;
        if (!any) {
            result = staith_table_fault_set(fault, line, "a line stands in front of any [heading]");
        } else if (line->heading && kind == NULL) {
            result = STAITH_EINVAL;
        } else if (kind != NULL && kind->add != NULL) {
            result = kind->add(definition, line, fault);
        }
    }
    return result;
}

/* Read the lines of the sections of one kind. */
static int read_sections(struct staith_table_definition *definition, uint32_t count,
                         const struct kind *kind, struct staith_table_fault *fault)
{
    bool inside = false;
    uint32_t seen = 0;
    int result = STAITH_OK;
    for (uint32_t i = 0; result == STAITH_OK && i < count; i++) {
        const struct staith_table_line *line = &definition->lines[i];
        if (line->heading) {
            inside = strcmp(line->key, kind->name) == 0;
            seen += inside ? 1 : 0;
        } else if (inside) {
            definition->section = seen - 1;
            result = kind->read(definition, line, fault);
        }
    }
    return result;
}

/* ---- the whole ---- */

static int check_measure(const struct staith_table_definition *definition,
                         const struct staith_table_measure *measure,
                         struct staith_table_fault *fault)
{
    if (!measure->counts_known) {
        return staith_table_fault_set(
            fault, NULL, "[measure %s] says neither count, sum nor median", measure->def.code);
    }
    bool people = measure->def.aggregation == STAITH_COUNT_PEOPLE || measure->has_column;
    if (people && definition->key_count == 0) {
        return staith_table_fault_set(
            fault, NULL,
            "[measure %s] needs to tell people apart: add person = COLUMN to [dataset]",
            measure->def.code);
    }
    return STAITH_OK;
}

static int check_shapes(const struct staith_table_definition *definition,
                        struct staith_table_fault *fault)
{
    for (uint32_t i = 0; i < definition->table_count; i++) {
        if (definition->tables[i].measure_count == 0 ||
            definition->tables[i].dimension_count == 0) {
            return staith_table_fault_set(fault, NULL,
                                          "[table %s] needs measures = ... and by = ...",
                                          definition->tables[i].code);
        }
    }
    for (uint32_t i = 0; i < definition->indicator_count; i++) {
        if (definition->indicators[i].numerator == UINT16_MAX ||
            definition->indicators[i].denominator_count == 0) {
            return staith_table_fault_set(fault, NULL,
                                          "[indicator %s] needs numerator = and denominator =",
                                          definition->indicators[i].code);
        }
    }
    return STAITH_OK;
}

static int check_whole(const struct staith_table_definition *definition,
                       struct staith_table_fault *fault)
{
    int result = STAITH_OK;
    if (definition->code == NULL) {
        return staith_table_fault_set(fault, NULL, "[dataset] has no code = NAME");
    }
    if (definition->period_rule == 0) {
        return staith_table_fault_set(fault, NULL, "[dataset] has no period = ...");
    }
    if (definition->measure_count == 0 || definition->column_count == 0) {
        return staith_table_fault_set(fault, NULL, "there is no [%s NAME]",
                                      definition->measure_count == 0 ? "measure" : "column");
    }
    for (uint32_t i = 0; result == STAITH_OK && i < definition->measure_count; i++) {
        result = check_measure(definition, &definition->measures[i], fault);
    }
    return result == STAITH_OK ? check_shapes(definition, fault) : result;
}

int staith_table_definition_read(const char *text, struct staith_table_definition *definition,
                                 struct staith_table_fault *fault)
{
    static const size_t order[KIND_COUNT] = {1, 0, 2, 3,
                                             4}; /* columns first: the rest names them */
    uint32_t count = 0;
    size_t len = strlen(text);
    definition->text = malloc(len + 1);
    definition->lines = calloc(STAITH_TABLE_MAX_LINES, sizeof *definition->lines);
    if (definition->text == NULL || definition->lines == NULL) {
        return STAITH_ENOMEM;
    }
    memcpy(definition->text, text, len + 1);
    int result = staith_table_lines_read(definition->text, definition->lines, &count, fault);
    if (result == STAITH_OK) {
        result = add_sections(definition, count, fault);
    }
    for (size_t i = 0; result == STAITH_OK && i < KIND_COUNT; i++) {
        result = read_sections(definition, count, &kinds[order[i]], fault);
    }
    return result == STAITH_OK ? check_whole(definition, fault) : result;
}

void staith_table_definition_free(struct staith_table_definition *definition)
{
    free(definition->text);
    free(definition->lines);
    definition->text = NULL;
    definition->lines = NULL;
}
