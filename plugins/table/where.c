/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions: read once, held against every row. A cell that is bad or blank holds none but
 * "is blank". */
#include "definition.h"

#include <string.h>

/* A value as the column's cells have it. */
static int read_value(const struct staith_kit_column *column, const char *text,
                      const struct staith_table_line *line, int64_t *ret_value,
                      struct staith_table_fault *fault)
{
    size_t len = strlen(text);
    int32_t day = 0;
    bool yes = false;
    int result = STAITH_EINVAL;
    switch (column->type) {
    case STAITH_KIT_TYPE_CODE:
        for (size_t i = 0; i < column->code_count; i++) {
            if (strcmp(column->codes[i].code, text) == 0) {
                *ret_value = column->codes[i].value;
                return STAITH_OK;
            }
        }
        break;
    case STAITH_KIT_TYPE_DATE:
        result = staith_kit_date_any(text, len, &day);
        *ret_value = day;
        break;
    case STAITH_KIT_TYPE_YES_NO:
        result = staith_kit_yes_no(text, len, &yes);
        *ret_value = yes ? 1 : 0;
        break;
    case STAITH_KIT_TYPE_INTEGER:
    case STAITH_KIT_TYPE_DECIMAL:
        result = staith_kit_number(text, len,
                                   column->type == STAITH_KIT_TYPE_DECIMAL ? column->digits : 0,
                                   INT64_MIN, INT64_MAX, ret_value);
        break;
    case STAITH_KIT_TYPE_MONEY:
        result = staith_kit_money(text, len, INT64_MIN, INT64_MAX, ret_value);
        break;
    case STAITH_KIT_TYPE_TEXT:
        return staith_table_fault_set(
            fault, line, "column %s is text: it can only be blank or not blank", column->name);
    }
    return result == STAITH_OK
               ? result
               : staith_table_fault_set(fault, line, "\"%.60s\" is no value of column %s", text,
                                        column->name);
}

/* What a condition says, behind the name of its column: longer ones first. */
static const struct {
    const char *words;
    enum staith_table_test test;
} tests[] = {{" is not blank", STAITH_TABLE_NOT_BLANK}, {" is blank", STAITH_TABLE_BLANK},
             {" is not ", STAITH_TABLE_IS_NOT},         {" is ", STAITH_TABLE_IS},
             {" at least ", STAITH_TABLE_AT_LEAST},     {" at most ", STAITH_TABLE_AT_MOST}};

static int read_values(const struct staith_kit_column *column, char *rest,
                       const struct staith_table_line *line,
                       struct staith_table_condition *condition, struct staith_table_fault *fault)
{
    int result = STAITH_OK;
    for (char *item = staith_table_list_next(&rest); item != NULL && result == STAITH_OK;
         item = staith_table_list_next(&rest)) {
        if (condition->value_count == STAITH_TABLE_MAX_VALUES) {
            return staith_table_fault_set(fault, line, "a condition has at most %d values",
                                          STAITH_TABLE_MAX_VALUES);
        }
        result =
            read_value(column, item, line, &condition->values[condition->value_count++], fault);
    }
    return result;
}

static bool fits(enum staith_table_test test, enum staith_kit_type type)
{
    bool ordered = type == STAITH_KIT_TYPE_DATE || type == STAITH_KIT_TYPE_INTEGER ||
                   type == STAITH_KIT_TYPE_DECIMAL || type == STAITH_KIT_TYPE_MONEY;
    return ordered || (test != STAITH_TABLE_AT_LEAST && test != STAITH_TABLE_AT_MOST);
}

int staith_table_condition_read(const struct staith_table_definition *definition,
                                const struct staith_table_line *line,
                                struct staith_table_condition *ret_condition,
                                struct staith_table_fault *fault)
{
    char *text = definition->text + (line->value - definition->text);
    memset(ret_condition, 0, sizeof *ret_condition);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        char *words = strstr(text, tests[i].words);
        bool whole = i > 1; /* values follow */
        if (words == NULL || (!whole && words[strlen(tests[i].words)] != '\0')) {
            continue;
        }
        *words = '\0';
        ret_condition->test = tests[i].test;
        int result = staith_table_find_column(definition, staith_table_trim(text), line,
                                              &ret_condition->column, fault);
        if (result != STAITH_OK || !whole) {
            return result;
        }
        const struct staith_kit_column *column = &definition->columns[ret_condition->column];
        if (!fits(tests[i].test, column->type)) {
            return staith_table_fault_set(fault, line, "column %s has no order: use is",
                                          column->name);
        }
        return read_values(column, words + strlen(tests[i].words), line, ret_condition, fault);
    }
    return staith_table_fault_set(fault, line,
                                  "a condition is COLUMN is CODE, is not, at least, at most, is "
                                  "blank or is not blank");
}

static bool is_among(const struct staith_table_condition *condition, int64_t number)
{
    for (uint32_t i = 0; i < condition->value_count; i++) {
        if (condition->values[i] == number) {
            return true;
        }
    }
    return false;
}

static bool one_holds(const struct staith_table_condition *condition,
                      const struct staith_kit_cell *cell)
{
    bool blank = cell->state == STAITH_KIT_CELL_BLANK || cell->state == STAITH_KIT_CELL_ABSENT;
    bool good = cell->state == STAITH_KIT_CELL_GOOD;
    switch (condition->test) {
    case STAITH_TABLE_BLANK:
        return blank;
    case STAITH_TABLE_NOT_BLANK:
        return good;
    case STAITH_TABLE_IS:
        return good && is_among(condition, cell->number);
    case STAITH_TABLE_IS_NOT:
        return good && !is_among(condition, cell->number);
    case STAITH_TABLE_AT_LEAST:
        return good && cell->number >= condition->values[0];
    case STAITH_TABLE_AT_MOST:
        return good && cell->number <= condition->values[0];
    }
    return false;
}

bool staith_table_holds(const struct staith_table_measure *measure,
                        const struct staith_kit_cell *cells)
{
    for (uint32_t i = 0; i < measure->condition_count; i++) {
        if (!one_holds(&measure->conditions[i], &cells[measure->conditions[i].column])) {
            return false;
        }
    }
    return true;
}
