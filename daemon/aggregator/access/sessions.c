/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in. What is known of an account before its password was right is nobody's business: a
 * name that is unknown, locked or shut is answered as a wrong password is, after as much hashing
 * and as many commits.
 */
#include "aggregator/access/internal.h"

#include <stdio.h>
#include <string.h>

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS, LIVES = 10 };

_Static_assert((int)STAITH_ACCESS_HASH_TEXT_BYTES == (int)crypto_pwhash_STRBYTES,
               "room for a password's hash");

/* argon2id of a random password that nobody kept, at the cost of every other. */
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=2,p=1$"
                             "Zm9yIHRpbWluZyBhbG9uZQ$"
                             "MdpCVJmSdaYrTLSYgAJYdWpd0Qe1l7pLdNyHJYpiGMs";

/** An account as signing in sees it. */
struct found {
    struct staith_access_user user;
    char password[STAITH_ACCESS_HASH_TEXT_BYTES]; /**< "": none */
    bool known;
    bool locked;
    int failures;
    int64_t failed_unix_ms;
    int64_t vouched_unix_ms;
};

static int find(struct staith_access *access, const char *name, struct found *ret,
                struct staith_err *err)
{
    memset(ret, 0, sizeof(*ret));
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "SELECT name, role, council, password, locked, failures, failed_unix_ms, vouched_unix_ms"
        " FROM account WHERE name = ?1",
        1, &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) {
        staith_access_user_of(statement, 0, &ret->user);
        staith_access_text(statement, 3, ret->password, sizeof(ret->password));
        ret->known = true;
        ret->locked = sqlite3_column_int(statement, 4) != 0;
        ret->failures = sqlite3_column_int(statement, 5);
        ret->failed_unix_ms = sqlite3_column_int64(statement, 6);
        ret->vouched_unix_ms = sqlite3_column_int64(statement, 7);
    }
    int code = result == SQLITE_ROW || result == SQLITE_DONE
                   ? 0
                   : staith_access_fail(access, "looking for an account", err);
    (void)sqlite3_finalize(statement);
    return code;
}

/* What is kept of a try. Whoever has no account to keep it of has a row that stands for all of
 * them: a commit takes the disk's time, and nobody is to see that none was made. From where it was
 * right before nothing shuts the account, or opens it to others.
 */
static const char *outcome_of(const struct staith_access_try *attempt, bool counts, bool right,
                              bool shut)
{
    if (!counts || (attempt->known && !right)) {
        return "UPDATE nobody SET failures = failures + 1, failed_unix_ms = ?2"
               " WHERE ?1 <> '' AND ?3 > 0";
    }
    if (!right) {
        return "UPDATE account SET failed_unix_ms = ?2, failures ="
               " CASE WHEN failures >= ?3 THEN 1 ELSE failures + 1 END WHERE name = ?1";
    }
    return shut ? "UPDATE account SET seen_unix_ms = ?2 WHERE name = ?1 AND ?3 > 0"
                : "UPDATE account SET failures = 0, seen_unix_ms = ?2 WHERE name = ?1 AND ?3 > 0";
}

static int keep_outcome(struct staith_access *access, const char *name, const char *sql,
                        struct staith_err *err)
{
    sqlite3_stmt *statement = staith_access_prepare(access, sql, 1, &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 2, staith_access_now(access));
    (void)sqlite3_bind_int(statement, 3, STAITH_ACCESS_FAILURES);
    return staith_access_run(access, statement, NULL, "signing in", err);
}

