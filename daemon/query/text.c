/* SPDX-License-Identifier: Apache-2.0 */
#include "query/text.h"

#include "base/err.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HIGH_FIRST = 0xD800, LOW_FIRST = 0xDC00, LOW_END = 0xE000, BEYOND_UNITS = 0x10000 };

int staith_query_field(struct staith_buf *out, const char *text, size_t len)
{
    bool quote = len == 0 || text[0] == ' ' || text[len - 1] == ' ';
    for (size_t i = 0; i < len && !quote; i++) {
        quote = strchr(",\"\r\n;\t", text[i]) != NULL;
    }
    if (!quote) {
        return staith_buf_append(out, text, len);
    }
    int rc = staith_buf_text(out, "\"");
    for (size_t i = 0; i < len && rc == 0; i++) {
        rc = text[i] == '"' ? staith_buf_text(out, "\"\"") : staith_buf_append(out, text + i, 1);
    }
    return rc == 0 ? staith_buf_text(out, "\"") : rc;
}

static int append_character(struct staith_buf *out, uint32_t c)
{
    unsigned char bytes[4];
    size_t len = 0;
    if (c < 0x80) {
        bytes[len++] = (unsigned char)c;
    } else if (c < 0x800) {
        bytes[len++] = (unsigned char)(0xC0 | c >> 6);
        bytes[len++] = (unsigned char)(0x80 | (c & 0x3F));
    } else if (c < BEYOND_UNITS) {
        bytes[len++] = (unsigned char)(0xE0 | c >> 12);
        bytes[len++] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        bytes[len++] = (unsigned char)(0x80 | (c & 0x3F));
    } else {
        bytes[len++] = (unsigned char)(0xF0 | c >> 18);
        bytes[len++] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
        bytes[len++] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        bytes[len++] = (unsigned char)(0x80 | (c & 0x3F));
    }
    return staith_buf_append(out, bytes, len);
}

int staith_query_utf8(struct staith_buf *out, const uint16_t *units, size_t count)
{
    int rc = 0;
    for (size_t i = 0; i < count && rc == 0; i++) {
        uint32_t c = units[i];
        if (c >= HIGH_FIRST && c < LOW_END) {
            bool whole = c < LOW_FIRST && i + 1 < count && units[i + 1] >= LOW_FIRST &&
                         units[i + 1] < LOW_END;
            if (!whole) {
                return STAITH_ERR_SYNTAX;
            }
            c = BEYOND_UNITS + ((c - HIGH_FIRST) << 10) + (uint32_t)(units[++i] - LOW_FIRST);
        }
        rc = c == 0 ? STAITH_ERR_SYNTAX : append_character(out, c);
    }
    return rc;
}

int staith_query_utf16(const char *text, size_t len, uint16_t **ret_units, size_t *ret_count)
{
    uint16_t *units = calloc(len + 1, sizeof(*units)); /* never more units than bytes */
    size_t count = 0;
    if (units == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (size_t at = 0; at < len;) {
        const unsigned char *byte = (const unsigned char *)text + at;
        size_t step = staith_utf8_step(text + at, len - at);
        if (step == 0 || byte[0] == 0) {
            free(units);
            return STAITH_ERR_SYNTAX;
        }
        uint32_t c = step == 1 ? byte[0] : byte[0] & (0x7FU >> step);
        for (size_t i = 1; i < step; i++) {
            c = c << 6 | (byte[i] & 0x3FU);
        }
        if (c >= BEYOND_UNITS) {
            units[count++] = (uint16_t)(HIGH_FIRST + ((c - BEYOND_UNITS) >> 10));
            c = LOW_FIRST + (c & 0x3FFU);
        }
        units[count++] = (uint16_t)c;
        at += step;
    }
    *ret_units = units;
    *ret_count = count;
    return 0;
}

int staith_query_decimal(const char *text, size_t len, char *out, size_t cap)
{
    size_t at = 0;
    size_t digits = 0;
    size_t points = 0;
    size_t used = 0;
    if (len + 2 > cap) {
        return STAITH_ERR_SYNTAX;
    }
    if (len > 0 && text[0] == '-') {
        out[used++] = text[at++];
    }
    if (at < len && text[at] == '.') {
        out[used++] = '0';
    }
    for (; at < len; at++) {
        bool digit = text[at] >= '0' && text[at] <= '9';
        digits += digit ? 1 : 0;
        points += text[at] == '.' ? 1 : 0;
        if (!digit && (text[at] != '.' || points > 1)) {
            return STAITH_ERR_SYNTAX;
        }
        out[used++] = text[at];
    }
    if (digits == 0) {
        return STAITH_ERR_SYNTAX;
    }
    used -= out[used - 1] == '.' ? 1 : 0;
    out[used] = '\0';
    return 0;
}

/* A double has 15 digits of which every one is sure. */
int staith_query_float(double value, char *out, size_t cap)
{
    const double end = 1e15;
    if (!isfinite(value) || value >= end || value <= -end) {
        return STAITH_ERR_SYNTAX;
    }
    int before = snprintf(out, cap, "%.0f", fabs(value));
    if (before < 1 || (size_t)before >= cap) {
        return STAITH_ERR_SYNTAX;
    }
    int digits = before < 15 ? 15 - before : 0;
    int len = snprintf(out, cap, "%.*f", digits, value);
    if (len < 0 || (size_t)len >= cap) {
        return STAITH_ERR_SYNTAX;
    }
    if (strchr(out, '.') != NULL) {
        while (out[len - 1] == '0') {
            len--;
        }
        len -= out[len - 1] == '.' ? 1 : 0;
        out[len] = '\0';
    }
    if (strcmp(out, "-0") == 0) {
        (void)snprintf(out, cap, "0");
    }
    return 0;
}
