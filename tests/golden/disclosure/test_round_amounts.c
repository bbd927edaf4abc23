/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Amounts in small units, rounded like counts: FTE in millionths to multiples of 5 FTE.
 *
 * Sources: T15 as in test_round_t15.c, where 446 to base 5 is the optimum that an integer program
 * of other making found: a million to the person, it is 446,000,000 to base 5,000,000 and every
 * number a million times the other. Cox 1987: what is rounded stays additive.
 */
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"
#include "protect_t15.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MILLION = 1000000, BASE = 5000000 };

static struct staith_rounding round_to(const struct staith_system *system, uint32_t base,
                                       struct staith_arena *arena)
{
    const struct staith_round_rules rules = {.base = base};
    struct staith_rounding rounding;
    struct staith_err err = {0};
    if (staith_round(system, &rules, arena, &rounding, &err) != 0) {
        fail_msg("%s", err.what);
    }
    return rounding;
}

static void whole_people(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed <= 3; seed++) {
        struct protect_table table;
        struct staith_system system;
        const uint16_t tables[] = {0};
        t15_init(&table, seed);
        assert_int_equal(staith_compile(&table.raw, tables, 1, &table.arena, &system, NULL), 0);
        const struct staith_rounding people = round_to(&system, 5, &table.arena);
        for (uint32_t i = 0; i < system.cell_count; i++) {
            system.values[i] *= MILLION;
        }
        const struct staith_rounding fte = round_to(&system, BASE, &table.arena);
        assert_int_equal(fte.state, STAITH_ROUND_ADJACENT);
        assert_true(fte.unique);
        assert_int_equal(fte.change, people.change * MILLION);
        assert_true(seed > 0 || fte.change == 446 * (int64_t)MILLION);
        assert_int_equal(fte.proof, people.proof);
        assert_true(fte.bound <= fte.change);
        for (uint32_t i = 0; i < system.cell_count; i++) {
            assert_int_equal(fte.cells[i].published, people.cells[i].published * MILLION);
            assert_true(fte.cells[i].lo <= system.values[i] && system.values[i] <= fte.cells[i].hi);
            assert_true(fte.cells[i].hi - fte.cells[i].lo + 1 >= BASE);
        }
        protect_table_deinit(&table);
    }
}

/* The table of T15 with part-time people: the nth of a cell works a share of the week that depends
 * on n and the cell, in hundredths from 0.20 to 1.00. */
static void part_time_init(struct protect_table *table)
{
    t15_init(table, 0);
    uint32_t groups = table->people_count;
    for (uint32_t g = 0; g < groups; g++) {
        int64_t people = table->people[g].count;
        table->people[g].count = 0;
        for (int64_t n = 0; n < people; n++) {
            table->people[g].count += 10000 * (20 + (n * 37 + g * 11) % 81);
        }
    }
    table->measure.aggregation = STAITH_SUM;
    table->measure.unit = STAITH_UNIT_FTE_MILLIONTHS;
    protect_table_finish(table);
}

static void part_time(void **state)
{
    (void)state;
    struct protect_table table;
    struct staith_system system;
    const struct staith_compile_pick pick = {0, 0};
    part_time_init(&table);
    assert_int_equal(staith_compile_picks(&table.raw, &pick, 1, &table.arena, &system, NULL), 0);
    const struct staith_rounding fte = round_to(&system, BASE, &table.arena);
    assert_int_equal(system.cell_count, 450);
    assert_int_equal(fte.state, STAITH_ROUND_ADJACENT);
    assert_true(fte.unique);
    int64_t change = 0;
    for (uint32_t i = 0; i < system.cell_count; i++) {
        int64_t away = fte.cells[i].published - system.values[i];
        assert_int_equal(fte.cells[i].published % BASE, 0);
        assert_true(away < BASE && away > -BASE);
        change += away < 0 ? -away : away;
    }
    for (uint32_t i = 0; i < system.relation_count; i++) {
        const struct staith_relation *relation = &system.relations[i];
        int64_t sum = 0;
        for (uint32_t p = 0; p < relation->count; p++) {
            sum += fte.cells[system.parts[relation->first + p]].published;
        }
        assert_int_equal(sum, fte.cells[relation->total].published);
    }
    /* Least but for what is lost by weighing in thousandths of the base, half of one a cell twice.
     */
    assert_int_equal(fte.change, change);
    assert_true(fte.bound <= change && change - fte.bound <= 450 * (int64_t)BASE / 1000 + 5 * BASE);
    protect_table_deinit(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_people), cmocka_unit_test(part_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
