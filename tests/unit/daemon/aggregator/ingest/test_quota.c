/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/internal.h"
#include "ingest_fixture.h"

static struct staith_wire_peer peer_of(uint8_t number)
{
    return (struct staith_wire_peer){.len = 5, .id = {0, number, 2, 3, 4}};
}

static uint64_t allowed(const struct staith_ingest_quota *quota,
                        struct staith_ingest_connections *connections, uint8_t number, size_t len,
                        int64_t now_ms, uint64_t tries, unsigned *ret_said)
{
    const struct staith_wire_peer peer = peer_of(number);
    uint64_t count = 0;
    *ret_said = 0;
    for (uint64_t i = 0; i < tries; i++) {
        bool say = false;
        count += staith_ingest_quota_allows(quota, connections, &peer, len, now_ms, &say) ? 1 : 0;
        *ret_said += say ? 1 : 0;
    }
    return count;
}

/* Ten seconds' worth at once, then what time brings; told once a second. */
static void a_connection_has_its_rate(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {100, 1000000};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    assert_int_equal(allowed(&quota, &connections, 1, 10, 5000, 2000, &said), 1000);
    assert_int_equal(said, 1);
    assert_int_equal(allowed(&quota, &connections, 1, 10, 5010, 10, &said), 1);
    assert_int_equal(said, 0);
    assert_int_equal(allowed(&quota, &connections, 1, 10, 6010, 200, &said), 100);
    assert_int_equal(said, 1);
    assert_int_equal(allowed(&quota, &connections, 1, 10, 3600000, 2000, &said), 1000);
    assert_int_equal(allowed(&quota, &connections, 1, 10, 0, 5, &said), 0); /* a clock set back */
}

static void bytes_count_too(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {1000, 1000};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    assert_int_equal(allowed(&quota, &connections, 1, 3000, 0, 10, &said), 3);
    assert_int_equal(allowed(&quota, &connections, 1, 1000, 0, 10, &said), 1);
    assert_int_equal(allowed(&quota, &connections, 1, 1, 0, 1, &said), 0);
}

/* Three connections have their own; however many more there are, they have one's together, and each
 * of them no more than its lane, which is a thirty-second of it. */
static void connections_of_a_council(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {320, 1000000};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    uint64_t all = 0;
    for (uint8_t number = 1; number <= 3; number++) {
        assert_int_equal(allowed(&quota, &connections, number, 10, 0, 5000, &said), 3200);
    }
    assert_int_equal(allowed(&quota, &connections, 4, 10, 0, 500, &said), 100);
    assert_int_equal(said, 1);
    for (uint8_t number = 5; number < 250; number++) {
        all += allowed(&quota, &connections, number, 10, 0, 500, &said);
    }
    assert_int_equal(all, 3200 - 100);
    assert_int_equal(allowed(&quota, &connections, 4, 10, 1000, 500, &said), 10); /* a second's */
}

/* A lane that holds less than a message takes one all the same, and pays for it. */
static void a_lane_takes_a_long_message(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {3200, 3200};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    for (uint8_t number = 1; number <= 3; number++) {
        (void)allowed(&quota, &connections, number, 1, 0, 1, &said);
    }
    assert_int_equal(allowed(&quota, &connections, 4, 3000, 0, 5, &said), 1); /* 1,000 are there */
    assert_int_equal(allowed(&quota, &connections, 4, 1, 9999, 1, &said), 0);
    assert_int_equal(allowed(&quota, &connections, 4, 1, 20100, 1, &said), 1);
}

/* Who connects anew, again and again, has what a council has in all and no more: the seats that it
 * left behind are given on as empty as it left them, and the lanes with them. */
static void reconnecting_wins_nothing(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {100, 1000000};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    uint64_t all = 0;
    for (int64_t second = 0; second < 60; second++) {
        for (uint8_t number = 0; number < 50; number++) {
            const uint8_t fresh = (uint8_t)((second * 50 + number) % 251);
            all += allowed(&quota, &connections, fresh, 10, second * 1000, 100, &said);
        }
    }
    assert_in_range(all, 4 * 100 * 10, 4 * 100 * (60 + 10));
}

