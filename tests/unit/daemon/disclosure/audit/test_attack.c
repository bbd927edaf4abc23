/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/attack.h"

#include "audit_case.h"
#include "short_arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct audit_case g;
static struct staith_arena arena;

static unsigned bit(enum staith_attacker attacker)
{
    return 1U << (unsigned)attacker;
}

static struct staith_attack build(unsigned knowledge)
{
    struct staith_attack attack;
    struct staith_err err = {0};
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
    assert_int_equal(staith_attack_build(&g.audit, knowledge, &arena, &attack), 0);
    return attack;
}

static int set_up(void **state)
{
    (void)state;
    staith_arena_init(&arena, 1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    staith_arena_deinit(&arena);
    return 0;
}

static void expect(const struct staith_attack *attack, uint32_t cell, int64_t lo, int64_t hi)
{
    assert_int_equal(attack->lo[cell], lo);
    assert_int_equal(attack->hi[cell], hi);
}

static void each_attacker_knows_its_own_and_no_more(void **state)
{
    (void)state;
    audit_case_init(&g, 6);
    g.cells[1] = staith_audit_exact(7);
    g.cells[2] = staith_audit_hidden(false, 3);
    g.cells[2].hi = 4;
    g.cells[3] = staith_audit_hidden(true, 3);
    /* Printed wider than its rule has it. */
    g.cells[4] = staith_audit_rounded(10, 5, 1);
    g.cells[4].lo = 0;
    g.cells[4].hi = 20;
    g.cells[5] = staith_audit_exact(9);
    g.cells[5].source = STAITH_AUDIT_PUBLIC;
    struct staith_attack plain = build(0);
    expect(&plain, 0, 0, STAITH_AUDIT_NO_LIMIT);
    expect(&plain, 1, 7, 7);
    expect(&plain, 2, 0, STAITH_AUDIT_NO_LIMIT);
    expect(&plain, 4, 0, 20);
    expect(&plain, 5, 0, STAITH_AUDIT_NO_LIMIT);
    struct staith_attack positive = build(bit(STAITH_ATTACKER_AT_LEAST_ONE));
    expect(&positive, 0, 0, STAITH_AUDIT_NO_LIMIT);
    expect(&positive, 2, 1, STAITH_AUDIT_NO_LIMIT);
    expect(&positive, 3, 0, STAITH_AUDIT_NO_LIMIT);
    struct staith_attack rule = build(bit(STAITH_ATTACKER_RULE));
    expect(&rule, 2, 1, 4);
    expect(&rule, 3, 0, STAITH_AUDIT_NO_LIMIT);
    expect(&rule, 4, 6, 14);
    expect(&rule, 5, 0, STAITH_AUDIT_NO_LIMIT);
    struct staith_attack everything = build(staith_attack_knowledge(&g.audit));
    expect(&everything, 2, 1, 4);
    expect(&everything, 5, 9, 9);
    assert_int_equal(staith_attack_knowledge(&g.audit), bit(STAITH_ATTACKER_AT_LEAST_ONE) |
                                                            bit(STAITH_ATTACKER_RULE) |
                                                            bit(STAITH_ATTACKER_PUBLIC));
}

/* What came from where, and who has it: a cell's number, and a fact. */
static void what_comes_from_elsewhere_is_one_attackers(void **state)
{
    static const unsigned all[][2] = {{STAITH_AUDIT_EARLIER, STAITH_ATTACKER_EARLIER},
                                      {STAITH_AUDIT_PUBLIC, STAITH_ATTACKER_PUBLIC},
                                      {STAITH_AUDIT_RATES, STAITH_ATTACKER_RATES},
                                      {STAITH_AUDIT_REBANDED, STAITH_ATTACKER_REBANDED}};
    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        enum staith_audit_source source = (enum staith_audit_source)all[i][0];
        unsigned whose = bit((enum staith_attacker)all[i][1]);
        unsigned others = ~whose & 0xffffU;
        audit_case_init(&g, 1);
        g.cells[0] = staith_audit_exact(3);
        g.cells[0].source = source;
        assert_int_equal(staith_attack_knowledge(&g.audit), whose);
        struct staith_attack without = build(others);
        expect(&without, 0, 0, STAITH_AUDIT_NO_LIMIT);
        struct staith_attack with = build(whose);
        expect(&with, 0, 3, 3);
        audit_case_init(&g, 1);
        g.terms[0] = (struct staith_audit_term){0, 1};
        g.facts[0] = (struct staith_audit_fact){source, 2, 4, 0, 1};
        g.facts[1] = g.facts[0];
        g.audit.fact_count = g.audit.term_count = 1;
        assert_int_equal(staith_attack_knowledge(&g.audit), whose);
        assert_int_equal(build(others).rows, 0);
        assert_int_equal(build(whose).rows, 1);
        g.facts[0].source = STAITH_AUDIT_RELEASE;
        g.audit.fact_count = 2;
        assert_int_equal(staith_attack_knowledge(&g.audit), whose);
    }
}

