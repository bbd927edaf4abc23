/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FUZZ_TABLE_PARTS_H
#define STAITH_FUZZ_TABLE_PARTS_H
/* The parts of a small spreadsheet, as Excel and as LibreOffice write them. */
#include "make_zip.h"

#include <stdbool.h>
#include <string.h>

enum { TABLE_PART_COUNT = 7 };

#define TABLE_ODS_CELL(type, value, text)                                                          \
    "<table:table-cell office:value-type='" type "' " value "><text:p>" text                       \
    "</text:p></table:table-cell>"

/** Fill `parts`; how many there are. */
static inline size_t table_parts(bool ods, struct make_zip_part parts[TABLE_PART_COUNT])
{
    static const struct make_zip_part xlsx[TABLE_PART_COUNT] = {
        {"[Content_Types].xml", "<Types/>", 0},
        {"_rels/.rels",
         "<Relationships><Relationship Id='rId1' Type='x/officeDocument' "
         "Target='xl/workbook.xml'/></Relationships>",
         0},
        {"xl/workbook.xml",
         "<workbook><workbookPr date1904='0'/><sheets><sheet name='Data' sheetId='1' r:id='rId1' "
         "xmlns:r='x'/></sheets></workbook>",
         0},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='rId1' Type='a/worksheet' "
         "Target='worksheets/sheet1.xml'/>"
         "<Relationship Id='rId3' Type='a/styles' Target='styles.xml'/>"
         "<Relationship Id='rId4' Type='a/sharedStrings' Target='sharedStrings.xml'/>"
         "</Relationships>",
         0},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd\\-mmm\\-yyyy'/></numFmts>"
         "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf "
         "numFmtId='164'/></cellXfs></styleSheet>",
         0},
        {"xl/sharedStrings.xml",
         "<sst><si><t>Name</t></si><si><r><t>Start </t></r><r><t>date</t></r></si>"
         "<si><t>Rate</t></si></sst>",
         0},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
         "<c r='C1' t='s'><v>2</v></c></row><row r='2'><c r='A2' t='inlineStr'><is><t>Ann</t></is>"
         "</c><c r='B2' s='2'><v>45930</v></c><c r='C2'><f>1</f><v>32.5</v></c></row></sheetData>"
         "</worksheet>",
         0}};
    static const struct make_zip_part calc[2] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0},
        {"content.xml",
         "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body>"
         "<office:spreadsheet><table:table table:name='Data'><table:table-row>" TABLE_ODS_CELL(
             "string", "", "Name") TABLE_ODS_CELL("string", "", "Start<text:s/>date")
             TABLE_ODS_CELL(
                 "string", "",
                 "Active") "</table:table-row><table:table-row>" TABLE_ODS_CELL("string", "", "Ann")
                 TABLE_ODS_CELL("date", "office:date-value='2025-09-30'", "x") TABLE_ODS_CELL(
                     "boolean", "office:boolean-value='true'",
                     "TRUE") "</table:table-row><table:table-row "
                             "table:number-rows-repeated='1000000'>"
                             "<table:table-cell table:number-columns-repeated='16384'/>"
                             "</table:table-row></table:table></office:spreadsheet></office:body>"
                             "</office:document-content>",
         0}};
    memcpy(parts, ods ? calc : xlsx, ods ? sizeof(calc) : sizeof(xlsx));
    return ods ? 2 : TABLE_PART_COUNT;
}

#endif
