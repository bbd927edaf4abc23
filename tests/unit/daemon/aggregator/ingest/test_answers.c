/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/internal.h"
#include "ingest_fixture.h"

#include <cmocka.h>

static struct staith_wire_peer peer_of(uint8_t id)
{
    struct staith_wire_peer peer = {.len = 1};
    peer.id[0] = id;
    return peer;
}

static struct staith_ingest_options options_of(struct ingest_fixture *fixture)
{
    const struct staith_ingest_options options = {
        .store = fixture->store,
        .outside = &fixture->outside,
        .send = ingest_fixture_sent,
        .ctx = fixture,
    };
    return options;
}

static void test_receipts_of_one_peer_become_one(void **state)
{
    struct ingest_fixture *fixture = *state;
    const struct staith_ingest_options options = options_of(fixture);
    struct staith_ingest_answers *answers = staith_ingest_answers_new();
    const struct staith_ingest_verdict verdict = {STAITH_REFUSAL_CONTENT, "cell 3"};
    const struct staith_message hello = {.as.hello = {.epoch = 11, .nonce = 77}};
    struct staith_wire_peer a = peer_of(1);
    struct staith_wire_peer b = peer_of(2);
    assert_non_null(answers);
    assert_true(staith_ingest_answers_receipt(answers, &a, "840", 11, false));
    assert_true(staith_ingest_answers_receipt(answers, &b, "390", 22, false));
    assert_true(staith_ingest_answers_receipt(answers, &a, "840", 11, true));
    assert_true(staith_ingest_answers_receipt(answers, &a, "840", 12, false));
    assert_true(staith_ingest_answers_welcome(answers, &a, "840", &hello, 1));
    assert_true(staith_ingest_answers_refusal(answers, &b, 22, 9, &verdict));
    assert_int_equal(staith_ingest_answers_send(answers, &options, NULL), 0);
    assert_int_equal(fixture->answer_count, 5);
    ingest_fixture_expect_refusal(fixture, 0, 9, STAITH_REFUSAL_CONTENT);
    assert_string_equal(fixture->answers[0].as.refusal.detail, "cell 3");
    ingest_fixture_expect_receipt(fixture, 1, 0, true);
    ingest_fixture_expect_receipt(fixture, 2, 0, false);
    ingest_fixture_expect_receipt(fixture, 3, 0, false);
    assert_int_equal(fixture->answers[4].as.welcome.nonce, 77);
    assert_int_equal(fixture->answers[4].as.welcome.protocol, 1);
    assert_int_equal(staith_ingest_answers_send(answers, &options, NULL), 0);
    assert_int_equal(fixture->answer_count, 5); /* each is sent once */
    staith_ingest_answers_free(answers);
}

static void test_a_batch_is_the_most(void **state)
{
    (void)state;
    struct staith_ingest_answers *answers = staith_ingest_answers_new();
    const struct staith_ingest_verdict verdict = {STAITH_REFUSAL_CONTENT, ""};
    const struct staith_message hello = {.as.hello = {.epoch = 11, .nonce = 1}};
    struct staith_wire_peer peer = peer_of(1);
    assert_non_null(answers);
    for (int i = 0; i < STAITH_INGEST_BATCH; i++) {
        assert_true(staith_ingest_answers_welcome(answers, &peer, "840", &hello, 2));
        assert_true(staith_ingest_answers_refusal(answers, &peer, 11, 1, &verdict));
    }
    assert_false(staith_ingest_answers_welcome(answers, &peer, "840", &hello, 2));
    assert_false(staith_ingest_answers_receipt(answers, &peer, "840", 11, true));
    assert_false(staith_ingest_answers_refusal(answers, &peer, 11, 1, &verdict));
    staith_ingest_answers_clear(answers);
    assert_true(staith_ingest_answers_receipt(answers, &peer, "840", 11, true));
    staith_ingest_answers_free(answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_receipts_of_one_peer_become_one, ingest_fixture_setup,
                                        ingest_fixture_teardown),
        cmocka_unit_test(test_a_batch_is_the_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
