/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

/* 45 and 5 of 50 in a bar of 308: 277.2 and 30.8 wide. Gamma sent nothing. */
static void bars_cut_by_the_numbers(void **state)
{
    struct caps_site *fixture = *state;
    assert_true(staith_chart_has_shares(fixture->breakdown, "by_state", "assignments"));
    staith_chart_shares(&fixture->svg, fixture->breakdown, CAPS_LAST, "by_state", "assignments");
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, "<rect class=\"share s0\" x=\"118.0\" y=\"11.0\" width=\"277.2\"");
    caps_site_holds(text, "<rect class=\"share s1\" x=\"395.2\" y=\"11.0\" width=\"30.8\"");
    caps_site_holds(text, ">none after rounding, or not shown<");
    caps_site_holds(text, "class=\"end strong\"");
    caps_site_holds(text, ">90<"); /* the region's */
    caps_site_holds(text, ">Over, approved<");
}

static void nothing_without_a_table(void **state)
{
    struct caps_site *fixture = *state;
    assert_false(staith_chart_has_shares(fixture->breakdown, "none", "assignments"));
    assert_false(staith_chart_has_shares(fixture->breakdown, "by_state", "tested"));
    assert_false(staith_chart_has_shares(fixture->breakdown, "by_role_state", "assignments"));
    staith_chart_shares(&fixture->svg, fixture->breakdown, CAPS_LAST, "none", "assignments");
    assert_int_equal(fixture->body.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bars_cut_by_the_numbers, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(nothing_without_a_table, caps_site_agency,
                                        caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
