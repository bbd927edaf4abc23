/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in. What is known of an account before its password was right is nobody's business: an
 * unknown name takes as long as a wrong password, and is answered alike.
 */
#include "aggregator/access/internal.h"

#include <string.h>

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

/* argon2id of a random password that nobody kept, at the cost of every other. */
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=2,p=1$"
                             "Zm9yIHRpbWluZyBhbG9uZQ$"
                             "MdpCVJmSdaYrTLSYgAJYdWpd0Qe1l7pLdNyHJYpiGMs";

/** An account as signing in sees it. */
struct found {
    struct staith_access_user user;
    char password[crypto_pwhash_STRBYTES]; /**< "": none */
    bool known;
    bool locked;
    int failures;
    int64_t failed_unix_ms;
};

static int find(struct staith_access *access, const char *name, struct found *ret,
                struct staith_err *err)
{
    memset(ret, 0, sizeof(*ret));
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "SELECT name, role, council, password, locked, failures, failed_unix_ms FROM account"
        " WHERE name = ?1",
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
    }
    int code = result == SQLITE_ROW || result == SQLITE_DONE
                   ? 0
                   : staith_access_fail(access, "looking for an account", err);
    (void)sqlite3_finalize(statement);
    return code;
}

/* Keep that a password was wrong, or right. */
static int keep_outcome(struct staith_access *access, const struct found *found, bool right,
                        struct staith_err *err)
{
    const char *name = found->user.name;
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        right ? "UPDATE account SET failures = 0, seen_unix_ms = ?2 WHERE name = ?1"
              : "UPDATE account SET failures = ?3, failed_unix_ms = ?2 WHERE name = ?1",
        1, &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 2, staith_access_now(access));
    if (!right) {
        (void)sqlite3_bind_int(statement, 3, found->failures + 1);
    }
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

int staith_access_sign_in(struct staith_access *access, const char *name, const char *password,
                          char ret_secret[STAITH_ACCESS_SECRET_BYTES],
                          struct staith_access_user *ret_user, struct staith_err *err)
{
    struct found found;
    size_t len = strlen(password);
    int code = find(access, name, &found, err);
    if (code != 0) {
        return code;
    }
    if (is_shut(access, &found)) {
        (void)staith_err_set(err, STAITH_ERR_AGAIN, "too many wrong passwords");
        staith_err_remedy(err, "try again in %d minutes", (int)STAITH_ACCESS_SHUT_MINUTES);
        return STAITH_ERR_AGAIN;
    }
    if (found.failures >= STAITH_ACCESS_FAILURES) {
        found.failures = 0; /* it was shut, and is open again */
    }
    bool usable = found.known && found.password[0] != '\0';
    bool right = len <= STAITH_ACCESS_PASSWORD_MOST &&
                 crypto_pwhash_str_verify(usable ? found.password : NOBODY, password, len) == 0;
    right = right && usable;
    if (found.known) {
        code = keep_outcome(access, &found, right, err);
    }
    if (code == 0 && (!right || found.locked)) {
        code = staith_err_set(err, STAITH_ERR_DENIED, "name or password is not right");
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

/* So that the account of who is there costs no write a request. */
static int live_on(struct staith_access *access, const uint8_t *hash, int64_t seen_unix_ms,
                   struct staith_err *err)
{
    int64_t now = staith_access_now(access);
    if (now - seen_unix_ms < MINUTE_MS) {
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
    return code != 0 ? code : live_on(access, hash, seen, err);
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
                          struct staith_access_user *ret_user, struct staith_err *err)
{
    struct found found;
    int code = find(access, name, &found, err);
    if (code == 0 && (!found.known || found.locked)) {
        return STAITH_ERR_NOTFOUND;
    }
    *ret_user = found.user;
    return code;
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
