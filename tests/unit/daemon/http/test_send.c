/* SPDX-License-Identifier: Apache-2.0 */
#include "http_fixture.h"

static void headers_of_every_answer(void **state)
{
    struct http_fixture *fixture = *state;
    http_fixture_start(fixture);
    http_fixture_get(fixture, "/", "");
    http_fixture_has(fixture, "Content-Security-Policy: default-src 'none'; style-src 'self'; "
                              "img-src 'self'; form-action 'self'; base-uri 'none'; "
                              "frame-ancestors 'none'\r\n");
    http_fixture_has(fixture, "Referrer-Policy: no-referrer\r\n");
    http_fixture_has(fixture, "X-Content-Type-Options: nosniff\r\n");
    http_fixture_has(fixture, "X-Frame-Options: DENY\r\n");
    http_fixture_has(fixture, "Content-Type: text/plain; charset=utf-8\r\n");
    http_fixture_has(fixture, "ETag: \"tag\"\r\n");
    http_fixture_has(fixture, "Cache-Control: private, no-cache\r\n");
    http_fixture_has(fixture, "Content-Length: 6\r\n");
    http_fixture_has(fixture, "\r\n\r\nwords\n");
    http_fixture_has_not(fixture, "Strict-Transport-Security"); /* only over TLS */
    http_fixture_send(fixture, "PUT / HTTP/1.1\r\nHost: x\r\n\r\n");
    http_fixture_has(fixture, "frame-ancestors 'none'"); /* a refusal has them too */
    http_fixture_has(fixture, "Allow: GET, HEAD, POST\r\n");
    http_fixture_has(fixture, "Cache-Control: no-store\r\n");
}

static void conditional(void **state)
{
    struct http_fixture *fixture = *state;
    http_fixture_start(fixture);
    http_fixture_get(fixture, "/", "If-None-Match: \"other\", W/\"tag\"\r\n");
    assert_int_equal(http_fixture_status(fixture), 304);
    http_fixture_has(fixture, "ETag: \"tag\"\r\n");
    http_fixture_has(fixture, "Content-Length: 6\r\n"); /* RFC 9110, 8.6: that of the page */
    http_fixture_has_not(fixture, "words");
    http_fixture_has_not(fixture, "\r\nContent-Type");
    http_fixture_get(fixture, "/", "If-None-Match: \"other\"\r\n");
    assert_int_equal(http_fixture_status(fixture), 200);
    /* RFC 9110, 13.1.1: none other than that; a weak tag is none */
    http_fixture_get(fixture, "/", "If-Match: \"other\", W/\"tag\"\r\n");
    assert_int_equal(http_fixture_status(fixture), 412);
    http_fixture_has(fixture, "Content-Length: 0\r\n");
    http_fixture_get(fixture, "/", "If-Match: \"other\", \"tag\"\r\n");
    assert_int_equal(http_fixture_status(fixture), 200);
    http_fixture_get(fixture, "/", "If-Match: *\r\nIf-None-Match: \"tag\"\r\n");
    assert_int_equal(http_fixture_status(fixture), 304);
    http_fixture_get(fixture, "/", "Range: bytes=0-1\r\n"); /* which a server may not heed */
    assert_int_equal(http_fixture_status(fixture), 200);
    http_fixture_has(fixture, "words\n");
    fixture->answer.status = 404; /* an error is never current */
    http_fixture_get(fixture, "/", "If-None-Match: *\r\n");
    assert_int_equal(http_fixture_status(fixture), 404);
    http_fixture_has_not(fixture, "ETag");
    fixture->answer.status = 200;
    fixture->answer.may_store = false;
    http_fixture_get(fixture, "/", "If-None-Match: \"tag\"\r\n");
    assert_int_equal(http_fixture_status(fixture), 200);
    http_fixture_has(fixture, "Cache-Control: no-store\r\n");
    http_fixture_has_not(fixture, "ETag");
}

static void head(void **state)
{
    struct http_fixture *fixture = *state;
    http_fixture_start(fixture);
    http_fixture_send(fixture, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_int_equal(http_fixture_status(fixture), 200);
    http_fixture_has(fixture, "Content-Length: 6\r\n");
    http_fixture_has_not(fixture, "words");
}

static void what_an_answer_says(void **state)
{
    struct http_fixture *fixture = *state;
    struct staith_http_answer *answer = &fixture->answer;
    http_fixture_start(fixture);
    answer->status = 429;
    answer->retry_after_s = 7;
    answer->challenge = "Bearer";
    (void)snprintf(answer->file, sizeof(answer->file), "csww-2025.csv");
    (void)snprintf(answer->location, sizeof(answer->location), "/sign-in");
    (void)snprintf(answer->cookies[0], sizeof(answer->cookies[0]), "a=b; HttpOnly");
    (void)snprintf(answer->cookies[1], sizeof(answer->cookies[1]), "e=f; Secure");
    (void)snprintf(answer->link, sizeof(answer->link), "</next>; rel=\"next\"");
    http_fixture_get(fixture, "/", "");
    http_fixture_has(fixture, "Retry-After: 7\r\n");
    http_fixture_has(fixture, "WWW-Authenticate: Bearer\r\n");
    http_fixture_has(fixture, "Content-Disposition: attachment; filename=\"csww-2025.csv\"\r\n");
    http_fixture_has(fixture, "Location: /sign-in\r\n");
    http_fixture_has(fixture, "Set-Cookie: a=b; HttpOnly\r\n");
    http_fixture_has(fixture, "Set-Cookie: e=f; Secure\r\n");
    http_fixture_has(fixture, "Link: </next>; rel=\"next\"\r\n");
    (void)snprintf(answer->location, sizeof(answer->location), "/x\r\nSet-Cookie: c=d");
    answer->cookies[0][0] = '\0';
    answer->cookies[1][0] = '\0';
    http_fixture_get(fixture, "/", ""); /* a value with a line end is left out */
    http_fixture_has_not(fixture, "Set-Cookie");
    answer->status = 0; /* a handler that said nothing */
    http_fixture_get(fixture, "/", "");
    assert_int_equal(http_fixture_status(fixture), 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(headers_of_every_answer, http_fixture_setup,
                                        http_fixture_teardown),
        cmocka_unit_test_setup_teardown(conditional, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(head, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_an_answer_says, http_fixture_setup,
                                        http_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
