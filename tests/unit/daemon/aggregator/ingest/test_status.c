/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/status.h"
#include "ingest_fixture.h"

#include <cmocka.h>

static const char *text_of(const json_t *councils, size_t at, const char *name)
{
    return json_string_value(json_object_get(json_array_get(councils, at), name));
}

static json_int_t number_of(const json_t *councils, size_t at, const char *name)
{
    return json_integer_value(json_object_get(json_array_get(councils, at), name));
}

/* One council sent, one said hello under a second ledger, one never came. */
static void test_each_council_has_its_state(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_config_area areas[] = {
        {.code = "390", .name = "Gateshead"},
        {.code = "840", .name = "County Durham"},
        {.code = "841", .name = "Darlington"},
    };
    const struct staith_config_region config = {.council_count = 3, .councils = areas};
    ingest_fixture_bring(fixture, &fixture->durham, 2);
    struct staith_buf bytes;
    exchange_pack_hello(99, 0, 1, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);

    json_t *councils = staith_ingest_status_councils(&config, fixture->store, fixture->ingest,
                                                     FIXTURE_NOW_MS + STAITH_INGEST_SILENT_MS);
    assert_int_equal(json_array_size(councils), 3);
    assert_string_equal(text_of(councils, 0, "code"), "390");
    assert_string_equal(text_of(councils, 0, "state"), "never");
    assert_int_equal(number_of(councils, 0, "newest_unix_ms"), 0);
    assert_string_equal(text_of(councils, 1, "name"), "County Durham");
    assert_string_equal(text_of(councils, 1, "state"), "connected");
    assert_string_equal(text_of(councils, 1, "epoch"), "000000000000000b");
    assert_int_equal(number_of(councils, 1, "records"), 3);
    assert_int_equal(number_of(councils, 1, "releases"), 2);
    assert_int_equal(number_of(councils, 1, "quarantined"), 0);
    assert_string_equal(text_of(councils, 1, "newest_period"), "2025");
    assert_int_equal(number_of(councils, 1, "newest_unix_ms"), FIXTURE_NOW_MS);
    assert_string_equal(text_of(councils, 1, "waiting_epoch"), "0000000000000063");
    assert_string_equal(text_of(councils, 2, "state"), "never");
    json_decref(councils);

    councils = staith_ingest_status_councils(&config, fixture->store, fixture->ingest,
                                             FIXTURE_NOW_MS + STAITH_INGEST_SILENT_MS + 1);
    assert_string_equal(text_of(councils, 1, "state"), "silent");
    json_decref(councils);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_council_has_its_state, ingest_fixture_setup,
                                        ingest_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
