/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/picture.h"

#include "hung_fixture.h"
#include "region_fixture.h"

#include <time.h>

/** A clock that the test sets. */
struct clock {
    int64_t now_ms;
};

static int64_t tell(void *ctx)
{
    return ((struct clock *)ctx)->now_ms;
}

static void fill(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 1, len);
}

static void nap(void)
{
    const struct timespec five_ms = {0, 5000000};
    (void)nanosleep(&five_ms, NULL);
}

static void made_again_when_the_store_has_changed(void **state)
{
    struct region_fixture *fixture = *state;
    struct clock clock = {100000};
    const struct staith_outside outside = {&clock, tell, tell, fill, NULL};
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    struct staith_web_picture first = {0};
    struct staith_web_picture again = {0};
    const struct staith_pages_audience region = {STAITH_CONFIG_VIEWER_REGION, "", true};
    const struct staith_pages_audience durham = {STAITH_CONFIG_VIEWER_COUNCIL, "840", false};
    const struct staith_pages_audience public = {STAITH_CONFIG_VIEWER_PUBLIC, "", false};
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    struct staith_web_pictures *pictures = staith_web_pictures_new(config, &outside);
    assert_non_null(pictures);
    assert_int_equal(staith_web_pictures_get(pictures, &region, &first, &err), 0);
    assert_null(first.site); /* the store is empty */
    region_fixture_fill(fixture);
    assert_int_equal(staith_web_pictures_get(pictures, &region, &again, &err), 0);
    assert_int_equal(again.number, first.number); /* it rests */
    clock.now_ms += 500;
    for (unsigned i = 0; i < 2000 && again.number == first.number; i++) {
        /* the last one is shown while it is made */
        assert_int_equal(staith_web_pictures_get(pictures, &region, &again, &err), 0);
        nap();
    }
    assert_int_not_equal(again.number, first.number);
    assert_non_null(again.site);
    assert_string_equal(again.site->account, "Your account");
    first = again;
    clock.now_ms += 100000;
    assert_int_equal(staith_web_pictures_get(pictures, &region, &again, &err), 0);
    assert_int_equal(again.number, first.number); /* nothing has changed */
    assert_int_equal(staith_web_pictures_get(pictures, &durham, &again, &err), 0);
    assert_int_not_equal(again.number, first.number); /* another audience, another picture */
    assert_null(again.site->arrivals);
    assert_int_equal(staith_web_pictures_get(pictures, &public, &again, &err), 0);
    assert_null(again.site);
    staith_web_pictures_free(pictures);
    staith_web_pictures_free(NULL);
    staith_config_region_free(config);
}

/* The last one is shown, why there is no other is said once, and it rests before it is tried again.
 */
static void what_the_thread_cannot_make(void **state)
{
    struct region_fixture *fixture = *state;
    struct clock clock = {100000};
    const struct staith_outside outside = {&clock, tell, tell, fill, NULL};
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    struct staith_web_picture first = {0};
    struct staith_web_picture again = {0};
    const struct staith_pages_audience region = {STAITH_CONFIG_VIEWER_REGION, "", true};
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    struct staith_web_pictures *pictures = staith_web_pictures_new(config, &outside);
    assert_int_equal(staith_web_pictures_get(pictures, &region, &first, &err), 0);
    region_fixture_fill(fixture);
    clock.now_ms += 500;
    config->store = "/nowhere/at/all"; /* which the thread opens anew */
    for (unsigned i = 0; i < 2000 && err.code == 0; i++) {
        assert_int_equal(staith_web_pictures_get(pictures, &region, &again, &err), 0);
        nap();
    }
    assert_int_not_equal(err.code, 0);
    assert_int_equal(again.number, first.number);
    config->store = fixture->store->folder;
    memset(&err, 0, sizeof(err));
    for (unsigned i = 0; i < 20; i++) {
        assert_int_equal(staith_web_pictures_get(pictures, &region, &again, &err), 0);
        nap();
    }
    assert_int_equal(err.code, 0);
    assert_int_equal(again.number, first.number);
    clock.now_ms += 500;
    for (unsigned i = 0; i < 2000 && again.number == first.number; i++) {
        assert_int_equal(staith_web_pictures_get(pictures, &region, &again, &err), 0);
        nap();
    }
    assert_int_not_equal(again.number, first.number);
    assert_non_null(again.site);
    assert_int_equal(err.code, 0);
    staith_web_pictures_free(pictures);
    staith_config_region_free(config);
}

