/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

static void what_held_in_the_period(void **state)
{
    struct caps_site *fixture = *state;
    caps_site_caps(fixture);
    staith_part_caps(&fixture->page);
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, "<td class=\"n\">45.00</td><td class=\"n\"></td>");
    caps_site_holds(text, "<td class=\"n\">42.50</td><td class=\"n\">-2.50</td>");
    caps_site_holds(text, "agreed &lt;once&gt;");
    caps_site_holds(text, "until another is agreed");
    caps_site_lacks(text, "34.00"); /* ended before */
}

static void nothing_without_caps(void **state)
{
    struct caps_site *fixture = *state;
    staith_part_caps(&fixture->page);
    assert_int_equal(fixture->body.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_held_in_the_period, caps_site_agency,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(nothing_without_caps, caps_site_agency, caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
