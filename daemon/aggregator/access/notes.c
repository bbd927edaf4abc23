/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log. Each entry's chain is the hash of the one before it and of its own fields: what is taken
 * out or changed behind the file's back does not fit any more.
 */
#include "aggregator/access/internal.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES = 257, TEXTS = 6 };

/** An entry with texts of its own. */
struct note {
    int64_t at_unix_ms;
    char texts[TEXTS][TEXT_BYTES]; /**< who, council, peer, action, what, outcome */
};

/* One line of plain UTF-8: a log is read on terminals. */
static void clean(const char *from, char out[TEXT_BYTES])
{
    size_t at = 0;
    size_t len = strlen(from);
    for (size_t i = 0; i < len && at < TEXT_BYTES - 1;) {
        size_t step = staith_utf8_step(from + i, len - i);
        bool plain = step > 0 && !(step == 1 && ((unsigned char)from[i] < 0x20 || from[i] == 0x7f));
        if (plain && at + step > TEXT_BYTES - 1) {
            break;
        }
        if (plain) {
            memcpy(out + at, from + i, step);
        } else {
            out[at] = '?';
        }
        at += plain ? step : 1;
        i += step > 0 ? step : 1;
    }
    out[at] = '\0';
}

static void chain(const uint8_t previous[STAITH_ACCESS_HASH_BYTES], const struct note *note,
                  uint8_t ret[STAITH_ACCESS_HASH_BYTES])
{
    crypto_generichash_state state;
    char at[32];
    (void)snprintf(at, sizeof(at), "%lld", (long long)note->at_unix_ms);
    (void)crypto_generichash_init(&state, NULL, 0, STAITH_ACCESS_HASH_BYTES);
    (void)crypto_generichash_update(&state, previous, STAITH_ACCESS_HASH_BYTES);
    (void)crypto_generichash_update(&state, (const unsigned char *)at, strlen(at) + 1);
    for (size_t i = 0; i < TEXTS; i++) {
        (void)crypto_generichash_update(&state, (const unsigned char *)note->texts[i],
                                        strlen(note->texts[i]) + 1);
    }
    (void)crypto_generichash_final(&state, ret, STAITH_ACCESS_HASH_BYTES);
}

static int last_chain(struct staith_access *access, uint8_t ret[STAITH_ACCESS_HASH_BYTES],
                      struct staith_err *err)
{
    memset(ret, 0, STAITH_ACCESS_HASH_BYTES);
    sqlite3_stmt *statement = staith_access_prepare(
        access, "SELECT chain FROM note ORDER BY id DESC LIMIT 1", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == STAITH_ACCESS_HASH_BYTES) {
        memcpy(ret, sqlite3_column_blob(statement, 0), STAITH_ACCESS_HASH_BYTES);
    }
    (void)sqlite3_finalize(statement);
    return result == SQLITE_ROW || result == SQLITE_DONE
               ? 0
               : staith_access_fail(access, "reading the log", err);
}

static int put(struct staith_access *access, const struct note *note, struct staith_err *err)
{
    uint8_t previous[STAITH_ACCESS_HASH_BYTES];
    uint8_t own[STAITH_ACCESS_HASH_BYTES];
    const char *texts[TEXTS];
    int code = last_chain(access, previous, err);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i] = note->texts[i];
    }
    chain(previous, note, own);
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "INSERT INTO note(who, council, peer, action, what, outcome, at_unix_ms, chain)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        TEXTS, texts, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 7, note->at_unix_ms);
    (void)sqlite3_bind_blob(statement, 8, own, sizeof(own), SQLITE_TRANSIENT);
    return staith_access_run(access, statement, NULL, "writing the log", err);
}

int staith_access_note(struct staith_access *access, const struct staith_access_entry *entry,
                       struct staith_err *err)
{
    struct note note = {.at_unix_ms = staith_access_now(access)};
    clean(entry->who, note.texts[0]);
    clean(entry->council, note.texts[1]);
    clean(entry->peer, note.texts[2]);
    clean(entry->action, note.texts[3]);
    clean(entry->what, note.texts[4]);
    clean(entry->outcome, note.texts[5]);
    if (sqlite3_exec(access->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        return staith_access_fail(access, "writing the log", err);
    }
    int code = put(access, &note, err);
    if (code == 0 && sqlite3_exec(access->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        code = staith_access_fail(access, "writing the log", err);
    }
    if (sqlite3_get_autocommit(access->db) == 0) {
        (void)sqlite3_exec(access->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

static void note_of(sqlite3_stmt *statement, struct note *note)
{
    note->at_unix_ms = sqlite3_column_int64(statement, 0);
    for (int i = 0; i < TEXTS; i++) {
        staith_access_text(statement, i + 1, note->texts[i], TEXT_BYTES);
    }
}

#define NOTES "SELECT at_unix_ms, who, council, peer, action, what, outcome, chain FROM note"

int staith_access_notes(struct staith_access *access, int64_t from_unix_ms,
                        int (*fn)(void *ctx, const struct staith_access_entry *entry), void *ctx,
                        struct staith_err *err)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, NOTES " WHERE at_unix_ms >= ?1 ORDER BY id", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int code = 0;
    (void)sqlite3_bind_int64(statement, 1, from_unix_ms);
    int result = sqlite3_step(statement);
    for (; result == SQLITE_ROW && code == 0;
         result = code == 0 ? sqlite3_step(statement) : result) {
        struct note note;
        note_of(statement, &note);
        const struct staith_access_entry entry = {note.at_unix_ms, note.texts[0], note.texts[1],
                                                  note.texts[2],   note.texts[3], note.texts[4],
                                                  note.texts[5]};
        code = fn(ctx, &entry);
    }
    if (code == 0 && result != SQLITE_DONE) {
        code = staith_access_fail(access, "reading the log", err);
    }
    (void)sqlite3_finalize(statement);
    return code;
}

int staith_access_notes_verify(struct staith_access *access, uint64_t *ret_count,
                               struct staith_err *err)
{
    uint8_t previous[STAITH_ACCESS_HASH_BYTES] = {0};
    uint64_t count = 0;
    sqlite3_stmt *statement = staith_access_prepare(access, NOTES " ORDER BY id", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int code = 0;
    int result = sqlite3_step(statement);
    for (; result == SQLITE_ROW && code == 0;
         result = code == 0 ? sqlite3_step(statement) : result) {
        struct note note;
        note_of(statement, &note);
        chain(previous, &note, previous);
        if (sqlite3_column_bytes(statement, 7) != STAITH_ACCESS_HASH_BYTES ||
            memcmp(sqlite3_column_blob(statement, 7), previous, sizeof(previous)) != 0) {
            code = staith_err_set(err, STAITH_ERR_VERIFY,
                                  "entry %llu of the log is not what was written",
                                  (unsigned long long)count + 1);
        }
        count += code == 0 ? 1 : 0;
    }
    if (code == 0 && result != SQLITE_DONE) {
        code = staith_access_fail(access, "reading the log", err);
    }
    (void)sqlite3_finalize(statement);
    *ret_count = count;
    return code;
}
