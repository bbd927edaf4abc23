/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping and deciding. Everything that belongs to one step is one transaction, so that a daemon
 * killed at any moment finds either none of the step or all of it (H4).
 *
 * The bytes of a release are dropped when it has left (they stand in the ledger) and when a newer
 * run took its place (they never left); those of a refused one stay, as the account of what was
 * refused.
 */
#include "ledger/held_internal.h"

#include <stdlib.h>
#include <string.h>

static const char schema[] =
    "CREATE TABLE held(number INTEGER PRIMARY KEY AUTOINCREMENT, state INTEGER NOT NULL,"
    " dataset TEXT NOT NULL, period TEXT NOT NULL, held_ms INTEGER NOT NULL,"
    " changed_ms INTEGER NOT NULL, leaves_ms INTEGER NOT NULL, ledger_number INTEGER NOT NULL,"
    " replaced_by INTEGER NOT NULL, replaces INTEGER NOT NULL,"
    " source_name TEXT NOT NULL, source_hash BLOB NOT NULL, source_bytes INTEGER NOT NULL,"
    " observed INTEGER NOT NULL, cells_tallied INTEGER NOT NULL, cells_released INTEGER NOT NULL,"
    " cells_withheld INTEGER NOT NULL, errors INTEGER NOT NULL, queries INTEGER NOT NULL,"
    " decision TEXT NOT NULL, release BLOB, catalogue BLOB);"
    "CREATE UNIQUE INDEX held_open ON held(dataset, period) WHERE state IN (1, 2);"
    "CREATE INDEX held_source ON held(dataset, source_hash, number);"
    "CREATE TRIGGER held_back BEFORE UPDATE OF state ON held WHEN old.state > 2"
    " OR (old.state = 2 AND new.state = 1) OR (old.state = 1 AND new.state = 3)"
    " BEGIN SELECT RAISE(ABORT, 'a decision is not taken back'); END;"
    "CREATE TRIGGER held_delete BEFORE DELETE ON held"
    " BEGIN SELECT RAISE(ABORT, 'the account is kept'); END;"
    "CREATE TABLE word(id INTEGER PRIMARY KEY, number INTEGER NOT NULL, officer TEXT NOT NULL,"
    " role TEXT NOT NULL, reason TEXT NOT NULL, approves INTEGER NOT NULL, at_ms INTEGER NOT NULL,"
    " embargo_ms INTEGER NOT NULL);"
    "CREATE INDEX word_number ON word(number, id);"
    "CREATE TRIGGER word_update BEFORE UPDATE ON word"
    " BEGIN SELECT RAISE(ABORT, 'the account is kept'); END;"
    "CREATE TRIGGER word_delete BEFORE DELETE ON word"
    " BEGIN SELECT RAISE(ABORT, 'the account is kept'); END;"
    "CREATE TABLE switch(dataset TEXT PRIMARY KEY, held INTEGER NOT NULL, at_ms INTEGER NOT NULL)"
    " WITHOUT ROWID;";

static int open_db(const char *folder, bool write, struct staith_held **ret_held,
                   struct staith_err *err)
{
    struct staith_held *held = calloc(1, sizeof(*held));
    if (held == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the held releases");
    }
    int rc = staith_ledger_db_open(folder, "held.db", write, schema, &held->db, err);
    if (rc != 0) {
        free(held);
        return rc;
    }
    *ret_held = held;
    return 0;
}

int staith_held_open(const char *folder, struct staith_held **ret_held, struct staith_err *err)
{
    return open_db(folder, true, ret_held, err);
}

int staith_held_open_reader(const char *folder, struct staith_held **ret_held,
                            struct staith_err *err)
{
    return open_db(folder, false, ret_held, err);
}

void staith_held_close(struct staith_held *held)
{
    if (held != NULL) {
        (void)sqlite3_close(held->db);
        staith_arena_deinit(&held->arena);
        free(held);
    }
}

