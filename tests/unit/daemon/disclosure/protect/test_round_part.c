/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One part, with its cells and sums handed over in other orders: the solver goes other ways, and
 * the numbers are the same.
 */
#include "disclosure/protect/round_part.h"

#include "base/siphash.h"
#include "disclosure/protect/compile.h"
#include "protect_t15.h"
#include "round_brute.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A system whole, as one part. Fixed cells keep lower = upper. */
struct setting {
    struct staith_round_task task;
    int64_t *lower, *upper, *units;
    uint32_t *variables, *cells, *relations;
    uint32_t cell_count;
};

static void setting_init(struct setting *setting, const struct staith_system *system, int64_t base)
{
    size_t cells = system->cell_count;
    setting->lower = calloc(cells, sizeof(*setting->lower));
    setting->upper = calloc(cells, sizeof(*setting->upper));
    setting->units = calloc(cells, sizeof(*setting->units));
    setting->variables = calloc(cells, sizeof(*setting->variables));
    setting->cells = calloc(cells, sizeof(*setting->cells));
    setting->relations = calloc((size_t)system->relation_count + 1, sizeof(*setting->relations));
    setting->cell_count = 0;
    for (uint32_t i = 0; i < system->cell_count; i++) {
        setting->lower[i] = system->values[i] / base;
        setting->upper[i] = (system->values[i] + base - 1) / base;
        setting->units[i] = setting->lower[i];
        if (setting->lower[i] < setting->upper[i]) {
            setting->cells[setting->cell_count++] = i;
        }
    }
    for (uint32_t i = 0; i < system->relation_count; i++) {
        setting->relations[i] = i;
    }
    setting->task = (struct staith_round_task){.system = system,
                                               .base = (uint32_t)base,
                                               .lower = setting->lower,
                                               .upper = setting->upper,
                                               .units = setting->units,
                                               .variables = setting->variables,
                                               .budget = {.time_ms = 60000}};
}

static void setting_deinit(struct setting *setting)
{
    free(setting->lower);
    free(setting->upper);
    free(setting->units);
    free(setting->variables);
    free(setting->cells);
    free(setting->relations);
}

static void shuffle(uint32_t *list, uint32_t count, uint64_t *seed)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = (uint32_t)(brute_random(seed) % i);
        uint32_t kept = list[i - 1];
        list[i - 1] = list[other];
        list[other] = kept;
    }
}

static void same_in_any_order(const struct staith_system *system, int64_t base, uint64_t *seed,
                              int orders)
{
    struct setting setting;
    struct staith_round_outcome first;
    struct staith_round_outcome outcome;
    setting_init(&setting, system, base);
    int64_t *units = calloc(system->cell_count, sizeof(*units));
    assert_int_equal(staith_round_part(&setting.task, setting.cells, setting.cell_count,
                                       setting.relations, system->relation_count, &first),
                     0);
    memcpy(units, setting.units, system->cell_count * sizeof(*units));
    assert_true(!first.rounded || first.unique);
    for (int i = 0; i < orders; i++) {
        shuffle(setting.cells, setting.cell_count, seed);
        shuffle(setting.relations, system->relation_count, seed);
        memset(setting.variables, 0, system->cell_count * sizeof(*setting.variables));
        assert_int_equal(staith_round_part(&setting.task, setting.cells, setting.cell_count,
                                           setting.relations, system->relation_count, &outcome),
                         0);
        assert_int_equal(outcome.rounded, first.rounded);
        assert_int_equal(outcome.change, first.change);
        assert_memory_equal(units, setting.units, system->cell_count * sizeof(*units));
    }
    free(units);
    setting_deinit(&setting);
}

static void small_tables(void **state)
{
    (void)state;
    uint64_t seed = 99;
    for (int i = 0; i < 800; i++) {
        struct staith_arena arena;
        struct staith_system system;
        struct brute brute;
        staith_arena_init(&arena, (size_t)1 << 24);
        brute_draw(&brute, i % 2 == 0 ? 5 : 3, &seed);
        brute_system(&brute, &arena, &system, NULL);
        same_in_any_order(&system, brute.base, &seed, 3);
        staith_arena_deinit(&arena);
    }
}

