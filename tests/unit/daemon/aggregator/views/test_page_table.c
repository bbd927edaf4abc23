/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_fixture.h"
#include "site_fixture.h"

static void a_sheet_as_a_table(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_sheet sheet;
    sheet_fixture_fill(&sheet);
    staith_page_sheet(&fixture->page, "Figures & more", &sheet);
    staith_sheet_deinit(&sheet);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "role=\"region\" aria-label=\"Figures &amp; more\" tabindex=\"0\"");
    site_fixture_holds(text, "<caption>Figures &amp; more</caption>");
    site_fixture_holds(text, "<th scope=\"col\" class=\"n\">Value, %</th>");
    site_fixture_holds(text, "<th scope=\"row\">Alpha &amp; Sons</th>");
    site_fixture_holds(text, "<td class=\"n\">11.3</td>");
    assert_int_equal(site_fixture_count(text, "<tr>"), 5);
}

static void figures_and_tags(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_benchmark_figure figure = {.status = STAITH_STATUS_VALUE, .value = 12345};
    staith_page_figure(&fixture->page, &figure, 1);
    assert_string_equal(site_fixture_text(fixture), "1,234.5");
    site_fixture_again(fixture);
    figure = (struct staith_benchmark_figure){.status = STAITH_STATUS_UNRELIABLE};
    staith_page_figure(&fixture->page, &figure, 1);
    site_fixture_holds(site_fixture_text(fixture), "<abbr title=\"low reliability");
    site_fixture_again(fixture);
    figure = (struct staith_benchmark_figure){
        .status = STAITH_STATUS_SUPPRESSED, .band = STAITH_BAND_FROM, .end = 923};
    staith_page_figure(&fixture->page, &figure, 1);
    site_fixture_holds(site_fixture_text(fixture), "<abbr title=\"all of them, or nearly");
    site_fixture_holds(site_fixture_text(fixture), ">from 92.3</abbr>");
    site_fixture_again(fixture);
    figure = (struct staith_benchmark_figure){.status = STAITH_STATUS_UNSET};
    figure.status = STAITH_STATUS_UNSET;
    staith_page_figure(&fixture->page, &figure, 1);
    site_fixture_holds(site_fixture_text(fixture), "<abbr title=\"not sent\">\xE2\x80\x93</abbr>");
    site_fixture_again(fixture);
    staith_page_tag(&fixture->page, "better", "better");
    staith_page_tag(&fixture->page, "plain", "");
    site_fixture_holds(site_fixture_text(fixture), "<span class=\"tag better\">better</span>");
    assert_int_equal(site_fixture_count(site_fixture_text(fixture), "<span"), 1);
}

static void intervals(void **state)
{
    (void)state;
    struct staith_benchmark_chance chance = {.has_interval = true, .interval = {5.217, 10.902}};
    char text[64];
    staith_page_interval(&chance, 1, text, sizeof(text));
    assert_string_equal(text, "5.2 to 10.9");
    chance.has_interval = false;
    staith_page_interval(&chance, 1, text, sizeof(text));
    assert_string_equal(text, "");
}

/* A key has what was shown since the last one, and nothing where all were numbers. */
static void key_to_symbols(void **state)
{
    struct site_fixture *fixture = *state;
    const struct staith_benchmark_figure low = {.status = STAITH_STATUS_LOW};
    const struct staith_benchmark_figure none = {.status = STAITH_STATUS_UNSET};
    const struct staith_benchmark_figure seven = {.status = STAITH_STATUS_VALUE, .value = 7};
    staith_page_figure(&fixture->page, &seven, 0);
    staith_page_symbols(&fixture->page);
    assert_string_equal(site_fixture_text(fixture), "7");
    staith_page_figure(&fixture->page, &low, 1);
    staith_page_figure(&fixture->page, &none, 1);
    staith_page_symbols(&fixture->page);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "Symbols: <b>\xE2\x80\x93</b>");
    site_fixture_holds(text, " not sent; <b>low</b>");
    site_fixture_holds(text, " rounds to 0 but is not 0.</p>");
    const size_t len = strlen(text);
    staith_page_symbols(&fixture->page);
    assert_int_equal(strlen(site_fixture_text(fixture)), len);
}

/* Of the item and the period of the table, and of nothing that has neither place nor interval. */
static void rounded_numbers(void **state)
{
    struct site_fixture *fixture = *state;
    site_fixture_round(fixture, "turnover_rate_fte", 0);
    site_fixture_again(fixture);
    staith_page_rounded(&fixture->page, (int)site_fixture_item(fixture, "agency_rate_fte"));
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
    site_fixture_again(fixture);
    staith_page_rounded(&fixture->page, (int)site_fixture_item(fixture, "turnover_rate_fte"));
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 1);
    site_fixture_again(fixture);
    staith_page_rounded(&fixture->page, -1);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 1);
    fixture->request.period--;
    site_fixture_again(fixture);
    staith_page_rounded(&fixture->page, -1);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
    site_fixture_round(fixture, "leavers_fte", 0); /* a measure: no place, no interval */
    site_fixture_again(fixture);
    staith_page_rounded(&fixture->page, -1);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
    site_fixture_again(fixture);
    staith_page_rounded(&fixture->page, (int)site_fixture_item(fixture, "leavers_fte"));
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rounded_numbers, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_sheet_as_a_table, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(figures_and_tags, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(key_to_symbols, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(intervals, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
