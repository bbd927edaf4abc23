/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/truth.h"

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
    assert_int_equal(staith_truth_put(truth, "csww", hash, &system_of_three, NULL), 0);
    assert_int_equal(staith_truth_put(truth, "csww", hash, &system_of_three, NULL), 0);
    staith_truth_close(truth);

    (void)snprintf(path, sizeof(path), "%s/truth.db", f.folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(staith_truth_open(f.folder, NULL, &truth, NULL), 0);
    staith_arena_init(&arena, 1 << 16);
    assert_int_equal(staith_truth_read(truth, hash, &arena, &got, NULL), 0);
    assert_int_equal(got.cell_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_string_equal(got.names[i], names[i]);
        assert_int_equal(got.values[i], values[i]);
    }
    hash_of(2, hash);
    assert_int_equal(staith_truth_read(truth, hash, &arena, &got, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_truth_put(truth, "csww", hash, &system_of_three, NULL), STAITH_ERR_IO);
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 16);
    hash_of(1, hash);
    assert_int_equal(staith_truth_read(truth, hash, &arena, &got, NULL), STAITH_ERR_NOMEM);
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
    assert_int_equal(staith_truth_put(truth, "csww", hash, &none, NULL), 0);
    assert_int_equal(staith_truth_read(truth, hash, &arena, &got, NULL), 0);
    assert_int_equal(got.cell_count, 0);
    staith_arena_deinit(&arena);
    staith_truth_close(truth);
    ledger_fixture_deinit(&f);
}

/* Of each dataset the newest are kept. */
static void old_ones_go(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_truth *truth = NULL;
    struct staith_arena arena;
    struct staith_system got = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_truth_open(f.folder, staith_outside_machine(), &truth, NULL), 0);
    staith_arena_init(&arena, 1 << 20);
    hash_of(9999, hash);
    assert_int_equal(staith_truth_put(truth, "other", hash, &system_of_three, NULL), 0);
    for (uint32_t i = 0; i < STAITH_TRUTH_MAX_KEPT + 2; i++) {
        hash_of(i, hash);
        assert_int_equal(staith_truth_put(truth, "csww", hash, &system_of_three, NULL), 0);
    }
    for (uint32_t i = 0; i < 4; i++) {
        hash_of(i, hash);
        assert_int_equal(staith_truth_read(truth, hash, &arena, &got, NULL),
                         i < 2 ? STAITH_ERR_NOTFOUND : 0);
    }
    hash_of(9999, hash);
    assert_int_equal(staith_truth_read(truth, hash, &arena, &got, NULL), 0);
    staith_arena_deinit(&arena);
    staith_truth_close(truth);
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
        assert_int_equal(staith_truth_put(truth, "csww", hash, &system_of_three, NULL), 0);
        (void)snprintf(path, sizeof(path), "%s/truth.db", f.folder);
        (void)snprintf(sql, sizeof(sql), "UPDATE truth SET %s", lines[i]);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
        (void)sqlite3_close(db);
        staith_arena_init(&arena, 8 << 20);
        assert_int_not_equal(staith_truth_read(truth, hash, &arena, &got, &err), 0);
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
        cmocka_unit_test(counts_come_back),
        cmocka_unit_test(nothing_is_something),
        cmocka_unit_test(old_ones_go),
        cmocka_unit_test(damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
