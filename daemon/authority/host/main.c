/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staithd-host: one run of one plugin. Order in on stdin, result out on stdout, sources as
 * descriptors 3, 4, ...; see README.md. The run has a thread of its own, which can write to
 * nothing; this thread waits for it and answers. `staithd-host --report` says instead what every
 * run gives up on this machine.
 */
#include "authority/host/confine.h"
#include "authority/host/forbidden.h"
#include "authority/host/harden.h"
#include "authority/host/run.h"
#include "base/instrumented.h"
#include "loop/child.h"

#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_SOURCE_FD = 3 };

static const size_t order_arena_bytes = (size_t)16 * 1024 * 1024;
static const size_t result_arena_bytes = (size_t)512 * 1024 * 1024;

/* Send the result; where it is too large or not valid, send that instead. */
static int answer(int out, const struct staith_result_of_run *result)
{
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    int code = staith_hostpipe_pack_result(result, &packed);
    if (code != 0) {
        struct staith_result_of_run failure = {.code = code};
        (void)staith_err_set(&failure.err, code, "the result of the run cannot be sent: %s",
                             staith_err_words(code));
        staith_err_remedy(&failure.err, "lower limits.max-cells, or report this as a fault");
        staith_buf_clear(&packed);
        code = staith_hostpipe_pack_result(&failure, &packed);
    }
    if (code == 0) {
        code = staith_frame_write(out, packed.data, packed.len);
    }
    staith_buf_deinit(&packed);
    return code;
}

static int read_order(int in, struct staith_arena *arena, struct staith_order *ret_order,
                      struct staith_err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    int code = staith_frame_read(in, STAITH_HOSTPIPE_ORDER_MAX_BYTES, &bytes, &len);
    if (code != 0) {
        return staith_err_set(err, code, "no order came from the parent");
    }
    code = staith_hostpipe_unpack_order(bytes, len, arena, ret_order, err);
    free(bytes);
    return code;
}

/* ---- the run's thread ---- */

/* A handler of signals is given no pointer, so what it touches lies here. */
static struct host {
    sem_t go;
    sem_t over;
    volatile sig_atomic_t forbidden; /* number of the call + 1; 0: none */
    struct staith_order order;
    const char *scratch; /* folder of a run that may start programs; NULL: none */
    uint64_t pass;       /* of its filters */
    struct staith_deadline deadline;
    struct staith_arena arena;
    struct staith_result_of_run result;
} host;

static void wait_for(sem_t *what)
{
    while (sem_wait(what) != 0) {
    }
}

/* The run's thread never ends: under its filter it may not, and the answer ends the process. */
static void over(void)
{
    (void)sem_post(&host.over);
    for (;;) {
        (void)pause();
    }
}

static void on_forbidden(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    host.forbidden = info->si_syscall + 1;
    over();
}

static void *run_thread(void *unused)
{
    uint64_t pass = host.pass;
    const struct staith_run_guard guard = {
        .deadline = &host.deadline, .ctx = &pass, .loaded = staith_confine_run};
    sigset_t alarm_only;
    (void)unused;
    /* The deadline's handler writes the answer, which this thread may not. */
    (void)sigemptyset(&alarm_only);
    (void)sigaddset(&alarm_only, SIGALRM);
    (void)pthread_sigmask(SIG_BLOCK, &alarm_only, NULL);
    wait_for(&host.go);
    host.result.code = staith_confine_load(&host.order, host.scratch, pass, &host.result.err);
    if (host.result.code == 0) {
        staith_run_order(&host.order, FIRST_SOURCE_FD, &guard, &host.arena, &host.result);
    }
    over();
    return NULL;
}

/* ---- the answering thread ---- */

static int start_thread(pthread_t *ret_thread, struct staith_err *err)
{
    struct sigaction action = {.sa_sigaction = on_forbidden, .sa_flags = SA_SIGINFO};
    (void)sigemptyset(&action.sa_mask);
    if (sigaction(SIGSYS, &action, NULL) != 0 || sem_init(&host.go, 0, 0) != 0 ||
        sem_init(&host.over, 0, 0) != 0 ||
        pthread_create(ret_thread, NULL, run_thread, NULL) != 0) {
        return staith_err_set(err, STAITH_ERR_IO, "the run's thread does not start");
    }
    return 0;
}

static void carry_out(int out)
{
    pthread_t thread;
    struct staith_forbidden *forbidden = NULL;
    struct staith_result_of_run *result = &host.result;
    result->code = staith_deadline_init(&host.deadline, out);
    if (result->code != 0) {
        (void)staith_err_set(&result->err, result->code, "the host has no timer");
        return;
    }
    result->code = staith_forbidden_new(host.order.plugin_path, &forbidden, &result->err);
    if (result->code == 0) {
        result->code = start_thread(&thread, &result->err);
    }
    if (result->code == 0) {
        result->code = staith_harden_processes(host.order.allow_programs, &result->err);
    }
    if (result->code == 0) {
        result->code = staith_confine_answer(&result->err);
    }
    if (result->code != 0) {
        return;
    }
    (void)sem_post(&host.go);
    wait_for(&host.over);
    if (host.forbidden == 0) {
        staith_forbidden_free(forbidden);
    } else {
        int code = staith_forbidden_answer(forbidden, host.forbidden - 1, out);
        _exit(staith_err_status(code));
    }
}

/* One frame that says what every run gives up on this machine. */
static int report(int out)
{
    char text[STAITH_CONFINE_REPORT_BYTES];
    size_t len = staith_confine_report(text);
    return staith_err_status(staith_frame_write(out, text, len));
}

int main(int argc, char **argv)
{
    struct staith_arena order_arena;
    struct staith_result_of_run *result = &host.result;
    int in = -1;
    int out = -1;
    staith_arena_init(&order_arena, order_arena_bytes);
    staith_arena_init(&host.arena, result_arena_bytes);
    (void)signal(SIGPIPE, SIG_IGN);
    /* One heap for both threads: a second one would take address space from the run. */
    (void)mallopt(M_ARENA_MAX, 1);
    if (staith_harden_detach(&in, &out, &result->err) != 0) {
        return EXIT_FAILURE;
    }
    result->code = staith_harden_process(&result->err);
    if (argc == 2 && strcmp(argv[1], "--report") == 0) {
        return report(out);
    }
    if (argc == 3 && strcmp(argv[1], "--scratch") == 0) {
        host.scratch = argv[2];
        (void)setenv("TMPDIR", host.scratch, 1); /* for what the plugin starts */
    }
    if (result->code == 0 && sodium_init() < 0) {
        result->code = staith_err_set(&result->err, STAITH_ERR_IO, "no random numbers");
    }
    if (result->code == 0) {
        randombytes_buf(&host.pass, sizeof(host.pass));
        result->code = read_order(in, &order_arena, &host.order, &result->err);
    }
    (void)close(in);
    if (result->code == 0) {
        carry_out(out);
    }
    int code = answer(out, result);
    (void)close(out);
    if (!STAITH_INSTRUMENTED) {
        _exit(staith_err_status(code)); /* what a plugin left for the end does not run */
    }
    staith_arena_deinit(&host.arena);
    staith_arena_deinit(&order_arena);
    return staith_err_status(code);
}
