/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the region said of its own accord, as it came: numbered, chained and signed by the region,
 * so that a council can show what it was told. Beside it what each release's standing is now.
 */
#include "ledger/internal.h"

#include <string.h>

int staith_receipts_heard(struct staith_receipts *receipts, uint64_t *ret_epoch,
                          uint64_t *ret_number, uint8_t ret_hash[STAITH_HASH_BYTES])
{
    int rc = 0;
    sqlite3_stmt *get = staith_ledger_db_prepare(
        receipts->db, "SELECT region_epoch, number, hash FROM word ORDER BY id DESC LIMIT 1");
    if (get == NULL) {
        return staith_ledger_db_fail(receipts->db, "reading the region's words", NULL);
    }
    *ret_epoch = 0;
    *ret_number = 0;
    memset(ret_hash, 0, STAITH_HASH_BYTES);
    int step = sqlite3_step(get);
    if (step == SQLITE_ROW && sqlite3_column_bytes(get, 2) == STAITH_HASH_BYTES) {
        *ret_epoch = (uint64_t)sqlite3_column_int64(get, 0);
        *ret_number = (uint64_t)sqlite3_column_int64(get, 1);
        memcpy(ret_hash, sqlite3_column_blob(get, 2), STAITH_HASH_BYTES);
    } else if (step != SQLITE_DONE) {
        rc = step == SQLITE_ROW
                 ? STAITH_ERR_VERIFY
                 : staith_ledger_db_fail(receipts->db, "reading the region's words", NULL);
    }
    (void)sqlite3_finalize(get);
    return rc;
}

static int put_word(struct staith_receipts *receipts, const struct staith_record *word)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(
        receipts->db, "INSERT INTO word(region_epoch, number, kind, previous, hash, signature,"
                      " payload) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)word->epoch);
    (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)word->number);
    (void)sqlite3_bind_int(put, 3, (int)word->kind);
    (void)sqlite3_bind_blob(put, 4, word->previous, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 5, word->hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 6, word->signature, STAITH_SIGNATURE_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 7, word->payload, (int)word->payload_len, SQLITE_STATIC);
    return staith_ledger_db_done(receipts->db, put, "keeping a word of the region's", NULL);
}

static int put_standing(struct staith_receipts *receipts, const struct staith_verdict *verdict)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(
        receipts->db, "INSERT OR REPLACE INTO standing VALUES(?1, ?2, ?3, ?4, ?5)");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)verdict->epoch);
    (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)verdict->number);
    (void)sqlite3_bind_int(put, 3, (int)verdict->standing);
    (void)sqlite3_bind_text(put, 4, verdict->reason, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 5, verdict->at_unix_ms);
    return staith_ledger_db_done(receipts->db, put, "keeping a word of the region's", NULL);
}

static int put_comparison(struct staith_receipts *receipts, const struct staith_record *word,
                          const struct staith_comparison *comparison)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&comparison->period, period);
    sqlite3_stmt *put = staith_ledger_db_prepare(
        receipts->db, "INSERT OR REPLACE INTO comparison VALUES(?1, ?2, ?3,"
                      " (SELECT max(id) FROM word))");
    (void)sqlite3_bind_text(put, 1, comparison->dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(put, 2, period, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 3, word->payload, (int)word->payload_len, SQLITE_STATIC);
    return staith_ledger_db_done(receipts->db, put, "keeping a word of the region's", NULL);
}

static int put_handout(struct staith_receipts *receipts, const struct staith_record *word,
                       const struct staith_handout *handout)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(
        receipts->db, "INSERT OR REPLACE INTO handout VALUES(?1, ?2, (SELECT max(id) FROM word))");
    (void)sqlite3_bind_text(put, 1, handout->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 2, word->payload, (int)word->payload_len, SQLITE_STATIC);
    return staith_ledger_db_done(receipts->db, put, "keeping a word of the region's", NULL);
}

/* What a word says, read before anything of it is kept. */
struct said {
    struct staith_verdict verdict;
    struct staith_comparison comparison;
    struct staith_handout handout;
};

static int read_word(const struct staith_record *word, struct staith_arena *arena,
                     struct said *said)
{
    switch ((int)word->kind) {
    case STAITH_RECORD_VERDICT:
        return staith_codec_unpack_verdict(word->payload, word->payload_len, &said->verdict, NULL);
    case STAITH_RECORD_COMPARISON:
        return staith_codec_unpack_comparison(word->payload, word->payload_len, arena,
                                              &said->comparison, NULL);
    case STAITH_RECORD_HANDOUT:
        return staith_codec_unpack_handout(word->payload, word->payload_len, arena, &said->handout,
                                           NULL);
    default:
        return STAITH_ERR_SYNTAX; /* no word */
    }
}

static int put_said(struct staith_receipts *receipts, const struct staith_record *word,
                    const struct said *said)
{
    switch ((int)word->kind) {
    case STAITH_RECORD_VERDICT:
        return put_standing(receipts, &said->verdict);
    case STAITH_RECORD_COMPARISON:
        return put_comparison(receipts, word, &said->comparison);
    default:
        return put_handout(receipts, word, &said->handout);
    }
}

