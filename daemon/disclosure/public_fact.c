/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/public_fact.h"

#include "disclosure/place.h"
#include "disclosure/shows.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <string.h>

enum { FTE_DIGITS = 2 /* FTE are audited in hundredths */ };

static int64_t power_of_ten(uint32_t exponent)
{
    int64_t power = 1;
    for (uint32_t i = 0; i < exponent; i++) {
        power *= 10;
    }
    return power;
}

/* a / b, down and up. */
static int64_t floor_of(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static int64_t ceiling_of(int64_t a, int64_t b)
{
    return -floor_of(-a, b);
}

/* The ends of what was printed, times two, in units of its last decimal. */
static void ends_of(const struct staith_public_fact *fact, int64_t *ret_least, int64_t *ret_most)
{
    int64_t nearest = fact->nearest > 1 ? fact->nearest : 1;
    *ret_least = 2 * fact->value - nearest;
    *ret_most = 2 * fact->value + nearest;
}

/* With fewer decimals than the unit has, or to the nearest of something, it was rounded; with more
 * it is none of the unit, and the two beside it are. */
void staith_public_fact_between(const struct staith_public_fact *fact,
                                const struct staith_measure *measure, int64_t *ret_lo,
                                int64_t *ret_hi)
{
    bool fte = measure->unit == STAITH_UNIT_FTE_MILLIONTHS;
    uint32_t digits = fte ? FTE_DIGITS : staith_unit_digits(measure->unit);
    int64_t least = 0, most = 0, lo = 0, hi = 0;
    ends_of(fact, &least, &most);
    if (fact->decimals < digits) {
        int64_t times = power_of_ten(digits - fact->decimals);
        lo = ceiling_of(least * times, 2);
        hi = floor_of(most * times, 2);
    } else {
        int64_t part = power_of_ten(fact->decimals - digits);
        lo = ceiling_of(least, 2 * part);
        hi = floor_of(most, 2 * part);
        if (lo > hi) {
            lo = floor_of(fact->value, part);
            hi = ceiling_of(fact->value, part);
        }
    }
    lo = lo > 0 ? lo : 0;
    /* Beyond that nothing is told apart. */
    *ret_lo = lo < STAITH_AUDIT_NO_LIMIT ? lo : STAITH_AUDIT_NO_LIMIT;
    *ret_hi = hi < STAITH_AUDIT_NO_LIMIT ? hi : STAITH_AUDIT_NO_LIMIT;
}

bool staith_public_fact_contradicts(const struct staith_public_fact *a,
                                    const struct staith_public_fact *b)
{
    char names[2][STAITH_SYSTEM_NAME_BYTES];
    int64_t least[2], most[2];
    const struct staith_public_fact *both[] = {a, b};
    if (a->day != b->day || strcmp(a->dataset, b->dataset) != 0 ||
        staith_period_compare(&a->period, &b->period) != 0) {
        return false;
    }
    uint32_t decimals = a->decimals > b->decimals ? a->decimals : b->decimals;
    for (int i = 0; i < 2; i++) {
        int64_t times = power_of_ten(decimals - both[i]->decimals);
        (void)snprintf(names[i], sizeof(names[i]), "%s", both[i]->cell);
        staith_place_sort(names[i]);
        ends_of(both[i], &least[i], &most[i]);
        least[i] *= times;
        most[i] *= times;
    }
    bool apart = least[0] > most[1] || least[1] > most[0];
    /* Printed alike, two numbers are two numbers, though what they were rounded from may be one. */
    bool alike = a->nearest == b->nearest && a->decimals == b->decimals;
    return strcmp(names[0], names[1]) == 0 && (apart || (alike && a->value != b->value));
}

enum staith_public_fact_fit staith_public_fact_fit(const struct staith_public_fact *fact,
                                                   const struct staith_catalogue *catalogue,
                                                   const struct staith_system *truth)
{
    struct staith_place place;
    char name[STAITH_SYSTEM_NAME_BYTES];
    if (staith_place_read(catalogue, fact->cell, &place) != STAITH_PLACE_LACKS_NOTHING ||
        staith_place_name(catalogue, &place, "", name, sizeof(name)) != 0) {
        return STAITH_PUBLIC_FACT_NOT_KNOWN;
    }
    const struct staith_measure *measure = &catalogue->measures[place.measure];
    int64_t at = staith_system_find(truth, name);
    if (at < 0 || staith_measure_quarter(measure) != 0) {
        return STAITH_PUBLIC_FACT_NOT_KNOWN;
    }
    bool fte = measure->unit == STAITH_UNIT_FTE_MILLIONTHS;
    int64_t count = truth->values[at] / (fte ? STAITH_STRUCTURE_FTE_FINENESS : 1);
    int64_t slack = fte ? 1 : 0; /* hundredths are cut */
    int64_t lo = 0, hi = 0;
    staith_public_fact_between(fact, measure, &lo, &hi);
    return count >= lo - slack && count <= hi + slack ? STAITH_PUBLIC_FACT_FITS
                                                      : STAITH_PUBLIC_FACT_WRONG;
}
