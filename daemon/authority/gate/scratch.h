/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_GATE_SCRATCH_H
#define STAITH_GATE_SCRATCH_H
/*
 * An empty folder for a run that may start programs, since some (R) refuse to start without one.
 * No byte can be written to a file in it: a host may not (its limit on the size of files is 0).
 */
#include "base/err.h"

enum { STAITH_GATE_SCRATCH_BYTES = 64 };

/** Make one, mode 0700, in the system's folder for such. STAITH_ERR_IO. */
int staith_gate_scratch_make(char ret_path[STAITH_GATE_SCRATCH_BYTES], struct staith_err *err);
/** Remove it with what was made in it, following no link. "" is allowed. */
void staith_gate_scratch_remove(const char *path);

#endif
