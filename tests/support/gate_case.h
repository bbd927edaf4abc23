/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_GATE_CASE_H
#define STAITH_TEST_GATE_CASE_H
/*
 * A council's leavers by role and reason, as a raw table for the gate. Measure "leavers_headcount"
 * of dataset csww, whose total DfE prints; tables headline, by_role, by_reason, by_role_reason.
 *
 *              resigned  retired  moved
 *   manager          3        2      1      6
 *   senior           1        4      2      7
 *   worker          12        3      0     15
 *                   16        9      3     28
 */
#include "disclosure/gate_work.h"
#include "protect_table.h"

enum { GATE_HEADLINE, GATE_BY_ROLE, GATE_BY_REASON, GATE_BY_ROLE_REASON };

struct gate_case {
    struct protect_table table;
    struct staith_disclosure what;
    struct staith_decision decision;
    struct staith_gate_work work;
    struct staith_err err;
};

static const char *const gate_roles[] = {"manager", "senior", "worker"};
static const char *const gate_reasons[] = {"resigned", "retired", "moved"};
static const int64_t gate_people[3][3] = {{3, 2, 1}, {1, 4, 2}, {12, 3, 0}};
static const uint8_t gate_hash[STAITH_HASH_BYTES] = {1, 2, 3};

/* The people alone; tables are still to be put over them. */
static inline struct gate_case *gate_case_people(const int64_t people[3][3],
                                                 const char *const *reasons)
{
    static const uint16_t none = PROTECT_NONE;
    struct gate_case *c = calloc(1, sizeof(*c));
    protect_table_init(&c->table);
    c->table.measure.code = "leavers_headcount";
    protect_table_dimension(&c->table, "role", 3, gate_roles, NULL);
    protect_table_dimension(&c->table, "reason", 3, reasons, NULL);
    for (uint16_t role = 0; role < 3; role++) {
        for (uint16_t reason = 0; reason < 3; reason++) {
            protect_table_people(&c->table, role, reason, none, people[role][reason]);
        }
    }
    return c;
}

/* Finish the tables and make the question and the work over it. */
static inline void gate_case_finish(struct gate_case *c)
{
    protect_table_finish(&c->table);
    c->what = (struct staith_disclosure){.raw = &c->table.raw,
                                         .policy = staith_policy_default(),
                                         .audience = STAITH_AUDIENCE_REGION,
                                         .catalogue_hash = gate_hash};
    c->work = (struct staith_gate_work){.what = &c->what,
                                        .decision = &c->decision,
                                        .err = &c->err,
                                        .outside = staith_outside_machine()};
    c->work.deadline_ms = c->work.outside->monotonic_ms(NULL) + 20000;
    staith_arena_init(&c->work.arena, (size_t)1 << 26);
}

static inline struct gate_case *gate_case_over(const int64_t people[3][3])
{
    static const uint16_t dimensions[] = {0, 1};
    struct gate_case *c = gate_case_people(people, gate_reasons);
    protect_table_over(&c->table, "headline", 0, NULL);
    protect_table_over(&c->table, "by_role", 1, dimensions);
    protect_table_over(&c->table, "by_reason", 1, dimensions + 1);
    protect_table_over(&c->table, "by_role_reason", 2, dimensions);
    gate_case_finish(c);
    return c;
}

static inline struct gate_case *gate_case_new(void)
{
    return gate_case_over(gate_people);
}

static inline void gate_case_free(struct gate_case *c)
{
    staith_gate_blocks_free(&c->work);
    staith_arena_deinit(&c->work.arena);
    protect_table_deinit(&c->table);
    free(c);
}

/* The published cell of a table at two categories (NULL: the total), or NULL. */
static inline const struct staith_release_cell *
gate_case_cell(const struct gate_case *c, const char *table, const char *first, const char *second)
{
    const char *const wanted[] = {first, second};
    for (uint32_t i = 0; i < c->work.cell_count; i++) {
        const struct staith_release_cell *cell = &c->work.cells[i];
        bool same = strcmp(cell->table, table) == 0;
        for (uint32_t d = 0; same && d < cell->dimension_count; d++) {
            same = wanted[d] == NULL
                       ? cell->categories[d] == NULL
                       : cell->categories[d] != NULL && strcmp(cell->categories[d], wanted[d]) == 0;
        }
        if (same) {
            return cell;
        }
    }
    return NULL;
}

#endif
