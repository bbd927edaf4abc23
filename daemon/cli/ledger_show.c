/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One release with its figures. Labels and units are in the catalogue that went ahead of it; if
 * that cannot be found the codes are shown.
 */
#include "cli/ledger.h"

#include "base/hex.h"
#include "cli/daemon.h"
#include "cli/figure.h"
#include "codec/message.h"

#include <string.h>

enum { ARENA_BYTES = 16 << 20 };

/* What officers said when they let it leave: a new reference, NULL where it left at once. */
static json_t *sign_off_of(const struct staith_ledger_note *note)
{
    json_t *decision = json_loads(note->decision_json, 0, NULL);
    json_t *sign_off = json_incref(json_object_get(decision, "sign_off"));
    json_decref(decision);
    return sign_off;
}

static void add_sign_off(json_t *json, const struct staith_ledger_note *note)
{
    json_t *sign_off = sign_off_of(note);
    if (sign_off != NULL) {
        (void)json_object_set_new(json, "sign_off", sign_off);
    }
}

static void print_sign_off(const struct staith_cli *cli, const struct staith_ledger_note *note)
{
    json_t *sign_off = sign_off_of(note);
    size_t i = 0;
    const json_t *one = NULL;
    char when[32];
    json_array_foreach(json_object_get(sign_off, "approvals"), i, one)
    {
        (void)fprintf(cli->out, "approved by %s (%s) on %s:\n", staith_cli_text(one, "officer"),
                      staith_cli_text(one, "role"),
                      staith_cli_time(staith_cli_number(one, "at_unix_ms"), when));
        staith_cli_wrap(cli, 2, staith_cli_text(one, "reason"));
    }
    if (staith_cli_number(sign_off, "embargo_unix_ms") != 0) {
        (void)fprintf(cli->out, "under embargo until %s\n",
                      staith_cli_time(staith_cli_number(sign_off, "embargo_unix_ms"), when));
    }
    json_decref(sign_off);
}

json_t *staith_cli_release_json(const struct staith_ledger_entry *entry,
                                const struct staith_release *release)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    char hash[2 * STAITH_HASH_BYTES + 1];
    const struct staith_ledger_note *note = entry->has_note ? &entry->note : NULL;
    const char *refused =
        entry->refused != 0 ? staith_refusal_words((enum staith_refusal)entry->refused) : NULL;
    staith_period_format(staith_release_period(release), period);
    (void)staith_hex_encode(entry->record.hash, STAITH_HASH_BYTES, hash, sizeof(hash));
    json_t *json = json_pack(
        "{s:I, s:I, s:s, s:s, s:s, s:s, s:I, s:s, s:I, s:s?, s:s?}", "number",
        (json_int_t)entry->record.number, "appended_unix_ms", (json_int_t)entry->appended_unix_ms,
        "dataset", staith_release_dataset(release), "period", period, "policy",
        staith_release_policy(release), "hash", hash, "released",
        (json_int_t)staith_release_cell_count(release), "region", staith_cli_region_state(entry),
        "received_unix_ms", (json_int_t)entry->received_unix_ms, "refused", refused,
        "refused_detail", entry->refused_detail);
    if (json != NULL && entry->standing != 0) {
        (void)json_object_update_new(json, json_pack("{s:s?, s:I}", "standing_reason",
                                                     entry->standing_reason, "standing_unix_ms",
                                                     (json_int_t)entry->standing_unix_ms));
    }
    if (json != NULL && note != NULL) {
        json_t *more =
            json_pack("{s:I, s:I, s:I, s:s?, s:s?}", "withheld", (json_int_t)note->cells_withheld,
                      "errors", (json_int_t)note->errors, "queries", (json_int_t)note->queries,
                      "approved_by", note->approved_by, "source", note->source_name);
        (void)json_object_update_new(json, more);
        add_sign_off(json, note);
    }
    return json;
}

