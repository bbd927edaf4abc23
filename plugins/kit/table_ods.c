/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sheets of an OpenDocument workbook: one part, content.xml, with all of them. Rows and cells that
 * are alike stand once with a count; a sheet ends with a million blank rows told that way.
 */
#include "table_raw.h"
#include "text.h"
#include "zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MERGES_REPORTED = 20, MOST_REPEATS = 2000000, NUMBER_BYTES = 64 };
enum { HIDDEN_STYLES = 64, STYLE_BYTES = 64 };

struct ods {
    struct staith_kit_zip *zip;
    const struct staith_kit_raw_input *input;
    const struct staith_kit_raw_sink *sink;
    int stop;
    uint32_t only;
    uint32_t sheet; /* of the table being read */
    bool any;       /* a wanted sheet was met */
    bool wanted;    /* this one is */
    bool done;      /* it was read through and no other is wanted */
    uint32_t merges;
    uint64_t line;
    uint64_t row_repeat;
    bool hidden;
    bool sheet_hidden;
    /* styles of sheets that are hidden */
    char style[STYLE_BYTES]; /* being read */
    uint32_t hidden_count;
    char hidden_styles[HIDDEN_STYLES][STYLE_BYTES];
    /* the cell */
    uint32_t column;
    uint32_t column_repeat;
    bool in_cell;
    bool in_note; /* a comment on a cell */
    uint32_t paragraphs;
    unsigned paragraph_depth;
    char type; /* s text, f number, d date, b truth, e error */
    bool formula;
    char value[NUMBER_BYTES];
    size_t text_len;
    char *text;
    struct staith_kit_raw_build build;
};

