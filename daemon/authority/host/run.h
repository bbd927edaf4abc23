/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_RUN_H
#define STAITH_AUTHORITY_HOST_RUN_H
/*
 * One run of a plugin: load, create, configure, collect, destroy, tables. Once per process: the
 * plugin stays loaded.
 */
#include "authority/host/deadline.h"
#include "codec/hostpipe.h"

enum { STAITH_RUN_CALLBACK_MS = 5000 /**< deadline of create, configure and destroy each */ };

/** What stands around a run. Zero-initialise; a NULL is passed over. */
struct staith_run_guard {
    struct staith_deadline *deadline;
    /** The plugin is loaded and none of its callbacks has run: give up what only loading needed.
     *  0, or an error that ends the run. */
    int (*loaded)(void *ctx, const struct staith_order *order, struct staith_err *err);
    void *ctx;
};

/** Carry out `order`, whose sources are descriptors first_fd, first_fd + 1, ... `guard` may be
 *  NULL. *ret_result is filled in any case and lies in `arena`; result->code says how it went.
 *  Needs sodium_init before it. */
void staith_run_order(const struct staith_order *order, int first_fd,
                      const struct staith_run_guard *guard, struct staith_arena *arena,
                      struct staith_result_of_run *ret_result);

#endif
