/* SPDX-License-Identifier: Apache-2.0 */
#include "http/address.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

static int hex_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Well formed, and nothing in it that a terminal would obey. */
static bool is_text(const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t step = staith_utf8_step(text + i, len - i);
        if (step == 0 || staith_utf8_is_control(text + i, step)) {
            return false;
        }
        i += step;
    }
    return true;
}

/* Undo %XX, and + where `plus`. */
static int unescape(const char *from, size_t len, bool plus, char *out, size_t cap)
{
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)from[i];
        if (from[i] == '%') {
            int high = i + 2 < len ? hex_of(from[i + 1]) : -1;
            int low = high >= 0 ? hex_of(from[i + 2]) : -1;
            if (low < 0) {
                return STAITH_ERR_SYNTAX;
            }
            byte = (unsigned char)(high * 16 + low);
            i += 2;
        } else if (plus && from[i] == '+') {
            byte = ' ';
        }
        if (byte < 0x20 || byte == 0x7f) {
            return STAITH_ERR_SYNTAX;
        }
        if (at + 1 >= cap) {
            return STAITH_ERR_LIMIT;
        }
        out[at++] = (char)byte;
    }
    out[at] = '\0';
    return at == 0 || is_text(out, at) ? 0 : STAITH_ERR_SYNTAX;
}

/* No part that is empty, "." or "..": whatever stands behind a proxy, one address means one page.
 */
static bool is_plain(const char *path)
{
    if (path[0] != '/' || strchr(path, '\\') != NULL) {
        return false;
    }
    for (const char *at = path + 1; *at != '\0';) {
        size_t len = strcspn(at, "/");
        if (len == 0 || (len == 1 && at[0] == '.') || (len == 2 && at[0] == '.' && at[1] == '.')) {
            return false;
        }
        at += len + (at[len] == '/' ? 1 : 0);
    }
    return true;
}

int staith_http_target(const char *target, char *path, size_t cap, const char **ret_query)
{
    size_t len = strcspn(target, "?");
    int code = unescape(target, len, false, path, cap);
    if (code != 0) {
        return code;
    }
    if (!is_plain(path) || strchr(target, '#') != NULL) {
        return STAITH_ERR_SYNTAX;
    }
    *ret_query = target[len] == '?' ? target + len + 1 : NULL;
    return 0;
}

int staith_http_field(const char *fields, const char *name, char *out, size_t cap)
{
    size_t name_len = strlen(name);
    for (const char *at = fields; *at != '\0';) {
        size_t len = strcspn(at, "&");
        if (len > name_len && at[name_len] == '=' && strncmp(at, name, name_len) == 0) {
            return unescape(at + name_len + 1, len - name_len - 1, true, out, cap);
        }
        at += len + (at[len] == '&' ? 1 : 0);
    }
    return STAITH_ERR_NOTFOUND;
}

static bool is_token(const char *text, size_t len)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return len > 0 && strspn(text, PLAIN) >= len;
}

bool staith_http_cookie(const char *header, const char *name, char *out, size_t cap)
{
    size_t name_len = strlen(name);
    bool found = false;
    for (const char *at = header; at != NULL && *at != '\0';) {
        at += strspn(at, " \t");
        size_t len = strcspn(at, ";");
        if (len > name_len && at[name_len] == '=' && strncmp(at, name, name_len) == 0) {
            const char *value = at + name_len + 1;
            size_t value_len = len - name_len - 1;
            if (found || value_len >= cap || !is_token(value, value_len)) {
                return false;
            }
            memcpy(out, value, value_len);
            out[value_len] = '\0';
            found = true;
        }
        at += len + (at[len] == ';' ? 1 : 0);
    }
    return found;
}

bool staith_http_etag_matches(const char *header, const char *etag, bool weak)
{
    size_t etag_len = strlen(etag);
    for (const char *at = header; at != NULL && *at != '\0' && etag_len > 0;) {
        at += strspn(at, " \t,");
        if (at[0] == '*') {
            return true;
        }
        at += weak && strncmp(at, "W/", 2) == 0 ? 2 : 0;
        size_t len = strcspn(at, ",");
        while (len > 0 && (at[len - 1] == ' ' || at[len - 1] == '\t')) {
            len--;
        }
        if (len == etag_len && strncmp(at, etag, len) == 0) {
            return true;
        }
        at += strcspn(at, ",");
    }
    return false;
}
