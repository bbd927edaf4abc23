/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CONTROL_CONTROL_H
#define STAITH_CONTROL_CONTROL_H
/*
 * The local socket between `staith` and a daemon: a Unix-domain socket of mode 0600; one JSON
 * object a line asks, one JSON object a line answers. What may be asked stands in README.md.
 *
 *     {"command": "status"}
 *     {"ok": true, "reply": {...}}
 *     {"ok": false, "error": {"code": -4, "what": "...", "where": "...", "remedy": "..."}}
 */
#include "base/err.h"
#include "loop/loop.h"

#include <jansson.h>

enum {
    STAITH_CONTROL_MAX_REQUEST_BYTES = 64 << 10,
    STAITH_CONTROL_MAX_REPLY_BYTES = 4 << 20,
    STAITH_CONTROL_MAX_CLIENTS = 16,
    STAITH_CONTROL_IDLE_MS = 10000
};

struct staith_control;

/**
 * Answer one request, on the loop's thread, without waiting. `command` is its member "command",
 * `request` all of it; both the server's. 0 with *ret_reply a new reference, which the server
 * takes; or an error code with `err` filled, which the client gets as its error.
 */
typedef int staith_control_handle(void *ctx, const char *command, const json_t *request,
                                  json_t **ret_reply, struct staith_err *err);

/**
 * Listen at `path` (copied; its folder must exist). A socket that a dead process left is replaced;
 * STAITH_ERR_EXISTS when a process answers there, or when something else lies there. *ret_control
 * is stopped by the caller, before the loop is freed.
 */
int staith_control_start(struct staith_loop *loop, const char *path, staith_control_handle *handle,
                         void *ctx, struct staith_control **ret_control, struct staith_err *err);
/** Close the socket, remove its file, drop all clients; the memory goes when the loop has closed
 *  them. `handle` is not called any more. NULL is allowed. */
void staith_control_stop(struct staith_control *control);

/**
 * Ask a daemon and wait at most `timeout_ms`. `request` is borrowed. 0 with *ret_reply a new
 * reference; the daemon's own error as it gave it; STAITH_ERR_NOTFOUND when nothing listens there,
 * STAITH_ERR_TIMEOUT, STAITH_ERR_IO, STAITH_ERR_SYNTAX.
 */
int staith_control_ask(const char *path, const json_t *request, int timeout_ms, json_t **ret_reply,
                       struct staith_err *err);

/** An epoch (64 random bits) as JSON: 16 hex digits, which no reader of numbers can cut; "" for 0,
 *  none. A new reference, NULL without memory. */
json_t *staith_control_epoch(uint64_t epoch);

#endif
