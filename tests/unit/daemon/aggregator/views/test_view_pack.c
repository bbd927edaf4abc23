/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

/* The same figures as the council's page, and the charts of what can be said. */
static void same_figures_as_the_page(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = site_fixture_page(fixture, "csww/2025/packs/840.html");
    site_fixture_holds(text, "<h1>County Durham</h1>");
    site_fixture_holds(text, "Turnover rate (FTE) was 7.7%: lower than England (11.8)");
    site_fixture_holds(text, "Against the other councils");
    assert_int_equal(site_fixture_count(text, "<svg class=\"small\""), 9);
    assert_int_equal(site_fixture_count(text, "<svg class=\"chart\""), 8);
    const char *table = strstr(text, "<tbody>");
    assert_non_null(table);
    char *copy = strndup(table, (size_t)(strstr(table, "</tbody>") - table));
    assert_non_null(copy);
    site_fixture_holds(site_fixture_page(fixture, "csww/2025/councils/840.html"), copy);
    free(copy);
}

/* A file for what prints it: every chart of it carries its style, in a page of the server none. */
static void prints_by_itself(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = site_fixture_page(fixture, "csww/2025/packs/840.html");
    const size_t charts = site_fixture_count(text, "<svg ");
    const size_t styles = site_fixture_count(text, "<style>");
    fixture->site.standalone = !fixture->site.standalone;
    text = site_fixture_page(fixture, "csww/2025/packs/840.html");
    const size_t others = site_fixture_count(text, "<style>");
    assert_true(charts > 10);
    assert_int_equal(styles > others ? styles - others : others - styles, charts + 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_figures_as_the_page, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(prints_by_itself, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
