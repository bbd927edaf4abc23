/* SPDX-License-Identifier: Apache-2.0 */
/* What a region says of its statistics: groups of councils, targets and phases, each with its
 * dates. */
#include "config/schema.h"
#include "config/table.h"

#include <string.h>

#define GROUP(field) offsetof(struct staith_config_group, field)
#define TARGET(field) offsetof(struct staith_config_target, field)
#define PHASE(field) offsetof(struct staith_config_phase, field)
#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

static const struct staith_config_key group_keys[] = {
    {.name = "code",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .unique = true,
     .offset = GROUP(code),
     .help = "What it is called in files"},
    {.name = "name",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 100,
     .offset = GROUP(name),
     .help = "What it is called on the pages"},
    {.name = "councils",
     .kind = STAITH_CONFIG_DFE,
     .list = true,
     .required = true,
     .unique = true,
     .min = 2,
     .max = 400,
     .offset = GROUP(councils),
     .count_offset = GROUP(council_count),
     .help = "DfE codes of the councils in it"},
};
const struct staith_config_block staith_config_group_block = {
    group_keys, COUNT(group_keys), sizeof(struct staith_config_group), true, GROUP(where)};

static const struct staith_config_key target_keys[] = {
    {.name = "dataset",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .offset = TARGET(dataset),
     .help = "The dataset that it is about"},
    {.name = "item",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .offset = TARGET(item),
     .help = "The indicator or measure that it is about"},
    {.name = "council",
     .kind = STAITH_CONFIG_DFE,
     .offset = TARGET(council),
     .else_ = "every council's",
     .help = "The council whose own it is"},
    {.name = "name",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 60,
     .offset = TARGET(name),
     .help = "What it is called, as in Regional ambition"},
    {.name = "value",
     .kind = STAITH_CONFIG_DECIMAL,
     .required = true,
     .offset = TARGET(value),
     .help = "The number, in the item's unit"},
    {.name = "from",
     .kind = STAITH_CONFIG_DATE,
     .required = true,
     .offset = TARGET(from),
     .help = "First day on which it holds"},
    {.name = "until",
     .kind = STAITH_CONFIG_DATE,
     .offset = TARGET(until),
     .else_ = "it holds from then on",
     .help = "Last day on which it holds"},
    {.name = "source",
     .kind = STAITH_CONFIG_TEXT,
     .max = 200,
     .offset = TARGET(source),
     .help = "Where it was agreed"},
};
const struct staith_config_block staith_config_target_block = {
    target_keys, COUNT(target_keys), sizeof(struct staith_config_target), true, TARGET(where)};

static const struct staith_config_key phase_keys[] = {
    {.name = "dataset",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .offset = PHASE(dataset),
     .help = "The dataset that it is about"},
    {.name = "item",
     .kind = STAITH_CONFIG_CODE,
     .offset = PHASE(item),
     .else_ = "all of the dataset",
     .help = "The indicator or measure that it is about"},
    {.name = "from",
     .kind = STAITH_CONFIG_DATE,
     .required = true,
     .offset = PHASE(from),
     .help = "The day; the first period that begins on it or later begins the phase"},
    {.name = "reason",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 120,
     .offset = PHASE(reason),
     .help = "What changed, as in Caps bind new assignments"},
};
const struct staith_config_block staith_config_phase_block = {
    phase_keys, COUNT(phase_keys), sizeof(struct staith_config_phase), true, PHASE(where)};

static bool is_council(const struct staith_config_region *config, const char *code)
{
    for (uint32_t i = 0; i < config->council_count; i++) {
        if (strcmp(config->councils[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static int stranger(const char *what, const char *code, const char *where, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_CONFIG, "%s: %s is no council of this file", what, code);
    staith_err_at(err, where, 0, 0);
    staith_err_remedy(err, "name councils that stand under councils");
    return STAITH_ERR_CONFIG;
}

int staith_config_statistics_check(const struct staith_config_region *config,
                                   struct staith_err *err)
{
    for (uint32_t i = 0; i < config->group_count; i++) {
        const struct staith_config_group *group = &config->groups[i];
        for (uint32_t j = 0; j < group->council_count; j++) {
            if (!is_council(config, group->councils[j])) {
                return stranger("groups", group->councils[j], group->where, err);
            }
        }
    }
    for (uint32_t i = 0; i < config->target_count; i++) {
        const struct staith_config_target *target = &config->targets[i];
        if (target->council != NULL && !is_council(config, target->council)) {
            return stranger("targets", target->council, target->where, err);
        }
        /* dates of one form are in the order of their letters */
        if (target->until != NULL && strcmp(target->until, target->from) < 0) {
            (void)staith_err_set(err, STAITH_ERR_CONFIG, "targets: %s ends before it begins",
                                 target->name);
            staith_err_at(err, target->where, 0, 0);
            staith_err_remedy(err, "correct from or until");
            return STAITH_ERR_CONFIG;
        }
    }
    return 0;
}