static bool is(const char *name, const char *full)
{
    return strcmp(name, full) == 0;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

static uint32_t repeat(const char **attributes, const char *name)
{
    const char *text = attribute(attributes, name);
    unsigned long count = text != NULL ? strtoul(text, NULL, 10) : 1;
    return count >= 1 && count <= MOST_REPEATS ? (uint32_t)count : 1;
}

static void notice(struct ods *ods, uint32_t check, uint64_t line, uint64_t column)
{
    int result = ods->sink->on_notice(ods->sink->ctx, check, ods->sheet, line, column);
    ods->stop = ods->stop != 0 ? ods->stop : result;
}

/* ---- starts ---- */

/* Styles stand in front of the sheets; one of a sheet says whether it is shown. */
static void start_style(struct ods *ods, const char *name, const char **attributes)
{
    if (is(name, "style:style")) {
        const char *called = attribute(attributes, "style:name");
        (void)snprintf(ods->style, sizeof ods->style, "%s", called != NULL ? called : "");
    } else if (is(name, "style:table-properties")) {
        const char *display = attribute(attributes, "table:display");
        if (display != NULL && is(display, "false") && ods->hidden_count < HIDDEN_STYLES) {
            memcpy(ods->hidden_styles[ods->hidden_count++], ods->style, sizeof ods->style);
        }
    }
}

static bool is_hidden(const struct ods *ods, const char *style)
{
    bool hidden = false;
    for (uint32_t i = 0; style != NULL && i < ods->hidden_count; i++) {
        hidden = hidden || is(style, ods->hidden_styles[i]);
    }
    return hidden;
}

static void start_table(struct ods *ods, const char **attributes)
{
    const char *name = attribute(attributes, "table:name");
    const char *want = ods->input->sheet;
    ods->sheet++;
    ods->sheet_hidden = is_hidden(ods, attribute(attributes, "table:style-name"));
    ods->line = 0;
    ods->merges = 0;
    ods->wanted =
        !ods->done &&
        (ods->only != 0
             ? ods->sheet == ods->only
             : want == NULL || want[0] == '\0' ||
                   (name != NULL && staith_kit_same_name(want, strlen(want), name, strlen(name))));
    ods->any = ods->any || ods->wanted;
}

static void start_row(struct ods *ods, const char **attributes)
{
    const char *visibility = attribute(attributes, "table:visibility");
    ods->row_repeat = repeat(attributes, "table:number-rows-repeated");
    ods->hidden = visibility != NULL && !is(visibility, "visible");
    ods->line++;
    ods->column = 0;
    staith_kit_raw_start(&ods->build);
}

static char value_type(const char **attributes)
{
    const char *type = attribute(attributes, "office:value-type");
    const char *calc = attribute(attributes, "calcext:value-type");
    if (calc != NULL && is(calc, "error")) {
        return 'e';
    }
    if (type == NULL || is(type, "string")) {
        return 's';
    }
    if (is(type, "date")) {
        return 'd';
    }
    return is(type, "boolean") ? 'b' : (is(type, "time") ? 's' : 'f');
}

static void start_cell(struct ods *ods, const char **attributes)
{
    static const char *const values[] = {"office:value", "office:date-value",
                                         "office:boolean-value"};
    ods->in_cell = true;
    ods->in_note = false;
    ods->column_repeat = repeat(attributes, "table:number-columns-repeated");
    ods->formula = attribute(attributes, "table:formula") != NULL;
    ods->type = value_type(attributes);
    ods->text_len = 0;
    ods->paragraphs = 0;
    ods->paragraph_depth = 0;
    ods->value[0] = '\0';
    for (size_t i = 0; i < 3; i++) {
        const char *value = attribute(attributes, values[i]);
        if (value != NULL) {
            (void)snprintf(ods->value, sizeof ods->value, "%s", value);
        }
    }
    bool merged = repeat(attributes, "table:number-columns-spanned") > 1 ||
                  repeat(attributes, "table:number-rows-spanned") > 1;
    if (merged && ods->merges < MERGES_REPORTED) {
        ods->merges++;
        notice(ods, STAITH_KIT_TABLE_MERGED, ods->line, (uint64_t)ods->column + 1);
    }
}

static void add_text(struct ods *ods, const char *text, size_t len)
{
    size_t room = ods->input->cell_bytes + 1 - ods->text_len; /* one over: it is too long */
    size_t count = len < room ? len : room;
    memcpy(ods->text + ods->text_len, text, count);
    ods->text_len += count;
}

static void start_in_cell(struct ods *ods, const char *name)
{
    if (is(name, "office:annotation")) {
        ods->in_note = true;
    } else if (is(name, "text:p") && !ods->in_note) {
        ods->paragraph_depth++;
        if (ods->paragraphs++ > 0) {
            add_text(ods, "\n", 1);
        }
    } else if ((is(name, "text:s") || is(name, "text:tab")) && ods->paragraph_depth > 0) {
        add_text(ods, " ", 1);
    }
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct ods *ods = ctx;
    if (is(name, "table:table")) {
        start_table(ods, attributes);
    } else if (!ods->wanted) {
        start_style(ods, name, attributes);
    } else if (is(name, "table:table-row")) {
        start_row(ods, attributes);
    } else if (is(name, "table:table-cell") || is(name, "table:covered-table-cell")) {
        start_cell(ods, attributes);
    } else if (ods->in_cell) {
        start_in_cell(ods, name);
    }
}

static void on_text(void *ctx, const char *text, int len)
{
    struct ods *ods = ctx;
    if (ods->in_cell && ods->paragraph_depth > 0 && !ods->in_note) {
        add_text(ods, text, (size_t)len);
    }
}

/* ---- ends ---- */

static void put(struct ods *ods, uint32_t column, enum staith_kit_raw_kind kind, const char *text,
                size_t len, int32_t day)
{
    staith_kit_raw_put(&ods->build, column, kind, text, len, day);
}

static void put_value(struct ods *ods, uint32_t column)
{
    char digits[NUMBER_BYTES];
    int32_t day = 0;
    size_t len = strlen(ods->value);
    if (ods->type == 'e') {
        put(ods, column, STAITH_KIT_RAW_ERROR, "", 0, 0);
    } else if (ods->type == 'd' && staith_kit_date_any(ods->value, len, &day) == STAITH_OK) {
        put(ods, column, STAITH_KIT_RAW_DATE, ods->value, 10, day);
    } else if (ods->type == 'b') {
        put(ods, column, STAITH_KIT_RAW_BOOL, is(ods->value, "true") ? "1" : "0", 1, 0);
    } else if (ods->type == 'f' && staith_kit_raw_decimal(ods->value, digits, sizeof digits)) {
        put(ods, column, STAITH_KIT_RAW_NUMBER, digits, strlen(digits), 0);
    } else {
        put(ods, column, STAITH_KIT_RAW_TEXT, ods->text, ods->text_len, 0);
    }
}

static void end_cell(struct ods *ods)
{
    uint32_t end = ods->column + ods->column_repeat;
    ods->in_cell = false;
    if (ods->text_len > ods->input->cell_bytes) {
        notice(ods, STAITH_KIT_TABLE_TOO_LONG, ods->line, (uint64_t)ods->column + 1);
    } else if (ods->text_len > 0 || ods->value[0] != '\0' || ods->type == 'e') {
        uint32_t last =
            end < STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS ? end : STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS;
        for (uint32_t column = ods->column; column < last; column++) {
            put_value(ods, column);
        }
    }
    ods->column =
        end < STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS ? end : STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS;
}

static void end_row(struct ods *ods)
{
    struct staith_kit_raw_row row = {
        .sheet = ods->sheet, .hidden = ods->hidden, .sheet_hidden = ods->sheet_hidden};
    if (!staith_kit_raw_finish(&ods->build, &row)) {
        ods->stop = STAITH_ENOMEM;
        return;
    }
    for (uint64_t i = 0; ods->stop == 0 && row.count > 0 && i < ods->row_repeat; i++) {
        row.line = ods->line + i;
        ods->stop = ods->sink->on_row(ods->sink->ctx, &row);
    }
    ods->line += ods->row_repeat - 1;
}

static void end_table(struct ods *ods)
{
    if (ods->wanted && ods->stop == 0) {
        ods->stop = ods->sink->on_end(ods->sink->ctx, ods->sheet);
        ods->done = ods->stop == 0;
    }
    ods->wanted = false;
}

static void on_end(void *ctx, const char *name)
{
    struct ods *ods = ctx;
    if (is(name, "table:table")) {
        end_table(ods);
    } else if (!ods->wanted) {
        return;
    } else if (is(name, "text:p") && ods->in_cell && !ods->in_note) {
        ods->paragraph_depth--;
    } else if (is(name, "office:annotation")) {
        ods->in_note = false;
    } else if (is(name, "table:table-cell") || is(name, "table:covered-table-cell")) {
        end_cell(ods);
    } else if (is(name, "table:table-row")) {
        end_row(ods);
    }
    if (ods->stop == STAITH_KIT_RAW_NEXT_SHEET) {
        ods->stop = 0;
        ods->wanted = false;
    }
}

/* ---- the format ---- */

static int refuse(const struct staith_kit_raw_sink *sink, uint32_t check)
{
    int reported = sink->on_notice(sink->ctx, check, 0, 0, 0);
    return reported != STAITH_OK ? reported : STAITH_ESOURCE;
}

static int open_book(const struct staith_kit_raw_input *input,
                     const struct staith_kit_raw_sink *sink, void **ret_state)
{
    struct ods *ods = calloc(1, sizeof *ods);
    if (ods == NULL) {
        return STAITH_ENOMEM;
    }
    *ret_state = ods;
    ods->input = input;
    ods->text = malloc(input->cell_bytes + 2);
    if (ods->text == NULL) {
        return STAITH_ENOMEM;
    }
    int result = staith_kit_zip_open(input->host, input->source, input->unpacked_bytes, &ods->zip);
    return result == STAITH_ESOURCE ? refuse(sink, STAITH_KIT_TABLE_UNREADABLE) : result;
}

static int read_book(void *state, uint32_t only, const struct staith_kit_raw_sink *sink)
{
    struct ods *ods = state;
    const struct staith_kit_zip_handlers handlers = {ods, on_start, on_end, on_text, &ods->stop};
    ods->sink = sink;
    ods->only = only;
    ods->stop = 0;
    ods->sheet = 0;
    ods->any = false;
    ods->wanted = false;
    ods->done = false;
    ods->in_cell = false;
    ods->hidden_count = 0;
    int result = staith_kit_zip_parse(ods->zip, "content.xml", &handlers);
    if (ods->stop != 0) {
        return ods->stop;
    }
    if (result == STAITH_ELIMIT) {
        return refuse(sink, STAITH_KIT_TABLE_TOO_LARGE);
    }
    if (result == STAITH_END || result == STAITH_ESOURCE) {
        return refuse(sink, STAITH_KIT_TABLE_UNREADABLE);
    }
    return result == STAITH_OK && !ods->any ? refuse(sink, STAITH_KIT_TABLE_NO_SHEET) : result;
}

static void close_book(void *state)
{
    struct ods *ods = state;
    if (ods != NULL) {
        staith_kit_zip_close(ods->zip);
        staith_kit_raw_free(&ods->build);
        free(ods->text);
        free(ods);
    }
}

bool staith_kit_raw_is_ods(const struct staith_host *host, uint32_t source, uint64_t unpacked_bytes)
{
    struct staith_kit_zip *zip = NULL;
    bool found = staith_kit_zip_open(host, source, unpacked_bytes, &zip) == STAITH_OK &&
                 staith_kit_zip_has(zip, "content.xml");
    staith_kit_zip_close(zip);
    return found;
}

const struct staith_kit_raw_format staith_kit_raw_ods = {open_book, read_book, close_book};
