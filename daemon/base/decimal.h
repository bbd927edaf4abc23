/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_DECIMAL_H
#define STAITH_BASE_DECIMAL_H
/*
 * Decimal numbers as scaled integers. No floats: sums of FTE, days and money are exact.
 */
#include <stddef.h>
#include <stdint.h>

/**
 * Read "12.50" as an integer scaled by 10^`digits` (digits 2: 1250). Accepts an optional sign,
 * digits, and at most `digits` digits after the point; trailing zeros beyond are accepted, and so
 * is a point without digits on one of its sides.
 * 0, STAITH_ERR_SYNTAX, STAITH_ERR_OVERFLOW. `text` need not be NUL-terminated.
 */
int staith_decimal_parse(const char *text, size_t len, unsigned digits, int64_t *ret_scaled);
/** Write `scaled` / 10^`digits` as text with exactly `digits` decimals, NUL-terminated. `cap` 24
 *  is always enough for digits <= 6. Returns the length, or STAITH_ERR_LIMIT. */
int staith_decimal_format(int64_t scaled, unsigned digits, char *out, size_t cap);
/** The same, thousands grouped by commas ("36,186.3"); `cap` 32 is always enough. */
int staith_decimal_format_grouped(int64_t scaled, unsigned digits, char *out, size_t cap);
/** numerator / denominator rounded to an integer, half up. Both >= 0, denominator > 0.
 *  0, STAITH_ERR_INVAL, STAITH_ERR_OVERFLOW. */
int staith_decimal_ratio(int64_t numerator, int64_t denominator, int64_t *ret);
/** Re-scale from `from` digits to fewer `to` digits, half up (away from zero for negatives). */
int64_t staith_decimal_rescale(int64_t scaled, unsigned from, unsigned to);
/** a * b, or STAITH_ERR_OVERFLOW. */
int staith_decimal_mul(int64_t a, int64_t b, int64_t *ret);
/** a + b, or STAITH_ERR_OVERFLOW. */
int staith_decimal_add(int64_t a, int64_t b, int64_t *ret);
/** 10^digits, digits 0..18. */
int64_t staith_decimal_pow10(unsigned digits);

#endif
