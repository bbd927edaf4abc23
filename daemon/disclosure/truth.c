/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate.h"

#include "disclosure/protect/compile.h"

int staith_disclosure_truth(const struct staith_rawtable *raw, struct staith_arena *arena,
                            struct staith_system *ret_truth, struct staith_err *err)
{
    uint16_t tables[STAITH_CATALOGUE_MAX_TABLES];
    uint32_t count = 0;
    while (count < raw->part_count && count < STAITH_CATALOGUE_MAX_TABLES) {
        tables[count] = (uint16_t)count;
        count++;
    }
    return staith_compile(raw, tables, count, arena, ret_truth, err);
}
