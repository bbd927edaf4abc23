/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_QUERY_CONFINE_H
#define STAITH_QUERY_CONFINE_H
/*
 * What the program gives up, beyond what its run gave up before it: in two steps, since a driver
 * must be loaded and one connection made in between.
 */
#include "base/err.h"

/** Before a driver is loaded: no program, no process, no listening, no core, no tracing of it. */
int staith_query_confine_start(struct staith_err *err);
/** When connected: no file, no new socket. What is open, the connection among it, stays. */
int staith_query_confine_connected(struct staith_err *err);

#endif
