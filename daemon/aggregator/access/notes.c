/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log. Each entry's chain is the hash of the one before it and of its own fields: what is taken
 * out or changed behind the file's back does not fit any more. How many there are, and the last
 * chain, stand beside them: a log that was cut off does not fit either. Whoever rewrites all of it
 * is seen by a head that somebody kept elsewhere.
 */
#include "aggregator/access/internal.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES = 257, WHAT_BYTES = 2049, TEXTS = 6, WHAT = 4 };

/** An entry with texts of its own. */
struct note {
    int64_t at_unix_ms;
    char texts[TEXTS][WHAT_BYTES]; /**< who, council, peer, action, what, outcome */
};

/* What somebody chose stands in an export's address, which may be long. */
static size_t room_of(size_t text)
{
    return text == WHAT ? WHAT_BYTES : TEXT_BYTES;
}

/* One line of plain UTF-8: a log is read on terminals. */
static void clean(const char *from, char *out, size_t cap)
{
    size_t at = 0;
    size_t len = strlen(from);
    for (size_t i = 0; i < len && at < cap - 1;) {
        size_t step = staith_utf8_step(from + i, len - i);
        bool plain = step > 0 && !staith_utf8_is_control(from + i, step);
        if (plain && at + step > cap - 1) {
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

/* The head, behind the entry that was just put. */
static int move_head(struct staith_access *access, const uint8_t own[STAITH_ACCESS_HASH_BYTES],
                     struct staith_err *err)
{
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE head SET count = count + 1, chain = ?1", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_blob(statement, 1, own, STAITH_ACCESS_HASH_BYTES, SQLITE_TRANSIENT);
    return staith_access_run(access, statement, NULL, "writing the log", err);
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
    code = staith_access_run(access, statement, NULL, "writing the log", err);
    return code != 0 ? code : move_head(access, own, err);
}

int staith_access_note(struct staith_access *access, const struct staith_access_entry *entry,
                       struct staith_err *err)
{
    struct note note = {.at_unix_ms = staith_access_now(access)};
    const char *const texts[TEXTS] = {entry->who,    entry->council, entry->peer,
                                      entry->action, entry->what,    entry->outcome};
    for (size_t i = 0; i < TEXTS; i++) {
        clean(texts[i], note.texts[i], room_of(i));
    }
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
        staith_access_text(statement, i + 1, note->texts[i], room_of((size_t)i));
    }
}

#define NOTES "SELECT at_unix_ms, who, council, peer, action, what, outcome, chain FROM note"

/* Call `fn` for the rows of a statement, which is finalized. */
static int each(struct staith_access *access, sqlite3_stmt *statement,
                int (*fn)(void *ctx, const struct staith_access_entry *entry), void *ctx,
                struct staith_err *err)
{
    int code = 0;
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

int staith_access_notes(struct staith_access *access, int64_t from_unix_ms,
                        int (*fn)(void *ctx, const struct staith_access_entry *entry), void *ctx,
                        struct staith_err *err)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, NOTES " WHERE at_unix_ms >= ?1 ORDER BY id", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 1, from_unix_ms);
    return each(access, statement, fn, ctx, err);
}

int staith_access_newest_notes(struct staith_access *access, unsigned most,
                               int (*fn)(void *ctx, const struct staith_access_entry *entry),
                               void *ctx, struct staith_err *err)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, NOTES " ORDER BY id DESC LIMIT ?1", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 1, (sqlite3_int64)most);
    return each(access, statement, fn, ctx, err);
}

/* What to do about it; the code of `err`. */
static int suspect(struct staith_err *err)
{
    staith_err_remedy(err, "compare with a copy of access.db, and find out who could write to it");
    return STAITH_ERR_VERIFY;
}

int staith_access_head(struct staith_access *access, struct staith_access_head *ret_head,
                       struct staith_err *err)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, "SELECT count, lower(hex(chain)) FROM head", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int code = 0;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        ret_head->count = (uint64_t)sqlite3_column_int64(statement, 0);
        staith_access_text(statement, 1, ret_head->chain, sizeof(ret_head->chain));
    } else {
        code = staith_access_fail(access, "reading the log", err);
    }
    (void)sqlite3_finalize(statement);
    return code;
}

static int verify_entry(sqlite3_stmt *statement, const struct staith_access_head *known,
                        uint8_t previous[STAITH_ACCESS_HASH_BYTES], struct staith_access_head *head,
                        struct staith_err *err)
{
    struct note note;
    note_of(statement, &note);
    chain(previous, &note, previous);
    if (sqlite3_column_bytes(statement, 7) != STAITH_ACCESS_HASH_BYTES ||
        memcmp(sqlite3_column_blob(statement, 7), previous, STAITH_ACCESS_HASH_BYTES) != 0) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY,
                             "entry %llu of the log is not what was written",
                             (unsigned long long)head->count + 1);
        return suspect(err);
    }
    head->count++;
    (void)sodium_bin2hex(head->chain, sizeof(head->chain), previous, STAITH_ACCESS_HASH_BYTES);
    if (known != NULL && known->count == head->count && strcmp(known->chain, head->chain) != 0) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY,
                             "entry %llu of the log is not the one of the head that was given",
                             (unsigned long long)head->count);
        return suspect(err);
    }
    return 0;
}

static int verify_entries(struct staith_access *access, const struct staith_access_head *known,
                          struct staith_access_head *head, struct staith_err *err)
{
    uint8_t previous[STAITH_ACCESS_HASH_BYTES] = {0};
    *head = (struct staith_access_head){0, ""};
    (void)sodium_bin2hex(head->chain, sizeof(head->chain), previous, sizeof(previous));
    sqlite3_stmt *statement = staith_access_prepare(access, NOTES " ORDER BY id", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int code = 0;
    int result = sqlite3_step(statement);
    for (; result == SQLITE_ROW && code == 0;
         result = code == 0 ? sqlite3_step(statement) : result) {
        code = verify_entry(statement, known, previous, head, err);
    }
    if (code == 0 && result != SQLITE_DONE) {
        code = staith_access_fail(access, "reading the log", err);
    }
    (void)sqlite3_finalize(statement);
    return code;
}

int staith_access_notes_verify(struct staith_access *access, const struct staith_access_head *known,
                               struct staith_access_head *ret_head, struct staith_err *err)
{
    struct staith_access_head kept = {0, ""};
    /* one state of the file: others may write to the log meanwhile */
    if (sqlite3_exec(access->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) {
        return staith_access_fail(access, "reading the log", err);
    }
    int code = staith_access_head(access, &kept, err);
    code = code != 0 ? code : verify_entries(access, known, ret_head, err);
    (void)sqlite3_exec(access->db, "COMMIT", NULL, NULL, NULL);
    if (code != 0) {
        return code;
    }
    if (kept.count != ret_head->count || strcmp(kept.chain, ret_head->chain) != 0) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY,
                             "the log has %llu entries, and should have %llu",
                             (unsigned long long)ret_head->count, (unsigned long long)kept.count);
        return suspect(err);
    }
    if (known != NULL && known->count > ret_head->count) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY,
                             "the log has %llu entries, and had %llu when that head was kept",
                             (unsigned long long)ret_head->count, (unsigned long long)known->count);
        return suspect(err);
    }
    return 0;
}
