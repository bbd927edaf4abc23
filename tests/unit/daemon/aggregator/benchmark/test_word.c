/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/statistics.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void words(void **state)
{
    (void)state;
    const struct staith_interval interval = {0.10, 0.20};
    assert_int_equal(staith_stats_word(&interval, 0.21), STAITH_WORD_LOWER);
    assert_int_equal(staith_stats_word(&interval, 0.20), STAITH_WORD_SIMILAR);
    assert_int_equal(staith_stats_word(&interval, 0.15), STAITH_WORD_SIMILAR);
    assert_int_equal(staith_stats_word(&interval, 0.10), STAITH_WORD_SIMILAR);
    assert_int_equal(staith_stats_word(&interval, 0.09), STAITH_WORD_HIGHER);
    assert_string_equal(staith_stats_word_text(STAITH_WORD_NONE), "");
    assert_string_equal(staith_stats_word_text(STAITH_WORD_LOWER), "lower");
    assert_string_equal(staith_stats_word_text(STAITH_WORD_SIMILAR), "similar");
    assert_string_equal(staith_stats_word_text(STAITH_WORD_HIGHER), "higher");
}

static void judgements(void **state)
{
    (void)state;
    static const struct {
        enum staith_word word;
        uint32_t polarity;
        enum staith_judgement judgement;
    } CASES[] = {
        {STAITH_WORD_LOWER, STAITH_LOW_IS_GOOD, STAITH_JUDGEMENT_BETTER},
        {STAITH_WORD_HIGHER, STAITH_LOW_IS_GOOD, STAITH_JUDGEMENT_WORSE},
        {STAITH_WORD_LOWER, STAITH_HIGH_IS_GOOD, STAITH_JUDGEMENT_WORSE},
        {STAITH_WORD_HIGHER, STAITH_HIGH_IS_GOOD, STAITH_JUDGEMENT_BETTER},
        {STAITH_WORD_SIMILAR, STAITH_HIGH_IS_GOOD, STAITH_JUDGEMENT_SIMILAR},
        {STAITH_WORD_LOWER, STAITH_NEUTRAL, STAITH_JUDGEMENT_NONE},
        {STAITH_WORD_NONE, STAITH_LOW_IS_GOOD, STAITH_JUDGEMENT_NONE},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        assert_int_equal(staith_stats_judge(CASES[i].word, CASES[i].polarity), CASES[i].judgement);
    }
    assert_string_equal(staith_stats_judgement_text(STAITH_JUDGEMENT_NONE), "");
    assert_string_equal(staith_stats_judgement_text(STAITH_JUDGEMENT_BETTER), "better");
    assert_string_equal(staith_stats_judgement_text(STAITH_JUDGEMENT_SIMILAR), "similar");
    assert_string_equal(staith_stats_judgement_text(STAITH_JUDGEMENT_WORSE), "worse");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(judgements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
