/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SANDBOX_SANDBOX_H
#define STAITH_SANDBOX_SANDBOX_H
/*
 * What a process of Staith gives up for good: system calls (seccomp) and files (Landlock). Both
 * hold for the calling thread and for all that it starts. Where the kernel lacks one the process
 * goes on without it, and says so; where the kernel has it and it cannot be laid on, that is an
 * error.
 */
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a run may do beyond reading its sources, granted by the operator. */
enum staith_sandbox_grant {
    STAITH_SANDBOX_PROGRAMS = 1, /**< start programs */
    STAITH_SANDBOX_NETWORK = 2   /**< open connections */
};

/** Whether a layer is on, and if not why (static). */
struct staith_sandbox_layer {
    bool on;
    int version;     /**< Landlock: ABI of the kernel; otherwise 0 */
    const char *why; /**< "" when on */
};

/* ---- system calls ---- */

enum staith_seccomp_policy {
    /** The thread of a host that answers: memory, waiting, writing to its pipe, ending. */
    STAITH_SECCOMP_ANSWER = 1,
    /** The run's thread while the plugin is loaded: also opening files to read them. */
    STAITH_SECCOMP_LOAD = 2,
    /** The run's thread while the plugin runs: memory, time, reading what is open. It can write to
     *  descriptors 0 to 2 only, and end neither itself nor the process. */
    STAITH_SECCOMP_RUN = 3,
    /** A run with grants: all but what reaches into other processes and the machine, and but what
     *  is not granted; those calls fail with EPERM. */
    STAITH_SECCOMP_GRANTED = 4,
    /** The publisher: no program, no process, no listening, as above. */
    STAITH_SECCOMP_PUBLISH = 5,
    /** A server that listens already: no program, no process, no further listening, nothing onto
     *  other processes; those calls fail with EPERM. */
    STAITH_SECCOMP_SERVE = 6
};

/** Whether the kernel has seccomp filters. */
struct staith_sandbox_layer staith_seccomp_probe(void);
/**
 * Lay a policy on this thread. Needs no_new_privs. `grants`: for GRANTED. Forbidden calls under the
 * first three policies raise SIGSYS, which names the call and can be handled; no plugin can take
 * the handler away. `pass`: after LOAD another policy is laid by whoever gives the same number, so
 * it is one that nobody can guess; 0 where LOAD plays no part. Does nothing where the probe says
 * off. STAITH_ERR_DENIED.
 */
int staith_seccomp_apply(enum staith_seccomp_policy policy, unsigned grants, uint64_t pass,
                         struct staith_err *err);
/** Number of a system call of this machine by name; negative where there is no such call. */
int staith_seccomp_number(const char *name);

/* ---- files ---- */

enum staith_landlock_right {
    STAITH_LANDLOCK_READ = 1,
    STAITH_LANDLOCK_EXECUTE = 2,
    STAITH_LANDLOCK_WRITE = 4 /**< make, change and remove files; no devices, no links */
};

/** What may be done with a file, or with all that lies in a folder. */
struct staith_landlock_path {
    const char *path;
    unsigned rights;
};

/** Whether the kernel has Landlock, and which version of it. */
struct staith_sandbox_layer staith_landlock_probe(void);
/**
 * From now on this thread opens nothing but `paths` (one that does not exist is passed over), and
 * without `network` binds and connects no TCP socket where the kernel can hold that. What is open
 * stays open. A second call takes away more. Does nothing where the probe says off.
 * STAITH_ERR_DENIED.
 */
int staith_landlock_apply(const struct staith_landlock_path *paths, size_t count, bool network,
                          struct staith_err *err);

#endif
