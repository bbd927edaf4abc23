/* SPDX-License-Identifier: Apache-2.0 */
/* What each audience is shown, and what of another's it can find out: nothing. */
#include "web_fixture.h"

/* Durham had 34 leavers of 430 in 2025 (7.9 %), Darlington 16 of 100 (16.0 %), both 50 of 530
 * (9.4 %). */
static void each_sees_its_own(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 404); /* the public */
    web_fixture_as(fixture, "ann");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    http_fixture_has(fixture->http, "16.0");
    http_fixture_has(fixture->http, "9.4");
    assert_int_equal(web_fixture_get(fixture, "/arrivals.html"), 404); /* for officers */
    web_fixture_as(fixture, "dar");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    http_fixture_has(fixture->http, "16.0");
    http_fixture_has(fixture->http, "9.4");
    web_fixture_as(fixture, "dur");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    http_fixture_has(fixture->http, "7.9");
    http_fixture_has_not(fixture->http, "16.0");
    http_fixture_has_not(fixture->http, "9.4");
    assert_int_equal(web_fixture_get(fixture, "/arrivals.html"), 404);
}

/* The tag of another audience's page is of no use, nor what the cache kept for it. */
static void tags_are_of_what_is_seen(void **state)
{
    struct web_fixture *fixture = *state;
    char etag[STAITH_HTTP_ETAG_BYTES];
    char headers[600];
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    http_fixture_has(fixture->http, "Cache-Control: private, no-cache\r\n");
    const char *at = strstr(fixture->http->got, "ETag: ");
    assert_non_null(at);
    (void)snprintf(etag, sizeof(etag), "%.*s", (int)strcspn(at + 6, "\r"), at + 6);
    (void)snprintf(headers, sizeof(headers), "%sIf-None-Match: %s\r\n", fixture->cookie, etag);
    http_fixture_get(fixture->http, "/csww/2025/index.html", headers);
    assert_int_equal(http_fixture_status(fixture->http), 304);
    web_fixture_as(fixture, "dur");
    (void)snprintf(headers, sizeof(headers), "%sIf-None-Match: %s\r\n", fixture->cookie, etag);
    http_fixture_get(fixture->http, "/csww/2025/index.html", headers);
    assert_int_equal(http_fixture_status(fixture->http), 200);
    http_fixture_has_not(fixture->http, etag);
    (void)snprintf(headers, sizeof(headers), "If-None-Match: %s\r\n", etag);
    http_fixture_get(fixture->http, "/csww/2025/index.html", headers);
    assert_int_equal(http_fixture_status(fixture->http), 404);
    http_fixture_has_not(fixture->http, "ETag");
}

static void files_and_who_takes_them(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.csv"), 200);
    http_fixture_has(fixture->http,
                     "Content-Disposition: attachment; filename=\"csww-2025-index.csv\"\r\n");
    assert_int_equal(web_fixture_get(fixture, "/build.csv?p=2025&i=leavers_headcount"), 200);
    web_fixture_as(fixture, "dur");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.csv"), 403);
    http_fixture_has_not(fixture->http, "34");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    assert_non_null(strstr(web_fixture_log(fixture),
                           "ann [] 127.0.0.1 export /csww/2025/index.csv done;"
                           "ann [] 127.0.0.1 export /build.csv?p=2025&i=leavers_headcount done;"
                           "dur [840] 127.0.0.1 sign-in  done;"
                           "dur [840] 127.0.0.1 export /csww/2025/index.csv refused;"));
}

/* From the moment that the store has something new, within a second. */
static void as_of_now(void **state)
{
    struct web_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("leavers_headcount", staith_value_exact(86)),
        store_fixture_cell("inpost_headcount", staith_value_exact(430)),
    };
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
    http_fixture_has_not(fixture->http, "20.0");
    assert_int_equal(store_fixture_put(fixture->region->store, "840", 1, 4, 2025, cells, 2), 0);
    bool seen = false; /* 86 of 430 */
    for (unsigned i = 0; i < 2000 && !seen; i++) {
        const struct timespec nap = {0, 5000000};
        (void)nanosleep(&nap, NULL);
        assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
        seen = strstr(fixture->http->got, "20.0") != NULL;
    }
    assert_true(seen);
}

static void what_is_not_there(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_get(fixture, "/"), 200); /* nothing, said well */
    http_fixture_has(fixture->http, "No council shares figures with everybody yet.");
    assert_int_equal(web_fixture_get(fixture, "/style.css"), 200);
    http_fixture_has(fixture->http, "Cache-Control: no-cache\r\n");
    web_fixture_as(fixture, "ann");
    assert_int_equal(web_fixture_get(fixture, "/"), 200);
    assert_int_equal(web_fixture_get(fixture, "/none.html"), 404);
    http_fixture_has(fixture->http, "Page not found");
    http_fixture_has_not(fixture->http, "ETag");
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/councils/841.html?x=<script>"), 200);
    http_fixture_has_not(fixture->http, "<script");
    assert_int_equal(web_fixture_get(fixture, "/store.db"), 404);
    assert_int_equal(web_fixture_get(fixture, "/access.db"), 404);
}

/* Pages to order cost work each: a client has a number of them, and what was made is given again.
 */
static void to_order(void **state)
{
    struct web_fixture *fixture = *state;
    char target[128];
    unsigned made = 0;
    web_fixture_start(fixture);
    web_fixture_as(fixture, "ann");
    for (unsigned i = 0; i < 200; i++) {
        (void)snprintf(target, sizeof(target), "/build.html?p=2025&i=leavers_headcount&x=%u", i);
        if (web_fixture_get(fixture, target) != 200) {
            assert_int_equal(http_fixture_status(fixture->http), 429);
            http_fixture_has(fixture->http, "Retry-After: 1\r\n");
            break;
        }
        made++;
    }
    assert_in_range(made, 60, 199);
    assert_int_equal(web_fixture_get(fixture, "/build.html?p=2025&i=leavers_headcount&x=0"), 200);
    assert_int_equal(web_fixture_get(fixture, "/csww/2025/index.html"), 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_sees_its_own, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(tags_are_of_what_is_seen, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(files_and_who_takes_them, web_fixture_setup,
                                        web_fixture_teardown),
        cmocka_unit_test_setup_teardown(as_of_now, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(to_order, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_there, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
