/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/stands.h"

#include "disclosure/place.h"
#include "disclosure/protect/merge.h"

#include <string.h>

/* Index of the published number at a place, or -1. */
static int64_t number_at(const struct staith_release *release,
                         const struct staith_catalogue *catalogue,
                         const struct staith_place *wanted)
{
    uint32_t axes = catalogue->tables[wanted->table].dimension_count;
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        struct staith_place place;
        if (cell.value.status == STAITH_STATUS_VALUE &&
            staith_place_of(catalogue, &cell, &place) == 0 && place.table == wanted->table &&
            place.measure == wanted->measure &&
            memcmp(place.categories, wanted->categories, axes * sizeof(place.categories[0])) == 0) {
            return i;
        }
    }
    return -1;
}

/* What stands for a place along one dimension. */
static enum staith_merge_step along(const struct staith_release *release,
                                    const struct staith_catalogue *catalogue,
                                    const struct staith_place *hidden, uint32_t axis,
                                    int64_t *ret_at)
{
    bool categories[STAITH_CATALOGUE_MAX_CATEGORIES] = {false};
    const struct staith_dimension *dimension =
        &catalogue->dimensions[catalogue->tables[hidden->table].dimensions[axis]];
    struct staith_place place = *hidden;
    uint16_t stands = STAITH_PLACE_TOTAL;
    /* The category and the groups above it are all that is asked for. */
    for (uint16_t at = hidden->categories[axis]; at < dimension->category_count;
         at = dimension->categories[at].parent) {
        place.categories[axis] = at;
        categories[at] = number_at(release, catalogue, &place) >= 0;
    }
    place.categories[axis] = STAITH_PLACE_TOTAL;
    const struct staith_merge_shown shown = {.dimension = dimension,
                                             .categories = categories,
                                             .all = number_at(release, catalogue, &place) >= 0};
    enum staith_merge_step step = staith_merge_find(&shown, hidden->categories[axis], &stands);
    place.categories[axis] = step == STAITH_MERGE_GROUP ? stands : (uint16_t)STAITH_PLACE_TOTAL;
    *ret_at = number_at(release, catalogue, &place);
    return step;
}

bool staith_release_stands(const struct staith_release *release,
                           const struct staith_catalogue *catalogue, uint32_t index,
                           uint32_t *ret_stands, const char **ret_words)
{
    const struct staith_release_cell cell = staith_release_cell_at(release, index);
    struct staith_place place;
    *ret_words = staith_merge_words(STAITH_MERGE_REGION);
    if (staith_place_of(catalogue, &cell, &place) != 0) {
        return false;
    }
    for (uint32_t a = 0; a < cell.dimension_count; a++) {
        int64_t at = -1;
        if (place.categories[a] == STAITH_PLACE_TOTAL) {
            continue;
        }
        enum staith_merge_step step = along(release, catalogue, &place, a, &at);
        if (at >= 0) {
            *ret_stands = (uint32_t)at;
            *ret_words = staith_merge_words(step);
            return true;
        }
    }
    return false;
}
