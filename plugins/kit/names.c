/* SPDX-License-Identifier: Apache-2.0 */
/* The names are the plugin's own constants and there are few: the hash need not be keyed. A name
 * from a source that is not among them costs at most the longest run of full slots.
 *
 * Elements of a return come in one order again and again: what came after the last name is tried
 * first, and mostly it is that. */
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
    memset(table, 0, sizeof *table);
    table->names = names;
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

uint32_t staith_kit_names_find(struct staith_kit_names *table, const char *name)
{
    uint32_t guess = table->next[table->last];
    if (guess != 0 && strcmp(table->names[guess - 1], name) == 0) {
        table->last = guess;
        return guess - 1;
    }
    uint32_t slot = slot_of(name);
    while (table->slots[slot] != 0) {
        uint32_t index = table->slots[slot] - 1u;
        if (strcmp(table->names[index], name) == 0) {
            table->next[table->last] = (uint16_t)(index + 1);
            table->last = index + 1;
            return index;
        }
        slot = (slot + 1) % STAITH_KIT_NAME_SLOTS;
    }
    return STAITH_NO_ELEMENT;
}

/* Two names with one hash count as one name: that costs nothing but a later end. */
bool staith_kit_strangers_note(struct staith_kit_strangers *strangers, const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    size_t len = 0;
    for (; name[len] != '\0'; len++) {
        hash = (hash ^ (unsigned char)name[len]) * UINT64_C(1099511628211);
    }
    hash = hash == 0 ? 1 : hash;
    size_t slot = (size_t)(hash ^ (hash >> 32)) % STAITH_KIT_STRANGER_SLOTS;
    while (strangers->slots[slot] != 0) {
        if (strangers->slots[slot] == hash) {
            return true;
        }
        slot = (slot + 1) % STAITH_KIT_STRANGER_SLOTS;
    }
    if (strangers->count == STAITH_KIT_MAX_STRANGERS ||
        len > STAITH_KIT_MAX_STRANGER_BYTES - strangers->bytes) {
        return false;
    }
    strangers->slots[slot] = hash;
    strangers->bytes += len;
    strangers->count++;
    return true;
}
