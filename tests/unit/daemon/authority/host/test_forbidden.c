/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/forbidden.h"
#include "codec/hostpipe.h"
#include "loop/child.h"

#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void check(int number, const char *what)
{
    struct staith_forbidden *forbidden = NULL;
    struct staith_result_of_run result = {0};
    struct staith_arena arena;
    uint8_t *bytes = NULL;
    size_t len = 0;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    assert_int_equal(staith_forbidden_new("/usr/lib/staith/mine.so", &forbidden, NULL), 0);
    assert_int_equal(staith_forbidden_answer(forbidden, number, fds[1]), 0);
    staith_forbidden_free(forbidden);
    assert_int_equal(staith_frame_read(fds[0], 4096, &bytes, &len), 0);
    staith_arena_init(&arena, 65536);
    assert_int_equal(staith_hostpipe_unpack_result(bytes, len, &arena, &result, NULL), 0);
    assert_int_equal(result.code, STAITH_ERR_DENIED);
    assert_string_equal(result.err.what, what);
    assert_null(result.catalogue);
    staith_arena_deinit(&arena);
    free(bytes);
    assert_int_equal(close(fds[0]), 0);
    assert_int_equal(close(fds[1]), 0);
}

static void test_answers(void **state)
{
    (void)state;
    check((int)SYS_openat,
          "mine.so tried to open a file (system call openat), which no run may; it was ended");
    check((int)SYS_clone, "mine.so tried to start a process or a thread (system call clone), which "
                          "no run may; it was ended");
    check(321,
          "mine.so tried to make another call (system call 321), which no run may; it was ended");
    check(7,
          "mine.so tried to make another call (system call 007), which no run may; it was ended");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
