/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/tidy.h"

#include "published_fixture.h"

#include "base/err.h"

static const char *column(const struct staith_sheet *sheet, uint32_t row, const char *code)
{
    static char text[256];
    for (uint32_t i = 0; i < sheet->columns; i++) {
        if (strcmp(sheet->column[i].code, code) == 0) {
            staith_sheet_cell_text(staith_sheet_cell(sheet, row, i), text, sizeof(text));
            return text;
        }
    }
    fail_msg("no column %s", code);
    return NULL;
}

/* One year, one indicator, one council: its row, the region's, England's. */
static void what_is_chosen(void **state)
{
    const struct published_fixture *fixture = *state;
    bool periods[16] = {false};
    bool items[32] = {false};
    bool councils[PUBLISHED_COUNCILS] = {true}; /* Durham is the first of the list */
    struct staith_sheet sheet;
    periods[published_year(fixture, 2025)] = true;
    items[published_item(fixture, "turnover_rate_fte")] = true;
    struct staith_tidy_choice choice = {periods, items, councils, NULL, false};
    staith_tidy_fill(&sheet, "One", "One", fixture->benchmark, &choice);
    assert_int_equal(sheet.code, 0);
    assert_int_equal(sheet.rows, 3);
    assert_string_equal(column(&sheet, 0, "period"), "2025");
    assert_string_equal(column(&sheet, 0, "area_code"), "840");
    assert_string_equal(column(&sheet, 0, "value"), "7.7");
    assert_string_equal(column(&sheet, 0, "numerator"), "31");
    assert_string_equal(column(&sheet, 0, "denominator"), "403.7");
    assert_string_equal(column(&sheet, 0, "lower_95"), "5.22");  /* 2105.914 / 403.7 */
    assert_string_equal(column(&sheet, 0, "upper_95"), "10.90"); /* 4400.353 / 403.7 */
    assert_string_equal(column(&sheet, 0, "against_england"), "lower");
    assert_string_equal(column(&sheet, 0, "trend"), "no change");
    assert_string_equal(column(&sheet, 0, "funnel"), "inside");
    assert_string_equal(column(&sheet, 0, "published"), "7.7");
    assert_string_equal(column(&sheet, 0, "difference"), "0.0");
    assert_string_equal(column(&sheet, 0, "neighbour_n"), "10");
    assert_string_equal(column(&sheet, 1, "level"), "region");
    assert_string_equal(column(&sheet, 1, "contributing"), "12");
    assert_string_equal(column(&sheet, 1, "rank"), "");
    assert_string_equal(column(&sheet, 2, "level"), "country");
    assert_string_equal(column(&sheet, 2, "value"), "11.8");
    staith_sheet_deinit(&sheet);
    choice.without_totals = true;
    staith_tidy_fill(&sheet, "One", "One", fixture->benchmark, &choice);
    assert_int_equal(sheet.rows, 1);
    staith_sheet_deinit(&sheet);
}

/* Gateshead's leavers of 2022 are withdrawn: a status and a reason, no number and no test. */
static void statuses(void **state)
{
    const struct published_fixture *fixture = *state;
    bool periods[16] = {false};
    bool items[32] = {false};
    bool councils[PUBLISHED_COUNCILS] = {false, false, true};
    struct staith_sheet sheet;
    periods[published_year(fixture, 2022)] = true;
    items[published_item(fixture, "turnover_rate_fte")] = true;
    const struct staith_tidy_choice choice = {periods, items, councils, NULL, true};
    staith_tidy_fill(&sheet, "One", "One", fixture->benchmark, &choice);
    assert_int_equal(sheet.rows, 1);
    assert_string_equal(column(&sheet, 0, "area"), "Gateshead");
    assert_string_equal(column(&sheet, 0, "value"), "");
    assert_string_equal(column(&sheet, 0, "status"), "u");
    assert_string_equal(column(&sheet, 0, "reason"), "withdrawn");
    assert_string_equal(column(&sheet, 0, "lower_95"), "");
    assert_string_equal(column(&sheet, 0, "against_england"), "");
    assert_string_equal(column(&sheet, 0, "published_status"), "u");
    staith_sheet_deinit(&sheet);
}

static void everything(void **state)
{
    const struct published_fixture *fixture = *state;
    struct staith_sheet sheet;
    staith_tidy_fill(&sheet, "All", "All", fixture->benchmark, NULL);
    assert_int_equal(sheet.code, 0);
    assert_int_equal(sheet.rows,
                     fixture->benchmark->period_count * fixture->benchmark->item_count * 14);
    staith_sheet_deinit(&sheet);
}

static void groups_targets_and_means(void **state)
{
    const struct published_fixture *fixture = *state;
    bool periods[16] = {false};
    bool items[32] = {false};
    bool councils[PUBLISHED_COUNCILS] = {true};
    struct staith_sheet sheet;
    periods[published_year(fixture, 2025)] = true;
    items[published_item(fixture, "turnover_rate_fte")] = true;
    struct staith_tidy_choice choice = {periods, items, councils, NULL, false};
    staith_tidy_fill(&sheet, "One", "One", fixture->benchmark, &choice);
    assert_int_equal(sheet.code, 0);
    assert_int_equal(sheet.rows, 4);
    assert_string_equal(column(&sheet, 0, "neighbour_median"), "13.75");
    assert_string_equal(column(&sheet, 0, "neighbour_mean"), "12.93");
    assert_string_equal(column(&sheet, 0, "target"), "10.500000");
    assert_string_equal(column(&sheet, 0, "target_name"), "Own");
    assert_string_equal(column(&sheet, 0, "against_target"), "about met");
    assert_string_equal(column(&sheet, 1, "level"), "group");
    assert_string_equal(column(&sheet, 1, "area_code"), "tees_valley");
    assert_string_equal(column(&sheet, 1, "value"), "13.2");
    assert_string_equal(column(&sheet, 1, "contributing"), "5");
    assert_string_equal(column(&sheet, 1, "target_name"), "Ambition");
    assert_string_equal(column(&sheet, 2, "level"), "region");
    staith_sheet_deinit(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(groups_targets_and_means, published_setup_set,
                                        published_teardown),
        cmocka_unit_test(what_is_chosen),
        cmocka_unit_test(statuses),
        cmocka_unit_test(everything),
    };
    return cmocka_run_group_tests(tests, published_setup, published_teardown);
}
