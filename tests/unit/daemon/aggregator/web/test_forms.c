/* SPDX-License-Identifier: Apache-2.0 */
#include "web_fixture.h"

static void in_and_out(void **state)
{
    struct web_fixture *fixture = *state;
    char form[128];
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    http_fixture_has(fixture->http, "Location: /index.html\r\n");
    http_fixture_has(fixture->http, "; Path=/; HttpOnly; SameSite=Strict\r\n");
    http_fixture_has(fixture->http, "Cache-Control: no-store\r\n");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    assert_int_equal(web_fixture_get(fixture, "/account"), 200);
    web_fixture_keep(fixture);
    /* not by a link, nor by a form from elsewhere */
    assert_int_equal(web_fixture_get(fixture, "/sign-out"), 303);
    assert_int_equal(web_fixture_post(fixture, "/sign-out", "mark=none"), 403);
    assert_int_equal(web_fixture_post(fixture, "/sign-out", ""), 403);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    (void)snprintf(form, sizeof(form), "mark=%s", fixture->mark);
    assert_int_equal(web_fixture_post(fixture, "/sign-out", form), 303);
    http_fixture_has(fixture->http, "Max-Age=0\r\n");
    /* the cookie is of no use any more, whoever kept it */
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 404);
    assert_string_equal(web_fixture_log(fixture), "ann [] 127.0.0.1 sign-in  done;"
                                                  "ann [] 127.0.0.1 sign-out  done;");
}

static void what_is_refused(void **state)
{
    struct web_fixture *fixture = *state;
    char form[256];
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_sign_in(fixture, "ann", "wrong"), 403);
    http_fixture_has(fixture->http, "Name or password is not right.");
    assert_int_equal(web_fixture_sign_in(fixture, "nobody", "wrong"), 403);
    http_fixture_has(fixture->http, "Name or password is not right.");
    assert_int_equal(web_fixture_sign_in(fixture, "ann", "%00"), 403);
    assert_int_equal(web_fixture_sign_in(fixture, "<b>", "wrong"), 403);
    http_fixture_has_not(fixture->http, "<b>");
    /* a form without its cookie, with another's mark, without a mark */
    fixture->cookie[0] = '\0';
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    (void)snprintf(form, sizeof(form), "mark=%s&name=ann&password=correct+horse+battery",
                   fixture->mark);
    char cookie[256];
    memcpy(cookie, fixture->cookie, sizeof(cookie));
    fixture->cookie[0] = '\0';
    assert_int_equal(web_fixture_post(fixture, "/sign-in", form), 403);
    http_fixture_has(fixture->http, "too old");
    memcpy(fixture->cookie, cookie, sizeof(cookie));
    assert_int_equal(
        web_fixture_post(fixture, "/sign-in", "name=ann&password=correct+horse+battery"), 403);
    assert_int_equal(web_fixture_post(fixture, "/sign-in", form), 303); /* and with both */
    assert_string_equal(web_fixture_log(fixture), "ann [] 127.0.0.1 sign-in  refused;"
                                                  "nobody [] 127.0.0.1 sign-in  refused;"
                                                  "<b> [] 127.0.0.1 sign-in  refused;"
                                                  "ann [] 127.0.0.1 sign-in  done;");
}

static void shut_after_failures(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    static char unknown[16384];
    assert_int_equal(web_fixture_sign_in(fixture, "nobody", "wrong"), 403);
    (void)snprintf(unknown, sizeof(unknown), "%s", strstr(fixture->http->got, "<main"));
    *strstr(unknown, "name=\"mark\"") = '\0';
    for (unsigned i = 0; i < STAITH_ACCESS_FAILURES; i++) {
        assert_int_equal(web_fixture_sign_in(fixture, "ann", "wrong"), 403);
    }
    /* what is shut is answered as what is not there, and the log says what it was */
    assert_int_equal(web_fixture_sign_in(fixture, "ann", "correct+horse+battery"), 403);
    http_fixture_has(fixture->http, unknown);
    assert_non_null(strstr(web_fixture_log(fixture), "ann [] 127.0.0.1 sign-in  shut;"));
    unsigned status = 0;
    for (unsigned i = 0; i < 10 && status != 429; i++) { /* and one client cannot go on for ever */
        status = web_fixture_sign_in(fixture, "cy", "correct+horse+battery");
    }
    assert_int_equal(status, 429);
    http_fixture_has(fixture->http, "Retry-After: ");
}

