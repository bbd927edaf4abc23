/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/internal.h"

#include "web_fixture.h"

/* A form to sign in with, sent from a client of its own on a connection of its own. */
static int send_form(struct web_fixture *fixture, const char *cookies, const char *form,
                     unsigned client)
{
    char request[2048];
    int len = snprintf(request, sizeof(request),
                       "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
                       "X-Forwarded-For: 192.0.2.%u\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\n"
                       "Content-Length: %zu\r\n\r\n%s",
                       cookies, client, strlen(form), form);
    int fd = http_fixture_connect(fixture->http);
    http_fixture_write(fixture->http, fd, request, (size_t)len);
    return fd;
}

/* More passwords at once than there is room for: some are told to come again, pages go on beside
 * them, none is forgotten, and somebody who was here before finds room.
 */
static void more_than_there_is_room(void **state)
{
    enum { TRIES = STAITH_WEB_STRANGERS + 6 };
    struct web_fixture *fixture = *state;
    int fds[TRIES];
    unsigned answered[600] = {0};
    char form[256];
    char known[512];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    web_fixture_as(fixture, "off");
    const char *set = strstr(fixture->http->got, "staith-known=");
    assert_non_null(set);
    (void)snprintf(known, sizeof(known), "%.*s", (int)strcspn(set, ";"), set);
    fixture->cookie[0] = '\0';
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    (void)snprintf(form, sizeof(form), "mark=%s&name=nobody&password=wrong", fixture->mark);
    for (unsigned i = 0; i < TRIES; i++) { /* a name that nobody has costs most */
        fds[i] = send_form(fixture, fixture->cookie, form, i + 1);
    }
    assert_int_equal(web_fixture_get(fixture, "/style.css"), 200);
    char cookies[1024];
    (void)snprintf(cookies, sizeof(cookies), "%.*s; %s\r\n", (int)strcspn(fixture->cookie, "\r"),
                   fixture->cookie, known);
    (void)snprintf(form, sizeof(form), "mark=%s&name=off&password=correct+horse+battery",
                   fixture->mark);
    http_fixture_read(fixture->http, send_form(fixture, cookies, form, 1));
    assert_int_equal(http_fixture_status(fixture->http), 303);
    for (unsigned i = 0; i < TRIES; i++) {
        http_fixture_read(fixture->http, fds[i]);
        answered[http_fixture_status(fixture->http) % 600]++;
        if (http_fixture_status(fixture->http) == 503) {
            http_fixture_has(fixture->http, "Retry-After: 3\r\n");
        }
    }
    assert_true(answered[403] >= STAITH_WEB_STRANGERS);
    assert_true(answered[503] > 0);
    assert_int_equal(answered[403] + answered[503], TRIES);
}

/* Somebody who signed in often sends more passwords at once than the line is long: the account has
 * its share of it, and another one finds room. */
static void one_of_many_marks(void **state)
{
    enum { MARKS = 4, TRIES = STAITH_WEB_JOBS };
    struct web_fixture *fixture = *state;
    struct staith_err err = {0};
    char cookies[MARKS + 1][512];
    int fds[TRIES];
    unsigned answered[600] = {0};
    char form[256];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    staith_access_set_cost(fixture->access, 2, (size_t)64 * 1024 * 1024); /* as it is in use */
    assert_int_equal(staith_access_set_password(fixture->access, "off", ACCESS_PASSWORD, &err), 0);
    for (unsigned i = 0; i <= MARKS; i++) {
        web_fixture_as(fixture, i < MARKS ? "off" : "cy");
        const char *set = strstr(fixture->http->got, "staith-known=");
        assert_non_null(set);
        (void)snprintf(cookies[i], sizeof(cookies[i]), "%.*s", (int)strcspn(set, ";"), set);
    }
    fixture->cookie[0] = '\0';
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    for (unsigned i = 0; i <= MARKS; i++) {
        char mark[256];
        (void)snprintf(mark, sizeof(mark), "%.200s", cookies[i]);
        (void)snprintf(cookies[i], sizeof(cookies[i]), "%.*s; %s\r\n",
                       (int)strcspn(fixture->cookie, "\r"), fixture->cookie, mark);
    }
    (void)snprintf(form, sizeof(form), "mark=%s&name=off&password=wrong", fixture->mark);
    for (unsigned i = 0; i < TRIES; i++) {
        fds[i] = send_form(fixture, cookies[i % MARKS], form, i + 1);
    }
    (void)snprintf(form, sizeof(form), "mark=%s&name=cy&password=correct+horse+battery",
                   fixture->mark);
    http_fixture_read(fixture->http, send_form(fixture, cookies[MARKS], form, 99));
    assert_int_equal(http_fixture_status(fixture->http), 303);
    for (unsigned i = 0; i < TRIES; i++) {
        http_fixture_read(fixture->http, fds[i]);
        answered[http_fixture_status(fixture->http) % 600]++;
    }
    assert_true(answered[403] >= 4);
    assert_true(answered[503] > 0);
    assert_int_equal(answered[403] + answered[503], TRIES);
}

static int begin_get(struct web_fixture *fixture, const char *target)
{
    char request[512];
    int len = snprintf(request, sizeof(request),
                       "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", target,
                       fixture->cookie);
    int fd = http_fixture_connect(fixture->http);
    http_fixture_write(fixture->http, fd, request, (size_t)len);
    for (unsigned i = 0; i < 20; i++) {
        http_fixture_turn(fixture->http);
    }
    return fd;
}

/* An aggregator that takes connections and says nothing: who asks it waits, once, and nobody else.
 */
static void an_aggregator_that_hangs(void **state)
{
    struct web_fixture *fixture = *state;
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    char officer[sizeof(fixture->cookie)];
    (void)snprintf(at.sun_path, sizeof(at.sun_path), "%s/control.sock",
                   fixture->region->store->folder);
    int hung = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(hung >= 0);
    assert_int_equal(bind(hung, (struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(hung, 8), 0);
    web_fixture_start(fixture);
    web_fixture_as(fixture, "off");
    memcpy(officer, fixture->cookie, sizeof(officer));
    int first = begin_get(fixture, "/desk");
    web_fixture_as(fixture, "cy");
    int second = begin_get(fixture, "/desk");
    assert_int_equal(web_fixture_get(fixture, "/account"), 200);
    memcpy(fixture->cookie, officer, sizeof(officer));
    assert_int_equal(web_fixture_get(fixture, "/desk"), 429);
    http_fixture_has(fixture->http, "Retry-After: 3\r\n");
    http_fixture_has(fixture->http, "not answered yet");
    (void)close(hung);
    (void)unlink(at.sun_path);
    http_fixture_read(fixture->http, first);
    assert_int_equal(http_fixture_status(fixture->http), 503);
    http_fixture_read(fixture->http, second);
    assert_int_equal(http_fixture_status(fixture->http), 503);
    http_fixture_has(fixture->http, "The aggregator does not answer");
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
        cmocka_unit_test_setup_teardown(one_of_many_marks, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(an_aggregator_that_hangs, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(the_end_of_a_server, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
