/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_SUPPRESS_CASE_H
#define STAITH_TEST_SUPPRESS_CASE_H
/*
 * Small tables for cell suppression, and what is possible in them by trying everything. A table has
 * sides[0] x sides[1] x sides[2] inner cells (1: no such dimension) and all totals; a cell is at
 * (a * (sides[1] + 1) + b) * (sides[2] + 1) + c, the last index of a dimension being its total.
 * A dimension of one category has no total. Shares nothing with the code under test.
 */
#include "disclosure/protect/suppress.h"

#include <stdio.h>
#include <string.h>

enum { SUPPRESS_CELLS = 64, SUPPRESS_RELATIONS = 64, SUPPRESS_PARTS = 256, SUPPRESS_AROUND = 8 };

struct suppress_case {
    char names[SUPPRESS_CELLS][8];
    const char *name_list[SUPPRESS_CELLS];
    int64_t values[SUPPRESS_CELLS];
    struct staith_relation relations[SUPPRESS_RELATIONS];
    uint32_t parts[SUPPRESS_PARTS];
    struct staith_system system;
    struct staith_suppress_cell cells[SUPPRESS_CELLS];
    struct staith_suppress_rules rules;
    uint32_t sides[3];
    uint32_t steps[3];
    uint32_t inner[SUPPRESS_CELLS]; /* inner cells, in order */
    uint32_t inner_count;
    uint64_t below[SUPPRESS_CELLS]; /* of a total: its inner cells, a bit each */
};

static inline uint32_t suppress_side(const struct suppress_case *c, uint32_t d)
{
    return c->sides[d] == 1 ? 1 : c->sides[d] + 1;
}

static inline bool suppress_is_total(const struct suppress_case *c, uint32_t cell, uint32_t d)
{
    return c->sides[d] > 1 && cell / c->steps[d] % suppress_side(c, d) == c->sides[d];
}

/* Structure, and every total from the inner values in reading order. Every cell weighs its value.
 */
