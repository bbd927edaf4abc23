/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as day numbers. The arithmetic counts from 1 March, so that the leap day is the last of its
 * year and months have lengths that one formula gives; all in integers, exact for 1800..2999. */
#include <staith/kit.h>

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, EPOCH_FROM_0000_03_01 = 719468 };

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The number that `count` digits from text[at] on make, or -1. */
static int read_digits(const char *text, size_t at, size_t count)
{
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int staith_kit_date_from(int year, int month, int day, int32_t *ret_day)
{
    if (year < 1800 || year > 2999 || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month)) {
        return STAITH_EINVAL;
    }
    int shifted_year = month <= 2 ? year - 1 : year;
    int shifted_month = month <= 2 ? month + 9 : month - 3; /* March is 0 */
    int era = shifted_year / YEARS_PER_ERA;
    int year_of_era = shifted_year - era * YEARS_PER_ERA;
    int day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *ret_day = era * DAYS_PER_ERA + day_of_era - EPOCH_FROM_0000_03_01;
    return STAITH_OK;
}

void staith_kit_date_split(int32_t day, int *ret_year, int *ret_month, int *ret_day)
{
    int days = day + EPOCH_FROM_0000_03_01;
    int era = days >= 0 ? days / DAYS_PER_ERA : (days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = days - era * DAYS_PER_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *ret_year = year_of_era + era * YEARS_PER_ERA + (month <= 2 ? 1 : 0);
    *ret_month = month;
    *ret_day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
}

int staith_kit_date(const char *text, size_t len, int32_t *ret_day)
{
    if (len != 10 || text[4] != '-' || text[7] != '-') {
        return STAITH_EINVAL;
    }
    return staith_kit_date_from(read_digits(text, 0, 4), read_digits(text, 5, 2),
                                read_digits(text, 8, 2), ret_day);
}

int staith_kit_date_dmy(const char *text, size_t len, int32_t *ret_day)
{
    if (len != 10 || text[2] != '/' || text[5] != '/') {
        return STAITH_EINVAL;
    }
    return staith_kit_date_from(read_digits(text, 6, 4), read_digits(text, 3, 2),
                                read_digits(text, 0, 2), ret_day);
}

int staith_kit_years(int32_t born, int32_t on)
{
    int born_year;
    int born_month;
    int born_day;
    int year;
    int month;
    int day;
    staith_kit_date_split(born, &born_year, &born_month, &born_day);
    staith_kit_date_split(on, &year, &month, &day);
    int years = year - born_year;
    if (month < born_month || (month == born_month && day < born_day)) {
        years--;
    }
    return years;
}

int staith_kit_census_year(int32_t day)
{
    int year;
    int month;
    int day_of_month;
    staith_kit_date_split(day, &year, &month, &day_of_month);
    return month >= 10 ? year + 1 : year;
}

int staith_kit_period_days(const struct staith_period_def *period, int32_t *ret_first,
                           int32_t *ret_last)
{
    int first_year = period->year;
    int first_month;
    int months;
    if (period->kind == STAITH_PERIOD_CENSUS_YEAR && period->part == 0) {
        first_year = period->year - 1;
        first_month = 10;
        months = 12;
    } else if (period->kind == STAITH_PERIOD_QUARTER && period->part >= 1 && period->part <= 4) {
        first_month = period->part * 3 - 2;
        months = 3;
    } else if (period->kind == STAITH_PERIOD_MONTH && period->part >= 1 && period->part <= 12) {
        first_month = period->part;
        months = 1;
    } else {
        return STAITH_EINVAL;
    }
    if (period->year < 1900 || period->year > 2999) {
        return STAITH_EINVAL;
    }
    int last_month = (first_month + months - 2) % 12 + 1;
    int32_t first;
    int32_t last;
    if (staith_kit_date_from(first_year, first_month, 1, &first) != STAITH_OK ||
        staith_kit_date_from(period->year, last_month, month_days(period->year, last_month),
                             &last) != STAITH_OK) {
        return STAITH_EINVAL;
    }
    *ret_first = first;
    *ret_last = last;
    return STAITH_OK;
}
