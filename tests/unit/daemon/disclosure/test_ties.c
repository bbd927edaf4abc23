/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/ties.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct tie_case {
    struct staith_arena arena;
    struct staith_question question;
};

static void begin(struct tie_case *c)
{
    memset(c, 0, sizeof(*c));
    staith_arena_init(&c->arena, (size_t)1 << 22);
}

static const struct staith_audit_fact *newest(const struct tie_case *c)
{
    return &c->question.facts[c->question.fact_count - 1];
}

/* 5 = 3 + 2 holds exactly; 7 = 3 + 2 by two: whoever believes 0 and whoever knows 2 may be right.
 */
static void no_closer_than_it_holds(void **state)
{
    (void)state;
    struct tie_case c;
    begin(&c);
    static const struct {
        int64_t total, lo, hi;
    } each[] = {{5, 0, 0}, {7, 0, 2}, {4, -1, 0}};
    for (size_t i = 0; i < 3; i++) {
        struct staith_tie tie = staith_tie_begin();
        staith_tie_add(&tie, 9, 1, true, each[i].total);
        staith_tie_add(&tie, 1, -1, true, 3);
        staith_tie_add(&tie, 4, -1, true, 2);
        assert_int_equal(staith_tie_write(&tie, &c.arena, &c.question, NULL), 0);
        assert_int_equal(newest(&c)->lo, each[i].lo);
        assert_int_equal(newest(&c)->hi, each[i].hi);
        assert_int_equal(newest(&c)->source, STAITH_AUDIT_EARLIER);
        assert_int_equal(newest(&c)->first, 3 * i);
        assert_int_equal(newest(&c)->count, 3);
        assert_int_equal(c.question.terms[3 * i].cell, 9);
        assert_int_equal(c.question.terms[3 * i + 2].times, -1);
    }
    staith_arena_deinit(&c.arena);
}

/* 500 and 420 of FTE are 80 more, and 100 beside 120 are 20 too few. */
static void no_less_than_it_is(void **state)
{
    (void)state;
    struct tie_case c;
    begin(&c);
    static const struct {
        int64_t people, fte, lo;
        bool known, printed;
    } each[] = {{5, 420, 0, true, false}, {1, 120, -20, true, true}, {1, 120, 0, false, true}};
    for (size_t i = 0; i < 3; i++) {
        struct staith_tie tie = staith_tie_begin();
        staith_tie_add(&tie, 9, 100, each[i].known, each[i].people);
        staith_tie_add(&tie, 1, -1, each[i].known, each[i].fte);
        tie.printed = each[i].printed;
        assert_int_equal(staith_tie_write_least(&tie, &c.arena, &c.question, NULL), 0);
        assert_int_equal(newest(&c)->lo, each[i].lo);
        assert_int_equal(newest(&c)->hi, STAITH_AUDIT_NO_LIMIT);
        assert_int_equal(newest(&c)->source,
                         each[i].printed ? STAITH_AUDIT_PUBLIC : STAITH_AUDIT_EARLIER);
        assert_int_equal(newest(&c)->count, 2);
    }
    staith_arena_deinit(&c.arena);
}

/* What is not known is believed; hundredths that were cut may be one off for each. */
static void not_known_and_cut(void **state)
{
    (void)state;
    struct tie_case c;
    begin(&c);
    struct staith_tie tie = staith_tie_begin();
    staith_tie_add(&tie, 0, 1, true, 8);
    staith_tie_add(&tie, 1, -1, false, 0);
    tie.fine = true;
    tie.printed = true;
    assert_int_equal(staith_tie_write(&tie, &c.arena, &c.question, NULL), 0);
    assert_int_equal(newest(&c)->lo, -2);
    assert_int_equal(newest(&c)->hi, 2);
    assert_int_equal(newest(&c)->source, STAITH_AUDIT_PUBLIC);
    staith_arena_deinit(&c.arena);
}

/* 4 to 6 less 5 may be nothing; 7 to 9 less 5 is 2 at least, and 1 to 3 less 5 as far below. */
static void counts_between(void **state)
{
    (void)state;
    struct tie_case c;
    begin(&c);
    static const struct {
        int64_t least, most, off;
    } each[] = {{4, 6, 0}, {7, 9, 2}, {1, 3, -2}};
    for (size_t i = 0; i < 3; i++) {
        struct staith_tie tie = staith_tie_begin();
        staith_tie_add(&tie, 9, -1, true, 5);
        staith_tie_add_between(&tie, 1, 1, true, each[i].least, each[i].most);
        assert_int_equal(staith_tie_off(&tie), each[i].off);
        staith_tie_add(&tie, 2, 1, false, 0);
        assert_int_equal(staith_tie_off(&tie), 0);
    }
    struct staith_tie tie = staith_tie_begin();
    staith_tie_add_between(&tie, 1, -2, true, 4, 6);
    staith_tie_add(&tie, 2, 1, true, 7);
    assert_int_equal(staith_tie_off(&tie), -1);
    staith_arena_deinit(&c.arena);
}

static void exactly_as_far(void **state)
{
    (void)state;
    struct tie_case c;
    begin(&c);
    struct staith_tie tie = staith_tie_begin();
    staith_tie_add(&tie, 0, 1, true, 8);
    staith_tie_add(&tie, 1, -1, true, 5);
    assert_int_equal(staith_tie_write_exact(&tie, &c.arena, &c.question, NULL), 0);
    assert_int_equal(newest(&c)->lo, 3);
    assert_int_equal(newest(&c)->hi, 3);
    assert_int_equal(staith_tie_bound(6, 2, 9, &c.arena, &c.question, NULL), 0);
    assert_int_equal(newest(&c)->lo, 2);
    assert_int_equal(newest(&c)->hi, 9);
    assert_int_equal(c.question.terms[newest(&c)->first].cell, 6);
    staith_arena_deinit(&c.arena);
}

/* Hundreds of relations keep what they are; one with too many terms says nothing. */
static void many(void **state)
{
    (void)state;
    struct tie_case c;
    begin(&c);
    for (uint32_t i = 0; i < 500; i++) {
        assert_int_equal(staith_tie_bound(i, i, 2 * i, &c.arena, &c.question, NULL), 0);
    }
    for (uint32_t i = 0; i < 500; i++) {
        assert_int_equal(c.question.facts[i].hi, 2 * i);
        assert_int_equal(c.question.terms[c.question.facts[i].first].cell, i);
    }
    struct staith_tie tie = staith_tie_begin();
    for (uint32_t i = 0; i < STAITH_TIE_MAX_TERMS + 1; i++) {
        staith_tie_add(&tie, i, 1, true, 0);
    }
    assert_int_equal(staith_tie_write(&tie, &c.arena, &c.question, NULL), 0);
    assert_int_equal(c.question.fact_count, 500);
    staith_arena_deinit(&c.arena);
}

static void no_room(void **state)
{
    (void)state;
    struct tie_case c;
    begin(&c);
    staith_arena_deinit(&c.arena);
    staith_arena_init(&c.arena, 16);
    assert_int_equal(staith_tie_bound(0, 0, 1, &c.arena, &c.question, NULL), STAITH_ERR_NOMEM);
    staith_arena_deinit(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_closer_than_it_holds),
        cmocka_unit_test(no_less_than_it_is),
        cmocka_unit_test(not_known_and_cut),
        cmocka_unit_test(counts_between),
        cmocka_unit_test(exactly_as_far),
        cmocka_unit_test(many),
        cmocka_unit_test(no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
