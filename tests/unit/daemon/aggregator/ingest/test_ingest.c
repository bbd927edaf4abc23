/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invariants I1..I6 of ingest/ingest.h.
 */
#include "ingest_fixture.h"

#include <cmocka.h>

static int count_figure(void *ctx, const struct staith_store_figure *figure)
{
    int64_t *sum = ctx;
    *sum += figure->value.value;
    return 0;
}

static int64_t stored_sum(struct ingest_fixture *fixture)
{
    int64_t sum = 0;
    assert_int_equal(staith_store_headlines(fixture->store, "csww", count_figure, &sum, NULL), 0);
    return sum;
}

struct wanted {
    const char *authority;
    uint64_t quarantined;
};

static int find_arrival(void *ctx, const struct staith_store_arrival *arrival)
{
    struct wanted *wanted = ctx;
    if (strcmp(arrival->authority, wanted->authority) == 0) {
        wanted->quarantined = arrival->quarantined;
    }
    return 0;
}

static uint64_t quarantined(struct ingest_fixture *fixture, const char *authority)
{
    struct wanted wanted = {.authority = authority};
    assert_int_equal(staith_store_arrivals(fixture->store, find_arrival, &wanted, NULL), 0);
    return wanted.quarantined;
}

static void test_hello_then_records_then_one_receipt_after_the_commit(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    exchange_pack_hello(11, 3, 777, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_int_equal(fixture->answer_count, 0);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    assert_int_equal(fixture->answers[0].kind, STAITH_MESSAGE_WELCOME);
    assert_int_equal(fixture->answers[0].as.welcome.committed, 0);
    assert_int_equal(fixture->answers[0].as.welcome.nonce, 777);
    assert_int_equal(fixture->answers[0].as.welcome.epoch, 11);
    assert_int_equal(fixture->answers[0].as.welcome.credit_messages, 64);

    exchange_say_catalogue(&fixture->durham, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 123), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    exchange_say_release(&fixture->durham, exchange_release("840", 2024, 400), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_int_equal(fixture->answer_count, 1); /* I4: nothing said before the commit */
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_receipt(fixture, 0, 3, false);
    assert_int_equal(fixture->answers[0].as.receipt.at_unix_ms, FIXTURE_NOW_MS);
    assert_memory_equal(fixture->to[0].id, "840", 3);
    assert_int_equal(stored_sum(fixture), 523);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 0);
}

static void test_two_councils_each_get_their_own_receipt(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    exchange_say_catalogue(&fixture->durham, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    exchange_say_catalogue(&fixture->other, &bytes);
    ingest_fixture_hear(fixture, "390", &bytes);
    exchange_say_release(&fixture->other, exchange_release("390", 2025, 5), &bytes);
    ingest_fixture_hear(fixture, "390", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 2);
    ingest_fixture_expect_receipt(fixture, 0, 1, false);
    ingest_fixture_expect_receipt(fixture, 1, 2, false);
    assert_memory_equal(fixture->to[1].id, "390", 3);
}

/* I2: a duplicate, also one that was replayed much later, is acknowledged again, changes nothing.
 */
static void test_replay_is_acknowledged_and_changes_nothing(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    struct staith_buf copy;
    exchange_say_catalogue(&fixture->durham, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 123), &bytes);
    staith_buf_init(&copy, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_buf_append(&copy, bytes.data, bytes.len), 0);
    ingest_fixture_hear(fixture, "840", &bytes);
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 200), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_hear(fixture, "840", &copy);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_receipt(fixture, 0, 3, false);
    assert_int_equal(stored_sum(fixture), 200); /* the old vintage is not the newest again */
    assert_int_equal(quarantined(fixture, "840"), 0);
}

static void test_gap_is_told_and_reorder_heals(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf first;
    struct staith_buf second;
    struct staith_buf third;
    exchange_say_catalogue(&fixture->durham, &first);
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 1), &second);
    exchange_say_release(&fixture->durham, exchange_release("840", 2024, 2), &third);
    struct staith_buf again;
    staith_buf_init(&again, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_buf_append(&again, third.data, third.len), 0);
    ingest_fixture_hear(fixture, "840", &first);
    ingest_fixture_hear(fixture, "840", &third);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_receipt(fixture, 0, 1, true);
    ingest_fixture_hear(fixture, "840", &second);
    ingest_fixture_hear(fixture, "840", &again);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_receipt(fixture, 0, 3, false);
    assert_int_equal(stored_sum(fixture), 3);
}

