/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

#include "standing_case.h"

static int put_catalogue(struct store_fixture *fixture, const char *authority, uint64_t number,
                         uint8_t hash, const char *payload)
{
    struct staith_measure measures[] = {{"agency_fte", "Agency workers", "FTE of them", 2, 1}};
    uint16_t denominators[] = {0};
    struct staith_indicator indicators[] = {{.code = "agency_rate_fte",
                                             .label = "Agency rate",
                                             .unit_label = "%",
                                             .scale = 100,
                                             .decimals = 1,
                                             .denominator_count = 1,
                                             .denominators = denominators}};
    struct staith_catalogue catalogue = {.dataset = "csww",
                                         .plugin = "workforce",
                                         .plugin_version = "1.0.0",
                                         .measure_count = 1,
                                         .indicator_count = 1,
                                         .measures = measures,
                                         .indicators = indicators};
    struct staith_store_record record = store_fixture_record(authority, 1, number);
    record.kind = 1;
    record.payload = (const uint8_t *)payload;
    record.payload_len = strlen(payload);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    int code = staith_store_put_catalogue(fixture->store, &record, store_fixture_hash(hash),
                                          &catalogue, STAITH_STORE_CATALOGUE_LEADS, &fixture->err);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    return code;
}

static void catalogues_by_hash_and_newest(void **state)
{
    struct store_fixture *fixture = *state;
    uint8_t *bytes = NULL;
    size_t len = 0;
    assert_int_equal(staith_store_newest_catalogue(fixture->store, "csww", &bytes, &len),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(put_catalogue(fixture, "840", 1, 50, "first"), 0);
    assert_int_equal(put_catalogue(fixture, "840", 2, 51, "second"), 0);
    assert_int_equal(put_catalogue(fixture, "841", 1, 50, "first"), 0); /* known already */
    assert_int_equal(staith_store_newest_catalogue(fixture->store, "csww", &bytes, &len), 0);
    assert_int_equal(len, 6);
    assert_memory_equal(bytes, "second", 6);
    free(bytes);
    assert_int_equal(staith_store_catalogue(fixture->store, store_fixture_hash(50), &bytes, &len),
                     0);
    assert_int_equal(len, 5);
    assert_memory_equal(bytes, "first", 5);
    free(bytes);
    assert_int_equal(staith_store_catalogue(fixture->store, store_fixture_hash(52), &bytes, &len),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_store_newest_catalogue(fixture->store, "other", &bytes, &len),
                     STAITH_ERR_NOTFOUND);
}

static int stop_at_first(void *ctx, const struct staith_store_figure *figure)
{
    (void)figure;
    *(int *)ctx += 1;
    return 17;
}

static void headlines_carry_everything_in_order(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("vacancy_fte", staith_value_exact(4100000)),
        store_fixture_cell("leavers_fte", staith_value_status(STAITH_STATUS_UNRELIABLE)),
    };
    cells[1].reason = "withdrawn";
    fixture->now = 5000;
    assert_int_equal(store_fixture_put(fixture, "841", 1, 1, 2025, cells, 2), 0);
    assert_int_equal(store_fixture_put(fixture, "841", 1, 2, 2024, cells, 1), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, cells, 1), 0);
    struct store_fixture_figures figures = store_fixture_headlines(fixture->store);
    assert_int_equal(figures.count, 4);
    assert_int_equal(figures.figures[0].period.year, 2024);
    assert_string_equal(figures.figures[1].authority, "840");
    const struct staith_store_figure *leavers = &figures.figures[2];
    assert_string_equal(leavers->measure, "leavers_fte");
    assert_string_equal(leavers->reason, "withdrawn");
    assert_int_equal(leavers->value.status, STAITH_STATUS_UNRELIABLE);
    assert_int_equal(leavers->received_unix_ms, 5000);
    assert_int_equal(leavers->number, 1);
    assert_int_equal(figures.figures[3].value.value, 4100000);
    int calls = 0;
    assert_int_equal(
        staith_store_headlines(fixture->store, "csww", stop_at_first, &calls, &fixture->err), 17);
    assert_int_equal(calls, 1);
}

struct arrivals {
    size_t count;
    struct staith_store_arrival items[4];
};

