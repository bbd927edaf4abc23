/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/truth.h"

#include "ledger/db.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <sys/stat.h>

static const char *names[] = {"leavers", "leavers|role=manager", "leavers|role=worker"};
static int64_t values[] = {28, 6, 22};
static struct staith_system system_of_three = {.cell_count = 3, .names = names, .values = values};

static void hash_of(uint32_t number, uint8_t hash[STAITH_HASH_BYTES])
{
    memset(hash, 0, STAITH_HASH_BYTES);
    memcpy(hash, &number, sizeof(number));
}

static int put(struct staith_truth *truth, const char *dataset, const uint8_t *hash,
               const struct staith_system *system)
{
    int64_t number = 0;
    uint32_t dropped = 9;
    int rc = staith_truth_put(truth, dataset, hash, system, &number, &dropped, NULL);
    assert_true(rc != 0 || number > 0);
    assert_true(dropped <= 1);
    return rc;
}

static void counts_come_back(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_truth *truth = NULL;
    struct staith_arena arena;
    struct staith_system got = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    char path[128];
    struct stat st;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_truth_open(f.folder, NULL, &truth, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
    hash_of(1, hash);
    assert_int_equal(put(truth, "csww", hash, &system_of_three), 0);
    assert_int_equal(put(truth, "csww", hash, &system_of_three), 0);
    staith_truth_close(truth);

    (void)snprintf(path, sizeof(path), "%s/truth.db", f.folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(staith_truth_open(f.folder, NULL, &truth, NULL), 0);
    staith_arena_init(&arena, 1 << 16);
    assert_int_equal(staith_truth_read(truth, hash, 0, &arena, &got, NULL), 0);
    assert_int_equal(got.cell_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_string_equal(got.names[i], names[i]);
        assert_int_equal(got.values[i], values[i]);
    }
    hash_of(2, hash);
    assert_int_equal(staith_truth_read(truth, hash, 0, &arena, &got, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(put(truth, "csww", hash, &system_of_three), STAITH_ERR_IO);
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 16);
    hash_of(1, hash);
    assert_int_equal(staith_truth_read(truth, hash, 0, &arena, &got, NULL), STAITH_ERR_NOMEM);
    staith_arena_deinit(&arena);
    staith_truth_close(truth);
    staith_truth_close(NULL);
    ledger_fixture_deinit(&f);
}

static void nothing_is_something(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_truth *truth = NULL;
    struct staith_arena arena;
    struct staith_system got = {.cell_count = 9};
    const struct staith_system none = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
    staith_arena_init(&arena, 1 << 16);
    hash_of(1, hash);
    assert_int_equal(put(truth, "csww", hash, &none), 0);
    assert_int_equal(staith_truth_read(truth, hash, 0, &arena, &got, NULL), 0);
    assert_int_equal(got.cell_count, 0);
    staith_arena_deinit(&arena);
    staith_truth_close(truth);
    ledger_fixture_deinit(&f);
}

/* The count of leavers behind counts of a release; 0: there are none. */
static int64_t leavers(struct staith_truth *truth, const uint8_t *hash, int64_t number)
{
    struct staith_arena arena;
    struct staith_system got = {0};
    staith_arena_init(&arena, 1 << 16);
    int rc = staith_truth_read(truth, hash, number, &arena, &got, NULL);
    int64_t count = rc == 0 ? got.values[0] : 0;
    assert_true(rc == 0 || rc == STAITH_ERR_NOTFOUND);
    staith_arena_deinit(&arena);
    return count;
}

/* Counts of many releases at once, each under the hash that begins with its number. */
static void fill(const struct ledger_fixture *f, uint32_t count)
{
    sqlite3 *db = NULL;
    char sql[512];
    (void)snprintf(sql, sizeof(sql),
                   "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
                   " INSERT INTO truth(release, dataset, cells, lines) SELECT"
                   " CAST(char(i %% 256, i / 256) || zeroblob(30) AS BLOB), 'csww', 1,"
                   " '28 leavers' || char(10) FROM n",
                   count - 1);
    assert_int_equal(staith_ledger_db_open(f->folder, "truth.db", true, "", &db, NULL), 0);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
}

/* Of each dataset the newest are kept, and it is said how many went. */
static void old_ones_go(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_truth *truth = NULL;
    int64_t number = 0;
    int64_t first[2] = {0, 0};
    uint32_t dropped = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t other[STAITH_HASH_BYTES];
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
    hash_of(9999, other);
    assert_int_equal(put(truth, "other", other, &system_of_three), 0);
    for (uint32_t i = 0; i < 2; i++) {
        hash_of(70000 + i, hash);
        assert_int_equal(
            staith_truth_put(truth, "csww", hash, &system_of_three, &first[i], &dropped, NULL), 0);
    }
    staith_truth_close(truth);
    fill(&f, STAITH_TRUTH_MAX_KEPT - 2);
    assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
    for (uint32_t i = 0; i < 2; i++) {
        hash_of(70000, hash);
        assert_int_equal(leavers(truth, hash, first[0]), i == 0 ? 28 : 0);
        hash_of(80000 + i, hash);
        assert_int_equal(
            staith_truth_put(truth, "csww", hash, &system_of_three, &number, &dropped, NULL), 0);
        assert_int_equal(dropped, 1);
        assert_int_equal(leavers(truth, hash, number), 28);
    }
    hash_of(70001, hash);
    assert_int_equal(leavers(truth, hash, first[1]), 0);
    assert_int_equal(leavers(truth, other, 0), 28);
    staith_truth_close(truth);
    ledger_fixture_deinit(&f);
}

/* 28 and 29 leave as the same bytes. Each are kept, once, and their number says which are meant;
 * who names none is given the first, which are those of the time when nobody named any. */
static void other_counts_behind_the_same_bytes(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_truth *truth = NULL;
    int64_t more[] = {29, 7, 22};
    const struct staith_system revised = {.cell_count = 3, .names = names, .values = more};
    int64_t first = 0, second = 0, again = 0;
    uint32_t dropped = 9;
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t other[STAITH_HASH_BYTES];
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
    hash_of(1, hash);
    hash_of(2, other);
    assert_int_equal(
        staith_truth_put(truth, "csww", hash, &system_of_three, &first, &dropped, NULL), 0);
    assert_int_equal(dropped, 0);
    assert_int_equal(staith_truth_put(truth, "csww", hash, &revised, &second, &dropped, NULL), 0);
    assert_int_equal(
        staith_truth_put(truth, "csww", hash, &system_of_three, &again, &dropped, NULL), 0);
    assert_int_equal(again, first);
    assert_int_not_equal(second, first);
    assert_int_equal(leavers(truth, hash, first), 28);
    assert_int_equal(leavers(truth, hash, second), 29);
    assert_int_equal(leavers(truth, hash, 0), 28);
    assert_int_equal(leavers(truth, hash, 99), 0);
    assert_int_equal(leavers(truth, other, first), 0);
    staith_truth_close(truth);
    ledger_fixture_deinit(&f);
}

/* A file as it was made when a release had one row. */
static void an_older_file(void **state)
{
    (void)state;
    static const char before[] =
        "DROP TABLE truth;"
        "CREATE TABLE truth(id INTEGER PRIMARY KEY AUTOINCREMENT, release BLOB NOT NULL UNIQUE,"
        " dataset TEXT NOT NULL, cells INTEGER NOT NULL, lines TEXT NOT NULL);"
        "CREATE INDEX truth_dataset ON truth(dataset, id);"
        "INSERT INTO truth VALUES(7, x'"
        "0100000000000000000000000000000000000000000000000000000000000000', 'csww', 3,"
        " '28 leavers' || char(10) || '6 leavers|role=manager' || char(10) ||"
        " '22 leavers|role=worker' || char(10))";
    struct ledger_fixture f;
    struct staith_truth *truth = NULL;
    int64_t more[] = {29, 7, 22};
    const struct staith_system revised = {.cell_count = 3, .names = names, .values = more};
    int64_t number = 0;
    uint32_t dropped = 9;
    uint8_t hash[STAITH_HASH_BYTES];
    sqlite3 *db = NULL;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
    staith_truth_close(truth);
    assert_int_equal(staith_ledger_db_open(f.folder, "truth.db", true, "", &db, NULL), 0);
    assert_int_equal(sqlite3_exec(db, before, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    hash_of(1, hash);
    assert_int_equal(staith_truth_open(f.folder, NULL, &truth, NULL), 0);
    assert_int_equal(leavers(truth, hash, 0), 28);
    staith_truth_close(truth);
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
        assert_int_equal(
            staith_truth_put(truth, "csww", hash, &system_of_three, &number, &dropped, NULL), 0);
        assert_int_equal(number, 7);
        assert_int_equal(staith_truth_put(truth, "csww", hash, &revised, &number, &dropped, NULL),
                         0);
        assert_int_equal(number, 8);
        assert_int_equal(leavers(truth, hash, 7), 28);
        assert_int_equal(leavers(truth, hash, 0), 28);
        staith_truth_close(truth);
    }
    ledger_fixture_deinit(&f);
}

/* Whatever is wrong in the file is said, and never taken for counts. */
static void damage(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "cells = 4",
        "cells = 2",
        "cells = -1",
        "cells = 300000",
        "lines = 'leavers' || char(10)",
        "lines = '28leavers' || char(10)",
        "lines = '28 b' || char(10) || '6 a' || char(10) || '22 c' || char(10)",
        "lines = '28 a' || char(10) || '-6 b' || char(10) || '22 c' || char(10)",
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct ledger_fixture f;
        struct staith_truth *truth = NULL;
        struct staith_arena arena;
        struct staith_system got = {0};
        struct staith_err err = {0};
        uint8_t hash[STAITH_HASH_BYTES];
        char path[128];
        char sql[256];
        sqlite3 *db = NULL;
        assert_int_equal(ledger_fixture_init(&f), 0);
        assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
        hash_of(1, hash);
        assert_int_equal(put(truth, "csww", hash, &system_of_three), 0);
        (void)snprintf(path, sizeof(path), "%s/truth.db", f.folder);
        (void)snprintf(sql, sizeof(sql), "UPDATE truth SET %s", lines[i]);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
        (void)sqlite3_close(db);
        staith_arena_init(&arena, 8 << 20);
        assert_int_not_equal(staith_truth_read(truth, hash, 0, &arena, &got, &err), 0);
        assert_int_equal(got.cell_count, 0);
        assert_true(err.what[0] != '\0');
        staith_arena_deinit(&arena);
        staith_truth_close(truth);
        ledger_fixture_deinit(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_come_back), cmocka_unit_test(nothing_is_something),
        cmocka_unit_test(old_ones_go),      cmocka_unit_test(other_counts_behind_the_same_bytes),
        cmocka_unit_test(an_older_file),    cmocka_unit_test(damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
