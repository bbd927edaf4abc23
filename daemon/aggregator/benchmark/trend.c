/* SPDX-License-Identifier: Apache-2.0 */
/* Change over time that chance does not explain. */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <staith/plugin.h>

/* chi-square of one degree of freedom: 99.8 % for a trend, 95 % for a single step. */
static const double TREND_LIMIT = 9.54953570608324;
static const double CHANGE_LIMIT = 3.841458820694124;

static double transformed(enum staith_ratio_kind kind, double x, double n)
{
    return kind == STAITH_RATIO_PROPORTION ? log(x / (n - x)) : log(x / n);
}

/* Sign of the least squares slope over 1..5 without point `left_out` (-1: with all). */
static int slope_sign(const double *y, int left_out)
{
    double count = 0;
    double sum_t = 0;
    double sum_y = 0;
    double sum_ty = 0;
    for (int i = 0; i < STAITH_STATS_TREND_POINTS; i++) {
        if (i != left_out) {
            double t = i + 1;
            count += 1;
            sum_t += t;
            sum_y += y[i];
            sum_ty += t * y[i];
        }
    }
    double slope = count * sum_ty - sum_t * sum_y; /* times what is positive */
    return (slope > 0) - (slope < 0);
}

static int stable_sign(enum staith_ratio_kind kind, const double *x, const double *n)
{
    double y[STAITH_STATS_TREND_POINTS];
    for (int i = 0; i < STAITH_STATS_TREND_POINTS; i++) {
        y[i] = transformed(kind, x[i], n[i]);
    }
    int sign = slope_sign(y, -1);
    for (int i = 0; i < STAITH_STATS_TREND_POINTS; i++) {
        if (slope_sign(y, i) != sign) {
            return 0;
        }
    }
    return sign;
}

static bool possible(enum staith_ratio_kind kind, double x, double n)
{
    return n > 0 && x >= 0 && (kind != STAITH_RATIO_PROPORTION || x <= n);
}

/* Whether the logarithms above exist. */
static bool testable(enum staith_ratio_kind kind, double x, double n)
{
    return possible(kind, x, n) && x > 0 && (kind != STAITH_RATIO_PROPORTION || x < n);
}

enum staith_trend staith_stats_trend(enum staith_ratio_kind kind,
                                     const double x[STAITH_STATS_TREND_POINTS],
                                     const double n[STAITH_STATS_TREND_POINTS], double *ret_x2)
{
    double d = 0;
    double c = 0;
    double a = 0;
    double b = 0;
    double q = 0;
    for (int i = 0; i < STAITH_STATS_TREND_POINTS; i++) {
        double t = i + 1;
        if (kind == STAITH_RATIO_NONE || !testable(kind, x[i], n[i])) {
            return STAITH_TREND_NONE;
        }
        d += n[i];
        c += x[i];
        a += x[i] * t;
        b += n[i] * t;
        q += n[i] * t * t;
    }
    double apart = d * a - c * b;
    double x2 = apart * apart / (c * (d * q - b * b));
    if (kind == STAITH_RATIO_PROPORTION) {
        x2 *= d / (d - c);
    }
    if (ret_x2 != NULL) {
        *ret_x2 = x2;
    }
    int sign = x2 > TREND_LIMIT ? stable_sign(kind, x, n) : 0;
    if (sign == 0) {
        return STAITH_TREND_FLAT;
    }
    return sign > 0 ? STAITH_TREND_UP : STAITH_TREND_DOWN;
}

enum staith_trend staith_stats_change(enum staith_ratio_kind kind, double x1, double n1, double x2,
                                      double n2, double *ret_x2)
{
    double both = x1 + x2;
    double all = n1 + n2;
    if (kind == STAITH_RATIO_NONE || !possible(kind, x1, n1) || !possible(kind, x2, n2) ||
        !(both > 0)) {
        return STAITH_TREND_NONE;
    }
    double apart = x2 * n1 - x1 * n2;
    double below = both * n1 * n2;
    double chi = apart * apart / below;
    if (kind == STAITH_RATIO_PROPORTION) {
        if (!(both < all)) {
            return STAITH_TREND_FLAT;
        }
        chi *= all / (all - both);
    }
    if (ret_x2 != NULL) {
        *ret_x2 = chi;
    }
    if (!(chi > CHANGE_LIMIT)) {
        return STAITH_TREND_FLAT;
    }
    return apart > 0 ? STAITH_TREND_UP : STAITH_TREND_DOWN;
}

enum staith_judgement staith_stats_judge_trend(enum staith_trend trend, uint32_t polarity)
{
    if (trend == STAITH_TREND_NONE || polarity == STAITH_NEUTRAL) {
        return STAITH_JUDGEMENT_NONE;
    }
    if (trend == STAITH_TREND_FLAT) {
        return STAITH_JUDGEMENT_SIMILAR;
    }
    bool down = trend == STAITH_TREND_DOWN;
    return down == (polarity == STAITH_LOW_IS_GOOD) ? STAITH_JUDGEMENT_BETTER
                                                    : STAITH_JUDGEMENT_WORSE;
}
