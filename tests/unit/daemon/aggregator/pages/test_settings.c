/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/pages.h"

#include "region_fixture.h"

static void append(const char *path, const char *text)
{
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* 2025-10-01 is day 20362, counted by hand: 55 years of 365 days and 14 leap days to 2025, and 273
 * days to 1 October. */
static void what_is_set_for_a_dataset(void **state)
{
    struct region_fixture *fixture = *state;
    struct staith_config_region *config = NULL;
    struct staith_arena arena;
    struct staith_err err = {0};
    append(fixture->config,
           "groups:\n  - {code: both, name: Both, councils: [\"840\", \"841\"]}\n"
           "targets:\n"
           "  - {dataset: csww, item: turnover_rate_fte, name: A, value: 12.5, from: 2025-10-01}\n"
           "  - {dataset: other, item: turnover_rate_fte, name: B, value: 1, from: 2025-10-01}\n"
           "  - {dataset: csww, item: caseload_fte, council: \"841\", name: C, value: -3,\n"
           "     from: 2025-10-01, until: 2025-10-02, source: Cabinet}\n"
           "phases:\n  - {dataset: csww, from: 2025-10-01, reason: New forms}\n"
           "  - {dataset: other, from: 2025-10-01, reason: Not ours}\n");
    assert_int_equal(staith_config_region_read(fixture->config, &config, &err), 0);
    staith_arena_init(&arena, 1 << 16);
    const struct staith_benchmark_settings *settings =
        staith_pages_settings(config, "csww", &arena);
    assert_non_null(settings);
    assert_int_equal(settings->group_count, 1);
    assert_string_equal(settings->groups[0].name, "Both");
    assert_string_equal(settings->groups[0].members[1], "841");
    assert_int_equal(settings->target_count, 2);
    assert_string_equal(settings->targets[0].name, "A");
    assert_null(settings->targets[0].council);
    assert_true(settings->targets[0].value > 12.4999 && settings->targets[0].value < 12.5001);
    assert_string_equal(settings->targets[0].text, "12.5");
    assert_int_equal(settings->targets[0].from, 20362);
    assert_int_equal(settings->targets[0].until, INT32_MAX);
    assert_string_equal(settings->targets[1].council, "841");
    assert_int_equal(settings->targets[1].until, 20363);
    assert_string_equal(settings->targets[1].source, "Cabinet");
    assert_int_equal(settings->phase_count, 1);
    assert_string_equal(settings->phases[0].reason, "New forms");
    assert_null(settings->phases[0].item);
    staith_arena_deinit(&arena);
    staith_config_region_free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_set_for_a_dataset, region_fixture_setup,
                                        region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
