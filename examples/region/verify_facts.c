/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verify-facts: hold a comparison (the CSV of `staith compare`) against the published figures,
 * value for value and status for status. Both are compared as the tenths that are shown: nothing is
 * computed again here, so that no mistake can be made twice.
 */
#include "facts.h"
#include "parts.h"
#include "table.h"

#include "base/decimal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SHOWN = 65536, FIRST = 2017, LAST = 2025 };

/* One shown rate. */
struct shown {
    int32_t year;
    size_t rate; /* index into region_rate_defs */
    char code[12];
    struct region_fact fact;
};

struct columns {
    size_t period;
    size_t indicator;
    size_t area_code;
    size_t value;
    size_t status;
    size_t count;
};

struct tally {
    uint32_t hits;
    uint32_t misses;
};

struct verify {
    const char *facts_path;
    const char *areas_path;
    const char *csv_path;
    int32_t first_year;
    int32_t last_year;
    const char *only; /* council codes, comma-separated; NULL: all councils and the region */
    struct region_facts facts;
    struct region_councils list;
    struct shown *shown;
    size_t shown_count;
    struct tally tallies[REGION_RATE_COUNT];
};

static const char usage[] =
    "usage: verify-facts --facts FILE --areas FILE --csv FILE [options]\n"
    "\n"
    "Holds every rate of a comparison against the published figures: nine indicators of every\n"
    "council and of the region, value for value and status for status.\n"
    "\n"
    "  --facts FILE      published figures (published.csv)\n"
    "  --areas FILE      the region's councils (councils.csv)\n"
    "  --csv FILE        the comparison (staith compare --format csv)\n"
    "  --years A[-B]     the years that it has to hold (default: 2017-2025)\n"
    "  --only LIST       these councils' codes alone, separated by commas, without the region\n"
    "  --help            this text\n"
    "\n"
    "Exit status: 0 every rate agrees; 1 one does not, or is not there; others as in sysexits.h.\n";

static int fail(const struct region_table *table, struct staith_err *err, const char *what,
                const char *value)
{
    (void)staith_err_set(err, STAITH_ERR_SYNTAX, "%s: %.60s", what, value);
    staith_err_at(err, table->path, table->line, 0);
    return STAITH_ERR_SYNTAX;
}

static int find_column(const struct region_table *table, const char *name, size_t *ret_at,
                       struct staith_err *err)
{
    for (size_t i = 0; i < table->field_count; i++) {
        if (strcmp(table->fields[i], name) == 0) {
            *ret_at = i;
            return 0;
        }
    }
    return fail(table, err, "there is no column", name);
}

static int find_columns(const struct region_table *table, struct columns *columns,
                        struct staith_err *err)
{
    columns->count = table->field_count;
    int rc = find_column(table, "period", &columns->period, err);
    rc = rc != 0 ? rc : find_column(table, "indicator", &columns->indicator, err);
    rc = rc != 0 ? rc : find_column(table, "area_code", &columns->area_code, err);
    rc = rc != 0 ? rc : find_column(table, "value", &columns->value, err);
    return rc != 0 ? rc : find_column(table, "status", &columns->status, err);
}

static size_t rate_of(const char *code)
{
    size_t rate = 0;
    while (rate < REGION_RATE_COUNT &&
           strcmp(region_figure_column(region_rate_defs[rate].figure), code) != 0) {
        rate++;
    }
    return rate;
}

/* A number, or a symbol with no number but that of a rate too low to show. */
static int read_fact(const struct region_table *table, const struct columns *columns,
                     struct region_fact *fact, struct staith_err *err)
{
    const char *value = table->fields[columns->value];
    const char *status = table->fields[columns->status];
    memset(fact, 0, sizeof(*fact));
    if (strlen(status) >= sizeof(fact->symbol)) {
        return fail(table, err, "no status", status);
    }
    memcpy(fact->symbol, status, strlen(status) + 1);
    if (value[0] == '\0' && status[0] != '\0') {
        return 0;
    }
    if (staith_decimal_parse(value, strlen(value), 1, &fact->tenths) != 0) {
        return fail(table, err, "no number with one decimal", value);
    }
    if (status[0] != '\0' && fact->tenths != 0) {
        return fail(table, err, "a number beside a status", value);
    }
    return 0;
}

