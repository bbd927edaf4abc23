/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

/* Rates: four cells came, two of them Gamma's without a number, one of these its total. Nobody sent
 * who started. */
static void what_has_no_number_and_why(void **state)
{
    struct caps_site *fixture = *state;
    staith_part_withheld(&fixture->page);
    const char *text = caps_site_text(fixture);
    caps_site_holds(text, "<th scope=\"row\">Hourly rate, median<small>Hourly rates</small></th>"
                          "<td class=\"n\">2 of 4</td><td class=\"n\">1 of 3</td>"
                          "<td>hidden to protect people: too few people</td>");
    caps_site_lacks(text, "<th scope=\"row\">Assignments tested");
    caps_site_holds(text, "<li>Started</li>");
    caps_site_lacks(text, "<li>Applied</li>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_has_no_number_and_why, caps_site_agency,
                                        caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
