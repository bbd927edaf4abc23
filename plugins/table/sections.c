/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of [dataset], [column] and [measure]. */
#include "definition.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS = 6, FTE_DIGITS = 6, DAY_DIGITS = 2 };

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

static int unknown(const struct staith_table_line *line, const char *section, const char *keys,
                   struct staith_table_fault *fault)
{
    return staith_table_fault_set(fault, line, "[%s] has no line %.40s; it has %s", section,
                                  line->key, keys);
}

/* ---- dataset ---- */

static int read_keys(struct staith_table_definition *definition,
                     const struct staith_table_line *line, struct staith_table_fault *fault)
{
    char *rest = definition->text + (line->value - definition->text);
    int result = STAITH_OK;
    for (char *item = staith_table_list_next(&rest); item != NULL && result == STAITH_OK;
         item = staith_table_list_next(&rest)) {
        if (definition->key_count == STAITH_TABLE_MAX_KEYS) {
            return staith_table_fault_set(fault, line, "a person is told by at most %d columns",
                                          STAITH_TABLE_MAX_KEYS);
        }
        result = staith_table_find_column(definition, item, line,
                                          &definition->keys[definition->key_count], fault);
        definition->key_count += result == STAITH_OK ? 1 : 0;
    }
    return result;
}

/* "date COLUMN by quarter" */
static int read_period_dates(struct staith_table_definition *definition,
                             const struct staith_table_line *line, struct staith_table_fault *fault)
{
    static const struct {
        const char *name;
        uint32_t kind;
    } kinds[] = {{"quarter", STAITH_PERIOD_QUARTER},
                 {"month", STAITH_PERIOD_MONTH},
                 {"census year", STAITH_PERIOD_CENSUS_YEAR}};
    char *column = definition->text + (line->value - definition->text) + strlen("date ");
    char *by = strstr(column, " by ");
    if (by == NULL) {
        return staith_table_fault_set(fault, line, "write date COLUMN by quarter");
    }
    *by = '\0';
    int result = staith_table_find_column(definition, staith_table_trim(column), line,
                                          &definition->period_column, fault);
    if (result == STAITH_OK &&
        definition->columns[definition->period_column].type != STAITH_KIT_TYPE_DATE) {
        return staith_table_fault_set(fault, line, "column %s is no date",
                                      definition->columns[definition->period_column].name);
    }
    for (size_t i = 0; result == STAITH_OK && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (is(staith_table_trim(by + strlen(" by ")), kinds[i].name)) {
            definition->period_rule = STAITH_TABLE_PERIOD_DATES;
            definition->period.kind = kinds[i].kind;
            return STAITH_OK;
        }
    }
    return result != STAITH_OK ? result
                               : staith_table_fault_set(fault, line,
                                                        "a period is a quarter, month or census "
                                                        "year");
}

static int read_period(struct staith_table_definition *definition,
                       const struct staith_table_line *line, struct staith_table_fault *fault)
{
    if (is(line->value, "file name")) {
        definition->period_rule = STAITH_TABLE_PERIOD_FILE_NAME;
        return STAITH_OK;
    }
    if (strncmp(line->value, "date ", strlen("date ")) == 0) {
        return read_period_dates(definition, line, fault);
    }
    definition->period_rule = STAITH_TABLE_PERIOD_FIXED;
    if (staith_kit_period_read(line->value, strlen(line->value), &definition->period) !=
        STAITH_OK) {
        return staith_table_fault_set(
            fault, line, "a period is 2025, 2025Q3, 2025-07, file name, or date COLUMN by quarter");
    }
    return STAITH_OK;
}