/* The catalogue with this hash: a record before `number`. Failure is no error: codes are shown. */
static struct staith_catalogue *find_catalogue(struct staith_ledger *ledger, uint64_t number,
                                               const uint8_t hash[STAITH_HASH_BYTES],
                                               struct staith_arena *arena)
{
    struct staith_catalogue *catalogue = NULL;
    while (--number > 0) {
        struct staith_ledger_entry entry = {0};
        uint8_t its[STAITH_HASH_BYTES];
        if (staith_ledger_read(ledger, number, &entry, NULL) != 0) {
            return NULL;
        }
        if (entry.record.kind != STAITH_RECORD_CATALOGUE) {
            continue;
        }
        staith_codec_hash(entry.record.payload, entry.record.payload_len, its);
        if (memcmp(its, hash, sizeof(its)) == 0) {
            return staith_codec_unpack_catalogue(entry.record.payload, entry.record.payload_len,
                                                 arena, &catalogue, NULL) == 0
                       ? catalogue
                       : NULL;
        }
    }
    return NULL;
}

static const struct staith_measure *measure_of(const struct staith_catalogue *catalogue,
                                               const char *code)
{
    int index = catalogue != NULL ? staith_catalogue_measure(catalogue, code) : -1;
    return index >= 0 ? &catalogue->measures[index] : NULL;
}

/* "role=case_holder sex=f" of a cell below the headline, or "". */
static void place_text(const struct staith_release_cell *cell, char out[256])
{
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < cell->dimension_count && len < 255; i++) {
        int count = snprintf(out + len, 256 - len, "%s%s=%s", i > 0 ? " " : "", cell->dimensions[i],
                             cell->categories[i] != NULL ? cell->categories[i] : "all");
        len += count > 0 ? (size_t)count : 0;
    }
}

int staith_cli_release_cells(const struct staith_cli *cli, const struct staith_release *release,
                             const struct staith_catalogue *catalogue, struct staith_err *err)
{
    /* headline figures are of the whole council: the last column is for others */
    static const struct staith_cli_column columns[] = {
        {"MEASURE", STAITH_CLI_WRAPPED}, {"VALUE", STAITH_CLI_RIGHT}, {"UNIT", STAITH_CLI_LEFT},
        {"MARK", STAITH_CLI_LEFT},       {"OF", STAITH_CLI_WRAPPED},
    };
    bool broken_down = false;
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        broken_down = broken_down || staith_release_cell_at(release, i).dimension_count > 0;
    }
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, broken_down ? 5 : 4);
    for (uint32_t i = 0; i < staith_release_cell_count(release) && table != NULL; i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        const struct staith_measure *measure = measure_of(catalogue, cell.measure);
        char value[STAITH_CLI_FIGURE_BYTES];
        char place[256];
        uint32_t unit = measure != NULL ? measure->unit : 0;
        place_text(&cell, place);
        const struct staith_cli_cell cells[] = {
            {measure != NULL ? measure->label : cell.measure, STAITH_CLI_PLAIN},
            {staith_cli_value(&cell.value, unit, true, value), STAITH_CLI_STRONG},
            {measure != NULL ? staith_unit_words(unit) : "", STAITH_CLI_DIM},
            {cell.value.status != STAITH_STATUS_VALUE && cell.reason != NULL ? cell.reason : "",
             STAITH_CLI_WARN},
            {place, STAITH_CLI_DIM},
        };
        staith_cli_table_row(table, cells);
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

json_t *staith_cli_cells_json(const struct staith_release *release,
                              const struct staith_catalogue *catalogue)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        const struct staith_measure *measure = measure_of(catalogue, cell.measure);
        bool number = cell.value.status == STAITH_STATUS_VALUE;
        char value[STAITH_CLI_FIGURE_BYTES];
        char place[256];
        uint32_t unit = measure != NULL ? measure->unit : 0;
        place_text(&cell, place);
        (void)staith_cli_value(&cell.value, unit, false, value);
        (void)json_array_append_new(
            array, json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?}", "table", cell.table,
                             "measure", cell.measure, "of", place, "unit",
                             measure != NULL ? staith_unit_words(unit) : NULL, "value",
                             number ? value : NULL, "status",
                             number ? NULL : staith_status_symbol(cell.value.status), "reason",
                             cell.reason));
    }
    return array;
}

