/* SPDX-License-Identifier: Apache-2.0 */
/* Amounts that left, read from a ledger again, with those who were behind them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "amount_case.h"
#include "authority/gate/shown.h"
#include "codec/codec.h"
#include "ledger_fixture.h"

struct council {
    struct ledger_fixture folder;
    struct staith_ledger *ledger;
    struct staith_followed *followed;
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
    staith_arena_init(&c->arena, STAITH_GATE_SHOWN_MAX_BYTES);
}

static void end(struct council *c)
{
    staith_arena_deinit(&c->arena);
    staith_followed_close(c->followed);
    staith_ledger_close(c->ledger);
    ledger_fixture_deinit(&c->folder);
}

/* What the gate does with a run: what left earlier, the decision, sketches, ledger. */
static void leave(struct council *c, struct amount_case *amounts, uint8_t mark)
{
    struct staith_buf packed;
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_err err = {0};
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(&amounts->catalogue, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    staith_buf_deinit(&packed);
    amounts->what.catalogue_hash = hash;
    amounts->raw.source_hash[0] = mark;
    assert_int_equal(staith_gate_shown_read(c->ledger, c->followed, &amounts->catalogue, &c->arena,
                                            &c->shown, &c->count, &err),
                     0);
    amounts->what.shown = c->shown;
    amounts->what.shown_count = c->count;
    struct staith_release *release = amount_case_release(amounts);
    assert_non_null(release);
    assert_int_equal(staith_gate_shown_keep(c->followed, &amounts->raw, 1000 + mark, &err), 0);
    const struct staith_ledger_note note = {.source_name = "f.csv",
                                            .source_hash = {mark},
                                            .approved_by = "at once",
                                            .decision_json = "{}"};
    uint64_t number = 0;
    if (staith_ledger_append(c->ledger, release, &amounts->catalogue, &note, &number, &err) != 0) {
        fail_msg("%s", err.what);
    }
    staith_release_free(release);
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

static void read_again(struct council *c, const struct amount_case *amounts)
{
    assert_int_equal(staith_gate_shown_read(c->ledger, c->followed, &amounts->catalogue, &c->arena,
                                            &c->shown, &c->count, NULL),
                     0);
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
        assert_int_equal(find(&c, "rate_median|role=senior")->value, quarter < 4 ? 3350 : 3650);
    }
    end(&c);
    free(amounts);
}

/* Sketches that were lost: the figure is known and who was behind it is not. */
static void lost_sketches(void **state)
{
    (void)state;
    struct council c;
    struct amount_case *amounts = amount_case_new(30, 25, 22, 21);
    start(&c);
    leave(&c, amounts, 1);
    assert_int_equal(
        staith_followed_put(c.followed, "agency_rates", (const uint8_t[32]){1}, NULL, 0, 9, NULL),
        0);
    read_again(&c, amounts);
    assert_false(find(&c, "rate_median|role=senior")->followed);
    /* A run that is not followed keeps nothing; a catalogue without amounts asks for nothing. */
    amounts->raw.followed = false;
    assert_int_equal(staith_gate_shown_keep(c.followed, &amounts->raw, 10, NULL), 0);
    read_again(&c, amounts);
    assert_false(find(&c, "rate_median|role=senior")->followed);
    amounts->raw.followed = true;
    amounts->measures[AMOUNT_MEDIAN].aggregation = STAITH_COUNT_ROWS;
    amounts->measures[AMOUNT_SPEND].aggregation = STAITH_COUNT_ROWS;
    assert_int_equal(staith_gate_shown_keep(c.followed, &amounts->raw, 10, NULL), 0);
    read_again(&c, amounts);
    assert_int_equal(c.count, 0);
    end(&c);
    free(amounts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_left),
        cmocka_unit_test(over_quarters),
        cmocka_unit_test(lost_sketches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
