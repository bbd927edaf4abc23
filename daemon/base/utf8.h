/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_UTF8_H
#define STAITH_BASE_UTF8_H
/*
 * UTF-8 by the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#include <stdbool.h>
#include <stddef.h>

/** Bytes of the well-formed character at `text` (1..4), or 0. `len` > 0. */
size_t staith_utf8_step(const char *text, size_t len);
/** Whether all of it is well formed. A NUL is a character like any other. */
bool staith_utf8_valid(const char *text, size_t len);
/** Whether the well-formed character of `step` bytes at `text` is one that a terminal obeys: a
 *  control of either set, the end of a line or paragraph, or one that turns a line's direction. */
bool staith_utf8_is_control(const char *text, size_t step);
/** Whether it is one line of words: well formed, no control character, not blank. */
bool staith_utf8_is_line(const char *text, size_t len);
/** Bytes of `text` that make its first line of at most `columns` columns, broken at a blank; a
 *  longer first word stands alone. One column a character. 0 for "". */
size_t staith_utf8_line(const char *text, size_t columns);

#endif
