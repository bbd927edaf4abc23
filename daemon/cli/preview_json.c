/* SPDX-License-Identifier: Apache-2.0 */
/* A preview as JSON. Numbers of people and sums are texts: exact decimals are no floats. */
#include "cli/figure.h"
#include "cli/preview.h"

#include <staith/plugin.h>

/* Append, taking `item`; false without memory. */
static bool append(json_t *array, json_t *item)
{
    return json_array_append_new(array, item) == 0;
}

static json_t *value_json(const struct staith_value *value, uint32_t unit)
{
    char text[STAITH_CLI_FIGURE_BYTES];
    if (value->status == STAITH_STATUS_VALUE) {
        return json_string(staith_cli_value(value, unit, false, text));
    }
    return json_null();
}

static json_t *status_json(enum staith_status status)
{
    const char *symbol = staith_status_symbol(status);
    return symbol != NULL && symbol[0] != '\0' ? json_string(symbol) : json_null();
}

static json_t *leaving_cell(const struct staith_release_cell *cell,
                            const struct staith_rawtable *raw,
                            const struct staith_catalogue *catalogue)
{
    int index = staith_catalogue_measure(catalogue, cell->measure);
    uint32_t unit = index >= 0 ? catalogue->measures[index].unit : 0;
    json_t *categories = json_object();
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        json_t *category =
            cell->categories[i] != NULL ? json_string(cell->categories[i]) : json_null();
        (void)json_object_set_new(categories, cell->dimensions[i], category);
    }
    json_t *item = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s?}", "table", cell->table,
                             "measure", cell->measure, "label",
                             index >= 0 ? catalogue->measures[index].label : cell->measure, "unit",
                             index >= 0 ? staith_unit_words(unit) : "", "categories", categories,
                             "value", value_json(&cell->value, unit), "status",
                             status_json(cell->value.status), "reason", cell->reason);
    if (cell->base > 0 && cell->value.status == STAITH_STATUS_SUPPRESSED) {
        json_t *more = json_pack("{s:I, s:I, s:I, s:I}", "low", (json_int_t)cell->value.lo, "high",
                                 (json_int_t)cell->value.hi, "base", (json_int_t)cell->base,
                                 "counted", (json_int_t)staith_cli_leaves_counted(raw, cell));
        (void)json_object_update(item, more);
        json_decref(more);
    } else if (cell->base > 0) {
        json_t *more = json_pack("{s:I, s:I, s:I, s:I}", "rounded", (json_int_t)cell->value.value,
                                 "base", (json_int_t)cell->base, "reach", (json_int_t)cell->reach,
                                 "counted", (json_int_t)staith_cli_leaves_counted(raw, cell));
        (void)json_object_update(item, more);
        json_decref(more);
    } else if (cell->value.status == STAITH_STATUS_SUPPRESSED) {
        const struct staith_value exact = staith_value_exact(staith_cli_leaves_counted(raw, cell));
        (void)json_object_set_new(item, "counted", value_json(&exact, unit));
    }
    return item;
}

static json_t *leaving(const struct staith_cli_preview *preview)
{
    json_t *cells = json_array();
    uint32_t count = preview->release != NULL ? staith_release_cell_count(preview->release) : 0;
    for (uint32_t i = 0; i < count; i++) {
        struct staith_release_cell cell = staith_release_cell_at(preview->release, i);
        (void)append(cells,
                     leaving_cell(&cell, preview->outcome->raw, preview->outcome->catalogue));
    }
    return cells;
}

static json_t *staying_cell(const struct staith_cell *cell, const struct staith_table *table,
                            const struct staith_catalogue *catalogue, const char *why)
{
    const struct staith_measure *measure = &catalogue->measures[cell->measure];
    struct staith_value value = cell->status == STAITH_STATUS_VALUE
                                    ? staith_value_exact(cell->value)
                                    : staith_value_status(cell->status);
    json_t *categories = json_object();
    for (uint32_t i = 0; i < table->dimension_count; i++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[table->dimensions[i]];
        json_t *category = cell->categories[i] == STAITH_TOTAL
                               ? json_null()
                               : json_string(dimension->categories[cell->categories[i]].code);
        (void)json_object_set_new(categories, dimension->code, category);
    }
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:I, s:s}", "measure", measure->code, "unit",
                     staith_unit_words(measure->unit), "categories", categories, "value",
                     value_json(&value, measure->unit), "status", status_json(cell->status),
                     "people", (json_int_t)cell->contributors, "why", why);
}

