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

/* Bytes that cannot be a return are refused by the first of them; the rest is never read. */
static void junk_is_refused_at_its_first_byte(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        const char *check;
    } cases[] = {{"\0\0\0\0\0\0", 6, "e006"},
                 {"\x7f\x45LF", 5, "e006"},
                 {"PK\x03\x04\0\0", 6, "e006"},
                 {"\xFF\xFEM\0e\0", 6, "e007"},
                 {" \r\n\t ", 5, "e006"},
                 {"", 0, "e006"},
                 {"%PDF-1.7\n1 0 obj\n", 17, "e008"},
                 {"<", 1, "e001"},
                 {"<html></html>", 13, "e008"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct workforce_case run = {0};
        assert_int_equal(workforce_run(&run, cases[i].bytes, cases[i].len), STAITH_ESOURCE);
        assert_int_equal(run.host.finding_count, 1);
        assert_int_equal(staith_fake_findings(&run.host, cases[i].check), 1);
        staith_fake_deinit(&run.host);
    }
}

/* The size is known before a byte is read: 2 GB are refused by their size alone. */
static void a_file_over_the_limit_is_not_opened(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(workforce_run(&run, "<Message>", (size_t)2 << 30), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e005"), 1);
    assert_int_equal(run.host.reads, 0);
    staith_fake_deinit(&run.host);
}

/* An endless row of letters, and an endless tag: refused at the limit, not at the end. */
static void endless_text_is_refused_early(void **state)
{
    (void)state;
    enum { LEN = 8 << 20 };
    char *text = malloc(LEN);
    assert_non_null(text);
    memset(text, 'x', LEN);
    for (int xml = 0; xml < 2; xml++) {
        struct workforce_case run = {0};
        text[0] = xml != 0 ? '<' : 'x';
        assert_int_equal(workforce_run(&run, text, LEN), STAITH_ESOURCE);
        assert_int_equal(staith_fake_findings(&run.host, "e004"), 1);
        assert_true(run.host.reads < 10);
        staith_fake_deinit(&run.host);
    }
    free(text);
}

static void the_same_file_twice_is_an_error(void **state)
{
    (void)state;
    size_t len = 0;
    char *text = workforce_load("plugins/workforce/sample.xml", &len);
    const struct staith_fake_source same[] = {{"a.xml", text, len}, {"b.xml", text, len}};
    const struct staith_fake_source other[] = {{"a.xml", text, len}, {"b.xml", text, len - 1}};
    struct workforce_case run = {0};
    run.setup.source_count = 2;
    run.setup.sources = same;
    assert_int_equal(staith_fake_run(&run.host, &staith_plugin, &run.setup), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e018"), 1);
    staith_fake_deinit(&run.host);
    run.setup.sources = other;
    assert_int_equal(staith_fake_run(&run.host, &staith_plugin, &run.setup), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e019"), 1);
    staith_fake_deinit(&run.host);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_xml_gives_the_hand_computed_totals),
        cmocka_unit_test(sample_csv_gives_the_same),
        cmocka_unit_test(xml_and_csv_give_identical_observations),
        cmocka_unit_test(junk_is_refused_at_its_first_byte),
        cmocka_unit_test(a_file_over_the_limit_is_not_opened),
        cmocka_unit_test(endless_text_is_refused_early),
        cmocka_unit_test(the_same_file_twice_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
