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
    seen->cells[seen->count] = shown->cell_count;
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

static void put(struct store_fixture *fixture, const struct staith_store_record *record,
                const struct staith_release *release)
{
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_release(fixture->store, record, release,
                                              STAITH_STORE_ACCEPTED, &fixture->err),
                     0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

static void is_named(struct store_fixture *fixture, const char *what)
{
    struct seen seen = {0};
    assert_int_equal(staith_store_each_shown(fixture->store, STAITH_SQL_SHOWN, "csww", see, &seen,
                                             &fixture->err),
                     STAITH_ERR_IO);
    assert_int_equal(seen.count, 0);
    assert_non_null(strstr(fixture->err.what, what));
    assert_true(fixture->err.remedy[0] != '\0');
}

/* Bytes that are no release are damage, by name, and no figure: with the hash that was signed or
 * with the one that they would have. */
static void what_cannot_be_read_is_named(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    struct staith_release *release = store_fixture_release("840", 2025, &cell, 1);
    struct staith_store_record record = store_fixture_carry("840", 1, 1, release);
    record.payload_len -= 1;
    put(fixture, &record, release);
    is_named(fixture, "release 1 of council 840 cannot be read: its bytes are not those that");
    record.number = 2;
    record.previous = store_fixture_hash(1);
    store_fixture_sign(&record);
    put(fixture, &record, release);
    is_named(fixture, "release 2 of council 840 cannot be read: ");
    staith_release_free(release);
}

/* A figure that is another than the signed one, in bytes that are a release for all that: whatever
 * of the record changed is found. */
static void what_was_changed_is_named(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    struct staith_release *release = store_fixture_release("840", 2025, &cell, 1);
    struct staith_store_record record = store_fixture_carry("840", 1, 1, release);
    uint8_t *bytes = malloc(record.payload_len);
    assert_non_null(bytes);
    memcpy(bytes, record.payload, record.payload_len);
    record.payload = bytes;
    /* 7 stands as 14 three times: value, lo and hi */
    for (size_t i = 0, found = 0; i < record.payload_len; i++) {
        if (bytes[i] == 14) {
            bytes[i] = 16;
            found++;
        }
        assert_true(i + 1 < record.payload_len || found >= 3);
    }
    struct staith_release *other = NULL;
    assert_int_equal(staith_codec_unpack_release(bytes, record.payload_len, &other, &fixture->err),
                     0);
    assert_int_equal(staith_release_cell_at(other, 0).value.value, 8);
    put(fixture, &record, release);
    is_named(fixture, "release 1 of council 840 cannot be read: its bytes are not those that");
    staith_release_free(other);
    staith_release_free(release);
    free(bytes);
}

/* A row that says another period than the bytes do shows nothing. */
static void what_a_row_calls_otherwise_is_named(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    struct staith_release *signed_as = store_fixture_release("840", 2025, &cell, 1);
    struct staith_release *stored_as = store_fixture_release("840", 2024, &cell, 1);
    struct staith_store_record record = store_fixture_carry("840", 1, 1, signed_as);
    store_fixture_sign(&record);
    put(fixture, &record, stored_as);
    is_named(fixture,
             "release 1 of council 840 cannot be read: it is of another dataset or period");
    staith_release_free(stored_as);
    staith_release_free(signed_as);
}

static void withdrawn_has_no_value(void **state)
{
    (void)state;
    struct staith_store_shown shown = {.withdrawn = false};
    const struct staith_release_cell cell = {
        .measure = "agency_fte", .value = {STAITH_STATUS_VALUE, 10, 8, 12}, .reason = "said"};
    struct staith_value value;
    const char *reason = NULL;
    staith_store_shown_value(&shown, &cell, &value, &reason);
    assert_int_equal(value.status, STAITH_STATUS_VALUE);
    assert_int_equal(value.hi, 12);
    assert_string_equal(reason, "said");
    shown.withdrawn = true;
    staith_store_shown_value(&shown, &cell, &value, &reason);
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
        cmocka_unit_test_setup_teardown(what_was_changed_is_named, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_a_row_calls_otherwise_is_named, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test(withdrawn_has_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