/* A seat is its connection's while that speaks, at least every 30 s. */
static void a_seat_is_kept(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {320, 1000000};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    for (uint8_t number = 1; number <= 3; number++) {
        assert_int_equal(allowed(&quota, &connections, number, 10, 0, 5000, &said), 3200);
    }
    assert_int_equal(allowed(&quota, &connections, 1, 10, 29000, 1, &said), 1);
    assert_int_equal(allowed(&quota, &connections, 4, 10, 29999, 5000, &said), 100); /* a lane */
    assert_int_equal(allowed(&quota, &connections, 5, 10, 30000, 5000, &said), 3200);
    assert_int_equal(allowed(&quota, &connections, 6, 10, 30000, 5000, &said), 3200);
    assert_int_equal(allowed(&quota, &connections, 7, 10, 30000, 5000, &said), 100);
    assert_int_equal(allowed(&quota, &connections, 1, 10, 30000, 5000, &said), 3200);
}

static void rank(const struct staith_ingest_quota *quota,
                 struct staith_ingest_connections *connections, uint8_t number,
                 enum staith_ingest_rank what, int64_t now_ms)
{
    const struct staith_wire_peer peer = peer_of(number);
    staith_ingest_quota_rank(quota, connections, &peer, what, now_ms);
}

static bool has_seat(const struct staith_ingest_connections *connections, uint8_t number)
{
    bool has = false;
    for (size_t i = 0; i < STAITH_INGEST_SEATS; i++) {
        has = has || (connections->seats[i].rank != STAITH_INGEST_NOBODY &&
                      connections->seats[i].peer.id[1] == number);
    }
    return has;
}

/* Who knows the ledger goes before who does not, and who signed before all; what was used of a seat
 * stays used. */
static void the_councils_own_goes_first(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {100, 1000000};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    for (uint8_t number = 1; number <= 3; number++) {
        assert_int_equal(allowed(&quota, &connections, number, 10, number, 5000, &said), 1000);
    }
    const struct staith_wire_peer fourth = peer_of(4);
    assert_true(staith_ingest_quota_asks(&quota, &connections, &fourth));
    rank(&quota, &connections, 4, STAITH_INGEST_KNOWN, 101);
    assert_false(has_seat(&connections, 1)); /* silent longest */
    assert_false(staith_ingest_quota_asks(&quota, &connections, &fourth));
    assert_int_equal(allowed(&quota, &connections, 4, 10, 101, 50, &said), 10);
    rank(&quota, &connections, 5, STAITH_INGEST_KNOWN, 102);
    rank(&quota, &connections, 6, STAITH_INGEST_KNOWN, 103);
    rank(&quota, &connections, 7, STAITH_INGEST_KNOWN, 104); /* none is left for it */
    assert_true(has_seat(&connections, 4) && has_seat(&connections, 5) &&
                has_seat(&connections, 6));
    rank(&quota, &connections, 7, STAITH_INGEST_SIGNED, 105);
    assert_true(has_seat(&connections, 7) && !has_seat(&connections, 4));
    rank(&quota, &connections, 5, STAITH_INGEST_SIGNED, 106);
    rank(&quota, &connections, 8, STAITH_INGEST_SIGNED, 107); /* of the one that did not sign */
    assert_true(has_seat(&connections, 7) && has_seat(&connections, 5) &&
                !has_seat(&connections, 6));
}

static void no_quota_is_none(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {0, 0};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    assert_int_equal(allowed(&quota, &connections, 1, 100000, 0, 5000, &said), 5000);
}

/* Through ingest: what is beyond is not read, the council is told why, and so are the region's
 * operators; another council is not touched, and what was not read is taken when it comes again. */
