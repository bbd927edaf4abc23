/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate.h"
#include "gate_case.h"
#include "raw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* A clock on which every look takes a minute. */
struct running {
    int64_t now;
};

static int64_t running_ms(void *ctx)
{
    struct running *running = ctx;
    running->now += 60000;
    return running->now;
}

static const uint8_t catalogue_hash[STAITH_HASH_BYTES] = {1, 2, 3};

static int decide(struct raw_fixture *f, const struct staith_policy *policy,
                  const struct staith_mark *mark, struct staith_decision *decision,
                  struct staith_release **release, struct staith_err *err)
{
    const struct staith_disclosure disclosure = {.raw = &f->raw,
                                                 .policy = policy,
                                                 .audience = STAITH_AUDIENCE_REGION,
                                                 .marks = mark,
                                                 .mark_count = mark == NULL ? 0 : 1,
                                                 .catalogue_hash = catalogue_hash};
    return staith_disclosure_release(&disclosure, decision, release, err);
}

/* The released cell of a measure, which must be there once. */
static struct staith_release_cell cell_of(const struct staith_release *release, const char *measure)
{
    struct staith_release_cell found = {0};
    uint32_t times = 0;
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        if (strcmp(cell.measure, measure) == 0) {
            found = cell;
            times++;
        }
    }
    assert_int_equal(times, 1);
    return found;
}

static void test_headline_leaves_exactly_and_breakdowns_stay(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    struct staith_err err = {0};
    assert_int_equal(decide(&f, staith_policy_default(), NULL, &decision, &release, &err), 0);
    assert_int_equal(staith_release_cell_count(release), 4);
    struct staith_release_cell fte = cell_of(release, "inpost_fte");
    assert_string_equal(fte.table, "headline");
    assert_int_equal(fte.dimension_count, 0);
    assert_int_equal(fte.value.status, STAITH_STATUS_VALUE);
    assert_int_equal(fte.value.value, 10000000);
    assert_int_equal(fte.value.lo, 10000000);
    assert_int_equal(fte.value.hi, 10000000);
    assert_null(fte.reason);
    assert_int_equal(cell_of(release, "leavers_headcount").value.value, 3);
    struct staith_release_cell days = cell_of(release, "working_days_lost_fte");
    assert_int_equal(days.value.status, STAITH_STATUS_UNAVAILABLE);

    assert_int_equal(decision.disposition_count, 2);
    assert_int_equal(decision.dispositions[0].cells, 5);
    assert_int_equal(decision.dispositions[0].released, 4);
    assert_int_equal(decision.dispositions[0].withheld, 1);
    assert_string_equal(decision.dispositions[0].rule, "headline_exact");
    assert_int_equal(decision.dispositions[1].released, 0);
    assert_int_equal(decision.dispositions[1].withheld, 3);
    /* Beside exactly 3 leavers no rounding leaves a reason five possible values. */
    assert_string_equal(decision.dispositions[1].rule, "less_detail_withheld");
    assert_int_equal(decision.certificate.cells, 0);
    assert_int_equal(decision.marked, 0);
    staith_release_free(release);
}

static void test_head_of_the_release(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    assert_int_equal(decide(&f, staith_policy_default(), NULL, &decision, &release, NULL), 0);
    assert_string_equal(staith_release_authority(release), "840");
    assert_string_equal(staith_release_dataset(release), "csww");
    assert_int_equal(staith_release_period(release)->year, 2025);
    assert_int_equal(staith_release_audience(release), STAITH_AUDIENCE_REGION);
    assert_string_equal(staith_release_policy(release), "2026-11-01");
    assert_memory_equal(staith_release_catalogue_hash(release), catalogue_hash, STAITH_HASH_BYTES);
    assert_memory_equal(staith_release_source_hash(release), f.raw.source_hash, STAITH_HASH_BYTES);
    staith_release_free(release);
}

