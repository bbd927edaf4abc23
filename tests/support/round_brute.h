/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_ROUND_BRUTE_H
#define STAITH_TEST_ROUND_BRUTE_H
/*
 * Controlled rounding by trying everything, for small tables, from the definition alone: every
 * inner cell takes every permitted multiple in turn, every total must come out at a permitted one.
 * Shares nothing with the code under test.
 */
#include "model/system.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BRUTE_CELLS = 128 };

/* A table of sides[0] x sides[1] x sides[2] (1: a single category); places are
 * (a * side + b) * side + c with side = sides + 1, the last index of each being the total. */
struct brute {
    uint32_t sides[3];
    int64_t base;
    int64_t reach;
    int64_t values[BRUTE_CELLS];
    int64_t kept[BRUTE_CELLS]; /* 1 + the number that it must be, 0: any that is permitted */
    uint32_t cells;
    bool inner[BRUTE_CELLS];
    uint32_t inner_count;
    uint32_t inner_at[BRUTE_CELLS];
    uint32_t above[BRUTE_CELLS][8]; /* by inner cell: itself and the totals it enters */
    uint32_t above_count[BRUTE_CELLS];
};

static inline uint32_t brute_place(const struct brute *brute, uint32_t a, uint32_t b, uint32_t c)
{
    return (a * (brute->sides[1] + 1) + b) * (brute->sides[2] + 1) + c;
}

/* Inner values must be set at their places; totals are made here. */
static inline void brute_prepare(struct brute *brute)
{
    const uint32_t *sides = brute->sides;
    brute->cells = (sides[0] + 1) * (sides[1] + 1) * (sides[2] + 1);
    brute->inner_count = 0;
    for (uint32_t at = 0; at < brute->cells; at++) {
        uint32_t c = at % (sides[2] + 1);
        uint32_t b = at / (sides[2] + 1) % (sides[1] + 1);
        uint32_t a = at / (sides[2] + 1) / (sides[1] + 1);
        brute->inner[at] = a < sides[0] && b < sides[1] && c < sides[2];
        brute->values[at] = brute->inner[at] ? brute->values[at] : 0;
    }
    for (uint32_t at = 0; at < brute->cells; at++) {
        uint32_t c = at % (sides[2] + 1);
        uint32_t b = at / (sides[2] + 1) % (sides[1] + 1);
        uint32_t a = at / (sides[2] + 1) / (sides[1] + 1);
        if (!brute->inner[at]) {
            continue;
        }
        uint32_t inner = brute->inner_count++;
        brute->inner_at[inner] = at;
        brute->above_count[inner] = 0;
        for (uint32_t mask = 0; mask < 8; mask++) {
            uint32_t above =
                brute_place(brute, (mask & 1) != 0 ? sides[0] : a, (mask & 2) != 0 ? sides[1] : b,
                            (mask & 4) != 0 ? sides[2] : c);
            brute->above[inner][brute->above_count[inner]++] = above;
            if (mask > 0) {
                brute->values[above] += brute->values[at];
            }
        }
    }
}

static inline bool brute_permitted(const struct brute *brute, uint32_t at, int64_t rounded)
{
    int64_t away = rounded - brute->values[at];
    int64_t most = brute->reach * brute->base - 1;
    if (brute->kept[at] > 0) {
        return rounded == brute->kept[at] - 1;
    }
    return rounded >= 0 && away <= most && -away <= most;
}

/* Inner cell `depth` moves by `amount`, and everything above it. */
static inline void brute_move(const struct brute *brute, uint32_t depth, int64_t amount,
                              int64_t *rounded)
{
    for (uint32_t k = 0; k < brute->above_count[depth]; k++) {
        rounded[brute->above[depth][k]] += amount;
    }
}

/* What inner cell `depth` adds to the change as it stands now, -1: it may not. Nothing above it may
 * be too high, and what is complete not too low. Inner cells come in order, so the last one below a
 * cell completes it. */
static inline int64_t brute_adds(const struct brute *brute, uint32_t depth, const uint32_t *last,
                                 const int64_t *rounded)
{
    int64_t change = 0;
    for (uint32_t k = 0; k < brute->above_count[depth]; k++) {
        uint32_t at = brute->above[depth][k];
        int64_t away = rounded[at] - brute->values[at];
        if (away >= 2 * brute->base ||
            (brute->kept[at] == 0 && away >= brute->reach * brute->base) ||
            (last[at] == depth && !brute_permitted(brute, at, rounded[at]))) {
            return -1;
        }
        if (last[at] == depth) {
            change += away < 0 ? -away : away;
        }
    }
    return change;
}

/* The least change there is, or -1: no rounding. Choices run through -base, 0, base, ...; one that
 * already changes as much as the best so far is left. */