static inline void suppress_case_init(struct suppress_case *c, const uint32_t sides[3],
                                      const int64_t *inner)
{
    memset(c, 0, sizeof(*c));
    memcpy(c->sides, sides, sizeof(c->sides));
    c->steps[2] = 1;
    c->steps[1] = suppress_side(c, 2);
    c->steps[0] = c->steps[1] * suppress_side(c, 1);
    uint32_t count = c->steps[0] * suppress_side(c, 0);
    for (uint32_t i = 0; i < count; i++) {
        (void)snprintf(c->names[i], sizeof(c->names[i]), "c%03u", (unsigned)i % 1000);
        c->name_list[i] = c->names[i];
        if (!suppress_is_total(c, i, 0) && !suppress_is_total(c, i, 1) &&
            !suppress_is_total(c, i, 2)) {
            c->values[i] = inner[c->inner_count];
            c->inner[c->inner_count++] = i;
            c->cells[i].people = true;
        }
    }
    for (uint32_t d = 3; d-- > 0;) {
        for (uint32_t i = 0; i < count; i++) {
            if (!suppress_is_total(c, i, d)) {
                continue;
            }
            c->relations[c->system.relation_count++] =
                (struct staith_relation){i, c->system.part_count, c->sides[d]};
            c->values[i] = 0;
            for (uint32_t k = c->sides[d]; k > 0; k--) {
                uint32_t part = i - k * c->steps[d];
                c->parts[c->system.part_count++] = part;
                c->values[i] += c->values[part];
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        c->cells[i].weight = c->values[i];
        for (uint32_t k = 0; k < c->inner_count; k++) {
            bool in = i != c->inner[k];
            for (uint32_t d = 0; d < 3; d++) {
                in = in && (suppress_is_total(c, i, d) ||
                            i / c->steps[d] % suppress_side(c, d) ==
                                c->inner[k] / c->steps[d] % suppress_side(c, d));
            }
            c->below[i] |= in ? UINT64_C(1) << c->inner[k] : 0;
        }
    }
    c->system.cell_count = count;
    c->system.names = c->name_list;
    c->system.values = c->values;
    c->system.relations = c->relations;
    c->system.parts = c->parts;
    c->rules.cells = c->cells;
    c->rules.attacker = STAITH_SUPPRESS_PLAIN;
}

static inline void suppress_case_primary(struct suppress_case *c, uint32_t cell, int64_t lo,
                                         int64_t hi, uint32_t numbers)
{
    c->cells[cell].kind = STAITH_SUPPRESS_PRIMARY;
    c->cells[cell].lo = lo;
    c->cells[cell].hi = hi;
    c->cells[cell].numbers = numbers;
}

/* Every table an attacker thinks possible, with what is seen of each cell: bit d + 32 for a value d
 * from the true one. Inner cells go up to SUPPRESS_AROUND above their values, which is further than
 * any promise of these tests. */
struct suppress_seen {
    uint64_t marks[SUPPRESS_CELLS];
    uint32_t tables;
};
struct suppress_attacker {
    int64_t lo[SUPPRESS_CELLS];
    int64_t hi[SUPPRESS_CELLS];
};

static inline void suppress_attacker_init(const struct suppress_case *c, const bool *hidden,
                                          struct suppress_attacker *attacker)
{
    memset(attacker, 0, sizeof(*attacker));
    bool knows = c->rules.attacker == STAITH_SUPPRESS_KNOWING && !c->rules.hides_zeros;
    for (uint32_t i = 0; i < c->system.cell_count; i++) {
        attacker->lo[i] = hidden[i] ? (knows ? 1 : 0) : c->values[i];
        attacker->hi[i] = hidden[i] ? c->values[i] + SUPPRESS_AROUND : c->values[i];
    }
}

/* The last inner cell that a total counts. */
static inline uint32_t suppress_last(const struct suppress_case *c, uint32_t cell)
{
    for (uint32_t d = 0; d < 3; d++) {
        cell -= suppress_is_total(c, cell, d) ? c->steps[d] : 0;
    }
    return cell;
}

/* Sum each total from the inner cells, and check those whose last inner cell is set. */
static inline bool suppress_totals_fit(const struct suppress_case *c,
                                       const struct suppress_attacker *attacker, int64_t *x,
                                       uint32_t set)
{
    for (uint32_t cell = 0; cell < c->system.cell_count; cell++) {
        int64_t sum = 0;
        if (c->below[cell] == 0) {
            continue;
        }
        for (uint32_t i = 0; i < c->inner_count; i++) {
            sum += (c->below[cell] >> c->inner[i] & 1) != 0 ? x[c->inner[i]] : 0;
        }
        x[cell] = sum;
        bool shown = attacker->hi[cell] == c->values[cell];
        if (set >= suppress_last(c, cell) &&
            (sum < attacker->lo[cell] || (shown && sum > attacker->hi[cell]))) {
            return false;
        }
    }
    return true;
}

static inline void suppress_try_all(const struct suppress_case *c,
                                    const struct suppress_attacker *attacker,
                                    struct suppress_seen *seen)
{
    int64_t x[SUPPRESS_CELLS] = {0};
    uint32_t depth = 0;
    memset(seen, 0, sizeof(*seen));
    for (uint32_t i = 0; i < c->inner_count; i++) {
        x[c->inner[i]] = attacker->lo[c->inner[i]] - 1;
    }
    for (;;) {
        uint32_t cell = c->inner[depth];
        if (++x[cell] > attacker->hi[cell]) {
            x[cell] = attacker->lo[cell] - 1;
            if (depth-- == 0) {
                return;
            }
            continue;
        }
        if (!suppress_totals_fit(c, attacker, x, cell)) {
            continue;
        }
        if (++depth < c->inner_count) {
            continue;
        }
        depth--;
        seen->tables++;
        for (uint32_t i = 0; i < c->system.cell_count; i++) {
            int64_t d = x[i] - c->values[i];
            seen->marks[i] |= d < -31 || d > 31 ? 0 : UINT64_C(1) << (unsigned)(d + 32);
        }
    }
}

static inline uint32_t suppress_count(uint64_t bits)
{
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static inline uint32_t suppress_numbers(const struct suppress_case *c, uint32_t cell)
{
    uint32_t within = (uint32_t)(c->cells[cell].hi - c->cells[cell].lo) + 1;
    return c->cells[cell].kind != STAITH_SUPPRESS_PRIMARY ? 0
           : c->cells[cell].numbers > within              ? c->cells[cell].numbers
                                                          : within;
}

/* Whether outsiders are kept out. */
static inline bool suppress_keeps_out(const struct suppress_case *c, const bool *hidden)
{
    struct suppress_attacker attacker;
    struct suppress_seen seen;
    suppress_attacker_init(c, hidden, &attacker);
    suppress_try_all(c, &attacker, &seen);
    for (uint32_t i = 0; i < c->system.cell_count; i++) {
        const struct staith_suppress_cell *cell = &c->cells[i];
        if (cell->kind != STAITH_SUPPRESS_PRIMARY) {
            continue;
        }
        for (int64_t v = cell->lo; v <= cell->hi; v++) {
            if ((seen.marks[i] >> (unsigned)(v - c->values[i] + 32) & 1) == 0) {
                return false;
            }
        }
        if (suppress_count(seen.marks[i]) < suppress_numbers(c, i)) {
            return false;
        }
    }
    return true;
}

/* Cells that only repeat what the sole contributor knows. */
static inline void suppress_repeats(const struct suppress_case *c, const bool *hidden, bool *own)
{
    for (uint32_t round = 0; round < c->system.relation_count; round++) {
        for (uint32_t r = 0; r < c->system.relation_count; r++) {
            const struct staith_relation *relation = &c->relations[r];
            bool all = true;
            bool any = false;
            for (uint32_t p = 0; p < relation->count; p++) {
                uint32_t part = c->parts[relation->first + p];
                all = all && (own[part] || !hidden[part]);
                any = any || own[part];
            }
            own[relation->total] = own[relation->total] || (all && any);
        }
    }
}

/* Whether nobody inside comes too close. */
static inline bool suppress_keeps_apart(const struct suppress_case *c, const bool *hidden)
{
    uint32_t persons = c->rules.persons;
    for (uint32_t who = 0; who < c->system.cell_count * 2; who++) {
        uint32_t cell = who / 2;
        bool alone = who % 2 == 1;
        bool own[SUPPRESS_CELLS] = {false};
        struct suppress_attacker attacker;
        struct suppress_seen seen;
        if (c->rules.attacker != STAITH_SUPPRESS_KNOWING || !hidden[cell] ||
            (alone ? !c->cells[cell].sole : persons == 0 || !c->cells[cell].people)) {
            continue;
        }
        suppress_attacker_init(c, hidden, &attacker);
        if (alone) {
            attacker.lo[cell] = attacker.hi[cell] = c->values[cell];
            own[cell] = true;
            suppress_repeats(c, hidden, own);
        } else if (attacker.lo[cell] < persons) {
            attacker.lo[cell] = persons;
        } else {
            continue;
        }
        suppress_try_all(c, &attacker, &seen);
        for (uint32_t i = 0; seen.tables > 0 && i < c->system.cell_count; i++) {
            uint32_t promise = suppress_numbers(c, i);
            uint32_t need = promise < 2 ? promise : 2;
            need = alone || promise < need + persons ? need : promise - persons;
            if (!own[i] && suppress_count(seen.marks[i]) < need) {
                return false;
            }
        }
    }
    return true;
}

/* The least weight of a pattern that holds, by trying all of them; -1: none does. */
static inline int64_t suppress_least(const struct suppress_case *c)
{
    uint32_t open[SUPPRESS_CELLS];
    uint32_t open_count = 0;
    bool hidden[SUPPRESS_CELLS];
    int64_t least = -1;
    for (uint32_t i = 0; i < c->system.cell_count; i++) {
        enum staith_suppress_kind kind = c->cells[i].kind;
        hidden[i] = kind == STAITH_SUPPRESS_PRIMARY || kind == STAITH_SUPPRESS_FROZEN;
        if (kind == STAITH_SUPPRESS_OPEN && (c->values[i] > 0 || c->rules.hides_zeros)) {
            open[open_count++] = i;
        }
    }
    for (uint32_t set = 0; set < 1U << open_count; set++) {
        int64_t weight = 0;
        for (uint32_t i = 0; i < open_count; i++) {
            hidden[open[i]] = (set >> i & 1) != 0;
            weight += hidden[open[i]] ? c->cells[open[i]].weight : 0;
        }
        if ((least < 0 || weight < least) && suppress_keeps_out(c, hidden) &&
            suppress_keeps_apart(c, hidden)) {
            least = weight;
        }
    }
    return least;
}

#endif
