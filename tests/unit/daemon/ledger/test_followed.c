/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ledger/db.h"
#include "ledger/followed.h"
#include "ledger_fixture.h"

#include <sys/stat.h>

static const uint8_t one[STAITH_HASH_BYTES] = {1};
static const uint8_t two[STAITH_HASH_BYTES] = {2};

static struct staith_followed *open_in(const struct ledger_fixture *f, bool write)
{
    struct staith_followed *followed = NULL;
    struct staith_err err = {0};
    int code =
        staith_followed_open(f->folder, write ? staith_outside_machine() : NULL, &followed, &err);
    if (code != 0) {
        fail_msg("%s", err.what);
    }
    return followed;
}

static void put(struct staith_followed *followed, const char *dataset, const uint8_t *hash,
                uint64_t mark, int64_t now)
{
    const struct staith_followed_cell cells[] = {{"median", staith_sketch_of(mark, mark + 1)},
                                                 {"median|role=a", staith_sketch_of(mark, 9)}};
    assert_int_equal(staith_followed_put(followed, dataset, hash, cells, 2, now, NULL), 0);
}

static void check(struct staith_followed *followed, const char *dataset, const uint8_t *hash,
                  const char *name, uint64_t mark, uint64_t what)
{
    struct staith_sketch got = {0};
    const struct staith_sketch wanted = staith_sketch_of(mark, what);
    assert_int_equal(staith_followed_get(followed, dataset, hash, name, &got), 0);
    assert_memory_equal(&got, &wanted, sizeof(got));
}

static void missing(struct staith_followed *followed, const char *dataset, const uint8_t *hash,
                    const char *name)
{
    struct staith_sketch got = {0};
    assert_int_equal(staith_followed_get(followed, dataset, hash, name, &got), STAITH_ERR_NOTFOUND);
}

static void kept_and_replaced(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_followed *followed = open_in(&f, true);
    put(followed, "agency", one, 10, 1000);
    put(followed, "agency", two, 20, 2000);
    put(followed, "csww", one, 30, 2000);
    check(followed, "agency", one, "median", 10, 11);
    check(followed, "agency", two, "median|role=a", 20, 9);
    check(followed, "csww", one, "median", 30, 31);
    missing(followed, "csww", two, "median");
    missing(followed, "agency", one, "median|role=b");
    const struct staith_followed_cell again = {"median", staith_sketch_of(7, 7)};
    assert_int_equal(staith_followed_put(followed, "agency", one, &again, 1, 3000, NULL), 0);
    check(followed, "agency", one, "median", 7, 7);
    missing(followed, "agency", one, "median|role=a");
    staith_followed_close(followed);
    staith_followed_close(NULL);
    ledger_fixture_deinit(&f);
}

/* The key is made once, belongs to this folder alone, and is its owner's. */
static void the_key(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct ledger_fixture g;
    uint8_t key[STAITH_FOLLOWED_KEY_BYTES];
    struct staith_followed *followed = NULL;
    struct staith_err err = {0};
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(ledger_fixture_init(&g), 0);
    assert_int_equal(staith_followed_open(f.folder, NULL, &followed, &err), STAITH_ERR_NOTFOUND);
    assert_null(followed);
    followed = open_in(&f, true);
    memcpy(key, staith_followed_key(followed), sizeof(key));
    put(followed, "agency", one, 10, 1000);
    staith_followed_close(followed);
    followed = open_in(&f, false);
    assert_memory_equal(staith_followed_key(followed), key, sizeof(key));
    check(followed, "agency", one, "median", 10, 11);
    const struct staith_followed_cell cell = {"x", {{0}, {0}}};
    assert_int_not_equal(staith_followed_put(followed, "agency", one, &cell, 1, 1, &err), 0);
    staith_followed_close(followed);
    followed = open_in(&f, true);
    assert_memory_equal(staith_followed_key(followed), key, sizeof(key));
    staith_followed_close(followed);
    followed = open_in(&g, true);
    assert_memory_not_equal(staith_followed_key(followed), key, sizeof(key));
    staith_followed_close(followed);
    ledger_fixture_deinit(&f);
    ledger_fixture_deinit(&g);
}

static void the_oldest_are_forgotten(void **state)
{
    (void)state;
    struct ledger_fixture f;
    uint8_t hash[STAITH_HASH_BYTES] = {0};
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_followed *followed = open_in(&f, true);
    put(followed, "csww", two, 1, 1);
    for (uint8_t i = 0; i < STAITH_FOLLOWED_MAX_SOURCES + 2; i++) {
        hash[0] = i;
        put(followed, "agency", hash, 100 + (uint64_t)i, 1000 + i);
    }
    hash[0] = 0;
    missing(followed, "agency", hash, "median");
    hash[0] = 1;
    missing(followed, "agency", hash, "median");
    hash[0] = 2;
    check(followed, "agency", hash, "median", 102, 103);
    check(followed, "csww", two, "median", 1, 2);
    /* What is put stays, however old its time is. */
    hash[0] = 200;
    put(followed, "agency", hash, 5, 1);
    check(followed, "agency", hash, "median", 5, 6);
    staith_followed_close(followed);
    ledger_fixture_deinit(&f);
}

static void damaged(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_followed *followed = NULL;
    struct staith_err err = {0};
    sqlite3 *db = NULL;
    assert_int_equal(ledger_fixture_init(&f), 0);
    staith_followed_close(open_in(&f, true));
    assert_int_equal(staith_ledger_db_open(f.folder, "followed.db", true, "", &db, &err), 0);
    assert_int_equal(sqlite3_exec(db, "UPDATE key SET bytes = x'0011'", NULL, NULL, NULL), 0);
    assert_int_equal(staith_followed_open(f.folder, staith_outside_machine(), &followed, &err),
                     STAITH_ERR_VERIFY);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM key", NULL, NULL, NULL), 0);
    assert_int_equal(staith_followed_open(f.folder, NULL, &followed, &err), STAITH_ERR_NOTFOUND);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE key", NULL, NULL, NULL), 0);
    assert_int_equal(staith_followed_open(f.folder, NULL, &followed, &err), STAITH_ERR_IO);
    assert_null(followed);
    assert_int_equal(sqlite3_close(db), 0);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_and_replaced),
        cmocka_unit_test(the_key),
        cmocka_unit_test(the_oldest_are_forgotten),
        cmocka_unit_test(damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
