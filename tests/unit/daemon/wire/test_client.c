/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

struct scene {
    struct staith_loop *loop;
    struct staith_wire *wire;
    struct staith_wire_server *server;
    struct staith_wire_client *client;
    char region_public[41];
    char region_secret[41];
    char council_public[41];
    char council_secret[41];
    struct staith_timer *tick;
    const int *want;
    int target;
    int ticks_left;
    int asked;
    int answered;
    bool hop; /* move to the next endpoint inside on_message */
};

static int authority(void *ctx, const char *public_key, char ret[STAITH_WIRE_AUTHORITY_BYTES])
{
    struct scene *scene = ctx;
    (void)snprintf(ret, STAITH_WIRE_AUTHORITY_BYTES, "840");
    return strcmp(public_key, scene->council_public) == 0 ? 0 : STAITH_ERR_DENIED;
}

static void on_asked(void *ctx, const struct staith_wire_peer *peer, const char *from,
                     const uint8_t *bytes, size_t len)
{
    struct scene *scene = ctx;
    assert_string_equal(from, "840");
    scene->asked++;
    assert_int_equal(staith_wire_server_send(scene->server, peer, bytes, len), 0);
    assert_int_equal(staith_wire_server_send(scene->server, peer, bytes, len), 0);
}

static void on_drained(void *ctx)
{
    (void)ctx;
}

static void on_answer(void *ctx, const uint8_t *bytes, size_t len)
{
    struct scene *scene = ctx;
    assert_int_equal(len, 4);
    assert_memory_equal(bytes, "ping", 4);
    scene->answered++;
    if (scene->hop) {
        assert_int_equal(staith_wire_client_next(scene->client, NULL), 0);
    }
}

static void on_tick(void *ctx)
{
    struct scene *scene = ctx;
    if (--scene->ticks_left <= 0 || (scene->want != NULL && *scene->want >= scene->target)) {
        staith_loop_stop(scene->loop);
    }
}

static void pump(struct scene *scene, const int *want, int target, int ms)
{
    scene->want = want;
    scene->target = target;
    scene->ticks_left = ms / 5;
    assert_int_equal(staith_timer_start(scene->loop, 5, 5, on_tick, scene, &scene->tick), 0);
    assert_int_equal(staith_loop_run(scene->loop), 0);
    staith_timer_stop(scene->tick);
}

static void open_server(struct scene *scene, const char *endpoint)
{
    struct staith_wire_server_options options = {
        .endpoints = &endpoint,
        .endpoint_count = 1,
        .secret_key = scene->region_secret,
        .authority = authority,
        .on_message = on_asked,
        .on_drained = on_drained,
        .ctx = scene,
    };
    assert_int_equal(staith_wire_server_open(scene->wire, &options, &scene->server, NULL), 0);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    assert_non_null(scene);
    assert_int_equal(zmq_curve_keypair(scene->region_public, scene->region_secret), 0);
    assert_int_equal(zmq_curve_keypair(scene->council_public, scene->council_secret), 0);
    assert_int_equal(staith_loop_new(&scene->loop, NULL), 0);
    assert_int_equal(staith_wire_new(scene->loop, &scene->wire, NULL), 0);
    open_server(scene, "tcp://127.0.0.1:*");
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    staith_wire_client_close(scene->client);
    staith_wire_client_close(NULL);
    staith_wire_server_close(scene->server);
    staith_wire_free(scene->wire);
    staith_loop_free(scene->loop);
    free(scene);
    return 0;
}

static int open_client(struct scene *scene, const char *const *endpoints, uint32_t count,
                       const char *server_key)
{
    struct staith_wire_client_options options = {
        .endpoints = endpoints,
        .endpoint_count = count,
        .secret_key = scene->council_secret,
        .server_key = server_key,
        .on_message = on_answer,
        .ctx = scene,
    };
    return staith_wire_client_open(scene->wire, &options, &scene->client, NULL);
}

