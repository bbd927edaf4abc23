/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_zip.h"
#include "table_case.h"

#include <stdlib.h>
#include <string.h>

/* The parts that Excel writes; sheets in the order First, Data. */
#define RELS                                                                                       \
    "<Relationships><Relationship Id='rId1' "                                                      \
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "   \
    "Target='xl/workbook.xml'/></Relationships>"
#define BOOK(properties)                                                                           \
    "<workbook><workbookPr " properties "/><sheets>"                                               \
    "<sheet name='First' sheetId='1' r:id='rId1' xmlns:r='x'/>"                                    \
    "<sheet name='Data' sheetId='2' r:id='rId2' xmlns:r='x'/></sheets></workbook>"
#define BOOK_RELS                                                                                  \
    "<Relationships>"                                                                              \
    "<Relationship Id='rId1' Type='a/worksheet' Target='worksheets/sheet1.xml'/>"                  \
    "<Relationship Id='rId2' Type='a/worksheet' Target='/xl/worksheets/sheet2.xml'/>"              \
    "<Relationship Id='rId3' Type='a/styles' Target='styles.xml'/>"                                \
    "<Relationship Id='rId4' Type='a/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd\\-mmm\\-yyyy'/>"                   \
    "<numFmt numFmtId='165' formatCode='[Red]\"day\" 0.00'/></numFmts>"                            \
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"                                             \
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>"       \
    "</cellXfs></styleSheet>"
#define STRINGS                                                                                    \
    "<sst><si><t>Name</t></si><si><r><t>Start </t></r><r><t>date</t></r><rPh><t>x</t></rPh></si>"  \
    "<si><t>Rate</t></si><si><t>Ann &amp; Co</t></si><si><t>Social worker</t></si>"                \
    "<si><t>Role</t></si></sst>"
#define FIRST                                                                                      \
    "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>4</v></c></row></sheetData></worksheet>"
#define HEADING                                                                                    \
    "<row r='3'><c r='B3' t='s'><v>0</v></c><c r='C3' t='s'><v>1</v></c><c r='D3' t='s'><v>2</v>"  \
    "</c><c r='E3' t='s'><v>5</v></c></row>"
#define TITLE "<row r='1'><c r='A1' t='inlineStr'><is><t>Agency </t></is></c></row>"

static void read_book(const char *sheet, const char *properties_book, int result, const char *rows,
                      const char *findings, void (*change)(struct table_case *table))
{
    static struct table_case table;
    const struct make_zip_part parts[] = {{"[Content_Types].xml", "<Types/>", 0},
                                          {"_rels/.rels", RELS, 0},
                                          {"xl/workbook.xml", properties_book, 0},
                                          {"xl/_rels/workbook.xml.rels", BOOK_RELS, 0},
                                          {"xl/styles.xml", STYLES, 0},
                                          {"xl/sharedStrings.xml", STRINGS, 0},
                                          {"xl/worksheets/sheet1.xml", FIRST, 0},
                                          {"xl/worksheets/sheet2.xml", sheet, 0}};
    size_t len = 0;
    uint8_t *bytes = make_zip(parts, sizeof parts / sizeof parts[0], &len);
    table_case_init(&table, bytes, len);
    if (change != NULL) {
        change(&table);
    }
    assert_int_equal(table_case_read(&table), result);
    assert_string_equal(table.rows, rows);
    assert_string_equal(table.findings, findings);
    free(bytes);
}

#define SHEET(rows) "<worksheet><sheetData>" TITLE HEADING rows "</sheetData></worksheet>"

/* The heading is on the second sheet; dates by style, a number, a formula's value, shared and
 * inline strings, cells without a reference. */
