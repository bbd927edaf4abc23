/* SPDX-License-Identifier: Apache-2.0 */
#include "model/authority.h"

#include <stddef.h>

static bool fits(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.';
}

bool staith_authority_valid(const char *code)
{
    size_t len = 0;
    while (len < STAITH_AUTHORITY_BYTES && code[len] != '\0') {
        if (!fits(code[len])) {
            return false;
        }
        len++;
    }
    return len > 0 && len < STAITH_AUTHORITY_BYTES;
}
