/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A census year of 12 in post and 3 leavers beside the rounded quarters of the same people. Worked
 * by hand: base 5 leaves [0, 4] of 0, [1, 9] of 5 and [6, 14] of 10.
 */
#include "course_case.h"
#include "raw.h"

struct year {
    struct raw_fixture table;
    struct course_case *past;
    struct staith_disclosure what;
    struct staith_decision decision;
    struct staith_release *release;
    struct staith_err err;
    bool waits; /* the newest of the past */
};

static struct year *begin(void)
{
    struct year *y = calloc(1, sizeof(*y));
    assert_non_null(y);
    raw_fixture_init(&y->table);
    y->past = course_begin();
    return y;
}

static int decide(struct year *y, const struct staith_outside *clock)
{
    static const uint8_t hash[STAITH_HASH_BYTES] = {5};
    const struct staith_question_about about = course_about(y->past, true);
    y->past->earlier[0].waits = y->waits;
    y->what = (struct staith_disclosure){.raw = &y->table.raw,
                                         .policy = staith_policy_default(),
                                         .audience = STAITH_AUDIENCE_REGION,
                                         .catalogue_hash = hash,
                                         .earlier = y->past->earlier,
                                         .earlier_count = y->past->count,
                                         .facts = about.facts,
                                         .fact_count = about.fact_count,
                                         .outside = clock};
    return staith_disclosure_release(&y->what, &y->decision, &y->release, &y->err);
}

static void end(struct year *y)
{
    staith_release_free(y->release);
    course_end(y->past);
    free(y);
}

static void quarter(struct year *y, const char *period, const char *measure, const char *role,
                    int64_t shown, int64_t count)
{
    course_cell(course_release(y->past, "workforce", period), measure, "role", role, shown, 5,
                count);
}