static json_t *staying(const struct staith_cli_preview *preview)
{
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    const struct staith_rawtable *raw = preview->outcome->raw;
    const struct staith_decision *decision = preview->decision;
    json_t *tables = json_array();
    for (uint32_t i = 0; decision != NULL && raw != NULL && i < decision->disposition_count; i++) {
        const struct staith_disposition *disposition = &decision->dispositions[i];
        if (disposition->withheld == 0 || disposition->table >= raw->part_count) {
            continue;
        }
        const struct staith_rawtable_part *part = &raw->parts[disposition->table];
        const struct staith_table *table = &catalogue->tables[part->table];
        json_t *cells = json_array();
        for (uint32_t j = 0; j < part->cell_count; j++) {
            const struct staith_cell *cell = &part->cells[j];
            if (staith_cli_leaves_find(preview->leaves, part->table, cell) < 0) {
                const char *why = staith_cli_leaves_why(decision, part->table, cell->measure);
                (void)append(cells, staying_cell(cell, table, catalogue, why));
            }
        }
        (void)append(tables, json_pack("{s:s, s:s, s:o}", "table", table->code, "label",
                                       table->label, "cells", cells));
    }
    return tables;
}

static json_t *places(const struct staith_cli_preview *preview, uint32_t check)
{
    const struct staith_rawtable *raw = preview->outcome->raw;
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    json_t *array = json_array();
    for (uint32_t i = 0; i < raw->finding_count; i++) {
        const struct staith_finding *finding = &raw->findings[i];
        if (finding->check != check) {
            continue;
        }
        const char *element = finding->element < catalogue->element_count
                                  ? catalogue->elements[finding->element]
                                  : NULL;
        (void)append(array, json_pack("{s:I, s:I, s:I, s:I, s:s?}", "sheet",
                                      (json_int_t)finding->sheet, "line", (json_int_t)finding->line,
                                      "column", (json_int_t)finding->column, "row",
                                      (json_int_t)finding->row, "element", element));
    }
    return array;
}

static json_t *findings(const struct staith_cli_preview *preview)
{
    const struct staith_rawtable *raw = preview->outcome->raw;
    const struct staith_catalogue *catalogue = preview->outcome->catalogue;
    json_t *array = json_array();
    for (uint32_t i = 0; raw != NULL && i < catalogue->check_count; i++) {
        const struct staith_check *check = &catalogue->checks[i];
        if (raw->finding_totals[i] == 0) {
            continue;
        }
        (void)append(array,
                     json_pack("{s:s, s:s, s:I, s:s, s:s, s:o}", "check", check->code, "severity",
                               check->severity == STAITH_ERROR ? "error" : "query", "count",
                               (json_int_t)raw->finding_totals[i], "message", check->message,
                               "advice", check->advice, "places", places(preview, i)));
    }
    return array;
}

static json_t *alarms(const struct staith_cli_preview *preview)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < preview->outcome->alarm_count; i++) {
        const struct staith_alarm *alarm = &preview->outcome->alarms[i];
        (void)append(array, json_pack("{s:s, s:I, s:s, s:s}", "alarm", alarm->code, "count",
                                      (json_int_t)alarm->count, "label", alarm->label, "advice",
                                      alarm->advice));
    }
    return array;
}

json_t *staith_cli_preview_json(const struct staith_cli_preview *preview)
{
    const struct staith_rawtable *raw = preview->outcome->raw;
    char period[STAITH_PERIOD_CODE_BYTES] = "";
    if (raw != NULL) {
        staith_period_format(&raw->period, period);
    }
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:b, s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:s?}", "authority",
        preview->config->authority_code, "dataset", preview->dataset->name, "period", period,
        "source", preview->source, "sent", 0, "run", staith_gate_end_code(preview->outcome->end),
        "observed", (json_int_t)(raw != NULL ? raw->observed : 0), "people",
        (json_int_t)(raw != NULL ? raw->people : 0), "leaves", leaving(preview), "stays",
        staying(preview), "findings", findings(preview), "alarms", alarms(preview), "refused",
        preview->refused != NULL ? preview->refused->what : NULL);
}
