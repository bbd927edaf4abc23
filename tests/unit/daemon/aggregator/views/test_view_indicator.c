/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void everything_about_it(void **state)
{
    const char *text = site_fixture_page(*state, "csww/2025/indicators/turnover_rate_fte.html");
    site_fixture_holds(text, "<h1>Turnover rate (FTE)</h1>");
    site_fixture_holds(text, "Low is good.");
    site_fixture_holds(text, "<b>11.7%</b>");
    site_fixture_holds(text, "from 12 of 12 councils; against England: similar");
    site_fixture_holds(text, "<b>3 of 12</b>");
    site_fixture_holds(text, "1 lower, 2 higher");
    site_fixture_holds(text, "Council by council");
    site_fixture_holds(text, "Over time");
    site_fixture_holds(text, "Against the size of the council");
    site_fixture_holds(text, "What is usual for North East");
    site_fixture_holds(text, "On the map");
    site_fixture_holds(text, "<dt>Numerator</dt><dd>Leavers (FTE)</dd>");
    site_fixture_holds(text, "<dt>Certainty</dt><dd>A rate: intervals are Byar");
    site_fixture_holds(text, "methodology</dd>");
    assert_int_equal(site_fixture_count(text, "<svg"), 5);
    site_fixture_holds(text, "Figures for the year to 30 September 2025.</p>");
    /* Darlington has 95.6 FTE: 100 / 95.6 is 1.05 */
    site_fixture_holds(text, "in Darlington one more in the numerator moves the figure by 1.0.");
    site_fixture_holds(text,
                       "<dt>Next update</dt><dd>Figures for the year to 30 September 2026, as "
                       "councils send them after its end.");
}

/* 90 days after 30 September 2026; and a year in which a council has no number. */
static void next_update_and_caveats(void **state)
{
    static const uint64_t DUE[STAITH_SITE_MAX_DATASETS] = {90};
    struct site_fixture *fixture = *state;
    fixture->site.due_days = DUE;
    const char *text = site_fixture_page(fixture, "csww/2022/indicators/turnover_rate_fte.html");
    site_fixture_holds(text, "Figures for the year to 30 September 2026, due by 29 December 2026.");
    site_fixture_holds(text, "1 of 12 councils have no number for this period");
    site_fixture_holds(text, ">Symbols: <b>u</b> low reliability");
}

/* An indicator without intervals says so, and has no funnel. */
static void without_intervals(void **state)
{
    const char *text = site_fixture_page(*state, "csww/2025/indicators/caseload_fte.html");
    site_fixture_holds(text, "No interval is given");
    assert_null(strstr(text, "Against the size of the council"));
    assert_null(strstr(text, "differ from England by more than chance"));
}

static void one_picked_out(void **state)
{
    const char *text = site_fixture_page(*state, "csww/2025/indicators/turnover_rate_fte/929.html");
    site_fixture_holds(text, "<h1>Turnover rate (FTE): Northumberland</h1>");
    assert_int_equal(site_fixture_count(text, "<path class=\"picked\""), 1);
    site_fixture_holds(text, "What is usual for Northumberland");
    site_fixture_holds(text, "href=\"../../../../csww/2025/indicators/turnover_rate_fte.html\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_about_it, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(next_update_and_caveats, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(without_intervals, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(one_picked_out, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
