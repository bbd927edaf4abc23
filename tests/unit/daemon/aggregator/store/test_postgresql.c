/* SPDX-License-Identifier: Apache-2.0 */
/* Against the server of tests/support/with-postgresql, but for the first. */
#include "aggregator/store/postgresql.h"
#include "store_fixture.h"

static void a_database_out_of_reach_is_said(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *store = NULL;
    const char *address = "postgresql://ann:secret@/figures?host=/nonexistent";
    assert_true(staith_store_is_address(address));
    assert_false(staith_store_is_address("/var/lib/postgresql"));
    assert_ptr_equal(staith_sql_driver_of(address), &staith_sql_postgresql);
    assert_int_equal(staith_store_open(address, false, &fixture->outside, &store, &fixture->err),
                     STAITH_ERR_IO);
    assert_null(store);
    assert_null(strstr(fixture->err.what, "secret"));
    assert_string_equal(fixture->err.where, "postgresql:///nonexistent:5432/figures");
}

static void need_server(void)
{
    if (getenv("STAITH_TEST_POSTGRESQL") == NULL) {
        skip();
    }
}

/* One writes at a time: the second waits until its limit, and says so. */
static void writers_take_turns(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *other = NULL;
    need_server();
    assert_int_equal(staith_store_open(fixture->where, false, &fixture->outside, &other, NULL), 0);
    assert_true(staith_pg_run(((struct staith_store_pg *)other->db)->pg, "SET lock_timeout = 50"));
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_begin(other, &fixture->err), STAITH_ERR_AGAIN);
    assert_false(staith_sql_is_open(other));
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_begin(other, &fixture->err), 0);
    staith_store_close(other); /* and its lock with it */
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    staith_store_rollback(fixture->store);
}

/* The connection is cut: nothing is committed, the error says what to do, reopening heals. */
static void a_dying_database_loses_nothing(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_record record = store_fixture_record("840", 1, 1);
    uint64_t number = 9;
    uint8_t hash[STAITH_HASH_BYTES];
    need_server();
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(
        staith_store_quarantine(fixture->store, &record, "why", "", true, &fixture->err), 0);
    store_fixture_run(fixture, "SELECT pg_terminate_backend(pid), '%s' FROM pg_stat_activity"
                               " WHERE state = 'idle in transaction'");
    assert_int_not_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_not_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_true(fixture->err.remedy[0] != '\0');
    assert_int_equal(staith_store_reopen(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_cursor(fixture->store, "840", 1, &number, hash, NULL), 0);
    assert_int_equal(number, 0);
}

/* A table that somebody holds for longer than one waits (VACUUM FULL, REINDEX): the release can be
 * put later, and the error says no more than that. */
static void a_locked_table_is_to_be_tried_again(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_pg *holder = NULL;
    const struct staith_store_record record = store_fixture_record("840", 1, 1);
    need_server();
    struct staith_release *release = store_fixture_release("840", 2025, NULL, 0);
    assert_int_equal(staith_pg_open(fixture->where, &holder, NULL), 0);
    assert_true(
        staith_pg_run(((struct staith_store_pg *)fixture->store->db)->pg, "SET lock_timeout = 50"));
    assert_true(staith_pg_run(holder, "BEGIN"));
    assert_true(staith_pg_run(holder, "LOCK TABLE release"));
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_release(fixture->store, &record, release,
                                              STAITH_STORE_ACCEPTED, &fixture->err),
                     STAITH_ERR_AGAIN);
    staith_pg_close(holder);
    staith_store_rollback(fixture->store);
    staith_release_free(release);
}

/* A copy reads one store while the other stands still; no other transaction may for long. */
static void a_long_transaction_may_stand_still(void **state)
{
    static const char ASK[] = "SELECT setting::bigint FROM pg_settings"
                              " WHERE name = 'idle_in_transaction_session_timeout'";
    struct store_fixture *fixture = *state;
    int64_t most = -1;
    need_server();
    struct staith_pg *pg = ((struct staith_store_pg *)fixture->store->db)->pg;
    assert_int_equal(staith_sql_begin_long(fixture->store, &fixture->err), 0);
    assert_true(staith_pg_number(pg, ASK, &most));
    assert_int_equal(most, 0);
    staith_store_rollback(fixture->store);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_true(staith_pg_number(pg, ASK, &most));
    assert_int_equal(most, 60000);
    staith_store_rollback(fixture->store);
}

static void versions_are_looked_at(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *other = NULL;
    need_server();
    store_fixture_run(fixture, "UPDATE %s.staith_version SET version = 99");
    assert_int_equal(
        staith_store_open(fixture->where, false, &fixture->outside, &other, &fixture->err),
        STAITH_ERR_VERSION);
    assert_non_null(strstr(fixture->err.what, "99"));
    store_fixture_run(fixture, "DROP TABLE %s.staith_version");
    assert_int_equal(
        staith_store_open(fixture->where, true, &fixture->outside, &other, &fixture->err),
        STAITH_ERR_NOTFOUND);
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_database_out_of_reach_is_said),    CASE(writers_take_turns),
        CASE(a_dying_database_loses_nothing),     CASE(a_locked_table_is_to_be_tried_again),
        CASE(a_long_transaction_may_stand_still), CASE(versions_are_looked_at)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
