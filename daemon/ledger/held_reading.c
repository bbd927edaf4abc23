/* SPDX-License-Identifier: Apache-2.0 */
/* Reading what is held: copied out into an arena, the statement ended at once. */
#include "ledger/held_internal.h"

#include <string.h>

enum { ARENA_BYTES = 1 << 20, FIRST_NOTE_COLUMN = 10 };

static const char *copy_text(sqlite3_stmt *row, int column, struct staith_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return staith_arena_strdup(arena, text == NULL ? "" : text);
}

static const uint8_t *copy_blob(sqlite3_stmt *row, int column, struct staith_arena *arena,
                                size_t *ret_len)
{
    *ret_len = (size_t)sqlite3_column_bytes(row, column);
    return *ret_len == 0 ? NULL
                         : staith_arena_memdup(arena, sqlite3_column_blob(row, column), *ret_len);
}

static int damaged(uint64_t number, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_VERIFY, "held release %llu is damaged",
                         (unsigned long long)number);
    staith_err_remedy(err, "restore held.db from a copy");
    return STAITH_ERR_VERIFY;
}

static int take_note(sqlite3_stmt *row, struct staith_arena *arena, struct staith_ledger_note *note,
                     struct staith_err *err)
{
    if (sqlite3_column_bytes(row, FIRST_NOTE_COLUMN + 1) != STAITH_HASH_BYTES) {
        return damaged((uint64_t)sqlite3_column_int64(row, 0), err);
    }
    note->source_name = copy_text(row, FIRST_NOTE_COLUMN, arena);
    memcpy(note->source_hash, sqlite3_column_blob(row, FIRST_NOTE_COLUMN + 1), STAITH_HASH_BYTES);
    note->source_bytes = (uint64_t)sqlite3_column_int64(row, FIRST_NOTE_COLUMN + 2);
    note->observed = (uint64_t)sqlite3_column_int64(row, FIRST_NOTE_COLUMN + 3);
    note->cells_tallied = (uint32_t)sqlite3_column_int64(row, FIRST_NOTE_COLUMN + 4);
    note->cells_released = (uint32_t)sqlite3_column_int64(row, FIRST_NOTE_COLUMN + 5);
    note->cells_withheld = (uint32_t)sqlite3_column_int64(row, FIRST_NOTE_COLUMN + 6);
    note->errors = (uint32_t)sqlite3_column_int64(row, FIRST_NOTE_COLUMN + 7);
    note->queries = (uint32_t)sqlite3_column_int64(row, FIRST_NOTE_COLUMN + 8);
    note->decision_json = copy_text(row, FIRST_NOTE_COLUMN + 9, arena);
    note->approved_by = "";
    if (note->source_name == NULL || note->decision_json == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a held release");
    }
    return 0;
}

/* The bytes are there as long as the release may still leave, and where it was refused. */
static int take_bytes(sqlite3_stmt *row, struct staith_arena *arena, struct staith_held_item *item,
                      struct staith_err *err)
{
    bool kept = item->state != STAITH_HELD_LEFT && item->state != STAITH_HELD_REPLACED;
    item->release = copy_blob(row, FIRST_NOTE_COLUMN + 10, arena, &item->release_len);
    item->catalogue = copy_blob(row, FIRST_NOTE_COLUMN + 11, arena, &item->catalogue_len);
    if (kept && (item->release_len == 0 || item->catalogue_len == 0)) {
        return damaged(item->number, err);
    }
    if (kept && (item->release == NULL || item->catalogue == NULL)) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a held release");
    }
    return 0;
}

static int take_item(struct staith_held *held, sqlite3_stmt *row, struct staith_held_item *item,
                     struct staith_err *err)
{
    item->number = (uint64_t)sqlite3_column_int64(row, 0);
    int state = sqlite3_column_int(row, 1);
    item->dataset = copy_text(row, 2, &held->arena);
    const char *period = copy_text(row, 3, &held->arena);
    if (item->dataset == NULL || period == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a held release");
    }
    if (state < STAITH_HELD_WAITING || state > STAITH_HELD_REPLACED ||
        staith_period_parse(period, &item->period) != 0) {
        return damaged(item->number, err);
    }
    item->state = (enum staith_held_state)state;
    item->held_unix_ms = sqlite3_column_int64(row, 4);
    item->changed_unix_ms = sqlite3_column_int64(row, 5);
    item->leaves_unix_ms = sqlite3_column_int64(row, 6);
    item->ledger_number = (uint64_t)sqlite3_column_int64(row, 7);
    item->replaced_by = (uint64_t)sqlite3_column_int64(row, 8);
    item->replaces = (uint64_t)sqlite3_column_int64(row, 9);
    int rc = take_note(row, &held->arena, &item->note, err);
    return rc != 0 ? rc : take_bytes(row, &held->arena, item, err);
}

static int take_word(sqlite3_stmt *row, struct staith_arena *arena, struct staith_held_word *word,
                     struct staith_err *err)
{
    *word = (struct staith_held_word){
        .officer = copy_text(row, 0, arena),
        .role = copy_text(row, 1, arena),
        .reason = copy_text(row, 2, arena),
        .approves = sqlite3_column_int(row, 3) != 0,
        .at_unix_ms = sqlite3_column_int64(row, 4),
        .embargo_unix_ms = sqlite3_column_int64(row, 5),
    };
    if (word->officer == NULL || word->role == NULL || word->reason == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a held release");
    }
    return 0;
}

