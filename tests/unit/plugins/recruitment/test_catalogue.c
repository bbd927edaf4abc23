/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"
#include "descriptor_case.h"

static void test_descriptor(void **state)
{
    (void)state;
    descriptor_check(staith_plugin.descriptor);
    descriptor_readme(staith_plugin.descriptor, "plugins/recruitment/README.md",
                      STAITH_KIT_TABLE_CHECK_COUNT);
    descriptor_codes(staith_plugin.descriptor, "plugins/recruitment/README.md", "role");
    descriptor_codes(staith_plugin.descriptor, "plugins/recruitment/README.md", "origin");
    descriptor_codes(staith_plugin.descriptor, "plugins/recruitment/README.md", "route");
}

static void test_advert_bands(void **state)
{
    (void)state;
    static const uint16_t bands[] = {0, 1, 2, 2, 3, 3};
    for (uint32_t adverts = 1; adverts <= 6; adverts++) {
        assert_int_equal(staith_recruitment_advert_band(adverts), bands[adverts - 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_descriptor),
                                       cmocka_unit_test(test_advert_bands)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
