/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_PROTECT_TABLE_H
#define STAITH_TEST_PROTECT_TABLE_H
/*
 * Raw tables for tests of disclosure control: people are put at their categories and counted, with
 * all totals, into any tables over up to four dimensions. One measure, "leavers".
 */
#include "model/rawtable.h"

#include <staith/plugin.h>
#include <stdlib.h>
#include <string.h>

enum { PROTECT_TABLES = 8, PROTECT_PEOPLE = 8192, PROTECT_NONE = 0xFFFF };

struct protect_people {
    uint16_t at[4];
    int64_t count;
};

struct protect_table {
    struct staith_arena arena;
    struct staith_catalogue catalogue;
    struct staith_rawtable raw;
    struct staith_dimension dimensions[4];
    struct staith_measure measure;
    struct staith_table tables[PROTECT_TABLES];
    struct staith_rawtable_part parts[PROTECT_TABLES];
    uint16_t dimension_lists[PROTECT_TABLES][4];
    uint16_t measure_list[1];
    uint64_t finding_totals[1];
    uint32_t people_count;
    struct protect_people *people;
};

static inline void protect_table_init(struct protect_table *table)
{
    memset(table, 0, sizeof(*table));
    staith_arena_init(&table->arena, (size_t)1 << 28);
    table->measure = (struct staith_measure){"leavers", "Leavers", "Those who left.",
                                             STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    table->catalogue = (struct staith_catalogue){.dataset = "csww",
                                                 .plugin = "workforce",
                                                 .plugin_version = "1.0.0",
                                                 .measure_count = 1,
                                                 .dimensions = table->dimensions,
                                                 .measures = &table->measure,
                                                 .tables = table->tables};
    table->raw = (struct staith_rawtable){.catalogue = &table->catalogue,
                                          .authority = "840",
                                          .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                          .parts = table->parts,
                                          .finding_totals = table->finding_totals};
    table->people = calloc(PROTECT_PEOPLE, sizeof(*table->people));
}

static inline void protect_table_deinit(struct protect_table *table)
{
    staith_arena_deinit(&table->arena);
    free(table->people);
}

/* A dimension of `count` categories; parents may be NULL. */
static inline void protect_table_dimension(struct protect_table *table, const char *code,
                                           uint32_t count, const char *const *codes,
                                           const uint16_t *parents)
{
    struct staith_category *categories =
        staith_arena_array(&table->arena, count, sizeof(*categories));
    for (uint32_t i = 0; i < count; i++) {
        categories[i] = (struct staith_category){
            codes[i], codes[i], parents == NULL ? (uint16_t)PROTECT_NONE : parents[i]};
    }
    table->dimensions[table->catalogue.dimension_count++] =
        (struct staith_dimension){code, code, STAITH_KEEP_FIRST_SEEN, 0, count, categories};
}

static inline void protect_table_people(struct protect_table *table, uint16_t a, uint16_t b,
                                        uint16_t c, int64_t count)
{
    if (count > 0) {
        table->people[table->people_count++] =
            (struct protect_people){{a, b, c, PROTECT_NONE}, count};
    }
}

/* A table over some of the dimensions, in the order given. */
static inline void protect_table_over(struct protect_table *table, const char *code, uint32_t count,
                                      const uint16_t *dimensions)
{
    uint32_t at = table->catalogue.table_count++;
    if (count > 0) {
        memcpy(table->dimension_lists[at], dimensions, count * sizeof(*dimensions));
    }
    table->tables[at] = (struct staith_table){
        code, code, 1, count, table->measure_list, table->dimension_lists[at]};
}

/* Count one group into every cell above it: at its categories, their parents, the totals. */
static inline void protect_table_count(const struct protect_table *table,
                                       const struct staith_table *over,
                                       const struct protect_people *people, int64_t *sums)
{
    uint16_t at[4];
    for (uint32_t d = 0; d < over->dimension_count; d++) {
        at[d] = people->at[over->dimensions[d]];
    }
    for (;;) {
        uint64_t place = 0;
        uint32_t d = 0;
        for (uint32_t i = 0; i < over->dimension_count; i++) {
            uint32_t categories = table->dimensions[over->dimensions[i]].category_count;
            place = place * (categories + 1) + (at[i] == PROTECT_NONE ? categories : at[i]);
        }
        sums[place] += people->count;
        for (; d < over->dimension_count && at[d] == PROTECT_NONE; d++) {
            at[d] = people->at[over->dimensions[d]];
        }
        if (d == over->dimension_count) {
            return;
        }
        at[d] = table->dimensions[over->dimensions[d]].categories[at[d]].parent;
    }
}

static inline void protect_table_finish(struct protect_table *table)
{
    for (uint32_t t = 0; t < table->catalogue.table_count; t++) {
        const struct staith_table *over = &table->tables[t];
        uint32_t places = 1;
        for (uint32_t d = 0; d < over->dimension_count; d++) {
            places *= table->dimensions[over->dimensions[d]].category_count + 1;
        }
        int64_t *sums = staith_arena_array(&table->arena, places, sizeof(*sums));
        struct staith_cell *cells = staith_arena_array(&table->arena, places, sizeof(*cells));
        uint32_t count = 0;
        for (uint32_t i = 0; i < table->people_count; i++) {
            protect_table_count(table, over, &table->people[i], sums);
        }
        for (uint32_t place = 0; place < places; place++) {
            struct staith_cell cell = {.status = STAITH_STATUS_VALUE,
                                       .value = sums[place],
                                       .largest = sums[place] > 0 ? 1 : 0,
                                       .second = sums[place] > 1 ? 1 : 0,
                                       .contributors = (uint32_t)sums[place]};
            uint32_t rest = place;
            for (uint32_t d = over->dimension_count; d > 0; d--) {
                uint32_t categories = table->dimensions[over->dimensions[d - 1]].category_count;
                uint32_t digit = rest % (categories + 1);
                cell.categories[d - 1] = digit == categories ? STAITH_TOTAL : (uint16_t)digit;
                rest /= categories + 1;
            }
            if (sums[place] > 0 || place + 1 == places) {
                cells[count++] = cell;
            }
        }
        table->parts[t] = (struct staith_rawtable_part){(uint16_t)t, count, cells};
    }
    table->raw.part_count = table->catalogue.table_count;
}

#endif
