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

/* A question drawn by chance: some cells are known to all; sums and facts of few cells near each
 * other, so that there are groups of many sizes. */
static uint64_t dice;

static uint32_t throw(uint32_t sides)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(dice >> 33) % sides;
}

static uint32_t near_to(uint32_t cell)
{
    return (cell + throw(6)) % g.system.cell_count;
}

static void draw(uint64_t seed)
{
    dice = seed;
    audit_case_init(&g, 100 + throw(300));
    uint32_t cells = g.system.cell_count;
    for (uint32_t i = 0; i < cells; i++) {
        g.cells[i] = throw(4) == 0 ? staith_audit_exact(throw(9)) : staith_audit_rounded(0, 5, 1);
        g.cells[i].promise = 2 + throw(3);
        g.cells[i].owner = throw(5);
        g.cells[i].source = throw(9) == 0 ? STAITH_AUDIT_PUBLIC : STAITH_AUDIT_RELEASE;
        g.values[i] = throw(9);
    }
    for (uint32_t r = 0; r < cells / 4; r++) {
        uint32_t at = throw(cells);
        audit_case_sum(&g, near_to(at), at, 1, at + 4 < cells ? 1 + throw(4) : 1);
    }
    for (uint32_t f = 0; f < 20; f++) {
        uint32_t at = throw(cells);
        g.facts[f] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, -(int64_t) throw(9),
                                                (int64_t) throw(9), 2 * f, 2};
        g.terms[2 * f] = (struct staith_audit_term){at, 1};
        g.terms[2 * f + 1] = (struct staith_audit_term){near_to(at), -(int64_t) throw(3)};
    }
    g.audit.fact_count = 20;
    g.audit.term_count = 40;
    g.audit.own_values = throw(2) == 0 ? NULL : g.values;
}

static bool everybody_knows(uint32_t cell)
{
    return g.cells[cell].shows == STAITH_AUDIT_EXACT &&
           g.cells[cell].source == STAITH_AUDIT_RELEASE;
}

/* The smallest cell that each is bound to, by going over all rows until nothing changes. */
static void bind(const uint32_t *list, uint32_t count, uint32_t *least, bool *news)
{
    uint32_t low = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        low = !everybody_knows(list[i]) && least[list[i]] < low ? least[list[i]] : low;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!everybody_knows(list[i]) && least[list[i]] != low) {
            least[list[i]] = low;
            *news = true;
        }
    }
}

static uint32_t list_row(uint32_t row, uint32_t *list)
{
    uint32_t count = 0;
    if (row < g.system.relation_count) {
        const struct staith_relation *relation = &g.relations[row];
        for (; count < relation->count; count++) {
            list[count] = g.parts[relation->first + count];
        }
        list[count++] = relation->total;
        return count;
    }
    for (; count < 2; count++) {
        list[count] = g.terms[2 * (row - g.system.relation_count) + count].cell;
    }
    return count;
}

/* Groups in the order of their first cells, as many together as make 64 at most: the part of each.
 * Returns how many parts. */
static uint32_t put_together(const uint32_t *least, const uint32_t *size, uint32_t *part)
{
    uint32_t at = 0;
    uint32_t filled = 0;
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        if (size[i] > 0) {
            bool over = filled > 0 && filled + size[i] > 64;
            at += over ? 1 : 0;
            filled = (over ? 0 : filled) + size[i];
            part[i] = at;
        }
    }
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        part[i] = part[least[i]];
    }
    return at + 1;
}

/* Which part each unknown cell belongs to. */
static uint32_t expect_parts(uint32_t *part)
{
    static uint32_t least[AUDIT_CASE_CELLS];
    static uint32_t size[AUDIT_CASE_CELLS];
    uint32_t list[8];
    bool news = true;
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        least[i] = i;
        size[i] = 0;
    }
    while (news) {
        news = false;
        for (uint32_t r = 0; r < g.system.relation_count + g.audit.fact_count; r++) {
            bind(list, list_row(r, list), least, &news);
        }
    }
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        size[least[i]] += everybody_knows(i) ? 0 : 1;
    }
    return put_together(least, size, part);
}

