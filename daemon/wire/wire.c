/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The context and the settings that both ends share. libzmq's defaults are unsafe: a message of
 * 4 GiB may be announced, a silent connection stays for 30 seconds, closing waits for ever.
 */
#include "wire/wire.h"
#include "base/z85.h"
#include "wire/internal.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum {
    FRAME_MAX_BYTES = 256 * 1024, /* of the encrypted frame */
    HANDSHAKE_MS = 1500,
    HEARTBEAT_MS = 10000,
    HEARTBEAT_TIMEOUT_MS = 30000,
    HEARTBEAT_TTL_MS = 60000,
    RECONNECT_MS = 200,
    RECONNECT_MAX_MS = 30000,
    BACKLOG = 512
};

struct staith_wire {
    struct staith_loop *loop;
    void *context;
};

int staith_wire_new(struct staith_loop *loop, struct staith_wire **ret_wire, struct staith_err *err)
{
    struct staith_wire *wire = calloc(1, sizeof(*wire));
    if (wire == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the wire");
    }
    wire->loop = loop;
    wire->context = zmq_ctx_new();
    if (wire->context == NULL) {
        free(wire);
        return staith_wire_error(err, "ZeroMQ does not start");
    }
    if (zmq_ctx_set(wire->context, ZMQ_IO_THREADS, 1) != 0 ||
        zmq_ctx_set(wire->context, ZMQ_BLOCKY, 0) != 0) {
        int rc = staith_wire_error(err, "ZeroMQ does not take its settings");
        staith_wire_free(wire);
        return rc;
    }
    *ret_wire = wire;
    return 0;
}

void staith_wire_free(struct staith_wire *wire)
{
    if (wire == NULL) {
        return;
    }
    while (zmq_ctx_term(wire->context) != 0 && zmq_errno() == EINTR) {
    }
    free(wire);
}

void *staith_wire_context(struct staith_wire *wire)
{
    return wire->context;
}

struct staith_loop *staith_wire_loop(struct staith_wire *wire)
{
    return wire->loop;
}

int staith_wire_error(struct staith_err *err, const char *what)
{
    int number = zmq_errno();
    int code = STAITH_ERR_IO;
    if (number == ENOMEM || number == EMFILE) {
        code = STAITH_ERR_LIMIT;
    } else if (number == EADDRINUSE) {
        code = STAITH_ERR_EXISTS;
    } else if (number == EACCES || number == EPERM) {
        code = STAITH_ERR_DENIED;
    }
    return staith_err_set(err, code, "%s: %s", what, zmq_strerror(number));
}

bool staith_wire_key_valid(const char *key)
{
    uint8_t bytes[STAITH_Z85_KEY_BYTES];
    bool valid = key != NULL && strlen(key) == STAITH_WIRE_KEY_TEXT - 1 &&
                 staith_z85_decode(key, bytes) == 0;
    sodium_memzero(bytes, sizeof(bytes));
    return valid;
}

int staith_wire_set_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof(value)) == 0 ? 0 : STAITH_ERR_IO;
}

int staith_wire_set_text(void *socket, int option, const char *value)
{
    return zmq_setsockopt(socket, option, value, strlen(value)) == 0 ? 0 : STAITH_ERR_IO;
}

void *staith_wire_socket(struct staith_wire *wire, int type, struct staith_err *err)
{
    static const struct {
        int option;
        int value;
    } settings[] = {
        {ZMQ_LINGER, 0},
        {ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS},
        {ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS},
        {ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS},
        {ZMQ_HEARTBEAT_TTL, HEARTBEAT_TTL_MS},
        {ZMQ_IMMEDIATE, 0},
        {ZMQ_SNDHWM, STAITH_WIRE_WINDOW},
        {ZMQ_RCVHWM, STAITH_WIRE_WINDOW},
        {ZMQ_RECONNECT_IVL, RECONNECT_MS},
        {ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS},
        {ZMQ_BACKLOG, BACKLOG},
        {ZMQ_IPV6, 1},
    };
    void *socket = zmq_socket(wire->context, type);
    if (socket == NULL) {
        (void)staith_wire_error(err, "no socket");
        return NULL;
    }
    const int64_t frame_max = FRAME_MAX_BYTES;
    int rc = zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &frame_max, sizeof(frame_max));
    for (size_t i = 0; rc == 0 && i < sizeof(settings) / sizeof(settings[0]); i++) {
        rc = staith_wire_set_int(socket, settings[i].option, settings[i].value);
    }
    if (rc != 0) {
        (void)staith_wire_error(err, "a socket does not take its settings");
        (void)zmq_close(socket);
        return NULL;
    }
    return socket;
}
