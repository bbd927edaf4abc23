/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/tally_log.h"

/* `place` says when an entry came, so that stability shows. */
static void test_sort(void **state)
{
    (void)state;
    static const uint32_t people[] = {70000, 3, 16777216, STAITH_TALLY_NOBODY, 3, 256, 70000, 3, 0};
    static const uint32_t sorted[][2] = {{0, 8},     {3, 1},        {3, 4},
                                         {3, 7},     {256, 5},      {70000, 0},
                                         {70000, 6}, {16777216, 2}, {STAITH_TALLY_NOBODY, 3}};
    struct staith_tally_log log = {0};
    for (uint32_t i = 0; i < 9; i++) {
        const struct staith_tally_entry entry = {people[i], i, (int64_t)i * 10};
        assert_int_equal(staith_tally_log_add(&log, &entry, STAITH_TALLY_NOBODY), 0);
    }
    assert_int_equal(staith_tally_log_sort(&log), 0);
    for (uint32_t i = 0; i < 9; i++) {
        assert_int_equal(log.entries[i].person, sorted[i][0]);
        assert_int_equal(log.entries[i].place, sorted[i][1]);
        assert_int_equal(log.entries[i].value, sorted[i][1] * 10);
    }
    assert_int_equal(staith_tally_log_sort(&log), 0);
    assert_int_equal(log.entries[1].place, 1);
    staith_tally_log_deinit(&log);
    assert_int_equal(log.count, 0);
    assert_int_equal(staith_tally_log_sort(&log), 0);
}

static void test_grows(void **state)
{
    (void)state;
    struct staith_tally_log log = {0};
    for (uint32_t i = 0; i < 100000; i++) {
        const struct staith_tally_entry entry = {100000 - i, i, 1};
        assert_int_equal(staith_tally_log_add(&log, &entry, STAITH_TALLY_NOBODY), 0);
    }
    assert_int_equal(staith_tally_log_sort(&log), 0);
    for (uint32_t i = 0; i < 100000; i++) {
        assert_int_equal(log.entries[i].person, i + 1);
        assert_int_equal(log.entries[i].place, 99999 - i);
    }
    staith_tally_log_deinit(&log);
}

/* 600 entries of 300 people; only the last third has an owner, and of those every fourth not. */
static void test_owners(void **state)
{
    (void)state;
    struct staith_tally_log log = {0};
    for (uint32_t i = 0; i < 600; i++) {
        const struct staith_tally_entry entry = {(599 - i) / 2, i, i};
        uint32_t owner = i < 400 || i % 4 == 0 ? STAITH_TALLY_NOBODY : i % 4;
        assert_int_equal(staith_tally_log_add(&log, &entry, owner), 0);
        assert_true((log.owners != NULL) == (i > 400));
    }
    assert_int_equal(staith_tally_log_sort(&log), 0);
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t came = log.entries[i].place;
        assert_int_equal(log.entries[i].person, i / 2);
        assert_int_equal(came, 599 - (i ^ 1u));
        assert_int_equal(log.owners[i],
                         came < 400 || came % 4 == 0 ? STAITH_TALLY_NOBODY : came % 4);
    }
    assert_int_equal(staith_tally_log_group(&log, 0), 2);
    assert_int_equal(staith_tally_log_group(&log, 599), 1);
    assert_int_equal(staith_tally_log_by_owner(&log), 0);
    assert_null(log.owners);
    assert_int_equal(log.count, 150);
    assert_int_equal(staith_tally_log_group(&log, 0), 50);
    assert_int_equal(staith_tally_log_group(&log, 50), 50);
    for (uint32_t i = 0; i < 150; i++) {
        assert_int_equal(log.entries[i].person, i / 50 + 1);
        assert_int_equal(log.entries[i].value % 4, i / 50 + 1);
    }
    assert_int_equal(staith_tally_log_by_owner(&log), 0);
    assert_int_equal(log.count, 0);
    staith_tally_log_deinit(&log);
}

static void test_groups(void **state)
{
    (void)state;
    struct staith_tally_entry entries[] = {
        {3, 0, 0}, {3, 0, 0}, {7, 0, 0}, {STAITH_TALLY_NOBODY, 0, 0}, {STAITH_TALLY_NOBODY, 0, 0}};
    const struct staith_tally_log log = {.entries = entries, .count = 5};
    assert_int_equal(staith_tally_log_group(&log, 0), 2);
    assert_int_equal(staith_tally_log_group(&log, 2), 1);
    assert_int_equal(staith_tally_log_group(&log, 3), 1);
    assert_int_equal(staith_tally_log_group(&log, 4), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sort), cmocka_unit_test(test_grows),
                                       cmocka_unit_test(test_owners),
                                       cmocka_unit_test(test_groups)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
