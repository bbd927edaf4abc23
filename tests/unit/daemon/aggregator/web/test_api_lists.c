/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/api.h"

#include "web_fixture.h"

static void what_there_is(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_int_equal(web_fixture_get(fixture, "/api/v1/datasets"), 200);
    http_fixture_has(fixture->http, "{\"datasets\":[{\"dataset\":\"csww\",\"title\":\"csww\","
                                    "\"periods\":[\"2024\",\"2025\"]}]}");
    assert_int_equal(web_fixture_get(fixture, "/api/v1/datasets/csww"), 200);
    http_fixture_has(fixture->http, "{\"item\":\"leavers_headcount\",\"kind\":\"measure\"");
    http_fixture_has(fixture->http,
                     "{\"area\":\"841\",\"name\":\"Darlington\",\"level\":\"authority\"}");
    http_fixture_has(fixture->http,
                     "{\"area\":\"E12000001\",\"name\":\"North East\",\"level\":\"region\"}");
}

/* Darlington's figures are the officers' alone: for Durham it has sent nothing. */
static void freshness_of_what_is_seen(void **state)
{
    struct web_fixture *fixture = *state;
    struct staith_err err = {0};
    const struct staith_access_user program =
        access_fixture_user("p", STAITH_ACCESS_ANALYST, "840");
    char secret[STAITH_ACCESS_SECRET_BYTES];
    assert_int_equal(staith_access_token_new(fixture->access, &program, secret, &err), 0);
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_int_equal(web_fixture_get(fixture, "/api/v1/freshness"), 200);
    http_fixture_has(fixture->http, "{\"area\":\"841\",\"name\":\"Darlington\","
                                    "\"newest_period\":\"2025\"}");
    (void)snprintf(fixture->cookie, sizeof(fixture->cookie), "Authorization: Bearer %s\r\n",
                   secret);
    assert_int_equal(web_fixture_get(fixture, "/api/v1/freshness"), 200);
    http_fixture_has(fixture->http, "{\"area\":\"840\",\"name\":\"County Durham\","
                                    "\"newest_period\":\"2025\"}");
    http_fixture_has(fixture->http, "{\"area\":\"841\",\"name\":\"Darlington\","
                                    "\"newest_period\":null}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_there_is, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(freshness_of_what_is_seen, web_fixture_setup,
                                        web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
