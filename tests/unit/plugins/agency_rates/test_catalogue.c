/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"
#include "descriptor_case.h"

static void test_descriptor(void **state)
{
    (void)state;
    descriptor_check(staith_plugin.descriptor);
    descriptor_readme(staith_plugin.descriptor, "plugins/agency_rates/README.md",
                      STAITH_KIT_TABLE_CHECK_COUNT);
    descriptor_codes(staith_plugin.descriptor, "plugins/agency_rates/README.md", "reason");
    descriptor_codes(staith_plugin.descriptor, "plugins/agency_rates/README.md", "answer");
}

/* Each declared alarm has a place of its own and is no measure: it can be in no release. */
static void test_alarms_are_no_measures(void **state)
{
    (void)state;
    const struct staith_local_alarms *alarms = staith_plugin.extension(STAITH_EXT_LOCAL);
    assert_int_equal(alarms->alarm_count, STAITH_AGENCY_ALARM_COUNT);
    for (uint32_t i = 0; i < alarms->alarm_count; i++) {
        for (uint32_t j = 0; j < staith_plugin.descriptor->measure_count; j++) {
            assert_string_not_equal(alarms->alarms[i].code,
                                    staith_plugin.descriptor->measures[j].code);
        }
    }
    assert_null(staith_plugin.extension("staith.other/1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_descriptor),
                                       cmocka_unit_test(test_alarms_are_no_measures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
