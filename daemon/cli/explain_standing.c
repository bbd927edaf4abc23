/* SPDX-License-Identifier: Apache-2.0 */
/* Whether what left is still shown: withdrawn, under embargo, sent back or refused. */
#include "cli/daemon.h"
#include "cli/explain.h"
#include "codec/message.h"

#include <string.h>

enum { WHO_BYTES = 512 };

/* " by Ann Lee (SIRO)", and an officer's reason that did not leave, where there is one. */
static void read_note(const struct staith_ledger_entry *entry, char who[WHO_BYTES],
                      char reason[WHO_BYTES])
{
    who[0] = '\0';
    reason[0] = '\0';
    if (!entry->has_note) {
        return;
    }
    json_t *decision = json_loads(entry->note.decision_json, JSON_REJECT_DUPLICATES, NULL);
    const json_t *said = json_object_get(decision, "notice");
    const char *role = staith_cli_text(said, "role");
    (void)snprintf(who, WHO_BYTES, " by %s%s%s%s", entry->note.approved_by,
                   role[0] != '\0' ? " (" : "", role, role[0] != '\0' ? ")" : "");
    (void)snprintf(reason, WHO_BYTES, "%s", staith_cli_text(said, "reason"));
    json_decref(decision);
}

static void say_notice(const struct staith_cli_explain *answer,
                       const struct staith_ledger_entry *entry, const struct staith_notice *notice,
                       int64_t now_unix_ms)
{
    char who[WHO_BYTES];
    char reason[WHO_BYTES];
    char when[32];
    char until[32];
    read_note(entry, who, reason);
    (void)staith_cli_time(entry->appended_unix_ms, when);
    (void)staith_cli_time(notice->at_unix_ms, until);
    if (notice->kind == STAITH_NOTICE_WITHDRAWAL) {
        staith_cli_explain_say(answer, "WITHDRAWN on %s%s, by notice %llu: %s", when, who,
                               (unsigned long long)entry->record.number, notice->reason);
        staith_cli_explain_say(answer, "%s",
                               entry->refused != 0 ? "The region refused that notice: see "
                                                     "`staith ledger`."
                               : entry->received_unix_ms != 0
                                   ? "The region has that notice and does not show it any more."
                                   : "The region has not received that notice yet.");
    } else if (notice->at_unix_ms > now_unix_ms) {
        staith_cli_explain_say(answer, "UNDER EMBARGO until %s: said on %s%s, by notice %llu%s%s",
                               until, when, who, (unsigned long long)entry->record.number,
                               reason[0] != '\0' ? ": " : ".", reason);
    } else {
        staith_cli_explain_say(answer, "It was under embargo until %s, by notice %llu.", until,
                               (unsigned long long)entry->record.number);
    }
}

/* The newest notice of a kind on the release's dataset and period, of the records from `last` down
 * to `first`; *ret_found: there is one, and `entry` is of it. */
static int find_notice(const struct staith_cli_explain *answer, enum staith_notice_kind kind,
                       uint64_t first, uint64_t last, struct staith_ledger_entry *entry,
                       struct staith_notice *ret_notice, bool *ret_found, struct staith_err *err)
{
    *ret_found = false;
    for (uint64_t at = last; at >= first; at--) {
        int rc = staith_ledger_read(answer->ledger, at, entry, err);
        if (rc == 0 && entry->record.kind == STAITH_RECORD_NOTICE) {
            rc = staith_codec_unpack_notice(entry->record.payload, entry->record.payload_len,
                                            ret_notice, err);
            *ret_found =
                rc == 0 && ret_notice->kind == kind &&
                strcmp(ret_notice->dataset, staith_release_dataset(answer->release)) == 0 &&
                staith_period_compare(&ret_notice->period,
                                      staith_release_period(answer->release)) == 0;
        }
        if (rc != 0 || *ret_found) {
            return rc;
        }
    }
    return 0;
}

static int say_of_region(const struct staith_cli_explain *answer, struct staith_err *err)
{
    struct staith_ledger_entry entry;
    char when[32];
    int rc = staith_ledger_read(answer->ledger, answer->number, &entry, err);
    if (rc != 0) {
        return rc;
    }
    if (entry.refused != 0) {
        staith_cli_explain_say(answer, "REFUSED by the region: %s. It shows nothing of it.",
                               staith_refusal_words((enum staith_refusal)entry.refused));
    } else if (entry.standing == STAITH_STANDING_SENT_BACK) {
        staith_cli_explain_say(answer, "SENT BACK by the region on %s: %s",
                               staith_cli_time(entry.standing_unix_ms, when),
                               entry.standing_reason != NULL ? entry.standing_reason : "");
        staith_cli_explain_say(answer, "The region shows nothing of it unless it accepts it after "
                                       "all, or a later release of the period.");
    }
    return 0;
}

int staith_cli_explain_standing(const struct staith_cli_explain *answer, int64_t now_unix_ms,
                                struct staith_err *err)
{
    struct staith_ledger_entry entry;
    struct staith_notice notice;
    uint64_t last = 0;
    bool found = false;
    int rc = staith_ledger_last(answer->ledger, &last);
    if (rc == 0) {
        rc = find_notice(answer, STAITH_NOTICE_WITHDRAWAL, answer->number + 1, last, &entry,
                         &notice, &found, err);
    }
    if (rc == 0 && found) {
        say_notice(answer, &entry, &notice, now_unix_ms);
    }
    /* an embargo counts for what comes after it */
    if (rc == 0) {
        rc = find_notice(answer, STAITH_NOTICE_EMBARGO, 1, answer->number - 1, &entry, &notice,
                         &found, err);
    }
    if (rc == 0 && found) {
        say_notice(answer, &entry, &notice, now_unix_ms);
    }
    return rc == 0 ? say_of_region(answer, err) : rc;
}
