/* SPDX-License-Identifier: Apache-2.0 */
/* Periods as people write them, and in the names of the files that they keep. */
#include <staith/kit.h>

#include <string.h>

enum { YEAR_DIGITS = 4, FIRST_YEAR = 1900, LAST_YEAR = 2999, QUARTERS = 4, MONTHS = 12 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number that `count` digits make, or -1. */
static int32_t digits(const char *text, size_t len, size_t count)
{
    int32_t number = 0;
    if (len < count) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(text[i])) {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/* A quarter behind the year, "Q3": how long it is, 0 for none. */
static size_t match_quarter(const char *text, size_t len, int32_t *ret_part)
{
    if (len < 2 || (text[0] != 'Q' && text[0] != 'q')) {
        return 0;
    }
    *ret_part = digits(text + 1, len - 1, 1);
    return *ret_part >= 1 && *ret_part <= QUARTERS ? 2 : 0;
}

/* A month behind the year, "-07". */
static size_t match_month(const char *text, size_t len, int32_t *ret_part)
{
    if (len < 3 || text[0] != '-') {
        return 0;
    }
    *ret_part = digits(text + 1, len - 1, 2);
    return *ret_part >= 1 && *ret_part <= MONTHS ? 3 : 0;
}

/* A period that text[0..len) begins with: how long it is, 0 for none. A year alone is taken where
 * `years` says so: a file name may hold any number. */
static size_t match(const char *text, size_t len, bool years, struct staith_period_def *ret_period)
{
    struct staith_period_def period = {STAITH_PERIOD_CENSUS_YEAR, 0, 0, 0};
    period.year = digits(text, len, YEAR_DIGITS);
    if (period.year < FIRST_YEAR || period.year > LAST_YEAR) {
        return 0;
    }
    const char *rest = text + YEAR_DIGITS;
    size_t rest_len = len - YEAR_DIGITS;
    size_t joint = rest_len > 0 && (*rest == '-' || *rest == '_' || *rest == ' ') ? 1 : 0;
    size_t count = match_quarter(rest + joint, rest_len - joint, &period.part);
    if (count > 0) {
        period.kind = STAITH_PERIOD_QUARTER;
        *ret_period = period;
        return YEAR_DIGITS + joint + count;
    }
    count = match_month(rest, rest_len, &period.part);
    period.kind = count > 0 ? STAITH_PERIOD_MONTH : STAITH_PERIOD_CENSUS_YEAR;
    period.part = count > 0 ? period.part : 0;
    if (count == 0 && !years) {
        return 0;
    }
    *ret_period = period;
    return YEAR_DIGITS + count;
}

int staith_kit_period_read(const char *text, size_t len, struct staith_period_def *ret_period)
{
    struct staith_period_def period;
    if (len == 0 || match(text, len, true, &period) != len) {
        return STAITH_EINVAL;
    }
    *ret_period = period;
    return STAITH_OK;
}

int staith_kit_period_find(const char *name, struct staith_period_def *ret_period)
{
    struct staith_period_def found = {0, 0, 0, 0};
    size_t len = strlen(name);
    for (size_t i = 0; i < len; i++) {
        struct staith_period_def period;
        if (i > 0 && is_digit(name[i - 1])) {
            continue;
        }
        size_t count = match(name + i, len - i, false, &period);
        if (count == 0 || is_digit(name[i + count])) {
            continue;
        }
        /* A whole date is no month: 2025-07-31. */
        if (period.kind == STAITH_PERIOD_MONTH && name[i + count] == '-' &&
            is_digit(name[i + count + 1])) {
            continue;
        }
        if (found.kind != 0 &&
            (found.kind != period.kind || found.year != period.year || found.part != period.part)) {
            return STAITH_EINVAL;
        }
        found = period;
    }
    if (found.kind == 0) {
        return STAITH_EINVAL;
    }
    *ret_period = found;
    return STAITH_OK;
}

int staith_kit_period_choose(const char *option, const char *name,
                             struct staith_period_def *ret_period)
{
    return option[0] != '\0' ? staith_kit_period_read(option, strlen(option), ret_period)
                             : staith_kit_period_find(name, ret_period);
}

struct staith_period_def staith_kit_period_before(const struct staith_period_def *period)
{
    struct staith_period_def before = *period;
    before.part--;
    if (period->kind == STAITH_PERIOD_CENSUS_YEAR || before.part < 1) {
        before.year--;
        before.part = period->kind == STAITH_PERIOD_QUARTER ? QUARTERS
                      : period->kind == STAITH_PERIOD_MONTH ? MONTHS
                                                            : 0;
    }
    return before;
}
