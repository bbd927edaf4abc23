/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/detail.h"

#include <stdlib.h>
#include <string.h>

int staith_detail_shape(const char *name, char *out, size_t cap)
{
    bool category = false;
    size_t length = 0;
    for (; *name != '\0'; name++) {
        category = *name == '=' || (category && *name != '|');
        if (category) {
            continue;
        }
        if (length + 1 >= cap) {
            return STAITH_ERR_LIMIT;
        }
        out[length++] = *name;
    }
    out[length] = '\0';
    return 0;
}

/* Length up to the next '|' or the end. */
static size_t word(const char *shape)
{
    return strcspn(shape, "|");
}

/* Dimensions are in the catalogue's order in both, so one walk is enough. */
bool staith_detail_within(const char *shape, const char *other)
{
    size_t length = word(shape);
    if (length != word(other) || strncmp(shape, other, length) != 0) {
        return false;
    }
    while (*shape != '\0') {
        length = word(shape);
        while (word(other) != length || strncmp(shape, other, length) != 0) {
            other += word(other);
            if (*other == '\0') {
                return false;
            }
            other++;
        }
        shape += length + (shape[length] == '|' ? 1 : 0);
    }
    return true;
}

bool staith_detail_touches(const struct staith_system *system, uint32_t relation, const char *shape)
{
    const struct staith_relation *at = &system->relations[relation];
    for (uint32_t p = 0; p <= at->count; p++) {
        uint32_t cell = p == at->count ? at->total : system->parts[at->first + p];
        char own[STAITH_SYSTEM_NAME_BYTES];
        if (staith_detail_shape(system->names[cell], own, sizeof(own)) == 0 &&
            strcmp(own, shape) == 0) {
            return true;
        }
    }
    return false;
}

static uint32_t dimensions(const char *shape)
{
    uint32_t count = 0;
    for (; *shape != '\0'; shape++) {
        count += *shape == '|' ? 1 : 0;
    }
    return count;
}

static int finer_first(const void *a, const void *b)
{
    const char *left = *(const char *const *)a;
    const char *right = *(const char *const *)b;
    uint32_t left_dimensions = dimensions(left);
    uint32_t right_dimensions = dimensions(right);
    if (left_dimensions != right_dimensions) {
        return left_dimensions > right_dimensions ? -1 : 1;
    }
    return strcmp(left, right);
}

static bool listed(const char **shapes, uint32_t count, const char *shape)
{
    for (uint32_t i = count; i > 0; i--) {
        if (strcmp(shapes[i - 1], shape) == 0) {
            return true;
        }
    }
    return false;
}

static bool within_another(const char **shapes, uint32_t count, uint32_t at)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i != at && staith_detail_within(shapes[at], shapes[i])) {
            return true;
        }
    }
    return false;
}

int staith_detail_finest(const struct staith_system *system, const uint32_t *cells, uint32_t count,
                         struct staith_arena *arena, const char ***ret_shapes, uint32_t *ret_count)
{
    const char **all = staith_arena_array(arena, STAITH_DETAIL_MAX_SHAPES, sizeof(*all));
    const char **finest = staith_arena_array(arena, STAITH_DETAIL_MAX_SHAPES, sizeof(*finest));
    uint32_t all_count = 0;
    uint32_t finest_count = 0;
    if (all == NULL || finest == NULL) {
        return STAITH_ERR_LIMIT;
    }
    for (uint32_t i = 0; i < count; i++) {
        char shape[STAITH_SYSTEM_NAME_BYTES];
        if (staith_detail_shape(system->names[cells[i]], shape, sizeof(shape)) != 0) {
            return STAITH_ERR_LIMIT;
        }
        if (listed(all, all_count, shape)) {
            continue;
        }
        const char *kept = staith_arena_strdup(arena, shape);
        if (kept == NULL || all_count == STAITH_DETAIL_MAX_SHAPES) {
            return STAITH_ERR_LIMIT;
        }
        all[all_count++] = kept;
    }
    for (uint32_t i = 0; i < all_count; i++) {
        if (!within_another(all, all_count, i)) {
            finest[finest_count++] = all[i];
        }
    }
    if (finest_count > 0) {
        qsort(finest, finest_count, sizeof(*finest), finer_first);
    }
    *ret_shapes = finest;
    *ret_count = finest_count;
    return 0;
}
