/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The check of keys with any frames: a list of parts, each a length (two bytes) and bytes, is one
 * request. Every request has one reply, of six parts, that echoes its number and lets in whom the
 * list has, and nobody else.
 */
#include "base/z85.h"
#include "fuzz.h"
#include "wire/internal.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>
#include <zmq.h>

enum { MAX_PARTS = 12, REPLY_PARTS = 6, PART_BYTES = 4096, KEPT_BYTES = 256, TURNS = 1000 };

static const uint8_t known[STAITH_Z85_KEY_BYTES] = "a key of thirty-two bytes, exact";

struct part {
    const uint8_t *bytes;
    size_t len;
};

struct scene {
    struct staith_loop *loop;
    struct staith_wire *wire;
    struct staith_wire_zap *zap;
    void *asks;
    char key[STAITH_WIRE_KEY_TEXT];
};

static int authority(void *ctx, const char *public_key,
                     char ret_authority[STAITH_WIRE_AUTHORITY_BYTES])
{
    const struct scene *scene = ctx;
    bool is = strcmp(public_key, scene->key) == 0;
    memcpy(ret_authority, is ? "840" : "", is ? 4 : 1);
    return is ? 0 : STAITH_ERR_DENIED;
}

static void begin(struct scene *scene)
{
    staith_z85_encode(known, scene->key);
    if (staith_loop_new(&scene->loop, NULL) != 0 ||
        staith_wire_new(scene->loop, &scene->wire, NULL) != 0 ||
        staith_wire_zap_open(scene->wire, authority, scene, &scene->zap, NULL) != 0) {
        fuzz_wrong("the check of keys does not start");
    }
    scene->asks = zmq_socket(staith_wire_context(scene->wire), ZMQ_DEALER);
    if (scene->asks == NULL || staith_wire_set_int(scene->asks, ZMQ_LINGER, 0) != 0 ||
        zmq_connect(scene->asks, "inproc://zeromq.zap.01") != 0) {
        fuzz_wrong("nobody can ask");
    }
}

/* libFuzzer leaves by exit. */
static struct scene the_scene;

static void end(void)
{
    (void)zmq_close(the_scene.asks);
    staith_wire_zap_close(the_scene.zap);
    staith_wire_free(the_scene.wire);
    staith_loop_free(the_scene.loop);
}

static size_t cut(const uint8_t *bytes, size_t len, struct part parts[MAX_PARTS])
{
    size_t count = 0;
    for (size_t at = 0; count < MAX_PARTS && len - at >= 2; count++) {
        const size_t said = ((size_t)bytes[at] << 8) | bytes[at + 1];
        const size_t part = said < len - at - 2 ? said : len - at - 2;
        parts[count] = (struct part){bytes + at + 2, part};
        at += 2 + part;
    }
    return count;
}

static void ask(void *socket, const struct part *parts, size_t count)
{
    int rc = zmq_send(socket, "", 0, ZMQ_SNDMORE);
    for (size_t i = 0; rc >= 0 && i < count; i++) {
        rc = zmq_send(socket, parts[i].bytes, parts[i].len, i + 1 < count ? ZMQ_SNDMORE : 0);
    }
    if (rc < 0) {
        fuzz_wrong("a request cannot be sent");
    }
}

/* Parts of the reply after the empty one, each cut to PART_BYTES. */
static size_t hear(struct scene *scene, uint8_t out[REPLY_PARTS][PART_BYTES],
                   size_t lens[REPLY_PARTS])
{
    size_t count = 0;
    int more = 1;
    for (int turn = 0; more != 0; turn++) {
        uint8_t spare[PART_BYTES];
        size_t more_len = sizeof(more);
        uint8_t *to = count >= 1 && count <= REPLY_PARTS ? out[count - 1] : spare;
        int got = zmq_recv(scene->asks, to, PART_BYTES, ZMQ_DONTWAIT);
        if (got < 0) {
            if (turn > TURNS) {
                fuzz_wrong("a request has no reply");
            }
            (void)uv_run(staith_loop_uv(scene->loop), UV_RUN_NOWAIT);
            continue;
        }
        if (count >= 1 && count <= REPLY_PARTS) {
            lens[count - 1] = (size_t)got;
        }
        count++;
        (void)zmq_getsockopt(scene->asks, ZMQ_RCVMORE, &more, &more_len);
    }
    return count - 1;
}

