/* SPDX-License-Identifier: Apache-2.0 */
#include "base/z85.h"
#include "wire/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

static const uint8_t known[32] = {1, 2, 3};
static const uint8_t stranger[32] = {9, 9, 9};

static int authority(void *ctx, const char *public_key, char ret[STAITH_WIRE_AUTHORITY_BYTES])
{
    (void)ctx;
    char text[STAITH_WIRE_KEY_TEXT];
    staith_z85_encode(known, text);
    if (strcmp(text, public_key) != 0) {
        return STAITH_ERR_DENIED;
    }
    memcpy(ret, "840", 4);
    return 0;
}

struct scene {
    struct staith_loop *loop;
    struct staith_wire *wire;
    struct staith_wire_zap *zap;
    void *peer;
    char code[8];
    char user[64];
    int parts;
};

static void look(void *ctx)
{
    struct scene *scene = ctx;
    char text[6][64];
    int parts = 0;
    int more = 1;
    while (more != 0) {
        assert_true(parts < 6);
        int got = zmq_recv(scene->peer, text[parts], 63, ZMQ_DONTWAIT);
        if (got < 0) {
            return;
        }
        text[parts++][got] = '\0';
        size_t len = sizeof(more);
        assert_int_equal(zmq_getsockopt(scene->peer, ZMQ_RCVMORE, &more, &len), 0);
    }
    assert_int_equal(parts, 6);
    assert_string_equal(text[0], "1.0");
    assert_string_equal(text[1], "id7");
    memcpy(scene->code, text[2], sizeof(scene->code));
    memcpy(scene->user, text[4], sizeof(scene->user));
    scene->parts = parts;
    staith_loop_stop(scene->loop);
}

/* Ask the handler as libzmq does, and take its answer. */
static void ask(struct scene *scene, const char *domain, const char *mechanism, const void *key,
                size_t key_len, int extra)
{
    assert_int_equal(zmq_send(scene->peer, "1.0", 3, ZMQ_SNDMORE), 3);
    assert_int_equal(zmq_send(scene->peer, "id7", 3, ZMQ_SNDMORE), 3);
    assert_true(zmq_send(scene->peer, domain, strlen(domain), ZMQ_SNDMORE) >= 0);
    assert_true(zmq_send(scene->peer, "127.0.0.1", 9, ZMQ_SNDMORE) >= 0);
    assert_true(zmq_send(scene->peer, "", 0, ZMQ_SNDMORE) >= 0);
    assert_true(zmq_send(scene->peer, mechanism, strlen(mechanism), ZMQ_SNDMORE) >= 0);
    for (int i = 0; i < extra; i++) {
        assert_true(zmq_send(scene->peer, "x", 1, ZMQ_SNDMORE) >= 0);
    }
    assert_true(zmq_send(scene->peer, key, key_len, 0) >= 0);
    struct staith_timer *timer = NULL;
    scene->parts = 0;
    assert_int_equal(staith_timer_start(scene->loop, 1, 1, look, scene, &timer), 0);
    assert_int_equal(staith_loop_run(scene->loop), 0);
    staith_timer_stop(timer);
}

static void test_answers(void **state)
{
    (void)state;
    struct scene scene = {0};
    assert_int_equal(staith_loop_new(&scene.loop, NULL), 0);
    assert_int_equal(staith_wire_new(scene.loop, &scene.wire, NULL), 0);
    assert_int_equal(staith_wire_zap_open(scene.wire, authority, NULL, &scene.zap, NULL), 0);
    scene.peer = zmq_socket(staith_wire_context(scene.wire), ZMQ_REQ);
    assert_int_equal(zmq_connect(scene.peer, "inproc://zeromq.zap.01"), 0);

    char text[STAITH_WIRE_KEY_TEXT];
    staith_z85_encode(known, text);
    ask(&scene, "staith", "CURVE", known, 32, 0);
    assert_string_equal(scene.code, "200");
    assert_string_equal(scene.user, text);

    /* 300, never 400 or 500, which silence a client for ever */
    ask(&scene, "staith", "CURVE", stranger, 32, 0);
    assert_string_equal(scene.code, "300");
    assert_string_equal(scene.user, "");
    ask(&scene, "staith", "CURVE", known, 31, 0);
    assert_string_equal(scene.code, "300");
    ask(&scene, "other", "CURVE", known, 32, 0);
    assert_string_equal(scene.code, "300");
    ask(&scene, "staith", "PLAIN", known, 32, 0);
    assert_string_equal(scene.code, "300");
    ask(&scene, "staith", "CURVE", known, 32, 3);
    assert_string_equal(scene.code, "300");
    ask(&scene, "staith", "CURVE", known, 32, 0);
    assert_string_equal(scene.code, "200");
    assert_int_equal(staith_wire_zap_admitted(scene.zap), 2);
    assert_int_equal(staith_wire_zap_refused(scene.zap), 5);

    struct staith_wire_zap *second = NULL;
    assert_int_equal(staith_wire_zap_open(scene.wire, authority, NULL, &second, NULL),
                     STAITH_ERR_EXISTS);
    assert_null(second);
    assert_int_equal(zmq_close(scene.peer), 0);
    staith_wire_zap_close(scene.zap);
    staith_wire_free(scene.wire);
    staith_loop_free(scene.loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
