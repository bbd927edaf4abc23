/* SPDX-License-Identifier: Apache-2.0 */
#include "query/confine.h"

#include "sandbox/sandbox.h"

#include <sys/prctl.h>
#include <sys/resource.h>

int staith_query_confine_start(struct staith_err *err)
{
    const struct rlimit none = {0, 0};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) != 0 || setrlimit(RLIMIT_CORE, &none) != 0 ||
        prctl(PR_SET_DUMPABLE, 0UL, 0UL, 0UL, 0UL) != 0) {
        return staith_err_set(err, STAITH_ERR_DENIED, "new privileges cannot be given up");
    }
    return staith_seccomp_apply(STAITH_SECCOMP_GRANTED, STAITH_SANDBOX_NETWORK, 0, err);
}

int staith_query_confine_connected(struct staith_err *err)
{
    int code = staith_landlock_apply(NULL, 0, false, err);
    return code != 0 ? code : staith_seccomp_apply(STAITH_SECCOMP_GRANTED, 0, 0, err);
}
