/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prlimit is Linux's own and hidden without _GNU_SOURCE. A core dump of a host would hold people's
 * rows, and a host writes to its pipe alone; so both are closed from here, whatever the host does.
 */
#define _GNU_SOURCE
#include "authority/gate/limits.h"

#include "base/instrumented.h"

#include <errno.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

static int limit(int pid, __rlimit_resource_t what, uint64_t most)
{
    const struct rlimit to = {.rlim_cur = (rlim_t)most, .rlim_max = (rlim_t)most};
    return prlimit(pid, what, &to, NULL);
}

int staith_gate_limit_child(int pid, uint64_t memory_bytes, struct staith_err *err)
{
    int rc = limit(pid, RLIMIT_CORE, 0);
    if (rc == 0 && !STAITH_SHADOW_IN_FILE) {
        rc = limit(pid, RLIMIT_FSIZE, 0);
    }
    if (rc == 0 && memory_bytes > 0 && !STAITH_INSTRUMENTED) {
        rc = limit(pid, RLIMIT_AS, memory_bytes);
    }
    if (rc != 0 && errno != ESRCH) { /* a host that is gone already is reported by its end */
        return staith_err_set(err, STAITH_ERR_IO, "the host's limits could not be set");
    }
    return 0;
}
