/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_SCHEDULE_H
#define STAITH_BASE_SCHEDULE_H
/*
 * Times that come again, as cron writes them: minute, hour, day of the month, month, day of the
 * week (0 or 7 is Sunday), each "*", a number, a range "1-5", a step "0-59/15", or a list with
 * commas. Where both days are given one of them is enough, as with cron. Times are UTC.
 */
#include <stdbool.h>
#include <stdint.h>

/** Bits: the nth is set where the number n fits. */
struct staith_schedule {
    uint64_t minutes;
    uint32_t hours;
    uint32_t days;
    uint16_t months;
    uint8_t weekdays; /**< Sunday is 0 */
    bool any_day;     /**< the day of the month is "*" */
    bool any_weekday;
};

/** Read "30 6 * * 1-5". 0 or STAITH_ERR_SYNTAX. */
int staith_schedule_parse(const char *text, struct staith_schedule *ret_schedule);
/** The first time after `unix_ms`, at a whole minute; 0: none within the next nine years. */
int64_t staith_schedule_next(const struct staith_schedule *schedule, int64_t unix_ms);

#endif
