/* SPDX-License-Identifier: Apache-2.0 */
/* Medians and sums of money, through the door. */
#include "disclosure/gate.h"

#include "amount_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check(const struct staith_release *release, const char *measure, const char *role,
                  int64_t value, int64_t lo, int64_t hi, uint32_t base)
{
    const struct staith_release_cell cell = amount_case_shown(release, measure, role);
    assert_non_null(cell.table);
    assert_int_equal(cell.value.status, STAITH_STATUS_VALUE);
    assert_int_equal(cell.value.value, value);
    assert_int_equal(cell.value.lo, lo);
    assert_int_equal(cell.value.hi, hi);
    assert_int_equal(cell.base, base);
    assert_int_equal(cell.reach, 0);
    assert_null(cell.reason);
}

static void check_hidden(const struct staith_release *release, const char *measure,
                         const char *role, const char *reason)
{
    const struct staith_release_cell cell = amount_case_shown(release, measure, role);
    assert_non_null(cell.table);
    assert_int_equal(cell.value.status, STAITH_STATUS_SUPPRESSED);
    assert_int_equal(cell.value.value, 0);
    assert_int_equal(cell.base, 0);
    assert_string_equal(cell.reason, reason);
}

/* Rates of 32.20, 33.30, 34.40, 35.50 by role, 30.00 and 31.10 of the groups: all to 50 pence. */
static void enough_people_everywhere(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    check(release, "rate_median", "social_worker", 3200, 3175, 3224, 50);
    check(release, "rate_median", "senior", 3350, 3325, 3374, 50);
    check(release, "rate_median", "advanced", 3450, 3425, 3474, 50);
    check(release, "rate_median", "manager", 3550, 3525, 3574, 50);
    check(release, "rate_median", "worker", 3000, 2975, 3024, 50);
    check(release, "rate_median", "lead", 3100, 3075, 3124, 50);
    check(release, "spend", "social_worker", 3000000, 2995000, 3004999, 10000);
    check(release, "spend", "lead", 4300000, 4295000, 4304999, 10000);
    check(release, "spend", NULL, 9800000, 9795000, 9804999, 10000);
    assert_int_equal(c->decision.certificate.exact, 0);
    assert_true(c->decision.certificate.audited > 0);
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_SPEND), STAITH_POLICY_AMOUNT);
    assert_int_equal(staith_decision_rule(&c->decision, 0, AMOUNT_MEDIAN), STAITH_POLICY_AMOUNT);
    assert_int_equal(c->decision.dispositions[1].withheld, 0);
    staith_release_free(release);
    free(c);
}

/* Counts that are promised something of. */
static uint32_t rounded_counts(const struct staith_release *release)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        count += staith_release_cell_at(release, i).reach > 0;
    }
    return count;
}

/* Five managers are too few. Their median is hidden and no other; their spend could be subtracted,
 * so that no role's is shown: the groups' are. */
static void one_role_too_small(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 5);
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    check_hidden(release, "rate_median", "manager", "too_few_people");
    check(release, "rate_median", "advanced", 3450, 3425, 3474, 50);
    check(release, "rate_median", "lead", 3100, 3075, 3124, 50);
    check_hidden(release, "spend", "manager", "too_few_people");
    check_hidden(release, "spend", "advanced", "part_hidden");
    check_hidden(release, "spend", "social_worker", "part_hidden");
    check(release, "spend", "lead", 2700000, 2695000, 2704999, 10000);
    /* The auditor looks for what is hidden too: four roles, beside two groups and their total. */
    assert_int_equal(staith_release_certificate(release)->audited, 7 + rounded_counts(release));
    check(release, "spend", "worker", 5500000, 5495000, 5504999, 10000);
    check(release, "spend", NULL, 8200000, 8195000, 8204999, 10000);
    assert_int_equal(c->decision.dispositions[1].withheld, 1 + 4);
    staith_release_free(release);
    free(c);
}

