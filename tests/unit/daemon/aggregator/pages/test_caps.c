/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/caps.h"

#include "aggregator/store/caps_file.h"
#include "base/date.h"
#include "codec/codec.h"
#include "store_fixture.h"

static void import(struct store_fixture *fixture, const char *text)
{
    struct staith_arena arena;
    struct staith_handout handout;
    struct staith_buf bytes;
    staith_arena_init(&arena, 1 << 20);
    staith_buf_init(&bytes, 1 << 20);
    assert_int_equal(staith_caps_file_read("caps.csv", text, strlen(text), "North East", &arena,
                                           &handout, &fixture->err),
                     0);
    assert_int_equal(staith_codec_pack_handout(&handout, &bytes), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_handout(fixture->store, "caps", bytes.data, bytes.len,
                                              store_fixture_hash(1), &fixture->err),
                     0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    staith_buf_deinit(&bytes);
    staith_arena_deinit(&arena);
}

static int32_t day(const char *text)
{
    int32_t day = 0;
    assert_int_equal(staith_date_parse(text, strlen(text), &day), 0);
    return day;
}

static void as_they_were_handed_out(void **state)
{
    struct store_fixture *fixture = *state;
    const struct staith_site_cap *caps = NULL;
    struct staith_arena arena;
    uint32_t count = 9;
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_pages_caps(fixture->store, &arena, &caps, &count, &fixture->err), 0);
    assert_int_equal(count, 0);
    import(fixture, "role,basis,pence_per_hour,valid_from,valid_to,source\n"
                    "social_worker,paye,3200,2025-01-01,2025-09-30,invented\n"
                    "social_worker,paye,3300,2025-10-01,,invented\n");
    assert_int_equal(staith_pages_caps(fixture->store, &arena, &caps, &count, &fixture->err), 0);
    assert_int_equal(count, 2);
    assert_string_equal(caps[0].role, "social_worker");
    assert_string_equal(caps[0].basis, "paye");
    assert_int_equal(caps[0].pence, 3200);
    assert_int_equal(caps[0].until, day("2025-09-30"));
    assert_int_equal(caps[1].from, day("2025-10-01"));
    assert_int_equal(caps[1].until, INT32_MAX);
    assert_string_equal(caps[1].source, "invented");
    staith_arena_deinit(&arena);
}

/* Two caps of one day are one change; what the region says of a day itself stands. */
static void a_change_begins_a_phase(void **state)
{
    const struct staith_benchmark_phase set = {"over_cap", 500, "agreed in March"};
    const struct staith_benchmark_settings settings = {.phase_count = 1, .phases = &set};
    const struct staith_site_cap caps[] = {
        {"social_worker", "paye", 3200, 100, 499, "s"},
        {"iro", "paye", 3700, 100, 499, "s"},
        {"social_worker", "paye", 3300, 500, INT32_MAX, "s"},
    };
    struct staith_arena arena;
    (void)state;
    staith_arena_init(&arena, 1 << 16);
    assert_ptr_equal(staith_pages_cap_phases(&settings, NULL, 0, &arena), &settings);
    const struct staith_benchmark_settings *own =
        staith_pages_cap_phases(&settings, caps, 3, &arena);
    assert_int_equal(own->phase_count, 4);
    assert_string_equal(own->phases[0].reason, "agreed in March");
    assert_string_equal(own->phases[1].item, "over_cap");
    assert_int_equal(own->phases[1].from, 100);
    assert_string_equal(own->phases[2].item, "over_cap_rate");
    assert_int_equal(own->phases[2].from, 100);
    assert_string_equal(own->phases[3].item, "over_cap_rate");
    assert_int_equal(own->phases[3].from, 500);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_they_were_handed_out, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test(a_change_begins_a_phase),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
