/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUDIT_CASE_H
#define STAITH_AUDIT_CASE_H
/*
 * Small tables as an auditor sees them, and T15: leavers of 12 councils in two sub-regions by 5
 * roles and 4 reasons, with all totals (shared/design/disclosure.md, conformance cases).
 */
#include "disclosure/audit/attack.h"
#include "disclosure/audit/certificate.h"
#include "disclosure/audit/lp.h"

#include <stdio.h>
#include <string.h>

enum {
    AUDIT_CASE_CELLS = 512,
    AUDIT_CASE_RELATIONS = 512,
    AUDIT_CASE_PARTS = 4096,
    AUDIT_CASE_FACTS = 64,
    T15_COUNCILS = 15, /* 12, then the two sub-regions, then the region */
    T15_ROLES = 6,     /* 5 and their total */
    T15_REASONS = 5    /* 4 and their total */
};

struct audit_case {
    char names[AUDIT_CASE_CELLS][8];
    const char *name_list[AUDIT_CASE_CELLS];
    struct staith_relation relations[AUDIT_CASE_RELATIONS];
    uint32_t parts[AUDIT_CASE_PARTS];
    int64_t values[AUDIT_CASE_CELLS];
    struct staith_audit_cell cells[AUDIT_CASE_CELLS];
    struct staith_audit_fact facts[AUDIT_CASE_FACTS];
    struct staith_audit_term terms[AUDIT_CASE_FACTS * 4];
    struct staith_system system;
    struct staith_audit audit;
};

/** `count` cells, of which nothing is printed, and no relation. */
static inline void audit_case_init(struct audit_case *c, uint32_t count)
{
    memset(c, 0, sizeof(*c));
    for (uint32_t i = 0; i < count; i++) {
        (void)snprintf(c->names[i], sizeof(c->names[i]), "c%04u", (unsigned)i % 10000U);
        c->name_list[i] = c->names[i];
    }
    c->system.cell_count = count;
    c->system.names = c->name_list;
    c->system.relations = c->relations;
    c->system.parts = c->parts;
    c->audit.system = &c->system;
    c->audit.cells = c->cells;
    c->audit.facts = c->facts;
    c->audit.terms = c->terms;
}

/** Cell `total` is the sum of those at `first`, `first + stride`, ... */
static inline void audit_case_sum(struct audit_case *c, uint32_t total, uint32_t first,
                                  uint32_t stride, uint32_t count)
{
    c->relations[c->system.relation_count++] =
        (struct staith_relation){total, c->system.part_count, count};
    for (uint32_t i = 0; i < count; i++) {
        c->parts[c->system.part_count++] = first + i * stride;
    }
}

/** A table of rows and columns with all totals: cell (r, k) is r * (columns + 1) + k. */
static inline void audit_case_table(struct audit_case *c, uint32_t rows, uint32_t columns)
{
    uint32_t wide = columns + 1;
    audit_case_init(c, (rows + 1) * wide);
    for (uint32_t r = 0; r <= rows; r++) {
        audit_case_sum(c, r * wide + columns, r * wide, 1, columns);
    }
    for (uint32_t k = 0; k <= columns; k++) {
        audit_case_sum(c, rows * wide + k, k, wide, rows);
    }
}

/** Everything is printed exactly as `values` say. */
static inline void audit_case_print(struct audit_case *c, const int64_t *values)
{
    for (uint32_t i = 0; i < c->system.cell_count; i++) {
        c->values[i] = values[i];
        c->cells[i] = staith_audit_exact(values[i]);
    }
}

/** Cells printed as hidden; zeros may be hidden, so that every attacker is the plain one. */
static inline void audit_case_hide(struct audit_case *c, const uint32_t *cells, size_t count,
                                   int64_t promise)
{
    for (size_t i = 0; i < count; i++) {
        c->cells[cells[i]] = staith_audit_hidden(true, promise);
    }
}

static inline uint32_t t15_cell(uint32_t council, uint32_t role, uint32_t reason)
{
    return (council * T15_ROLES + role) * T15_REASONS + reason;
}

/* One leaf counts in every total above it. */
static inline void t15_add(struct audit_case *c, uint32_t council, uint32_t role, uint32_t reason,
                           int64_t value)
{
    uint32_t councils[3] = {council, council < 7 ? 12 : 13, 14};
    uint32_t roles[2] = {role, 5};
    uint32_t reasons[2] = {reason, 4};
    for (uint32_t i = 1; i < 12; i++) {
        c->values[t15_cell(councils[i / 4], roles[i / 2 % 2], reasons[i % 2])] += value;
    }
}

