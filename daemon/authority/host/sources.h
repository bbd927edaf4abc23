/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_SOURCES_H
#define STAITH_AUTHORITY_HOST_SOURCES_H
/*
 * The sources of a run: open descriptors of regular files, read by position, hashed as they are
 * read. A source that changes while it is read makes the run fail: half of one file and half of
 * another is no return.
 */
#include "codec/hostpipe.h"

#include <staith/plugin.h>

struct staith_sources;

/** Take descriptors first_fd, first_fd + 1, ... for the order's sources; they stay the caller's.
 *  Heap. STAITH_ERR_IO, REFUSED (not a regular file), LIMIT, NOMEM. */
int staith_sources_open(const struct staith_order *order, int first_fd,
                        struct staith_sources **ret_sources, struct staith_err *err);
/** NULL is allowed. */
void staith_sources_free(struct staith_sources *sources);
uint32_t staith_sources_count(const struct staith_sources *sources);
/** NULL out of range. */
const struct staith_source *staith_sources_get(const struct staith_sources *sources,
                                               uint32_t index);
/** As read_at of struct staith_host. */
int staith_sources_read(struct staith_sources *sources, uint32_t index, uint64_t offset, void *buf,
                        size_t len, size_t *ret_read);
/** Hash what was not read, and see whether anything changed. BLAKE2b-256 of the source's bytes (of
 *  several sources: of their hashes, one after the other); the sum of their sizes.
 *  STAITH_ERR_AGAIN: a source changed; STAITH_ERR_IO. */
int staith_sources_finish(struct staith_sources *sources, uint8_t ret_hash[32], uint64_t *ret_bytes,
                          struct staith_err *err);

#endif
