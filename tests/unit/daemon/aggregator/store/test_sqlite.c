/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/sql.h"
#include "store_fixture.h"

#include <sys/stat.h>

static void a_file_is_its_owners_alone(void **state)
{
    struct store_fixture *fixture = *state;
    char path[128];
    struct stat facts;
    (void)snprintf(path, sizeof(path), "%s/store.db", fixture->folder);
    assert_ptr_equal(staith_sql_driver_of(path), &staith_sql_sqlite);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
}

/* A second row where there may be one: said as that, and the transaction goes on. */
static void errors_are_told_apart(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *store = fixture->store;
    struct staith_sql *put = NULL;
    assert_int_equal(staith_store_begin(store, &fixture->err), 0);
    assert_int_equal(staith_store_prepare(store, STAITH_SQL_CURSOR_NEW, &put, NULL), 0);
    for (int i = 0; i < 2; i++) {
        int bound = staith_store_bind_text(put, 1, "840") | staith_store_bind_int(put, 2, 1) |
                    staith_store_bind_int(put, 3, 1) |
                    staith_store_bind_blob(put, 4, store_fixture_hash(1), STAITH_HASH_BYTES);
        assert_int_equal(staith_store_run(store, put, bound, "putting", &fixture->err),
                         i == 0 ? 0 : STAITH_ERR_EXISTS);
    }
    assert_non_null(strstr(fixture->err.where, "store.db"));
    assert_true(staith_sql_is_open(store));
    staith_store_rollback(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_its_owners_alone, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(errors_are_told_apart, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
