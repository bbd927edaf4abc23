/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hostile.h"

/* By `protoc-c --encode=staith.v1.Verdict` from the fields below. */
static const uint8_t bytes_of_it[] = {
    0x09, 0x0b, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x02, 0x1a, 0x04, 0x63,
    0x73, 0x77, 0x77, 0x20, 0x01, 0x28, 0xd2, 0x1f, 0x38, 0x02, 0x42, 0x14, 0x4c, 0x65,
    0x61, 0x76, 0x65, 0x72, 0x73, 0x20, 0x61, 0x72, 0x65, 0x20, 0x6d, 0x69, 0x73, 0x73,
    0x69, 0x6e, 0x67, 0x2e, 0x48, 0x80, 0xa7, 0x84, 0x8f, 0xc6, 0x68};

static const struct staith_verdict verdict = {.epoch = 11,
                                              .number = 2,
                                              .dataset = "csww",
                                              .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                              .standing = STAITH_STANDING_SENT_BACK,
                                              .reason = "Leavers are missing.",
                                              .at_unix_ms = 1796117400000};

static void known_bytes(void **state)
{
    (void)state;
    struct staith_buf out;
    struct staith_verdict back;
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_verdict(&verdict, &out), 0);
    assert_int_equal(out.len, sizeof(bytes_of_it));
    assert_memory_equal(out.data, bytes_of_it, sizeof(bytes_of_it));
    assert_int_equal(staith_codec_unpack_verdict(out.data, out.len, &back, NULL), 0);
    assert_true(back.epoch == 11);
    assert_int_equal(back.number, 2);
    assert_string_equal(back.dataset, "csww");
    assert_int_equal(back.period.year, 2025);
    assert_int_equal(back.standing, STAITH_STANDING_SENT_BACK);
    assert_string_equal(back.reason, "Leavers are missing.");
    assert_int_equal(back.at_unix_ms, 1796117400000);
    staith_buf_deinit(&out);
    struct staith_verdict wrong = verdict;
    wrong.number = 0;
    assert_int_equal(staith_codec_pack_verdict(&wrong, &out), STAITH_ERR_INVAL);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_verdict got;
    (void)arena;
    int code = staith_codec_unpack_verdict(bytes, len, &got, err);
    if (code == 0) {
        assert_true(staith_verdict_valid(&got));
    }
    return code;
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct staith_buf good;
    staith_buf_init(&good, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_verdict(&verdict, &good), 0);
    assert_true(hostile_spoil(unpack, &good) > 0);
    for (size_t len = 0; len < good.len; len++) {
        (void)hostile_try(unpack, good.data, len, 1024);
    }
    /* a field that this version does not know: 10, a number */
    assert_int_equal(staith_buf_append(&good, "\x50\x01", 2), 0);
    assert_int_equal(hostile_try(unpack, good.data, good.len, 1024), STAITH_ERR_SYNTAX);
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
