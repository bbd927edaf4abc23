/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate.h"

#include "disclosure/protect/compile.h"

int staith_disclosure_truth(const struct staith_rawtable *raw, struct staith_arena *arena,
                            struct staith_system *ret_truth, struct staith_err *err)
{
    uint16_t tables[STAITH_CATALOGUE_MAX_TABLES];
    if (raw->part_count > STAITH_CATALOGUE_MAX_TABLES) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "more tables than a catalogue has");
    }
    for (uint32_t i = 0; i < raw->part_count; i++) {
        tables[i] = (uint16_t)i;
    }
    return staith_compile(raw, tables, raw->part_count, arena, ret_truth, err);
}
