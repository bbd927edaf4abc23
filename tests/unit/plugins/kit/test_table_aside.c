/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/table_aside.h"

#include <string.h>

enum { COLUMNS = 4 };

static const struct staith_kit_column columns[COLUMNS] = {
    {.name = "number", .type = STAITH_KIT_TYPE_TEXT, .required = true},
    {.name = "team", .type = STAITH_KIT_TYPE_TEXT},
    {.name = "began", .type = STAITH_KIT_TYPE_TEXT},
    {.name = "cases", .type = STAITH_KIT_TYPE_TEXT}};

/* A row of texts under the heading number, team, began, cases; `two`: began is needed as well. */
struct aside {
    struct staith_kit_column columns[COLUMNS];
    struct staith_kit_table_job job;
    struct staith_kit_heading_match match;
    struct staith_kit_raw_cell raw[COLUMNS];
    struct staith_kit_cell cells[COLUMNS];
    struct staith_kit_raw_row row;
};

static void row_of(struct aside *aside, const char *const texts[COLUMNS], bool two)
{
    memset(aside, 0, sizeof *aside);
    memcpy(aside->columns, columns, sizeof columns);
    aside->columns[2].required = two;
    aside->job = (struct staith_kit_table_job){.columns = aside->columns, .column_count = COLUMNS};
    aside->match.matched = COLUMNS;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        bool blank = texts[i] == NULL;
        const char *text = blank ? "" : texts[i];
        aside->match.place[i] = i;
        aside->raw[i] = (struct staith_kit_raw_cell){
            blank ? STAITH_KIT_RAW_BLANK : STAITH_KIT_RAW_TEXT, 0, text, strlen(text)};
        aside->cells[i] = (struct staith_kit_cell){
            blank ? STAITH_KIT_CELL_BLANK : STAITH_KIT_CELL_GOOD, i + 1, 0, text, strlen(text)};
    }
    aside->row = (struct staith_kit_raw_row){.line = 9, .count = COLUMNS, .cells = aside->raw};
}

static bool totals(const char *a, const char *b, const char *c, const char *d)
{
    static struct aside aside;
    const char *const texts[COLUMNS] = {a, b, c, d};
    row_of(&aside, texts, false);
    return staith_kit_row_totals(&aside.job, &aside.match, aside.cells, &aside.row);
}

static bool note(const char *a, const char *b, bool two)
{
    static struct aside aside;
    const char *const texts[COLUMNS] = {a, b, NULL, NULL};
    row_of(&aside, texts, two);
    return staith_kit_row_note(&aside.job, &aside.match, aside.cells, &aside.row);
}

static void test_totals(void **state)
{
    (void)state;
    static const char *const words[] = {"Total",     "TOTALS:",     "Total (31)", "Total staff",
                                        "Sub-total", "Grand Total", "Count",      "Average",
                                        "Total 31",  "Mean:"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_true(totals(words[i], NULL, NULL, "40"));
        assert_true(totals(NULL, words[i], NULL, "40"));
    }
    assert_true(totals("Count", "3", NULL, NULL));
    /* who has all that a row can have is somebody, and so is who is called something else */
    assert_false(totals("Total", "North", "2025-01-06", "12"));
    assert_false(totals("Totalis", NULL, NULL, "12"));
    assert_false(totals("Counter, Ann", NULL, NULL, "12"));
    assert_false(totals("Mean, Ann", NULL, NULL, "12"));
    assert_false(totals("A1", "Total", NULL, "12"));
    assert_false(totals(NULL, NULL, NULL, NULL));
}

static void test_notes(void **state)
{
    (void)state;
    assert_true(note("Source: HR system", NULL, false));
    assert_true(note("* as at 30 September", NULL, false));
    assert_true(note("Figures are for permanent staff", NULL, false));
    assert_true(note("North", NULL, true)); /* lacks what every row must have */
    /* a list of numbers with nothing else filled is a list of people */
    assert_false(note("A1", NULL, false));
    assert_false(note("Ann van der Lee", NULL, false));
    assert_false(note("Source: HR", "x", true));
    assert_false(note(NULL, NULL, true));
}

static void test_narrow_tables(void **state)
{
    (void)state;
    static struct aside aside;
    const char *const texts[COLUMNS] = {"Source: HR system", NULL, NULL, NULL};
    row_of(&aside, texts, false);
    aside.match.matched = 2;
    assert_false(staith_kit_row_note(&aside.job, &aside.match, aside.cells, &aside.row));
    const char *const total[COLUMNS] = {"Total", NULL, NULL, NULL};
    row_of(&aside, total, false);
    aside.match.matched = 1;
    for (uint32_t i = 1; i < COLUMNS; i++) {
        aside.match.place[i] = STAITH_NO_ELEMENT;
    }
    assert_true(staith_kit_row_totals(&aside.job, &aside.match, aside.cells, &aside.row));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_totals), cmocka_unit_test(test_notes),
                                       cmocka_unit_test(test_narrow_tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