static int keep(struct staith_receipts *receipts, const struct staith_record *word,
                const struct said *said)
{
    if (sqlite3_exec(receipts->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        return staith_ledger_db_fail(receipts->db, "keeping a word of the region's", NULL);
    }
    int rc = put_word(receipts, word);
    if (rc == 0) {
        rc = put_said(receipts, word, said);
    }
    if (rc == 0 && sqlite3_exec(receipts->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(receipts->db, "keeping a word of the region's", NULL);
    }
    if (rc != 0) {
        (void)sqlite3_exec(receipts->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

int staith_receipts_hear(struct staith_receipts *receipts, const struct staith_record *word)
{
    struct staith_arena arena;
    struct said said;
    staith_arena_init(&arena, STAITH_LEDGER_ARENA_BYTES);
    int rc = read_word(word, &arena, &said);
    rc = rc != 0 ? rc : keep(receipts, word, &said);
    staith_arena_deinit(&arena);
    return rc;
}

int staith_receipts_handout_last(struct staith_receipts *receipts, uint64_t *ret_last)
{
    int64_t last = 0;
    int rc = staith_ledger_db_number(
        receipts->db,
        staith_ledger_db_prepare(receipts->db, "SELECT coalesce(max(id), 0) FROM handout"),
        "reading the region's words", &last, NULL);
    *ret_last = (uint64_t)last;
    return rc;
}

int staith_receipts_handout(struct staith_receipts *receipts, const char *name,
                            struct staith_arena *arena, struct staith_handout *ret_handout,
                            struct staith_err *err)
{
    sqlite3_stmt *get =
        staith_ledger_db_prepare(receipts->db, "SELECT payload FROM handout WHERE name = ?1");
    if (get == NULL) {
        return staith_ledger_db_fail(receipts->db, "reading the region's words", err);
    }
    (void)sqlite3_bind_text(get, 1, name, -1, SQLITE_STATIC);
    int rc = 0;
    int step = sqlite3_step(get);
    if (step == SQLITE_ROW) {
        rc = staith_codec_unpack_handout(sqlite3_column_blob(get, 0),
                                         (size_t)sqlite3_column_bytes(get, 0), arena, ret_handout,
                                         err);
    } else if (step == SQLITE_DONE) {
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "the region has not handed out \"%.63s\" yet",
                            name);
    } else {
        rc = staith_ledger_db_fail(receipts->db, "reading the region's words", err);
    }
    (void)sqlite3_finalize(get);
    return rc;
}

int staith_ledger_comparison(struct staith_ledger *ledger, const char *dataset,
                             struct staith_arena *arena, struct staith_comparison *ret_comparison,
                             struct staith_err *err)
{
    int rc = staith_receipts_ready(ledger, err);
    if (rc == STAITH_ERR_NOTFOUND) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "the region has said nothing yet");
    }
    if (rc != 0) {
        return rc;
    }
    sqlite3 *db = ledger->receipts->db;
    sqlite3_stmt *get = staith_ledger_db_prepare(
        db, "SELECT payload FROM comparison WHERE dataset = ?1 ORDER BY id DESC LIMIT 1");
    if (get == NULL) {
        return staith_ledger_db_fail(db, "reading the region's words", err);
    }
    (void)sqlite3_bind_text(get, 1, dataset, -1, SQLITE_STATIC);
    int step = sqlite3_step(get);
    if (step == SQLITE_ROW) {
        rc = staith_codec_unpack_comparison(sqlite3_column_blob(get, 0),
                                            (size_t)sqlite3_column_bytes(get, 0), arena,
                                            ret_comparison, err);
    } else if (step == SQLITE_DONE) {
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND,
                            "the region has not told how \"%.60s\" compares", dataset);
    } else {
        rc = staith_ledger_db_fail(db, "reading the region's words", err);
    }
    (void)sqlite3_finalize(get);
    return rc;
}

int staith_receipts_standing(struct staith_ledger *ledger, uint64_t number,
                             struct staith_arena *arena, struct staith_ledger_entry *entry,
                             struct staith_err *err)
{
    int rc = staith_receipts_ready(ledger, err);
    if (rc != 0) {
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    sqlite3 *db = ledger->receipts->db;
    sqlite3_stmt *get = staith_ledger_db_prepare(
        db, "SELECT standing, reason, at_ms FROM standing WHERE epoch = ?1 AND number = ?2");
    if (get == NULL) {
        return staith_ledger_db_fail(db, "reading the region's words", err);
    }
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)ledger->epoch);
    (void)sqlite3_bind_int64(get, 2, (sqlite3_int64)number);
    int step = sqlite3_step(get);
    if (step == SQLITE_ROW) {
        const char *reason = (const char *)sqlite3_column_text(get, 1);
        entry->standing = (uint32_t)sqlite3_column_int(get, 0);
        entry->standing_reason = staith_arena_strdup(arena, reason == NULL ? "" : reason);
        entry->standing_unix_ms = sqlite3_column_int64(get, 2);
        rc = entry->standing_reason == NULL ? STAITH_ERR_NOMEM : 0;
    } else if (step != SQLITE_DONE) {
        rc = staith_ledger_db_fail(db, "reading the region's words", err);
    }
    (void)sqlite3_finalize(get);
    return rc;
}

int staith_ledger_sent_back(struct staith_ledger *ledger, uint64_t *ret_count)
{
    int64_t count = 0;
    *ret_count = 0;
    int rc = staith_receipts_ready(ledger, NULL);
    if (rc != 0) {
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    sqlite3 *db = ledger->receipts->db;
    sqlite3_stmt *get = staith_ledger_db_prepare(
        db, "SELECT count(*) FROM standing WHERE epoch = ?1 AND standing = 2");
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)ledger->epoch);
    rc = staith_ledger_db_number(db, get, "reading the region's words", &count, NULL);
    if (rc == 0) {
        *ret_count = (uint64_t)count;
    }
    return rc;
}
