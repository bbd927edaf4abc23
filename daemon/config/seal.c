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

/* Where the line goes on behind the seal that begins at `at`. */
static size_t behind(const char *bytes, size_t len, size_t at)
{
    static const char DIGITS[] = "0123456789abcdef";
    const size_t hex = at + LEAD_LEN;
    at = hex;
    while (at < len && at - hex < HEX_LEN && memchr(DIGITS, bytes[at], sizeof(DIGITS) - 1)) {
        at++;
    }
    return at;
}

/* All but the seals. What somebody wrote below one or behind one is theirs: that stays, and what
 * was behind one stays a comment. */
static int append_unsealed(const char *bytes, size_t len, struct staith_buf *out)
{
    int rc = 0;
    while (rc == 0 && len > 0) {
        unsigned long line = 1;
        const size_t at = find(bytes, len, &line);
        size_t next = at;
        rc = staith_buf_append(out, bytes, at);
        if (at < len) {
            next = behind(bytes, len, at);
            if (next < len && bytes[next] == '\n') {
                next++;
            } else if (next < len && rc == 0) {
                rc = staith_buf_append(out, "# ", 2);
            }
        }
        bytes += next;
        len -= next;
    }
    return rc;
}

int staith_config_seal_add(const char *bytes, size_t len, struct staith_buf *out)
{
    char hex[HEX_LEN + 1];
    int rc = append_unsealed(bytes, len, out);
    if (rc == 0 && out->len > 0 && out->data[out->len - 1] != '\n') {
        rc = staith_buf_append(out, "\n", 1);
    }
    if (rc == 0) {
        hash_of((const char *)out->data, out->len, hex);
        rc = staith_buf_printf(out, "%s%s\n", LEAD, hex);
    }
    return rc;
}
