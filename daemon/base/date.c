/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The day arithmetic counts years from March, so that the leap day is the last day of the year,
 * in cycles of 400 years (146,097 days).
 */
#include "base/date.h"

#include "base/err.h"

#include <string.h>

enum { DAYS_IN_CYCLE = 146097, DAYS_TO_EPOCH = 719468, MS_IN_DAY = 86400000 };

bool staith_date_is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && staith_date_is_leap(year) ? 29 : days[month - 1];
}

int staith_date_from(int year, int month, int day, int32_t *ret_day)
{
    if (year < 1800 || year > 2999 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month)) {
        return STAITH_ERR_INVAL;
    }
    int y = month <= 2 ? year - 1 : year;
    int cycle = y / 400;
    int year_of_cycle = y - cycle * 400;
    int month_from_march = month > 2 ? month - 3 : month + 9;
    int day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    *ret_day = (int32_t)(cycle * DAYS_IN_CYCLE + day_of_cycle - DAYS_TO_EPOCH);
    return 0;
}

/* `count` digits as a number, or -1. */
static int digits(const char *text, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

int staith_date_parse(const char *text, size_t len, int32_t *ret_day)
{
    if (len != 10 || text[4] != '-' || text[7] != '-') {
        return STAITH_ERR_SYNTAX;
    }
    int year = digits(text, 4);
    int month = digits(text + 5, 2);
    int day = digits(text + 8, 2);
    return staith_date_from(year, month, day, ret_day) == 0 ? 0 : STAITH_ERR_SYNTAX;
}

void staith_date_split(int32_t day, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t shifted = (int64_t)day + DAYS_TO_EPOCH;
    int64_t cycle = (shifted >= 0 ? shifted : shifted - (DAYS_IN_CYCLE - 1)) / DAYS_IN_CYCLE;
    int64_t day_of_cycle = shifted - cycle * DAYS_IN_CYCLE;
    int64_t year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 -
                             day_of_cycle / (DAYS_IN_CYCLE - 1)) /
                            365;
    int64_t day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *ret_day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *ret_month = month;
    *ret_year = (int)(year_of_cycle + cycle * 400 + (month <= 2 ? 1 : 0));
}

/* `count` digits of `number`, the rightmost ones. */
static char *put(char *at, int number, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

static char *put_date(char *at, int32_t number)
{
    int year;
    int month;
    int day;
    staith_date_split(number, &year, &month, &day);
    at = put(at, year < 0 ? 0 : year, 4);
    *at++ = '-';
    at = put(at, month, 2);
    *at++ = '-';
    return put(at, day, 2);
}

void staith_date_format(int32_t day, char *out, size_t cap)
{
    if (cap < 11) {
        return;
    }
    *put_date(out, day) = '\0';
}

void staith_time_format(int64_t unix_ms, char *out, size_t cap)
{
    if (cap < 25) {
        return;
    }
    int64_t day = unix_ms / MS_IN_DAY;
    int64_t ms = unix_ms % MS_IN_DAY;
    if (ms < 0) {
        ms += MS_IN_DAY;
        day--;
    }
    char *at = put_date(out, (int32_t)day);
    *at++ = 'T';
    at = put(at, (int)(ms / 3600000), 2);
    *at++ = ':';
    at = put(at, (int)(ms / 60000 % 60), 2);
    *at++ = ':';
    at = put(at, (int)(ms / 1000 % 60), 2);
    *at++ = '.';
    at = put(at, (int)(ms % 1000), 3);
    *at++ = 'Z';
    *at = '\0';
}

/* Two digits as a number, or -1. */
static int two_digits(const char *text)
{
    bool good = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';
    return good ? (text[0] - '0') * 10 + (text[1] - '0') : -1;
}

int staith_time_parse(const char *text, int64_t *ret_unix_ms)
{
    enum { LENGTH = 16, HOUR_MS = 3600000, MINUTE_MS = 60000 };
    int32_t day = 0;
    size_t len = strlen(text);
    bool zulu = len == LENGTH + 1 && text[LENGTH] == 'Z';
    if ((len != LENGTH && !zulu) || text[10] != 'T' || text[13] != ':' ||
        staith_date_parse(text, 10, &day) != 0) {
        return STAITH_ERR_SYNTAX;
    }
    int hour = two_digits(text + 11);
    int minute = two_digits(text + 14);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || day <= 0) {
        return STAITH_ERR_SYNTAX;
    }
    *ret_unix_ms = (int64_t)day * MS_IN_DAY + (int64_t)hour * HOUR_MS + (int64_t)minute * MINUTE_MS;
    return 0;
}

int staith_date_years(int32_t born, int32_t on)
{
    int born_year;
    int born_month;
    int born_day;
    int year;
    int month;
    int day;
    staith_date_split(born, &born_year, &born_month, &born_day);
    staith_date_split(on, &year, &month, &day);
    /* Somebody born on 29 February is a year older on 1 March of a common year. */
    bool before = month < born_month || (month == born_month && day < born_day);
    return year - born_year - (before ? 1 : 0);
}
