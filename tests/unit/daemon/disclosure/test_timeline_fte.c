/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worked by hand: of 10 people to base 5 there are 6 to 14, and nobody is more than one FTE. FTE
 * are counted in hundredths.
 */
#include "course_case.h"

enum { ONE = 1000000 };

static void managers(struct course_case *c, int64_t fte, int64_t count)
{
    struct course_release *r = course_release(c, "csww", "2025");
    course_cell(r, "inpost_fte", "role", "manager", 10 * (int64_t)ONE, 5 * ONE, fte);
    course_cell(r, "inpost_headcount", "role", "manager", 10, 5, count);
}

/* 12.6 FTE are 13 people at least: 13 or 14. 8.2 are 9: 9 to 14. */
static void fte_printed_elsewhere(void **state)
{
    (void)state;
    static const struct {
        int64_t fte, people, possible;
    } each[] = {{126, 13, 2}, {82, 12, 6}};
    for (size_t i = 0; i < 2; i++) {
        struct course_case *c = course_begin();
        managers(c, each[i].fte * ONE / 10, each[i].people);
        course_fact(c, "csww", "2025", "inpost_fte|role=manager", each[i].fte, 1);
        course_ask(c, true);
        assert_int_equal(course_possible(c, "inpost_headcount|role=manager"), each[i].possible);
        assert_int_equal(c->certificate->verdict,
                         i == 0 ? STAITH_VERDICT_NARROW : STAITH_VERDICT_PASSED);
        course_end(c);
    }
}

/* 9 people are 9 FTE at most: of 5.01 to 14.99, 5.01 to 9, in hundredths 400. */
static void people_printed_elsewhere(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 87 * ONE / 10, 9);
    course_fact(c, "csww", "2025", "inpost_headcount|role=manager", 9, 0);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_fte|role=manager"), 400);
    course_end(c);
}

/* 10 people by the next multiple are 1 to 19; beside 5.01 FTE at least they are 6 at least. */
static void in_one_release(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 99 * ONE / 10, 12);
    struct staith_release_cell *people = &c->releases[0].cells[1];
    people->reach = 2;
    people->value.lo = 1;
    people->value.hi = 19;
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager"), 14);
    course_end(c);
}

/* Also where the quarter counts the same day. */
static void of_another_dataset(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 126 * ONE / 10, 13);
    struct course_release *quarter = course_release(c, "workforce", "2025Q3");
    course_cell(quarter, "inpost_headcount", "role", "worker", 20, 5, 22);
    course_fact(c, "workforce", "2025Q3", "inpost_fte|role=manager", 126, 1);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager#csww:2025"), 2);
    course_end(c);
}

/* 8.2 FTE of 7 people do not fit the rule that is believed: nobody learns more than is true. */
static void more_than_one_each(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    managers(c, 82 * ONE / 10, 7);
    course_fact(c, "csww", "2025", "inpost_fte|role=manager", 82, 1);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager"), 8);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fte_printed_elsewhere), cmocka_unit_test(people_printed_elsewhere),
        cmocka_unit_test(in_one_release),        cmocka_unit_test(of_another_dataset),
        cmocka_unit_test(more_than_one_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
