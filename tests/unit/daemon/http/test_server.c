/* SPDX-License-Identifier: Apache-2.0 */
#include "http_fixture.h"

static void an_address_in_use(void **state)
{
    struct http_fixture *fixture = *state;
    struct staith_http_server *second = NULL;
    struct staith_err err = {0};
    http_fixture_start(fixture);
    struct staith_http_options options = fixture->options;
    options.port = staith_http_port(fixture->server);
    assert_int_equal(staith_http_start(&options, &second, &err), STAITH_ERR_EXISTS);
    assert_int_equal(err.code, STAITH_ERR_EXISTS);
    options.address = "region.test";
    err.code = 0;
    assert_int_equal(staith_http_start(&options, &second, &err), STAITH_ERR_INVAL);
    assert_null(second);
    options.address = "127.0.0.1";
    options.port = 0;
    options.certificate = "no certificate";
    options.key = "no key";
    assert_int_equal(staith_http_start(&options, &second, &err), STAITH_ERR_CONFIG);
    assert_null(second);
    staith_http_stop(NULL);
}

/* Many answers on one connection, and one of a megabyte, whole. */
static void one_connection(void **state)
{
    struct http_fixture *fixture = *state;
    static char large[900001];
    http_fixture_start(fixture);
    int fd = http_fixture_connect(fixture);
    for (unsigned i = 0; i < 20; i++) {
        static const char REQUEST[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        http_fixture_write(fixture, fd, REQUEST, sizeof(REQUEST) - 1);
    }
    static const char LAST[] = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    http_fixture_write(fixture, fd, LAST, sizeof(LAST) - 1);
    http_fixture_read(fixture, fd);
    assert_int_equal(fixture->asked, 21);
    memset(large, 'l', sizeof(large) - 1);
    http_fixture_answer(fixture, large, "\"large\"");
    http_fixture_get(fixture, "/", "");
    assert_true(fixture->got_len > 900000);
    assert_int_equal(
        strlen(strchr(fixture->got, 'l') != NULL ? strstr(fixture->got, "\r\n\r\n") + 4 : ""),
        900000);
}

static void count_drop(void *result)
{
    ++*(unsigned *)result;
}

/* While one waits for its answer others are answered; then it is asked for again, with its form. */
static void answered_later(void **state)
{
    static const char POST[] = "POST /later HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                               "Content-Type: application/x-www-form-urlencoded\r\n"
                               "Content-Length: 3\r\n\r\na=b";
    struct http_fixture *fixture = *state;
    unsigned drops = 0;
    http_fixture_start(fixture);
    fixture->later = true;
    int fd = http_fixture_connect(fixture);
    http_fixture_write(fixture, fd, POST, sizeof(POST) - 1);
    for (unsigned i = 0; i < 10000 && fixture->wait == NULL; i++) {
        http_fixture_turn(fixture);
    }
    assert_non_null(fixture->wait);
    struct staith_http_wait *wait = fixture->wait;
    fixture->later = false;
    http_fixture_get(fixture, "/now", "");
    assert_int_equal(http_fixture_status(fixture), 200);
    assert_string_equal(fixture->path, "/now");
    assert_null(fixture->result);
    staith_http_resume(wait, &drops, count_drop);
    assert_int_equal(drops, 0);
    http_fixture_read(fixture, fd);
    assert_int_equal(http_fixture_status(fixture), 200);
    assert_string_equal(fixture->path, "/later");
    assert_string_equal(fixture->body, "a=b");
    assert_true(fixture->post);
    assert_ptr_equal(fixture->result, &drops);
    assert_int_equal(drops, 1);
}

/* Of a client that went, and of a server that ends. */
static void nobody_waits_for_it(void **state)
{
    static const char GET[] = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n";
    struct http_fixture *fixture = *state;
    unsigned drops = 0;
    http_fixture_start(fixture);
    fixture->later = true;
    for (unsigned round = 0; round < 2; round++) {
        fixture->wait = NULL;
        int fd = http_fixture_connect(fixture);
        http_fixture_write(fixture, fd, GET, sizeof(GET) - 1);
        for (unsigned i = 0; i < 10000 && fixture->wait == NULL; i++) {
            http_fixture_turn(fixture);
        }
        assert_non_null(fixture->wait);
        (void)close(fd);
        if (round == 0) {
            staith_http_resume(fixture->wait, &drops, count_drop);
            for (unsigned i = 0; i < 10000 && drops == 0; i++) {
                http_fixture_turn(fixture);
            }
            assert_int_equal(drops, 1);
        }
    }
    staith_http_stop(fixture->server); /* with the second still waiting */
    fixture->server = NULL;
}

/* A request that never ends is cut off, byte by byte or silent, and others are answered beside. */
static void slow_ones_are_cut_off(void **state)
{
    struct http_fixture *fixture = *state;
    fixture->options.request_seconds = 1;
    http_fixture_start(fixture);
    int fd = http_fixture_connect(fixture);
    bool cut = false;
    for (unsigned i = 0; i < 600 && !cut; i++) {
        const struct timespec nap = {0, 10000000};
        char byte = 0;
        (void)send(fd, i == 0 ? "GET / HTTP/1.1\r\nX: " : "x", i == 0 ? 19 : 1, MSG_NOSIGNAL);
        http_fixture_turn(fixture);
        (void)nanosleep(&nap, NULL);
        ssize_t count = recv(fd, &byte, 1, 0);
        cut = count == 0 || (count < 0 && errno != EAGAIN);
    }
    (void)close(fd);
    assert_true(cut);
    assert_int_equal(fixture->asked, 0);
    http_fixture_get(fixture, "/", "");
    assert_int_equal(http_fixture_status(fixture), 200);
}

/* Connections above the limit wait, or are closed; the server answers again when there is room. */
static void too_many(void **state)
{
    struct http_fixture *fixture = *state;
    int fds[40];
    fixture->options.max_connections = 16;
    http_fixture_start(fixture);
    for (unsigned i = 0; i < 40; i++) {
        fds[i] = http_fixture_connect(fixture);
        http_fixture_turn(fixture);
    }
    for (unsigned i = 0; i < 40; i++) {
        (void)close(fds[i]);
        http_fixture_turn(fixture);
    }
    http_fixture_get(fixture, "/", "");
    assert_int_equal(http_fixture_status(fixture), 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answered_later, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(nobody_waits_for_it, http_fixture_setup,
                                        http_fixture_teardown),
        cmocka_unit_test_setup_teardown(an_address_in_use, http_fixture_setup,
                                        http_fixture_teardown),
        cmocka_unit_test_setup_teardown(one_connection, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(slow_ones_are_cut_off, http_fixture_setup,
                                        http_fixture_teardown),
        cmocka_unit_test_setup_teardown(too_many, http_fixture_setup, http_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
