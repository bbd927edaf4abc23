/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in_child.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/* What a policy lets through ends with 0, what it forbids with the signal. */
enum { FORBIDDEN = 1000 + SIGSYS, GOOD = 0 };

static int apply(enum staith_seccomp_policy policy, unsigned grants)
{
    return staith_seccomp_apply(policy, grants, 0, NULL);
}

/* ---- a run ---- */

static int run_works(void)
{
    struct timespec now;
    struct rlimit limit;
    int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    char byte = 1;
    if (fd < 0 || apply(STAITH_SECCOMP_RUN, 0) != 0) {
        return 1;
    }
    char *memory = malloc((size_t)8 << 20);
    if (memory == NULL) {
        return 2;
    }
    memset(memory, 1, (size_t)8 << 20);
    free(memory);
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0 || pread(fd, &byte, 1, 0) != 1 || byte != 0) {
        return 3;
    }
    if (getrlimit(RLIMIT_AS, &limit) != 0 || write(STDERR_FILENO, "", 0) != 0) {
        return 4;
    }
    struct sigaction action = {.sa_handler = SIG_IGN};
    if (sigaction(SIGUSR1, &action, NULL) != 0 || sigaction(SIGSYS, &action, NULL) == 0) {
        return 5; /* the handler of forbidden calls stays */
    }
    (void)syscall(SYS_kill, getpid(), SIGKILL); /* how it ends: even this is forbidden */
    return 6;
}

static int run_opens(void)
{
    return apply(STAITH_SECCOMP_RUN, 0) == 0 ? open("/dev/null", O_RDONLY) : 1;
}
static int run_ends(void)
{
    if (apply(STAITH_SECCOMP_RUN, 0) == 0) {
        _exit(0);
    }
    return 1;
}
static int run_connects(void)
{
    return apply(STAITH_SECCOMP_RUN, 0) == 0 ? socket(AF_INET, SOCK_STREAM, 0) : 1;
}
static int run_forks(void)
{
    return apply(STAITH_SECCOMP_RUN, 0) == 0 ? (int)fork() : 1;
}
static int run_execs(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    return apply(STAITH_SECCOMP_RUN, 0) == 0 ? execv("/bin/true", argv) : 1;
}
static int run_traces(void)
{
    return apply(STAITH_SECCOMP_RUN, 0) == 0 ? (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL) : 1;
}
static int run_kills(void)
{
    return apply(STAITH_SECCOMP_RUN, 0) == 0 ? kill(getppid(), 0) : 1;
}
static int run_writes_elsewhere(void)
{
    int fds[2];
    return pipe(fds) == 0 && apply(STAITH_SECCOMP_RUN, 0) == 0 ? (int)write(fds[1], "x", 1) : 1;
}
static int run_raises_limits(void)
{
    const struct rlimit none = {0, 0};
    return apply(STAITH_SECCOMP_RUN, 0) == 0 ? setrlimit(RLIMIT_FSIZE, &none) : 1;
}
static int run_makes_code(void)
{
    void *memory = apply(STAITH_SECCOMP_RUN, 0) == 0
                       ? mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                       : NULL;
    return memory == NULL;
}

static void test_run(void **state)
{
    (void)state;
    int (*const forbidden[])(void) = {run_works,         run_opens,     run_ends,
                                      run_connects,      run_forks,     run_execs,
                                      run_traces,        run_kills,     run_writes_elsewhere,
                                      run_raises_limits, run_makes_code};
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        int got = staith_in_child(forbidden[i]);
        if (got != FORBIDDEN) {
            fail_msg("check %zu ends with %d", i, got);
        }
    }
}

/* ---- loading ---- */

static int load_reads(void)
{
    int fd = -1;
    if (apply(STAITH_SECCOMP_LOAD, 0) != 0) {
        return 1;
    }
    fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || close(fd) != 0 || apply(STAITH_SECCOMP_RUN, 0) != 0) {
        return 2;
    }
    return open("/dev/null", O_RDONLY); /* the second policy came on top */
}
static int load_writes(void)
{
    return apply(STAITH_SECCOMP_LOAD, 0) == 0 ? open("/dev/null", O_WRONLY) : 1;
}
static int load_forks(void)
{
    return apply(STAITH_SECCOMP_LOAD, 0) == 0 ? (int)fork() : 1;
}

static void test_load(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(load_reads), FORBIDDEN);
    assert_int_equal(staith_in_child(load_writes), FORBIDDEN);
    assert_int_equal(staith_in_child(load_forks), FORBIDDEN);
}

