/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/sql.h"
#include "store_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

static void its_files_are_their_owners_alone(void **state)
{
    struct store_fixture *fixture = *state;
    static const char *const names[] = {"store.db", "store.db-wal"};
    staith_store_close(fixture->store);
    fixture->store = NULL;
    for (size_t i = 0; i < 2; i++) {
        char path[4200];
        struct stat seen;
        mode_t before = umask(0);
        (void)snprintf(path, sizeof(path), "%s/store.db", fixture->folder);
        (void)unlink(path);
        assert_int_equal(staith_store_open(fixture->folder, false, &fixture->outside,
                                           &fixture->store, &fixture->err),
                         0);
        (void)umask(before);
        (void)snprintf(path, sizeof(path), "%s/%s", fixture->folder, names[i]);
        assert_int_equal(stat(path, &seen), 0);
        assert_int_equal(seen.st_mode & 0777, 0600);
        staith_store_close(fixture->store);
        fixture->store = NULL;
    }
}

/* What may only be read is refused at once, not when the first record comes. */
static void file_that_may_not_be_written_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *store = NULL;
    char path[128];
    uid_t user = geteuid();
    staith_store_close(fixture->store);
    fixture->store = NULL;
    (void)snprintf(path, sizeof(path), "%s/store.db", fixture->folder);
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(fixture->folder, 0777), 0);
    assert_int_equal(user == 0 ? seteuid(65534) : 0, 0); /* root may write anything */
    int rc = staith_store_open(fixture->folder, false, &fixture->outside, &store, &fixture->err);
    assert_int_equal(seteuid(user), 0);
    assert_int_equal(rc, STAITH_ERR_DENIED);
    assert_string_equal(fixture->err.where, path);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(staith_store_open(fixture->folder, false, &fixture->outside, &store, NULL), 0);
    fixture->store = store;
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
        cmocka_unit_test_setup_teardown(its_files_are_their_owners_alone, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(file_that_may_not_be_written_is_refused,
                                        store_fixture_setup, store_fixture_teardown),
        cmocka_unit_test_setup_teardown(errors_are_told_apart, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
