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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_figures_as_the_page, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
