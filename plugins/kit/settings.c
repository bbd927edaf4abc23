/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text stands behind a host table of its own, whose findings become the complaint: one reader,
 * and so one set of forms, for what a council keeps in its data and beside it.
 */
#include <staith/kit_settings.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    const char *text;
    size_t len;
    struct staith_source source;
    const struct staith_kit_settings *table;
    struct staith_kit_complaint *complaint;
    bool complained;
    uint32_t rows;
};

static void complain(struct reading *reading, uint64_t line, const char *what, const char *column)
{
    if (!reading->complained) {
        reading->complained = true;
        reading->complaint->line = line;
        (void)snprintf(reading->complaint->what, sizeof(reading->complaint->what), "%s%s%s", column,
                       column[0] != '\0' ? ": " : "", what);
    }
}

/* ---- the text as a source ------------------------------------------------------------------ */

static uint32_t source_count(void *ctx)
{
    (void)ctx;
    return 1;
}

static const struct staith_source *source(void *ctx, uint32_t index)
{
    const struct reading *reading = ctx;
    return index == 0 ? &reading->source : NULL;
}

static int read_at(void *ctx, uint32_t index, uint64_t offset, void *buf, size_t len,
                   size_t *ret_read)
{
    const struct reading *reading = ctx;
    (void)index;
    if (offset >= reading->len) {
        return STAITH_END;
    }
    size_t rest = reading->len - (size_t)offset;
    *ret_read = rest < len ? rest : len;
    memcpy(buf, reading->text + offset, *ret_read);
    return STAITH_OK;
}

/* Queries are let pass: a row of totals is none here, and a second heading a row like others. */
static int finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    static const struct staith_check_def checks[] = {STAITH_KIT_TABLE_CHECKS};
    struct reading *reading = ctx;
    if (check < STAITH_KIT_TABLE_CHECK_COUNT && checks[check].severity == STAITH_ERROR) {
        complain(reading, where->line, checks[check].message,
                 where->element < reading->table->count
                     ? reading->table->columns[where->element].name
                     : "");
    }
    return STAITH_OK;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static int on_row(void *ctx, const struct staith_kit_table_row *row)
{
    struct reading *reading = ctx;
    const struct staith_kit_settings *table = reading->table;
    char what[STAITH_KIT_COMPLAINT_BYTES] = "";
    for (uint32_t i = 0; i < table->count && !reading->complained; i++) {
        if (table->columns[i].required && row->cells[i].state == STAITH_KIT_CELL_BLANK) {
            complain(reading, row->line, "the cell is empty", table->columns[i].name);
        }
    }
    if (!reading->complained && reading->rows == table->max_rows) {
        complain(reading, row->line, "there are too many rows", "");
    }
    if (reading->complained) {
        return STAITH_EINVAL;
    }
    reading->rows++;
    int rc = table->on_row(table->ctx, row->cells, what);
    if (rc == STAITH_EINVAL) {
        complain(reading, row->line, what, "");
    }
    return rc;
}

int staith_kit_settings_read(const char *text, size_t len, const struct staith_kit_settings *table,
                             struct staith_kit_complaint *ret_complaint)
{
    struct reading reading = {.text = text,
                              .len = len,
                              .source = {"settings.csv", len},
                              .table = table,
                              .complaint = ret_complaint};
    const struct staith_host host = {.size = sizeof(host),
                                     .abi_major = STAITH_ABI_MAJOR,
                                     .abi_minor = STAITH_ABI_MINOR,
                                     .ctx = &reading,
                                     .source_count = source_count,
                                     .source = source,
                                     .read_at = read_at,
                                     .finding = finding};
    const struct staith_kit_table_job job = {
        .columns = table->columns, .column_count = table->count, .ctx = &reading, .on_row = on_row};
    if (len == 0) {
        return STAITH_OK;
    }
    int rc = staith_kit_table_read(&host, 0, &job);
    if (reading.complained) {
        return STAITH_EINVAL;
    }
    if (rc == STAITH_ESOURCE || rc == STAITH_EIO) {
        complain(&reading, 0, "the table cannot be read", "");
        return STAITH_EINVAL;
    }
    return rc;
}

/* ---- words --------------------------------------------------------------------------------- */

static const struct staith_kit_column word_columns[] = {
    {.name = "column", .type = STAITH_KIT_TYPE_TEXT, .required = true},
    {.name = "word", .type = STAITH_KIT_TYPE_TEXT, .required = true},
    {.name = "code", .type = STAITH_KIT_TYPE_TEXT, .required = true}};

struct word {
    uint32_t column;
    size_t at; /* of the word in the text */
    uint16_t value;
};

