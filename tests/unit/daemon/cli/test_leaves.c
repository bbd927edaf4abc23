/* SPDX-License-Identifier: Apache-2.0 */
#include "gate_case.h"
#include "preview_case.h"

/* What left is found at its place; what stayed is not, and has its reason. */
static void places(void **state)
{
    (void)state;
    struct preview_case c;
    preview_case_init(&c);
    /* beyond a table's dimensions a cell's categories mean nothing */
    c.raw.headline[RAW_LEAVERS].categories[0] = STAITH_TOTAL;
    c.raw.headline[RAW_LEAVERS].categories[3] = 7;
    int64_t index = staith_cli_leaves_find(c.leaves, 0, &c.raw.headline[RAW_LEAVERS]);
    assert_true(index >= 0);
    assert_string_equal(staith_release_cell_at(c.release, (uint32_t)index).measure,
                        "leavers_headcount");
    assert_int_equal(staith_cli_leaves_find(c.leaves, 0, &c.raw.headline[RAW_INPOST_FTE]), -1);
    assert_int_equal(staith_cli_leaves_find(c.leaves, 0, &c.raw.headline[RAW_MANAGERS]), -1);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(staith_cli_leaves_find(c.leaves, 1, &c.raw.by_reason[i]), -1);
    }
    preview_case_deinit(&c);
}

static void reasons(void **state)
{
    (void)state;
    struct preview_case c;
    preview_case_init(&c);
    assert_string_equal(staith_cli_leaves_why(&c.decision, 0, RAW_INPOST_FTE),
                        "the council's configuration holds this measure back");
    assert_string_equal(
        staith_cli_leaves_why(&c.decision, 0, RAW_MANAGERS),
        "DfE does not print this total for every council, so it stays in the council");
    assert_string_equal(staith_cli_leaves_why(&c.decision, 1, RAW_LEAVERS),
                        "the council has marked this measure, so nothing of its breakdowns leaves");
    preview_case_deinit(&c);
}

static void nothing(void **state)
{
    (void)state;
    struct preview_case c;
    preview_case_init(&c);
    struct staith_cli_leaves *none = staith_cli_leaves_new(NULL, &c.raw.catalogue);
    assert_non_null(none);
    assert_int_equal(staith_cli_leaves_find(none, 0, &c.raw.headline[0]), -1);
    staith_cli_leaves_free(none);
    staith_cli_leaves_free(NULL);
    preview_case_deinit(&c);
}

/* Beside what leaves stands what was counted; a place where nobody is was counted too. */
static void counted(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_release_cell cell = {.table = "by_role_reason",
                                       .measure = "leavers_headcount",
                                       .dimension_count = 2,
                                       .dimensions = {"role", "reason"},
                                       .categories = {"worker", "resigned"}};
    assert_int_equal(staith_cli_leaves_counted(&c->table.raw, &cell), 12);
    cell.categories[1] = "moved";
    assert_int_equal(staith_cli_leaves_counted(&c->table.raw, &cell), 0);
    cell.categories[0] = NULL;
    assert_int_equal(staith_cli_leaves_counted(&c->table.raw, &cell), 3);
    cell.categories[1] = "nowhere";
    assert_int_equal(staith_cli_leaves_counted(&c->table.raw, &cell), 0);
    cell.categories[1] = "moved";
    c->table.raw.part_count = 1;
    assert_int_equal(staith_cli_leaves_counted(&c->table.raw, &cell), 0);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places),
        cmocka_unit_test(reasons),
        cmocka_unit_test(nothing),
        cmocka_unit_test(counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
