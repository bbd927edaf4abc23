/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/quartile.h"

#include <staith/plugin.h>
#include <stdlib.h>

static struct staith_category roles[] = {{"a", "A", STAITH_NO_CATEGORY}, {"b", "B", 0}};
static struct staith_dimension dimensions[] = {{"role", "Role", 0, 0, 2, roles}};
static uint16_t by_role[] = {0};
static struct staith_table table = {"t", "T", 0, 1, NULL, by_role};
static const struct staith_catalogue catalogue = {
    .dimension_count = 1, .dimensions = dimensions, .table_count = 1, .tables = &table};
/* Places: 0: a; 1: b, below a; 2: the total alone. */
static const uint16_t places[] = {0, 1, STAITH_NO_CATEGORY};

/* R: quantile(1:10) gives 3.25, 5.5, 7.75; here in hundredths. */
static void test_as_r_does(void **state)
{
    (void)state;
    assert_int_equal(staith_quartile_between(10, 1, 300, 400), 325);
    assert_int_equal(staith_quartile_between(10, 2, 500, 600), 550);
    assert_int_equal(staith_quartile_between(10, 3, 700, 800), 775);
    /* Of 10 and 13: 10.75, 11.5 and 12.25, half up. */
    assert_int_equal(staith_quartile_between(2, 1, 10, 13), 11);
    assert_int_equal(staith_quartile_between(2, 2, 10, 13), 12);
    assert_int_equal(staith_quartile_between(2, 3, 10, 13), 12);
    assert_int_equal(staith_quartile_between(1, 3, 7, 7), 7);
    assert_int_equal(staith_quartile_between(4, 1, 0, INT64_MAX), INT64_MAX / 4 * 3 + 2);
    assert_int_equal(staith_quartile_between(2, 2, 0, INT64_MAX), INT64_MAX / 2 + 1);
}

static void check_cells(const struct staith_rollup *rollup, struct staith_tally_entry *entries,
                        uint64_t count, unsigned quarter, const int64_t *expected)
{
    int64_t values[3] = {-1, -1, -1};
    staith_quartile_sort(entries, count);
    assert_int_equal(staith_quartile_all(rollup, entries, count, quarter, values), 0);
    for (uint32_t i = 0; i < rollup->out.count; i++) {
        assert_int_equal(values[i], expected[i]);
    }
}

/* a: 5 2 | b: 9 4 7, in a as well | no role: 1. So a = 2 4 5 7 9, b = 4 7 9, all = 1 2 4 5 7 9. */
static void test_cells(void **state)
{
    (void)state;
    struct staith_tally_entry entries[] = {{0, 0, 500}, {0, 1, 900}, {1, 2, 100},
                                           {2, 1, 400}, {2, 1, 700}, {3, 0, 200}};
    struct staith_rollup rollup;
    staith_rollup_init(&rollup, &catalogue, places, 100);
    staith_rollup_start(&rollup, &table, true, NULL);
    assert_int_equal(staith_rollup_person(&rollup, &entries[0], 2), 0);
    assert_int_equal(staith_rollup_person(&rollup, &entries[2], 1), 0);
    assert_int_equal(staith_rollup_person(&rollup, &entries[3], 2), 0);
    assert_int_equal(staith_rollup_person(&rollup, &entries[5], 1), 0);
    assert_int_equal(staith_rollup_finish(&rollup), 0);
    assert_int_equal(rollup.out.count, 3);
    assert_int_equal(rollup.out.items[0].value, 5);
    assert_int_equal(rollup.out.items[0].largest, 2);
    assert_int_equal(rollup.out.items[0].contributors, 3);
    assert_int_equal(rollup.out.items[1].value, 3);
    assert_int_equal(rollup.out.items[2].value, 6);
    check_cells(&rollup, entries, 6, 1, (const int64_t[]){400, 550, 250});
    check_cells(&rollup, entries, 6, 2, (const int64_t[]){500, 700, 450});
    check_cells(&rollup, entries, 6, 3, (const int64_t[]){700, 800, 650});
    staith_rollup_deinit(&rollup);
}

static void test_nothing(void **state)
{
    (void)state;
    struct staith_rollup rollup;
    staith_rollup_init(&rollup, &catalogue, places, 100);
    staith_rollup_start(&rollup, &table, true, NULL);
    assert_int_equal(staith_rollup_finish(&rollup), 0);
    check_cells(&rollup, NULL, 0, 2, (const int64_t[]){0});
    staith_rollup_deinit(&rollup);
}

static int rising(const void *a, const void *b)
{
    const int64_t *left = a;
    const int64_t *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Against sorting each list by itself and reading position (n - 1) q / 4 from it, in exact
 * fractions: 4 times the position, 8 times the value. */
static void test_against_lists(void **state)
{
    (void)state;
    enum { MOST = 40 };
    uint32_t random = 12345;
    for (int round = 0; round < 2000; round++) {
        struct staith_tally_entry entries[MOST];
        int64_t list[MOST];
        struct staith_rollup rollup;
        uint32_t count = (uint32_t)(round % MOST) + 1;
        staith_rollup_init(&rollup, &catalogue, places, 100);
        staith_rollup_start(&rollup, &table, true, NULL);
        for (uint32_t i = 0; i < count; i++) {
            random = random * 1664525u + 1013904223u;
            entries[i] = (struct staith_tally_entry){i, (random >> 8) % 3, (random >> 12) % 50};
            list[i] = entries[i].value;
            assert_int_equal(staith_rollup_person(&rollup, &entries[i], 1), 0);
        }
        assert_int_equal(staith_rollup_finish(&rollup), 0);
        qsort(list, count, sizeof *list, rising);
        staith_quartile_sort(entries, count);
        for (unsigned quarter = 1; quarter <= 3; quarter++) {
            int64_t values[3] = {0};
            uint32_t position = (count - 1) * quarter;
            uint32_t next = position / 4 + 1 < count ? position / 4 + 1 : position / 4;
            int64_t eighths =
                2 * (list[position / 4] * (4 - position % 4) + list[next] * (position % 4));
            assert_int_equal(staith_quartile_all(&rollup, entries, count, quarter, values), 0);
            assert_int_equal(values[rollup.out.count - 1], (eighths + 4) / 8);
        }
        staith_rollup_deinit(&rollup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_r_does),
                                       cmocka_unit_test(test_cells), cmocka_unit_test(test_nothing),
                                       cmocka_unit_test(test_against_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
