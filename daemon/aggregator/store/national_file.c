/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A national file as a whole. libcsv splits it; it is fed line by line so that errors know the
 * line a row began on. Its callbacks cannot stop it: after a failure they do nothing, and reading
 * ends at the next line.
 */
#include "aggregator/store/national_file.h"

#include "aggregator/store/national_parse.h"
#include "base/utf8.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELD_BYTES = 256 };
static const size_t ARENA_BYTES = (size_t)512 * 1024 * 1024;

/** One column of the header. */
struct column {
    enum staith_national_column_kind kind;
    uint32_t item; /**< index into the file's items */
};

struct reader {
    struct staith_national_file *file;
    const char *name;
    struct staith_err *err;
    int code;
    unsigned long line;     /**< being fed */
    unsigned long row_line; /**< on which the row began */
    bool in_header;
    uint32_t column_count;
    uint32_t field; /**< fields of the row so far */
    struct column columns[STAITH_NATIONAL_MAX_COLUMNS];
    uint32_t at[STAITH_NATIONAL_KINDS]; /**< column of a kind + 1; 0: there is none */
    char (*fields)[FIELD_BYTES];        /**< of the row, as many as columns */
    uint32_t row_room;
};

static int fail(struct reader *reader, uint32_t column, const char *what, const char *remedy)
{
    reader->code = staith_err_set(reader->err, STAITH_ERR_SYNTAX, "%s", what);
    staith_err_at(reader->err, reader->name, reader->row_line, column);
    staith_err_remedy(reader->err, "%s", remedy);
    return reader->code;
}

static int no_memory(struct reader *reader)
{
    reader->code = staith_err_set(reader->err, STAITH_ERR_NOMEM, "out of memory for the file");
    return reader->code;
}

static void add_column(struct reader *reader, const char *name)
{
    struct staith_national_file *file = reader->file;
    const char *item = NULL;
    uint32_t at = reader->column_count;
    struct column *column = &reader->columns[at];
    column->kind = staith_national_column(name, &item);
    bool placed = column->kind != STAITH_NATIONAL_UNKNOWN &&
                  column->kind != STAITH_NATIONAL_IGNORED && column->kind != STAITH_NATIONAL_ITEM;
    bool twice = placed && reader->at[column->kind] != 0;
    if (column->kind == STAITH_NATIONAL_ITEM) {
        for (uint32_t i = 0; i < file->item_count; i++) {
            twice = twice || strcmp(file->items[i], item) == 0;
        }
        column->item = file->item_count;
        file->items[file->item_count++] = item;
    } else if (column->kind == STAITH_NATIONAL_UNKNOWN) {
        const char *copy = staith_arena_strdup(&file->arena, name);
        if (copy == NULL) {
            (void)no_memory(reader);
            return;
        }
        file->unknown[file->unknown_count++] = copy;
    }
    if (twice) {
        (void)fail(reader, at + 1, "two columns mean the same", "delete one of them");
        return;
    }
    reader->at[column->kind] = at + 1;
    reader->column_count++;
}

static const char *field_of(const struct reader *reader, enum staith_national_column_kind kind)
{
    uint32_t at = reader->at[kind];
    return at > 0 ? reader->fields[at - 1] : "";
}

/* Reading goes on without a name, a country's code or figures, but not without these. */
static void end_header(struct reader *reader)
{
    bool authority =
        reader->at[STAITH_NATIONAL_AREA_CODE] != 0 ||
        (reader->at[STAITH_NATIONAL_OLD_LA] != 0 && reader->at[STAITH_NATIONAL_REGION_CODE] != 0);
    static const char REMEDY[] = "use DfE's indicators file as downloaded (CSV, comma-separated), "
                                 "or a table with period, level, area_code and area_name";
    if (reader->at[STAITH_NATIONAL_PERIOD] == 0) {
        (void)fail(reader, 0, "there is no column time_period or period", REMEDY);
    } else if (reader->at[STAITH_NATIONAL_LEVEL] == 0) {
        (void)fail(reader, 0, "there is no column geographic_level or level", REMEDY);
    } else if (!authority) {
        (void)fail(reader, 0, "there is no column old_la_code with region_code, or area_code",
                   REMEDY);
    } else if (reader->file->item_count == 0) {
        (void)fail(reader, 0, "there is no column with figures that are known here", REMEDY);
    }
    reader->fields =
        staith_arena_array(&reader->file->arena, reader->column_count, sizeof(*reader->fields));
    if (reader->fields == NULL && reader->code == 0) {
        (void)no_memory(reader);
    }
    reader->in_header = false;
}