/* I3: a forged signature is refused, leaves the cursor, and the true record still comes in. */
static void test_forged_signature_is_refused_and_nothing_is_lost(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council forger = fixture->durham;
    struct exchange_council stranger;
    struct staith_buf bytes;
    exchange_council_init(&stranger, "840", 11);
    memcpy(forger.secret_key, stranger.secret_key, sizeof(forger.secret_key));
    exchange_say_catalogue(&forger, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_refusal(fixture, 0, 1, STAITH_REFUSAL_SIGNATURE);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 0);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    ingest_fixture_expect_receipt(fixture, 0, 2, false);
}

static void test_changed_byte_anywhere_is_refused_or_not_understood(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    exchange_say_catalogue(&fixture->durham, &bytes);
    for (size_t at = 0; at < bytes.len; at += 3) {
        struct staith_buf changed;
        staith_buf_init(&changed, STAITH_MESSAGE_MAX_BYTES);
        assert_int_equal(staith_buf_append(&changed, bytes.data, bytes.len), 0);
        changed.data[at] ^= 0x41;
        ingest_fixture_hear(fixture, "840", &changed);
        ingest_fixture_commit(fixture);
        assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 0);
    }
    for (size_t len = 0; len < bytes.len; len += 5) {
        struct staith_buf cut;
        staith_buf_init(&cut, STAITH_MESSAGE_MAX_BYTES);
        assert_int_equal(staith_buf_append(&cut, bytes.data, len), 0);
        ingest_fixture_hear(fixture, "840", &cut);
        ingest_fixture_commit(fixture);
        assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 0);
    }
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 1);
}

/* I1: 390 sends what 840 signed, and what says 840 but 390 signed. */
static void test_foreign_authority_is_refused(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    exchange_say_catalogue(&fixture->durham, &bytes);
    ingest_fixture_hear(fixture, "390", &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_refusal(fixture, 0, 1, STAITH_REFUSAL_AUTHORITY);
    struct exchange_council liar = fixture->other;
    memcpy(liar.authority, "840", 4);
    liar.epoch = 11;
    exchange_say_catalogue(&liar, &bytes);
    ingest_fixture_hear(fixture, "390", &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_refusal(fixture, 0, 1, STAITH_REFUSAL_AUTHORITY);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 0);
    assert_int_equal(ingest_fixture_cursor(fixture, "390", 11), 0);
    /* and one that is on no list gets no answer at all */
    exchange_pack_hello(1, 0, 1, &bytes);
    ingest_fixture_hear(fixture, "999", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 0);
}

static void test_release_naming_another_council_is_passed_over(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    ingest_fixture_bring(fixture, &fixture->durham, 0);
    exchange_say_release(&fixture->durham, exchange_release("390", 2025, 9), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 1), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 2);
    ingest_fixture_expect_refusal(fixture, 0, 2, STAITH_REFUSAL_CONTENT);
    ingest_fixture_expect_receipt(fixture, 1, 3, false); /* I5 */
    assert_int_equal(stored_sum(fixture), 1);
    assert_int_equal(quarantined(fixture, "840"), 1);
}

static void test_payload_that_cannot_be_read_is_passed_over(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf junk;
    struct staith_buf bytes;
    staith_buf_init(&junk, 64);
    assert_int_equal(staith_buf_text(&junk, "\xff\xffnot a catalogue"), 0);
    struct staith_record record = exchange_next(&fixture->durham, STAITH_RECORD_CATALOGUE, &junk);
    exchange_pack_record(&record, &bytes);
    exchange_keep(&fixture->durham, &record);
    ingest_fixture_hear(fixture, "840", &bytes);
    record = exchange_next(&fixture->durham, STAITH_RECORD_RELEASE, &junk);
    exchange_pack_record(&record, &bytes);
    exchange_keep(&fixture->durham, &record);
    ingest_fixture_hear(fixture, "840", &bytes);
    staith_buf_deinit(&junk);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 3);
    ingest_fixture_expect_refusal(fixture, 0, 1, STAITH_REFUSAL_UNDECODABLE);
    ingest_fixture_expect_refusal(fixture, 1, 2, STAITH_REFUSAL_UNDECODABLE);
    ingest_fixture_expect_receipt(fixture, 2, 2, false);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    ingest_fixture_expect_receipt(fixture, 0, 4, false);
    assert_int_equal(quarantined(fixture, "840"), 2);
}