static int take_row(struct verify *verify, const struct region_table *table,
                    const struct columns *columns, struct staith_err *err)
{
    if (table->field_count != columns->count) {
        return fail(table, err, "wrong number of fields", table->fields[0]);
    }
    const size_t rate = rate_of(table->fields[columns->indicator]);
    if (rate == REGION_RATE_COUNT) {
        return 0;
    }
    if (verify->shown_count == MAX_SHOWN) {
        return fail(table, err, "too many rows", table->fields[0]);
    }
    struct shown *shown = &verify->shown[verify->shown_count];
    const char *period = table->fields[columns->period];
    const char *code = table->fields[columns->area_code];
    int64_t year = 0;
    if (strlen(period) != 4 || staith_decimal_parse(period, 4, 0, &year) != 0) {
        return fail(table, err, "no census year", period);
    }
    if (strlen(code) >= sizeof(shown->code)) {
        return fail(table, err, "no area code", code);
    }
    memset(shown, 0, sizeof(*shown));
    shown->year = (int32_t)year;
    shown->rate = rate;
    memcpy(shown->code, code, strlen(code) + 1);
    const int rc = read_fact(table, columns, &shown->fact, err);
    verify->shown_count += rc == 0 ? 1 : 0;
    return rc;
}

static int read_shown(struct verify *verify, struct staith_err *err)
{
    struct region_table table;
    struct columns columns = {0};
    int rc = region_table_open(verify->csv_path, &table, err);
    if (rc != 0) {
        return rc;
    }
    rc = find_columns(&table, &columns, err);
    while (rc == 0) {
        rc = region_table_next(&table, err);
        if (rc != 1) {
            break;
        }
        rc = take_row(verify, &table, &columns, err);
    }
    region_table_close(&table);
    return rc;
}

static void print_fact(const struct region_fact *fact)
{
    char text[24];
    if (fact->symbol[0] != '\0') {
        (void)printf("%s", fact->symbol);
    } else if (staith_decimal_format(fact->tenths, 1, text, sizeof(text)) > 0) {
        (void)printf("%s", text);
    }
}

static const char *reason(const struct region_fact *published, const struct shown *shown)
{
    if (shown == NULL) {
        return "the rate is not shown";
    }
    if (strcmp(published->symbol, shown->fact.symbol) == 0) {
        return "the numbers differ";
    }
    if (published->symbol[0] == '\0') {
        return "published as a number, shown as a status";
    }
    return shown->fact.symbol[0] == '\0' ? "published as a status, shown as a number"
                                         : "the statuses differ";
}

static const struct shown *find_shown(const struct verify *verify, int32_t year, size_t rate,
                                      const char *code, bool *ret_twice)
{
    const struct shown *found = NULL;
    *ret_twice = false;
    for (size_t i = 0; i < verify->shown_count; i++) {
        const struct shown *shown = &verify->shown[i];
        if (shown->year == year && shown->rate == rate && strcmp(shown->code, code) == 0) {
            *ret_twice = found != NULL;
            found = shown;
        }
    }
    return found;
}

static void compare(struct verify *verify, const struct region_row *row, size_t rate)
{
    const struct region_fact *published = &row->figures[region_rate_defs[rate].figure];
    bool twice = false;
    const struct shown *shown = find_shown(verify, row->year, rate, row->code, &twice);
    if (shown != NULL && !twice && strcmp(published->symbol, shown->fact.symbol) == 0 &&
        published->tenths == shown->fact.tenths) {
        verify->tallies[rate].hits++;
        return;
    }
    verify->tallies[rate].misses++;
    (void)printf("miss  %d  %-10s %-29s published ", row->year, row->code,
                 region_figure_column(region_rate_defs[rate].figure));
    print_fact(published);
    if (shown != NULL) {
        (void)printf(", shown ");
        print_fact(&shown->fact);
    }
    (void)printf(": %s\n", twice ? "the rate is shown twice" : reason(published, shown));
}

static bool wanted(const struct verify *verify, const char *code)
{
    const char *at = verify->only;
    while (at != NULL && *at != '\0') {
        const size_t len = strcspn(at, ",");
        if (len == strlen(code) && strncmp(at, code, len) == 0) {
            return true;
        }
        at += len + (at[len] == ',' ? 1 : 0);
    }
    return verify->only == NULL;
}

