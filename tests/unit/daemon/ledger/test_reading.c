/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct both {
    struct ledger_fixture f;
    struct staith_ledger *ledger;
};

/* Records: 1 catalogue, 2 year 2024, 3 year 2025, 4 year 2024 again. */
static int set_up(void **state)
{
    static struct both both;
    uint64_t number = 0;
    if (ledger_fixture_init(&both.f) != 0 ||
        staith_ledger_open(both.f.folder, "840", both.f.secret, staith_outside_machine(),
                           &both.ledger, NULL) != 0 ||
        ledger_fixture_append(&both.f, both.ledger, 2024, 3, 11, &number, NULL) != 0 ||
        ledger_fixture_append(&both.f, both.ledger, 2025, 4, 12, &number, NULL) != 0 ||
        ledger_fixture_append(&both.f, both.ledger, 2024, 5, 13, &number, NULL) != 0) {
        return -1;
    }
    *state = &both;
    return 0;
}

static int tear_down(void **state)
{
    struct both *both = *state;
    staith_ledger_close(both->ledger);
    ledger_fixture_deinit(&both->f);
    return 0;
}

static void test_read_gives_back_what_went_in(void **state)
{
    struct both *both = *state;
    struct staith_ledger_entry entry;
    assert_int_equal(staith_ledger_read(both->ledger, 3, &entry, NULL), 0);
    assert_string_equal(entry.record.authority, "840");
    assert_int_equal(entry.record.number, 3);
    assert_true(entry.record.epoch == staith_ledger_epoch(both->ledger));
    assert_true(entry.appended_unix_ms > 1700000000000);
    assert_int_equal(entry.received_unix_ms, 0);
    assert_int_equal(entry.refused, 0);
    assert_true(entry.has_note);
    assert_string_equal(entry.note.source_name, "return.xml");
    assert_int_equal(entry.note.source_hash[0], 12);
    assert_int_equal(entry.note.source_bytes, 1234);
    assert_int_equal(entry.note.observed, 56);
    assert_int_equal(entry.note.cells_tallied, 7);
    assert_int_equal(entry.note.cells_released, 2);
    assert_int_equal(entry.note.cells_withheld, 5);
    assert_int_equal(entry.note.errors, 1);
    assert_int_equal(entry.note.queries, 3);
    assert_string_equal(entry.note.approved_by, "at once");
    assert_string_equal(entry.note.decision_json, "{}");
    struct staith_release *release = NULL;
    assert_int_equal(
        staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release, NULL),
        0);
    assert_int_equal(staith_release_period(release)->year, 2025);
    assert_int_equal(staith_release_cell_at(release, 0).value.value, 4);
    assert_string_equal(staith_release_cell_at(release, 1).reason, "withdrawn");
    staith_release_free(release);
}

static void test_numbers_that_are_not_there(void **state)
{
    struct both *both = *state;
    struct staith_ledger_entry entry;
    struct staith_err err = {0};
    assert_int_equal(staith_ledger_read(both->ledger, 0, &entry, &err), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_ledger_read(both->ledger, 5, &entry, &err), STAITH_ERR_NOTFOUND);
}

static void test_finds_sources_by_hash(void **state)
{
    struct both *both = *state;
    uint64_t number = 0;
    const uint8_t known[STAITH_HASH_BYTES] = {12};
    const uint8_t unknown[STAITH_HASH_BYTES] = {14};
    assert_int_equal(staith_ledger_find_source(both->ledger, "csww", known, &number), 0);
    assert_int_equal(number, 3);
    assert_int_equal(staith_ledger_find_source(both->ledger, "csww", unknown, &number),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_ledger_find_source(both->ledger, "other", known, &number),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(number, 3);
}

static void test_finds_the_newest_release_of_a_period(void **state)
{
    struct both *both = *state;
    uint64_t number = 0;
    const struct staith_period year = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0};
    const struct staith_period other = {STAITH_PERIOD_CENSUS_YEAR, 2023, 0};
    assert_int_equal(staith_ledger_find_release(both->ledger, "csww", &year, &number), 0);
    assert_int_equal(number, 4);
    assert_int_equal(staith_ledger_find_release(both->ledger, "csww", &other, &number),
                     STAITH_ERR_NOTFOUND);
}