/* Nobody at all in a role: hidden like one with too few, and not in anybody's way. */
static void nobody_in_a_role(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 0);
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    check_hidden(release, "rate_median", "manager", "too_few_people");
    check_hidden(release, "spend", "manager", "too_few_people");
    check(release, "spend", "advanced", 2200000, 2195000, 2204999, 10000);
    staith_release_free(release);
    free(c);
}

/* The tally has no cell where nobody is: the place is shown all the same. */
static void a_place_without_a_cell(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 0);
    struct staith_cell *cells = c->cells;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->parts[1].cell_count; i++) {
        if (cells[i].contributors > 0) {
            cells[kept++] = cells[i];
        }
    }
    assert_int_equal(kept, c->parts[1].cell_count - 3);
    c->parts[1].cell_count = kept;
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    check_hidden(release, "rate_median", "manager", "too_few_people");
    check_hidden(release, "spend", "manager", "too_few_people");
    check(release, "spend", "advanced", 2200000, 2195000, 2204999, 10000);
    /* The account says how many places are hidden, and not in how many of them somebody is. */
    assert_int_equal(c->decision.dispositions[1].withheld, 2);
    staith_release_free(release);
    free(c);
}

/* Money that no agency is behind is salaries. A median that no agency is behind is days, say. */
static void no_agency_at_all(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    for (uint32_t t = 0; t < 2; t++) {
        for (uint32_t i = 0; i < c->parts[t].cell_count; i++) {
            struct staith_cell *cell = &c->parts[t].cells[i];
            cell->owners = 0;
            cell->owned = 0;
            cell->owner_largest = 0;
            cell->owner_second = 0;
        }
    }
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    assert_int_equal(staith_decision_rule(&c->decision, 0, AMOUNT_SPEND), STAITH_POLICY_NO_FLOOR);
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_SPEND), STAITH_POLICY_BREAKDOWN);
    assert_null(amount_case_shown(release, "spend", NULL).table);
    check(release, "rate_median", "senior", 3350, 3325, 3374, 50);
    staith_release_free(release);
    free(c);
}

/* What the auditor does not pass: the measure that it names, or everything. */
static void given_up(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    struct staith_gate_work work = {.what = &c->what,
                                    .decision = &c->decision,
                                    .err = &c->err,
                                    .outside = staith_outside_machine()};
    assert_int_equal(staith_gate_choose(&work), 0);
    assert_int_equal(staith_gate_blocks_make(&work), 0);
    staith_gate_blocks_fall_back(&work, "spend|role=senior");
    for (uint16_t t = 0; t < 2; t++) {
        assert_int_equal(staith_decision_rule(&c->decision, t, AMOUNT_SPEND),
                         STAITH_POLICY_NOT_PROVED);
        assert_int_equal(staith_decision_rule(&c->decision, t, AMOUNT_MEDIAN),
                         STAITH_POLICY_AMOUNT);
    }
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_HEADS), STAITH_POLICY_ROUNDED);
    staith_gate_blocks_fall_back(&work, "nobody_knows_it");
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_MEDIAN),
                     STAITH_POLICY_NOT_PROVED);
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_HEADS), STAITH_POLICY_NOT_PROVED);
    staith_gate_blocks_free(&work);
    free(c);
}

/* A policy asks for more people than the floor, which it cannot lower. */
static void a_policy_asks_for_more(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    struct staith_policy_term term = {.measure = "rate_median", .least = 22};
    const struct staith_policy policy = {.version = "2026-12-01", .term_count = 1, .terms = &term};
    c->what.policy = &policy;
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    check_hidden(release, "rate_median", "manager", "too_few_people");
    assert_int_equal(amount_case_shown(release, "rate_median", "advanced").value.status,
                     STAITH_STATUS_VALUE);
    staith_release_free(release);
    free(c);
    c = amount_case_new(30, 25, 22, 5);
    c->what.policy = &policy;
    term.least = 1;
    release = amount_case_release(c);
    check_hidden(release, "rate_median", "manager", "too_few_people");
    staith_release_free(release);
    free(c);
}

/* Of 25 people the two largest agencies have 9 and 8, as amount_case.h has it, which is 68 %; of 22
 * people 8 and 7. 19 and 18 of 55 are 67.3 %, 15 and 14 of 43 are 67.4 %. */
