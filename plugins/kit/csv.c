/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Over libcsv, strict. It knows no lines, encodings or limits; so it is fed a line at a time, each
 * looked through first: every callback then belongs to a line that is known, and a field can grow
 * past its limit by no more than one piece of the reader.
 */
#include <staith/kit_csv.h>

#include "text.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FIELD_BYTES = 65535, DEFAULT_FIELD_BYTES = 4096, DEFAULT_ROW_BYTES = 65536 };
enum { MAX_ROW_BYTES = 16 * 1024 * 1024, UNKNOWN_COLUMN = 0xFFFF };

struct csv {
    const struct staith_kit_csv_job *job;
    struct csv_parser parser;
    size_t field_max;
    size_t row_max;
    uint64_t max_bytes;
    int result; /* other than 0 once the reading has ended */
    struct staith_kit_problem problem;

    uint64_t line;       /* of the next byte */
    uint64_t column;     /* characters in front of the next byte, on its line */
    bool after_cr;       /* the byte before was a carriage return: a newline ends no second line */
    uint64_t quote_line; /* where the quoted field begins that is open */

    bool header_done;
    uint32_t columns;
    uint16_t column_name[STAITH_KIT_CSV_MAX_COLUMNS]; /* index into the names, by column */
    bool *present;

    uint64_t row;
    uint64_t row_line;
    uint32_t cells;
    bool any_text;
    size_t row_len;
    size_t field_count;
    char *row_text; /* the wanted fields of the row, each with its NUL */
    struct staith_kit_csv_field *fields;
    struct staith_kit_reader reader;
};

static void refuse(struct csv *csv, enum staith_kit_problem_kind kind, uint64_t line,
                   uint64_t column)
{
    if (csv->result == 0) {
        csv->result = STAITH_ESOURCE;
        csv->problem = (struct staith_kit_problem){kind, line, column};
    }
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(const char *name, const char *text, size_t len)
{
    while (len > 0 && staith_kit_is_space(*text)) {
        text++;
        len--;
    }
    while (len > 0 && staith_kit_is_space(text[len - 1])) {
        len--;
    }
    for (size_t i = 0; i < len; i++) {
        if (name[i] == '\0' || lower(name[i]) != lower(text[i])) {
            return false;
        }
    }
    return name[len] == '\0';
}

static void take_column_name(struct csv *csv, const char *text, size_t len)
{
    uint16_t found = UNKNOWN_COLUMN;
    if (csv->cells >= STAITH_KIT_CSV_MAX_COLUMNS) {
        refuse(csv, STAITH_KIT_TOO_MANY_COLUMNS, csv->line, 0);
        return;
    }
    for (uint32_t i = 0; i < csv->job->name_count; i++) {
        if (same_name(csv->job->names[i], text, len)) {
            found = (uint16_t)i;
            break;
        }
    }
    csv->column_name[csv->cells] = found;
    if (found == UNKNOWN_COLUMN) {
        return;
    }
    if (csv->present[found]) {
        refuse(csv, STAITH_KIT_COLUMN_TWICE, csv->line, 0);
    }
    csv->present[found] = true;
}

/* Where the field that comes now goes; NULL: nowhere. */
static struct staith_kit_csv_field *next_field(struct csv *csv)
{
    if (csv->job->on_fields != NULL) {
        if (csv->cells < STAITH_KIT_CSV_MAX_COLUMNS) {
            return &csv->fields[csv->cells];
        }
        refuse(csv, STAITH_KIT_TOO_MANY_COLUMNS, csv->row_line, 0);
        return NULL;
    }
    return csv->cells >= csv->columns || csv->column_name[csv->cells] == UNKNOWN_COLUMN
               ? NULL
               : &csv->fields[csv->column_name[csv->cells]];
}

static void take_cell(struct csv *csv, const char *text, size_t len)
{
    struct staith_kit_csv_field *field = next_field(csv);
    csv->any_text = csv->any_text || len > 0;
    if (field == NULL) {
        return;
    }
    if (len + 1 > csv->row_max - csv->row_len) {
        refuse(csv, STAITH_KIT_TOO_LONG, csv->row_line, 0);
        return;
    }
    char *copy = csv->row_text + csv->row_len;
    if (len > 0) {
        memcpy(copy, text, len);
    }
    copy[len] = '\0';
    csv->row_len += len + 1;
    field->text = copy;
    field->len = len;
}

static void on_field(void *text, size_t len, void *ctx)
{
    struct csv *csv = ctx;
    if (csv->result != 0) {
        return;
    }
    if (len > csv->field_max) {
        refuse(csv, STAITH_KIT_TOO_LONG, csv->row_line, 0);
    } else if (csv->header_done || csv->job->on_fields != NULL) {
        take_cell(csv, text, len);
    } else {
        take_column_name(csv, text, len);
    }
    csv->cells++;
}

static void end_header(struct csv *csv)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < csv->job->name_count; i++) {
        known += csv->present[i] ? 1 : 0;
    }
    if (known == 0) {
        refuse(csv, STAITH_KIT_NO_HEADER, csv->row_line, 0);
        return;
    }
    csv->header_done = true;
    csv->columns = csv->cells;
    if (csv->job->on_header != NULL) {
        csv->result = csv->job->on_header(csv->job->ctx, csv->present, csv->columns - known);
    }
}

