/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"
#include "descriptor_case.h"

static void test_descriptor(void **state)
{
    (void)state;
    descriptor_check(staith_plugin.descriptor);
    descriptor_readme(staith_plugin.descriptor, "plugins/workforce_snapshot/README.md",
                      STAITH_KIT_TABLE_CHECK_COUNT);
    descriptor_codes(staith_plugin.descriptor, "plugins/workforce_snapshot/README.md", "role");
    descriptor_codes(staith_plugin.descriptor, "plugins/workforce_snapshot/README.md",
                     "service_area");
    descriptor_codes(staith_plugin.descriptor, "plugins/workforce_snapshot/README.md", "origin");
    descriptor_codes(staith_plugin.descriptor, "plugins/workforce_snapshot/README.md", "route");
    descriptor_codes(staith_plugin.descriptor, "plugins/workforce_snapshot/README.md",
                     "destination");
    descriptor_codes(staith_plugin.descriptor, "plugins/workforce_snapshot/README.md", "reason");
}

/* Roles, origins, destinations, reasons and bands have the census's codes. */
static void test_codes_of_the_census(void **state)
{
    (void)state;
    static const uint32_t counts[][2] = {{STAITH_SNAPSHOT_D_ROLE, 6},
                                         {STAITH_SNAPSHOT_D_ORIGIN, 10},
                                         {STAITH_SNAPSHOT_D_DESTINATION, 9},
                                         {STAITH_SNAPSHOT_D_REASON, 10}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(staith_snapshot_dimensions[counts[i][0]].category_count, counts[i][1]);
    }
    assert_string_equal(staith_snapshot_dimensions[0].categories[4].code, "case_holder");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_descriptor),
                                       cmocka_unit_test(test_codes_of_the_census)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
