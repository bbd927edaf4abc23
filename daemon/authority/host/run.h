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

/** Carry out `order`, whose sources are descriptors first_fd, first_fd + 1, ... `deadline` may be
 *  NULL: none. *ret_result is filled in any case and lies in `arena`; result->code says how it
 *  went. Needs sodium_init before it. */
void staith_run_order(const struct staith_order *order, int first_fd,
                      struct staith_deadline *deadline, struct staith_arena *arena,
                      struct staith_result_of_run *ret_result);

#endif
