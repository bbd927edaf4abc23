/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_AGAIN_H
#define STAITH_AUTHORITY_GATE_AGAIN_H
/*
 * A held release is audited again when it is approved, and when it leaves: others may have left
 * meanwhile.
 */
#include "authority/gate/past.h"
#include "disclosure/again.h"

/** Audit held release `number` with everything that has left. What was read of the held before is
 *  invalid afterwards. *ret_passed, and why not. 0; STAITH_ERR_VERIFY for bytes that are damaged;
 *  what reading gives. */
int staith_gate_again(const struct staith_gate_archive *archive,
                      const struct staith_outside *outside, uint64_t number, bool *ret_passed,
                      char ret_why[STAITH_DISCLOSURE_WHY_BYTES], struct staith_err *err);

#endif
