/* SPDX-License-Identifier: Apache-2.0 */
#include "web_fixture.h"

/* The password that a page shows once, for a form. */
static void shown(struct web_fixture *fixture, char out[64])
{
    const char *at = strstr(fixture->http->got, "<code>");
    assert_non_null(at);
    (void)snprintf(out, 64, "%.*s", (int)strcspn(at + 6, "<"), at + 6);
    assert_int_equal(strlen(out), 20);
}

static void made_and_changed(void **state)
{
    struct web_fixture *fixture = *state;
    char password[64];
    char first[256];
    web_fixture_start(fixture);
    web_fixture_as(fixture, "cy");
    assert_int_equal(web_fixture_get(fixture, "/accounts"), 200);
    http_fixture_has(fixture->http, ">dur<");
    http_fixture_has(fixture->http, "Confined: no."); /* what main.c does */
    assert_int_equal(web_fixture_form(fixture, "/accounts/add",
                                      "&name=new&role=analyst&of=840&how=with+a+password"),
                     200);
    shown(fixture, password);
    http_fixture_has(fixture->http, "Cache-Control: no-store\r\n");
    char administrator[256];
    memcpy(administrator, fixture->cookie, sizeof(administrator));
    assert_int_equal(web_fixture_sign_in(fixture, "new", password), 303);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.csv"), 200);
    memcpy(first, fixture->cookie, sizeof(first));
    memcpy(fixture->cookie, administrator, sizeof(administrator));
    /* another role and a lock count at once, for who is signed in too */
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=new"), 200);
    assert_int_equal(web_fixture_form(fixture, "/accounts/role", "&name=new&role=viewer"), 303);
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=new"), 200);
    assert_int_equal(web_fixture_form(fixture, "/accounts/password", "&name=new"), 200);
    shown(fixture, password);
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=new"), 200);
    assert_int_equal(web_fixture_form(fixture, "/accounts/lock", "&name=new"), 303);
    memcpy(fixture->cookie, first, sizeof(first));
    assert_int_equal(web_fixture_get(fixture, "/account"), 303);
    assert_int_equal(web_fixture_sign_in(fixture, "new", password), 403);
    memcpy(fixture->cookie, administrator, sizeof(administrator));
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=new"), 200);
    assert_int_equal(web_fixture_form(fixture, "/accounts/unlock", "&name=new"), 303);
    assert_int_equal(web_fixture_get(fixture, "/audit"), 200);
    http_fixture_has(fixture->http, "unlock new");
    http_fixture_has(fixture->http, "add new analyst");
    assert_int_equal(web_fixture_sign_in(fixture, "new", password), 303);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.csv"), 403); /* a viewer now */
}

/* More accounts than a page holds: all of them are found, in turn and by name. */
static void page_by_page(void **state)
{
    struct web_fixture *fixture = *state;
    struct staith_err err = {0};
    char name[16];
    for (unsigned i = 0; i < 200; i++) { /* beside the six of the fixture */
        (void)snprintf(name, sizeof(name), "m.%03u", i);
        const struct staith_access_user user = access_fixture_user(name, STAITH_ACCESS_VIEWER, "");
        assert_int_equal(staith_access_add(fixture->access, &user, NULL, &err), 0);
    }
    web_fixture_start(fixture);
    web_fixture_as(fixture, "cy");
    assert_int_equal(web_fixture_get(fixture, "/accounts"), 200);
    http_fixture_has(fixture->http, "<th scope=\"row\">ann<"); /* ann, cy, dar, dur, m.000 ... */
    http_fixture_has(fixture->http, "<th scope=\"row\">m.195<");
    http_fixture_has_not(fixture->http, ">m.196<");
    http_fixture_has(fixture->http, "href=\"/accounts?from=m.196\"");
    http_fixture_has_not(fixture->http, "First accounts");
    assert_int_equal(web_fixture_get(fixture, "/accounts?from=m.196"), 200);
    http_fixture_has_not(fixture->http, ">m.195<");
    http_fixture_has(fixture->http, "<th scope=\"row\">m.196<");
    http_fixture_has(fixture->http, "<th scope=\"row\">vic<");
    http_fixture_has_not(fixture->http, "Next accounts");
    http_fixture_has(fixture->http, "First accounts");
    assert_int_equal(web_fixture_get(fixture, "/accounts?from=o"), 200); /* as the form sends it */
    http_fixture_has(fixture->http, "<th scope=\"row\">off<");
    http_fixture_has_not(fixture->http, "m.199");
    assert_int_equal(web_fixture_get(fixture, "/accounts?from=%ff"), 200);
    http_fixture_has(fixture->http, "<th scope=\"row\">ann<");
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=m.0"), 404);
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=m.000"), 200);
}

