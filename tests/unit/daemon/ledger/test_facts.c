/* SPDX-License-Identifier: Apache-2.0 */
#include "db/db.h"
#include "ledger/facts.h"

#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <sys/stat.h>

#define DAY_20500 (20500 * INT64_C(86400000))

static const struct staith_public_fact two[] = {{"csww",
                                                 {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                                 "leavers_headcount",
                                                 57,
                                                 0,
                                                 20510,
                                                 "DfE",
                                                 1,
                                                 20510 * INT64_C(86400000)},
                                                {"csww",
                                                 {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                                 "inpost_fte",
                                                 4037,
                                                 1,
                                                 20500,
                                                 "DfE",
                                                 1,
                                                 20500 * INT64_C(86400000)}};

static void kept_with_day_and_source(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_facts *facts = NULL;
    struct staith_arena arena;
    const struct staith_public_fact *list = NULL;
    uint32_t count = 0, fresh = 0;
    bool beside[2] = {true, true};
    int64_t known = 9;
    char path[128];
    struct stat st;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_facts_open(f.folder, NULL, &facts, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_facts_open(f.folder, staith_outside_machine(), &facts, NULL), 0);
    assert_int_equal(staith_facts_put(facts, two, 2, 1000, &fresh, beside, NULL), 0);
    assert_int_equal(fresh, 2);
    assert_int_equal(staith_facts_put(facts, two, 2, 2000, &fresh, beside, NULL), 0);
    assert_int_equal(fresh, 0);
    /* The same figure with another number, from a later edition, is one more. */
    struct staith_public_fact later = two[0];
    later.value = 58;
    later.day = 20600;
    later.from_unix_ms = DAY_20500 + 100 * INT64_C(86400000);
    assert_int_equal(staith_facts_put(facts, &later, 1, 3000, &fresh, beside, NULL), 0);
    assert_int_equal(fresh, 1);
    staith_facts_close(facts);

    (void)snprintf(path, sizeof(path), "%s/facts.db", f.folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(staith_facts_open(f.folder, NULL, &facts, NULL), 0);
    staith_arena_init(&arena, (size_t)8 << 20);
    assert_int_equal(staith_facts_read(facts, DAY_20500 - 1, &arena, &list, &count, NULL), 0);
    assert_int_equal(count, 0);
    assert_int_equal(
        staith_facts_read(facts, DAY_20500 + 10 * INT64_C(86400000), &arena, &list, &count, NULL),
        0);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].cell, "inpost_fte");
    assert_int_equal(list[0].value, 4037);
    assert_int_equal(list[0].decimals, 1);
    assert_int_equal(list[0].day, 20500);
    assert_string_equal(list[0].source, "DfE");
    assert_int_equal(list[0].period.year, 2025);
    assert_string_equal(list[1].cell, "leavers_headcount");
    assert_int_equal(
        staith_facts_read(facts, DAY_20500 + 100 * INT64_C(86400000), &arena, &list, &count, NULL),
        0);
    assert_int_equal(count, 3);
    assert_int_equal(list[2].value, 58);
    assert_int_equal(staith_facts_count(facts, DAY_20500 - 1, &known, NULL), 0);
    assert_int_equal(known, 0);
    assert_int_equal(staith_facts_count(facts, DAY_20500, &known, NULL), 0);
    assert_int_equal(known, 1);
    assert_int_equal(staith_facts_count(facts, INT64_MAX, &known, NULL), 0);
    assert_int_equal(known, 3);
    assert_int_equal(staith_facts_put(facts, two, 2, 1000, &fresh, beside, NULL), STAITH_ERR_IO);
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 64);
    assert_int_equal(
        staith_facts_read(facts, DAY_20500 + 100 * INT64_C(86400000), &arena, &list, &count, NULL),
        STAITH_ERR_NOMEM);
    staith_arena_deinit(&arena);
    staith_facts_close(facts);
    staith_facts_close(NULL);
    ledger_fixture_deinit(&f);
}

/* Two numbers of one figure on one day cannot both have been printed: both are kept, so that one
 * that was mistyped does not shut out the right one, and it is said. A number in an interval can
 * be, and one of a later edition. */
static void contradictions(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_facts *facts = NULL;
    uint32_t fresh = 0;
    bool beside[2] = {true, true};
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_facts_open(f.folder, staith_outside_machine(), &facts, NULL), 0);
    assert_int_equal(staith_facts_put(facts, two, 2, 1000, &fresh, beside, NULL), 0);
    assert_false(beside[0] || beside[1]);
    struct staith_public_fact more[] = {two[1], two[0]};
    more[0].cell = "vacancies";
    more[1].value = 60;
    more[1].nearest = 10;
    assert_int_equal(staith_facts_put(facts, more, 2, 2000, &fresh, beside, NULL), 0);
    assert_int_equal(fresh, 2);
    assert_false(beside[0] || beside[1]);
    more[1].value = 75;
    more[1].nearest = 1;
    assert_int_equal(staith_facts_put(facts, more, 2, 2000, &fresh, beside, NULL), 0);
    assert_int_equal(fresh, 1);
    assert_false(beside[0]);
    assert_true(beside[1]);
    more[1].day++;
    more[1].from_unix_ms += 86400000;
    assert_int_equal(staith_facts_put(facts, more, 2, 2000, &fresh, beside, NULL), 0);
    assert_int_equal(fresh, 1);
    assert_false(beside[0] || beside[1]);
    staith_facts_close(facts);
    ledger_fixture_deinit(&f);
}

