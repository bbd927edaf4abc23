/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts that leave exact or hidden, through the whole gate. What is hidden and what that leaves
 * possible is worked by hand, or by trying every table of whole numbers.
 */
#include "disclosure/verify.h"
#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { PEOPLE_MOST = 60 };

static const struct staith_policy_term hiding = {.hides = true};
static const struct staith_policy exact_or_hidden = {
    .version = "2026-12-01", .term_count = 1, .terms = &hiding};

/* Two in one cell, all others many. */
static const int64_t one_small[3][3] = {{30, 20, 2}, {25, 18, 12}, {40, 22, 16}};

static struct staith_release *decide(struct gate_case *c, const struct staith_policy *policy)
{
    struct staith_release *release = NULL;
    c->what.policy = policy;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, &c->err), 0);
    return release;
}

/* The cell of by_role_reason at a role and a reason; 3: the total. */
static struct staith_release_cell cell_at(const struct staith_release *release, int role,
                                          int reason)
{
    const char *wanted[] = {role < 3 ? gate_roles[role] : NULL,
                            reason < 3 ? gate_reasons[reason] : NULL};
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        bool same = strcmp(cell.table, "by_role_reason") == 0;
        for (int d = 0; same && d < 2; d++) {
            same = wanted[d] == NULL
                       ? cell.categories[d] == NULL
                       : cell.categories[d] != NULL && strcmp(cell.categories[d], wanted[d]) == 0;
        }
        if (same) {
            return cell;
        }
    }
    fail_msg("no cell at %d %d", role, reason);
    return (struct staith_release_cell){0};
}

static void shows(const struct staith_release *release, int role, int reason, int64_t value)
{
    const struct staith_release_cell cell = cell_at(release, role, reason);
    assert_int_equal(cell.value.status, STAITH_STATUS_VALUE);
    assert_int_equal(cell.value.value, value);
    assert_int_equal(cell.value.lo, value);
    assert_int_equal(cell.value.hi, value);
    assert_int_equal(cell.base, 0);
    assert_null(cell.reason);
}

static void hides(const struct staith_release *release, int role, int reason, int64_t lo,
                  int64_t hi)
{
    const struct staith_release_cell cell = cell_at(release, role, reason);
    assert_int_equal(cell.value.status, STAITH_STATUS_SUPPRESSED);
    assert_int_equal(cell.value.value, 0);
    assert_int_equal(cell.value.lo, lo);
    assert_int_equal(cell.value.hi, hi);
    assert_int_equal(cell.base, 5);
    assert_int_equal(cell.reach, 0);
    assert_string_equal(cell.reason, "hidden_count");
}

static bool is_hidden(const struct staith_release_cell *cell)
{
    return cell->value.status == STAITH_STATUS_SUPPRESSED;
}

/*
 * Managers who moved are 2. Row and column need one more each, and those a fourth: retired
 * managers 20, seniors who moved 12 and retired seniors 18 are 50 people; by workers it would be
 * 20 + 16 + 22, by resigned ones 67 or more. With x who moved among managers: 22 - x, 14 - x and
 * 16 + x, so x is 0 to 14.
 */
