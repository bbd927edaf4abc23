/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables are read in pieces in the order of their keys, which both databases sort alike (numbers,
 * and text by its bytes). A row is hashed as it is handed over, and again as it is read back, so
 * that what a database made of a value on the way would show.
 */
#include "aggregator/store/copy.h"

#include "aggregator/store/shape.h"
#include "aggregator/store/sql.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SQL_BYTES = 8192,
    KEY_BYTES = 256,
    MOST_BOUND = 500, /* parameters of one statement, and so many rows as they make */
    BATCH_BYTES = 64 * 1024 * 1024,
    ROWS = 1000,     /* of a piece */
    BLOB_ROWS = 100, /* of a piece of a table that holds bytes, which may be long */
    ARENA_BYTES = 64 * 1024
};

/** The key of the last row of a piece. */
struct key {
    int64_t number;
    char text[KEY_BYTES];
};

/** A value of a row that waits to be put. `bytes` NULL: a number, or NULL. */
struct cell {
    bool null;
    int64_t number;
    const void *bytes;
    size_t len;
};

struct passage {
    struct staith_store *from;
    struct staith_store *to;
    const struct staith_store_table *table;
    bool puts;              /**< else rows are counted and hashed alone */
    struct staith_sql *one; /**< puts one row */
    struct staith_sql *all; /**< puts `batch` of them: a database that is asked for each is slow */
    uint32_t batch;
    uint32_t waiting;
    struct cell cells[MOST_BOUND];
    struct staith_arena bytes; /**< of the cells */
    crypto_generichash_state state;
    uint64_t rows;
    struct staith_err *err;
};

/* ---- texts ---- */

struct text {
    char sql[SQL_BYTES];
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text->sql + text->len, sizeof(text->sql) - text->len, format, args);
    va_end(args);
    size_t room = sizeof(text->sql) - text->len;
    text->len = len < 0 || (size_t)len >= room ? sizeof(text->sql) : text->len + (size_t)len;
}

static void add_columns(struct text *text, const struct staith_store_table *table)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        add(text, "%s%s", i > 0 ? ", " : "", table->columns[i].name);
    }
}

static void add_keys(struct text *text, const struct staith_store_table *table)
{
    for (uint32_t i = 0; i < table->key_count; i++) {
        add(text, "%s%s", i > 0 ? ", " : "", table->columns[table->keys[i]].name);
    }
}

static void select_text(struct text *text, const struct staith_store_table *table, bool after)
{
    bool bytes = false;
    for (uint32_t i = 0; i < table->column_count; i++) {
        bytes = bytes || table->columns[i].type == STAITH_STORE_BLOB;
    }
    add(text, "SELECT ");
    add_columns(text, table);
    add(text, " FROM %s", table->name);
    if (after) {
        add(text, " WHERE (");
        add_keys(text, table);
        add(text, ") > (");
        for (uint32_t i = 0; i < table->key_count; i++) {
            add(text, "%s?%u", i > 0 ? ", " : "", i + 1);
        }
        add(text, ")");
    }
    add(text, " ORDER BY ");
    add_keys(text, table);
    add(text, " LIMIT %d", bytes ? (int)BLOB_ROWS : (int)ROWS);
}

static void insert_text(struct text *text, const struct staith_store_table *table, uint32_t rows)
{
    uint32_t at = 0;
    add(text, "INSERT INTO %s(", table->name);
    add_columns(text, table);
    add(text, ") VALUES");
    for (uint32_t row = 0; row < rows; row++) {
        add(text, "%s", row > 0 ? ",(" : "(");
        for (uint32_t i = 0; i < table->column_count; i++) {
            add(text, "%s?%u", i > 0 ? "," : "", ++at);
        }
        add(text, ")");
    }
}

static void count_text(struct text *text, const struct staith_store_table *table)
{
    add(text, "SELECT count(*) FROM %s", table->name);
}

static int prepare(struct staith_store *store, const struct text *text, struct staith_sql **ret,
                   struct staith_err *err)
{
    if (text->len >= sizeof(text->sql)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "a table has too many columns to be copied");
    }
    return store->driver->prepare(store, STAITH_SQL_COUNT, text->sql, ret, err);
}

static void done(struct staith_sql *statement)
{
    if (statement != NULL) {
        staith_store_done(statement);
        statement->driver->finalize(statement);
    }
}

/* ---- a row ---- */

static void hash_bytes(struct passage *passage, unsigned char kind, const void *bytes, size_t len)
{
    unsigned char head[9] = {kind};
    for (int i = 0; i < 8; i++) {
        head[1 + i] = (unsigned char)((uint64_t)len >> (8 * (7 - i)));
    }
    (void)crypto_generichash_update(&passage->state, head, sizeof(head));
    (void)crypto_generichash_update(&passage->state, bytes, len);
}

