/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/table_heading.h"

#include <string.h>

static const char *const start_words[] = {"from", "Start of assignment", NULL};
static const struct staith_kit_column columns[] = {
    {.name = "name", .type = STAITH_KIT_TYPE_TEXT, .required = true},
    {.name = "start_date", .synonyms = start_words, .type = STAITH_KIT_TYPE_DATE},
    {.name = "role", .type = STAITH_KIT_TYPE_TEXT}};
static const struct staith_kit_table_job job = {.columns = columns, .column_count = 3};

static void row_of(const char *const *texts, uint32_t count, struct staith_kit_raw_cell *cells,
                   struct staith_kit_raw_row *row)
{
    *row = (struct staith_kit_raw_row){.line = 5, .count = count, .cells = cells};
    for (uint32_t i = 0; i < count; i++) {
        bool blank = texts[i][0] == '\0';
        cells[i] = (struct staith_kit_raw_cell){blank ? STAITH_KIT_RAW_BLANK : STAITH_KIT_RAW_TEXT,
                                                0, texts[i], strlen(texts[i])};
    }
}

static void test_folds(void **state)
{
    (void)state;
    char fold[STAITH_KIT_FOLD_BYTES];
    char longer[300];
    assert_int_equal(staith_kit_fold(" Start-Date (UK)_2 ", 19, fold), 12);
    assert_string_equal(fold, "startdateuk2");
    assert_int_equal(staith_kit_fold("Caf\xC3\xA9", 5, fold), 5);
    assert_int_equal(staith_kit_fold("()", 2, fold), 0);
    memset(longer, 'x', sizeof longer);
    assert_int_equal(staith_kit_fold(longer, sizeof longer, fold), STAITH_KIT_FOLD_BYTES - 1);
    assert_true(staith_kit_same_name("Start date", 10, "START_DATE", 10));
    assert_false(staith_kit_same_name("Start date", 10, "Start dates", 11));
    assert_false(staith_kit_same_name("-", 1, "()", 2));
}

static void test_matches(void **state)
{
    (void)state;
    static const char *const texts[] = {"Role", "", "NAME", "from", "other"};
    static struct staith_kit_heading_match match;
    struct staith_kit_raw_cell cells[8];
    struct staith_kit_raw_row row;
    row_of(texts, 5, cells, &row);
    staith_kit_heading_match(&job, &row, &match);
    assert_int_equal(match.matched, 3);
    assert_int_equal(match.needed, 1);
    assert_int_equal(match.place[0], 2);
    assert_int_equal(match.place[1], 3);
    assert_int_equal(match.place[2], 0);
    assert_int_equal(match.declared[4], STAITH_NO_ELEMENT);
    assert_int_equal(match.twice, STAITH_NO_ELEMENT);
    assert_true(staith_kit_heading_whole(&job, &match));
    assert_true(staith_kit_heading_again(&job, &match, &row));
    static const char *const person[] = {"Role", "", "Ann", "from", "other"};
    row_of(person, 5, cells, &row);
    assert_false(staith_kit_heading_again(&job, &match, &row));
    row_of(person, 1, cells, &row);
    assert_false(staith_kit_heading_again(&job, &match, &row));
}

static void test_twice(void **state)
{
    (void)state;
    static const char *const texts[] = {"name", "from", "start date"};
    static struct staith_kit_heading_match match;
    struct staith_kit_raw_cell cells[8];
    struct staith_kit_raw_row row;
    row_of(texts, 3, cells, &row);
    staith_kit_heading_match(&job, &row, &match);
    assert_int_equal(match.twice, 1);
    assert_int_equal(match.twice_at, 2);
    /* a mapping says which is meant */
    struct staith_kit_table_job mapped = job;
    mapped.mapping = "start_date\tFrom\n";
    staith_kit_heading_match(&mapped, &row, &match);
    assert_int_equal(match.twice, STAITH_NO_ELEMENT);
    assert_int_equal(match.place[1], 1);
    assert_true(match.mapped);
    mapped.mapping = "role\tPost\n";
    staith_kit_heading_match(&mapped, &row, &match);
    assert_false(match.mapped);
    assert_false(staith_kit_heading_whole(&mapped, &match));
}

static void test_better(void **state)
{
    (void)state;
    static struct staith_kit_heading_match a;
    static struct staith_kit_heading_match b;
    a = (struct staith_kit_heading_match){.needed = 1, .matched = 1};
    b = (struct staith_kit_heading_match){.needed = 0, .matched = 5};
    assert_true(staith_kit_heading_better(&a, &b));
    assert_false(staith_kit_heading_better(&b, &a));
    b.needed = 1;
    assert_true(staith_kit_heading_better(&b, &a));
    assert_false(staith_kit_heading_better(&a, &a));
}

static uint32_t nearest(const char *heading)
{
    return staith_kit_nearest_column(columns, 3, heading, strlen(heading));
}

static void test_nearest(void **state)
{
    (void)state;
    assert_int_equal(nearest("Start Dat"), 1);
    assert_int_equal(nearest("Strat date"), 1);
    assert_int_equal(nearest("Start of asignment"), 1);
    assert_int_equal(nearest("Nmae"), 0);
    assert_int_equal(nearest("Rolle"), 2);
    assert_int_equal(nearest("Postcode"), STAITH_NO_ELEMENT);
    assert_int_equal(nearest("nam"), STAITH_NO_ELEMENT); /* too short to guess by */
    assert_int_equal(nearest(""), STAITH_NO_ELEMENT);
}

static void test_mapped_name(void **state)
{
    (void)state;
    size_t len = 0;
    const char *name = staith_kit_mapped_name("a\tx\nname\tFull name\n", "name", &len);
    assert_non_null(name);
    assert_int_equal(len, 9);
    assert_memory_equal(name, "Full name", 9);
    assert_null(staith_kit_mapped_name("names\tx\n", "name", &len));
    assert_null(staith_kit_mapped_name(NULL, "name", &len));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folds),   cmocka_unit_test(test_matches),
        cmocka_unit_test(test_twice),   cmocka_unit_test(test_better),
        cmocka_unit_test(test_nearest), cmocka_unit_test(test_mapped_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
