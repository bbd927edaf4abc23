/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

/* Three councils with 30 (26 to 34) applications each; the axis ends at the first round step above
 * 102. What no council sent is said. */
static void a_bar_for_each_step(void **state)
{
    struct caps_site *fixture = *state;
    assert_true(staith_chart_has_steps(fixture->breakdown, CAPS_LAST));
    staith_chart_steps(&fixture->svg, fixture->breakdown, CAPS_LAST);
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, ">90 (78 to 102)<");
    caps_site_holds(text, ">30 (18 to 42)<");
    caps_site_holds(text, ">Interviewed<");
    caps_site_holds(text, ">not shown<");
}

static void nothing_was_sent(void **state)
{
    struct caps_site *fixture = *state;
    assert_false(staith_chart_has_steps(fixture->breakdown, 0));
    staith_chart_steps(&fixture->svg, fixture->breakdown, 0);
    assert_int_equal(fixture->body.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_bar_for_each_step, caps_site_recruitment,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(nothing_was_sent, caps_site_recruitment,
                                        caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
