/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies as tables of system calls, and the filters that libseccomp makes of them, printed as C
 * when Staith is built: a host that had them made at its start would spend a sixth of it on that.
 * In the place of the process's own number stands STAITH_FILTER_PID; seccomp.c puts it in.
 *
 * The first three policies are lists of what is allowed: whatever a kernel learns later is
 * forbidden. The other two run code that nobody here wrote (an interpreter, a driver, a resolver),
 * whose calls cannot be listed: they forbid what leads out of the process.
 */
#include "sandbox/filter.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { MAX_STEPS = 4096, LAST_CALL = 1023, LAST_SIGNAL = 64 };

/* Beyond POSIX, and the kernel's for good. */
enum { THREAD_FLAG = 0x00010000, EMPTY_PATH_FLAG = 0x1000 };
/* clone's flags for a new namespace of each kind: mounts, cgroup, UTS, IPC, users, pids, network */
static const scmp_datum_t namespaces[] = {0x00020000, 0x02000000, 0x04000000, 0x08000000,
                                          0x10000000, 0x20000000, 0x40000000};

/* What any code needs: memory, time, waiting, to know itself. */
static const int plain[] = {SCMP_SYS(brk),
                            SCMP_SYS(munmap),
                            SCMP_SYS(mremap),
                            SCMP_SYS(madvise),
                            SCMP_SYS(futex),
                            SCMP_SYS(rt_sigprocmask),
                            SCMP_SYS(rt_sigreturn),
                            SCMP_SYS(sigaltstack),
                            SCMP_SYS(clock_gettime),
                            SCMP_SYS(clock_getres),
                            SCMP_SYS(clock_nanosleep),
                            SCMP_SYS(nanosleep),
                            SCMP_SYS(gettimeofday),
                            SCMP_SYS(time),
                            SCMP_SYS(getrandom),
                            SCMP_SYS(getpid),
                            SCMP_SYS(getppid),
                            SCMP_SYS(gettid),
                            SCMP_SYS(getuid),
                            SCMP_SYS(geteuid),
                            SCMP_SYS(getgid),
                            SCMP_SYS(getegid),
                            SCMP_SYS(getcpu),
                            SCMP_SYS(sched_yield),
                            SCMP_SYS(sched_getaffinity),
                            SCMP_SYS(sysinfo),
                            SCMP_SYS(uname),
                            SCMP_SYS(getrusage),
                            SCMP_SYS(getrlimit),
                            SCMP_SYS(times),
                            SCMP_SYS(pause),
                            SCMP_SYS(restart_syscall),
                            SCMP_SYS(fstat),
                            SCMP_SYS(lseek),
                            SCMP_SYS(read),
                            SCMP_SYS(pread64),
                            SCMP_SYS(timer_settime),
                            SCMP_SYS(timer_gettime),
                            SCMP_SYS(membarrier)};
/* The loader's; which files it sees is Landlock's to say. */
static const int loading[] = {SCMP_SYS(close),
                              SCMP_SYS(mmap),
                              SCMP_SYS(mprotect),
                              SCMP_SYS(newfstatat),
                              SCMP_SYS(stat),
                              SCMP_SYS(lstat),
                              SCMP_SYS(statx),
                              SCMP_SYS(access),
                              SCMP_SYS(faccessat),
                              SCMP_SYS(faccessat2),
                              SCMP_SYS(readlink),
                              SCMP_SYS(readlinkat),
                              SCMP_SYS(getcwd),
                              SCMP_SYS(fcntl),
                              SCMP_SYS(landlock_create_ruleset),
                              SCMP_SYS(landlock_add_rule),
                              SCMP_SYS(landlock_restrict_self)};
static const int answering[] = {SCMP_SYS(write), SCMP_SYS(close), SCMP_SYS(timer_delete),
                                SCMP_SYS(exit), SCMP_SYS(exit_group)};
