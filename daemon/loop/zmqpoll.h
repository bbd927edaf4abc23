/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LOOP_ZMQPOLL_H
#define STAITH_LOOP_ZMQPOLL_H
/*
 * A ZeroMQ socket on the loop. ZMQ_FD is edge-triggered and every call on the socket consumes it:
 * a poll handle with an empty callback wakes the loop, a prepare handle starts an idle handle when
 * ZMQ_EVENTS says input, a check handle calls `on_input`, which may take up to 256 messages.
 */
#include "loop/loop.h"

struct staith_zmqpoll;

/** `socket`: a ZeroMQ socket, used on this thread only. `on_input` is called while it may have
 *  input and must receive with ZMQ_DONTWAIT. */
int staith_zmqpoll_start(struct staith_loop *loop, void *socket, void (*on_input)(void *ctx),
                         void *ctx, struct staith_zmqpoll **ret_poll, struct staith_err *err);
/** Before the socket is closed. NULL allowed. */
void staith_zmqpoll_stop(struct staith_zmqpoll *poll);

#endif
