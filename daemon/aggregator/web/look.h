/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_LOOK_H
#define STAITH_AGGREGATOR_WEB_LOOK_H
/*
 * Whether the store has changed. A database is asked by a thread, so that one that hangs or is slow
 * keeps no reader waiting for what is there already; a file is asked at once.
 */
#include "base/err.h"
#include "base/outside.h"

#include <stdbool.h>

enum { STAITH_WEB_LOOK_WAIT_MS = 2000 /**< that a database is waited for at once */ };

struct staith_web_look;

/** `where` points to the store's place, which may become another; it and `outside` outlive it. NULL
 *  without memory. */
struct staith_web_look *staith_web_look_new(const char *const *where,
                                            const struct staith_outside *outside);
/** Waits for the look under way. NULL is allowed. */
void staith_web_look_free(struct staith_web_look *look);
/** Whether none is under way, so that freeing it waits for nothing. */
bool staith_web_look_is_idle(struct staith_web_look *look);
/** Whether the store is a database. */
bool staith_web_look_is_apart(const struct staith_web_look *look);
/** What the last look found, and begin the next: *ret_touched: the store has changed since this was
 *  asked before. A first look, and one that is to be `fresh`, is waited for, unless the database
 * has kept somebody waiting in vain since it answered last; beside others the one before is told.
 * Codes of the store; STAITH_ERR_TIMEOUT: no answer in that time, or for so long. */
int staith_web_look_ask(struct staith_web_look *look, bool fresh, bool *ret_touched,
                        struct staith_err *err);

#endif