static void a_policy_asks_for_dominance(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    static const struct staith_policy_term terms[] = {
        {.measure = "spend", .amount = {.dominance_n = 2, .dominance_k = 675, .step = 2}},
        {.measure = "rate_median", .amount = {.least_owners = 4}}};
    const struct staith_policy policy = {.version = "2026-12-01", .term_count = 2, .terms = terms};
    c->what.policy = &policy;
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    check_hidden(release, "spend", "senior", "owner_dominates");
    check_hidden(release, "spend", "advanced", "owner_dominates");
    check_hidden(release, "spend", "social_worker", "part_hidden");
    check_hidden(release, "spend", "manager", "part_hidden");
    /* In multiples of 200 pounds. */
    check(release, "spend", "lead", 4300000, 4290000, 4309999, 20000);
    check(release, "spend", "worker", 5500000, 5490000, 5509999, 20000);
    check(release, "spend", NULL, 9800000, 9790000, 9809999, 20000);
    check_hidden(release, "rate_median", "social_worker", "too_few_owners");
    assert_int_equal(c->decision.choices[0].amount.least_owners, 4);
    staith_release_free(release);
    free(c);
}

static void two_agencies(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    static const uint16_t measures[] = {AMOUNT_MEDIAN, AMOUNT_SPEND};
    for (size_t i = 0; i < 2; i++) {
        const uint16_t m = measures[i];
        amount_case_at(c, m, AMOUNT_SENIOR)->owners = 2;
    }
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    check_hidden(release, "rate_median", "senior", "too_few_owners");
    check_hidden(release, "spend", "senior", "too_few_owners");
    check_hidden(release, "spend", "manager", "part_hidden");
    staith_release_free(release);
    free(c);
}

/* The figure of before is another, and one or three people have changed since. */
static void who_changed(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    struct staith_cell *cell = amount_case_at(c, AMOUNT_MEDIAN, AMOUNT_SENIOR);
    struct staith_shown_amount shown[] = {
        {"rate_median|role=senior", 3300, true, {{0}, {0}}},
        {"rate_median|role=manager", 3550, true, {{0}, {0}}},
        {"spend", 9800000, false, {{0}, {0}}},
    };
    c->what.shown = shown;
    c->what.shown_count = 3;
    const struct staith_sketch one = staith_sketch_of(5, 6);
    staith_sketch_add(&cell->changes, &one);
    struct staith_release *release = amount_case_release(c);
    check_hidden(release, "rate_median", "senior", "too_few_changed");
    check(release, "rate_median", "manager", 3550, 3525, 3574, 50); /* it stands */
    check(release, "spend", NULL, 9800000, 9795000, 9804999, 10000);
    staith_release_free(release);
    const struct staith_sketch two = staith_sketch_of(7, 8);
    const struct staith_sketch three = staith_sketch_of(9, 10);
    staith_sketch_add(&cell->changes, &two);
    staith_sketch_add(&cell->changes, &three);
    release = amount_case_release(c);
    check(release, "rate_median", "senior", 3350, 3325, 3374, 50);
    staith_release_free(release);
    /* Without the council's key nobody knows. */
    c->raw.followed = false;
    release = amount_case_release(c);
    check_hidden(release, "rate_median", "senior", "changes_unknown");
    staith_release_free(release);
    c->raw.followed = true;
    shown[0].followed = false;
    release = amount_case_release(c);
    check_hidden(release, "rate_median", "senior", "changes_unknown");
    staith_release_free(release);
    free(c);
}