static int collect_arrival(void *ctx, const struct staith_store_arrival *arrival)
{
    struct arrivals *arrivals = ctx;
    arrivals->items[arrivals->count++] = *arrival;
    return 0;
}

static void arrivals_count_what_came(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(1));
    struct staith_store_record stranger = store_fixture_record("999", 4, 1);
    assert_int_equal(put_catalogue(fixture, "840", 1, 50, "first"), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 2, 2025, &cell, 1), 0);
    fixture->now = 9000;
    assert_int_equal(store_fixture_put(fixture, "840", 1, 3, 2024, &cell, 1), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(
        staith_store_quarantine(fixture->store, &stranger, "unsigned", "", false, &fixture->err),
        0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    struct arrivals arrivals = {0};
    assert_int_equal(
        staith_store_arrivals(fixture->store, collect_arrival, &arrivals, &fixture->err), 0);
    assert_int_equal(arrivals.count, 2);
    assert_string_equal(arrivals.items[0].authority, "840");
    assert_int_equal(arrivals.items[0].epoch, 1);
    assert_int_equal(arrivals.items[0].records, 3);
    assert_int_equal(arrivals.items[0].releases, 2);
    assert_int_equal(arrivals.items[0].quarantined, 0);
    assert_string_equal(arrivals.items[0].newest_period, "2025");
    assert_int_equal(arrivals.items[0].newest_unix_ms, 9000);
    assert_string_equal(arrivals.items[1].authority, "999");
    assert_int_equal(arrivals.items[1].records, 0);
    assert_int_equal(arrivals.items[1].quarantined, 1);
    assert_int_equal(arrivals.items[1].newest_unix_ms, 0);
    assert_string_equal(arrivals.items[1].newest_period, "");
}

/** Codes as they come, joined; stops at the wanted one. */
struct codes {
    char text[64];
    const char *last;
};

static int add_code(void *ctx, const char *dataset)
{
    struct codes *codes = ctx;
    size_t len = strlen(codes->text);
    (void)snprintf(codes->text + len, sizeof(codes->text) - len, "%s ", dataset);
    return codes->last != NULL && strcmp(codes->last, dataset) == 0 ? 7 : 0;
}

static void datasets_that_can_be_shown(void **state)
{
    struct store_fixture *fixture = *state;
    struct codes codes = {.text = ""};
    assert_int_equal(staith_store_datasets(fixture->store, add_code, &codes, &fixture->err), 0);
    assert_string_equal(codes.text, "");
    assert_int_equal(put_catalogue(fixture, "840", 1, 1, "a"), 0);
    assert_int_equal(staith_store_datasets(fixture->store, add_code, &codes, &fixture->err), 0);
    assert_string_equal(codes.text, "csww ");
    codes.last = "csww";
    assert_int_equal(staith_store_datasets(fixture->store, add_code, &codes, &fixture->err), 7);
}

/* A council sees what it embargoed; nobody else does, and it not of others. */
static void own_under_embargo(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    standing_put(fixture, 1, 2025, 10, STAITH_STORE_ACCEPTED);
    standing_say(fixture, 2, STAITH_NOTICE_EMBARGO, 2025, 5000);
    standing_put(fixture, 3, 2025, 20, STAITH_STORE_ACCEPTED);
    standing_put(fixture, 4, 2024, 4, STAITH_STORE_WAITS); /* for an officer: not yet its own */
    assert_int_equal(store_fixture_put(fixture, "841", 1, 1, 2023, &cell, 1), 0);
    standing_shows(fixture, 2025, 10);
    staith_store_set_own(fixture->store, "840");
    standing_shows(fixture, 2025, 20);
    standing_shows(fixture, 2024, STANDING_NOTHING);
    standing_shows(fixture, 2023, 7);
    standing_say(fixture, 5, STAITH_NOTICE_WITHDRAWAL, 2025, 0);
    standing_shows(fixture, 2025, STANDING_WITHDRAWN);
    staith_store_set_own(fixture->store, "841");
    standing_shows(fixture, 2025, STANDING_WITHDRAWN);
    standing_shows(fixture, 2023, 7);
    staith_store_set_own(fixture->store, NULL);
    standing_shows(fixture, 2023, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(own_under_embargo, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(catalogues_by_hash_and_newest, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(headlines_carry_everything_in_order, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(datasets_that_can_be_shown, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(arrivals_count_what_came, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