static void the_region_says_so(void **state)
{
    struct ingest_fixture *fixture = *state;
    const struct staith_ingest_quota quota = {10, 10000000};
    struct staith_ingest_heard heard;
    struct staith_buf bytes;
    enum staith_refusal reason = STAITH_REFUSAL_VERSION;
    int told = 0;
    staith_ingest_set_quota(fixture->ingest, &quota);
    for (int i = 0; i < 120; i++) {
        const struct staith_wire_peer peer = {.len = 3, .id = {'8', '4', '0'}};
        assert_true(staith_ingest_admits(fixture->ingest, &peer, "840", (const uint8_t *)"x", 1) ==
                    (i < 100));
        fixture->answer_count = 0;
        assert_int_equal(staith_ingest_commit(fixture->ingest, &fixture->err), 0);
        if (fixture->answer_count == 1) {
            reason = fixture->answers[0].as.refusal.reason;
            told += reason == STAITH_REFUSAL_QUOTA ? 1 : 0;
        }
    }
    assert_int_equal(told, 1);
    assert_int_equal(reason, STAITH_REFUSAL_QUOTA);
    assert_true(staith_ingest_heard(fixture->ingest, "840", &heard));
    assert_true(heard.over_quota == 20);
    assert_non_null(strstr(heard.refusal, "more was sent than the region takes"));
    assert_non_null(strstr(heard.refusal, "10 messages"));
    fixture->answer_count = 0;
    exchange_say_catalogue(&fixture->other, &bytes);
    ingest_fixture_hear(fixture, "390", &bytes);
    assert_int_equal(staith_ingest_commit(fixture->ingest, &fixture->err), 0);
    assert_int_equal(fixture->answer_count, 1);
    assert_int_equal(fixture->answers[0].kind, STAITH_MESSAGE_RECEIPT);
}

/* A hello that names the ledger's epoch is seen whatever else came over the council's key, by a
 * region that has a record of it; of another epoch it is as any message. */
static void the_epoch_is_known(void **state)
{
    struct ingest_fixture *fixture = *state;
    const struct staith_ingest_quota quota = {10, 10000000};
    struct staith_wire_peer peer = {.len = 2, .id = {'x', 0}};
    struct staith_buf hello;
    struct staith_buf other;
    struct staith_buf bytes;
    exchange_say_catalogue(&fixture->durham, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_int_equal(staith_ingest_commit(fixture->ingest, &fixture->err), 0);
    staith_ingest_set_quota(fixture->ingest, &quota);
    for (int i = 0; i < 4800; i++) { /* shouted over forty connections */
        peer.id[1] = (uint8_t)(i % 40);
        (void)staith_ingest_admits(fixture->ingest, &peer, "840", (const uint8_t *)"x", 1);
    }
    exchange_pack_hello(fixture->durham.epoch, 1, 7, &hello);
    exchange_pack_hello(fixture->durham.epoch + 1, 1, 7, &other);
    fixture->passed_ms = 200; /* a seat has two by now, a lane none */
    peer.id[1] = 100;
    assert_false(staith_ingest_admits(fixture->ingest, &peer, "840", other.data, other.len));
    peer.id[1] = 101;
    assert_true(staith_ingest_admits(fixture->ingest, &peer, "840", hello.data, hello.len));
    assert_true(staith_ingest_admits(fixture->ingest, &peer, "840", hello.data, hello.len));
    assert_false(staith_ingest_admits(fixture->ingest, &peer, "840", hello.data, hello.len));
    staith_buf_deinit(&hello);
    staith_buf_deinit(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_has_its_rate),
        cmocka_unit_test(bytes_count_too),
        cmocka_unit_test(connections_of_a_council),
        cmocka_unit_test(a_lane_takes_a_long_message),
        cmocka_unit_test(reconnecting_wins_nothing),
        cmocka_unit_test(a_seat_is_kept),
        cmocka_unit_test(the_councils_own_goes_first),
        cmocka_unit_test(no_quota_is_none),
        cmocka_unit_test_setup_teardown(the_region_says_so, ingest_fixture_setup,
                                        ingest_fixture_teardown),
        cmocka_unit_test_setup_teardown(the_epoch_is_known, ingest_fixture_setup,
                                        ingest_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
