/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as councils keep them, through the kit. By the first byte the others are the file itself
 * (the kit tells its kind by its bytes), or the text of one part of a spreadsheet that is whole
 * besides: a compressed archive would keep a fuzzer out of what lies in it.
 */
#include "fuzz.h"
#include "make_zip.h"
#include "memory_source.h"
#include "table_parts.h"

#include <staith/kit_table.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5, CHECK_FIRST = 7, ELEMENT_FIRST = 3, MAX_PART_BYTES = 65536 };

static const char *const start_words[] = {"from", "start", NULL};
static const struct staith_kit_code roles[] = {{"Social worker", 0}, {"Team Manager", 1}};
static const struct staith_kit_column columns[COLUMNS] = {
    {.name = "name", .type = STAITH_KIT_TYPE_TEXT, .required = true},
    {.name = "start_date", .synonyms = start_words, .type = STAITH_KIT_TYPE_DATE},
    {.name = "rate", .type = STAITH_KIT_TYPE_MONEY},
    {.name = "role", .type = STAITH_KIT_TYPE_CODE, .codes = roles, .code_count = 2},
    {.name = "active", .type = STAITH_KIT_TYPE_YES_NO}};

static int finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    (void)ctx;
    if (check < CHECK_FIRST || check >= CHECK_FIRST + STAITH_KIT_TABLE_CHECK_COUNT ||
        (where->element != STAITH_NO_ELEMENT &&
         (where->element < ELEMENT_FIRST || where->element >= ELEMENT_FIRST + COLUMNS))) {
        fuzz_wrong("a finding of no check or no column");
    }
    return STAITH_OK;
}

static int on_heading(void *ctx, const struct staith_kit_heading *headings, uint32_t count)
{
    (void)ctx;
    for (uint32_t i = 0; i < count; i++) {
        if ((headings[i].matched != STAITH_NO_ELEMENT && headings[i].matched >= COLUMNS) ||
            headings[i].text == NULL) {
            fuzz_wrong("a heading of no column");
        }
    }
    return STAITH_OK;
}

static int on_row(void *ctx, const struct staith_kit_table_row *row)
{
    uint64_t *rows = ctx;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        if (strlen(row->cells[i].text) != row->cells[i].len) {
            fuzz_wrong("a cell is not as long as it says");
        }
    }
    return ++*rows > 20000 ? 42 : STAITH_OK;
}

static void read_table(const void *bytes, size_t len)
{
    struct staith_memory_source source;
    uint64_t rows = 0;
    staith_memory_source_init(&source, bytes, len, 4096);
    source.host.finding = finding;
    const struct staith_kit_table_job job = {.columns = columns,
                                             .column_count = COLUMNS,
                                             .first_check = CHECK_FIRST,
                                             .first_element = ELEMENT_FIRST,
                                             .ctx = &rows,
                                             .on_heading = on_heading,
                                             .on_row = on_row};
    (void)staith_kit_table_read(&source.host, 0, &job);
}

/* A spreadsheet whose part `at` is `text`, or all are the whole ones where `at` is none of them. */
static uint8_t *make_book(bool ods, size_t at, const char *text, size_t *ret_len)
{
    struct make_zip_part parts[TABLE_PART_COUNT];
    const size_t count = table_parts(ods, parts);
    if (at < count) {
        parts[at].text = text;
    }
    /* What compresses is most of the work of a run, and one part tests no less than all. */
    return make_zip_stored(parts, count, at, ret_len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    if (len < 2 || len > MAX_PART_BYTES) {
        return 0;
    }
    if (bytes[0] == 0) {
        read_table(bytes + 1, len - 1);
        return 0;
    }
    size_t book_len = 0;
    char *text = calloc(1, len);
    if (text == NULL) {
        fuzz_wrong("no memory");
    }
    memcpy(text, bytes + 1, len - 1);
    uint8_t *book = make_book(bytes[0] >= 128, bytes[0] % 16, text, &book_len);
    read_table(book, book_len);
    free(book);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    static const char *const texts[] = {
        "Name,Start date,Rate,Role,Active\nAnn,30/09/2025,32.50,Social worker,yes\n",
        "Title\n\nName;From;Rate\n\"Ann \"\"A\"\"\";2025-09-30;\"1,200\"\n",
        "\xFF\xFEN\0a\0m\0e\0,\0r\0a\0t\0e\0\n\0A\0,\0001\0\n\0"};
    for (size_t i = 0; i < 2; i++) {
        fuzz_seed_lead(take, ctx, 0, texts[i], strlen(texts[i]));
    }
    fuzz_seed_lead(take, ctx, 0, texts[2], 30);
    for (int ods = 0; ods < 2; ods++) {
        struct make_zip_part parts[TABLE_PART_COUNT];
        const size_t count = table_parts(ods == 1, parts);
        size_t len = 0;
        uint8_t *book = make_book(ods == 1, count, NULL, &len);
        fuzz_seed_lead(take, ctx, 0, book, len);
        free(book);
        for (size_t i = 1; i < count; i++) {
            fuzz_seed_lead(take, ctx, (int)((ods == 1 ? 128 : 16) + i), parts[i].text,
                           strlen(parts[i].text));
        }
    }
}
