/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_HARDEN_H
#define STAITH_AUTHORITY_HOST_HARDEN_H
/*
 * What the process gives up before any of a plugin's code runs. Address space and time are limited
 * by the parent, from outside.
 */
#include "base/err.h"

#include <stdbool.h>

enum {
    STAITH_HARDEN_MAX_FILES = 64,
    STAITH_HARDEN_MAX_PROGRAM_FILES = 1024, /**< R refuses to start with a few hundred */
    STAITH_HARDEN_MAX_PROCESSES = 64
};

/** Dies with its parent; no new privileges, no core dump, no attaching by others; writes no file.
 *  STAITH_ERR_DENIED with what failed. */
int staith_harden_process(struct staith_err *err);
/** When the host's own thread runs: few descriptors from now on, and no new process or thread; with
 *  `programs` more of the one, and of the other as many as the user may have in all.
 *  STAITH_ERR_DENIED. */
int staith_harden_processes(bool programs, struct staith_err *err);
/** Move the pipe to the parent from 0 and 1 to private descriptors and point 0, 1 and 2 to
 *  /dev/null: what a plugin prints reaches nobody. STAITH_ERR_IO. */
int staith_harden_detach(int *ret_in, int *ret_out, struct staith_err *err);

#endif
