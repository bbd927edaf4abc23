/* SPDX-License-Identifier: Apache-2.0 */
/* Areas among each other, as far as chance lets them be told apart. */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <stdlib.h>

double staith_stats_quantile(const double *sorted, size_t count, double q)
{
    double h = (double)(count - 1) * q;
    size_t at = (size_t)floor(h);
    if (at + 1 >= count) {
        return sorted[count - 1];
    }
    return sorted[at] + (h - (double)at) * (sorted[at + 1] - sorted[at]);
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

void staith_stats_sort(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof(*numbers), ascending);
}

bool staith_stats_rank_interval(const struct staith_interval *intervals, const bool *valid,
                                size_t count, size_t at, bool low_is_best, uint32_t *ret_best,
                                uint32_t *ret_worst)
{
    uint32_t others = 0;
    uint32_t below = 0;
    uint32_t above = 0;
    if (at >= count || !valid[at]) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (i == at || !valid[i]) {
            continue;
        }
        others++;
        below += intervals[i].upper < intervals[at].lower ? 1 : 0;
        above += intervals[i].lower > intervals[at].upper ? 1 : 0;
    }
    *ret_best = 1 + (low_is_best ? below : above);
    *ret_worst = 1 + others - (low_is_best ? above : below);
    return true;
}

bool staith_stats_straddles(const struct staith_interval *interval, const double lines[3])
{
    for (int i = 0; i < 3; i++) {
        if (interval->lower < lines[i] && interval->upper > lines[i]) {
            return true;
        }
    }
    return false;
}
