/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

/* Newest first. 9 February 2026 is day 20493, 10 December 2026, 09:30, is 20797 days and 9.5 hours.
 */
static void what_stands_where(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_state states[2 * PUBLISHED_COUNCILS] = {
        {STAITH_STAND_SHOWN, true, true, INT64_C(20493) * 86400000, 0},
        {STAITH_STAND_LATE, false, false, 0, INT64_C(20493) * 86400000},
        {STAITH_STAND_WAITS, true, false, INT64_C(20493) * 86400000, 0},
        {STAITH_STAND_EMBARGO, false, false, 1, INT64_C(20797) * 86400000 + 34200000},
        {STAITH_STAND_SENT_BACK, false, false, 1, 0},
        {STAITH_STAND_WITHDRAWN, false, false, 1, 0},
        {STAITH_STAND_CATALOGUE, false, false, 1, 0},
        {STAITH_STAND_DUE, false, false, 0, INT64_C(20493) * 86400000}};
    const struct staith_site_board board = {
        .council_count = PUBLISHED_COUNCILS,
        .period_count = 2,
        .periods = {{STAITH_PERIOD_QUARTER, 2025, 3}, {STAITH_PERIOD_QUARTER, 2025, 4}},
        .states = states};
    fixture->site.boards = &board;
    const char *text = site_fixture_page(fixture, "arrivals.html");
    site_fixture_holds(text, "<th scope=\"col\">2025Q4</th><th scope=\"col\">2025Q3</th>");
    site_fixture_holds(text,
                       "<span class=\"tag better\">shown</span><small>came 9 February 2026</small>"
                       "<small>a revision is announced</small>");
    site_fixture_holds(text, "<span class=\"tag late\">late, was due 9 February 2026</span>");
    site_fixture_holds(text,
                       "<span class=\"tag plain\">waits for the region</span>"
                       "<small>came 9 February 2026</small><small>an earlier one is shown</small>");
    site_fixture_holds(text, ">under embargo until 10 December 2026 09:30</span>");
    site_fixture_holds(text, "<span class=\"tag late\">sent back</span>");
    site_fixture_holds(text, "<span class=\"tag late\">withdrawn</span>");
    site_fixture_holds(text, ">its definitions wait</span>");
    site_fixture_holds(text, ">due 9 February 2026</span>");
    site_fixture_holds(text, ">nothing yet</span>");
}

static void nothing_came(void **state)
{
    struct site_fixture *fixture = *state;
    const struct staith_site_board board = {.council_count = PUBLISHED_COUNCILS};
    staith_part_board(&fixture->page, &board, "Title");
    assert_int_equal(fixture->body.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_stands_where, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_came, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
