/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/access/internal.h"

#include <string.h>

enum { MINUTE_MS = 60 * 1000 };

static bool has_token(struct staith_access *access, const char *name)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, "SELECT 1 FROM token WHERE name = ?1", 1, &name, NULL);
    bool found = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;
    (void)sqlite3_finalize(statement);
    return found;
}

int staith_access_token_new(struct staith_access *access, const struct staith_access_user *user,
                            char ret_secret[STAITH_ACCESS_SECRET_BYTES], struct staith_err *err)
{
    uint8_t hash[STAITH_ACCESS_HASH_BYTES];
    int changed = 0;
    int code = staith_access_check_user(user, err);
    if (code != 0) {
        return code;
    }
    if (has_token(access, user->name)) {
        (void)staith_err_set(err, STAITH_ERR_EXISTS, "there was a token \"%.64s\" already",
                             user->name);
        staith_err_remedy(err, "choose another name: the log knows the old one by it");
        return STAITH_ERR_EXISTS;
    }
    const char *texts[] = {user->name, user->council};
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "INSERT INTO token(name, council, role, hash, made_unix_ms, seen_unix_ms, revoked)"
        " SELECT ?1, ?2, ?3, ?4, ?5, 0, 0 WHERE (SELECT count(*) FROM token) < ?6",
        2, texts, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    staith_access_secret(ret_secret);
    staith_access_hash(ret_secret, hash);
    (void)sqlite3_bind_int(statement, 3, (int)user->role);
    (void)sqlite3_bind_blob(statement, 4, hash, sizeof(hash), SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(statement, 5, staith_access_now(access));
    (void)sqlite3_bind_int(statement, 6, STAITH_ACCESS_MAX_ACCOUNTS);
    code = staith_access_run(access, statement, &changed, "making a token", err);
    return code == 0 && changed == 0
               ? staith_err_set(err, STAITH_ERR_LIMIT, "there are too many tokens")
               : code;
}

int staith_access_token_revoke(struct staith_access *access, const char *name,
                               struct staith_err *err)
{
    int changed = 0;
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE token SET revoked = 1 WHERE name = ?1", 1, &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int code = staith_access_run(access, statement, &changed, "revoking a token", err);
    if (code == 0 && changed == 0) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no token \"%.64s\"", name);
        staith_err_remedy(err, "`staith token list` shows them");
    }
    return code;
}

int staith_access_token_list(struct staith_access *access,
                             int (*fn)(void *ctx, const struct staith_access_token *token),
                             void *ctx, struct staith_err *err)
{
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "SELECT name, role, council, made_unix_ms, seen_unix_ms, revoked FROM token ORDER BY name",
        0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int code = 0;
    int result = sqlite3_step(statement);
    for (; result == SQLITE_ROW && code == 0;
         result = code == 0 ? sqlite3_step(statement) : result) {
        struct staith_access_token token = {
            .made_unix_ms = sqlite3_column_int64(statement, 3),
            .seen_unix_ms = sqlite3_column_int64(statement, 4),
            .revoked = sqlite3_column_int(statement, 5) != 0,
        };
        staith_access_user_of(statement, 0, &token.user);
        code = fn(ctx, &token);
    }
    if (code == 0 && result != SQLITE_DONE) {
        code = staith_access_fail(access, "reading tokens", err);
    }
    (void)sqlite3_finalize(statement);
    return code;
}

static int keep_seen(struct staith_access *access, const char *name, int64_t seen_unix_ms,
                     struct staith_err *err)
{
    int64_t now = staith_access_now(access);
    if (now - seen_unix_ms < MINUTE_MS) {
        return 0;
    }
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE token SET seen_unix_ms = ?2 WHERE name = ?1", 1, &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 2, now);
    return staith_access_run(access, statement, NULL, "using a token", err);
}

int staith_access_token_find(struct staith_access *access, const char *secret,
                             struct staith_access_user *ret_user, struct staith_err *err)
{
    uint8_t hash[STAITH_ACCESS_HASH_BYTES];
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "SELECT name, role, council, seen_unix_ms FROM token WHERE hash = ?1 AND revoked = 0", 0,
        NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    staith_access_hash(secret, hash);
    (void)sqlite3_bind_blob(statement, 1, hash, sizeof(hash), SQLITE_TRANSIENT);
    int64_t seen = 0;
    int result = sqlite3_step(statement);
    int code = result == SQLITE_ROW    ? 0
               : result == SQLITE_DONE ? STAITH_ERR_NOTFOUND
                                       : staith_access_fail(access, "looking for a token", err);
    if (code == 0) {
        staith_access_user_of(statement, 0, ret_user);
        seen = sqlite3_column_int64(statement, 3);
    }
    (void)sqlite3_finalize(statement);
    return code != 0 ? code : keep_seen(access, ret_user->name, seen, err);
}