static struct staith_national_row *add_row(struct reader *reader)
{
    struct staith_national_file *file = reader->file;
    if (file->row_count == STAITH_NATIONAL_MAX_ROWS) {
        (void)fail(reader, 0, "the file has too many rows", "cut it to the years that are needed");
        return NULL;
    }
    if (file->row_count == reader->row_room) {
        uint32_t room = reader->row_room == 0 ? 1024 : reader->row_room * 2;
        struct staith_national_row *rows = realloc(file->rows, room * sizeof(*rows));
        if (rows == NULL) {
            (void)no_memory(reader);
            return NULL;
        }
        file->rows = rows;
        reader->row_room = room;
    }
    struct staith_national_row *row = &file->rows[file->row_count++];
    memset(row, 0, sizeof(*row));
    row->line = reader->row_line;
    return row;
}

static const struct staith_national_cell *read_cells(struct reader *reader)
{
    struct staith_national_cell *cells =
        staith_arena_array(&reader->file->arena, reader->file->item_count, sizeof(*cells));
    if (cells == NULL) {
        (void)no_memory(reader);
        return NULL;
    }
    for (uint32_t i = 0; i < reader->column_count; i++) {
        const struct column *column = &reader->columns[i];
        if (column->kind == STAITH_NATIONAL_ITEM &&
            staith_national_figure(reader->fields[i], &cells[column->item]) != 0) {
            char what[FIELD_BYTES];
            (void)snprintf(what, sizeof(what), "\"%.40s\" is neither a number nor a symbol",
                           reader->fields[i]);
            (void)fail(reader, i + 1, what,
                       "numbers have digits and a point; symbols are z, x, c, u, low, k, : and ..");
            return NULL;
        }
    }
    return cells;
}

/* Code and name of the area of a row that is no authority. */
static int place_wide(struct reader *reader, const char *level, char area[16],
                      const char **ret_name)
{
    bool facts = reader->at[STAITH_NATIONAL_AREA_CODE] != 0;
    const char *name = facts ? field_of(reader, STAITH_NATIONAL_AREA_NAME) : NULL;
    if (strcmp(level, "country") == 0) {
        (void)snprintf(area, 16, "ENG");
        *ret_name = name != NULL ? name : field_of(reader, STAITH_NATIONAL_COUNTRY_NAME);
        return 0;
    }
    enum staith_national_column_kind kind =
        facts ? STAITH_NATIONAL_AREA_CODE : STAITH_NATIONAL_REGION_CODE;
    const char *code = field_of(reader, kind);
    if (strlen(code) != 9 || code[0] != 'E' || strspn(code + 1, "0123456789") != 8) {
        return fail(reader, reader->at[kind], "this is no code of a region",
                    "a region has a code such as E12000001");
    }
    (void)snprintf(area, 16, "%s", code);
    *ret_name = name != NULL ? name : field_of(reader, STAITH_NATIONAL_REGION_NAME);
    return 0;
}

/* Codes of an authority: DfE's, or where a file gives none ("z"), the ONS's. */
static int place_authority(struct reader *reader, char codes[STAITH_NATIONAL_JOINT_MAX][16],
                           uint32_t *ret_count, char joint[32], const char **ret_name)
{
    bool facts = reader->at[STAITH_NATIONAL_AREA_CODE] != 0;
    enum staith_national_column_kind kind =
        facts ? STAITH_NATIONAL_AREA_CODE : STAITH_NATIONAL_OLD_LA;
    const char *text = field_of(reader, kind);
    bool none = text[0] == '\0' || strcmp(text, "z") == 0;
    if (none && !facts) {
        text = field_of(reader, STAITH_NATIONAL_NEW_LA);
    }
    if (staith_national_codes(text, codes, ret_count, joint) != 0) {
        return fail(reader, reader->at[kind], "this is no code of a local authority",
                    "codes have three digits; joint returns are written 314 / 318");
    }
    *ret_name = field_of(reader, facts ? STAITH_NATIONAL_AREA_NAME : STAITH_NATIONAL_LA_NAME);
    return 0;
}

/* Inner and Outer London have codes of their own kind: parts of a region. */
static void refine_level(char level[16], const char *area)
{
    if (strcmp(level, "region") == 0 && strncmp(area, "E13", 3) == 0) {
        (void)snprintf(level, 16, "subregion");
    }
}

