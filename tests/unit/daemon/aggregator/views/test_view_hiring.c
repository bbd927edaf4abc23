/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

static void from_application_to_who_stays(void **state)
{
    struct caps_site *fixture = *state;
    const char *text = caps_site_get(fixture, "recruitment/2025Q4/hiring.html");
    caps_site_holds(text, "<h1>How posts are filled</h1>");
    caps_site_holds(text, "href=\"../../recruitment/2025Q4/hiring/steps.png\"");
    caps_site_holds(
        text, "<th scope=\"row\">Applied</th><td class=\"n\">90<small>78 to 102</small></td>");
    /* each clock by its own name, with its definition; the region's is the middle council's */
    caps_site_holds(text, "<th scope=\"row\">Advert closed to offer</th><td class=\"n\">15<small>"
                          "14 to 16</small></td>");
    caps_site_holds(text, "<dd>Days from close to offer.</dd>");
    /* pooled: 45 (33 to 57) of 60 (48 to 72); 33 of 72 is 45.8, and all may have stayed */
    caps_site_holds(
        text,
        ">45<small>33 to 57</small></td><td class=\"n\">75.0<small>45.8 to 100.0</small></td>");
    caps_site_holds(text, "<h2>What cannot be shown, and why</h2>");
}

static void files(void **state)
{
    struct caps_site *fixture = *state;
    caps_site_holds(caps_site_get(fixture, "recruitment/2025Q4/hiring.csv"),
                    ",funnel_applied,801,");
    caps_site_holds(caps_site_get(fixture, "recruitment/2025Q4/hiring/steps.svg"), ">Offered<");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(from_application_to_who_stays, caps_site_recruitment,
                                        caps_site_teardown),
        cmocka_unit_test_setup_teardown(files, caps_site_recruitment, caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
