/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_TEXT_H
#define STAITH_KIT_TEXT_H
/* Inside the kit: what bytes are. */
#include <staith/kit.h>

/** Length of the UTF-8 sequence that data[0..len) begins with: 1..4; 0 when it is none (overlong,
 *  surrogate, over U+10FFFF, stray); -1 when it is good so far but ends with the data. len >= 1. */
int staith_kit_utf8_length(const unsigned char *data, size_t len);
/** What a byte >= 0x80 that is not UTF-8 points to: STAITH_KIT_WINDOWS_1252, or
 *  STAITH_KIT_NOT_UTF8 for the five bytes that Windows-1252 does not have. */
enum staith_kit_problem_kind staith_kit_bad_byte_kind(unsigned char byte);
/** Space, tab, carriage return or newline. */
static inline bool staith_kit_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
/** How many bytes at the start of text[0..len) show nothing: a space as above, or one that web
 * pages and word processors leave behind (no-break, zero-width, a byte order mark); 0: none. */
size_t staith_kit_gap_first(const char *text, size_t len);
/** The same at the end. */
size_t staith_kit_gap_last(const char *text, size_t len);

#endif