/* L5 */
static void test_receipts_show_beside_the_records(void **state)
{
    struct both *both = *state;
    struct staith_receipts *receipts = NULL;
    uint64_t epoch = staith_ledger_epoch(both->ledger);
    assert_int_equal(staith_receipts_open(both->f.folder, false, &receipts, NULL), 0);
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_ledger_hash(both->ledger, 2, hash), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 2, hash, 5000), 0);
    assert_int_equal(staith_ledger_hash(both->ledger, 3, hash), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 3, hash, 6000), 0);
    /* said of another copy of the ledger, whose record 4 was another: not of this one's */
    assert_int_equal(staith_receipts_commit(receipts, epoch, 4, hash, 7000), 0);
    assert_int_equal(staith_receipts_refuse(receipts, epoch, 3, 7, "no such measure", 6000), 0);
    struct staith_ledger_entry entry;
    assert_int_equal(staith_ledger_read(both->ledger, 1, &entry, NULL), 0);
    assert_int_equal(entry.received_unix_ms, 5000);
    assert_int_equal(staith_ledger_read(both->ledger, 3, &entry, NULL), 0);
    assert_int_equal(entry.received_unix_ms, 6000);
    assert_int_equal(entry.refused, 7);
    assert_string_equal(entry.refused_detail, "no such measure");
    assert_int_equal(staith_ledger_read(both->ledger, 4, &entry, NULL), 0);
    assert_int_equal(entry.received_unix_ms, 0);
    staith_receipts_close(receipts);
}

static void give(struct staith_ledger *ledger, enum staith_notice_kind kind, int32_t year)
{
    struct staith_notice notice = {.kind = kind,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, year, 0},
                                   .at_unix_ms = kind == STAITH_NOTICE_EMBARGO ? 9 : 0,
                                   .reason = "why"};
    const struct staith_ledger_note note = {
        .source_name = "", .approved_by = "Ann Lee", .decision_json = "{}"};
    uint64_t number = 0;
    if (kind == STAITH_NOTICE_EMBARGO) {
        notice.reason[0] = '\0';
    }
    assert_int_equal(staith_ledger_append_notice(ledger, &notice, &note, &number, NULL), 0);
}

/* A withdrawal holds until the next release of its period; notices are no releases. */
static void test_finds_what_was_withdrawn(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_ledger *ledger = NULL;
    struct staith_notice notice = {0};
    const struct staith_period year = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(
        staith_ledger_open(f.folder, "840", f.secret, staith_outside_machine(), &ledger, NULL), 0);
    assert_int_equal(staith_ledger_newest_notice(ledger, &number, &notice), STAITH_ERR_NOTFOUND);
    give(ledger, STAITH_NOTICE_WITHDRAWAL, 2025); /* 1: of nothing */
    assert_int_equal(staith_ledger_withdrawn(ledger, "csww", &year, &number), STAITH_ERR_NOTFOUND);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 3, 1, &number, NULL), 0); /* 3 */
    assert_int_equal(staith_ledger_withdrawn(ledger, "csww", &year, &number), STAITH_ERR_NOTFOUND);
    give(ledger, STAITH_NOTICE_WITHDRAWAL, 2024); /* 4: of another period */
    assert_int_equal(staith_ledger_withdrawn(ledger, "csww", &year, &number), STAITH_ERR_NOTFOUND);
    give(ledger, STAITH_NOTICE_WITHDRAWAL, 2025); /* 5 */
    give(ledger, STAITH_NOTICE_REVISION, 2025);   /* 6 */
    give(ledger, STAITH_NOTICE_EMBARGO, 2025);    /* 7 */
    assert_int_equal(staith_ledger_withdrawn(ledger, "csww", &year, &number), 0);
    assert_int_equal(number, 5);
    assert_int_equal(staith_ledger_withdrawn(ledger, "other", &year, &number), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_ledger_find_release(ledger, "csww", &year, &number), 0);
    assert_int_equal(number, 3);
    assert_int_equal(
        staith_ledger_find_notice(ledger, "csww", &year, STAITH_NOTICE_EMBARGO, &number, &notice),
        0);
    assert_int_equal(number, 7);
    assert_int_equal(notice.at_unix_ms, 9);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 4, 2, &number, NULL), 0); /* 8 */
    assert_int_equal(staith_ledger_newest_notice(ledger, &number, &notice), 0);
    assert_int_equal(number, 7);
    assert_int_equal(notice.kind, STAITH_NOTICE_EMBARGO);
    assert_int_equal(staith_ledger_withdrawn(ledger, "csww", &year, &number), STAITH_ERR_NOTFOUND);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_gives_back_what_went_in),
        cmocka_unit_test(test_numbers_that_are_not_there),
        cmocka_unit_test(test_finds_sources_by_hash),
        cmocka_unit_test(test_finds_the_newest_release_of_a_period),
        cmocka_unit_test(test_finds_what_was_withdrawn),
        cmocka_unit_test(test_receipts_show_beside_the_records),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