void staith_cli_release_head(const struct staith_cli *cli, const struct staith_ledger_entry *entry,
                             const struct staith_release *release)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    char appended[32];
    char received[32];
    char hash[2 * STAITH_HASH_BYTES + 1];
    staith_period_format(staith_release_period(release), period);
    (void)staith_hex_encode(entry->record.hash, STAITH_HASH_BYTES, hash, sizeof(hash));
    staith_cli_print(cli, STAITH_CLI_STRONG, "Release %llu: %s %s",
                     (unsigned long long)entry->record.number, staith_release_dataset(release),
                     period);
    (void)fprintf(cli->out, ", signed on %s", staith_cli_time(entry->appended_unix_ms, appended));
    if (entry->has_note) {
        const struct staith_ledger_note *note = &entry->note;
        (void)fprintf(cli->out, "\nfrom %s, approved %s%s; %u %s, %u %s; %u %s stayed",
                      note->source_name, strcmp(note->approved_by, "at once") == 0 ? "" : "by ",
                      note->approved_by, (unsigned)note->errors,
                      note->errors == 1 ? "error" : "errors", (unsigned)note->queries,
                      note->queries == 1 ? "query" : "queries", (unsigned)note->cells_withheld,
                      note->cells_withheld == 1 ? "cell" : "cells");
    }
    if (entry->refused != 0) {
        (void)fprintf(cli->out, "\nrefused by the region: %s",
                      staith_refusal_words((enum staith_refusal)entry->refused));
    } else if (entry->standing != 0) {
        (void)fprintf(cli->out, "\n%s by the region on %s%s%s",
                      staith_standing_words((enum staith_standing)entry->standing),
                      staith_cli_time(entry->standing_unix_ms, received),
                      entry->standing_reason[0] != '\0' ? ": " : "", entry->standing_reason);
    } else if (entry->received_unix_ms != 0) {
        (void)fprintf(cli->out, "\nreceived by the region on %s",
                      staith_cli_time(entry->received_unix_ms, received));
    } else {
        (void)fputs("\nwaiting for the region", cli->out);
    }
    (void)fprintf(cli->out, "\nunder the policy of %s, hash %s\n", staith_release_policy(release),
                  hash);
    if (entry->has_note) {
        print_sign_off(cli, &entry->note);
    }
    (void)fputc('\n', cli->out);
}

static int show(const struct staith_cli *cli, const struct staith_ledger_entry *entry,
                struct staith_ledger *ledger, bool json, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_release *release = NULL;
    int rc = staith_codec_unpack_release(entry->record.payload, entry->record.payload_len, &release,
                                         err);
    if (rc != 0) {
        return rc;
    }
    staith_arena_init(&arena, ARENA_BYTES);
    /* the head first: reading on makes the entry's pointers stale */
    json_t *object = json ? staith_cli_release_json(entry, release) : NULL;
    if (!json) {
        staith_cli_release_head(cli, entry, release);
    }
    const struct staith_catalogue *catalogue = find_catalogue(
        ledger, entry->record.number, staith_release_catalogue_hash(release), &arena);
    if (json) {
        if (object != NULL) {
            (void)json_object_set_new(object, "cells", staith_cli_cells_json(release, catalogue));
        }
        rc = staith_cli_json(cli, object, err);
    } else {
        rc = staith_cli_release_cells(cli, release, catalogue, err);
    }
    staith_arena_deinit(&arena);
    staith_release_free(release);
    return rc;
}

int staith_cli_ledger_show(const struct staith_cli *cli, struct staith_ledger *ledger,
                           uint64_t number, bool json, struct staith_err *err)
{
    struct staith_ledger_entry entry = {0};
    int rc = staith_ledger_read(ledger, number, &entry, err);
    if (rc == STAITH_ERR_NOTFOUND) {
        (void)staith_err_set(err, rc, "the ledger has no record %llu", (unsigned long long)number);
        staith_err_remedy(err, "`staith ledger` without --number lists them");
    }
    if (rc != 0) {
        return rc;
    }
    if (entry.record.kind == STAITH_RECORD_NOTICE) {
        return json ? staith_cli_json(cli, staith_cli_notice_json(&entry), err)
                    : staith_cli_notice_show(cli, &entry, err);
    }
    if (entry.record.kind != STAITH_RECORD_RELEASE) {
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND,
                            "record %llu is a catalogue: definitions, no figures",
                            (unsigned long long)number);
        staith_err_remedy(err, "`staith ledger` without --number lists the releases");
        return rc;
    }
    return show(cli, &entry, ledger, json, err);
}
