/* SPDX-License-Identifier: Apache-2.0 */
#include "base/schedule.h"

#include "base/date.h"
#include "base/err.h"

#include <stddef.h>
#include <string.h>

enum { FIELDS = 5, MINUTE_MS = 60000, DAY_MINUTES = 1440, MOST_DAYS = 3288, EPOCH_WEEKDAY = 4 };

struct field {
    unsigned least;
    unsigned most;
};
static const struct field fields[FIELDS] = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};

/* A number of at most two digits; *at goes behind it. */
static bool read_number(const char **at, unsigned *ret_number)
{
    unsigned number = 0;
    size_t digits = 0;
    while (**at >= '0' && **at <= '9' && digits < 3) {
        number = number * 10 + (unsigned)(**at - '0');
        (*at)++;
        digits++;
    }
    *ret_number = number;
    return digits == 1 || digits == 2;
}

/* One item of a list: "*", "5", "1-5", any of them with "/2". */
static bool read_item(const char **at, const struct field *field, uint64_t *bits)
{
    unsigned first = field->least;
    unsigned last = field->most;
    unsigned step = 1;
    bool single = false;
    if (**at == '*') {
        (*at)++;
    } else {
        if (!read_number(at, &first)) {
            return false;
        }
        last = first;
        single = true;
        if (**at == '-') {
            (*at)++;
            single = false;
            if (!read_number(at, &last)) {
                return false;
            }
        }
    }
    if (**at == '/') {
        (*at)++;
        if (single || !read_number(at, &step) || step == 0) {
            return false;
        }
    }
    if (first < field->least || last > field->most || first > last) {
        return false;
    }
    for (unsigned number = first; number <= last; number += step) {
        *bits |= UINT64_C(1) << number;
    }
    return true;
}

static bool read_field(const char **at, const struct field *field, uint64_t *ret_bits)
{
    uint64_t bits = 0;
    while (**at == ' ' || **at == '\t') {
        (*at)++;
    }
    for (bool more = true; more;) {
        if (!read_item(at, field, &bits)) {
            return false;
        }
        more = **at == ',';
        *at += more ? 1 : 0;
    }
    *ret_bits = bits;
    return **at == ' ' || **at == '\t' || **at == '\0';
}

int staith_schedule_parse(const char *text, struct staith_schedule *ret_schedule)
{
    uint64_t bits[FIELDS] = {0};
    bool any[FIELDS] = {false};
    const char *at = text;
    for (size_t i = 0; i < FIELDS; i++) {
        const char *start = at + strspn(at, " \t");
        if (!read_field(&at, &fields[i], &bits[i])) {
            return STAITH_ERR_SYNTAX;
        }
        any[i] = *start == '*';
    }
    if (at[strspn(at, " \t")] != '\0') {
        return STAITH_ERR_SYNTAX;
    }
    bits[4] |= bits[4] >> 7; /* 7 is Sunday too */
    *ret_schedule = (struct staith_schedule){.minutes = bits[0],
                                             .hours = (uint32_t)bits[1],
                                             .days = (uint32_t)bits[2],
                                             .months = (uint16_t)bits[3],
                                             .weekdays = (uint8_t)(bits[4] & 0x7f),
                                             .any_day = any[2],
                                             .any_weekday = any[4]};
    return 0;
}

static bool day_fits(const struct staith_schedule *schedule, int32_t day)
{
    int year = 0;
    int month = 0;
    int of_month = 0;
    staith_date_split(day, &year, &month, &of_month);
    unsigned weekday = (unsigned)((day + EPOCH_WEEKDAY) % 7);
    bool by_day = (schedule->days >> of_month & 1u) != 0;
    bool by_weekday = (schedule->weekdays >> weekday & 1u) != 0;
    if ((schedule->months >> month & 1u) == 0) {
        return false;
    }
    if (schedule->any_day || schedule->any_weekday) {
        return by_day && by_weekday;
    }
    return by_day || by_weekday;
}

int64_t staith_schedule_next(const struct staith_schedule *schedule, int64_t unix_ms)
{
    int64_t minute = unix_ms / MINUTE_MS + 1;
    if (unix_ms < 0) {
        return 0;
    }
    int32_t first = (int32_t)(minute / DAY_MINUTES);
    int32_t from = (int32_t)(minute % DAY_MINUTES);
    for (int32_t day = first; day < first + MOST_DAYS; day++, from = 0) {
        for (int32_t i = from; day_fits(schedule, day) && i < DAY_MINUTES; i++) {
            if ((schedule->hours >> (i / 60) & 1u) != 0 &&
                (schedule->minutes >> (i % 60) & 1u) != 0) {
                return ((int64_t)day * DAY_MINUTES + i) * MINUTE_MS;
            }
        }
    }
    return 0;
}