static void test_reads(void **state)
{
    (void)state;
    read_book(SHEET("<row r='4'><c r='B4' t='s'><v>3</v></c><c r='C4' s='2'><v>45930</v></c>"
                    "<c r='D4' s='3'><f>1+1</f><v>32.5</v></c><c r='E4' t='s'><v>4</v></c></row>"
                    "<row r='5'/><row r='7'><c/><c t='inlineStr'><is><t>Bo</t></is></c>"
                    "<c s='1'><v>45931.75</v></c><c><v>0.30000000000000004</v></c>"
                    "<c t='str'><f>A1</f><v>team manager</v></c></row>"),
              BOOK(""), STAITH_OK, "1@4[Ann & Co|20361|3250|0|.] 2@7[Bo|20362|30|1|.] ", "", NULL);
}

static void test_1904(void **state)
{
    (void)state;
    /* 44468 days after 1 January 1904 is 30 September 2025 */
    read_book(SHEET("<row r='4'><c r='B4' t='s'><v>3</v></c><c r='C4' s='1'><v>44468</v></c></row>"
                    "<row r='5'><c r='B5' t='s'><v>3</v></c><c r='C5'><v>44468</v></c></row>"),
              BOOK("date1904='1'"), STAITH_OK,
              "1@4[Ann & Co|20361|-|-|.] 2@5[Ann & Co|20361|-|-|.] ", "", NULL);
}

static void test_findings(void **state)
{
    (void)state;
    read_book(
        "<worksheet><sheetData>" TITLE HEADING
        "<row r='4' hidden='1'><c r='B4' t='s'><v>3</v></c><c r='C4' t='e'><v>#REF!</v></c>"
        "<c r='D4'><f>SUM(A1)</f></c><c r='E4' t='s'><v>99</v></c></row>"
        "<row r='5' hidden='1'><c r='B5' t='s'><v>3</v></c><c r='C5' s='3'><v>45930</v></c>"
        "<c r='D5' t='b'><v>1</v></c></row>"
        "<row r='6'><c r='B6' t='inlineStr'><is><t>Total</t></is></c><c r='D6'><v>9</v></c></row>"
        "</sheetData><mergeCells><mergeCell ref='A1:E1'/><mergeCell ref='B4:B5'/></mergeCells>"
        "</worksheet>",
        BOOK(""), STAITH_OK, "1@4[Ann & Co|?|?|?|.] 2@5[Ann & Co|20361|?|-|.] ",
        "hidden@2:4:0 cell_error@2:4:3/start_date cell_error@2:4:4/rate "
        "cell_error@2:4:5/role not_a_number@2:5:4/rate total_row@2:6:0 merged@2:4:2 ",
        NULL);
}

static void name_sheet(struct table_case *table)
{
    table->job.sheet = "DATA";
}

static void name_other_sheet(struct table_case *table)
{
    table->job.sheet = "First";
}

static void name_no_sheet(struct table_case *table)
{
    table->job.sheet = "Third";
}

static void test_sheets(void **state)
{
    (void)state;
    static const char sheet[] =
        SHEET("<row r='4'><c r='B4' t='s'><v>3</v></c><c r='C4' s='2'><v>45930</v></c></row>");
    read_book(sheet, BOOK(""), STAITH_OK, "1@4[Ann & Co|20361|-|-|.] ", "", name_sheet);
    read_book(sheet, BOOK(""), STAITH_ESOURCE, "", "no_heading@0:0:0 ", name_other_sheet);
    read_book(sheet, BOOK(""), STAITH_ESOURCE, "", "no_sheet@0:0:0 ", name_no_sheet);
}

/* A hidden sheet is read where no other has the columns, and said. */
static void test_hidden_sheet(void **state)
{
    (void)state;
    read_book(
        SHEET("<row r='4'><c r='B4' t='s'><v>3</v></c><c r='C4' s='2'><v>45930</v></c></row>"),
        "<workbook><sheets><sheet name='First' sheetId='1' r:id='rId1' xmlns:r='x'/>"
        "<sheet name='Data' sheetId='2' state='veryHidden' r:id='rId2' xmlns:r='x'/></sheets>"
        "</workbook>",
        STAITH_OK, "1@4[Ann & Co|20361|-|-|.] ", "hidden@2:3:0 ", NULL);
    read_book(
        SHEET("<row r='4'><c r='B4' t='s'><v>3</v></c><c r='C4' s='2'><v>45930</v></c></row>"),
        "<workbook><sheets>"
        "<sheet name='Old' sheetId='2' state='hidden' r:id='rId2' xmlns:r='x'/>"
        "<sheet name='Data' sheetId='3' state='visible' r:id='rId2' xmlns:r='x'/></sheets>"
        "</workbook>",
        STAITH_OK, "1@4[Ann & Co|20361|-|-|.] ", "", NULL);
}