static void least_is_hidden(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_over(one_small);
    struct staith_release *release = decide(c, &exact_or_hidden);
    hides(release, 0, 2, 0, 14);
    hides(release, 0, 1, 8, 22);
    hides(release, 1, 2, 0, 14);
    hides(release, 1, 1, 16, 30);
    shows(release, 0, 0, 30);
    shows(release, 1, 0, 25);
    shows(release, 2, 0, 40);
    shows(release, 2, 1, 22);
    shows(release, 2, 2, 16);
    shows(release, 0, 3, 52);
    shows(release, 3, 2, 30);
    const struct staith_choice *choice = &c->decision.choices[GATE_BY_ROLE_REASON];
    assert_int_equal(choice->rule, STAITH_POLICY_HIDDEN);
    assert_int_equal(choice->base, 5);
    assert_int_equal(choice->released, 11);
    assert_int_equal(choice->hidden, 4);
    /* The total is the headline, and is not said twice. */
    assert_int_equal(choice->cells, 16);
    const struct staith_release_certificate *found = staith_release_certificate(release);
    assert_non_null(found);
    assert_int_equal(found->audited, 4);
    assert_int_equal(found->exact, 0);
    assert_int_equal(found->promise, 5);
    assert_true(found->least >= 5);
    assert_int_equal(found->largest_error, 0);
    assert_int_equal(c->decision.largest_error, 0);
    struct staith_verification again = {0};
    assert_int_equal(staith_release_verify(release, &c->table.catalogue, NULL, 0, &again, &c->err),
                     0);
    assert_true(again.holds);
    assert_int_equal(again.found.audited, 4);
    staith_release_free(release);
    gate_case_free(c);
}

/* ---- every table of whole numbers ---- */

struct every {
    const struct staith_release *release;
    int64_t x[3][3];
    bool possible[3][3][PEOPLE_MOST];
};

/* Whether the published cell at a place has room for a number. */
static bool fits(const struct every *every, int role, int reason, int64_t value)
{
    const struct staith_release_cell cell = cell_at(every->release, role, reason);
    return is_hidden(&cell) ? cell.value.lo <= value && value <= cell.value.hi
                            : cell.value.value == value;
}

static bool all_fit(const struct every *every)
{
    bool fit = true;
    for (int i = 0; i < 9; i++) {
        fit = fit && fits(every, i / 3, i % 3, every->x[i / 3][i % 3]);
    }
    for (int i = 0; i < 3; i++) {
        fit = fit && fits(every, i, 3, every->x[i][0] + every->x[i][1] + every->x[i][2]) &&
              fits(every, 3, i, every->x[0][i] + every->x[1][i] + every->x[2][i]);
    }
    return fit;
}

/* The last number of a row follows from the others and the row's total, which is shown below. */
static void try_all(struct every *every)
{
    int64_t rows[3];
    for (int i = 0; i < 3; i++) {
        rows[i] = cell_at(every->release, i, 3).value.value;
    }
    int64_t at[6] = {0};
    for (;;) {
        for (int i = 0; i < 3; i++) {
            every->x[i][0] = at[2 * i];
            every->x[i][1] = at[2 * i + 1];
            every->x[i][2] = rows[i] - at[2 * i] - at[2 * i + 1];
        }
        if (all_fit(every)) {
            for (int i = 0; i < 9; i++) {
                every->possible[i / 3][i % 3][every->x[i / 3][i % 3]] = true;
            }
        }
        int digit = 0;
        while (digit < 6 && ++at[digit] > rows[digit / 2]) {
            at[digit++] = 0;
        }
        if (digit == 6) {
            return;
        }
    }
}

/* Each hidden cell has five possible values at least, and its ends are the ends of them. */
static void brute_force(void **state)
{
    (void)state;
    static const int64_t cases[][3][3] = {{{3, 2, 1}, {1, 4, 2}, {8, 3, 0}},
                                          {{6, 5, 0}, {0, 7, 1}, {5, 5, 5}}};
    for (size_t n = 0; n < sizeof(cases) / sizeof(cases[0]); n++) {
        struct gate_case *c = gate_case_over(cases[n]);
        struct staith_release *release = decide(c, &exact_or_hidden);
        struct every every = {.release = release};
        uint32_t hidden = 0;
        try_all(&every);
        for (int i = 0; i < 9; i++) {
            const struct staith_release_cell cell = cell_at(release, i / 3, i % 3);
            const bool *possible = every.possible[i / 3][i % 3];
            int64_t count = 0;
            int64_t lo = -1;
            int64_t hi = -1;
            for (int64_t v = 0; v < PEOPLE_MOST; v++) {
                count += possible[v];
                lo = possible[v] && lo < 0 ? v : lo;
                hi = possible[v] ? v : hi;
            }
            assert_true(possible[cases[n][i / 3][i % 3]]);
            if (is_hidden(&cell)) {
                hidden++;
                assert_true(count >= 5);
                assert_int_equal(cell.value.lo, lo);
                assert_int_equal(cell.value.hi, hi);
            } else {
                assert_int_equal(cell.value.value, cases[n][i / 3][i % 3]);
                assert_true(cell.value.value == 0 || cell.value.value >= 5);
            }
        }
        assert_true(hidden >= 4);
        staith_release_free(release);
        gate_case_free(c);
    }
}

