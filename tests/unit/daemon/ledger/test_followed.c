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

/* Words that differ under one hash: whose they are is not known, and another run does not help. */
static void kept_and_not_known(void **state)
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
    struct staith_sketch got = {0};
    assert_int_equal(staith_followed_get(followed, "agency", one, "median", &got),
                     STAITH_ERR_STATE);
    check(followed, "agency", one, "median|role=a", 10, 9);
    put(followed, "agency", one, 10, 4000);
    assert_int_equal(staith_followed_get(followed, "agency", one, "median", &got),
                     STAITH_ERR_STATE);
    check(followed, "agency", one, "median|role=a", 10, 9);
    check(followed, "agency", two, "median", 20, 21);
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
    for (uint32_t i = 0; i < STAITH_FOLLOWED_MAX_SOURCES + 2u; i++) {
        hash[0] = (uint8_t)i;
        put(followed, "agency", hash, 100 + (uint64_t)i, 1000 + (int64_t)i);
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

struct listing {
    char text[256];
    int code;
};

static int list(void *ctx, const struct staith_followed_shown *shown)
{
    struct listing *listing = ctx;
    size_t len = strlen(listing->text);
    (void)snprintf(listing->text + len, sizeof(listing->text) - len, "%s=%lld/%d%s ", shown->name,
                   (long long)shown->value, shown->source_hash[0], shown->followed ? "+" : "");
    return listing->code;
}

static void check_shown(struct staith_followed *followed, const char *dataset, const char *wanted)
{
    struct listing listing = {{0}, 0};
    assert_int_equal(staith_followed_shown_each(followed, dataset, list, &listing, NULL), 0);
    assert_string_equal(listing.text, wanted);
}

static uint64_t shown_to(struct staith_followed *followed, const char *dataset,
                         const uint8_t *catalogue, uint64_t epoch)
{
    struct staith_followed_mark mark = {dataset, catalogue, epoch, 99};
    assert_int_equal(staith_followed_shown_to(followed, &mark, NULL), 0);
    return mark.number;
}

/* What was shown last is as good as the ledger and the catalogue that it was made by. */
static void every_figure(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_followed *followed = open_in(&f, true);
    const struct staith_followed_mark mark = {"agency", one, UINT64_MAX - 1, 12};
    const struct staith_followed_shown items[] = {
        {.name = "median", .value = 3300, .source_hash = {1}},
        {.name = "median|role=b", .value = -2, .source_hash = {2}},
    };
    assert_int_equal(shown_to(followed, "agency", one, UINT64_MAX - 1), 0);
    assert_int_equal(staith_followed_shown_put(followed, &mark, items, 2, NULL), 0);
    put(followed, "agency", one, 10, 1000);
    check_shown(followed, "agency", "median=3300/1+ median|role=b=-2/2 ");
    check_shown(followed, "csww", "");
    assert_int_equal(shown_to(followed, "agency", one, UINT64_MAX - 1), 12);
    assert_int_equal(shown_to(followed, "agency", two, UINT64_MAX - 1), 0);
    assert_int_equal(shown_to(followed, "agency", one, 7), 0);
    assert_int_equal(shown_to(followed, "csww", one, UINT64_MAX - 1), 0);
    struct listing stop = {{0}, STAITH_ERR_LIMIT};
    assert_int_equal(staith_followed_shown_each(followed, "agency", list, &stop, NULL),
                     STAITH_ERR_LIMIT);
    assert_string_equal(stop.text, "median=3300/1+ ");
    /* In the order they were put, a name as often as it was shown. */
    const struct staith_followed_mark later = {"agency", two, 7, 15};
    const struct staith_followed_shown twice[] = {items[1], items[0], items[1]};
    assert_int_equal(staith_followed_shown_put(followed, &later, twice, 3, NULL), 0);
    check_shown(followed, "agency", "median|role=b=-2/2 median=3300/1+ median|role=b=-2/2 ");
    assert_int_equal(staith_followed_shown_put(followed, &later, items + 1, 1, NULL), 0);
    check_shown(followed, "agency", "median|role=b=-2/2 ");
    assert_int_equal(shown_to(followed, "agency", two, 7), 15);
    staith_followed_close(followed);
    ledger_fixture_deinit(&f);
}

/* Sketches of a figure that is the last shown are not forgotten, of however many runs. */
static void what_was_shown_is_remembered(void **state)
{
    (void)state;
    struct ledger_fixture f;
    uint8_t hash[STAITH_HASH_BYTES] = {0};
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_followed *followed = open_in(&f, true);
    const struct staith_followed_mark mark = {"agency", one, 7, 1};
    const struct staith_followed_shown shown = {
        .name = "median|role=a", .value = 3300, .source_hash = {0}};
    assert_int_equal(staith_followed_shown_put(followed, &mark, &shown, 1, NULL), 0);
    for (uint32_t i = 0; i < STAITH_FOLLOWED_MAX_SOURCES + 2u; i++) {
        hash[0] = (uint8_t)i;
        put(followed, "agency", hash, 100 + (uint64_t)i, 1000 + (int64_t)i);
    }
    check_shown(followed, "agency", "median|role=a=3300/0+ ");
    hash[0] = 0;
    check(followed, "agency", hash, "median|role=a", 100, 9);
    missing(followed, "agency", hash, "median");
    staith_followed_close(followed);
    ledger_fixture_deinit(&f);
}

/* A file that was made before there was a list of what was shown. */
static void an_earlier_file(void **state)
{
    (void)state;
    struct ledger_fixture f;
    sqlite3 *db = NULL;
    assert_int_equal(ledger_fixture_init(&f), 0);
    staith_followed_close(open_in(&f, true));
    assert_int_equal(staith_ledger_db_open(f.folder, "followed.db", true, "", &db, NULL), 0);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE figure; DROP TABLE figure_to", NULL, NULL, NULL),
                     0);
    assert_int_equal(sqlite3_close(db), 0);
    struct staith_followed *followed = open_in(&f, false);
    assert_int_equal(shown_to(followed, "agency", one, 7), 0);
    check_shown(followed, "agency", "");
    staith_followed_close(followed);
    followed = open_in(&f, true);
    const struct staith_followed_mark mark = {"agency", one, 7, 3};
    assert_int_equal(staith_followed_shown_put(followed, &mark, NULL, 0, NULL), 0);
    assert_int_equal(shown_to(followed, "agency", one, 7), 3);
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
    struct staith_followed *shown = open_in(&f, false);
    struct listing listing = {{0}, 0};
    assert_int_equal(
        sqlite3_exec(db, "INSERT INTO figure VALUES('csww', 0, 'x', 1, x'00')", NULL, NULL, NULL),
        0);
    assert_int_equal(staith_followed_shown_each(shown, "csww", list, &listing, &err),
                     STAITH_ERR_VERIFY);
    staith_followed_close(shown);
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
        cmocka_unit_test(kept_and_not_known),
        cmocka_unit_test(the_key),
        cmocka_unit_test(the_oldest_are_forgotten),
        cmocka_unit_test(every_figure),
        cmocka_unit_test(what_was_shown_is_remembered),
        cmocka_unit_test(an_earlier_file),
        cmocka_unit_test(damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
