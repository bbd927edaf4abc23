/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Open addressing with linear probing over a table of a power of two, at most three quarters full.
 * Items and key bytes lie in two growing arrays; nothing is ever removed.
 */
#include "base/map.h"

#include "base/err.h"
#include "base/siphash.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 16, FIRST_KEY_BYTES = 256 };

struct item {
    uint64_t hash;
    size_t key_at; /* offset into key_bytes */
    size_t key_len;
    uint32_t index;
};

struct staith_map {
    uint8_t secret[16];
    size_t max_items;
    size_t max_key_bytes;
    uint32_t *slots; /* item number + 1, or 0 */
    size_t slot_count;
    struct item *items; /* room for three quarters of slot_count */
    size_t item_count;
    uint8_t *key_bytes;
    size_t key_len;
    size_t key_cap;
};

struct staith_map *staith_map_new(const uint8_t key[16], size_t max_items, size_t max_key_bytes)
{
    struct staith_map *map = calloc(1, sizeof(*map));
    if (map == NULL) {
        return NULL;
    }
    memcpy(map->secret, key, sizeof(map->secret));
    /* Item numbers + 1 are 32 bits. */
    map->max_items = max_items < UINT32_MAX - 1 ? max_items : UINT32_MAX - 1;
    map->max_key_bytes = max_key_bytes;
    return map;
}

void staith_map_free(struct staith_map *map)
{
    if (map == NULL) {
        return;
    }
    free(map->slots);
    free(map->items);
    free(map->key_bytes);
    free(map);
}

/* The slot that holds the key, or the free one where it belongs. slot_count > 0. */
static size_t find_slot(const struct staith_map *map, uint64_t hash, const void *key, size_t len)
{
    size_t mask = map->slot_count - 1;
    size_t slot = (size_t)hash & mask;
    while (map->slots[slot] != 0) {
        const struct item *item = &map->items[map->slots[slot] - 1];
        if (item->hash == hash && item->key_len == len &&
            (len == 0 || memcmp(map->key_bytes + item->key_at, key, len) == 0)) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static int grow_slots(struct staith_map *map)
{
    size_t count = map->slot_count == 0 ? FIRST_SLOTS : map->slot_count * 2;
    if (count > SIZE_MAX / 2 / sizeof(struct item)) {
        return STAITH_ERR_NOMEM;
    }
    struct item *items = realloc(map->items, (count - count / 4) * sizeof(*items));
    if (items == NULL) {
        return STAITH_ERR_NOMEM;
    }
    map->items = items;
    uint32_t *slots = calloc(count, sizeof(*slots));
    if (slots == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (size_t i = 0; i < map->item_count; i++) {
        size_t slot = (size_t)items[i].hash & (count - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (count - 1);
        }
        slots[slot] = (uint32_t)(i + 1);
    }
    free(map->slots);
    map->slots = slots;
    map->slot_count = count;
    return 0;
}

static int grow_keys(struct staith_map *map, size_t len)
{
    if (len <= map->key_cap - map->key_len) {
        return 0;
    }
    /* The caller has checked that key_len + len <= max_key_bytes. */
    size_t cap = map->key_cap == 0 ? FIRST_KEY_BYTES : map->key_cap;
    while (cap < map->key_len + len) {
        cap = cap > map->max_key_bytes / 2 ? map->max_key_bytes : cap * 2;
    }
    uint8_t *bytes = realloc(map->key_bytes, cap);
    if (bytes == NULL) {
        return STAITH_ERR_NOMEM;
    }
    map->key_bytes = bytes;
    map->key_cap = cap;
    return 0;
}

static int make_room(struct staith_map *map, size_t len)
{
    if (map->item_count >= map->max_items || len > map->max_key_bytes - map->key_len) {
        return STAITH_ERR_LIMIT;
    }
    if (map->item_count >= map->slot_count - map->slot_count / 4) {
        int code = grow_slots(map);
        if (code != 0) {
            return code;
        }
    }
    return grow_keys(map, len);
}

int staith_map_put(struct staith_map *map, const void *key, size_t len, uint32_t fresh,
                   uint32_t *ret_index)
{
    uint64_t hash = staith_siphash13(map->secret, key, len);
    if (map->slot_count > 0) {
        size_t slot = find_slot(map, hash, key, len);
        if (map->slots[slot] != 0) {
            *ret_index = map->items[map->slots[slot] - 1].index;
            return 0;
        }
    }
    int code = make_room(map, len);
    if (code != 0) {
        return code;
    }
    struct item *item = &map->items[map->item_count];
    *item = (struct item){.hash = hash, .key_at = map->key_len, .key_len = len, .index = fresh};
    if (len > 0) {
        memcpy(map->key_bytes + map->key_len, key, len);
    }
    size_t slot = find_slot(map, hash, key, len);
    map->key_len += len;
    map->item_count++;
    map->slots[slot] = (uint32_t)map->item_count;
    *ret_index = fresh;
    return 1;
}

int staith_map_get(const struct staith_map *map, const void *key, size_t len, uint32_t *ret_index)
{
    if (map->slot_count == 0) {
        return STAITH_ERR_NOTFOUND;
    }
    size_t slot = find_slot(map, staith_siphash13(map->secret, key, len), key, len);
    if (map->slots[slot] == 0) {
        return STAITH_ERR_NOTFOUND;
    }
    *ret_index = map->items[map->slots[slot] - 1].index;
    return 0;
}

size_t staith_map_count(const struct staith_map *map)
{
    return map->item_count;
}
