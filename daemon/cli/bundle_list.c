/* SPDX-License-Identifier: Apache-2.0 */
/* The records of a bundle, shown as `staith ledger` shows those of a ledger. */
#include "cli/bundle.h"

#include "base/hex.h"
#include "cli/ledger.h"
#include "codec/message.h"

#include <string.h>

/* As the ledger itself would give it, so that both are shown alike. */
struct staith_ledger_entry staith_cli_bundle_entry(const struct staith_bundle_entry *from)
{
    struct staith_ledger_entry to = {
        .record = from->record,
        .appended_unix_ms = from->appended_unix_ms,
        .received_unix_ms = from->received_unix_ms,
        .refused = from->refused,
        .refused_detail = from->refused_detail[0] != '\0' ? from->refused_detail : NULL,
        .has_note = from->has_note,
    };
    if (from->has_note) {
        to.note = (struct staith_ledger_note){
            .source_name = from->note.source_name,
            .source_bytes = from->note.source_bytes,
            .observed = from->note.observed,
            .cells_tallied = from->note.cells_tallied,
            .cells_released = from->note.cells_released,
            .cells_withheld = from->note.cells_withheld,
            .errors = from->note.errors,
            .queries = from->note.queries,
            .approved_by = from->note.approved_by,
            .decision_json = from->note.decision_json,
        };
        memcpy(to.note.source_hash, from->note.source_hash, sizeof(to.note.source_hash));
    }
    return to;
}

json_t *staith_cli_bundle_release_json(const struct staith_bundle_entry *from,
                                       const struct staith_release *release)
{
    char source[2 * STAITH_HASH_BYTES + 1];
    struct staith_ledger_entry entry = staith_cli_bundle_entry(from);
    json_t *json = staith_cli_release_json(&entry, release);
    (void)staith_hex_encode(from->note.source_hash, STAITH_HASH_BYTES, source, sizeof(source));
    if (json != NULL) {
        json_t *decision = json_loads(from->note.decision_json, JSON_REJECT_DUPLICATES, NULL);
        (void)json_object_set_new(json, "source_hash", json_string(source));
        (void)json_object_set_new(json, "decision", decision != NULL ? decision : json_null());
    }
    return json;
}

/* What the council knows of the region and a record. */
static void region_of(const struct staith_bundle_entry *entry, char region[400])
{
    char received[32];
    if (entry->refused != 0) {
        (void)snprintf(region, 400, "refused: %s%s%s",
                       staith_refusal_words((enum staith_refusal)entry->refused),
                       entry->refused_detail[0] != '\0' ? ", " : "", entry->refused_detail);
    } else {
        (void)snprintf(region, 400, "%s",
                       entry->received_unix_ms == 0
                           ? "no receipt"
                           : staith_cli_time(entry->received_unix_ms, received));
    }
}

static void add_row(struct staith_cli_table *table, const struct staith_bundle_entry *entry,
                    const struct staith_release *release)
{
    char number[32];
    char when[32];
    char released[32];
    char withheld[32];
    char period[STAITH_PERIOD_CODE_BYTES];
    char region[400];
    (void)snprintf(number, sizeof(number), "%llu", (unsigned long long)entry->record.number);
    staith_period_format(staith_release_period(release), period);
    region_of(entry, region);
    const struct staith_cli_cell cells[] = {
        {number, STAITH_CLI_STRONG},
        {staith_cli_time(entry->appended_unix_ms, when), STAITH_CLI_PLAIN},
        {staith_release_dataset(release), STAITH_CLI_PLAIN},
        {period, STAITH_CLI_PLAIN},
        {staith_cli_count(staith_release_cell_count(release), released), STAITH_CLI_PLAIN},
        {staith_cli_count(entry->note.cells_withheld, withheld), STAITH_CLI_PLAIN},
        {entry->note.approved_by, STAITH_CLI_PLAIN},
        {region, entry->refused != 0 ? STAITH_CLI_BAD : STAITH_CLI_PLAIN},
    };
    staith_cli_table_row(table, cells);
}

static int add_notice(const struct staith_bundle_entry *from, struct staith_cli_table *table,
                      json_t *array, struct staith_err *err)
{
    const struct staith_ledger_entry entry = staith_cli_bundle_entry(from);
    char region[400];
    if (table == NULL) {
        return json_array_append_new(array, staith_cli_notice_json(&entry)) == 0
                   ? 0
                   : staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    region_of(from, region);
    return staith_cli_notice_row(table, &entry, region,
                                 from->refused != 0 ? STAITH_CLI_BAD : STAITH_CLI_PLAIN, err);
}

static int add_release(const struct staith_bundle_entry *entry, struct staith_cli_table *table,
                       json_t *array, struct staith_err *err)
{
    struct staith_release *release = NULL;
    int rc = staith_codec_unpack_release(entry->record.payload, entry->record.payload_len, &release,
                                         err);
    if (rc != 0) {
        return rc;
    }
    if (table != NULL) {
        add_row(table, entry, release);
    } else if (json_array_append_new(array, staith_cli_bundle_release_json(entry, release)) != 0) {
        rc = staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    staith_release_free(release);
    return rc;
}

int staith_cli_bundle_list(const struct staith_bundle *bundle, struct staith_cli_table *table,
                           struct staith_cli_bundle_counts *counts, struct staith_err *err)
{
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < bundle->entry_count; i++) {
        const struct staith_bundle_entry *entry = &bundle->entries[i];
        if (entry->record.kind == STAITH_RECORD_RELEASE) {
            rc = add_release(entry, table, counts->releases_json, err);
            counts->releases++;
        } else if (entry->record.kind == STAITH_RECORD_NOTICE) {
            rc = add_notice(entry, table, counts->notices_json, err);
            counts->notices++;
        }
    }
    return rc;
}