static void end_data(struct reader *reader)
{
    char period[16];
    char level[16];
    char joint[32] = "";
    char codes[STAITH_NATIONAL_JOINT_MAX][16];
    uint32_t count = 1;
    const char *name = "";
    if (reader->field != reader->column_count) {
        (void)fail(reader, reader->field, "the row has not as many columns as the header",
                   "look for a missing or an additional comma, or a quote that is left open");
        return;
    }
    if (staith_national_period(field_of(reader, STAITH_NATIONAL_PERIOD), period) != 0) {
        (void)fail(reader, reader->at[STAITH_NATIONAL_PERIOD], "this is no year",
                   "a period is written 2025, or 202425 for the year that ends in 2025");
        return;
    }
    if (staith_national_level(field_of(reader, STAITH_NATIONAL_LEVEL), level) != 0) {
        (void)fail(reader, reader->at[STAITH_NATIONAL_LEVEL], "this level is not known",
                   "levels are National, Regional and Local authority");
        return;
    }
    bool authority = strcmp(level, "authority") == 0;
    int code = authority ? place_authority(reader, codes, &count, joint, &name)
                         : place_wide(reader, level, codes[0], &name);
    const struct staith_national_cell *cells = code == 0 ? read_cells(reader) : NULL;
    refine_level(level, codes[0]);
    for (uint32_t i = 0; i < count && cells != NULL; i++) {
        struct staith_national_row *row = add_row(reader);
        if (row == NULL) {
            return;
        }
        (void)snprintf(row->period, sizeof(row->period), "%s", period);
        (void)snprintf(row->level, sizeof(row->level), "%s", level);
        memcpy(row->area, codes[i], sizeof(row->area));
        (void)snprintf(row->area_name, sizeof(row->area_name), "%.63s", name);
        (void)snprintf(row->joint, sizeof(row->joint), "%s", joint);
        row->cells = cells;
    }
    reader->file->line_count++;
    reader->file->joint_count += joint[0] != '\0' ? 1 : 0;
}

