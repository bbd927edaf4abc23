/* SPDX-License-Identifier: Apache-2.0 */
/* What is refused, and that the handler then hears nothing of it. */
#include "http_fixture.h"

static void as_it_came(void **state)
{
    struct http_fixture *fixture = *state;
    http_fixture_start(fixture);
    http_fixture_get(fixture, "/a%20b?c=%41", "X-Word: one\r\n");
    assert_int_equal(http_fixture_status(fixture), 200);
    assert_string_equal(fixture->path, "/a b");
    assert_string_equal(fixture->query, "c=%41");
    assert_string_equal(fixture->peer, "127.0.0.1");
    assert_string_equal(fixture->word, "one");
    assert_int_equal(fixture->words, 1);
    assert_false(fixture->post);
    http_fixture_get(fixture, "/x", "X-Word: one\r\nx-word: two\r\n");
    assert_int_equal(fixture->words, 2); /* a header that came twice is seen to, in its order */
    assert_string_equal(fixture->word, "one");
    assert_string_equal(fixture->last_word, "two");
    http_fixture_get(fixture, "/x", "");
    assert_int_equal(fixture->words, 0);
    assert_string_equal(fixture->last_word, "(none)");
    assert_string_equal(fixture->query, "(none)");
}

static void forms(void **state)
{
    struct http_fixture *fixture = *state;
    char request[16384];
    http_fixture_start(fixture);
    http_fixture_send(fixture, "POST /f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                               "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
                               "Content-Length: 7\r\n\r\na=1&b=2");
    assert_int_equal(http_fixture_status(fixture), 200);
    assert_true(fixture->post);
    assert_string_equal(fixture->body, "a=1&b=2");
    /* the largest there may be, and one more */
    for (unsigned more = 0; more < 2; more++) {
        int len = snprintf(request, sizeof(request),
                           "POST /f HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
                           "application/x-www-form-urlencoded\r\nContent-Length: %u\r\n\r\n",
                           8192 + more);
        memset(request + len, 'z', 8192 + more);
        request[(size_t)len + 8192 + more] = '\0';
        fixture->asked = 0;
        http_fixture_send(fixture, request);
        assert_int_equal(http_fixture_status(fixture), more == 0 ? 200 : 413);
        assert_int_equal(fixture->asked, more == 0 ? 1 : 0);
    }
    assert_int_equal(strlen(fixture->body), 8192);
}

static void what_is_refused(void **state)
{
    static const struct {
        const char *head;
        unsigned status;
    } BAD[] = {
        {"GET /../x HTTP/1.1\r\nHost: x", 400},
        {"GET /%2e%2e/x HTTP/1.1\r\nHost: x", 400},
        {"GET /a%00 HTTP/1.1\r\nHost: x", 400},
        {"GET /a%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: x", 400},
        {"GET http://other.test/ HTTP/1.1\r\nHost: x", 400},
        {"PUT / HTTP/1.1\r\nHost: x", 405},
        {"TRACE / HTTP/1.1\r\nHost: x", 405},
        {"OPTIONS / HTTP/1.1\r\nHost: x", 405},
        {"POST / HTTP/1.1\r\nHost: x", 411},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1", 415},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencodedx\r\n"
         "Content-Length: 1",
         415},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
         "Content-Encoding: gzip\r\nContent-Length: 1",
         415},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nTransfer-Encoding: chunked", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 1", 400},
    };
    struct http_fixture *fixture = *state;
    char request[512];
    http_fixture_start(fixture);
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        (void)snprintf(request, sizeof(request), "%s\r\n\r\n", BAD[i].head); /* it closes */
        http_fixture_send(fixture, request);
        if (http_fixture_status(fixture) != BAD[i].status) {
            fail_msg("%s: %u", BAD[i].head, http_fixture_status(fixture));
        }
        http_fixture_has_not(fixture, "Set-Cookie");
    }
    assert_int_equal(fixture->asked, 0);
    http_fixture_get(fixture, "/", "");
    assert_int_equal(http_fixture_status(fixture), 200);
}

static void long_addresses(void **state)
{
    struct http_fixture *fixture = *state;
    char *request = malloc(70000);
    assert_non_null(request);
    http_fixture_start(fixture);
    static const struct {
        size_t path;
        size_t query;
        unsigned status;
    } CASES[] = {{1000, 8000, 200}, {1100, 0, 414}, {10, 8300, 414}, {20000, 0, 414}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        int at = snprintf(request, 70000, "GET /");
        memset(request + at, 'a', CASES[i].path);
        at += (int)CASES[i].path;
        request[at++] = '?';
        memset(request + at, 'b', CASES[i].query);
        at += (int)CASES[i].query;
        (void)snprintf(request + at, 70000 - (size_t)at,
                       " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        http_fixture_send(fixture, request);
        assert_int_equal(http_fixture_status(fixture), CASES[i].status);
    }
    free(request);
}

/* A head above the limit ends in 4xx, and never in the handler. */
static void large_heads(void **state)
{
    struct http_fixture *fixture = *state;
    char *request = malloc(200000);
    assert_non_null(request);
    http_fixture_start(fixture);
    int at = snprintf(request, 200000, "GET / HTTP/1.1\r\nHost: x\r\nX-Large: ");
    memset(request + at, 'a', 100000);
    (void)snprintf(request + at + 100000, 1000, "\r\n\r\n");
    http_fixture_send(fixture, request);
    assert_int_equal(http_fixture_status(fixture) / 100, 4);
    assert_int_equal(fixture->asked, 0);
    free(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_it_came, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(forms, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_refused, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(long_addresses, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(large_heads, http_fixture_setup, http_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
