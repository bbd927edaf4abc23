/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

/* Medians 41.50 and 39.50, caps 45.00 and 42.50: from 35 (39.50 / 5 is 7.9, less a fifth 7.7) to 50
 * pounds over 228 from 172 on. */
static void medians_beside_caps(void **state)
{
    struct caps_site *fixture = *state;
    caps_site_caps(fixture);
    assert_true(staith_chart_has_rates(&fixture->site, 0, CAPS_LAST));
    staith_chart_rates(&fixture->svg, &fixture->site, 0, CAPS_LAST);
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, "<circle class=\"rate\" cx=\"270.8\""); /* 172 + 228 * 6.5 / 15 */
    caps_site_holds(text, "<circle class=\"rate\" cx=\"240.4\""); /* 172 + 228 * 4.5 / 15 */
    caps_site_holds(text, "class=\"cap\" x1=\"286.0\"");          /* 172 + 228 * 7.5 / 15 */
    caps_site_holds(text, "class=\"cap ended\" x1=\"324.0\"");    /* 172 + 228 * 10 / 15 */
    caps_site_holds(text, "\xC2\xA3"
                          "42.50</text>");
    caps_site_lacks(text, "\xC2\xA3"
                          "45.00</text>"); /* it ended within the period */
}

static void caps_alone_are_drawn(void **state)
{
    struct caps_site *fixture = *state;
    assert_false(staith_chart_has_rates(&fixture->site, 0, 0));
    caps_site_caps(fixture);
    assert_true(staith_chart_has_rates(&fixture->site, 0, CAPS_LAST - 1));
    caps_site_holds(caps_site_get(fixture, "agency_rates/2025Q4/caps/rates.svg"), "class=\"cap\"");
    caps_site_holds(caps_site_get(fixture, "agency_rates/2025Q4/caps.html"), "caps/rates.svg");
}

static void held_on_a_day_of_it(void **state)
{
    struct staith_site_cap cap = {.from = 0, .until = INT32_MAX};
    const struct staith_period quarter = {STAITH_PERIOD_QUARTER, 2025, 4};
    int32_t first = 0;
    int32_t last = 0;
    (void)state;
    staith_period_days(&quarter, &first, &last);
    assert_true(staith_chart_cap_held(&cap, &quarter));
    cap.until = first - 1;
    assert_false(staith_chart_cap_held(&cap, &quarter));
    cap.until = first;
    assert_true(staith_chart_cap_held(&cap, &quarter));
    cap = (struct staith_site_cap){.from = last + 1, .until = INT32_MAX};
    assert_false(staith_chart_cap_held(&cap, &quarter));
    cap.from = last;
    assert_true(staith_chart_cap_held(&cap, &quarter));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(medians_beside_caps, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(caps_alone_are_drawn, caps_site_agency, caps_site_teardown),
        cmocka_unit_test(held_on_a_day_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
