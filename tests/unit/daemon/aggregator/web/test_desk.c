/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/desk.h"

#include "desk_fixture.h"

static void what_came(void **state)
{
    struct desk_fixture *fixture = *state;
    web_fixture_as(fixture->web, "off");
    assert_int_equal(web_fixture_get(fixture->web, "/desk"), 200);
    http_fixture_has(fixture->web->http, "Waiting for an officer: 1.");
    http_fixture_has(fixture->web->http, "County Durham");
    http_fixture_has(fixture->web->http, "2025-11-26 10:00");
    http_fixture_has(fixture->web->http, "/desk/release?council=840&amp;number=7");
    http_fixture_has(fixture->web->http, "/desk/catalogue?hash=6b1e0000");
    http_fixture_has(fixture->web->http, "Nothing that came was refused.");
    http_fixture_has(fixture->web->http, "&lt;b&gt;late"); /* a council's words are words */
    http_fixture_has(fixture->web->http, "Cache-Control: no-store\r\n");
}

/* An officer by role whom the configuration does not name looks, and cannot decide. */
static void who_may_look(void **state)
{
    struct desk_fixture *fixture = *state;
    assert_int_equal(web_fixture_get(fixture->web, "/desk"), 303);
    web_fixture_as(fixture->web, "cy");
    assert_int_equal(web_fixture_get(fixture->web, "/desk"), 200);
    http_fixture_has(fixture->web->http, "you can look, and not decide");
    assert_int_equal(web_fixture_get(fixture->web, "/desk/release?council=840&number=7"), 200);
    http_fixture_has_not(fixture->web->http, "<form");
    web_fixture_as(fixture->web, "ann");
    assert_int_equal(web_fixture_get(fixture->web, "/desk"), 403);
    web_fixture_account(fixture->web, "odd", STAITH_ACCESS_ADMINISTRATOR, "840");
    web_fixture_as(fixture->web, "odd"); /* a council's administrator is none of the region's */
    assert_int_equal(web_fixture_get(fixture->web, "/desk"), 403);
}

static void without_an_aggregator(void **state)
{
    struct desk_fixture *fixture = *state;
    web_fixture_as(fixture->web, "off");
    staith_control_stop(fixture->control);
    fixture->control = NULL;
    assert_int_equal(web_fixture_get(fixture->web, "/desk"), 503);
    http_fixture_has(fixture->web->http, "The aggregator does not answer");
    desk_fixture_listen(fixture);
    assert_int_equal(web_fixture_get(fixture->web, "/desk"), 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_came, desk_fixture_setup, desk_fixture_teardown),
        cmocka_unit_test_setup_teardown(who_may_look, desk_fixture_setup, desk_fixture_teardown),
        cmocka_unit_test_setup_teardown(without_an_aggregator, desk_fixture_setup,
                                        desk_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
