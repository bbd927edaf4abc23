/* SPDX-License-Identifier: Apache-2.0 */
/* A buffer in front of the host's read_at: one call to the host for each 64 KiB. */
#include <staith/kit.h>

#include <string.h>

void staith_kit_reader_init(struct staith_kit_reader *reader, const struct staith_host *host,
                            uint32_t source)
{
    reader->host = host;
    reader->source = source;
    reader->at_end = false;
    reader->offset = 0;
    reader->start = 0;
    reader->end = 0;
}

int staith_kit_reader_peek(struct staith_kit_reader *reader, size_t want,
                           const unsigned char **ret_data, size_t *ret_len)
{
    if (want == 0 || want > STAITH_KIT_READER_BYTES) {
        return STAITH_EINVAL;
    }
    if (reader->end - reader->start < want && reader->start > 0) {
        memmove(reader->data, reader->data + reader->start, reader->end - reader->start);
        reader->end -= reader->start;
        reader->start = 0;
    }
    while (reader->end - reader->start < want && !reader->at_end) {
        size_t got = 0;
        int result = reader->host->read_at(reader->host->ctx, reader->source, reader->offset,
                                           reader->data + reader->end,
                                           STAITH_KIT_READER_BYTES - reader->end, &got);
        if (result == STAITH_END) {
            reader->at_end = true;
        } else if (result != STAITH_OK) {
            return result;
        } else {
            reader->end += got;
            reader->offset += got;
        }
    }
    if (reader->end == reader->start) {
        return STAITH_END;
    }
    *ret_data = reader->data + reader->start;
    *ret_len = reader->end - reader->start;
    return STAITH_OK;
}

void staith_kit_reader_skip(struct staith_kit_reader *reader, size_t len)
{
    size_t held = reader->end - reader->start;
    reader->start += len < held ? len : held;
}
