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

#define CONTENT(sheets)                                                                            \
    "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:calcext='c'>"  \
    "<office:body><office:spreadsheet>" sheets                                                     \
    "</office:spreadsheet></office:body></office:document-content>"
#define TEXT(text)                                                                                 \
    "<table:table-cell office:value-type='string'><text:p>" text "</text:p></table:table-cell>"
#define DATE(day)                                                                                  \
    "<table:table-cell office:value-type='date' office:date-value='" day "'><text:p>x</text:p>"    \
    "</table:table-cell>"
#define NUMBER(number)                                                                             \
    "<table:table-cell office:value-type='float' office:value='" number "'><text:p>y</text:p>"     \
    "</table:table-cell>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define BLANK "<table:table-cell table:number-columns-repeated='2'/>"
#define HEADING ROW(BLANK TEXT("Name") TEXT("Start date") TEXT("Rate") TEXT("Active"))

static void read_book(const char *content, const char *sheet, int result, const char *rows,
                      const char *findings)
{
    static struct table_case table;
    const struct make_zip_part parts[] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0},
        {"content.xml", content, 0}};
    size_t len = 0;
    uint8_t *bytes = make_zip(parts, 2, &len);
    table_case_init(&table, bytes, len);
    table.job.sheet = sheet;
    assert_int_equal(table_case_read(&table), result);
    assert_string_equal(table.rows, rows);
    assert_string_equal(table.findings, findings);
    free(bytes);
}

static const char two_sheets[] = CONTENT("<table:table table:name='Notes'>" ROW(TEXT(
    "nothing")) "</table:table>"
                "<table:table table:name='Data'>" ROW(TEXT("Title")) HEADING ROW(
                    BLANK TEXT("Ann<text:s/>Lee<office:annotation><text:p>note</text:p></"
                               "office:annotation>") DATE("2025-09-30T00:00:00")
                        NUMBER(
                            "32.5") "<table:table-cell office:value-type='boolean' "
                                    "office:boolean-value='true'/>") "<table:table-row "
                                                                     "table:number-rows-repeated='"
                                                                     "1000000'><table:table-cell "
                                                                     "table:number-columns-"
                                                                     "repeated='"
                                                                     "16384'/></table:table-row>"
                                                                     "<table:table-row "
                                                                     "table:number-rows-repeated='"
                                                                     "2'"
                                                                     ">" BLANK TEXT("Bo") DATE(
                                                                         "2025-10-01") "<table:"
                                                                                       "table-"
                                                                                       "cell/></"
                                                                                       "table:"
                                                                                       "table-"
                                                                                       "row></"
                                                                                       "table:"
                                                                                       "table>"
                                                                                       "<table:"
                                                                                       "table "
                                                                                       "table:name="
                                                                                       "'"
                                                                                       "More'"
                                                                                       ">" HEADING ROW(
                                                                                           BLANK TEXT(
                                                                                               "Cy")
                                                                                               DATE(
                                                                                                   "202"
                                                                                                   "5-"
                                                                                                   "10-"
                                                                                                   "0"
                                                                                                   "1")) "</table:table>");

static void test_reads(void **state)
{
    (void)state;
    read_book(two_sheets, NULL, STAITH_OK,
              "1@3[Ann Lee|20361|3250|.|1] 2@1000004[Bo|20362|-|.|-] "
              "3@1000005[Bo|20362|-|.|-] ",
              "other_sheet@3:1:0 ");
    read_book(two_sheets, "more", STAITH_OK, "1@2[Cy|20362|-|.|-] ", "");
    read_book(two_sheets, "Notes", STAITH_ESOURCE, "", "no_heading@0:0:0 ");
    read_book(two_sheets, "none", STAITH_ESOURCE, "", "no_sheet@0:0:0 ");
}

static void test_findings(void **state)
{
    (void)state;
    read_book(
        CONTENT("<table:table table:name='Data'>" HEADING
                "<table:table-row table:visibility='filter'>" BLANK
                "<table:table-cell table:number-rows-spanned='2' office:value-type='string'>"
                "<text:p>Ann</text:p></table:table-cell>"
                "<table:table-cell calcext:value-type='error' office:value-type='string' "
                "table:formula='x'><text:p>#REF!</text:p></table:table-cell></table:table-row>" ROW(
                    BLANK "<table:covered-table-cell/>" DATE("2025-09-30"))
                    ROW(BLANK TEXT("Total") "<table:table-cell/>" NUMBER("3")) "</table:table>"),
        NULL, STAITH_OK, "1@2[Ann|?|-|.|-] 2@3[-|20361|-|.|-] ",
        "merged@1:2:3 hidden@1:2:0 cell_error@1:2:4/start_date total_row@1:4:0 ");
}

/* A sheet that is not shown is read where there is no other alone. */
static void test_hidden_sheets(void **state)
{
    (void)state;
#define HIDDEN_STYLE                                                                               \
    "<style:style style:name='h'><style:table-properties table:display='false'/></style:style>"    \
    "<style:style style:name='s'><style:table-properties table:display='true'/></style:style>"
    read_book(
        CONTENT(HIDDEN_STYLE "<table:table table:name='Old' table:style-name='h'>" HEADING ROW(
            BLANK TEXT("Ann") DATE(
                "2025-09-30")) "</table:table>"
                               "<table:table table:name='New' table:style-name='s'>" HEADING ROW(
                                   BLANK TEXT("Bo") DATE("2025-10-01")) "</table:table>"),
        NULL, STAITH_OK, "1@2[Bo|20362|-|.|-] ", "");
    read_book(
        CONTENT(HIDDEN_STYLE "<table:table table:name='Old' table:style-name='h'>" HEADING ROW(
            BLANK TEXT("Ann") DATE("2025-09-30")) "</table:table>"),
        NULL, STAITH_OK, "1@2[Ann|20361|-|.|-] ", "hidden@1:1:0 ");
}

static void test_refuses(void **state)
{
    (void)state;
    read_book("<a><b></a>", NULL, STAITH_ESOURCE, "", "unreadable@0:0:0 ");
    read_book("<!DOCTYPE a><a/>", NULL, STAITH_ESOURCE, "", "unreadable@0:0:0 ");
    read_book("", NULL, STAITH_ESOURCE, "", "unreadable@0:0:0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads), cmocka_unit_test(test_findings),
        cmocka_unit_test(test_hidden_sheets), cmocka_unit_test(test_refuses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
