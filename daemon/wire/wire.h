/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WIRE_WIRE_H
#define STAITH_WIRE_WIRE_H
/*
 * The wire between councils and region: one message (codec/message.h) a ZeroMQ body frame, CURVE
 * on TCP, DEALER at the council, ROUTER at the region. Who a peer is comes from its CURVE key
 * alone: never from a payload, never from a routing id. Everything is used on the loop's thread.
 */
#include "base/err.h"
#include "loop/loop.h"

#include <stddef.h>
#include <stdint.h>

enum {
    STAITH_WIRE_MAX_BYTES = 256 * 1024 - 64, /**< greatest message; the frame limit less CURVE's */
    STAITH_WIRE_WINDOW = 64,                 /**< messages queued for or from one peer */
    STAITH_WIRE_BATCH = 256,                 /**< messages between two calls of on_drained */
    STAITH_WIRE_KEY_TEXT = 41,               /**< Z85 key with its NUL */
    STAITH_WIRE_AUTHORITY_BYTES = 16,
    STAITH_WIRE_MAX_ENDPOINTS = 8
};

/** The one ZeroMQ context of a process. */
struct staith_wire;
int staith_wire_new(struct staith_loop *loop, struct staith_wire **ret_wire,
                    struct staith_err *err);
/** After its server and clients are closed. NULL allowed. */
void staith_wire_free(struct staith_wire *wire);

/* ---- region ---- */

/** A connected peer, to answer to. Caller's copy; stays harmless when the peer is gone. */
struct staith_wire_peer {
    size_t len;
    uint8_t id[255];
};

struct staith_wire_server_options {
    const char *const *endpoints; /**< to bind; "tcp://127.0.0.1:*" takes a free port */
    uint32_t endpoint_count;
    const char *secret_key; /**< Z85 */
    /** The authority whose CURVE public key (Z85) this is: 0 with its code, or STAITH_ERR_DENIED.
     *  Asked at each handshake and again for each message, so that a key that is taken off the
     *  list is silent from that moment on. */
    int (*authority)(void *ctx, const char *public_key,
                     char ret_authority[STAITH_WIRE_AUTHORITY_BYTES]);
    /** A message arrived. Bytes live until it returns. */
    void (*on_message)(void *ctx, const struct staith_wire_peer *peer, const char *authority,
                       const uint8_t *bytes, size_t len);
    /** No more input at hand, or STAITH_WIRE_BATCH messages were delivered since the last call. */
    void (*on_drained)(void *ctx);
    void *ctx;
};

struct staith_wire_counts {
    uint64_t messages; /**< delivered to on_message */
    uint64_t dropped;  /**< from a key off the list, or in more than one part */
    uint64_t admitted; /**< handshakes with a key on the list */
    uint64_t refused;  /**< handshakes with another */
};

struct staith_wire_server;
/** Bind. One server a context. A key that is not on the list is put off (ZAP 300), not sent away
 *  for ever: when it is registered later its owner comes in by itself. */
int staith_wire_server_open(struct staith_wire *wire,
                            const struct staith_wire_server_options *options,
                            struct staith_wire_server **ret_server, struct staith_err *err);
/** NULL allowed. */
void staith_wire_server_close(struct staith_wire_server *server);
/** Endpoint as bound, with its port, or NULL. The server's. */
const char *staith_wire_server_endpoint(const struct staith_wire_server *server, uint32_t index);
void staith_wire_server_counts(const struct staith_wire_server *server,
                               struct staith_wire_counts *ret_counts);
/** Send to a peer. 0; STAITH_ERR_NOTFOUND: it is gone; STAITH_ERR_AGAIN: its queue is full (it does
 *  not read); STAITH_ERR_LIMIT: too long. */
int staith_wire_server_send(struct staith_wire_server *server, const struct staith_wire_peer *peer,
                            const void *bytes, size_t len);

/* ---- council ---- */

struct staith_wire_client_options {
    const char *const *endpoints; /**< used one at a time, in turn */
    uint32_t endpoint_count;
    const char *secret_key; /**< Z85 */
    const char *server_key; /**< Z85, public: another server is not spoken to */
    void (*on_message)(void *ctx, const uint8_t *bytes, size_t len);
    void *ctx;
};

struct staith_wire_client;
/** Begin connecting to the first endpoint; a lost connection is made again by itself. */
int staith_wire_client_open(struct staith_wire *wire,
                            const struct staith_wire_client_options *options,
                            struct staith_wire_client **ret_client, struct staith_err *err);
/** NULL allowed. */
void staith_wire_client_close(struct staith_wire_client *client);
/** Drop the connection and all that is queued; connect to the next endpoint (which is the same one
 *  where there is one). Allowed in on_message. */
int staith_wire_client_next(struct staith_wire_client *client, struct staith_err *err);
/** Endpoint in use. The client's. */
const char *staith_wire_client_endpoint(const struct staith_wire_client *client);
/** Queue for sending. 0; STAITH_ERR_AGAIN: the queue is full; STAITH_ERR_LIMIT: too long. */
int staith_wire_client_send(struct staith_wire_client *client, const void *bytes, size_t len);

#endif
