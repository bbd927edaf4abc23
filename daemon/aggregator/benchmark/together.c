/* SPDX-License-Identifier: Apache-2.0 */
/* What councils make together of their breakdowns, and shares of it. */
#include "aggregator/benchmark/breakdown.h"

#include "base/decimal.h"

#include "aggregator/benchmark/rules.h"

#include <string.h>

/* Two councils' medians would tell each what the other's is. */
enum { LEAST_FOR_MEDIAN = 3, WHOLE = 1000, LEAST_WHOLE = 10 };

/** Numbers of the councils that have one, and what the others have. */
struct gathered {
    uint32_t count;
    int64_t value[STAITH_BENCHMARK_MAX_COUNCILS];
    int64_t lo[STAITH_BENCHMARK_MAX_COUNCILS];
    int64_t hi[STAITH_BENCHMARK_MAX_COUNCILS];
    uint32_t statuses[STAITH_STATUS_LOW + 1];
    const char *reasons[STAITH_STATUS_LOW + 1];
};

static bool believable(const struct staith_value *value)
{
    return value->lo >= -STAITH_BENCHMARK_LARGEST && value->hi <= STAITH_BENCHMARK_LARGEST;
}

static void gather(struct gathered *all, const struct staith_breakdown_cell *cell)
{
    if (cell->contributing != 0 && !believable(&cell->value)) {
        all->statuses[STAITH_STATUS_UNRELIABLE]++;
        return;
    }
    if (cell->contributing == 0) {
        all->statuses[cell->value.status]++;
        if (all->reasons[cell->value.status] == NULL) {
            all->reasons[cell->value.status] = cell->reason;
        }
        return;
    }
    all->value[all->count] = cell->value.value;
    all->lo[all->count] = cell->value.lo;
    all->hi[all->count] = cell->value.hi;
    all->count++;
}

static int64_t middle(int64_t *numbers, uint32_t count)
{
    staith_benchmark_sort(numbers, count);
    return (staith_benchmark_quantile(numbers, count, 2) + 50) / 100;
}

static struct staith_value sum(const struct gathered *all)
{
    struct staith_value sum = staith_value_exact(0);
    for (uint32_t i = 0; i < all->count; i++) {
        sum.value += all->value[i];
        sum.lo += all->lo[i];
        sum.hi += all->hi[i];
        if (!believable(&sum)) {
            return staith_value_status(STAITH_STATUS_UNRELIABLE);
        }
    }
    return sum;
}

/* Nobody has a number: what most of them have. */
static struct staith_breakdown_cell without_number(const struct gathered *all)
{
    enum staith_status most = STAITH_STATUS_UNSET;
    for (uint32_t i = STAITH_STATUS_UNSET + 1; i <= STAITH_STATUS_LOW; i++) {
        if (all->statuses[i] > (most == STAITH_STATUS_UNSET ? 0 : all->statuses[most])) {
            most = (enum staith_status)i;
        }
    }
    return (struct staith_breakdown_cell){.value = {.status = most}, .reason = all->reasons[most]};
}

struct staith_breakdown_cell staith_breakdown_sum(const struct staith_breakdown *breakdown,
                                                  const struct staith_breakdown_table *table,
                                                  uint32_t measure, uint32_t place, uint32_t period,
                                                  const bool *members)
{
    struct gathered all = {.count = 0};
    struct staith_breakdown_cell cell = {.contributing = 0};
    for (uint32_t i = 0; i < breakdown->benchmark->council_count; i++) {
        if (members == NULL || members[i]) {
            const struct staith_breakdown_cell own =
                staith_breakdown_at(breakdown, table, measure, place, period, i);
            gather(&all, &own);
        }
    }
    if (all.count == 0) {
        return without_number(&all);
    }
    if (staith_measure_quarter(staith_breakdown_measure_at(breakdown, table, measure)) == 0) {
        cell.value = sum(&all);
    } else if (all.count < LEAST_FOR_MEDIAN) {
        cell.value = staith_value_status(STAITH_STATUS_UNAVAILABLE);
        cell.reason = "too_few_councils";
    } else {
        cell.value = staith_value_exact(middle(all.value, all.count));
        cell.value.lo = middle(all.lo, all.count);
        cell.value.hi = middle(all.hi, all.count);
    }
    cell.contributing = all.count;
    return cell;
}

/* part / whole in tenths of a per cent, rounded half up, at most all of it. */
static int64_t tenths_of(int64_t part, int64_t whole)
{
    int64_t tenths = (INT64_C(2) * WHOLE * part + whole) / (2 * whole);
    return tenths > WHOLE ? WHOLE : tenths;
}

struct staith_breakdown_share staith_breakdown_share(const struct staith_breakdown_cell *part,
                                                     const struct staith_breakdown_cell *whole)
{
    struct staith_breakdown_share share = {.given = false};
    const struct staith_value *x = &part->value;
    const struct staith_value *n = &whole->value;
    if (part->contributing == 0 || whole->contributing == 0 || !staith_benchmark_usable(x) ||
        !staith_benchmark_usable(n) || !believable(x) || !believable(n) || n->hi <= 0 ||
        x->lo < 0) {
        return share;
    }
    share.given = true;
    share.known = n->lo > 0 && n->value > 0;
    share.tenths = n->value > 0 ? tenths_of(x->value, n->value) : 0;
    share.lo = tenths_of(x->lo, n->hi);
    share.hi = n->lo > 0 ? tenths_of(x->hi, n->lo) : WHOLE;
    return share;
}

/* Of fewer than ten people a share is not made, as with every rate of protected parts. */
static bool is_small(const struct staith_value *whole, unsigned digits)
{
    return whole->lo != whole->hi && whole->value < LEAST_WHOLE * staith_decimal_pow10(digits);
}

struct staith_breakdown_share staith_breakdown_share_of(const struct staith_breakdown *breakdown,
                                                        const struct staith_breakdown_table *table,
                                                        uint32_t part, uint32_t whole,
                                                        uint32_t place, uint32_t period,
                                                        const bool *members)
{
    bool both[STAITH_BENCHMARK_MAX_COUNCILS] = {false};
    for (uint32_t i = 0; i < breakdown->benchmark->council_count; i++) {
        const struct staith_breakdown_cell x =
            staith_breakdown_at(breakdown, table, part, place, period, i);
        const struct staith_breakdown_cell n =
            staith_breakdown_at(breakdown, table, whole, place, period, i);
        both[i] = (members == NULL || members[i]) && x.contributing != 0 && n.contributing != 0 &&
                  believable(&x.value) && believable(&n.value);
    }
    const struct staith_breakdown_cell x =
        staith_breakdown_sum(breakdown, table, part, place, period, both);
    const struct staith_breakdown_cell n =
        staith_breakdown_sum(breakdown, table, whole, place, period, both);
    unsigned digits =
        staith_unit_digits(staith_breakdown_measure_at(breakdown, table, whole)->unit);
    if (staith_benchmark_usable(&n.value) && is_small(&n.value, digits)) {
        return (struct staith_breakdown_share){.given = false};
    }
    return staith_breakdown_share(&x, &n);
}
