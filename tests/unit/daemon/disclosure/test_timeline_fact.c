/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worked by hand: base 5 leaves [0, 4] of 0, [1, 9] of 5 and [6, 14] of 10; printed to the nearest
 * 5, 5 is from 3 to 7 and 10 from 8 to 12.
 */
#include "course_case.h"

static void managers(struct course_case *c, int64_t shown, int64_t count)
{
    course_cell(course_release(c, "csww", "2025"), "leavers_headcount", "role", "manager", shown, 5,
                count);
}

static void printed(struct course_case *c, int64_t value, int64_t nearest)
{
    course_fact(c, "csww", "2025", "leavers_headcount|role=manager", value, 0);
    c->facts[c->fact_count - 1].nearest = nearest;
}

static void expect(struct course_case *c, bool known, enum staith_verdict verdict, int64_t possible)
{
    course_ask(c, known);
    assert_int_equal(c->certificate->verdict, verdict);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), possible);
    course_end(c);
}

/* An answer to the nearest 5 leaves five values, and the release must leave them too. */
static void a_coarse_figure_takes_nothing_away(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 5, 6);
    printed(c, 5, 5);
    expect(c, true, STAITH_VERDICT_PASSED, 5);
    /* 5 of the answer and 10 of the release: 6 or 7. */
    c = course_begin();
    managers(c, 10, 6);
    printed(c, 5, 5);
    expect(c, true, STAITH_VERDICT_NARROW, 2);
    /* To the nearest 10: from 5 to 15, and 14 at most by the release. */
    c = course_begin();
    managers(c, 10, 6);
    printed(c, 10, 10);
    expect(c, true, STAITH_VERDICT_PASSED, 9);
}

/* To the nearest 3 three values are left: no more is promised, and no less. */
static void what_a_figure_leaves_is_kept(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 5, 7);
    printed(c, 6, 3);
    expect(c, true, STAITH_VERDICT_PASSED, 3);
    /* 5 to 7 by the answer, 6 at least by the release. */
    c = course_begin();
    managers(c, 10, 7);
    printed(c, 6, 3);
    expect(c, true, STAITH_VERDICT_NARROW, 2);
}

/* Of 6 managers 40 are not: nobody learns anything true of it. */
static void a_wrong_figure_says_nothing(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 5, 6);
    printed(c, 40, 1);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 9);
    assert_int_equal(c->certificate->attackers[STAITH_ATTACKER_PUBLIC].state,
                     STAITH_ATTACK_NOTHING);
    course_end(c);
    /* Also one that is a little wrong: 7, and 15 to the nearest 5. */
    c = course_begin();
    managers(c, 5, 6);
    printed(c, 7, 1);
    printed(c, 15, 5);
    expect(c, true, STAITH_VERDICT_PASSED, 9);
    /* Where the count is lost, what was published of it tells. */
    c = course_begin();
    managers(c, 5, 6);
    printed(c, 40, 1);
    expect(c, false, STAITH_VERDICT_PASSED, 9);
}

/* Whatever is printed first, the number counts. */
static void a_number_beside_an_interval(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        struct course_case *c = course_begin();
        managers(c, 5, 6);
        printed(c, turn == 0 ? 5 : 6, turn == 0 ? 5 : 1);
        printed(c, turn == 0 ? 6 : 5, turn == 0 ? 1 : 5);
        expect(c, true, STAITH_VERDICT_PASSED, 0);
    }
}

/* 40.0 to the nearest 10.0 is from 35 to 45, and the release says from 36 to 44. */
static void with_decimals(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 40, 41);
    printed(c, 400, 100);
    c->facts[0].decimals = 1;
    expect(c, true, STAITH_VERDICT_PASSED, 9);
}

/* 10 when the year first left are 12 since it was revised; the first vintage shows the men as well,
 * so both speak. Whoever reads 12 or 10 knows one of the two, and with what changed the other. 11
 * and 40 never were counted: 6 to 14 now, and 6 to 14 of two fewer, leave 8 to 14. */
static void of_two_vintages(void **state)
{
    (void)state;
    static const int64_t values[] = {12, 10, 11, 40};
    static const int64_t left_then[] = {1, 0, 7, 7};
    static const int64_t left_now[] = {0, 1, 7, 7};
    for (int i = 0; i < 4; i++) {
        struct course_case *c = course_begin();
        struct course_release *first = course_release(c, "csww", "2025");
        course_cell(first, "leavers_headcount", NULL, NULL, 28, 0, 28);
        course_cell(first, "leavers_headcount", "role", "manager", 10, 5, 10);
        course_cell(first, "leavers_headcount", "sex", "male", 5, 5, 6);
        struct course_release *now = course_release(c, "csww", "2025");
        course_cell(now, "leavers_headcount", NULL, NULL, 30, 0, 30);
        course_cell(now, "leavers_headcount", "role", "manager", 10, 5, 12);
        printed(c, values[i], 1);
        course_ask(c, true);
        assert_int_equal(c->certificate->verdict,
                         i < 2 ? STAITH_VERDICT_EXACT : STAITH_VERDICT_PASSED);
        assert_int_equal(course_possible(c, "leavers_headcount|role=manager#1"), left_then[i]);
        assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), left_now[i]);
        course_end(c);
    }
}

/* The same where the first vintage shows nothing that the revision does not: 10 were counted then
 * and are 12 now, so whoever reads 10, or 12, knows the number, and who reads 11 nothing. By what
 * was corrected 6 to 14 of then are 8 to 14 now. */
static void of_a_vintage_that_shows_no_more(void **state)
{
    (void)state;
    static const int64_t values[] = {12, 10, 11};
    static const int64_t left[] = {0, 1, 7};
    for (int i = 0; i < 3; i++) {
        struct course_case *c = course_begin();
        struct course_release *first = course_release(c, "csww", "2025");
        course_cell(first, "leavers_headcount", NULL, NULL, 28, 0, 28);
        course_cell(first, "leavers_headcount", "role", "manager", 10, 5, 10);
        struct course_release *now = course_release(c, "csww", "2025");
        course_cell(now, "leavers_headcount", NULL, NULL, 30, 0, 30);
        course_cell(now, "leavers_headcount", "role", "manager", 10, 5, 12);
        struct course_release *asked = course_release(c, "csww", "2026");
        course_cell(asked, "leavers_headcount", "role", "manager", 5, 5, 6);
        printed(c, values[i], 1);
        course_ask(c, true);
        assert_int_equal(course_possible(c, "leavers_headcount|role=manager#csww:2025"), left[i]);
        assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 9);
        assert_int_equal(c->certificate->verdict,
                         i == 1 ? STAITH_VERDICT_EXACT : STAITH_VERDICT_PASSED);
        course_end(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_coarse_figure_takes_nothing_away),
        cmocka_unit_test(what_a_figure_leaves_is_kept),
        cmocka_unit_test(a_wrong_figure_says_nothing),
        cmocka_unit_test(a_number_beside_an_interval),
        cmocka_unit_test(with_decimals),
        cmocka_unit_test(of_two_vintages),
        cmocka_unit_test(of_a_vintage_that_shows_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