/* Who knows the rule has something where a number is rounded or hidden, and nothing elsewhere. */
static void each_way_of_printing_is_known_for_what_it_is(void **state)
{
    const unsigned rule = bit(STAITH_ATTACKER_RULE);
    (void)state;
    audit_case_init(&g, 1);
    assert_int_equal(staith_attack_knowledge(&g.audit), 0);
    g.cells[0] = staith_audit_exact(3);
    assert_int_equal(staith_attack_knowledge(&g.audit), 0);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 1, .hi = 2};
    assert_int_equal(staith_attack_knowledge(&g.audit), 0);
    g.cells[0] = staith_audit_hidden(false, 3);
    assert_int_equal(staith_attack_knowledge(&g.audit), rule | bit(STAITH_ATTACKER_AT_LEAST_ONE));
    /* To the nearest multiple of 5, 10 is 8 to 12; printed narrower, it stays so. */
    g.cells[0] = staith_audit_rounded(10, 5, 0);
    assert_int_equal(staith_attack_knowledge(&g.audit), rule);
    g.cells[0].lo = 0;
    g.cells[0].hi = 30;
    struct staith_attack attack = build(rule);
    expect(&attack, 0, 8, 12);
    g.cells[0].lo = 9;
    g.cells[0].hi = 11;
    attack = build(rule);
    expect(&attack, 0, 9, 11);
}

static void rows_come_from_relations_and_known_facts(void **state)
{
    (void)state;
    audit_case_table(&g, 1, 2);
    g.terms[0] = (struct staith_audit_term){0, 3};
    g.terms[1] = (struct staith_audit_term){1, -1};
    g.terms[2] = (struct staith_audit_term){0, -1};
    g.terms[3] = (struct staith_audit_term){1, 1};
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, -2, 5, 0, 4};
    g.audit.fact_count = 1;
    g.audit.term_count = 4;
    assert_int_equal(build(0).rows, 5);
    struct staith_attack attack = build(bit(STAITH_ATTACKER_EARLIER));
    assert_int_equal(attack.rows, 6);
    for (uint32_t r = 0; r < 5; r++) {
        assert_int_equal(attack.row_lo[r], 0);
        assert_int_equal(attack.row_hi[r], 0);
    }
    /* 3a - b - a + b is 2a: what stands twice is added, what cancels is gone. */
    assert_int_equal(attack.row_first[6] - attack.row_first[5], 1);
    assert_int_equal(attack.column[attack.row_first[5]], 0);
    assert_int_equal(attack.times[attack.row_first[5]], 2);
    assert_int_equal(attack.row_lo[5], -2);
    assert_int_equal(attack.row_hi[5], 5);
    /* And back: every entry is found from its cell. */
    uint32_t found = 0;
    for (uint32_t i = 0; i < attack.cells; i++) {
        for (uint32_t e = attack.cell_first[i]; e < attack.cell_first[i + 1]; e++) {
            uint32_t row = attack.cell_row[e];
            for (uint32_t k = attack.row_first[row]; k < attack.row_first[row + 1]; k++) {
                found += attack.column[k] == i;
            }
        }
    }
    assert_int_equal(found, attack.row_first[attack.rows]);
    assert_int_equal(attack.cell_first[attack.cells], found);
}

static void expect_row(const struct staith_attack *attack, uint32_t row, uint32_t count,
                       const struct staith_audit_term *terms)
{
    uint32_t first = attack->row_first[row];
    assert_int_equal(attack->row_first[row + 1] - first, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(attack->column[first + i], terms[i].cell);
        assert_int_equal(attack->times[first + i], terms[i].times);
    }
}

/* Where a sum cancels, the next one begins in its place: x - x = 0, x + y, x - x + 5 y, 7 z + 3 y.
 */
