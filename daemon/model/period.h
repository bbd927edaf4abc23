/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_PERIOD_H
#define STAITH_MODEL_PERIOD_H
/*
 * Periods of time that figures are for. Code: "2025" (census year: 1 October 2024 to 30 September
 * 2025), "2025Q3", "2025-07".
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STAITH_PERIOD_CODE_BYTES = 12 };

struct staith_period {
    uint32_t kind; /**< enum staith_period_kind of <staith/plugin.h> */
    int32_t year;
    int32_t part;
};

bool staith_period_valid(const struct staith_period *period);
/** Write the code, NUL-terminated. */
void staith_period_format(const struct staith_period *period, char out[STAITH_PERIOD_CODE_BYTES]);
/** 0 or STAITH_ERR_SYNTAX. */
int staith_period_parse(const char *text, struct staith_period *ret_period);
/** First and last day (days since 1970-01-01). */
void staith_period_days(const struct staith_period *period, int32_t *ret_first, int32_t *ret_last);
/** Whether 29 February falls inside. */
bool staith_period_has_leap_day(const struct staith_period *period);
/** -1, 0, 1: by kind, then time. */
int staith_period_compare(const struct staith_period *a, const struct staith_period *b);

#endif
