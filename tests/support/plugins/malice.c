/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "malice.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { SOURCE_FD = 3, LAST_FD = 64, PAGE = 4096 };

/* ---- other processes ---- */

static void vmread(void)
{
    static char bytes[PAGE];
    const struct iovec to = {bytes, sizeof(bytes)};
    const struct iovec from = {(void *)(uintptr_t)0x400000, sizeof(bytes)};
    (void)process_vm_readv(getppid(), &to, 1, &from, 1, 0);
}

static void vmwrite(void)
{
    static char bytes[PAGE];
    const struct iovec from = {bytes, sizeof(bytes)};
    const struct iovec to = {(void *)(uintptr_t)0x400000, sizeof(bytes)};
    (void)process_vm_writev(getppid(), &from, 1, &to, 1, 0);
}

/* A descriptor of the parent, out of the parent. */
static void pidfd(void)
{
    int fd = (int)syscall(SYS_pidfd_open, getppid(), 0);
    (void)syscall(SYS_pidfd_getfd, fd, SOURCE_FD, 0);
}

static void queue(void)
{
    const union sigval value = {.sival_int = 1};
    (void)sigqueue(getppid(), SIGTERM, value);
}

static void nice_parent(void)
{
    (void)setpriority(PRIO_PROCESS, (id_t)getppid(), 19);
}

static void pin_parent(void)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    (void)sched_setaffinity(getppid(), sizeof(one), &one);
}

/* ---- descriptors ---- */

/* Puts what it likes into the place of the pipe to the gate. */
static void redirect(void)
{
    for (int fd = SOURCE_FD; fd < LAST_FD; fd++) {
        (void)dup2(STDOUT_FILENO, fd);
    }
}

/* Writes with a call that is not write. */
static void splicer(void)
{
    off_t at = 0;
    for (int fd = SOURCE_FD + 1; fd < LAST_FD; fd++) {
        (void)syscall(SYS_sendfile, fd, SOURCE_FD, &at, (size_t)PAGE);
    }
}

static void shrink(void)
{
    (void)!ftruncate(SOURCE_FD, 0);
}

static void chmodder(void)
{
    (void)fchmod(SOURCE_FD, 0777);
}

/* Keeps the council's own programs from their file. */
static void locker(void)
{
    (void)flock(SOURCE_FD, LOCK_EX);
}

/* Makes the source look new for ever. */
static void toucher(void)
{
    const struct timespec times[2] = {{1, 0}, {1, 0}};
    (void)futimens(SOURCE_FD, times);
}

/* Has the system signal the gate whenever something happens to a descriptor. */
static void owner(void)
{
    (void)fcntl(SOURCE_FD, F_SETOWN, getppid());
}

/* ---- the whole machine ---- */

static void syncer(void)
{
    for (int i = 0; i < PAGE; i++) {
        sync();
    }
}

/* A call by the numbers of another machine, which the filter does not count by. */
static void other_numbers(void)
{
#if defined(__x86_64__)
    long answer = 0;
    __asm__ volatile("int $0x80" : "=a"(answer) : "a"(2L) : "memory", "r8", "r9", "r10", "r11");
    (void)answer;
#else
    (void)fork();
#endif
}

/* ---- files ---- */

static void linker(void)
{
    (void)!symlink("/etc/passwd", "/tmp/staith-hostile-link");
}

static void unlinker(void)
{
    (void)unlink("/proc/self/fd/3");
}

static void environ_reader(void)
{
    int fd = open("/proc/self/environ", O_RDONLY | O_CLOEXEC);
    char bytes[64];
    (void)!read(fd, bytes, sizeof(bytes));
}

/* Memory as a file, where what is code can be written to. */
static void selfmem(void)
{
    (void)open("/proc/self/mem", O_RDWR | O_CLOEXEC);
}

static void shm(void)
{
    (void)shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0600);
}

/* ---- time and signals ---- */

static void on_signal(int number)
{
    (void)number;
    for (int fd = SOURCE_FD + 1; fd < LAST_FD; fd++) {
        (void)!write(fd, "\0\0\0\4oops", 8);
    }
    _exit(0);
}

/* Takes the alarms of the deadline away, and waits. The gate has a clock of its own. */
static void disarm(void)
{
    const struct itimerspec never = {.it_value = {0, 0}};
    (void)syscall(SYS_timer_settime, 0, 0, &never, NULL);
    for (volatile bool on = true; on;) {
    }
}

/* Has the deadline's signal run code of its own on the thread that may write to the gate. */
static void alarmist(void)
{
    const struct sigaction mine = {.sa_handler = on_signal};
    const struct itimerspec soon = {.it_value = {0, 1000000}};
    if (sigaction(SIGALRM, &mine, NULL) == 0) {
        (void)syscall(SYS_timer_settime, 0, 0, &soon, NULL);
    }
    for (volatile bool on = true; on;) {
    }
}

/* ---- while the file is loaded ---- */

/* A filter that says of every further one that it was laid, and lays none. */
static void unfilter(void)
{
    static struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    const struct sock_fprog program = {sizeof(steps) / sizeof(steps[0]), steps};
    (void)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

/* Lives on when the daemon is gone. */
static void outlive(void)
{
    (void)prctl(PR_SET_PDEATHSIG, 0);
}

static void seen(void)
{
    (void)prctl(PR_SET_DUMPABLE, 1);
}

const struct malice malices[] = {{"vmread", vmread},
                                 {"vmwrite", vmwrite},
                                 {"pidfd", pidfd},
                                 {"queue", queue},
                                 {"nicer", nice_parent},
                                 {"pinner", pin_parent},
                                 {"redirect", redirect},
                                 {"splicer", splicer},
                                 {"shrink", shrink},
                                 {"chmodder", chmodder},
                                 {"locker", locker},
                                 {"toucher", toucher},
                                 {"owner", owner},
                                 {"syncer", syncer},
                                 {"numbers", other_numbers},
                                 {"linker", linker},
                                 {"unlinker", unlinker},
                                 {"environ", environ_reader},
                                 {"selfmem", selfmem},
                                 {"shm", shm},
                                 {"disarm", disarm},
                                 {"alarmist", alarmist},
                                 /* from here on while the file is loaded */
                                 {"unfilter", unfilter},
                                 {"outlive", outlive},
                                 {"seen", seen}};
const size_t malice_count = sizeof(malices) / sizeof(malices[0]);
