/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/access/internal.h"

#include <stdio.h>
#include <string.h>

int staith_access_check_password(const char *password, struct staith_err *err)
{
    size_t len = strlen(password);
    if (len < STAITH_ACCESS_PASSWORD_LEAST || len > STAITH_ACCESS_PASSWORD_MOST) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "the password is too %s",
                             len < STAITH_ACCESS_PASSWORD_LEAST ? "short" : "long");
        staith_err_remedy(err, "use %d to %d bytes: three or four words that nobody would guess",
                          (int)STAITH_ACCESS_PASSWORD_LEAST, (int)STAITH_ACCESS_PASSWORD_MOST);
        return STAITH_ERR_INVAL;
    }
    return 0;
}

void staith_access_fresh_begin(const struct staith_access *access, const char *password,
                               struct staith_access_fresh *ret_fresh)
{
    memset(ret_fresh, 0, sizeof(*ret_fresh));
    ret_fresh->passes = access->passes;
    ret_fresh->memory_bytes = access->memory_bytes;
    (void)snprintf(ret_fresh->password, sizeof(ret_fresh->password), "%s", password);
}

void staith_access_fresh_run(struct staith_access_fresh *fresh)
{
    if (crypto_pwhash_str(fresh->hash, fresh->password, strlen(fresh->password), fresh->passes,
                          fresh->memory_bytes) != 0) {
        fresh->hash[0] = '\0';
    }
    sodium_memzero(fresh->password, sizeof(fresh->password));
}

/* Check and hash here and now. */
static int hash_password(const struct staith_access *access, const char *password,
                         struct staith_access_fresh *fresh, struct staith_err *err)
{
    int code = staith_access_check_password(password, err);
    if (code == 0) {
        staith_access_fresh_begin(access, password, fresh);
        staith_access_fresh_run(fresh);
    }
    return code;
}

static int has_hash(const struct staith_access_fresh *fresh, struct staith_err *err)
{
    return fresh->hash[0] != '\0'
               ? 0
               : staith_err_set(err, STAITH_ERR_NOMEM, "no memory to hash a password");
}

static bool has_account(struct staith_access *access, const char *name)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, "SELECT 1 FROM account WHERE name = ?1", 1, &name, NULL);
    bool found = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;
    (void)sqlite3_finalize(statement);
    return found;
}

static int no_account(const char *name, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no account \"%.64s\"", name);
    staith_err_remedy(err, "`staith account list` shows them");
    return STAITH_ERR_NOTFOUND;
}

int staith_access_add(struct staith_access *access, const struct staith_access_user *user,
                      const char *password, struct staith_err *err)
{
    struct staith_access_fresh fresh;
    int code = staith_access_check_user(user, err);
    if (code == 0 && password != NULL) {
        code = hash_password(access, password, &fresh, err);
    }
    return code != 0 ? code
                     : staith_access_add_fresh(access, user, password != NULL ? &fresh : NULL, err);
}

int staith_access_add_fresh(struct staith_access *access, const struct staith_access_user *user,
                            const struct staith_access_fresh *fresh, struct staith_err *err)
{
    int code = staith_access_check_user(user, err);
    if (code == 0 && fresh != NULL) {
        code = has_hash(fresh, err);
    }
    if (code != 0) {
        return code;
    }
    if (has_account(access, user->name)) {
        return staith_err_set(err, STAITH_ERR_EXISTS, "there is an account \"%.64s\" already",
                              user->name);
    }
    const char *texts[] = {user->name, user->council, fresh != NULL ? fresh->hash : NULL};
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "INSERT INTO account(name, council, password, role, locked, failures, failed_unix_ms,"
        " made_unix_ms, seen_unix_ms) SELECT ?1, ?2, ?3, ?4, 0, 0, 0, ?5, 0"
        " WHERE (SELECT count(*) FROM account) < ?6",
        3, texts, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int changed = 0;
    (void)sqlite3_bind_int(statement, 4, (int)user->role);
    (void)sqlite3_bind_int64(statement, 5, staith_access_now(access));
    (void)sqlite3_bind_int(statement, 6, STAITH_ACCESS_MAX_ACCOUNTS);
    code = staith_access_run(access, statement, &changed, "adding an account", err);
    return code == 0 && changed == 0
               ? staith_err_set(err, STAITH_ERR_LIMIT, "there are too many accounts")
               : code;
}

