/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/partition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* 0 = 3 + 4, 4 = 6 + 7, 2 = 5; 1 stands alone. */
static const char *names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
static struct staith_relation relations[] = {{2, 0, 1}, {4, 1, 2}, {0, 3, 2}};
static uint32_t parts[] = {5, 6, 7, 3, 4};
static const struct staith_system line = {.cell_count = 8,
                                          .names = names,
                                          .relation_count = 3,
                                          .relations = relations,
                                          .part_count = 5,
                                          .parts = parts};

static void check_part(const struct staith_partition *partition, uint32_t part, uint32_t cells,
                       const uint32_t *cell, uint32_t sums, const uint32_t *relation)
{
    assert_int_equal(partition->cell_first[part + 1] - partition->cell_first[part], cells);
    assert_int_equal(partition->relation_first[part + 1] - partition->relation_first[part], sums);
    for (uint32_t i = 0; i < cells; i++) {
        assert_int_equal(partition->cells[partition->cell_first[part] + i], cell[i]);
        assert_int_equal(partition->part_of[cell[i]], part);
    }
    for (uint32_t i = 0; i < sums; i++) {
        assert_int_equal(partition->relations[partition->relation_first[part] + i], relation[i]);
    }
}

static void whole(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_partition partition;
    staith_arena_init(&arena, 1 << 16);
    assert_int_equal(staith_partition_make(&line, NULL, NULL, &arena, &partition), 0);
    assert_int_equal(partition.count, 3);
    check_part(&partition, 0, 5, (const uint32_t[]){0, 3, 4, 6, 7}, 2, (const uint32_t[]){1, 2});
    check_part(&partition, 1, 1, (const uint32_t[]){1}, 0, NULL);
    check_part(&partition, 2, 2, (const uint32_t[]){2, 5}, 1, (const uint32_t[]){0});
    staith_arena_deinit(&arena);
}

/* Without cell 4 and without the sum of c. */
static void some(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_partition partition;
    const bool joined[] = {true, false, true, true, false, true, true, true};
    const bool skipped[] = {true, false, false};
    staith_arena_init(&arena, 1 << 16);
    assert_int_equal(staith_partition_make(&line, joined, skipped, &arena, &partition), 0);
    assert_int_equal(partition.count, 4);
    check_part(&partition, 0, 2, (const uint32_t[]){0, 3}, 1, (const uint32_t[]){2});
    check_part(&partition, 1, 1, (const uint32_t[]){2}, 0, NULL);
    check_part(&partition, 2, 1, (const uint32_t[]){5}, 0, NULL);
    check_part(&partition, 3, 2, (const uint32_t[]){6, 7}, 1, (const uint32_t[]){1});
    assert_int_equal(partition.part_of[1], 8);
    assert_int_equal(partition.part_of[4], 8);
    staith_arena_deinit(&arena);
}

static void limits(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_partition partition = {.count = 77};
    const struct staith_system none = {0};
    staith_arena_init(&arena, 16);
    assert_int_equal(staith_partition_make(&line, NULL, NULL, &arena, &partition),
                     STAITH_ERR_LIMIT);
    assert_int_equal(partition.count, 77);
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 1 << 16);
    assert_int_equal(staith_partition_make(&none, NULL, NULL, &arena, &partition), 0);
    assert_int_equal(partition.count, 0);
    assert_int_equal(partition.cell_first[0], 0);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole), cmocka_unit_test(some),
                                       cmocka_unit_test(limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
