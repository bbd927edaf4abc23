/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading: rows are copied out and the statement ended at once, since a reader that stays inside a
 * row keeps SQLite from shortening its log.
 */
#include "ledger/internal.h"

#include <string.h>

#define RECORD_COLUMNS                                                                             \
    "SELECT r.number, r.kind, r.previous, r.hash, r.signature, r.payload, r.appended_ms"

static bool copy_bytes(sqlite3_stmt *row, int column, void *out, size_t len)
{
    if ((size_t)sqlite3_column_bytes(row, column) != len) {
        return false;
    }
    memcpy(out, sqlite3_column_blob(row, column), len);
    return true;
}

static int damaged(uint64_t number, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_VERIFY, "record %llu of the ledger is damaged",
                         (unsigned long long)number);
    staith_err_remedy(err, "restore the ledger from a copy");
    return STAITH_ERR_VERIFY;
}

static int take_record(struct staith_ledger *ledger, sqlite3_stmt *row, struct staith_arena *arena,
                       struct staith_record *record, struct staith_err *err)
{
    memset(record, 0, sizeof(*record));
    record->number = (uint64_t)sqlite3_column_int64(row, 0);
    record->epoch = ledger->epoch;
    memcpy(record->authority, ledger->authority, sizeof(record->authority));
    int kind = sqlite3_column_int(row, 1);
    size_t len = (size_t)sqlite3_column_bytes(row, 5);
    if (!staith_record_kind_known(kind) ||
        !copy_bytes(row, 2, record->previous, sizeof(record->previous)) ||
        !copy_bytes(row, 3, record->hash, sizeof(record->hash)) ||
        !copy_bytes(row, 4, record->signature, sizeof(record->signature)) || len == 0 ||
        len > STAITH_CODEC_MAX_BYTES) {
        return damaged(record->number, err);
    }
    record->kind = (enum staith_record_kind)kind;
    record->payload = staith_arena_memdup(arena, sqlite3_column_blob(row, 5), len);
    record->payload_len = len;
    if (record->payload == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a record");
    }
    return 0;
}

int staith_ledger_read_record(struct staith_ledger *ledger, uint64_t number,
                              struct staith_arena *arena, struct staith_record *ret_record,
                              struct staith_err *err)
{
    sqlite3_stmt *row =
        staith_ledger_db_prepare(ledger->db, RECORD_COLUMNS " FROM record r WHERE r.number = ?1");
    if (row == NULL) {
        return staith_ledger_db_fail(ledger->db, "reading the ledger", err);
    }
    (void)sqlite3_bind_int64(row, 1, (sqlite3_int64)number);
    int rc = 0;
    switch (sqlite3_step(row)) {
    case SQLITE_ROW:
        rc = take_record(ledger, row, arena, ret_record, err);
        break;
    case SQLITE_DONE:
        rc = STAITH_ERR_NOTFOUND;
        break;
    default:
        rc = staith_ledger_db_fail(ledger->db, "reading the ledger", err);
        break;
    }
    (void)sqlite3_finalize(row);
    return rc;
}

static const char *copy_text(sqlite3_stmt *row, int column, struct staith_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return staith_arena_strdup(arena, text == NULL ? "" : text);
}

static int take_note(sqlite3_stmt *row, struct staith_arena *arena, struct staith_ledger_note *note,
                     struct staith_err *err)
{
    note->source_name = copy_text(row, 7, arena);
    if (!copy_bytes(row, 8, note->source_hash, sizeof(note->source_hash))) {
        return damaged((uint64_t)sqlite3_column_int64(row, 0), err);
    }
    note->source_bytes = (uint64_t)sqlite3_column_int64(row, 9);
    note->observed = (uint64_t)sqlite3_column_int64(row, 10);
    note->cells_tallied = (uint32_t)sqlite3_column_int64(row, 11);
    note->cells_released = (uint32_t)sqlite3_column_int64(row, 12);
    note->cells_withheld = (uint32_t)sqlite3_column_int64(row, 13);
    note->errors = (uint32_t)sqlite3_column_int64(row, 14);
    note->queries = (uint32_t)sqlite3_column_int64(row, 15);
    note->approved_by = copy_text(row, 16, arena);
    note->decision_json = copy_text(row, 17, arena);
    if (note->source_name == NULL || note->approved_by == NULL || note->decision_json == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a record");
    }
    return 0;
}

