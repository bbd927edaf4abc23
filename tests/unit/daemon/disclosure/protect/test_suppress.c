/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a caller sees: patterns, states, refusals; and small tables of every kind against trying all
 * patterns and, for each, all tables: the least weight, what stays possible, and that there is
 * none. STAITH_SUPPRESS_TABLES: how many, 400 where not given.
 */
#include "disclosure/protect/suppress.h"

#include "suppress_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const uint32_t two_by_two[3] = {2, 2, 1};
static const int64_t inner[4] = {3, 4, 6, 5};

struct fixture {
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppression made;
    struct staith_err err;
};

static void setup(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    suppress_case_init(&f->c, two_by_two, inner);
    staith_arena_init(&f->arena, 1 << 24);
}

static int run(struct fixture *f)
{
    memset(&f->err, 0, sizeof(f->err));
    return staith_suppress(&f->c.system, &f->c.rules, &f->arena, &f->made, &f->err);
}

static void hides(const struct fixture *f, const char *cells)
{
    for (uint32_t i = 0; i < f->c.system.cell_count; i++) {
        assert_int_equal(f->made.hidden[i], strchr(cells, (int)('0' + i)) != NULL);
        assert_false(f->made.withheld[i]);
    }
}

static void optimal(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.state, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(f.made.end, STAITH_SOLVER_END_DONE);
    assert_int_equal(f.made.culprit, -1);
    assert_int_equal(f.made.weight, 15);
    assert_int_equal(f.made.bound, 15);
    assert_int_equal(f.made.primary, 1);
    assert_int_equal(f.made.secondary, 3);
    assert_true(f.made.programs > 0 && f.made.rounds > 0);
    hides(&f, "0134");
    /* Hidden before stays hidden; what it protects is no longer paid for. */
    f.c.cells[2].kind = STAITH_SUPPRESS_FROZEN;
    f.c.cells[6].kind = STAITH_SUPPRESS_FROZEN;
    f.c.cells[8].kind = STAITH_SUPPRESS_FROZEN;
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.weight, 0);
    assert_int_equal(f.made.primary, 4);
    hides(&f, "0268");
    /* May not be hidden: round the other way, 7 + 11 + 6. */
    staith_arena_deinit(&f.arena);
    setup(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    f.c.cells[1].kind = STAITH_SUPPRESS_SHOWN;
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.weight, 24);
    hides(&f, "0235");
    /* The weights decide. */
    staith_arena_deinit(&f.arena);
    setup(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    for (int i = 0; i < 9; i++) {
        f.c.cells[i].weight = i == 2 || i == 6 || i == 8 ? 1 : 10;
    }
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.weight, 3);
    hides(&f, "0268");
    staith_arena_deinit(&f.arena);
}

/* Nothing promised: nothing more is hidden than must be, and no solver is asked. */
static void nothing(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.c.cells[3].kind = STAITH_SUPPRESS_FROZEN;
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.state, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(f.made.programs, 0);
    hides(&f, "3");
    f.c.system.cell_count = 0;
    f.c.system.relation_count = 0;
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.primary, 0);
    staith_arena_deinit(&f.arena);
}

/* Its row's other cells may not be hidden: the part is withheld, the culprit named; another part
 * is not concerned. */
static void withheld(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    f.c.cells[1].kind = STAITH_SUPPRESS_SHOWN;
    f.c.cells[2].kind = STAITH_SUPPRESS_SHOWN;
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.state, STAITH_SUPPRESS_WITHHELD);
    assert_int_equal(f.made.end, STAITH_SOLVER_END_DONE);
    assert_int_equal(f.made.culprit, 0);
    assert_int_equal(f.made.weight, 0);
    assert_true(f.made.withheld[0] && f.made.withheld[3] && f.made.withheld[6]);
    assert_false(f.made.withheld[1] || f.made.withheld[2] || f.made.hidden[0]);
    staith_arena_deinit(&f.arena);
}

