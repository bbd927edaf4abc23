/* SPDX-License-Identifier: Apache-2.0 */
/* From numbers to the one word that a reader takes away. */
#include "aggregator/benchmark/statistics.h"

#include <staith/plugin.h>

enum staith_word staith_stats_word(const struct staith_interval *interval, double benchmark)
{
    if (interval->upper < benchmark) {
        return STAITH_WORD_LOWER;
    }
    return interval->lower > benchmark ? STAITH_WORD_HIGHER : STAITH_WORD_SIMILAR;
}

enum staith_judgement staith_stats_judge(enum staith_word word, uint32_t polarity)
{
    if (word == STAITH_WORD_NONE || polarity == STAITH_NEUTRAL) {
        return STAITH_JUDGEMENT_NONE;
    }
    if (word == STAITH_WORD_SIMILAR) {
        return STAITH_JUDGEMENT_SIMILAR;
    }
    bool low = word == STAITH_WORD_LOWER;
    return low == (polarity == STAITH_LOW_IS_GOOD) ? STAITH_JUDGEMENT_BETTER
                                                   : STAITH_JUDGEMENT_WORSE;
}

const char *staith_stats_word_text(enum staith_word word)
{
    static const char *const TEXTS[] = {"", "lower", "similar", "higher"};
    return TEXTS[word];
}

const char *staith_stats_judgement_text(enum staith_judgement judgement)
{
    static const char *const TEXTS[] = {"", "better", "similar", "worse"};
    return TEXTS[judgement];
}
