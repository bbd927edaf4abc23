/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_case.h"

static struct staith_comparison_row rows[] = {
    {.code = "turnover",
     .label = "Turnover",
     .unit = "%",
     .decimals = 1,
     .sides = {{STAITH_STATUS_VALUE, 113},
               {STAITH_STATUS_VALUE, 120},
               {STAITH_STATUS_UNRELIABLE, 0},
               {STAITH_STATUS_VALUE, 12350}},
     .rank = 3,
     .ranked = 12,
     .neighbours = 10},
    {.code = "agency",
     .label = "Agency workers",
     .unit = "FTE",
     .sides = {{STAITH_STATUS_VALUE, 4}, {STAITH_STATUS_VALUE, 40}, {STAITH_STATUS_UNSET, 0}}},
};

/* The region's word as the publisher keeps it. 1763804520000 is 2025-11-22 09:42 by date -u. */
static void hear(const struct ledger_case *c)
{
    const struct staith_comparison comparison = {.dataset = "csww",
                                                 .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                                 .made_unix_ms = 1763804520000,
                                                 .row_count = 2,
                                                 .rows = rows};
    struct staith_receipts *receipts = NULL;
    struct staith_record word = {
        .authority = "840", .epoch = 5, .number = 1, .kind = STAITH_RECORD_COMPARISON};
    struct staith_buf payload;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_comparison(&comparison, &payload), 0);
    word.payload = payload.data;
    word.payload_len = payload.len;
    assert_int_equal(staith_record_sign(&word, c->ledger.secret), 0);
    assert_int_equal(staith_receipts_open(c->ledger.folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_hear(receipts, &word), 0);
    staith_receipts_close(receipts);
    staith_buf_deinit(&payload);
}

static void run(const struct ledger_case *c, struct cli_capture *run, const char *more)
{
    char line[256];
    (void)snprintf(line, sizeof(line), "compare --config %s/c.yaml%s", c->ledger.folder, more);
    cli_run_at(run, 0, line);
}

static void a_council_sees_its_place(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture out;
    ledger_case_init(&c);
    run(&c, &out, "");
    assert_int_equal(out.status, 66);
    assert_non_null(strstr(out.err, "the region has not told how \"csww\" compares"));
    cli_free(&out);
    hear(&c);
    run(&c, &out, "");
    assert_int_equal(out.status, 0);
    cli_same(out.out, "csww 2025, as the region worked it out on 2025-11-22 09:42\n\n"
                      "                     HERE     RANK    NEIGHBOURS  REGION  ENGLAND\n"
                      "Turnover, %          11.3  3 of 12  12.4 (of 10)    12.0        u\n"
                      "Agency workers, FTE     4                             40\n"
                      "\nRank 1 is best, where high or low is good. Neighbours: the median of the "
                      "statistical\nneighbours that have a figure. A 0 may be a number that was "
                      "rounded to 0.\nu: low reliability.\n");
    cli_free(&out);
    run(&c, &out, " --indicator agency --format json");
    assert_int_equal(out.status, 0);
    assert_non_null(strstr(out.out, "\"council\": \"4\""));
    assert_non_null(strstr(out.out, "\"england\": null"));
    assert_null(strstr(out.out, "turnover"));
    cli_free(&out);
    run(&c, &out, " --indicator none");
    assert_int_equal(out.status, 66);
    cli_free(&out);
    run(&c, &out, " --format csv");
    assert_int_equal(out.status, 64);
    cli_free(&out);
    run(&c, &out, " --dataset other");
    assert_int_equal(out.status, 66);
    cli_free(&out);
    ledger_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_council_sees_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