static int end_sessions(struct staith_access *access, const char *name, struct staith_err *err)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, "DELETE FROM session WHERE name = ?1", 1, &name, err);
    return statement == NULL ? STAITH_ERR_IO
                             : staith_access_run(access, statement, NULL, "ending sessions", err);
}

int staith_access_set_password(struct staith_access *access, const char *name, const char *password,
                               struct staith_err *err)
{
    struct staith_access_fresh fresh;
    int code = hash_password(access, password, &fresh, err);
    return code != 0 ? code : staith_access_set_fresh(access, name, &fresh, err);
}

int staith_access_set_fresh(struct staith_access *access, const char *name,
                            const struct staith_access_fresh *fresh, struct staith_err *err)
{
    int changed = 0;
    int code = has_hash(fresh, err);
    if (code != 0) {
        return code;
    }
    const char *texts[] = {name, fresh->hash};
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE account SET password = ?2, failures = 0 WHERE name = ?1", 2, texts, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    code = staith_access_run(access, statement, &changed, "changing a password", err);
    if (code == 0 && changed == 0) {
        code = no_account(name, err);
    }
    return code != 0 ? code : end_sessions(access, name, err);
}

int staith_access_lock(struct staith_access *access, const char *name, bool locked,
                       struct staith_err *err)
{
    int changed = 0;
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE account SET locked = ?2, failures = 0 WHERE name = ?1", 1, &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int(statement, 2, locked ? 1 : 0);
    int code = staith_access_run(access, statement, &changed, "locking an account", err);
    if (code == 0 && changed == 0) {
        code = no_account(name, err);
    }
    return code != 0 || !locked ? code : end_sessions(access, name, err);
}

int staith_access_set_role(struct staith_access *access, const char *name,
                           enum staith_access_role role, struct staith_err *err)
{
    int changed = 0;
    sqlite3_stmt *statement = staith_access_prepare(
        access, "UPDATE account SET role = ?2 WHERE name = ?1", 1, &name, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int(statement, 2, (int)role);
    int code = staith_access_run(access, statement, &changed, "changing a role", err);
    if (code == 0 && changed == 0) {
        code = no_account(name, err);
    }
    return code != 0 ? code : end_sessions(access, name, err);
}

int staith_access_list(struct staith_access *access,
                       int (*fn)(void *ctx, const struct staith_access_account *account), void *ctx,
                       struct staith_err *err)
{
    return staith_access_list_from(access, "", STAITH_ACCESS_MAX_ACCOUNTS, fn, ctx, err);
}

int staith_access_list_from(struct staith_access *access, const char *from, unsigned most,
                            int (*fn)(void *ctx, const struct staith_access_account *account),
                            void *ctx, struct staith_err *err)
{
    sqlite3_stmt *statement = staith_access_prepare(
        access,
        "SELECT name, role, council, locked, password IS NOT NULL, failures, made_unix_ms,"
        " seen_unix_ms FROM account WHERE name >= ?1 ORDER BY name LIMIT ?2",
        1, &from, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    (void)sqlite3_bind_int64(statement, 2, most);
    int code = 0;
    int result = sqlite3_step(statement);
    for (; result == SQLITE_ROW && code == 0;
         result = code == 0 ? sqlite3_step(statement) : result) {
        struct staith_access_account account = {
            .locked = sqlite3_column_int(statement, 3) != 0,
            .has_password = sqlite3_column_int(statement, 4) != 0,
            .failures = (uint32_t)sqlite3_column_int(statement, 5),
            .made_unix_ms = sqlite3_column_int64(statement, 6),
            .seen_unix_ms = sqlite3_column_int64(statement, 7),
        };
        staith_access_user_of(statement, 0, &account.user);
        code = fn(ctx, &account);
    }
    if (code == 0 && result != SQLITE_DONE) {
        code = staith_access_fail(access, "reading accounts", err);
    }
    (void)sqlite3_finalize(statement);
    return code;
}
