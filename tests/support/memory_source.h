/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MEMORY_SOURCE_H
#define STAITH_MEMORY_SOURCE_H
/* One source in memory behind a host table that has read_at alone: for tests of the kit. */
#include <staith/plugin.h>

struct staith_memory_source {
    struct staith_host host;
    const unsigned char *bytes;
    size_t len;
    size_t step;          /**< greatest number of bytes a read gives */
    uint64_t repeat;      /**< the bytes behind `head` come that many times over */
    size_t head;          /**< so many bytes in front come once */
    uint64_t fail_offset; /**< reads from here on fail; 0: none */
    uint64_t reads;
};

/** `bytes` is the caller's. The host table is in the caller's storage: do not move it. */
void staith_memory_source_init(struct staith_memory_source *source, const void *bytes, size_t len,
                               size_t step);

#endif