/* Beside exactly 3 neither 2 nor 1 can have five values: there is nothing to hide them with. */
static void what_cannot_be_hidden_stays(void **state)
{
    (void)state;
    static const int64_t three[3][3] = {{2, 0, 0}, {1, 0, 0}, {0, 0, 0}};
    struct gate_case *c = gate_case_over(three);
    struct staith_release *release = decide(c, &exact_or_hidden);
    assert_int_equal(staith_release_cell_count(release), 1);
    assert_null(staith_release_certificate(release));
    assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE_REASON, 0),
                     STAITH_POLICY_LESS_DETAIL);
    assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE, 0),
                     STAITH_POLICY_LESS_DETAIL);
    staith_release_free(release);
    gate_case_free(c);
}

/* Nothing small: all is exact, and the certificate says that nothing had to be protected. */
static void nothing_to_hide(void **state)
{
    (void)state;
    static const int64_t many[3][3] = {{30, 20, 9}, {25, 18, 12}, {40, 22, 16}};
    struct gate_case *c = gate_case_over(many);
    struct staith_release *release = decide(c, &exact_or_hidden);
    for (int i = 0; i < 9; i++) {
        shows(release, i / 3, i % 3, many[i / 3][i % 3]);
    }
    assert_int_equal(staith_release_certificate(release)->audited, 0);
    staith_release_free(release);
    gate_case_free(c);
}

/* All five leavers among managers resigned: that no other reason is there would say it of each of
 * them, so the zeros are hidden. */
static void rows_of_one_kind(void **state)
{
    (void)state;
    static const int64_t alike[3][3] = {{9, 0, 0}, {25, 18, 12}, {40, 22, 16}};
    struct gate_case *c = gate_case_over(alike);
    struct staith_release *release = decide(c, &exact_or_hidden);
    const struct staith_release_cell retired = cell_at(release, 0, 1);
    const struct staith_release_cell moved = cell_at(release, 0, 2);
    assert_true(is_hidden(&retired) && is_hidden(&moved));
    assert_int_equal(retired.value.lo, 0);
    assert_true(retired.value.hi >= 4 && moved.value.hi >= 4);
    staith_release_free(release);
    gate_case_free(c);
}

/* Of 20 workers 12 resigned and of 8 it is not known: all that is known of anybody is that they
 * resigned. Had the 8 moved, nothing of the row would be told of everybody. */
static void the_unknown_hide_nobody(void **state)
{
    (void)state;
    static const int64_t people[3][3] = {{12, 0, 8}, {25, 18, 12}, {40, 22, 16}};
    static const char *const codes[] = {"moved", "not_known", "unknown", "not_stated",
                                        "not_known_"};
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        struct gate_case *c = gate_case_over(people);
        c->table.dimensions[1].categories[2].code = codes[i];
        struct staith_release *release = decide(c, &exact_or_hidden);
        const struct staith_release_cell retired = cell_at(release, 0, 1);
        assert_int_equal(is_hidden(&retired), i > 0 && i < 4);
        if (is_hidden(&retired)) {
            assert_int_equal(retired.value.lo, 0);
            assert_true(retired.value.hi >= 4);
        }
        staith_release_free(release);
        gate_case_free(c);
    }
}

