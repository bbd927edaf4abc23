/* SPDX-License-Identifier: Apache-2.0 */
#include "recode.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

/* 0x80 to 0x9F of Windows-1252; 0: it has no such character. */
static const uint16_t upper[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

enum { REPLACEMENT = 0xFFFD };

static void put(struct staith_kit_recode *recode, uint32_t character)
{
    unsigned char *to = recode->data + recode->end;
    if (character < 0x80) {
        to[0] = (unsigned char)character;
        recode->end += 1;
    } else if (character < 0x800) {
        to[0] = (unsigned char)(0xC0u | (character >> 6));
        to[1] = (unsigned char)(0x80u | (character & 0x3Fu));
        recode->end += 2;
    } else if (character < 0x10000) {
        to[0] = (unsigned char)(0xE0u | (character >> 12));
        to[1] = (unsigned char)(0x80u | ((character >> 6) & 0x3Fu));
        to[2] = (unsigned char)(0x80u | (character & 0x3Fu));
        recode->end += 3;
    } else {
        to[0] = (unsigned char)(0xF0u | (character >> 18));
        to[1] = (unsigned char)(0x80u | ((character >> 12) & 0x3Fu));
        to[2] = (unsigned char)(0x80u | ((character >> 6) & 0x3Fu));
        to[3] = (unsigned char)(0x80u | (character & 0x3Fu));
        recode->end += 4;
    }
}

static uint32_t unit_at(const struct staith_kit_recode *recode, size_t at)
{
    const unsigned char *raw = recode->raw + at;
    return recode->encoding == STAITH_KIT_ENCODING_UTF16_LE ? (uint32_t)(raw[0] | (raw[1] << 8))
                                                            : (uint32_t)(raw[1] | (raw[0] << 8));
}

/* Turn raw[0..len) into UTF-8; how many bytes were used. An odd byte or half a pair at the end of
 * the source becomes the replacement character. */
static size_t turn_utf16(struct staith_kit_recode *recode, size_t len, bool last)
{
    size_t at = 0;
    while (at + 1 < len) {
        uint32_t unit = unit_at(recode, at);
        if (unit >= 0xD800 && unit < 0xDC00) {
            if (at + 3 >= len) {
                break;
            }
            uint32_t low = unit_at(recode, at + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                put(recode, 0x10000u + ((unit - 0xD800u) << 10) + (low - 0xDC00u));
                at += 4;
                continue;
            }
        }
        put(recode, unit >= 0xD800 && unit < 0xE000 ? REPLACEMENT : unit);
        at += 2;
    }
    if (last && at < len) {
        put(recode, REPLACEMENT);
        at = len;
    }
    return at;
}

static size_t turn_1252(struct staith_kit_recode *recode, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = recode->raw[i];
        uint32_t character = byte;
        if (byte >= 0x80 && byte < 0xA0) {
            character = upper[byte - 0x80];
        }
        put(recode, character != 0 || byte == 0 ? character : REPLACEMENT);
    }
    return len;
}

/* Fill `data` anew. */
static int refill(struct staith_kit_recode *recode)
{
    size_t len = 0;
    int result = STAITH_OK;
    while (len < sizeof recode->raw && result == STAITH_OK) {
        size_t got = 0;
        result = recode->from->read_at(recode->from->ctx, recode->source, recode->in_offset + len,
                                       recode->raw + len, sizeof recode->raw - len, &got);
        len += result == STAITH_OK ? got : 0;
    }
    if (result != STAITH_OK && result != STAITH_END) {
        return result;
    }
    recode->at_end = result == STAITH_END;
    recode->start = 0;
    recode->end = 0;
    recode->in_offset += recode->encoding == STAITH_KIT_ENCODING_WINDOWS_1252
                             ? turn_1252(recode, len)
                             : turn_utf16(recode, len, recode->at_end);
    return STAITH_OK;
}

static int read_at(void *ctx, uint32_t source, uint64_t offset, void *buf, size_t len,
                   size_t *ret_read)
{
    struct staith_kit_recode *recode = ctx;
    if (recode->encoding == STAITH_KIT_ENCODING_UTF8) {
        return recode->from->read_at(recode->from->ctx, source, offset, buf, len, ret_read);
    }
    if (source != recode->source || offset != recode->out_offset) {
        return STAITH_EINVAL;
    }
    while (recode->start == recode->end) {
        if (recode->at_end) {
            return STAITH_END;
        }
        int result = refill(recode);
        if (result != STAITH_OK) {
            return result;
        }
    }
    size_t held = recode->end - recode->start;
    size_t count = held < len ? held : len;
    memcpy(buf, recode->data + recode->start, count);
    recode->start += count;
    recode->out_offset += count;
    *ret_read = count;
    return STAITH_OK;
}

