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
    site_fixture_holds(text, "1st (1\xE2\x80\x93");
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
    site_fixture_holds(text, "<small>withdrawn</small>");
    site_fixture_holds(text, "ratio of sums, 11 of 12 councils");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chart_and_table, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(withdrawn, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
