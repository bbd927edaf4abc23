/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The region's ROUTER. The User-Id is read from the body frame: on the routing-id frame it is gone
 * after any look at ZMQ_EVENTS.
 */
#include "loop/zmqpoll.h"
#include "wire/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

/* Option 93 is in every build of 4.3, but the header hides it among the drafts. Without it an empty
 * or missing domain would switch ZAP off. */
enum { OPTION_ZAP_ENFORCE_DOMAIN = 93, ENDPOINT_BYTES = 256 };

struct staith_wire_server {
    void *socket;
    struct staith_zmqpoll *poll;
    struct staith_wire_zap *zap;
    struct staith_wire_server_options options; /* callbacks; its strings are not used after open */
    uint32_t endpoint_count;
    char endpoints[STAITH_WIRE_MAX_ENDPOINTS][ENDPOINT_BYTES];
    uint64_t messages;
    uint64_t dropped;
};

/* Drop what is left of a message of too many parts. */
static void skip_rest(void *socket)
{
    int more = 1;
    size_t len = sizeof(more);
    while (zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &len) == 0 && more != 0) {
        char byte = 0;
        if (zmq_recv(socket, &byte, sizeof(byte), ZMQ_DONTWAIT) < 0) {
            return;
        }
    }
}

static void deliver(struct staith_wire_server *server, const struct staith_wire_peer *peer,
                    zmq_msg_t *body)
{
    char authority[STAITH_WIRE_AUTHORITY_BYTES];
    const char *key = zmq_msg_gets(body, "User-Id");
    if (key == NULL || zmq_msg_more(body) != 0 ||
        server->options.authority(server->options.ctx, key, authority) != 0) {
        server->dropped++;
        return;
    }
    server->messages++;
    server->options.on_message(server->options.ctx, peer, authority, zmq_msg_data(body),
                               zmq_msg_size(body));
}

/* One message: routing id, body. False: no more input. */
static bool receive(struct staith_wire_server *server)
{
    struct staith_wire_peer peer;
    int got = zmq_recv(server->socket, peer.id, sizeof(peer.id), ZMQ_DONTWAIT);
    if (got < 0) {
        return errno == EINTR;
    }
    peer.len = (size_t)got; /* routing ids are of 255 bytes at most */
    zmq_msg_t body;
    (void)zmq_msg_init(&body);
    if (zmq_msg_recv(&body, server->socket, ZMQ_DONTWAIT) >= 0) {
        deliver(server, &peer, &body);
        skip_rest(server->socket);
    }
    (void)zmq_msg_close(&body);
    return true;
}

static void on_input(void *ctx)
{
    struct staith_wire_server *server = ctx;
    for (int i = 0; i < STAITH_WIRE_BATCH && receive(server); i++) {
    }
    server->options.on_drained(server->options.ctx);
}

/* "tcp://[::ffff:127.0.0.1]:5" is how an IPv6 socket names an IPv4 address: write it as people do.
 */
static void plain_ipv4(char *endpoint)
{
    static const char mapped[] = "tcp://[::ffff:";
    char *close = strchr(endpoint, ']');
    if (strncmp(endpoint, mapped, sizeof(mapped) - 1) != 0 || close == NULL) {
        return;
    }
    char *out = endpoint + strlen("tcp://");
    const char *address = endpoint + sizeof(mapped) - 1;
    size_t len = (size_t)(close - address);
    memmove(out, address, len);
    memmove(out + len, close + 1, strlen(close + 1) + 1);
}

static int bind_one(struct staith_wire_server *server, const char *endpoint, struct staith_err *err)
{
    if (zmq_bind(server->socket, endpoint) != 0) {
        int number = zmq_errno();
        int rc = staith_wire_error(err, "cannot listen");
        staith_err_at(err, endpoint, 0, 0);
        if (number == EADDRINUSE) {
            staith_err_remedy(err, "stop the program that listens there, or choose another port");
        }
        return rc;
    }
    char *bound = server->endpoints[server->endpoint_count];
    size_t len = ENDPOINT_BYTES;
    if (zmq_getsockopt(server->socket, ZMQ_LAST_ENDPOINT, bound, &len) != 0) {
        return staith_wire_error(err, "the endpoint does not tell its port");
    }
    plain_ipv4(bound);
    server->endpoint_count++;
    return 0;
}