static void hash_cell(struct passage *passage, struct staith_sql *row, uint32_t at)
{
    const enum staith_store_type type = passage->table->columns[at].type;
    if (staith_sql_null(row, (int)at)) {
        hash_bytes(passage, 'n', "", 0);
    } else if (type == STAITH_STORE_INTEGER) {
        char number[24];
        int len =
            snprintf(number, sizeof(number), "%lld", (long long)staith_sql_int64(row, (int)at));
        hash_bytes(passage, 'i', number, (size_t)len);
    } else {
        const void *bytes = type == STAITH_STORE_BLOB ? staith_sql_blob(row, (int)at)
                                                      : row->driver->text(row, (int)at);
        hash_bytes(passage, type == STAITH_STORE_BLOB ? 'b' : 't', bytes != NULL ? bytes : "",
                   bytes != NULL ? (size_t)staith_sql_bytes(row, (int)at) : 0);
    }
}

/* What a row points to lives until the next one. */
static int keep_cell(struct passage *passage, struct staith_sql *row, uint32_t at)
{
    const enum staith_store_type type = passage->table->columns[at].type;
    struct cell *cell = &passage->cells[passage->waiting * passage->table->column_count + at];
    *cell = (struct cell){.null = staith_sql_null(row, (int)at)};
    if (cell->null) {
        return 0;
    }
    if (type == STAITH_STORE_INTEGER) {
        cell->number = staith_sql_int64(row, (int)at);
        return 0;
    }
    /* no bytes at all are not NULL, though SQLite gives them so */
    const void *bytes =
        type == STAITH_STORE_BLOB ? staith_sql_blob(row, (int)at) : row->driver->text(row, (int)at);
    cell->len = bytes != NULL ? (size_t)staith_sql_bytes(row, (int)at) : 0;
    char *copy = staith_arena_alloc(&passage->bytes, cell->len + 1);
    if (copy == NULL) {
        return staith_err_set(passage->err, STAITH_ERR_NOMEM, "out of memory for a copy");
    }
    memcpy(copy, bytes != NULL ? bytes : "", cell->len);
    copy[cell->len] = '\0';
    cell->bytes = copy;
    return 0;
}

static int bind_cell(struct staith_sql *put, int at, const struct cell *cell,
                     enum staith_store_type type)
{
    if (cell->null) {
        return staith_store_bind_text(put, at, NULL);
    }
    return type == STAITH_STORE_INTEGER ? staith_store_bind_int(put, at, cell->number)
           : type == STAITH_STORE_TEXT  ? staith_store_bind_text(put, at, cell->bytes)
                                        : staith_store_bind_blob(put, at, cell->bytes, cell->len);
}

/* Put `rows` of those that wait, from row `first` on. */
static int put_rows(struct passage *passage, struct staith_sql *put, uint32_t first, uint32_t rows)
{
    const uint32_t columns = passage->table->column_count;
    int bound = STAITH_STEP_OK;
    for (uint32_t i = 0; i < rows * columns; i++) {
        bound |= bind_cell(put, (int)i + 1, &passage->cells[first * columns + i],
                           passage->table->columns[i % columns].type);
    }
    return staith_store_run(passage->to, put, bound, "copying rows", passage->err);
}

static int put_waiting(struct passage *passage)
{
    int code = 0;
    if (passage->waiting == passage->batch) {
        code = put_rows(passage, passage->all, 0, passage->batch);
    } else {
        for (uint32_t i = 0; i < passage->waiting && code == 0; i++) {
            code = put_rows(passage, passage->one, i, 1);
        }
    }
    passage->waiting = 0;
    staith_arena_deinit(&passage->bytes);
    staith_arena_init(&passage->bytes, BATCH_BYTES);
    return code;
}

static int take_row(struct passage *passage, struct staith_sql *row)
{
    int code = 0;
    for (uint32_t i = 0; i < passage->table->column_count && code == 0; i++) {
        hash_cell(passage, row, i);
        code = passage->puts ? keep_cell(passage, row, i) : 0;
    }
    passage->rows++;
    if (code != 0 || !passage->puts) {
        return code;
    }
    return ++passage->waiting == passage->batch ? put_waiting(passage) : 0;
}

/* ---- a table ---- */

static int keep_key(const struct passage *passage, struct staith_sql *row, struct key *keys)
{
    for (uint32_t i = 0; i < passage->table->key_count; i++) {
        const uint32_t at = passage->table->keys[i];
        keys[i].number = 0;
        if (passage->table->columns[at].type == STAITH_STORE_INTEGER) {
            keys[i].number = staith_sql_int64(row, (int)at);
            continue;
        }
        if ((size_t)staith_sql_bytes(row, (int)at) >= sizeof(keys[i].text)) {
            return staith_err_set(passage->err, STAITH_ERR_LIMIT,
                                  "a key of the table %s is too long", passage->table->name);
        }
        staith_store_column_text(row, (int)at, keys[i].text, sizeof(keys[i].text));
    }
    return 0;
}

