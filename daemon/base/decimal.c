/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"

#include "base/err.h"

#include <stdbool.h>
#include <string.h>

enum { MAX_DIGITS = 18, TEXT_BYTES = 40 };

int64_t staith_decimal_pow10(unsigned digits)
{
    int64_t power = 1;
    for (unsigned i = 0; i < digits && i < MAX_DIGITS; i++) {
        power *= 10;
    }
    return power;
}

/* magnitude = magnitude * 10 + digit, up to 2^63 so that INT64_MIN can be read. */
static int push_digit(uint64_t *magnitude, unsigned digit)
{
    const uint64_t limit = (uint64_t)INT64_MAX + 1;
    if (*magnitude > (limit - digit) / 10) {
        return STAITH_ERR_OVERFLOW;
    }
    *magnitude = *magnitude * 10 + digit;
    return 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits from `at` on, through an optional point. A syntax error anywhere wins over an
 * overflow, so that "99999999999999999999x" is called malformed and not too large. */
static int parse_magnitude(const char *text, size_t len, unsigned digits, uint64_t *ret_magnitude)
{
    uint64_t magnitude = 0;
    unsigned after = 0;
    size_t seen = 0;
    bool point = false;
    int code = 0;
    for (size_t at = 0; at < len; at++) {
        char c = text[at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(c)) {
            return STAITH_ERR_SYNTAX;
        }
        seen++;
        if (point && after == digits) {
            if (c != '0') {
                return STAITH_ERR_SYNTAX;
            }
            continue;
        }
        after += point ? 1u : 0u;
        if (code == 0) {
            code = push_digit(&magnitude, (unsigned)(c - '0'));
        }
    }
    if (seen == 0) {
        return STAITH_ERR_SYNTAX;
    }
    for (; code == 0 && after < digits; after++) {
        code = push_digit(&magnitude, 0);
    }
    if (code == 0) {
        *ret_magnitude = magnitude;
    }
    return code;
}

int staith_decimal_parse(const char *text, size_t len, unsigned digits, int64_t *ret_scaled)
{
    if (digits > MAX_DIGITS) {
        return STAITH_ERR_INVAL;
    }
    bool negative = len > 0 && text[0] == '-';
    size_t sign = len > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    uint64_t magnitude = 0;
    int code = parse_magnitude(text + sign, len - sign, digits, &magnitude);
    if (code != 0) {
        return code;
    }
    if (magnitude > (uint64_t)INT64_MAX) {
        if (!negative) {
            return STAITH_ERR_OVERFLOW;
        }
        *ret_scaled = INT64_MIN;
        return 0;
    }
    *ret_scaled = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return 0;
}

/* Written from the right end of a buffer that holds the longest case: sign, 19 digits, 6 commas,
 * point, NUL. */
static int format_number(int64_t scaled, unsigned digits, bool grouped, char *out, size_t cap)
{
    char text[TEXT_BYTES];
    size_t at = sizeof(text);
    uint64_t rest = scaled < 0 ? (uint64_t)0 - (uint64_t)scaled : (uint64_t)scaled;
    if (digits > MAX_DIGITS) {
        return STAITH_ERR_INVAL;
    }
    text[--at] = '\0';
    for (unsigned i = 0; i < digits; i++) {
        text[--at] = (char)('0' + (char)(rest % 10));
        rest /= 10;
    }
    if (digits > 0) {
        text[--at] = '.';
    }
    unsigned written = 0;
    do {
        if (grouped && written > 0 && written % 3 == 0) {
            text[--at] = ',';
        }
        text[--at] = (char)('0' + (char)(rest % 10));
        rest /= 10;
        written++;
    } while (rest > 0);
    if (scaled < 0) {
        text[--at] = '-';
    }
    size_t len = sizeof(text) - at - 1;
    if (len + 1 > cap) {
        return STAITH_ERR_LIMIT;
    }
    memcpy(out, text + at, len + 1);
    return (int)len;
}

int staith_decimal_format(int64_t scaled, unsigned digits, char *out, size_t cap)
{
    return format_number(scaled, digits, false, out, cap);
}

int staith_decimal_format_grouped(int64_t scaled, unsigned digits, char *out, size_t cap)
{
    return format_number(scaled, digits, true, out, cap);
}

int staith_decimal_ratio(int64_t numerator, int64_t denominator, int64_t *ret)
{
    if (numerator < 0 || denominator <= 0) {
        return STAITH_ERR_INVAL;
    }
    int64_t whole = numerator / denominator;
    int64_t rest = numerator % denominator;
    /* rest / denominator >= 1/2, written so that nothing can overflow. */
    bool up = rest >= denominator - rest;
    *ret = whole + (up ? 1 : 0);
    return 0;
}

int64_t staith_decimal_rescale(int64_t scaled, unsigned from, unsigned to)
{
    if (to >= from) {
        return scaled;
    }
    int64_t divisor = staith_decimal_pow10(from - to);
    int64_t whole = scaled / divisor;
    int64_t rest = scaled % divisor;
    if (rest >= divisor - rest) {
        return whole + 1;
    }
    if (-rest >= divisor + rest) {
        return whole - 1;
    }
    return whole;
}

int staith_decimal_mul(int64_t a, int64_t b, int64_t *ret)
{
    int64_t product;
    if (__builtin_mul_overflow(a, b, &product)) {
        return STAITH_ERR_OVERFLOW;
    }
    *ret = product;
    return 0;
}

int staith_decimal_add(int64_t a, int64_t b, int64_t *ret)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum)) {
        return STAITH_ERR_OVERFLOW;
    }
    *ret = sum;
    return 0;
}