static void what_cancels_leaves_nothing_to_the_next_sum(void **state)
{
    static const struct staith_audit_term terms[] = {{0, 1},  {0, -1}, {0, 1}, {1, 1}, {0, 1},
                                                     {0, -1}, {1, 5},  {2, 7}, {1, 3}};
    static const uint32_t firsts[] = {0, 2, 4, 7, 9};
    (void)state;
    audit_case_init(&g, 3);
    memcpy(g.terms, terms, sizeof(terms));
    for (uint32_t i = 0; i < 4; i++) {
        g.facts[i] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 0, 9, firsts[i],
                                                firsts[i + 1] - firsts[i]};
    }
    g.audit.fact_count = 4;
    g.audit.term_count = 9;
    struct staith_attack attack = build(0);
    assert_int_equal(attack.rows, 4);
    expect_row(&attack, 0, 0, NULL);
    expect_row(&attack, 1, 2, &terms[2]);
    expect_row(&attack, 2, 1, &terms[6]);
    expect_row(&attack, 3, 2, &terms[7]);
}

/* More entries than can be numbered are refused before any of them is looked at. */
static void more_entries_than_can_be_numbered_are_refused(void **state)
{
    struct staith_attack attack;
    (void)state;
    audit_case_init(&g, 3);
    for (uint32_t i = 0; i < 3; i++) {
        g.relations[i] = (struct staith_relation){2, 0, UINT32_MAX / 4};
    }
    g.system.relation_count = 3;
    assert_int_equal(staith_attack_build(&g.audit, 0, &arena, &attack), STAITH_ERR_NOMEM);
}

static void a_solution_satisfies_every_bound_and_row(void **state)
{
    int64_t x[] = {1, 2, 3, 1, 2, 3};
    (void)state;
    audit_case_table(&g, 1, 2);
    g.terms[0] = (struct staith_audit_term){0, 1};
    g.terms[1] = (struct staith_audit_term){1, -1};
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RATES, -1, STAITH_AUDIT_NO_LIMIT, 0, 2};
    g.audit.fact_count = 1;
    g.audit.term_count = 2;
    struct staith_attack attack = build(bit(STAITH_ATTACKER_RATES));
    assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, x));
    x[5] = 4;
    assert_false(staith_attack_holds(&attack, attack.lo, attack.hi, x));
    x[5] = 3;
    attack.hi[1] = 1;
    assert_false(staith_attack_holds(&attack, attack.lo, attack.hi, x));
    attack.hi[1] = 2;
    attack.row_lo[5] = -STAITH_AUDIT_NO_LIMIT;
    assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, x));
    attack.row_hi[5] = -2;
    assert_false(staith_attack_holds(&attack, attack.lo, attack.hi, x));
}

static void each_end_counts(struct staith_attack *attack, int64_t *lo, int64_t *hi, int64_t value,
                            const int64_t *x)
{
    const int64_t was[] = {*lo, *hi};
    for (int64_t off = -1; off <= 1; off++) {
        *lo = value + off;
        *hi = value + off;
        assert_int_equal(staith_attack_holds(attack, attack->lo, attack->hi, x), off == 0);
    }
    *lo = was[0];
    *hi = was[1];
}

/* Off by one at either end, of every cell and of every row by itself, is no solution. */
static void no_cell_and_no_row_is_passed_over(void **state)
{
    static const int64_t x[] = {1, 2, 3, 4, 5, 9, 5, 7, 12};
    (void)state;
    audit_case_table(&g, 2, 2);
    struct staith_attack attack = build(0);
    assert_int_equal(attack.rows, 6);
    for (uint32_t i = 0; i < attack.cells; i++) {
        each_end_counts(&attack, &attack.lo[i], &attack.hi[i], x[i], x);
    }
    for (uint32_t r = 0; r < attack.rows; r++) {
        each_end_counts(&attack, &attack.row_lo[r], &attack.row_hi[r], 0, x);
    }
}

/* An end that means none binds nothing, however far a sum goes: 2 * 600,000,000,000 either way. */
static void a_row_without_an_end_binds_nothing(void **state)
{
    static const int64_t x[] = {600000000000};
    (void)state;
    audit_case_init(&g, 1);
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, -STAITH_AUDIT_NO_LIMIT,
                                            STAITH_AUDIT_NO_LIMIT, 0, 1};
    g.audit.fact_count = g.audit.term_count = 1;
    for (int64_t times = -2; times <= 2; times += 4) {
        g.terms[0] = (struct staith_audit_term){0, times};
        struct staith_attack attack = build(0);
        assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, x));
        attack.row_lo[0]++;
        attack.row_hi[0]--;
        assert_false(staith_attack_holds(&attack, attack.lo, attack.hi, x));
    }
}