/* ---- answering ---- */

static int answer_writes(void)
{
    int fds[2];
    if (pipe(fds) != 0 || apply(STAITH_SECCOMP_ANSWER, 0) != 0) {
        return 1;
    }
    return write(fds[1], "x", 1) == 1 ? GOOD : 2;
}
static int answer_opens(void)
{
    return apply(STAITH_SECCOMP_ANSWER, 0) == 0 ? open("/dev/null", O_RDONLY) : 1;
}

static void test_answer(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(answer_writes), GOOD);
    assert_int_equal(staith_in_child(answer_opens), FORBIDDEN);
}

/* ---- runs with grants, and the publisher ---- */

static int starts_true(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    pid_t child = fork();
    if (child == 0) {
        (void)execv("/bin/true", argv);
        _exit(9);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 ? GOOD : 20;
}

static int connects(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? GOOD : errno;
}

static int reaches(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 || unshare(0) == 0 || setsid() >= 0 ||
           syscall(SYS_bpf, 0, NULL, 0) != -1;
}

/* Of the parent, who is of the same user: what could be done to a daemon. */
static int harms_others(void)
{
    struct rlimit limit;
    pid_t other = getppid();
    return kill(other, 0) == 0 || kill(-1, 0) == 0 || syscall(SYS_tkill, other, 0) == 0 ||
           syscall(SYS_tgkill, other, other, 0) == 0 ||
           syscall(SYS_prlimit64, other, RLIMIT_NOFILE, NULL, &limit) == 0 ||
           setpriority(PRIO_PROCESS, (id_t)other, 1) == 0 ||
           syscall(SYS_sched_setparam, other, NULL) == 0 || errno != EPERM ||
           getrlimit(RLIMIT_NOFILE, &limit) != 0 || raise(0) != 0;
}

static void *thread(void *unused)
{
    return unused;
}

static int granted_programs(void)
{
    if (apply(STAITH_SECCOMP_GRANTED, STAITH_SANDBOX_PROGRAMS) != 0) {
        return 1;
    }
    return starts_true() != GOOD || connects() != EPERM || reaches() != 0 || harms_others() != 0;
}
static int granted_network(void)
{
    if (apply(STAITH_SECCOMP_GRANTED, STAITH_SANDBOX_NETWORK) != 0) {
        return 1;
    }
    return starts_true() == GOOD || connects() != GOOD || reaches() != 0 || harms_others() != 0;
}
static int granted_reading(void)
{
    if (apply(STAITH_SECCOMP_GRANTED, 0) != 0) {
        return 1;
    }
    return starts_true() == GOOD || connects() != EPERM || reaches() != 0 ||
           open("/dev/null", O_RDONLY) < 0;
}
static int publisher(void)
{
    pthread_t id;
    int fd = -1;
    if (apply(STAITH_SECCOMP_PUBLISH, 0) != 0) {
        return 1;
    }
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (starts_true() == GOOD || fd < 0 || listen(fd, 1) == 0 || errno != EPERM) {
        return 2;
    }
    return pthread_create(&id, NULL, thread, NULL) == 0 && pthread_join(id, NULL) == 0 ? GOOD : 3;
}

static void test_granted(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(granted_programs), GOOD);
    assert_int_equal(staith_in_child(granted_network), GOOD);
    assert_int_equal(staith_in_child(granted_reading), GOOD);
    assert_int_equal(staith_in_child(publisher), GOOD);
}

static void test_numbers(void **state)
{
    (void)state;
    assert_int_equal(staith_seccomp_number("openat"), SYS_openat);
    assert_true(staith_seccomp_number("no such call") < 0);
}

int main(void)
{
    const struct CMUnitTest filters[] = {cmocka_unit_test(test_run), cmocka_unit_test(test_load),
                                         cmocka_unit_test(test_answer),
                                         cmocka_unit_test(test_granted)};
    const struct CMUnitTest numbers[] = {cmocka_unit_test(test_numbers)};
    struct staith_sandbox_layer layer = staith_seccomp_probe();
    int failed = cmocka_run_group_tests(numbers, NULL, NULL);
    if (layer.on) {
        failed += cmocka_run_group_tests(filters, NULL, NULL);
    } else {
        (void)printf("seccomp is off here: %s\n", layer.why);
        failed += layer.why[0] == '\0';
    }
    return failed;
}
