/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/zmqpoll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>
#include <zmq.h>

enum { MESSAGES = 20000, BATCH = 256 };

struct flow {
    struct staith_loop *loop;
    void *push;
    void *pull;
    int received;
    int calls;
    int most;
};

static void on_input(void *ctx)
{
    struct flow *flow = ctx;
    int got = 0;
    char byte = 0;
    while (got < BATCH && zmq_recv(flow->pull, &byte, 1, ZMQ_DONTWAIT) == 1) {
        got++;
    }
    flow->calls++;
    flow->most = got > flow->most ? got : flow->most;
    flow->received += got;
    if (flow->received == MESSAGES) {
        staith_loop_stop(flow->loop);
    }
}

static void give_up(void *ctx)
{
    struct flow *flow = ctx;
    staith_loop_stop(flow->loop);
}

/* All of 20,000 messages come although no callback takes more than 256 of them, and although they
 * were all there before the loop began to wait: the descriptor says so once. */
static void test_every_message_comes(void **state)
{
    (void)state;
    struct flow flow = {0};
    struct staith_zmqpoll *poll = NULL;
    struct staith_timer *limit = NULL;
    void *context = zmq_ctx_new();
    flow.push = zmq_socket(context, ZMQ_PUSH);
    flow.pull = zmq_socket(context, ZMQ_PULL);
    int none = 0;
    assert_int_equal(zmq_setsockopt(flow.push, ZMQ_LINGER, &none, sizeof(none)), 0);
    assert_int_equal(zmq_setsockopt(flow.push, ZMQ_SNDHWM, &none, sizeof(none)), 0);
    assert_int_equal(zmq_setsockopt(flow.pull, ZMQ_RCVHWM, &none, sizeof(none)), 0);
    char endpoint[64];
    size_t len = sizeof(endpoint);
    assert_int_equal(zmq_bind(flow.pull, "tcp://127.0.0.1:*"), 0);
    assert_int_equal(zmq_getsockopt(flow.pull, ZMQ_LAST_ENDPOINT, endpoint, &len), 0);
    assert_int_equal(zmq_connect(flow.push, endpoint), 0);
    assert_int_equal(staith_loop_new(&flow.loop, NULL), 0);
    assert_int_equal(staith_zmqpoll_start(flow.loop, flow.pull, on_input, &flow, &poll, NULL), 0);
    for (int i = 0; i < MESSAGES; i++) {
        assert_int_equal(zmq_send(flow.push, "x", 1, ZMQ_DONTWAIT), 1);
    }
    const struct timespec settle = {.tv_nsec = 300000000};
    assert_int_equal(nanosleep(&settle, NULL), 0);
    assert_int_equal(staith_timer_start(flow.loop, 5000, 0, give_up, &flow, &limit), 0);
    assert_int_equal(staith_loop_run(flow.loop), 0);
    assert_int_equal(flow.received, MESSAGES);
    assert_true(flow.most <= BATCH);
    assert_true(flow.calls >= MESSAGES / BATCH);
    staith_zmqpoll_stop(poll);
    staith_zmqpoll_stop(NULL);
    staith_loop_free(flow.loop);
    assert_int_equal(zmq_close(flow.push), 0);
    assert_int_equal(zmq_close(flow.pull), 0);
    assert_int_equal(zmq_ctx_term(context), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_message_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
