/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/db.h"
#include "store_fixture.h"

struct seen {
    size_t count;
    struct staith_store_shown shown[8];
    uint32_t cells[8];
};

static int see(void *ctx, const struct staith_store_shown *shown)
{
    struct seen *seen = ctx;
    assert_true(seen->count < 8);
    seen->cells[seen->count] = staith_release_cell_count(shown->release);
    seen->shown[seen->count++] = *shown;
    return 0;
}

static int stop(void *ctx, const struct staith_store_shown *shown)
{
    (void)shown;
    *(int *)ctx += 1;
    return 17;
}

static void releases_come_by_period_and_council(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(7)),
        store_fixture_cell("vacancy_fte", staith_value_exact(8)),
    };
    struct seen seen = {0};
    int calls = 0;
    assert_int_equal(store_fixture_put(fixture, "841", 1, 1, 2025, cells, 1), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, cells, 2), 0);
    assert_int_equal(store_fixture_put(fixture, "841", 1, 2, 2024, cells, 2), 0);
    assert_int_equal(staith_store_each_shown(fixture->store, STAITH_SQL_SHOWN, "csww", see, &seen,
                                             &fixture->err),
                     0);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.shown[0].period.year, 2024);
    assert_string_equal(seen.shown[1].authority, "840");
    assert_string_equal(seen.shown[2].authority, "841");
    assert_int_equal(seen.shown[0].number, 2);
    assert_int_equal(seen.shown[0].received_unix_ms, 1000);
    assert_int_equal(seen.cells[1], 2);
    assert_int_equal(seen.cells[2], 1);
    assert_false(seen.shown[0].withdrawn);
    assert_int_equal(staith_store_each_shown(fixture->store, STAITH_SQL_SHOWN, "csww", stop, &calls,
                                             &fixture->err),
                     17);
    assert_int_equal(calls, 1);
}

/* Bytes that are no release are damage, by name, and no figure. */
static void what_cannot_be_read_is_named(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    struct staith_release *release = store_fixture_release("840", 2025, &cell, 1);
    struct staith_store_record record = store_fixture_carry("840", 1, 1, release);
    struct seen seen = {0};
    record.payload_len -= 1;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_release(fixture->store, &record, release,
                                              STAITH_STORE_ACCEPTED, &fixture->err),
                     0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    staith_release_free(release);
    assert_int_equal(staith_store_each_shown(fixture->store, STAITH_SQL_SHOWN, "csww", see, &seen,
                                             &fixture->err),
                     STAITH_ERR_IO);
    assert_int_equal(seen.count, 0);
    assert_non_null(strstr(fixture->err.what, "release 1 of council 840"));
    assert_true(fixture->err.remedy[0] != '\0');
}

static void withdrawn_has_no_value(void **state)
{
    (void)state;
    struct staith_store_shown shown = {.withdrawn = false};
    const struct staith_release_cell cell = {
        .measure = "agency_fte", .value = {STAITH_STATUS_VALUE, 10, 8, 12}, .reason = "said"};
    struct staith_value value;
    char reason[64];
    staith_store_shown_value(&shown, &cell, &value, reason);
    assert_int_equal(value.status, STAITH_STATUS_VALUE);
    assert_int_equal(value.hi, 12);
    assert_string_equal(reason, "said");
    shown.withdrawn = true;
    staith_store_shown_value(&shown, &cell, &value, reason);
    assert_int_equal(value.status, STAITH_STATUS_UNAVAILABLE);
    assert_int_equal(value.value, 0);
    assert_int_equal(value.lo, 0);
    assert_int_equal(value.hi, 0);
    assert_string_equal(reason, "withdrawn");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(releases_come_by_period_and_council, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_named, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test(withdrawn_has_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
