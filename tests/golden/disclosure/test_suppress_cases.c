/* SPDX-License-Identifier: Apache-2.0 */
/*
 * T1 to T4 of the conformance cases, and twenty kinds of table against the auditor, which shares no
 * code with the protector: what one promises, the other must find.
 *
 * Sources: T1 and T3, Handbook on Statistical Disclosure Control (A. Hundepool et al.), chapter 4,
 * examples 3 and 1a. T2, L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control
 * (2001), the table of their section on attackers. T4, the tau-ARGUS manual's table for cells of
 * one contributor; it prints 73 where the column adds up to 76.
 */
#include "disclosure/audit/audit.h"
#include "disclosure/audit/certificate.h"
#include "suppress_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppression made;
    struct staith_err err;
    struct staith_certificate *certificate;
};

static void setup(struct fixture *f, uint32_t rows, uint32_t columns, const int64_t *inner)
{
    const uint32_t sides[3] = {rows, columns, 1};
    memset(f, 0, sizeof(*f));
    suppress_case_init(&f->c, sides, inner);
    staith_arena_init(&f->arena, 1 << 24);
}

static void teardown(struct fixture *f)
{
    staith_certificate_free(f->certificate);
    staith_arena_deinit(&f->arena);
}

static void suppress(struct fixture *f, enum staith_suppress_state state)
{
    assert_int_equal(staith_suppress(&f->c.system, &f->c.rules, &f->arena, &f->made, &f->err), 0);
    assert_int_equal(f->made.state, state);
}

/* What the auditor says of the pattern. Every hidden cell counts as audited, the secondary ones
 * with a promise of 1: their intervals are told, and nothing is asked of them. */
static enum staith_verdict audit(struct fixture *f)
{
    struct staith_audit_cell cells[SUPPRESS_CELLS];
    struct staith_system structure = f->c.system;
    bool knowing = f->c.rules.attacker == STAITH_SUPPRESS_KNOWING;
    structure.values = NULL;
    for (uint32_t i = 0; i < structure.cell_count; i++) {
        bool frozen = f->c.cells[i].kind == STAITH_SUPPRESS_FROZEN;
        int64_t promise = frozen ? 1 : suppress_numbers(&f->c, i);
        cells[i] = f->made.hidden[i]
                       ? staith_audit_hidden(!knowing || f->c.rules.hides_zeros, promise)
                       : staith_audit_exact(f->c.values[i]);
        cells[i].people = knowing && f->c.rules.persons > 0 && f->c.cells[i].people;
        cells[i].sole = knowing && f->c.cells[i].sole;
    }
    struct staith_audit question = {.system = &structure,
                                    .cells = cells,
                                    .own_values = f->c.values,
                                    .persons = f->c.rules.persons};
    staith_certificate_free(f->certificate);
    f->certificate = NULL;
    assert_int_equal(staith_audit_run(&question, &f->certificate, &f->err), 0);
    return f->certificate->verdict;
}

static void interval(const struct fixture *f, uint32_t cell, int64_t lo, int64_t hi)
{
    assert_int_equal(f->certificate->intervals[cell].lo, lo);
    assert_int_equal(f->certificate->intervals[cell].hi, hi);
}

/* (1,1) (1,2) (2,1) (2,2) hidden in totals 7, 3 and 9, 7. Outsiders are left with [3,6], [1,4],
 * [0,3], [0,3], so no more is needed against them; the one person of (1,2) gets (1,1). */
static void t1(void **state)
{
    (void)state;
    struct fixture f;
    static const int64_t inner[6] = {6, 1, 0, 3, 3, 3};
    setup(&f, 3, 2, inner);
    f.c.rules.hides_zeros = true;
    suppress_case_primary(&f.c, 0, 3, 6, 0);
    suppress_case_primary(&f.c, 1, 1, 4, 0);
    suppress_case_primary(&f.c, 3, 0, 3, 0);
    suppress_case_primary(&f.c, 4, 0, 3, 0);
    f.c.cells[1].sole = true;
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(f.made.secondary, 0);
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    interval(&f, 0, 3, 6);
    interval(&f, 1, 1, 4);
    interval(&f, 3, 0, 3);
    interval(&f, 4, 0, 3);
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    assert_int_equal(audit(&f), STAITH_VERDICT_EXACT);
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_true(f.made.secondary > 0);
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    teardown(&f);
}

