/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

static int64_t only(struct store_fixture *fixture)
{
    struct store_fixture_figures figures = store_fixture_headlines(fixture->store);
    assert_int_equal(figures.count, 1);
    assert_string_equal(figures.figures[0].authority, "840");
    return figures.figures[0].value.value;
}

static void put_one(struct store_fixture *fixture, uint64_t epoch, uint64_t number, int64_t value)
{
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(value));
    assert_int_equal(store_fixture_put(fixture, "840", epoch, number, 2025, &cell, 1), 0);
}

static void highest_number_of_the_newest_epoch_counts(void **state)
{
    struct store_fixture *fixture = *state;
    put_one(fixture, 900, 1, 10);
    put_one(fixture, 900, 2, 20);
    assert_int_equal(only(fixture), 20);
    put_one(fixture, 3, 1, 30); /* a new epoch begins at 1 again */
    assert_int_equal(only(fixture), 30);
    put_one(fixture, 900, 3, 40); /* late from the epoch before: kept, not the newest */
    assert_int_equal(only(fixture), 30);
    put_one(fixture, 3, 2, 50);
    assert_int_equal(only(fixture), 50);
}

/* A release is a whole statement: a measure that the later one leaves out is gone. */
static void later_release_replaces_the_whole(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(1)),
        store_fixture_cell("vacancy_fte", staith_value_exact(2)),
    };
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, cells, 2), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 2, 2024, cells, 2), 0);
    assert_int_equal(store_fixture_headlines(fixture->store).count, 4);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 3, 2025, cells, 1), 0);
    struct store_fixture_figures figures = store_fixture_headlines(fixture->store);
    assert_int_equal(figures.count, 3);
    assert_int_equal(figures.figures[2].period.year, 2025);
    assert_string_equal(figures.figures[2].measure, "agency_fte");
}

/* Only the total over every dimension is a headline, and of two tables with the same total the
 * one with fewer dimensions. */
static void headline_is_the_top_total(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        {.table = "by_role",
         .measure = "inpost_headcount",
         .dimension_count = 1,
         .dimensions = {"role"},
         .value = {STAITH_STATUS_VALUE, 10, 8, 12}},
        {.table = "by_role",
         .measure = "inpost_headcount",
         .dimension_count = 1,
         .dimensions = {"role"},
         .categories = {"manager"},
         .value = {STAITH_STATUS_VALUE, 5, 3, 7}},
        store_fixture_cell("inpost_headcount", staith_value_exact(11)),
    };
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, cells, 3), 0);
    assert_int_equal(only(fixture), 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(highest_number_of_the_newest_epoch_counts,
                                        store_fixture_setup, store_fixture_teardown),
        cmocka_unit_test_setup_teardown(later_release_replaces_the_whole, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(headline_is_the_top_total, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
