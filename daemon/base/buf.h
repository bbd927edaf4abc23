/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_BUF_H
#define STAITH_BASE_BUF_H
/*
 * A byte buffer that grows up to a maximum. A failed append leaves it as it was.
 */
#include <stddef.h>
#include <stdint.h>

struct staith_buf {
    uint8_t *data; /**< owned; NULL while empty */
    size_t len;
    size_t cap;
    size_t max; /**< bytes; never exceeded */
};

/** Caller's storage. `max_bytes` > 0. Allocates nothing yet. */
void staith_buf_init(struct staith_buf *buf, size_t max_bytes);
/** Free the bytes and zero the struct. NULL is allowed. */
void staith_buf_deinit(struct staith_buf *buf);
/** Keep the memory, drop the content. */
void staith_buf_clear(struct staith_buf *buf);
/** Copy `len` bytes to the end. 0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_buf_append(struct staith_buf *buf, const void *data, size_t len);
/** Append text without its NUL. */
int staith_buf_text(struct staith_buf *buf, const char *text);
/** Append formatted text without a NUL. */
int staith_buf_printf(struct staith_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** Make room for `len` more bytes; *ret_at points at them (buffer's). Length is unchanged. */
int staith_buf_reserve(struct staith_buf *buf, size_t len, uint8_t **ret_at);
/** Drop `len` bytes from the front (at most all). */
void staith_buf_consume(struct staith_buf *buf, size_t len);
/** Append a NUL that does not count and return the text (buffer's), or NULL when it is full. */
const char *staith_buf_cstr(struct staith_buf *buf);

#endif