/* The log says "done" of what was done alone. */
static void noted_as_it_went(void **state)
{
    static const char ADD[] = "&name=ann&role=viewer&of=region&how=by+the+proxy+alone";
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "cy");
    assert_int_equal(web_fixture_get(fixture, "/accounts"), 200);
    assert_int_equal(web_fixture_form(fixture, "/accounts/add", ADD), 400); /* there is one */
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=ann"), 200);
    assert_int_equal(web_fixture_form(fixture, "/accounts/lock", "&name=ann"), 303);
    assert_string_equal(web_fixture_log(fixture), "cy [] 127.0.0.1 sign-in  done;"
                                                  "cy [] 127.0.0.1 account add ann viewer asked;"
                                                  "cy [] 127.0.0.1 account add ann viewer failed;"
                                                  "cy [] 127.0.0.1 account lock ann asked;"
                                                  "cy [] 127.0.0.1 account lock ann done;");
}

static void what_is_not_done(void **state)
{
    static const struct {
        const char *page;
        const char *action;
        const char *fields;
        unsigned status;
    } BAD[] = {
        {"/accounts", "/accounts/add", "&name=a+b&role=viewer&of=region&how=by+the+proxy+alone",
         400},
        {"/accounts", "/accounts/add", "&name=ann&role=viewer&of=region&how=by+the+proxy+alone",
         400},
        {"/accounts", "/accounts/add", "&name=a&role=king&of=region&how=by+the+proxy+alone", 400},
        {"/accounts", "/accounts/add", "&name=a&role=viewer&of=999&how=by+the+proxy+alone", 400},
        {"/accounts", "/accounts/add", "&name=a&role=officer&of=840&how=by+the+proxy+alone", 400},
        {"/accounts/change?name=ann", "/accounts/lock", "&name=cy", 400}, /* the own one */
        {"/accounts/change?name=ann", "/accounts/role", "&name=cy&role=viewer", 400},
        {"/accounts/change?name=ann", "/accounts/lock", "&name=none", 404},
        {"/accounts/change?name=ann", "/accounts/role", "&name=ann&role=", 400},
    };
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "cy");
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        assert_int_equal(web_fixture_get(fixture, BAD[i].page), 200);
        unsigned status = web_fixture_form(fixture, BAD[i].action, BAD[i].fields);
        if (status != BAD[i].status) {
            fail_msg("%s%s: %u", BAD[i].action, BAD[i].fields, status);
        }
    }
    assert_int_equal(web_fixture_get(fixture, "/accounts/change?name=none"), 404);
    assert_int_equal(web_fixture_post(fixture, "/accounts/lock", "name=ann"), 403);
    assert_int_equal(web_fixture_get(fixture, "/accounts/lock"), 405);
}

/* One's own password, by the one before it. */
static void own_password(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "dur");
    assert_int_equal(web_fixture_get(fixture, "/account"), 200);
    assert_int_equal(web_fixture_form(fixture, "/account/password",
                                      "&password=wrong&fresh=another+one+of+mine&again=another+one+"
                                      "of+mine"),
                     403);
    assert_int_equal(web_fixture_form(fixture, "/account/password",
                                      "&password=correct+horse+battery&fresh=short&again=short"),
                     400);
    assert_int_equal(web_fixture_form(fixture, "/account/password",
                                      "&password=correct+horse+battery&fresh=another+one+of+mine&"
                                      "again=another+one+of+yours"),
                     400);
    assert_int_equal(web_fixture_form(fixture, "/account/password",
                                      "&password=correct+horse+battery&fresh=another+one+of+mine&"
                                      "again=another+one+of+mine"),
                     303);
    assert_int_equal(web_fixture_get(fixture, "/account"), 303); /* every session has ended */
    assert_int_equal(web_fixture_sign_in(fixture, "dur", "correct+horse+battery"), 403);
    assert_int_equal(web_fixture_sign_in(fixture, "dur", "another+one+of+mine"), 303);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_and_changed, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(page_by_page, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(noted_as_it_went, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_done, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(own_password, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