static void large_tables(void **state)
{
    (void)state;
    uint64_t random = 4;
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct protect_table table;
        struct staith_arena arena;
        struct staith_system system;
        struct staith_err err = {0};
        const uint16_t tables[] = {0};
        t15_init(&table, seed);
        staith_arena_init(&arena, (size_t)1 << 26);
        assert_int_equal(staith_compile(&table.raw, tables, 1, &arena, &system, &err), 0);
        same_in_any_order(&system, seed % 2 == 0 ? 5 : 3, &random, 4);
        staith_arena_deinit(&arena);
        protect_table_deinit(&table);
    }
}

/* 3 = 2 + 1 to base 5, worked by hand: 5 = 5 + 0 changes 2 + 3 + 1 = 6; 0 = 0 + 0 changes 3 + 2 + 1
 * = 6 as well; 5 = 0 + 5 changes 2 + 2 + 4 = 8. The continuous program says 6 too. */
static void by_hand(void **state)
{
    (void)state;
    const char *names[] = {"t", "t|a=0", "t|a=1"};
    int64_t values[] = {3, 2, 1};
    struct staith_relation relations[] = {{0, 0, 2}};
    uint32_t parts[] = {1, 2};
    const struct staith_system system = {3, names, values, 1, relations, 2, parts};
    struct setting setting;
    struct staith_round_outcome outcome;
    setting_init(&setting, &system, 5);
    assert_int_equal(
        staith_round_part(&setting.task, setting.cells, 3, setting.relations, 1, &outcome), 0);
    assert_true(outcome.rounded && outcome.unique);
    assert_int_equal(outcome.change, 6);
    assert_int_equal(outcome.bound, 6);
    assert_int_equal(outcome.proof, STAITH_ROUND_PROOF_EXACT);
    assert_int_equal(setting.units[0], setting.units[1]);
    assert_int_equal(setting.units[2], 0);
    /* No solution: the parts are fixed at 5 + 5 and the total is 0 or 5. */
    setting.lower[1] = setting.lower[2] = 1;
    setting.upper[1] = setting.upper[2] = 1;
    setting.cells[0] = 0;
    assert_int_equal(
        staith_round_part(&setting.task, setting.cells, 1, setting.relations, 1, &outcome), 0);
    assert_false(outcome.rounded);
    assert_int_equal(outcome.end, STAITH_SOLVER_END_DONE);
    /* No time is left. */
    setting.lower[1] = setting.lower[2] = 0;
    setting.upper[1] = setting.upper[2] = 0;
    setting.task.spent_ms = setting.task.budget.time_ms;
    assert_int_equal(
        staith_round_part(&setting.task, setting.cells, 1, setting.relations, 1, &outcome), 0);
    assert_false(outcome.rounded);
    assert_int_equal(outcome.end, STAITH_SOLVER_END_TIME);
    setting_deinit(&setting);
}

/* Two cells whose names have the same weight at the first draw: 4 = 2 + 2 is 5 = 5 + 0 or 0 + 5,
 * and only the second draw tells which. The key and the width are those of the rule: whoever
 * changes them changes every number that was ever published. */
static void same_weights(void **state)
{
    (void)state;
    const uint8_t key[16] = "staith rounding";
    static char words[2000][16];
    static uint64_t weights[2000];
    const char *names[] = {"t", NULL, NULL};
    for (uint32_t i = 0; i < 2000 && names[1] == NULL; i++) {
        (void)snprintf(words[i], sizeof(words[i]), "t|a=%04u", i);
        weights[i] = staith_siphash13(key, words[i], strlen(words[i])) >> 48;
        for (uint32_t before = 0; before < i && names[1] == NULL; before++) {
            if (weights[before] == weights[i]) {
                names[1] = words[before];
                names[2] = words[i];
            }
        }
    }
    assert_non_null(names[1]);
    int64_t values[] = {4, 2, 2};
    struct staith_relation relations[] = {{0, 0, 2}};
    uint32_t parts[] = {1, 2};
    const struct staith_system system = {3, names, values, 1, relations, 2, parts};
    uint64_t seed = 5;
    same_in_any_order(&system, 5, &seed, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(small_tables),
                                       cmocka_unit_test(large_tables), cmocka_unit_test(by_hand),
                                       cmocka_unit_test(same_weights)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