int staith_table_dataset_line(struct staith_table_definition *definition,
                              const struct staith_table_line *line,
                              struct staith_table_fault *fault)
{
    if (is(line->key, "code")) {
        definition->code = line->value;
        return staith_table_is_code(line->value)
                   ? STAITH_OK
                   : staith_table_fault_set(fault, line,
                                            "a code is a small letter, then letters, digits and _");
    }
    if (is(line->key, "title")) {
        definition->title = line->value;
        return STAITH_OK;
    }
    if (is(line->key, "period")) {
        return read_period(definition, line, fault);
    }
    if (is(line->key, "person")) {
        return read_keys(definition, line, fault);
    }
    if (is(line->key, "owner")) {
        definition->has_owner = true;
        return staith_table_find_column(definition, line->value, line, &definition->owner, fault);
    }
    return unknown(line, "dataset", "code, title, period, person, owner", fault);
}

/* ---- columns ---- */

static int read_type(struct staith_kit_column *column, const struct staith_table_line *line,
                     struct staith_table_fault *fault)
{
    static const struct {
        const char *name;
        enum staith_kit_type type;
    } types[] = {{"text", STAITH_KIT_TYPE_TEXT},      {"code", STAITH_KIT_TYPE_CODE},
                 {"date", STAITH_KIT_TYPE_DATE},      {"integer", STAITH_KIT_TYPE_INTEGER},
                 {"money", STAITH_KIT_TYPE_MONEY},    {"yes or no", STAITH_KIT_TYPE_YES_NO},
                 {"decimal", STAITH_KIT_TYPE_DECIMAL}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (is(line->value, types[i].name)) {
            column->type = types[i].type;
            column->digits = 2;
            return STAITH_OK;
        }
    }
    if (strncmp(line->value, "decimal ", 8) == 0 && line->value[8] >= '0' &&
        line->value[8] <= '0' + MAX_DIGITS && line->value[9] == '\0') {
        column->type = STAITH_KIT_TYPE_DECIMAL;
        column->digits = (unsigned)(line->value[8] - '0');
        return STAITH_OK;
    }
    return staith_table_fault_set(fault, line,
                                  "a type is text, code, date, integer, decimal 0 to decimal 6, "
                                  "money, or yes or no");
}

static int read_yes(const struct staith_table_line *line, bool *ret_yes,
                    struct staith_table_fault *fault)
{
    *ret_yes = is(line->value, "yes");
    return *ret_yes || is(line->value, "no")
               ? STAITH_OK
               : staith_table_fault_set(fault, line, "%s is yes or no", line->key);
}

static int read_headings(struct staith_table_definition *definition,
                         struct staith_kit_column *column, const struct staith_table_line *line,
                         struct staith_table_fault *fault)
{
    char *rest = definition->text + (line->value - definition->text);
    if (column->synonyms != NULL) {
        return staith_table_fault_set(fault, line, "heading is there twice");
    }
    column->synonyms = &definition->headings[definition->heading_count];
    for (char *item = staith_table_list_next(&rest); item != NULL;
         item = staith_table_list_next(&rest)) {
        if (definition->heading_count + 2 > STAITH_TABLE_MAX_TEXTS) {
            return staith_table_fault_set(fault, line, "there are too many headings");
        }
        definition->headings[definition->heading_count++] = item;
    }
    definition->headings[definition->heading_count++] = NULL;
    return STAITH_OK;
}

static int add_word(struct staith_table_definition *definition, const char *word, uint16_t value,
                    const struct staith_table_line *line, struct staith_table_fault *fault)
{
    struct staith_kit_column *column = &definition->columns[definition->section];
    size_t len = strlen(word);
    for (size_t i = 0; i < column->code_count; i++) {
        if (column->codes[i].value != value &&
            staith_kit_same_name(column->codes[i].code, strlen(column->codes[i].code), word, len)) {
            return staith_table_fault_set(fault, line, "\"%.60s\" stands for two codes", word);
        }
    }
    if (definition->word_count == STAITH_TABLE_MAX_TEXTS) {
        return staith_table_fault_set(fault, line, "there are too many words for codes");
    }
    definition->words[definition->word_count++] = (struct staith_kit_code){word, value};
    column->code_count++;
    return STAITH_OK;
}

