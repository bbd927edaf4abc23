/* SPDX-License-Identifier: Apache-2.0 */
/* What the region set: which targets hold, how a figure stands to one, and where a phase begins. */
#include "aggregator/benchmark/rules.h"

#include <string.h>

const struct staith_benchmark_settings staith_benchmark_no_settings = {0};

static bool holds(const struct staith_benchmark_target *target, const char *item,
                  const char *council, int32_t day)
{
    bool meant =
        target->council == NULL || (council != NULL && strcmp(target->council, council) == 0);
    return meant && strcmp(target->item, item) == 0 && day >= target->from && day <= target->until;
}

const struct staith_benchmark_target *
staith_benchmark_target(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                        int council, uint32_t nth)
{
    int32_t first = 0;
    int32_t last = 0;
    const char *code = council >= 0 ? benchmark->councils[council].code : NULL;
    staith_period_days(&benchmark->periods[period], &first, &last);
    /* a council's own before everybody's */
    for (int own = 1; own >= 0; own--) {
        for (uint32_t i = 0; i < benchmark->settings->target_count; i++) {
            const struct staith_benchmark_target *target = &benchmark->settings->targets[i];
            if ((target->council != NULL) == (own != 0) &&
                holds(target, benchmark->items[item].code, code, last) && nth-- == 0) {
                return target;
            }
        }
    }
    return NULL;
}

enum staith_word staith_benchmark_against(const struct staith_benchmark_item *item,
                                          const struct staith_benchmark_area *area,
                                          const struct staith_benchmark_target *target)
{
    int64_t number = 0;
    if (!staith_benchmark_number(&area->figure, &number)) {
        return STAITH_WORD_NONE;
    }
    if (area->chance.has_interval) {
        return staith_stats_word(&area->chance.interval, target->value);
    }
    /* nothing tells what chance leaves: what is shown is compared, in whole steps of it */
    double step = 1;
    for (uint32_t i = 0; i < item->decimals; i++) {
        step *= 10;
    }
    double scaled = target->value * step;
    int64_t wanted = (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    return number < wanted   ? STAITH_WORD_LOWER
           : number > wanted ? STAITH_WORD_HIGHER
                             : STAITH_WORD_SIMILAR;
}

const char *staith_benchmark_phase(const struct staith_benchmark *benchmark, uint32_t period,
                                   uint32_t item)
{
    int32_t begins = 0;
    int32_t before = 0;
    int32_t last = 0;
    if (period == 0) {
        return NULL;
    }
    staith_period_days(&benchmark->periods[period], &begins, &last);
    staith_period_days(&benchmark->periods[period - 1], &before, &last);
    for (uint32_t i = 0; i < benchmark->settings->phase_count; i++) {
        const struct staith_benchmark_phase *phase = &benchmark->settings->phases[i];
        bool meant = phase->item == NULL || strcmp(phase->item, benchmark->items[item].code) == 0;
        if (meant && phase->from > before && phase->from <= begins) {
            return phase->reason;
        }
    }
    return NULL;
}

int staith_benchmark_member(const struct staith_benchmark *benchmark,
                            const struct staith_benchmark_group *group, uint32_t at)
{
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        if (strcmp(benchmark->councils[i].code, group->members[at]) == 0) {
            return (int)i;
        }
    }
    return -1;
}