/* Two parts that nothing protects: the first one's cell is named. */
static void withheld_twice(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    /* Of 3 = 1 + 2 and 7 = 3 + 4: nothing but the primary cell may be hidden. */
    static const int64_t values[] = {3, 1, 2, 7, 3, 4};
    memcpy(f.c.values, values, sizeof(values));
    f.c.system.cell_count = 6;
    f.c.system.relation_count = 2;
    f.c.system.part_count = 4;
    for (uint32_t i = 0; i < 2; i++) {
        f.c.relations[i] = (struct staith_relation){3 * i, 2 * i, 2};
        f.c.parts[2 * i] = 3 * i + 1;
        f.c.parts[2 * i + 1] = 3 * i + 2;
        f.c.cells[3 * i].kind = STAITH_SUPPRESS_SHOWN;
        suppress_case_primary(&f.c, 3 * i + 1, values[3 * i + 1], values[3 * i + 1] + 1, 0);
        f.c.cells[3 * i + 2].kind = STAITH_SUPPRESS_SHOWN;
    }
    f.c.rules.budget.nodes = 5;
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.state, STAITH_SUPPRESS_WITHHELD);
    assert_int_equal(f.made.culprit, 1);
    assert_true(f.made.withheld[1] && f.made.withheld[4]);
    staith_arena_deinit(&f.arena);
}

/* The clock only withholds; work leaves what was found, with its bound. */
static void budgets(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    f.c.rules.budget.memory_mib = 1;
    assert_int_equal(run(&f), 0);
    assert_true(f.made.state == STAITH_SUPPRESS_OPTIMAL || f.made.end == STAITH_SOLVER_END_MEMORY);
    f.c.rules.budget = (struct staith_solver_budget){.iterations = 1};
    assert_int_equal(run(&f), 0);
    assert_true(f.made.state == STAITH_SUPPRESS_WITHHELD || f.made.weight == 15);
    staith_arena_deinit(&f.arena);
    staith_arena_init(&f.arena, 4);
    assert_int_equal(run(&f), STAITH_ERR_LIMIT);
    staith_arena_deinit(&f.arena);
}

static void refused(struct fixture *f, const char *what)
{
    assert_int_equal(run(f), STAITH_ERR_INVAL);
    assert_non_null(strstr(f->err.what, what));
    staith_arena_deinit(&f->arena);
    setup(f);
    suppress_case_primary(&f->c, 0, 1, 5, 0);
}

static void refusals(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    suppress_case_primary(&f.c, 0, 4, 5, 0);
    refused(&f, "promise");
    f.c.cells[0].hi = 2;
    refused(&f, "promise");
    f.c.cells[0].lo = -1;
    refused(&f, "promise");
    f.c.cells[0].hi = 33;
    refused(&f, "promise");
    f.c.cells[0].numbers = 33;
    refused(&f, "promise");
    f.c.cells[0].lo = 0;
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    refused(&f, "promise");
    f.c.rules.attacker = 3;
    refused(&f, "attacker");
    f.c.rules.attacker = 0;
    refused(&f, "attacker");
    f.c.rules.persons = 3;
    refused(&f, "attacker");
    f.c.cells[1].weight = -1;
    refused(&f, "rule");
    f.c.cells[1].weight = 1000000001;
    refused(&f, "rule");
    f.c.cells[1].kind = 4;
    refused(&f, "rule");
    f.c.values[1] = 5;
    refused(&f, "");
    f.c.system.values = NULL;
    refused(&f, "values");
    f.c.rules.cells = NULL;
    refused(&f, "rules");
    f.c.parts[1] = f.c.parts[0];
    f.c.values[1] = 3;
    f.c.values[0] = 3;
    f.c.values[2] = 6;
    f.c.values[7] = 8;
    f.c.values[8] = 17;
    refused(&f, "twice");
    f.c.values[3] = 0;
    f.c.values[5] = 5;
    f.c.values[6] = 3;
    f.c.values[8] = 12;
    f.c.cells[3].kind = STAITH_SUPPRESS_FROZEN;
    refused(&f, "zero");
    f.c.rules.hides_zeros = true;
    f.c.cells[0].hi = 32;
    f.c.cells[0].lo = 1;
    assert_int_equal(run(&f), 0);
    staith_arena_deinit(&f.arena);
}

/* An insider's attack can end when less is hidden: once (2,1) is shown, the total of (1,1)'s column
 * says no more than (1,1) itself, whose person knows it. A cut that forgets this loses the pattern
 * of 13 (all of row 1 and two totals of columns) for one of 15. */
