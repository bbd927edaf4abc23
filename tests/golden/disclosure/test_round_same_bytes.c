/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same input gives the same bytes, whatever compiled the code, how it was optimised and in what
 * order the tables came: every number that protection gives for a fixed set, as one number. Every
 * build of a test run compares its own with it. Whoever changes what is published changes it, and
 * must mean to.
 */
#include "base/siphash.h"
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"
#include "protect_t15.h"
#include "round_brute.h"
#include "suppress_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Numbers as their bytes, least first, each hashed with what came before. */
static void add(uint64_t *digest, int64_t number)
{
    uint8_t bytes[16];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(*digest >> (8 * i));
        bytes[8 + i] = (uint8_t)((uint64_t)number >> (8 * i));
    }
    *digest = staith_siphash13((const uint8_t *)"staith same byte", bytes, sizeof(bytes));
}

static void add_rounding(uint64_t *digest, const struct staith_system *system,
                         const struct staith_rounding *rounding)
{
    add(digest, rounding->state);
    add(digest, rounding->bound);
    for (uint32_t i = 0; i < system->cell_count; i++) {
        const struct staith_round_cell *cell = &rounding->cells[i];
        for (const char *c = system->names[i]; *c != '\0'; c++) {
            add(digest, *c);
        }
        add(digest, cell->published);
        add(digest, cell->lo);
        add(digest, cell->hi);
    }
}

/* T15 and ten tables of its shape, to both bases, and FTE-like amounts. */
static void rounding_of_t15(void **state)
{
    static const uint32_t bases[] = {5, 3, 5000000};
    static const uint16_t tables[] = {0};
    uint64_t digest = 0;
    (void)state;
    for (uint64_t seed = 0; seed <= 10; seed++) {
        struct protect_table table;
        struct staith_system system;
        struct staith_err err = {0};
        t15_init(&table, seed);
        assert_int_equal(staith_compile(&table.raw, tables, 1, &table.arena, &system, &err), 0);
        for (size_t b = 0; b < sizeof(bases) / sizeof(bases[0]); b++) {
            struct staith_rounding rounding;
            const struct staith_round_rules rules = {.base = bases[b],
                                                     .budget = {.time_ms = 600000}};
            for (uint32_t i = 0; b == 2 && i < system.cell_count; i++) {
                system.values[i] *= 730000;
            }
            assert_int_equal(staith_round(&system, &rules, &table.arena, &rounding, &err), 0);
            assert_true(rounding.unique);
            add_rounding(&digest, &system, &rounding);
        }
        protect_table_deinit(&table);
    }
    print_message("rounding: 0x%016llx\n", (unsigned long long)digest);
    assert_true(digest == UINT64_C(0xeac2fd14e20bef0f));
}

/* Small tables of every kind, with revisions: also what falls back. */
static void small_tables(void **state)
{
    uint64_t digest = 0;
    uint64_t dice = 17;
    uint32_t states[5] = {0};
    (void)state;
    for (int i = 0; i < 400; i++) {
        struct brute brute;
        struct staith_arena arena;
        struct staith_round_before before[2 * BRUTE_CELLS];
        uint32_t count = 0;
        staith_arena_init(&arena, (size_t)1 << 24);
        brute_draw(&brute, i % 2 == 0 ? 5 : 3, &dice);
        for (int vintage = 0; vintage < 2; vintage++) {
            struct staith_system system;
            struct staith_rounding rounding;
            struct staith_err err = {0};
            brute_system(&brute, &arena, &system, NULL);
            const struct staith_round_rules rules = {.base = (uint32_t)brute.base,
                                                     .before_count = count,
                                                     .before = before,
                                                     .budget = {.time_ms = 600000}};
            assert_int_equal(staith_round(&system, &rules, &arena, &rounding, &err), 0);
            add_rounding(&digest, &system, &rounding);
            states[rounding.state]++;
            for (uint32_t k = 0; k < system.cell_count; k++) {
                before[count++] = (struct staith_round_before){system.names[k], system.values[k],
                                                               rounding.cells[k].rounded, 1};
            }
            brute.values[brute.inner_at[0]] += 2;
            brute_prepare(&brute);
            if (rounding.state != STAITH_ROUND_ADJACENT) {
                break;
            }
        }
        staith_arena_deinit(&arena);
    }
    assert_true(states[STAITH_ROUND_ADJACENT] > 400 && states[STAITH_ROUND_NEXT] > 0);
    print_message("small tables: 0x%016llx\n", (unsigned long long)digest);
    assert_true(digest == UINT64_C(0x23690efa733cc165));
}

/* Patterns of a table, for attackers of both kinds. */
static void suppression(void **state)
{
    static const uint32_t sides[3] = {3, 3, 1};
    uint64_t digest = 0;
    uint64_t dice = 23;
    (void)state;
    for (int i = 0; i < 40; i++) {
        struct suppress_case c;
        struct staith_arena arena;
        struct staith_suppression made;
        struct staith_err err = {0};
        int64_t inner[9];
        for (int k = 0; k < 9; k++) {
            inner[k] = (int64_t)(t15_random(&dice) % 9);
        }
        suppress_case_init(&c, sides, inner);
        c.rules.attacker = i % 2 == 0 ? STAITH_SUPPRESS_PLAIN : STAITH_SUPPRESS_KNOWING;
        c.rules.persons = i % 2 == 0 ? 0 : 1;
        c.rules.budget.time_ms = 600000;
        for (uint32_t k = 0; k < c.system.cell_count; k++) {
            if (c.values[k] == 1 || c.values[k] == 2) {
                suppress_case_primary(&c, k, c.values[k], c.values[k], 4);
            }
        }
        staith_arena_init(&arena, (size_t)1 << 24);
        assert_int_equal(staith_suppress(&c.system, &c.rules, &arena, &made, &err), 0);
        add(&digest, made.state);
        add(&digest, made.weight);
        for (uint32_t k = 0; k < c.system.cell_count; k++) {
            add(&digest, made.hidden[k] ? 1 : made.withheld[k] ? 2 : 0);
        }
        staith_arena_deinit(&arena);
    }
    print_message("suppression: 0x%016llx\n", (unsigned long long)digest);
    assert_true(digest == UINT64_C(0x3606fd1091c54d9c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rounding_of_t15),
                                       cmocka_unit_test(small_tables),
                                       cmocka_unit_test(suppression)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
