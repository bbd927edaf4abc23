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

/* A second connection with the same key has its own; however many there are, they have four times
 * one's together. */
static void connections_of_a_council(void **state)
{
    (void)state;
    const struct staith_ingest_quota quota = {100, 1000000};
    struct staith_ingest_connections connections = {0};
    unsigned said = 0;
    uint64_t all = 0;
    assert_int_equal(allowed(&quota, &connections, 1, 10, 0, 5000, &said), 1000);
    assert_int_equal(allowed(&quota, &connections, 2, 10, 0, 500, &said), 500);
    for (uint8_t number = 3; number < 250; number++) {
        all += allowed(&quota, &connections, number, 10, 0, 50, &said);
    }
    assert_int_equal(all, 4000 - 1500);
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
        assert_true(staith_ingest_admits(fixture->ingest, &peer, "840", 1) == (i < 100));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_has_its_rate),
        cmocka_unit_test(bytes_count_too),
        cmocka_unit_test(connections_of_a_council),
        cmocka_unit_test(no_quota_is_none),
        cmocka_unit_test_setup_teardown(the_region_says_so, ingest_fixture_setup,
                                        ingest_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
