/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int hear(const struct ledger_fixture *f, struct staith_receipts *receipts,
                uint64_t region_epoch, uint64_t number, const struct staith_verdict *verdict)
{
    struct staith_record word = {
        .authority = "840", .epoch = region_epoch, .number = number, .kind = STAITH_RECORD_VERDICT};
    struct staith_buf payload;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_verdict(verdict, &payload), 0);
    word.payload = payload.data;
    word.payload_len = payload.len;
    memset(word.previous, number == 1 ? 0 : 1, sizeof(word.previous));
    assert_int_equal(staith_record_sign(&word, f->secret), 0);
    int rc = staith_receipts_hear(receipts, &word);
    staith_buf_deinit(&payload);
    return rc;
}

static void what_the_region_said_stands_beside_the_release(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_ledger *ledger = NULL;
    struct staith_receipts *receipts = NULL;
    struct staith_ledger_entry entry;
    uint8_t hash[STAITH_HASH_BYTES];
    uint64_t epoch = 9;
    uint64_t number = 9;
    uint64_t back = 9;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(
        staith_ledger_open(f.folder, "840", f.secret, staith_outside_machine(), &ledger, NULL), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 3, 1, &number, NULL), 0);
    assert_int_equal(staith_ledger_sent_back(ledger, &back), 0);
    assert_int_equal(back, 0);
    assert_int_equal(staith_receipts_open(f.folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_heard(receipts, &epoch, &number, hash), 0);
    assert_int_equal(epoch, 0);
    assert_int_equal(number, 0);
    struct staith_verdict verdict = {.epoch = staith_ledger_epoch(ledger),
                                     .number = 2,
                                     .dataset = "csww",
                                     .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                     .standing = STAITH_STANDING_SENT_BACK,
                                     .reason = "leavers are missing",
                                     .at_unix_ms = 777};
    assert_int_equal(hear(&f, receipts, 5, 1, &verdict), 0);
    assert_int_equal(staith_receipts_heard(receipts, &epoch, &number, hash), 0);
    assert_int_equal(epoch, 5);
    assert_int_equal(number, 1);
    assert_int_equal(staith_ledger_read(ledger, 2, &entry, NULL), 0);
    assert_int_equal(entry.standing, STAITH_STANDING_SENT_BACK);
    assert_string_equal(entry.standing_reason, "leavers are missing");
    assert_int_equal(entry.standing_unix_ms, 777);
    assert_int_equal(staith_ledger_sent_back(ledger, &back), 0);
    assert_int_equal(back, 1);
    assert_int_equal(staith_ledger_read(ledger, 1, &entry, NULL), 0);
    assert_int_equal(entry.standing, 0);
    /* a later word takes its place; all of them are kept */
    verdict.standing = STAITH_STANDING_ACCEPTED;
    verdict.reason[0] = '\0';
    assert_int_equal(hear(&f, receipts, 5, 2, &verdict), 0);
    assert_int_not_equal(hear(&f, receipts, 5, 2, &verdict), 0); /* each once */
    assert_int_equal(staith_ledger_read(ledger, 2, &entry, NULL), 0);
    assert_int_equal(entry.standing, STAITH_STANDING_ACCEPTED);
    assert_string_equal(entry.standing_reason, "");
    /* of another ledger's release under the same number nothing is said */
    verdict.epoch++;
    verdict.standing = STAITH_STANDING_SENT_BACK;
    verdict.reason[0] = 'x';
    assert_int_equal(hear(&f, receipts, 6, 1, &verdict), 0);
    assert_int_equal(staith_ledger_sent_back(ledger, &back), 0);
    assert_int_equal(back, 0);
    assert_int_equal(staith_receipts_heard(receipts, &epoch, &number, hash), 0);
    assert_int_equal(epoch, 6);
    staith_receipts_close(receipts);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

/* Of each name the newest; what it was before stays among the words. */
static void what_the_region_hands_out(void **state)
{
    (void)state;
    static const char *const columns[] = {"pence"};
    const char *cells[] = {"4600"};
    struct staith_handout caps = {
        .name = "caps", .column_count = 1, .row_count = 1, .columns = columns, .cells = cells};
    struct ledger_fixture f;
    struct staith_receipts *receipts = NULL;
    struct staith_handout got = {0};
    struct staith_arena arena;
    uint64_t last[4] = {9, 9, 9, 9};
    assert_int_equal(ledger_fixture_init(&f), 0);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_receipts_open(f.folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_handout(receipts, "caps", &arena, &got, NULL),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_receipts_handout_last(receipts, &last[0]), 0);
    assert_int_equal(last[0], 0);
    for (uint64_t number = 1; number <= 3; number++) {
        struct staith_record word = {
            .authority = "840", .epoch = 5, .number = number, .kind = STAITH_RECORD_HANDOUT};
        struct staith_buf payload;
        staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
        (void)snprintf(caps.name, sizeof(caps.name), "%s", number == 2 ? "other" : "caps");
        cells[0] = number == 3 ? "4800" : "4600";
        assert_int_equal(staith_codec_pack_handout(&caps, &payload), 0);
        word.payload = payload.data;
        word.payload_len = payload.len;
        memset(word.previous, number == 1 ? 0 : 1, sizeof(word.previous));
        assert_int_equal(staith_record_sign(&word, f.secret), 0);
        assert_int_equal(staith_receipts_hear(receipts, &word), 0);
        assert_int_equal(staith_receipts_handout_last(receipts, &last[number]), 0);
        assert_true(last[number] > last[number - 1]);
        staith_buf_deinit(&payload);
    }
    staith_receipts_close(receipts);
    assert_int_equal(staith_receipts_open(f.folder, true, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_handout(receipts, "caps", &arena, &got, NULL), 0);
    assert_string_equal(got.cells[0], "4800");
    assert_int_equal(staith_receipts_handout(receipts, "other", &arena, &got, NULL), 0);
    assert_string_equal(got.cells[0], "4600");
    staith_receipts_close(receipts);
    staith_arena_deinit(&arena);
    ledger_fixture_deinit(&f);
}

static void what_cannot_be_read_is_not_kept(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_receipts *receipts = NULL;
    struct staith_record word = {.authority = "840",
                                 .epoch = 5,
                                 .number = 1,
                                 .kind = STAITH_RECORD_VERDICT,
                                 .payload = (const uint8_t *)"x",
                                 .payload_len = 1};
    uint8_t hash[STAITH_HASH_BYTES];
    uint64_t epoch = 9;
    uint64_t number = 9;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_receipts_open(f.folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_hear(receipts, &word), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_receipts_heard(receipts, &epoch, &number, hash), 0);
    assert_int_equal(number, 0);
    staith_receipts_close(receipts);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_region_said_stands_beside_the_release),
        cmocka_unit_test(what_the_region_hands_out),
        cmocka_unit_test(what_cannot_be_read_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
