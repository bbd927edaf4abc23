/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_FACTS_H
#define STAITH_LEDGER_FACTS_H
/*
 * What is public of the council elsewhere, in `facts.db` beside the ledger: each figure with its
 * day and source, and when it was loaded. `staith facts import` writes it while the gate runs; the
 * gate reads what was published by the moment of a decision. Nothing is ever taken out.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/outside.h"
#include "disclosure/public_fact.h"

struct staith_facts;

/** Open for writing, making it (mode 0600); `outside` NULL: for reading, which is
 *  STAITH_ERR_NOTFOUND where no fact was ever loaded. Other errors as for the ledger. */
int staith_facts_open(const char *folder, const struct staith_outside *outside,
                      struct staith_facts **ret_facts, struct staith_err *err);
/** NULL is allowed. */
void staith_facts_close(struct staith_facts *facts);
/** Keep facts in one durable transaction; one that is there already (the same figure, number and
 *  time) is kept once. *ret_new: how many were not. One that contradicts another of its day
 *  (disclosure/public_fact.h) is kept beside it: nobody can take the wrong one out, and of the two
 *  an audit believes what fits. ret_beside[i] says so of list[i]. STAITH_ERR_LIMIT: more than
 *  STAITH_PUBLIC_MAX_FACTS in all; nothing is kept then. */
int staith_facts_put(struct staith_facts *facts, const struct staith_public_fact *list,
                     uint32_t count, int64_t now_unix_ms, uint32_t *ret_new, bool *ret_beside,
                     struct staith_err *err);
/** How many could be read at `unix_ms`: as long as it is the same, so are they. */
int staith_facts_count(struct staith_facts *facts, int64_t unix_ms, int64_t *ret_count,
                       struct staith_err *err);
/** Those that could be read at `unix_ms`, by dataset, period and cell, in `arena`. */
int staith_facts_read(struct staith_facts *facts, int64_t unix_ms, struct staith_arena *arena,
                      const struct staith_public_fact **ret_list, uint32_t *ret_count,
                      struct staith_err *err);

#endif