static inline int64_t brute_least(const struct brute *brute)
{
    int64_t rounded[BRUTE_CELLS] = {0};
    int64_t choice[BRUTE_CELLS] = {0};
    int64_t change[BRUTE_CELLS + 1] = {0};
    uint32_t last[BRUTE_CELLS] = {0};
    int64_t best = -1;
    int64_t depth = 0;
    for (uint32_t i = 0; i < brute->inner_count; i++) {
        for (uint32_t k = 0; k < brute->above_count[i]; k++) {
            last[brute->above[i][k]] = i;
        }
    }
    choice[0] = -brute->base;
    brute_move(brute, 0, choice[0], rounded);
    while (depth >= 0) {
        uint32_t at = (uint32_t)depth;
        int64_t most = brute->values[brute->inner_at[at]] + 2 * brute->base;
        choice[at] += brute->base;
        brute_move(brute, at, brute->base, rounded);
        if (choice[at] >= most) {
            brute_move(brute, at, -choice[at], rounded);
            depth--;
            continue;
        }
        int64_t adds = brute_adds(brute, at, last, rounded);
        if (adds < 0 || !brute_permitted(brute, brute->inner_at[at], choice[at])) {
            continue;
        }
        change[at + 1] = change[at] + adds;
        if (best >= 0 && change[at + 1] >= best) {
            continue;
        }
        if (at + 1 == brute->inner_count) {
            best = change[at + 1];
            continue;
        }
        depth++;
        choice[depth] = -brute->base;
        brute_move(brute, (uint32_t)depth, -brute->base, rounded);
    }
    return best;
}

/* The same table as a system: cells "t|a=1|c=0", a relation for every total along every side.
 * ret_at, if not NULL: by place, the cell of the system. */
static inline void brute_system(const struct brute *brute, struct staith_arena *arena,
                                struct staith_system *ret_system, uint32_t *ret_at)
{
    const uint32_t strides[3] = {(brute->sides[1] + 1) * (brute->sides[2] + 1), brute->sides[2] + 1,
                                 1};
    uint32_t order[BRUTE_CELLS];
    uint32_t at_of[BRUTE_CELLS];
    struct staith_system system = {.cell_count = brute->cells};
    system.names = staith_arena_array(arena, brute->cells, sizeof(*system.names));
    system.values = staith_arena_array(arena, brute->cells, sizeof(*system.values));
    system.relations =
        staith_arena_array(arena, (size_t)brute->cells * 3, sizeof(*system.relations));
    system.parts = staith_arena_array(arena, (size_t)brute->cells * 3, sizeof(*system.parts));
    const char **names = staith_arena_array(arena, brute->cells, sizeof(*names));
    for (uint32_t at = 0; at < brute->cells; at++) {
        char name[64] = "t";
        size_t length = 1;
        for (uint32_t d = 0; d < 3; d++) {
            uint32_t digit = at / strides[d] % (brute->sides[d] + 1);
            if (digit < brute->sides[d]) {
                length += (size_t)snprintf(name + length, sizeof(name) - length, "|%c=%u",
                                           (char)('a' + (char)d), digit);
            }
        }
        names[at] = staith_arena_strdup(arena, name);
        uint32_t place = at;
        for (; place > 0 && strcmp(names[order[place - 1]], names[at]) > 0; place--) {
            order[place] = order[place - 1];
        }
        order[place] = at;
    }
    for (uint32_t i = 0; i < brute->cells; i++) {
        system.names[i] = names[order[i]];
        system.values[i] = brute->values[order[i]];
        at_of[order[i]] = i;
    }
    for (uint32_t at = 0; at < brute->cells; at++) {
        for (uint32_t d = 0; d < 3; d++) {
            if (at / strides[d] % (brute->sides[d] + 1) != brute->sides[d]) {
                continue;
            }
            system.relations[system.relation_count++] =
                (struct staith_relation){at_of[at], system.part_count, brute->sides[d]};
            for (uint32_t part = 0; part < brute->sides[d]; part++) {
                system.parts[system.part_count++] =
                    at_of[at - (brute->sides[d] - part) * strides[d]];
            }
        }
    }
    *ret_system = system;
    if (ret_at != NULL) {
        memcpy(ret_at, at_of, brute->cells * sizeof(*ret_at));
    }
}

/* A generator of our own (xorshift), the same everywhere. */
static inline uint64_t brute_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A small table: few inner cells of any kind, or more of which few are not 0. Of the last kind are
 * those that have no rounding to base 3. */
static inline void brute_draw(struct brute *brute, int64_t base, uint64_t *state)
{
    static const uint32_t shapes[][3] = {{2, 2, 1}, {2, 3, 1}, {3, 3, 1}, {2, 2, 2},
                                         {2, 2, 3}, {2, 3, 2}, {4, 3, 1}, {1, 1, 4},
                                         {3, 3, 3}, {3, 3, 3}, {3, 3, 3}, {4, 3, 3}};
    uint32_t shape = (uint32_t)(brute_random(state) % (sizeof(shapes) / sizeof(shapes[0])));
    uint64_t zeros = brute_random(state) % 4; /* of 4 */
    uint64_t most = brute_random(state) % 3 == 0 ? 30 : 6;
    memcpy(brute->sides, shapes[shape], sizeof(brute->sides));
    if (brute->sides[0] * brute->sides[1] * brute->sides[2] > 12) {
        zeros = 3;
        most = 2;
    }
    brute->base = base;
    brute->reach = 1;
    memset(brute->kept, 0, sizeof(brute->kept));
    for (uint32_t i = 0; i < BRUTE_CELLS; i++) {
        bool zero = brute_random(state) % 4 < zeros;
        brute->values[i] = zero ? 0 : (int64_t)(brute_random(state) % most) + 1;
    }
    brute_prepare(brute);
}

#endif
