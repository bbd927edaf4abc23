/* SPDX-License-Identifier: Apache-2.0 */
#include "config/seal.h"

#include "base/hex.h"

#include <sodium.h>
#include <string.h>

/* The first line says that there is a seal, or a file whose end is lost would be one without. */
static const char MARK[] = "# staith: sealed below\n";
static const char LEAD[] = "# staith seal: ";
enum {
    MARK_LEN = sizeof(MARK) - 1,
    LEAD_LEN = sizeof(LEAD) - 1,
    HASH_BYTES = 32,
    HEX_LEN = 2 * HASH_BYTES,
    SEAL_LEN = LEAD_LEN + HEX_LEN + 1
};

/* Where the first seal begins, at a line's start or, where a line end rotted, behind it; `len`:
 * there is none. */
static size_t find(const char *bytes, size_t len, unsigned long *ret_line)
{
    size_t at = 0;
    *ret_line = 1;
    for (; at < len; at++) {
        const char *lead = memchr(bytes + at, LEAD[0], len - at);
        at = lead != NULL ? (size_t)(lead - bytes) : len;
        if (len - at >= LEAD_LEN && memcmp(bytes + at, LEAD, LEAD_LEN) == 0) {
            break;
        }
    }
    at = at < len ? at : len;
    for (size_t i = 0; i < at; i++) {
        *ret_line += bytes[i] == '\n' ? 1 : 0;
    }
    return at;
}

/* Where the first line begins. A byte order mark is one only before all else. */
static size_t first(const char *bytes, size_t len)
{
    static const char ORDER[] = {'\xEF', '\xBB', '\xBF'};
    return len >= sizeof(ORDER) && memcmp(bytes, ORDER, sizeof(ORDER)) == 0 ? sizeof(ORDER) : 0;
}

/* As much of the mark as is there counts: a file may be cut inside it. */
static bool is_marked(const char *bytes, size_t len)
{
    const size_t at = first(bytes, len);
    const size_t left = len - at;
    return left > 0 && memcmp(bytes + at, MARK, left < MARK_LEN ? left : MARK_LEN) == 0;
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
    if (at == len && !is_marked(bytes, len)) {
        return 0;
    }
    hash_of(bytes, at, hex);
    if (len - at == SEAL_LEN && bytes[len - 1] == '\n' &&
        memcmp(bytes + at + LEAD_LEN, hex, HEX_LEN) == 0) {
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

static bool at_line_start(const struct staith_buf *out)
{
    return out->len == 0 || out->data[out->len - 1] == '\n';
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
                next += at_line_start(out) ? 1 : 0;
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
    const size_t start = first(bytes, len);
    const bool marked = len - start >= MARK_LEN && is_marked(bytes, len);
    const size_t text = start + (marked ? (size_t)MARK_LEN : 0);
    int rc = staith_buf_append(out, bytes, start);
    rc = rc != 0 ? rc : staith_buf_text(out, MARK);
    rc = rc != 0 ? rc : append_unsealed(bytes + text, len - text, out);
    if (rc == 0 && !at_line_start(out)) {
        rc = staith_buf_append(out, "\n", 1);
    }
    if (rc == 0) {
        hash_of((const char *)out->data, out->len, hex);
        rc = staith_buf_printf(out, "%s%s\n", LEAD, hex);
    }
    return rc;
}
