/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/bands.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS = 12, MOST_YEARS = 10000 };

enum edge { EDGE_NONE, EDGE_UNKNOWN, EDGE_MONTH };

static bool is_word(const char *token, size_t len, const char *const *words, size_t count)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found = found || (strlen(words[i]) == len && strncmp(token, words[i], len) == 0);
    }
    return found;
}

#define IS_WORD(token, len, words) is_word(token, len, words, sizeof(words) / sizeof((words)[0]))

/* In which month a band of this code begins. Days and weeks are no whole months. */
static enum edge edge_of(const char *code, int32_t *ret_month)
{
    static const char *const first[] = {"under", "below", "less", "fewer"};
    static const char *const months[] = {"month", "months"};
    static const char *const others[] = {"day", "days", "week", "weeks"};
    static const char *const unknown[] = {"not_known", "unknown", "not_stated"};
    long number = -1;
    long unit = MONTHS;
    bool lowest = false;
    if (IS_WORD(code, strlen(code), unknown)) {
        return EDGE_UNKNOWN;
    }
    for (const char *token = code; *token != '\0'; token += *token == '_' ? 1 : 0) {
        size_t len = strcspn(token, "_");
        lowest = lowest || IS_WORD(token, len, first);
        unit = IS_WORD(token, len, months) ? 1 : unit;
        if (IS_WORD(token, len, others)) {
            return EDGE_NONE;
        }
        if (number < 0 && *token >= '0' && *token <= '9') {
            number = strtol(token, NULL, 10);
        }
        token += len;
    }
    if (number < 0 || number > MOST_YEARS) {
        return EDGE_NONE;
    }
    *ret_month = lowest ? 0 : (int32_t)(number * unit);
    return EDGE_MONTH;
}

static bool has_parts(const struct staith_dimension *dimension, uint32_t category)
{
    bool some = false;
    for (uint32_t c = 0; c < dimension->category_count; c++) {
        some = some || dimension->categories[c].parent == category;
    }
    return some;
}

/* Whether `part` is `category` or lies under it. */
static bool is_within(const struct staith_dimension *dimension, uint32_t part, uint32_t category)
{
    for (uint32_t i = 0; i <= STAITH_CATALOGUE_MAX_DEPTH && part < dimension->category_count; i++) {
        if (part == category) {
            return true;
        }
        part = dimension->categories[part].parent;
    }
    return false;
}

/* The last month of the finest band that begins with `first`; -1: two begin there, or the codes say
 * no such thing. */
static int32_t end_of(const struct staith_dimension *dimension, int32_t first)
{
    int32_t end = STAITH_BAND_MAX;
    uint32_t same = 0;
    for (uint32_t c = 0; c < dimension->category_count; c++) {
        int32_t month = 0;
        enum edge edge = edge_of(dimension->categories[c].code, &month);
        if (edge == EDGE_NONE) {
            return -1;
        }
        if (edge == EDGE_MONTH && !has_parts(dimension, c)) {
            same += month == first ? 1 : 0;
            end = month > first && month - 1 < end ? month - 1 : end;
        }
    }
    return same == 1 ? end : -1;
}

bool staith_band_of(const struct staith_dimension *dimension, uint32_t category,
                    struct staith_band *ret_band)
{
    struct staith_band band = {STAITH_BAND_MAX, -1};
    for (uint32_t c = 0; c < dimension->category_count; c++) {
        int32_t first = 0;
        if (has_parts(dimension, c) || !is_within(dimension, c, category) ||
            edge_of(dimension->categories[c].code, &first) != EDGE_MONTH) {
            continue;
        }
        int32_t last = end_of(dimension, first);
        if (last < 0) {
            return false;
        }
        band.first = first < band.first ? first : band.first;
        band.last = last > band.last ? last : band.last;
    }
    *ret_band = band;
    return band.last >= band.first;
}

static bool has_code(const struct staith_dimension *dimension, const char *code)
{
    bool has = false;
    for (uint32_t c = 0; c < dimension->category_count; c++) {
        has = has || strcmp(dimension->categories[c].code, code) == 0;
    }
    return has;
}

/* How many categories of `a` are not in `b`. */
static uint32_t only_in(const struct staith_dimension *a, const struct staith_dimension *b)
{
    uint32_t count = 0;
    for (uint32_t c = 0; c < a->category_count; c++) {
        count += has_code(b, a->categories[c].code) ? 0 : 1;
    }
    return count;
}

bool staith_bands_same(const struct staith_dimension *a, const struct staith_dimension *b)
{
    return a == b || (only_in(a, b) == 0 && only_in(b, a) == 0);
}

static bool is_of_bands(const struct staith_dimension *dimension)
{
    bool all = true;
    uint32_t bands = 0;
    for (uint32_t c = 0; c < dimension->category_count; c++) {
        struct staith_band band;
        int32_t month = 0;
        bool is_band = staith_band_of(dimension, c, &band);
        bands += is_band ? 1 : 0;
        all = all && (is_band || edge_of(dimension->categories[c].code, &month) == EDGE_UNKNOWN);
    }
    return all && bands > 1;
}

bool staith_bands_comparable(const struct staith_dimension *a, const struct staith_dimension *b)
{
    return only_in(a, b) <= 1 || only_in(b, a) <= 1 || (is_of_bands(a) && is_of_bands(b));
}
