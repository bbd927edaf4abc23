/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/child.h"
#include "loop/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct heard {
    int frames;
    size_t lens[8];
    uint8_t first[8];
};

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    struct heard *heard = ctx;
    assert_true(heard->frames < 8);
    heard->lens[heard->frames] = len;
    heard->first[heard->frames] = len > 0 ? bytes[0] : 0;
    heard->frames++;
}

static const uint8_t stream[] = {0, 0, 0, 2, 'a', 'b', 0, 0, 0, 0, 0, 0, 0, 3, 'c', 'd', 'e', 0, 0};

/* However the bytes are cut, the same three frames come out. */
static void test_every_cut_gives_the_same_frames(void **state)
{
    (void)state;
    for (size_t step = 1; step <= sizeof(stream); step++) {
        struct staith_frames frames;
        struct heard heard = {0};
        staith_frames_init(&frames, 3);
        for (size_t at = 0; at < sizeof(stream); at += step) {
            size_t part = sizeof(stream) - at < step ? sizeof(stream) - at : step;
            assert_int_equal(staith_frames_feed(&frames, stream + at, part, on_frame, &heard), 0);
        }
        assert_int_equal(heard.frames, 3);
        assert_int_equal(heard.lens[0], 2);
        assert_int_equal(heard.lens[1], 0);
        assert_int_equal(heard.lens[2], 3);
        assert_int_equal(heard.first[2], 'c');
        staith_frames_deinit(&frames);
    }
}

static void test_false_length_is_refused_and_costs_nothing(void **state)
{
    (void)state;
    static const uint8_t huge[] = {0xFF, 0xFF, 0xFF, 0xFF};
    static const uint8_t within[] = {0, 0x10, 0, 0, 'x'};
    struct staith_frames frames;
    struct heard heard = {0};
    staith_frames_init(&frames, 1024 * 1024);
    assert_int_equal(staith_frames_feed(&frames, huge, sizeof(huge), on_frame, &heard),
                     STAITH_ERR_LIMIT);
    staith_frames_deinit(&frames);
    staith_frames_init(&frames, 1024 * 1024);
    assert_int_equal(staith_frames_feed(&frames, within, sizeof(within), on_frame, &heard), 0);
    assert_true(frames.cap <= 4096);
    staith_frames_deinit(&frames);
    assert_int_equal(heard.frames, 0);
}

static void test_blocking_read_and_write(void **state)
{
    (void)state;
    int ends[2];
    uint8_t *bytes = NULL;
    size_t len = 0;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(staith_frame_write(ends[1], "abc", 3), 0);
    assert_int_equal(staith_frame_write(ends[1], "", 0), 0);
    assert_int_equal(staith_frame_write(ends[1], "toolong", 7), 0);
    assert_int_equal(staith_frame_read(ends[0], 3, &bytes, &len), 0);
    assert_int_equal(len, 3);
    assert_memory_equal(bytes, "abc", 3);
    free(bytes);
    assert_int_equal(staith_frame_read(ends[0], 3, &bytes, &len), 0);
    assert_int_equal(len, 0);
    free(bytes);
    assert_int_equal(staith_frame_read(ends[0], 3, &bytes, &len), STAITH_ERR_LIMIT);
    (void)close(ends[1]);
    (void)close(ends[0]);
    assert_int_equal(staith_frame_read(ends[0], 3, &bytes, &len), STAITH_ERR_IO);
    assert_int_equal(staith_frame_write(ends[1], "x", 1), STAITH_ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cut_gives_the_same_frames),
        cmocka_unit_test(test_false_length_is_refused_and_costs_nothing),
        cmocka_unit_test(test_blocking_read_and_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