/* "code duty = Duty team, Duty, DT" */
static int read_code(struct staith_table_definition *definition,
                     const struct staith_table_line *line, struct staith_table_fault *fault)
{
    struct staith_kit_column *column = &definition->columns[definition->section];
    struct staith_table_column *more = &definition->more[definition->section];
    const char *code = line->key + strlen("code ");
    char *rest = definition->text + (line->value - definition->text);
    uint16_t value = (uint16_t)more->category_count;
    if (!staith_table_is_code(code) || definition->category_count == STAITH_TABLE_MAX_CODES) {
        return staith_table_fault_set(fault, line, "code %.40s is none, or there are too many",
                                      code);
    }
    if (more->category_count == 0) {
        column->codes = &definition->words[definition->word_count];
        more->first_category = definition->category_count;
    }
    definition->categories[definition->category_count++] =
        (struct staith_category_def){code, code, STAITH_NO_CATEGORY, 0};
    more->category_count++;
    int result = add_word(definition, code, value, line, fault);
    for (char *item = staith_table_list_next(&rest);
         item != NULL && item[0] != '\0' && result == STAITH_OK;
         item = staith_table_list_next(&rest)) {
        struct staith_category_def *category =
            &definition->categories[definition->category_count - 1];
        category->label = category->label == code ? item : category->label;
        result = add_word(definition, item, value, line, fault);
    }
    return result;
}

int staith_table_column_line(struct staith_table_definition *definition,
                             const struct staith_table_line *line, struct staith_table_fault *fault)
{
    struct staith_kit_column *column = &definition->columns[definition->section];
    struct staith_table_column *more = &definition->more[definition->section];
    if (is(line->key, "type")) {
        return read_type(column, line, fault);
    }
    if (is(line->key, "heading")) {
        return read_headings(definition, column, line, fault);
    }
    if (is(line->key, "label")) {
        more->label = line->value;
        return STAITH_OK;
    }
    if (is(line->key, "needed")) {
        return read_yes(line, &column->required, fault);
    }
    if (is(line->key, "dimension")) {
        return read_yes(line, &more->dimension, fault);
    }
    if (is(line->key, "sensitive")) {
        return read_yes(line, &more->sensitive, fault);
    }
    if (strncmp(line->key, "code ", strlen("code ")) == 0) {
        return read_code(definition, line, fault);
    }
    return unknown(
        line, "column",
        "type, heading, label, needed, dimension, sensitive, and code NAME for each code", fault);
}

/* ---- measures ---- */

static int read_count(struct staith_table_measure *measure, const struct staith_table_line *line,
                      struct staith_table_fault *fault)
{
    bool people = is(line->value, "people");
    if (!people && !is(line->value, "rows")) {
        return staith_table_fault_set(fault, line, "count is rows or people");
    }
    measure->def.aggregation = people ? STAITH_COUNT_PEOPLE : STAITH_COUNT_ROWS;
    measure->counts_known = true;
    if (measure->def.unit == 0) {
        measure->def.unit = people ? STAITH_UNIT_PEOPLE : STAITH_UNIT_CASES;
    }
    return STAITH_OK;
}

static int64_t power(unsigned digits)
{
    int64_t result = 1;
    for (unsigned i = 0; i < digits; i++) {
        result *= 10;
    }
    return result;
}

/* How a column's numbers become those of the measure's unit. */
static int fit_unit(const struct staith_table_definition *definition,
                    struct staith_table_measure *measure, const struct staith_table_line *line,
                    struct staith_table_fault *fault)
{
    if (!measure->has_column || measure->def.unit == 0) {
        return STAITH_OK;
    }
    const struct staith_kit_column *column = &definition->columns[measure->column];
    unsigned have = column->type == STAITH_KIT_TYPE_DECIMAL ? column->digits : 0;
    unsigned want = measure->def.unit == STAITH_UNIT_FTE_MILLIONTHS   ? FTE_DIGITS
                    : measure->def.unit == STAITH_UNIT_DAY_HUNDREDTHS ? DAY_DIGITS
                                                                      : 0;
    bool money = column->type == STAITH_KIT_TYPE_MONEY;
    if (money != (measure->def.unit == STAITH_UNIT_PENCE) || have > want) {
        return staith_table_fault_set(fault, line,
                                      "column %s does not fit the unit: pounds are of type money, "
                                      "fte and days decimal, others integer",
                                      column->name);
    }
    measure->factor = power(want - have);
    return STAITH_OK;
}

