/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ZAP handler (ZeroMQ RFC 27). Three things that break quietly otherwise: it must be bound
 * before the socket that it guards, or keys come in unasked; it answers 300 to a stranger, because
 * 400 and 500 silence a client for ever, also after its key is registered; and the User-Id is the
 * key itself, so that a key that was replaced or taken away is known for what it is.
 */
#include "base/z85.h"
#include "loop/zmqpoll.h"
#include "wire/internal.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"

enum {
    PARTS = 7, /* version, request, domain, address, routing id, mechanism, credentials */
    PART_BYTES = 256
};

struct staith_wire_zap {
    void *socket;
    struct staith_zmqpoll *poll;
    int (*authority)(void *ctx, const char *public_key,
                     char ret_authority[STAITH_WIRE_AUTHORITY_BYTES]);
    void *ctx;
    uint64_t admitted;
    uint64_t refused;
};

struct part {
    uint8_t bytes[PART_BYTES];
    size_t len;
};

/* Read one whole request. False: none there. Parts beyond the seventh and long ones are read and
 * thrown away, so that the reply always belongs to the request; a long one, of which zmq_recv names
 * the length that it had, counts as empty, and as one too many. */
static bool receive(void *socket, struct part parts[PARTS], size_t *ret_count)
{
    size_t count = 0;
    size_t excess = 0;
    int more = 1;
    for (size_t i = 0; i < PARTS; i++) {
        parts[i].len = 0;
    }
    while (more != 0) {
        struct part spare = {.len = 0};
        struct part *part = count < PARTS ? &parts[count] : &spare;
        int got = zmq_recv(socket, part->bytes, sizeof(part->bytes), ZMQ_DONTWAIT);
        if (got < 0) {
            return false;
        }
        bool fits = (size_t)got <= sizeof(part->bytes);
        part->len = fits ? (size_t)got : 0;
        excess += fits ? 0 : PARTS;
        count++;
        size_t len = sizeof(more);
        if (zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &len) != 0) {
            return false;
        }
    }
    *ret_count = count + excess;
    return true;
}

static bool equals(const struct part *part, const char *text)
{
    return part->len == strlen(text) && memcmp(part->bytes, text, part->len) == 0;
}

/* Whether the request is for our server and brings a key on the list. */
static bool admit(struct staith_wire_zap *zap, const struct part *parts, size_t count,
                  char key[STAITH_WIRE_KEY_TEXT])
{
    char authority[STAITH_WIRE_AUTHORITY_BYTES];
    if (count != PARTS || !equals(&parts[0], "1.0") || !equals(&parts[2], STAITH_WIRE_ZAP_DOMAIN) ||
        !equals(&parts[5], "CURVE") || parts[6].len != STAITH_Z85_KEY_BYTES) {
        return false;
    }
    staith_z85_encode(parts[6].bytes, key);
    return zap->authority(zap->ctx, key, authority) == 0;
}

static void reply(void *socket, const struct part *request, const char *code, const char *words,
                  const char *user)
{
    int rc = zmq_send(socket, "1.0", 3, ZMQ_SNDMORE);
    rc = rc < 0 ? rc : zmq_send(socket, request->bytes, request->len, ZMQ_SNDMORE);
    rc = rc < 0 ? rc : zmq_send(socket, code, strlen(code), ZMQ_SNDMORE);
    rc = rc < 0 ? rc : zmq_send(socket, words, strlen(words), ZMQ_SNDMORE);
    rc = rc < 0 ? rc : zmq_send(socket, user, strlen(user), ZMQ_SNDMORE);
    rc = rc < 0 ? rc : zmq_send(socket, "", 0, 0);
    (void)rc; /* no answer: the handshake runs into its time limit, which is a refusal */
}

static void on_input(void *ctx)
{
    struct staith_wire_zap *zap = ctx;
    struct part parts[PARTS];
    size_t count = 0;
    for (int i = 0; i < STAITH_WIRE_BATCH && receive(zap->socket, parts, &count); i++) {
        char key[STAITH_WIRE_KEY_TEXT] = "";
        const struct part none = {.len = 0};
        const struct part *request = count > 1 ? &parts[1] : &none;
        if (admit(zap, parts, count, key)) {
            zap->admitted++;
            reply(zap->socket, request, "200", "welcome", key);
        } else {
            zap->refused++;
            reply(zap->socket, request, "300", "not registered", "");
        }
    }
}

int staith_wire_zap_open(struct staith_wire *wire,
                         int (*authority)(void *ctx, const char *public_key,
                                          char ret_authority[STAITH_WIRE_AUTHORITY_BYTES]),
                         void *ctx, struct staith_wire_zap **ret_zap, struct staith_err *err)
{
    struct staith_wire_zap *zap = calloc(1, sizeof(*zap));
    if (zap == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the list of keys");
    }
    zap->authority = authority;
    zap->ctx = ctx;
    int rc = 0;
    zap->socket = zmq_socket(staith_wire_context(wire), ZMQ_REP);
    if (zap->socket == NULL || staith_wire_set_int(zap->socket, ZMQ_LINGER, 0) != 0 ||
        zmq_bind(zap->socket, ZAP_ENDPOINT) != 0) {
        rc = staith_wire_error(err, "the check of keys does not start");
        goto out;
    }
    rc = staith_zmqpoll_start(staith_wire_loop(wire), zap->socket, on_input, zap, &zap->poll, err);
    if (rc != 0) {
        goto out;
    }
    *ret_zap = zap;
    zap = NULL;
out:
    staith_wire_zap_close(zap);
    return rc;
}

void staith_wire_zap_close(struct staith_wire_zap *zap)
{
    if (zap == NULL) {
        return;
    }
    staith_zmqpoll_stop(zap->poll);
    if (zap->socket != NULL) {
        (void)zmq_close(zap->socket);
    }
    free(zap);
}

uint64_t staith_wire_zap_admitted(const struct staith_wire_zap *zap)
{
    return zap->admitted;
}

uint64_t staith_wire_zap_refused(const struct staith_wire_zap *zap)
{
    return zap->refused;
}
