/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void all_periods(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t item = site_fixture_item(fixture, "agency_rate_fte");
    fixture->request.council = 5;
    fixture->request.item = item;
    staith_part_trend(&fixture->page, item, true);
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<th scope=\"row\">"), 14);
    assert_int_equal(site_fixture_count(text, "<path class=\"picked\""), 1);
    site_fixture_holds(text, "<th scope=\"col\" class=\"n\">2017</th>");
    site_fixture_holds(text, "<td>rising</td>");
    site_fixture_holds(text, "indicators/agency_rate_fte/840.html");
    site_fixture_holds(text, "indicators/agency_rate_fte/trend.png");
    site_fixture_holds(text, "<h2>Over time</h2>");
    site_fixture_again(fixture);
    staith_part_trend(&fixture->page, item, false); /* in a page of several, nobody picked out */
    text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<path class=\"picked\""), 0);
    site_fixture_holds(text, "<h3>Over time</h3>");
    site_fixture_again(fixture);
    fixture->published->benchmark->period_count = 1;
    staith_part_trend(&fixture->page, item, true);
    assert_string_equal(site_fixture_text(fixture), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_periods, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
