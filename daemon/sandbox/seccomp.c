/* SPDX-License-Identifier: Apache-2.0 */
/* What main.c of this folder made of the policies, laid on a thread. */
#define _DEFAULT_SOURCE /* syscall */
#include "sandbox/filter.h"
#include "sandbox/sandbox.h"

#include "base/instrumented.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/filters.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

enum { MAX_STEPS = 1024 };

struct steps {
    const struct sock_filter *first;
    size_t count;
};

#define STEPS(list) ((struct steps){list, COUNT(list)})

_Static_assert(COUNT(answer) <= MAX_STEPS && COUNT(load) <= MAX_STEPS && COUNT(run) <= MAX_STEPS &&
                   COUNT(granted_files) <= MAX_STEPS && COUNT(granted_programs) <= MAX_STEPS &&
                   COUNT(granted_network) <= MAX_STEPS && COUNT(granted_both) <= MAX_STEPS &&
                   COUNT(publish) <= MAX_STEPS && COUNT(serve) <= MAX_STEPS,
               "a filter is longer than the room for it");

static struct steps find(enum staith_seccomp_policy policy, unsigned grants)
{
    switch (policy) {
    case STAITH_SECCOMP_ANSWER:
        return STEPS(answer);
    case STAITH_SECCOMP_LOAD:
        return STEPS(load);
    case STAITH_SECCOMP_RUN:
        return STEPS(run);
    case STAITH_SECCOMP_PUBLISH:
        return STEPS(publish);
    case STAITH_SECCOMP_SERVE:
        return STEPS(serve);
    case STAITH_SECCOMP_GRANTED:
        break;
    }
    bool programs = (grants & STAITH_SANDBOX_PROGRAMS) != 0;
    bool network = (grants & STAITH_SANDBOX_NETWORK) != 0;
    return programs && network ? STEPS(granted_both)
           : programs          ? STEPS(granted_programs)
           : network           ? STEPS(granted_network)
                               : STEPS(granted_files);
}

/* The kernel takes three arguments; the fourth is for a filter that is there already. */
static bool lay(const struct sock_fprog *program, uint64_t pass)
{
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, program, pass) == 0;
}

static struct staith_sandbox_layer probe(uint64_t pass)
{
    if (STAITH_INSTRUMENTED) {
        return (struct staith_sandbox_layer){.why = "this build is instrumented"};
    }
    /* A kernel that has filters looks for one at the address that is none. */
    if (lay(NULL, pass) || errno != EFAULT) {
        return (struct staith_sandbox_layer){.why = "the kernel does not have it"};
    }
    return (struct staith_sandbox_layer){.on = true, .why = ""};
}

struct staith_sandbox_layer staith_seccomp_probe(void)
{
    return probe(0);
}

static uint32_t value_of(uint32_t placeholder, uint64_t pass)
{
    switch (placeholder) {
    case STAITH_FILTER_PID:
        return (uint32_t)getpid();
    case STAITH_FILTER_PASS_HIGH:
        return (uint32_t)(pass >> 32);
    case STAITH_FILTER_PASS_LOW:
        return (uint32_t)pass;
    default:
        return placeholder;
    }
}

int staith_seccomp_apply(enum staith_seccomp_policy policy, unsigned grants, uint64_t pass,
                         struct staith_err *err)
{
    struct sock_filter steps[MAX_STEPS];
    if (!probe(pass).on) {
        return 0;
    }
    const struct steps from = find(policy, grants);
    memcpy(steps, from.first, from.count * sizeof(steps[0]));
    for (size_t i = 0; i < from.count; i++) {
        if (BPF_CLASS(steps[i].code) == BPF_JMP) {
            steps[i].k = value_of(steps[i].k, pass);
        }
    }
    const struct sock_fprog program = {(unsigned short)from.count, steps};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) == 0 && lay(&program, pass)) {
        return 0;
    }
    return staith_err_set(err, STAITH_ERR_DENIED,
                          "seccomp is there but its filter cannot be laid on");
}

static int by_name(const void *name, const void *call)
{
    const struct staith_filter_call *its = call;
    return strcmp(name, its->name);
}

int staith_seccomp_number(const char *name)
{
    const struct staith_filter_call *found =
        bsearch(name, calls, COUNT(calls), sizeof(calls[0]), by_name);
    return found != NULL ? found->number : -1;
}
