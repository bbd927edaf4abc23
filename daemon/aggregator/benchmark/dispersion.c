/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Councils differ for reasons that no funnel of chance knows. How much is taken from all of
 * England's councils: from twelve points it could not be.
 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>

static const double WINSORISED = 0.1;

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static bool sums(const double *x, const double *n, size_t count, double *ret_x, double *ret_n)
{
    *ret_x = 0;
    *ret_n = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(n[i] > 0) || !(x[i] >= 0) || !(x[i] <= n[i])) {
            return false;
        }
        *ret_x += x[i];
        *ret_n += n[i];
    }
    return true;
}

bool staith_stats_dispersion(const double *x, const double *n, size_t count,
                             struct staith_dispersion *ret)
{
    double u[STAITH_STATS_MOST_AREAS];
    double sum_x = 0;
    double sum_n = 0;
    if (count < STAITH_STATS_LEAST_AREAS || count > STAITH_STATS_MOST_AREAS ||
        !sums(x, n, count, &sum_x, &sum_n)) {
        return false;
    }
    double centre = asin(sqrt(sum_x / sum_n));
    double weight = 0;  /* sum of s^-2 = 4 n */
    double weights = 0; /* sum of s^-4 */
    for (size_t i = 0; i < count; i++) {
        u[i] = (asin(sqrt(x[i] / n[i])) - centre) * 2 * sqrt(n[i]);
        weight += 4 * n[i];
        weights += 16 * n[i] * n[i];
    }
    staith_stats_sort(u, count);
    double low = staith_stats_quantile(u, count, WINSORISED);
    double high = staith_stats_quantile(u, count, 1 - WINSORISED);
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        double kept = clamp(u[i], low, high);
        squares += kept * kept;
    }
    double degrees = (double)count - 1;
    double below = weight - weights / weight;
    double tau2 = squares < degrees || !(below > 0) ? 0 : (squares - degrees) / below;
    *ret = (struct staith_dispersion){centre, squares / (double)count, sqrt(tau2), count};
    return true;
}

bool staith_stats_funnel_adjusted(const struct staith_dispersion *dispersion, double n, double z,
                                  struct staith_interval *ret)
{
    if (!(n > 0) || !(z > 0)) {
        return false;
    }
    const double right = asin(1);
    double half = z * sqrt(1 / (4 * n) + dispersion->tau * dispersion->tau);
    double lower = sin(clamp(dispersion->centre - half, 0, right));
    double upper = sin(clamp(dispersion->centre + half, 0, right));
    *ret = (struct staith_interval){lower * lower, upper * upper};
    return true;
}
