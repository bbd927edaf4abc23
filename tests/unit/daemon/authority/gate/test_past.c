/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/past.h"

#include "held_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct archive_case {
    struct ledger_fixture f;
    struct staith_gate_archive archive;
    struct staith_gate_past past;
};

static void begin(struct archive_case *c)
{
    assert_int_equal(ledger_fixture_init(&c->f), 0);
    c->archive = (struct staith_gate_archive){0};
    assert_int_equal(staith_ledger_open(c->f.folder, "840", c->f.secret, staith_outside_machine(),
                                        &c->archive.ledger, NULL),
                     0);
    assert_int_equal(staith_held_open(c->f.folder, &c->archive.held, NULL), 0);
    assert_int_equal(
        staith_truth_open(c->f.folder, staith_outside_machine(), &c->archive.truth, NULL), 0);
}

static void end(struct archive_case *c)
{
    staith_truth_close(c->archive.truth);
    staith_held_close(c->archive.held);
    staith_ledger_close(c->archive.ledger);
    ledger_fixture_deinit(&c->f);
}

static int read_beside(struct archive_case *c, const char *dataset, int32_t year,
                       const struct staith_catalogue *catalogue)
{
    const struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, year, 0};
    return staith_gate_past_read(&c->archive, dataset, &period, catalogue, &c->past, NULL);
}

static int read_past(struct archive_case *c, const char *dataset, int32_t year)
{
    return read_beside(c, dataset, year, NULL);
}

static void append(struct archive_case *c, int32_t year, int64_t leavers)
{
    uint64_t number = 0;
    assert_int_equal(
        ledger_fixture_append(&c->f, c->archive.ledger, year, leavers, 1, &number, NULL), 0);
}

/* Keep the counts behind a release that was or will be appended. */
static int64_t keep_other(struct archive_case *c, int32_t year, int64_t leavers, int64_t count)
{
    const char *names[] = {"leavers_headcount"};
    int64_t values[] = {count};
    const struct staith_system system = {.cell_count = 1, .names = names, .values = values};
    struct staith_release *release = ledger_fixture_release(&c->f, year, leavers);
    struct staith_buf packed;
    int64_t kept = 0;
    uint32_t dropped = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_release(release, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    assert_int_equal(
        staith_truth_put(c->archive.truth, "csww", hash, &system, &kept, &dropped, NULL), 0);
    staith_buf_deinit(&packed);
    staith_release_free(release);
    return kept;
}

static void keep(struct archive_case *c, int32_t year, int64_t leavers)
{
    (void)keep_other(c, year, leavers, leavers);
}

static int64_t leavers_in(const struct staith_disclosure_earlier *earlier)
{
    return staith_release_cell_at(earlier->release, 0).value.value;
}

/* Every vintage of the period and of those around it, newest first, each with its counts; of
 * another dataset what is near is held against as well. */
static void what_has_left(void **state)
{
    (void)state;
    struct archive_case c;
    begin(&c);
    assert_int_equal(read_past(&c, "csww", 2025), 0);
    assert_int_equal(c.past.count, 0);
    staith_gate_past_free(&c.past);
    append(&c, 2024, 10);
    append(&c, 2024, 11);
    append(&c, 2025, 20);
    keep(&c, 2025, 21);
    append(&c, 2025, 21);
    assert_int_equal(read_past(&c, "csww", 2025), 0);
    assert_int_equal(c.past.count, 4);
    static const int64_t leavers[] = {21, 20, 11, 10};
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(leavers_in(&c.past.items[i]), leavers[i]);
        assert_string_equal(c.past.items[i].catalogue->dataset, "csww");
    }
    assert_non_null(c.past.items[0].truth);
    assert_int_equal(c.past.items[0].truth->values[0], 21);
    assert_null(c.past.items[1].truth);
    staith_gate_past_free(&c.past);
    assert_int_equal(read_past(&c, "other", 2025), 0);
    assert_int_equal(c.past.count, 4);
    assert_int_equal(c.past.others, 4);
    staith_gate_past_free(&c.past);
    /* Two years are eight quarters; three are too far. */
    assert_int_equal(read_past(&c, "csww", 2027), 0);
    assert_int_equal(c.past.count, 2);
    staith_gate_past_free(&c.past);
    assert_int_equal(read_past(&c, "csww", 2022), 0);
    assert_int_equal(c.past.count, 2);
    staith_gate_past_free(&c.past);
    staith_gate_past_free(NULL);
    end(&c);
}

