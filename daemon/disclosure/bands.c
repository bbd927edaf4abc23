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

/* What a code says of its numbers, token by token. */
struct reading {
    long number; /* the first; -1: none yet */
    long unit;   /* months in one */
    bool lowest;
    bool has_unit;     /* some token is a unit */
    bool number_units; /* some unit stands behind a number, so a further number has another one */
};

/* False: what the token says cannot be read. Days and weeks are no whole months. Of "up_to_30",
 * "30_and_under" and "over_30" the number is the end, or the last that is not in the band, and not
 * where it begins; the "to" between two numbers is read over. */
static bool read_token(struct reading *reading, const char *token, size_t len)
{
    static const char *const first[] = {"under", "below", "less", "fewer"};
    static const char *const months[] = {"month", "months"};
    static const char *const years[] = {"year", "years"};
    static const char *const others[] = {"day", "days", "week", "weeks"};
    static const char *const ends[] = {"up",   "upto", "and",   "or",    "max",    "over",
                                       "most", "more", "above", "until", "before", "not"};
    static const char *const to[] = {"to"};
    bool is_month = IS_WORD(token, len, months);
    if (IS_WORD(token, len, others) || IS_WORD(token, len, ends) ||
        (reading->number < 0 && IS_WORD(token, len, to))) {
        return false;
    }
    reading->lowest = reading->lowest || IS_WORD(token, len, first);
    if (is_month || IS_WORD(token, len, years)) {
        bool second = reading->has_unit;
        reading->unit = is_month ? 1 : MONTHS;
        reading->has_unit = true;
        reading->number_units = reading->number >= 0;
        return !second;
    }
    if (*token >= '0' && *token <= '9') {
        size_t digits = strspn(token, "0123456789");
        reading->number = reading->number < 0 ? strtol(token, NULL, 10) : reading->number;
        return digits == len && !reading->number_units;
    }
    return true;
}

/* In which month a band of this code begins. */
static enum edge edge_of(const char *code, int32_t *ret_month)
{
    static const char *const unknown[] = {"not_known", "unknown", "not_stated"};
    struct reading reading = {.number = -1, .unit = MONTHS};
    if (IS_WORD(code, strlen(code), unknown)) {
        return EDGE_UNKNOWN;
    }
    for (const char *token = code; *token != '\0'; token += *token == '_' ? 1 : 0) {
        size_t len = strcspn(token, "_");
        if (!read_token(&reading, token, len)) {
            return EDGE_NONE;
        }
        token += len;
    }
    if (reading.number < 0 || reading.number > MOST_YEARS) {
        return EDGE_NONE;
    }
    *ret_month = reading.lowest ? 0 : (int32_t)(reading.number * reading.unit);
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
