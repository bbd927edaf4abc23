/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

static int put(struct store_fixture *fixture, const char *name, const char *bytes, uint8_t hash)
{
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    int code = staith_store_put_handout(fixture->store, name, (const uint8_t *)bytes, strlen(bytes),
                                        store_fixture_hash(hash), &fixture->err);
    if (code == 0) {
        return staith_store_commit(fixture->store, &fixture->err);
    }
    staith_store_rollback(fixture->store);
    return code;
}

static void expect(struct store_fixture *fixture, const char *name, const char *bytes)
{
    uint8_t *got = NULL;
    size_t len = 0;
    assert_int_equal(staith_store_handout(fixture->store, name, &got, &len, &fixture->err), 0);
    assert_int_equal(len, strlen(bytes));
    assert_memory_equal(got, bytes, len);
    free(got);
}

static void the_newest_of_a_name_counts(void **state)
{
    struct store_fixture *fixture = *state;
    uint8_t *bytes = NULL;
    size_t len = 0;
    assert_int_equal(staith_store_handout(fixture->store, "caps", &bytes, &len, NULL),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(put(fixture, "caps", "first", 1), 0);
    assert_int_equal(put(fixture, "other", "else", 1), 0);
    assert_int_equal(put(fixture, "caps", "again", 1), STAITH_ERR_EXISTS);
    expect(fixture, "caps", "first");
    assert_int_equal(put(fixture, "caps", "second", 2), 0);
    expect(fixture, "caps", "second");
    /* back to an earlier file is a new word */
    assert_int_equal(put(fixture, "caps", "first", 1), 0);
    expect(fixture, "caps", "first");
    expect(fixture, "other", "else");
    assert_int_equal(staith_store_put_handout(fixture->store, "caps", (const uint8_t *)"x", 1,
                                              store_fixture_hash(3), NULL),
                     STAITH_ERR_STATE); /* in a transaction only */
}

static void import(struct store_fixture *fixture)
{
    static const struct staith_store_national figures[] = {
        {.period = "2025",
         .area = "ENG",
         .area_name = "England",
         .level = "country",
         .item = "agency_rate_fte",
         .status = STAITH_STATUS_VALUE,
         .value = 163,
         .decimals = 1},
        {.period = "2025",
         .area = "E12000001",
         .area_name = "North East",
         .level = "region",
         .item = "agency_rate_fte",
         .status = STAITH_STATUS_UNRELIABLE},
        {.period = "2025",
         .area = "E12000002",
         .area_name = "North West",
         .level = "region",
         .item = "agency_rate_fte",
         .status = STAITH_STATUS_VALUE,
         .value = 9},
        {.period = "2025",
         .area = "840",
         .area_name = "County Durham",
         .level = "authority",
         .item = "agency_rate_fte",
         .status = STAITH_STATUS_VALUE,
         .value = 9},
    };
    uint64_t vintage = 0;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_national_begin(fixture->store, "DfE, OGL", store_fixture_hash(9),
                                                 &vintage, &fixture->err),
                     0);
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
        assert_int_equal(
            staith_store_national_put(fixture->store, vintage, &figures[i], &fixture->err), 0);
    }
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

/* The country and this region, as published; no council, and no other region. */
static void national_figures(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_arena arena;
    struct staith_buf csv;
    struct staith_handout handout;
    staith_arena_init(&arena, 4 << 20);
    assert_int_equal(
        staith_store_national_handout(fixture->store, "E12000001", &arena, &handout, &fixture->err),
        STAITH_ERR_NOTFOUND);
    import(fixture);
    assert_int_equal(
        staith_store_national_handout(fixture->store, "E12000001", &arena, &handout, &fixture->err),
        0);
    assert_string_equal(handout.name, "national");
    assert_true(staith_handout_valid(&handout));
    staith_buf_init(&csv, 4096);
    assert_int_equal(staith_handout_csv(&handout, &csv), 0);
    assert_string_equal(staith_buf_cstr(&csv),
                        "period,level,area_code,area_name,item,value,source\n"
                        "2025,region,E12000001,North East,agency_rate_fte,u,\"DfE, OGL\"\n"
                        "2025,country,ENG,England,agency_rate_fte,16.3,\"DfE, OGL\"\n");
    staith_buf_deinit(&csv);
    staith_arena_deinit(&arena);
}

/* What another process wrote is seen, what this one wrote is not. */
static void another_writer_is_seen(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *other = NULL;
    bool touched = false;
    assert_int_equal(staith_store_touched(fixture->store, &touched, NULL), 0);
    assert_true(touched); /* what was there before is not known */
    assert_int_equal(staith_store_touched(fixture->store, &touched, NULL), 0);
    assert_false(touched);
    assert_int_equal(put(fixture, "caps", "mine", 1), 0);
    assert_int_equal(staith_store_touched(fixture->store, &touched, NULL), 0);
    assert_false(touched);
    assert_int_equal(staith_store_open(fixture->where, false, &fixture->outside, &other, NULL), 0);
    struct store_fixture elsewhere = *fixture;
    elsewhere.store = other;
    assert_int_equal(put(&elsewhere, "caps", "theirs", 2), 0);
    staith_store_close(other);
    assert_int_equal(staith_store_touched(fixture->store, &touched, NULL), 0);
    assert_true(touched);
    assert_int_equal(staith_store_touched(fixture->store, &touched, NULL), 0);
    assert_false(touched);
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_newest_of_a_name_counts),
        CASE(national_figures),
        CASE(another_writer_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
