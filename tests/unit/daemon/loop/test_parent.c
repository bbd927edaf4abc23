/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct heard {
    struct staith_loop *loop;
    int frames;
    int ends;
    char last[16];
};

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    struct heard *heard = ctx;
    assert_true(len < sizeof(heard->last));
    memcpy(heard->last, bytes, len);
    heard->frames++;
}

static void on_end(void *ctx)
{
    struct heard *heard = ctx;
    heard->ends++;
    staith_loop_stop(heard->loop);
}

/* Make this process's stdin the far end of a pair, as a parent would have done. */
static int pair_as_stdin(void)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(dup2(ends[1], 0), 0);
    (void)close(ends[1]);
    return ends[0];
}

static void test_frames_then_the_end(void **state)
{
    (void)state;
    struct heard heard = {0};
    int parent = pair_as_stdin();
    assert_int_equal(staith_loop_new(&heard.loop, NULL), 0);
    assert_int_equal(staith_parent_listen(heard.loop, 15, on_frame, on_end, &heard), 0);
    assert_int_equal(staith_frame_write(parent, "poke", 4), 0);
    assert_int_equal(staith_frame_write(parent, "again", 5), 0);
    (void)close(parent);
    assert_int_equal(staith_loop_run(heard.loop), 0);
    assert_int_equal(heard.frames, 2);
    assert_int_equal(heard.ends, 1);
    assert_string_equal(heard.last, "again");
    staith_loop_free(heard.loop);
}

static void test_overlong_frame_is_the_end(void **state)
{
    (void)state;
    struct heard heard = {0};
    int parent = pair_as_stdin();
    assert_int_equal(staith_loop_new(&heard.loop, NULL), 0);
    assert_int_equal(staith_parent_listen(heard.loop, 3, on_frame, on_end, &heard), 0);
    assert_int_equal(staith_frame_write(parent, "poke", 4), 0);
    assert_int_equal(staith_loop_run(heard.loop), 0);
    assert_int_equal(heard.frames, 0);
    assert_int_equal(heard.ends, 1);
    staith_loop_free(heard.loop);
    (void)close(parent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames_then_the_end),
        cmocka_unit_test(test_overlong_frame_is_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