static void test_question_and_answer(void **state)
{
    struct scene *scene = *state;
    const char *endpoint = staith_wire_server_endpoint(scene->server, 0);
    assert_int_equal(open_client(scene, &endpoint, 1, scene->region_public), 0);
    assert_int_equal(staith_wire_client_send(scene->client, "ping", 4), 0);
    pump(scene, &scene->answered, 2, 5000);
    assert_int_equal(scene->asked, 1);
    assert_int_equal(scene->answered, 2);
}

static void test_next_endpoint_and_moving_inside_the_callback(void **state)
{
    struct scene *scene = *state;
    /* port 1 of loopback: nobody listens */
    const char *endpoints[] = {"tcp://127.0.0.1:1", staith_wire_server_endpoint(scene->server, 0)};
    assert_int_equal(open_client(scene, endpoints, 2, scene->region_public), 0);
    assert_string_equal(staith_wire_client_endpoint(scene->client), endpoints[0]);
    assert_int_equal(staith_wire_client_send(scene->client, "lost", 4), 0);
    pump(scene, &scene->asked, 1, 200);
    assert_int_equal(scene->asked, 0);
    assert_int_equal(staith_wire_client_next(scene->client, NULL), 0);
    assert_string_equal(staith_wire_client_endpoint(scene->client), endpoints[1]);
    assert_int_equal(staith_wire_client_send(scene->client, "ping", 4), 0);
    scene->hop = true;
    pump(scene, &scene->answered, 1, 5000);
    pump(scene, NULL, 0, 100);
    assert_int_equal(scene->asked, 1);
    assert_int_equal(scene->answered, 1); /* the second answer went down with its socket */
    assert_string_equal(staith_wire_client_endpoint(scene->client), endpoints[0]);
}

static void test_server_that_restarts_is_found_again(void **state)
{
    struct scene *scene = *state;
    char endpoint[256];
    (void)snprintf(endpoint, sizeof(endpoint), "%s", staith_wire_server_endpoint(scene->server, 0));
    const char *endpoints[] = {endpoint};
    assert_int_equal(open_client(scene, endpoints, 1, scene->region_public), 0);
    assert_int_equal(staith_wire_client_send(scene->client, "ping", 4), 0);
    pump(scene, &scene->answered, 2, 5000);
    staith_wire_server_close(scene->server);
    scene->server = NULL;
    pump(scene, NULL, 0, 100);
    open_server(scene, endpoint);
    assert_int_equal(staith_wire_client_send(scene->client, "ping", 4), 0);
    pump(scene, &scene->answered, 4, 5000);
    assert_int_equal(scene->answered, 4);
}

static void test_another_server_hears_nothing(void **state)
{
    struct scene *scene = *state;
    const char *endpoint = staith_wire_server_endpoint(scene->server, 0);
    /* the council was told another region's key */
    assert_int_equal(open_client(scene, &endpoint, 1, scene->council_public), 0);
    assert_int_equal(staith_wire_client_send(scene->client, "ping", 4), 0);
    pump(scene, &scene->asked, 1, 500);
    assert_int_equal(scene->asked, 0);
}

static void test_limits(void **state)
{
    struct scene *scene = *state;
    const char *endpoint = "tcp://127.0.0.1:1";
    assert_int_equal(open_client(scene, &endpoint, 1, "not a key"), STAITH_ERR_INVAL);
    assert_int_equal(open_client(scene, &endpoint, 0, scene->region_public), STAITH_ERR_INVAL);
    assert_null(scene->client);
    assert_int_equal(open_client(scene, &endpoint, 1, scene->region_public), 0);
    char *big = calloc(1, STAITH_WIRE_MAX_BYTES + 1);
    assert_non_null(big);
    assert_int_equal(staith_wire_client_send(scene->client, big, STAITH_WIRE_MAX_BYTES + 1),
                     STAITH_ERR_LIMIT);
    free(big);
    /* nobody listens: the queue fills and says so */
    for (int i = 0; i < STAITH_WIRE_WINDOW; i++) {
        assert_int_equal(staith_wire_client_send(scene->client, "ping", 4), 0);
    }
    assert_int_equal(staith_wire_client_send(scene->client, "ping", 4), STAITH_ERR_AGAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_question_and_answer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_next_endpoint_and_moving_inside_the_callback, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_server_that_restarts_is_found_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_another_server_hears_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
