/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The publisher under a clock of the test's own, against a region that is played by the test.
 */
#include "publisher_fixture.h"

#include "db/db.h"

#include <cmocka.h>

static void test_hello_then_records_within_the_credit(void **state)
{
    struct scene *scene = *state;
    append(scene, 4); /* records 1 (catalogue) to 5 */
    staith_publisher_start(scene->publisher);
    expect_sent(scene, 0, "h");
    assert_int_equal(scene->messages[0].as.hello.epoch, staith_ledger_epoch(scene->ledger));
    assert_int_equal(scene->messages[0].as.hello.first, 1);
    assert_int_equal(scene->messages[0].as.hello.last, 5);
    staith_publisher_poke(scene->publisher);
    expect_sent(scene, 0, "h"); /* nothing before the welcome */
    welcome(scene, 1, 2);
    expect_sent(scene, 1, "2 3");
    assert_int_equal(kept(scene), 1);
    receipt(scene, 2, false);
    expect_sent(scene, 1, "2 3 4");
    receipt(scene, 4, false);
    receipt(scene, 5, false);
    expect_sent(scene, 1, "2 3 4 5");
    assert_int_equal(kept(scene), 5);
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_CONNECTED);
    assert_int_equal(scene->state.acknowledged, 5);
    assert_string_equal(scene->state.error, "");
    append(scene, 1);
    staith_publisher_poke(scene->publisher);
    expect_sent(scene, 1, "2 3 4 5 6");
}

static void test_gap_goes_back_once(void **state)
{
    struct scene *scene = *state;
    append(scene, 4);
    staith_publisher_start(scene->publisher);
    welcome(scene, 0, 64);
    expect_sent(scene, 1, "1 2 3 4 5");
    size_t from = scene->sent;
    receipt(scene, 2, true); /* 3 was lost, 4 came */
    expect_sent(scene, from, "3 4 5");
    receipt(scene, 2, true); /* 5 of the first sending came */
    expect_sent(scene, from, "3 4 5");
    receipt(scene, 5, false);
    assert_int_equal(kept(scene), 5);
    expect_sent(scene, from, "3 4 5");
}

static void test_no_progress_asks_again_with_growing_waits(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    welcome(scene, 0, 64);
    size_t from = scene->sent;
    wake(scene, 400, 600);
    expect_sent(scene, from, "h");
    welcome(scene, 0, 64);
    expect_sent(scene, from, "h 1 2");
    wake(scene, 800, 1200);
    welcome(scene, 0, 64);
    wake(scene, 1600, 2400);
    welcome(scene, 0, 64);
    wake(scene, 3200, 4800);
    welcome(scene, 1, 64); /* something moved: short waits again */
    wake(scene, 400, 600);
    assert_int_equal(scene->hops, 0);
}

static void test_silence_turns_to_the_next_endpoint(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    int64_t expected = 500;
    for (int hop = 1; hop <= 10; hop++) {
        wake(scene, expected * 4 / 5, expected * 6 / 5);
        assert_int_equal(scene->hops, hop);
        assert_int_equal(scene->state.phase, STAITH_PUBLISHER_CONNECTING);
        expected = expected * 2 < 60000 ? expected * 2 : 60000;
    }
    assert_true(scene->state.error[0] != '\0');
    welcome(scene, 0, 64);
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_CONNECTED);
    assert_string_equal(scene->state.error, "");
}

static void test_heartbeat_and_loss_found_by_it(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    welcome(scene, 2, 64);
    size_t from = scene->sent;
    wake(scene, 1900, 2000);
    expect_sent(scene, from, "h");
    welcome(scene, 2, 64);
    expect_sent(scene, from, "h");
    wake(scene, 1900, 2000);
    welcome(scene, 0, 64); /* the region came back from an old copy */
    expect_sent(scene, from, "h h 1 2");
    assert_int_equal(scene->state.acknowledged, 0);
    wake(scene, 400, 600); /* no word: ask; then silence for a welcome */
    wake(scene, 400, 600);
    assert_int_equal(scene->hops, 1);
}

static void test_answers_to_other_hellos_are_not_taken(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    struct staith_message message = {.kind = STAITH_MESSAGE_WELCOME};
    message.as.welcome.protocol = STAITH_PROTOCOL_VERSION;
    message.as.welcome.epoch = staith_ledger_epoch(scene->ledger);
    message.as.welcome.nonce = last_hello(scene)->as.hello.nonce + 1;
    message.as.welcome.credit_messages = 64;
    message.as.welcome.credit_bytes = 1024;
    hear(scene, &message);
    message.as.welcome.nonce--;
    message.as.welcome.epoch++;
    hear(scene, &message);
    expect_sent(scene, 0, "h");
    staith_publisher_on_message(scene->publisher, (const uint8_t *)"junk", 4);
    expect_sent(scene, 0, "h");
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_CONNECTING);
}

