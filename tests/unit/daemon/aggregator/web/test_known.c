/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/internal.h"

#include "web_fixture.h"

/** A browser that `off` was signed in from, and signed out of. */
static char known[512];

static void keep_known(struct web_fixture *fixture)
{
    static const char SET[] = "Set-Cookie: staith-known=";
    web_fixture_as(fixture, "off");
    const char *set = strstr(fixture->http->got, SET);
    assert_non_null(set);
    http_fixture_has(fixture->http, "; Path=/; HttpOnly; SameSite=Strict; Max-Age=15552000\r\n");
    (void)snprintf(known, sizeof(known), "staith-known=%.*s",
                   (int)strcspn(set + sizeof(SET) - 1, ";"), set + sizeof(SET) - 1);
}

/* Sign in with a cookie beside that of the form; the status. */
static unsigned sign_in(struct web_fixture *fixture, const char *cookie, const char *name,
                        const char *password)
{
    char form[256];
    char *end = NULL;
    fixture->cookie[0] = '\0';
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    web_fixture_keep(fixture);
    end = strstr(fixture->cookie, "\r\n");
    (void)snprintf(end, sizeof(fixture->cookie) - (size_t)(end - fixture->cookie), "; %s\r\n",
                   cookie);
    (void)snprintf(form, sizeof(form), "mark=%s&name=%s&password=%s", fixture->mark, name,
                   password);
    return web_fixture_post(fixture, "/sign-in", form);
}

/* Others' wrong passwords shut an account; not for the browser that it was signed in from. */
static void not_shut_out(void **state)
{
    struct web_fixture *fixture = *state;
    char other[sizeof(known)];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    keep_known(fixture);
    for (unsigned i = 0; i < STAITH_ACCESS_FAILURES; i++) {
        assert_int_equal(sign_in(fixture, "a=b", "off", "wrong"), 403);
    }
    assert_int_equal(sign_in(fixture, "a=b", "off", "correct+horse+battery"), 403);
    memcpy(other, known, sizeof(other));
    other[strlen(other) - 2] = other[strlen(other) - 2] == 'A' ? 'B' : 'A'; /* another mark */
    assert_int_equal(sign_in(fixture, other, "off", "correct+horse+battery"), 403);
    assert_int_equal(sign_in(fixture, known, "off", "correct+horse+battery"), 303);
    /* this network has used up its tries; and the cookie is of no other account */
    unsigned status = 0;
    for (unsigned i = 0; i < 10 && status != 429; i++) {
        status = sign_in(fixture, known, "cy", "wrong");
    }
    assert_int_equal(status, 429);
    assert_int_equal(sign_in(fixture, known, "off", "correct+horse+battery"), 303);
    assert_non_null(strstr(web_fixture_log(fixture), "off [] 127.0.0.1 sign-in  done;"));
}

/* A stolen one is good for few tries, then its holder is a stranger. */
static void not_for_ever(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    keep_known(fixture);
    for (unsigned i = 0; i < STAITH_ACCESS_FAILURES; i++) {
        assert_int_equal(sign_in(fixture, known, "off", "wrong"), 403);
    }
    for (unsigned i = 0; i < STAITH_ACCESS_FAILURES; i++) { /* as a stranger: these count */
        assert_int_equal(sign_in(fixture, known, "off", "wrong"), 403);
    }
    assert_int_equal(sign_in(fixture, known, "off", "correct+horse+battery"), 403);
    assert_non_null(strstr(web_fixture_log(fixture), "off [] 127.0.0.1 sign-in  shut;"));
}

/* Another password ends what was kept, whoever has it. */
static void until_another_password(void **state)
{
    struct web_fixture *fixture = *state;
    struct staith_err err = {0};
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    keep_known(fixture);
    assert_int_equal(
        staith_access_set_password(fixture->access, "off", "another one of mine", &err), 0);
    for (unsigned i = 0; i < STAITH_ACCESS_FAILURES; i++) { /* a stranger's: these count */
        assert_int_equal(sign_in(fixture, known, "off", "wrong"), 403);
    }
    assert_int_equal(sign_in(fixture, "a=b", "off", "another+one+of+mine"), 403);
    assert_int_equal(sign_in(fixture, known, "off", "another+one+of+mine"), 403);
    assert_non_null(strstr(web_fixture_log(fixture), "off [] 127.0.0.1 sign-in  shut;"));
}

/* A browser that has one keeps it, with the tries that are left of it. */
static void kept(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    keep_known(fixture);
    assert_int_equal(sign_in(fixture, known, "off", "correct+horse+battery"), 303);
    http_fixture_has(fixture->http, "Set-Cookie: staith=");
    http_fixture_has_not(fixture->http, "Set-Cookie: staith-known=");
    assert_int_equal(sign_in(fixture, known, "cy", "correct+horse+battery"), 303);
    http_fixture_has(fixture->http, "Set-Cookie: staith-known="); /* another account's */
}

/* Many that were stolen are good for ten wrong passwords together, then all are strangers'. */
static void many_of_one_account(void **state)
{
    enum { MARKS = 4 };
    struct web_fixture *fixture = *state;
    char marks[MARKS][sizeof(known)];
    char cookie[sizeof(known)];
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n");
    web_fixture_start(fixture);
    for (unsigned i = 0; i < MARKS; i++) {
        keep_known(fixture);
        memcpy(marks[i], known, sizeof(known));
    }
    for (unsigned i = 0; i < (MARKS - 1) * STAITH_ACCESS_FAILURES; i++) {
        (void)snprintf(cookie, sizeof(cookie), "%.128s\r\nX-Forwarded-For: 192.0.2.%u",
                       marks[i / STAITH_ACCESS_FAILURES], i + 1);
        assert_int_equal(sign_in(fixture, cookie, "off", "wrong"), 403);
    }
    (void)snprintf(cookie, sizeof(cookie), "%.128s\r\nX-Forwarded-For: 192.0.2.99",
                   marks[MARKS - 1]);
    assert_int_equal(sign_in(fixture, cookie, "off", "correct+horse+battery"), 403);
    assert_non_null(strstr(web_fixture_log(fixture), "off [] 192.0.2.99 sign-in  shut;"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(not_shut_out, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(not_for_ever, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(until_another_password, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(kept, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(many_of_one_account, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
