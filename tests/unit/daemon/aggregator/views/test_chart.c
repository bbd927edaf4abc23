/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void order_of_rank(void **state)
{
    const struct site_fixture *fixture = *state;
    uint32_t order[PUBLISHED_COUNCILS];
    uint32_t item = site_fixture_item(fixture, "turnover_rate_fte");
    staith_chart_order(fixture->dataset, published_year(fixture->published, 2025), item, order);
    /* Durham 7.7, Middlesbrough 8.6, ... Redcar and Cleveland 18.9. */
    assert_string_equal(fixture->dataset->councils[order[0]].code, "840");
    assert_string_equal(fixture->dataset->councils[order[1]].code, "806");
    assert_string_equal(fixture->dataset->councils[order[11]].code, "807");
    /* Gateshead has no figure for 2022: last. */
    staith_chart_order(fixture->dataset, published_year(fixture->published, 2022), item, order);
    assert_string_equal(fixture->dataset->councils[order[11]].code, "390");
}

static void whose_figure(void **state)
{
    const struct site_fixture *fixture = *state;
    uint32_t item = site_fixture_item(fixture, "turnover_rate_fte");
    uint32_t period = published_year(fixture->published, 2025);
    assert_int_equal(staith_chart_figure(fixture->dataset, period, item, 0)->value, 77);
    assert_int_equal(
        staith_chart_figure(fixture->dataset, period, item, STAITH_CHART_REGION)->value, 117);
    assert_int_equal(staith_chart_figure(fixture->dataset, period, item, -2)->value, 118);
    struct staith_benchmark_figure figure = {.status = STAITH_STATUS_LOW, .value = 0};
    assert_true(staith_chart_drawn(&figure));
    figure.status = STAITH_STATUS_UNRELIABLE;
    assert_false(staith_chart_drawn(&figure));
    figure.status = STAITH_STATUS_UNSET;
    assert_false(staith_chart_drawn(&figure));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(order_of_rank, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(whose_figure, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
