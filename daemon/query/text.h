/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_QUERY_TEXT_H
#define STAITH_QUERY_TEXT_H
/*
 * What a driver gives, as text of a CSV file in UTF-8.
 */
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/** A field of CSV, quoted where it must be; "" for an empty text, so that it differs from NULL.
 *  STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_query_field(struct staith_buf *out, const char *text, size_t len);
/** UTF-16 of the machine's byte order as UTF-8, appended. STAITH_ERR_SYNTAX: half a character, or
 *  a NUL; STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_query_utf8(struct staith_buf *out, const uint16_t *units, size_t count);
/** UTF-8 as UTF-16; *ret_units is the caller's to free. STAITH_ERR_SYNTAX: no UTF-8, or a NUL;
 *  STAITH_ERR_NOMEM. */
int staith_query_utf16(const char *text, size_t len, uint16_t **ret_units, size_t *ret_count);
/** A decimal as drivers print one (".5", "-12.50", "7."), as "0.5", "-12.50", "7". `out` holds
 *  `cap` bytes. STAITH_ERR_SYNTAX: it is no number (NaN, an exponent). */
int staith_query_decimal(const char *text, size_t len, char *out, size_t cap);
/** A floating number with the digits that it surely has, without exponent and trailing zeros.
 *  STAITH_ERR_SYNTAX: it is none (NaN, infinite), or 10^15 and more. */
int staith_query_float(double value, char *out, size_t cap);

#endif