static void test_unknown_catalogue_is_passed_over(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 9), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_refusal(fixture, 0, 1, STAITH_REFUSAL_CATALOGUE);
    ingest_fixture_expect_receipt(fixture, 1, 1, false);
}

static void test_broken_chain_is_refused_and_the_cursor_stays(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    struct exchange_council fork = fixture->durham;
    fork.last_hash[0] ^= 1;
    exchange_say_release(&fork, exchange_release("840", 2023, 9), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_refusal(fixture, 0, 3, STAITH_REFUSAL_CHAIN);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 2);
}

/* A copied ledger: the same number, signed by the same key, with other content. */
static void test_changed_content_of_a_known_number_is_an_alarm(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    ingest_fixture_bring(fixture, &fixture->durham, 0);
    struct exchange_council copy = fixture->durham;
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 1), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    exchange_say_release(&copy, exchange_release("840", 2025, 7), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 2);
    ingest_fixture_expect_refusal(fixture, 0, 2, STAITH_REFUSAL_CHANGED);
    ingest_fixture_expect_receipt(fixture, 1, 2, false);
    assert_int_equal(stored_sum(fixture), 1);
    assert_int_equal(quarantined(fixture, "840"), 1);
    struct staith_ingest_heard heard;
    assert_true(staith_ingest_heard(fixture->ingest, "840", &heard));
    assert_int_equal(heard.refusals, 1);
    assert_non_null(strstr(heard.refusal, "record 2"));
}

/* I6 */
static void test_second_epoch_waits_for_an_operator(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    uint64_t epoch = 0;
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    assert_int_equal(staith_ingest_accept_epoch(fixture->ingest, "840", &epoch, NULL),
                     STAITH_ERR_NOTFOUND);
    fixture->durham.epoch = 12;
    fixture->durham.last = 0;
    memset(fixture->durham.last_hash, 0, STAITH_HASH_BYTES);
    exchange_pack_hello(12, 2, 5, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    struct exchange_council early = fixture->durham;
    exchange_say_catalogue(&early, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 2);
    ingest_fixture_expect_refusal(fixture, 0, 0, STAITH_REFUSAL_EPOCH);
    ingest_fixture_expect_refusal(fixture, 1, 0, STAITH_REFUSAL_EPOCH);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 12), 0);

    struct staith_ingest_heard heard;
    assert_true(staith_ingest_heard(fixture->ingest, "840", &heard));
    assert_int_equal(heard.waiting_epoch, 12);
    assert_int_equal(staith_ingest_accept_epoch(fixture->ingest, "999", &epoch, NULL),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_ingest_accept_epoch(fixture->ingest, "840", &epoch, NULL), 0);
    assert_int_equal(epoch, 12);
    assert_true(staith_ingest_heard(fixture->ingest, "840", &heard));
    assert_int_equal(heard.waiting_epoch, 0);
    assert_int_equal(heard.refusals, 0);
    assert_string_equal(heard.refusal, "");
    /* the word is on disk before the new ledger's first record is */
    ingest_fixture_close(fixture);
    ingest_fixture_open(fixture);
    exchange_pack_hello(12, 2, 6, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answers[0].kind, STAITH_MESSAGE_WELCOME);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    ingest_fixture_expect_receipt(fixture, 0, 2, false);
    /* the old ledger, still running somewhere, is the one that is refused now */
    exchange_pack_hello(11, 2, 7, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_refusal(fixture, 0, 0, STAITH_REFUSAL_EPOCH);
    assert_int_equal(staith_ingest_accept_epoch(fixture->ingest, "840", &epoch, NULL),
                     STAITH_ERR_NOTFOUND);
}

