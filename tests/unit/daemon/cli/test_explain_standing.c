/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/message.h"
#include "explain_case.h"

#define CELL "leavers_headcount"
/* The first minute of 2100; one of 2025. */
#define FAR INT64_C(4102444800000)
#define PAST INT64_C(1763804460000)

static void give(const struct protected_case *c, enum staith_notice_kind kind, int year,
                 int64_t at_unix_ms)
{
    struct staith_ledger *ledger = NULL;
    struct staith_notice notice = {.kind = kind,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, year, 0},
                                   .at_unix_ms = at_unix_ms};
    const struct staith_ledger_note note = {
        .source_name = "",
        .approved_by = "Ann Lee",
        .decision_json = "{\"notice\":{\"role\":\"SIRO\",\"reason\":\"agreed with the "
                         "region\"}}"};
    uint64_t number = 0;
    if (kind != STAITH_NOTICE_EMBARGO) {
        memcpy(notice.reason, "Leavers were counted twice.", 28);
    }
    assert_int_equal(staith_ledger_open(c->f.folder, "840", c->f.secret, staith_outside_machine(),
                                        &ledger, NULL),
                     0);
    assert_int_equal(staith_ledger_append_notice(ledger, &notice, &note, &number, NULL), 0);
    staith_ledger_close(ledger);
}

static void lacks(const struct protected_case *c, const char *word)
{
    struct cli_capture run;
    explain_case_run(c, &run, CELL);
    assert_int_equal(run.status, 0);
    assert_null(strstr(run.out, word));
    cli_free(&run);
}

static void withdrawn(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, false);
    give(&c, STAITH_NOTICE_WITHDRAWAL, 2024, 0);
    lacks(&c, "WITHDRAWN");
    give(&c, STAITH_NOTICE_WITHDRAWAL, 2025, 0);
    explain_case(&c, CELL, 0,
                 EXPLAIN_WORDS("WITHDRAWN on 2",
                               " by Ann Lee (SIRO), by notice 4: Leavers were counted twice. The "
                               "region has not received that notice yet.",
                               "It left exactly"));
    /* What leaves after it is not withdrawn. */
    assert_int_equal(protected_case_again(&c), 5);
    lacks(&c, "WITHDRAWN");
    protected_case_deinit(&c);
}

static void embargo(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, false);
    give(&c, STAITH_NOTICE_EMBARGO, 2025, FAR);
    /* It counts for what comes after it. */
    lacks(&c, "EMBARGO");
    assert_int_equal(protected_case_again(&c), 4);
    explain_case(&c, CELL, 0,
                 EXPLAIN_WORDS("UNDER EMBARGO until 2100-01-01 00:00: said on 2",
                               " by Ann Lee (SIRO), by notice 3: agreed with the region"));
    /* A later one takes its place. */
    give(&c, STAITH_NOTICE_EMBARGO, 2025, PAST);
    assert_int_equal(protected_case_again(&c), 6);
    explain_case(&c, CELL, 0,
                 EXPLAIN_WORDS("It was under embargo until 2025-11-22 09:41, by notice 5."));
    protected_case_deinit(&c);
}

static void sent_back(void **state)
{
    (void)state;
    struct protected_case c;
    struct staith_ledger *ledger = NULL;
    struct staith_receipts *receipts = NULL;
    struct staith_record word = {
        .authority = "840", .epoch = 5, .number = 1, .kind = STAITH_RECORD_VERDICT};
    struct staith_buf payload;
    protected_case_init(&c, false);
    assert_int_equal(staith_ledger_open_reader(c.f.folder, &ledger, NULL), 0);
    const struct staith_verdict verdict = {.epoch = staith_ledger_epoch(ledger),
                                           .number = 2,
                                           .dataset = "csww",
                                           .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                           .standing = STAITH_STANDING_SENT_BACK,
                                           .reason = "Agency staff are missing.",
                                           .at_unix_ms = PAST};
    staith_ledger_close(ledger);
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_verdict(&verdict, &payload), 0);
    word.payload = payload.data;
    word.payload_len = payload.len;
    assert_int_equal(staith_record_sign(&word, c.f.secret), 0);
    assert_int_equal(staith_receipts_open(c.f.folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_hear(receipts, &word), 0);
    staith_receipts_close(receipts);
    staith_buf_deinit(&payload);
    explain_case(
        &c, CELL, 0,
        EXPLAIN_WORDS("SENT BACK by the region on 2025-11-22 09:41: Agency staff are missing."));
    protected_case_deinit(&c);
}

static void refused(void **state)
{
    (void)state;
    struct protected_case c;
    struct staith_ledger *ledger = NULL;
    struct staith_receipts *receipts = NULL;
    protected_case_init(&c, false);
    assert_int_equal(staith_ledger_open_reader(c.f.folder, &ledger, NULL), 0);
    const uint64_t epoch = staith_ledger_epoch(ledger);
    staith_ledger_close(ledger);
    assert_int_equal(staith_receipts_open(c.f.folder, false, &receipts, NULL), 0);
    assert_int_equal(
        staith_receipts_refuse(receipts, epoch, 2, STAITH_REFUSAL_CONTENT, "measure x", PAST), 0);
    staith_receipts_close(receipts);
    explain_case(&c, CELL, 0,
                 EXPLAIN_WORDS("REFUSED by the region: the release holds what its catalogue does "
                               "not know."));
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(withdrawn),
        cmocka_unit_test(embargo),
        cmocka_unit_test(sent_back),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
