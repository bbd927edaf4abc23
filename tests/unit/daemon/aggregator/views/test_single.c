/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/single.h"

#include "site_fixture.h"

#include "base/err.h"

/* One page that needs nothing else: its only links are its own anchors. */
static void all_in_one(void **state)
{
    struct site_fixture *fixture = *state;
    const struct staith_views_page_options options = {.title = "Workforce & more",
                                                      .note = "Invented"};
    assert_int_equal(staith_views_page(fixture->dataset, &options, &fixture->body), 0);
    const char *text = staith_buf_cstr(&fixture->body);
    site_fixture_holds(text, "<h1>Workforce &amp; more</h1>");
    site_fixture_holds(text, "id=\"turnover_rate_fte\"");
    site_fixture_holds(text, "href=\"#turnover_rate_fte\"");
    assert_int_equal(site_fixture_count(text, "href=\""), site_fixture_count(text, "href=\"#"));
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "src="));
    site_fixture_holds(text, "Counts and sums behind the rates");
    site_fixture_holds(text, "Wilson 1927");
    assert_int_equal(site_fixture_count(text, "<h1>"), 1);
    struct staith_buf small;
    staith_buf_init(&small, 1000);
    assert_int_equal(staith_views_page(fixture->dataset, &options, &small), STAITH_ERR_LIMIT);
    staith_buf_deinit(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_in_one, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
