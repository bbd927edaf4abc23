/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

struct nationals {
    size_t count;
    struct staith_store_national items[8];
};

static int collect(void *ctx, const struct staith_store_national *figure)
{
    struct nationals *nationals = ctx;
    assert_true(nationals->count < 8);
    nationals->items[nationals->count++] = *figure;
    return 0;
}

static struct staith_store_national figure(const char *period, const char *area, int64_t value)
{
    struct staith_store_national national = {
        .level = "authority", .item = "agency_rate_fte", .decimals = 1, .joint = "314 / 318"};
    (void)snprintf(national.period, sizeof(national.period), "%s", period);
    (void)snprintf(national.area, sizeof(national.area), "%s", area);
    (void)snprintf(national.area_name, sizeof(national.area_name), "Area %s", area);
    national.status = STAITH_STATUS_VALUE;
    national.value = value;
    return national;
}

static int import(struct store_fixture *fixture, const char *source, uint8_t hash,
                  const struct staith_store_national *figures, size_t count)
{
    uint64_t vintage = 0;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    int code = staith_store_national_begin(fixture->store, source, store_fixture_hash(hash),
                                           &vintage, &fixture->err);
    for (size_t i = 0; i < count && code == 0; i++) {
        code = staith_store_national_put(fixture->store, vintage, &figures[i], &fixture->err);
    }
    if (code != 0) {
        staith_store_rollback(fixture->store);
        return code;
    }
    return staith_store_commit(fixture->store, &fixture->err);
}

static void newest_vintage_of_each_figure(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_national first[] = {figure("2024", "314", 70), figure("2025", "314", 80)};
    struct staith_store_national second[] = {figure("2025", "314", 81)};
    second[0].status = STAITH_STATUS_UNRELIABLE;
    second[0].value = 0;
    assert_int_equal(import(fixture, "first, OGL", 1, first, 2), 0);
    assert_int_equal(import(fixture, "second, OGL", 2, second, 1), 0);
    struct nationals nationals = {0};
    assert_int_equal(staith_store_nationals(fixture->store, collect, &nationals, &fixture->err), 0);
    assert_int_equal(nationals.count, 2);
    assert_string_equal(nationals.items[0].period, "2024");
    assert_int_equal(nationals.items[0].value, 70);
    assert_int_equal(nationals.items[0].decimals, 1);
    assert_string_equal(nationals.items[0].source, "first, OGL");
    assert_string_equal(nationals.items[0].joint, "314 / 318");
    assert_string_equal(nationals.items[0].area_name, "Area 314");
    assert_int_equal(nationals.items[1].status, STAITH_STATUS_UNRELIABLE);
    assert_string_equal(nationals.items[1].source, "second, OGL");
}

/* The import that was the newest then. */
static void as_of_a_time(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_national one = figure("2025", "314", 80);
    struct nationals before = {0};
    struct nationals between = {0};
    fixture->now = 1000;
    assert_int_equal(import(fixture, "first, OGL", 1, &one, 1), 0);
    one.value = 81;
    fixture->now = 2000;
    assert_int_equal(import(fixture, "second, OGL", 2, &one, 1), 0);
    staith_store_set_as_of(fixture->store, 999);
    assert_int_equal(staith_store_nationals(fixture->store, collect, &before, NULL), 0);
    assert_int_equal(before.count, 0);
    staith_store_set_as_of(fixture->store, 1999);
    assert_int_equal(staith_store_nationals(fixture->store, collect, &between, NULL), 0);
    assert_int_equal(between.count, 1);
    assert_int_equal(between.items[0].value, 80);
    assert_string_equal(between.items[0].source, "first, OGL");
}

static void same_bytes_twice_are_one_vintage(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_national one = figure("2025", "314", 80);
    assert_int_equal(import(fixture, "a", 1, &one, 1), 0);
    assert_int_equal(import(fixture, "a", 1, &one, 1), STAITH_ERR_EXISTS);
    one.value = 90;
    assert_int_equal(import(fixture, "b", 2, &one, 1), 0);
    one.value = 80;
    assert_int_equal(import(fixture, "a", 1, &one, 1), 0); /* back to the earlier file */
    struct nationals nationals = {0};
    assert_int_equal(staith_store_nationals(fixture->store, collect, &nationals, &fixture->err), 0);
    assert_int_equal(nationals.items[0].value, 80);
}

static void one_figure_twice_stores_nothing(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_national twice[] = {figure("2025", "314", 80), figure("2025", "314", 81)};
    assert_int_equal(import(fixture, "a", 1, twice, 2), STAITH_ERR_EXISTS);
    struct nationals nationals = {0};
    assert_int_equal(staith_store_nationals(fixture->store, collect, &nationals, &fixture->err), 0);
    assert_int_equal(nationals.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(newest_vintage_of_each_figure, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(as_of_a_time, store_fixture_setup, store_fixture_teardown),
        cmocka_unit_test_setup_teardown(same_bytes_twice_are_one_vintage, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(one_figure_twice_stores_nothing, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