/* More audiences than there are places: each is right, whoever was put out for it. */
static void many_audiences(void **state)
{
    struct region_fixture *fixture = *state;
    struct clock clock = {100000};
    const struct staith_outside outside = {&clock, tell, tell, fill, NULL};
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    struct staith_web_picture picture = {0};
    struct staith_pages_audience audience = {STAITH_CONFIG_VIEWER_COUNCIL, "", false};
    region_fixture_fill(fixture);
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    struct staith_web_pictures *pictures = staith_web_pictures_new(config, &outside);
    for (unsigned i = 0; i < 80; i++) {
        clock.now_ms++;
        (void)snprintf(audience.council, sizeof(audience.council), "%u", 800 + i % 40);
        assert_int_equal(staith_web_pictures_get(pictures, &audience, &picture, &err), 0);
        assert_non_null(picture.site);
    }
    staith_web_pictures_free(pictures);
    staith_config_region_free(config);
}

static void no_store(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    struct staith_web_picture picture = {0};
    const struct staith_pages_audience region = {STAITH_CONFIG_VIEWER_REGION, "", true};
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    config->store = "/nowhere/at/all";
    struct staith_web_pictures *pictures =
        staith_web_pictures_new(config, staith_outside_machine());
    assert_int_not_equal(staith_web_pictures_get(pictures, &region, &picture, &err), 0);
    config->store = fixture->store->folder; /* it is there again */
    memset(&err, 0, sizeof(err));
    assert_int_equal(staith_web_pictures_get(pictures, &region, &picture, &err), 0);
    staith_web_pictures_free(pictures);
    staith_config_region_free(config);
}

/* The looks at a store are answered, reading all of it is not: whoever has no picture yet does not
 * wait for a making that has kept readers long enough.
 */
static void a_database_that_is_slow(void **state)
{
    struct region_fixture *fixture = *state;
    struct clock clock = {100000};
    const struct staith_outside outside = {&clock, tell, tell, fill, NULL};
    struct hung_fixture hung;
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    struct staith_web_picture picture = {0};
    int code = STAITH_ERR_TIMEOUT;
    const struct staith_pages_audience region = {STAITH_CONFIG_VIEWER_REGION, "", true};
    const struct staith_pages_audience durham = {STAITH_CONFIG_VIEWER_COUNCIL, "840", false};
    hung_fixture_start(&hung);
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    struct staith_web_pictures *pictures = staith_web_pictures_new(config, &outside);
    assert_int_equal(staith_web_pictures_get(pictures, &region, &picture, &err), 0);
    region_fixture_fill(fixture);
    assert_int_equal(staith_web_pictures_get(pictures, &region, &picture, &err), 0);
    config->store = hung.address; /* which a making opens anew, while the looks go on */
    clock.now_ms += 500;
    assert_int_equal(staith_web_pictures_get(pictures, &region, &picture, &err), 0);
    clock.now_ms += 5000;
    for (unsigned i = 0; i < 2000 && code == STAITH_ERR_TIMEOUT; i++) {
        memset(&err, 0, sizeof(err));
        code = staith_web_pictures_get(pictures, &durham, &picture, &err);
        nap();
    }
    for (unsigned i = 0; i < 20; i++) {
        assert_int_equal(code, STAITH_ERR_AGAIN);
        memset(&err, 0, sizeof(err));
        code = staith_web_pictures_get(pictures, &durham, &picture, &err);
    }
    assert_false(staith_web_pictures_are_idle(pictures)); /* it is still being read */
    hung_fixture_end(&hung);
    for (unsigned i = 0; i < 2000 && !staith_web_pictures_are_idle(pictures); i++) {
        nap();
    }
    assert_true(staith_web_pictures_are_idle(pictures));
    staith_web_pictures_free(pictures);
    staith_config_region_free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_again_when_the_store_has_changed, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_the_thread_cannot_make, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(many_audiences, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_database_that_is_slow, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_store, region_fixture_setup, region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