static int take_entry(struct staith_ledger *ledger, sqlite3_stmt *row,
                      struct staith_ledger_entry *entry, struct staith_err *err)
{
    int rc = take_record(ledger, row, &ledger->read_arena, &entry->record, err);
    if (rc != 0) {
        return rc;
    }
    entry->appended_unix_ms = sqlite3_column_int64(row, 6);
    entry->has_note = sqlite3_column_type(row, 7) != SQLITE_NULL;
    return entry->has_note ? take_note(row, &ledger->read_arena, &entry->note, err) : 0;
}

int staith_ledger_read(struct staith_ledger *ledger, uint64_t number,
                       struct staith_ledger_entry *ret_entry, struct staith_err *err)
{
    sqlite3_stmt *row = staith_ledger_db_prepare(
        ledger->db, RECORD_COLUMNS
        ", n.source_name, n.source_hash, n.source_bytes, n.observed, n.cells_tallied,"
        " n.cells_released, n.cells_withheld, n.errors, n.queries, n.approved_by, n.decision"
        " FROM record r LEFT JOIN note n USING(number) WHERE r.number = ?1");
    if (row == NULL) {
        return staith_ledger_db_fail(ledger->db, "reading the ledger", err);
    }
    (void)sqlite3_bind_int64(row, 1, (sqlite3_int64)number);
    staith_arena_deinit(&ledger->read_arena);
    staith_arena_init(&ledger->read_arena, STAITH_LEDGER_ARENA_BYTES);
    struct staith_ledger_entry entry = {0};
    int rc = 0;
    switch (sqlite3_step(row)) {
    case SQLITE_ROW:
        rc = take_entry(ledger, row, &entry, err);
        break;
    case SQLITE_DONE:
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "the ledger has no record %llu",
                            (unsigned long long)number);
        break;
    default:
        rc = staith_ledger_db_fail(ledger->db, "reading the ledger", err);
        break;
    }
    (void)sqlite3_finalize(row);
    if (rc == 0) {
        rc = staith_receipts_of(ledger, number, &ledger->read_arena, &entry.received_unix_ms,
                                &entry.refused, &entry.refused_detail, err);
    }
    if (rc == 0) {
        rc = staith_receipts_standing(ledger, number, &ledger->read_arena, &entry, err);
    }
    if (rc == 0) {
        *ret_entry = entry;
    }
    return rc;
}

int staith_ledger_last(struct staith_ledger *ledger, uint64_t *ret_number)
{
    int64_t number = 0;
    int rc = staith_ledger_db_number(
        ledger->db,
        staith_ledger_db_prepare(ledger->db, "SELECT coalesce(max(number), 0) FROM record"),
        "reading the ledger", &number, NULL);
    if (rc == 0) {
        *ret_number = (uint64_t)number;
    }
    return rc;
}

int staith_ledger_hash(struct staith_ledger *ledger, uint64_t number,
                       uint8_t ret_hash[STAITH_HASH_BYTES])
{
    sqlite3_stmt *row =
        staith_ledger_db_prepare(ledger->db, "SELECT hash FROM record WHERE number = ?1");
    if (row == NULL) {
        return staith_ledger_db_fail(ledger->db, "reading the ledger", NULL);
    }
    (void)sqlite3_bind_int64(row, 1, (sqlite3_int64)number);
    int rc = 0;
    int step = sqlite3_step(row);
    if (step == SQLITE_DONE) {
        rc = STAITH_ERR_NOTFOUND;
    } else if (step != SQLITE_ROW) {
        rc = staith_ledger_db_fail(ledger->db, "reading the ledger", NULL);
    } else if (!copy_bytes(row, 0, ret_hash, STAITH_HASH_BYTES)) {
        rc = STAITH_ERR_VERIFY;
    }
    (void)sqlite3_finalize(row);
    return rc;
}