static void refused(void)
{
    struct staith_err err = {0};
    assert_int_equal(staith_attack_check(&g.audit, &err), STAITH_ERR_INVAL);
    assert_true(err.what[0] != '\0');
}

static void malformed_cells_are_refused(void **state)
{
    (void)state;
    const struct staith_audit_cell wrong[] = {
        {.shows = STAITH_AUDIT_EXACT, .value = -1},
        {.shows = STAITH_AUDIT_EXACT, .value = STAITH_AUDIT_NO_LIMIT + 1},
        {.shows = STAITH_AUDIT_HIDDEN, .lo = 2, .hi = 1},
        {.shows = STAITH_AUDIT_RANGE, .lo = -1, .hi = 1},
        {.shows = STAITH_AUDIT_ROUNDED, .lo = 0, .hi = 4, .base = 0, .steps = 1},
        {.shows = STAITH_AUDIT_ROUNDED, .lo = 0, .hi = 4, .base = 5, .steps = 11},
        {.shows = STAITH_AUDIT_ROUNDED, .lo = 0, .hi = 4, .base = 5, .steps = -1},
        {.shows = STAITH_AUDIT_ROUNDED, .lo = 5, .hi = 4, .base = 5, .steps = 1},
        {.shows = STAITH_AUDIT_ROUNDED, .value = -5, .hi = 4, .base = 5, .steps = 1},
        {.shows = STAITH_AUDIT_ROUNDED,
         .hi = 4,
         .base = STAITH_AUDIT_NO_LIMIT / 100 + 1,
         .steps = 1},
        {.shows = (enum staith_audit_shows)5},
        {.source = (enum staith_audit_source)5},
        {.promise = -1},
        {.owner = STAITH_AUDIT_MAX_COUNCILS + 1}};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        audit_case_init(&g, 2);
        g.cells[1] = wrong[i];
        refused();
    }
    audit_case_init(&g, 1);
    g.values[0] = -1;
    g.audit.own_values = g.values;
    g.cells[0].owner = 1;
    refused();
    g.cells[0].owner = 0;
    struct staith_err err = {0};
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
    g.cells[0].sole = true;
    refused();
    for (int i = 0; i < 3; i++) {
        audit_case_init(&g, 1);
        g.audit.persons = i == 0 ? 3 : 0;
        g.audit.fact_count = i == 1 ? STAITH_AUDIT_MAX_FACTS + 1 : 0;
        g.audit.term_count = i == 2 ? STAITH_AUDIT_MAX_TERMS + 1 : 0;
        refused();
    }
    /* The largest that is permitted. */
    audit_case_init(&g, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_ROUNDED,
                                            .value = STAITH_AUDIT_NO_LIMIT,
                                            .hi = STAITH_AUDIT_NO_LIMIT,
                                            .base = STAITH_AUDIT_NO_LIMIT / 100,
                                            .steps = 10,
                                            .promise = STAITH_AUDIT_NO_LIMIT,
                                            .owner = STAITH_AUDIT_MAX_COUNCILS};
    g.cells[1] = g.cells[0];
    g.cells[1].base = 1;
    g.cells[1].steps = 0;
    g.audit.persons = 2;
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
}

