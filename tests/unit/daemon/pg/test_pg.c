/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/pg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Of the server that tests/support/with-postgresql starts; these tests are skipped without it. */
static struct staith_pg *reach(void)
{
    struct staith_pg *pg = NULL;
    struct staith_err err = {0};
    const char *address = getenv("STAITH_TEST_POSTGRESQL");
    if (address == NULL) {
        skip();
    }
    if (staith_pg_open(address, &pg, &err) != 0) {
        fail_msg("%s", err.what);
    }
    return pg;
}

static void nobody_there(void **state)
{
    (void)state;
    struct staith_pg *pg = NULL;
    struct staith_err err = {0};
    assert_int_equal(
        staith_pg_open("postgresql://ann:secret@/figures?host=/nonexistent", &pg, &err),
        STAITH_ERR_IO);
    assert_non_null(pg);
    assert_true(staith_pg_gone(pg));
    assert_string_equal(err.where, "postgresql:///nonexistent:5432/figures");
    assert_null(strstr(err.what, "secret"));
    assert_true(err.remedy[0] != '\0');
    assert_false(staith_pg_run(pg, "SELECT 1"));
    staith_pg_close(pg);
    staith_pg_close(NULL);
}

static void numbers(void **state)
{
    (void)state;
    struct staith_pg *pg = reach();
    int64_t number = 0;
    assert_true(staith_pg_number(pg, "SELECT 9223372036854775807", &number));
    assert_true(number == INT64_MAX);
    assert_true(staith_pg_number(pg, "SELECT (-9223372036854775807 - 1)::bigint", &number));
    assert_true(number == INT64_MIN);
    assert_true(staith_pg_number(pg, "SELECT -2::smallint", &number));
    assert_int_equal(number, -2);
    assert_true(staith_pg_number(pg, "SELECT true", &number));
    assert_int_equal(number, 1);
    assert_true(staith_pg_number(pg, "SELECT NULL::bigint", &number));
    assert_int_equal(number, 0);
    assert_false(staith_pg_number(pg, "SELECT 1 WHERE false", &number));
    staith_pg_close(pg);
}

static void expect_fail(struct staith_pg *pg, const char *text, int code)
{
    struct staith_err err = {0};
    assert_false(staith_pg_run(pg, text));
    assert_int_equal(staith_pg_fail(pg, "trying", &err), code);
    assert_int_equal(err.code, code);
    assert_false(staith_pg_gone(pg));
}

static void failures(void **state)
{
    (void)state;
    struct staith_pg *pg = reach();
    assert_true(staith_pg_run(pg, "CREATE TEMPORARY TABLE one(id INT PRIMARY KEY)"));
    assert_true(staith_pg_run(pg, "INSERT INTO one VALUES(1)"));
    expect_fail(pg, "INSERT INTO one VALUES(1)", STAITH_ERR_EXISTS);
    assert_string_equal(pg->state, "23505");
    expect_fail(pg, "SELECT no such thing", STAITH_ERR_IO);
    expect_fail(pg, "BEGIN READ ONLY; CREATE TABLE x(y INT)", STAITH_ERR_DENIED);
    staith_pg_close(pg);
}

/* The server answers COMMIT with a good result also where it rolled back. */
static void commit_is_a_commit(void **state)
{
    (void)state;
    struct staith_pg *pg = reach();
    assert_false(staith_pg_in_transaction(pg));
    assert_true(staith_pg_run(pg, "BEGIN"));
    assert_true(staith_pg_in_transaction(pg));
    assert_true(staith_pg_commit(pg));
    assert_true(staith_pg_run(pg, "BEGIN"));
    assert_false(staith_pg_run(pg, "SELECT no such thing"));
    assert_true(staith_pg_in_transaction(pg));
    assert_false(staith_pg_commit(pg));
    assert_false(staith_pg_in_transaction(pg));
    staith_pg_close(pg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_there),
        cmocka_unit_test(numbers),
        cmocka_unit_test(failures),
        cmocka_unit_test(commit_is_a_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