static void end_row(struct csv *csv)
{
    csv->row++;
    struct staith_kit_csv_row row = {
        .row = csv->row,
        .line = csv->row_line,
        .cells = csv->cells,
        .columns = csv->columns,
        .fields = csv->fields,
    };
    csv->result = csv->job->on_row(csv->job->ctx, &row);
}

static void end_fields(struct csv *csv)
{
    csv->header_done = true;
    if (csv->any_text) {
        csv->result = csv->job->on_fields(csv->job->ctx, csv->row_line, csv->fields, csv->cells);
    }
}

static void on_row(int terminator, void *ctx)
{
    struct csv *csv = ctx;
    (void)terminator;
    if (csv->result == 0) {
        if (csv->job->on_fields != NULL) {
            end_fields(csv);
        } else if (!csv->header_done) {
            end_header(csv);
        } else if (csv->any_text) {
            end_row(csv);
        }
    }
    csv->cells = 0;
    csv->any_text = false;
    csv->row_len = 0;
    memset(csv->fields, 0, csv->field_count * sizeof *csv->fields);
}

/* The bytes of data[0..len) up to and with the end of their line, looked through; 0 where the first
 * character goes on behind the data. *ret_chars is how many characters they are. */
static size_t measure_piece(struct csv *csv, const unsigned char *data, size_t len,
                            uint64_t *ret_chars)
{
    size_t at = 0;
    uint64_t chars = 0;
    while (at < len) {
        int step = staith_kit_utf8_length(data + at, len - at);
        if (step < 0 && !(csv->reader.at_end)) {
            break;
        }
        if (step <= 0) {
            refuse(csv, staith_kit_bad_byte_kind(data[at]), csv->line, csv->column + chars + 1);
            break;
        }
        if (data[at] == 0) {
            refuse(csv, STAITH_KIT_NOT_TEXT, csv->line, csv->column + chars + 1);
            break;
        }
        at += (size_t)step;
        chars++;
        if (data[at - 1] == '\n' || data[at - 1] == '\r') {
            break;
        }
    }
    *ret_chars = chars;
    return at;
}