/** T15 with its true values in `values`; nothing is printed yet, owners and people are marked. */
static inline void audit_case_t15(struct audit_case *c)
{
    static const uint8_t leaves[12][20] = {
        /* Newcastle */ {1, 0, 0, 0, 2, 1, 1, 0, 5, 0, 0, 0, 9, 2, 1, 1, 12, 4, 3, 3},
        /* Gateshead */ {0, 0, 0, 0, 0, 0, 0, 2, 2, 1, 0, 0, 2, 2, 0, 0, 18, 0, 2, 1},
        /* North Tyneside */ {0, 0, 0, 0, 1, 0, 0, 1, 3, 0, 0, 0, 3, 0, 1, 2, 14, 0, 4, 1},
        /* South Tyneside */ {2, 1, 0, 0, 0, 0, 0, 0, 4, 1, 1, 0, 3, 0, 1, 0, 8, 1, 1, 2},
        /* Sunderland */ {0, 0, 0, 0, 4, 1, 1, 0, 5, 0, 1, 1, 11, 0, 0, 0, 15, 3, 4, 4},
        /* Northumberland */ {3, 0, 0, 0, 2, 0, 0, 0, 4, 1, 0, 0, 7, 0, 1, 2, 14, 3, 4, 1},
        /* Durham */ {0, 2, 0, 1, 4, 0, 0, 0, 5, 1, 0, 0, 8, 0, 1, 0, 25, 3, 7, 5},
        /* Darlington */ {0, 0, 0, 0, 0, 2, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 5, 1, 1, 1},
        /* Hartlepool */ {0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 1},
        /* Middlesbrough */ {0, 0, 0, 0, 0, 0, 0, 0, 4, 2, 0, 0, 4, 1, 2, 0, 10, 1, 3, 1},
        /* Redcar */ {1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 1, 3, 1, 0, 0, 5, 3, 1, 0},
        /* Stockton */ {0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 4, 1, 1, 0, 15, 4, 2, 3}};
    static const uint32_t groups[3][3] = {{12, 0, 7}, {13, 7, 5}, {14, 12, 2}};
    uint32_t plane = T15_ROLES * T15_REASONS;
    audit_case_init(c, T15_COUNCILS * plane);
    for (uint32_t g = 0; g < 3; g++) {
        for (uint32_t i = 0; i < plane; i++) {
            audit_case_sum(c, groups[g][0] * plane + i, groups[g][1] * plane + i, plane,
                           groups[g][2]);
        }
    }
    for (uint32_t k = 0; k < T15_COUNCILS; k++) {
        for (uint32_t q = 0; q < T15_REASONS; q++) {
            audit_case_sum(c, t15_cell(k, 5, q), t15_cell(k, 0, q), T15_REASONS, 5);
        }
        for (uint32_t r = 0; r < T15_ROLES; r++) {
            audit_case_sum(c, t15_cell(k, r, 4), t15_cell(k, r, 0), 1, 4);
        }
    }
    for (uint32_t k = 0; k < 12; k++) {
        for (uint32_t i = 0; i < 20; i++) {
            uint32_t cell = t15_cell(k, i / 4, i % 4);
            c->values[cell] = leaves[k][i];
            c->cells[cell].people = true;
            t15_add(c, k, i / 4, i % 4, leaves[k][i]);
        }
        for (uint32_t i = 0; i < plane; i++) {
            c->cells[k * plane + i].owner = k + 1;
        }
    }
}

/** Round every cell to an adjacent multiple of `base` so that all relations hold. Any such
 *  rounding will do here; found as whole numbers between the multiples. False: there is none. */
static inline bool audit_case_round(struct audit_case *c, int64_t base)
{
    static struct staith_audit_cell units[AUDIT_CASE_CELLS];
    static int64_t x[AUDIT_CASE_CELLS];
    struct staith_audit question = {.system = &c->system, .cells = units};
    struct staith_effort effort = {
        .outside = staith_outside_machine(), .deadline_ms = INT64_MAX, .programs_left = 100000};
    struct staith_arena arena;
    struct staith_attack attack;
    int64_t bound;
    for (uint32_t i = 0; i < c->system.cell_count; i++) {
        units[i] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE,
                                              .lo = c->values[i] / base,
                                              .hi = (c->values[i] + base - 1) / base};
    }
    staith_arena_init(&arena, 1 << 24);
    bool found = staith_attack_build(&question, 0, &arena, &attack) == 0;
    struct staith_lp *lp = found ? staith_lp_new(&attack, attack.lo, attack.hi, &effort) : NULL;
    found = lp != NULL && staith_lp_solve(lp, -1, -1, true, &bound, x) == STAITH_LP_SOLVED &&
            staith_attack_holds(&attack, attack.lo, attack.hi, x);
    for (uint32_t i = 0; found && i < c->system.cell_count; i++) {
        struct staith_audit_cell was = c->cells[i];
        c->cells[i] = staith_audit_rounded(x[i] * base, base, 1);
        c->cells[i].people = was.people;
        c->cells[i].owner = was.owner;
    }
    staith_lp_free(lp);
    staith_arena_deinit(&arena);
    return found;
}

#endif
