/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is shown of a council, dataset and period, after each thing that can be said of it.
 */
#include "store_fixture.h"

#include "standing_case.h"

static void only_what_is_accepted_is_shown(void **state)
{
    struct store_fixture *fixture = *state;
    standing_put(fixture, 1, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_shows(fixture, 2025, 10);
    standing_put(fixture, 2, 2025, 20, STAITH_STORE_WAITS);
    standing_shows(fixture, 2025, 10); /* the earlier one stays until then */
    assert_int_equal(standing_judge(fixture, 2, STAITH_STORE_ACCEPTED), 0);
    standing_shows(fixture, 2025, 20);
    assert_int_equal(standing_judge(fixture, 2, STAITH_STORE_ACCEPTED), STAITH_ERR_STATE);
    assert_int_equal(standing_judge(fixture, 2, STAITH_STORE_SENT_BACK), 0);
    standing_shows(fixture, 2025, 10);
    assert_int_equal(standing_judge(fixture, 1, STAITH_STORE_SENT_BACK), 0);
    standing_shows(fixture, 2025, STANDING_NOTHING);
    assert_int_equal(standing_judge(fixture, 1, STAITH_STORE_ACCEPTED), 0);
    standing_shows(fixture, 2025, 10);
    assert_int_equal(standing_judge(fixture, 9, STAITH_STORE_ACCEPTED), STAITH_ERR_NOTFOUND);
}

static void nobody_is_judged_by_anothers_number(void **state)
{
    struct store_fixture *fixture = *state;
    standing_put(fixture, 1, 2025, 10, STAITH_STORE_WAITS);
    const struct staith_store_word word = {"Ann Lee", "statistics", "good"};
    struct staith_store_judged judged = {0};
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_judge(fixture->store, "841", 1, STAITH_STORE_ACCEPTED, &word,
                                        &judged, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    staith_store_rollback(fixture->store);
    assert_int_equal(staith_store_judge(fixture->store, "840", 1, STAITH_STORE_ACCEPTED, &word,
                                        &judged, &fixture->err),
                     STAITH_ERR_STATE); /* in no transaction */
    standing_shows(fixture, 2025, STANDING_NOTHING);
}

/* A withdrawal is of what came before it, and it shows. */
static void withdrawn_is_not_shown(void **state)
{
    struct store_fixture *fixture = *state;
    standing_put(fixture, 1, 2024, 5, STAITH_STORE_ACCEPTED);
    standing_put(fixture, 2, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_say(fixture, 3, STAITH_NOTICE_WITHDRAWAL, 2025, 0);
    standing_shows(fixture, 2025, STANDING_WITHDRAWN);
    standing_shows(fixture, 2024, 5);
    standing_put(fixture, 4, 2025, 30, STAITH_STORE_WAITS);
    standing_shows(fixture, 2025, STANDING_WITHDRAWN);
    assert_int_equal(standing_judge(fixture, 4, STAITH_STORE_ACCEPTED), 0);
    standing_shows(fixture, 2025, 30);
    standing_say(fixture, 5, STAITH_NOTICE_REVISION, 2025, 0);
    standing_shows(fixture, 2025, 30); /* announced, and shown until it comes */
    standing_say(fixture, 6, STAITH_NOTICE_WITHDRAWAL, 2023, 0);
    standing_shows(fixture, 2023, STANDING_NOTHING);
}

/* A release waited while its period was withdrawn: accepting it does not bring it back. */
static void accepting_does_not_undo_a_withdrawal(void **state)
{
    struct store_fixture *fixture = *state;
    standing_put(fixture, 1, 2025, 10, STAITH_STORE_WAITS);
    standing_say(fixture, 2, STAITH_NOTICE_WITHDRAWAL, 2025, 0);
    standing_shows(fixture, 2025, STANDING_NOTHING);
    assert_int_equal(standing_judge(fixture, 1, STAITH_STORE_ACCEPTED), 0);
    standing_shows(fixture, 2025, STANDING_WITHDRAWN);
}

/* The clock of the fixture stands at 1000. */
static void nothing_is_shown_before_its_time(void **state)
{
    struct store_fixture *fixture = *state;
    int64_t next = 0;
    standing_put(fixture, 1, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_say(fixture, 2, STAITH_NOTICE_EMBARGO, 2025, 5000);
    standing_shows(fixture, 2025, 10); /* it is for what comes after */
    standing_put(fixture, 3, 2025, 20, STAITH_STORE_ACCEPTED);
    standing_put(fixture, 4, 2024, 4, STAITH_STORE_ACCEPTED); /* of another period */
    standing_shows(fixture, 2025, 10);
    standing_shows(fixture, 2024, 4);
    assert_int_equal(standing_due(fixture, 4999, &next), 0);
    assert_int_equal(next, 5000);
    standing_shows(fixture, 2025, 10);
    assert_int_equal(standing_due(fixture, 5000, &next), 0);
    assert_int_equal(next, 0);
    standing_shows(fixture, 2025, 20);
    fixture->now = 6000;
    standing_put(fixture, 5, 2025, 30, STAITH_STORE_ACCEPTED); /* the embargo is over */
    standing_shows(fixture, 2025, 30);
    /* a later embargo takes the earlier one's place, also one that ends sooner */
    standing_say(fixture, 6, STAITH_NOTICE_EMBARGO, 2025, 9000);
    standing_say(fixture, 7, STAITH_NOTICE_EMBARGO, 2025, 7000);
    standing_put(fixture, 8, 2025, 40, STAITH_STORE_WAITS);
    assert_int_equal(standing_judge(fixture, 8, STAITH_STORE_ACCEPTED), 0);
    standing_shows(fixture, 2025, 30); /* accepted, and not yet its time */
    assert_int_equal(standing_due(fixture, 7000, &next), 0);
    standing_shows(fixture, 2025, 40);
}

static void figures_wait_for_their_catalogue(void **state)
{
    struct store_fixture *fixture = *state;
    const uint8_t *hash = store_fixture_hash(200); /* that releases of the fixture name */
    const struct staith_store_word word = {"Ann Lee", "statistics", "as agreed"};
    standing_catalogue(fixture, 1, 200, STAITH_STORE_CATALOGUE_WAITS);
    standing_put(fixture, 2, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_put(fixture, 3, 2024, 4, STAITH_STORE_ACCEPTED);
    standing_shows(fixture, 2025, STANDING_NOTHING);
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(staith_store_judge_catalogue(fixture->store, hash,
                                                  STAITH_STORE_CATALOGUE_LEADS, &word, NULL),
                     0);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    standing_shows(fixture, 2025, 10);
    standing_shows(fixture, 2024, 4);
    /* it leads: only another that leads makes it free to be refused */
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(staith_store_judge_catalogue(fixture->store, hash,
                                                  STAITH_STORE_CATALOGUE_REFUSED, &word, NULL),
                     STAITH_ERR_STATE);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    standing_catalogue(fixture, 4, 201, STAITH_STORE_CATALOGUE_LEADS);
    standing_shows(fixture, 2025, 10);
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(staith_store_judge_catalogue(fixture->store, hash,
                                                  STAITH_STORE_CATALOGUE_REFUSED, &word, NULL),
                     0);
    assert_int_equal(staith_store_judge_catalogue(fixture->store, store_fixture_hash(99),
                                                  STAITH_STORE_CATALOGUE_LEADS, &word, NULL),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    standing_shows(fixture, 2025, STANDING_NOTHING);
}

/* What was shown at a time, whatever came or was said since. */
static void what_was_shown_then(void **state)
{
    struct store_fixture *fixture = *state;
    int64_t next = 0;
    fixture->now = 1000;
    standing_put(fixture, 1, 2025, 10, STAITH_STORE_ACCEPTED);
    fixture->now = 2000;
    standing_put(fixture, 2, 2025, 20, STAITH_STORE_WAITS);
    fixture->now = 3000;
    assert_int_equal(standing_judge(fixture, 2, STAITH_STORE_ACCEPTED), 0);
    fixture->now = 4000;
    assert_int_equal(standing_judge(fixture, 2, STAITH_STORE_SENT_BACK), 0);
    fixture->now = 5000;
    standing_say(fixture, 3, STAITH_NOTICE_WITHDRAWAL, 2025, 0);
    fixture->now = 6000;
    standing_say(fixture, 4, STAITH_NOTICE_EMBARGO, 2025, 8000);
    standing_put(fixture, 5, 2025, 30, STAITH_STORE_ACCEPTED);
    fixture->now = 9000;
    assert_int_equal(standing_due(fixture, 9000, &next), 0);
    standing_shows(fixture, 2025, 30);
    static const int64_t then[][2] = {
        {999, STANDING_NOTHING},
        {1000, 10},
        {2000, 10},
        {2999, 10},
        {3000, 20},
        {3999, 20},
        {4000, 10},
        {4999, 10},
        {5000, STANDING_WITHDRAWN},
        {7999, STANDING_WITHDRAWN},
        {8000, 30},
        {999999, 30},
    };
    for (size_t i = 0; i < sizeof(then) / sizeof(then[0]); i++) {
        staith_store_set_as_of(fixture->store, then[i][0]);
        standing_shows(fixture, 2025, then[i][1]);
    }
    staith_store_set_as_of(fixture->store, 0);
    standing_shows(fixture, 2025, 30);
}

/* A restored ledger begins anew at number 1: what its council said in the old one is older. */
static void a_newer_ledger_comes_after(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(77));
    standing_put(fixture, 1, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_say(fixture, 2, STAITH_NOTICE_WITHDRAWAL, 2025, 0);
    assert_int_equal(store_fixture_put(fixture, "840", 2, 1, 2025, &cell, 1), 0);
    standing_shows(fixture, 2025, 77);
}

int main(void)
{
#define CASE(test)                                                                                 \
    cmocka_unit_test_setup_teardown(test, store_fixture_setup, store_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(only_what_is_accepted_is_shown),
        CASE(nobody_is_judged_by_anothers_number),
        CASE(withdrawn_is_not_shown),
        CASE(accepting_does_not_undo_a_withdrawal),
        CASE(nothing_is_shown_before_its_time),
        CASE(figures_wait_for_their_catalogue),
        CASE(what_was_shown_then),
        CASE(a_newer_ledger_comes_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
