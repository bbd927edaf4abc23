/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_BENCHMARK_STATISTICS_H
#define STAITH_AGGREGATOR_BENCHMARK_STATISTICS_H
/*
 * What chance may have done: pure functions over numbers, each with its formula and its source.
 *
 * x is a count (or FTE), n its denominator, p = x / n. z is the standard normal quantile of the
 * wanted confidence. A function that returns false gives nothing: its arguments are outside what
 * its formula is for, and nothing was written.
 *
 * Sources, by the names used below:
 *   PHEM        PHEindicatormethods, Office for Health Improvement and Disparities, R package
 *   FT          Fingertips, the same office, technical guidance
 *   BD          N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research II, IARC 1987
 *   S2005a      D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185, doi 10.1002/sim.1970
 *   S2005b      the same, Quality and Safety in Health Care 14 (2005) 347,
 *               doi 10.1136/qshc.2005.013755
 *   S2012       D. J. Spiegelhalter et al., Journal of the Royal Statistical Society A 175 (2012),
 *               doi 10.1111/j.1467-985X.2011.01010.x
 *   GS          H. Goldstein, D. J. Spiegelhalter, Journal of the Royal Statistical Society A 159
 *               (1996) 385
 *   MDC         NHS England, Making Data Count
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Standard normal quantiles of two-sided 95 % and 99.8 %. */
#define STAITH_Z95 1.959963984540054
#define STAITH_Z998 3.090232306167813

struct staith_interval {
    double lower;
    double upper;
};

/* ---- interval.c ---- */

/** A proportion, by Wilson's score: [2x + z^2 -+ z sqrt(z^2 + 4x(1 - x/n))] / (2(n + z^2)).
 *  n > 0, 0 <= x <= n; FTE will do. Wilson 1927; PHEM. */
bool staith_stats_wilson(double x, double n, double z, struct staith_interval *ret);
/** A rate x / n, by Byar: lower x(1 - 1/(9x) - z/(3 sqrt x))^3 / n,
 *  upper (x+1)(1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))^3 / n; the lower one is 0 where the formula
 *  falls below. n > 0, x >= 0; meant for x >= 10, FTE will do. BD, page 69; PHEM. */
bool staith_stats_byar(double x, double n, double z, struct staith_interval *ret);
/** The same exactly, for whole x: lower chi2(alpha/2; 2x) / 2 / n (0 at x = 0),
 *  upper chi2(1 - alpha/2; 2x + 2) / 2 / n. 0 < alpha < 1. PHEM. */
bool staith_stats_poisson(uint64_t x, double n, double alpha, struct staith_interval *ret);
/** A mean of n values with standard deviation sd: mean -+ t(1 - alpha/2; n - 1) sd / sqrt(n).
 *  n >= 2, sd >= 0. PHEM. */
bool staith_stats_mean(double mean, double sd, double n, double alpha, struct staith_interval *ret);

/* ---- funnel.c ---- */

/** Where a proportion of n lies by chance about p0: p0 -+ z sqrt(p0(1 - p0) / n), inside 0..1.
 *  For FTE; no rate is a proportion. PHEM. */
bool staith_stats_funnel(double p0, double n, double z, struct staith_interval *ret);
/** The same exactly, for headcounts: with R ~ Bin(n, p0), r the least whole number that has
 *  P(R <= r) >= q and a = (P(R <= r) - q) / P(R = r), the limit is (r - a) / n, for q = alpha/2
 *  and 1 - alpha/2. 0 < p0 < 1, n 1..10^9. S2005a, appendix A.1.1. */
bool staith_stats_funnel_exact(double p0, uint64_t n, double alpha, struct staith_interval *ret);
/** The same for a rate whose numerator is a whole count: R ~ Poisson(n p0), and no end at 1.
 *  p0 > 0, n > 0, n p0 <= 10^9. S2005a, with the Poisson distribution of the exact interval. */
bool staith_stats_funnel_poisson(double p0, double n, double alpha, struct staith_interval *ret);

/* ---- dispersion.c ---- */

/** How far areas differ beyond chance. */
struct staith_dispersion {
    double centre; /**< theta = asin sqrt(sum x / sum n) */
    double phi;    /**< mean of squared winsorised z-scores: about 0.68 by chance alone */
    double tau;    /**< standard deviation between areas, on the scale of asin sqrt(p); 0: nothing
                        beyond chance was found, which does not say that there is nothing */
    size_t areas;
};

enum { STAITH_STATS_LEAST_AREAS = 10, STAITH_STATS_MOST_AREAS = 1024 };

/** Additive over-dispersion of proportions: y = asin sqrt(p), s = 1 / (2 sqrt n),
 *  u = (y - theta) / s, winsorised to its 10 % and 90 % quantiles (type 7); phi = sum u^2 / N;
 *  tau^2 = 0 where N phi < N - 1, else (N phi - (N - 1)) / (sum s^-2 - sum s^-4 / sum s^-2), at
 *  least 0. `count` 10..1024, each n > 0 and 0 <= x <= n. S2005b, S2012. */
bool staith_stats_dispersion(const double *x, const double *n, size_t count,
                             struct staith_dispersion *ret);
/** Funnel limits that allow for it: sin^2(theta -+ z sqrt(s^2 + tau^2)). n > 0. */
bool staith_stats_funnel_adjusted(const struct staith_dispersion *dispersion, double n, double z,
                                  struct staith_interval *ret);

/* ---- word.c ---- */

enum staith_word {
    STAITH_WORD_NONE = 0, /**< not compared: one of the two is no number, or has no interval */
    STAITH_WORD_LOWER,
    STAITH_WORD_SIMILAR,
    STAITH_WORD_HIGHER
};