static uint64_t count_chars(const unsigned char *data, size_t len)
{
    uint64_t chars = 0;
    for (size_t i = 0; i < len; i++) {
        chars += (data[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return chars;
}

static void feed_piece(struct csv *csv, const unsigned char *piece, size_t len)
{
    struct csv_parser *parser = &csv->parser;
    bool was_quoted = parser->quoted != 0;
    uint32_t cells_before = csv->cells;
    if (csv->cells == 0 && !was_quoted) {
        csv->row_line = csv->line;
    }
    size_t taken = csv_parse(parser, piece, len, on_field, on_row, csv);
    if (parser->quoted != 0 && (!was_quoted || csv->cells != cells_before)) {
        csv->quote_line = csv->line;
    }
    if (taken != len) {
        if (csv_error(parser) == CSV_EPARSE) {
            refuse(csv, STAITH_KIT_MALFORMED, csv->line,
                   csv->column + count_chars(piece, taken) + 1);
        } else if (csv->result == 0) {
            csv->result = STAITH_ENOMEM;
        }
    } else if (parser->entry_pos > csv->field_max) {
        refuse(csv, STAITH_KIT_TOO_LONG, parser->quoted != 0 ? csv->quote_line : csv->line, 0);
    }
}

static void go_on(struct csv *csv, const unsigned char *piece, size_t len, uint64_t chars)
{
    unsigned char last = piece[len - 1];
    bool second_half = last == '\n' && len == 1 && csv->after_cr;
    if (second_half) {
        csv->column = 0;
    } else if (last == '\n' || last == '\r') {
        csv->line++;
        csv->column = 0;
    } else {
        csv->column += chars;
    }
    csv->after_cr = last == '\r';
    staith_kit_reader_skip(&csv->reader, len);
}

struct marks {
    size_t commas;
    size_t semicolons;
    size_t tabs;
};

/* Count the marks outside quotes of the line that begins at data[at]; where the next begins. */
static size_t count_marks(const unsigned char *data, size_t len, size_t at, struct marks *marks,
                          bool *ret_text)
{
    bool quoted = false;
    memset(marks, 0, sizeof *marks);
    *ret_text = false;
    for (; at < len; at++) {
        unsigned char c = data[at];
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '\n' || c == '\r')) {
            return at + 1;
        } else if (!quoted) {
            marks->commas += c == ',' ? 1 : 0;
            marks->semicolons += c == ';' ? 1 : 0;
            marks->tabs += c == '\t' ? 1 : 0;
        }
        *ret_text = *ret_text || !staith_kit_is_space((char)c);
    }
    return at;
}

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The delimiter that is met most often in the first line with text, outside quotes; with `all`, in
 * any of the lines. */
static unsigned char sniff(const unsigned char *data, size_t len, bool all)
{
    struct marks best = {0, 0, 0};
    bool text = false;
    size_t at = 0;
    while (at < len && (all || !text)) {
        struct marks here;
        at = count_marks(data, len, at, &here, &text);
        best.commas = most(best.commas, here.commas);
        best.semicolons = most(best.semicolons, here.semicolons);
        best.tabs = most(best.tabs, here.tabs);
    }
    if (best.semicolons > best.commas && best.semicolons >= best.tabs) {
        return ';';
    }
    return best.tabs > best.commas ? '\t' : ',';
}

/* Byte order mark and delimiter. */
static int begin(struct csv *csv)
{
    const unsigned char *data = NULL;
    size_t len = 0;
    int result = staith_kit_reader_peek(&csv->reader, STAITH_KIT_READER_BYTES, &data, &len);
    if (result != STAITH_OK) {
        return result;
    }
    if (len >= 2 &&
        ((data[0] == 0xFF && data[1] == 0xFE) || (data[0] == 0xFE && data[1] == 0xFF))) {
        refuse(csv, STAITH_KIT_UTF16, 1, 1);
        return csv->result;
    }
    if (len >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF) {
        data += 3;
        len -= 3;
        staith_kit_reader_skip(&csv->reader, 3);
    }
    csv_set_delim(&csv->parser, sniff(data, len, csv->job->on_fields != NULL));
    return STAITH_OK;
}

static int finish(struct csv *csv)
{
    if (csv_fini(&csv->parser, on_field, on_row, csv) != 0) {
        refuse(csv, STAITH_KIT_OPEN_QUOTE, csv->quote_line, 0);
    } else if (!csv->header_done) {
        refuse(csv, STAITH_KIT_EMPTY, 0, 0);
    }
    return csv->result;
}

static int read_all(struct csv *csv)
{
    int result = begin(csv);
    size_t want = 1;
    while (result == STAITH_OK) {
        const unsigned char *data = NULL;
        size_t len = 0;
        uint64_t chars = 0;
        result = staith_kit_reader_peek(&csv->reader, want, &data, &len);
        if (result != STAITH_OK) {
            break;
        }
        size_t piece = measure_piece(csv, data, len, &chars);
        want = piece == 0 ? 4 : 1; /* a character is at most 4 bytes */
        if (piece > 0) {
            feed_piece(csv, data, piece);
            go_on(csv, data, piece, chars);
        }
        if (csv->reader.offset > csv->max_bytes) {
            refuse(csv, STAITH_KIT_TOO_LARGE, csv->line, 0);
        }
        result = csv->result;
    }
    return result == STAITH_END ? finish(csv) : result;
}

/* Limits of a job, with defaults; false where they make no sense. */
static bool take_job(struct csv *csv, const struct staith_kit_csv_job *job)
{
    const struct staith_kit_csv_limits *limits = &job->limits;
    csv->job = job;
    csv->field_max = limits->field_bytes != 0 ? limits->field_bytes : DEFAULT_FIELD_BYTES;
    csv->row_max = limits->row_bytes != 0 ? limits->row_bytes : DEFAULT_ROW_BYTES;
    csv->max_bytes = limits->max_bytes != 0 ? limits->max_bytes : (uint64_t)1 << 30;
    csv->line = 1;
    csv->field_count = job->on_fields != NULL ? STAITH_KIT_CSV_MAX_COLUMNS : job->name_count;
    bool names = job->on_row != NULL && job->name_count > 0 && job->name_count < UNKNOWN_COLUMN;
    return (names || job->on_fields != NULL) && csv->field_max <= MAX_FIELD_BYTES &&
           csv->row_max <= MAX_ROW_BYTES;
}

int staith_kit_csv_read(const struct staith_host *host, uint32_t source,
                        const struct staith_kit_csv_job *job,
                        struct staith_kit_problem *ret_problem)
{
    int result = STAITH_ENOMEM;
    struct csv *csv = calloc(1, sizeof *csv);
    if (csv == NULL) {
        return STAITH_ENOMEM;
    }
    if (!take_job(csv, job)) {
        free(csv);
        return STAITH_EINVAL;
    }
    csv->present = calloc(csv->field_count, sizeof *csv->present);
    csv->fields = calloc(csv->field_count, sizeof *csv->fields);
    csv->row_text = malloc(csv->row_max);
    staith_kit_reader_init(&csv->reader, host, source);
    if (csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI) == 0 && csv->present != NULL &&
        csv->fields != NULL && csv->row_text != NULL) {
        result = read_all(csv);
        if (result == STAITH_ESOURCE) {
            *ret_problem = csv->problem;
        }
    }
    csv_free(&csv->parser);
    free(csv->present);
    free(csv->fields);
    free(csv->row_text);
    free(csv);
    return result;
}
