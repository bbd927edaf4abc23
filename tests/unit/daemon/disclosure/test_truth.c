/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate.h"

#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void counts(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_system truth = {0};
    struct gate_case *c = gate_case_new();
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_disclosure_truth(&c->table.raw, &arena, &truth, NULL), 0);
    assert_int_equal(truth.cell_count, 16);
    int64_t at = staith_system_find(&truth, "leavers_headcount|role=worker|reason=resigned");
    assert_true(at >= 0);
    assert_int_equal(truth.values[at], 12);
    c->table.raw.part_count = 0;
    assert_int_equal(staith_disclosure_truth(&c->table.raw, &arena, &truth, NULL), 0);
    assert_int_equal(truth.cell_count, 0);
    /* Nothing is left out without a word. */
    c->table.raw.part_count = STAITH_CATALOGUE_MAX_TABLES + 1;
    assert_int_equal(staith_disclosure_truth(&c->table.raw, &arena, &truth, NULL),
                     STAITH_ERR_LIMIT);
    staith_arena_deinit(&arena);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
