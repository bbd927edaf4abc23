/* SPDX-License-Identifier: Apache-2.0 */
#include "hung_fixture.h"
#include "web_fixture.h"

#include <sys/stat.h>

static void read_again(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "dur");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    http_fixture_has_not(fixture->http, "Said above");
    web_fixture_configure(fixture, "  note: Said above\n");
    staith_web_service_reload(fixture->service);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200); /* still signed in */
    http_fixture_has(fixture->http, "Said above");
    web_fixture_configure(fixture, "  nonsense: 1\n");
    staith_web_service_reload(fixture->service); /* all stays as it was */
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    http_fixture_has(fixture->http, "Said above");
}

/* What the readings of before still wait for keeps nobody from the next. */
static void read_again_while_a_database_hangs(void **state)
{
    struct web_fixture *fixture = *state;
    struct hung_fixture hung;
    struct stat before;
    char line[128];
    hung_fixture_start(&hung);
    web_fixture_start(fixture);
    web_fixture_as(fixture, "dur");
    assert_int_equal(stat(fixture->region->config, &before), 0);
    (void)snprintf(line, sizeof(line), "store: %s\n", hung.address);
    web_fixture_configure(fixture, line);
    staith_web_service_reload(fixture->service);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 503);
    for (unsigned i = 0; i < 8; i++) { /* in the store of none of these but the first is looked */
        staith_web_service_reload(fixture->service);
    }
    assert_int_equal(truncate(fixture->region->config, before.st_size), 0);
    staith_web_service_reload(fixture->service);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    hung_fixture_end(&hung);
}

static void starts_that_fail(void **state)
{
    struct web_fixture *fixture = *state;
    struct staith_err err = {0};
    struct staith_web_service *service = NULL;
    json_t *checks = NULL;
    const struct staith_web_service_options options = {.loop = fixture->http->loop,
                                                       .log = fixture->log,
                                                       .outside = staith_outside_machine(),
                                                       .config_path = fixture->region->config};
    assert_int_equal(staith_web_check_config(fixture->region->config, &checks), 0);
    json_decref(checks);
    web_fixture_configure(fixture, "  certificate: none.pem\n  key: none.key\n");
    assert_int_equal(staith_web_service_start(&options, &service, &err), STAITH_ERR_NOTFOUND);
    assert_non_null(strstr(err.where, "none.pem"));
    assert_null(service);
    assert_int_equal(staith_web_check_config(fixture->region->config, &checks),
                     STAITH_ERR_NOTFOUND);
    json_decref(checks);
    assert_int_equal(staith_web_check_config("/nowhere/region.yaml", &checks), STAITH_ERR_NOTFOUND);
    json_decref(checks);
    staith_web_service_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(read_again, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_again_while_a_database_hangs, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(starts_that_fail, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