static int bind_key(const struct passage *passage, struct staith_sql *piece, const struct key *keys)
{
    int bound = STAITH_STEP_OK;
    for (uint32_t i = 0; i < passage->table->key_count; i++) {
        bool number = passage->table->columns[passage->table->keys[i]].type == STAITH_STORE_INTEGER;
        bound |= number ? staith_store_bind_int(piece, (int)i + 1, keys[i].number)
                        : staith_store_bind_text(piece, (int)i + 1, keys[i].text);
    }
    return bound;
}

/* One piece; *ret_any: whether there was a row in it. */
static int take_piece(struct passage *passage, struct staith_store *store, struct staith_sql *piece,
                      int bound, struct key *keys, bool *ret_any)
{
    int code = 0;
    int result = bound;
    *ret_any = false;
    while (code == 0 && (result == STAITH_STEP_OK || result == STAITH_STEP_ROW)) {
        result = staith_sql_step(piece);
        if (result == STAITH_STEP_ROW) {
            *ret_any = true;
            code = keep_key(passage, piece, keys);
            code = code != 0 ? code : take_row(passage, piece);
        }
    }
    if (code == 0 && result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading a table", passage->err);
    }
    staith_store_done(piece);
    return code;
}

/* That the pieces were all there is, the database says in one word. */
static int check_count(struct passage *passage, struct staith_store *store)
{
    struct text text = {.len = 0};
    struct staith_sql *row = NULL;
    count_text(&text, passage->table);
    int code = prepare(store, &text, &row, passage->err);
    if (code == 0 && staith_sql_step(row) != STAITH_STEP_ROW) {
        code = staith_store_fail(store, "counting the rows of a table", passage->err);
    }
    if (code == 0 && (uint64_t)staith_sql_int64(row, 0) != passage->rows) {
        code = staith_err_set(passage->err, STAITH_ERR_IO,
                              "the table %s has %lld rows, of which %llu were read",
                              passage->table->name, (long long)staith_sql_int64(row, 0),
                              (unsigned long long)passage->rows);
    }
    done(row);
    return code;
}

static int take_table(struct passage *passage, struct staith_store *store)
{
    struct key keys[STAITH_STORE_MOST_COLUMNS];
    struct key bound[STAITH_STORE_MOST_COLUMNS];
    struct text first = {.len = 0};
    struct text next = {.len = 0};
    struct staith_sql *begin = NULL;
    struct staith_sql *on = NULL;
    bool any = false;
    passage->rows = 0;
    (void)crypto_generichash_init(&passage->state, NULL, 0, STAITH_HASH_BYTES);
    select_text(&first, passage->table, false);
    select_text(&next, passage->table, true);
    int code = prepare(store, &first, &begin, passage->err);
    code = code != 0 ? code : prepare(store, &next, &on, passage->err);
    if (code == 0) {
        code = take_piece(passage, store, begin, STAITH_STEP_OK, keys, &any);
    }
    while (code == 0 && any) {
        /* what is bound stays as it is while rows come, and their keys are kept meanwhile */
        const size_t size = passage->table->key_count * sizeof(keys[0]);
        memcpy(bound, keys, size);
        code = take_piece(passage, store, on, bind_key(passage, on, bound), keys, &any);
    }
    done(begin);
    done(on);
    code = code != 0 || !passage->puts ? code : put_waiting(passage);
    return code != 0 ? code : check_count(passage, store);
}

static int fill_table(struct passage *passage, struct staith_store_copied *copied)
{
    struct text one = {.len = 0};
    struct text all = {.len = 0};
    passage->batch = MOST_BOUND / passage->table->column_count;
    insert_text(&one, passage->table, 1);
    insert_text(&all, passage->table, passage->batch);
    int code = prepare(passage->to, &one, &passage->one, passage->err);
    code = code != 0 ? code : prepare(passage->to, &all, &passage->all, passage->err);
    passage->puts = true;
    code = code != 0 ? code : take_table(passage, passage->from);
    passage->puts = false;
    done(passage->one);
    done(passage->all);
    passage->one = NULL;
    passage->all = NULL;
    (void)crypto_generichash_final(&passage->state, copied->hash, STAITH_HASH_BYTES);
    copied->rows = passage->rows;
    copied->table = passage->table->name;
    const char *key = passage->table->columns[passage->table->keys[0]].name;
    if (code == 0 && passage->table->counts && passage->to->driver->count_on != NULL) {
        code = passage->to->driver->count_on(passage->to, passage->table->name, key, passage->err);
    }
    return code;
}

