/* SPDX-License-Identifier: Apache-2.0 */
#include "query_case.h"

static int open_text(const char *text, struct staith_err *err)
{
    const struct staith_query_options options = {.seconds = 10};
    struct staith_query_connection connection = {.len = strlen(text)};
    struct staith_query_database *database = NULL;
    memcpy(connection.text, text, strlen(text) + 1);
    int rc = staith_query_database_open(&connection, &options, &database, err);
    staith_query_database_close(database);
    return rc;
}

/* What is said of a failure never holds the connection string. */
static void test_no_driver(void **state)
{
    (void)state;
    struct staith_err err = {0};
    assert_int_equal(open_text("driver={No Such Driver};pwd=hunter2;", &err), STAITH_ERR_CONFIG);
    assert_non_null(strstr(err.what, "SQLSTATE"));
    assert_null(strstr(err.what, "hunter2"));
    assert_int_equal(open_text("driver={x\xE9};", &err), STAITH_ERR_CONFIG);
    staith_query_database_close(NULL);
}

/* SQLite has no transaction that only reads: that is not passed over in silence. */
static void test_cannot_promise(void **state)
{
    (void)state;
    struct staith_err err = {0};
    struct staith_query_database *database = staith_query_case(false);
    assert_int_equal(staith_query_database_execute(database, "SELECT 1", &err), STAITH_ERR_REFUSED);
    assert_non_null(strstr(err.what, "no transaction that only reads"));
    staith_query_database_close(database);
}

static void test_executes(void **state)
{
    (void)state;
    struct staith_err err = {0};
    struct staith_query_database *database = staith_query_case(true);
    assert_int_equal(staith_query_database_execute(database, "SELECT 1", &err), 0);
    assert_non_null(staith_query_database_statement(database));
    staith_query_database_close(database);
    database = staith_query_case(true);
    assert_int_not_equal(staith_query_database_execute(database, "SELEKT 'hunter2'", &err), 0);
    assert_null(strstr(err.what, "hunter2"));
    staith_query_database_close(database);
    database = staith_query_case(true);
    assert_int_equal(staith_query_database_execute(database, "SELECT '\xE9'", &err),
                     STAITH_ERR_SYNTAX);
    staith_query_database_close(database);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_driver),
                                       cmocka_unit_test(test_cannot_promise),
                                       cmocka_unit_test(test_executes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
