/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two councils with one measure each; expected figures by hand: 5 and 7 FTE are 12 in the region.
 */
#include "aggregator/ingest/compare.h"
#include "aggregator/ingest/internal.h"
#include "ingest_fixture.h"

#include <cmocka.h>

static const char *no_neighbours[] = {"841"};
static struct staith_config_area areas[] = {
    {.code = "840", .name = "County Durham", .short_name = "Durham", .neighbours = no_neighbours},
    {.code = "390", .name = "Gateshead", .short_name = "Gateshead", .neighbours = no_neighbours},
};
static const struct staith_config_region config = {
    .region_code = "E12000001", .region_name = "North East", .council_count = 2, .councils = areas};

static void open_with_key(struct ingest_fixture *fixture, const uint8_t *key)
{
    staith_ingest_free(fixture->ingest);
    const struct staith_ingest_options options = {
        .store = fixture->store,
        .outside = &fixture->outside,
        .signing_key = key,
        .send = ingest_fixture_sent,
        .ctx = fixture,
    };
    assert_int_equal(staith_ingest_new(&options, &fixture->ingest, NULL), 0);
    assert_int_equal(staith_ingest_set_councils(fixture->ingest, fixture->councils, 2), 0);
}

static void say(struct ingest_fixture *fixture, struct exchange_council *council, int64_t fte)
{
    struct staith_buf bytes;
    exchange_say_release(council, exchange_release(council->authority, 2025, fte), &bytes);
    ingest_fixture_hear(fixture, council->authority, &bytes);
    ingest_fixture_commit(fixture);
}

struct told {
    uint32_t comparisons;
    struct staith_arena arena;
    struct staith_comparison last;
};

static int take(void *ctx, const struct staith_store_record *record)
{
    struct told *told = ctx;
    if (record->kind == STAITH_RECORD_COMPARISON) {
        told->comparisons++;
        assert_int_equal(staith_codec_unpack_comparison(record->payload, record->payload_len,
                                                        &told->arena, &told->last, NULL),
                         0);
    }
    return 0;
}

static void expect(struct ingest_fixture *fixture, const char *authority, uint32_t comparisons,
                   int64_t council, int64_t region)
{
    struct told told = {0};
    staith_arena_init(&told.arena, 4 << 20);
    assert_int_equal(staith_store_words(fixture->store, authority, 0, 100, take, &told, NULL), 0);
    assert_int_equal(told.comparisons, comparisons);
    if (comparisons > 0) {
        assert_string_equal(told.last.dataset, "csww");
        assert_int_equal(told.last.period.year, 2025);
        assert_int_equal(told.last.made_unix_ms, FIXTURE_NOW_MS);
        assert_string_equal(told.last.rows[0].code, "workers_fte");
        assert_int_equal(told.last.rows[0].sides[STAITH_SIDE_COUNCIL].value, council);
        assert_int_equal(told.last.rows[0].sides[STAITH_SIDE_REGION].value, region);
        assert_int_equal(told.last.rows[0].sides[STAITH_SIDE_COUNTRY].status, STAITH_STATUS_UNSET);
    }
    staith_arena_deinit(&told.arena);
}

static void each_is_told_its_own_once(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    uint32_t told = 9;
    exchange_council_init(&region, "1", 1);
    open_with_key(fixture, region.secret_key);
    assert_int_equal(staith_ingest_compare(fixture->ingest, &config, &told, NULL), 0);
    assert_int_equal(told, 0); /* nothing is shown yet */
    ingest_fixture_bring(fixture, &fixture->durham, 0);
    say(fixture, &fixture->durham, 5000000);
    assert_int_equal(staith_ingest_compare(fixture->ingest, &config, &told, NULL), 0);
    assert_int_equal(told, 1); /* Gateshead has sent nothing of it */
    expect(fixture, "840", 1, 50, 50);
    expect(fixture, "390", 0, 0, 0);
    ingest_fixture_bring(fixture, &fixture->other, 0);
    say(fixture, &fixture->other, 7000000);
    assert_int_equal(staith_ingest_compare(fixture->ingest, &config, &told, NULL), 0);
    assert_int_equal(told, 2);
    expect(fixture, "840", 2, 50, 120);
    expect(fixture, "390", 1, 70, 120);
    /* nothing changed: nobody is told again, also not by another process */
    assert_int_equal(staith_ingest_compare(fixture->ingest, &config, &told, NULL), 0);
    assert_int_equal(told, 0);
    open_with_key(fixture, region.secret_key);
    assert_int_equal(staith_ingest_compare(fixture->ingest, &config, &told, NULL), 0);
    assert_int_equal(told, 0);
    expect(fixture, "840", 2, 50, 120);
}

/* Gateshead keeps its figures to the region: Durham's sum is its own 5 alone, and no difference to
 * what it sees elsewhere tells of the 7. Gateshead sees its own beside what Durham shares. */
static void what_is_not_shared_is_in_no_sum(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    struct staith_config_share kept = {.dataset = "csww", .with = "region"};
    struct staith_config_area two[] = {areas[0], areas[1]};
    struct staith_config_region sharing = config;
    uint32_t told = 0;
    two[1].share_count = 1;
    two[1].shares = &kept;
    sharing.councils = two;
    exchange_council_init(&region, "1", 1);
    open_with_key(fixture, region.secret_key);
    ingest_fixture_bring(fixture, &fixture->durham, 0);
    ingest_fixture_bring(fixture, &fixture->other, 0);
    say(fixture, &fixture->durham, 5000000);
    say(fixture, &fixture->other, 7000000);
    assert_int_equal(staith_ingest_compare(fixture->ingest, &sharing, &told, NULL), 0);
    assert_int_equal(told, 2);
    expect(fixture, "840", 1, 50, 50);
    expect(fixture, "390", 1, 70, 120);
}

/* More periods than are compared, which one council alone can send: nothing is told, and nothing
 * else of the region's work ends for it. */
static void too_many_periods_are_no_failure(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    struct staith_buf bytes;
    struct staith_err err = {0};
    uint32_t told = 9;
    exchange_council_init(&region, "1", 1);
    open_with_key(fixture, region.secret_key);
    ingest_fixture_bring(fixture, &fixture->durham, 0);
    for (int year = 2000; year < 2300; year++) {
        exchange_say_release(&fixture->durham, exchange_release("840", year, 5), &bytes);
        ingest_fixture_hear(fixture, "840", &bytes);
        if (year % 50 == 49) {
            ingest_fixture_commit(fixture);
        }
    }
    assert_int_equal(staith_ingest_compare(fixture->ingest, &config, &told, &err), 0);
    assert_int_equal(told, 0);
    assert_int_equal(err.code, 0);
}

static void without_a_key_nobody_is_told(void **state)
{
    struct ingest_fixture *fixture = *state;
    uint32_t told = 9;
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    assert_int_equal(staith_ingest_compare(fixture->ingest, &config, &told, NULL), 0);
    assert_int_equal(told, 0);
    expect(fixture, "840", 0, 0, 0);
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, ingest_fixture_setup, ingest_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(each_is_told_its_own_once),
        CASE(what_is_not_shared_is_in_no_sum),
        CASE(too_many_periods_are_no_failure),
        CASE(without_a_key_nobody_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
