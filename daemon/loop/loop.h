/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LOOP_LOOP_H
#define STAITH_LOOP_LOOP_H
/*
 * The event loop: timers, signals and a clean stop. One loop a process, one thread. <uv.h> is
 * seen in loop/, http/ and control/ only; elsewhere these opaque types are used.
 */
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct staith_loop;
struct staith_timer;

/** Heap. Makes the process ignore SIGPIPE. */
int staith_loop_new(struct staith_loop **ret_loop, struct staith_err *err);
/** Closes what is still open (children are killed and reaped; nobody is called back any more), runs
 *  the loop until all close callbacks came, frees. At most half a second. NULL allowed. */
void staith_loop_free(struct staith_loop *loop);
/** Run until staith_loop_stop: 0. STAITH_ERR_STATE when nothing is left that could stop it. */
int staith_loop_run(struct staith_loop *loop);
/** Ask the loop to return from run; safe in any callback. */
void staith_loop_stop(struct staith_loop *loop);
/** Call `on_stop` once on the first SIGTERM or SIGINT; SIGHUP calls `on_hup` (NULL: ignored). A
 *  second SIGTERM or SIGINT stops the loop at once. SIGPIPE is ignored. */
int staith_loop_on_signals(struct staith_loop *loop, void (*on_stop)(void *ctx),
                           void (*on_hup)(void *ctx), void *ctx);
/** uv_loop_t of the loop, for http/ and control/. */
void *staith_loop_uv(struct staith_loop *loop);

/** Call `fn` after `first_ms`, then every `repeat_ms` (0: once). Heap. */
int staith_timer_start(struct staith_loop *loop, uint64_t first_ms, uint64_t repeat_ms,
                       void (*fn)(void *ctx), void *ctx, struct staith_timer **ret_timer);
/** Change the times; starts again when it had fired. */
void staith_timer_again(struct staith_timer *timer, uint64_t first_ms, uint64_t repeat_ms);
/** Stops and frees (in the close callback). NULL allowed. */
void staith_timer_stop(struct staith_timer *timer);

#endif
