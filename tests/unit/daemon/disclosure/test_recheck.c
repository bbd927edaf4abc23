/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worked by hand: base 5 leaves [0, 4] of 0, [1, 9] of 5 and [6, 14] of 10.
 */
#include "course_case.h"

#include "disclosure/recheck.h"

static struct staith_recheck recheck_of(struct course_case *c)
{
    (void)course_about(c, true);
    return (struct staith_recheck){.earlier = c->earlier,
                                   .earlier_count = c->count,
                                   .facts = c->facts,
                                   .fact_count = c->fact_count};
}

static const struct staith_recheck_cell *cell_in(const struct staith_rechecked *in,
                                                 const char *name)
{
    for (uint32_t i = 0; i < in->count; i++) {
        if (strcmp(in->cells[i].name, name) == 0) {
            return &in->cells[i];
        }
    }
    fail_msg("%s is not there", name);
    return NULL;
}

/* Two quarters show 5 for managers who left, the year shows 5: [1, 9] each, from 2 on in the year.
 * Somebody prints 2 for the year: then each quarter is 1. */
static void before_it_is_published(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    struct staith_rechecked out;
    static const char *const quarters[] = {"2025Q1", "2025Q2"};
    for (int i = 0; i < 2; i++) {
        course_cell(course_release(c, "workforce", quarters[i]), "leavers_headcount", "role",
                    "manager", 5, 5, 1);
    }
    course_cell(course_release(c, "csww", "2025"), "leavers_headcount", "role", "manager", 5, 5, 2);
    struct staith_recheck what = recheck_of(c);
    assert_int_equal(staith_disclosure_recheck(&what, &c->arena, &out, &c->err), 0);
    assert_true(out.finished && out.fits);
    assert_int_equal(cell_in(&out, "leavers_headcount|role=manager")->possible, 8);
    assert_int_equal(cell_in(&out, "leavers_headcount|role=manager#workforce:2025Q1")->possible, 8);
    course_end(c);

    c = course_begin();
    for (int i = 0; i < 2; i++) {
        course_cell(course_release(c, "workforce", quarters[i]), "leavers_headcount", "role",
                    "manager", 5, 5, 1);
    }
    course_cell(course_release(c, "csww", "2025"), "leavers_headcount", "role", "manager", 5, 5, 2);
    course_fact(c, "csww", "2025", "leavers_headcount|role=manager", 2, 0);
    what = recheck_of(c);
    assert_int_equal(staith_disclosure_recheck(&what, &c->arena, &out, &c->err), 0);
    assert_true(cell_in(&out, "leavers_headcount|role=manager")->printed);
    assert_int_equal(cell_in(&out, "leavers_headcount|role=manager#workforce:2025Q1")->possible, 1);
    assert_int_equal(cell_in(&out, "leavers_headcount|role=manager#workforce:2025Q2")->promise, 5);
    course_end(c);
}

static void no_room(void **state)
{
    (void)state;
    struct course_case *c = course_begin();
    struct staith_rechecked out;
    struct staith_arena little;
    course_cell(course_release(c, "csww", "2025"), "leavers_headcount", "role", "manager", 5, 5, 2);
    struct staith_recheck what = recheck_of(c);
    staith_arena_init(&little, 64);
    assert_int_equal(staith_disclosure_recheck(&what, &little, &out, &c->err), STAITH_ERR_NOMEM);
    staith_arena_deinit(&little);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_it_is_published),
        cmocka_unit_test(no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