/* 20 left as one number and then, corrected, as the same: each release has the counts that its
 * account names. */
static void same_bytes_of_other_counts(void **state)
{
    (void)state;
    struct archive_case c;
    struct staith_release *release = NULL;
    begin(&c);
    static const int64_t counts[] = {18, 21};
    for (int i = 0; i < 2; i++) {
        char account[64];
        uint64_t number = 0;
        (void)snprintf(account, sizeof(account), "{\"counts\":%lld}",
                       (long long)keep_other(&c, 2025, 20, counts[i]));
        const struct staith_ledger_note note = {
            .source_name = "return.xml", .approved_by = "at once", .decision_json = account};
        release = ledger_fixture_release(&c.f, 2025, 20);
        assert_int_equal(
            staith_ledger_append(c.archive.ledger, release, &c.f.catalogue, &note, &number, NULL),
            0);
        staith_release_free(release);
    }
    assert_int_equal(read_past(&c, "csww", 2025), 0);
    assert_int_equal(c.past.count, 2);
    assert_int_equal(c.past.items[0].truth->values[0], 21);
    assert_int_equal(c.past.items[1].truth->values[0], 18);
    staith_gate_past_free(&c.past);
    end(&c);
    assert_int_equal(staith_gate_past_counts("{\"counts\":17}"), 17);
    assert_int_equal(staith_gate_past_counts("{\"counts\":-17}"), 0);
    assert_int_equal(staith_gate_past_counts("{}"), 0);
    assert_int_equal(staith_gate_past_counts("counts"), 0);
}

/* What waits for an officer may leave tomorrow; of the same period the new run takes its place. */
static void what_waits(void **state)
{
    (void)state;
    struct archive_case c;
    uint64_t number = 0;
    uint64_t replaced = 0;
    begin(&c);
    append(&c, 2024, 9);
    assert_int_equal(held_fixture_put(&c.f, c.archive.held, 2024, 10, 1, 5, &number, &replaced), 0);
    assert_int_equal(held_fixture_put(&c.f, c.archive.held, 2025, 20, 2, 6, &number, &replaced), 0);
    assert_int_equal(read_past(&c, "csww", 2025), 0);
    assert_int_equal(c.past.count, 2);
    assert_int_equal(leavers_in(&c.past.items[0]), 10);
    assert_int_equal(leavers_in(&c.past.items[1]), 9);
    assert_true(c.past.items[0].waits);
    assert_false(c.past.items[1].waits);
    staith_gate_past_free(&c.past);
    c.past = (struct staith_gate_past){0};
    assert_int_equal(read_past(&c, "other", 2025), 0);
    assert_int_equal(c.past.count, 3);
    staith_gate_past_free(&c.past);
    end(&c);
}

