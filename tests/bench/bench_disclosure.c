/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Controlled rounding of T15 and of twenty tables of its shape; with --national, of a made-up
 * national set of 10,206 cells to 1 % of its bound: bench-disclosure [--national]
 */
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"
#include "protect_t15.h"
#include "row.h"

enum { REGIONS = 9, COUNCILS = 152, ROLES = 6, REASONS = 8 };

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
    double start = bench_now_s();
    int code = staith_compile(&table.raw, tables, 1, &arena, &system, &err);
    if (code == 0) {
        code = staith_round(&system, &rules, &arena, ret_rounding, &err);
    }
    *ret_ms = (bench_now_s() - start) * 1e3;
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
        .base = 5, .budget = {.time_ms = 600000, .gap_millionths = 10000}};
    national_init(&table, codes);
    double start = bench_now_s();
    int code = staith_compile(&table.raw, tables, 1, &table.arena, &system, &err);
    if (code == 0) {
        code = staith_round(&system, &rules, &table.arena, &rounding, &err);
    }
    if (code == 0) {
        char what[64];
        char found[96];
        double took = bench_now_s() - start;
        double off = 100.0 * (double)(rounding.change - rounding.bound) / (double)rounding.bound;
        bool adjacent = rounding.state == STAITH_ROUND_ADJACENT;
        (void)snprintf(what, sizeof(what), "a national set of %u cells, rounded to base 5",
                       system.cell_count);
        (void)snprintf(found, sizeof(found), "%lld, bound %lld (%.2f %%), %.1f s",
                       (long long)rounding.change, (long long)rounding.bound, off, took);
        bench_row(what, "to 1 % of the bound, 60 s", found, "", adjacent && off <= 1 && took <= 60);
    } else {
        staith_err_print("bench-disclosure", &err);
    }
    protect_table_deinit(&table);
    return code;
}

/* T15 and the tables of its shape, to one base. */
static int row_of(uint32_t base, int64_t least)
{
    struct staith_rounding rounding;
    double times[BENCH_SEEDS];
    char what[64];
    char asked[64];
    char found[96];
    char seeds[128];
    double ms = 0;
    uint32_t proved = 0;
    uint32_t exactly = 0;
    uint32_t next = 0;
    if (measure(0, base, &rounding, &ms) != 0) {
        return 1;
    }
    bool kept = rounding.change == least && rounding.proof != STAITH_ROUND_PROOF_GAP && ms <= 50;
    (void)snprintf(what, sizeof(what), "T15 rounded to base %u", base);
    (void)snprintf(asked, sizeof(asked), "proved least (%lld), 50 ms", (long long)least);
    (void)snprintf(found, sizeof(found), "%lld, proved by %s, %.0f ms", (long long)rounding.change,
                   rounding.proof == STAITH_ROUND_PROOF_EXACT ? "prices" : "search", ms);
    for (uint64_t seed = 1; seed <= BENCH_SEEDS; seed++) {
        if (measure(seed, base, &rounding, &ms) != 0) {
            return 1;
        }
        times[seed - 1] = ms;
        proved += rounding.proof != STAITH_ROUND_PROOF_GAP && rounding.unique ? 1 : 0;
        exactly += rounding.proof == STAITH_ROUND_PROOF_EXACT ? 1 : 0;
        next += rounding.state == STAITH_ROUND_ADJACENT ? 0 : 1;
        kept = kept && ms <= 50;
    }
    double median = bench_median(times, BENCH_SEEDS);
    (void)snprintf(seeds, sizeof(seeds),
                   "%u proved and unique (%u by prices), %u not adjacent; %.0f ms, slowest %.0f",
                   proved, exactly, next, median, times[BENCH_SEEDS - 1]);
    bench_row(what, asked, found, seeds, kept && proved == BENCH_SEEDS);
    return 0;
}

int main(int argc, char **argv)
{
    /* Published with the table. */
    int code = row_of(5, 446);
    if (code == 0) {
        code = row_of(3, 262);
    }
    if (code == 0 && argc > 1 && strcmp(argv[1], "--national") == 0) {
        code = national();
    }
    return code == 0 ? 0 : 1;
}
