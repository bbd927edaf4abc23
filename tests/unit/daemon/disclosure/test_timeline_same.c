/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worked by hand: base 5 leaves [0, 4] of 0, [1, 9] of 5 and [6, 14] of 10.
 */
#include "course_case.h"

static void of_a_role(struct course_case *c, const char *dataset, const char *period, int64_t shown,
                      uint32_t base, int64_t count)
{
    course_cell(course_release(c, dataset, period), "inpost_headcount", "role", "manager", shown,
                base, count);
}

/* What left rounded is not printed exactly in another dataset: it was promised. The same the other
 * way round has happened, and nothing is promised that everybody knows. */
static void an_exact_breakdown_keeps_what_was_promised(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    of_a_role(c, "workforce", "2025Q3", 5, 5, 6);
    of_a_role(c, "csww", "2025", 6, 0, 6);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#workforce:2025Q3"), 1);
    course_end(c);
    c = course_begin();
    of_a_role(c, "csww", "2025", 6, 0, 6);
    of_a_role(c, "workforce", "2025Q3", 5, 5, 6);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager"), 0);
    course_end(c);
}

/* Three figures of one day: 5, 10 and a paper's 6 to 8. All of them bind each other. */
static void each_is_tied_to_all(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    of_a_role(c, "workforce", "2025Q3", 5, 5, 7);
    of_a_role(c, "csww", "2025", 10, 5, 7);
    course_fact(c, "workforce", "2025Q3", "inpost_headcount|role=manager", 7, 0);
    c->facts[0].nearest = 3;
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager"), 3);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#workforce:2025Q3"), 3);
    course_end(c);
}

/* The quarter's count is another one by three: what a paper prints of the census leaves four values
 * of it. */
static void one_that_is_not_quite_the_same(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    course_cell(course_release(c, "csww", "2025"), "inpost_headcount", NULL, NULL, 5, 5, 6);
    course_cell(course_release(c, "workforce", "2025Q3"), "inpost_headcount", NULL, NULL, 10, 5, 9);
    course_fact(c, "csww", "2025", "inpost_headcount", 6, 0);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "inpost_headcount"), 4);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exact_breakdown_keeps_what_was_promised),
        cmocka_unit_test(each_is_tied_to_all),
        cmocka_unit_test(one_that_is_not_quite_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