static void test_mark_takes_the_number_away(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    const struct staith_mark mark = {"leavers_headcount",
                                     {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                     STAITH_STATUS_UNRELIABLE,
                                     "withdrawn"};
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    assert_int_equal(decide(&f, staith_policy_default(), &mark, &decision, &release, NULL), 0);
    struct staith_release_cell cell = cell_of(release, "leavers_headcount");
    assert_int_equal(cell.value.status, STAITH_STATUS_UNRELIABLE);
    assert_int_equal(cell.value.value, 0);
    assert_int_equal(cell.value.lo, 0);
    assert_int_equal(cell.value.hi, 0);
    assert_string_equal(cell.reason, "withdrawn");
    assert_int_equal(cell_of(release, "inpost_headcount").value.value, 12);
    assert_int_equal(decision.marked, 1);
    staith_release_free(release);
}

static void test_mark_of_another_period_does_nothing(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    const struct staith_mark mark = {"leavers_headcount",
                                     {STAITH_PERIOD_CENSUS_YEAR, 2024, 0},
                                     STAITH_STATUS_UNRELIABLE,
                                     "withdrawn"};
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    assert_int_equal(decide(&f, staith_policy_default(), &mark, &decision, &release, NULL), 0);
    assert_int_equal(cell_of(release, "leavers_headcount").value.value, 3);
    assert_int_equal(decision.marked, 0);
    staith_release_free(release);
}

static void test_wrong_marks_are_refused(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    struct staith_mark mark = {
        "leavers", {STAITH_PERIOD_CENSUS_YEAR, 2025, 0}, STAITH_STATUS_UNRELIABLE, "withdrawn"};
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    struct staith_err err = {0};
    assert_int_equal(decide(&f, staith_policy_default(), &mark, &decision, &release, &err),
                     STAITH_ERR_INVAL);
    assert_non_null(strstr(err.what, "leavers"));
    mark.measure = "leavers_headcount";
    mark.status = STAITH_STATUS_VALUE;
    assert_int_equal(decide(&f, staith_policy_default(), &mark, &decision, &release, &err),
                     STAITH_ERR_INVAL);
    assert_null(release);
}

static void test_held_measures_stay(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    static const char *const held[] = {"csww.inpost_fte"};
    const struct staith_policy policy = {.version = "2026-11-01", .held = held, .held_count = 1};
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    assert_int_equal(decide(&f, &policy, NULL, &decision, &release, NULL), 0);
    assert_int_equal(staith_release_cell_count(release), 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_string_not_equal(staith_release_cell_at(release, i).measure, "inpost_fte");
    }
    staith_release_free(release);
}

/* Of a dataset that DfE does not print nothing leaves exactly; its breakdowns leave rounded. */
static void test_unlisted_dataset_leaves_rounded_alone(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    f.catalogue.dataset = "agency_rates";
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    assert_int_equal(decide(&f, staith_policy_default(), NULL, &decision, &release, NULL), 0);
    assert_string_equal(decision.dispositions[0].rule, "not_published_withheld");
    assert_int_equal(decision.dispositions[0].withheld, 5);
    assert_int_equal(staith_release_cell_count(release), 3);
    for (uint32_t i = 0; i < 3; i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        assert_int_equal(cell.base, 5);
        assert_int_equal(cell.value.value % 5, 0);
    }
    staith_release_free(release);
}

/* Nothing exact leaves for the public, and amounts do not leave at all. */
static void test_for_the_public_all_is_rounded(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_release *release = NULL;
    c->what.audience = STAITH_AUDIENCE_PUBLIC;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, &c->err), 0);
    assert_int_equal(staith_release_cell_count(release), 1 + 4 + 4 + 16);
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        assert_int_equal(staith_release_cell_at(release, i).base, 5);
    }
    assert_string_equal(c->decision.dispositions[GATE_HEADLINE].rule, "rounded");
    staith_release_free(release);
    gate_case_free(c);
}