int staith_ledger_find_source(struct staith_ledger *ledger, const char *dataset,
                              const uint8_t source_hash[STAITH_HASH_BYTES], uint64_t *ret_number)
{
    int64_t number = 0;
    sqlite3_stmt *find = staith_ledger_db_prepare(
        ledger->db, "SELECT number FROM note WHERE dataset = ?1 AND source_hash = ?2"
                    " ORDER BY number DESC LIMIT 1");
    (void)sqlite3_bind_text(find, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(find, 2, source_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    int rc = staith_ledger_db_number(ledger->db, find, "reading the ledger", &number, NULL);
    if (rc == 0) {
        *ret_number = (uint64_t)number;
    }
    return rc;
}

/* A statement with two texts bound, stepped to its first row: its number. */
static int find_for_period(struct staith_ledger *ledger, const char *sql, const char *dataset,
                           const struct staith_period *period, uint64_t before,
                           uint64_t *ret_number)
{
    char code[STAITH_PERIOD_CODE_BYTES];
    int64_t number = 0;
    staith_period_format(period, code);
    sqlite3_stmt *find = staith_ledger_db_prepare(ledger->db, sql);
    (void)sqlite3_bind_text(find, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(find, 2, code, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(find, 3, before > INT64_MAX ? INT64_MAX : (sqlite3_int64)before);
    int rc = staith_ledger_db_number(ledger->db, find, "reading the ledger", &number, NULL);
    if (rc == 0) {
        *ret_number = (uint64_t)number;
    }
    return rc;
}

/* The newest record of a kind on a dataset and period. */
#define STAITH_NEWEST_OF(kind)                                                                     \
    "SELECT n.number FROM note n JOIN record r USING(number) WHERE n.dataset = ?1 AND"             \
    " n.period = ?2 AND n.number < ?3 AND r.kind = " kind " ORDER BY n.number DESC LIMIT 1"

int staith_ledger_find_release(struct staith_ledger *ledger, const char *dataset,
                               const struct staith_period *period, uint64_t *ret_number)
{
    return find_for_period(ledger, STAITH_NEWEST_OF("2"), dataset, period, UINT64_MAX, ret_number);
}

static int read_notice(struct staith_ledger *ledger, uint64_t number,
                       struct staith_notice *ret_notice)
{
    struct staith_arena arena;
    struct staith_record record = {0};
    staith_arena_init(&arena, STAITH_LEDGER_ARENA_BYTES);
    int rc = staith_ledger_read_record(ledger, number, &arena, &record, NULL);
    if (rc == 0) {
        rc = staith_codec_unpack_notice(record.payload, record.payload_len, ret_notice, NULL);
    }
    staith_arena_deinit(&arena);
    return rc;
}

int staith_ledger_find_notice(struct staith_ledger *ledger, const char *dataset,
                              const struct staith_period *period, enum staith_notice_kind kind,
                              uint64_t *ret_number, struct staith_notice *ret_notice)
{
    uint64_t number = UINT64_MAX;
    struct staith_notice notice = {0};
    int rc = 0;
    do {
        rc = find_for_period(ledger, STAITH_NEWEST_OF("3"), dataset, period, number, &number);
        rc = rc != 0 ? rc : read_notice(ledger, number, &notice);
    } while (rc == 0 && notice.kind != kind);
    if (rc == 0) {
        *ret_number = number;
        if (ret_notice != NULL) {
            *ret_notice = notice;
        }
    }
    return rc;
}

int staith_ledger_newest_notice(struct staith_ledger *ledger, uint64_t *ret_number,
                                struct staith_notice *ret_notice)
{
    int64_t number = 0;
    int rc = staith_ledger_db_number(
        ledger->db,
        staith_ledger_db_prepare(ledger->db, "SELECT number FROM record WHERE kind = 3"
                                             " ORDER BY number DESC LIMIT 1"),
        "reading the ledger", &number, NULL);
    rc = rc != 0 ? rc : read_notice(ledger, (uint64_t)number, ret_notice);
    if (rc == 0) {
        *ret_number = (uint64_t)number;
    }
    return rc;
}

int staith_ledger_withdrawn(struct staith_ledger *ledger, const char *dataset,
                            const struct staith_period *period, uint64_t *ret_number)
{
    uint64_t released = 0;
    uint64_t withdrawn = 0;
    int rc = staith_ledger_find_release(ledger, dataset, period, &released);
    if (rc == 0) {
        rc = staith_ledger_find_notice(ledger, dataset, period, STAITH_NOTICE_WITHDRAWAL,
                                       &withdrawn, NULL);
    }
    if (rc != 0) {
        return rc;
    }
    if (withdrawn < released) {
        return STAITH_ERR_NOTFOUND;
    }
    *ret_number = withdrawn;
    return 0;
}
