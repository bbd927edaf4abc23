/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/internal.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

enum { COUNCILS = 2, SILENT = 300 };

struct key {
    char public_key[41];
    char secret_key[41];
};

struct scene {
    struct staith_loop *loop;
    struct staith_wire *wire;
    struct staith_wire_server *server;
    void *clients; /* a ZeroMQ context for peers that do as they like */
    struct key region;
    struct key council[COUNCILS];
    bool registered[COUNCILS];
    struct staith_timer *tick;
    const int *want; /* stop when *want reaches target */
    int target;
    int ticks_left;
    int messages;
    int drained;
    char authorities[16][16];
    char texts[16][16];
};

static int authority(void *ctx, const char *public_key, char ret[STAITH_WIRE_AUTHORITY_BYTES])
{
    struct scene *scene = ctx;
    for (int i = 0; i < COUNCILS; i++) {
        if (scene->registered[i] && strcmp(scene->council[i].public_key, public_key) == 0) {
            (void)snprintf(ret, STAITH_WIRE_AUTHORITY_BYTES, "84%d", i);
            return 0;
        }
    }
    return STAITH_ERR_DENIED;
}

static void on_message(void *ctx, const struct staith_wire_peer *peer, const char *from,
                       const uint8_t *bytes, size_t len)
{
    struct scene *scene = ctx;
    assert_true(scene->messages < 16);
    (void)snprintf(scene->authorities[scene->messages], 16, "%s", from);
    (void)snprintf(scene->texts[scene->messages], 16, "%.*s", len < 15 ? (int)len : 15,
                   (const char *)bytes);
    scene->messages++;
    (void)staith_wire_server_send(scene->server, peer, "heard", 5);
}

static void on_drained(void *ctx)
{
    struct scene *scene = ctx;
    scene->drained++;
}

static void on_tick(void *ctx)
{
    struct scene *scene = ctx;
    scene->ticks_left--;
    if (scene->ticks_left <= 0 || (scene->want != NULL && *scene->want >= scene->target)) {
        staith_loop_stop(scene->loop);
    }
}

/* Run until `want` reaches `target`, for at most `ms`. */
static void pump(struct scene *scene, const int *want, int target, int ms)
{
    scene->want = want;
    scene->target = target;
    scene->ticks_left = ms / 5;
    assert_int_equal(staith_timer_start(scene->loop, 5, 5, on_tick, scene, &scene->tick), 0);
    assert_int_equal(staith_loop_run(scene->loop), 0);
    staith_timer_stop(scene->tick);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    assert_non_null(scene);
    assert_int_equal(zmq_curve_keypair(scene->region.public_key, scene->region.secret_key), 0);
    for (int i = 0; i < COUNCILS; i++) {
        struct key *key = &scene->council[i];
        assert_int_equal(zmq_curve_keypair(key->public_key, key->secret_key), 0);
        scene->registered[i] = true;
    }
    assert_int_equal(staith_loop_new(&scene->loop, NULL), 0);
    assert_int_equal(staith_wire_new(scene->loop, &scene->wire, NULL), 0);
    static const char *const endpoints[] = {"tcp://127.0.0.1:*"};
    struct staith_wire_server_options options = {
        .endpoints = endpoints,
        .endpoint_count = 1,
        .secret_key = scene->region.secret_key,
        .authority = authority,
        .on_message = on_message,
        .on_drained = on_drained,
        .ctx = scene,
    };
    assert_int_equal(staith_wire_server_open(scene->wire, &options, &scene->server, NULL), 0);
    scene->clients = zmq_ctx_new();
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(zmq_ctx_term(scene->clients), 0);
    staith_wire_server_close(scene->server);
    staith_wire_server_close(NULL);
    staith_wire_free(scene->wire);
    staith_loop_free(scene->loop);
    free(scene);
    return 0;
}

/* A peer with raw ZeroMQ. `key` NULL: without CURVE. */
static void *peer(struct scene *scene, const struct key *key, const char *server_key,
                  const char *routing_id)
{
    void *socket = zmq_socket(scene->clients, ZMQ_DEALER);
    assert_non_null(socket);
    int none = 0;
    int soon = 50;
    assert_int_equal(zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof(none)), 0);
    assert_int_equal(zmq_setsockopt(socket, ZMQ_RECONNECT_IVL, &soon, sizeof(soon)), 0);
    if (key != NULL) {
        assert_int_equal(staith_wire_set_text(socket, ZMQ_CURVE_SERVERKEY, server_key), 0);
        assert_int_equal(staith_wire_set_text(socket, ZMQ_CURVE_PUBLICKEY, key->public_key), 0);
        assert_int_equal(staith_wire_set_text(socket, ZMQ_CURVE_SECRETKEY, key->secret_key), 0);
    }
    if (routing_id != NULL) {
        assert_int_equal(staith_wire_set_text(socket, ZMQ_ROUTING_ID, routing_id), 0);
    }
    assert_int_equal(zmq_connect(socket, staith_wire_server_endpoint(scene->server, 0)), 0);
    return socket;
}

