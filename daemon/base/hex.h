/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_HEX_H
#define STAITH_BASE_HEX_H
/*
 * Bytes as hexadecimal text.
 */
#include <stddef.h>
#include <stdint.h>

/** Write `len` bytes as 2 * len lower-case digits and a NUL; `cap` >= 2 * len + 1.
 *  0 or STAITH_ERR_LIMIT. */
int staith_hex_encode(const void *bytes, size_t len, char *out, size_t cap);
/** Read exactly `len` bytes from NUL-terminated text of 2 * len digits, either case.
 *  0 or STAITH_ERR_SYNTAX. */
int staith_hex_decode(const char *text, uint8_t *ret_bytes, size_t len);

#endif
