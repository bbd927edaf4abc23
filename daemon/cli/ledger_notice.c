/* SPDX-License-Identifier: Apache-2.0 */
/* A notice as `staith ledger` and `staith verify-bundle` show it. */
#include "cli/ledger.h"

#include "base/hex.h"
#include "cli/daemon.h"
#include "codec/message.h"

#include <string.h>

int staith_cli_notice_row(struct staith_cli_table *table, const struct staith_ledger_entry *entry,
                          const char *region, enum staith_cli_tone tone, struct staith_err *err)
{
    struct staith_notice notice;
    char number[32];
    char when[32];
    char period[STAITH_PERIOD_CODE_BYTES];
    int rc =
        staith_codec_unpack_notice(entry->record.payload, entry->record.payload_len, &notice, err);
    if (rc != 0) {
        return rc;
    }
    (void)snprintf(number, sizeof(number), "%llu", (unsigned long long)entry->record.number);
    staith_period_format(&notice.period, period);
    const struct staith_cli_cell cells[] = {
        {number, STAITH_CLI_STRONG},
        {staith_cli_time(entry->appended_unix_ms, when), STAITH_CLI_PLAIN},
        {notice.dataset, STAITH_CLI_PLAIN},
        {period, STAITH_CLI_PLAIN},
        {staith_notice_words(notice.kind), STAITH_CLI_WARN},
        {"", STAITH_CLI_PLAIN},
        {entry->has_note ? entry->note.approved_by : "", STAITH_CLI_PLAIN},
        {region, tone},
    };
    staith_cli_table_row(table, cells);
    return 0;
}

json_t *staith_cli_notice_json(const struct staith_ledger_entry *entry)
{
    struct staith_notice notice;
    char period[STAITH_PERIOD_CODE_BYTES];
    char hash[2 * STAITH_HASH_BYTES + 1];
    if (staith_codec_unpack_notice(entry->record.payload, entry->record.payload_len, &notice,
                                   NULL) != 0) {
        return NULL;
    }
    staith_period_format(&notice.period, period);
    (void)staith_hex_encode(entry->record.hash, STAITH_HASH_BYTES, hash, sizeof(hash));
    json_t *decision = entry->has_note
                           ? json_loads(entry->note.decision_json, JSON_REJECT_DUPLICATES, NULL)
                           : NULL;
    json_t *json = json_pack(
        "{s:I, s:I, s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:I, s:s?, s:s?, s:O?}", "number",
        (json_int_t)entry->record.number, "appended_unix_ms", (json_int_t)entry->appended_unix_ms,
        "kind", staith_notice_words(notice.kind), "dataset", notice.dataset, "period", period,
        "at_unix_ms", (json_int_t)notice.at_unix_ms, "reason", notice.reason, "hash", hash,
        "region", staith_cli_region_state(entry), "received_unix_ms",
        (json_int_t)entry->received_unix_ms, "refused",
        entry->refused != 0 ? staith_refusal_words((enum staith_refusal)entry->refused) : NULL,
        "approved_by", entry->has_note ? entry->note.approved_by : NULL, "notice",
        json_object_get(decision, "notice"));
    json_decref(decision);
    return json;
}

/* Who said it, and an embargo's reason, which is not in what leaves. */
static void print_officer(const struct staith_cli *cli, const struct staith_ledger_note *note,
                          bool with_reason)
{
    json_t *decision = json_loads(note->decision_json, JSON_REJECT_DUPLICATES, NULL);
    const json_t *said = json_object_get(decision, "notice");
    (void)fprintf(cli->out, "by %s", note->approved_by);
    if (said != NULL) {
        char when[32];
        (void)fprintf(cli->out, " (%s) on %s", staith_cli_text(said, "role"),
                      staith_cli_time(staith_cli_number(said, "at_unix_ms"), when));
        if (staith_cli_number(said, "of") != 0) {
            (void)fprintf(cli->out, "; the newest release was %lld",
                          (long long)staith_cli_number(said, "of"));
        }
    }
    (void)fputc('\n', cli->out);
    if (with_reason) {
        staith_cli_wrap(cli, 2, staith_cli_text(said, "reason"));
    }
    json_decref(decision);
}

int staith_cli_notice_show(const struct staith_cli *cli, const struct staith_ledger_entry *entry,
                           struct staith_err *err)
{
    struct staith_notice notice;
    char period[STAITH_PERIOD_CODE_BYTES];
    char when[32];
    char hash[2 * STAITH_HASH_BYTES + 1];
    int rc =
        staith_codec_unpack_notice(entry->record.payload, entry->record.payload_len, &notice, err);
    if (rc != 0) {
        return rc;
    }
    staith_period_format(&notice.period, period);
    (void)staith_hex_encode(entry->record.hash, STAITH_HASH_BYTES, hash, sizeof(hash));
    staith_cli_print(cli, STAITH_CLI_STRONG, "Notice %llu: %s %s %s",
                     (unsigned long long)entry->record.number, notice.dataset, period,
                     staith_notice_words(notice.kind));
    if (notice.at_unix_ms != 0) {
        (void)fprintf(cli->out, "%s %s",
                      notice.kind == STAITH_NOTICE_EMBARGO ? " until" : ", expected on",
                      staith_cli_time(notice.at_unix_ms, when));
    }
    (void)fprintf(cli->out, ", signed on %s\n", staith_cli_time(entry->appended_unix_ms, when));
    if (notice.reason[0] != '\0') {
        staith_cli_wrap(cli, 2, notice.reason);
    }
    if (entry->has_note) {
        print_officer(cli, &entry->note, notice.kind == STAITH_NOTICE_EMBARGO);
    }
    (void)fprintf(cli->out, "%s%s\nhash %s\n",
                  entry->refused != 0            ? "refused by the region"
                  : entry->received_unix_ms != 0 ? "received by the region on "
                                                 : "waiting for the region",
                  entry->refused == 0 && entry->received_unix_ms != 0
                      ? staith_cli_time(entry->received_unix_ms, when)
                      : "",
                  hash);
    return 0;
}
