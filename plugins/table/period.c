/* SPDX-License-Identifier: Apache-2.0 */
#include "definition.h"

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
