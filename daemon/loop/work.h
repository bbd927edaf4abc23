/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LOOP_WORK_H
#define STAITH_LOOP_WORK_H
/*
 * Work that takes its time, beside the loop: a queue that is worked off one job at a time by a
 * thread, so that however much of it there is the loop goes on and one core is enough.
 */
#include "base/err.h"
#include "loop/loop.h"

#include <stdbool.h>

struct staith_work;

/** A queue of at most `max` jobs, with the one under way. Heap. NULL without memory. */
struct staith_work *staith_work_new(struct staith_loop *loop, unsigned max);
/** Call `run` on the thread, which touches nothing but `ctx`; then `done` on the loop's.
 * STAITH_ERR_LIMIT: the queue is full, and neither is called; STAITH_ERR_NOMEM. */
int staith_work_add(struct staith_work *work, void (*run)(void *ctx),
                    void (*done)(void *ctx, bool ran), void *ctx);
/** Whether a job is under way, also when the loop was freed and did not wait for it any longer:
 * then the thread still works, and waiting for it is the end of a process that returns from main().
 */
bool staith_work_is_busy(const struct staith_work *work);
/** Before the loop is freed, which waits half a second for the job under way. Every job's `done` is
 *  called, with `ran` false: what waits at once, what is under way when it ends. NULL is allowed.
 */
void staith_work_free(struct staith_work *work);

#endif
