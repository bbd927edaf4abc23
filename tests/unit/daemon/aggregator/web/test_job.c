/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/internal.h"

#include "web_fixture.h"

/* More passwords at once than there is room for: some are told to come again, pages go on beside
 * them, and none is forgotten.
 */
static void more_than_there_is_room(void **state)
{
    enum { TRIES = STAITH_WEB_JOBS + 4 };
    struct web_fixture *fixture = *state;
    int fds[TRIES];
    unsigned answered[600] = {0};
    char request[1024];
    char form[256];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    (void)snprintf(form, sizeof(form), "mark=%s&name=nobody&password=wrong", fixture->mark);
    for (int i = 0; i < TRIES; i++) { /* from as many clients; a name that nobody has costs most */
        int len = snprintf(request, sizeof(request),
                           "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
                           "X-Forwarded-For: 192.0.2.%d\r\n"
                           "Content-Type: application/x-www-form-urlencoded\r\n"
                           "Content-Length: %zu\r\n\r\n%s",
                           fixture->cookie, i + 1, strlen(form), form);
        fds[i] = http_fixture_connect(fixture->http);
        http_fixture_write(fixture->http, fds[i], request, (size_t)len);
    }
    assert_int_equal(web_fixture_get(fixture, "/style.css"), 200);
    for (int i = 0; i < TRIES; i++) {
        http_fixture_read(fixture->http, fds[i]);
        answered[http_fixture_status(fixture->http) % 600]++;
        if (http_fixture_status(fixture->http) == 503) {
            http_fixture_has(fixture->http, "Retry-After: 3\r\n");
        }
    }
    assert_true(answered[403] >= STAITH_WEB_JOBS);
    assert_int_equal(answered[403] + answered[503], TRIES);
}

/* A server that ends, or reads its configuration anew, under a password's hash. */
static void the_end_of_a_server(void **state)
{
    struct web_fixture *fixture = *state;
    char request[1024];
    char form[256];
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    (void)snprintf(form, sizeof(form), "mark=%s&name=ann&password=wrong", fixture->mark);
    int len = snprintf(request, sizeof(request),
                       "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
                       "Content-Type: application/x-www-form-urlencoded\r\n"
                       "Content-Length: %zu\r\n\r\n%s",
                       fixture->cookie, strlen(form), form);
    int fd = http_fixture_connect(fixture->http);
    http_fixture_write(fixture->http, fd, request, (size_t)len);
    for (unsigned i = 0; i < 50; i++) {
        http_fixture_turn(fixture->http);
    }
    staith_web_service_reload(fixture->service);
    http_fixture_read(fixture->http, fd);
    assert_int_equal(http_fixture_status(fixture->http), 403);
    fd = http_fixture_connect(fixture->http);
    http_fixture_write(fixture->http, fd, request, (size_t)len);
    for (unsigned i = 0; i < 50; i++) {
        http_fixture_turn(fixture->http);
    }
    staith_web_service_free(fixture->service);
    fixture->service = NULL;
    (void)close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(more_than_there_is_room, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(the_end_of_a_server, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
