/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "table_case.h"

#include <string.h>

#define OK_ROWS "1@2[Ann|20361|3250|0|1] 2@3[Bo|20362|-|1|0] "

static void test_reads(void **state)
{
    (void)state;
    table_case_text("Name,Start date,Rate,Role,Active\n"
                    "Ann,30/09/2025,\xC2\xA3"
                    "32.50,social WORKER,yes\n"
                    "Bo,2025-10-01,-,Team manager,N\n",
                    STAITH_OK, OK_ROWS, "");
}

/* Titles above the heading, blank rows, other columns, another order, other separators. */
static void test_finds_the_heading(void **state)
{
    (void)state;
    table_case_text("Agency assignments;;;\n;;;\nQuarter 3, 2025;;;\n\n"
                    "Other;ROLE ;Full-Name;START\n;Social worker;Ann;30.09.2025\n;;;\n"
                    "x;;Bo;45931\n",
                    STAITH_OK, "1@6[Ann|20361|.|0|.] 2@8[Bo|20362|.|-|.] ", "");
    table_case_text("name\tfrom\nAnn\t30-Sep-2025\n", STAITH_OK, "1@2[Ann|20361|.|.|.] ", "");
}

static void test_passes_over(void **state)
{
    (void)state;
    table_case_text("name,start,rate\nAnn,2025-09-30,1\n,,\nName,Start,Rate\nBo,2025-10-01,2\n"
                    "Total,,3\n",
                    STAITH_OK, "1@2[Ann|20361|100|.|.] 2@5[Bo|20362|200|.|.] ",
                    "heading_again@0:4:0 total_row@0:6:0 ");
    /* somebody called Total who has all that a row needs is somebody */
    table_case_text("name,start\nTotal,2025-09-30\n", STAITH_OK, "1@2[Total|20361|.|.|.] ", "");
}

/* Totals that say more than the word, and notes: taken for somebody they would be counted. */
static void test_passes_over_notes(void **state)
{
    (void)state;
    table_case_text("name,start,rate\nAnn,2025-09-30,1\nTotal (1),,1\nAverage,,1\n"
                    "Source: the agency's list\n",
                    STAITH_OK, "1@2[Ann|20361|100|.|.] ",
                    "total_row@0:3:0 total_row@0:4:0 note_row@0:5:0 ");
}

/* A group of names over its columns; the others stand in the first row alone. */
static void test_heading_of_two_rows(void **state)
{
    (void)state;
    table_case_text("List,,,\nName,Start,Pay,\n,,Rate,Role\nAnn,2025-09-30,1,Social worker\n",
                    STAITH_OK, "1@4[Ann|20361|100|0|.] ", "");
    table_case_text("Name,,Pay,\n,Start,Rate,\nAnn,2025-09-30,1,\n", STAITH_OK,
                    "1@3[Ann|20361|100|.|.] ", "");
    /* a row with something under a name is no heading */
    table_case_text("Name,Start,Pay\nBo,,Rate\n", STAITH_OK, "1@2[Bo|-|.|.|.] ", "");
    table_case_text("Name,Start,Pay\n\n,,Rate\n", STAITH_ESOURCE, "", "empty@0:1:0 ");
}

static void test_bad_cells(void **state)
{
    (void)state;
    table_case_text("name,start,rate,role,active\nAnn,09/30/2025,12.345,Boss,perhaps\n"
                    ",30/09/2025,-1,,\n",
                    STAITH_OK, "1@2[Ann|?|?|?|?] 2@3[-|20361|?|-|-] ",
                    "not_a_date@0:2:2/start_date not_a_number@0:2:3/rate "
                    "not_a_code@0:2:4/role not_yes_or_no@0:2:5/active "
                    "out_of_range@0:3:3/rate ");
}

static void test_refuses(void **state)
{
    (void)state;
    table_case_text("", STAITH_ESOURCE, "", "empty@0:0:0 ");
    table_case_text("name,start\n", STAITH_ESOURCE, "", "empty@0:1:0 ");
    table_case_text("Ann,12\nBo,13\n", STAITH_ESOURCE, "", "no_heading@0:0:0 ");
    table_case_text("name,rate\nAnn,1\n", STAITH_ESOURCE, "", "column_missing@0:1:0/start_date ");
    table_case_text("name,start,worker\nAnn,2025-09-30,x\n", STAITH_ESOURCE, "",
                    "column_twice@0:1:3/name ");
    table_case_text("name,start\n\"Ann,2025-09-30\n", STAITH_ESOURCE, "", "open_quote@0:2:0 ");
    table_case_text("name,start\nAnn,\"2025\"x\n", STAITH_ESOURCE, "", "open_quote@0:2:11 ");
    table_case_text("name,start\nAnn, Bo,2025-09-30\nCy,2025-09-30\n", STAITH_OK,
                    "1@3[Cy|20361|.|.|.] ", "long_row@0:2:0 ");
    table_case_text("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", STAITH_ESOURCE, "", "old_workbook@0:0:0 ");
    table_case_text("PK\x03\x04 no zip", STAITH_ESOURCE, "", "unreadable@0:0:0 ");
}

