/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_MAP_H
#define STAITH_BASE_MAP_H
/*
 * A hash map from byte strings to 32-bit indices, with keyed hashing (SipHash-1-3) so that no
 * input can make it slow. Keys are copied. Iteration is not offered: keep your own array in the
 * order you need and map keys to its indices.
 */
#include <stddef.h>
#include <stdint.h>

struct staith_map;

/** `key`: 16 random bytes. `max_items` and `max_key_bytes` (sum of all keys) are limits.
 *  Heap; NULL without memory. */
struct staith_map *staith_map_new(const uint8_t key[16], size_t max_items, size_t max_key_bytes);
/** NULL is allowed. */
void staith_map_free(struct staith_map *map);
/** Find or add: *ret_index is the index stored; a new key stores `fresh`. Returns 1 when added,
 *  0 when found, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_map_put(struct staith_map *map, const void *key, size_t len, uint32_t fresh,
                   uint32_t *ret_index);
/** 0 or STAITH_ERR_NOTFOUND. */
int staith_map_get(const struct staith_map *map, const void *key, size_t len, uint32_t *ret_index);
size_t staith_map_count(const struct staith_map *map);

#endif
