/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <string.h>

int staith_kit_utf8_length(const unsigned char *data, size_t len)
{
    unsigned char lead = data[0];
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    /* The second byte's range shuts out overlong forms, surrogates and what is over U+10FFFF. */
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead == 0xE0) {
        low = 0xA0;
    } else if (lead == 0xED) {
        high = 0x9F;
    } else if (lead == 0xF0) {
        low = 0x90;
    } else if (lead == 0xF4) {
        high = 0x8F;
    }
    int want = lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4);
    for (int i = 1; i < want; i++) {
        if ((size_t)i >= len) {
            return -1;
        }
        if (data[i] < low || data[i] > high) {
            return 0;
        }
        low = 0x80;
        high = 0xBF;
    }
    return want;
}

/* No-break space; narrow no-break space; zero-width space; figure space; byte order mark. */
static const char *const gaps[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x8B", "\xE2\x80\x87",
                                   "\xEF\xBB\xBF"};

static size_t gap_at(const char *text, size_t len, bool last)
{
    if (len > 0 && staith_kit_is_space(last ? text[len - 1] : text[0])) {
        return 1;
    }
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
        size_t gap = strlen(gaps[i]);
        if (len >= gap && memcmp(last ? text + len - gap : text, gaps[i], gap) == 0) {
            return gap;
        }
    }
    return 0;
}

size_t staith_kit_gap_first(const char *text, size_t len)
{
    return gap_at(text, len, false);
}

size_t staith_kit_gap_last(const char *text, size_t len)
{
    return gap_at(text, len, true);
}

enum staith_kit_problem_kind staith_kit_bad_byte_kind(unsigned char byte)
{
    bool undefined = byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
    return undefined ? STAITH_KIT_NOT_UTF8 : STAITH_KIT_WINDOWS_1252;
}