void staith_kit_recode_init(struct staith_kit_recode *recode, const struct staith_host *from,
                            uint32_t source, enum staith_kit_encoding encoding)
{
    memset(recode, 0, offsetof(struct staith_kit_recode, data));
    recode->host = *from;
    recode->host.ctx = recode;
    recode->host.read_at = read_at;
    recode->from = from;
    recode->source = source;
    recode->encoding = encoding;
}

/* Whether a byte can stand in a text of Windows-1252. */
static bool is_1252(unsigned char byte)
{
    return byte >= 0xA0 || (byte >= 0x80 && upper[byte - 0x80] != 0) ||
           (byte >= 0x20 && byte != 0x7F && byte < 0x80) || byte == '\t' || byte == '\n' ||
           byte == '\r';
}

/* What the bytes so far can be. */
struct suspects {
    bool utf8;
    bool windows;
    uint64_t bad; /* where the first byte is that neither has */
};

static void look_through(struct suspects *suspects, struct staith_kit_reader *reader,
                         const unsigned char *data, size_t len, size_t *ret_used)
{
    uint64_t first = reader->offset - (reader->end - reader->start);
    size_t at = 0;
    while (at < len) {
        int step = 1;
        if (suspects->utf8) {
            step = staith_kit_utf8_length(data + at, len - at);
            if (step < 0 && !reader->at_end) {
                break;
            }
            suspects->utf8 = step > 0;
        }
        step = step > 0 ? step : 1;
        for (int i = 0; i < step; i++) {
            suspects->windows = suspects->windows && is_1252(data[at + (size_t)i]);
        }
        if (!suspects->utf8 && !suspects->windows) {
            suspects->bad = first + at;
            break;
        }
        at += (size_t)step;
    }
    *ret_used = at;
}

static int read_through(struct staith_kit_reader *reader, struct suspects *suspects)
{
    int result = STAITH_OK;
    size_t want = 1;
    while (suspects->utf8 || suspects->windows) {
        const unsigned char *data = NULL;
        size_t len = 0;
        size_t used = 0;
        result = staith_kit_reader_peek(reader, want, &data, &len);
        if (result != STAITH_OK) {
            break;
        }
        look_through(suspects, reader, data, len, &used);
        want = used == 0 ? 4 : 1;
        staith_kit_reader_skip(reader, used);
    }
    return result == STAITH_END ? STAITH_OK : result;
}

/* What a byte order mark of UTF-16 says; UTF8: there is none. */
static enum staith_kit_encoding mark_of(const unsigned char *data, size_t len)
{
    if (len >= 2 && data[0] == 0xFF && data[1] == 0xFE) {
        return STAITH_KIT_ENCODING_UTF16_LE;
    }
    return len >= 2 && data[0] == 0xFE && data[1] == 0xFF ? STAITH_KIT_ENCODING_UTF16_BE
                                                          : STAITH_KIT_ENCODING_UTF8;
}

static int find(struct staith_kit_reader *reader, enum staith_kit_encoding *ret_encoding,
                uint64_t *ret_offset)
{
    const unsigned char *data = NULL;
    size_t len = 0;
    struct suspects suspects = {true, true, 0};
    int result = staith_kit_reader_peek(reader, 2, &data, &len);
    enum staith_kit_encoding mark = mark_of(data, result == STAITH_OK ? len : 0);
    if (result == STAITH_OK && mark == STAITH_KIT_ENCODING_UTF8) {
        result = read_through(reader, &suspects);
    }
    if (result != STAITH_OK && result != STAITH_END) {
        return result;
    }
    if (!suspects.utf8 && !suspects.windows) {
        *ret_offset = suspects.bad;
        return STAITH_ESOURCE;
    }
    *ret_encoding = suspects.utf8 ? mark : STAITH_KIT_ENCODING_WINDOWS_1252;
    return STAITH_OK;
}

int staith_kit_encoding_find(const struct staith_host *host, uint32_t source,
                             enum staith_kit_encoding *ret_encoding, uint64_t *ret_offset)
{
    struct staith_kit_reader *reader = malloc(sizeof *reader);
    if (reader == NULL) {
        return STAITH_ENOMEM;
    }
    staith_kit_reader_init(reader, host, source);
    int result = find(reader, ret_encoding, ret_offset);
    free(reader);
    return result;
}