static void test_suggests(void **state)
{
    (void)state;
    static struct table_case table;
    static const char text[] = "Name,Strat Date,Roel,Nothing\nAnn,2025-09-30,x,y\n";
    table_case_init(&table, text, sizeof text - 1);
    assert_int_equal(table_case_read(&table), STAITH_ESOURCE);
    assert_string_equal(table.findings, "heading_near@0:1:2/start_date heading_near@0:1:3/role "
                                        "column_missing@0:1:0/start_date ");
    static const char good[] = "Name,Start date,Roel,Nothing\nAnn,2025-09-30,x,y\n";
    table_case_init(&table, good, sizeof good - 1);
    assert_int_equal(table_case_read(&table), STAITH_OK);
    assert_string_equal(table.findings, "heading_near@0:1:3/role ");
    assert_string_equal(table.headings, "Name=name Start date=start_date Roel~role Nothing ");
}

static void test_mapping(void **state)
{
    (void)state;
    static struct table_case table;
    static const char text[] = "Name,Nickname,Beginn\nAnn,An,2025-09-30\n";
    table_case_init(&table, text, sizeof text - 1);
    table.job.mapping = "name\tnick-name\nstart_date\tbeginn\n";
    assert_int_equal(table_case_read(&table), STAITH_OK);
    assert_string_equal(table.rows, "1@2[An|20361|.|.|.] ");
    table_case_init(&table, text, sizeof text - 1);
    table.job.mapping = "start_date\tbeginn\nrole\tTitle\n";
    assert_int_equal(table_case_read(&table), STAITH_ESOURCE);
    assert_string_equal(table.findings, "mapped_missing@0:1:0/role ");
}

static void test_limits(void **state)
{
    (void)state;
    static struct table_case table;
    static const char text[] = "name,start\nAnn,2025-09-30\nBo,2025-09-30\nCy,2025-09-30\n";
    table_case_init(&table, text, sizeof text - 1);
    table.job.limits.max_rows = 2;
    assert_int_equal(table_case_read(&table), STAITH_ESOURCE);
    assert_string_equal(table.findings, "too_large@0:4:0 ");
    table_case_init(&table, text, sizeof text - 1);
    table.job.limits.max_bytes = sizeof text - 2;
    assert_int_equal(table_case_read(&table), STAITH_ESOURCE);
    assert_string_equal(table.findings, "too_large@0:0:0 ");
    assert_string_equal(table.rows, "");
    table_case_init(&table, text, sizeof text - 1);
    table.job.limits.cell_bytes = 9;
    assert_int_equal(table_case_read(&table), STAITH_ESOURCE);
    assert_string_equal(table.findings, "too_long@0:2:0 ");
    table_case_init(&table, text, sizeof text - 1);
    table.stop_after = 2;
    assert_int_equal(table_case_read(&table), 42);
    table_case_init(&table, text, sizeof text - 1);
    table.source.fail_offset = 20;
    assert_int_equal(table_case_read(&table), STAITH_EIO);
    table_case_init(&table, text, sizeof text - 1);
    table.job.column_count = 65;
    assert_int_equal(table_case_read(&table), STAITH_EINVAL);
}

static void test_own_findings(void **state)
{
    (void)state;
    static struct table_case table;
    table_case_init(&table, "", 0);
    const struct staith_kit_cell cells[TABLE_COLUMNS] = {[TABLE_RATE] = {.column = 9}};
    const struct staith_kit_table_row row = {4, 8, 2, cells};
    assert_int_equal(staith_kit_table_finding(&table.source.host, &table.job, &row, 7, TABLE_RATE),
                     STAITH_OK);
    assert_int_equal(
        staith_kit_table_finding(&table.source.host, &table.job, &row, 8, STAITH_NO_ELEMENT),
        STAITH_OK);
    assert_string_equal(table.findings, "unreadable@2:8:9/rate old_workbook@2:8:0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reads),
                                       cmocka_unit_test(test_finds_the_heading),
                                       cmocka_unit_test(test_passes_over),
                                       cmocka_unit_test(test_passes_over_notes),
                                       cmocka_unit_test(test_heading_of_two_rows),
                                       cmocka_unit_test(test_bad_cells),
                                       cmocka_unit_test(test_refuses),
                                       cmocka_unit_test(test_suggests),
                                       cmocka_unit_test(test_mapping),
                                       cmocka_unit_test(test_limits),
                                       cmocka_unit_test(test_own_findings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