static int begin(struct staith_held *held, struct staith_err *err)
{
    if (sqlite3_exec(held->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        return staith_ledger_db_fail(held->db, "writing the held releases", err);
    }
    return 0;
}

/* Commit when all went well, else undo; what went wrong first is what is reported. */
static int finish(struct staith_held *held, int rc, struct staith_err *err)
{
    if (rc == 0 && sqlite3_exec(held->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(held->db, "writing the held releases", err);
    }
    if (rc != 0) {
        (void)sqlite3_exec(held->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

static int done(struct staith_held *held, sqlite3_stmt *statement, struct staith_err *err)
{
    return staith_ledger_db_done(held->db, statement, "writing the held releases", err);
}

/* ---- keeping ---- */

/* Close the open one of a dataset and period, inside a transaction. */
static int replace_open(struct staith_held *held, const char *dataset, const char *period,
                        int64_t now, uint64_t *ret_replaced, struct staith_err *err)
{
    int64_t number = 0;
    sqlite3_stmt *find = staith_ledger_db_prepare(
        held->db, "SELECT number FROM held WHERE dataset = ?1 AND period = ?2 AND state IN (1, 2)");
    (void)sqlite3_bind_text(find, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(find, 2, period, -1, SQLITE_STATIC);
    int rc = staith_ledger_db_number(held->db, find, "reading the held releases", &number, err);
    if (rc != 0) {
        *ret_replaced = 0;
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    sqlite3_stmt *put = staith_ledger_db_prepare(
        held->db, "UPDATE held SET state = 5, changed_ms = ?2, release = NULL, catalogue = NULL"
                  " WHERE number = ?1");
    (void)sqlite3_bind_int64(put, 1, number);
    (void)sqlite3_bind_int64(put, 2, now);
    rc = done(held, put, err);
    if (rc == 0) {
        *ret_replaced = (uint64_t)number;
    }
    return rc;
}

static int insert(struct staith_held *held, const struct staith_release *release,
                  const char *period, const struct staith_ledger_note *note,
                  const struct staith_buf packed[2], int64_t now, uint64_t replaces,
                  struct staith_err *err)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(
        held->db, "INSERT INTO held VALUES(NULL, 1, ?1, ?2, ?3, ?3, 0, 0, 0, ?4, ?5, ?6, ?7, ?8,"
                  " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
    (void)sqlite3_bind_text(put, 1, staith_release_dataset(release), -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(put, 2, period, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 3, now);
    (void)sqlite3_bind_int64(put, 4, (sqlite3_int64)replaces);
    (void)sqlite3_bind_text(put, 5, note->source_name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 6, note->source_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 7, (sqlite3_int64)note->source_bytes);
    (void)sqlite3_bind_int64(put, 8, (sqlite3_int64)note->observed);
    (void)sqlite3_bind_int64(put, 9, note->cells_tallied);
    (void)sqlite3_bind_int64(put, 10, note->cells_released);
    (void)sqlite3_bind_int64(put, 11, note->cells_withheld);
    (void)sqlite3_bind_int64(put, 12, note->errors);
    (void)sqlite3_bind_int64(put, 13, note->queries);
    (void)sqlite3_bind_text(put, 14, note->decision_json, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 15, packed[0].data, (int)packed[0].len, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 16, packed[1].data, (int)packed[1].len, SQLITE_STATIC);
    return done(held, put, err);
}

static int set_replaced_by(struct staith_held *held, uint64_t number, uint64_t by,
                           struct staith_err *err)
{
    sqlite3_stmt *put =
        staith_ledger_db_prepare(held->db, "UPDATE held SET replaced_by = ?2 WHERE number = ?1");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)number);
    (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)by);
    return done(held, put, err);
}

/* packed[0]: the release, packed[1]: its catalogue, which the ledger will ask for. */
static int pack(const struct staith_release *release, const struct staith_catalogue *catalogue,
                struct staith_buf packed[2], struct staith_err *err)
{
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_codec_pack_release(release, &packed[0]);
    if (rc == 0) {
        rc = staith_codec_pack_catalogue(catalogue, &packed[1]);
    }
    if (rc != 0) {
        return staith_err_set(err, rc, "release or catalogue cannot be packed: %s",
                              staith_err_words(rc));
    }
    staith_codec_hash(packed[1].data, packed[1].len, hash);
    if (memcmp(hash, staith_release_catalogue_hash(release), sizeof(hash)) != 0) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the release names another catalogue");
    }
    return 0;
}

int staith_held_put(struct staith_held *held, const struct staith_release *release,
                    const struct staith_catalogue *catalogue, const struct staith_ledger_note *note,
                    int64_t now_unix_ms, uint64_t *ret_number, uint64_t *ret_replaced,
                    struct staith_err *err)
{
    struct staith_buf packed[2];
    char period[STAITH_PERIOD_CODE_BYTES];
    uint64_t number = 0;
    uint64_t replaced = 0;
    staith_period_format(staith_release_period(release), period);
    staith_buf_init(&packed[0], STAITH_CODEC_MAX_BYTES);
    staith_buf_init(&packed[1], STAITH_CODEC_MAX_BYTES);
    int rc = pack(release, catalogue, packed, err);
    if (rc == 0) {
        rc = begin(held, err);
    }
    if (rc != 0) {
        goto out;
    }
    rc = replace_open(held, staith_release_dataset(release), period, now_unix_ms, &replaced, err);
    if (rc == 0) {
        rc = insert(held, release, period, note, packed, now_unix_ms, replaced, err);
    }
    if (rc == 0) {
        number = (uint64_t)sqlite3_last_insert_rowid(held->db);
        rc = replaced == 0 ? 0 : set_replaced_by(held, replaced, number, err);
    }
    rc = finish(held, rc, err);
    if (rc == 0) {
        *ret_number = number;
        *ret_replaced = replaced;
    }
out:
    staith_buf_deinit(&packed[0]);
    staith_buf_deinit(&packed[1]);
    return rc;
}

int staith_held_replace(struct staith_held *held, const char *dataset,
                        const struct staith_period *period, int64_t now_unix_ms,
                        uint64_t *ret_replaced, struct staith_err *err)
{
    char code[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(period, code);
    return replace_open(held, dataset, code, now_unix_ms, ret_replaced, err);
}

/* ---- deciding ---- */

static int state_of(struct staith_held *held, uint64_t number, enum staith_held_state *ret_state,
                    struct staith_err *err)
{
    int64_t state = 0;
    sqlite3_stmt *find =
        staith_ledger_db_prepare(held->db, "SELECT state FROM held WHERE number = ?1");
    (void)sqlite3_bind_int64(find, 1, (sqlite3_int64)number);
    int rc = staith_ledger_db_number(held->db, find, "reading the held releases", &state, err);
    if (rc == STAITH_ERR_NOTFOUND) {
        return staith_err_set(err, rc, "there is no held release %llu", (unsigned long long)number);
    }
    if (rc == 0) {
        *ret_state = (enum staith_held_state)state;
    }
    return rc;
}

static int check_say(struct staith_held *held, uint64_t number, enum staith_held_state state,
                     struct staith_err *err)
{
    enum staith_held_state was = STAITH_HELD_WAITING;
    int64_t words = 0;
    int rc = state_of(held, number, &was, err);
    if (rc != 0) {
        return rc;
    }
    bool may =
        was == STAITH_HELD_WAITING || (was == STAITH_HELD_APPROVED && state == STAITH_HELD_REFUSED);
    if (!may) {
        return staith_err_set(err, STAITH_ERR_STATE, "held release %llu is decided already",
                              (unsigned long long)number);
    }
    sqlite3_stmt *count =
        staith_ledger_db_prepare(held->db, "SELECT count(*) FROM word WHERE number = ?1");
    (void)sqlite3_bind_int64(count, 1, (sqlite3_int64)number);
    rc = staith_ledger_db_number(held->db, count, "reading the held releases", &words, err);
    if (rc == 0 && words >= STAITH_HELD_MAX_WORDS) {
        rc = staith_err_set(err, STAITH_ERR_LIMIT, "too much was said of held release %llu",
                            (unsigned long long)number);
    }
    return rc;
}

int staith_held_say(struct staith_held *held, uint64_t number, const struct staith_held_word *word,
                    enum staith_held_state state, int64_t leaves_unix_ms, struct staith_err *err)
{
    int rc = begin(held, err);
    if (rc != 0) {
        return rc;
    }
    rc = check_say(held, number, state, err);
    if (rc == 0) {
        sqlite3_stmt *put = staith_ledger_db_prepare(
            held->db, "INSERT INTO word VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)number);
        (void)sqlite3_bind_text(put, 2, word->officer, -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(put, 3, word->role, -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(put, 4, word->reason, -1, SQLITE_STATIC);
        (void)sqlite3_bind_int(put, 5, word->approves ? 1 : 0);
        (void)sqlite3_bind_int64(put, 6, word->at_unix_ms);
        (void)sqlite3_bind_int64(put, 7, word->embargo_unix_ms);
        rc = done(held, put, err);
    }
    if (rc == 0) {
        sqlite3_stmt *put = staith_ledger_db_prepare(
            held->db,
            "UPDATE held SET state = ?2, changed_ms = ?3, leaves_ms = ?4 WHERE number = ?1");
        (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)number);
        (void)sqlite3_bind_int(put, 2, (int)state);
        (void)sqlite3_bind_int64(put, 3, word->at_unix_ms);
        (void)sqlite3_bind_int64(put, 4, leaves_unix_ms);
        rc = done(held, put, err);
    }
    return finish(held, rc, err);
}

int staith_held_leave(struct staith_held *held, uint64_t number, uint64_t ledger_number,
                      int64_t now_unix_ms, struct staith_err *err)
{
    enum staith_held_state was = STAITH_HELD_WAITING;
    int rc = state_of(held, number, &was, err);
    if (rc != 0) {
        return rc;
    }
    if (was != STAITH_HELD_APPROVED) {
        return staith_err_set(err, STAITH_ERR_STATE, "held release %llu is not approved",
                              (unsigned long long)number);
    }
    sqlite3_stmt *put = staith_ledger_db_prepare(
        held->db, "UPDATE held SET state = 3, changed_ms = ?2, ledger_number = ?3, release = NULL,"
                  " catalogue = NULL WHERE number = ?1");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)number);
    (void)sqlite3_bind_int64(put, 2, now_unix_ms);
    (void)sqlite3_bind_int64(put, 3, (sqlite3_int64)ledger_number);
    return done(held, put, err);
}

/* ---- the switch ---- */

int staith_held_set_switch(struct staith_held *held, const char *dataset, bool on,
                           int64_t now_unix_ms, struct staith_err *err)
{
    sqlite3_stmt *put =
        staith_ledger_db_prepare(held->db, "INSERT OR REPLACE INTO switch VALUES(?1, ?2, ?3)");
    (void)sqlite3_bind_text(put, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int(put, 2, on ? 1 : 0);
    (void)sqlite3_bind_int64(put, 3, now_unix_ms);
    return done(held, put, err);
}

int staith_held_get_switch(struct staith_held *held, const char *dataset, bool *ret_on,
                           struct staith_err *err)
{
    int64_t on = 0;
    sqlite3_stmt *find =
        staith_ledger_db_prepare(held->db, "SELECT held FROM switch WHERE dataset = ?1");
    (void)sqlite3_bind_text(find, 1, dataset, -1, SQLITE_STATIC);
    int rc = staith_ledger_db_number(held->db, find, "reading the held releases", &on, err);
    if (rc == 0 || rc == STAITH_ERR_NOTFOUND) {
        *ret_on = on != 0;
        return 0;
    }
    return rc;
}