static int begin_session(struct staith_access *access, const char *name, const char *secret,
                         struct staith_err *err)
{
    uint8_t hash[STAITH_ACCESS_HASH_BYTES];
    int64_t now = staith_access_now(access);
    sqlite3_stmt *statement =
        staith_access_prepare(access, "DELETE FROM session WHERE begun_unix_ms < ?1", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 1, now - (int64_t)STAITH_ACCESS_SESSION_HOURS * HOUR_MS);
    int code = staith_access_run(access, statement, NULL, "ending sessions", err);
    if (code != 0) {
        return code;
    }
    statement = staith_access_prepare(
        access,
        "INSERT INTO session(name, hash, begun_unix_ms, seen_unix_ms) VALUES(?1, ?2, ?3, ?3)", 1,
        &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    staith_access_hash(secret, hash);
    (void)sqlite3_bind_blob(statement, 2, hash, sizeof(hash), SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(statement, 3, now);
    return staith_access_run(access, statement, NULL, "signing in", err);
}

/* Whether an account is shut: so many failures, the last of them lately. */
static bool is_shut(const struct staith_access *access, const struct found *found)
{
    return found->failures >= STAITH_ACCESS_FAILURES &&
           staith_access_now(access) - found->failed_unix_ms <
               (int64_t)STAITH_ACCESS_SHUT_MINUTES * MINUTE_MS;
}

/* Whether a password can sign it in at the moment. */
static bool is_open(const struct staith_access *access, const struct found *found, bool known)
{
    return found->known && !found->locked && found->password[0] != '\0' &&
           (known || !is_shut(access, found));
}

int staith_access_try_begin(struct staith_access *access, const char *name, const char *password,
                            bool known, struct staith_access_try *ret_try, struct staith_err *err)
{
    struct found found;
    size_t len = strlen(password);
    memset(ret_try, 0, sizeof(*ret_try));
    int code = find(access, name, &found, err);
    if (code == 0) {
        ret_try->known = known;
        ret_try->usable = len <= STAITH_ACCESS_PASSWORD_MOST && is_open(access, &found, known);
        (void)snprintf(ret_try->name, sizeof(ret_try->name), "%s", name);
        (void)snprintf(ret_try->password, sizeof(ret_try->password), "%s", password);
        (void)snprintf(ret_try->hash, sizeof(ret_try->hash), "%s",
                       ret_try->usable ? found.password : NOBODY);
    }
    sodium_memzero(&found, sizeof(found));
    return code;
}

void staith_access_try_run(struct staith_access_try *attempt)
{
    attempt->right =
        crypto_pwhash_str_verify(attempt->hash, attempt->password, strlen(attempt->password)) == 0;
    sodium_memzero(attempt->password, sizeof(attempt->password));
}

int staith_access_try_end(struct staith_access *access, const struct staith_access_try *attempt,
                          char ret_secret[STAITH_ACCESS_SECRET_BYTES],
                          struct staith_access_user *ret_user, struct staith_err *err)
{
    struct found found;
    int code = find(access, attempt->name, &found, err);
    if (code != 0) {
        return code;
    }
    /* others may have tried meanwhile, or the account may have been locked */
    bool counts = attempt->usable && is_open(access, &found, attempt->known);
    bool right = counts && attempt->right && strcmp(attempt->hash, found.password) == 0;
    bool shut = found.known && !found.locked && is_shut(access, &found);
    code = keep_outcome(access, attempt->name, outcome_of(attempt, counts, right, shut), err);
    if (code == 0 && !right) {
        code = staith_err_set(err, shut ? STAITH_ERR_AGAIN : STAITH_ERR_DENIED,
                              "name or password is not right");
    }
    if (code == 0) {
        staith_access_secret(ret_secret);
        code = begin_session(access, found.user.name, ret_secret, err);
    }
    if (code == 0) {
        *ret_user = found.user;
    }
    sodium_memzero(&found, sizeof(found));
    return code;
}

int staith_access_sign_in(struct staith_access *access, const char *name, const char *password,
                          char ret_secret[STAITH_ACCESS_SECRET_BYTES],
                          struct staith_access_user *ret_user, struct staith_err *err)
{
    struct staith_access_try attempt;
    int code = staith_access_try_begin(access, name, password, false, &attempt, err);
    if (code == 0) {
        staith_access_try_run(&attempt);
        code = staith_access_try_end(access, &attempt, ret_secret, ret_user, err);
    }
    sodium_memzero(&attempt, sizeof(attempt));
    return code;
}

/* So that the account of who is there costs no write a request; and often enough that a session
 * that is used does not end.
 */
static int live_on(struct staith_access *access, const uint8_t *hash, int64_t seen_unix_ms,
                   int64_t idle_ms, struct staith_err *err)
{
    int64_t now = staith_access_now(access);
    int64_t rest = idle_ms / LIVES > MINUTE_MS ? MINUTE_MS : idle_ms / LIVES;
    if (now - seen_unix_ms < rest) {
        return 0;
    }
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE session SET seen_unix_ms = ?2 WHERE hash = ?1", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_blob(statement, 1, hash, STAITH_ACCESS_HASH_BYTES, SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(statement, 2, now);
    return staith_access_run(access, statement, NULL, "keeping a session", err);
}

int staith_access_session(struct staith_access *access, const char *secret, int64_t idle_ms,
                          struct staith_access_user *ret_user, struct staith_err *err)
{
    uint8_t hash[STAITH_ACCESS_HASH_BYTES];
    int64_t now = staith_access_now(access);
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "SELECT a.name, a.role, a.council, s.seen_unix_ms FROM session s"
        " JOIN account a ON a.name = s.name WHERE s.hash = ?1 AND a.locked = 0"
        " AND s.begun_unix_ms > ?2 AND s.seen_unix_ms > ?3",
        0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    staith_access_hash(secret, hash);
    (void)sqlite3_bind_blob(statement, 1, hash, sizeof(hash), SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(statement, 2, now - (int64_t)STAITH_ACCESS_SESSION_HOURS * HOUR_MS);
    (void)sqlite3_bind_int64(statement, 3, now - idle_ms);
    int result = sqlite3_step(statement);
    int64_t seen = 0;
    int code = result == SQLITE_ROW    ? 0
               : result == SQLITE_DONE ? STAITH_ERR_NOTFOUND
                                       : staith_access_fail(access, "looking for a session", err);
    if (code == 0) {
        staith_access_user_of(statement, 0, ret_user);
        seen = sqlite3_column_int64(statement, 3);
    }
    (void)sqlite3_finalize(statement);
    return code != 0 ? code : live_on(access, hash, seen, idle_ms, err);
}

int staith_access_sign_out(struct staith_access *access, const char *secret, struct staith_err *err)
{
    uint8_t hash[STAITH_ACCESS_HASH_BYTES];
    sqlite3_stmt *statement =
        staith_access_prepare(access, "DELETE FROM session WHERE hash = ?1", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    staith_access_hash(secret, hash);
    (void)sqlite3_bind_blob(statement, 1, hash, sizeof(hash), SQLITE_TRANSIENT);
    return staith_access_run(access, statement, NULL, "signing out", err);
}

int staith_access_vouched(struct staith_access *access, const char *name,
                          struct staith_access_user *ret_user, bool *ret_due,
                          struct staith_err *err)
{
    struct found found;
    int code = find(access, name, &found, err);
    if (code == 0 && (!found.known || found.locked)) {
        return STAITH_ERR_NOTFOUND;
    }
    int64_t past = staith_access_now(access) - found.vouched_unix_ms;
    *ret_due = past < 0 || past >= HOUR_MS; /* a clock that was put back too */
    *ret_user = found.user;
    sodium_memzero(&found, sizeof(found));
    return code;
}

int staith_access_vouched_noted(struct staith_access *access, const char *name,
                                struct staith_err *err)
{
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE account SET vouched_unix_ms = ?2, seen_unix_ms = ?2 WHERE name = ?1", 1,
        &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 2, staith_access_now(access));
    return staith_access_run(access, statement, NULL, "signing in", err);
}

void staith_access_secret(char ret_secret[STAITH_ACCESS_SECRET_BYTES])
{
    uint8_t bytes[32];
    randombytes_buf(bytes, sizeof(bytes));
    (void)sodium_bin2base64(ret_secret, STAITH_ACCESS_SECRET_BYTES, bytes, sizeof(bytes),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof(bytes));
}

void staith_access_form_mark(const struct staith_access *access, const char *form,
                             const char *secret, char ret_mark[STAITH_ACCESS_SECRET_BYTES])
{
    crypto_generichash_state state;
    uint8_t mark[32];
    (void)crypto_generichash_init(&state, access->key, sizeof(access->key), sizeof(mark));
    (void)crypto_generichash_update(&state, (const unsigned char *)form, strlen(form) + 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)secret, strlen(secret));
    (void)crypto_generichash_final(&state, mark, sizeof(mark));
    (void)sodium_bin2base64(ret_mark, STAITH_ACCESS_SECRET_BYTES, mark, sizeof(mark),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool staith_access_form_fits(const struct staith_access *access, const char *form,
                             const char *secret, const char *mark)
{
    char own[STAITH_ACCESS_SECRET_BYTES];
    staith_access_form_mark(access, form, secret, own);
    return secret[0] != '\0' && strlen(mark) == sizeof(own) - 1 &&
           sodium_memcmp(own, mark, sizeof(own) - 1) == 0;
}

/* What is marked: no form has a name like it, and no hash has a space. */
enum { KNOWN_BYTES = 32 + STAITH_ACCESS_HASH_TEXT_BYTES + STAITH_ACCESS_NAME_BYTES };

static void name_known(const char *name, const char *hash, const char *day, char out[KNOWN_BYTES])
{
    (void)snprintf(out, KNOWN_BYTES, "known since %.8s: %s %s", day, hash, name);
}

void staith_access_known_mark(const struct staith_access *access, const char *name,
                              const char *hash, const char *day, const char *secret,
                              char ret_mark[STAITH_ACCESS_SECRET_BYTES])
{
    char what[KNOWN_BYTES];
    name_known(name, hash, day, what);
    staith_access_form_mark(access, what, secret, ret_mark);
    sodium_memzero(what, sizeof(what));
}

bool staith_access_known_fits(struct staith_access *access, const char *name, const char *day,
                              const char *secret, const char *mark)
{
    char what[KNOWN_BYTES];
    struct found found;
    bool fits = false;
    if (find(access, name, &found, NULL) == 0) { /* else the try itself says that it failed */
        name_known(name, found.password, day, what);
        fits = staith_access_form_fits(access, what, secret, mark) && found.password[0] != '\0';
        sodium_memzero(what, sizeof(what));
    }
    sodium_memzero(&found, sizeof(found));
    return fits;
}
