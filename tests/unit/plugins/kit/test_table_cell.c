/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/table_cell.h"

#include <string.h>

static const struct staith_kit_code codes[] = {{"Social worker", 4}, {"N/A", 9}};

static void check(struct staith_kit_column column, enum staith_kit_raw_kind kind, const char *text,
                  int32_t day, uint32_t fault, enum staith_kit_cell_state cell_state,
                  int64_t number)
{
    const struct staith_kit_raw_cell raw = {kind, day, text, strlen(text)};
    struct staith_kit_cell cell = {0};
    assert_int_equal(staith_kit_cell_read(&column, &raw, false, &cell), fault);
    assert_int_equal(cell.state, cell_state);
    if (cell_state == STAITH_KIT_CELL_GOOD) {
        assert_int_equal(cell.number, number);
        assert_string_equal(cell.text, text);
    }
}

#define TYPE(name) ((struct staith_kit_column){.type = STAITH_KIT_TYPE_##name})
#define GOOD(column, kind, text, number)                                                           \
    check(column, STAITH_KIT_RAW_##kind, text, 20361, STAITH_KIT_CELL_FINE, STAITH_KIT_CELL_GOOD,  \
          number)
#define BLANK(column, kind, text)                                                                  \
    check(column, STAITH_KIT_RAW_##kind, text, 0, STAITH_KIT_CELL_FINE, STAITH_KIT_CELL_BLANK, 0)
#define BAD(column, kind, text, fault)                                                             \
    check(column, STAITH_KIT_RAW_##kind, text, 20361, STAITH_KIT_TABLE_##fault,                    \
          STAITH_KIT_CELL_BAD, 0)

static void test_types(void **state)
{
    (void)state;
    const struct staith_kit_column code = {
        .type = STAITH_KIT_TYPE_CODE, .codes = codes, .code_count = 2};
    const struct staith_kit_column decimal = {.type = STAITH_KIT_TYPE_DECIMAL, .digits = 2};
    GOOD(TYPE(TEXT), TEXT, "Ann", 0);
    GOOD(TYPE(TEXT), DATE, "2025-09-30", 0);
    GOOD(code, TEXT, "SOCIAL-WORKER", 4);
    GOOD(code, TEXT, "N/A", 9); /* a code where the column has it */
    GOOD(TYPE(DATE), TEXT, "30/09/2025", 20361);
    GOOD(TYPE(DATE), DATE, "anything", 20361);
    GOOD(TYPE(DATE), NUMBER, "45930", 20361);
    GOOD(TYPE(DATE), NUMBER, "45930.5", 20361);
    GOOD(TYPE(INTEGER), NUMBER, "12", 12);
    GOOD(TYPE(INTEGER), TEXT, "1,200", 1200);
    GOOD(decimal, NUMBER, "0.8", 80);
    GOOD(TYPE(MONEY), TEXT,
         "\xC2\xA3"
         "9.99",
         999);
    GOOD(TYPE(YES_NO), TEXT, "Yes", 1);
    GOOD(TYPE(YES_NO), BOOL, "0", 0);
    GOOD(TYPE(YES_NO), NUMBER, "1", 1);
}

static void test_blanks(void **state)
{
    (void)state;
    BLANK(TYPE(TEXT), BLANK, "");
    BLANK(TYPE(TEXT), TEXT, "-");
    BLANK(TYPE(TEXT), TEXT, "N/A");
    BLANK(TYPE(DATE), TEXT, "n/a");
    BLANK(TYPE(MONEY), TEXT, "NULL");
    BLANK(TYPE(INTEGER), TEXT, "\xE2\x80\x93");
}

static void test_faults(void **state)
{
    (void)state;
    const struct staith_kit_column code = {
        .type = STAITH_KIT_TYPE_CODE, .codes = codes, .code_count = 2};
    const struct staith_kit_column from_2025 = {
        .type = STAITH_KIT_TYPE_DATE, .minimum = 20089, .maximum = 99999};
    const struct staith_kit_column below_zero = {
        .type = STAITH_KIT_TYPE_INTEGER, .minimum = -5, .maximum = 5};
    BAD(code, TEXT, "Boss", NOT_A_CODE);
    BAD(TYPE(DATE), TEXT, "09/30/2025", NOT_A_DATE);
    BAD(TYPE(DATE), BOOL, "1", NOT_A_DATE);
    GOOD(TYPE(DATE), NUMBER, "20250930", 20361);
    GOOD(TYPE(DATE), NUMBER, "45930.25", 20361);
    BAD(from_2025, TEXT, "31/12/2024", OUT_OF_RANGE);
    GOOD(from_2025, TEXT, "01/01/2025", 20089);
    BAD(TYPE(INTEGER), NUMBER, "12.5", NOT_A_NUMBER);
    BAD(TYPE(INTEGER), NUMBER, "-1", OUT_OF_RANGE);
    BAD(TYPE(INTEGER), DATE, "2025-09-30", NOT_A_NUMBER);
    BAD(TYPE(MONEY), BOOL, "1", NOT_A_NUMBER);
    GOOD(below_zero, NUMBER, "-5", -5);
    BAD(below_zero, NUMBER, "-6", OUT_OF_RANGE);
    BAD(TYPE(YES_NO), TEXT, "perhaps", NOT_YES_OR_NO);
    BAD(TYPE(TEXT), ERROR, "#REF!", CELL_ERROR);
    BAD(TYPE(DATE), ERROR, "", CELL_ERROR);
}

/* Serial numbers of a workbook that counts from 1904. */
static void test_1904(void **state)
{
    (void)state;
    const struct staith_kit_column column = TYPE(DATE);
    const struct staith_kit_raw_cell raw = {STAITH_KIT_RAW_NUMBER, 0, "44468", 5};
    struct staith_kit_cell cell = {0};
    assert_int_equal(staith_kit_cell_read(&column, &raw, true, &cell), STAITH_KIT_CELL_FINE);
    assert_int_equal(cell.number, 20361);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_types), cmocka_unit_test(test_blanks),
                                       cmocka_unit_test(test_faults), cmocka_unit_test(test_1904)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