struct words_of {
    const struct staith_kit_column *columns;
    uint32_t count;
    struct word *items;
    uint32_t item_count;
    char *text;
    size_t len;
};

static bool is_cell(const struct staith_kit_cell *cell, const char *text)
{
    return staith_kit_same_name(cell->text, cell->len, text, strlen(text));
}

static const struct staith_kit_code *find_code(const struct staith_kit_column *column,
                                               const struct staith_kit_cell *cell)
{
    for (size_t i = 0; i < column->code_count; i++) {
        if (is_cell(cell, column->codes[i].code)) {
            return &column->codes[i];
        }
    }
    return NULL;
}

static int say(char what[STAITH_KIT_COMPLAINT_BYTES], const char *words)
{
    (void)snprintf(what, STAITH_KIT_COMPLAINT_BYTES, "%s", words);
    return STAITH_EINVAL;
}

/* Whether the word stands already for another code of the column. */
static bool contradicts(const struct words_of *of, uint32_t column,
                        const struct staith_kit_cell *word, uint16_t value)
{
    const struct staith_kit_code *own = find_code(&of->columns[column], word);
    if (own != NULL && own->value != value) {
        return true;
    }
    for (uint32_t i = 0; i < of->item_count; i++) {
        if (of->items[i].column == column && of->items[i].value != value &&
            is_cell(word, of->text + of->items[i].at)) {
            return true;
        }
    }
    return false;
}

static int on_word(void *ctx, const struct staith_kit_cell *cells,
                   char what[STAITH_KIT_COMPLAINT_BYTES])
{
    struct words_of *of = ctx;
    uint32_t column = 0;
    while (column < of->count && !is_cell(&cells[0], of->columns[column].name)) {
        column++;
    }
    if (column == of->count || of->columns[column].type != STAITH_KIT_TYPE_CODE) {
        return say(what, "there is no column of codes with this name");
    }
    const struct staith_kit_code *code = find_code(&of->columns[column], &cells[2]);
    if (code == NULL) {
        return say(what, "the column has no such code");
    }
    if (contradicts(of, column, &cells[1], code->value)) {
        return say(what, "the word stands for another code already");
    }
    struct word *items = realloc(of->items, ((size_t)of->item_count + 1) * sizeof(*items));
    if (items == NULL) {
        return STAITH_ENOMEM;
    }
    of->items = items;
    char *text = realloc(of->text, of->len + cells[1].len + 1);
    if (text == NULL) {
        return STAITH_ENOMEM;
    }
    of->text = text;
    memcpy(text + of->len, cells[1].text, cells[1].len + 1);
    of->items[of->item_count++] = (struct word){column, of->len, code->value};
    of->len += cells[1].len + 1;
    return STAITH_OK;
}

/* Copies of the columns whose codes are their own and then the council's. */
static int merge(const struct words_of *of, struct staith_kit_words *words)
{
    size_t total = of->item_count;
    size_t at = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        total += of->columns[i].code_count;
    }
    words->columns = calloc((size_t)of->count + 1, sizeof(*words->columns));
    words->codes = calloc(total + 1, sizeof(*words->codes));
    words->count = of->count;
    if (words->columns == NULL || words->codes == NULL) {
        return STAITH_ENOMEM;
    }
    for (uint32_t i = 0; i < of->count; i++) {
        struct staith_kit_column *column = &words->columns[i];
        *column = of->columns[i];
        column->codes = words->codes + at;
        for (size_t j = 0; j < of->columns[i].code_count; j++) {
            words->codes[at++] = of->columns[i].codes[j];
        }
        for (uint32_t j = 0; j < of->item_count; j++) {
            if (of->items[j].column == i) {
                words->codes[at++] =
                    (struct staith_kit_code){words->text + of->items[j].at, of->items[j].value};
            }
        }
        column->code_count = (size_t)(words->codes + at - column->codes);
    }
    return STAITH_OK;
}

int staith_kit_words_read(const char *text, size_t len, const struct staith_kit_column *columns,
                          uint32_t count, struct staith_kit_words *words,
                          struct staith_kit_complaint *ret_complaint)
{
    struct words_of of = {.columns = columns, .count = count};
    const struct staith_kit_settings table = {.columns = word_columns,
                                              .count = 3,
                                              .max_rows = STAITH_KIT_WORDS_MAX,
                                              .ctx = &of,
                                              .on_row = on_word};
    int rc = staith_kit_settings_read(text, len, &table, ret_complaint);
    words->text = of.text;
    if (rc == STAITH_OK) {
        rc = merge(&of, words);
    }
    free(of.items);
    return rc;
}

void staith_kit_words_deinit(struct staith_kit_words *words)
{
    free(words->columns);
    free(words->codes);
    free(words->text);
    memset(words, 0, sizeof(*words));
}