static int check_table(struct passage *passage, const struct staith_store_copied *copied)
{
    uint8_t hash[STAITH_HASH_BYTES];
    int code = take_table(passage, passage->to);
    (void)crypto_generichash_final(&passage->state, hash, sizeof(hash));
    if (code == 0 &&
        (passage->rows != copied->rows || memcmp(hash, copied->hash, sizeof(hash)) != 0)) {
        (void)staith_err_set(passage->err, STAITH_ERR_IO,
                             "the table %s did not arrive as it was: %llu rows of %llu",
                             passage->table->name, (unsigned long long)passage->rows,
                             (unsigned long long)copied->rows);
        staith_err_remedy(passage->err, "nothing was kept; look at the log of the database");
        return STAITH_ERR_IO;
    }
    return code;
}

/* ---- the whole ---- */

static int refuse_rows(struct passage *passage, const struct staith_store_shape *shape)
{
    int code = 0;
    for (uint32_t i = 0; i < shape->table_count && code == 0; i++) {
        struct text text = {.len = 0};
        struct staith_sql *row = NULL;
        add(&text, "SELECT 1 FROM %s LIMIT 1", shape->tables[i].name);
        code = prepare(passage->to, &text, &row, passage->err);
        int result = code == 0 ? staith_sql_step(row) : STAITH_STEP_DONE;
        if (result == STAITH_STEP_ROW) {
            code = staith_err_set(passage->err, STAITH_ERR_EXISTS,
                                  "the store to copy into is not empty: it has rows in %s",
                                  shape->tables[i].name);
            staith_err_at(passage->err, passage->to->where, 0, 0);
            staith_err_remedy(passage->err, "name a new folder or an empty database or schema");
        } else if (result != STAITH_STEP_DONE) {
            code = staith_store_fail(passage->to, "looking into the new store", passage->err);
        }
        done(row);
    }
    return code;
}

static int copy_all(struct passage *passage, const struct staith_store_shape *shape,
                    struct staith_store_copied *copied)
{
    int code = refuse_rows(passage, shape);
    for (uint32_t i = 0; i < shape->table_count && code == 0; i++) {
        passage->table = &shape->tables[i];
        code = fill_table(passage, &copied[i]);
        code = code != 0 ? code : check_table(passage, &copied[i]);
    }
    return code;
}

/* What came after the copy began is in the old store alone, and its councils were told that it is
 * kept: a region that went on with the new one would have lost it. */
static int refuse_changes(struct passage *passage)
{
    bool touched = true;
    int code = staith_store_touched(passage->from, &touched, passage->err);
    if (code == 0 && touched) {
        code = staith_err_set(passage->err, STAITH_ERR_AGAIN,
                              "the store was written while it was copied: nothing was kept");
        staith_err_at(passage->err, passage->from->where, 0, 0);
        staith_err_remedy(passage->err,
                          "stop every staith-aggregator that writes it, and copy again");
    }
    return code;
}

static int within(struct passage *passage, const struct staith_store_shape *shape,
                  struct staith_store_copied *copied)
{
    bool touched = false;
    int code = staith_store_touched(passage->from, &touched, passage->err);
    code = code != 0 ? code : staith_sql_begin_long(passage->from, passage->err);
    code = code != 0 ? code : staith_sql_begin_long(passage->to, passage->err);
    code = code != 0 ? code : copy_all(passage, shape, copied);
    staith_store_rollback(passage->from); /* it was read alone */
    code = code != 0 ? code : refuse_changes(passage);
    code = code != 0 ? code : staith_store_commit(passage->to, passage->err);
    staith_store_rollback(passage->to);
    return code;
}

int staith_store_copy(struct staith_store *from, struct staith_store *to,
                      void (*fn)(void *ctx, const struct staith_store_copied *copied), void *ctx,
                      struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_store_shape *shape = calloc(1, sizeof(*shape));
    struct staith_store_copied copied[STAITH_STORE_MOST_TABLES];
    struct passage *passage = calloc(1, sizeof(*passage));
    if (shape == NULL || passage == NULL) {
        free(shape);
        free(passage);
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    *passage = (struct passage){.from = from, .to = to, .err = err};
    staith_arena_init(&passage->bytes, BATCH_BYTES);
    staith_arena_init(&arena, ARENA_BYTES);
    int code = staith_store_shape_read(&arena, shape, err);
    code = code != 0 ? code : within(passage, shape, copied);
    for (uint32_t i = 0; code == 0 && i < shape->table_count; i++) {
        fn(ctx, &copied[i]);
    }
    staith_arena_deinit(&passage->bytes);
    staith_arena_deinit(&arena);
    free(passage);
    free(shape);
    return code;
}