static int make_socket(struct staith_wire *wire, struct staith_wire_server *server,
                       struct staith_err *err)
{
    server->socket = staith_wire_socket(wire, ZMQ_ROUTER, err);
    if (server->socket == NULL) {
        return STAITH_ERR_IO;
    }
    if (staith_wire_set_int(server->socket, ZMQ_ROUTER_MANDATORY, 1) != 0 ||
        staith_wire_set_text(server->socket, ZMQ_ZAP_DOMAIN, STAITH_WIRE_ZAP_DOMAIN) != 0 ||
        staith_wire_set_int(server->socket, OPTION_ZAP_ENFORCE_DOMAIN, 1) != 0 ||
        staith_wire_set_int(server->socket, ZMQ_CURVE_SERVER, 1) != 0 ||
        staith_wire_set_text(server->socket, ZMQ_CURVE_SECRETKEY, server->options.secret_key) !=
            0) {
        return staith_wire_error(err, "the server does not take its settings");
    }
    return 0;
}

int staith_wire_server_open(struct staith_wire *wire,
                            const struct staith_wire_server_options *options,
                            struct staith_wire_server **ret_server, struct staith_err *err)
{
    if (options->endpoint_count == 0 || options->endpoint_count > STAITH_WIRE_MAX_ENDPOINTS) {
        return staith_err_set(err, STAITH_ERR_INVAL, "1 to %d endpoints are needed, not %u",
                              STAITH_WIRE_MAX_ENDPOINTS, (unsigned)options->endpoint_count);
    }
    if (!staith_wire_key_valid(options->secret_key)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the transport key is not a CURVE key");
    }
    struct staith_wire_server *server = calloc(1, sizeof(*server));
    if (server == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the server");
    }
    server->options = *options;
    int rc = staith_wire_zap_open(wire, options->authority, options->ctx, &server->zap, err);
    if (rc != 0) {
        goto out;
    }
    rc = make_socket(wire, server, err);
    for (uint32_t i = 0; rc == 0 && i < options->endpoint_count; i++) {
        rc = bind_one(server, options->endpoints[i], err);
    }
    if (rc != 0) {
        goto out;
    }
    rc = staith_zmqpoll_start(staith_wire_loop(wire), server->socket, on_input, server,
                              &server->poll, err);
    if (rc != 0) {
        goto out;
    }
    *ret_server = server;
    server = NULL;
out:
    staith_wire_server_close(server);
    return rc;
}

void staith_wire_server_close(struct staith_wire_server *server)
{
    if (server == NULL) {
        return;
    }
    staith_zmqpoll_stop(server->poll);
    if (server->socket != NULL) {
        (void)zmq_close(server->socket);
    }
    staith_wire_zap_close(server->zap);
    free(server);
}

const char *staith_wire_server_endpoint(const struct staith_wire_server *server, uint32_t index)
{
    return index < server->endpoint_count ? server->endpoints[index] : NULL;
}

void staith_wire_server_counts(const struct staith_wire_server *server,
                               struct staith_wire_counts *ret_counts)
{
    ret_counts->messages = server->messages;
    ret_counts->dropped = server->dropped;
    ret_counts->admitted = staith_wire_zap_admitted(server->zap);
    ret_counts->refused = staith_wire_zap_refused(server->zap);
}

int staith_wire_server_send(struct staith_wire_server *server, const struct staith_wire_peer *peer,
                            const void *bytes, size_t len)
{
    if (len > STAITH_WIRE_MAX_BYTES) {
        return STAITH_ERR_LIMIT;
    }
    /* The first part already says whether the peer is there and has room (ROUTER_MANDATORY). */
    if (zmq_send(server->socket, peer->id, peer->len, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0) {
        return errno == EAGAIN ? STAITH_ERR_AGAIN : STAITH_ERR_NOTFOUND;
    }
    return zmq_send(server->socket, bytes, len, ZMQ_DONTWAIT) < 0 ? STAITH_ERR_IO : 0;
}
