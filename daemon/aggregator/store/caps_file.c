/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcsv splits the file; it is fed line by line so that errors know the line a row began on. Its
 * callbacks cannot stop it: after a failure they do nothing, and reading ends at the next line.
 */
#include "aggregator/store/caps_file.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/utf8.h"

#include <csv.h>
#include <string.h>

enum { MAX_COLUMNS = 32, MAX_PENCE = 100000 };

/* In the order of the handout. */
enum column { REGION, ROLE, BASIS, PENCE, FROM, TO, SOURCE, COLUMN_COUNT, OTHER };
static const char *const names[COLUMN_COUNT] = {"region",     "role",     "basis", "pence_per_hour",
                                                "valid_from", "valid_to", "source"};
/* The words of the plugin agency_rates: what it does not know it would refuse at every council. */
static const char *const ROLES[] = {"social_worker", "senior_social_worker",
                                    "advanced_practitioner", "team_manager", "iro"};
static const char *const BASES[] = {"umbrella", "paye"};

struct row {
    int32_t first;
    int32_t last;
};

struct reader {
    struct staith_handout *handout;
    struct staith_arena *arena;
    const char *name;
    const char *region;
    struct staith_err *err;
    int code;
    unsigned long line;     /* being fed */
    unsigned long row_line; /* on which the row began */
    bool in_header;
    uint32_t column_count;
    uint32_t field; /* fields of the row so far */
    enum column columns[MAX_COLUMNS];
    uint32_t at[COLUMN_COUNT]; /* place of a column + 1; 0: it is not there */
    const char *cells[COLUMN_COUNT];
    struct row *rows; /* days of the rows so far */
};

static int fail(struct reader *reader, enum column column, const char *what, const char *remedy)
{
    if (reader->code == 0) {
        reader->code = staith_err_set(reader->err, STAITH_ERR_SYNTAX, "%s", what);
        staith_err_at(reader->err, reader->name, reader->row_line,
                      column < COLUMN_COUNT ? reader->at[column] : 0);
        staith_err_remedy(reader->err, "%s", remedy);
    }
    return reader->code;
}

/* ---- the header ---- */

static void add_column(struct reader *reader, const char *text)
{
    enum column column = 0;
    while (column < COLUMN_COUNT && strcmp(names[column], text) != 0) {
        column++;
    }
    if (column == COLUMN_COUNT || reader->column_count == MAX_COLUMNS) {
        (void)fail(reader, OTHER, "there is a column that a file of caps does not have",
                   "columns are role, basis, pence_per_hour, valid_from, valid_to, region, source");
        return;
    }
    if (reader->at[column] != 0) {
        (void)fail(reader, column, "a column is there twice", "delete one of them");
        return;
    }
    reader->columns[reader->column_count++] = column;
    reader->at[column] = reader->column_count;
}

static void end_header(struct reader *reader)
{
    for (enum column i = 0; i < COLUMN_COUNT; i++) {
        if (reader->at[i] == 0 && i != REGION && i != TO) {
            (void)fail(reader, OTHER, "a column is missing",
                       "needed are role, basis, pence_per_hour, valid_from and source");
        }
    }
    reader->in_header = false;
}

/* ---- a row ---- */

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int check_words(struct reader *reader, const char **cells)
{
    int64_t pence = 0;
    if (!is_one_of(cells[ROLE], ROLES, sizeof(ROLES) / sizeof(ROLES[0]))) {
        return fail(reader, ROLE, "the role is not known",
                    "roles are social_worker, senior_social_worker, advanced_practitioner, "
                    "team_manager, iro");
    }
    if (!is_one_of(cells[BASIS], BASES, sizeof(BASES) / sizeof(BASES[0]))) {
        return fail(reader, BASIS, "the basis is not known", "a basis is umbrella or paye");
    }
    if (staith_decimal_parse(cells[PENCE], strlen(cells[PENCE]), 0, &pence) != 0 || pence < 1 ||
        pence > MAX_PENCE || strspn(cells[PENCE], "0123456789") != strlen(cells[PENCE])) {
        return fail(reader, PENCE, "the cap is no number of pence from 1 to 100000",
                    "write 40 pounds as 4000");
    }
    if (cells[SOURCE][0] == '\0') {
        return fail(reader, SOURCE, "the source is missing", "say where the cap was agreed");
    }
    if (reader->at[REGION] != 0 && strcmp(cells[REGION], reader->region) != 0) {
        return fail(reader, REGION, "the row is of another region",
                    "leave the column region out, or write the name that the configuration has");
    }
    return 0;
}

static int read_days(struct reader *reader, const char **cells, struct row *row)
{
    row->last = INT32_MAX;
    if (staith_date_parse(cells[FROM], strlen(cells[FROM]), &row->first) != 0) {
        return fail(reader, FROM, "this is no date", "write dates as 2026-10-01");
    }
    if (cells[TO][0] != '\0' && (staith_date_parse(cells[TO], strlen(cells[TO]), &row->last) != 0 ||
                                 row->last < row->first)) {
        return fail(reader, TO, "this is no date, or one before valid_from",
                    "write the last day as 2027-09-30, or leave it empty");
    }
    return 0;
}

