/* SPDX-License-Identifier: Apache-2.0 */
/* Amounts that left or wait, read from a ledger again, with those who were behind them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "amount_case.h"
#include "authority/gate/shown.h"
#include "codec/codec.h"
#include "ledger/db.h"
#include "ledger_fixture.h"

struct council {
    struct ledger_fixture folder;
    struct staith_ledger *ledger;
    struct staith_held *held;
    struct staith_followed *followed;
    uint8_t catalogue_hash[STAITH_HASH_BYTES]; /* of what was decided last */
    struct staith_arena arena;
    const struct staith_shown_amount *shown;
    uint32_t count;
};

static void start(struct council *c)
{
    memset(c, 0, sizeof(*c));
    assert_int_equal(ledger_fixture_init(&c->folder), 0);
    assert_int_equal(staith_ledger_open(c->folder.folder, "840", c->folder.secret,
                                        staith_outside_machine(), &c->ledger, NULL),
                     0);
    assert_int_equal(
        staith_followed_open(c->folder.folder, staith_outside_machine(), &c->followed, NULL), 0);
    assert_int_equal(staith_held_open(c->folder.folder, &c->held, NULL), 0);
    staith_arena_init(&c->arena, (size_t)16 * STAITH_GATE_SHOWN_MAX_BYTES);
}

static void end(struct council *c)
{
    staith_arena_deinit(&c->arena);
    staith_followed_close(c->followed);
    staith_held_close(c->held);
    staith_ledger_close(c->ledger);
    ledger_fixture_deinit(&c->folder);
}

static void read_amounts(struct council *c, const struct amount_case *amounts, bool keeps)
{
    const struct staith_gate_archive archive = {.ledger = c->ledger, .held = c->held};
    const struct staith_gate_shown_from from = {&archive, c->followed, keeps};
    struct staith_err err = {0};
    if (staith_gate_shown_read(&from, &amounts->catalogue, &amounts->raw.period, &c->arena,
                               &c->shown, &c->count, &err) != 0) {
        fail_msg("%s", err.what);
    }
}

static void read_again(struct council *c, const struct amount_case *amounts)
{
    read_amounts(c, amounts, false);
}

static void hash_catalogue(const struct amount_case *amounts, uint8_t hash[STAITH_HASH_BYTES])
{
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(&amounts->catalogue, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    staith_buf_deinit(&packed);
}

/* What the gate does with a run: what left earlier, the decision, sketches, and then the ledger or
 * the held releases. */
static void decide(struct council *c, struct amount_case *amounts, uint8_t mark, bool holds)
{
    struct staith_err err = {0};
    const struct staith_ledger_note note = {.source_name = "f.csv",
                                            .source_hash = {mark},
                                            .approved_by = holds ? "" : "at once",
                                            .decision_json = "{}"};
    uint64_t number = 0;
    uint64_t replaced = 0;
    hash_catalogue(amounts, c->catalogue_hash);
    amounts->what.catalogue_hash = c->catalogue_hash;
    amounts->raw.source_hash[0] = mark;
    read_amounts(c, amounts, true);
    amounts->what.shown = c->shown;
    amounts->what.shown_count = c->count;
    struct staith_release *release = amount_case_release(amounts);
    assert_non_null(release);
    assert_int_equal(staith_gate_shown_keep(c->followed, &amounts->raw, release, 1000 + mark, &err),
                     0);
    int rc =
        holds ? staith_held_put(c->held, release, &amounts->catalogue, &note, 1000 + mark, &number,
                                &replaced, &err)
              : staith_ledger_append(c->ledger, release, &amounts->catalogue, &note, &number, &err);
    if (rc != 0) {
        fail_msg("%s", err.what);
    }
    staith_release_free(release);
}

static void leave(struct council *c, struct amount_case *amounts, uint8_t mark)
{
    decide(c, amounts, mark, false);
}

static const struct staith_shown_amount *find(const struct council *c, const char *name)
{
    for (uint32_t i = 0; i < c->count; i++) {
        if (strcmp(c->shown[i].name, name) == 0) {
            return &c->shown[i];
        }
    }
    return NULL;
}

static const struct staith_shown_amount *newest(const struct council *c, const char *name)
{
    const struct staith_shown_amount *last = NULL;
    for (uint32_t i = 0; i < c->count; i++) {
        last = strcmp(c->shown[i].name, name) == 0 ? &c->shown[i] : last;
    }
    return last;
}

static void what_left(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 5);
    const struct staith_sketch people = staith_sketch_of(3, 4);
    start(&c);
    amount_case_at(amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR)->changes = people;
    leave(&c, amounts, 1);
    assert_int_equal(c.count, 0);
    read_again(&c, amounts);
    /* Medians: all, two groups and three roles; spend: all and two groups. The headline repeats two
     * of them, and counts are none. */
    assert_int_equal(c.count, 6 + 3);
    const struct staith_shown_amount *senior = find(&c, "rate_median|role=senior");
    assert_non_null(senior);
    assert_int_equal(senior->value, 3350);
    assert_true(senior->followed);
    assert_memory_equal(&senior->changes, &people, sizeof(people));
    assert_int_equal(find(&c, "spend")->value, 8200000);
    assert_null(find(&c, "rate_median|role=manager"));
    assert_null(find(&c, "heads"));
    end(&c);
    free(amounts);
}

