/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_HASHING_H
#define STAITH_AUTHORITY_GATE_HASHING_H
/*
 * The hash of an open file, a few megabytes at a time on the loop, so that a large file holds up
 * neither a stop nor `staith status`.
 */
#include "disclosure/release.h"
#include "loop/loop.h"

struct staith_gate_hashing;

/** Hash what `fd` (stays the caller's) holds from its start: `bytes` of them, as many as it had
 *  when it was opened. `on_done` is called once, later, with 0 and the BLAKE2b-256 of the bytes,
 *  with STAITH_ERR_AGAIN when they have become more or fewer (a file that grows as fast as it is
 *  read would never end), or with STAITH_ERR_IO; the hashing is freed after it. */
int staith_gate_hashing_start(struct staith_loop *loop, int fd, uint64_t bytes,
                              void (*on_done)(void *ctx, int code,
                                              const uint8_t hash[STAITH_HASH_BYTES]),
                              void *ctx, struct staith_gate_hashing **ret_hashing,
                              struct staith_err *err);
/** Drop it; on_done does not come. NULL is allowed. */
void staith_gate_hashing_cancel(struct staith_gate_hashing *hashing);

#endif
