/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/split.h"

#include "audit_case.h"
#include "short_arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TABLES = 30, WIDE = 9 };

static struct audit_case g;
static struct staith_arena arena;
static struct staith_split split;

static int set_up(void **state)
{
    (void)state;
    staith_arena_init(&arena, 1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    staith_arena_deinit(&arena);
    return 0;
}

/* Tables of 2 by 2 side by side: row k of each is cells 9 k to 9 k + 8, everything rounded. */
static void make_tables(void)
{
    audit_case_init(&g, TABLES * WIDE);
    for (uint32_t t = 0; t < TABLES; t++) {
        uint32_t at = t * WIDE;
        for (uint32_t i = 0; i < 3; i++) {
            audit_case_sum(&g, at + 3 * i + 2, at + 3 * i, 1, 2);
            audit_case_sum(&g, at + 6 + i, at + i, 3, 2);
        }
        for (uint32_t i = 0; i < WIDE; i++) {
            g.cells[at + i] = staith_audit_rounded(0, 5, 1);
            g.cells[at + i].owner = 1 + t;
            g.values[at + i] = at + i;
        }
    }
    g.audit.own_values = g.values;
}

static void make(void)
{
    struct staith_err err = {0};
    assert_int_equal(staith_attack_check(&g.audit, &err), 0);
    assert_int_equal(staith_split_make(&g.audit, &arena, &split), 0);
}

/* Every part is a well-formed question; every cell, relation and fact comes back once. */
static void check_parts(uint32_t expected_cells)
{
    static uint32_t met[AUDIT_CASE_CELLS];
    uint32_t cells = 0;
    uint32_t relations = 0;
    uint32_t facts = 0;
    memset(met, 0, sizeof(met));
    for (uint32_t p = 0; p < split.count; p++) {
        struct staith_part part;
        struct staith_err err = {0};
        assert_int_equal(staith_split_take(&split, p, &arena, &part), 0);
        assert_int_equal(staith_attack_check(&part.audit, &err), 0);
        relations += part.system.relation_count;
        facts += part.audit.fact_count;
        for (uint32_t i = 0; i < part.system.cell_count; i++) {
            uint32_t cell = part.cell_of[i];
            cells++;
            met[cell]++;
            assert_string_equal(part.system.names[i], g.names[cell]);
            assert_int_equal(part.audit.cells[i].owner, g.cells[cell].owner);
            assert_int_equal(part.audit.own_values[i], g.values[cell]);
        }
    }
    assert_int_equal(relations, g.system.relation_count);
    assert_int_equal(facts, g.audit.fact_count);
    assert_int_equal(cells, expected_cells);
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        assert_true(met[i] >= 1);
    }
}

/* Seven tables of 9 make 63 cells; an eighth would be more than 64. */
static void tables_that_share_nothing_come_apart(void **state)
{
    (void)state;
    make_tables();
    make();
    assert_int_equal(split.count, 5);
    check_parts(TABLES * WIDE);
}

static void a_fact_joins_what_it_speaks_of(void **state)
{
    (void)state;
    make_tables();
    for (uint32_t t = 0; t + 1 < TABLES; t++) {
        g.terms[2 * t] = (struct staith_audit_term){t * WIDE, 1};
        g.terms[2 * t + 1] = (struct staith_audit_term){(t + 1) * WIDE, -1};
        g.facts[t] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, 0, 0, 2 * t, 2};
    }
    g.audit.fact_count = TABLES - 1;
    g.audit.term_count = 2 * (TABLES - 1);
    make();
    assert_int_equal(split.count, 1);
    check_parts(TABLES * WIDE);
    /* Cut in the middle. */
    g.audit.fact_count = TABLES / 2 - 1;
    make();
    assert_int_equal(split.count, 4);
    check_parts(TABLES * WIDE);
}

/* A number that everybody knows joins nothing; one that only some know does. */
static void a_known_total_stands_in_every_part(void **state)
{
    (void)state;
    make_tables();
    for (uint32_t t = 0; t + 1 < TABLES; t++) {
        g.terms[2 * t] = (struct staith_audit_term){t * WIDE, 1};
        g.terms[2 * t + 1] = (struct staith_audit_term){TABLES * WIDE - 1, -1};
        g.facts[t] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, -9, 9, 2 * t, 2};
    }
    g.audit.fact_count = TABLES - 1;
    g.audit.term_count = 2 * (TABLES - 1);
    g.cells[TABLES * WIDE - 1] = staith_audit_exact(0);
    g.cells[TABLES * WIDE - 1].owner = TABLES;
    make();
    assert_int_equal(split.count, 5);
    /* One known cell: its own table's part, four others, of which one is the first. */
    check_parts(TABLES * WIDE + 4);
    g.cells[TABLES * WIDE - 1].source = STAITH_AUDIT_PUBLIC;
    make();
    assert_int_equal(split.count, 1);
}

/* The certificate of the whole counts every part, and names the worst cell by its own name. */
static void certificates_of_parts_are_put_together(void **state)
{
    (void)state;
    make_tables();
    g.audit.own_values = NULL;
    /* In the last table but one the total of the first row is known: 4 is its cells' most. */
    uint32_t at = (TABLES - 2) * WIDE;
    g.cells[at + 2] = staith_audit_exact(2);
    /* Less is promised of the last one. */
    for (uint32_t i = 0; i < WIDE; i++) {
        g.cells[at + WIDE + i].promise = 4;
    }
    struct staith_certificate *c = NULL;
    assert_int_equal(staith_audit_run(&g.audit, &c, NULL), 0);
    assert_int_equal(c->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(c->audited, TABLES * WIDE - 1);
    assert_int_equal(c->attackers[STAITH_ATTACKER_TOGETHER].systems, 5);
    assert_int_equal(c->attackers[STAITH_ATTACKER_TOGETHER].least, 3);
    assert_int_equal(c->worst_cell / WIDE, TABLES - 2);
    assert_int_equal(c->promise, 4);
    assert_int_equal(c->intervals[at].hi, 2);
    assert_int_equal(c->intervals[at + WIDE].hi, 4);
    assert_int_equal(c->intervals[0].possible, 5);
    staith_certificate_free(c);
}

static int make_in(struct staith_arena *in)
{
    struct staith_split made;
    return staith_split_make(&g.audit, in, &made);
}

static int take_in(struct staith_arena *in)
{
    struct staith_part part;
    make(); /* a part is taken once */
    return staith_split_take(&split, 0, in, &part);
}

static void an_arena_that_is_too_small(void **state)
{
    (void)state;
    audit_case_init(&g, 6);
    audit_case_sum(&g, 2, 0, 1, 2);
    audit_case_sum(&g, 5, 3, 1, 2);
    g.audit.own_values = g.values;
    assert_true(short_arena_refused(make_in, STAITH_ERR_NOMEM, 65536));
    assert_true(short_arena_refused(take_in, STAITH_ERR_NOMEM, 65536));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_arena_that_is_too_small, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_that_share_nothing_come_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_fact_joins_what_it_speaks_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_known_total_stands_in_every_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(certificates_of_parts_are_put_together, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