/* What is tried past the limit is in the log once, and each answer says when to come again. */
static void too_often(void **state)
{
    struct web_fixture *fixture = *state;
    unsigned limited = 0;
    web_fixture_start(fixture);
    for (unsigned i = 0; i < 60 && limited < 3; i++) {
        if (web_fixture_sign_in(fixture, "nobody", "wrong") == 429) {
            const char *wait = strstr(fixture->http->got, "Retry-After: ");
            assert_non_null(wait);
            assert_in_range(strtoul(wait + strlen("Retry-After: "), NULL, 10), 1, 6);
            limited++;
        }
    }
    assert_int_equal(limited, 3);
    const char *noted = strstr(web_fixture_log(fixture), "too often;");
    assert_non_null(noted);
    assert_null(strstr(noted + 1, "too often;"));
}

/* Tries from many places use up nobody's but their own. */
static void tries_of_others(void **state)
{
    struct web_fixture *fixture = *state;
    char cookie[sizeof(fixture->cookie)];
    char form[256];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    memcpy(cookie, fixture->cookie, sizeof(cookie));
    (void)snprintf(form, sizeof(form), "mark=%s&name=nobody&password=wrong", fixture->mark);
    for (unsigned i = 0; i < 32; i++) {
        (void)snprintf(fixture->cookie, sizeof(fixture->cookie),
                       "%.150sX-Forwarded-For: 2001:db8:%x::1\r\n", cookie, i);
        assert_int_equal(web_fixture_post(fixture, "/sign-in", form), 403);
    }
    web_fixture_as(fixture, "ann");
}

/* Strangers shut an account while its holder is signed in; the session's cookie. */
static void shut_by_strangers(struct web_fixture *fixture, const char *name,
                              char session[sizeof(fixture->cookie)])
{
    web_fixture_as(fixture, name);
    memcpy(session, fixture->cookie, sizeof(fixture->cookie));
    for (unsigned i = 0; i < STAITH_ACCESS_FAILURES; i++) {
        assert_int_equal(web_fixture_sign_in(fixture, name, "wrong"), 403);
    }
    assert_int_equal(web_fixture_sign_in(fixture, name, "correct+horse+battery"), 403);
}

/* Change the password from an address, in a session. */
static unsigned change(struct web_fixture *fixture, const char *session, unsigned from,
                       const char *password)
{
    char fields[256];
    (void)snprintf(fixture->cookie, sizeof(fixture->cookie),
                   "%.150sX-Forwarded-For: 192.0.2.%u\r\n", session, from);
    (void)snprintf(fields, sizeof(fields),
                   "&password=%s&fresh=another+one+of+mine&again=another+one+of+mine", password);
    assert_int_equal(web_fixture_get(fixture, "/account"), 200);
    return web_fixture_form(fixture, "/account/password", fields);
}

/* Who is signed in changes the password of an account that strangers shut, and is known by it. */
static void password_of_a_shut_account(void **state)
{
    struct web_fixture *fixture = *state;
    char session[sizeof(fixture->cookie)];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    shut_by_strangers(fixture, "dur", session);
    assert_int_equal(change(fixture, session, 1, "wrong"), 403);
    http_fixture_has(fixture->http, "That is not your password.");
    assert_int_equal(change(fixture, session, 1, "correct+horse+battery"), 303);
    http_fixture_has(fixture->http, "Set-Cookie: staith-known=");
    fixture->cookie[0] = '\0';
    assert_int_equal(web_fixture_sign_in(fixture, "dur", "another+one+of+mine"), 303);
}

/* After ten wrong ones in a session it waits as strangers do, and is told so. */
static void wrong_ones_in_a_session(void **state)
{
    enum { MOST = 2 * STAITH_ACCESS_FAILURES };
    struct web_fixture *fixture = *state;
    char session[sizeof(fixture->cookie)];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    shut_by_strangers(fixture, "dur", session);
    for (unsigned i = 0; i < MOST; i++) {
        assert_int_equal(change(fixture, session, i + 1, "wrong"), 403);
        http_fixture_has(fixture->http, "That is not your password.");
    }
    assert_int_equal(change(fixture, session, MOST + 1, "correct+horse+battery"), 403);
    http_fixture_has(fixture->http, "Too many wrong passwords");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(in_and_out, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_refused, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(tries_of_others, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(password_of_a_shut_account, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(wrong_ones_in_a_session, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(too_often, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(shut_after_failures, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
