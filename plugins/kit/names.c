/* SPDX-License-Identifier: Apache-2.0 */
/* The names are the plugin's own constants and there are few: the hash need not be keyed. A name
 * from a source that is not among them costs at most the longest run of full slots. */
#include "names.h"

#include <string.h>

static uint32_t slot_of(const char *name)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const unsigned char *at = (const unsigned char *)name; *at != 0; at++) {
        hash = (hash ^ *at) * 16777619u;
    }
    return (hash ^ (hash >> 15)) % STAITH_KIT_NAME_SLOTS;
}

int staith_kit_names_init(struct staith_kit_names *table, const char *const *names, uint32_t count)
{
    if (count > STAITH_KIT_MAX_NAMES) {
        return STAITH_EINVAL;
    }
    table->names = names;
    memset(table->slots, 0, sizeof table->slots);
    for (uint32_t i = 0; i < count; i++) {
        if (names[i] == NULL || staith_kit_names_find(table, names[i]) != STAITH_NO_ELEMENT) {
            return STAITH_EINVAL;
        }
        uint32_t slot = slot_of(names[i]);
        while (table->slots[slot] != 0) {
            slot = (slot + 1) % STAITH_KIT_NAME_SLOTS;
        }
        table->slots[slot] = (uint16_t)(i + 1);
    }
    return STAITH_OK;
}

uint32_t staith_kit_names_find(const struct staith_kit_names *table, const char *name)
{
    uint32_t slot = slot_of(name);
    while (table->slots[slot] != 0) {
        uint32_t index = table->slots[slot] - 1u;
        if (strcmp(table->names[index], name) == 0) {
            return index;
        }
        slot = (slot + 1) % STAITH_KIT_NAME_SLOTS;
    }
    return STAITH_NO_ELEMENT;
}
