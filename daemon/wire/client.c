/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The council's DEALER. Moving to the next endpoint is a new socket: whatever was queued for the
 * old one is gone, which the ledger makes harmless, and nothing stale is left to be sent.
 */
#include "loop/zmqpoll.h"
#include "wire/internal.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { ENDPOINT_BYTES = 256 };

struct staith_wire_client {
    struct staith_wire *wire;
    void *socket;
    struct staith_zmqpoll *poll;
    uint64_t generation; /* counts sockets: on_message may have replaced this one */
    bool in_parts;       /* the next frame belongs to a message that is not read */
    uint32_t at;         /* endpoint in use */
    uint32_t endpoint_count;
    char endpoints[STAITH_WIRE_MAX_ENDPOINTS][ENDPOINT_BYTES];
    char secret_key[STAITH_WIRE_KEY_TEXT];
    char public_key[STAITH_WIRE_KEY_TEXT];
    char server_key[STAITH_WIRE_KEY_TEXT];
    void (*on_message)(void *ctx, const uint8_t *bytes, size_t len);
    void *ctx;
};

/* One message of one part. False: no more input, or another socket since. */
static bool receive(struct staith_wire_client *client)
{
    uint64_t generation = client->generation;
    zmq_msg_t body;
    (void)zmq_msg_init(&body);
    bool more = false;
    if (zmq_msg_recv(&body, client->socket, ZMQ_DONTWAIT) >= 0) {
        /* a message is one frame: of one in several none is read */
        const bool part = client->in_parts;
        client->in_parts = zmq_msg_more(&body) != 0;
        if (!part && !client->in_parts) {
            client->on_message(client->ctx, zmq_msg_data(&body), zmq_msg_size(&body));
        }
        more = true;
    }
    (void)zmq_msg_close(&body);
    return more && generation == client->generation;
}

static void on_input(void *ctx)
{
    struct staith_wire_client *client = ctx;
    for (int i = 0; i < STAITH_WIRE_BATCH && receive(client); i++) {
    }
}

static void disconnect(struct staith_wire_client *client)
{
    staith_zmqpoll_stop(client->poll);
    client->poll = NULL;
    if (client->socket != NULL) {
        (void)zmq_close(client->socket);
        client->socket = NULL;
    }
}

static int connect_now(struct staith_wire_client *client, struct staith_err *err)
{
    client->generation++;
    client->in_parts = false;
    void *socket = staith_wire_socket(client->wire, ZMQ_DEALER, err);
    if (socket == NULL) {
        return STAITH_ERR_IO;
    }
    client->socket = socket;
    int rc = 0;
    if (staith_wire_set_text(socket, ZMQ_CURVE_SERVERKEY, client->server_key) != 0 ||
        staith_wire_set_text(socket, ZMQ_CURVE_PUBLICKEY, client->public_key) != 0 ||
        staith_wire_set_text(socket, ZMQ_CURVE_SECRETKEY, client->secret_key) != 0) {
        rc = staith_wire_error(err, "the connection does not take its settings");
    } else if (zmq_connect(socket, client->endpoints[client->at]) != 0) {
        rc = staith_wire_error(err, "cannot connect");
        staith_err_at(err, client->endpoints[client->at], 0, 0);
    } else {
        rc = staith_zmqpoll_start(staith_wire_loop(client->wire), socket, on_input, client,
                                  &client->poll, err);
    }
    if (rc != 0) {
        disconnect(client);
    }
    return rc;
}

static int copy_options(struct staith_wire_client *client,
                        const struct staith_wire_client_options *options, struct staith_err *err)
{
    if (options->endpoint_count == 0 || options->endpoint_count > STAITH_WIRE_MAX_ENDPOINTS) {
        return staith_err_set(err, STAITH_ERR_INVAL, "1 to %d endpoints are needed, not %u",
                              STAITH_WIRE_MAX_ENDPOINTS, (unsigned)options->endpoint_count);
    }
    if (!staith_wire_key_valid(options->secret_key) ||
        !staith_wire_key_valid(options->server_key)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "a transport key is not a CURVE key");
    }
    for (uint32_t i = 0; i < options->endpoint_count; i++) {
        int len = snprintf(client->endpoints[i], ENDPOINT_BYTES, "%s", options->endpoints[i]);
        if (len < 0 || len >= ENDPOINT_BYTES) {
            return staith_err_set(err, STAITH_ERR_INVAL, "an endpoint is too long");
        }
    }
    client->endpoint_count = options->endpoint_count;
    memcpy(client->secret_key, options->secret_key, STAITH_WIRE_KEY_TEXT);
    memcpy(client->server_key, options->server_key, STAITH_WIRE_KEY_TEXT);
    client->on_message = options->on_message;
    client->ctx = options->ctx;
    if (zmq_curve_public(client->public_key, client->secret_key) != 0) {
        return staith_wire_error(err, "the transport key has no public half");
    }
    return 0;
}

int staith_wire_client_open(struct staith_wire *wire,
                            const struct staith_wire_client_options *options,
                            struct staith_wire_client **ret_client, struct staith_err *err)
{
    struct staith_wire_client *client = calloc(1, sizeof(*client));
    if (client == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the connection");
    }
    client->wire = wire;
    int rc = copy_options(client, options, err);
    if (rc == 0) {
        rc = connect_now(client, err);
    }
    if (rc != 0) {
        staith_wire_client_close(client);
        return rc;
    }
    *ret_client = client;
    return 0;
}

void staith_wire_client_close(struct staith_wire_client *client)
{
    if (client == NULL) {
        return;
    }
    disconnect(client);
    sodium_memzero(client->secret_key, sizeof(client->secret_key));
    free(client);
}

int staith_wire_client_next(struct staith_wire_client *client, struct staith_err *err)
{
    disconnect(client);
    client->at = (client->at + 1) % client->endpoint_count;
    return connect_now(client, err);
}

const char *staith_wire_client_endpoint(const struct staith_wire_client *client)
{
    return client->endpoints[client->at];
}

int staith_wire_client_send(struct staith_wire_client *client, const void *bytes, size_t len)
{
    if (len > STAITH_WIRE_MAX_BYTES) {
        return STAITH_ERR_LIMIT;
    }
    if (client->socket == NULL) {
        return STAITH_ERR_STATE;
    }
    if (zmq_send(client->socket, bytes, len, ZMQ_DONTWAIT) < 0) {
        return errno == EAGAIN ? STAITH_ERR_AGAIN : STAITH_ERR_IO;
    }
    return 0;
}
