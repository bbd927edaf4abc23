/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published cells and rates as the auditor takes them. A rate r = S * n / d shown to the nearest
 * unit says |S n - r d| <= d / 2, that is two inequalities in whole numbers:
 *   2 S n - (2 r - 1) d >= 0   and   2 S n - (2 r + 1) d <= 0.
 */
#include "disclosure/audit/audit.h"

struct staith_audit_cell staith_audit_exact(int64_t value)
{
    return (struct staith_audit_cell){
        .shows = STAITH_AUDIT_EXACT, .value = value, .lo = value, .hi = value};
}

struct staith_audit_cell staith_audit_rounded(int64_t value, int64_t base, int64_t steps)
{
    int64_t reach = steps == 0 ? base / 2 : base * steps - 1;
    return (struct staith_audit_cell){.shows = STAITH_AUDIT_ROUNDED,
                                      .value = value,
                                      .lo = value > reach ? value - reach : 0,
                                      .hi = value + reach,
                                      .base = base,
                                      .steps = steps,
                                      .promise = base};
}

struct staith_audit_cell staith_audit_hidden(bool hides_zeros, int64_t promise)
{
    return (struct staith_audit_cell){.shows = STAITH_AUDIT_HIDDEN,
                                      .lo = hides_zeros ? 0 : 1,
                                      .hi = STAITH_AUDIT_NO_LIMIT,
                                      .promise = promise};
}

int staith_audit_rate(uint32_t numerator, uint32_t denominator, int64_t scale, int64_t shown,
                      uint32_t first, struct staith_audit_fact ret_facts[2],
                      struct staith_audit_term ret_terms[4])
{
    if (scale < 1 || shown < 0 || numerator == denominator || scale > STAITH_AUDIT_MAX_TIMES / 2 ||
        shown > STAITH_AUDIT_MAX_TIMES / 2 || 2 * scale + 2 * shown + 1 > STAITH_AUDIT_MAX_TIMES) {
        return STAITH_ERR_INVAL;
    }
    ret_terms[0] = (struct staith_audit_term){numerator, 2 * scale};
    ret_terms[1] = (struct staith_audit_term){denominator, 1 - 2 * shown};
    ret_terms[2] = (struct staith_audit_term){numerator, 2 * scale};
    ret_terms[3] = (struct staith_audit_term){denominator, -2 * shown - 1};
    ret_facts[0] =
        (struct staith_audit_fact){STAITH_AUDIT_RATES, 0, STAITH_AUDIT_NO_LIMIT, first, 2};
    ret_facts[1] =
        (struct staith_audit_fact){STAITH_AUDIT_RATES, -STAITH_AUDIT_NO_LIMIT, 0, first + 2, 2};
    return 0;
}
