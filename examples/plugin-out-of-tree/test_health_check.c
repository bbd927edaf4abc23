/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On the fake host. sample.csv has 41 respondents: 14 in safeguarding, 12 in assessment, 11 in
 * children_in_care, 4 in care_leavers. Four are too few, and the smallest of the others goes with
 * them: 15 count in the total alone. Counted by hand (and by `cut | sort | uniq -c`).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/test.h>
#include <stdio.h>
#include <string.h>

static void test_sample(void **state)
{
    (void)state;
    struct staith_fake_source source;
    struct staith_fake_host host;
    staith_fake_load("sample.csv", &source);
    const struct staith_fake_setup setup = {.sources = &source, .source_count = 1};
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_OK);
    assert_int_equal(host.finding_count, 0);
    assert_int_equal(staith_fake_people(&host, "supported_answered", NULL), 41);
    assert_int_equal(staith_fake_people(&host, "supported_agreed", NULL), 29); /* 71 % */
    assert_int_equal(staith_fake_people(&host, "workload_agreed", NULL), 21);
    assert_int_equal(staith_fake_people(&host, "recommend_agreed", NULL), 29);
    assert_int_equal(staith_fake_people(&host, "supported_answered", "service=safeguarding"), 14);
    assert_int_equal(staith_fake_people(&host, "supported_agreed", "service=safeguarding"), 10);
    assert_int_equal(staith_fake_people(&host, "recommend_answered", "service=assessment"), 12);
    assert_int_equal(staith_fake_people(&host, "recommend_agreed", "service=assessment"), 0);
    assert_int_equal(staith_fake_people(&host, "supported_answered", "service=care_leavers"), 0);
    assert_int_equal(staith_fake_people(&host, "supported_answered", "service=children_in_care"),
                     0);
    assert_int_equal(staith_fake_people(&host, "supported_answered", "service=-"), 15);
    /* team 17, families 12, manager 6, flexibility 6: the last two are twelve together */
    assert_int_equal(staith_fake_people(&host, "reasons_given", NULL), 41);
    assert_int_equal(staith_fake_people(&host, "reasons_given", "reason=team"), 17);
    assert_int_equal(staith_fake_people(&host, "reasons_given", "reason=families"), 12);
    assert_int_equal(staith_fake_people(&host, "reasons_given", "reason=-"), 12);
    staith_fake_deinit(&host);
    staith_fake_conform(&staith_plugin, &setup);
    staith_fake_unload(&source);
}

/* Rows that are wrong, in a survey of ten and then of nine. */
static size_t make(char *text, size_t cap, int people)
{
    int len = snprintf(text, cap,
                       "respondent,service,supported,workload,listened,recommend,reason\n"
                       ",assessment,7,7,7,7,team\n"
                       "R1,nowhere,7,7,7,11,luck\n"
                       "R1,assessment,0,0,0,0,team\n");
    for (int i = 2; i <= people; i++) {
        len += snprintf(text + len, cap - (size_t)len, "R%d,assessment,6,7,,10,team\n", i);
    }
    return (size_t)len;
}

static void test_findings(void **state)
{
    (void)state;
    char text[2048];
    struct staith_fake_source source = {"survey.csv", text, make(text, sizeof(text), 10)};
    const struct staith_fake_setup setup = {.sources = &source, .source_count = 1};
    struct staith_fake_host host;
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_OK);
    assert_int_equal(staith_fake_finding(&host, "no_respondent", 0)->where.line, 2);
    assert_int_equal(staith_fake_finding(&host, "unknown_service", 0)->where.line, 3);
    assert_int_equal(staith_fake_finding(&host, "unknown_reason", 0)->where.line, 3);
    assert_int_equal(staith_fake_finding(&host, "bad_answer", 0)->where.element, 5);
    assert_int_equal(staith_fake_finding(&host, "twice", 0)->where.line, 4);
    assert_int_equal(staith_fake_people(&host, "supported_answered", NULL), 10);
    assert_int_equal(staith_fake_people(&host, "supported_agreed", NULL), 1);
    assert_int_equal(staith_fake_people(&host, "workload_agreed", NULL), 10);
    assert_int_equal(staith_fake_findings(&host, "too_few"), 2); /* listened: 1; recommend: 9 */
    assert_true(staith_fake_unavailable(&host, "listened_answered"));
    assert_true(staith_fake_unavailable(&host, "recommend_agreed"));
    staith_fake_deinit(&host);
    source.len = make(text, sizeof(text), 9);
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_OK);
    assert_int_equal(host.observation_count, 0);
    assert_int_equal(staith_fake_findings(&host, "too_few"), 5);
    staith_fake_deinit(&host);
}

/* The minimum can be made greater and never less. */
static void test_minimum(void **state)
{
    (void)state;
    struct staith_fake_source source;
    struct staith_fake_host host;
    const struct staith_fake_option stricter = {"minimum", "15"};
    staith_fake_load("sample.csv", &source);
    const struct staith_fake_setup setup = {
        .sources = &source, .source_count = 1, .options = &stricter, .option_count = 1};
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_OK);
    assert_int_equal(staith_fake_people(&host, "supported_answered", NULL), 41);
    assert_int_equal(staith_fake_people(&host, "supported_answered", "service=-"), 41);
    staith_fake_deinit(&host);
    staith_fake_unload(&source);
    assert_int_equal(staith_plugin.descriptor->options[1].minimum, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sample),
                                       cmocka_unit_test(test_findings),
                                       cmocka_unit_test(test_minimum)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
