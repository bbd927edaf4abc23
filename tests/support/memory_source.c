/* SPDX-License-Identifier: Apache-2.0 */
#include "memory_source.h"

#include <string.h>

static int read_at(void *ctx, uint32_t index, uint64_t offset, void *buf, size_t len,
                   size_t *ret_read)
{
    struct staith_memory_source *source = ctx;
    source->reads++;
    if (index != 0 || (source->fail_offset != 0 && offset >= source->fail_offset)) {
        return STAITH_EIO;
    }
    uint64_t body = source->len - source->head;
    if (source->len == 0 || offset >= source->head + body * source->repeat) {
        return STAITH_END;
    }
    size_t at = (size_t)offset;
    if (offset >= source->len) {
        at = source->head + (size_t)((offset - source->head) % body);
    }
    size_t count = source->len - at;
    if (count > len) {
        count = len;
    }
    if (count > source->step) {
        count = source->step;
    }
    memcpy(buf, source->bytes + at, count);
    *ret_read = count;
    return STAITH_OK;
}

void staith_memory_source_init(struct staith_memory_source *source, const void *bytes, size_t len,
                               size_t step)
{
    memset(source, 0, sizeof *source);
    source->bytes = bytes;
    source->len = len;
    source->step = step;
    source->repeat = 1;
    source->host.size = sizeof source->host;
    source->host.abi_major = STAITH_ABI_MAJOR;
    source->host.abi_minor = STAITH_ABI_MINOR;
    source->host.ctx = source;
    source->host.read_at = read_at;
}
