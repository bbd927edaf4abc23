/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void profile(void **state)
{
    const char *text = site_fixture_page(*state, "csww/2025/councils/840.html");
    site_fixture_holds(text, "<h1>County Durham</h1>");
    site_fixture_holds(text, "<li>Turnover rate (FTE) was 7.7%: lower than England (11.8)");
    site_fixture_holds(text, "figures can be tested");
    site_fixture_holds(text, "Beside the others");
    assert_int_equal(site_fixture_count(text, "<svg class=\"small\""), 9);
    site_fixture_holds(text, "csww/2025/packs/840.html");
    site_fixture_holds(text, "csww/2025/councils/840.ods");
}

/* The table that a committee reads: Durham's turnover of 2025 after 11.1 the year before. */
static void committee(void **state)
{
    const struct site_fixture *fixture = *state;
    static const char *const EXPECTED[] = {"Turnover rate (FTE)",
                                           "%",
                                           "7.7",
                                           "11.1",
                                           "no change",
                                           "no change",
                                           "11.8",
                                           "better",
                                           "11.7",
                                           "13.8",
                                           "10"};
    struct staith_sheet sheet;
    char text[128];
    staith_sheet_council(&sheet, fixture->dataset, published_year(fixture->published, 2025), 0);
    assert_int_equal(sheet.code, 0);
    assert_int_equal(sheet.rows, PUBLISHED_INDICATORS);
    for (uint32_t i = 0; i < 11; i++) {
        staith_sheet_cell_text(staith_sheet_cell(&sheet, 0, i), text, sizeof(text));
        assert_string_equal(text, EXPECTED[i]);
    }
    staith_sheet_cell_text(staith_sheet_cell(&sheet, 0, 11), text, sizeof(text));
    site_fixture_holds(text, "1st of 12 (1 to ");
    staith_sheet_deinit(&sheet);
    /* The first year has none before it. */
    staith_sheet_council(&sheet, fixture->dataset, 0, 0);
    assert_int_equal(staith_sheet_cell(&sheet, 0, 3)->kind, STAITH_CELL_EMPTY);
    staith_sheet_deinit(&sheet);
}

/* A council whose figures say nothing beyond chance is told nothing. */
static void nothing_to_say(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_benchmark *benchmark = fixture->published->benchmark;
    for (uint32_t i = 0; i < benchmark->period_count * benchmark->item_count; i++) {
        memset(&benchmark->results[i].councils[0].chance, 0,
               sizeof(benchmark->results[i].councils[0].chance));
    }
    fixture->request.council = 0;
    site_fixture_again(fixture);
    staith_part_summary(&fixture->page);
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<li>"), 1);
    site_fixture_holds(text, "No figure of this period can be tested.");
}

static void targets_beside_the_others(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = site_fixture_page(fixture, "csww/2025/councils/390.csv");
    site_fixture_holds(text, ",target,against_target\n");
    site_fixture_holds(text, ",18,met\n"); /* caseload 17.2, which has no interval */
}

/* Another council's number is rounded: the place among them is of it too. */
static void rounded_numbers(void **state)
{
    struct site_fixture *fixture = *state;
    fixture->request.council = 3;
    site_fixture_again(fixture);
    staith_part_committee(&fixture->page);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
    site_fixture_round(fixture, "turnover_rate_fte", 0);
    site_fixture_again(fixture);
    staith_part_committee(&fixture->page);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rounded_numbers, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(targets_beside_the_others, site_fixture_setup_set,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(profile, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(committee, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_to_say, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
