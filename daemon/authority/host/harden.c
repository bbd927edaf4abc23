/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sanitizers look into their own process with ptrace and start a thread for it: with them the
 * process stays open to that. RLIMIT_NPROC is Linux's own and hidden without _DEFAULT_SOURCE.
 */
#define _DEFAULT_SOURCE
#include "authority/host/harden.h"

#include "base/instrumented.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PRIVATE_FD = 32 /* above every source */ };

static int denied(struct staith_err *err, const char *what)
{
    return staith_err_set(err, STAITH_ERR_DENIED, "the host cannot give up %s", what);
}

static int limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit to;
    if (getrlimit(resource, &to) != 0) {
        return -1;
    }
    to.rlim_max = to.rlim_max < most ? to.rlim_max : most; /* one that is lower already stays */
    to.rlim_cur = to.rlim_max;
    return setrlimit(resource, &to);
}

int staith_harden_process(struct staith_err *err)
{
    if (prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL, 0UL, 0UL, 0UL) != 0) {
        return denied(err, "living longer than its parent");
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) != 0) {
        return denied(err, "new privileges");
    }
    if (limit(RLIMIT_CORE, 0) != 0 || (!STAITH_SHADOW_IN_FILE && limit(RLIMIT_FSIZE, 0) != 0)) {
        return denied(err, "writing files");
    }
    if (!STAITH_INSTRUMENTED && prctl(PR_SET_DUMPABLE, 0UL, 0UL, 0UL, 0UL) != 0) {
        return denied(err, "being looked into");
    }
    return 0;
}

int staith_harden_processes(bool programs, struct staith_err *err)
{
    rlim_t files = programs ? STAITH_HARDEN_MAX_PROGRAM_FILES : STAITH_HARDEN_MAX_FILES;
    if (limit(RLIMIT_NOFILE, files) != 0) {
        return denied(err, "opening many files");
    }
    rlim_t most = programs ? STAITH_HARDEN_MAX_PROCESSES : 0;
    if (!STAITH_INSTRUMENTED && limit(RLIMIT_NPROC, most) != 0) {
        return denied(err, "starting processes");
    }
    return 0;
}

int staith_harden_detach(int *ret_in, int *ret_out, struct staith_err *err)
{
    int in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, PRIVATE_FD);
    int out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, PRIVATE_FD);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (in < 0 || out < 0 || null < 0 || dup2(null, STDIN_FILENO) < 0 ||
        dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0) {
        return staith_err_set(err, STAITH_ERR_IO, "the pipe to the parent cannot be moved");
    }
    if (null > STDERR_FILENO) {
        (void)close(null);
    }
    *ret_in = in;
    *ret_out = out;
    return 0;
}
