/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worked by hand: base 5 leaves [0, 4] of 0, [1, 9] of 5 and [6, 14] of 10.
 */
#include "course_case.h"

static void leavers(struct course_case *c, const char *period, int64_t shown, int64_t count)
{
    course_cell(course_release(c, "csww", period), "leavers_headcount", "role", "manager", shown, 5,
                count);
}

/* 3 shown 0 were corrected to 6 shown 10: whoever was told of 3 more knows 6 or 7. The year after
 * is what is released now, and the old year is audited with it. */
static void vintages_of_another_period(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    leavers(c, "2024", 0, 3);
    leavers(c, "2024", 10, 6);
    leavers(c, "2025", 5, 4);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager#csww:2024"), 2);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 9);
    course_end(c);
    /* Where the counts are lost nobody is taken to be told. */
    c = course_begin();
    leavers(c, "2024", 0, 3);
    leavers(c, "2024", 10, 6);
    leavers(c, "2025", 5, 4);
    course_ask(c, false);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    course_end(c);
}

/* The same of the period that is released now. */
static void vintages_of_the_period(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    leavers(c, "2025", 0, 3);
    leavers(c, "2025", 10, 6);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 2);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager#1"), 2);
    course_end(c);
}

static void what_is_near_and_kin(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    course_cell(course_release(c, "csww", "2024"), "vacancies", "role", "manager", 5, 5, 4);
    leavers(c, "2022", 5, 4);
    leavers(c, "2023", 5, 4);
    leavers(c, "2025", 5, 4);
    course_ask(c, true);
    const struct staith_system *system = &c->question.structure.system;
    assert_true(staith_system_find(system, "leavers_headcount|role=manager#csww:2023") >= 0);
    assert_int_equal(staith_system_find(system, "leavers_headcount|role=manager#csww:2022"), -1);
    assert_int_equal(staith_system_find(system, "vacancies|role=manager#csww:2024"), -1);
    course_end(c);
}

/* With nothing beside it the question is that of `staith verify`. */
static void a_release_alone(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    leavers(c, "2025", 5, 4);
    course_ask(c, true);
    assert_int_equal(c->question.fact_count, 0);
    assert_int_equal(c->question.structure.system.cell_count, 3);
    course_end(c);
}

static void too_much(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    leavers(c, "2025", 5, 4);
    struct staith_question_about about = course_about(c, true);
    about.earlier_count = STAITH_DISCLOSURE_MAX_EARLIER + 1;
    assert_int_equal(staith_question_make(&about, &c->arena, &c->question, &c->err),
                     STAITH_ERR_LIMIT);
    about.earlier_count = 0;
    staith_arena_deinit(&c->arena);
    staith_arena_init(&c->arena, 64);
    assert_int_not_equal(staith_question_make(&about, &c->arena, &c->question, &c->err), 0);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vintages_of_another_period),
        cmocka_unit_test(vintages_of_the_period),
        cmocka_unit_test(what_is_near_and_kin),
        cmocka_unit_test(a_release_alone),
        cmocka_unit_test(too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
