/* SPDX-License-Identifier: Apache-2.0 */
/* Who is taken for whom. The account's page says who one is. */
#include "web_fixture.h"

static void ask(struct web_fixture *fixture, const char *headers, unsigned status, const char *part)
{
    http_fixture_get(fixture->http, "/account", headers);
    assert_int_equal(http_fixture_status(fixture->http), status);
    http_fixture_has(fixture->http, part);
}

static void by_cookie(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    ask(fixture, "", 303, "Location: /sign-in\r\n");
    ask(fixture, "Cookie: staith=AAAA\r\n", 303, "Location: /sign-in\r\n");
    web_fixture_as(fixture, "dur");
    ask(fixture, fixture->cookie, 200, "Signed in as dur, viewer of council 840.");
    char twice[600];
    (void)snprintf(twice, sizeof(twice), "%s%s", fixture->cookie, fixture->cookie);
    ask(fixture, twice, 303, "Location: /sign-in\r\n");
    struct staith_err err = {0};
    assert_int_equal(staith_access_lock(fixture->access, "dur", true, &err), 0);
    ask(fixture, fixture->cookie, 303, "Location: /sign-in\r\n");
}

static void by_token(void **state)
{
    struct web_fixture *fixture = *state;
    const struct staith_access_user bi = access_fixture_user("bi", STAITH_ACCESS_ANALYST, "841");
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char header[256];
    struct staith_err err = {0};
    assert_int_equal(staith_access_token_new(fixture->access, &bi, secret, &err), 0);
    web_fixture_start(fixture);
    (void)snprintf(header, sizeof(header), "Authorization: Bearer %s\r\n", secret);
    ask(fixture, header, 200, "Signed in as bi, analyst of council 841.");
    http_fixture_has_not(fixture->http, "Sign out");
    ask(fixture, "Authorization: Bearer none\r\n", 401, "WWW-Authenticate: Bearer\r\n");
    ask(fixture, "Authorization: Basic YTpi\r\n", 401, "WWW-Authenticate: Bearer\r\n");
    assert_int_equal(staith_access_token_revoke(fixture->access, "bi", &err), 0);
    ask(fixture, header, 401, "WWW-Authenticate: Bearer\r\n");
}

/* What is decided and administered is by people, whose name it bears. */
static void a_token_is_nobody_at_the_desk(void **state)
{
    struct web_fixture *fixture = *state;
    const struct staith_access_user robot =
        access_fixture_user("robot", STAITH_ACCESS_ADMINISTRATOR, "");
    static const char *const PLACES[] = {"/desk", "/accounts", "/audit"};
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char header[256];
    struct staith_err err = {0};
    assert_int_equal(staith_access_token_new(fixture->access, &robot, secret, &err), 0);
    web_fixture_start(fixture);
    (void)snprintf(header, sizeof(header), "Authorization: Bearer %s\r\n", secret);
    for (size_t i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++) {
        http_fixture_get(fixture->http, PLACES[i], header);
        assert_int_equal(http_fixture_status(fixture->http), 403);
    }
}

static void a_header_of_anybody(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_configure(fixture, "  proxies: ['192.0.2.1']\n  user-header: X-Remote-User\n");
    web_fixture_start(fixture);
    ask(fixture, "X-Remote-User: cy\r\nX-Forwarded-Proto: https\r\n", 303,
        "Location: /sign-in\r\n");
}

static void by_a_proxy(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n  user-header: X-Remote-User\n");
    web_fixture_start(fixture);
    ask(fixture, "X-Remote-User: cy\r\n", 200, "Signed in as cy, administrator of the region.");
    ask(fixture, "x-remote-user: dur\r\nAuthorization: Basic YTpi\r\n", 200, "Signed in as dur");
    ask(fixture, "X-Remote-User: nobody\r\n", 401, "not known here");
    ask(fixture, "X-Remote-User: dur\r\nX-Remote-User: cy\r\n", 401, "not known here");
    ask(fixture, "", 303, "Location: /sign-in\r\n");
    /* the last address is the proxy's word; what the client wrote before it is not */
    http_fixture_get(fixture->http, "/csww/2025/index.csv",
                     "X-Remote-User: ann\r\nX-Forwarded-For: 10.0.0.1, 203.0.113.9\r\n"
                     "X-Forwarded-Proto: https\r\n");
    assert_int_equal(http_fixture_status(fixture->http), 200);
    assert_non_null(
        strstr(web_fixture_log(fixture), "ann [] 203.0.113.9 export /csww/2025/index.csv done;"));
    assert_non_null(strstr(fixture->text, "cy [] 127.0.0.1 sign-in by a proxy done;"));
    /* over its TLS cookies are for TLS */
    http_fixture_get(fixture->http, "/sign-in", "X-Forwarded-Proto: https\r\n");
    http_fixture_has(fixture->http, "Set-Cookie: __Host-staith-form=");
    http_fixture_has(fixture->http, "; Path=/; HttpOnly; SameSite=Strict; Secure\r\n");
}

