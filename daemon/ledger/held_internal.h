/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_HELD_INTERNAL_H
#define STAITH_LEDGER_HELD_INTERNAL_H
/*
 * The open file of held releases as the files of this folder see it. Private to this folder.
 */
#include "base/arena.h"
#include "ledger/db.h"
#include "ledger/held.h"

struct staith_held {
    sqlite3 *db;
    struct staith_arena arena; /**< of what the last read handed out */
};

#endif
