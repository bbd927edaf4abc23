/* SPDX-License-Identifier: Apache-2.0 */
/* Groups, targets and phases of a configuration, for one dataset. */
#include "aggregator/pages/pages.h"

#include "base/date.h"
#include "base/decimal.h"

#include <string.h>

enum { DIGITS = 6 };

/* The configuration has been checked: dates and numbers can be read. */
static int32_t day_of(const char *text)
{
    int32_t day = 0;
    (void)staith_date_parse(text, strlen(text), &day);
    return day;
}

static double number_of(const char *text)
{
    int64_t scaled = 0;
    (void)staith_decimal_parse(text, strlen(text), DIGITS, &scaled);
    return (double)scaled / (double)staith_decimal_pow10(DIGITS);
}

static void add_groups(const struct staith_config_region *config,
                       struct staith_benchmark_group *groups)
{
    for (uint32_t i = 0; i < config->group_count; i++) {
        const struct staith_config_group *group = &config->groups[i];
        groups[i] = (struct staith_benchmark_group){.code = group->code,
                                                    .name = group->name,
                                                    .member_count = group->council_count,
                                                    .members = group->councils};
    }
}

static uint32_t add_targets(const struct staith_config_region *config, const char *dataset,
                            struct staith_benchmark_target *targets)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < config->target_count; i++) {
        const struct staith_config_target *target = &config->targets[i];
        if (strcmp(target->dataset, dataset) == 0) {
            targets[count++] = (struct staith_benchmark_target){
                .item = target->item,
                .council = target->council,
                .name = target->name,
                .text = target->value,
                .value = number_of(target->value),
                .from = day_of(target->from),
                .until = target->until != NULL ? day_of(target->until) : INT32_MAX,
                .source = target->source};
        }
    }
    return count;
}

static uint32_t add_phases(const struct staith_config_region *config, const char *dataset,
                           struct staith_benchmark_phase *phases)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < config->phase_count; i++) {
        const struct staith_config_phase *phase = &config->phases[i];
        if (strcmp(phase->dataset, dataset) == 0) {
            phases[count++] = (struct staith_benchmark_phase){
                .item = phase->item, .from = day_of(phase->from), .reason = phase->reason};
        }
    }
    return count;
}

const struct staith_benchmark_settings *
staith_pages_settings(const struct staith_config_region *config, const char *dataset,
                      struct staith_arena *arena)
{
    struct staith_benchmark_settings *settings = staith_arena_array(arena, 1, sizeof(*settings));
    struct staith_benchmark_group *groups =
        staith_arena_array(arena, config->group_count, sizeof(*groups));
    struct staith_benchmark_target *targets =
        staith_arena_array(arena, config->target_count, sizeof(*targets));
    struct staith_benchmark_phase *phases =
        staith_arena_array(arena, config->phase_count, sizeof(*phases));
    if (settings == NULL || groups == NULL || targets == NULL || phases == NULL) {
        return NULL;
    }
    add_groups(config, groups);
    *settings =
        (struct staith_benchmark_settings){.group_count = config->group_count,
                                           .groups = groups,
                                           .target_count = add_targets(config, dataset, targets),
                                           .targets = targets,
                                           .phase_count = add_phases(config, dataset, phases),
                                           .phases = phases};
    return settings;
}