/* A list of addresses, and whom a file is noted for. */
static void by_several_proxies(void **state)
{
    static const char *const LISTS[][2] = {
        /* a proxy of the configuration saw the client; what stands before it is the client's */
        {"X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\n", "203.0.113.9"},
        {"X-Forwarded-For: 10.0.0.1, 203.0.113.9,192.0.2.7 , 192.0.2.7\r\n", "203.0.113.9"},
        {"X-Forwarded-For: 192.0.2.7, 203.0.113.9\r\n", "203.0.113.9"},
        /* lines are one list (RFC 9110, 5.3), empty places none (5.6.1) */
        {"X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 203.0.113.9\r\n", "203.0.113.9"},
        {"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.7\r\n", "203.0.113.9"},
        {"X-Forwarded-For: 203.0.113.9, ,\r\nX-Forwarded-For:\r\n", "203.0.113.9"},
        {"x-forwarded-for: 10.0.0.1\r\nX-FORWARDED-FOR: 2001:db8::9, 192.0.2.7\r\n", "2001:db8::9"},
        /* with a port, as some write them */
        {"X-Forwarded-For: 203.0.113.9:51234\r\n", "203.0.113.9"},
        {"X-Forwarded-For: [2001:db8::9]:443, 192.0.2.7:80\r\n", "2001:db8::9"},
        /* nothing before what is no address is believed */
        {"X-Forwarded-For: 203.0.113.9, unknown\r\n", "127.0.0.1"},
        {"X-Forwarded-For: 203.0.113.9, _hidden, 192.0.2.7\r\n", "192.0.2.7"},
        {"X-Forwarded-For: 203.0.113.9, [::1\r\n", "127.0.0.1"},
        {"X-Forwarded-For: 203.0.113.9, :\r\n", "127.0.0.1"},
        {"X-Forwarded-For: 192.0.2.7\r\n", "192.0.2.7"},
        {"X-Forwarded-For: ,\r\n", "127.0.0.1"},
    };
    struct web_fixture *fixture = *state;
    char headers[512];
    char noted[256];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1, 192.0.2.7]\n"
                                   "  user-header: X-Remote-User\n");
    web_fixture_start(fixture);
    for (size_t i = 0; i < sizeof(LISTS) / sizeof(LISTS[0]); i++) {
        (void)snprintf(headers, sizeof(headers), "X-Remote-User: ann\r\n%s", LISTS[i][0]);
        char target[64];
        (void)snprintf(target, sizeof(target), "/csww/2025/index.csv?%zu", i);
        http_fixture_get(fixture->http, target, headers);
        assert_int_equal(http_fixture_status(fixture->http), 200);
        (void)snprintf(noted, sizeof(noted), "ann [] %s export /csww/2025/index.csv?%zu done;",
                       LISTS[i][1], i);
        if (strstr(web_fixture_log(fixture), noted) == NULL) {
            fail_msg("no %s in %s", noted, fixture->text);
        }
    }
    /* the word of the proxy next to us on the browser's line */
    http_fixture_get(fixture->http, "/sign-in",
                     "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n");
    http_fixture_has(fixture->http, "Set-Cookie: staith-form=");
    http_fixture_get(fixture->http, "/sign-in", "X-Forwarded-Proto: http, https\r\n");
    http_fixture_has(fixture->http, "Set-Cookie: __Host-staith-form=");
}

/* Whoever may open the socket is the proxy. */
static void over_a_socket(void **state)
{
    struct web_fixture *fixture = *state;
    char path[128];
    web_fixture_configure(fixture, "  user-header: X-Remote-User\n");
    web_fixture_at_socket(fixture, path);
    web_fixture_start(fixture);
    ask(fixture, "X-Remote-User: cy\r\nX-Forwarded-For: 203.0.113.9\r\n", 200,
        "Signed in as cy, administrator of the region.");
    ask(fixture, "", 303, "Location: /sign-in\r\n");
    assert_string_equal(web_fixture_log(fixture), "cy [] 203.0.113.9 sign-in by a proxy done;");
}

/* Who has one address of IPv6 has its 64 bits' worth of them: they count as one. */
static void a_network_of_addresses(void **state)
{
    struct web_fixture *fixture = *state;
    char header[128];
    unsigned denied = 0;
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    for (unsigned i = 0; i < 12; i++) {
        (void)snprintf(header, sizeof(header),
                       "X-Forwarded-For: 2001:db8:1:2::%x\r\nAuthorization: Bearer none\r\n", i);
        http_fixture_get(fixture->http, "/account", header);
        denied += http_fixture_status(fixture->http) == 401 ? 1 : 0;
    }
    assert_int_equal(denied, 10);
    http_fixture_get(fixture->http, "/account",
                     "X-Forwarded-For: 2001:db8:1:3::1\r\nAuthorization: Bearer none\r\n");
    assert_int_equal(http_fixture_status(fixture->http), 401);
    http_fixture_get(fixture->http, "/account",
                     "X-Forwarded-For: ::ffff:192.0.2.7\r\nAuthorization: Bearer none\r\n");
    assert_int_equal(http_fixture_status(fixture->http), 401);
    /* the log has the address itself */
    assert_non_null(strstr(web_fixture_log(fixture), " [] 2001:db8:1:2::3 sign-in token or proxy"));
}

/* A council that has left takes its accounts' sight with it, also of those a proxy vouches for:
 * nobody is signed in, and so nothing is noted. */
static void of_a_council_that_left(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_account(fixture, "old", STAITH_ACCESS_ANALYST, "900");
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n  user-header: X-Remote-User\n");
    web_fixture_start(fixture);
    web_fixture_as(fixture, "old");
    ask(fixture, fixture->cookie, 303, "Location: /sign-in\r\n");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 404);
    for (unsigned i = 0; i < 3; i++) {
        ask(fixture, "X-Remote-User: old\r\n", 303, "Location: /sign-in\r\n");
    }
    assert_string_equal(web_fixture_log(fixture), "old [900] 127.0.0.1 sign-in  done;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(by_cookie, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(by_token, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_token_is_nobody_at_the_desk, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_header_of_anybody, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(by_a_proxy, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(by_several_proxies, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(over_a_socket, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_network_of_addresses, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(of_a_council_that_left, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
