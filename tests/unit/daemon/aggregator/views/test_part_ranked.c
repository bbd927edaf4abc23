/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void chart_and_table(void **state)
{
    struct site_fixture *fixture = *state;
    staith_part_ranked(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"));
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<svg"), 1);
    assert_int_equal(site_fixture_count(text, "<th scope=\"row\">"), 14);
    site_fixture_holds(text, "<td class=\"n\">7.7</td>");
    site_fixture_holds(text, "<td class=\"n\">5.2 to 10.9</td>");
    site_fixture_holds(text, "<span class=\"tag better\">better</span>");
    site_fixture_holds(text, "1st (1 to ");
    site_fixture_holds(text, "ratio of sums, 12 of 12 councils");
    site_fixture_holds(text, "as published");
    site_fixture_holds(text, "href=\"../../../csww/2025/councils/840.html\">County Durham</a>");
}

/* 2022: Gateshead's leavers are withdrawn, with the reason; eleven councils make the region. */
static void withdrawn(void **state)
{
    struct site_fixture *fixture = *state;
    fixture->request.period = published_year(fixture->published, 2022);
    site_fixture_again(fixture);
    staith_part_ranked(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"));
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "<small>withdrawn by the council</small>");
    site_fixture_holds(text, "ratio of sums, 11 of 12 councils");
}

/* Tees Valley: 97.4 of 738.1 FTE is 13.2. Durham's whole interval (5.2 to 10.9) lies below 12, and
 * holds its own 10.5. */
static void groups_and_targets(void **state)
{
    struct site_fixture *fixture = *state;
    staith_part_ranked(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"));
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, ">Tees &lt;Valley&gt;</th>");
    site_fixture_holds(text, "<td class=\"n\">13.2</td>");
    site_fixture_holds(text, "ratio of sums, 5 of 6 councils");
    site_fixture_holds(text, ">Against the target</th>");
    site_fixture_holds(text, "<span class=\"tag similar\">about met</span><small>Own 10.5</small>"
                             "<span class=\"tag better\">met</span><small>Ambition 12</small>");
    site_fixture_holds(text, "<span class=\"tag worse\">missed</span><small>Ambition 12</small>");
    assert_int_equal(site_fixture_count(text, "Later"), 0); /* from 1 October 2025 */
}

/* The ten neighbours of Durham: median 13.75, mean 12.93. */
static void means_of_neighbours(void **state)
{
    struct site_fixture *fixture = *state;
    staith_part_means(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"));
    site_fixture_holds(site_fixture_text(fixture),
                       ">County Durham</th><td class=\"n\">13.8</td>"
                       "<td class=\"n\">12.9</td><td class=\"n\">10 of 10</td>");
}

/* Said once, and only where a number was rounded. */
static void rounded_numbers(void **state)
{
    struct site_fixture *fixture = *state;
    site_fixture_again(fixture);
    staith_part_ranked(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"));
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
    site_fixture_round(fixture, "turnover_rate_fte", 0);
    site_fixture_again(fixture);
    staith_part_ranked(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"));
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rounded_numbers, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(means_of_neighbours, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(groups_and_targets, site_fixture_setup_set,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(chart_and_table, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(withdrawn, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
