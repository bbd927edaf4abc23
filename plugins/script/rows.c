/* SPDX-License-Identifier: Apache-2.0 */
#include "take.h"

#include <staith/kit_csv.h>
#include <string.h>

/* The columns of the contract; the dimensions' stand behind them. */
enum {
    COLUMN_MEASURE,
    COLUMN_VALUE,
    COLUMN_PERSON,
    COLUMN_OWNER,
    COLUMN_PERIOD,
    COLUMN_FINDING,
    COLUMN_LINE,
    COLUMN_COLUMN,
    COLUMN_ROW,
    COLUMN_SHEET,
    COLUMN_UNAVAILABLE,
    COLUMN_COUNT
};

struct reading {
    struct staith_script_taking *taking;
    const char *names[COLUMN_COUNT + STAITH_SCRIPT_MAX_DIMENSIONS];
};

static const char *const columns[COLUMN_COUNT] = {[COLUMN_MEASURE] = "measure",
                                                  [COLUMN_VALUE] = "value",
                                                  [COLUMN_PERSON] = "person",
                                                  [COLUMN_OWNER] = "owner",
                                                  [COLUMN_PERIOD] = "period",
                                                  [COLUMN_FINDING] = "finding",
                                                  [COLUMN_LINE] = "line",
                                                  [COLUMN_COLUMN] = "column",
                                                  [COLUMN_ROW] = "row",
                                                  [COLUMN_SHEET] = "sheet",
                                                  [COLUMN_UNAVAILABLE] = "unavailable"};

static struct staith_script_value value_of(const struct staith_kit_csv_row *row, uint32_t column)
{
    const struct staith_kit_csv_field *field = &row->fields[column];
    bool there = field->text != NULL && field->len > 0;
    return (struct staith_script_value){there ? field->text : NULL, there ? field->len : 0};
}

/* A column that is neither the contract's nor a dimension is a mistake of the program. */
static int on_header(void *ctx, const bool *present, uint32_t unknown)
{
    struct reading *reading = ctx;
    if (unknown > 0 || !(present[COLUMN_MEASURE] || present[COLUMN_FINDING])) {
        int result = staith_script_fault_at(reading->taking, STAITH_SCRIPT_CHECK_FIELD, 1, 0);
        return result == STAITH_OK ? STAITH_ESOURCE : result;
    }
    return STAITH_OK;
}

static bool whole_of(const struct staith_kit_csv_row *row, uint32_t column, uint64_t *ret_number)
{
    const struct staith_script_value value = value_of(row, column);
    int64_t number = 0;
    if (value.text != NULL &&
        staith_kit_decimal(value.text, value.len, 0, 0, INT64_MAX, &number) != STAITH_OK) {
        return false;
    }
    *ret_number = (uint64_t)number;
    return true;
}

static int take_finding(struct reading *reading, const struct staith_kit_csv_row *row)
{
    const struct staith_script_value code = value_of(row, COLUMN_FINDING);
    struct staith_location where = {0, 0, 0, STAITH_NO_ELEMENT, 0};
    uint64_t sheet = 0;
    if (!whole_of(row, COLUMN_LINE, &where.line) || !whole_of(row, COLUMN_COLUMN, &where.column) ||
        !whole_of(row, COLUMN_ROW, &where.row) || !whole_of(row, COLUMN_SHEET, &sheet) ||
        sheet > UINT32_MAX) {
        return staith_script_fault_at(reading->taking, STAITH_SCRIPT_CHECK_FIELD, row->line, 0);
    }
    where.sheet = (uint32_t)sheet;
    return staith_script_take_finding(reading->taking, &code, &where, row->line);
}

static int take_observation(struct reading *reading, const struct staith_kit_csv_row *row)
{
    struct staith_script_observation observation = {.measure = value_of(row, COLUMN_MEASURE),
                                                    .value = value_of(row, COLUMN_VALUE),
                                                    .person = value_of(row, COLUMN_PERSON),
                                                    .owner = value_of(row, COLUMN_OWNER)};
    for (uint32_t i = 0; i < reading->taking->catalogue->descriptor.dimension_count; i++) {
        observation.at[i] = value_of(row, COLUMN_COUNT + i);
    }
    return staith_script_take(reading->taking, &observation, row->line);
}

static int on_row(void *ctx, const struct staith_kit_csv_row *row)
{
    struct reading *reading = ctx;
    const struct staith_script_value period = value_of(row, COLUMN_PERIOD);
    const struct staith_script_value unavailable = value_of(row, COLUMN_UNAVAILABLE);
    const struct staith_script_value measure = value_of(row, COLUMN_MEASURE);
    int result = STAITH_OK;
    if (period.text != NULL) {
        result = staith_script_take_period(reading->taking, &period, row->line);
    }
    if (result != STAITH_OK) {
        return result;
    }
    if (row->fields[COLUMN_FINDING].len > 0) {
        return take_finding(reading, row);
    }
    if (unavailable.text != NULL) {
        return staith_script_take_unavailable(reading->taking, &unavailable, row->line);
    }
    return measure.text == NULL && period.text != NULL ? STAITH_OK : take_observation(reading, row);
}

int staith_script_take_csv(struct staith_script_taking *taking, const struct staith_host *host)
{
    const struct staith_descriptor *descriptor = &taking->catalogue->descriptor;
    struct reading reading = {.taking = taking};
    struct staith_kit_problem problem = {0};
    memcpy(reading.names, columns, sizeof columns);
    for (uint32_t i = 0; i < descriptor->dimension_count; i++) {
        reading.names[COLUMN_COUNT + i] = descriptor->dimensions[i].code;
    }
    const struct staith_kit_csv_job job = {.names = reading.names,
                                           .name_count = COLUMN_COUNT + descriptor->dimension_count,
                                           .ctx = &reading,
                                           .on_header = on_header,
                                           .on_row = on_row};
    int result = staith_kit_csv_read(host, 0, &job, &problem);
    if (result == STAITH_ESOURCE && problem.kind != STAITH_KIT_NO_PROBLEM) {
        int said =
            staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_LINE, problem.line, problem.column);
        return said == STAITH_OK ? STAITH_ESOURCE : said;
    }
    return result == STAITH_OK && taking->faults > 0 ? STAITH_ESOURCE : result;
}