/* Base 3 by choice: 4 is shown, 2 is not, and three values are left. */
static void base_three(void **state)
{
    (void)state;
    static const int64_t four[3][3] = {{30, 20, 2}, {25, 18, 12}, {40, 22, 4}};
    const struct staith_policy_term term = {.hides = true, .base = 3};
    const struct staith_policy policy = {.version = "2026-12-01", .term_count = 1, .terms = &term};
    struct gate_case *c = gate_case_over(four);
    struct staith_release *release = decide(c, &policy);
    const struct staith_release_cell small = cell_at(release, 0, 2);
    assert_true(is_hidden(&small));
    assert_int_equal(small.base, 3);
    assert_int_equal(staith_release_certificate(release)->promise, 3);
    staith_release_free(release);
    gate_case_free(c);
}

/* ---- over time ---- */

/* A release that has left. */
struct left {
    struct gate_case *c;
    struct staith_arena arena;
    struct staith_system truth;
    struct staith_release *release;
};

static struct staith_disclosure_earlier leave(struct left *left, const char *dataset,
                                              const char *measure, const int64_t people[3][3],
                                              const struct staith_period *period)
{
    left->c = gate_case_over(people);
    left->c->table.measure.code = measure;
    left->c->table.catalogue.dataset = dataset;
    left->c->table.raw.period = period != NULL ? *period : left->c->table.raw.period;
    staith_arena_init(&left->arena, (size_t)1 << 24);
    left->release = decide(left->c, &exact_or_hidden);
    assert_int_equal(
        staith_disclosure_truth(&left->c->table.raw, &left->arena, &left->truth, &left->c->err), 0);
    return (struct staith_disclosure_earlier){left->release, &left->c->table.catalogue,
                                              &left->truth, false};
}

static void forget(struct left *left)
{
    staith_release_free(left->release);
    gate_case_free(left->c);
    staith_arena_deinit(&left->arena);
}

/*
 * Hidden in one vintage, hidden in the next, though nothing is small any more; and what was shown
 * is what hides nothing now.
 */
static void hidden_stays_hidden(void **state)
{
    (void)state;
    static const int64_t later[3][3] = {{30, 20, 7}, {25, 18, 12}, {40, 22, 16}};
    struct left left;
    struct gate_case *c = gate_case_over(later);
    const struct staith_disclosure_earlier earlier =
        leave(&left, "csww", "leavers_headcount", one_small, NULL);
    c->what.earlier = &earlier;
    c->what.earlier_count = 1;
    struct staith_release *second = decide(c, &exact_or_hidden);
    for (int i = 0; i < 9; i++) {
        const struct staith_release_cell then = cell_at(left.release, i / 3, i % 3);
        const struct staith_release_cell now = cell_at(second, i / 3, i % 3);
        assert_int_equal(is_hidden(&then), is_hidden(&now));
    }
    staith_release_free(second);
    gate_case_free(c);
    forget(&left);
}

/* Twelve who moved were shown and are two now: whoever was told of the correction would know it. */
static void shown_before_waits(void **state)
{
    (void)state;
    static const int64_t many[3][3] = {{30, 20, 12}, {25, 18, 12}, {40, 22, 16}};
    struct left left;
    struct gate_case *c = gate_case_over(one_small);
    const struct staith_disclosure_earlier earlier =
        leave(&left, "csww", "leavers_headcount", many, NULL);
    c->what.earlier = &earlier;
    c->what.earlier_count = 1;
    struct staith_release *second = decide(c, &exact_or_hidden);
    assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE_REASON, 0),
                     STAITH_POLICY_REVISION);
    assert_int_equal(staith_release_cell_count(second), 1);
    staith_release_free(second);
    gate_case_free(c);
    forget(&left);
}

