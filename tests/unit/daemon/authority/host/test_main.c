/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/run.h"
#include "loop/child.h"
#include "sandbox/sandbox.h"
#include "temp_file.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * The host as its parent sees it: a process that reads an order and writes one result.
 */
enum { PATH_BYTES = 4096, ARENA_BYTES = 16 << 20, OUTPUT_BYTES = 1 << 20 };

static const char source[] = "person,role,fte\nA,holder,1\nB,senior,0.5\n";

struct outcome {
    int status;
    size_t len;
    uint8_t bytes[OUTPUT_BYTES]; /* all it wrote on 1 and 2 */
};

static void start_child(const char *host, int in, int out, int source_fd)
{
    char *const argv[] = {(char *)(uintptr_t)host, NULL};
    if (dup2(in, 0) != 0 || dup2(out, 1) != 1 || dup2(out, 2) != 2 || dup2(source_fd, 3) != 3) {
        _exit(120);
    }
    for (int fd = 4; fd < 64; fd++) {
        (void)close(fd);
    }
    (void)execv(host, argv);
    _exit(121);
}

/* All that comes, for at most `ms`; then the child is killed. */
static void read_all(int fd, pid_t child, int ms, struct outcome *outcome)
{
    struct pollfd poller = {.fd = fd, .events = POLLIN};
    for (;;) {
        int ready = poll(&poller, 1, ms);
        if (ready == 0) {
            (void)kill(child, SIGKILL);
        }
        ssize_t got = read(fd, outcome->bytes + outcome->len, OUTPUT_BYTES - outcome->len);
        if (got <= 0) {
            return;
        }
        outcome->len += (size_t)got;
    }
}

static struct outcome *send_frame(const void *bytes, size_t len, int ms)
{
    char host[PATH_BYTES];
    int to_child[2];
    int from_child[2];
    struct outcome *outcome = calloc(1, sizeof *outcome);
    assert_non_null(outcome);
    staith_temp_build_path("bin/staithd-host", host, sizeof host);
    int fd = staith_temp_fd(source, sizeof source - 1);
    assert_int_equal(pipe(to_child), 0);
    assert_int_equal(pipe(from_child), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        /* Away from 0..3 first, so that no dup2 closes what another needs. */
        start_child(host, fcntl(to_child[0], F_DUPFD, 10), fcntl(from_child[1], F_DUPFD, 10),
                    fcntl(fd, F_DUPFD, 10));
    }
    assert_int_equal(close(to_child[0]), 0);
    assert_int_equal(close(from_child[1]), 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(staith_frame_write(to_child[1], bytes, len), 0);
    assert_int_equal(close(to_child[1]), 0);
    read_all(from_child[0], child, ms, outcome);
    assert_int_equal(close(from_child[0]), 0);
    assert_int_equal(waitpid(child, &outcome->status, 0), child);
    return outcome;
}

static struct outcome *run_fault(const char *fault, int ms)
{
    char plugin[PATH_BYTES];
    static const char *names[] = {"people.csv"};
    const struct staith_order_option options[] = {{"fault", fault, "staithd.yaml:9:5", NULL}};
    const struct staith_order order = {.plugin_path = plugin,
                                       .authority = "840",
                                       .source_count = 1,
                                       .source_names = names,
                                       .option_count = 1,
                                       .options = options,
                                       .max_cells = 1000,
                                       .max_people = 1000,
                                       .max_observations = 2000};
    struct staith_buf packed;
    staith_temp_build_path("tests/plugins/sample.so", plugin, sizeof plugin);
    staith_buf_init(&packed, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
    assert_int_equal(staith_hostpipe_pack_order(&order, &packed), 0);
    struct outcome *outcome = send_frame(packed.data, packed.len, ms);
    staith_buf_deinit(&packed);
    return outcome;
}

/* The output is one frame and nothing else; the result in it. */
static struct staith_result_of_run unpack(const struct outcome *outcome, struct staith_arena *arena)
{
    struct staith_result_of_run result = {0};
    struct staith_err err = {0};
    assert_true(outcome->len > 4);
    size_t len = (size_t)outcome->bytes[0] << 24 | (size_t)outcome->bytes[1] << 16 |
                 (size_t)outcome->bytes[2] << 8 | outcome->bytes[3];
    assert_int_equal(outcome->len, len + 4);
    staith_arena_init(arena, ARENA_BYTES);
    if (staith_hostpipe_unpack_result(outcome->bytes + 4, len, arena, &result, &err) != 0) {
        fail_msg("%s", err.what);
    }
    return result;
}

static void check_answer(const char *fault, int code)
{
    struct staith_arena arena;
    struct outcome *outcome = run_fault(fault, 20000);
    assert_true(WIFEXITED(outcome->status));
    assert_int_equal(WEXITSTATUS(outcome->status), 0);
    struct staith_result_of_run result = unpack(outcome, &arena);
    if (result.code != code) {
        fail_msg("%d: %s; %s", result.code, result.err.what, result.err.remedy);
    }
    if (code == 0) {
        assert_int_equal(staith_rawtable_headline(result.raw, 0)->value, 2);
        assert_int_equal(staith_rawtable_headline(result.raw, 1)->value, 1500000);
    }
    staith_arena_deinit(&arena);
    free(outcome);
}

static void test_answers(void **state)
{
    (void)state;
    check_answer("none", 0);
    check_answer("chatty", 0);
    check_answer("flood", STAITH_ERR_LIMIT);
    check_answer("bad_index", STAITH_ERR_INVAL);
}

static void test_crash(void **state)
{
    (void)state;
    struct outcome *outcome = run_fault("crash", 20000);
    assert_int_equal(outcome->len, 0);
    /* With a sanitizer the crash is an exit status. */
    assert_true(WIFSIGNALED(outcome->status) ? WTERMSIG(outcome->status) == SIGSEGV
                                             : WEXITSTATUS(outcome->status) != 0);
    free(outcome);
}

/* Where the kernel has seccomp the call that ended it is named. */
static void check_forbidden(const char *fault, const char *call)
{
    struct staith_arena arena;
    struct outcome *outcome = run_fault(fault, 20000);
    struct staith_result_of_run result = unpack(outcome, &arena);
    assert_int_equal(result.code, STAITH_ERR_DENIED);
    assert_non_null(strstr(result.err.what, call));
    assert_null(result.catalogue);
    staith_arena_deinit(&arena);
    free(outcome);
}

static void test_exit_is_no_answer(void **state)
{
    (void)state;
    if (staith_seccomp_probe().on) {
        check_forbidden("exits", "end the host (system call exit_group)");
        return;
    }
    struct outcome *outcome = run_fault("exits", 20000);
    assert_int_equal(outcome->len, 0);
    assert_true(WIFEXITED(outcome->status));
    free(outcome);
}

static void test_callback_deadline(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct timespec before;
    struct timespec after;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &before), 0);
    struct outcome *outcome = run_fault("hang", 20000);
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &after), 0);
    assert_in_range(after.tv_sec - before.tv_sec, STAITH_RUN_CALLBACK_MS / 1000 - 1, 15);
    assert_true(WIFEXITED(outcome->status));
    assert_int_equal(WEXITSTATUS(outcome->status), STAITH_DEADLINE_EXIT_STATUS);
    struct staith_result_of_run result = unpack(outcome, &arena);
    assert_int_equal(result.code, STAITH_ERR_TIMEOUT);
    assert_string_equal(result.err.what,
                        "plugin sample: configure took longer than 5000 ms and was ended");
    staith_arena_deinit(&arena);
    free(outcome);
}

