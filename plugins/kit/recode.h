/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_RECODE_H
#define STAITH_KIT_RECODE_H
/*
 * Inside the kit: a text source that is not UTF-8, seen as one that is. A host table in front of
 * the real one turns UTF-16 and Windows-1252 into UTF-8 while it is read from start to end.
 */
#include <staith/kit.h>

enum staith_kit_encoding {
    STAITH_KIT_ENCODING_UTF8 = 0,
    STAITH_KIT_ENCODING_UTF16_LE = 1,
    STAITH_KIT_ENCODING_UTF16_BE = 2,
    STAITH_KIT_ENCODING_WINDOWS_1252 = 3
};

enum { STAITH_KIT_RECODE_BYTES = 32768 };

/** Caller's storage; do not move it. */
struct staith_kit_recode {
    struct staith_host host; /**< read source `source` of it; read_at forwards only */
    const struct staith_host *from;
    uint32_t source;
    enum staith_kit_encoding encoding;
    uint64_t out_offset; /**< of the next byte handed out */
    uint64_t in_offset;  /**< of the next byte read */
    size_t start;        /**< UTF-8 that waits: data[start..end) */
    size_t end;
    bool at_end;
    unsigned char data[STAITH_KIT_RECODE_BYTES];
    unsigned char raw[STAITH_KIT_RECODE_BYTES / 4];
};

/** What a text is: UTF-16 by its byte order mark; UTF-8 when all of it is; Windows-1252 when it is
 *  not and could be. Reads the source through where no mark tells. STAITH_OK; STAITH_ESOURCE: bytes
 *  that none of them has, with their place in *ret_offset; STAITH_EIO. */
int staith_kit_encoding_find(const struct staith_host *host, uint32_t source,
                             enum staith_kit_encoding *ret_encoding, uint64_t *ret_offset);
void staith_kit_recode_init(struct staith_kit_recode *recode, const struct staith_host *from,
                            uint32_t source, enum staith_kit_encoding encoding);

#endif