/* Into other processes, the machine, or away from the limits. */
static const int reaching[] = {SCMP_SYS(ptrace),
                               SCMP_SYS(process_vm_readv),
                               SCMP_SYS(process_vm_writev),
                               SCMP_SYS(kcmp),
                               SCMP_SYS(pidfd_getfd),
                               SCMP_SYS(process_madvise),
                               SCMP_SYS(mount),
                               SCMP_SYS(umount2),
                               SCMP_SYS(pivot_root),
                               SCMP_SYS(chroot),
                               SCMP_SYS(fsopen),
                               SCMP_SYS(fsmount),
                               SCMP_SYS(move_mount),
                               SCMP_SYS(open_tree),
                               SCMP_SYS(mount_setattr),
                               SCMP_SYS(unshare),
                               SCMP_SYS(setns),
                               SCMP_SYS(bpf),
                               SCMP_SYS(perf_event_open),
                               SCMP_SYS(userfaultfd),
                               SCMP_SYS(io_uring_setup),
                               SCMP_SYS(io_uring_enter),
                               SCMP_SYS(io_uring_register),
                               SCMP_SYS(add_key),
                               SCMP_SYS(request_key),
                               SCMP_SYS(keyctl),
                               SCMP_SYS(kexec_load),
                               SCMP_SYS(kexec_file_load),
                               SCMP_SYS(init_module),
                               SCMP_SYS(finit_module),
                               SCMP_SYS(delete_module),
                               SCMP_SYS(swapon),
                               SCMP_SYS(swapoff),
                               SCMP_SYS(reboot),
                               SCMP_SYS(settimeofday),
                               SCMP_SYS(clock_settime),
                               SCMP_SYS(clock_adjtime),
                               SCMP_SYS(adjtimex),
                               SCMP_SYS(acct),
                               SCMP_SYS(quotactl),
                               SCMP_SYS(personality),
                               SCMP_SYS(iopl),
                               SCMP_SYS(ioperm),
                               SCMP_SYS(setsid),
                               SCMP_SYS(setpgid),
                               SCMP_SYS(mknod),
                               SCMP_SYS(mknodat),
                               SCMP_SYS(open_by_handle_at)};
/* Onto other processes of the same user, the gate among them: signals, limits, priorities. */
static const int onto_others[] = {
    SCMP_SYS(kill),          SCMP_SYS(tkill),          SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(setpriority),   SCMP_SYS(ioprio_set),     SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(migrate_pages), SCMP_SYS(move_pages),     SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(sched_setattr), SCMP_SYS(sched_setparam), SCMP_SYS(sched_setscheduler)};
static const int programs[] = {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),
                               SCMP_SYS(vfork)};
static const int accepting[] = {SCMP_SYS(accept), SCMP_SYS(accept4)};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A filter in the making; the first failure is kept. */
struct filter {
    scmp_filter_ctx ctx;
    int failed;
};

static void add(struct filter *filter, uint32_t action, int call, unsigned count,
                const struct scmp_arg_cmp *conditions)
{
    int rc = seccomp_rule_add_array(filter->ctx, action, call, count, conditions);
    if (rc != 0 && filter->failed == 0) {
        filter->failed = rc;
    }
}

static void add_all(struct filter *filter, uint32_t action, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(filter, action, calls[i], 0, NULL);
    }
}

/* No memory that is both new and code. */
static void allow_memory(struct filter *filter)
{
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, (scmp_datum_t)PROT_EXEC, 0);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
}

static void allow_self(struct filter *filter)
{
    const struct scmp_arg_cmp own = SCMP_A0(SCMP_CMP_EQ, STAITH_FILTER_PID, 0);
    const struct scmp_arg_cmp only_read = SCMP_A2(SCMP_CMP_EQ, 0, 0);
    const struct scmp_arg_cmp of_open =
        SCMP_A3(SCMP_CMP_MASKED_EQ, EMPTY_PATH_FLAG, EMPTY_PATH_FLAG);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &own);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, &only_read);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, &of_open);
    add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0, NULL); /* asked by stdio */
}

/* Not the handler of forbidden calls, and not the deadline's, which runs on the thread that
 * answers: a plugin's own would run there, with that thread's rights. */
static void allow_handlers(struct filter *filter)
{
    for (int number = 1; number <= LAST_SIGNAL; number++) {
        const struct scmp_arg_cmp its = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)number, 0);
        bool ours = number == SIGSYS || number == SIGALRM;
        add(filter, ours ? SCMP_ACT_ERRNO(EINVAL) : SCMP_ACT_ALLOW, SCMP_SYS(rt_sigaction), 1,
            &its);
    }
}

/* 0, 1 and 2 are /dev/null. */
static void allow_printing(struct filter *filter)
{
    const struct scmp_arg_cmp standard = SCMP_A0(SCMP_CMP_LE, STDERR_FILENO, 0);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &standard);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(writev), 1, &standard);
}

