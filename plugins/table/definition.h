/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TABLE_DEFINITION_H
#define STAITH_TABLE_DEFINITION_H
/*
 * A definition: which columns a table has, and what is counted of them. README.md in this folder
 * says it for people; here it is as the plugin uses it. Texts lie in `text`, the plugin's copy of
 * the file.
 */
#include "lines.h"

#include <staith/kit_table.h>

enum {
    STAITH_TABLE_MAX_COLUMNS = 64,
    STAITH_TABLE_MAX_CODES = 2048, /**< of all columns */
    STAITH_TABLE_MAX_TEXTS = 4096, /**< headings and words for codes */
    STAITH_TABLE_MAX_MEASURES = 64,
    STAITH_TABLE_MAX_CONDITIONS = 8,
    STAITH_TABLE_MAX_TABLES = 32,
    STAITH_TABLE_MAX_INDICATORS = 32,
    STAITH_TABLE_MAX_KEYS = 4,
    STAITH_TABLE_MAX_VALUES = 16
};

/** How a condition holds a cell. */
enum staith_table_test {
    STAITH_TABLE_IS = 1,       /**< a code or yes/no, one of `values` */
    STAITH_TABLE_IS_NOT = 2,   /**< a code that is none of `values` */
    STAITH_TABLE_AT_LEAST = 3, /**< a number or date, values[0] or more */
    STAITH_TABLE_AT_MOST = 4,
    STAITH_TABLE_BLANK = 5,
    STAITH_TABLE_NOT_BLANK = 6
};

struct staith_table_condition {
    enum staith_table_test test;
    uint32_t column;
    uint32_t value_count;
    int64_t values[STAITH_TABLE_MAX_VALUES];
};

struct staith_table_measure {
    struct staith_measure_def def;
    bool has_column;
    uint32_t column;   /**< summed, or whose median is taken */
    int64_t factor;    /**< from the column's scale to the unit's */
    bool counts_known; /**< count, sum or median was given */
    uint32_t condition_count;
    struct staith_table_condition conditions[STAITH_TABLE_MAX_CONDITIONS];
};

/** How the period of a source is known. */
enum staith_table_period_rule {
    STAITH_TABLE_PERIOD_FIXED = 1,
    STAITH_TABLE_PERIOD_FILE_NAME = 2,
    STAITH_TABLE_PERIOD_DATES = 3 /**< the period of the last date in a column */
};

struct staith_table_column {
    uint32_t line; /**< of its heading in the definition */
    bool dimension;
    bool sensitive;
    const char *label;
    uint32_t first_category;
    uint32_t category_count;
};

struct staith_table_definition {
    char *text;
    struct staith_table_line *lines;
    uint32_t section; /**< of its kind, the one whose lines are being read */
    const char *code;
    const char *title;
    enum staith_table_period_rule period_rule;
    struct staith_period_def period; /**< FIXED; of DATES the kind alone */
    uint32_t period_column;
    uint32_t key_count;
    uint32_t keys[STAITH_TABLE_MAX_KEYS]; /**< columns that tell people apart */
    bool has_owner;
    uint32_t owner;
    uint32_t column_count;
    struct staith_kit_column columns[STAITH_TABLE_MAX_COLUMNS];
    struct staith_table_column more[STAITH_TABLE_MAX_COLUMNS];
    uint32_t category_count;
    struct staith_category_def categories[STAITH_TABLE_MAX_CODES];
    uint32_t word_count;
    struct staith_kit_code words[STAITH_TABLE_MAX_TEXTS];
    uint32_t heading_count;
    const char *headings[STAITH_TABLE_MAX_TEXTS];
    uint32_t measure_count;
    struct staith_table_measure measures[STAITH_TABLE_MAX_MEASURES];
    uint32_t table_count;
    struct staith_table_def tables[STAITH_TABLE_MAX_TABLES];
    uint32_t indicator_count;
    struct staith_indicator_def indicators[STAITH_TABLE_MAX_INDICATORS];
    uint32_t index_count;
    uint16_t indices[STAITH_TABLE_MAX_TEXTS]; /**< of tables and indicators */
};

/** Read a definition; `definition` is zeroed storage, to be freed in any case. STAITH_OK;
 *  STAITH_EINVAL with a fault; STAITH_ENOMEM. */
int staith_table_definition_read(const char *text, struct staith_table_definition *definition,
                                 struct staith_table_fault *fault);
void staith_table_definition_free(struct staith_table_definition *definition);

/** The column of this name; STAITH_EINVAL with a fault at `line`. */
int staith_table_find_column(const struct staith_table_definition *definition, const char *name,
                             const struct staith_table_line *line, uint32_t *ret_column,
                             struct staith_table_fault *fault);
/** Whether a name is a code: [a-z][a-z0-9_]{0,62}. */
bool staith_table_is_code(const char *name);

/* sections.c: one line of a section of each kind */
int staith_table_dataset_line(struct staith_table_definition *definition,
                              const struct staith_table_line *line,
                              struct staith_table_fault *fault);
int staith_table_column_line(struct staith_table_definition *definition,
                             const struct staith_table_line *line,
                             struct staith_table_fault *fault);
int staith_table_measure_line(struct staith_table_definition *definition,
                              const struct staith_table_line *line,
                              struct staith_table_fault *fault);
/* shapes.c */
int staith_table_table_line(struct staith_table_definition *definition,
                            const struct staith_table_line *line, struct staith_table_fault *fault);
int staith_table_indicator_line(struct staith_table_definition *definition,
                                const struct staith_table_line *line,
                                struct staith_table_fault *fault);
/* where.c */
/** "team is duty, assess", "answered at least 7", "left is blank", "active is yes". */
int staith_table_condition_read(const struct staith_table_definition *definition,
                                const struct staith_table_line *line,
                                struct staith_table_condition *ret_condition,
                                struct staith_table_fault *fault);
/** Whether all conditions of a measure hold for a row. */
bool staith_table_holds(const struct staith_table_measure *measure,
                        const struct staith_kit_cell *cells);
/* period.c */
/** The period of a kind that a day is in. */
void staith_table_period_of(uint32_t kind, int32_t day, struct staith_period_def *ret_period);
/* catalogue.c */
/** The descriptor's lists, made of the definition; `catalogue` is zeroed storage that points into
 *  the definition. */
struct staith_table_catalogue {
    struct staith_descriptor descriptor;
    struct staith_dimension_def dimensions[STAITH_TABLE_MAX_COLUMNS];
    struct staith_measure_def measures[STAITH_TABLE_MAX_MEASURES];
    struct staith_table_def tables[STAITH_TABLE_MAX_TABLES + 1];
    uint16_t headline[STAITH_TABLE_MAX_MEASURES];
    const char *elements[STAITH_TABLE_MAX_COLUMNS];
};
void staith_table_catalogue_make(const struct staith_table_definition *definition,
                                 const struct staith_descriptor *fixed,
                                 struct staith_table_catalogue *catalogue);

#endif
