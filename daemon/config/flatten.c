/* SPDX-License-Identifier: Apache-2.0 */
/* Options that are groups or lists, as single values: what a plugin makes of them is known to its
 * host alone, which takes names with values. */
#include "config/table.h"

#include <stdio.h>
#include <string.h>

static struct staith_config_node *add(struct staith_arena *arena, struct staith_config_node *flat,
                                      const struct staith_config_node *from, const char *key)
{
    struct staith_config_node *node = staith_arena_memdup(arena, from, sizeof(*from));
    if (node == NULL || key == NULL) {
        return NULL;
    }
    node->key = key;
    node->next = NULL;
    node->parent = flat;
    if (flat->last != NULL) {
        flat->last->next = node;
    } else {
        flat->first = node;
    }
    flat->last = node;
    flat->count++;
    return node;
}

/* "outer.inner"; of a list's item "outer.". */
static const char *join(struct staith_arena *arena, const struct staith_config_node *outer,
                        const struct staith_config_node *inner)
{
    const char *key = outer->shape == STAITH_CONFIG_MAPPING ? inner->key : "";
    size_t size = strlen(outer->key) + strlen(key) + 2;
    char *name = staith_arena_alloc(arena, size);
    if (name != NULL) {
        (void)snprintf(name, size, "%s.%s", outer->key, key);
    }
    return name;
}

struct staith_config_node *staith_config_flatten(struct staith_arena *arena,
                                                 const struct staith_config_node *mapping)
{
    struct staith_config_node *flat = staith_arena_memdup(arena, mapping, sizeof(*mapping));
    if (flat == NULL) {
        return NULL;
    }
    flat->first = NULL;
    flat->last = NULL;
    flat->count = 0;
    for (const struct staith_config_node *outer = mapping->first; outer != NULL;
         outer = outer->next) {
        if (outer->shape == STAITH_CONFIG_SCALAR) {
            if (add(arena, flat, outer, outer->key) == NULL) {
                return NULL;
            }
            continue;
        }
        for (const struct staith_config_node *inner = outer->first; inner != NULL;
             inner = inner->next) {
            if (add(arena, flat, inner, join(arena, outer, inner)) == NULL) {
                return NULL;
            }
        }
    }
    return flat;
}
