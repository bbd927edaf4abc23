/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WIRE_INTERNAL_H
#define STAITH_WIRE_INTERNAL_H
/*
 * Inside wire/ alone.
 */
#include "wire/wire.h"

#include <stdbool.h>

void *staith_wire_context(struct staith_wire *wire);
struct staith_loop *staith_wire_loop(struct staith_wire *wire);
/** Code and words for zmq_errno. */
int staith_wire_error(struct staith_err *err, const char *what);
/** Whether `key` is 40 characters of Z85. */
bool staith_wire_key_valid(const char *key);
/** A socket of `type` with every setting that both ends share. NULL without one. */
void *staith_wire_socket(struct staith_wire *wire, int type, struct staith_err *err);
int staith_wire_set_int(void *socket, int option, int value);
int staith_wire_set_text(void *socket, int option, const char *value);

/** The ZAP domain of the one server. */
#define STAITH_WIRE_ZAP_DOMAIN "staith"

/** The ZAP handler: answers libzmq whether a key may come in. */
struct staith_wire_zap;
int staith_wire_zap_open(struct staith_wire *wire,
                         int (*authority)(void *ctx, const char *public_key,
                                          char ret_authority[STAITH_WIRE_AUTHORITY_BYTES]),
                         void *ctx, struct staith_wire_zap **ret_zap, struct staith_err *err);
/** NULL allowed. Only after the sockets that it guards: without a handler CURVE admits anybody. */
void staith_wire_zap_close(struct staith_wire_zap *zap);
uint64_t staith_wire_zap_admitted(const struct staith_wire_zap *zap);
uint64_t staith_wire_zap_refused(const struct staith_wire_zap *zap);

#endif
