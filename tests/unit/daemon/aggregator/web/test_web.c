/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/web.h"

#include "web_fixture.h"

static void methods(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_post(fixture, "/index.html", "a=b"), 405);
    http_fixture_has(fixture->http, "Allow: GET, HEAD\r\n");
    staith_web_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(methods, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
