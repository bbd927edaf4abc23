/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

#include "standing_case.h"

struct lists {
    size_t count;
    struct staith_store_listed releases[8];
    size_t catalogue_count;
    struct staith_store_listed_catalogue catalogues[8];
};

static int take_release(void *ctx, const struct staith_store_listed *listed)
{
    struct lists *lists = ctx;
    lists->releases[lists->count++] = *listed;
    return 0;
}

static int take_catalogue(void *ctx, const struct staith_store_listed_catalogue *listed)
{
    struct lists *lists = ctx;
    lists->catalogues[lists->catalogue_count++] = *listed;
    return 0;
}

static int stop(void *ctx, const struct staith_store_listed *listed)
{
    (void)listed;
    *(int *)ctx += 1;
    return 17;
}

/* Every vintage stays in the list, with what was said of it. */
static void all_vintages(void **state)
{
    struct store_fixture *fixture = *state;
    struct lists lists = {0};
    int calls = 0;
    standing_catalogue(fixture, 1, 200, STAITH_STORE_CATALOGUE_LEADS);
    standing_put(fixture, 2, 2025, 10, STAITH_STORE_ACCEPTED);
    fixture->now = 2000;
    standing_put(fixture, 3, 2025, 20, STAITH_STORE_WAITS);
    assert_int_equal(standing_judge(fixture, 3, STAITH_STORE_SENT_BACK), 0);
    standing_say(fixture, 4, STAITH_NOTICE_REVISION, 2025, 0);
    standing_say(fixture, 5, STAITH_NOTICE_EMBARGO, 2025, 9000);
    standing_put(fixture, 6, 2025, 30, STAITH_STORE_ACCEPTED);
    assert_int_equal(staith_store_list_releases(fixture->store, take_release, &lists, NULL), 0);
    assert_int_equal(lists.count, 3);
    const struct staith_store_listed *first = &lists.releases[0];
    const struct staith_store_listed *second = &lists.releases[1];
    const struct staith_store_listed *third = &lists.releases[2];
    assert_string_equal(first->authority, "840");
    assert_string_equal(first->dataset, "csww");
    assert_int_equal(first->period.year, 2025);
    assert_int_equal(first->number, 2);
    assert_int_equal(first->received_unix_ms, 1000);
    assert_int_equal(first->judged_unix_ms, 1000);
    assert_true(first->shown);
    assert_string_equal(first->officer, "");
    assert_true(first->revision);
    assert_string_equal(first->council_reason, "counted twice");
    assert_int_equal(second->standing, STAITH_STORE_SENT_BACK);
    assert_int_equal(second->judged_unix_ms, 2000);
    assert_false(second->shown);
    assert_string_equal(second->officer, "Ann Lee");
    assert_string_equal(second->reason, "looked at");
    assert_int_equal(third->standing, STAITH_STORE_ACCEPTED);
    assert_true(third->embargoed);
    assert_int_equal(third->show_from_unix_ms, 9000);
    assert_false(third->shown);
    assert_false(third->revision); /* it is the revision */
    assert_false(third->earlier_epoch || third->catalogue_waits || third->withdrawn);
    assert_int_equal(staith_store_list_releases(fixture->store, stop, &calls, NULL), 17);
    assert_int_equal(calls, 1);
}

/* A withdrawal is told before a revision that was announced. */
static void withdrawn_and_replaced(void **state)
{
    struct store_fixture *fixture = *state;
    struct lists lists = {0};
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    standing_catalogue(fixture, 1, 200, STAITH_STORE_CATALOGUE_WAITS);
    standing_put(fixture, 2, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_say(fixture, 3, STAITH_NOTICE_WITHDRAWAL, 2025, 0);
    standing_say(fixture, 4, STAITH_NOTICE_REVISION, 2025, 0);
    assert_int_equal(store_fixture_put(fixture, "840", 2, 1, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_list_releases(fixture->store, take_release, &lists, NULL), 0);
    assert_int_equal(lists.count, 2);
    assert_true(lists.releases[0].withdrawn);
    assert_true(lists.releases[0].earlier_epoch);
    assert_true(lists.releases[0].catalogue_waits);
    assert_false(lists.releases[1].withdrawn);
    assert_false(lists.releases[1].earlier_epoch);
}

static void catalogues(void **state)
{
    struct store_fixture *fixture = *state;
    struct lists lists = {0};
    const struct staith_store_word word = {"Bo Ray", "statistics", "as agreed in March"};
    standing_catalogue(fixture, 1, 200, STAITH_STORE_CATALOGUE_LEADS);
    standing_put(fixture, 2, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_catalogue(fixture, 3, 201, STAITH_STORE_CATALOGUE_WAITS);
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(staith_store_judge_catalogue(fixture->store, store_fixture_hash(201),
                                                  STAITH_STORE_CATALOGUE_LEADS, &word, NULL),
                     0);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    assert_int_equal(staith_store_list_catalogues(fixture->store, take_catalogue, &lists, NULL), 0);
    assert_int_equal(lists.catalogue_count, 2);
    assert_memory_equal(lists.catalogues[0].hash, store_fixture_hash(200), STAITH_HASH_BYTES);
    assert_int_equal(lists.catalogues[0].state, STAITH_STORE_CATALOGUE_ACCEPTED);
    assert_int_equal(lists.catalogues[0].releases, 1);
    assert_string_equal(lists.catalogues[0].officer, "");
    assert_int_equal(lists.catalogues[1].state, STAITH_STORE_CATALOGUE_LEADS);
    assert_int_equal(lists.catalogues[1].releases, 0);
    assert_string_equal(lists.catalogues[1].plugin, "workforce");
    assert_string_equal(lists.catalogues[1].authority, "840");
    assert_string_equal(lists.catalogues[1].officer, "Bo Ray");
    assert_string_equal(lists.catalogues[1].reason, "as agreed in March");
}

int main(void)
{
#define CASE(test)                                                                                 \
    cmocka_unit_test_setup_teardown(test, store_fixture_setup, store_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(all_vintages),
        CASE(withdrawn_and_replaced),
        CASE(catalogues),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