static void test_nothing_leaves_for_the_council_itself(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_release *release = NULL;
    c->what.audience = (enum staith_audience)9;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, &c->err),
                     STAITH_ERR_REFUSED);
    assert_null(release);
    for (uint32_t i = 0; i < 4; i++) {
        assert_string_equal(c->decision.dispositions[i].rule, "audience_withheld");
    }
    assert_int_equal(c->decision.dispositions[GATE_HEADLINE].withheld, 1);
    gate_case_free(c);
}

static void test_table_that_does_not_add_up_is_refused(void **state)
{
    (void)state;
    struct raw_fixture f;
    raw_fixture_init(&f);
    f.by_reason[1].largest = 2; /* more than the cell holds */
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    struct staith_err err = {0};
    assert_int_equal(decide(&f, staith_policy_default(), NULL, &decision, &release, &err),
                     STAITH_ERR_INVAL);
    assert_null(release);
}

/* The breakdowns of 28 leavers leave, rounded, with what the audit found. */
static void test_breakdowns_leave_rounded(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_release *release = NULL;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, &c->err), 0);
    assert_int_equal(staith_release_cell_count(release), 1 + 3 + 3 + 15);
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        assert_int_equal(cell.base, cell.dimension_count == 0 ? 0 : 5);
        assert_int_equal(cell.value.value % 5, cell.dimension_count == 0 ? 28 % 5 : 0);
        assert_true(cell.value.hi - cell.value.lo >= (cell.dimension_count == 0 ? 0 : 4));
    }
    for (uint32_t i = 1; i < 4; i++) {
        assert_string_equal(c->decision.dispositions[i].rule, "rounded");
        assert_int_equal(c->decision.dispositions[i].withheld, 0);
    }
    assert_int_equal(c->decision.certificate.exact, 0);
    assert_true(c->decision.certificate.least >= 5);
    staith_release_free(release);
    gate_case_free(c);
}

/* No time at all: the headline leaves, and it is said that nothing could be proved. */
static void test_without_time_only_headlines_leave(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_outside clock = *staith_outside_machine();
    struct staith_release *release = NULL;
    struct running running = {0};
    clock.ctx = &running;
    clock.monotonic_ms = running_ms;
    c->what.outside = &clock;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, &c->err), 0);
    assert_int_equal(staith_release_cell_count(release), 1);
    assert_string_equal(c->decision.dispositions[GATE_BY_ROLE].rule, "not_proved_withheld");
    assert_int_equal(c->decision.certificate.cells, 0);
    staith_release_free(release);
    gate_case_free(c);
}

/* The same question gives the same numbers. */
static void test_same_again(void **state)
{
    (void)state;
    struct staith_release *releases[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        struct gate_case *c = gate_case_new();
        assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &releases[i], NULL), 0);
        gate_case_free(c);
    }
    uint32_t count = staith_release_cell_count(releases[0]);
    assert_int_equal(staith_release_cell_count(releases[1]), count);
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_release_cell a = staith_release_cell_at(releases[0], i);
        const struct staith_release_cell b = staith_release_cell_at(releases[1], i);
        assert_string_equal(a.table, b.table);
        assert_memory_equal(&a.value, &b.value, sizeof(a.value));
    }
    staith_release_free(releases[0]);
    staith_release_free(releases[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headline_leaves_exactly_and_breakdowns_stay),
        cmocka_unit_test(test_head_of_the_release),
        cmocka_unit_test(test_breakdowns_leave_rounded),
        cmocka_unit_test(test_without_time_only_headlines_leave),
        cmocka_unit_test(test_same_again),
        cmocka_unit_test(test_mark_takes_the_number_away),
        cmocka_unit_test(test_mark_of_another_period_does_nothing),
        cmocka_unit_test(test_wrong_marks_are_refused),
        cmocka_unit_test(test_held_measures_stay),
        cmocka_unit_test(test_unlisted_dataset_leaves_rounded_alone),
        cmocka_unit_test(test_for_the_public_all_is_rounded),
        cmocka_unit_test(test_nothing_leaves_for_the_council_itself),
        cmocka_unit_test(test_table_that_does_not_add_up_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
