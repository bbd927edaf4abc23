/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"
#include "font_leaks.h"

static void the_quarter_against_the_caps(void **state)
{
    struct caps_site *fixture = *state;
    const char *text = caps_site_get(fixture, "agency_rates/2025Q4/caps.html");
    caps_site_holds(text, "<h1>Agency rates against the caps</h1>");
    caps_site_holds(text, "<b>120</b><span>assignments in use at quarter end; between 112 and 128, "
                          "from 2 of 3 councils</span>");
    caps_site_holds(text, "<b>10</b><span>over their cap; between 2 and 18");
    caps_site_holds(text, "<svg class=\"chart\"");
    caps_site_holds(text, "href=\"../../agency_rates/2025Q4/caps/states.svg\"");
    caps_site_holds(text, "<h2>Assignments over their cap, over time</h2>");
    /* social workers: 10 of 80, which may be 2 of 88 to 18 of 72 */
    caps_site_holds(text, ">12.5<small>2.3 to 25.0</small>");
    caps_site_holds(text, "<th scope=\"row\">Social worker, Umbrella</th>");
    caps_site_lacks(text, "<th scope=\"row\">Social worker, PAYE</th>");
    caps_site_holds(text, "<h2>What cannot be shown, and why</h2>");
    assert_true(strlen(text) < 250U * 1024U);
}

static void a_quarter_without_anything(void **state)
{
    struct caps_site *fixture = *state;
    const char *text = caps_site_get(fixture, "agency_rates/2024Q2/caps.html");
    caps_site_holds(text, "so no rate can be shown");
    caps_site_holds(text, "<li>Assignments tested</li>");
}

static void files_and_pictures(void **state)
{
    struct caps_site *fixture = *state;
    const char *text = caps_site_get(fixture, "agency_rates/2025Q4/caps.csv");
    caps_site_holds(text, ",by_state,assignments,801,");
    caps_site_holds(text, ",rates,rate_median,801,");
    text = caps_site_get(fixture, "agency_rates/2025Q4/caps.json");
    caps_site_holds(text, "\"measure\"");
    text = caps_site_get(fixture, "agency_rates/2025Q4/caps/states.svg");
    caps_site_holds(text, "<rect class=\"share s0\"");
    (void)caps_site_get(fixture, "agency_rates/2025Q4/caps/states.png");
    assert_memory_equal(fixture->body.data, "\x89PNG", 4);
    (void)caps_site_get(fixture, "agency_rates/2025Q4/caps.xlsx");
    assert_memory_equal(fixture->body.data, "PK", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_quarter_against_the_caps, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(a_quarter_without_anything, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(files_and_pictures, caps_site_agency, caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
