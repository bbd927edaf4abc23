/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

/* Durham 2025: 438.9 workers, limits sin^2(0.3347 -+ 3.0902 sqrt(1 / (4 438.9) + 0.10356^2)):
 * below 0, and 37.9 %. */
static void limits_beside_the_chart(void **state)
{
    struct site_fixture *fixture = *state;
    staith_part_funnel(&fixture->page, site_fixture_item(fixture, "agency_rate_fte"));
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "what the 50 councils of the national file come to together");
    site_fixture_holds(text, "by more than chance");
    site_fixture_holds(text, "(\xCF\x86 13.9, \xCF\x84 0.104.)");
    site_fixture_holds(text, "<th scope=\"row\">County Durham</th>");
    site_fixture_holds(text, "<td class=\"n\">438.9</td>");
    site_fixture_holds(text, "<td class=\"n\">0.0 to 37.9</td>");
    assert_int_equal(site_fixture_count(text, "<td>inside</td>"), 12);
    site_fixture_holds(text, "99.8% of chance alone");
    assert_int_equal(site_fixture_count(text, "exact for people"), 0); /* of FTE */
    site_fixture_again(fixture);
    staith_part_funnel(&fixture->page, site_fixture_item(fixture, "agency_rate_headcount"));
    site_fixture_holds(site_fixture_text(fixture), "chance alone, exact for people.");
    site_fixture_again(fixture);
    staith_part_funnel(&fixture->page, site_fixture_item(fixture, "absence_rate_fte"));
    assert_string_equal(site_fixture_text(fixture), "");
}

/* Leavers are not among those in post: a rate, of FTE without limits of chance alone, of people
 * with Poisson's. */
static void of_a_rate(void **state)
{
    struct site_fixture *fixture = *state;
    staith_part_funnel(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"));
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "councils lie between them. (");
    assert_int_equal(site_fixture_count(text, "chance alone"), 0);
    assert_int_equal(site_fixture_count(text, "scope=\"col\""), 5);
    site_fixture_again(fixture);
    staith_part_funnel(&fixture->page, site_fixture_item(fixture, "turnover_rate_headcount"));
    text = site_fixture_text(fixture);
    site_fixture_holds(text, "chance alone, exact for a rate of people.");
    assert_int_equal(site_fixture_count(text, "exact for people"), 0);
    assert_int_equal(site_fixture_count(text, "scope=\"col\""), 6);
}

/* A tau of 0 says that nothing was found, and nothing of what there is. */
static void nothing_found(void **state)
{
    struct site_fixture *fixture = *state;
    const uint32_t item = site_fixture_item(fixture, "agency_rate_fte");
    struct staith_benchmark_result *result =
        &fixture->published->benchmark
             ->results[fixture->request.period * fixture->dataset->item_count + item];
    result->dispersion.tau = 0;
    result->dispersion.phi = 0.9;
    staith_part_funnel(&fixture->page, item);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "Nothing beyond chance was found between them, and");
    site_fixture_holds(text, "(\xCF\x86 0.9, \xCF\x84 0.000.)");
    assert_int_equal(site_fixture_count(text, "no more than chance"), 0);
    assert_int_equal(site_fixture_count(text, "by more than chance"), 0);
}

/* Said once, and only where a number was rounded. */
static void rounded_numbers(void **state)
{
    struct site_fixture *fixture = *state;
    site_fixture_again(fixture);
    staith_part_funnel(&fixture->page, site_fixture_item(fixture, "agency_rate_fte"));
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
    site_fixture_round(fixture, "agency_rate_fte", 11);
    site_fixture_again(fixture);
    staith_part_funnel(&fixture->page, site_fixture_item(fixture, "agency_rate_fte"));
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rounded_numbers, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(limits_beside_the_chart, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(of_a_rate, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_found, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
