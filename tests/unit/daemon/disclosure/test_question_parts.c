/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vintages that show different places. Worked by hand: base 5 leaves [0, 4] of 0 and [1, 9] of 5.
 */
#include "course_case.h"

static bool has(const struct course_case *c, const char *name)
{
    return staith_system_find(&c->question.structure.system, name) >= 0;
}

static void cell(struct course_release *r, const char *role, int64_t shown, uint32_t base,
                 int64_t count)
{
    course_cell(r, "inpost_headcount", role == NULL ? NULL : "role", role, shown, base, count);
}

/* The day's roles were shown, a revision shows the day's total alone, and another dataset prints
 * it: 13 managers and workers of 13 at most leave one value of each. */
static void what_the_newest_lacks(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    struct course_release *r = course_release(c, "workforce", "2025Q3");
    cell(r, "manager", 0, 5, 4);
    cell(r, "worker", 5, 5, 9);
    cell(course_release(c, "workforce", "2025Q3"), NULL, 15, 5, 13);
    cell(course_release(c, "csww", "2025"), NULL, 13, 0, 13);
    course_ask(c, true);
    assert_true(has(c, "inpost_headcount#workforce:2025Q3"));
    assert_true(has(c, "inpost_headcount|role=manager#workforce:2025Q3/1"));
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#workforce:2025Q3/1"), 1);
    course_end(c);
    /* The same where the counts are lost, and so what changed. */
    c = course_begin();
    r = course_release(c, "workforce", "2025Q3");
    cell(r, "manager", 0, 5, 4);
    cell(r, "worker", 5, 5, 9);
    cell(course_release(c, "workforce", "2025Q3"), NULL, 15, 5, 13);
    cell(course_release(c, "csww", "2025"), NULL, 13, 0, 13);
    course_ask(c, false);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#workforce:2025Q3/1"), 1);
    course_end(c);
}

/* What a newer vintage shows as well is one of its numbers, moved, and no part of its own. */
static void what_the_newest_has(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    cell(course_release(c, "workforce", "2025Q3"), "manager", 5, 5, 4);
    cell(course_release(c, "workforce", "2025Q3"), "manager", 5, 5, 5);
    cell(course_release(c, "csww", "2025"), NULL, 13, 0, 13);
    course_ask(c, true);
    assert_false(has(c, "inpost_headcount|role=manager#workforce:2025Q3/1"));
    /* [1, 9] then and one more now, which is [1, 9] too. */
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#workforce:2025Q3"), 8);
    course_end(c);
}

/* A status shows nothing of the place: the number of then still does. */
static void a_status_shows_nothing(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    cell(course_release(c, "workforce", "2025Q3"), "manager", 5, 5, 4);
    struct course_release *marked = course_release(c, "workforce", "2025Q3");
    cell(marked, "manager", 0, 0, 4);
    marked->cells[0].value = staith_value_status(STAITH_STATUS_UNRELIABLE);
    marked->cells[0].reason = "incomplete";
    cell(course_release(c, "csww", "2025"), NULL, 13, 0, 13);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#workforce:2025Q3"), 9);
    course_end(c);
}

/* Of the period that is asked about: two vintages that show what today's does not are tied to each
 * other, 0 and then 2 more shown 5. */
static void vintages_without_todays(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    cell(course_release(c, "csww", "2025"), "manager", 0, 5, 3);
    cell(course_release(c, "csww", "2025"), "manager", 5, 5, 5);
    cell(course_release(c, "csww", "2025"), NULL, 13, 0, 13);
    course_ask(c, true);
    /* [0, 4] and [2, 6] in [1, 9]. */
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#1"), 5);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#2"), 5);
    course_end(c);
    c = course_begin();
    cell(course_release(c, "csww", "2025"), "manager", 0, 5, 4);
    cell(course_release(c, "csww", "2025"), "manager", 5, 5, 9);
    cell(course_release(c, "csww", "2025"), NULL, 13, 0, 13);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#1"), 5);
    course_end(c);
    c = course_begin();
    cell(course_release(c, "csww", "2025"), "manager", 0, 5, 1);
    cell(course_release(c, "csww", "2025"), "manager", 5, 5, 9);
    cell(course_release(c, "csww", "2025"), NULL, 13, 0, 13);
    course_ask(c, true);
    /* 8 more of [0, 4] are in [1, 9] where they are 8 or 9. */
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#1"), 2);
    course_end(c);
}

/* Exact figures that left without anything rounded bind what is rounded today. */
static void exact_vintages(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    cell(course_release(c, "csww", "2025"), NULL, 12, 0, 12);
    cell(course_release(c, "csww", "2025"), NULL, 15, 5, 13);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount"), 1);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_newest_lacks),  cmocka_unit_test(what_the_newest_has),
        cmocka_unit_test(a_status_shows_nothing), cmocka_unit_test(vintages_without_todays),
        cmocka_unit_test(exact_vintages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