/* Collect has the parent's deadline: it kills the host, and nothing has come. */
static void test_stall_can_be_killed(void **state)
{
    (void)state;
    struct outcome *outcome = run_fault("stall", 500);
    assert_int_equal(outcome->len, 0);
    assert_true(WIFSIGNALED(outcome->status));
    assert_int_equal(WTERMSIG(outcome->status), SIGKILL);
    free(outcome);
}

static void test_nothing_is_written(void **state)
{
    (void)state;
    if (staith_seccomp_probe().on) {
        check_forbidden("writes", "open a file (system call openat)");
        return;
    }
    struct outcome *outcome = run_fault("writes", 20000);
    if (WIFSIGNALED(outcome->status)) {
        assert_int_equal(WTERMSIG(outcome->status), SIGXFSZ);
        assert_int_equal(outcome->len, 0);
    } else {
        struct staith_arena arena;
        struct staith_result_of_run result = unpack(outcome, &arena);
        assert_int_equal(result.code, 0); /* the plugin could not write */
        staith_arena_deinit(&arena);
    }
    free(outcome);
}

static void test_bad_orders(void **state)
{
    (void)state;
    static const char *const orders[] = {"", "\xff\xff\xff\xff", "no order"};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        struct staith_arena arena;
        struct outcome *outcome = send_frame(orders[i], strlen(orders[i]), 20000);
        assert_int_equal(WEXITSTATUS(outcome->status), 0);
        struct staith_result_of_run result = unpack(outcome, &arena);
        assert_int_not_equal(result.code, 0);
        assert_null(result.catalogue);
        staith_arena_deinit(&arena);
        free(outcome);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_crash),
        cmocka_unit_test(test_exit_is_no_answer),
        cmocka_unit_test(test_callback_deadline),
        cmocka_unit_test(test_stall_can_be_killed),
        cmocka_unit_test(test_nothing_is_written),
        cmocka_unit_test(test_bad_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