static int compare_year(struct verify *verify, int32_t year, struct staith_err *err)
{
    for (size_t i = 0; i <= verify->list.count; i++) {
        const bool whole = i == verify->list.count;
        if (!whole && !wanted(verify, verify->list.items[i].code)) {
            continue;
        }
        if (whole && verify->only != NULL) {
            continue;
        }
        const struct region_row *row = region_facts_find(
            &verify->facts, year, whole ? REGION_LEVEL_REGION : REGION_LEVEL_AUTHORITY,
            whole ? NULL : verify->list.items[i].code);
        if (row == NULL) {
            return staith_err_set(err, STAITH_ERR_NOTFOUND, "no published figures for %d", year);
        }
        for (size_t rate = 0; rate < REGION_RATE_COUNT; rate++) {
            compare(verify, row, rate);
        }
    }
    return 0;
}

/* Returns whether nothing was missed and something was there. */
static bool print_counts(const struct verify *verify)
{
    struct tally sum = {0, 0};
    (void)printf("%-29s %8s %8s\n", "indicator", "hits", "misses");
    for (size_t rate = 0; rate < REGION_RATE_COUNT; rate++) {
        const struct tally *tally = &verify->tallies[rate];
        (void)printf("%-29s %8u %8u\n", region_figure_column(region_rate_defs[rate].figure),
                     tally->hits, tally->misses);
        sum.hits += tally->hits;
        sum.misses += tally->misses;
    }
    (void)printf("%-29s %8u %8u\n", "all", sum.hits, sum.misses);
    return sum.misses == 0 && sum.hits > 0;
}

static int set_years(struct verify *verify, const char *value)
{
    const size_t len = strcspn(value, "-");
    const char *second = value[len] == '-' ? value + len + 1 : value;
    int64_t first = 0;
    int64_t last = 0;
    if (staith_decimal_parse(value, len, 0, &first) != 0 ||
        staith_decimal_parse(second, strlen(second), 0, &last) != 0 || first < FIRST ||
        last < first || last > LAST) {
        return STAITH_ERR_INVAL;
    }
    verify->first_year = (int32_t)first;
    verify->last_year = (int32_t)last;
    return 0;
}

static int run(struct verify *verify, struct staith_err *err)
{
    verify->shown = calloc(MAX_SHOWN, sizeof(*verify->shown));
    if (verify->shown == NULL) {
        return STAITH_ERR_NOMEM;
    }
    int rc = region_facts_read(verify->facts_path, &verify->facts, err);
    rc = rc != 0 ? rc : region_councils_read(verify->areas_path, &verify->list, err);
    rc = rc != 0 ? rc : read_shown(verify, err);
    for (int32_t year = verify->first_year; rc == 0 && year <= verify->last_year; year++) {
        rc = compare_year(verify, year, err);
    }
    return rc;
}

static int set_option(struct verify *verify, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **place;
    } places[] = {{"--facts", &verify->facts_path},
                  {"--areas", &verify->areas_path},
                  {"--csv", &verify->csv_path},
                  {"--only", &verify->only}};
    for (size_t i = 0; value != NULL && i < sizeof(places) / sizeof(places[0]); i++) {
        if (strcmp(name, places[i].name) == 0) {
            *places[i].place = value;
            return 0;
        }
    }
    return value != NULL && strcmp(name, "--years") == 0 ? set_years(verify, value)
                                                         : STAITH_ERR_INVAL;
}

int main(int argc, char **argv)
{
    struct verify verify = {.first_year = FIRST, .last_year = LAST};
    struct staith_err err = {0};
    for (int i = 1; i < argc; i += 2) {
        if (strcmp(argv[i], "--help") == 0) {
            (void)fputs(usage, stdout);
            return 0;
        }
        if (set_option(&verify, argv[i], i + 1 < argc ? argv[i + 1] : NULL) != 0) {
            (void)fprintf(stderr, "verify-facts: %s: unknown, or its value is wrong\n%s", argv[i],
                          usage);
            return staith_err_status(STAITH_ERR_INVAL);
        }
    }
    if (verify.facts_path == NULL || verify.areas_path == NULL || verify.csv_path == NULL) {
        (void)fprintf(stderr, "verify-facts: --facts, --areas and --csv are needed\n%s", usage);
        return staith_err_status(STAITH_ERR_INVAL);
    }
    const int rc = run(&verify, &err);
    int status = staith_err_status(rc);
    if (rc != 0) {
        err.code = rc;
        staith_err_print("verify-facts", &err);
    } else {
        status = print_counts(&verify) ? 0 : 1;
    }
    free(verify.shown);
    region_facts_deinit(&verify.facts);
    return status;
}
