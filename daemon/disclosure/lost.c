/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/lost.h"

int staith_lost_find(const struct staith_system *system, const struct staith_audit_cell *cells,
                     const struct staith_audit_interval *intervals, struct staith_arena *arena,
                     const struct staith_lost **ret_lost, uint32_t *ret_count)
{
    struct staith_lost *lost =
        staith_arena_array(arena, (size_t)system->cell_count + 1, sizeof(*lost));
    uint32_t count = 0;
    if (lost == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < system->cell_count; i++) {
        /* No value at all is what stands of a cell that was not decided: it may have them all. */
        if (intervals[i].possible > 0 && intervals[i].possible < cells[i].promise) {
            const char *name = staith_arena_strdup(arena, system->names[i]);
            if (name == NULL) {
                return STAITH_ERR_NOMEM;
            }
            lost[count++] = (struct staith_lost){name, intervals[i].possible};
        }
    }
    *ret_lost = lost;
    *ret_count = count;
    return 0;
}

void staith_lost_allow(const struct staith_lost *lost, uint32_t count,
                       const struct staith_system *system, struct staith_audit_cell *cells)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t at = staith_system_find(system, lost[i].name);
        if (at >= 0 && cells[at].promise > lost[i].possible) {
            cells[at].promise = lost[i].possible > 1 ? lost[i].possible : 0;
            cells[at].lost = true;
        }
    }
}