static void on_field(void *text, size_t len, void *ctx)
{
    struct reader *reader = ctx;
    char copy[FIELD_BYTES];
    if (reader->code != 0) {
        return;
    }
    if (reader->field == 0) {
        reader->row_line = reader->line;
    }
    uint32_t at = reader->field++;
    uint32_t most = reader->in_header ? STAITH_NATIONAL_MAX_COLUMNS : reader->column_count;
    if (at >= most) {
        return; /* told at the end of the row */
    }
    if (len >= sizeof(copy) || memchr(text, '\0', len) != NULL || !staith_utf8_valid(text, len)) {
        (void)fail(reader, at + 1, "the field is too long or is no UTF-8 text",
                   "save the file as CSV UTF-8");
        return;
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (reader->in_header) {
        add_column(reader, copy);
    } else {
        memcpy(reader->fields[at], copy, len + 1);
    }
}

/* A row of commas alone, as spreadsheets leave below their last one. */
static bool is_blank(const struct reader *reader)
{
    for (uint32_t i = 0; i < reader->column_count; i++) {
        if (reader->fields[i][0] != '\0') {
            return false;
        }
    }
    return reader->field == reader->column_count;
}

static void on_row(int end, void *ctx)
{
    struct reader *reader = ctx;
    (void)end;
    if (reader->code == 0 && reader->in_header) {
        if (reader->field > STAITH_NATIONAL_MAX_COLUMNS) {
            (void)fail(reader, 0, "the file has too many columns", "keep those that are needed");
        } else {
            end_header(reader);
        }
    } else if (reader->code == 0 && !is_blank(reader)) {
        end_data(reader);
    }
    reader->field = 0;
}

static int by_place(const void *a, const void *b)
{
    const struct staith_national_row *left = a;
    const struct staith_national_row *right = b;
    int order = strcmp(left->period, right->period);
    if (order == 0) {
        order = strcmp(left->area, right->area);
    }
    if (order == 0) {
        order = (left->joint[0] != '\0') - (right->joint[0] != '\0');
    }
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

/* One row for each area and period. A council that made a joint return may stand alone, too: then
 * its own row counts. */
static int settle(struct reader *reader)
{
    struct staith_national_file *file = reader->file;
    if (file->row_count == 0) {
        reader->row_line = 0;
        return fail(reader, 0, "there is no row with figures", "use the file as downloaded");
    }
    qsort(file->rows, file->row_count, sizeof(*file->rows), by_place);
    for (uint32_t i = 0; i < file->row_count; i++) {
        struct staith_national_row *row = &file->rows[i];
        const struct staith_national_row *before = i > 0 ? &file->rows[i - 1] : NULL;
        if (before != NULL && strcmp(before->period, row->period) == 0 &&
            strcmp(before->area, row->area) == 0) {
            if (row->joint[0] == '\0' || before->joint[0] != '\0') {
                reader->row_line = row->line;
                char what[FIELD_BYTES];
                (void)snprintf(what, sizeof(what), "%s in %s stands in line %lu already",
                               row->area_name, row->period, before->line);
                return fail(reader, 0, what, "delete one of the two rows");
            }
            row->superseded = true;
        }
        for (uint32_t j = 0; j < file->item_count && !row->superseded; j++) {
            file->figure_count += row->cells[j].status != STAITH_STATUS_UNSET ? 1 : 0;
        }
    }
    return 0;
}

static int bad_csv(struct reader *reader, int what)
{
    if (what == CSV_ENOMEM || what == CSV_ETOOBIG) {
        return no_memory(reader);
    }
    reader->row_line = reader->row_line > 0 ? reader->row_line : reader->line;
    return fail(reader, reader->field + 1, "a quoted field is not closed or has a quote inside",
                "quote a field as a whole and double the quotes within it");
}

static int feed(struct reader *reader, struct csv_parser *parser, const char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len && reader->code == 0) {
        const char *end = memchr(bytes + at, '\n', len - at);
        size_t size = end != NULL ? (size_t)(end - bytes) + 1 - at : len - at;
        reader->line++;
        if (csv_parse(parser, bytes + at, size, on_field, on_row, reader) != size &&
            reader->code == 0) {
            return bad_csv(reader, csv_error(parser));
        }
        at += size;
    }
    if (reader->code == 0 && csv_fini(parser, on_field, on_row, reader) != 0) {
        return bad_csv(reader, csv_error(parser));
    }
    return reader->code;
}

static int read_all(struct reader *reader, const char *bytes, size_t len)
{
    static const char BOM[] = "\xEF\xBB\xBF";
    struct staith_national_file *file = reader->file;
    struct csv_parser parser;
    if (len > STAITH_NATIONAL_MAX_BYTES) {
        return fail(reader, 0, "the file is larger than 64 MiB", "use the indicators file alone");
    }
    file->items = staith_arena_array(&file->arena, STAITH_NATIONAL_MAX_COLUMNS, sizeof(char *));
    file->unknown = staith_arena_array(&file->arena, STAITH_NATIONAL_MAX_COLUMNS, sizeof(char *));
    if (file->items == NULL || file->unknown == NULL ||
        csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return no_memory(reader);
    }
    if (len >= 3 && memcmp(bytes, BOM, 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    int code = feed(reader, &parser, bytes, len);
    csv_free(&parser);
    return code != 0 ? code : settle(reader);
}

int staith_national_file_read(const char *name, const char *bytes, size_t len,
                              struct staith_national_file **ret_file, struct staith_err *err)
{
    struct staith_national_file *file = calloc(1, sizeof(*file));
    struct reader *reader = calloc(1, sizeof(*reader));
    int code = STAITH_ERR_NOMEM;
    if (file == NULL || reader == NULL) {
        (void)staith_err_set(err, code, "out of memory for the file");
        free(file);
        free(reader);
        return code;
    }
    staith_arena_init(&file->arena, ARENA_BYTES);
    reader->file = file;
    reader->name = name;
    reader->err = err;
    reader->in_header = true;
    code = read_all(reader, bytes, len);
    free(reader);
    if (code != 0) {
        staith_national_file_free(file);
        return code;
    }
    *ret_file = file;
    return 0;
}

void staith_national_file_free(struct staith_national_file *file)
{
    if (file == NULL) {
        return;
    }
    staith_arena_deinit(&file->arena);
    free(file->rows);
    free(file);
}

int staith_national_file_store(struct staith_store *store, const struct staith_national_file *file,
                               const char *source, const uint8_t hash[STAITH_HASH_BYTES],
                               struct staith_err *err)
{
    uint64_t vintage = 0;
    int code = staith_store_national_begin(store, source, hash, &vintage, err);
    for (uint32_t i = 0; i < file->row_count && code == 0; i++) {
        const struct staith_national_row *row = &file->rows[i];
        struct staith_store_national figure = {0};
        memcpy(figure.period, row->period, sizeof(figure.period));
        memcpy(figure.area, row->area, sizeof(figure.area));
        memcpy(figure.area_name, row->area_name, sizeof(figure.area_name));
        memcpy(figure.level, row->level, sizeof(figure.level));
        memcpy(figure.joint, row->joint, sizeof(figure.joint));
        for (uint32_t j = 0; j < file->item_count && code == 0 && !row->superseded; j++) {
            const struct staith_national_cell *cell = &row->cells[j];
            if (cell->status == STAITH_STATUS_UNSET) {
                continue;
            }
            (void)snprintf(figure.item, sizeof(figure.item), "%s", file->items[j]);
            figure.status = cell->status;
            figure.value = cell->value;
            figure.decimals = cell->decimals;
            code = staith_store_national_put(store, vintage, &figure, err);
        }
    }
    return code;
}