/* The next filter, by whoever has the pass, which stands in an argument that the call does not look
 * at. A constructor of a plugin's file that laid one of its own could have it say that the next was
 * laid. And no new privileges, which is so already: the call that would take away that the host
 * ends with its parent is the same one. */
static void allow_next_filter(struct filter *filter)
{
    const scmp_datum_t pass = (scmp_datum_t)STAITH_FILTER_PASS_HIGH << 32 | STAITH_FILTER_PASS_LOW;
    const struct scmp_arg_cmp known = SCMP_A3(SCMP_CMP_EQ, pass, 0);
    const struct scmp_arg_cmp privileges = SCMP_A0(SCMP_CMP_EQ, PR_SET_NO_NEW_PRIVS, 0);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(seccomp), 1, &known);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, &privileges);
}

static void allow_reading_files(struct filter *filter)
{
    const scmp_datum_t change = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    const struct scmp_arg_cmp at = SCMP_A2(SCMP_CMP_MASKED_EQ, change, 0);
    const struct scmp_arg_cmp plain_open = SCMP_A1(SCMP_CMP_MASKED_EQ, change, 0);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, &at);
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, &plain_open);
}

static void forbid_processes(struct filter *filter)
{
    const uint32_t denied = SCMP_ACT_ERRNO(EPERM);
    const struct scmp_arg_cmp no_thread = SCMP_A0(SCMP_CMP_MASKED_EQ, THREAD_FLAG, 0);
    add_all(filter, denied, programs, COUNT(programs));
    add(filter, denied, SCMP_SYS(clone), 1, &no_thread);
}

/* Landlock keeps signals inside from its sixth version on, which Debian 12's own kernel has not; so
 * no process signals another here, not even what it started, which the end of the run ends. The
 * publisher runs our code alone, and ZeroMQ sets the priority of its own threads. */
static void forbid_onto_others(struct filter *filter)
{
    const uint32_t denied = SCMP_ACT_ERRNO(EPERM);
    const struct scmp_arg_cmp other = SCMP_A0(SCMP_CMP_NE, STAITH_FILTER_PID, 0);
    const struct scmp_arg_cmp named = SCMP_A0(SCMP_CMP_NE, 0, 0);
    add_all(filter, denied, onto_others, COUNT(onto_others));
    add(filter, denied, SCMP_SYS(tgkill), 1, &other); /* to itself it is abort */
    add(filter, denied, SCMP_SYS(prlimit64), 1, &named);
    add(filter, denied, SCMP_SYS(sched_setaffinity), 1, &named);
}

static void fill_granted(struct filter *filter, unsigned grants)
{
    const uint32_t denied = SCMP_ACT_ERRNO(EPERM);
    add_all(filter, denied, reaching, COUNT(reaching));
    add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0, NULL); /* its flags are out of sight */
    for (size_t i = 0; i < COUNT(namespaces); i++) {
        const struct scmp_arg_cmp new = SCMP_A0(SCMP_CMP_MASKED_EQ, namespaces[i], namespaces[i]);
        add(filter, denied, SCMP_SYS(clone), 1, &new);
    }
    if ((grants & STAITH_SANDBOX_PROGRAMS) == 0) {
        forbid_processes(filter);
    }
    if ((grants & STAITH_SANDBOX_NETWORK) == 0) {
        add(filter, denied, SCMP_SYS(socket), 0, NULL);
    }
    add(filter, denied, SCMP_SYS(listen), 0, NULL);
}

static void fill(struct filter *filter, enum staith_seccomp_policy policy, unsigned grants)
{
    switch (policy) {
    case STAITH_SECCOMP_ANSWER:
        add_all(filter, SCMP_ACT_ALLOW, plain, COUNT(plain));
        add_all(filter, SCMP_ACT_ALLOW, answering, COUNT(answering));
        allow_memory(filter);
        allow_self(filter);
        allow_handlers(filter);
        break;
    case STAITH_SECCOMP_LOAD:
        add_all(filter, SCMP_ACT_ALLOW, plain, COUNT(plain));
        add_all(filter, SCMP_ACT_ALLOW, loading, COUNT(loading));
        allow_self(filter);
        allow_handlers(filter);
        allow_printing(filter);
        allow_reading_files(filter);
        allow_next_filter(filter);
        break;
    case STAITH_SECCOMP_RUN:
        add_all(filter, SCMP_ACT_ALLOW, plain, COUNT(plain));
        allow_memory(filter);
        allow_self(filter);
        allow_handlers(filter);
        allow_printing(filter);
        break;
    case STAITH_SECCOMP_GRANTED:
        fill_granted(filter, grants);
        add_all(filter, SCMP_ACT_ERRNO(EPERM), accepting, COUNT(accepting));
        forbid_onto_others(filter);
        break;
    case STAITH_SECCOMP_PUBLISH:
        fill_granted(filter, STAITH_SANDBOX_NETWORK);
        add_all(filter, SCMP_ACT_ERRNO(EPERM), accepting, COUNT(accepting));
        break;
    case STAITH_SECCOMP_SERVE:
        fill_granted(filter, STAITH_SANDBOX_NETWORK);
        forbid_onto_others(filter);
        break;
    }
}

