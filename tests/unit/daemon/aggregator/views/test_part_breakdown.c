/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

static void councils_and_the_region(void **state)
{
    struct caps_site *fixture = *state;
    staith_part_by_category(&fixture->page, "by_role", "over_cap");
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, ">Core role: Assignments over their cap, people<");
    caps_site_holds(text, "<th scope=\"row\">Team &lt;manager&gt;</th>");
    /* the region: two councils of three, the sum of their numbers and of their bounds */
    caps_site_holds(text, "<th scope=\"row\">Social worker</th>\n<td class=\"n\">10<small>2 to "
                          "18</small><small>2 of 3</small></td>\n"
                          "<td class=\"n\">5<small>1 to 9</small></td>");
    caps_site_holds(text, "<tr class=\"total\"><th scope=\"row\">All</th>\n");
    caps_site_holds(text, "<abbr title=\"not sent\">");
    caps_site_holds(text, ">Symbols: <b>\xE2\x80\x93</b>");
}

static void money_and_statuses(void **state)
{
    struct caps_site *fixture = *state;
    staith_part_by_two(&fixture->page, "rates", "rate_median");
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, ">Hourly rates, North East: Hourly rate, median, \xC2\xA3<");
    caps_site_holds(text, "<abbr title=\"not available\">x</abbr>"); /* of two councils alone */
    const struct staith_breakdown_table *rates = staith_breakdown_find(fixture->breakdown, "rates");
    const struct staith_breakdown_cell own =
        staith_breakdown_at(fixture->breakdown, rates, 0, 0, CAPS_LAST, 0);
    staith_page_cell(&fixture->page, &own,
                     staith_breakdown_measure_at(fixture->breakdown, rates, 0));
    caps_site_holds(caps_site_text(fixture), ">41.50<small>41.26 to 41.75</small>");
}

/* A hidden count with the ends that it may have, and one that nothing bounds. */
static void hidden_with_bounds(void **state)
{
    struct caps_site *fixture = *state;
    const struct staith_measure people = {.unit = STAITH_UNIT_PEOPLE};
    struct staith_breakdown_cell cell = {.value = {STAITH_STATUS_SUPPRESSED, 0, 0, 14},
                                         .reason = "hidden_count"};
    staith_page_cell(&fixture->page, &cell, &people);
    caps_site_holds(caps_site_text(fixture), ">c</abbr>\n<small>0 to 14</small>\n</td>");
    cell.value.hi = 0;
    staith_buf_clear(&fixture->body);
    staith_page_cell(&fixture->page, &cell, &people);
    caps_site_holds(caps_site_text(fixture), ">c</abbr>\n</td>");
}

/* None after rounding is not none: 0 to 4 stands there and no 0. Where none is exact it is 0. */
static void no_plain_nought(void **state)
{
    struct caps_site *fixture = *state;
    const struct staith_measure people = {.unit = STAITH_UNIT_PEOPLE};
    struct staith_breakdown_cell cell = {.value = {STAITH_STATUS_VALUE, 0, 0, 4},
                                         .contributing = 1};
    staith_page_cell(&fixture->page, &cell, &people);
    caps_site_holds(caps_site_text(fixture), "<td class=\"n\">0 to 4</td>");
    cell.value.hi = 0;
    staith_buf_clear(&fixture->body);
    staith_page_cell(&fixture->page, &cell, &people);
    caps_site_holds(caps_site_text(fixture), "<td class=\"n\">0</td>");
}

static void shares_with_what_they_can_be(void **state)
{
    struct caps_site *fixture = *state;
    struct staith_breakdown_share share = {true, true, 125, 23, 250};
    staith_page_share(&fixture->page, &share);
    caps_site_holds(caps_site_text(fixture), "<td class=\"n\">12.5<small>2.3 to 25.0</small>");
    /* None or all of a protected group are bands; of an exact one they are numbers. */
    share = (struct staith_breakdown_share){true, true, 0, 0, 42};
    staith_page_share(&fixture->page, &share);
    caps_site_holds(caps_site_text(fixture), "<td class=\"n\">up to 4.2</td>");
    share = (struct staith_breakdown_share){true, true, 1000, 923, 1000};
    staith_page_share(&fixture->page, &share);
    caps_site_holds(caps_site_text(fixture), "<td class=\"n\">from 92.3</td>");
    share = (struct staith_breakdown_share){true, true, 1000, 1000, 1000};
    staith_page_share(&fixture->page, &share);
    caps_site_holds(caps_site_text(fixture), "<td class=\"n\">100.0</td>");
    share = (struct staith_breakdown_share){true, false, 125, 23, 250};
    staith_page_share(&fixture->page, &share);
    caps_site_holds(caps_site_text(fixture), ">not known<small>");
    share.given = false;
    staith_page_share(&fixture->page, &share);
    caps_site_holds(caps_site_text(fixture), "<td class=\"n\">\xE2\x80\x93<");
}

static void what_a_dataset_has_not_is_left_out(void **state)
{
    struct caps_site *fixture = *state;
    staith_part_by_category(&fixture->page, "none", "over_cap");
    staith_part_by_category(&fixture->page, "by_role", "rate_median");
    staith_part_by_category(&fixture->page, "rates", "rate_median"); /* two dimensions */
    staith_part_by_two(&fixture->page, "by_role", "over_cap");       /* one */
    staith_part_by_two(&fixture->page, "none", "over_cap");
    assert_int_equal(fixture->body.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(councils_and_the_region, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(money_and_statuses, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(hidden_with_bounds, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(no_plain_nought, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(shares_with_what_they_can_be, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(what_a_dataset_has_not_is_left_out, caps_site_agency,
                                        caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