/* Four by the quarter, and hidden; five by the census, of the same day. */
static void hidden_in_another_dataset(void **state)
{
    (void)state;
    static const int64_t four[3][3] = {{30, 20, 4}, {25, 18, 12}, {40, 22, 16}};
    static const int64_t five[3][3] = {{30, 20, 5}, {25, 18, 12}, {40, 22, 16}};
    struct left left;
    struct gate_case *c = gate_case_over(five);
    c->table.measure.code = "inpost_headcount";
    c->table.raw.period = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    static const struct staith_period quarter = {STAITH_PERIOD_QUARTER, 2025, 3};
    const struct staith_disclosure_earlier earlier =
        leave(&left, "workforce", "inpost_headcount", four, &quarter);
    c->what.earlier = &earlier;
    c->what.earlier_count = 1;
    struct staith_release *release = decide(c, &exact_or_hidden);
    assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE_REASON, 0),
                     STAITH_POLICY_HIDDEN);
    for (int i = 0; i < 9; i++) {
        const struct staith_release_cell then = cell_at(left.release, i / 3, i % 3);
        const struct staith_release_cell now = cell_at(release, i / 3, i % 3);
        assert_true(is_hidden(&now) || !is_hidden(&then));
    }
    staith_release_free(release);
    gate_case_free(c);
    forget(&left);
}

/* Two of the last quarter's are hidden, and the three quarters before are shown: the year would
 * tell, so it hides the same place, though it is 38 there. */
static void what_would_undo_a_hidden_one(void **state)
{
    (void)state;
    static const int64_t year[3][3] = {{120, 80, 38}, {100, 72, 48}, {160, 88, 64}};
    static const int64_t many[3][3] = {{30, 20, 12}, {25, 18, 12}, {40, 22, 16}};
    static const struct staith_period quarters[] = {{STAITH_PERIOD_QUARTER, 2025, 3},
                                                    {STAITH_PERIOD_QUARTER, 2025, 2},
                                                    {STAITH_PERIOD_QUARTER, 2025, 1},
                                                    {STAITH_PERIOD_QUARTER, 2024, 4}};
    struct left left[4];
    struct staith_disclosure_earlier earlier[4];
    struct gate_case *c = gate_case_over(year);
    c->table.raw.period = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    for (int q = 0; q < 4; q++) {
        earlier[q] = leave(&left[q], "workforce", "leavers_headcount", q == 0 ? one_small : many,
                           &quarters[q]);
    }
    struct staith_release_cell now = cell_at(left[0].release, 0, 2);
    assert_true(is_hidden(&now));
    c->what.earlier = earlier;
    c->what.earlier_count = 4;
    struct staith_release *release = decide(c, &exact_or_hidden);
    assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE_REASON, 0),
                     STAITH_POLICY_HIDDEN);
    now = cell_at(release, 0, 2);
    assert_true(is_hidden(&now));
    staith_release_free(release);
    gate_case_free(c);
    for (int q = 0; q < 4; q++) {
        forget(&left[q]);
    }
}

/* A clock on which every look takes a minute. */
static int64_t running_ms(void *ctx)
{
    int64_t *now = ctx;
    *now += 60000;
    return *now;
}

static void what_is_not_proved_stays(void **state)
{
    (void)state;
    int64_t now = 0;
    struct staith_outside clock = *staith_outside_machine();
    clock.ctx = &now;
    clock.monotonic_ms = running_ms;
    struct gate_case *c = gate_case_over(one_small);
    c->what.outside = &clock;
    struct staith_release *release = decide(c, &exact_or_hidden);
    assert_int_equal(staith_release_cell_count(release), 1);
    assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE_REASON, 0),
                     STAITH_POLICY_NOT_PROVED);
    staith_release_free(release);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least_is_hidden),
        cmocka_unit_test(brute_force),
        cmocka_unit_test(nothing_to_hide),
        cmocka_unit_test(what_cannot_be_hidden_stays),
        cmocka_unit_test(rows_of_one_kind),
        cmocka_unit_test(the_unknown_hide_nobody),
        cmocka_unit_test(base_three),
        cmocka_unit_test(hidden_stays_hidden),
        cmocka_unit_test(hidden_in_another_dataset),
        cmocka_unit_test(what_would_undo_a_hidden_one),
        cmocka_unit_test(shown_before_waits),
        cmocka_unit_test(what_is_not_proved_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