static void malformed_facts_are_refused(void **state)
{
    (void)state;
    const struct staith_audit_fact wrong[] = {
        {STAITH_AUDIT_EARLIER, 1, 0, 0, 1},
        {STAITH_AUDIT_EARLIER, 0, STAITH_AUDIT_NO_LIMIT + 1, 0, 1},
        {STAITH_AUDIT_EARLIER, -STAITH_AUDIT_NO_LIMIT - 1, 0, 0, 1},
        {STAITH_AUDIT_EARLIER, 0, 0, 0, 0},
        {STAITH_AUDIT_EARLIER, 0, 0, 2, 1},
        {STAITH_AUDIT_EARLIER, 0, 0, 3, 1},
        {STAITH_AUDIT_EARLIER, 0, 0, 1, 2},
        {(enum staith_audit_source)9, 0, 0, 0, 1}};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        audit_case_init(&g, 2);
        for (uint32_t t = 0; t < 4; t++) { /* two of them beyond what there is */
            g.terms[t] = (struct staith_audit_term){t % 2, 1};
        }
        g.facts[0] = wrong[i];
        g.audit.fact_count = 1;
        g.audit.term_count = 2;
        refused();
    }
    const struct staith_audit_term terms[] = {{2, 1},
                                              {0, 0},
                                              {0, STAITH_AUDIT_MAX_TIMES},
                                              {0, -STAITH_AUDIT_MAX_TIMES},
                                              {0, STAITH_AUDIT_MAX_TIMES + 1},
                                              {0, -STAITH_AUDIT_MAX_TIMES - 1}};
    for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++) {
        g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, 0, 0, 0, 2};
        g.terms[0] = (struct staith_audit_term){0, 1};
        g.terms[1] = terms[i];
        refused();
    }
    /* What would come round to a small sum. */
    g.terms[0].times = INT64_MAX;
    g.terms[1].times = INT64_MAX;
    refused();
    g.terms[0].times = -INT64_MAX;
    g.terms[1].times = -INT64_MAX;
    refused();
    g.terms[0] = (struct staith_audit_term){0, STAITH_AUDIT_MAX_TIMES};
    g.facts[0].count = 1;
    struct staith_err err = {0};
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
    g.terms[0].times = -STAITH_AUDIT_MAX_TIMES;
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
    /* The first fact of two. */
    g.facts[0].count = 2;
    g.terms[0] = (struct staith_audit_term){0, 1};
    g.terms[1] = (struct staith_audit_term){1, 1};
    g.facts[1] = g.facts[0];
    g.facts[0].count = 0;
    g.audit.fact_count = 2;
    refused();
    g.facts[0].count = 2;
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, -STAITH_AUDIT_NO_LIMIT,
                                            STAITH_AUDIT_NO_LIMIT, 0, 2};
    g.terms[0].times = STAITH_AUDIT_MAX_TIMES - 1;
    g.terms[1].times = -1;
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
}

/* Up to the limits, and of the last fact the last term is looked at. */
static void as_many_facts_as_are_permitted(void **state)
{
    struct staith_audit_fact *facts = calloc(STAITH_AUDIT_MAX_FACTS, sizeof(*facts));
    struct staith_err err = {0};
    (void)state;
    assert_non_null(facts);
    audit_case_init(&g, 1);
    g.terms[0] = (struct staith_audit_term){0, 1};
    for (uint32_t i = 0; i < STAITH_AUDIT_MAX_FACTS; i++) {
        facts[i] = (struct staith_audit_fact){STAITH_AUDIT_PUBLIC, 0, 0, 0, 1};
    }
    g.audit.facts = facts;
    g.audit.fact_count = STAITH_AUDIT_MAX_FACTS;
    g.audit.term_count = STAITH_AUDIT_MAX_TERMS;
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
    facts[STAITH_AUDIT_MAX_FACTS - 1].count = 0;
    refused();
    free(facts);
}

static void tables_that_are_no_system_are_refused(void **state)
{
    (void)state;
    audit_case_table(&g, 2, 2);
    g.parts[0] = 9;
    refused();
}

static int build_in(struct staith_arena *in)
{
    struct staith_attack attack;
    return staith_attack_build(&g.audit, 0, in, &attack);
}

static void an_arena_that_is_too_small(void **state)
{
    (void)state;
    audit_case_table(&g, 2, 2);
    assert_true(short_arena_refused(build_in, STAITH_ERR_NOMEM, 65536));
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_that_is_too_small),
        WITH_ARENA(each_attacker_knows_its_own_and_no_more),
        WITH_ARENA(rows_come_from_relations_and_known_facts),
        WITH_ARENA(what_cancels_leaves_nothing_to_the_next_sum),
        WITH_ARENA(more_entries_than_can_be_numbered_are_refused),
        WITH_ARENA(a_solution_satisfies_every_bound_and_row),
        WITH_ARENA(no_cell_and_no_row_is_passed_over),
        WITH_ARENA(a_row_without_an_end_binds_nothing),
        WITH_ARENA(what_comes_from_elsewhere_is_one_attackers),
        WITH_ARENA(each_way_of_printing_is_known_for_what_it_is),
        cmocka_unit_test(as_many_facts_as_are_permitted),
        cmocka_unit_test(malformed_cells_are_refused),
        cmocka_unit_test(malformed_facts_are_refused),
        cmocka_unit_test(tables_that_are_no_system_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
