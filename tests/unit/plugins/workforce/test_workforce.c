/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole plugin over the samples of its folder. The totals were added by hand from the people in
 * sample.xml by the definitions of the census.
 */
#include "workforce_case.h"

static void check_headline(const struct staith_fake_host *host)
{
    /* 1 + 0.8 + 0.5 + 0.5 + 0.6; four people, one in two posts */
    assert_int_equal(staith_fake_sum(host, "inpost_fte", ""), 3400000);
    assert_int_equal(staith_fake_people(host, "inpost_headcount", ""), 4);
    /* one in post at 0.6; one who left again */
    assert_int_equal(staith_fake_sum(host, "starters_fte", ""), 600000);
    assert_int_equal(staith_fake_people(host, "starters_headcount", ""), 2);
    assert_int_equal(staith_fake_sum(host, "leavers_fte", ""), 1000000);
    assert_int_equal(staith_fake_people(host, "leavers_headcount", ""), 2);
    assert_int_equal(staith_fake_sum(host, "agency_fte", ""), 1400000);
    assert_int_equal(staith_fake_rows(host, "agency_headcount", ""), 2);
    assert_int_equal(staith_fake_sum(host, "agency_cover_fte", ""), 1000000);
    assert_int_equal(staith_fake_sum(host, "agency_cover_headcount", ""), 1);
    assert_int_equal(staith_fake_sum(host, "vacancy_fte", ""), 2500000);
    /* 0.8 + 0.5 + 0.5 + 0.6 + 1 agency */
    assert_int_equal(staith_fake_sum(host, "case_holders_fte", ""), 3400000);
    assert_int_equal(staith_fake_sum(host, "cases", ""), 6 + 9 + 4 + 11 + 18);
    /* 3.5 + 12.25 + 1 + 20 + 2 */
    assert_int_equal(staith_fake_sum(host, "working_days_lost_fte", ""), 3875);
    /* 70,000 + 48,000 + 21,000.50 + 22,500 + 36,000: in post alone */
    assert_int_equal(staith_fake_sum(host, "base_salary", ""), 19750050);
}

static void check_sample(const char *path)
{
    struct workforce_case run = {0};
    size_t len = 0;
    char *text = workforce_load(path, &len);
    assert_int_equal(workforce_run(&run, text, len), STAITH_OK);
    check_headline(&run.host);
    assert_int_equal(run.host.finding_count, 0);
    assert_int_equal(run.host.period.kind, STAITH_PERIOD_CENSUS_YEAR);
    assert_int_equal(run.host.period.year, 2025);
    staith_fake_deinit(&run.host);
    free(text);
}

static void sample_xml_gives_the_hand_computed_totals(void **state)
{
    (void)state;
    check_sample("plugins/workforce/sample.xml");
}

static void sample_csv_gives_the_same(void **state)
{
    (void)state;
    check_sample("plugins/workforce/sample.csv");
}

static void xml_and_csv_give_identical_observations(void **state)
{
    (void)state;
    struct workforce_case one = {0};
    struct workforce_case two = {0};
    size_t one_len = 0;
    size_t two_len = 0;
    char *xml = workforce_load("plugins/workforce/sample.xml", &one_len);
    char *csv = workforce_load("plugins/workforce/sample.csv", &two_len);
    assert_int_equal(workforce_run(&one, xml, one_len), STAITH_OK);
    assert_int_equal(workforce_run(&two, csv, two_len), STAITH_OK);
    assert_int_equal(one.host.observation_count, two.host.observation_count);
    assert_true(one.host.observation_count > 30);
    for (size_t i = 0; i < one.host.observation_count; i++) {
        const struct staith_fake_observation *a = &one.host.observations[i];
        const struct staith_fake_observation *b = &two.host.observations[i];
        assert_int_equal(a->measure, b->measure);
        assert_int_equal(a->value, b->value);
        assert_int_equal(a->person_len, b->person_len);
        if (a->person_len > 0) {
            assert_memory_equal(a->person, b->person, a->person_len);
            assert_memory_equal(a->categories, b->categories,
                                staith_plugin.descriptor->dimension_count * sizeof(uint16_t));
        }
    }
    staith_fake_deinit(&one.host);
    staith_fake_deinit(&two.host);
    free(xml);
    free(csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_xml_gives_the_hand_computed_totals),
        cmocka_unit_test(sample_csv_gives_the_same),
        cmocka_unit_test(xml_and_csv_give_identical_observations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