/* ---- printing ---- */

static int print_steps(const char *name, scmp_filter_ctx ctx)
{
    static struct sock_filter steps[MAX_STEPS];
    FILE *file = tmpfile();
    int rc = file == NULL ? -1 : seccomp_export_bpf(ctx, fileno(file));
    long len = rc == 0 && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (len <= 0 || (size_t)len > sizeof(steps) || (size_t)len % sizeof(steps[0]) != 0) {
        rc = -1;
    } else {
        rewind(file);
        rc = fread(steps, 1, (size_t)len, file) == (size_t)len ? 0 : -1;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    (void)printf("static const struct sock_filter %s[] = {\n", name);
    for (size_t i = 0; rc == 0 && i < (size_t)len / sizeof(steps[0]); i++) {
        (void)printf("    {%u, %u, %u, 0x%xu},\n", steps[i].code, steps[i].jt, steps[i].jf,
                     steps[i].k);
    }
    (void)printf("};\n");
    return rc;
}

static int print_filter(const char *name, enum staith_seccomp_policy policy, unsigned grants)
{
    bool listed = policy == STAITH_SECCOMP_ANSWER || policy == STAITH_SECCOMP_LOAD ||
                  policy == STAITH_SECCOMP_RUN;
    struct filter filter = {.ctx = seccomp_init(listed ? SCMP_ACT_TRAP : SCMP_ACT_ALLOW)};
    if (filter.ctx == NULL) {
        return -1;
    }
    /* A call by another machine's numbers ends the process. By itself it would end its thread
     * alone, and a run whose thread is gone is waited for until its time is over. */
    filter.failed = seccomp_attr_set(filter.ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    fill(&filter, policy, grants);
    int rc = filter.failed == 0 ? print_steps(name, filter.ctx) : filter.failed;
    seccomp_release(filter.ctx);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of this machine's calls, sorted. */
static int print_calls(void)
{
    static char *names[LAST_CALL + 1];
    size_t count = 0;
    for (int number = 0; number <= LAST_CALL; number++) {
        char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
        if (name != NULL && strlen(name) < STAITH_FILTER_CALL_BYTES) {
            names[count++] = name;
        } else {
            free(name);
        }
    }
    qsort(names, count, sizeof(names[0]), by_name);
    (void)printf("static const struct staith_filter_call calls[] = {\n");
    for (size_t i = 0; i < count; i++) {
        (void)printf("    {\"%s\", %d},\n", names[i], seccomp_syscall_resolve_name(names[i]));
        free(names[i]);
    }
    (void)printf("};\n");
    return count > 0 ? 0 : -1;
}

int main(void)
{
    int rc = print_filter("answer", STAITH_SECCOMP_ANSWER, 0);
    rc |= print_filter("load", STAITH_SECCOMP_LOAD, 0);
    rc |= print_filter("run", STAITH_SECCOMP_RUN, 0);
    rc |= print_filter("granted_files", STAITH_SECCOMP_GRANTED, 0);
    rc |= print_filter("granted_programs", STAITH_SECCOMP_GRANTED, STAITH_SANDBOX_PROGRAMS);
    rc |= print_filter("granted_network", STAITH_SECCOMP_GRANTED, STAITH_SANDBOX_NETWORK);
    rc |= print_filter("granted_both", STAITH_SECCOMP_GRANTED,
                       STAITH_SANDBOX_PROGRAMS | STAITH_SANDBOX_NETWORK);
    rc |= print_filter("publish", STAITH_SECCOMP_PUBLISH, 0);
    rc |= print_filter("serve", STAITH_SECCOMP_SERVE, 0);
    rc |= print_calls();
    return rc == 0 && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
