/* SPDX-License-Identifier: Apache-2.0 */
#include "model/system.h"

#include "base/decimal.h"

#include <string.h>

int64_t staith_system_find(const struct staith_system *system, const char *name)
{
    uint32_t low = 0;
    uint32_t high = system->cell_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(system->names[middle], name);
        if (order == 0) {
            return (int64_t)middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}

static int check_cells(const struct staith_system *system, struct staith_err *err)
{
    for (uint32_t i = 0; i < system->cell_count; i++) {
        if (system->names[i] == NULL ||
            (i > 0 && strcmp(system->names[i - 1], system->names[i]) >= 0)) {
            return staith_err_set(err, STAITH_ERR_INVAL, "the names of cells do not ascend at %u",
                                  i);
        }
        if (system->values != NULL && system->values[i] < 0) {
            return staith_err_set(err, STAITH_ERR_INVAL, "cell %s is below 0", system->names[i]);
        }
    }
    return 0;
}

static int check_relation(const struct staith_system *system,
                          const struct staith_relation *relation, struct staith_err *err)
{
    int64_t sum = 0;
    if (relation->total >= system->cell_count || relation->count == 0 ||
        relation->first > system->part_count ||
        relation->count > system->part_count - relation->first) {
        return staith_err_set(err, STAITH_ERR_INVAL, "a relation names no cell");
    }
    for (uint32_t i = 0; i < relation->count; i++) {
        uint32_t part = system->parts[relation->first + i];
        if (part >= system->cell_count || part == relation->total) {
            return staith_err_set(err, STAITH_ERR_INVAL, "a part of %s names no cell of its own",
                                  system->names[relation->total]);
        }
        if (system->values != NULL && staith_decimal_add(sum, system->values[part], &sum) != 0) {
            return staith_err_set(err, STAITH_ERR_OVERFLOW, "the parts of %s are too large to add",
                                  system->names[relation->total]);
        }
    }
    if (system->values != NULL && sum != system->values[relation->total]) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the parts of %s do not add up to it",
                              system->names[relation->total]);
    }
    return 0;
}

int staith_system_check(const struct staith_system *system, struct staith_err *err)
{
    if (system->cell_count > STAITH_SYSTEM_MAX_CELLS ||
        system->relation_count > STAITH_SYSTEM_MAX_RELATIONS ||
        system->part_count > STAITH_SYSTEM_MAX_PARTS) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the system is larger than the limits");
    }
    int code = check_cells(system, err);
    for (uint32_t i = 0; code == 0 && i < system->relation_count; i++) {
        code = check_relation(system, &system->relations[i], err);
    }
    return code;
}