static int take_words(struct staith_held *held, struct staith_held_item *item,
                      struct staith_err *err)
{
    sqlite3_stmt *row =
        staith_ledger_db_prepare(held->db, "SELECT officer, role, reason, approves, at_ms,"
                                           " embargo_ms FROM word WHERE number = ?1 ORDER BY id");
    if (row == NULL) {
        return staith_ledger_db_fail(held->db, "reading the held releases", err);
    }
    (void)sqlite3_bind_int64(row, 1, (sqlite3_int64)item->number);
    int step = SQLITE_ROW;
    int rc = 0;
    while (rc == 0 && item->word_count < STAITH_HELD_MAX_WORDS &&
           (step = sqlite3_step(row)) == SQLITE_ROW) {
        rc = take_word(row, &held->arena, &item->words[item->word_count], err);
        item->word_count++;
    }
    if (rc == 0 && step != SQLITE_DONE && step != SQLITE_ROW) {
        rc = staith_ledger_db_fail(held->db, "reading the held releases", err);
    }
    (void)sqlite3_finalize(row);
    return rc;
}

int staith_held_read(struct staith_held *held, uint64_t number, struct staith_held_item *ret_item,
                     struct staith_err *err)
{
    sqlite3_stmt *row = staith_ledger_db_prepare(held->db, "SELECT * FROM held WHERE number = ?1");
    if (row == NULL) {
        return staith_ledger_db_fail(held->db, "reading the held releases", err);
    }
    (void)sqlite3_bind_int64(row, 1, (sqlite3_int64)number);
    staith_arena_deinit(&held->arena);
    staith_arena_init(&held->arena, ARENA_BYTES);
    struct staith_held_item item = {0};
    int rc = 0;
    switch (sqlite3_step(row)) {
    case SQLITE_ROW:
        rc = take_item(held, row, &item, err);
        break;
    case SQLITE_DONE:
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no held release %llu",
                            (unsigned long long)number);
        staith_err_remedy(err, "`staith held` lists them");
        break;
    default:
        rc = staith_ledger_db_fail(held->db, "reading the held releases", err);
        break;
    }
    (void)sqlite3_finalize(row);
    if (rc == 0) {
        rc = take_words(held, &item, err);
    }
    if (rc == 0) {
        *ret_item = item;
    }
    return rc;
}

int staith_held_next(struct staith_held *held, uint64_t after, bool all, uint64_t *ret_number)
{
    int64_t number = 0;
    sqlite3_stmt *find = staith_ledger_db_prepare(
        held->db, all ? "SELECT number FROM held WHERE number > ?1 ORDER BY number LIMIT 1"
                      : "SELECT number FROM held WHERE number > ?1 AND state IN (1, 2)"
                        " ORDER BY number LIMIT 1");
    (void)sqlite3_bind_int64(find, 1, (sqlite3_int64)after);
    int rc = staith_ledger_db_number(held->db, find, "reading the held releases", &number, NULL);
    if (rc == 0) {
        *ret_number = (uint64_t)number;
    }
    return rc;
}

int staith_held_find_source(struct staith_held *held, const char *dataset,
                            const uint8_t source_hash[STAITH_HASH_BYTES], uint64_t *ret_number)
{
    int64_t number = 0;
    sqlite3_stmt *find = staith_ledger_db_prepare(
        held->db, "SELECT number FROM held WHERE dataset = ?1 AND source_hash = ?2"
                  " ORDER BY number DESC LIMIT 1");
    (void)sqlite3_bind_text(find, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(find, 2, source_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    int rc = staith_ledger_db_number(held->db, find, "reading the held releases", &number, NULL);
    if (rc == 0) {
        *ret_number = (uint64_t)number;
    }
    return rc;
}

static int count_state(struct staith_held *held, const char *dataset, enum staith_held_state state,
                       uint32_t *ret_count)
{
    int64_t count = 0;
    sqlite3_stmt *find = staith_ledger_db_prepare(
        held->db, "SELECT count(*) FROM held WHERE state = ?1 AND state IN (1, 2)"
                  " AND (?2 IS NULL OR dataset = ?2)");
    (void)sqlite3_bind_int(find, 1, (int)state);
    (void)sqlite3_bind_text(find, 2, dataset, -1, SQLITE_STATIC);
    int rc = staith_ledger_db_number(held->db, find, "reading the held releases", &count, NULL);
    if (rc == 0) {
        *ret_count = (uint32_t)count;
    }
    return rc;
}

int staith_held_count(struct staith_held *held, const char *dataset, uint32_t *ret_waiting,
                      uint32_t *ret_approved)
{
    uint32_t waiting = 0;
    uint32_t approved = 0;
    int rc = count_state(held, dataset, STAITH_HELD_WAITING, &waiting);
    if (rc == 0) {
        rc = count_state(held, dataset, STAITH_HELD_APPROVED, &approved);
    }
    if (rc == 0) {
        *ret_waiting = waiting;
        *ret_approved = approved;
    }
    return rc;
}
