/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_case.h"
#include "events.h"

#define C(id) STAITH_RECRUITMENT_C_##id

struct fixture {
    struct staith_recruitment_quarter quarter;
    struct staith_kit_cell cells[STAITH_RECRUITMENT_COLUMN_COUNT];
    struct staith_recruitment_events events;
};

/* July to September 2025. */
static void set_up(struct fixture *f)
{
    static const struct staith_period_def period = {STAITH_PERIOD_QUARTER, 2025, 3, 0};
    staith_recruitment_quarter_init(&period, &f->quarter);
    cell_clear(f->cells, STAITH_RECRUITMENT_COLUMN_COUNT);
    cell_text(&f->cells[C(POST)], "SW1");
    cell_text(&f->cells[C(CANDIDATE)], "C1");
}

static const struct staith_recruitment_events *judge(struct fixture *f)
{
    staith_recruitment_judge(&f->quarter, f->cells, &f->events);
    return &f->events;
}

static void test_the_years_followed(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    assert_int_equal(f.quarter.first, cell_day("2025-07-01"));
    assert_int_equal(f.quarter.last, cell_day("2025-09-30"));
    assert_int_equal(f.quarter.cohort_first[0], cell_day("2023-10-01"));
    assert_int_equal(f.quarter.cohort_last[0], cell_day("2024-09-30"));
    assert_int_equal(f.quarter.cohort_first[1], cell_day("2022-10-01"));
    assert_int_equal(f.quarter.cohort_last[1], cell_day("2023-09-30"));
}

/* Authorised 2 June, closed 27 June, conditional offer 11 July, offer 25 July, start 1 September:
 * 14 days from close to offer; 91 from authority to start, less 28 of notice, are 63; 52 from the
 * first offer to the first day. */
static void test_clocks(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_date(&f.cells[C(AUTHORISED)], "2025-06-02");
    cell_date(&f.cells[C(ADVERTISED)], "2025-06-06");
    cell_date(&f.cells[C(CLOSED)], "2025-06-27");
    cell_date(&f.cells[C(OFFERED_CONDITIONALLY)], "2025-07-11");
    cell_date(&f.cells[C(OFFERED)], "2025-07-25");
    cell_date(&f.cells[C(STARTED)], "2025-09-01");
    cell_number(&f.cells[C(NOTICE_DAYS)], 28);
    judge(&f);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_CLOSE_TO_OFFER], 14);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_AUTHORISED_TO_START], 63);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_DECISION_TO_START], 52);
    assert_false(f.events.disorder);
    /* Without the notice there is no second clock; without a conditional offer the offer counts. */
    cell_clear(&f.cells[C(NOTICE_DAYS)], 1);
    cell_clear(&f.cells[C(OFFERED_CONDITIONALLY)], 1);
    judge(&f);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_CLOSE_TO_OFFER], 28);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_AUTHORISED_TO_START], -1);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_DECISION_TO_START], 38);
    /* A clock belongs to the quarter it ends in. */
    cell_date(&f.cells[C(STARTED)], "2025-10-01");
    judge(&f);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_CLOSE_TO_OFFER], 28);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_DECISION_TO_START], -1);
    assert_false(f.events.started);
    /* Out of order, none is taken. */
    cell_date(&f.cells[C(ACCEPTED)], "2025-07-24");
    judge(&f);
    assert_true(f.events.disorder);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_CLOSE_TO_OFFER], -1);
}

static void test_an_offer_before_the_close(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_date(&f.cells[C(ADVERTISED)], "2025-07-01");
    cell_date(&f.cells[C(CLOSED)], "2025-08-01");
    cell_date(&f.cells[C(OFFERED)], "2025-07-20");
    judge(&f);
    assert_false(f.events.disorder);
    assert_int_equal(f.events.clock[STAITH_RECRUITMENT_CLOSE_TO_OFFER], -1);
}

/* A later step stands for the earlier ones, and only rounds that ended count. */
static void test_funnel(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_date(&f.cells[C(ADVERTISED)], "2025-06-01");
    cell_date(&f.cells[C(ACCEPTED)], "2025-07-24");
    judge(&f);
    assert_false(f.events.round_ended);
    cell_date(&f.cells[C(ROUND_ENDED)], "2025-09-30");
    judge(&f);
    assert_true(f.events.round_ended);
    assert_true(f.events.applied && f.events.shortlisted && f.events.interviewed);
    assert_true(f.events.offered && f.events.accepted);
    assert_false(f.events.joined);
    assert_false(f.events.advertised); /* in the quarter before */
    cell_clear(&f.cells[C(CANDIDATE)], 1);
    judge(&f);
    assert_false(f.events.applied || f.events.shortlisted || f.events.accepted);
}