enum staith_judgement {
    STAITH_JUDGEMENT_NONE = 0, /**< nothing to judge, or neither high nor low is good */
    STAITH_JUDGEMENT_BETTER,
    STAITH_JUDGEMENT_SIMILAR,
    STAITH_JUDGEMENT_WORSE
};

/** An interval against a benchmark: lower where its upper end is below, higher where its lower end
 *  is above, else similar. FT. */
enum staith_word staith_stats_word(const struct staith_interval *interval, double benchmark);
/** What a word means by the polarity (enum staith_polarity) of the indicator. */
enum staith_judgement staith_stats_judge(enum staith_word word, uint32_t polarity);
/** "lower", "similar", "higher", or "". Static. */
const char *staith_stats_word_text(enum staith_word word);
/** "better", "similar", "worse", or "". Static. */
const char *staith_stats_judgement_text(enum staith_judgement judgement);

/* ---- trend.c ---- */

enum { STAITH_STATS_TREND_POINTS = 5 };

/** What a ratio is a ratio of: it decides which test is meant for it. */
enum staith_ratio_kind {
    STAITH_RATIO_NONE = 0,   /**< no test: cases and days come in clusters, not one by one */
    STAITH_RATIO_PROPORTION, /**< the numerator is part of the denominator */
    STAITH_RATIO_RATE        /**< events over those at risk: leavers over those in post */
};

enum staith_trend {
    STAITH_TREND_NONE = 0, /**< not tested: fewer than five points, or a part is 0 */
    STAITH_TREND_FLAT,     /**< no change that chance does not explain */
    STAITH_TREND_UP,
    STAITH_TREND_DOWN
};

/** Tested trend over five points t = 1..5. With D = sum n, C = sum x, A = sum x t, B = sum n t,
 *  Q = sum n t^2: X^2 = D(D A - C B)^2 / (C (D - C)(D Q - B^2)) for a proportion, and for a rate
 *  the score test (D A - C B)^2 / (C (D Q - B^2)) (BD, section 3.6). A trend is one where
 *  X^2 > 9.54953570608324 (99.8 %) and the slope of log(x / (n - x)) on t (rate: log(x / n)) keeps
 *  its sign with all five points and with each left out. *ret_x2 may be NULL. FT. */
enum staith_trend staith_stats_trend(enum staith_ratio_kind kind,
                                     const double x[STAITH_STATS_TREND_POINTS],
                                     const double n[STAITH_STATS_TREND_POINTS], double *ret_x2);
/** Whether two ratios differ by more than chance explains at 95 %: for proportions Pearson's test
 *  of the table of both, for rates the score test (x1 n2 - x2 n1)^2 / ((x1 + x2) n1 n2). UP, DOWN,
 *  FLAT; NONE where it cannot be said. First the earlier one. BD, sections 3.4 and 3.6. */
enum staith_trend staith_stats_change(enum staith_ratio_kind kind, double x1, double n1, double x2,
                                      double n2, double *ret_x2);
/** What a change means by the polarity of the indicator: BETTER, WORSE, SIMILAR for flat. */
enum staith_judgement staith_stats_judge_trend(enum staith_trend trend, uint32_t polarity);

/* ---- xmr.c ---- */

enum staith_xmr_rule {
    STAITH_XMR_NONE = 0,
    STAITH_XMR_OUTSIDE,      /**< outside a limit */
    STAITH_XMR_TREND,        /**< one of seven steadily up or down */
    STAITH_XMR_TWO_OF_THREE, /**< one of two in three between inner and outer limit on one side */
    STAITH_XMR_SHIFT         /**< one of seven in a row on one side of the centre */
};

enum { STAITH_XMR_RUN = 7, STAITH_XMR_LEAST_POINTS = 5, STAITH_XMR_MOST_POINTS = 512 };

/** A point of an XmR chart. */
struct staith_xmr_point {
    bool valid;   /**< a number; what follows is meant */
    bool rebased; /**< centre and limits begin anew here */
    double value;
    double centre;
    double lower;
    double upper;
    double inner_lower; /**< two thirds of the way out */
    double inner_upper;
    enum staith_xmr_rule rule; /**< the first that the point meets, in the order above */
    int direction;             /**< of that rule: 1 high or rising, -1 low or falling, 0 none */
};

/** Fill centre, limits (mean -+ 2.66 times the mean of absolute successive differences) and rules.
 *  The caller has set valid, rebased and value. A stretch (up to the next rebased point) with
 *  fewer than five numbers has no limits: its points become invalid for the chart, and false is
 *  returned where no stretch is left. `count` <= 512. MDC. */
bool staith_stats_xmr(struct staith_xmr_point *points, size_t count);
/** Words of a rule. Static. */
const char *staith_stats_xmr_words(enum staith_xmr_rule rule);

/* ---- spread.c ---- */

/** Quantile of type 7 of ascending numbers: h = (n - 1) q, v[floor h] + (h - floor h)(v[floor h +
 *  1] - v[floor h]). count >= 1, 0 <= q <= 1. R's default; LAIT. */
double staith_stats_quantile(const double *sorted, size_t count, double q);
/** Ascending, in place. */
void staith_stats_sort(double *numbers, size_t count);
/** The places that one area may have: best 1 + how many lie wholly on its better side, worst
 *  `count` less how many lie wholly on its worse side. Areas with `valid` false do not count.
 *  `low_is_best` as for ranks. GS. */
bool staith_stats_rank_interval(const struct staith_interval *intervals, const bool *valid,
                                size_t count, size_t at, bool low_is_best, uint32_t *ret_best,
                                uint32_t *ret_worst);
/** Whether an interval holds one of the three lines between quarters. */
bool staith_stats_straddles(const struct staith_interval *interval, const double lines[3]);

#endif
