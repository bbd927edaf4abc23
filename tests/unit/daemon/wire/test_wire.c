/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <zmq.h>

static int int_option(void *socket, int option)
{
    int value = -99;
    size_t len = sizeof(value);
    assert_int_equal(zmq_getsockopt(socket, option, &value, &len), 0);
    return value;
}

/* The settings whose defaults are unsafe: 4 GiB messages, 30 s handshakes, closing for ever. */
static void test_sockets_have_safe_settings(void **state)
{
    (void)state;
    struct staith_loop *loop = NULL;
    struct staith_wire *wire = NULL;
    assert_int_equal(staith_loop_new(&loop, NULL), 0);
    assert_int_equal(staith_wire_new(loop, &wire, NULL), 0);
    void *socket = staith_wire_socket(wire, ZMQ_ROUTER, NULL);
    assert_non_null(socket);
    int64_t frame_max = -1;
    size_t len = sizeof(frame_max);
    assert_int_equal(zmq_getsockopt(socket, ZMQ_MAXMSGSIZE, &frame_max, &len), 0);
    assert_int_equal(frame_max, 262144);
    assert_true(STAITH_WIRE_MAX_BYTES + 33 <= frame_max);
    assert_in_range(int_option(socket, ZMQ_HANDSHAKE_IVL), 1000, 2000);
    assert_int_equal(int_option(socket, ZMQ_LINGER), 0);
    assert_int_equal(int_option(socket, ZMQ_SNDHWM), 64);
    assert_int_equal(int_option(socket, ZMQ_RCVHWM), 64);
    assert_int_equal(int_option(socket, ZMQ_HEARTBEAT_IVL), 10000);
    assert_int_equal(int_option(socket, ZMQ_HEARTBEAT_TIMEOUT), 30000);
    assert_int_equal(int_option(socket, ZMQ_HEARTBEAT_TTL), 60000);
    assert_int_equal(int_option(socket, ZMQ_RECONNECT_IVL), 200);
    assert_int_equal(int_option(socket, ZMQ_RECONNECT_IVL_MAX), 30000);
    assert_int_equal(int_option(socket, ZMQ_BACKLOG), 512);
    assert_int_equal(int_option(socket, ZMQ_IPV6), 1);
    assert_int_equal(zmq_ctx_get(staith_wire_context(wire), ZMQ_IO_THREADS), 1);
    assert_int_equal(zmq_close(socket), 0);
    staith_wire_free(wire);
    staith_wire_free(NULL);
    staith_loop_free(loop);
}

static void test_keys_are_forty_characters_of_z85(void **state)
{
    (void)state;
    assert_true(staith_wire_key_valid("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"));
    assert_false(staith_wire_key_valid("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf"));
    assert_false(staith_wire_key_valid("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf77"));
    assert_false(staith_wire_key_valid("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf~"));
    assert_false(staith_wire_key_valid(""));
    assert_false(staith_wire_key_valid(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sockets_have_safe_settings),
        cmocka_unit_test(test_keys_are_forty_characters_of_z85),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
