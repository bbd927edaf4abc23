/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_AMOUNT_CASE_H
#define STAITH_TEST_AMOUNT_CASE_H
/*
 * Agency assignments as a raw table for the gate: one table by role, roles under groups, with the
 * median rate and what was spent; figures of each cell are put in by hand.
 *
 *   worker (group): social_worker, senior; lead (group): advanced, manager
 */
#include "disclosure/gate_work.h"

#include <staith/plugin.h>
#include <stdlib.h>
#include <string.h>

enum { AMOUNT_MEDIAN, AMOUNT_SPEND, AMOUNT_HEADS };
enum {
    AMOUNT_WORKER,
    AMOUNT_LEAD,
    AMOUNT_SOCIAL_WORKER,
    AMOUNT_SENIOR,
    AMOUNT_ADVANCED,
    AMOUNT_MANAGER,
    AMOUNT_ROLES,
    AMOUNT_ALL = 0xFFFF
};

struct amount_case {
    struct staith_category roles[AMOUNT_ROLES];
    struct staith_dimension dimensions[1];
    struct staith_measure measures[3];
    uint16_t measure_list[3];
    uint16_t dimension_list[1];
    struct staith_table tables[2];
    struct staith_catalogue catalogue;
    struct staith_cell headline[3];
    struct staith_cell cells[3 * (AMOUNT_ROLES + 1)];
    struct staith_rawtable_part parts[2];
    struct staith_rawtable raw;
    struct staith_disclosure what;
    struct staith_decision decision;
    struct staith_err err;
};

static const uint8_t amount_hash[STAITH_HASH_BYTES] = {9};

/* `people` of one assignment each, of three agencies; the median is the role's number and 30. */
static inline void amount_case_cell(struct staith_cell *cell, uint16_t measure, uint16_t role,
                                    int64_t people)
{
    *cell = (struct staith_cell){.measure = measure,
                                 .categories = {role, 0xFFFF, 0xFFFF, 0xFFFF},
                                 .status = STAITH_STATUS_VALUE,
                                 .contributors = (uint32_t)people,
                                 .owners = people < 3 ? (uint32_t)people : 3};
    int64_t each = measure == AMOUNT_SPEND ? 100000 : 1;
    int64_t whole = people * each;
    cell->largest = people > 0 ? each : 0;
    cell->second = people > 1 ? each : 0;
    cell->owned = whole;
    cell->owner_largest = (people + 2) / 3 * each;
    cell->owner_second = (people + 1) / 3 * each;
    cell->value = measure == AMOUNT_MEDIAN ? people == 0 ? 0 : 3000 + 110 * (role % 100) : whole;
    cell->values = measure == AMOUNT_MEDIAN ? people : 0;
}

/* People by leaf role; groups and totals follow. */
static inline struct amount_case *amount_case_new(int64_t social_workers, int64_t seniors,
                                                  int64_t advanced, int64_t managers)
{
    struct amount_case *c = calloc(1, sizeof(*c));
    static const char *const codes[] = {"worker", "lead",     "social_worker",
                                        "senior", "advanced", "manager"};
    static const uint16_t parents[] = {0xFFFF, 0xFFFF, 0, 0, 1, 1};
    const int64_t people[] = {
        social_workers + seniors, advanced + managers, social_workers, seniors, advanced, managers};
    for (uint16_t i = 0; i < AMOUNT_ROLES; i++) {
        c->roles[i] = (struct staith_category){codes[i], codes[i], parents[i]};
    }
    c->dimensions[0] = (struct staith_dimension){"role", "Role", 0, 0, AMOUNT_ROLES, c->roles};
    c->measures[AMOUNT_MEDIAN] =
        (struct staith_measure){"rate_median", "Median rate", "", STAITH_UNIT_PENCE, STAITH_MEDIAN};
    c->measures[AMOUNT_SPEND] =
        (struct staith_measure){"spend", "Spend", "", STAITH_UNIT_PENCE, STAITH_SUM};
    c->measures[AMOUNT_HEADS] =
        (struct staith_measure){"heads", "Heads", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    for (uint16_t m = 0; m < 3; m++) {
        c->measure_list[m] = m;
        amount_case_cell(&c->headline[m], m, AMOUNT_ALL, people[0] + people[1]);
        uint32_t at = m * (AMOUNT_ROLES + 1u);
        for (uint16_t i = 0; i < AMOUNT_ROLES; i++) {
            amount_case_cell(&c->cells[at + i], m, i, people[i]);
        }
        c->cells[at + AMOUNT_ROLES] = c->headline[m];
    }
    c->tables[0] = (struct staith_table){"headline", "All", 3, 0, c->measure_list, NULL};
    c->tables[1] =
        (struct staith_table){"by_role", "By role", 3, 1, c->measure_list, c->dimension_list};
    c->catalogue = (struct staith_catalogue){.dataset = "agency_rates",
                                             .plugin = "agency_rates",
                                             .plugin_version = "1.0.0",
                                             .dimension_count = 1,
                                             .measure_count = 3,
                                             .table_count = 2,
                                             .dimensions = c->dimensions,
                                             .measures = c->measures,
                                             .tables = c->tables};
    c->parts[0] = (struct staith_rawtable_part){0, 3, c->headline};
    c->parts[1] = (struct staith_rawtable_part){1, 3 * (AMOUNT_ROLES + 1), c->cells};
    c->raw = (struct staith_rawtable){.catalogue = &c->catalogue,
                                      .authority = "840",
                                      .period = {STAITH_PERIOD_QUARTER, 2026, 1},
                                      .followed = true,
                                      .part_count = 2,
                                      .parts = c->parts};
    c->what = (struct staith_disclosure){.raw = &c->raw,
                                         .policy = staith_policy_default(),
                                         .audience = STAITH_AUDIENCE_REGION,
                                         .catalogue_hash = amount_hash};
    return c;
}

static inline struct staith_cell *amount_case_at(struct amount_case *c, uint16_t measure,
                                                 uint16_t role)
{
    return &c->cells[measure * (AMOUNT_ROLES + 1u) + (role == AMOUNT_ALL ? AMOUNT_ROLES : role)];
}

/* Through the door; the cell of a release at a role (NULL: the total). */
static inline struct staith_release *amount_case_release(struct amount_case *c)
{
    struct staith_release *release = NULL;
    int code = staith_disclosure_release(&c->what, &c->decision, &release, &c->err);
    return code == 0 ? release : NULL;
}

static inline struct staith_release_cell amount_case_shown(const struct staith_release *release,
                                                           const char *measure, const char *role)
{
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        bool here = strcmp(cell.measure, measure) == 0 && strcmp(cell.table, "by_role") == 0;
        if (here &&
            (role == NULL ? cell.categories[0] == NULL
                          : cell.categories[0] != NULL && strcmp(cell.categories[0], role) == 0)) {
            return cell;
        }
    }
    return (struct staith_release_cell){0};
}

#endif
