/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/db.h"
#include "store_fixture.h"

/* Every statement is there and fits the schema. */
static void every_statement_prepares(void **state)
{
    struct store_fixture *fixture = *state;
    for (int i = 0; i < STAITH_SQL_COUNT; i++) {
        struct staith_sql *statement = NULL;
        assert_non_null(staith_store_sql((enum staith_store_statement)i));
        int code = staith_store_prepare(fixture->store, (enum staith_store_statement)i, &statement,
                                        &fixture->err);
        if (code != 0) {
            fail_msg("%s", fixture->err.what);
        }
        assert_non_null(statement);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_statement_prepares, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
