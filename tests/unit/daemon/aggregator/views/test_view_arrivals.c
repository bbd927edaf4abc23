/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void who_has_sent_what(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = site_fixture_page(fixture, "arrivals.html");
    site_fixture_holds(text, "10 of 12 councils have sent the newest period, 2025.");
    assert_int_equal(site_fixture_count(text, "<td>behind</td>"), 1);
    assert_int_equal(site_fixture_count(text, "<td>nothing yet</td>"), 1);
    assert_int_equal(site_fixture_count(text, "<td>here; something was refused</td>"), 1);
    assert_int_equal(site_fixture_count(text, "<td>here</td>"), 9);
    site_fixture_holds(text, "<td>2025-11-05 00:00</td>");
    text = site_fixture_page(fixture, "arrivals.csv");
    site_fixture_holds(text, "\nCounty Durham,2025,2025-11-05 00:00,9,0,here\n");
    site_fixture_holds(text, "\nGateshead,,,0,0,nothing yet\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_has_sent_what, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
