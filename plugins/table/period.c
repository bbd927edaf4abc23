/* SPDX-License-Identifier: Apache-2.0 */
#include "definition.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The four digits of a year from 1990 to 2099 at `text`, 0: there are none. */
static int32_t year_at(const char *text)
{
    int32_t year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (!is_digit(text[i])) {
            return 0;
        }
        year = year * 10 + (text[i] - '0');
    }
    return year >= 1990 && year <= 2099 ? year : 0;
}

/* Behind a year: "Q3" with or without a mark before it; how many characters, 0: none. */
static size_t quarter_at(const char *text, int32_t *ret_part)
{
    size_t at = strchr("-_ ", text[0]) != NULL && text[0] != '\0' ? 1 : 0;
    if ((text[at] == 'Q' || text[at] == 'q') && text[at + 1] >= '1' && text[at + 1] <= '4' &&
        !is_digit(text[at + 2])) {
        *ret_part = text[at + 1] - '0';
        return at + 2;
    }
    return 0;
}

static size_t month_at(const char *text, int32_t *ret_part)
{
    if ((text[0] == '-' || text[0] == '_') && is_digit(text[1]) && is_digit(text[2]) &&
        !is_digit(text[3])) {
        int32_t month = (text[1] - '0') * 10 + (text[2] - '0');
        if (month >= 1 && month <= 12) {
            *ret_part = month;
            return 3;
        }
    }
    return 0;
}

/* The period at the start of `text`; how many characters it has, 0: none. */
static size_t period_at(const char *text, struct staith_period_def *ret_period)
{
    int32_t part = 0;
    int32_t year = year_at(text);
    if (year == 0 || is_digit(text[4])) {
        return 0;
    }
    size_t len = quarter_at(text + 4, &part);
    uint32_t kind = STAITH_PERIOD_QUARTER;
    if (len == 0) {
        len = month_at(text + 4, &part);
        kind = len > 0 ? STAITH_PERIOD_MONTH : STAITH_PERIOD_CENSUS_YEAR;
    }
    *ret_period = (struct staith_period_def){kind, year, part, 0};
    return 4 + len;
}

bool staith_table_period_parse(const char *text, struct staith_period_def *ret_period)
{
    size_t len = period_at(text, ret_period);
    return len > 0 && text[len] == '\0';
}

bool staith_table_period_in_name(const char *name, struct staith_period_def *ret_period)
{
    for (const char *at = name; *at != '\0'; at++) {
        if ((at == name || !is_digit(at[-1])) && period_at(at, ret_period) > 0) {
            return true;
        }
    }
    return false;
}

void staith_table_period_of(uint32_t kind, int32_t day, struct staith_period_def *ret_period)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    staith_kit_date_split(day, &year, &month, &day_of_month);
    *ret_period = (struct staith_period_def){kind, year, month, 0};
    if (kind == STAITH_PERIOD_QUARTER) {
        ret_period->part = (month + 2) / 3;
    } else if (kind == STAITH_PERIOD_CENSUS_YEAR) {
        ret_period->year = staith_kit_census_year(day);
        ret_period->part = 0;
    }
}
