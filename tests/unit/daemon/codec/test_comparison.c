/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hostile.h"

/* By `protoc-c --encode=staith.v1.Comparison` from the fields below. */
static const uint8_t bytes_of_it[] = {
    0x0a, 0x04, 0x63, 0x73, 0x77, 0x77, 0x10, 0x01, 0x18, 0xd2, 0x1f, 0x28, 0x80, 0xa7, 0x84, 0x8f,
    0xc6, 0x68, 0x30, 0x02, 0x3a, 0x08, 0x74, 0x75, 0x72, 0x6e, 0x6f, 0x76, 0x65, 0x72, 0x3a, 0x06,
    0x61, 0x67, 0x65, 0x6e, 0x63, 0x79, 0x42, 0x08, 0x54, 0x75, 0x72, 0x6e, 0x6f, 0x76, 0x65, 0x72,
    0x42, 0x0e, 0x41, 0x67, 0x65, 0x6e, 0x63, 0x79, 0x20, 0x77, 0x6f, 0x72, 0x6b, 0x65, 0x72, 0x73,
    0x4a, 0x01, 0x25, 0x4a, 0x00, 0x52, 0x02, 0x01, 0x00, 0x5a, 0x08, 0x01, 0x05, 0x00, 0x01, 0x01,
    0x01, 0x01, 0x00, 0x62, 0x0c, 0xe2, 0x01, 0x00, 0x00, 0xfc, 0xc0, 0x01, 0x08, 0x50, 0xa0, 0x06,
    0x00, 0x6a, 0x02, 0x03, 0x00, 0x72, 0x02, 0x0c, 0x00, 0x7a, 0x02, 0x0a, 0x00};

static struct staith_comparison_row rows[] = {
    {.code = "turnover",
     .label = "Turnover",
     .unit = "%",
     .decimals = 1,
     .sides = {{STAITH_STATUS_VALUE, 113},
               {STAITH_STATUS_UNRELIABLE, 0},
               {STAITH_STATUS_UNSET, 0},
               {STAITH_STATUS_VALUE, 12350}},
     .rank = 3,
     .ranked = 12,
     .neighbours = 10},
    {.code = "agency",
     .label = "Agency workers",
     .sides = {{STAITH_STATUS_VALUE, 4}, {STAITH_STATUS_VALUE, 40}, {STAITH_STATUS_VALUE, 400}}},
};
static const struct staith_comparison comparison = {.dataset = "csww",
                                                    .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                                    .made_unix_ms = 1796117400000,
                                                    .row_count = 2,
                                                    .rows = rows};

static void known_bytes(void **state)
{
    (void)state;
    struct staith_buf out;
    struct staith_arena arena;
    struct staith_comparison back = {0};
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_codec_pack_comparison(&comparison, &out), 0);
    assert_int_equal(out.len, sizeof(bytes_of_it));
    assert_memory_equal(out.data, bytes_of_it, sizeof(bytes_of_it));
    assert_int_equal(staith_codec_unpack_comparison(out.data, out.len, &arena, &back, NULL), 0);
    assert_string_equal(back.dataset, "csww");
    assert_int_equal(back.period.year, 2025);
    assert_int_equal(back.made_unix_ms, 1796117400000);
    assert_int_equal(back.row_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_string_equal(back.rows[i].code, rows[i].code);
        assert_string_equal(back.rows[i].label, rows[i].label);
        assert_string_equal(back.rows[i].unit, rows[i].unit);
        assert_int_equal(back.rows[i].decimals, rows[i].decimals);
        assert_int_equal(back.rows[i].rank, rows[i].rank);
        assert_int_equal(back.rows[i].ranked, rows[i].ranked);
        assert_int_equal(back.rows[i].neighbours, rows[i].neighbours);
        for (size_t side = 0; side < STAITH_SIDE_COUNT; side++) {
            assert_int_equal(back.rows[i].sides[side].status, rows[i].sides[side].status);
            assert_int_equal(back.rows[i].sides[side].value, rows[i].sides[side].value);
        }
    }
    staith_arena_deinit(&arena);
    staith_buf_deinit(&out);
    struct staith_comparison wrong = comparison;
    wrong.row_count = 0;
    assert_int_equal(staith_codec_pack_comparison(&wrong, &out), STAITH_ERR_INVAL);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_comparison got;
    int code = staith_codec_unpack_comparison(bytes, len, arena, &got, err);
    if (code == 0) {
        assert_true(staith_comparison_valid(&got));
    }
    return code;
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct staith_buf good;
    staith_buf_init(&good, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_comparison(&comparison, &good), 0);
    hostile_cut(unpack, &good);
    assert_true(hostile_spoil(unpack, &good) > good.len);
    hostile_double(unpack, &good);
    assert_true(hostile_starve(unpack, &good) > 0);
    staith_buf_deinit(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_bytes),
        cmocka_unit_test(hostile_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
