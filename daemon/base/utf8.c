/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* Well-formed sequences of more than one byte, by the first byte: how many follow, and the range
 * of the second one, which excludes overlong forms, surrogates and what is beyond Unicode
 * (Unicode standard, table 3-7). */
struct lead {
    unsigned char first;
    unsigned char last;
    unsigned char length;
    unsigned char second_min;
    unsigned char second_max;
};

static const struct lead leads[] = {
    {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
};

static bool follows(const struct lead *lead, const unsigned char *at, size_t len)
{
    if (len < lead->length || at[1] < lead->second_min || at[1] > lead->second_max) {
        return false;
    }
    for (size_t i = 2; i < lead->length; i++) {
        if (at[i] < 0x80 || at[i] > 0xBF) {
            return false;
        }
    }
    return true;
}

size_t staith_utf8_step(const char *text, size_t len)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] < 0x80) {
        return 1;
    }
    for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
        if (at[0] >= leads[i].first && at[0] <= leads[i].last) {
            return follows(&leads[i], at, len) ? leads[i].length : 0;
        }
    }
    return 0;
}

/* Bytes from `at` on that are ASCII, by eights: most texts are nothing else. */
static size_t ascii(const char *text, size_t at, size_t len)
{
    uint64_t eight = 0;
    size_t from = at;
    for (; len - at >= sizeof(eight); at += sizeof(eight)) {
        memcpy(&eight, text + at, sizeof(eight));
        if ((eight & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
    }
    return at - from;
}

bool staith_utf8_valid(const char *text, size_t len)
{
    size_t at = ascii(text, 0, len);
    while (at < len) {
        size_t step = staith_utf8_step(text + at, len - at);
        if (step == 0) {
            return false;
        }
        at += step;
    }
    return true;
}

bool staith_utf8_is_control(const char *text, size_t step)
{
    const unsigned char *at = (const unsigned char *)text;
    if (step == 1) {
        return at[0] < 0x20 || at[0] == 0x7F;
    }
    if (step == 2) {
        return at[0] == 0xC2 && at[1] < 0xA0;
    }
    /* U+200E, U+200F, U+2028 to U+202E; U+2066 to U+2069 */
    return step == 3 && at[0] == 0xE2 &&
           ((at[1] == 0x80 &&
             (at[2] == 0x8E || at[2] == 0x8F || (at[2] >= 0xA8 && at[2] <= 0xAE))) ||
            (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9));
}

bool staith_utf8_is_line(const char *text, size_t len)
{
    bool words = false;
    for (size_t i = 0; i < len;) {
        size_t step = staith_utf8_step(text + i, len - i);
        if (step == 0 || staith_utf8_is_control(text + i, step)) {
            return false;
        }
        words = words || text[i] != ' ';
        i += step;
    }
    return words;
}

size_t staith_utf8_line(const char *text, size_t columns)
{
    size_t width = 0;
    size_t blank = 0;
    size_t at = 0;
    for (; text[at] != '\0' && width <= columns; at++) {
        if (text[at] == ' ') {
            blank = at;
        }
        width += ((unsigned char)text[at] & 0xC0u) != 0x80u ? 1u : 0u;
    }
    if (width <= columns) {
        return at;
    }
    return blank > 0 ? blank : strcspn(text, " ");
}