/* One vintage more than there is room for is there, and its counts are as if lost. */
static void more_than_there_is_room_for(void **state)
{
    (void)state;
    struct archive_case c;
    begin(&c);
    for (int32_t i = 0; i < STAITH_GATE_PAST_OTHERS + 2; i++) {
        append(&c, 2024, 30 + i);
    }
    for (int64_t i = 0; i < STAITH_GATE_PAST_VINTAGES + 3; i++) {
        keep(&c, 2025, 100 + i);
        append(&c, 2025, 100 + i);
    }
    assert_int_equal(read_past(&c, "csww", 2025), 0);
    assert_int_equal(c.past.vintages, STAITH_GATE_PAST_VINTAGES + 1);
    assert_int_equal(c.past.others, STAITH_GATE_PAST_OTHERS);
    assert_int_equal(c.past.count, STAITH_DISCLOSURE_MAX_EARLIER);
    assert_true(c.past.cut);
    for (uint32_t i = 0; i < STAITH_GATE_PAST_VINTAGES; i++) {
        assert_non_null(c.past.items[i].truth);
        assert_int_equal(leavers_in(&c.past.items[i]), 100 + STAITH_GATE_PAST_VINTAGES + 2 - i);
    }
    assert_null(c.past.items[STAITH_GATE_PAST_VINTAGES].truth);
    assert_int_equal(leavers_in(&c.past.items[STAITH_DISCLOSURE_MAX_EARLIER - 1]), 32);
    staith_gate_past_free(&c.past);
    /* Three years on nothing of it is near: no room was asked for, and nothing is cut. */
    assert_int_equal(read_past(&c, "csww", 2028), 0);
    assert_int_equal(c.past.count, 0);
    assert_false(c.past.cut);
    staith_gate_past_free(&c.past);
    end(&c);
}

/* What counts nothing that the other does takes no room, also where there is more of it than room
 * for it. */
static void what_is_no_kin(void **state)
{
    (void)state;
    struct archive_case c;
    struct staith_measure cases[] = {
        {"cases", "Cases", "Cases.", STAITH_UNIT_CASES, STAITH_COUNT_ROWS}};
    struct staith_measure people[] = {
        {"cases", "Cases", "Cases.", STAITH_UNIT_CASES, STAITH_COUNT_ROWS},
        {"starters_headcount", "Starters", "People.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE}};
    const struct staith_catalogue stranger = {
        .dataset = "caseload", .measure_count = 1, .measures = cases};
    const struct staith_catalogue kin = {
        .dataset = "workforce", .measure_count = 2, .measures = people};
    uint64_t number = 0;
    uint64_t replaced = 0;
    begin(&c);
    for (int32_t i = 0; i < STAITH_GATE_PAST_OTHERS + 1; i++) {
        append(&c, 2025, 30 + i);
    }
    assert_int_equal(held_fixture_put(&c.f, c.archive.held, 2024, 10, 1, 5, &number, &replaced), 0);
    assert_int_equal(read_beside(&c, "caseload", 2025, &stranger), 0);
    assert_int_equal(c.past.count, 0);
    assert_false(c.past.cut);
    staith_gate_past_free(&c.past);
    /* Leavers and starters are of the same people. */
    assert_int_equal(read_beside(&c, "workforce", 2025, &kin), 0);
    assert_int_equal(c.past.others, STAITH_GATE_PAST_OTHERS);
    assert_int_equal(leavers_in(&c.past.items[0]), 10);
    assert_true(c.past.cut);
    staith_gate_past_free(&c.past);
    end(&c);
}

static void nowhere_to_look(void **state)
{
    (void)state;
    struct archive_case c;
    begin(&c);
    append(&c, 2025, 20);
    keep(&c, 2025, 20);
    struct staith_truth *truth = c.archive.truth;
    c.archive.truth = NULL;
    assert_int_equal(read_past(&c, "csww", 2025), 0);
    assert_int_equal(c.past.count, 1);
    assert_null(c.past.items[0].truth);
    staith_gate_past_free(&c.past);
    c.archive.truth = truth;
    const struct staith_gate_archive nothing = {0};
    const struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    assert_int_equal(staith_gate_past_read(&nothing, "csww", &period, NULL, &c.past, NULL), 0);
    assert_int_equal(c.past.count, 0);
    staith_gate_past_free(&c.past);
    end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_left),  cmocka_unit_test(same_bytes_of_other_counts),
        cmocka_unit_test(what_waits),     cmocka_unit_test(more_than_there_is_room_for),
        cmocka_unit_test(what_is_no_kin), cmocka_unit_test(nowhere_to_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