static void say(void *socket, const char *text)
{
    assert_int_equal(zmq_send(socket, text, strlen(text), ZMQ_DONTWAIT), strlen(text));
}

static void test_the_key_says_who_speaks(void **state)
{
    struct scene *scene = *state;
    assert_non_null(strstr(staith_wire_server_endpoint(scene->server, 0), "tcp://127.0.0.1:"));
    assert_null(strchr(staith_wire_server_endpoint(scene->server, 0), '*'));
    assert_null(staith_wire_server_endpoint(scene->server, 1));
    /* the second takes the routing id that the first has, and says that it is 840 */
    void *first = peer(scene, &scene->council[0], scene->region.public_key, "840");
    say(first, "a");
    pump(scene, &scene->messages, 1, 5000);
    void *second = peer(scene, &scene->council[1], scene->region.public_key, "841");
    say(second, "I am 840");
    pump(scene, &scene->messages, 2, 5000);
    assert_int_equal(scene->messages, 2);
    assert_string_equal(scene->authorities[0], "840");
    assert_string_equal(scene->authorities[1], "841");
    assert_true(scene->drained >= 2);
    char answer[8];
    assert_int_equal(zmq_recv(first, answer, sizeof(answer), 0), 5);
    assert_memory_equal(answer, "heard", 5);
    (void)zmq_close(first);
    (void)zmq_close(second);
}

static void test_unknown_key_is_put_off_and_comes_in_when_registered(void **state)
{
    struct scene *scene = *state;
    struct staith_wire_counts counts;
    scene->registered[0] = false;
    void *socket = peer(scene, &scene->council[0], scene->region.public_key, NULL);
    say(socket, "early");
    pump(scene, &scene->messages, 1, 400);
    assert_int_equal(scene->messages, 0);
    staith_wire_server_counts(scene->server, &counts);
    assert_true(counts.refused >= 1);
    assert_int_equal(counts.admitted, 0);
    scene->registered[0] = true;
    pump(scene, &scene->messages, 1, 10000);
    assert_int_equal(scene->messages, 1);
    assert_string_equal(scene->texts[0], "early");
    (void)zmq_close(socket);
}

static void test_wrong_server_key_and_no_key_are_refused(void **state)
{
    struct scene *scene = *state;
    struct key other;
    struct staith_wire_counts counts;
    assert_int_equal(zmq_curve_keypair(other.public_key, other.secret_key), 0);
    void *wrong = peer(scene, &scene->council[0], other.public_key, NULL);
    void *bare = peer(scene, NULL, NULL, NULL);
    say(wrong, "a");
    say(bare, "b");
    pump(scene, &scene->messages, 1, 700);
    assert_int_equal(scene->messages, 0);
    staith_wire_server_counts(scene->server, &counts);
    assert_int_equal(counts.admitted, 0);
    (void)zmq_close(wrong);
    (void)zmq_close(bare);
}

static void test_key_taken_off_the_list_is_silent_at_once(void **state)
{
    struct scene *scene = *state;
    struct staith_wire_counts counts;
    void *socket = peer(scene, &scene->council[0], scene->region.public_key, NULL);
    say(socket, "before");
    pump(scene, &scene->messages, 1, 5000);
    assert_int_equal(scene->messages, 1);
    scene->registered[0] = false;
    say(socket, "after");
    pump(scene, &scene->messages, 2, 300);
    assert_int_equal(scene->messages, 1);
    staith_wire_server_counts(scene->server, &counts);
    assert_int_equal(counts.dropped, 1);
    assert_int_equal(counts.messages, 1);
    (void)zmq_close(socket);
}

