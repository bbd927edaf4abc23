/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/hashing.h"
#include "codec/codec.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct wait {
    struct staith_loop *loop;
    int calls;
    int code;
    uint8_t hash[STAITH_HASH_BYTES];
};

static void on_done(void *ctx, int code, const uint8_t hash[STAITH_HASH_BYTES])
{
    struct wait *wait = ctx;
    wait->calls++;
    wait->code = code;
    memcpy(wait->hash, hash, sizeof(wait->hash));
    staith_loop_stop(wait->loop);
}

static void on_turn(void *ctx)
{
    struct wait *wait = ctx;
    staith_loop_stop(wait->loop);
}

static void test_large_file_takes_turns(void **state)
{
    (void)state;
    struct place place;
    char path[PLACE_PATH];
    const size_t len = 9 * 1024 * 1024 + 7; /* more than two turns */
    uint8_t *bytes = malloc(len);
    assert_non_null(bytes);
    randombytes_buf(bytes, len);
    assert_int_equal(place_init(&place, "well"), 0);
    FILE *file = fopen(place_path(&place, "big", path), "w+");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fflush(file), 0);
    struct wait wait = {0};
    struct staith_gate_hashing *hashing = NULL;
    assert_int_equal(staith_loop_new(&wait.loop, NULL), 0);
    assert_int_equal(
        staith_gate_hashing_start(wait.loop, fileno(file), len, on_done, &wait, &hashing, NULL), 0);
    assert_int_equal(wait.calls, 0);
    assert_int_equal(staith_loop_run(wait.loop), 0);
    assert_int_equal(wait.calls, 1);
    assert_int_equal(wait.code, 0);
    uint8_t expected[STAITH_HASH_BYTES];
    assert_int_equal(crypto_generichash(expected, sizeof(expected), bytes, len, NULL, 0), 0);
    assert_memory_equal(wait.hash, expected, sizeof(expected));
    /* It has grown, or shrunk, since it was opened. */
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(staith_gate_hashing_start(wait.loop, fileno(file), len + 2 * i - 1,
                                                   on_done, &wait, &hashing, NULL),
                         0);
        assert_int_equal(staith_loop_run(wait.loop), 0);
        assert_int_equal(wait.calls, 2 + (int)i);
        assert_int_equal(wait.code, STAITH_ERR_AGAIN);
    }
    staith_loop_free(wait.loop);
    assert_int_equal(fclose(file), 0);
    free(bytes);
    place_deinit(&place);
}

static void test_failed_read_and_cancel(void **state)
{
    (void)state;
    struct wait wait = {0};
    struct staith_gate_hashing *hashing = NULL;
    struct staith_timer *timer = NULL;
    assert_int_equal(staith_loop_new(&wait.loop, NULL), 0);
    assert_int_equal(staith_gate_hashing_start(wait.loop, -1, 1, on_done, &wait, &hashing, NULL),
                     0);
    assert_int_equal(staith_loop_run(wait.loop), 0);
    assert_int_equal(wait.code, STAITH_ERR_IO);
    assert_int_equal(staith_gate_hashing_start(wait.loop, -1, 1, on_done, &wait, &hashing, NULL),
                     0);
    staith_gate_hashing_cancel(hashing);
    staith_gate_hashing_cancel(NULL);
    assert_int_equal(staith_timer_start(wait.loop, 20, 0, on_turn, &wait, &timer), 0);
    assert_int_equal(staith_loop_run(wait.loop), 0);
    assert_int_equal(wait.calls, 1);
    staith_loop_free(wait.loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_large_file_takes_turns),
        cmocka_unit_test(test_failed_read_and_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