/* One figure has left, another waits: a third may be as far from either as it must be. */
static void what_waits_counts_too(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    const struct staith_sketch three = staith_sketch_of(9, 10);
    struct staith_shown_amount shown[] = {
        {"rate_median|role=senior", 3300, true, {{0}, {0}}},
        {"rate_median|role=senior", 3300, true, {{0}, {0}}},
    };
    struct staith_cell *cell = amount_case_at(c, AMOUNT_MEDIAN, AMOUNT_SENIOR);
    for (uint64_t i = 0; i < 3; i++) {
        const struct staith_sketch one = staith_sketch_of(20 + i, 30 + i);
        staith_sketch_add(&cell->changes, &one);
    }
    c->what.shown = shown;
    c->what.shown_count = 2;
    struct staith_release *release = amount_case_release(c);
    check(release, "rate_median", "senior", 3350, 3325, 3374, 50);
    staith_release_free(release);
    /* Whichever of the two it is: in one of them all but one are the same. */
    for (size_t i = 0; i < 2; i++) {
        shown[i].changes = cell->changes;
        staith_sketch_add(&shown[i].changes, &three);
        release = amount_case_release(c);
        check_hidden(release, "rate_median", "senior", "too_few_changed");
        staith_release_free(release);
        shown[i].changes = (struct staith_sketch){{0}, {0}};
    }
    free(c);
}

static void what_does_not_leave(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    const struct staith_mark mark = {"spend", c->raw.period, STAITH_STATUS_UNRELIABLE, "other"};
    c->what.marks = &mark;
    c->what.mark_count = 1;
    struct staith_release *release = amount_case_release(c);
    assert_null(amount_case_shown(release, "spend", NULL).table);
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_SPEND), STAITH_POLICY_MARKED);
    staith_release_free(release);
    c->what.mark_count = 0;
    *amount_case_at(c, AMOUNT_MEDIAN, AMOUNT_ALL) =
        (struct staith_cell){.measure = AMOUNT_MEDIAN,
                             .categories = {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF},
                             .status = STAITH_STATUS_UNAVAILABLE};
    release = amount_case_release(c);
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_MEDIAN), STAITH_POLICY_NOT_GIVEN);
    staith_release_free(release);
    /* For the public, and for whoever else is not the region. */
    c->what.audience = STAITH_AUDIENCE_PUBLIC;
    release = amount_case_release(c);
    assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_SPEND), STAITH_POLICY_AUDIENCE);
    staith_release_free(release);
    free(c);
}

/* A later catalogue of the same quarter calls one role otherwise, so that who is in it may be
 * others: the sums and medians of the first wait, also where the sums of counts would say what it
 * is. */
static void categories_cut_anew(void **state)
{
    (void)state;
    static const char *const codes[] = {"senior", "senior_31"};
    struct amount_case *before = amount_case_new(30, 25, 22, 21);
    struct staith_release *release = amount_case_release(before);
    assert_non_null(release);
    for (int i = 0; i < 2; i++) {
        struct amount_case *c = amount_case_new(30, 26, 22, 21);
        const struct staith_disclosure_earlier earlier = {release, &before->catalogue, NULL, false};
        c->what.earlier = &earlier;
        c->what.earlier_count = 1;
        for (int other = 0; other < 2; other++) {
            c->roles[AMOUNT_SENIOR].code = codes[i];
            c->raw.period.part = 1 + other; /* of another quarter they are other people's */
            struct staith_release *later = amount_case_release(c);
            enum staith_policy_rule wanted =
                i == 1 && other == 0 ? STAITH_POLICY_REVISION : STAITH_POLICY_AMOUNT;
            assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_SPEND), wanted);
            assert_int_equal(staith_decision_rule(&c->decision, 1, AMOUNT_MEDIAN), wanted);
            staith_release_free(later);
        }
        free(c);
    }
    staith_release_free(release);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_people_everywhere),
        cmocka_unit_test(one_role_too_small),
        cmocka_unit_test(nobody_in_a_role),
        cmocka_unit_test(a_place_without_a_cell),
        cmocka_unit_test(no_agency_at_all),
        cmocka_unit_test(given_up),
        cmocka_unit_test(a_policy_asks_for_more),
        cmocka_unit_test(a_policy_asks_for_dominance),
        cmocka_unit_test(two_agencies),
        cmocka_unit_test(who_changed),
        cmocka_unit_test(what_waits_counts_too),
        cmocka_unit_test(what_does_not_leave),
        cmocka_unit_test(categories_cut_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
