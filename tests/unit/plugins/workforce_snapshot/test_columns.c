/* SPDX-License-Identifier: Apache-2.0 */
#include "columns.h"
#include "columns_case.h"

static void test_columns(void **state)
{
    (void)state;
    columns_check(staith_snapshot_columns, STAITH_SNAPSHOT_COLUMN_COUNT,
                  staith_snapshot_column_names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