static void attack_that_ends(void **state)
{
    (void)state;
    struct fixture f;
    static const uint32_t sides[3] = {2, 3, 1};
    static const int64_t values[6] = {1, 3, 1, 3, 3, 0};
    memset(&f, 0, sizeof(f));
    suppress_case_init(&f.c, sides, values);
    staith_arena_init(&f.arena, 1 << 24);
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    f.c.rules.hides_zeros = true;
    f.c.rules.persons = 2;
    suppress_case_primary(&f.c, 0, 0, 2, 2);
    suppress_case_primary(&f.c, 2, 0, 2, 4);
    suppress_case_primary(&f.c, 10, 1, 3, 2);
    f.c.cells[0].sole = true;
    f.c.cells[2].sole = true;
    f.c.cells[5].weight = 5;
    assert_int_equal(suppress_least(&f.c), 13);
    assert_int_equal(run(&f), 0);
    assert_int_equal(f.made.state, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(f.made.weight, 13);
    assert_true(suppress_keeps_apart(&f.c, f.made.hidden));
    staith_arena_deinit(&f.arena);
}

#ifdef __SANITIZE_ADDRESS__
enum { TABLES = 100 }; /* each takes ten times as long */
#else
enum { TABLES = 400 };
#endif
static uint64_t dice = 88172645463325252u;

static uint32_t throw_dice(uint32_t sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (uint32_t)((dice >> 32) % sides);
}

/* What is asked for one cell, if anything. */
static void throw_cell(struct suppress_case *c, uint32_t i, int64_t least)
{
    int64_t value = c->values[i];
    c->cells[i].weight = throw_dice(6) == 0 ? throw_dice(20) : value;
    if (value == 1 || value == 2) {
        int64_t lo = value - throw_dice(2);
        suppress_case_primary(c, i, lo < least ? least : lo, value + throw_dice(3), throw_dice(5));
        c->cells[i].sole = value == 1 && c->cells[i].people && throw_dice(2) == 0;
    } else if (value == 0 && c->rules.hides_zeros && throw_dice(3) == 0) {
        suppress_case_primary(c, i, 0, throw_dice(3), throw_dice(4));
    } else if (throw_dice(8) == 0) {
        c->cells[i].kind = STAITH_SUPPRESS_SHOWN;
    } else if (value > 0 && throw_dice(12) == 0) {
        c->cells[i].kind = STAITH_SUPPRESS_FROZEN;
    }
}

/* A table and rules of any kind. */
static void throw_case(struct suppress_case *c)
{
    static const uint32_t shapes[5][3] = {{2, 2, 1}, {2, 3, 1}, {2, 2, 1}, {3, 1, 1}, {2, 1, 2}};
    int64_t values[6];
    for (int i = 0; i < 6; i++) {
        values[i] = throw_dice(3) == 0 ? throw_dice(9) : throw_dice(4);
    }
    suppress_case_init(c, shapes[throw_dice(5)], values);
    c->rules.attacker = throw_dice(2) == 0 ? STAITH_SUPPRESS_PLAIN : STAITH_SUPPRESS_KNOWING;
    c->rules.hides_zeros = throw_dice(2) == 0;
    c->rules.persons = throw_dice(3);
    int64_t least = c->rules.attacker == STAITH_SUPPRESS_KNOWING && !c->rules.hides_zeros;
    for (uint32_t i = 0; i < c->system.cell_count; i++) {
        throw_cell(c, i, least);
    }
}

static void brute(void **state)
{
    (void)state;
    const char *wanted = getenv("STAITH_SUPPRESS_TABLES");
    long tables = wanted == NULL ? TABLES : strtol(wanted, NULL, 10);
    uint32_t states[4] = {0};
    for (long t = 0; t < tables; t++) {
        struct fixture f;
        memset(&f, 0, sizeof(f));
        throw_case(&f.c);
        staith_arena_init(&f.arena, 1 << 24);
        assert_int_equal(run(&f), 0);
        int64_t least = suppress_least(&f.c);
        states[f.made.state]++;
        if (f.made.state == STAITH_SUPPRESS_OPTIMAL) {
            assert_int_equal(f.made.weight, least);
            assert_true(suppress_keeps_out(&f.c, f.made.hidden));
            assert_true(suppress_keeps_apart(&f.c, f.made.hidden));
        } else {
            assert_int_equal(f.made.state, STAITH_SUPPRESS_WITHHELD);
            assert_int_equal(f.made.end, STAITH_SOLVER_END_DONE);
            assert_int_equal(least, -1);
        }
        staith_arena_deinit(&f.arena);
    }
    print_message(
        "suppression: %ld tables; least weight of all patterns %u, no pattern protects %u\n",
        tables, states[STAITH_SUPPRESS_OPTIMAL], states[STAITH_SUPPRESS_WITHHELD]);
    assert_true(states[STAITH_SUPPRESS_OPTIMAL] > tables / 2);
    assert_true(states[STAITH_SUPPRESS_WITHHELD] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optimal),          cmocka_unit_test(nothing), cmocka_unit_test(withheld),
        cmocka_unit_test(withheld_twice),   cmocka_unit_test(budgets), cmocka_unit_test(refusals),
        cmocka_unit_test(attack_that_ends), cmocka_unit_test(brute)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