static int read_amount(struct staith_table_definition *definition,
                       struct staith_table_measure *measure, const struct staith_table_line *line,
                       uint32_t aggregation, struct staith_table_fault *fault)
{
    int result = staith_table_find_column(definition, line->value, line, &measure->column, fault);
    if (result != STAITH_OK) {
        return result;
    }
    enum staith_kit_type type = definition->columns[measure->column].type;
    if (type != STAITH_KIT_TYPE_INTEGER && type != STAITH_KIT_TYPE_DECIMAL &&
        type != STAITH_KIT_TYPE_MONEY) {
        return staith_table_fault_set(fault, line, "column %.63s holds no numbers", line->value);
    }
    measure->def.aggregation = aggregation;
    measure->has_column = true;
    measure->counts_known = true;
    if (measure->def.unit == 0 && type == STAITH_KIT_TYPE_MONEY) {
        measure->def.unit = STAITH_UNIT_PENCE;
    }
    return fit_unit(definition, measure, line, fault);
}

static int read_unit(struct staith_table_definition *definition,
                     struct staith_table_measure *measure, const struct staith_table_line *line,
                     struct staith_table_fault *fault)
{
    static const struct {
        const char *name;
        uint32_t unit;
    } units[] = {{"people", STAITH_UNIT_PEOPLE},       {"fte", STAITH_UNIT_FTE_MILLIONTHS},
                 {"days", STAITH_UNIT_DAY_HUNDREDTHS}, {"cases", STAITH_UNIT_CASES},
                 {"pounds", STAITH_UNIT_PENCE},        {"posts", STAITH_UNIT_POSTS},
                 {"calendar days", STAITH_UNIT_DAYS},  {"events", STAITH_UNIT_EVENTS}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (is(line->value, units[i].name)) {
            measure->def.unit = units[i].unit;
            return fit_unit(definition, measure, line, fault);
        }
    }
    return staith_table_fault_set(
        fault, line, "a unit is people, fte, days, cases, pounds, posts, calendar days or events");
}

static int read_condition(struct staith_table_definition *definition,
                          struct staith_table_measure *measure,
                          const struct staith_table_line *line, struct staith_table_fault *fault)
{
    if (measure->condition_count == STAITH_TABLE_MAX_CONDITIONS) {
        return staith_table_fault_set(fault, line, "a measure has at most %d conditions",
                                      STAITH_TABLE_MAX_CONDITIONS);
    }
    return staith_table_condition_read(definition, line,
                                       &measure->conditions[measure->condition_count++], fault);
}

int staith_table_measure_line(struct staith_table_definition *definition,
                              const struct staith_table_line *line,
                              struct staith_table_fault *fault)
{
    static const struct {
        const char *name;
        uint32_t aggregation;
    } amounts[] = {{"sum", STAITH_SUM},
                   {"median", STAITH_MEDIAN},
                   {"lower quartile", STAITH_LOWER_QUARTILE},
                   {"upper quartile", STAITH_UPPER_QUARTILE}};
    struct staith_table_measure *measure = &definition->measures[definition->section];
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        if (is(line->key, amounts[i].name)) {
            return read_amount(definition, measure, line, amounts[i].aggregation, fault);
        }
    }
    if (is(line->key, "count")) {
        return read_count(measure, line, fault);
    }
    if (is(line->key, "label")) {
        measure->def.label = line->value;
        return STAITH_OK;
    }
    if (is(line->key, "definition")) {
        measure->def.definition = line->value;
        return STAITH_OK;
    }
    if (is(line->key, "unit")) {
        return read_unit(definition, measure, line, fault);
    }
    if (is(line->key, "where")) {
        return read_condition(definition, measure, line, fault);
    }
    return unknown(line, "measure",
                   "count, sum, median, lower quartile, upper quartile, unit, where, label, "
                   "definition",
                   fault);
}