static void test_final_refusal_is_kept_and_the_rest_goes_on(void **state)
{
    struct scene *scene = *state;
    struct staith_ledger *reader = NULL;
    struct staith_ledger_entry entry;
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    welcome(scene, 0, 2);
    expect_sent(scene, 1, "1 2");
    refuse(scene, 2, STAITH_REFUSAL_CONTENT);
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_CONNECTED);
    assert_non_null(strstr(scene->state.error, "record 2"));
    assert_non_null(strstr(scene->state.error, "because"));
    receipt(scene, 2, false);
    expect_sent(scene, 1, "1 2 3");
    receipt(scene, 3, false);
    assert_int_equal(staith_ledger_open_reader(scene->fixture.folder, &reader, NULL), 0);
    assert_int_equal(staith_ledger_read(reader, 2, &entry, NULL), 0);
    assert_int_equal(entry.refused, STAITH_REFUSAL_CONTENT);
    assert_string_equal(entry.refused_detail, "because");
    assert_int_equal(staith_ledger_read(reader, 3, &entry, NULL), 0);
    assert_int_equal(entry.refused, 0);
    assert_int_equal(entry.received_unix_ms, 777);
    staith_ledger_close(reader);
}

static void test_other_refusals_stop_and_heal(void **state)
{
    struct scene *scene = *state;
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    welcome(scene, 0, 64);
    size_t from = scene->sent;
    refuse(scene, 1, STAITH_REFUSAL_SIGNATURE);
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_REFUSED);
    staith_publisher_poke(scene->publisher);
    receipt(scene, 0, true);
    expect_sent(scene, from, "");
    wake(scene, 800, 1200);
    expect_sent(scene, from, "h");
    refuse(scene, 0, STAITH_REFUSAL_EPOCH);
    wake(scene, 1600, 2400);
    welcome(scene, 0, 64);
    expect_sent(scene, from, "h h 1 2 3");
    receipt(scene, 3, false);
    assert_int_equal(kept(scene), 3);
    assert_int_equal(scene->hops, 0);
}

static void test_region_that_holds_more_than_the_ledger_is_an_alarm(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    welcome(scene, 9, 64);
    expect_sent(scene, 0, "h");
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_REFUSED);
    assert_non_null(strstr(scene->state.error, "9"));
    assert_int_equal(kept(scene), 0);
}

/* The ledger was put back from an older copy and went on otherwise: the region's record 3 is not
 * ours, and nothing of ours passes for received. */
static void test_restored_copy_is_told_from_the_ledger(void **state)
{
    struct scene *scene = *state;
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    struct staith_message message = {.kind = STAITH_MESSAGE_WELCOME};
    message.as.welcome.protocol = STAITH_PROTOCOL_VERSION;
    message.as.welcome.epoch = staith_ledger_epoch(scene->ledger);
    message.as.welcome.committed = 3;
    message.as.welcome.credit_messages = 64;
    message.as.welcome.credit_bytes = 1024;
    message.as.welcome.nonce = last_hello(scene)->as.hello.nonce;
    assert_int_equal(staith_ledger_hash(scene->ledger, 2, message.as.welcome.committed_hash), 0);
    hear(scene, &message);
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_REFUSED);
    assert_non_null(strstr(scene->state.error, "another copy"));
    assert_non_null(strstr(scene->state.error, "record 3"));
    assert_int_equal(scene->state.acknowledged, 0);
    assert_int_equal(kept(scene), 0);
    append(scene, 1);
    staith_publisher_poke(scene->publisher);
    expect_sent(scene, 0, "h");
    wake(scene, 800, 1200);
    welcome(scene, 3, 64); /* the right ledger's hash: all is well again */
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_CONNECTED);
    assert_string_equal(scene->state.error, "");
    assert_int_equal(kept(scene), 3);
}

/* A ledger that cannot be read while an answer is due is looked at again later, not at once. */
static void test_ledger_out_of_reach_is_not_asked_without_end(void **state)
{
    struct scene *scene = *state;
    char path[128];
    sqlite3 *other = NULL;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    (void)snprintf(path, sizeof(path), "%s/ledger.db", scene->fixture.folder);
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &other),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "ALTER TABLE record RENAME TO gone", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    wake(scene, 400, 600);
    assert_non_null(strstr(scene->state.error, "ledger"));
    for (int i = 0; i < 3; i++) {
        wake(scene, 400, 600);
    }
}

