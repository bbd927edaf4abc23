/* SPDX-License-Identifier: Apache-2.0 */
#include "base/z85.h"

#include "base/err.h"

#include <string.h>

static const char alphabet[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

enum { BASE = 85, TEXT_LEN = STAITH_Z85_TEXT_BYTES - 1 };

void staith_z85_encode(const uint8_t key[STAITH_Z85_KEY_BYTES], char out[STAITH_Z85_TEXT_BYTES])
{
    for (size_t group = 0; group < STAITH_Z85_KEY_BYTES / 4; group++) {
        const uint8_t *in = key + group * 4;
        uint32_t number =
            (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
        for (size_t i = 5; i > 0; i--) {
            out[group * 5 + i - 1] = alphabet[number % BASE];
            number /= BASE;
        }
    }
    out[TEXT_LEN] = '\0';
}

int staith_z85_decode(const char *text, uint8_t ret_key[STAITH_Z85_KEY_BYTES])
{
    uint8_t key[STAITH_Z85_KEY_BYTES];
    if (strlen(text) != TEXT_LEN) {
        return STAITH_ERR_SYNTAX;
    }
    for (size_t group = 0; group < STAITH_Z85_KEY_BYTES / 4; group++) {
        uint64_t number = 0;
        for (size_t i = 0; i < 5; i++) {
            const char *found = strchr(alphabet, text[group * 5 + i]);
            if (found == NULL) {
                return STAITH_ERR_SYNTAX;
            }
            number = number * BASE + (uint64_t)(found - alphabet);
        }
        /* Five characters can say a little more than four bytes. */
        if (number > UINT32_MAX) {
            return STAITH_ERR_SYNTAX;
        }
        for (size_t i = 4; i > 0; i--) {
            key[group * 4 + i - 1] = (uint8_t)(number & 0xFF);
            number >>= 8;
        }
    }
    memcpy(ret_key, key, sizeof(key));
    return 0;
}
