/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worked by hand: base 5 leaves [0, 4] of 0, [1, 9] of 5 and [6, 14] of 10.
 */
#include "course_case.h"

static void quarter(struct course_case *c, const char *period, int64_t shown, int64_t count)
{
    course_cell(course_release(c, "workforce", period), "leavers_headcount", "role", "manager",
                shown, 5, count);
}

static void census_year(struct course_case *c, int64_t shown, int64_t count)
{
    course_cell(course_release(c, "csww", "2025"), "leavers_headcount", "role", "manager", shown, 5,
                count);
}

/* One left in each quarter, and each is shown 5: at least 1. The year is shown 0: at most 4. */
static void a_year_is_four_quarters(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    static const char *const quarters[] = {"2024Q4", "2025Q1", "2025Q2", "2025Q3"};
    for (int i = 0; i < 4; i++) {
        quarter(c, quarters[i], 5, 1);
    }
    census_year(c, 0, 4);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 1);
    course_end(c);
}

/* The year is shown 5: from 4 to 9, and no quarter has more than 6. */
static void a_year_that_leaves_enough(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    static const char *const quarters[] = {"2024Q4", "2025Q1", "2025Q2", "2025Q3"};
    for (int i = 0; i < 4; i++) {
        quarter(c, quarters[i], 5, 1);
    }
    census_year(c, 5, 4);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 6);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager#workforce:2025Q2"), 6);
    course_end(c);
}

/* The quarter that was not released is the year without the others: nobody to 6. It is protected
 * like the figures it is part of. */
static void the_quarter_that_is_missing(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    quarter(c, "2024Q4", 5, 1);
    quarter(c, "2025Q1", 5, 1);
    quarter(c, "2025Q3", 5, 1);
    census_year(c, 5, 4);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(course_possible(c, "~leavers_headcount|role=manager#024303-024305"), 7);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 7);
    course_end(c);
}

/* The next quarter after the year's, and another place, say nothing. */
static void what_is_not_part_of_it(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    quarter(c, "2025Q4", 5, 1);
    course_cell(course_release(c, "workforce", "2025Q3"), "leavers_headcount", "role", "worker", 5,
                5, 4);
    census_year(c, 0, 4);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager#workforce:2025Q4"), 9);
    assert_int_equal(course_possible(c, "leavers_headcount|role=worker#workforce:2025Q3"), 9);
    course_end(c);
}

static void window(struct course_case *c, const char *period, int64_t shown, int64_t count)
{
    course_cell(course_release(c, "recruitment", period), "asye_began", "sex", "male", shown, 5,
                count);
}

/* Four began in 2024Q4 and four in 2025Q1. The window to 2025Q1 holds both, is shown 10, and cannot
 * hold more than the two that meet inside it, which are shown 0: 6, 7 or 8. */
static void windows_that_overlap(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    window(c, "2024Q4", 0, 4);
    window(c, "2025Q1", 10, 8);
    window(c, "2025Q4", 0, 4);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(course_possible(c, "asye_began|sex=male#recruitment:2025Q1"), 3);
    course_end(c);
}

/* Seen alone the same three are each as promised. */
static void windows_that_do_not(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    window(c, "2024Q4", 0, 4);
    window(c, "2025Q4", 0, 4);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_PASSED);
    course_end(c);
}

/* Somebody who left twice makes the quarters one more than the year: no closer than it holds. */
static void a_year_that_does_not_quite_add_up(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    static const char *const quarters[] = {"2024Q4", "2025Q1", "2025Q2", "2025Q3"};
    for (int i = 0; i < 4; i++) {
        course_cell(course_release(c, "workforce", quarters[i]), "leavers_headcount", NULL, NULL, 5,
                    5, i == 0 ? 2 : 1);
    }
    course_cell(course_release(c, "csww", "2025"), "leavers_headcount", NULL, NULL, 0, 5, 4);
    course_ask(c, true);
    assert_int_equal(course_possible(c, "leavers_headcount#workforce:2025Q2"), 2);
    assert_int_equal(course_possible(c, "leavers_headcount"), 2);
    course_end(c);
}

/* A paper that rounds and an answer that does not say the same of the year: the quarters are tied
 * to both, whichever is read first. */
