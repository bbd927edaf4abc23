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

/** What a count follows: Bin(n, p) of a share of a whole, Poisson(mean) of a rate. */
struct law {
    bool poisson;
    double p;
    unsigned n;
    double mean;
};

static double reaches(const struct law *law, unsigned count)
{
    return law->poisson ? gsl_cdf_poisson_P(count, law->mean)
                        : gsl_cdf_binomial_P(count, law->p, law->n);
}

/* A count that has q below it; a Poisson count has no end of its own, and gets one by doubling. */
static unsigned enough(const struct law *law, double q)
{
    if (!law->poisson) {
        return law->n;
    }
    unsigned high = (unsigned)law->mean + 1;
    while (high < MOST && reaches(law, high) < q) {
        high *= 2;
    }
    return high;
}

/* The count at probability q: between two whole ones, so that it moves evenly with n. */
static double count_at(const struct law *law, double q)
{
    unsigned low = 0;
    unsigned high = enough(law, q);
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (reaches(law, middle) >= q) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    double here = law->poisson ? gsl_ran_poisson_pdf(low, law->mean)
                               : gsl_ran_binomial_pdf(low, law->p, law->n);
    double part = here > 0 ? (reaches(law, low) - q) / here : 0;
    return (double)low - part;
}

bool staith_stats_funnel_exact(double p0, uint64_t n, double alpha, struct staith_interval *ret)
{
    if (!(p0 > 0) || !(p0 < 1) || n < 1 || n > MOST || !(alpha > 0) || !(alpha < 1)) {
        return false;
    }
    const struct law law = {.p = p0, .n = (unsigned)n};
    /* With few people the lower limit may fall between "nobody" and below it. */
    double lower = count_at(&law, alpha / 2) / (double)n;
    double upper = count_at(&law, 1 - alpha / 2) / (double)n;
    *ret = (struct staith_interval){fmax(0, lower), fmin(1, upper)};
    return true;
}

bool staith_stats_funnel_poisson(double p0, double n, double alpha, struct staith_interval *ret)
{
    const struct law law = {.poisson = true, .mean = p0 * n};
    if (!(p0 > 0) || !(n > 0) || !(law.mean > 0) || !(law.mean <= (double)MOST) || !(alpha > 0) ||
        !(alpha < 1)) {
        return false;
    }
    double lower = count_at(&law, alpha / 2) / n;
    double upper = count_at(&law, 1 - alpha / 2) / n;
    *ret = (struct staith_interval){fmax(0, lower), upper};
    return true;
}
