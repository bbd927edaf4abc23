/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP_BYTES = 256 };

/* Capacity at least len + more, doubled so that appending is linear, never above max. */
static int grow(struct staith_buf *buf, size_t more)
{
    if (more > buf->max || buf->len > buf->max - more) {
        return STAITH_ERR_LIMIT;
    }
    size_t need = buf->len + more;
    if (need <= buf->cap) {
        return 0;
    }
    size_t cap = buf->cap == 0 ? FIRST_CAP_BYTES : buf->cap;
    while (cap < need) {
        cap = cap > buf->max / 2 ? buf->max : cap * 2;
    }
    if (cap > buf->max) {
        cap = buf->max;
    }
    uint8_t *data = realloc(buf->data, cap);
    if (data == NULL) {
        return STAITH_ERR_NOMEM;
    }
    buf->data = data;
    buf->cap = cap;
    return 0;
}

void staith_buf_init(struct staith_buf *buf, size_t max_bytes)
{
    *buf = (struct staith_buf){.max = max_bytes};
}

void staith_buf_deinit(struct staith_buf *buf)
{
    if (buf == NULL) {
        return;
    }
    free(buf->data);
    *buf = (struct staith_buf){0};
}

void staith_buf_clear(struct staith_buf *buf)
{
    buf->len = 0;
}

int staith_buf_append(struct staith_buf *buf, const void *data, size_t len)
{
    if (len == 0) {
        return 0;
    }
    int code = grow(buf, len);
    if (code != 0) {
        return code;
    }
    memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    return 0;
}

int staith_buf_text(struct staith_buf *buf, const char *text)
{
    return staith_buf_append(buf, text, strlen(text));
}

int staith_buf_printf(struct staith_buf *buf, const char *format, ...)
{
    char small[512];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    if (len < 0) {
        return STAITH_ERR_INVAL;
    }
    if ((size_t)len < sizeof(small)) {
        return staith_buf_append(buf, small, (size_t)len);
    }
    char *large = malloc((size_t)len + 1);
    if (large == NULL) {
        return STAITH_ERR_NOMEM;
    }
    va_start(args, format);
    (void)vsnprintf(large, (size_t)len + 1, format, args);
    va_end(args);
    int code = staith_buf_append(buf, large, (size_t)len);
    free(large);
    return code;
}

int staith_buf_reserve(struct staith_buf *buf, size_t len, uint8_t **ret_at)
{
    int code = grow(buf, len);
    if (code != 0) {
        return code;
    }
    /* No arithmetic on the NULL of an empty buffer. */
    *ret_at = buf->data == NULL ? NULL : buf->data + buf->len;
    return 0;
}

void staith_buf_consume(struct staith_buf *buf, size_t len)
{
    if (len >= buf->len) {
        buf->len = 0;
        return;
    }
    memmove(buf->data, buf->data + len, buf->len - len);
    buf->len -= len;
}

const char *staith_buf_cstr(struct staith_buf *buf)
{
    if (grow(buf, 1) != 0) {
        return NULL;
    }
    buf->data[buf->len] = 0;
    return (const char *)buf->data;
}
