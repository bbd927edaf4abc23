/* SPDX-License-Identifier: Apache-2.0 */
#include "config/seal.h"

#include "base/hex.h"

#include <sodium.h>
#include <string.h>

static const char LEAD[] = "# staith seal: ";
enum { LEAD_LEN = sizeof(LEAD) - 1, HASH_BYTES = 32, HEX_LEN = 2 * HASH_BYTES };

/* Where the line of the first seal begins; `len`: there is none. */
static size_t find(const char *bytes, size_t len, unsigned long *ret_line)
{
    size_t at = 0;
    *ret_line = 1;
    while (at < len) {
        if (len - at >= LEAD_LEN && memcmp(bytes + at, LEAD, LEAD_LEN) == 0) {
            return at;
        }
        const char *end = memchr(bytes + at, '\n', len - at);
        if (end == NULL) {
            return len;
        }
        at = (size_t)(end - bytes) + 1;
        ++*ret_line;
    }
    return len;
}

static void hash_of(const char *bytes, size_t len, char out[HEX_LEN + 1])
{
    uint8_t hash[HASH_BYTES];
    (void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)bytes, len, NULL, 0);
    (void)staith_hex_encode(hash, sizeof(hash), out, HEX_LEN + 1);
}

int staith_config_seal_check(const char *path, const char *bytes, size_t len,
                             struct staith_err *err)
{
    char hex[HEX_LEN + 1];
    unsigned long line = 1;
    const size_t at = find(bytes, len, &line);
    if (at == len) {
        return 0;
    }
    hash_of(bytes, at, hex);
    const char *seal = bytes + at + LEAD_LEN;
    const size_t left = len - at - LEAD_LEN;
    bool whole = left == HEX_LEN + 1 && seal[HEX_LEN] == '\n';
    if (whole && memcmp(seal, hex, HEX_LEN) == 0) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_CONFIG, "the file is not what it was when it was sealed");
    staith_err_at(err, path, line, 1);
    staith_err_remedy(err,
                      "if you changed it, run `staith config seal` on it; if nobody did, it is "
                      "damaged: take it from a backup");
    return STAITH_ERR_CONFIG;
}

int staith_config_seal_add(const char *bytes, size_t len, struct staith_buf *out)
{
    char hex[HEX_LEN + 1];
    unsigned long line = 1;
    const size_t at = find(bytes, len, &line);
    int rc = staith_buf_append(out, bytes, at);
    if (rc == 0 && at > 0 && bytes[at - 1] != '\n') {
        rc = staith_buf_append(out, "\n", 1);
    }
    if (rc == 0) {
        hash_of((const char *)out->data, out->len, hex);
        rc = staith_buf_printf(out, "%s%s\n", LEAD, hex);
    }
    return rc;
}
