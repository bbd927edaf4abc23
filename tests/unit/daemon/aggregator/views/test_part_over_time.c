/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

/* Region: 30, 35, 30, 40, 35, 30, 10. Mean 30; the mean of the moves 5, 5, 10, 5, 5, 20 is 8.3333,
 * so the limits are 30 -+ 22.1667: 7.8 to 52.2, and none of the points lies outside. */
static void what_is_usual(void **state)
{
    struct caps_site *fixture = *state;
    staith_part_over_time(&fixture->page, "over_cap", "Over, over time");
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, "<h2>Over, over time</h2>");
    caps_site_holds(text, "<svg class=\"chart\"");
    caps_site_holds(text, ">30.0</td><td class=\"n\">7.8 to 52.2</td>");
    caps_site_holds(text, "agency_rates/2025Q4/indicators/over_cap/xmr.svg");
}

static void too_few_for_a_chart(void **state)
{
    struct caps_site *fixture = *state;
    fixture->caps->benchmark->period_count = 4;
    fixture->request.period = 3;
    staith_part_over_time(&fixture->page, "over_cap_rate", "Share, over time");
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, "from 5 periods with a number on");
    caps_site_holds(text, "<th scope=\"row\">2025Q1</th><td class=\"n\">40.0</td>");
    caps_site_lacks(text, "<svg");
}

static void no_such_item(void **state)
{
    struct caps_site *fixture = *state;
    staith_part_over_time(&fixture->page, "none", "None");
    assert_int_equal(fixture->body.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_usual, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(too_few_for_a_chart, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(no_such_item, caps_site_agency, caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
