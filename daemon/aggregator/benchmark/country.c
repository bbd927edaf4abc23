/* SPDX-License-Identifier: Apache-2.0 */
/*
 * England's councils as the national file has them. Its parts are printed to one decimal, which is
 * fine for what is taken from it here: how far councils lie apart.
 */
#include "aggregator/benchmark/rules.h"

#include "base/decimal.h"

#include <string.h>

enum { MOST_JOINT = 32 };

static bool number_of(const struct staith_store_national *figure, double *ret)
{
    if (figure == NULL ||
        (figure->status != STAITH_STATUS_VALUE && figure->status != STAITH_STATUS_LOW)) {
        return false;
    }
    *ret = (double)figure->value / (double)staith_decimal_pow10(figure->decimals);
    return true;
}

static bool part_of(const struct staith_benchmark_index *index, const char *period,
                    const char *area, const struct staith_measure *measure, double *ret)
{
    return number_of(staith_benchmark_find_national(index, period, area, measure->code), ret);
}

static bool parts_of(const struct staith_benchmark_index *index,
                     const struct staith_catalogue *catalogue,
                     const struct staith_indicator *indicator, const char *period, const char *area,
                     double *ret_x, double *ret_n)
{
    double sum = 0;
    double part = 0;
    if (!part_of(index, period, area, &catalogue->measures[indicator->numerator], ret_x)) {
        return false;
    }
    for (uint32_t i = 0; i < indicator->denominator_count; i++) {
        if (!part_of(index, period, area, &catalogue->measures[indicator->denominators[i]],
                     &part)) {
            return false;
        }
        sum += part;
    }
    *ret_n = sum;
    return sum > 0 && *ret_x >= 0 && *ret_x <= sum;
}

/* First figure of the period: figures are sorted by period, area, item. */
static size_t first_of(const struct staith_benchmark_index *index, const char *period)
{
    size_t low = 0;
    size_t high = index->national_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(index->nationals[middle]->period, period) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether a joint return has been met under another of its codes. */
static bool seen(const char **joints, size_t *count, const char *joint)
{
    if (joint[0] == '\0') {
        return false;
    }
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(joints[i], joint) == 0) {
            return true;
        }
    }
    if (*count < MOST_JOINT) {
        joints[(*count)++] = joint;
    }
    return false;
}

size_t staith_benchmark_country_parts(const struct staith_benchmark_index *index,
                                      const struct staith_catalogue *catalogue,
                                      const struct staith_indicator *indicator, const char *period,
                                      double *x, double *n)
{
    const char *joints[MOST_JOINT];
    size_t joint_count = 0;
    size_t count = 0;
    const char *last = "";
    for (size_t i = first_of(index, period);
         i < index->national_count && count < STAITH_STATS_MOST_AREAS; i++) {
        const struct staith_store_national *figure = index->nationals[i];
        if (strcmp(figure->period, period) != 0) {
            break;
        }
        if (strcmp(figure->level, "authority") != 0 || strcmp(figure->area, last) == 0) {
            continue;
        }
        last = figure->area;
        if (!seen(joints, &joint_count, figure->joint) &&
            parts_of(index, catalogue, indicator, period, figure->area, &x[count], &n[count])) {
            count++;
        }
    }
    return count;
}
