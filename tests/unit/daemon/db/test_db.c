/* SPDX-License-Identifier: Apache-2.0 */
#include "db/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 200, RW = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE };

static int setup(void **state)
{
    static char path[64];
    (void)snprintf(path, sizeof(path), "/tmp/staith-db-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    *state = path;
    return 0;
}

static int teardown(void **state)
{
    char beside[80];
    (void)unlink(*state);
    (void)snprintf(beside, sizeof(beside), "%s-wal", (char *)*state);
    (void)unlink(beside);
    (void)snprintf(beside, sizeof(beside), "%s-shm", (char *)*state);
    (void)unlink(beside);
    return 0;
}

static void fill(const char *path, const char *mode)
{
    sqlite3 *db = NULL;
    char sql[128];
    assert_int_equal(staith_db_open(path, RW, &db), SQLITE_OK);
    (void)snprintf(sql, sizeof(sql), "PRAGMA journal_mode = %s; CREATE TABLE t(a INTEGER, b TEXT)",
                   mode);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < ROWS; i++) {
        (void)snprintf(sql, sizeof(sql), "INSERT INTO t VALUES(%d, hex(zeroblob(40)))", i);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Sum of the rows' numbers, or -1 where the file is damaged. */
static int64_t total(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *sum = NULL;
    int64_t result = -1;
    int rc = staith_db_open(path, SQLITE_OPEN_READWRITE, &db);
    assert_int_equal(rc, SQLITE_OK);
    if (sqlite3_prepare_v2(db, "SELECT sum(a + length(b)) FROM t", -1, &sum, NULL) == SQLITE_OK &&
        sqlite3_step(sum) == SQLITE_ROW) {
        result = sqlite3_column_int64(sum, 0);
    } else {
        assert_true(staith_db_damaged(db));
    }
    (void)sqlite3_finalize(sum);
    (void)sqlite3_close(db);
    return result;
}

static void flip(const char *path, long byte, int bit)
{
    FILE *file = fopen(path, "r+e");
    assert_non_null(file);
    assert_int_equal(fseek(file, byte, SEEK_SET), 0);
    int value = fgetc(file);
    assert_int_equal(fseek(file, byte, SEEK_SET), 0);
    assert_int_equal(fputc(value ^ (1 << bit), file), value ^ (1 << bit));
    assert_int_equal(fclose(file), 0);
}

static const int64_t SUM = 199 * 100 + 200 * 80;

static void test_what_was_written_is_read(void **state)
{
    fill(*state, "WAL");
    assert_int_equal(total(*state), SUM);
}

static void test_without_a_log_too(void **state)
{
    fill(*state, "DELETE");
    assert_int_equal(total(*state), SUM);
}

/* One bit of any byte of a page that is read: never another sum. */
static void test_a_flipped_bit_is_found(void **state)
{
    int found = 0;
    fill(*state, "WAL");
    FILE *file = fopen(*state, "re");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_int_equal(fclose(file), 0);
    assert_true(size >= 6L * STAITH_DB_PAGE_BYTES);
    for (long byte = 0; byte < size; byte += 61) {
        flip(*state, byte, (int)(byte % 8));
        int64_t sum = total(*state);
        assert_true(sum == SUM || sum == -1);
        found += sum == -1 ? 1 : 0;
        flip(*state, byte, (int)(byte % 8));
    }
    assert_true(found > size / 61 * 9 / 10);
    assert_int_equal(total(*state), SUM);
}

/* A whole page at another page's place has a right checksum of its own, and is found. */
static void test_a_page_out_of_place_is_found(void **state)
{
    unsigned char page[STAITH_DB_PAGE_BYTES];
    fill(*state, "WAL");
    FILE *file = fopen(*state, "r+e");
    assert_non_null(file);
    assert_int_equal(fseek(file, 3L * STAITH_DB_PAGE_BYTES, SEEK_SET), 0);
    assert_int_equal(fread(page, sizeof(page), 1, file), 1);
    assert_int_equal(fwrite(page, sizeof(page), 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(total(*state), -1);
}

/* A database of another program has no checksums. */
static void test_a_file_without_checksums_is_not_read(void **state)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(*state, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(a INTEGER, b TEXT)", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(total(*state), -1);
}

/* A commit that lies in the log alone is in the file after settling, and the log is empty; while
 * somebody reads from the log it cannot be. */
static void test_what_is_settled_needs_no_log(void **state)
{
    sqlite3 *db = NULL, *reader = NULL;
    char log[80];
    (void)snprintf(log, sizeof(log), "%s-wal", (char *)*state);
    fill(*state, "WAL");
    assert_int_equal(staith_db_open(*state, RW, &db), SQLITE_OK);
    assert_int_equal(staith_db_open(*state, SQLITE_OPEN_READWRITE, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE t SET a = a + 1", NULL, NULL, NULL), SQLITE_OK);
    assert_int_not_equal(access(log, F_OK), -1);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM t", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(staith_db_settle(db) & 0xFF, SQLITE_BUSY);
    assert_int_equal(sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(staith_db_settle(db), SQLITE_OK);
    FILE *file = fopen(log, "re");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    assert_int_equal(ftell(file), 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(unlink(log), 0);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(total(*state), SUM + ROWS);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_what_was_written_is_read),
        CASE(test_without_a_log_too),
        CASE(test_a_flipped_bit_is_found),
        CASE(test_a_page_out_of_place_is_found),
        CASE(test_a_file_without_checksums_is_not_read),
        CASE(test_what_is_settled_needs_no_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
