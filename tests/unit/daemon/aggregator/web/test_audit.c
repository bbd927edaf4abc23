/* SPDX-License-Identifier: Apache-2.0 */
#include "web_fixture.h"

/* 120 addresses as long as one may be do not close the page to who looks at it. */
static void log_of_long_addresses(void **state)
{
    char what[2000];
    const struct staith_access_entry entry = {.who = "ann",
                                              .council = "",
                                              .peer = "127.0.0.1",
                                              .action = "export",
                                              .what = what,
                                              .outcome = "done"};
    struct web_fixture *fixture = *state;
    struct staith_err err = {0};
    memset(what, '&', sizeof(what) - 1);
    what[sizeof(what) - 1] = '\0';
    what[199] = '\xc3'; /* the cut would be inside this letter */
    what[200] = '\xa9';
    web_fixture_start(fixture);
    web_fixture_as(fixture, "cy");
    for (int i = 0; i < 120; i++) {
        assert_int_equal(staith_access_note(fixture->access, &entry, &err), 0);
    }
    assert_int_equal(web_fixture_get(fixture, "/audit"), 200);
    http_fixture_has(fixture->http, "&amp; ...</td>");
}

static void for_administrators(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_get(fixture, "/audit"), 303); /* to sign in */
    web_fixture_as(fixture, "off");
    assert_int_equal(web_fixture_get(fixture, "/audit"), 403);
    http_fixture_has_not(fixture->http, "127.0.0.1");
    web_fixture_as(fixture, "cy");
    assert_int_equal(web_fixture_get(fixture, "/audit"), 200);
    http_fixture_has(fixture->http, "<td>off</td>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(log_of_long_addresses, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(for_administrators, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