/* Three quarters. One senior changes and the median moves: it is hidden. Two more change: it is
 * shown again, since three have changed from the figure that was shown last. */
static void over_quarters(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    struct staith_cell *senior = amount_case_at(amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR);
    start(&c);
    leave(&c, amounts, 1);
    for (uint8_t quarter = 2; quarter <= 4; quarter++) {
        const struct staith_sketch more = staith_sketch_of(quarter, 100u + quarter);
        amounts->raw.period.part = quarter;
        senior->value += 100;
        staith_sketch_add(&senior->changes, &more);
        leave(&c, amounts, quarter);
        read_again(&c, amounts);
        assert_int_equal(newest(&c, "rate_median|role=senior")->value, quarter < 4 ? 3350 : 3650);
    }
    assert_int_equal(find(&c, "rate_median|role=senior")->value, 3350);
    end(&c);
    free(amounts);
}

static void forget_sketches(struct council *c)
{
    sqlite3 *db = NULL;
    assert_int_equal(staith_ledger_db_open(c->folder.folder, "followed.db", true, "", &db, NULL),
                     0);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM sketch", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Sketches that were lost: the figure is known and who was behind it is not. */
static void lost_sketches(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    start(&c);
    leave(&c, amounts, 1);
    forget_sketches(&c);
    read_again(&c, amounts);
    assert_false(find(&c, "rate_median|role=senior")->followed);
    /* A run that is not followed keeps nothing; a catalogue without amounts asks for nothing. */
    amounts->raw.followed = false;
    assert_int_equal(staith_gate_shown_keep(c.followed, &amounts->raw, NULL, 10, NULL), 0);
    read_again(&c, amounts);
    assert_false(find(&c, "rate_median|role=senior")->followed);
    amounts->raw.followed = true;
    amounts->measures[AMOUNT_MEDIAN].aggregation = STAITH_COUNT_ROWS;
    amounts->measures[AMOUNT_SPEND].aggregation = STAITH_COUNT_ROWS;
    assert_int_equal(staith_gate_shown_keep(c.followed, &amounts->raw, NULL, 10, NULL), 0);
    read_again(&c, amounts);
    assert_int_equal(c.count, 0);
    end(&c);
    free(amounts);
}

/* As many records as the ledger of a busy council has in years: its first one, again and again. In
 * one transaction, since only reading them is the point. */
static void years_of_others(struct council *c, uint32_t records)
{
    sqlite3 *db = NULL;
    char sql[256];
    (void)snprintf(sql, sizeof(sql),
                   "WITH RECURSIVE more(n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM more LIMIT %u)"
                   " INSERT INTO record SELECT n, kind, previous, hash, signature, payload,"
                   " appended_ms FROM more, record WHERE number = 1",
                   records);
    assert_int_equal(staith_ledger_db_open(c->folder.folder, "ledger.db", true, "", &db, NULL), 0);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* However long ago a figure was shown, it is known, and so is who was behind it. */
static void long_ago(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    const struct staith_sketch people = staith_sketch_of(3, 4);
    start(&c);
    amount_case_at(amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR)->changes = people;
    leave(&c, amounts, 1);
    years_of_others(&c, 1001);
    uint64_t last = 0;
    assert_int_equal(staith_ledger_last(c.ledger, &last), 0);
    assert_int_equal(last, 1003);
    for (int i = 0; i < 2; i++) { /* from the ledger's beginning, then from what was kept */
        read_amounts(&c, amounts, true);
        assert_int_equal(find(&c, "rate_median|role=senior")->value, 3350);
        assert_memory_equal(&find(&c, "rate_median|role=senior")->changes, &people, sizeof(people));
    }
    end(&c);
    free(amounts);
}

/* What is kept is looked at in the place of the ledger, and is given up where it is of another
 * ledger or catalogue. */
static void kept_apart(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    uint8_t hash[STAITH_HASH_BYTES];
    start(&c);
    leave(&c, amounts, 1);
    hash_catalogue(amounts, hash);
    struct staith_followed_mark mark = {"agency_rates", hash, staith_ledger_epoch(c.ledger), 2};
    const struct staith_followed_shown other = {.name = "spend", .value = 77, .source_hash = {5}};
    assert_int_equal(staith_followed_shown_put(c.followed, &mark, &other, 1, NULL), 0);
    read_again(&c, amounts);
    assert_int_equal(c.count, 1);
    assert_int_equal(find(&c, "spend")->value, 77);
    /* Newer records come on top of it; one that is hidden leaves the last one shown. */
    amounts->raw.period.part = 2;
    leave(&c, amounts, 2);
    read_again(&c, amounts);
    assert_int_equal(newest(&c, "spend")->value, 77);
    assert_int_equal(find(&c, "rate_median|role=senior")->value, 3350);
    mark.epoch++;
    assert_int_equal(staith_followed_shown_put(c.followed, &mark, &other, 1, NULL), 0);
    read_again(&c, amounts);
    assert_int_equal(find(&c, "spend")->value, 9800000);
    mark.epoch--;
    hash[0]++;
    assert_int_equal(staith_followed_shown_put(c.followed, &mark, &other, 1, NULL), 0);
    read_again(&c, amounts);
    assert_int_equal(find(&c, "spend")->value, 9800000);
    end(&c);
    free(amounts);
}

/* The ledger was put back from a copy that ends before what is kept: nothing of that holds, and
 * nothing that is appended up to its old end is passed over. */
static void ledger_put_back(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    uint8_t hash[STAITH_HASH_BYTES];
    start(&c);
    leave(&c, amounts, 1);
    hash_catalogue(amounts, hash);
    struct staith_followed_mark mark = {"agency_rates", hash, staith_ledger_epoch(c.ledger), 3};
    const struct staith_followed_shown other = {.name = "spend", .value = 77, .source_hash = {5}};
    assert_int_equal(staith_followed_shown_put(c.followed, &mark, &other, 1, NULL), 0);
    read_again(&c, amounts);
    assert_int_equal(find(&c, "spend")->value, 9800000);
    read_amounts(&c, amounts, true);
    assert_int_equal(staith_followed_shown_to(c.followed, &mark, NULL), 0);
    assert_int_equal(mark.number, 2);
    amount_case_at(amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR)->value += 100;
    amounts->raw.period.part = 2;
    leave(&c, amounts, 2); /* record 3 */
    read_again(&c, amounts);
    assert_int_equal(c.count, 7 + 7);
    end(&c);
    free(amounts);
}

/* Two quarters wait for an officer at once, one senior apart: both may leave, so the second one's
 * median must not say what the first one's does not. */
static void two_that_wait(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    struct staith_cell *senior = amount_case_at(amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR);
    const struct staith_sketch one = staith_sketch_of(5, 6);
    start(&c);
    decide(&c, amounts, 1, true);
    read_again(&c, amounts);
    assert_int_equal(c.count, 0); /* of the same period: the next run takes its place */
    amounts->raw.period.part = 2;
    senior->value += 100;
    staith_sketch_add(&senior->changes, &one);
    decide(&c, amounts, 2, true);
    assert_true(find(&c, "rate_median|role=senior")->followed);
    struct staith_release *release = amount_case_release(amounts);
    assert_int_equal(amount_case_shown(release, "rate_median", "senior").value.status,
                     STAITH_STATUS_SUPPRESSED);
    staith_release_free(release);
    end(&c);
    free(amounts);
}

static enum staith_status senior_now(struct council *c, struct amount_case *amounts)
{
    read_again(c, amounts);
    amounts->what.shown = c->shown;
    amounts->what.shown_count = c->count;
    struct staith_release *release = amount_case_release(amounts);
    assert_non_null(release);
    enum staith_status status = amount_case_shown(release, "rate_median", "senior").value.status;
    staith_release_free(release);
    return status;
}

/* Three are added wrongly, and shown; then they are taken out again and one who was missing is put
 * in. Four have changed since the second figure and one since the first, so it is not shown. */
static void the_last_but_one(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    struct staith_cell *senior = amount_case_at(amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR);
    const struct staith_sketch missing = staith_sketch_of(9, 90);
    start(&c);
    leave(&c, amounts, 1);
    for (uint32_t i = 0; i < 3; i++) {
        const struct staith_sketch wrong = staith_sketch_of(20 + i, 70 + i);
        staith_sketch_add(&senior->changes, &wrong);
    }
    senior->value += 300;
    leave(&c, amounts, 2);
    read_again(&c, amounts);
    assert_int_equal(newest(&c, "rate_median|role=senior")->value, 3650);
    senior->changes = missing;
    senior->value += 300;
    assert_int_equal(senior_now(&c, amounts), STAITH_STATUS_SUPPRESSED);
    end(&c);
    free(amounts);
}

/* One source, as a query is: what the next quarter makes of it does not take the place of what this
 * quarter's figures were made from, and neither does a run whose figure never left. */
static void one_source(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    struct staith_cell *senior = amount_case_at(amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR);
    const struct staith_sketch one = staith_sketch_of(5, 6);
    start(&c);
    leave(&c, amounts, 1);
    amounts->raw.period.part = 2;
    senior->value += 100;
    staith_sketch_add(&senior->changes, &one);
    read_again(&c, amounts);
    amounts->what.shown = c.shown;
    amounts->what.shown_count = c.count;
    struct staith_release *release = amount_case_release(amounts);
    assert_int_equal(staith_gate_shown_keep(c.followed, &amounts->raw, release, 2000, NULL), 0);
    staith_release_free(release);
    assert_int_equal(senior_now(&c, amounts), STAITH_STATUS_SUPPRESSED);
    assert_true(find(&c, "rate_median|role=senior")->followed);
    end(&c);
    free(amounts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_left),        cmocka_unit_test(over_quarters),
        cmocka_unit_test(lost_sketches),    cmocka_unit_test(long_ago),
        cmocka_unit_test(kept_apart),       cmocka_unit_test(two_that_wait),
        cmocka_unit_test(the_last_but_one), cmocka_unit_test(one_source),
        cmocka_unit_test(ledger_put_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
