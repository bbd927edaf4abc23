/* SPDX-License-Identifier: Apache-2.0 */
#include "facts.h"

#include "base/decimal.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_COLUMNS = 4, MAX_ROWS = 100000 };

static const char *const figure_columns[REGION_FIGURE_COUNT] = {
#define REGION_X(name, column) [REGION_##name] = (column),
    REGION_FIGURES(REGION_X)
#undef REGION_X
};

static const char *const level_names[] = {"country", "region", "authority"};
static const char *const symbols[] = {"u", "x", "z", "c", "low"};

const char *region_figure_column(enum region_figure figure)
{
    return figure_columns[figure];
}

static int fail(const struct region_table *table, struct staith_err *err, const char *what,
                const char *value)
{
    (void)staith_err_set(err, STAITH_ERR_SYNTAX, "%s: %.40s", what, value);
    staith_err_at(err, table->path, table->line, 0);
    return STAITH_ERR_SYNTAX;
}

static int copy(const struct region_table *table, const char *text, char *out, size_t cap,
                struct staith_err *err)
{
    const size_t len = strlen(text);
    if (len == 0 || len >= cap) {
        return fail(table, err, "empty or too long", text);
    }
    memcpy(out, text, len + 1);
    return 0;
}

static int read_fact(const char *text, struct region_fact *ret_fact)
{
    memset(ret_fact, 0, sizeof(*ret_fact));
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        if (strcmp(text, symbols[i]) == 0) {
            memcpy(ret_fact->symbol, text, strlen(text) + 1);
            return 0;
        }
    }
    return staith_decimal_parse(text, strlen(text), 1, &ret_fact->tenths);
}

static int read_row(const struct region_table *table, struct region_row *row,
                    struct staith_err *err)
{
    if (table->field_count != KEY_COLUMNS + REGION_FIGURE_COUNT) {
        return fail(table, err, "wrong number of fields", table->fields[0]);
    }
    int64_t year = 0;
    if (staith_decimal_parse(table->fields[0], strlen(table->fields[0]), 0, &year) != 0 ||
        year < 1900 || year > 2999) {
        return fail(table, err, "no year", table->fields[0]);
    }
    row->year = (int32_t)year;
    size_t level = 0;
    while (level < 3 && strcmp(table->fields[1], level_names[level]) != 0) {
        level++;
    }
    if (level == 3) {
        return fail(table, err, "no level", table->fields[1]);
    }
    row->level = (enum region_level)level;
    const int rc = copy(table, table->fields[2], row->code, sizeof(row->code), err);
    for (size_t i = 0; rc == 0 && i < REGION_FIGURE_COUNT; i++) {
        const char *text = table->fields[KEY_COLUMNS + i];
        if (read_fact(text, &row->figures[i]) != 0) {
            return fail(table, err, "neither a number nor a symbol", text);
        }
    }
    return rc;
}

static int read_rows(struct region_table *table, struct region_facts *facts, struct staith_err *err)
{
    size_t cap = 0;
    int rc;
    while ((rc = region_table_next(table, err)) == 1) {
        if (facts->count == cap) {
            cap = cap == 0 ? 512 : cap * 2;
            struct region_row *rows =
                cap > MAX_ROWS ? NULL : realloc(facts->rows, cap * sizeof(*rows));
            if (rows == NULL) {
                return staith_err_set(err, STAITH_ERR_NOMEM, "too many rows");
            }
            facts->rows = rows;
        }
        rc = read_row(table, &facts->rows[facts->count], err);
        if (rc != 0) {
            return rc;
        }
        facts->count++;
    }
    return rc;
}

int region_facts_read(const char *path, struct region_facts *ret_facts, struct staith_err *err)
{
    const char *columns[KEY_COLUMNS + REGION_FIGURE_COUNT] = {"period", "level", "area_code",
                                                              "area_name"};
    memcpy(columns + KEY_COLUMNS, figure_columns, sizeof(figure_columns));
    struct region_facts facts = {NULL, 0};
    struct region_table table;
    int rc = region_table_open(path, &table, err);
    if (rc != 0) {
        return rc;
    }
    rc = region_table_expect(&table, columns, KEY_COLUMNS + REGION_FIGURE_COUNT, err);
    if (rc == 0) {
        rc = read_rows(&table, &facts, err);
    }
    region_table_close(&table);
    if (rc != 0) {
        region_facts_deinit(&facts);
        return rc;
    }
    *ret_facts = facts;
    return 0;
}

void region_facts_deinit(struct region_facts *facts)
{
    if (facts != NULL) {
        free(facts->rows);
        facts->rows = NULL;
        facts->count = 0;
    }
}

const struct region_row *region_facts_find(const struct region_facts *facts, int32_t year,
                                           enum region_level level, const char *code)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct region_row *row = &facts->rows[i];
        if (row->year == year && row->level == level &&
            (code == NULL || strcmp(row->code, code) == 0)) {
            return row;
        }
    }
    return NULL;
}

static int read_councils(struct region_table *table, struct region_councils *councils,
                         struct staith_err *err)
{
    int rc;
    while ((rc = region_table_next(table, err)) == 1) {
        if (councils->count == REGION_MAX_COUNCILS || table->field_count != 7) {
            return fail(table, err, "too many councils, or not seven fields", table->fields[0]);
        }
        struct region_council *council = &councils->items[councils->count++];
        rc = copy(table, table->fields[0], council->code, sizeof(council->code), err);
        rc =
            rc != 0 ? rc : copy(table, table->fields[1], council->name, sizeof(council->name), err);
        rc =
            rc != 0 ? rc : copy(table, table->fields[3], council->slug, sizeof(council->slug), err);
        if (rc != 0) {
            return rc;
        }
    }
    return rc;
}

int region_councils_read(const char *path, struct region_councils *ret_councils,
                         struct staith_err *err)
{
    static const char *const columns[] = {"code", "name",        "short",     "slug",
                                          "ons",  "earlier_ons", "neighbours"};
    struct region_table table;
    int rc = region_table_open(path, &table, err);
    if (rc != 0) {
        return rc;
    }
    ret_councils->count = 0;
    rc = region_table_expect(&table, columns, 7, err);
    if (rc == 0) {
        rc = read_councils(&table, ret_councils, err);
    }
    region_table_close(&table);
    return rc;
}
