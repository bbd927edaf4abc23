/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include <string.h>

/* 2026-12-10T09:30Z */
#define BEGIN 1796895000000LL

static struct staith_config_share durham[] = {
    {.dataset = "csww", .with = "public"},
    {.dataset = "agency_rates", .with = "region"},
    {.dataset = "recruitment", .with = "public", .from = "2026-12-10T09:30"},
};
static struct staith_config_area areas[] = {
    {.code = "840", .share_count = 3, .shares = durham},
    {.code = "841"},
};
static const struct staith_config_region region = {.council_count = 2, .councils = areas};

static bool shares(const char *authority, const char *dataset, enum staith_config_viewer viewer,
                   int64_t unix_ms)
{
    return staith_config_shares(&region, authority, dataset, viewer, unix_ms);
}

static void without_a_word(void **state)
{
    (void)state;
    assert_true(shares("841", "csww", STAITH_CONFIG_VIEWER_REGION, 0));
    assert_true(shares("841", "csww", STAITH_CONFIG_VIEWER_COUNCIL, 0));
    assert_false(shares("841", "csww", STAITH_CONFIG_VIEWER_PUBLIC, 0));
    assert_true(shares("840", "workforce", STAITH_CONFIG_VIEWER_COUNCIL, 0));
    assert_false(shares("840", "workforce", STAITH_CONFIG_VIEWER_PUBLIC, 0));
    /* a council that is not in the file any more is the region's alone */
    assert_true(shares("900", "csww", STAITH_CONFIG_VIEWER_REGION, 0));
    assert_false(shares("900", "csww", STAITH_CONFIG_VIEWER_COUNCIL, 0));
    assert_false(shares("900", "csww", STAITH_CONFIG_VIEWER_PUBLIC, 0));
}

static void with_a_word(void **state)
{
    (void)state;
    assert_true(shares("840", "csww", STAITH_CONFIG_VIEWER_PUBLIC, 0));
    assert_true(shares("840", "csww", STAITH_CONFIG_VIEWER_COUNCIL, 0));
    assert_true(shares("840", "agency_rates", STAITH_CONFIG_VIEWER_REGION, 0));
    assert_false(shares("840", "agency_rates", STAITH_CONFIG_VIEWER_COUNCIL, 0));
    assert_false(shares("840", "agency_rates", STAITH_CONFIG_VIEWER_PUBLIC, 0));
}

static void from_a_time_on(void **state)
{
    (void)state;
    assert_false(shares("840", "recruitment", STAITH_CONFIG_VIEWER_PUBLIC, BEGIN - 1));
    assert_false(shares("840", "recruitment", STAITH_CONFIG_VIEWER_COUNCIL, BEGIN - 1));
    assert_true(shares("840", "recruitment", STAITH_CONFIG_VIEWER_REGION, BEGIN - 1));
    assert_true(shares("840", "recruitment", STAITH_CONFIG_VIEWER_PUBLIC, BEGIN));
    assert_int_equal(staith_config_shares_begun(&region, BEGIN - 1), 2);
    assert_int_equal(staith_config_shares_begun(&region, BEGIN), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_a_word),
                                       cmocka_unit_test(with_a_word),
                                       cmocka_unit_test(from_a_time_on)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
