/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_LIMITS_H
#define STAITH_AUTHORITY_GATE_LIMITS_H
/*
 * Limits that the parent lays on a host from outside, before any order reaches it. Private to this
 * folder.
 */
#include "base/err.h"

#include <stdint.h>

/** Address space at most `memory_bytes` (0: not limited), no core dump, no writing to files. */
int staith_gate_limit_child(int pid, uint64_t memory_bytes, struct staith_err *err);

#endif