/* A new ledger was tried and put away again: nothing waits for an operator any more. */
static void test_epoch_that_went_away_does_not_wait(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    struct staith_ingest_heard heard;
    uint64_t epoch = 0;
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    exchange_pack_hello(12, 2, 5, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_true(staith_ingest_heard(fixture->ingest, "840", &heard));
    assert_int_equal(heard.waiting_epoch, 12);
    exchange_pack_hello(11, 2, 6, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_true(staith_ingest_heard(fixture->ingest, "840", &heard));
    assert_int_equal(heard.waiting_epoch, 0);
    assert_int_equal(staith_ingest_accept_epoch(fixture->ingest, "840", &epoch, NULL),
                     STAITH_ERR_NOTFOUND);
}

static void test_protocol_versions_must_fit(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_message message = {.kind = STAITH_MESSAGE_HELLO};
    struct staith_buf bytes;
    message.as.hello.protocol_min = 4;
    message.as.hello.protocol_max = 5;
    message.as.hello.epoch = 11;
    message.as.hello.nonce = 1;
    staith_buf_init(&bytes, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_message_pack(&message, &bytes), 0);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_refusal(fixture, 0, 0, STAITH_REFUSAL_VERSION);
    /* one version older and one newer than this program: both are served */
    static const uint32_t ranges[][3] = {{1, 1, 1}, {1, 2, 2}, {3, 4, 3}, {1, 9, 3}};
    for (size_t i = 0; i < 4; i++) {
        message.as.hello.protocol_min = ranges[i][0];
        message.as.hello.protocol_max = ranges[i][1];
        staith_buf_init(&bytes, STAITH_MESSAGE_MAX_BYTES);
        assert_int_equal(staith_message_pack(&message, &bytes), 0);
        ingest_fixture_hear(fixture, "840", &bytes);
        ingest_fixture_commit(fixture);
        assert_int_equal(fixture->answers[0].kind, STAITH_MESSAGE_WELCOME);
        assert_int_equal(fixture->answers[0].as.welcome.protocol, ranges[i][2]);
    }
}

/* Killed between storing and committing: nothing is there, nobody was told, resending heals. */
static void test_death_before_the_commit(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council before = fixture->durham;
    struct staith_buf bytes;
    exchange_say_catalogue(&fixture->durham, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_close(fixture);
    ingest_fixture_open(fixture);
    assert_int_equal(fixture->answer_count, 0);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 0);
    fixture->durham = before;
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    ingest_fixture_expect_receipt(fixture, 0, 2, false);
}

/* Killed between the commit and the receipt: the resent records are acknowledged, stored once. */
static void test_death_before_the_receipt(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council before = fixture->durham;
    ingest_fixture_bring(fixture, &fixture->durham, 2);
    fixture->answer_count = 0; /* the receipts never arrive */
    ingest_fixture_close(fixture);
    ingest_fixture_open(fixture);
    fixture->durham = before;
    ingest_fixture_bring(fixture, &fixture->durham, 2);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_receipt(fixture, 0, 3, false);
    assert_int_equal(stored_sum(fixture), 2000);
    assert_int_equal(quarantined(fixture, "840"), 0);
}

/* More than a batch without a commit by the caller: ingest commits by itself, in bounds. */
static void test_long_batches_are_cut(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    for (int i = 0; i < STAITH_INGEST_BATCH + 1; i++) {
        exchange_say_catalogue(&fixture->durham, &bytes);
        ingest_fixture_hear(fixture, "840", &bytes);
    }
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_receipt(fixture, 0, STAITH_INGEST_BATCH, false);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_receipt(fixture, 0, STAITH_INGEST_BATCH + 1, false);
}

#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, ingest_fixture_setup, ingest_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_hello_then_records_then_one_receipt_after_the_commit),
        CASE(test_two_councils_each_get_their_own_receipt),
        CASE(test_replay_is_acknowledged_and_changes_nothing),
        CASE(test_gap_is_told_and_reorder_heals),
        CASE(test_forged_signature_is_refused_and_nothing_is_lost),
        CASE(test_changed_byte_anywhere_is_refused_or_not_understood),
        CASE(test_foreign_authority_is_refused),
        CASE(test_release_naming_another_council_is_passed_over),
        CASE(test_payload_that_cannot_be_read_is_passed_over),
        CASE(test_unknown_catalogue_is_passed_over),
        CASE(test_broken_chain_is_refused_and_the_cursor_stays),
        CASE(test_changed_content_of_a_known_number_is_an_alarm),
        CASE(test_second_epoch_waits_for_an_operator),
        CASE(test_epoch_that_went_away_does_not_wait),
        CASE(test_protocol_versions_must_fit),
        CASE(test_death_before_the_commit),
        CASE(test_death_before_the_receipt),
        CASE(test_long_batches_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