/* A file of before figures had a rounding: read as it is, and made anew by whoever writes. */
static void an_older_file(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_facts *facts = NULL;
    struct staith_arena arena;
    const struct staith_public_fact *list = NULL;
    uint32_t count = 0, fresh = 0;
    bool beside[2] = {true, true};
    int64_t known = 9;
    char path[128];
    sqlite3 *db = NULL;
    assert_int_equal(ledger_fixture_init(&f), 0);
    (void)snprintf(path, sizeof(path), "%s/facts.db", f.folder);
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &db),
                     SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(
            db,
            "CREATE TABLE fact(id INTEGER PRIMARY KEY AUTOINCREMENT, dataset TEXT NOT NULL,"
            " period TEXT NOT NULL, cell TEXT NOT NULL, value INTEGER NOT NULL,"
            " decimals INTEGER NOT NULL, day INTEGER NOT NULL, source TEXT NOT NULL,"
            " at_ms INTEGER NOT NULL, UNIQUE(dataset, period, cell, value, decimals, day));"
            "INSERT INTO fact VALUES(1, 'csww', '2025', 'x', 57, 0, 20500, 'DfE', 5);"
            "PRAGMA user_version=1",
            NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    staith_arena_init(&arena, (size_t)32 << 20);
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(staith_facts_open(f.folder, NULL, &facts, NULL), 0);
        assert_int_equal(staith_facts_read(facts, DAY_20500 - 1, &arena, &list, &count, NULL), 0);
        assert_int_equal(count, 0);
        assert_int_equal(staith_facts_read(facts, DAY_20500, &arena, &list, &count, NULL), 0);
        assert_int_equal(count, turn == 0 ? 1 : 2);
        assert_int_equal(staith_facts_count(facts, DAY_20500 - 1, &known, NULL), 0);
        assert_int_equal(known, 0);
        assert_int_equal(staith_facts_count(facts, DAY_20500, &known, NULL), 0);
        assert_int_equal(known, count);
        assert_int_equal(list[0].nearest, 1);
        assert_int_equal(list[turn].value, 57);
        staith_facts_close(facts);
        assert_int_equal(staith_facts_open(f.folder, staith_outside_machine(), &facts, NULL), 0);
        assert_int_equal(staith_facts_put(facts, two, 2, 1000, &fresh, beside, NULL), 0);
        assert_int_equal(fresh, turn == 0 ? 2 : 0);
        staith_facts_close(facts);
        db = NULL;
    }
    staith_arena_deinit(&arena);
    ledger_fixture_deinit(&f);
}

/* More than can be kept: nothing of it is. */
static void too_many(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_facts *facts = NULL;
    struct staith_arena arena;
    const struct staith_public_fact *list = NULL;
    uint32_t count = 0, fresh = 9;
    bool *beside = calloc(STAITH_PUBLIC_MAX_FACTS + 1, sizeof(*beside));
    static char names[STAITH_PUBLIC_MAX_FACTS + 1][16];
    struct staith_public_fact *many = calloc(STAITH_PUBLIC_MAX_FACTS + 1, sizeof(*many));
    for (uint32_t i = 0; i < STAITH_PUBLIC_MAX_FACTS + 1; i++) {
        many[i] = two[0];
        (void)snprintf(names[i], sizeof(names[i]), "m%u", i);
        many[i].cell = names[i];
    }
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_facts_open(f.folder, staith_outside_machine(), &facts, NULL), 0);
    assert_int_equal(
        staith_facts_put(facts, many, STAITH_PUBLIC_MAX_FACTS + 1, 1000, &fresh, beside, NULL),
        STAITH_ERR_LIMIT);
    assert_int_equal(fresh, 0);
    staith_arena_init(&arena, (size_t)8 << 20);
    assert_int_equal(staith_facts_read(facts, INT64_MAX, &arena, &list, &count, NULL), 0);
    assert_int_equal(count, 0);
    staith_arena_deinit(&arena);
    staith_facts_close(facts);
    ledger_fixture_deinit(&f);
    free(many);
    free(beside);
}

static void damaged(void **state)
{
    (void)state;
    static const char *const wrong[] = {"UPDATE fact SET period = 'then'",
                                        "UPDATE fact SET value = -1",
                                        "UPDATE fact SET period = '2025', value = 20000000000",
                                        "UPDATE fact SET value = 1, decimals = 7",
                                        "UPDATE fact SET decimals = 0, nearest = 0",
                                        "UPDATE fact SET nearest = 1000001"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct ledger_fixture f;
        struct staith_facts *facts = NULL;
        struct staith_arena arena;
        const struct staith_public_fact *list = NULL;
        uint32_t count = 0, fresh = 0;
        bool beside[2] = {true, true};
        char path[128];
        sqlite3 *db = NULL;
        assert_int_equal(ledger_fixture_init(&f), 0);
        assert_int_equal(staith_facts_open(f.folder, staith_outside_machine(), &facts, NULL), 0);
        assert_int_equal(staith_facts_put(facts, two, 1, 1000, &fresh, beside, NULL), 0);
        staith_facts_close(facts);
        (void)snprintf(path, sizeof(path), "%s/facts.db", f.folder);
        assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, wrong[i], NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        assert_int_equal(staith_facts_open(f.folder, NULL, &facts, NULL), 0);
        staith_arena_init(&arena, (size_t)8 << 20);
        assert_int_equal(staith_facts_read(facts, INT64_MAX, &arena, &list, &count, NULL),
                         STAITH_ERR_VERIFY);
        staith_arena_deinit(&arena);
        staith_facts_close(facts);
        ledger_fixture_deinit(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_with_day_and_source),
        cmocka_unit_test(contradictions),
        cmocka_unit_test(an_older_file),
        cmocka_unit_test(too_many),
        cmocka_unit_test(damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
