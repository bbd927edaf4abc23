/* SPDX-License-Identifier: Apache-2.0 */
/* What was hidden of amounts before, through the door: two releases, one after the other. */
#include "disclosure/gate_work.h"

#include "amount_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct history {
    struct amount_case *before;
    struct staith_release *left;
    struct staith_disclosure_earlier earlier;
};

/* What left: managers, of whom there may be too few, in the first quarter. */
static void leave(struct history *h, int64_t managers)
{
    h->before = amount_case_new(30, 25, 22, managers);
    h->left = amount_case_release(h->before);
    assert_non_null(h->left);
    h->earlier = (struct staith_disclosure_earlier){h->left, &h->before->catalogue, NULL, false};
}

static struct amount_case *after(const struct history *h, uint16_t quarter, int64_t managers)
{
    struct amount_case *c = amount_case_new(30, 25, 22, managers);
    c->raw.period.part = quarter;
    c->what.earlier = &h->earlier;
    c->what.earlier_count = 1;
    return c;
}

static void end(struct history *h, struct amount_case *c)
{
    staith_release_free(h->left);
    free(h->before);
    free(c);
}

/* What stands at a role: the reason, or "shown". */
static void expect(struct amount_case *c, const char *measure, const char *role, const char *what)
{
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    const struct staith_release_cell cell = amount_case_shown(release, measure, role);
    assert_non_null(cell.table);
    bool shown = cell.value.status == STAITH_STATUS_VALUE;
    assert_string_equal(shown ? "shown" : cell.reason, what);
    staith_release_free(release);
}

/* Five managers: the groups stood for the roles. With 21 the roles could be shown, and stay merged
 * all the same; whose median is shown says nothing of a sum. */
static void a_merge_is_kept(void **state)
{
    (void)state;
    struct history h;
    leave(&h, 5);
    struct amount_case *c = after(&h, 2, 21);
    expect(c, "spend", "manager", "merge_kept");
    expect(c, "spend", "social_worker", "merge_kept");
    expect(c, "spend", "lead", "shown");
    expect(c, "spend", "worker", "shown");
    expect(c, "spend", NULL, "shown");
    expect(c, "rate_median", "manager", "shown");
    /* What hides of its own says so. */
    amount_case_at(c, AMOUNT_SPEND, AMOUNT_SENIOR)->owners = 2;
    expect(c, "spend", "senior", "too_few_owners");
    expect(c, "spend", "manager", "part_hidden");
    end(&h, c);
}

/* As long as anything that stood for them can be shown: here the total. */
static void the_total_stands(void **state)
{
    (void)state;
    struct history h;
    leave(&h, 5);
    struct amount_case *c = after(&h, 2, 21);
    amount_case_at(c, AMOUNT_SPEND, AMOUNT_WORKER)->owners = 2;
    expect(c, "spend", "lead", "part_hidden");
    expect(c, "spend", "manager", "merge_kept");
    expect(c, "spend", NULL, "shown");
    end(&h, c);
}

static void nothing_was_merged(void **state)
{
    (void)state;
    struct history h;
    leave(&h, 21);
    struct amount_case *c = after(&h, 2, 22);
    expect(c, "spend", "manager", "shown");
    end(&h, c);
    /* Nobody was there: hidden like one with too few, and its level was shown. */
    leave(&h, 0);
    c = after(&h, 2, 22);
    expect(c, "spend", "manager", "shown");
    end(&h, c);
}

static void another_policy_begins_anew(void **state)
{
    (void)state;
    static const struct staith_policy policy = {.version = "2027-01-01"};
    struct history h;
    leave(&h, 5);
    struct amount_case *c = after(&h, 2, 21);
    c->what.policy = &policy;
    expect(c, "spend", "manager", "shown");
    c->what.policy = staith_policy_default();
    c->catalogue.dataset = "other"; /* nor is another dataset asked */
    expect(c, "spend", "manager", "shown");
    end(&h, c);
}

