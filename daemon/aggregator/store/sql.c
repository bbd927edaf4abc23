/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/sql.h"

const struct staith_sql_driver *staith_sql_driver_of(const char *where)
{
    return staith_store_is_address(where) ? &staith_sql_postgresql : &staith_sql_sqlite;
}

int staith_sql_step(struct staith_sql *statement)
{
    return statement->driver->step(statement);
}

int staith_sql_parameters(struct staith_sql *statement)
{
    return statement->driver->parameters(statement);
}

int64_t staith_sql_int64(struct staith_sql *statement, int at)
{
    return statement->driver->int64(statement, at);
}

int staith_sql_int(struct staith_sql *statement, int at)
{
    return (int)statement->driver->int64(statement, at);
}

const void *staith_sql_blob(struct staith_sql *statement, int at)
{
    return statement->driver->blob(statement, at);
}

int staith_sql_bytes(struct staith_sql *statement, int at)
{
    return statement->driver->bytes(statement, at);
}

bool staith_sql_null(struct staith_sql *statement, int at)
{
    return statement->driver->null(statement, at);
}

int64_t staith_sql_last_id(struct staith_store *store)
{
    return store->driver->last_id(store);
}

int64_t staith_sql_changes(struct staith_store *store)
{
    return store->driver->changes(store);
}

int staith_sql_begin_long(struct staith_store *store, struct staith_err *err)
{
    int code = staith_store_begin(store, err);
    if (code == 0 && store->driver->stay != NULL) {
        code = store->driver->stay(store, err);
    }
    return code;
}

bool staith_sql_is_open(struct staith_store *store)
{
    return store->driver->is_open(store);
}