static void small_cap(struct table_case *table)
{
    table->job.limits.unpacked_bytes = 1 << 20;
}

/* 40 MB of nothing in a few kilobytes. */
static void test_bomb(void **state)
{
    (void)state;
    static struct table_case table;
    char *filler = malloc(65537);
    assert_non_null(filler);
    memset(filler, ' ', 65536);
    filler[65536] = '\0';
    const struct make_zip_part parts[] = {{"_rels/.rels", RELS, 0},
                                          {"xl/workbook.xml", BOOK(""), 0},
                                          {"xl/_rels/workbook.xml.rels", BOOK_RELS, 0},
                                          {"xl/worksheets/sheet1.xml", filler, 640},
                                          {"xl/worksheets/sheet2.xml", filler, 640}};
    size_t len = 0;
    uint8_t *bytes = make_zip(parts, 5, &len);
    assert_true(len < 200000);
    table_case_init(&table, bytes, len);
    small_cap(&table);
    assert_int_equal(table_case_read(&table), STAITH_ESOURCE);
    assert_string_equal(table.findings, "too_large@1:0:0 ");
    free(bytes);
    free(filler);
}

static void test_refuses(void **state)
{
    (void)state;
    read_book("<worksheet><sheetData><row r='1'>", BOOK(""), STAITH_ESOURCE, "",
              "unreadable@2:0:0 ", NULL);
    read_book("<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>", BOOK(""), STAITH_ESOURCE, "",
              "unreadable@2:0:0 ", NULL);
    read_book(SHEET(""), "<workbook/>", STAITH_ESOURCE, "", "no_sheet@0:0:0 ", NULL);
    read_book(SHEET(""), "", STAITH_ESOURCE, "", "unreadable@0:0:0 ", NULL);
}

/* Cut anywhere and with any byte changed, a workbook is refused or read, never more. */
static void test_damage(void **state)
{
    (void)state;
    static struct table_case table;
    const struct make_zip_part parts[] = {
        {"_rels/.rels", RELS, 0},
        {"xl/workbook.xml", BOOK(""), 0},
        {"xl/_rels/workbook.xml.rels", BOOK_RELS, 0},
        {"xl/styles.xml", STYLES, 0},
        {"xl/sharedStrings.xml", STRINGS, 0},
        {"xl/worksheets/sheet1.xml", FIRST, 0},
        {"xl/worksheets/sheet2.xml",
         SHEET("<row r='4'><c r='B4' t='s'><v>3</v></c><c r='C4' s='2'><v>45930</v></c></row>"),
         0}};
    size_t len = 0;
    uint8_t *bytes = make_zip(parts, 7, &len);
    for (size_t cut = 4; cut < len - 22; cut += 7) { /* the end of a zip has 22 bytes */
        table_case_init(&table, bytes, cut);
        table.source.step = 4096;
        assert_int_equal(table_case_read(&table), STAITH_ESOURCE);
    }
    for (size_t at = 4; at < len; at += 3) {
        bytes[at] ^= 0x55;
        table_case_init(&table, bytes, len);
        table.source.step = 4096;
        int result = table_case_read(&table);
        assert_true(result == STAITH_OK || result == STAITH_ESOURCE);
        bytes[at] ^= 0x55;
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden_sheet), cmocka_unit_test(test_reads),
        cmocka_unit_test(test_1904),         cmocka_unit_test(test_findings),
        cmocka_unit_test(test_sheets),       cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_refuses),      cmocka_unit_test(test_damage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
