/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/finding.h"

#include <string.h>

static void check(const struct staith_finding *finding, const char *expected)
{
    char place[64];
    staith_finding_place(finding, "a.xlsx", place, sizeof place);
    assert_string_equal(place, expected);
}

static void test_text(void **state)
{
    (void)state;
    check(&(struct staith_finding){.line = 7, .column = 3}, "a.xlsx:7:3");
    check(&(struct staith_finding){.line = 7}, "a.xlsx:7");
    check(&(struct staith_finding){.column = 3}, "a.xlsx");
}

/* A place in a workbook is named as its users name it. */
static void test_workbook(void **state)
{
    (void)state;
    check(&(struct staith_finding){.line = 14, .column = 5, .sheet = 2},
          "a.xlsx, sheet 2, cell E14");
    check(&(struct staith_finding){.line = 14, .sheet = 2}, "a.xlsx, sheet 2, row 14");
    check(&(struct staith_finding){.sheet = 2}, "a.xlsx, sheet 2");
    check(&(struct staith_finding){.line = 1, .column = 26, .sheet = 1},
          "a.xlsx, sheet 1, cell Z1");
    check(&(struct staith_finding){.line = 1, .column = 27, .sheet = 1},
          "a.xlsx, sheet 1, cell AA1");
    check(&(struct staith_finding){.line = 1, .column = 702, .sheet = 1},
          "a.xlsx, sheet 1, cell ZZ1");
    check(&(struct staith_finding){.line = 1, .column = 703, .sheet = 1},
          "a.xlsx, sheet 1, cell AAA1");
    /* the last column of a sheet */
    check(&(struct staith_finding){.line = 1, .column = 16384, .sheet = 1},
          "a.xlsx, sheet 1, cell XFD1");
}

static void test_fits(void **state)
{
    (void)state;
    char place[8];
    const struct staith_finding finding = {.line = UINT64_MAX, .column = UINT64_MAX, .sheet = 1};
    staith_finding_place(&finding, "a.xlsx", place, sizeof place);
    assert_string_equal(place, "a.xlsx,");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text), cmocka_unit_test(test_workbook),
                                       cmocka_unit_test(test_fits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
