/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way back: what becomes of releases is told to their council, signed, in order, until it says
 * that it has heard.
 */
#include "aggregator/ingest/internal.h"
#include "ingest_fixture.h"

#include <cmocka.h>

static const struct staith_store_word bad = {"Ann Lee", "statistics", "leavers are missing"};

/* Ingest with a key of the region's. */
static void open_with_key(struct ingest_fixture *fixture, struct exchange_council *region)
{
    exchange_council_init(region, "1", 1);
    staith_ingest_free(fixture->ingest);
    const struct staith_ingest_options options = {
        .store = fixture->store,
        .outside = &fixture->outside,
        .signing_key = region->secret_key,
        .send = ingest_fixture_sent,
        .ctx = fixture,
    };
    assert_int_equal(staith_ingest_new(&options, &fixture->ingest, NULL), 0);
    assert_int_equal(staith_ingest_set_councils(fixture->ingest, fixture->councils, 2), 0);
}

/* Say hello as Durham, having heard so much; the answers are the fixture's. */
static void hello(struct ingest_fixture *fixture, uint32_t protocol, bool words, uint64_t epoch,
                  uint64_t heard)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_HELLO};
    struct staith_buf bytes;
    message.as.hello.protocol_min = 1;
    message.as.hello.protocol_max = protocol;
    message.as.hello.epoch = fixture->durham.epoch;
    message.as.hello.nonce = 5;
    message.as.hello.words = words;
    message.as.hello.heard_epoch = epoch;
    message.as.hello.heard = heard;
    staith_buf_init(&bytes, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_message_pack(&message, &bytes), 0);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_true(fixture->answer_count > 0);
    assert_int_equal(fixture->answers[0].kind, STAITH_MESSAGE_WELCOME);
}

static void acceptance_is_told_in_order(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    open_with_key(fixture, &region);
    ingest_fixture_bring(fixture, &fixture->durham, 2);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 3, STAITH_STORE_SENT_BACK, &bad, NULL), 0);
    hello(fixture, 2, true, 0, 0);
    assert_int_equal(fixture->answer_count, 4);
    uint64_t epoch = fixture->answers[1].as.record.epoch;
    assert_true(epoch != 0);
    for (size_t i = 1; i <= 3; i++) {
        const struct staith_record *word = &fixture->answers[i].as.record;
        assert_int_equal(fixture->answers[i].kind, STAITH_MESSAGE_WORD);
        assert_int_equal(word->number, i);
        assert_true(word->epoch == epoch);
        assert_string_equal(word->authority, "840");
        assert_int_equal(word->kind, STAITH_RECORD_VERDICT);
        if (i > 1) {
            assert_memory_equal(word->previous, fixture->answers[i - 1].as.record.hash,
                                STAITH_HASH_BYTES);
        }
    }
    /* what was heard is not said again, and what was lost is */
    hello(fixture, 2, true, epoch, 2);
    assert_int_equal(fixture->answer_count, 2);
    assert_int_equal(fixture->answers[1].as.record.number, 3);
    hello(fixture, 2, true, epoch, 3);
    assert_int_equal(fixture->answer_count, 1);
    /* of another epoch nothing counts */
    hello(fixture, 2, true, epoch + 1, 3);
    assert_int_equal(fixture->answer_count, 4);
}

/* To an older council, and to one that does not ask, nothing is said that it cannot read. */
static void who_is_told(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    open_with_key(fixture, &region);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    ingest_fixture_bring(fixture, &fixture->other, 1);
    hello(fixture, 1, true, 0, 0);
    assert_int_equal(fixture->answer_count, 1);
    hello(fixture, 2, false, 0, 0);
    assert_int_equal(fixture->answer_count, 1);
    hello(fixture, 2, true, 0, 0);
    assert_int_equal(fixture->answer_count, 2); /* its own alone */
}

/* What waits is not judged yet, and a region without a key says nothing. */
static void when_nothing_is_told(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    const struct staith_ingest_dataset wait = {"", true, false};
    ingest_fixture_bring(fixture, &fixture->other, 1); /* without a key */
    open_with_key(fixture, &region);
    assert_int_equal(staith_ingest_set_datasets(fixture->ingest, NULL, 0, &wait), 0);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    hello(fixture, 2, true, 0, 0);
    assert_int_equal(fixture->answer_count, 1);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 2, STAITH_STORE_SENT_BACK, &bad, NULL), 0);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 2, STAITH_STORE_SENT_BACK, &bad, NULL),
        STAITH_ERR_STATE); /* and is not told twice */
    hello(fixture, 2, true, 0, 0);
    assert_int_equal(fixture->answer_count, 2);
}

/* However much there is to say, an answer is bounded; the next hello brings the rest. */
static void an_answer_is_bounded(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    open_with_key(fixture, &region);
    ingest_fixture_bring(fixture, &fixture->durham, STAITH_INGEST_WORDS + 3);
    hello(fixture, 2, true, 0, 0);
    assert_int_equal(fixture->answer_count, 1 + STAITH_INGEST_WORDS);
    uint64_t epoch = fixture->answers[1].as.record.epoch;
    hello(fixture, 2, true, epoch, STAITH_INGEST_WORDS);
    assert_int_equal(fixture->answer_count, 1 + 3);
}

/* What a council's protocol does not have is not sent, nor what is behind it: its chain has no gap.
 */
static void a_newer_kind_waits_for_a_newer_council(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    open_with_key(fixture, &region);
    ingest_fixture_bring(fixture, &fixture->durham, 1); /* word 1: accepted */
    const struct staith_ingest_options options = {
        .store = fixture->store, .outside = &fixture->outside, .signing_key = region.secret_key};
    static const char *const columns[] = {"role"};
    const struct staith_handout none = {.name = "caps", .column_count = 1, .columns = columns};
    struct staith_buf payload;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_handout(&none, &payload), 0);
    assert_int_equal(staith_ingest_begin(fixture->ingest, NULL), 0);
    assert_int_equal(
        staith_ingest_tell(&options, "840", STAITH_RECORD_HANDOUT, &payload, &fixture->err), 0);
    ingest_fixture_commit(fixture);
    staith_buf_deinit(&payload);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 2, STAITH_STORE_SENT_BACK, &bad, NULL), 0);
    hello(fixture, 2, true, 0, 0);
    assert_int_equal(fixture->answer_count, 2);
    assert_int_equal(fixture->answers[1].as.record.number, 1);
    uint64_t epoch = fixture->answers[1].as.record.epoch;
    hello(fixture, 2, true, epoch, 1);
    assert_int_equal(fixture->answer_count, 1);
    hello(fixture, 3, true, epoch, 1);
    assert_int_equal(fixture->answer_count, 3);
    assert_int_equal(fixture->answers[1].as.record.kind, STAITH_RECORD_HANDOUT);
    assert_int_equal(fixture->answers[2].as.record.kind, STAITH_RECORD_VERDICT);
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, ingest_fixture_setup, ingest_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(acceptance_is_told_in_order),
        CASE(who_is_told),
        CASE(when_nothing_is_told),
        CASE(an_answer_is_bounded),
        CASE(a_newer_kind_waits_for_a_newer_council),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
