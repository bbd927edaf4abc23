/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_PAGES_BOARD_H
#define STAITH_AGGREGATOR_PAGES_BOARD_H
/*
 * Where each council's figures stand: for the newest periods of a dataset what became of what it
 * sent, and what is due. Included by aggregator/pages only.
 */
#include "aggregator/store/store.h"
#include "aggregator/views/site.h"

/** Empty for `councils` councils; the states lie in `arena`. 0 or STAITH_ERR_NOMEM. */
int staith_pages_board_init(struct staith_site_board *board, struct staith_arena *arena,
                            uint32_t councils);
/** Take a release of council `council`; they come oldest first. */
void staith_pages_board_take(struct staith_site_board *board, uint32_t council,
                             const struct staith_store_listed *listed);
/** When all have come: what is late or due by `due_days` after the end of a period (0: nothing is),
 *  at `now_unix_ms` (0: not known, and nothing is late). */
void staith_pages_board_finish(struct staith_site_board *board, uint64_t due_days,
                               int64_t now_unix_ms);

#endif