static bool is(const struct part *part, const char *text)
{
    return part->len == strlen(text) && memcmp(part->bytes, text, part->len) == 0;
}

static bool may_come_in(const struct part *parts, size_t count)
{
    return count == 7 && is(&parts[0], "1.0") && is(&parts[2], STAITH_WIRE_ZAP_DOMAIN) &&
           is(&parts[5], "CURVE") && parts[6].len == sizeof(known) &&
           memcmp(parts[6].bytes, known, sizeof(known)) == 0 && parts[1].len <= KEPT_BYTES &&
           parts[3].len <= KEPT_BYTES && parts[4].len <= KEPT_BYTES;
}

/* The number of a request comes back, or nothing where it was too long to be kept. */
static void check_number(const struct part *asked, const uint8_t *bytes, size_t len)
{
    const size_t number = asked != NULL && asked->len <= KEPT_BYTES ? asked->len : 0;
    if (len != number || (number > 0 && memcmp(bytes, asked->bytes, number) != 0)) {
        fuzz_wrong("a reply has another number than its request, or more than was kept of it");
    }
}

static void check(const struct scene *scene, const struct part *parts, size_t count,
                  uint8_t out[REPLY_PARTS][PART_BYTES], const size_t lens[REPLY_PARTS])
{
    bool welcome = lens[2] == 3 && memcmp(out[2], "200", 3) == 0;
    if (lens[0] != 3 || memcmp(out[0], "1.0", 3) != 0 || lens[2] != 3 ||
        (!welcome && memcmp(out[2], "300", 3) != 0)) {
        fuzz_wrong("a reply is not one of ZAP");
    }
    if (welcome != may_come_in(parts, count)) {
        fuzz_wrong(welcome ? "a stranger is let in" : "a council is kept out");
    }
    check_number(count > 1 ? &parts[1] : NULL, out[1], lens[1]);
    if (lens[4] != (welcome ? strlen(scene->key) : 0)) {
        fuzz_wrong("a user has another name than the key");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static uint8_t out[REPLY_PARTS][PART_BYTES];
    struct part parts[MAX_PARTS];
    size_t lens[REPLY_PARTS] = {0};
    const size_t count = cut(bytes, len, parts);
    if (the_scene.loop == NULL) {
        begin(&the_scene);
        (void)atexit(end);
    }
    if (count == 0) {
        return 0;
    }
    ask(the_scene.asks, parts, count);
    if (hear(&the_scene, out, lens) != REPLY_PARTS) {
        fuzz_wrong("a reply is not of six parts");
    }
    check(&the_scene, parts, count, out, lens);
    return 0;
}

static size_t put(uint8_t *out, size_t at, const void *bytes, size_t len)
{
    out[at] = (uint8_t)(len >> 8);
    out[at + 1] = (uint8_t)len;
    memcpy(out + at + 2, bytes, len);
    return at + 2 + len;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    static const char *const head[] = {"1.0",       "1", STAITH_WIRE_ZAP_DOMAIN,
                                       "127.0.0.1", "",  "CURVE"};
    uint8_t seed[1024];
    uint8_t stranger[STAITH_Z85_KEY_BYTES] = {1};
    for (int i = 0; i < 3; i++) {
        size_t len = 0;
        for (size_t part = 0; part < sizeof(head) / sizeof(head[0]); part++) {
            const char *text = i == 2 && part == 5 ? "PLAIN" : head[part];
            len = put(seed, len, text, strlen(text));
        }
        len = put(seed, len, i == 1 ? stranger : known, sizeof(known));
        take(ctx, seed, len);
    }
    uint8_t number[700]; /* longer than any */
    memset(number, 'a', sizeof(number));
    take(ctx, seed, put(seed, put(seed, 0, "1.0", 3), number, sizeof(number)));
    take(ctx, seed, put(seed, 0, number, sizeof(number)));
}
