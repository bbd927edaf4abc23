/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Confidence intervals. Quantiles of chi-square and Student's t are GSL's: its functions with an
 * error code are not offered for quantiles, and its default handler ends the process, so arguments
 * are checked here and a result that is no number is refused.
 */
#include "aggregator/benchmark/statistics.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Above this Byar's interval and the exact one agree to many digits, and GSL's search takes long.
 */
static const uint64_t EXACT_MOST = 100000;

static bool sound(const struct staith_interval *interval)
{
    return isfinite(interval->lower) && isfinite(interval->upper) &&
           interval->lower <= interval->upper;
}

static bool give(double lower, double upper, struct staith_interval *ret)
{
    struct staith_interval interval = {lower, upper};
    if (!sound(&interval)) {
        return false;
    }
    *ret = interval;
    return true;
}

bool staith_stats_wilson(double x, double n, double z, struct staith_interval *ret)
{
    if (!(n > 0) || !(x >= 0) || !(x <= n) || !(z > 0)) {
        return false;
    }
    double middle = 2 * x + z * z;
    double half = z * sqrt(z * z + 4 * x * (1 - x / n));
    double whole = 2 * (n + z * z);
    /* None and all of it are ends that are exact: a last digit less than 1 would make every share
     * of 100 % lower than 100. */
    double lower = x <= 0 ? 0 : fmax(0, (middle - half) / whole);
    double upper = x >= n ? 1 : fmin(1, (middle + half) / whole);
    return give(lower, upper, ret);
}

bool staith_stats_byar(double x, double n, double z, struct staith_interval *ret)
{
    if (!(n > 0) || !(x >= 0) || !(z > 0)) {
        return false;
    }
    double lower = 0;
    if (x > 0) {
        double root = 1 - 1 / (9 * x) - z / (3 * sqrt(x));
        lower = root > 0 ? x * root * root * root : 0;
    }
    double above = x + 1;
    double root = 1 - 1 / (9 * above) + z / (3 * sqrt(above));
    return give(lower / n, above * root * root * root / n, ret);
}

bool staith_stats_poisson(uint64_t x, double n, double alpha, struct staith_interval *ret)
{
    if (!(n > 0) || !(alpha > 0) || !(alpha < 1) || x > EXACT_MOST) {
        return false;
    }
    double count = (double)x;
    double lower = x == 0 ? 0 : gsl_cdf_chisq_Pinv(alpha / 2, 2 * count) / 2;
    double upper = gsl_cdf_chisq_Pinv(1 - alpha / 2, 2 * count + 2) / 2;
    return give(lower / n, upper / n, ret);
}

bool staith_stats_mean(double mean, double sd, double n, double alpha, struct staith_interval *ret)
{
    if (!(n >= 2) || !(sd >= 0) || !(alpha > 0) || !(alpha < 1)) {
        return false;
    }
    double half = gsl_cdf_tdist_Pinv(1 - alpha / 2, n - 1) * sd / sqrt(n);
    return give(mean - half, mean + half, ret);
}
