/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_BESIDE_H
#define STAITH_AGGREGATOR_WEB_BESIDE_H
/*
 * A thread that does one thing and ends, and whose end can be waited for, for so long. What it
 * works on is its own until it is over.
 */
#include <stdbool.h>

struct staith_web_beside;

/** NULL without memory. */
struct staith_web_beside *staith_web_beside_new(void);
/** Waits for its end. NULL is allowed. */
void staith_web_beside_free(struct staith_web_beside *beside);
/** Begin; false: no thread can be had. Not while it runs. */
bool staith_web_beside_begin(struct staith_web_beside *beside, void (*run)(void *ctx), void *ctx);
/** Whether it was begun and is not known to be over. */
bool staith_web_beside_runs(const struct staith_web_beside *beside);
/** Whether it is over, waiting for it at most so long (-1: until it is); then it does not run any
 *  more, and this is told once. */
bool staith_web_beside_is_over(struct staith_web_beside *beside, int wait_ms);

#endif
