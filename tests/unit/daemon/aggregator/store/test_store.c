/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

static void reader_needs_a_store(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *reader = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_store_open("/nonexistent", true, &fixture->outside, &reader, &err),
                     STAITH_ERR_NOTFOUND);
    assert_null(reader);
    assert_true(err.remedy[0] != '\0');
}

/* A reader sees what is committed, while the writer is in the middle of the next group. */
static void reader_works_beside_the_writer(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    struct staith_store *reader = NULL;
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    struct staith_store_record record = store_fixture_record("840", 1, 2);
    struct staith_release *release = store_fixture_release("840", 2024, &cell, 1);
    assert_int_equal(staith_store_put_release(fixture->store, &record, release,
                                              STAITH_STORE_ACCEPTED, &fixture->err),
                     0);
    staith_release_free(release);
    assert_int_equal(
        staith_store_open(fixture->folder, true, &fixture->outside, &reader, &fixture->err), 0);
    assert_int_equal(store_fixture_headlines(reader).count, 1);
    assert_int_equal(staith_store_begin(reader, &fixture->err), 0);
    assert_int_equal(store_fixture_headlines(reader).count, 1);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(store_fixture_headlines(reader).count, 1); /* one picture */
    staith_store_rollback(reader);
    assert_int_equal(store_fixture_headlines(reader).count, 2);
    assert_int_equal(staith_store_quarantine(reader, &record, "x", "", false, &fixture->err),
                     STAITH_ERR_STATE);
    staith_store_close(reader);
}

static void committed_is_there_after_opening_again(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    struct staith_store_record record = store_fixture_record("840", 1, 2);
    assert_int_equal(
        staith_store_quarantine(fixture->store, &record, "invalid", "", true, &fixture->err), 0);
    staith_store_close(fixture->store); /* without a commit */
    fixture->store = NULL;
    assert_int_equal(staith_store_open(fixture->folder, false, &fixture->outside, &fixture->store,
                                       &fixture->err),
                     0);
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_store_cursor(fixture->store, "840", 1, &number, hash, &fixture->err),
                     0);
    assert_int_equal(number, 1);
}

/* What is not open cannot be committed: the caller would acknowledge what was never stored. */
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

static void transactions_do_not_nest_and_commit_needs_one(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), STAITH_ERR_STATE);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), STAITH_ERR_STATE);
    staith_store_rollback(fixture->store);
    staith_store_rollback(fixture->store);
    staith_store_close(NULL);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(file_that_may_not_be_written_is_refused,
                                        store_fixture_setup, store_fixture_teardown),
        cmocka_unit_test_setup_teardown(its_files_are_their_owners_alone, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(reader_needs_a_store, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(reader_works_beside_the_writer, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(committed_is_there_after_opening_again, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(transactions_do_not_nest_and_commit_needs_one,
                                        store_fixture_setup, store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
