/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_case.h"

/* The region's word as the publisher keeps it. 1763804520000 is 2025-11-22 09:42 by date -u. */
static void hear(const struct ledger_case *c)
{
    static const char *const columns[] = {"role", "pence_per_hour", "source"};
    const char *cells[] = {"iro", "4600", "Memo, page 4", "team_manager", "4800", ""};
    const struct staith_handout caps = {.name = "caps",
                                        .made_unix_ms = 1763804520000,
                                        .column_count = 3,
                                        .row_count = 2,
                                        .columns = columns,
                                        .cells = cells};
    struct staith_receipts *receipts = NULL;
    struct staith_record word = {
        .authority = "840", .epoch = 5, .number = 1, .kind = STAITH_RECORD_HANDOUT};
    struct staith_buf payload;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_handout(&caps, &payload), 0);
    word.payload = payload.data;
    word.payload_len = payload.len;
    assert_int_equal(staith_record_sign(&word, c->ledger.secret), 0);
    assert_int_equal(staith_receipts_open(c->ledger.folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_hear(receipts, &word), 0);
    staith_receipts_close(receipts);
    staith_buf_deinit(&payload);
}

static void run(const struct ledger_case *c, struct cli_capture *run, const char *command,
                const char *more)
{
    char line[256];
    (void)snprintf(line, sizeof(line), "%s --config %s/c.yaml%s", command, c->ledger.folder, more);
    cli_run_at(run, 0, line);
}

static void a_council_sees_the_caps(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture out;
    ledger_case_init(&c);
    run(&c, &out, "caps", "");
    assert_int_equal(out.status, 66);
    assert_non_null(strstr(out.err, "the region has not handed out \"caps\" yet"));
    cli_free(&out);
    hear(&c);
    run(&c, &out, "caps", "");
    assert_int_equal(out.status, 0);
    cli_same(out.out, "Handed out by the region, as of 2025-11-22 09:42\n\n"
                      "role          pence_per_hour  source\n"
                      "iro           4600            Memo, page 4\n"
                      "team_manager  4800\n");
    cli_free(&out);
    run(&c, &out, "caps", " --csv");
    cli_same(out.out, "role,pence_per_hour,source\niro,4600,\"Memo, page 4\"\n"
                      "team_manager,4800,\n");
    cli_free(&out);
    run(&c, &out, "caps", " --json");
    assert_non_null(strstr(out.out, "\"pence_per_hour\": \"4800\""));
    cli_free(&out);
    run(&c, &out, "national", "");
    assert_int_equal(out.status, 66);
    cli_free(&out);
    ledger_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_council_sees_the_caps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
