/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/rollup.h"
#include "base/err.h"

#include <staith/plugin.h>

/* One dimension of three levels: a (b (c)), d; one flat: x, y. */
static struct staith_category tree[] = {
    {"a", "A", STAITH_NO_CATEGORY}, {"b", "B", 0}, {"c", "C", 1}, {"d", "D", STAITH_NO_CATEGORY}};
static struct staith_category flat[] = {{"x", "X", STAITH_NO_CATEGORY},
                                        {"y", "Y", STAITH_NO_CATEGORY}};
static struct staith_dimension dimensions[] = {{"tree", "Tree", 0, 0, 4, tree},
                                               {"flat", "Flat", 0, 0, 2, flat}};
static uint16_t both[] = {1, 0}; /* in another order than the catalogue's */
static struct staith_table table = {"t", "T", 0, 2, NULL, both};
static const struct staith_catalogue catalogue = {
    .dimension_count = 2, .dimensions = dimensions, .table_count = 1, .tables = &table};
/* Places: 0: c, y; 1: d, x; 2: a, -. */
static const uint16_t places[] = {2, 1, 3, 0, 0, STAITH_NO_CATEGORY};

static void check_cell(const struct staith_rollup *rollup, uint32_t index, uint16_t first,
                       uint16_t second, int64_t value, uint32_t contributors)
{
    uint16_t categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS] = {0};
    const struct staith_tally_cell *cell = &rollup->out.items[index];
    staith_rollup_place(rollup, cell->id, categories);
    assert_int_equal(categories[0], first);
    assert_int_equal(categories[1], second);
    assert_int_equal(categories[2], STAITH_TOTAL);
    assert_int_equal(categories[3], STAITH_TOTAL);
    assert_int_equal(cell->value, value);
    assert_int_equal(cell->contributors, contributors);
}

static void test_totals(void **state)
{
    (void)state;
    struct staith_rollup rollup;
    const struct staith_tally_entry one[] = {{0, 0, 7}};
    const struct staith_tally_entry scattered[] = {{1, 0, 1}, {1, 1, 2}, {1, 2, 4}};
    staith_rollup_init(&rollup, &catalogue, places, 100);
    for (int round = 0; round < 2; round++) {
        staith_rollup_start(&rollup, &table, false, NULL);
        assert_int_equal(staith_rollup_person(&rollup, one, 1), 0);
        assert_int_equal(staith_rollup_person(&rollup, scattered, 3), 0);
        assert_int_equal(staith_rollup_finish(&rollup), 0);
        assert_int_equal(rollup.out.count, 11);
        check_cell(&rollup, 0, 0, 3, 2, 1);             /* x, d */
        check_cell(&rollup, 1, 0, STAITH_TOTAL, 2, 1);  /* x */
        check_cell(&rollup, 2, 1, 0, 8, 2);             /* y, a */
        check_cell(&rollup, 3, 1, 1, 8, 2);             /* y, b */
        check_cell(&rollup, 4, 1, 2, 8, 2);             /* y, c */
        check_cell(&rollup, 5, 1, STAITH_TOTAL, 8, 2);  /* y */
        check_cell(&rollup, 6, STAITH_TOTAL, 0, 12, 2); /* a */
        check_cell(&rollup, 7, STAITH_TOTAL, 1, 8, 2);  /* b */
        check_cell(&rollup, 8, STAITH_TOTAL, 2, 8, 2);  /* c */
        check_cell(&rollup, 9, STAITH_TOTAL, 3, 2, 1);  /* d */
        check_cell(&rollup, 10, STAITH_TOTAL, STAITH_TOTAL, 14, 2);
    }
    staith_rollup_deinit(&rollup);
    staith_rollup_deinit(NULL);
}

static void test_nothing_has_a_top(void **state)
{
    (void)state;
    struct staith_rollup rollup;
    staith_rollup_init(&rollup, &catalogue, places, 1);
    staith_rollup_start(&rollup, &table, false, NULL);
    assert_int_equal(staith_rollup_finish(&rollup), 0);
    assert_int_equal(rollup.out.count, 1);
    check_cell(&rollup, 0, STAITH_TOTAL, STAITH_TOTAL, 0, 0);
    const struct staith_tally_entry one[] = {{0, 0, 7}};
    assert_int_equal(staith_rollup_person(&rollup, one, 1), 0);
    assert_int_equal(staith_rollup_finish(&rollup), STAITH_ERR_LIMIT);
    staith_rollup_deinit(&rollup);
}

static void note(void *ctx, uint32_t cell, int64_t value)
{
    int64_t *sums = ctx;
    sums[cell] += value;
}

/* Visiting every entry gives the sums again; counting makes each of them 1. */
static void test_visits_and_counts(void **state)
{
    (void)state;
    struct staith_rollup rollup;
    const struct staith_tally_entry entries[] = {{0, 0, 7}, {1, 0, 1}, {1, 1, 2}, {1, 2, 4}};
    for (int counts = 0; counts < 2; counts++) {
        int64_t sums[11] = {0};
        staith_rollup_init(&rollup, &catalogue, places, 100);
        staith_rollup_start(&rollup, &table, counts == 1, NULL);
        assert_int_equal(staith_rollup_person(&rollup, entries, 1), 0);
        assert_int_equal(staith_rollup_person(&rollup, entries + 1, 3), 0);
        assert_int_equal(staith_rollup_finish(&rollup), 0);
        assert_int_equal(rollup.out.count, 11);
        for (int i = 0; i < 4; i++) {
            staith_rollup_visit(&rollup, &entries[i], note, sums);
        }
        if (counts == 0) {
            for (uint32_t i = 0; i < 11; i++) {
                assert_int_equal(sums[i], rollup.out.items[i].value);
            }
        } else {
            check_cell(&rollup, 0, 0, 3, 1, 1);
            check_cell(&rollup, 2, 1, 0, 2, 2);
            check_cell(&rollup, 6, STAITH_TOTAL, 0, 3, 2);
            check_cell(&rollup, 10, STAITH_TOTAL, STAITH_TOTAL, 4, 2);
            assert_int_equal(sums[10], 14);
        }
        staith_rollup_deinit(&rollup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_totals),
                                       cmocka_unit_test(test_nothing_has_a_top),
                                       cmocka_unit_test(test_visits_and_counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
