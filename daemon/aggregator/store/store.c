/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening, transactions and what the other files share.
 */
#include "aggregator/store/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int staith_store_fail(struct staith_store *store, const char *doing, struct staith_err *err)
{
    return store->driver->fail(store, doing, err);
}

int staith_store_prepare(struct staith_store *store, enum staith_store_statement which,
                         struct staith_sql **ret_statement, struct staith_err *err)
{
    struct staith_sql **slot = &store->statements[which];
    int code = *slot == NULL ? store->driver->prepare(store, which, NULL, slot, err) : 0;
    if (code == 0) {
        *ret_statement = *slot;
    }
    return code;
}

void staith_store_done(struct staith_sql *statement)
{
    statement->driver->reset(statement);
}

int staith_store_run(struct staith_store *store, struct staith_sql *statement, int bound,
                     const char *doing, struct staith_err *err)
{
    int code = 0;
    if (bound != STAITH_STEP_OK || staith_sql_step(statement) != STAITH_STEP_DONE) {
        code = staith_store_fail(store, doing, err);
    }
    staith_store_done(statement);
    return code;
}

int staith_store_exec(struct staith_store *store, enum staith_store_statement which,
                      const char *doing, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, which, &statement, err);
    return code != 0 ? code : staith_store_run(store, statement, STAITH_STEP_OK, doing, err);
}

int staith_store_writing(struct staith_store *store, struct staith_err *err)
{
    if (store->read_only || !staith_sql_is_open(store)) {
        return staith_err_set(err, STAITH_ERR_STATE, "the store is written in a transaction only");
    }
    return 0;
}

int staith_store_bind_text(struct staith_sql *statement, int at, const char *text)
{
    return statement->driver->bind_text(statement, at, text);
}

int staith_store_bind_blob(struct staith_sql *statement, int at, const void *bytes, size_t len)
{
    return statement->driver->bind_blob(statement, at, bytes, len);
}

int staith_store_bind_int(struct staith_sql *statement, int at, int64_t value)
{
    return statement->driver->bind_int(statement, at, value);
}

void staith_store_column_text(struct staith_sql *statement, int at, char *out, size_t cap)
{
    const char *text = statement->driver->text(statement, at);
    (void)snprintf(out, cap, "%s", text != NULL ? text : "");
}

int staith_store_column_hash(struct staith_sql *statement, int at,
                             uint8_t ret_hash[STAITH_HASH_BYTES])
{
    const void *bytes = staith_sql_blob(statement, at);
    if (bytes == NULL || staith_sql_bytes(statement, at) != STAITH_HASH_BYTES) {
        return STAITH_ERR_IO;
    }
    memcpy(ret_hash, bytes, STAITH_HASH_BYTES);
    return 0;
}

static int make_folder(const char *folder, const struct staith_outside *outside,
                       struct staith_err *err)
{
    const struct staith_places *places = staith_outside_places(outside);
    int code = places->make_folder(places->ctx, folder);
    if (code != 0) {
        (void)staith_err_set(err, code, "the state folder cannot be made");
        staith_err_at(err, folder, 0, 0);
        staith_err_remedy(err, "make its parent folder and give it to the user of the program");
    }
    return code;
}

static int open_at(const char *where, bool read_only, const struct staith_outside *outside,
                   struct staith_store **ret_store, struct staith_err *err)
{
    struct staith_store *store = calloc(1, sizeof(*store));
    char *copy = strdup(where);
    if (store == NULL || copy == NULL) {
        free(store);
        free(copy);
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    store->driver = staith_sql_driver_of(where);
    store->where = copy;
    store->outside = outside;
    store->read_only = read_only;
    int code = store->driver->open(store, err);
    if (code != 0) {
        staith_store_close(store);
        return code;
    }
    *ret_store = store;
    return 0;
}

bool staith_store_is_address(const char *where)
{
    return strncmp(where, "postgresql://", strlen("postgresql://")) == 0;
}

int staith_store_open(const char *where, bool read_only, const struct staith_outside *outside,
                      struct staith_store **ret_store, struct staith_err *err)
{
    char path[4096];
    if (staith_store_is_address(where)) {
        return open_at(where, read_only, outside, ret_store, err);
    }
    int len = snprintf(path, sizeof(path), "%s/store.db", where);
    if (len < 0 || (size_t)len >= sizeof(path)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of the state folder is too long");
    }
    int code = read_only ? 0 : make_folder(where, outside, err);
    return code != 0 ? code : open_at(path, read_only, outside, ret_store, err);
}

int staith_store_reopen(struct staith_store *store, struct staith_err *err)
{
    struct staith_store *fresh = NULL;
    staith_store_rollback(store);
    int code = open_at(store->where, store->read_only, store->outside, &fresh, err);
    if (fresh == NULL) {
        return code;
    }
    const struct staith_store old = *store;
    *store = *fresh;
    *fresh = old;
    staith_store_close(fresh);
    return 0;
}

void staith_store_close(struct staith_store *store)
{
    if (store == NULL) {
        return;
    }
    for (size_t i = 0; i < STAITH_SQL_COUNT; i++) {
        if (store->statements[i] != NULL) {
            store->driver->finalize(store->statements[i]);
        }
    }
    store->driver->close(store);
    free(store->where);
    free(store);
}

void staith_store_set_as_of(struct staith_store *store, int64_t unix_ms)
{
    store->as_of_unix_ms = unix_ms;
}

void staith_store_set_own(struct staith_store *store, const char *authority)
{
    (void)snprintf(store->own, sizeof(store->own), "%s", authority != NULL ? authority : "");
}

int staith_store_begin(struct staith_store *store, struct staith_err *err)
{
    if (staith_sql_is_open(store)) {
        return staith_err_set(err, STAITH_ERR_STATE, "a transaction is open already");
    }
    staith_store_forget(store);
    return staith_store_exec(store,
                             store->read_only ? STAITH_SQL_BEGIN_READ : STAITH_SQL_BEGIN_WRITE,
                             "beginning a transaction", err);
}

int staith_store_commit(struct staith_store *store, struct staith_err *err)
{
    /* A database rolls a transaction back by itself on some failures (disk full). Committing
     * nothing must not look like success: the caller acknowledges after this. */
    if (!staith_sql_is_open(store)) {
        return staith_err_set(err, STAITH_ERR_STATE, "no transaction is open: nothing was stored");
    }
    return staith_store_exec(store, STAITH_SQL_COMMIT, "committing", err);
}

void staith_store_rollback(struct staith_store *store)
{
    if (staith_sql_is_open(store)) {
        (void)staith_store_exec(store, STAITH_SQL_ROLLBACK, "rolling back", NULL);
    }
}
