/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_PROTECT_T15_H
#define STAITH_TEST_PROTECT_T15_H
/*
 * T15, the synthetic table of leavers that figures on disclosure control are given for: 12 councils
 * in two sub-regions x 5 roles x 4 reasons, 450 cells with all totals. Sum 390; 157 cells are 1 to
 * 4. Seed 0 is the table itself; other seeds have its shape: each inner cell drawn around the
 * expected count of its council, role and reason.
 */
#include "protect_table.h"

enum { T15_COUNCILS = 12, T15_ROLES = 5, T15_REASONS = 4 };

static const uint8_t t15[T15_COUNCILS][T15_ROLES][T15_REASONS] = {
    {{1, 0, 0, 0}, {2, 1, 1, 0}, {5, 0, 0, 0}, {9, 2, 1, 1}, {12, 4, 3, 3}},  /* Newcastle */
    {{0, 0, 0, 0}, {0, 0, 0, 2}, {2, 1, 0, 0}, {2, 2, 0, 0}, {18, 0, 2, 1}},  /* Gateshead */
    {{0, 0, 0, 0}, {1, 0, 0, 1}, {3, 0, 0, 0}, {3, 0, 1, 2}, {14, 0, 4, 1}},  /* North Tyneside */
    {{2, 1, 0, 0}, {0, 0, 0, 0}, {4, 1, 1, 0}, {3, 0, 1, 0}, {8, 1, 1, 2}},   /* South Tyneside */
    {{0, 0, 0, 0}, {4, 1, 1, 0}, {5, 0, 1, 1}, {11, 0, 0, 0}, {15, 3, 4, 4}}, /* Sunderland */
    {{3, 0, 0, 0}, {2, 0, 0, 0}, {4, 1, 0, 0}, {7, 0, 1, 2}, {14, 3, 4, 1}},  /* Northumberland */
    {{0, 2, 0, 1}, {4, 0, 0, 0}, {5, 1, 0, 0}, {8, 0, 1, 0}, {25, 3, 7, 5}},  /* Durham */
    {{0, 0, 0, 0}, {0, 2, 0, 0}, {2, 0, 0, 0}, {3, 0, 0, 0}, {5, 1, 1, 1}},   /* Darlington */
    {{0, 0, 0, 0}, {0, 0, 0, 0}, {2, 0, 0, 0}, {0, 0, 0, 0}, {6, 0, 0, 1}},   /* Hartlepool */
    {{0, 0, 0, 0}, {0, 0, 0, 0}, {4, 2, 0, 0}, {4, 1, 2, 0}, {10, 1, 3, 1}},  /* Middlesbrough */
    {{1, 0, 0, 0}, {0, 0, 0, 0}, {4, 0, 0, 1}, {3, 1, 0, 0}, {5, 3, 1, 0}},   /* Redcar */
    {{0, 0, 0, 0}, {1, 0, 0, 0}, {4, 0, 0, 0}, {4, 1, 1, 0}, {15, 4, 2, 3}},  /* Stockton */
};

/* A generator of our own (xorshift), the same everywhere. */
static inline uint64_t t15_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline int64_t t15_value(uint32_t council, uint32_t role, uint32_t reason, uint64_t *state)
{
    uint32_t sums[3] = {0};
    if (*state == 0) {
        return t15[council][role][reason];
    }
    for (uint32_t i = 0; i < T15_COUNCILS * T15_ROLES * T15_REASONS; i++) {
        uint32_t value = t15[i / 20][i / 4 % 5][i % 4];
        sums[0] += i / 20 == council ? value : 0;
        sums[1] += i / 4 % 5 == role ? value : 0;
        sums[2] += i % 4 == reason ? value : 0;
    }
    /* Binomial of 64 with the expected count as its mean: a count of small numbers. */
    uint64_t mean_1000 = (uint64_t)1000 * sums[0] * sums[1] * sums[2] / (390 * 390);
    int64_t value = 0;
    for (int i = 0; i < 64; i++) {
        value += t15_random(state) % 64000 < mean_1000 ? 1 : 0;
    }
    return value;
}

/* Dimensions: council (under sub-regions), role, reason; the table "leavers_by_all". */
static inline void t15_init(struct protect_table *table, uint64_t seed)
{
    static const char *const councils[] = {"neca",           "tv",
                                           "newcastle",      "gateshead",
                                           "north_tyneside", "south_tyneside",
                                           "sunderland",     "northumberland",
                                           "durham",         "darlington",
                                           "hartlepool",     "middlesbrough",
                                           "redcar",         "stockton"};
    static const uint16_t parents[] = {
        PROTECT_NONE, PROTECT_NONE, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    static const char *const roles[] = {"senior_manager", "middle_manager", "first_line_manager",
                                        "senior_practitioner", "case_holder"};
    static const char *const reasons[] = {"resigned", "retired", "moved", "other"};
    static const uint16_t all[] = {0, 1, 2};
    uint64_t state = seed * 0x9E3779B97F4A7C15u;
    protect_table_init(table);
    protect_table_dimension(table, "council", 14, councils, parents);
    protect_table_dimension(table, "role", T15_ROLES, roles, NULL);
    protect_table_dimension(table, "reason", T15_REASONS, reasons, NULL);
    protect_table_over(table, "leavers_by_all", 3, all);
    for (uint32_t i = 0; i < T15_COUNCILS * T15_ROLES * T15_REASONS; i++) {
        int64_t count = t15_value(i / 20, i / 4 % 5, i % 4, &state);
        protect_table_people(table, (uint16_t)(i / 20 + 2), (uint16_t)(i / 4 % 5),
                             (uint16_t)(i % 4), count);
    }
    protect_table_finish(table);
}

#endif
