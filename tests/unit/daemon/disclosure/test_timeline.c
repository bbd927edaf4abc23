/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worked by hand: base 5 leaves [0, 4] of 0, [1, 9] of 5 and [6, 14] of 10.
 */
#include "course_case.h"

static void shown(struct course_case *c, const char *period, const char *category, int64_t inpost,
                  int64_t inpost_count)
{
    struct course_release *r = course_release(c, "workforce", period);
    course_cell(r, "inpost_headcount", "sex", category, inpost, 5, inpost_count);
    course_cell(r, "leavers_headcount", "sex", category, 0, 5, 0);
    course_cell(r, "starters_headcount", "sex", category, 0, 5, 3);
}

/* At most 4 were there and at most 4 came: 7 who are shown 10 are 6, 7 or 8. */
static void who_was_there_and_came(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    shown(c, "2025Q1", "male", 0, 4);
    shown(c, "2025Q2", "male", 10, 7);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(course_possible(c, "inpost_headcount|sex=male"), 3);
    course_end(c);
}

/* Over half a year the quarter between is not known, and nothing follows; nor where the flows of
 * the quarter are not released. */
static void what_came_is_not_known(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    shown(c, "2024Q4", "male", 0, 4);
    shown(c, "2025Q2", "male", 10, 7);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount|sex=male"), 9);
    course_end(c);
    c = course_begin();
    shown(c, "2025Q1", "male", 0, 4);
    course_cell(course_release(c, "workforce", "2025Q2"), "inpost_headcount", "sex", "male", 10, 5,
                7);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "inpost_headcount|sex=male"), 9);
    course_end(c);
}

/* People change roles, so those of a role are not those who were there and came. */
static void roles_are_changed(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    static const char *const periods[] = {"2025Q1", "2025Q2"};
    static const int64_t numbers[] = {0, 10};
    for (int i = 0; i < 2; i++) {
        struct course_release *r = course_release(c, "workforce", periods[i]);
        course_cell(r, "inpost_headcount", "role", "manager", numbers[i], 5, i == 0 ? 4 : 7);
        course_cell(r, "leavers_headcount", "role", "manager", 0, 5, 0);
        course_cell(r, "starters_headcount", "role", "manager", 0, 5, 3);
    }
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager"), 9);
    course_end(c);
}

/* The census and the quarter that ends with it count the same people: 10 and 5 are 6 to 9. */
static void one_day_in_two_datasets(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    course_cell(course_release(c, "csww", "2025"), "inpost_headcount", "role", "manager", 10, 5, 6);
    course_cell(course_release(c, "workforce", "2025Q3"), "inpost_headcount", "role", "manager", 5,
                5, 6);
    course_ask(c, false);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(course_possible(c, "inpost_headcount|role=manager"), 4);
    course_end(c);
}

/* What DfE prints of the day is not protected in the quarter's figure either. */
static void printed_exactly(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    course_cell(course_release(c, "csww", "2025"), "inpost_headcount", NULL, NULL, 31, 0, 31);
    course_cell(course_release(c, "workforce", "2025Q3"), "inpost_headcount", NULL, NULL, 30, 5,
                31);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "inpost_headcount"), 0);
    course_end(c);
}

/* A committee's paper says that 4 managers left in the year; each quarter shows 5, which is 1 at
 * least: then each is 1. The year itself is public, and not protected any more. */
static void a_public_fact(void **state)
{
    (void)state;
    static const char *const quarters[] = {"2024Q4", "2025Q1", "2025Q2", "2025Q3"};
    struct course_case *c = course_begin();
    for (int i = 0; i < 4; i++) {
        course_cell(course_release(c, "workforce", quarters[i]), "leavers_headcount", "role",
                    "manager", 5, 5, 1);
    }
    course_fact(c, "csww", "2025", "leavers_headcount|role=manager", 4, 0);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 1);
    assert_int_equal(c->certificate->attackers[STAITH_ATTACKER_PUBLIC].state, STAITH_ATTACK_TRIED);
    course_end(c);
}

/* Half a post between 6 and 7, of a measure that says nothing of other periods; and others that
 * are of other periods. */
static void facts_of_the_same_figure(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    struct course_release *r = course_release(c, "csww", "2025");
    course_cell(r, "vacancies", "role", "manager", 5, 5, 4);
    course_cell(r, "vacancies", "role", "worker", 5, 5, 6);
    course_fact(c, "csww", "2025", "vacancies|role=worker", 65, 1);
    course_fact(c, "csww", "2019", "vacancies|role=manager", 4, 0);
    course_fact(c, "csww", "2024", "vacancies|role=manager", 4, 0);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "vacancies|role=worker"), 0);
    assert_int_equal(course_possible(c, "vacancies|role=manager"), 9);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_was_there_and_came),   cmocka_unit_test(what_came_is_not_known),
        cmocka_unit_test(roles_are_changed),        cmocka_unit_test(one_day_in_two_datasets),
        cmocka_unit_test(printed_exactly),          cmocka_unit_test(a_public_fact),
        cmocka_unit_test(facts_of_the_same_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
