/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/shell.h"

#include "web_fixture.h"

/* Pages of the server's own are in the frame of all others, and their fields have labels. */
static void a_page(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_get(fixture, "/sign-in"), 200);
    http_fixture_has(fixture->http, "<html lang=\"en-GB\">");
    http_fixture_has(fixture->http, "<title>Sign in \xE2\x80\x93 North East</title>");
    http_fixture_has(fixture->http, "<label for=\"password\">Password</label>");
    http_fixture_has(fixture->http, "id=\"password\"");
    http_fixture_has(fixture->http, "autocomplete=\"current-password\"");
}

/* What a proxy signs in has no session: its forms are bound to a cookie, and to who it is. */
static void marks_behind_a_proxy(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_configure(fixture, "  proxies: [127.0.0.1]\n  user-header: X-Remote-User\n");
    web_fixture_start(fixture);
    http_fixture_get(fixture->http, "/accounts", "X-Remote-User: cy\r\n");
    assert_int_equal(http_fixture_status(fixture->http), 200);
    web_fixture_keep(fixture); /* its cookie and mark */
    char kept[256];
    char form[300];
    memcpy(kept, fixture->cookie, sizeof(kept));
    (void)snprintf(form, sizeof(form),
                   "mark=%s&name=new&role=viewer&of=region&how=by+the+proxy+alone", fixture->mark);
    (void)snprintf(fixture->cookie, sizeof(fixture->cookie), "X-Remote-User: cy\r\n");
    assert_int_equal(web_fixture_post(fixture, "/accounts/add", form),
                     403); /* without the cookie */
    web_fixture_account(fixture, "other", STAITH_ACCESS_ADMINISTRATOR, "");
    (void)snprintf(fixture->cookie, sizeof(fixture->cookie), "%.200sX-Remote-User: other\r\n",
                   kept);
    assert_int_equal(web_fixture_post(fixture, "/accounts/add", form), 403); /* for another */
    (void)snprintf(fixture->cookie, sizeof(fixture->cookie), "%.200sX-Remote-User: cy\r\n", kept);
    assert_int_equal(web_fixture_post(fixture, "/accounts/add", form), 303);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(marks_behind_a_proxy, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
