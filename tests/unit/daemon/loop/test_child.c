/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/child.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

struct heard {
    struct staith_loop *loop;
    struct staith_child *child;
    int frames;
    size_t bytes;
    int ends;
    int frames_at_end;
    char last[4096];
    struct staith_child_end end;
};

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    struct heard *heard = ctx;
    heard->frames++;
    heard->bytes += len;
    size_t part = len < sizeof(heard->last) - 1 ? len : sizeof(heard->last) - 1;
    memcpy(heard->last, bytes, part);
    heard->last[part] = '\0';
}

static void on_end(void *ctx, const struct staith_child_end *end)
{
    struct heard *heard = ctx;
    heard->ends++;
    heard->frames_at_end = heard->frames;
    heard->end = *end;
    staith_loop_stop(heard->loop);
}

static void start(struct heard *heard, const char *script, uint64_t deadline_ms, size_t max)
{
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    struct staith_child_options options = {
        .argv = argv,
        .deadline_ms = deadline_ms,
        .frame_max_bytes = max,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = heard,
    };
    memset(heard, 0, sizeof(*heard));
    assert_int_equal(staith_loop_new(&heard->loop, NULL), 0);
    assert_int_equal(staith_child_start(heard->loop, &options, &heard->child, NULL), 0);
}

static void run(struct heard *heard)
{
    assert_int_equal(staith_loop_run(heard->loop), 0);
    staith_loop_free(heard->loop);
    assert_int_equal(heard->ends, 1);
    /* reaped: there is no child left to wait for */
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void test_frames_go_both_ways(void **state)
{
    (void)state;
    struct heard heard;
    start(&heard, "exec cat", 10000, 100000);
    char big[70001];
    memset(big, 'x', sizeof(big));
    assert_int_equal(staith_child_send(heard.child, big, sizeof(big)), 0);
    assert_int_equal(staith_child_send(heard.child, "", 0), 0);
    assert_int_equal(staith_child_send(heard.child, "last", 4), 0);
    staith_child_finish(heard.child);
    assert_int_equal(staith_child_send(heard.child, "late", 4), STAITH_ERR_STATE);
    run(&heard);
    assert_int_equal(heard.frames, 3);
    assert_int_equal(heard.bytes, 70005);
    assert_string_equal(heard.last, "last");
    assert_true(heard.end.exited);
    assert_int_equal(heard.end.exit_status, 0);
}

/* A child that exits right after a long answer: everything it wrote comes before on_end. */
static void test_output_is_drained_before_the_end(void **state)
{
    (void)state;
    struct heard heard;
    start(
        &heard,
        "i=0; while [ $i -lt 2000 ]; do printf '\\000\\000\\000\\012abcdefghij'; i=$((i+1)); done;"
        " exit 3",
        10000, 100);
    run(&heard);
    assert_int_equal(heard.frames_at_end, 2000);
    assert_true(heard.end.exited);
    assert_int_equal(heard.end.exit_status, 3);
}

/* A program that is not ours: text in from a file, nothing of its output taken for frames. */
static void test_plain(void **state)
{
    (void)state;
    struct heard heard;
    char name[] = "/tmp/staith-plain-XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(write(fd, "a word", 6), 6);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    const char *argv[] = {"/bin/sh", "-c", "read w; echo \"$w\"; [ \"$w\" = 'a word' ] && exit 7",
                          NULL};
    struct staith_child_options options = {
        .argv = argv,
        .plain = true,
        .stdin_fd = fd,
        .deadline_ms = 10000,
        .frame_max_bytes = 1,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = &heard,
    };
    memset(&heard, 0, sizeof(heard));
    assert_int_equal(staith_loop_new(&heard.loop, NULL), 0);
    assert_int_equal(staith_child_start(heard.loop, &options, &heard.child, NULL), 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(staith_child_send(heard.child, "x", 1), STAITH_ERR_STATE);
    run(&heard);
    assert_int_equal(heard.frames, 0);
    assert_false(heard.end.overflow);
    assert_true(heard.end.exited);
    assert_int_equal(heard.end.exit_status, 7);
}

static void test_deadline_kills(void **state)
{
    (void)state;
    struct heard heard;
    start(&heard, "exec sleep 30", 50, 100);
    run(&heard);
    assert_false(heard.end.exited);
    assert_int_equal(heard.end.signal, SIGKILL);
    assert_true(heard.end.deadline);
    assert_false(heard.end.overflow);
}

static void test_overlong_frame_kills(void **state)
{
    (void)state;
    struct heard heard;
    start(&heard, "printf '\\000\\000\\000\\145'; exec sleep 30", 10000, 100);
    run(&heard);
    assert_int_equal(heard.frames, 0);
    assert_false(heard.end.exited);
    assert_true(heard.end.overflow);
    assert_false(heard.end.deadline);
}

static void test_killed_by_signal(void **state)
{
    (void)state;
    struct heard heard;
    start(&heard, "exec sleep 30", 0, 100);
    assert_true(staith_child_pid(heard.child) > 1);
    staith_child_kill(heard.child, SIGTERM);
    run(&heard);
    assert_false(heard.end.exited);
    assert_int_equal(heard.end.signal, SIGTERM);
    assert_false(heard.end.deadline);
}

/* A grandchild that keeps stdout open cannot hold up the end for long. */
static void test_grandchild_does_not_hold_up_the_end(void **state)
{
    (void)state;
    struct heard heard;
    struct timespec before;
    struct timespec after;
    (void)clock_gettime(CLOCK_MONOTONIC, &before);
    start(&heard, "sleep 5 & exit 0", 0, 100);
    run(&heard);
    (void)clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(heard.end.exited);
    assert_true(after.tv_sec - before.tv_sec <= 3);
}

/* What comes through the pipe after the child's death still comes before on_end. */
static void test_late_output_is_waited_for(void **state)
{
    (void)state;
    struct heard heard;
    start(&heard, "(sleep 0.2; printf '\\000\\000\\000\\004late') & exit 0", 10000, 100);
    run(&heard);
    assert_int_equal(heard.frames_at_end, 1);
    assert_string_equal(heard.last, "late");
    assert_true(heard.end.exited);
}

static void test_environment_and_descriptors_are_bare(void **state)
{
    (void)state;
    struct heard heard;
    assert_int_equal(setenv("STAITH_TEST_SECRET", "leak", 1), 0);
    int leak = open("/dev/null", O_RDONLY); /* not marked to close on exec */
    assert_true(leak >= 3);
    int high = fcntl(leak, F_DUPFD, 200);
    int given = open("/proc/self/stat", O_RDONLY);
    assert_true(high >= 200 && given >= 3);
    const char *argv[] = {"/bin/sh", "-c",
                          "vars=\"$(env | sort | grep -v -e ^PWD -e ^_ -e ^SHLVL -e ^OLDPWD)\";"
                          "i=0; while [ $i -lt 256 ]; do [ -e /proc/self/fd/$i ] &&"
                          " fds=\"$fds $i\"; i=$((i+1)); done;"
                          "printf '\\000\\000\\000\\100%-64s' \"$vars$fds\"",
                          NULL};
    struct staith_child_options options = {
        .argv = argv,
        .pass_fds = &given,
        .pass_fd_count = 1,
        .deadline_ms = 10000,
        .frame_max_bytes = 255,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = &heard,
    };
    memset(&heard, 0, sizeof(heard));
    assert_int_equal(staith_loop_new(&heard.loop, NULL), 0);
    assert_int_equal(staith_child_start(heard.loop, &options, &heard.child, NULL), 0);
    run(&heard);
    (void)close(leak);
    (void)close(high);
    (void)close(given);
    assert_int_equal(heard.frames, 1);
    for (size_t i = strlen(heard.last); i > 0 && heard.last[i - 1] == ' '; i--) {
        heard.last[i - 1] = '\0';
    }
    assert_string_equal(heard.last, "LANG=C.UTF-8\nPATH=/usr/local/bin:/usr/bin:/bin 0 1 2 3");
}

static void test_missing_program_is_an_error(void **state)
{
    (void)state;
    const char *argv[] = {"/nonexistent/program", NULL};
    struct heard heard = {0};
    struct staith_err err = {0};
    struct staith_child_options options = {
        .argv = argv,
        .frame_max_bytes = 100,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = &heard,
    };
    assert_int_equal(staith_loop_new(&heard.loop, NULL), 0);
    assert_int_equal(staith_child_start(heard.loop, &options, &heard.child, &err),
                     STAITH_ERR_NOTFOUND);
    assert_string_equal(err.where, "/nonexistent/program");
    assert_null(heard.child);
    staith_loop_free(heard.loop);
    assert_int_equal(heard.ends, 0);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_freeing_the_loop_kills_and_reaps(void **state)
{
    (void)state;
    struct heard heard;
    start(&heard, "exec sleep 30", 0, 100);
    staith_loop_free(heard.loop);
    assert_int_equal(heard.ends, 0);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames_go_both_ways),
        cmocka_unit_test(test_output_is_drained_before_the_end),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_deadline_kills),
        cmocka_unit_test(test_overlong_frame_kills),
        cmocka_unit_test(test_killed_by_signal),
        cmocka_unit_test(test_grandchild_does_not_hold_up_the_end),
        cmocka_unit_test(test_late_output_is_waited_for),
        cmocka_unit_test(test_environment_and_descriptors_are_bare),
        cmocka_unit_test(test_missing_program_is_an_error),
        cmocka_unit_test(test_freeing_the_loop_kills_and_reaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