static uint32_t row_count(void)
{
    return g.system.relation_count + g.audit.fact_count;
}

/* The part that a row belongs to: that of its first unknown cell. */
static uint32_t part_of_row(const uint32_t *list, uint32_t count, const uint32_t *expected)
{
    uint32_t first = 0;
    while (first < count && everybody_knows(list[first])) {
        first++;
    }
    return first == count ? 0 : expected[list[first]];
}

static void check_sum(const struct staith_part *part, uint32_t at, const uint32_t *list,
                      uint32_t count)
{
    const struct staith_relation *relation = &part->system.relations[at];
    assert_int_equal(relation->count, count - 1);
    for (uint32_t i = 0; i + 1 < count; i++) {
        assert_int_equal(part->cell_of[part->system.parts[relation->first + i]], list[i]);
    }
    assert_int_equal(part->cell_of[relation->total], list[count - 1]);
}

static void check_fact(const struct staith_part *part, uint32_t at, const uint32_t *list,
                       const struct staith_audit_fact *was)
{
    const struct staith_audit_fact *fact = &part->audit.facts[at];
    assert_true(fact->lo == was->lo && fact->hi == was->hi && fact->count == 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(part->cell_of[part->audit.terms[fact->first + i].cell], list[i]);
        assert_int_equal(part->audit.terms[fact->first + i].times, g.terms[was->first + i].times);
    }
}

/* A part's rows, in their order; marks the cells in them. */
static void check_rows(const struct staith_part *part, uint32_t index, const uint32_t *expected,
                       bool *has)
{
    uint32_t list[8];
    uint32_t relations = 0;
    uint32_t facts = 0;
    for (uint32_t r = 0; r < row_count(); r++) {
        uint32_t count = list_row(r, list);
        if (part_of_row(list, count, expected) != index) {
            continue;
        }
        if (r < g.system.relation_count) {
            check_sum(part, relations++, list, count);
        } else {
            check_fact(part, facts++, list, &g.facts[r - g.system.relation_count]);
        }
        for (uint32_t i = 0; i < count; i++) {
            has[list[i]] = true;
        }
    }
    assert_int_equal(part->system.relation_count, relations);
    assert_int_equal(part->audit.fact_count, facts);
    assert_int_equal(part->audit.term_count, 2 * facts);
}

/* One part against the whole: its rows, and the cells that it must have. */
static void check_part(uint32_t index, const uint32_t *expected)
{
    static bool has[AUDIT_CASE_CELLS];
    struct staith_part part;
    uint32_t at = 0;
    assert_int_equal(staith_split_take(&split, index, &arena, &part), 0);
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        has[i] = everybody_knows(i) ? index == 0 : expected[i] == index;
    }
    check_rows(&part, index, expected, has);
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        if (has[i]) {
            bool elsewhere = everybody_knows(i) && index > 0;
            assert_int_equal(part.cell_of[at], i);
            assert_int_equal(part.audit.cells[at].promise, elsewhere ? 0 : g.cells[i].promise);
            assert_int_equal(part.audit.cells[at].owner, g.cells[i].owner);
            assert_true(part.audit.own_values == NULL || part.audit.own_values[at] == g.values[i]);
            at++;
        }
    }
    assert_int_equal(part.system.cell_count, at);
    assert_int_equal(part.audit.own_values == NULL, g.audit.own_values == NULL);
}

static void parts_of_anything(void **state)
{
    (void)state;
    static uint32_t expected[AUDIT_CASE_CELLS];
    for (uint64_t seed = 1; seed <= 100; seed++) {
        draw(seed);
        assert_int_equal(staith_split_make(&g.audit, &arena, &split), 0);
        assert_int_equal(split.count, expect_parts(expected));
        for (uint32_t p = 0; p < split.count; p++) {
            check_part(p, expected);
        }
        staith_arena_deinit(&arena);
        staith_arena_init(&arena, 1 << 24);
    }
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
        cmocka_unit_test_setup_teardown(parts_of_anything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(certificates_of_parts_are_put_together, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
