/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disclosure control on T15 and on twenty tables of its shape: bench-disclosure [--national]
 * With --national also on a made-up national set of 10,206 cells, to 1 % of its bound: a minute.
 */
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"
#include "protect_t15.h"

#include <stdio.h>
#include <time.h>

enum { SEEDS = 20, REGIONS = 9, COUNCILS = 152, ROLES = 6, REASONS = 8 };

static double now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int measure(uint64_t seed, uint32_t base, struct staith_rounding *ret_rounding,
                   double *ret_ms)
{
    struct protect_table table;
    struct staith_arena arena;
    struct staith_system system;
    struct staith_err err = {0};
    const struct staith_round_rules rules = {.base = base};
    const uint16_t tables[] = {0};
    t15_init(&table, seed);
    staith_arena_init(&arena, (size_t)1 << 28);
    double start = now_ms();
    int code = staith_compile(&table.raw, tables, 1, &arena, &system, &err);
    if (code == 0) {
        code = staith_round(&system, &rules, &arena, ret_rounding, &err);
    }
    *ret_ms = now_ms() - start;
    if (code != 0) {
        staith_err_print("bench-disclosure", &err);
    }
    staith_arena_deinit(&arena);
    protect_table_deinit(&table);
    return code;
}

/* 152 councils in 9 regions x 6 roles x 8 reasons, most of them a few people or none. */
static void national_init(struct protect_table *table, char codes[][8])
{
    static const char *const roles[ROLES] = {"a", "b", "c", "d", "e", "f"};
    static const char *const reasons[REASONS] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    static const uint16_t all[] = {0, 1, 2};
    const char *list[REGIONS + COUNCILS];
    uint16_t parents[REGIONS + COUNCILS];
    uint64_t state = 88172645463325252u;
    protect_table_init(table);
    for (uint16_t i = 0; i < REGIONS + COUNCILS; i++) {
        (void)snprintf(codes[i], 8, "c%u", (unsigned)i);
        list[i] = codes[i];
        parents[i] = i < REGIONS ? (uint16_t)PROTECT_NONE : (uint16_t)(i % REGIONS);
    }
    protect_table_dimension(table, "council", REGIONS + COUNCILS, list, parents);
    protect_table_dimension(table, "role", ROLES, roles, NULL);
    protect_table_dimension(table, "reason", REASONS, reasons, NULL);
    for (uint32_t i = 0; i < COUNCILS * ROLES * REASONS; i++) {
        uint16_t role = (uint16_t)(i / REASONS % ROLES);
        uint16_t reason = (uint16_t)(i % REASONS);
        uint64_t mean_100 = (role == 5 ? 300u : role == 4 ? 100u : 30u) * (reason == 0 ? 4u : 1u);
        int64_t count = 0;
        for (int k = 0; k < 40; k++) {
            count += t15_random(&state) % 8000 < mean_100 ? 1 : 0;
        }
        protect_table_people(table, (uint16_t)(REGIONS + i / (ROLES * REASONS)), role, reason,
                             count);
    }
    protect_table_over(table, "national", 3, all);
    protect_table_finish(table);
}

static int national(void)
{
    char codes[REGIONS + COUNCILS][8];
    struct protect_table table;
    struct staith_system system;
    struct staith_rounding rounding;
    struct staith_err err = {0};
    const uint16_t tables[] = {0};
    const struct staith_round_rules rules = {
        .base = 5, .budget = {.time_ms = 300000, .gap_millionths = 10000}};
    national_init(&table, codes);
    double start = now_ms();
    int code = staith_compile(&table.raw, tables, 1, &table.arena, &system, &err);
    if (code == 0) {
        code = staith_round(&system, &rules, &table.arena, &rounding, &err);
    }
    if (code == 0) {
        printf("rounding %u cells, base 5, to 1 %% of the bound: state %d, change %lld (bound "
               "%lld), %.1f s\n",
               system.cell_count, (int)rounding.state, (long long)rounding.change,
               (long long)rounding.bound, (now_ms() - start) / 1e3);
    } else {
        staith_err_print("bench-disclosure", &err);
    }
    protect_table_deinit(&table);
    return code;
}

int main(int argc, char **argv)
{
    const uint32_t bases[2] = {5, 3};
    for (int b = 0; b < 2; b++) {
        struct staith_rounding rounding;
        double ms = 0;
        double worst = 0;
        uint32_t proved = 0;
        uint32_t next = 0;
        if (measure(0, bases[b], &rounding, &ms) != 0) {
            return 1;
        }
        printf("rounding T15, base %u: change %lld (bound %lld), largest %lld, %s, %.1f ms\n",
               bases[b], (long long)rounding.change, (long long)rounding.bound,
               (long long)rounding.largest, rounding.unique ? "unique" : "not unique", ms);
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            if (measure(seed, bases[b], &rounding, &ms) != 0) {
                return 1;
            }
            proved += rounding.proof == STAITH_ROUND_PROOF_EXACT && rounding.unique ? 1 : 0;
            next += rounding.state == STAITH_ROUND_ADJACENT ? 0 : 1;
            worst = ms > worst ? ms : worst;
        }
        printf("rounding %d tables of its shape, base %u: %u proved least and unique, %u not at "
               "adjacent multiples, slowest %.1f ms\n",
               SEEDS, bases[b], proved, next, worst);
    }
    if (argc > 1 && strcmp(argv[1], "--national") == 0) {
        return national() == 0 ? 0 : 1;
    }
    return 0;
}