/* A receipt that cannot be written (here: its table is gone) is owed until it can. */
static void test_receipt_is_owed_until_it_is_kept(void **state)
{
    struct scene *scene = *state;
    char path[128];
    sqlite3 *other = NULL;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    welcome(scene, 0, 64);
    (void)snprintf(path, sizeof(path), "%s/receipts.db", scene->fixture.folder);
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &other),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "DROP TABLE receipt", NULL, NULL, NULL), SQLITE_OK);
    receipt(scene, 2, false);
    assert_int_equal(scene->state.acknowledged, 2);
    assert_non_null(strstr(scene->state.error, "receipt"));
    assert_int_equal(
        sqlite3_exec(other,
                     "CREATE TABLE receipt(epoch INTEGER, committed INTEGER, hash BLOB NOT NULL,"
                     " at_ms INTEGER NOT NULL, PRIMARY KEY(epoch, committed)) WITHOUT ROWID",
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    wake(scene, 1900, 2000);
    welcome(scene, 2, 64);
    assert_int_equal(kept(scene), 2);
    assert_string_equal(scene->state.error, "");
}

static void test_full_queue_waits(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    scene->full = true;
    welcome(scene, 0, 64);
    scene->full = false;
    wake(scene, 400, 600);
    welcome(scene, 0, 64);
    expect_sent(scene, 1, "h 1 2");
}

static void test_restart_goes_on_where_the_region_says(void **state)
{
    struct scene *scene = *state;
    append(scene, 3);
    staith_publisher_start(scene->publisher);
    welcome(scene, 0, 2);
    receipt(scene, 1, false);
    staith_publisher_free(scene->publisher);
    size_t from = scene->sent;
    open_publisher(scene);
    staith_publisher_start(scene->publisher);
    assert_int_equal(scene->state.acknowledged, 1);
    welcome(scene, 2, 64);
    expect_sent(scene, from, "h 3 4");
    assert_int_equal(kept(scene), 2);
}

static void test_ledger_that_comes_later(void **state)
{
    struct scene *scene = *state;
    staith_publisher_free(scene->publisher);
    staith_ledger_close(scene->ledger);
    scene->ledger = NULL;
    ledger_fixture_deinit(&scene->fixture);
    assert_int_equal(ledger_fixture_init(&scene->fixture), 0);
    open_publisher(scene);
    staith_publisher_start(scene->publisher);
    expect_sent(scene, 0, "");
    wake(scene, 400, 600);
    expect_sent(scene, 0, "");
    open_ledger(scene);
    staith_publisher_poke(scene->publisher);
    expect_sent(scene, 0, "h");
    assert_int_equal(scene->messages[0].as.hello.first, 0);
    assert_int_equal(scene->messages[0].as.hello.last, 0);
    welcome(scene, 0, 64);
    append(scene, 1);
    staith_publisher_poke(scene->publisher);
    expect_sent(scene, 0, "h 1 2");
}

static void test_reports_only_what_changed(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    welcome(scene, 2, 64);
    int reports = scene->reports;
    receipt(scene, 2, false);
    receipt(scene, 2, false);
    staith_publisher_poke(scene->publisher);
    assert_int_equal(scene->reports, reports);
    for (int i = 0; i < 3; i++) {
        wake(scene, 1900, 2000);
        welcome(scene, 2, 64); /* heard again: worth a word after five seconds */
        assert_int_equal(scene->reports, i < 2 ? reports : reports + 1);
    }
    assert_int_equal(scene->state.heard_unix_ms, scene->now_ms);
}

/* A region that loses a third of all messages in both directions: all arrives, in order, once. */
static void test_lossy_region(void **state)
{
    struct scene *scene = *state;
    append(scene, 30);
    uint64_t committed = 0;
    uint64_t dice = 99;
    size_t at = 0;
    staith_publisher_start(scene->publisher);
    for (int turn = 0; turn < 3000 && kept(scene) < 31; turn++) {
        if (at == scene->sent) {
            scene->sent = 0;
            at = 0;
            scene->now_ms = scene->wake_at;
            staith_publisher_on_time(scene->publisher);
            continue;
        }
        const struct staith_message message = scene->messages[at++];
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        bool lost_there = (dice >> 60) % 3 == 0;
        bool lost_back = (dice >> 50) % 3 == 0;
        if (lost_there) {
            continue;
        }
        bool hello = message.kind == STAITH_MESSAGE_HELLO;
        bool gap = !hello && message.as.record.number > committed + 1;
        if (!hello && message.as.record.number == committed + 1) {
            committed++;
        }
        if (lost_back) {
            continue;
        }
        if (hello) {
            welcome(scene, committed, 8);
        } else {
            receipt(scene, committed, gap);
        }
    }
    assert_int_equal(committed, 31);
    assert_int_equal(kept(scene), 31);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_hello_then_records_within_the_credit),
        CASE(test_gap_goes_back_once),
        CASE(test_no_progress_asks_again_with_growing_waits),
        CASE(test_silence_turns_to_the_next_endpoint),
        CASE(test_heartbeat_and_loss_found_by_it),
        CASE(test_answers_to_other_hellos_are_not_taken),
        CASE(test_final_refusal_is_kept_and_the_rest_goes_on),
        CASE(test_other_refusals_stop_and_heal),
        CASE(test_region_that_holds_more_than_the_ledger_is_an_alarm),
        CASE(test_restored_copy_is_told_from_the_ledger),
        CASE(test_ledger_out_of_reach_is_not_asked_without_end),
        CASE(test_receipt_is_owed_until_it_is_kept),
        CASE(test_full_queue_waits),
        CASE(test_restart_goes_on_where_the_region_says),
        CASE(test_ledger_that_comes_later),
        CASE(test_reports_only_what_changed),
        CASE(test_lossy_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
