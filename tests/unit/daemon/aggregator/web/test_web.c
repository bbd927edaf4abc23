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

/* Nobody fills the log with what is not good. */
static void bad_tokens(void **state)
{
    struct web_fixture *fixture = *state;
    unsigned denied = 0;
    unsigned limited = 0;
    unsigned noted = 0;
    web_fixture_start(fixture);
    for (unsigned i = 0; i < 60 && limited < 3; i++) {
        http_fixture_get(fixture->http, i % 2 == 0 ? "/index.html" : "/api/v1/datasets",
                         "Authorization: Bearer none\r\n");
        unsigned status = http_fixture_status(fixture->http);
        denied += status == 401 ? 1 : 0;
        limited += status == 429 ? 1 : 0;
        if (status == 429) {
            http_fixture_has(fixture->http, "Retry-After: ");
            http_fixture_has(fixture->http, "Too many requests");
        }
    }
    assert_int_equal(limited, 3);
    assert_true(denied >= 10);
    for (const char *at = web_fixture_log(fixture); (at = strstr(at, "refused;")) != NULL; at++) {
        noted++;
    }
    assert_int_equal(noted, denied);
}

/* The table of rights in daemon/aggregator/README.md: each route, for each role. */
static void rights(void **state)
{
    static const char *const WHO[] = {NULL, "dur", "dar", "vic", "ann", "off", "cy"};
    static const struct {
        const char *target;
        unsigned status[7]; /* public; viewer and analyst of a council; viewer, analyst, officer and
                               administrator of the region */
    } RIGHTS[] = {
        {"/csww/2025/index.html", {404, 200, 200, 200, 200, 200, 200}},
        {"/csww/2025/councils/841.html", {404, 200, 200, 200, 200, 200, 200}},
        {"/csww/2025/index.csv", {404, 403, 200, 403, 200, 200, 200}},
        {"/csww/2025/index.xlsx", {404, 403, 200, 403, 200, 200, 200}},
        {"/build.csv?p=2025&i=leavers_headcount", {404, 403, 200, 403, 200, 200, 200}},
        {"/arrivals.html", {404, 404, 404, 404, 404, 200, 200}},
        {"/arrivals.csv", {404, 404, 404, 404, 404, 200, 200}},
        {"/api/v1/openapi.json", {200, 200, 200, 200, 200, 200, 200}},
        {"/api/v1/datasets", {200, 403, 200, 403, 200, 200, 200}},
        {"/api/v1/observations/csww", {404, 403, 200, 403, 200, 200, 200}},
        {"/api/v1/comparisons/csww/2025", {404, 403, 200, 403, 200, 200, 200}},
        {"/api/v1/freshness", {200, 403, 200, 403, 200, 200, 200}},
        {"/account", {303, 200, 200, 200, 200, 200, 200}},
        {"/desk", {303, 403, 403, 403, 403, 503, 503}}, /* there is no aggregator here */
        {"/desk/release?council=840&number=7", {303, 403, 403, 403, 403, 200, 200}},
        {"/desk/catalogue?hash=6b", {303, 403, 403, 403, 403, 200, 200}},
        {"/desk/accept", {303, 403, 403, 403, 403, 405, 405}},
        {"/desk/send-back", {303, 403, 403, 403, 403, 405, 405}},
        {"/desk/adopt", {303, 403, 403, 403, 403, 405, 405}},
        {"/desk/reject", {303, 403, 403, 403, 403, 405, 405}},
        {"/accounts", {303, 403, 403, 403, 403, 403, 200}},
        {"/accounts/change?name=ann", {303, 403, 403, 403, 403, 403, 200}},
        {"/accounts/add", {303, 403, 403, 403, 403, 403, 405}},
        {"/accounts/lock", {303, 403, 403, 403, 403, 403, 405}},
        {"/accounts/unlock", {303, 403, 403, 403, 403, 403, 405}},
        {"/accounts/role", {303, 403, 403, 403, 403, 403, 405}},
        {"/accounts/password", {303, 403, 403, 403, 403, 403, 405}},
        {"/audit", {303, 403, 403, 403, 403, 403, 200}},
    };
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    for (size_t i = 0; i < sizeof(WHO) / sizeof(WHO[0]); i++) {
        fixture->cookie[0] = '\0';
        if (WHO[i] != NULL) {
            web_fixture_as(fixture, WHO[i]);
        }
        for (size_t j = 0; j < sizeof(RIGHTS) / sizeof(RIGHTS[0]); j++) {
            unsigned status = web_fixture_get(fixture, RIGHTS[j].target);
            if (status != RIGHTS[j].status[i]) {
                fail_msg("%s for %s: %u", RIGHTS[j].target, WHO[i] != NULL ? WHO[i] : "the public",
                         status);
            }
            /* no form is taken from whoever may not see it, whatever it carries */
            if (RIGHTS[j].status[6] == 405) {
                status = web_fixture_post(fixture, RIGHTS[j].target, "mark=x&name=ann&role=viewer");
                assert_int_equal(status, WHO[i] == NULL ? 303 : 403);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(methods, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(rights, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(bad_tokens, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
