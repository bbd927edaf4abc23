/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/again.h"

#include "course_case.h"
#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct staith_policy_term hiding = {.hides = true};
static const struct staith_policy exact_or_hidden = {
    .version = "2026-12-01", .term_count = 1, .terms = &hiding};

/* The same people, released twice: once rounded, once exact or hidden, each unaware of the other.
 * Exactly 15 workers beside their multiple leave one value. */
struct fixture {
    struct gate_case *c;
    struct staith_arena arena;
    struct staith_system truth;
    struct staith_release *rounded;
    struct staith_release *exact;
    struct staith_disclosure_earlier earlier;
    char why[STAITH_DISCLOSURE_WHY_BYTES];
};

static void begin(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    f->c = gate_case_new();
    staith_arena_init(&f->arena, (size_t)1 << 24);
    assert_int_equal(
        staith_disclosure_release(&f->c->what, &f->c->decision, &f->rounded, &f->c->err), 0);
    assert_true(f->c->decision.joint_audit);
    f->c->what.policy = &exact_or_hidden;
    assert_int_equal(staith_disclosure_release(&f->c->what, &f->c->decision, &f->exact, &f->c->err),
                     0);
    assert_int_equal(staith_disclosure_truth(&f->c->table.raw, &f->arena, &f->truth, NULL), 0);
    f->earlier =
        (struct staith_disclosure_earlier){f->exact, &f->c->table.catalogue, &f->truth, false};
    f->c->what.earlier = &f->earlier;
}

static void end(struct fixture *f)
{
    staith_release_free(f->rounded);
    staith_release_free(f->exact);
    staith_arena_deinit(&f->arena);
    gate_case_free(f->c);
}

static bool passes(struct fixture *f, const struct staith_release *release,
                   const struct staith_system *truth)
{
    enum staith_again again = STAITH_AGAIN_UNFINISHED;
    assert_int_equal(
        staith_disclosure_again(&f->c->what, release, truth, &again, f->why, &f->c->err), 0);
    assert_int_equal(again == STAITH_AGAIN_PASSED, f->why[0] == '\0');
    return again == STAITH_AGAIN_PASSED;
}

static void alone(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    assert_true(passes(&f, f.rounded, &f.truth));
    assert_true(passes(&f, f.exact, &f.truth));
    /* Nothing is revised, so nothing is asked of counts that are lost. */
    assert_true(passes(&f, f.rounded, NULL));
    end(&f);
}

static void with_what_has_left_since(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    f.c->what.earlier_count = 1;
    assert_true(passes(&f, f.exact, &f.truth));
    assert_false(passes(&f, f.rounded, &f.truth));
    assert_non_null(strstr(f.why, "would say too much of leavers_headcount"));
    /* Of another period it says nothing here. */
    f.c->table.raw.period.year++;
    assert_true(passes(&f, f.rounded, &f.truth));
    f.c->table.raw.period.year--;
    assert_false(passes(&f, f.exact, NULL));
    assert_non_null(strstr(f.why, "are lost"));
    f.earlier.truth = NULL;
    assert_false(passes(&f, f.exact, &f.truth));
    assert_non_null(strstr(f.why, "are lost"));
    end(&f);
}

static void nothing_protected(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    struct gate_case *few = gate_case_over((const int64_t[3][3]){{2, 0, 0}, {1, 0, 0}, {0, 0, 0}});
    struct staith_release *headline = NULL;
    assert_int_equal(staith_disclosure_release(&few->what, &few->decision, &headline, NULL), 0);
    assert_false(few->decision.joint_audit);
    /* Without protected cells there is nothing to audit. */
    f.earlier.truth = NULL;
    f.c->what.earlier_count = 1;
    assert_true(passes(&f, headline, NULL));
    staith_release_free(headline);
    gate_case_free(few);
    end(&f);
}

static int64_t ticks_left;

static int64_t monotonic(void *ctx)
{
    (void)ctx;
    return ticks_left-- > 0 ? 0 : INT64_MAX / 4 - 1000 * ticks_left;
}

/* 4 managers shown 0 and 8 workers shown 5 are lost by the 12 that is printed of their day, and the
 * year's headline, 12 again, may leave. Where time ends on the way to that it is not refused. */
static void time_ends_while_it_looks_for_what_is_lost(void **state)
{
    (void)state;
    static const struct staith_outside clock = {.monotonic_ms = monotonic};
    int seen[3] = {0};
    struct course_case *c = course_begin();
    struct course_release *r = course_release(c, "workforce", "2025Q3");
    course_cell(r, "inpost_headcount", "role", "manager", 0, 5, 4);
    course_cell(r, "inpost_headcount", "role", "worker", 5, 5, 8);
    course_fact(c, "workforce", "2025Q3", "inpost_headcount", 12, 0);
    r = course_release(c, "csww", "2025");
    course_cell(r, "inpost_headcount", NULL, NULL, 12, 0, 12);
    const struct staith_question_about about = course_about(c, true);
    const struct staith_rawtable raw = {.catalogue = &r->catalogue, .period = r->period};
    const struct staith_disclosure what = {.raw = &raw,
                                           .earlier = about.earlier,
                                           .earlier_count = about.earlier_count,
                                           .facts = about.facts,
                                           .fact_count = about.fact_count,
                                           .outside = &clock};
    for (int64_t ticks = 2; seen[STAITH_AGAIN_PASSED] == 0 && ticks < 1000000;
         ticks += 1 + ticks / 32) {
        enum staith_again again = STAITH_AGAIN_TOO_MUCH;
        char why[STAITH_DISCLOSURE_WHY_BYTES];
        ticks_left = ticks;
        assert_int_equal(
            staith_disclosure_again(&what, r->release, &r->truth, &again, why, &c->err), 0);
        seen[again]++;
    }
    assert_int_equal(seen[STAITH_AGAIN_PASSED], 1);
    assert_int_equal(seen[STAITH_AGAIN_TOO_MUCH], 0);
    assert_true(seen[STAITH_AGAIN_UNFINISHED] > 0);
    course_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(alone),
                                       cmocka_unit_test(with_what_has_left_since),
                                       cmocka_unit_test(nothing_protected),
                                       cmocka_unit_test(time_ends_while_it_looks_for_what_is_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
