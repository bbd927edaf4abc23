/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/handouts.h"

#include "aggregator/ingest/internal.h"
#include "ingest_fixture.h"

#include <cmocka.h>

static struct staith_config_area areas[] = {{.code = "840"}, {.code = "390"}};
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

static void import_caps(struct ingest_fixture *fixture, const char *pence)
{
    static const char *const columns[] = {"role", "pence_per_hour"};
    const char *cells[] = {"iro", pence};
    const struct staith_handout caps = {.name = "caps",
                                        .made_unix_ms = 5,
                                        .column_count = 2,
                                        .row_count = 1,
                                        .columns = columns,
                                        .cells = cells};
    struct staith_buf packed;
    uint8_t hash[STAITH_HASH_BYTES];
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_handout(&caps, &packed), 0);
    staith_codec_hash(pence, strlen(pence), hash);
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(
        staith_store_put_handout(fixture->store, "caps", packed.data, packed.len, hash, NULL), 0);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    staith_buf_deinit(&packed);
}

static void import_national(struct ingest_fixture *fixture, int64_t value)
{
    struct staith_store_national figure = {.period = "2025",
                                           .area = "ENG",
                                           .area_name = "England",
                                           .level = "country",
                                           .item = "agency_rate_fte",
                                           .status = STAITH_STATUS_VALUE,
                                           .value = value,
                                           .decimals = 1};
    uint64_t vintage = 0;
    uint8_t hash[STAITH_HASH_BYTES] = {(uint8_t)value};
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(staith_store_national_begin(fixture->store, "DfE", hash, &vintage, NULL), 0);
    assert_int_equal(staith_store_national_put(fixture->store, vintage, &figure, NULL), 0);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
}

struct told {
    uint32_t count;
    struct staith_arena arena;
    struct staith_handout last;
};

static int take(void *ctx, const struct staith_store_record *record)
{
    struct told *told = ctx;
    assert_int_equal(record->kind, STAITH_RECORD_HANDOUT);
    assert_int_equal(record->number, told->count + 1);
    told->count++;
    assert_int_equal(staith_codec_unpack_handout(record->payload, record->payload_len, &told->arena,
                                                 &told->last, NULL),
                     0);
    return 0;
}

/* How many a council was told, and a cell of the last. */
static void expect(struct ingest_fixture *fixture, const char *authority, uint32_t count,
                   const char *name, uint32_t at, const char *cell)
{
    struct told told = {0};
    staith_arena_init(&told.arena, 4 << 20);
    assert_int_equal(staith_store_words(fixture->store, authority, 0, 100, take, &told, NULL), 0);
    assert_int_equal(told.count, count);
    if (count > 0) {
        assert_string_equal(told.last.name, name);
        assert_string_equal(told.last.cells[at], cell);
    }
    staith_arena_deinit(&told.arena);
}

static uint32_t hand_out(struct ingest_fixture *fixture)
{
    uint32_t given = 99;
    assert_int_equal(staith_ingest_hand_out(fixture->ingest, &config, &given, &fixture->err), 0);
    return given;
}

/* Each council, also one that has sent nothing, once for each change. */
static void each_is_told_once(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council region = {0};
    exchange_council_init(&region, "1", 1);
    open_with_key(fixture, region.secret_key);
    assert_int_equal(hand_out(fixture), 0);
    import_caps(fixture, "4600");
    assert_int_equal(hand_out(fixture), 2);
    expect(fixture, "840", 1, "caps", 1, "4600");
    expect(fixture, "390", 1, "caps", 1, "4600");
    assert_int_equal(hand_out(fixture), 0);
    import_national(fixture, 163);
    assert_int_equal(hand_out(fixture), 2);
    expect(fixture, "390", 2, "national", 5, "16.3");
    import_caps(fixture, "4700");
    assert_int_equal(hand_out(fixture), 2);
    expect(fixture, "840", 3, "caps", 1, "4700");
    /* not again by another process; and what an import does not change is not said again */
    open_with_key(fixture, region.secret_key);
    assert_int_equal(hand_out(fixture), 0);
}

static void without_a_key_nobody_is_told(void **state)
{
    struct ingest_fixture *fixture = *state;
    import_caps(fixture, "4600");
    assert_int_equal(hand_out(fixture), 0);
    expect(fixture, "840", 0, "", 0, "");
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, ingest_fixture_setup, ingest_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(each_is_told_once),
        CASE(without_a_key_nobody_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
