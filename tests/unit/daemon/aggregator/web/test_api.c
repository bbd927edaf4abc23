/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/api.h"

#include "web_fixture.h"

static void call(struct web_fixture *fixture, const char *target, unsigned status)
{
    if (web_fixture_get(fixture, target) != status) {
        fail_msg("%s: %.3000s", target, fixture->http->got);
    }
}

static void routes(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    call(fixture, "/api/v1/openapi.json", 200); /* for everybody */
    http_fixture_has(fixture->http, "\"openapi\": \"3.1.0\"");
    call(fixture, "/api/v1/datasets", 200); /* the public, of which nothing is shared */
    http_fixture_has(fixture->http, "{\"datasets\":[]}");
    call(fixture, "/api/v1/datasets/csww", 404);
    call(fixture, "/api/v1/observations/csww", 404);
    call(fixture, "/api/v1/comparisons/csww/2025", 404);
    http_fixture_has(fixture->http, "Content-Type: application/problem+json\r\n");
    http_fixture_has(fixture->http, "\"status\":404");
    web_fixture_as(fixture, "ann");
    call(fixture, "/api/v1/comparisons/csww/2025", 200);
    http_fixture_has(fixture->http, "\"rank\"");
    call(fixture, "/api/v1/comparisons/csww/2025?format=csv", 200);
    http_fixture_has(fixture->http, "period,indicator,area_code");
    call(fixture, "/api/v1/comparisons/csww/2025?format=xml", 400);
    call(fixture, "/api/v1/comparisons/csww", 404);
    call(fixture, "/api/v1/comparisons/csww/1999", 404);
    call(fixture, "/api/v1/datasetsx", 404);
    call(fixture, "/api/v2/datasets", 404);
    call(fixture, "/api/v1/", 404);
    assert_int_equal(web_fixture_post(fixture, "/api/v1/datasets", "a=b"), 405);
}

static void who_may_call(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "dur"); /* a viewer */
    call(fixture, "/api/v1/observations/csww", 403);
    http_fixture_has(fixture->http, "Content-Type: application/problem+json\r\n");
    web_fixture_as(fixture, "dar");
    call(fixture, "/api/v1/observations/csww?areas=841&limit=7", 200);
    /* and what of them left */
    assert_non_null(
        strstr(web_fixture_log(fixture),
               "dar [841] 127.0.0.1 export /api/v1/observations/csww?areas=841&limit=7 done;"));
    assert_non_null(
        strstr(fixture->text, "dur [840] 127.0.0.1 export /api/v1/observations/csww refused;"));
    http_fixture_get(fixture->http, "/api/v1/datasets", "Authorization: Bearer none\r\n");
    assert_int_equal(http_fixture_status(fixture->http), 401);
    http_fixture_has(fixture->http, "Content-Type: application/problem+json\r\n");
}

static void rate(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_configure(fixture, "  requests-per-minute: 3\n");
    web_fixture_start(fixture);
    for (unsigned i = 0; i < 3; i++) {
        call(fixture, "/api/v1/datasets", 200);
    }
    call(fixture, "/api/v1/datasets", 429);
    http_fixture_has(fixture->http, "Retry-After: ");
    http_fixture_has(fixture->http, "Content-Type: application/problem+json\r\n");
    web_fixture_as(fixture, "ann"); /* another client, though from the same address */
    call(fixture, "/api/v1/datasets", 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(routes, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(who_may_call, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(rate, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
