/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"

#include "base/err.h"

#include <string.h>

int staith_hex_encode(const void *bytes, size_t len, char *out, size_t cap)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = bytes;
    if (cap == 0 || len > (cap - 1) / 2) {
        return STAITH_ERR_LIMIT;
    }
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[from[i] >> 4];
        out[2 * i + 1] = digits[from[i] & 15];
    }
    out[2 * len] = '\0';
    return 0;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

int staith_hex_decode(const char *text, uint8_t *ret_bytes, size_t len)
{
    size_t text_len = strlen(text);
    if (text_len % 2 != 0 || text_len / 2 != len) {
        return STAITH_ERR_SYNTAX;
    }
    /* Looked at before anything is written: the output is untouched on failure. */
    for (size_t i = 0; i < text_len; i++) {
        if (digit(text[i]) < 0) {
            return STAITH_ERR_SYNTAX;
        }
    }
    for (size_t i = 0; i < len; i++) {
        ret_bytes[i] = (uint8_t)(digit(text[2 * i]) * 16 + digit(text[2 * i + 1]));
    }
    return 0;
}
