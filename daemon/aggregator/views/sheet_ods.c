/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenDocument 1.2 spreadsheets: four parts in a ZIP archive, the first of them ("mimetype") not
 * compressed, so that a file's kind can be read at its start. The archive is minizip's, in memory.
 */
#include "aggregator/views/html.h"
#include "aggregator/views/sheet.h"
#include "aggregator/views/zip.h"

#include "base/date.h"
#include "base/err.h"

#include <stdio.h>

static const size_t PART_BYTES = (size_t)256 * 1024 * 1024;
static const char MIMETYPE[] = "application/vnd.oasis.opendocument.spreadsheet";
static const char DECLARATION[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
static const char MANIFEST[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
    "manifest:version=\"1.2\">"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\" "
    "manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>"
    "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>"
    "</manifest:manifest>\n";

static void put_paragraph(struct staith_html *xml, const char *text)
{
    staith_html_open(xml, "text:p");
    staith_html_text(xml, staith_sheet_is_formula(text) ? "'" : "");
    staith_html_text(xml, text);
    staith_html_close(xml);
}

static void put_cell(struct staith_html *xml, const struct staith_cell *cell)
{
    char number[48];
    staith_html_open(xml, "table:table-cell");
    if (cell->kind == STAITH_CELL_TEXT) {
        staith_html_attr(xml, "office:value-type", "string");
        put_paragraph(xml, cell->text);
    } else if (cell->kind == STAITH_CELL_NUMBER) {
        staith_sheet_cell_text(cell, number, sizeof(number));
        staith_html_attr(xml, "office:value-type", "float");
        staith_html_attr(xml, "office:value", number);
        staith_html_element(xml, "text:p", NULL, number);
    }
    staith_html_close(xml);
}

static void put_sheet(struct staith_html *xml, const struct staith_sheet *sheet)
{
    staith_html_open(xml, "table:table");
    staith_html_attr(xml, "table:name", sheet->name);
    staith_html_open(xml, "table:table-column");
    staith_html_attrf(xml, "table:number-columns-repeated", "%u", sheet->columns);
    staith_html_close(xml);
    staith_html_open(xml, "table:table-header-rows");
    staith_html_open(xml, "table:table-row");
    for (uint32_t i = 0; i < sheet->columns; i++) {
        const struct staith_cell label = {.kind = STAITH_CELL_TEXT, .text = sheet->column[i].label};
        put_cell(xml, &label);
    }
    staith_html_close(xml);
    staith_html_close(xml);
    for (uint32_t row = 0; row < sheet->rows && xml->code == 0; row++) {
        staith_html_open(xml, "table:table-row");
        for (uint32_t i = 0; i < sheet->columns; i++) {
            put_cell(xml, staith_sheet_cell(sheet, row, i));
        }
        staith_html_close(xml);
    }
    staith_html_close(xml);
}

static int content(const struct staith_sheet *const *sheets, size_t count, struct staith_buf *out)
{
    struct staith_html xml;
    int code = staith_buf_text(out, DECLARATION);
    staith_html_init(&xml, out);
    staith_html_open(&xml, "office:document-content");
    staith_html_attr(&xml, "xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0");
    staith_html_attr(&xml, "xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0");
    staith_html_attr(&xml, "xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0");
    staith_html_attr(&xml, "office:version", "1.2");
    staith_html_open(&xml, "office:body");
    staith_html_open(&xml, "office:spreadsheet");
    for (size_t i = 0; i < count; i++) {
        put_sheet(&xml, sheets[i]);
    }
    staith_html_close(&xml);
    staith_html_close(&xml);
    staith_html_close(&xml);
    return code != 0 ? code : staith_html_end(&xml);
}

static int about(const struct staith_sheet *sheet, int64_t made_unix_ms, struct staith_buf *out)
{
    struct staith_html xml;
    char made[32] = "";
    int code = staith_buf_text(out, DECLARATION);
    staith_html_init(&xml, out);
    staith_html_open(&xml, "office:document-meta");
    staith_html_attr(&xml, "xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0");
    staith_html_attr(&xml, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    staith_html_attr(&xml, "xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0");
    staith_html_attr(&xml, "office:version", "1.2");
    staith_html_open(&xml, "office:meta");
    staith_html_element(&xml, "meta:generator", NULL, "Staith");
    staith_html_element(&xml, "dc:title", NULL, sheet->title);
    if (made_unix_ms != 0) {
        staith_time_format(made_unix_ms, made, sizeof(made));
        staith_html_element(&xml, "meta:creation-date", NULL, made);
    }
    staith_html_close(&xml);
    staith_html_close(&xml);
    return code != 0 ? code : staith_html_end(&xml);
}

int staith_sheet_ods(const struct staith_sheet *const *sheets, size_t count, int64_t made_unix_ms,
                     struct staith_buf *out)
{
    struct staith_buf part;
    struct staith_buf meta;
    int code = 0;
    for (size_t i = 0; i < count && code == 0; i++) {
        code = sheets[i]->code;
    }
    staith_buf_init(&part, PART_BYTES);
    staith_buf_init(&meta, PART_BYTES);
    if (code == 0) {
        code = content(sheets, count, &part);
    }
    if (code == 0) {
        code = about(sheets[0], made_unix_ms, &meta);
    }
    if (code == 0) {
        const struct staith_zip_part parts[] = {
            {"mimetype", MIMETYPE, sizeof(MIMETYPE) - 1, true},
            {"content.xml", part.data, part.len, false},
            {"meta.xml", meta.data, meta.len, false},
            {"META-INF/manifest.xml", MANIFEST, sizeof(MANIFEST) - 1, false},
        };
        code = staith_zip_write(parts, sizeof(parts) / sizeof(parts[0]), out);
    }
    staith_buf_deinit(&part);
    staith_buf_deinit(&meta);
    return code;
}
