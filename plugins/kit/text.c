/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

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

enum staith_kit_problem_kind staith_kit_bad_byte_kind(unsigned char byte)
{
    bool undefined = byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
    return undefined ? STAITH_KIT_NOT_UTF8 : STAITH_KIT_WINDOWS_1252;
}
