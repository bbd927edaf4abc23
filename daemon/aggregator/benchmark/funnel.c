/* SPDX-License-Identifier: Apache-2.0 */
/* Where figures lie by chance alone about a common proportion, by the size of the area. */
#include "aggregator/benchmark/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static const uint64_t MOST = 1000000000;

bool staith_stats_funnel(double p0, double n, double z, struct staith_interval *ret)
{
    if (!(p0 >= 0) || !(p0 <= 1) || !(n > 0) || !(z > 0)) {
        return false;
    }
    double half = z * sqrt(p0 * (1 - p0) / n);
    *ret = (struct staith_interval){fmax(0, p0 - half), fmin(1, p0 + half)};
    return true;
}

/* The limit at probability q: between two counts, so that it moves evenly with n. */
static double limit_at(double q, double p0, uint64_t n)
{
    uint64_t low = 0;
    uint64_t high = n;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (gsl_cdf_binomial_P((unsigned)middle, p0, (unsigned)n) >= q) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    double reached = gsl_cdf_binomial_P((unsigned)low, p0, (unsigned)n);
    double here = gsl_ran_binomial_pdf((unsigned)low, p0, (unsigned)n);
    double part = here > 0 ? (reached - q) / here : 0;
    return ((double)low - part) / (double)n;
}

bool staith_stats_funnel_exact(double p0, uint64_t n, double alpha, struct staith_interval *ret)
{
    if (!(p0 > 0) || !(p0 < 1) || n < 1 || n > MOST || !(alpha > 0) || !(alpha < 1)) {
        return false;
    }
    /* With few people the lower limit may fall between "nobody" and below it. */
    double lower = limit_at(alpha / 2, p0, n);
    double upper = limit_at(1 - alpha / 2, p0, n);
    *ret = (struct staith_interval){fmax(0, lower), fmin(1, upper)};
    return true;
}
