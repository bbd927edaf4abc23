/* SPDX-License-Identifier: Apache-2.0 */
#include "model/period.h"

#include "base/date.h"
#include "base/err.h"

#include <staith/plugin.h>
#include <string.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 2999 };

bool staith_period_valid(const struct staith_period *period)
{
    if (period->year < FIRST_YEAR || period->year > LAST_YEAR) {
        return false;
    }
    switch (period->kind) {
    case STAITH_PERIOD_CENSUS_YEAR:
        return period->part == 0;
    case STAITH_PERIOD_QUARTER:
        return period->part >= 1 && period->part <= 4;
    case STAITH_PERIOD_MONTH:
        return period->part >= 1 && period->part <= 12;
    default:
        return false;
    }
}

void staith_period_format(const struct staith_period *period, char out[STAITH_PERIOD_CODE_BYTES])
{
    char *at = out;
    if (!staith_period_valid(period)) {
        out[0] = '\0';
        return;
    }
    for (int32_t power = 1000; power > 0; power /= 10) {
        *at++ = (char)('0' + period->year / power % 10);
    }
    if (period->kind == STAITH_PERIOD_QUARTER) {
        *at++ = 'Q';
        *at++ = (char)('0' + period->part);
    } else if (period->kind == STAITH_PERIOD_MONTH) {
        *at++ = '-';
        *at++ = (char)('0' + period->part / 10);
        *at++ = (char)('0' + period->part % 10);
    }
    *at = '\0';
}

static int32_t number(const char *text, size_t count)
{
    int32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int staith_period_parse(const char *text, struct staith_period *ret_period)
{
    struct staith_period period = {0};
    size_t len = strlen(text);
    if (len < 4) {
        return STAITH_ERR_SYNTAX;
    }
    period.year = number(text, 4);
    if (len == 4) {
        period.kind = STAITH_PERIOD_CENSUS_YEAR;
    } else if (len == 6 && text[4] == 'Q') {
        period.kind = STAITH_PERIOD_QUARTER;
        period.part = number(text + 5, 1);
    } else if (len == 7 && text[4] == '-') {
        period.kind = STAITH_PERIOD_MONTH;
        period.part = number(text + 5, 2);
    }
    if (!staith_period_valid(&period)) {
        return STAITH_ERR_SYNTAX;
    }
    *ret_period = period;
    return 0;
}

/* The first day of a month; month 13 is January of the next year. */
static int32_t month_start(int year, int month)
{
    int32_t day = 0;
    if (month > 12) {
        month -= 12;
        year++;
    }
    if (year > LAST_YEAR) {
        /* The day after the last one that dates go to. */
        (void)staith_date_from(LAST_YEAR, 12, 31, &day);
        return day + 1;
    }
    (void)staith_date_from(year, month, 1, &day);
    return day;
}

void staith_period_days(const struct staith_period *period, int32_t *ret_first, int32_t *ret_last)
{
    int first_year = period->year;
    int first_month = 10;
    int months = 12;
    if (period->kind == STAITH_PERIOD_CENSUS_YEAR) {
        first_year--;
    } else if (period->kind == STAITH_PERIOD_QUARTER) {
        first_month = (int)period->part * 3 - 2;
        months = 3;
    } else {
        first_month = (int)period->part;
        months = 1;
    }
    int after = first_month + months;
    *ret_first = month_start(first_year, first_month);
    *ret_last =
        month_start(after > 13 ? first_year + 1 : first_year, after > 13 ? after - 12 : after) - 1;
}

bool staith_period_has_leap_day(const struct staith_period *period)
{
    int32_t first;
    int32_t last;
    int32_t leap_day;
    if (staith_date_from(period->year, 2, 29, &leap_day) != 0) {
        return false;
    }
    staith_period_days(period, &first, &last);
    return first <= leap_day && leap_day <= last;
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int staith_period_compare(const struct staith_period *a, const struct staith_period *b)
{
    int by_kind = order(a->kind, b->kind);
    if (by_kind != 0) {
        return by_kind;
    }
    int by_year = order(a->year, b->year);
    return by_year != 0 ? by_year : order(a->part, b->part);
}