static void test_withdrawals(void **state)
{
    (void)state;
    static const enum staith_recruitment_column steps[] = {C(SHORTLISTED), C(INTERVIEWED),
                                                           C(OFFERED_CONDITIONALLY), C(ACCEPTED)};
    struct fixture f;
    set_up(&f);
    assert_int_equal(judge(&f)->stage, STAITH_NO_CATEGORY);
    cell_date(&f.cells[C(WITHDRAWN)], "2025-08-15");
    assert_int_equal(judge(&f)->stage, STAITH_RECRUITMENT_AFTER_APPLYING);
    for (uint16_t i = 0; i < 4; i++) {
        cell_date(&f.cells[steps[i]], "2025-08-01");
        judge(&f);
        assert_true(f.events.withdrew);
        assert_int_equal(f.events.stage, i + 1);
    }
}

/* 12 months are those of each person's own first day. */
static void test_cohorts(void **state)
{
    (void)state;
    static const struct {
        const char *started;
        const char *left;
        bool cohort_12, stayed_12, cohort_24, stayed_24;
    } cases[] = {{"2024-10-01", NULL, false, false, false, false},
                 {"2024-09-30", NULL, true, true, false, false},
                 {"2024-09-30", "2025-09-29", true, false, false, false},
                 {"2024-09-30", "2025-09-30", true, true, false, false},
                 {"2024-02-29", "2025-02-27", true, false, false, false},
                 {"2024-02-29", "2025-02-28", true, true, false, false},
                 {"2023-10-01", NULL, true, true, false, false},
                 {"2023-09-30", "2025-09-29", false, false, true, false},
                 {"2023-09-30", "2025-09-30", false, false, true, true},
                 {"2022-10-01", NULL, false, false, true, true},
                 {"2022-09-30", NULL, false, false, false, false}};
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cell_date(&f.cells[C(STARTED)], cases[i].started);
        cell_date(&f.cells[C(ASYE_STARTED)], cases[i].started);
        cell_clear(&f.cells[C(LEFT)], 1);
        if (cases[i].left != NULL) {
            cell_date(&f.cells[C(LEFT)], cases[i].left);
        }
        judge(&f);
        assert_int_equal(f.events.cohort[0], cases[i].cohort_12);
        assert_int_equal(f.events.stayed[0], cases[i].stayed_12);
        assert_int_equal(f.events.cohort[1], cases[i].cohort_24);
        assert_int_equal(f.events.stayed[1], cases[i].stayed_24);
        assert_int_equal(f.events.asye[0], cases[i].cohort_12);
        assert_int_equal(f.events.asye_stayed[1], cases[i].stayed_24);
    }
    cell_date(&f.cells[C(ASYE_STARTED)], "2024-10-01");
    assert_true(judge(&f)->asye_began);
    cell_date(&f.cells[C(ASYE_STARTED)], "2024-09-30");
    assert_false(judge(&f)->asye_began);
    assert_false(f.events.asye_completed);
    cell_date(&f.cells[C(ASYE_COMPLETED)], "2025-09-30");
    assert_true(judge(&f)->asye_completed);
    cell_date(&f.cells[C(ASYE_COMPLETED)], "2025-10-01");
    assert_false(judge(&f)->asye_completed);
}

static void test_categories(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    judge(&f);
    assert_int_equal(f.events.role, STAITH_RECRUITMENT_ROLE_NOT_KNOWN);
    assert_int_equal(f.events.origin, STAITH_RECRUITMENT_ORIGIN_NOT_KNOWN);
    assert_int_equal(f.events.route, STAITH_RECRUITMENT_ROUTE_NOT_KNOWN);
    cell_number(&f.cells[C(ROUTE)], STAITH_RECRUITMENT_ROUTE_APPRENTICESHIP);
    assert_int_equal(judge(&f)->route, STAITH_RECRUITMENT_ROUTE_APPRENTICESHIP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_years_followed),
        cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_an_offer_before_the_close),
        cmocka_unit_test(test_funnel),
        cmocka_unit_test(test_withdrawals),
        cmocka_unit_test(test_cohorts),
        cmocka_unit_test(test_categories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
