/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/look.h"

#include "config/schema.h"
#include "hung_fixture.h"
#include "region_fixture.h"

#include <time.h>

static void a_file(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    bool touched = false;
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    struct staith_web_look *look = staith_web_look_new(&config->store, staith_outside_machine());
    assert_non_null(look);
    assert_false(staith_web_look_is_apart(look));
    assert_int_equal(staith_web_look_ask(look, false, &touched, &err), 0);
    assert_true(touched);
    assert_int_equal(staith_web_look_ask(look, true, &touched, &err), 0);
    assert_false(touched);
    region_fixture_fill(fixture); /* which is seen at once */
    assert_int_equal(staith_web_look_ask(look, false, &touched, &err), 0);
    assert_true(touched);
    staith_web_look_free(look);
    staith_web_look_free(NULL);
    staith_config_region_free(config);
}

/** A clock that the test sets. */
static int64_t tell(void *ctx)
{
    return *(const int64_t *)ctx;
}

/* A database that takes the connection and says nothing is waited for once; nobody waits for it who
 * comes while it is still asked. One that is not there is no wait at all.
 */
static void a_database_that_hangs(void **state)
{
    int64_t clock_ms = 1000;
    const struct staith_outside outside = {&clock_ms, tell, tell, NULL, NULL};
    struct hung_fixture hung;
    const char *where = hung.address;
    struct staith_err err = {0};
    bool touched = true;
    (void)state;
    hung_fixture_start(&hung);
    struct staith_web_look *look = staith_web_look_new(&where, &outside);
    assert_non_null(look);
    assert_true(staith_web_look_is_apart(look));
    assert_int_equal(staith_web_look_ask(look, false, &touched, &err), STAITH_ERR_TIMEOUT);
    assert_string_equal(err.what, "the database does not answer");
    clock_ms += STAITH_WEB_LOOK_WAIT_MS;
    for (unsigned i = 0; i < 1000; i++) { /* this would take half an hour */
        memset(&err, 0, sizeof(err));
        assert_int_equal(staith_web_look_ask(look, i % 2 == 0, &touched, &err), STAITH_ERR_TIMEOUT);
    }
    hung_fixture_end(&hung);
    staith_web_look_free(look);
    look = staith_web_look_new(&where, &outside);
    memset(&err, 0, sizeof(err));
    int code = staith_web_look_ask(look, false, &touched, &err);
    assert_int_not_equal(code, 0);
    assert_int_not_equal(code, STAITH_ERR_TIMEOUT);
    staith_web_look_free(look);
}

/* One that kept somebody waiting and then failed is tried again, and nobody waits for that: what
 * the last look found is told meanwhile.
 */
static void a_database_that_hangs_again(void **state)
{
    int64_t clock_ms = 1000;
    const struct staith_outside outside = {&clock_ms, tell, tell, NULL, NULL};
    struct hung_fixture hung;
    const char *where = hung.address;
    struct staith_err err = {0};
    bool touched = false;
    int code = STAITH_ERR_TIMEOUT;
    (void)state;
    hung_fixture_start(&hung);
    struct staith_web_look *look = staith_web_look_new(&where, &outside);
    assert_int_equal(staith_web_look_ask(look, true, &touched, &err), STAITH_ERR_TIMEOUT);
    hung_fixture_drop(&hung);
    for (unsigned i = 0; i < 2000 && code == STAITH_ERR_TIMEOUT; i++) {
        const struct timespec five_ms = {0, 5000000};
        (void)nanosleep(&five_ms, NULL);
        memset(&err, 0, sizeof(err));
        code = staith_web_look_ask(look, false, &touched, &err);
    }
    assert_int_not_equal(code, 0);
    assert_int_not_equal(code, STAITH_ERR_TIMEOUT);
    clock_ms += 100; /* the next one begins, and hangs */
    for (unsigned i = 0; i < 1000; i++) {
        memset(&err, 0, sizeof(err));
        assert_int_equal(staith_web_look_ask(look, i % 2 == 0, &touched, &err), code);
        assert_int_equal(err.code, code);
    }
    hung_fixture_end(&hung);
    staith_web_look_free(look);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file, region_fixture_setup, region_fixture_teardown),
        cmocka_unit_test(a_database_that_hangs),
        cmocka_unit_test(a_database_that_hangs_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
