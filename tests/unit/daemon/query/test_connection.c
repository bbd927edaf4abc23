/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/connection.h"
#include "temp_file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_text(const char *text, mode_t mode, const char *password,
                     struct staith_query_connection *connection, struct staith_err *err)
{
    char path[] = "/tmp/staith_connection_XXXXXX";
    staith_temp_write(path, 0, text, strlen(text));
    assert_int_equal(chmod(path, mode), 0);
    *err = (struct staith_err){0};
    int rc = staith_query_connection_read(path, password, connection, err);
    assert_int_equal(unlink(path), 0);
    return rc;
}

static void check(const char *text, const char *password, const char *expected)
{
    struct staith_query_connection connection;
    struct staith_err err;
    assert_int_equal(read_text(text, 0600, password, &connection, &err), 0);
    assert_string_equal(connection.text, expected);
    assert_int_equal(connection.len, strlen(expected));
    staith_query_connection_wipe(&connection);
    assert_string_equal(connection.text, "");
    assert_int_equal(connection.len, 0);
}

/* Braces around what holds a semicolon or begins with one, and around a driver; a closing one is
 * doubled inside, as the ODBC reference has it. */
static void test_lines(void **state)
{
    (void)state;
    check("# one\n\ndriver = PostgreSQL Unicode\r\n server=/run/x \nPort = 5432\n", NULL,
          "driver={PostgreSQL Unicode};server=/run/x;Port=5432;");
    check("driver=SQLite3\npwd = a}b;c=d\n", "other", "driver={SQLite3};pwd={a}}b;c=d};");
    check("DSN=caseloads\nuid=reader", "pass word", "DSN=caseloads;uid=reader;PWD=pass word;");
    check("DSN=a\npwd = Pa}ss=@\n", NULL, "DSN=a;pwd=Pa}ss=@;");
    check("DSN=a\npwd = {x}\n", NULL, "DSN=a;pwd={{x}}};");
    check("driver=X\nempty =\n", NULL, "driver={X};empty=;");
}

static void check_fails(const char *text, mode_t mode, int code, const char *word)
{
    struct staith_query_connection connection;
    struct staith_err err;
    assert_int_equal(read_text(text, mode, NULL, &connection, &err), code);
    assert_non_null(strstr(err.what, word));
    assert_null(strstr(err.what, "hunter2"));
    assert_null(strstr(err.remedy, "hunter2"));
    assert_string_equal(connection.text, "");
}

static void test_faults(void **state)
{
    (void)state;
    struct staith_query_connection connection;
    struct staith_err err = {0};
    char much[6000];
    check_fails("driver=X\npwd=hunter2\n", 0640, STAITH_ERR_DENIED, "others may read");
    check_fails("driver=X\npwd=hunter2\n", 0602, STAITH_ERR_DENIED, "others may");
    check_fails("pwd=hunter2\n", 0600, STAITH_ERR_CONFIG, "names no driver");
    check_fails("driver=X\nhunter2\n", 0600, STAITH_ERR_CONFIG, "no keyword");
    check_fails("driver=X\n;hunter2=x\n", 0600, STAITH_ERR_CONFIG, "no keyword");
    memset(much, 'x', sizeof(much) - 1);
    much[sizeof(much) - 1] = '\0';
    check_fails(much, 0600, STAITH_ERR_CONFIG, "no text of a few lines");
    assert_int_equal(read_text("driver=X\n\n  hunter2\n", 0600, NULL, &connection, &err),
                     STAITH_ERR_CONFIG);
    assert_non_null(strstr(err.where, ":3:3"));
    assert_int_equal(staith_query_connection_read("/nowhere/x", NULL, &connection, &err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_query_connection_read("/tmp", NULL, &connection, &err), STAITH_ERR_IO);
}

/* What a link points to may be anybody's. */
static void test_link(void **state)
{
    (void)state;
    struct staith_query_connection connection;
    struct staith_err err = {0};
    char path[] = "/tmp/staith_connection_XXXXXX";
    char link[64];
    staith_temp_write(path, 0, "driver=X\n", 9);
    (void)snprintf(link, sizeof(link), "%s.link", path);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(staith_query_connection_read(link, NULL, &connection, &err), STAITH_ERR_IO);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines), cmocka_unit_test(test_faults),
                                       cmocka_unit_test(test_link)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
