/* SPDX-License-Identifier: Apache-2.0 */
#include "http/room.h"

#include "http_fixture.h"

enum { ROOM_BYTES = 16 << 20, LEAST = 16 * 1024 + 1 /* that counts */ };
static const size_t MIB = (size_t)1 << 20;
static const size_t ROOM = ROOM_BYTES;

static struct staith_http_body *body_of(size_t len)
{
    static char bytes[ROOM_BYTES];
    struct staith_http_body *body = staith_http_body_new(bytes, len, NULL);
    assert_non_null(body);
    return body;
}

/** Bodies that are on their way. */
struct under_way {
    struct staith_http_room *room;
    struct staith_http_body *bodies[128];
    unsigned count;
};

/* Whether one more of this length is let in; then it is on its way. */
static bool send_one(struct under_way *way, size_t len, const char *client, bool known)
{
    struct staith_http_body *body = body_of(len);
    if (!staith_http_room_admit(way->room, body, client, known)) {
        staith_http_body_drop(body);
        return false;
    }
    staith_http_room_begin(body);
    way->bodies[way->count++] = body;
    return true;
}

static void end_one(struct under_way *way)
{
    struct staith_http_body *body = way->bodies[--way->count];
    staith_http_room_end(body);
    staith_http_body_drop(body);
}

static void end_all(struct under_way *way)
{
    while (way->count > 0) {
        end_one(way);
    }
    assert_int_equal(staith_http_room_held(way->room), 0);
    staith_http_room_free(way->room);
}

/* Of 16 MiB nobody's readers have 8 for what is large and 12 in all, and no client more than 4. */
static void shares(void **state)
{
    struct under_way way = {.room = staith_http_room_new(staith_outside_machine(), ROOM)};
    char client[16];
    unsigned let_in = 0;
    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        let_in += send_one(&way, MIB, "192.0.2.1", false) ? 1 : 0;
    }
    assert_int_equal(let_in, 4);
    for (unsigned i = 0; i < 8; i++) { /* others, of whom two may share a counter */
        (void)snprintf(client, sizeof(client), "192.0.2.%u", 10 + i);
        let_in += send_one(&way, MIB, client, false) ? 1 : 0;
    }
    assert_int_equal(let_in, 8);
    let_in = 0;
    for (unsigned i = 0; i < 20; i++) { /* what is small, of one that has its share of large ones */
        let_in += send_one(&way, STAITH_HTTP_ROOM_SMALL, "192.0.2.1", false) ? 1 : 0;
    }
    assert_int_equal(let_in, 16);
    assert_int_equal(staith_http_room_held(way.room), 12 * MIB);
    assert_false(send_one(&way, LEAST, "203.0.113.1", false));
    assert_true(send_one(&way, 3 * MIB, "ann", true));
    assert_false(send_one(&way, 2 * MIB, "off", true));
    assert_true(send_one(&way, MIB, "off", true));
    assert_false(send_one(&way, LEAST, "off", true));
    end_one(&way); /* there is room again as soon as one is over */
    assert_true(send_one(&way, MIB, "off", true));
    end_all(&way);
}

/* The first of a client comes however large it is, where there is room. */
static void a_large_one(void **state)
{
    struct under_way way = {.room = staith_http_room_new(staith_outside_machine(), ROOM)};
    (void)state;
    assert_false(send_one(&way, 8 * MIB + 1, "192.0.2.1", false));
    assert_true(send_one(&way, 8 * MIB, "192.0.2.1", false));
    assert_true(send_one(&way, 8 * MIB, "ann", true));
    assert_false(send_one(&way, LEAST, "ann", true));
    staith_http_room_resize(way.room, 2 * ROOM);
    assert_true(send_one(&way, LEAST, "ann", true));
    staith_http_room_resize(way.room, MIB); /* less than there is: nothing is cut off */
    assert_false(send_one(&way, LEAST, "ann", true));
    end_all(&way);
    staith_http_room_free(NULL);
}

/* What is tiny comes whatever is on its way, to everybody, and counts nowhere: a page to sign in.
 */
static void tiny_ones(void **state)
{
    struct under_way way = {.room = staith_http_room_new(staith_outside_machine(), ROOM)};
    (void)state;
    assert_true(send_one(&way, 16 * MIB, "ann", true));
    assert_false(send_one(&way, LEAST, "192.0.2.1", false));
    for (unsigned i = 0; i < 100; i++) {
        assert_true(send_one(&way, (size_t)16 * 1024, "192.0.2.1", false));
    }
    assert_true(send_one(&way, 0, "off", true));
    assert_int_equal(staith_http_room_held(way.room), 16 * MIB);
    end_all(&way);
}

/* A body counts from when its first answer is sent until its last reader has it, and once. */
static void while_it_is_read(void **state)
{
    struct http_fixture *fixture = *state;
    struct staith_http_room *room = staith_http_room_new(staith_outside_machine(), ROOM);
    static const char ASK[] = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const int little = 4096;
    struct staith_http_body *body = body_of(4 * MIB);
    int fds[3];
    http_fixture_start(fixture);
    staith_http_body_drop(fixture->answer.body);
    fixture->answer.body = body;
    assert_true(staith_http_room_admit(room, body, "192.0.2.1", false));
    assert_int_equal(staith_http_room_held(room), 0);
    for (unsigned i = 0; i < 3; i++) {
        fds[i] = http_fixture_connect(fixture);
        (void)setsockopt(fds[i], SOL_SOCKET, SO_RCVBUF, &little, sizeof(little));
        http_fixture_write(fixture, fds[i], ASK, sizeof(ASK) - 1);
        for (unsigned turns = 0; turns < 1000 && fixture->asked <= i; turns++) {
            http_fixture_turn(fixture);
        }
        assert_int_equal(fixture->asked, i + 1);
        assert_int_equal(staith_http_room_held(room), 4 * MIB);
        /* once it is on its way, it is let in for everybody */
        assert_true(staith_http_room_admit(room, body, "192.0.2.2", false));
    }
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(staith_http_room_held(room), 4 * MIB);
        (void)close(fds[i]);
        for (unsigned turns = 0; turns < 1000; turns++) {
            http_fixture_turn(fixture);
        }
    }
    assert_int_equal(staith_http_room_held(room), 0);
    staith_http_room_free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares),
        cmocka_unit_test(a_large_one),
        cmocka_unit_test(tiny_ones),
        cmocka_unit_test_setup_teardown(while_it_is_read, http_fixture_setup,
                                        http_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