static void t2(void **state)
{
    (void)state;
    struct fixture f;
    static const int64_t inner[9] = {20, 50, 10, 8, 19, 22, 17, 32, 12};
    setup(&f, 3, 3, inner);
    f.c.cells[6].kind = STAITH_SUPPRESS_FROZEN;
    f.c.cells[8].kind = STAITH_SUPPRESS_FROZEN;
    f.c.cells[10].kind = STAITH_SUPPRESS_FROZEN;
    suppress_case_primary(&f.c, 4, 0, 25, 0);
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(f.made.secondary, 0);
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    interval(&f, 4, 0, 25);
    interval(&f, 6, 5, 30);
    interval(&f, 8, 0, 25);
    interval(&f, 10, 4, 29);
    f.c.cells[4].hi = 26; /* one more is too much for these four */
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_true(f.made.secondary > 0);
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    teardown(&f);
}

static void t3(void **state)
{
    (void)state;
    struct fixture f;
    static const int64_t inner[3] = {998, 47600, 8002};
    setup(&f, 3, 1, inner);
    suppress_case_primary(&f.c, 0, 998, 998, 2);
    f.c.cells[3].kind = STAITH_SUPPRESS_SHOWN;
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(f.made.weight, 8002);
    assert_true(f.made.hidden[2] && !f.made.hidden[1]);
    f.c.cells[2].kind = STAITH_SUPPRESS_FROZEN;
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    interval(&f, 0, 0, 9000);
    interval(&f, 2, 0, 9000);
    f.c.cells[2].kind = STAITH_SUPPRESS_SHOWN;
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(f.made.weight, 47600);
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    interval(&f, 0, 0, 48598);
    f.c.cells[1].kind = STAITH_SUPPRESS_SHOWN; /* alone it is exact: nothing protects it */
    suppress(&f, STAITH_SUPPRESS_WITHHELD);
    assert_int_equal(f.made.culprit, 0);
    f.made.hidden[0] = true;
    assert_int_equal(audit(&f), STAITH_VERDICT_EXACT);
    teardown(&f);
}

static void t4(void **state)
{
    (void)state;
    struct fixture f;
    static const int64_t inner[8] = {52, 15, 62, 17, 24, 18, 31, 8};
    setup(&f, 2, 4, inner);
    suppress_case_primary(&f.c, 1, 15, 15, 2);
    suppress_case_primary(&f.c, 3, 17, 17, 2);
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    assert_true(f.made.hidden[6] && f.made.hidden[8]); /* 18 and 8, and nothing else */
    assert_int_equal(f.made.weight, 26);
    f.c.cells[1].sole = true;
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    assert_int_equal(audit(&f), STAITH_VERDICT_EXACT);
    suppress(&f, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
    uint32_t row = 0;
    for (uint32_t i = 0; i < 5; i++) {
        row += f.made.hidden[i] ? 1 : 0;
    }
    assert_true(row >= 3);
    f.c.values[10] = 73;
    assert_int_equal(staith_suppress(&f.c.system, &f.c.rules, &f.arena, &f.made, &f.err),
                     STAITH_ERR_INVAL);
    teardown(&f);
}

static uint64_t dice = 0x2545F4914F6CDD1Du;

static uint32_t throw_dice(uint32_t sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (uint32_t)((dice >> 32) % sides);
}

/* Tables of 3 x 4 with counts of 1 to 4 primary, as the rule has it. */
static void audited(void **state)
{
    (void)state;
    uint32_t hidden_more = 0;
    for (uint32_t t = 0; t < 60; t++) {
        struct fixture f;
        int64_t inner[12];
        for (uint32_t i = 0; i < 12; i++) {
            inner[i] = throw_dice(3) == 0 ? 5 + throw_dice(20) : throw_dice(7);
        }
        setup(&f, 3, 4, inner);
        f.c.rules.attacker = t % 2 == 0 ? STAITH_SUPPRESS_PLAIN : STAITH_SUPPRESS_KNOWING;
        f.c.rules.hides_zeros = t % 3 == 0;
        f.c.rules.persons = t % 4;
        f.c.rules.persons = f.c.rules.persons == 3 ? 0 : f.c.rules.persons;
        for (uint32_t i = 0; i < f.c.system.cell_count; i++) {
            int64_t value = f.c.values[i];
            if (value >= 1 && value <= 4) {
                suppress_case_primary(&f.c, i, value, value, 5);
                f.c.cells[i].sole = value == 1 && f.c.cells[i].people;
            }
        }
        assert_int_equal(staith_suppress(&f.c.system, &f.c.rules, &f.arena, &f.made, &f.err), 0);
        if (f.made.state == STAITH_SUPPRESS_OPTIMAL) {
            assert_int_equal(audit(&f), STAITH_VERDICT_PASSED);
            hidden_more += f.made.secondary;
        }
        teardown(&f);
    }
    assert_true(hidden_more > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(t1), cmocka_unit_test(t2),
                                       cmocka_unit_test(t3), cmocka_unit_test(t4),
                                       cmocka_unit_test(audited)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
