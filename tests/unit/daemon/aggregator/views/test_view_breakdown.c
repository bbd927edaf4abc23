/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

static void a_page_for_each_table(void **state)
{
    struct caps_site *fixture = *state;
    const char *text = caps_site_get(fixture, "agency_rates/2025Q4/breakdowns/by_role.html");
    caps_site_holds(text, "<h1>By core role</h1>");
    caps_site_holds(text, ">Core role: Assignments tested, people<");
    caps_site_holds(text, ">Core role: Assignments over their cap, people<");
    caps_site_holds(text, "href=\"../../../agency_rates/2025Q4/breakdowns/by_role.csv\"");
    text = caps_site_get(fixture, "agency_rates/2025Q4/breakdowns/by_role_state.html");
    caps_site_holds(text, "Shown for the region; the files hold every council.");
    text = caps_site_get(fixture, "agency_rates/2024Q2/breakdowns/by_role.html");
    caps_site_holds(text, "No council has sent this for this period.");
    text = caps_site_get(fixture, "agency_rates/2025Q4/breakdowns/by_role.csv");
    caps_site_holds(text, ",by_role,tested,801,");
    caps_site_lacks(text, ",rates,");
}

/* The region's page names those that something was sent of. */
static void links_to_what_was_sent(void **state)
{
    struct caps_site *fixture = *state;
    const char *text = caps_site_get(fixture, "agency_rates/2025Q4/index.html");
    caps_site_holds(text, "<h2>Broken down</h2>");
    caps_site_holds(text, "href=\"../../agency_rates/2025Q4/breakdowns/rates.html\"");
    caps_site_lacks(text, "breakdowns/by_role_state.html");
    caps_site_holds(text, "href=\"../../agency_rates/2025Q4/caps.html\"");
    fixture->site.breakdowns = NULL;
    text = caps_site_get(fixture, "agency_rates/2025Q4/index.html");
    caps_site_lacks(text, "Broken down");
    caps_site_lacks(text, "caps.html");
}

static void other_addresses(void **state)
{
    static const char *const WRONG[] = {
        "agency_rates/2025Q4/breakdowns/none.html",
        "agency_rates/2025Q4/breakdowns.html",
        "agency_rates/2025Q4/breakdowns/by_role.svg",
        "agency_rates/2025Q4/breakdowns/by_role/a.html",
        "agency_rates/2025Q4/hiring.html",
        "agency_rates/2025Q4/caps/steps.svg",
        "agency_rates/2025Q4/caps/bars.svg",
        "agency_rates/2025Q4/caps.svg",
        "agency_rates/2025Q4/caps/states.html",
        "agency_rates/2025Q4/indicators/over_cap/states.svg",
    };
    struct caps_site *fixture = *state;
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        struct staith_err err = {0};
        struct staith_site_answer answer = {.body = &fixture->body};
        assert_int_equal(staith_site_answer(&fixture->site, WRONG[i], NULL, &answer, &err),
                         STAITH_ERR_NOTFOUND);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_for_each_table, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(links_to_what_was_sent, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(other_addresses, caps_site_agency, caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
