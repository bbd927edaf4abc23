/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/lost.h"

/* Whether it is of months that no figure is for alone. */
static bool is_between(const char *name)
{
    return name[0] == '~';
}

int staith_lost_find(const struct staith_system *system, const struct staith_audit_cell *cells,
                     const struct staith_audit_interval *intervals, struct staith_arena *arena,
                     const struct staith_lost **ret_lost, uint32_t *ret_count)
{
    struct staith_lost *lost = staith_arena_array(arena, system->cell_count, sizeof(*lost));
    uint32_t count = 0;
    bool any = false;
    if (lost == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < system->cell_count; i++) {
        int64_t possible = intervals[i].possible;
        bool whole = possible >= cells[i].promise;
        /* No value at all is what stands of a cell that was not decided: it may have them all. */
        if (cells[i].promise > 0 && possible > 0 && (!whole || is_between(system->names[i]))) {
            const char *name = staith_arena_strdup(arena, system->names[i]);
            if (name == NULL) {
                return STAITH_ERR_NOMEM;
            }
            lost[count++] = (struct staith_lost){name, whole ? cells[i].promise : possible, whole};
            any = any || !whole;
        }
    }
    *ret_lost = lost;
    *ret_count = any ? count : 0;
    return 0;
}

void staith_lost_allow(const struct staith_lost *lost, uint32_t count,
                       const struct staith_system *system, struct staith_audit_cell *cells)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t at = staith_system_find(system, lost[i].name);
        if (at >= 0 && (cells[at].promise > lost[i].possible ||
                        (cells[at].lost && is_between(lost[i].name)))) {
            cells[at].promise = lost[i].possible > 1 ? lost[i].possible : 0;
            cells[at].lost = !lost[i].whole;
        }
    }
}
