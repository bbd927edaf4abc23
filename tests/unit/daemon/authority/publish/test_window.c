/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is sent when: the credit in messages is tested with the publisher; here the credit in bytes,
 * and a region of an older protocol.
 */
#include "publisher_fixture.h"

#include <cmocka.h>

static void welcome_with(struct scene *scene, uint64_t committed, uint32_t protocol,
                         uint64_t credit_bytes)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_WELCOME};
    message.as.welcome.protocol = protocol;
    message.as.welcome.epoch = staith_ledger_epoch(scene->ledger);
    message.as.welcome.committed = committed;
    message.as.welcome.credit_messages = 64;
    message.as.welcome.credit_bytes = credit_bytes;
    message.as.welcome.nonce = last_hello(scene)->as.hello.nonce;
    if (committed > 0) {
        assert_int_equal(
            staith_ledger_hash(scene->ledger, committed, message.as.welcome.committed_hash), 0);
    }
    hear(scene, &message);
}

static void test_credit_in_bytes(void **state)
{
    struct scene *scene = *state;
    append(scene, 3);
    staith_publisher_start(scene->publisher);
    welcome_with(scene, 0, STAITH_PROTOCOL_VERSION, 1); /* less than any record: one at a time */
    expect_sent(scene, 1, "1");
    receipt(scene, 1, false);
    expect_sent(scene, 1, "1 2");
    receipt(scene, 2, false);
    expect_sent(scene, 1, "1 2 3");
}

/* A region that takes nothing for now gets nothing, and all of it when it gives credit. */
static void test_no_credit(void **state)
{
    struct scene *scene = *state;
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    welcome(scene, 0, 0);
    expect_sent(scene, 1, "");
    scene->now_ms += 10000;
    staith_publisher_on_time(scene->publisher);
    const size_t from = scene->sent;
    welcome(scene, 0, 64);
    expect_sent(scene, from, "1 2 3");
}

static void append_notice(struct scene *scene)
{
    const struct staith_notice notice = {.kind = STAITH_NOTICE_WITHDRAWAL,
                                         .authority = "840",
                                         .dataset = "csww",
                                         .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                         .reason = "wrong"};
    const struct staith_ledger_note note = {
        .source_name = "", .approved_by = "Ann Lee", .decision_json = "{}"};
    uint64_t number = 0;
    assert_int_equal(staith_ledger_append_notice(scene->ledger, &notice, &note, &number, NULL), 0);
}

/* An older region would refuse a notice for good, and the chain would have a hole there: it waits,
 * with all behind it, and goes when the region speaks protocol 2. */
static void test_a_notice_waits_for_protocol_2(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    append_notice(scene); /* record 3 */
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    assert_int_equal(scene->messages[0].as.hello.protocol_min, 1);
    assert_int_equal(scene->messages[0].as.hello.protocol_max, 3);
    welcome_with(scene, 0, 1, 1 << 20);
    expect_sent(scene, 1, "1 2");
    receipt(scene, 2, false);
    expect_sent(scene, 1, "1 2");
    assert_string_equal(scene->state.error,
                        "the region's staith-aggregator is too old: record 3 is a notice, which "
                        "needs protocol 2; it and those behind it wait");
    scene->now_ms += 60000;
    staith_publisher_on_time(scene->publisher);
    size_t from = scene->sent;
    welcome_with(scene, 2, 2, 1 << 20);
    expect_sent(scene, from, "3 4");
    receipt(scene, 4, false);
    assert_int_equal(kept(scene), 4);
}

/* A region may choose among what was offered, and nothing else. */
static void test_a_protocol_that_was_not_offered(void **state)
{
    struct scene *scene = *state;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    welcome_with(scene, 0, 4, 1 << 20);
    assert_int_equal(scene->sent, 1);
    assert_int_equal(scene->state.phase, STAITH_PUBLISHER_REFUSED);
    assert_string_equal(scene->state.error, "the region chose a protocol that was not offered");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_credit_in_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_credit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_notice_waits_for_protocol_2, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_protocol_that_was_not_offered, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