/* The third quarter left merged, then a revision of the first with its roles shown, newest in the
 * ledger: the last time is the third, for the fourth. The same where either only waits. And the
 * other way round, where it is shown and where the amount was withheld of the third. */
static void the_last_time_is_the_last_period(void **state)
{
    (void)state;
    for (int turn = 0; turn < 5; turn++) {
        struct amount_case *cases[2] = {amount_case_new(30, 25, 22, 5),
                                        amount_case_new(30, 25, 22, 21)};
        struct staith_release *left[2];
        struct staith_disclosure_earlier earlier[2];
        cases[0]->raw.period.part = turn >= 3 ? 1 : 3;
        cases[1]->raw.period.part = turn >= 3 ? 3 : 1;
        const struct staith_mark mark = {"spend", cases[1]->raw.period, STAITH_STATUS_UNAVAILABLE,
                                         "other"};
        cases[1]->what.marks = &mark;
        cases[1]->what.mark_count = turn == 4 ? 1 : 0;
        for (int i = 0; i < 2; i++) {
            left[i] = amount_case_release(cases[i]);
            earlier[1 - i] = (struct staith_disclosure_earlier){left[i], &cases[i]->catalogue, NULL,
                                                                turn == 1 && i == 1};
        }
        /* The merged third waits behind what left. */
        earlier[1].waits = turn == 2;
        struct amount_case *c = amount_case_new(30, 25, 22, 21);
        c->raw.period.part = 4;
        c->what.earlier = earlier;
        c->what.earlier_count = 2;
        expect(c, "spend", "manager", turn == 3 ? "shown" : "merge_kept");
        for (int i = 0; i < 2; i++) {
            staith_release_free(left[i]);
            free(cases[i]);
        }
        free(c);
    }
}

/* Of one period, every place, whatever policy. */
static void hidden_in_this_period(void **state)
{
    (void)state;
    static const struct staith_policy policy = {.version = "2027-01-01"};
    struct history h;
    leave(&h, 5);
    struct amount_case *c = after(&h, 1, 21);
    c->what.policy = &policy;
    expect(c, "rate_median", "manager", "hidden_before");
    expect(c, "rate_median", "advanced", "shown");
    expect(c, "spend", "manager", "hidden_before");
    expect(c, "spend", "social_worker", "hidden_before");
    expect(c, "spend", "lead", "shown");
    end(&h, c);
}

/* Two axes: roles by quarter of the day lie below roles, and not beside them. */
static void levels(void **state)
{
    (void)state;
    static struct staith_gate_level all[STAITH_GATE_DEPTHS];
    all[20].seen[STAITH_GATE_LEFT] = true; /* first axis at depth 2, second at 0 */
    assert_false(staith_gate_kept_merged(all, 20));
    all[2].shown[STAITH_GATE_LEFT] = true; /* the second axis at depth 2 is beside it */
    assert_false(staith_gate_kept_merged(all, 20));
    all[21].shown[STAITH_GATE_LEFT] = true; /* below it */
    assert_false(staith_gate_kept_merged(all, 20));
    all[10].shown[STAITH_GATE_LEFT] = true;
    assert_true(staith_gate_kept_merged(all, 20));
    all[10].hides = true;
    assert_false(staith_gate_kept_merged(all, 20));
    all[0].shown[STAITH_GATE_LEFT] = true;
    assert_true(staith_gate_kept_merged(all, 20));
    all[20].shown[STAITH_GATE_LEFT] = true;
    assert_false(staith_gate_kept_merged(all, 20));
    /* What waits is looked at by itself. */
    all[20].seen[STAITH_GATE_WAITS] = true;
    assert_false(staith_gate_kept_merged(all, 20));
    all[0].shown[STAITH_GATE_WAITS] = true;
    assert_true(staith_gate_kept_merged(all, 20));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merge_is_kept),
        cmocka_unit_test(the_total_stands),
        cmocka_unit_test(nothing_was_merged),
        cmocka_unit_test(another_policy_begins_anew),
        cmocka_unit_test(hidden_in_this_period),
        cmocka_unit_test(levels),
        cmocka_unit_test(the_last_time_is_the_last_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
