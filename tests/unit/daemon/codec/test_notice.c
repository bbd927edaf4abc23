/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hostile.h"

/* Both by `protoc-c --encode=staith.v1.Notice` from the fields below. */
static const uint8_t withdrawal_bytes[] = {
    0x0a, 0x03, 0x38, 0x34, 0x30, 0x12, 0x04, 0x63, 0x73, 0x77, 0x77, 0x18, 0x01, 0x20, 0xd2, 0x1f,
    0x30, 0x01, 0x42, 0x1b, 0x4c, 0x65, 0x61, 0x76, 0x65, 0x72, 0x73, 0x20, 0x77, 0x65, 0x72, 0x65,
    0x20, 0x63, 0x6f, 0x75, 0x6e, 0x74, 0x65, 0x64, 0x20, 0x74, 0x77, 0x69, 0x63, 0x65, 0x2e};
static const uint8_t embargo_bytes[] = {0x0a, 0x03, 0x38, 0x34, 0x30, 0x12, 0x04, 0x63, 0x73,
                                        0x77, 0x77, 0x18, 0x02, 0x20, 0xd2, 0x1f, 0x28, 0x06,
                                        0x30, 0x02, 0x38, 0x80, 0xa7, 0x84, 0x8f, 0xc6, 0x68};

static const struct staith_notice withdrawal = {.kind = STAITH_NOTICE_WITHDRAWAL,
                                                .authority = "840",
                                                .dataset = "csww",
                                                .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                                .reason = "Leavers were counted twice."};
static const struct staith_notice embargo = {.kind = STAITH_NOTICE_EMBARGO,
                                             .authority = "840",
                                             .dataset = "csww",
                                             .period = {STAITH_PERIOD_QUARTER, 2025, 3},
                                             .at_unix_ms = 1796117400000};

static void goes_there_and_back(const struct staith_notice *notice, const uint8_t *bytes,
                                size_t len)
{
    struct staith_buf out;
    struct staith_notice back;
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_notice(notice, &out), 0);
    assert_int_equal(out.len, len);
    assert_memory_equal(out.data, bytes, len);
    assert_int_equal(staith_codec_unpack_notice(out.data, out.len, &back, NULL), 0);
    assert_int_equal(back.kind, notice->kind);
    assert_string_equal(back.authority, notice->authority);
    assert_string_equal(back.dataset, notice->dataset);
    assert_int_equal(staith_period_compare(&back.period, &notice->period), 0);
    assert_int_equal(back.at_unix_ms, notice->at_unix_ms);
    assert_string_equal(back.reason, notice->reason);
    staith_buf_deinit(&out);
}

static void known_bytes(void **state)
{
    (void)state;
    goes_there_and_back(&withdrawal, withdrawal_bytes, sizeof(withdrawal_bytes));
    goes_there_and_back(&embargo, embargo_bytes, sizeof(embargo_bytes));
}

static void nonsense_is_not_packed(void **state)
{
    (void)state;
    struct staith_buf out;
    struct staith_notice notice = withdrawal;
    notice.reason[0] = '\0';
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_notice(&notice, &out), STAITH_ERR_INVAL);
    assert_int_equal(out.len, 0);
    staith_buf_deinit(&out);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_notice notice;
    (void)arena;
    int code = staith_codec_unpack_notice(bytes, len, &notice, err);
    if (code == 0) {
        assert_true(staith_notice_valid(&notice));
    }
    return code;
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct staith_buf good;
    staith_buf_init(&good, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_notice(&embargo, &good), 0);
    hostile_cut(unpack, &good);
    assert_true(hostile_spoil(unpack, &good) > 0);
    /* a field that this version does not know: 9, a number */
    assert_int_equal(staith_buf_append(&good, "\x48\x01", 2), 0);
    assert_int_equal(hostile_try(unpack, good.data, good.len, 1024), STAITH_ERR_SYNTAX);
    staith_buf_deinit(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_bytes),
        cmocka_unit_test(nonsense_is_not_packed),
        cmocka_unit_test(hostile_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
