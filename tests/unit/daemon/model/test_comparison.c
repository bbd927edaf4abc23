/* SPDX-License-Identifier: Apache-2.0 */
#include "model/comparison.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static struct staith_comparison_row rows[1];

static struct staith_comparison good(void)
{
    rows[0] = (struct staith_comparison_row){
        .code = "turnover_rate_fte",
        .label = "Turnover (FTE)",
        .unit = "%",
        .decimals = 1,
        .sides = {[STAITH_SIDE_COUNCIL] = {STAITH_STATUS_VALUE, 113},
                  [STAITH_SIDE_REGION] = {STAITH_STATUS_UNRELIABLE, 0},
                  [STAITH_SIDE_COUNTRY] = {STAITH_STATUS_UNSET, 0},
                  [STAITH_SIDE_NEIGHBOURS] = {STAITH_STATUS_VALUE, 12350}},
        .rank = 3,
        .ranked = 12,
        .neighbours = 10};
    return (struct staith_comparison){.dataset = "csww",
                                      .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      .made_unix_ms = 1,
                                      .row_count = 1,
                                      .rows = rows};
}

#define WRONG(spoil)                                                                               \
    do {                                                                                           \
        struct staith_comparison comparison = good();                                              \
        assert_true(staith_comparison_valid(&comparison));                                         \
        spoil;                                                                                     \
        assert_false(staith_comparison_valid(&comparison));                                        \
    } while (0)

static void what_a_council_takes(void **state)
{
    (void)state;
    WRONG(comparison.dataset[0] = '\0');
    WRONG(memset(comparison.dataset, 'c', sizeof(comparison.dataset)));
    WRONG(comparison.period.part = 4);
    WRONG(comparison.made_unix_ms = -1);
    WRONG(comparison.row_count = 0);
    WRONG(comparison.row_count = STAITH_COMPARISON_MAX_ROWS + 1);
    WRONG(rows[0].code[0] = 'T');
    WRONG(rows[0].label[0] = '\0');
    WRONG(rows[0].label[2] = '\x1b');
    WRONG(memset(rows[0].unit, '%', sizeof(rows[0].unit)));
    WRONG(rows[0].decimals = 7);
    WRONG(rows[0].rank = 13);
    WRONG(rows[0].sides[1].value = 5); /* a status hides no number */
    WRONG(rows[0].sides[2].status = (enum staith_status)7);
    struct staith_comparison comparison = good();
    rows[0].unit[0] = '\0';
    assert_true(staith_comparison_valid(&comparison));
}

static void as_text(void **state)
{
    (void)state;
    char text[32];
    (void)good();
    staith_comparison_text(&rows[0], STAITH_SIDE_COUNCIL, text);
    assert_string_equal(text, "11.3");
    staith_comparison_text(&rows[0], STAITH_SIDE_REGION, text);
    assert_string_equal(text, "u");
    staith_comparison_text(&rows[0], STAITH_SIDE_COUNTRY, text);
    assert_string_equal(text, "");
    /* a median lies between shown values: halves and quarters of them are exact */
    staith_comparison_text(&rows[0], STAITH_SIDE_NEIGHBOURS, text);
    assert_string_equal(text, "12.35");
    rows[0].sides[STAITH_SIDE_NEIGHBOURS].value = 12300;
    staith_comparison_text(&rows[0], STAITH_SIDE_NEIGHBOURS, text);
    assert_string_equal(text, "12.3");
    rows[0].sides[STAITH_SIDE_NEIGHBOURS].value = 0;
    staith_comparison_text(&rows[0], STAITH_SIDE_NEIGHBOURS, text);
    assert_string_equal(text, "0.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_council_takes),
        cmocka_unit_test(as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
