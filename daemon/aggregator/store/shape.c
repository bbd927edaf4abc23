/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps are run on a database in memory, which is then asked what it has. A table names in its
 * foreign keys only tables that were there before it, so the order in which they were made is one
 * that they can be filled in.
 */
#include "aggregator/store/shape.h"

#include "aggregator/store/db.h"
#include "db/db.h"

#include <string.h>

static int fail(sqlite3 *db, struct staith_err *err)
{
    return staith_err_set(err, STAITH_ERR_IO, "the schema cannot be read: %s",
                          db != NULL ? sqlite3_errmsg(db) : "out of memory");
}

static int make(sqlite3 *db, struct staith_err *err)
{
    for (int64_t i = 0; i < staith_store_schema_version(); i++) {
        if (sqlite3_exec(db, staith_store_schema_step(i), NULL, NULL, NULL) != SQLITE_OK) {
            return fail(db, err);
        }
    }
    return 0;
}

static const char *text_of(sqlite3_stmt *row, int at, struct staith_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(row, at);
    return text != NULL ? staith_arena_strdup(arena, text) : NULL;
}

static enum staith_store_type type_of(const char *text)
{
    return strcmp(text, "INTEGER") == 0 ? STAITH_STORE_INTEGER
           : strcmp(text, "BLOB") == 0  ? STAITH_STORE_BLOB
                                        : STAITH_STORE_TEXT;
}

/* name, type, place in the primary key counted from 1 (0: it is not in it) */
static int take_column(sqlite3_stmt *row, struct staith_arena *arena,
                       struct staith_store_table *table, struct staith_err *err)
{
    if (table->column_count == STAITH_STORE_MOST_COLUMNS) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the table %s has more than %d columns",
                              table->name, (int)STAITH_STORE_MOST_COLUMNS);
    }
    struct staith_store_column *column = &table->columns[table->column_count];
    const char *type = text_of(row, 1, arena);
    const int place = sqlite3_column_int(row, 2);
    column->name = text_of(row, 0, arena);
    if (column->name == NULL || type == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the schema");
    }
    column->type = type_of(type);
    if (place > 0 && place <= (int)STAITH_STORE_MOST_COLUMNS) {
        table->keys[place - 1] = table->column_count;
        table->key_count++;
    }
    table->column_count++;
    return 0;
}

static int take_columns(sqlite3 *db, struct staith_arena *arena, struct staith_store_table *table,
                        struct staith_err *err)
{
    static const char SQL[] = "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid";
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(db, SQL, -1, &row, NULL) != SQLITE_OK ||
        sqlite3_bind_text(row, 1, table->name, -1, SQLITE_STATIC) != SQLITE_OK) {
        (void)sqlite3_finalize(row);
        return fail(db, err);
    }
    int code = 0;
    int result = SQLITE_ROW;
    while (code == 0 && (result = sqlite3_step(row)) == SQLITE_ROW) {
        code = take_column(row, arena, table, err);
    }
    (void)sqlite3_finalize(row);
    if (code == 0 && result != SQLITE_DONE) {
        code = fail(db, err);
    }
    table->counts =
        table->key_count == 1 && table->columns[table->keys[0]].type == STAITH_STORE_INTEGER;
    table->key_count = table->key_count > 0 ? table->key_count : 1;
    return code;
}

static int take_tables(sqlite3 *db, struct staith_arena *arena, struct staith_store_shape *shape,
                       struct staith_err *err)
{
    static const char SQL[] = "SELECT name FROM sqlite_schema WHERE type = 'table'"
                              " AND name NOT LIKE 'sqlite%' ORDER BY rowid";
    sqlite3_stmt *row = NULL;
    int code = 0;
    int result = SQLITE_ROW;
    if (sqlite3_prepare_v2(db, SQL, -1, &row, NULL) != SQLITE_OK) {
        return fail(db, err);
    }
    while (code == 0 && (result = sqlite3_step(row)) == SQLITE_ROW) {
        if (shape->table_count == STAITH_STORE_MOST_TABLES) {
            code = staith_err_set(err, STAITH_ERR_LIMIT, "the schema has more than %d tables",
                                  (int)STAITH_STORE_MOST_TABLES);
            break;
        }
        struct staith_store_table *table = &shape->tables[shape->table_count];
        table->name = text_of(row, 0, arena);
        code = table->name != NULL
                   ? take_columns(db, arena, table, err)
                   : staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the schema");
        shape->table_count++;
    }
    (void)sqlite3_finalize(row);
    return code != 0 || result == SQLITE_DONE ? code : fail(db, err);
}

int staith_store_shape_read(struct staith_arena *arena, struct staith_store_shape *ret_shape,
                            struct staith_err *err)
{
    sqlite3 *db = NULL;
    memset(ret_shape, 0, sizeof(*ret_shape));
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int code = staith_db_open(":memory:", flags, &db) == SQLITE_OK ? 0 : fail(db, err);
    code = code != 0 ? code : make(db, err);
    code = code != 0 ? code : take_tables(db, arena, ret_shape, err);
    (void)sqlite3_close(db);
    return code;
}
