/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

static int put(struct store_fixture *fixture, const char *authority, uint64_t number,
               uint8_t previous)
{
    struct staith_store_record record = store_fixture_record(authority, 1, number);
    record.kind = 16;
    record.previous = store_fixture_hash(previous);
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    int rc = staith_store_put_word(fixture->store, &record, NULL);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    return rc;
}

struct told {
    size_t count;
    uint64_t numbers[8];
    uint64_t epoch;
    int stop;
};

static int take(void *ctx, const struct staith_store_record *record)
{
    struct told *told = ctx;
    assert_string_equal(record->authority, "840");
    assert_int_equal(record->kind, 16);
    assert_int_equal(record->payload_len, 5);
    assert_memory_equal(record->hash, store_fixture_hash((uint8_t)record->number),
                        STAITH_HASH_BYTES);
    told->numbers[told->count++] = record->number;
    told->epoch = record->epoch;
    return told->stop;
}

/* A chain for each council, in order, without a gap. */
static void words_are_chained(void **state)
{
    struct store_fixture *fixture = *state;
    struct told told = {0};
    uint64_t epoch = 0;
    uint64_t last = 9;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_store_words(fixture->store, "840", 0, 8, take, &told, NULL), 0);
    assert_int_equal(told.count, 0);
    assert_int_equal(staith_store_region_epoch(fixture->store, &epoch, NULL), STAITH_ERR_STATE);
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(staith_store_region_epoch(fixture->store, &epoch, NULL), 0);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    assert_true(epoch == 0x0707070707070707); /* what the fixture draws */
    assert_int_equal(staith_store_word_last(fixture->store, "840", &last, hash, NULL), 0);
    assert_int_equal(last, 0);
    assert_int_equal(put(fixture, "840", 2, 1), STAITH_ERR_STATE);
    assert_int_equal(put(fixture, "840", 1, 0), 0);
    assert_int_equal(put(fixture, "840", 1, 0), STAITH_ERR_STATE);
    assert_int_equal(put(fixture, "840", 2, 9), STAITH_ERR_STATE); /* not the one before it */
    assert_int_equal(put(fixture, "840", 2, 1), 0);
    assert_int_equal(put(fixture, "840", 3, 2), 0);
    assert_int_equal(put(fixture, "390", 1, 0), 0);
    assert_int_equal(staith_store_words(fixture->store, "840", 0, 2, take, &told, NULL), 0);
    assert_int_equal(told.count, 2);
    assert_int_equal(told.numbers[1], 2);
    assert_true(told.epoch == epoch);
    assert_int_equal(staith_store_words(fixture->store, "840", 2, 8, take, &told, NULL), 0);
    assert_int_equal(told.count, 3);
    assert_int_equal(told.numbers[2], 3);
    told.stop = 17;
    assert_int_equal(staith_store_words(fixture->store, "840", 0, 8, take, &told, NULL), 17);
    assert_int_equal(told.count, 4);
    assert_int_equal(staith_store_word_last(fixture->store, "840", &last, hash, NULL), 0);
    assert_int_equal(last, 3);
    assert_memory_equal(hash, store_fixture_hash(3), STAITH_HASH_BYTES);
}

/* What was told last is remembered by its hash, for each council and dataset. */
static void told_once(void **state)
{
    struct store_fixture *fixture = *state;
    bool same = true;
    assert_int_equal(
        staith_store_told(fixture->store, "840", "csww", store_fixture_hash(1), &same, NULL),
        STAITH_ERR_STATE); /* in no transaction */
    static const struct {
        const char *authority;
        const char *dataset;
        uint8_t hash;
        bool same;
    } cases[] = {
        {"840", "csww", 1, false}, {"840", "csww", 1, true},  {"840", "csww", 2, false},
        {"840", "csww", 1, false}, {"390", "csww", 1, false}, {"840", "other", 1, false},
        {"840", "csww", 1, true},
    };
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(staith_store_told(fixture->store, cases[i].authority, cases[i].dataset,
                                           store_fixture_hash(cases[i].hash), &same, NULL),
                         0);
        assert_int_equal(same, cases[i].same);
    }
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_chained, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(told_once, store_fixture_setup, store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
