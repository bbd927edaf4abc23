/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/settings.h"
#include "ingest_fixture.h"

static const char SIGNING[] = "00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

static struct staith_config_region a_region(struct staith_config_area *council)
{
    static const char *endpoints[] = {"tcp://127.0.0.1:7440"};
    council->code = "390";
    council->signing_public_key = SIGNING;
    return (struct staith_config_region){
        .state_folder = "/a",
        .store = "/a",
        .control_socket = "/a/s",
        .transport_key_file = "/k",
        .endpoint_count = 1,
        .endpoints = endpoints,
        .council_count = 1,
        .councils = council,
        .quota_messages = 10,
        .quota_bytes = 1000000,
        .others = {.releases = "automatic", .catalogues = "automatic"}};
}

static void councils_and_quota_are_taken(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_config_area council = {0};
    struct staith_config_region config = a_region(&council);
    struct staith_ingest_heard heard;
    assert_int_equal(staith_ingest_take_settings(fixture->ingest, &config, &fixture->err), 0);
    assert_null(staith_ingest_signing_key(fixture->ingest, "840"));
    const uint8_t *key = staith_ingest_signing_key(fixture->ingest, "390");
    assert_non_null(key);
    assert_int_equal(key[0], 0);
    assert_int_equal(key[31], 0xaa);
    for (int i = 0; i < 101; i++) {
        const struct staith_wire_peer peer = {.len = 1, .id = {1}};
        assert_true(staith_ingest_admits(fixture->ingest, &peer, "390", (const uint8_t *)"x", 1) ==
                    (i < 100));
    }
    assert_true(staith_ingest_heard(fixture->ingest, "390", &heard));
    assert_true(heard.over_quota == 1);
    council.signing_public_key = "no key";
    assert_int_not_equal(staith_ingest_take_settings(fixture->ingest, &config, &fixture->err), 0);
}

static void what_needs_a_start(void **state)
{
    (void)state;
    struct staith_config_area council = {0};
    struct staith_config_region one = a_region(&council);
    struct staith_config_region other = one;
    assert_false(staith_ingest_needs_restart(&one, &other));
    other.quota_messages = 11;
    assert_false(staith_ingest_needs_restart(&one, &other));
    other.signing_key_file = "/s";
    assert_true(staith_ingest_needs_restart(&one, &other));
    other = one;
    other.store = "/b";
    assert_true(staith_ingest_needs_restart(&one, &other));
    static const char *elsewhere[] = {"tcp://127.0.0.1:7441"};
    other = one;
    other.endpoints = elsewhere;
    assert_true(staith_ingest_needs_restart(&one, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(councils_and_quota_are_taken, ingest_fixture_setup,
                                        ingest_fixture_teardown),
        cmocka_unit_test(what_needs_a_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