static void test_oversize_and_multipart_are_not_delivered(void **state)
{
    struct scene *scene = *state;
    size_t len = 300 * 1024;
    char *big = calloc(1, len);
    assert_non_null(big);
    void *hostile = peer(scene, &scene->council[0], scene->region.public_key, NULL);
    void *honest = peer(scene, &scene->council[1], scene->region.public_key, NULL);
    assert_int_equal(zmq_send(hostile, big, len, ZMQ_DONTWAIT), len);
    assert_int_equal(zmq_send(honest, "two", 3, ZMQ_DONTWAIT | ZMQ_SNDMORE), 3);
    assert_int_equal(zmq_send(honest, "parts", 5, ZMQ_DONTWAIT), 5);
    say(honest, "one");
    pump(scene, &scene->messages, 1, 5000);
    pump(scene, &scene->messages, 2, 200);
    assert_int_equal(scene->messages, 1);
    assert_string_equal(scene->texts[0], "one");
    /* the greatest that a council may send does come */
    assert_int_equal(zmq_send(honest, big, STAITH_WIRE_MAX_BYTES, ZMQ_DONTWAIT),
                     STAITH_WIRE_MAX_BYTES);
    pump(scene, &scene->messages, 2, 5000);
    assert_int_equal(scene->messages, 2);
    struct staith_wire_peer nobody = {.len = 3, .id = "abc"};
    assert_int_equal(staith_wire_server_send(scene->server, &nobody, "x", 1), STAITH_ERR_NOTFOUND);
    assert_int_equal(
        staith_wire_server_send(scene->server, &nobody, big, STAITH_WIRE_MAX_BYTES + 1),
        STAITH_ERR_LIMIT);
    free(big);
    (void)zmq_close(hostile);
    (void)zmq_close(honest);
}

static void test_silent_connections_do_not_lock_out(void **state)
{
    struct scene *scene = *state;
    struct sockaddr_in address;
    int fds[SILENT];
    const char *colon = strrchr(staith_wire_server_endpoint(scene->server, 0), ':');
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < SILENT; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_true(fds[i] >= 0);
        assert_int_equal(connect(fds[i], (struct sockaddr *)&address, sizeof(address)), 0);
    }
    void *socket = peer(scene, &scene->council[0], scene->region.public_key, NULL);
    say(socket, "through");
    pump(scene, &scene->messages, 1, 5000);
    assert_int_equal(scene->messages, 1);
    /* and the silent ones are shown the door within the handshake limit */
    pump(scene, NULL, 0, 2500);
    int closed = 0;
    for (int i = 0; i < SILENT; i++) {
        char bytes[256];
        ssize_t got = 0;
        do {
            got = recv(fds[i], bytes, sizeof(bytes), MSG_DONTWAIT);
        } while (got > 0);
        closed += got == 0 ? 1 : 0;
        (void)close(fds[i]);
    }
    assert_int_equal(closed, SILENT);
    (void)zmq_close(socket);
}

static void test_taken_port_is_an_error_with_advice(void **state)
{
    struct scene *scene = *state;
    struct staith_loop *loop = NULL;
    struct staith_wire *wire = NULL;
    struct staith_wire_server *server = NULL;
    struct staith_err err = {0};
    const char *endpoint = staith_wire_server_endpoint(scene->server, 0);
    assert_int_equal(staith_loop_new(&loop, NULL), 0);
    assert_int_equal(staith_wire_new(loop, &wire, NULL), 0);
    struct staith_wire_server_options options = {
        .endpoints = &endpoint,
        .endpoint_count = 1,
        .secret_key = scene->region.secret_key,
        .authority = authority,
        .on_message = on_message,
        .on_drained = on_drained,
        .ctx = scene,
    };
    assert_int_equal(staith_wire_server_open(wire, &options, &server, &err), STAITH_ERR_EXISTS);
    assert_string_equal(err.where, endpoint);
    assert_true(err.remedy[0] != '\0');
    options.secret_key = "short";
    assert_int_equal(staith_wire_server_open(wire, &options, &server, &err), STAITH_ERR_INVAL);
    options.endpoint_count = 0;
    assert_int_equal(staith_wire_server_open(wire, &options, &server, &err), STAITH_ERR_INVAL);
    assert_null(server);
    staith_wire_free(wire);
    staith_loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_key_says_who_speaks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unknown_key_is_put_off_and_comes_in_when_registered,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_wrong_server_key_and_no_key_are_refused, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_key_taken_off_the_list_is_silent_at_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_oversize_and_multipart_are_not_delivered, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_silent_connections_do_not_lock_out, setup, teardown),
        cmocka_unit_test_setup_teardown(test_taken_port_is_an_error_with_advice, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
