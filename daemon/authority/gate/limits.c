/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prlimit is Linux's own and hidden without _GNU_SOURCE. A core dump of a host would hold people's
 * rows, and a host writes to its pipe alone; so both are closed from here, whatever the host does.
 */
#define _GNU_SOURCE
#include "authority/gate/limits.h"

#include <errno.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Address sanitizer maps terabytes of shadow: an instrumented host cannot live under RLIMIT_AS. */
#if defined(__SANITIZE_ADDRESS__)
#define INSTRUMENTED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define INSTRUMENTED 1
#endif
#endif
#if defined(__SANITIZE_THREAD__) && !defined(INSTRUMENTED)
#define INSTRUMENTED 1
#endif
#ifndef INSTRUMENTED
#define INSTRUMENTED 0
#endif
/* The thread sanitizer keeps its shadow in a file that it makes at the start. */
#if defined(__SANITIZE_THREAD__)
#define SHADOW_IN_FILE 1
#else
#define SHADOW_IN_FILE 0
#endif

static int limit(int pid, __rlimit_resource_t what, uint64_t most)
{
    const struct rlimit to = {.rlim_cur = (rlim_t)most, .rlim_max = (rlim_t)most};
    return prlimit(pid, what, &to, NULL);
}

int staith_gate_limit_child(int pid, uint64_t memory_bytes, struct staith_err *err)
{
    int rc = limit(pid, RLIMIT_CORE, 0);
    if (rc == 0 && !SHADOW_IN_FILE) {
        rc = limit(pid, RLIMIT_FSIZE, 0);
    }
    if (rc == 0 && memory_bytes > 0 && !INSTRUMENTED) {
        rc = limit(pid, RLIMIT_AS, memory_bytes);
    }
    if (rc != 0 && errno != ESRCH) { /* a host that is gone already is reported by its end */
        return staith_err_set(err, STAITH_ERR_IO, "the host's limits could not be set");
    }
    return 0;
}
