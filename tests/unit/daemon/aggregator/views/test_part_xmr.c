/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

/* Middlesbrough's agency rate: mean 21.1, upper limit about 40.5 (test_chart_xmr.c). */
static void chart_and_table(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t item = site_fixture_item(fixture, "agency_rate_fte");
    fixture->request.council = 4;
    fixture->request.item = item;
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, item, NULL);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "<h2>What is usual for Middlesbrough</h2>");
    assert_int_equal(site_fixture_count(text, "<th scope=\"row\">"), 9);
    site_fixture_holds(text, "<td class=\"n\">21.1</td>");
    site_fixture_holds(text, " to 40.");
    site_fixture_holds(text, "outside the limits"); /* 1.2 in 2017 */
    fixture->request.council = -1;
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, item, NULL);
    text = site_fixture_text(fixture);
    site_fixture_holds(text, "<h2>What is usual for North East</h2>");
    site_fixture_holds(text, "agency_rate_fte/xmr.svg");
    fixture->published->benchmark->period_count = 4;
    fixture->request.period = 3;
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, item, NULL);
    assert_string_equal(site_fixture_text(fixture), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chart_and_table, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
