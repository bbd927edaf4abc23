/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who sees which figure. Durham (840) shares csww with everybody, Darlington (841) with the
 * region's officers alone, a third (900) says nothing.
 */
#include "aggregator/pages/audience.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct staith_config_share durham = {.dataset = "csww", .with = "public"};
static struct staith_config_share darlington = {.dataset = "csww", .with = "region"};
static struct staith_config_area areas[] = {
    {.code = "840", .share_count = 1, .shares = &durham},
    {.code = "841", .share_count = 1, .shares = &darlington},
    {.code = "900"},
};
static const struct staith_config_region region = {.council_count = 3, .councils = areas};
static struct staith_measure measures[] = {
    {.code = "leavers_headcount", .unit = STAITH_UNIT_PEOPLE},
    {.code = "spend", .unit = STAITH_UNIT_PENCE, .aggregation = STAITH_SUM},
    {.code = "pay_median", .unit = STAITH_UNIT_PENCE, .aggregation = STAITH_MEDIAN},
};
static const struct staith_catalogue catalogue = {
    .dataset = "csww", .measure_count = 3, .measures = measures};

static bool sees(enum staith_config_viewer viewer, const char *council, const char *authority,
                 const char *measure, struct staith_value value, bool published)
{
    struct staith_pages_audience audience = {.viewer = viewer};
    struct staith_store_figure figure = {.value = value};
    (void)snprintf(audience.council, sizeof(audience.council), "%s", council);
    (void)snprintf(figure.authority, sizeof(figure.authority), "%s", authority);
    (void)snprintf(figure.measure, sizeof(figure.measure), "%s", measure);
    struct staith_pages_counts counts = {
        .config = &region, .audience = &audience, .catalogue = &catalogue};
    return staith_pages_count(&counts, &figure, published);
}

#define EXACT staith_value_exact(34)

static void region_and_councils(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_true(sees(STAITH_CONFIG_VIEWER_REGION, "", areas[i].code, "spend", EXACT, false));
    }
    assert_true(sees(STAITH_CONFIG_VIEWER_COUNCIL, "900", "900", "spend", EXACT, false));
    assert_true(sees(STAITH_CONFIG_VIEWER_COUNCIL, "900", "840", "spend", EXACT, false));
    assert_false(
        sees(STAITH_CONFIG_VIEWER_COUNCIL, "900", "841", "leavers_headcount", EXACT, true));
    assert_true(
        sees(STAITH_CONFIG_VIEWER_COUNCIL, "841", "841", "leavers_headcount", EXACT, false));
    assert_false(sees(STAITH_CONFIG_VIEWER_COUNCIL, "", "841", "spend", EXACT, false));
}

static void everybody(void **state)
{
    const struct staith_value rounded = {
        .status = STAITH_STATUS_VALUE, .value = 35, .lo = 31, .hi = 39};
    const struct staith_value withheld = {.status = STAITH_STATUS_UNRELIABLE};
    (void)state;
    /* what is printed elsewhere, and nothing that was protected for the region alone */
    assert_true(sees(STAITH_CONFIG_VIEWER_PUBLIC, "", "840", "leavers_headcount", EXACT, true));
    assert_false(sees(STAITH_CONFIG_VIEWER_PUBLIC, "", "840", "leavers_headcount", EXACT, false));
    assert_false(sees(STAITH_CONFIG_VIEWER_PUBLIC, "", "840", "leavers_headcount", rounded, false));
    assert_false(
        sees(STAITH_CONFIG_VIEWER_PUBLIC, "", "840", "leavers_headcount", withheld, false));
    /* nor of who does not share */
    assert_false(sees(STAITH_CONFIG_VIEWER_PUBLIC, "", "841", "leavers_headcount", EXACT, true));
    assert_false(sees(STAITH_CONFIG_VIEWER_PUBLIC, "", "900", "leavers_headcount", EXACT, true));
    /* a public viewer is of no council */
    assert_false(sees(STAITH_CONFIG_VIEWER_PUBLIC, "900", "900", "leavers_headcount", EXACT, true));
}

/* Towards the region's median the public's comparison takes shared councils' own, which are taken
 * out again; of breakdowns, and of sums of money, nothing. */
static void medians_count_towards_the_regions(void **state)
{
    (void)state;
    const struct staith_value rate = {
        .status = STAITH_STATUS_VALUE, .value = 3400, .lo = 3375, .hi = 3424};
    const struct staith_pages_audience everybody_else = {.viewer = STAITH_CONFIG_VIEWER_PUBLIC};
    struct staith_pages_counts counts = {
        .config = &region, .audience = &everybody_else, .catalogue = &catalogue, .regional = true};
    struct staith_store_figure figure = {
        .value = rate, .authority = "840", .measure = "pay_median"};
    assert_true(staith_pages_count(&counts, &figure, false));
    counts.regional = false;
    assert_false(staith_pages_count(&counts, &figure, false));
    assert_false(staith_pages_count(&counts, &figure, true));
    counts.regional = true;
    (void)snprintf(figure.measure, sizeof(figure.measure), "spend");
    assert_false(staith_pages_count(&counts, &figure, false));
    (void)snprintf(figure.measure, sizeof(figure.measure), "never_declared");
    assert_false(staith_pages_count(&counts, &figure, false));
    (void)snprintf(figure.measure, sizeof(figure.measure), "pay_median");
    (void)snprintf(figure.authority, sizeof(figure.authority), "841");
    assert_false(staith_pages_count(&counts, &figure, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(medians_count_towards_the_regions),
                                       cmocka_unit_test(region_and_councils),
                                       cmocka_unit_test(everybody)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