static void a_year_that_is_printed_twice(void **state)
{
    (void)state;
    static const char *const quarters[] = {"2024Q4", "2025Q1", "2025Q2", "2025Q3"};
    for (int turn = 0; turn < 2; turn++) {
        struct course_case *c = course_begin();
        for (int i = 0; i < 4; i++) {
            quarter(c, quarters[i], 5, 1);
        }
        for (int i = 0; i < 2; i++) {
            course_fact(c, "csww", "2025", "leavers_headcount|role=manager", i == turn ? 5 : 4, 0);
            c->facts[i].nearest = i == turn ? 5 : 1;
        }
        course_ask(c, true);
        assert_int_equal(c->certificate->verdict, STAITH_VERDICT_EXACT);
        assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 1);
        course_end(c);
    }
}

/* Printed to the nearest 5 alone, 5 is from 3 to 7: no more than 4 in a quarter, where each is 1 at
 * least. */
static void a_year_that_is_printed_rounded(void **state)
{
    (void)state;
    static const char *const quarters[] = {"2024Q4", "2025Q1", "2025Q2", "2025Q3"};
    struct course_case *c = course_begin();
    for (int i = 0; i < 4; i++) {
        quarter(c, quarters[i], 5, i == 0 ? 2 : 1);
    }
    course_fact(c, "csww", "2025", "leavers_headcount|role=manager", 5, 0);
    c->facts[0].nearest = 5;
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(course_possible(c, "leavers_headcount|role=manager"), 4);
    course_end(c);
}

/* The cell of months in 2024 and 2025 that two windows are of. */
static const struct staith_audit_cell *months(const struct course_case *c, const char *which)
{
    char name[96];
    (void)snprintf(name, sizeof(name), "~asye_began|sex=male#%s", which);
    int64_t at = staith_system_find(&c->question.structure.system, name);
    assert_true(at >= 0);
    return &c->question.structure.cells[at];
}

/* Of the window to 2024Q4 two values are left. Its first quarter, of which nothing else says
 * anything, is held to what the window is, or to what is known to be left of itself; the quarters
 * that the window to 2025Q1 is of too are promised what that is. */
static void months_of_a_figure_that_is_lost(void **state)
{
    (void)state;
    static const struct staith_lost lost[] = {{"asye_began|sex=male#recruitment:2024Q4", 2, false},
                                              {"~asye_began|sex=male#024288-024290", 5, true}};
    for (uint32_t known = 0; known < 2; known++) {
        struct course_case *c = course_begin();
        window(c, "2024Q4", 5, 4);
        window(c, "2025Q1", 5, 4);
        struct staith_question_about about = course_about(c, true);
        about.lost = lost;
        about.lost_count = 1 + known;
        assert_int_equal(staith_question_make(&about, &c->arena, &c->question, &c->err), 0);
        assert_int_equal(months(c, "024288-024290")->promise, known == 0 ? 2 : 5);
        assert_int_equal(months(c, "024288-024290")->lost, known == 0);
        assert_int_equal(months(c, "024291-024299")->promise, 5);
        assert_false(months(c, "024291-024299")->lost);
        assert_int_equal(months(c, "024300-024302")->promise, 5);
        course_end(c);
    }
}

/* The year was released as 37, shown as 40 (36 to 44), and its quarters are 10, 8 and 8, as
 * printed, and 12, shown as 10 (6 to 14): one more than the year, since one was corrected. Who is
 * told so knows that the last quarter is the year less 25, so 11 at least: four values and not
 * five. */
static void told_how_far_off(void **state)
{
    (void)state;
    static const char *const quarters[] = {"2024Q4", "2025Q1", "2025Q2"};
    static const int64_t printed[] = {10, 8, 8};
    struct course_case *c = course_begin();
    for (int q = 0; q < 3; q++) {
        course_cell(course_release(c, "workforce", quarters[q]), "leavers_headcount", NULL, NULL,
                    printed[q], 0, printed[q]);
    }
    course_cell(course_release(c, "workforce", "2025Q3"), "leavers_headcount", NULL, NULL, 10, 5,
                12);
    course_cell(course_release(c, "csww", "2025"), "leavers_headcount", NULL, NULL, 40, 5, 37);
    course_ask(c, true);
    assert_int_equal(c->certificate->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(course_possible(c, "leavers_headcount#workforce:2025Q3"), 4);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_is_four_quarters),
        cmocka_unit_test(a_year_that_leaves_enough),
        cmocka_unit_test(the_quarter_that_is_missing),
        cmocka_unit_test(what_is_not_part_of_it),
        cmocka_unit_test(windows_that_overlap),
        cmocka_unit_test(windows_that_do_not),
        cmocka_unit_test(a_year_that_does_not_quite_add_up),
        cmocka_unit_test(a_year_that_is_printed_twice),
        cmocka_unit_test(a_year_that_is_printed_rounded),
        cmocka_unit_test(months_of_a_figure_that_is_lost),
        cmocka_unit_test(told_how_far_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
