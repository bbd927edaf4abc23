/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV as a council's spreadsheet writes it. Header and council items are columns like the others:
 * they are taken from every row where they are filled, and must agree.
 */
#include "formats.h"

#include <staith/kit_csv.h>

#define E(id) STAITH_WORKFORCE_E_##id
#define C(id) STAITH_WORKFORCE_C_##id

/* Quoted fields keep the spaces around them; no item has any. */
static struct staith_kit_csv_field trim(struct staith_kit_csv_field field)
{
    if (field.text == NULL) {
        field.text = "";
        field.len = 0;
    }
    while (field.len > 0 && (field.text[0] == ' ' || field.text[0] == '\t')) {
        field.text++;
        field.len--;
    }
    while (field.len > 0 &&
           (field.text[field.len - 1] == ' ' || field.text[field.len - 1] == '\t')) {
        field.len--;
    }
    return field;
}

static int on_header(void *ctx, const bool *present, uint32_t unknown)
{
    struct staith_workforce_census *census = ctx;
    const struct staith_location first_line = {1, 0, 0, STAITH_NO_ELEMENT, 0};
    int rc = STAITH_OK;
    if (!present[E(SWENO)]) {
        rc = staith_workforce_census_report(census, C(NOT_A_RETURN), &first_line, E(SWENO));
        return rc != STAITH_OK ? rc : STAITH_ESOURCE;
    }
    if (unknown > 0) {
        rc = staith_workforce_census_report(census, C(UNKNOWN), &first_line, STAITH_NO_ELEMENT);
    }
    return rc;
}

static int take_shared_items(struct staith_workforce_census *census,
                             const struct staith_kit_csv_row *row,
                             const struct staith_location *where)
{
    for (uint32_t element = E(COLLECTION); element < E(AGENCY_WORKER); element++) {
        struct staith_kit_csv_field field = trim(row->fields[element]);
        int rc = staith_workforce_census_item(census, element, field.text, field.len, where);
        if (rc != STAITH_OK) {
            return rc;
        }
    }
    return STAITH_OK;
}

static int take_person(struct staith_workforce_census *census, const struct staith_kit_csv_row *row,
                       const struct staith_location *where)
{
    int rc = staith_workforce_census_row_start(census, where);
    if (rc == STAITH_OK && row->cells > row->columns) {
        census->row.bad = true;
        rc = staith_workforce_census_report(census, C(RAGGED), &census->row.where,
                                            STAITH_NO_ELEMENT);
    }
    for (uint32_t element = E(AGENCY_WORKER);
         rc == STAITH_OK && element < STAITH_WORKFORCE_ELEMENT_COUNT; element++) {
        struct staith_kit_csv_field field = trim(row->fields[element]);
        rc = staith_workforce_census_row_item(census, element, field.text, field.len, where);
    }
    return rc != STAITH_OK ? rc : staith_workforce_census_row_end(census);
}

/* A row may be about the council alone, or empty below the table. */
static bool has_person(const struct staith_kit_csv_row *row)
{
    for (uint32_t element = E(AGENCY_WORKER); element < STAITH_WORKFORCE_ELEMENT_COUNT; element++) {
        if (trim(row->fields[element]).len > 0) {
            return true;
        }
    }
    return false;
}

static int on_row(void *ctx, const struct staith_kit_csv_row *row)
{
    struct staith_workforce_census *census = ctx;
    const struct staith_location where = {row->line, 0, 0, STAITH_NO_ELEMENT, 0};
    int rc = take_shared_items(census, row, &where);
    if (rc != STAITH_OK || !has_person(row)) {
        return rc;
    }
    return take_person(census, row, &where);
}

int staith_workforce_csv_read(struct staith_workforce_census *census, uint32_t source,
                              struct staith_kit_problem *ret_problem)
{
    struct staith_kit_csv_job job = {
        .names = staith_workforce_element_names,
        .name_count = STAITH_WORKFORCE_ELEMENT_COUNT,
        .limits = {STAITH_WORKFORCE_TEXT_BYTES, 0, (uint64_t)census->options->max_bytes},
        .ctx = census,
        .on_header = on_header,
        .on_row = on_row,
    };
    return staith_kit_csv_read(census->host, source, &job, ret_problem);
}
