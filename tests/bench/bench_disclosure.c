/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disclosure control on T15 and on twenty tables of its shape: bench-disclosure.
 */
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"
#include "protect_t15.h"

#include <stdio.h>
#include <time.h>

enum { SEEDS = 20 };

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

int main(void)
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
    return 0;
}
