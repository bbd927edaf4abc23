/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_DATE_H
#define STAITH_BASE_DATE_H
/*
 * Calendar dates as days since 1970-01-01 (proleptic Gregorian), and times as milliseconds of
 * Unix time, UTC.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Read "ccyy-mm-dd", a date that exists, years 1800..2999. 0 or STAITH_ERR_SYNTAX. */
int staith_date_parse(const char *text, size_t len, int32_t *ret_day);
/** Day number of a date that exists, or STAITH_ERR_INVAL. */
int staith_date_from(int year, int month, int day, int32_t *ret_day);
void staith_date_split(int32_t day, int *ret_year, int *ret_month, int *ret_day);
bool staith_date_is_leap(int year);
/** "ccyy-mm-dd" with its NUL; cap >= 11. */
void staith_date_format(int32_t day, char *out, size_t cap);
/** "ccyy-mm-ddThh:mm:ss.mmmZ" with its NUL; cap >= 25. */
void staith_time_format(int64_t unix_ms, char *out, size_t cap);
/** Read "ccyy-mm-ddThh:mm", UTC, with or without a Z at its end; after 1970-01-01. 0 or
 *  STAITH_ERR_SYNTAX. */
int staith_time_parse(const char *text, int64_t *ret_unix_ms);
/** Whole years between two dates, as an age is counted; `on` >= `born`. */
int staith_date_years(int32_t born, int32_t on);

#endif