static int check_overlap(struct reader *reader, const char **cells, const struct row *row)
{
    for (uint32_t i = 0; i < reader->handout->row_count; i++) {
        const char **other = reader->handout->cells + (size_t)i * COLUMN_COUNT;
        if (strcmp(other[ROLE], cells[ROLE]) == 0 && strcmp(other[BASIS], cells[BASIS]) == 0 &&
            reader->rows[i].first <= row->last && row->first <= reader->rows[i].last) {
            return fail(reader, FROM, "an earlier row has a cap for the same role, basis and days",
                        "end the earlier one by its valid_to");
        }
    }
    return 0;
}

static void end_cells(struct reader *reader)
{
    struct staith_handout *handout = reader->handout;
    struct row row = {0};
    if (reader->field != reader->column_count) {
        (void)fail(reader, OTHER, "the row has not as many cells as there are columns",
                   "write an empty cell for what is not given");
        return;
    }
    if (handout->row_count == STAITH_CAPS_MAX_ROWS) {
        (void)fail(reader, OTHER, "the file has more than 512 rows", "leave old caps out");
        return;
    }
    if (check_words(reader, reader->cells) != 0 || read_days(reader, reader->cells, &row) != 0 ||
        check_overlap(reader, reader->cells, &row) != 0) {
        return;
    }
    const char **to = handout->cells + (size_t)handout->row_count * COLUMN_COUNT;
    reader->cells[REGION] = reader->region;
    memcpy(to, reader->cells, sizeof(reader->cells));
    reader->rows[handout->row_count++] = row;
}

/* ---- libcsv ---- */

static void on_field(void *bytes, size_t len, void *ctx)
{
    struct reader *reader = ctx;
    if (reader->code != 0) {
        return;
    }
    if (len > STAITH_HANDOUT_MAX_CELL_BYTES || memchr(bytes, '\0', len) != NULL ||
        (len > 0 && !staith_utf8_is_line(bytes, len))) {
        (void)fail(reader, OTHER, "a cell is too long, or no line of text in UTF-8",
                   "save the file as CSV UTF-8, cells of at most 255 bytes");
        return;
    }
    char *text = staith_arena_alloc(reader->arena, len + 1);
    if (text == NULL) {
        reader->code = staith_err_set(reader->err, STAITH_ERR_NOMEM, "no memory for the file");
        return;
    }
    memcpy(text, bytes, len);
    if (reader->in_header) {
        add_column(reader, text);
    } else if (reader->field < reader->column_count) {
        reader->cells[reader->columns[reader->field]] = text;
    }
    reader->field++;
}

static void on_row(int end, void *ctx)
{
    struct reader *reader = ctx;
    (void)end;
    if (reader->code == 0 && reader->in_header) {
        end_header(reader);
    } else if (reader->code == 0) {
        end_cells(reader);
    }
    reader->field = 0;
    reader->row_line = reader->line + 1;
    for (enum column i = 0; i < COLUMN_COUNT; i++) {
        reader->cells[i] = "";
    }
}

static void feed(struct reader *reader, struct csv_parser *parser, const char *bytes, size_t len)
{
    while (len > 0 && reader->code == 0) {
        const char *end = memchr(bytes, '\n', len);
        size_t line = end != NULL ? (size_t)(end - bytes) + 1 : len;
        reader->line++;
        if (csv_parse(parser, bytes, line, on_field, on_row, reader) != line) {
            (void)fail(reader, OTHER, "the row cannot be read as CSV",
                       "cells with a comma or a quote need quotes around them");
        }
        bytes += line;
        len -= line;
    }
    if (reader->code == 0 && csv_fini(parser, on_field, on_row, reader) != 0) {
        (void)fail(reader, OTHER, "the last cell is not closed", "add the missing quote");
    }
    if (reader->code == 0 && reader->in_header) {
        (void)fail(reader, OTHER, "the file is empty", "its first line names the columns");
    }
}

int staith_caps_file_read(const char *name, const char *bytes, size_t len, const char *region,
                          struct staith_arena *arena, struct staith_handout *ret_handout,
                          struct staith_err *err)
{
    struct staith_handout handout = {
        .name = STAITH_HANDOUT_CAPS, .column_count = COLUMN_COUNT, .columns = names};
    struct csv_parser parser;
    struct reader reader = {.handout = &handout,
                            .arena = arena,
                            .name = name,
                            .region = region,
                            .err = err,
                            .row_line = 1,
                            .in_header = true};
    if (len > STAITH_CAPS_MAX_BYTES) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the file has more than 1 MiB");
    }
    handout.cells = staith_arena_array(arena, (size_t)STAITH_CAPS_MAX_ROWS * COLUMN_COUNT,
                                       sizeof(*handout.cells));
    reader.rows = staith_arena_array(arena, STAITH_CAPS_MAX_ROWS, sizeof(*reader.rows));
    if (handout.cells == NULL || reader.rows == NULL ||
        csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the file");
    }
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    feed(&reader, &parser, bytes, len);
    csv_free(&parser);
    if (reader.code == 0) {
        *ret_handout = handout;
    }
    return reader.code;
}
