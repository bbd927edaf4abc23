/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void a_tile_each(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t newest = published_year(fixture->published, 2025);
    uint32_t item = site_fixture_item(fixture, "turnover_rate_fte");
    fixture->published->councils[11].tile_row = 0; /* one without a place */
    staith_chart_tiles(&fixture->svg, fixture->dataset, newest, item);
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<rect class=\"tile"), 11);
    site_fixture_holds(text, "tile better");
    site_fixture_holds(text, ">better<");
    site_fixture_holds(text, ">similar<");
    site_fixture_holds(text, ">Durham<");
    site_fixture_holds(text, ">7.7<");
    for (uint32_t i = 0; i < PUBLISHED_COUNCILS; i++) {
        fixture->published->councils[i].tile_column = 0;
    }
    site_fixture_again(fixture);
    staith_chart_tiles(&fixture->svg, fixture->dataset, newest, item);
    assert_string_equal(site_fixture_text(fixture), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tile_each, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