/* The headline of a measure; base -1: it does not leave. */
static int64_t headline(const struct year *y, const char *measure, int64_t *ret_base)
{
    *ret_base = -1;
    for (uint32_t i = 0; i < staith_release_cell_count(y->release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(y->release, i);
        if (cell.dimension_count == 0 && strcmp(cell.measure, measure) == 0) {
            *ret_base = cell.base;
            return cell.value.value;
        }
    }
    return -1;
}

static const struct staith_choice *choice(const struct year *y, uint16_t table, uint16_t measure)
{
    for (uint32_t i = 0; i < y->decision.choice_count; i++) {
        const struct staith_choice *one = &y->decision.choices[i];
        if (one->table == table && one->measure == measure) {
            return one;
        }
    }
    fail();
    return NULL;
}

/* Three quarters shown 5 have at least one leaver each: beside the year's 3 each has one. */
static void a_count_is_rounded(void **state)
{
    (void)state;
    int64_t base = 0;
    struct year *y = begin();
    quarter(y, "2024Q4", "leavers_headcount", NULL, 5, 1);
    quarter(y, "2025Q1", "leavers_headcount", NULL, 5, 1);
    quarter(y, "2025Q2", "leavers_headcount", NULL, 5, 1);
    quarter(y, "2025Q3", "leavers_headcount", NULL, 0, 0);
    assert_int_equal(decide(y, NULL), 0);
    assert_int_equal(headline(y, "leavers_headcount", &base) % 5, 0);
    assert_int_equal(base, 5);
    assert_int_equal(y->decision.certificate.exact, 0);
    assert_true(y->decision.certificate.least >= 5);
    assert_int_equal(choice(y, 0, RAW_LEAVERS)->instead, STAITH_POLICY_OTHER_PERIODS);
    /* What says nothing of leavers is as it would be. */
    assert_int_equal(headline(y, "inpost_headcount", &base), 12);
    assert_int_equal(base, 0);
    assert_int_equal(choice(y, 0, RAW_INPOST_HEADCOUNT)->instead, STAITH_POLICY_NONE);
    assert_int_equal(headline(y, "inpost_fte", &base), 10000000);
    end(y);
}

static void eight_leavers(struct year *y)
{
    struct staith_cell *const cells[] = {&y->table.headline[RAW_LEAVERS], &y->table.by_reason[0],
                                         &y->table.by_reason[2]};
    static const int64_t counts[] = {8, 7, 8};
    for (int i = 0; i < 3; i++) {
        cells[i]->value = counts[i];
        cells[i]->contributors = (uint32_t)counts[i];
    }
}

/* Two quarters that leave room for the others. */
static void what_says_little_is_exact(void **state)
{
    (void)state;
    int64_t base = 0;
    struct year *y = begin();
    quarter(y, "2024Q4", "leavers_headcount", NULL, 0, 1);
    quarter(y, "2025Q1", "leavers_headcount", NULL, 5, 1);
    /* 4 more in 2024-Q3, which is not of the year. */
    quarter(y, "2024Q3", "leavers_headcount", NULL, 5, 4);
    eight_leavers(y);
    assert_int_equal(decide(y, NULL), 0);
    assert_int_equal(headline(y, "leavers_headcount", &base), 8);
    assert_int_equal(base, 0);
    assert_int_equal(choice(y, 1, RAW_LEAVERS)->rule, STAITH_POLICY_ROUNDED);
    end(y);
}

/* 4 managers shown 0 and 8 workers shown 5 on the year's last day are 13 at most: beside 12 two
 * values are left of each. What FTE there are would say it again. */
static void sums_go_with_their_people(void **state)
{
    (void)state;
    int64_t base = 0;
    struct year *y = begin();
    struct course_release *r = course_release(y->past, "workforce", "2025Q3");
    course_cell(r, "inpost_headcount", "role", "manager", 0, 5, 4);
    course_cell(r, "inpost_headcount", "role", "worker", 5, 5, 8);
    assert_int_equal(decide(y, NULL), 0);
    (void)headline(y, "inpost_headcount", &base);
    assert_int_not_equal(base, 0);
    (void)headline(y, "inpost_fte", &base);
    assert_int_equal(base, -1);
    assert_int_equal(choice(y, 0, RAW_INPOST_FTE)->rule, STAITH_POLICY_OTHER_PERIODS);
    assert_int_equal(headline(y, "leavers_headcount", &base), 3);
    assert_int_equal(base, 0);
    end(y);
}

/* The same where the day's total stands elsewhere already: it is lost whatever leaves, and nothing
 * more of it is by the headline. */
static void what_is_lost_costs_nothing_more(void **state)
{
    (void)state;
    int64_t base = 0;
    struct year *y = begin();
    struct course_release *r = course_release(y->past, "workforce", "2025Q3");
    course_cell(r, "inpost_headcount", "role", "manager", 0, 5, 4);
    course_cell(r, "inpost_headcount", "role", "worker", 5, 5, 8);
    course_fact(y->past, "workforce", "2025Q3", "inpost_headcount", 12, 0);
    eight_leavers(y);
    assert_int_equal(decide(y, NULL), 0);
    assert_int_equal(headline(y, "inpost_headcount", &base), 12);
    assert_int_equal(base, 0);
    assert_int_equal(headline(y, "inpost_fte", &base), 10000000);
    assert_int_equal(choice(y, 1, RAW_LEAVERS)->rule, STAITH_POLICY_ROUNDED);
    /* The certificate is of what is promised: two values of what is lost are not in it. */
    assert_int_equal(y->decision.certificate.promise, 5);
    assert_true(y->decision.certificate.least >= 5);
    end(y);
}

/* The day's total by a release of the same day: once it has left, its roles are lost. While it
 * waits they are not, and today's headline does not leave as if they were. */
static void what_waits_loses_nothing(void **state)
{
    (void)state;
    for (int waits = 0; waits < 2; waits++) {
        int64_t base = 0;
        struct year *y = begin();
        struct course_release *r = course_release(y->past, "workforce", "2025Q3");
        course_cell(r, "inpost_headcount", "role", "manager", 0, 5, 4);
        course_cell(r, "inpost_headcount", "role", "worker", 5, 5, 8);
        course_cell(course_release(y->past, "workforce", "2025Q3"), "inpost_headcount", NULL, NULL,
                    12, 0, 12);
        eight_leavers(y);
        y->waits = waits == 1;
        assert_int_equal(decide(y, NULL), 0);
        int64_t shown = headline(y, "inpost_headcount", &base);
        assert_true(waits == 1 ? base != 0 : shown == 12 && base == 0);
        end(y);
    }
}

static int64_t running_ms(void *ctx)
{
    int64_t *now = ctx;
    *now += 60000;
    return *now;
}

/* Without time what could say something stays. */
static void not_decided(void **state)
{
    (void)state;
    int64_t now = 0;
    struct staith_outside clock = *staith_outside_machine();
    struct year *y = begin();
    clock.ctx = &now;
    clock.monotonic_ms = running_ms;
    quarter(y, "2025Q3", "leavers_headcount", NULL, 5, 3);
    assert_int_equal(decide(y, &clock), 0);
    for (uint32_t i = 0; i < staith_release_cell_count(y->release); i++) {
        assert_int_not_equal(staith_release_cell_at(y->release, i).value.status,
                             STAITH_STATUS_VALUE);
    }
    assert_int_equal(choice(y, 0, RAW_LEAVERS)->rule, STAITH_POLICY_NOT_PROVED);
    assert_int_equal(choice(y, 0, RAW_INPOST_FTE)->rule, STAITH_POLICY_NOT_PROVED);
    assert_int_equal(choice(y, 1, RAW_LEAVERS)->rule, STAITH_POLICY_NOT_PROVED);
    end(y);
}

/* Nor is anything where more left than is held against it. */
static void the_past_is_cut(void **state)
{
    (void)state;
    static const uint8_t hash[STAITH_HASH_BYTES] = {5};
    struct year *y = begin();
    y->what = (struct staith_disclosure){.raw = &y->table.raw,
                                         .policy = staith_policy_default(),
                                         .audience = STAITH_AUDIENCE_REGION,
                                         .catalogue_hash = hash,
                                         .earlier_cut = true};
    assert_int_equal(staith_disclosure_release(&y->what, &y->decision, &y->release, &y->err), 0);
    assert_int_equal(choice(y, 0, RAW_LEAVERS)->rule, STAITH_POLICY_NOT_PROVED);
    assert_int_equal(choice(y, 1, RAW_LEAVERS)->rule, STAITH_POLICY_NOT_PROVED);
    end(y);
}

/* A marked headline has no number that could say anything. */
static void a_mark_is_no_number(void **state)
{
    (void)state;
    struct year *y = begin();
    const struct staith_mark mark = {"leavers_headcount", y->table.raw.period,
                                     STAITH_STATUS_UNRELIABLE, "incomplete"};
    quarter(y, "2024Q4", "leavers_headcount", NULL, 5, 1);
    quarter(y, "2025Q1", "leavers_headcount", NULL, 5, 1);
    quarter(y, "2025Q2", "leavers_headcount", NULL, 5, 1);
    const uint8_t hash[STAITH_HASH_BYTES] = {5};
    (void)course_about(y->past, true);
    y->what = (struct staith_disclosure){.raw = &y->table.raw,
                                         .policy = staith_policy_default(),
                                         .audience = STAITH_AUDIENCE_REGION,
                                         .marks = &mark,
                                         .mark_count = 1,
                                         .catalogue_hash = hash,
                                         .earlier = y->past->earlier,
                                         .earlier_count = y->past->count};
    assert_int_equal(staith_disclosure_release(&y->what, &y->decision, &y->release, &y->err), 0);
    assert_int_equal(choice(y, 0, RAW_LEAVERS)->rule, STAITH_POLICY_EXACT);
    end(y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_count_is_rounded),
        cmocka_unit_test(what_says_little_is_exact),
        cmocka_unit_test(sums_go_with_their_people),
        cmocka_unit_test(what_is_lost_costs_nothing_more),
        cmocka_unit_test(what_waits_loses_nothing),
        cmocka_unit_test(not_decided),
        cmocka_unit_test(the_past_is_cut),
        cmocka_unit_test(a_mark_is_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
