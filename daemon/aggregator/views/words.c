/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/words.h"

#include "base/date.h"

#include <staith/plugin.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *staith_words_trend(enum staith_trend trend)
{
    static const char *const WORDS[] = {"", "no change", "rising", "falling"};
    return WORDS[trend];
}

const char *staith_words_change_found(enum staith_trend change)
{
    static const char *const WORDS[] = {"not tested", "none found", "up", "down"};
    return WORDS[change];
}

const char *staith_words_trend_found(enum staith_trend trend)
{
    static const char *const WORDS[] = {"not tested", "none found", "rising", "falling"};
    return WORDS[trend];
}

const char *staith_words_place(enum staith_place place)
{
    static const char *const WORDS[] = {"", "below", "inside", "above"};
    return WORDS[place];
}

const char *staith_words_polarity(uint32_t polarity)
{
    if (polarity == STAITH_LOW_IS_GOOD) {
        return "Low is good.";
    }
    return polarity == STAITH_HIGH_IS_GOOD ? "High is good."
                                           : "Neither high nor low is good in itself.";
}

const char *staith_words_method(const struct staith_benchmark_item *item)
{
    switch (item->kind) {
    case STAITH_RATIO_PROPORTION:
        return "A share of a whole: intervals are Wilson's, 95%.";
    case STAITH_RATIO_RATE:
        return "A rate: intervals are Byar's, 95%, and the exact ones for fewer than ten people.";
    case STAITH_RATIO_NONE:
    default:
        return "No interval is given: what is counted here comes in clusters, and the usual "
               "formulas would make it look more certain than it is.";
    }
}

static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

void staith_words_date(int32_t day, char *out, size_t cap)
{
    int year = 0;
    int month = 0;
    int of_month = 0;
    staith_date_split(day, &year, &month, &of_month);
    (void)snprintf(out, cap, "%d %s %d", of_month, MONTHS[month - 1], year);
}

void staith_words_time(int64_t unix_ms, bool to_the_minute, char *out, size_t cap)
{
    static const int64_t DAY_MS = 86400000;
    const int64_t minutes = unix_ms % DAY_MS / 60000;
    staith_words_date((int32_t)(unix_ms / DAY_MS), out, cap);
    const size_t len = strlen(out);
    if (to_the_minute) {
        (void)snprintf(out + len, cap - len, " %02d:%02d", (int)(minutes / 60),
                       (int)(minutes % 60));
    }
}

void staith_words_period(const struct staith_period *period, char *out, size_t cap)
{
    int32_t first = 0;
    int32_t last = 0;
    char end[64];
    if (period->kind == STAITH_PERIOD_MONTH) {
        (void)snprintf(out, cap, "%s %d", MONTHS[period->part - 1], period->year);
        return;
    }
    staith_period_days(period, &first, &last);
    staith_words_date(last, end, sizeof(end));
    (void)snprintf(out, cap, "%s to %s",
                   period->kind == STAITH_PERIOD_CENSUS_YEAR ? "year" : "quarter", end);
}

void staith_words_rank(uint32_t rank, bool tied, char *out, size_t cap)
{
    static const char *const ENDS[] = {"th", "st", "nd", "rd"};
    uint32_t last = rank % 10;
    bool teen = rank % 100 >= 11 && rank % 100 <= 13;
    (void)snprintf(out, cap, "%s%u%s", tied ? "=" : "", rank,
                   teen || last > 3 ? ENDS[0] : ENDS[last]);
}

void staith_words_figure(const struct staith_benchmark_figure *figure,
                         const struct staith_benchmark_item *item, char *out, size_t cap)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    if (figure->status == STAITH_STATUS_UNSET) {
        (void)snprintf(out, cap, "not sent");
    } else if (figure->status == STAITH_STATUS_VALUE || figure->band != STAITH_BAND_NONE) {
        staith_benchmark_text(figure, item->decimals, true, text);
        (void)snprintf(out, cap, "%s%s%s", text, strcmp(item->unit, "%") == 0 ? "" : " ",
                       item->unit);
    } else {
        (void)snprintf(out, cap, "%s", staith_status_words(figure->status));
    }
}

const char *staith_words_tag(const struct staith_benchmark_item *item, enum staith_word word)
{
    if (item->polarity == STAITH_NEUTRAL) {
        return staith_stats_word_text(word);
    }
    return staith_stats_judgement_text(staith_stats_judge(word, item->polarity));
}

const char *staith_words_class(const struct staith_benchmark_item *item, enum staith_word word)
{
    static const char *const CLASSES[] = {"plain", "better", "similar", "worse"};
    return CLASSES[staith_stats_judge(word, item->polarity)];
}

const char *staith_words_target(const struct staith_benchmark_item *item, enum staith_word word)
{
    static const char *const NEUTRAL[] = {"", "below", "about", "above"};
    static const char *const JUDGED[] = {"", "met", "about met", "missed"};
    return item->polarity == STAITH_NEUTRAL ? NEUTRAL[word]
                                            : JUDGED[staith_stats_judge(word, item->polarity)];
}

const char *staith_words_reason(const char *reason)
{
    static const struct {
        const char *code;
        const char *words;
    } WORDS[] = {
        {"too_few_people", "too few people"},
        {"too_few_councils", "fewer than three councils have a number"},
        {"too_few_owners", "too few agencies"},
        {"person_dominates", "one or two people make up nearly all of it"},
        {"owner_dominates", "one or two agencies make up nearly all of it"},
        {"person_estimated", "somebody behind it could work out another\xE2\x80\x99s"},
        {"owner_estimated", "an agency behind it could work out another\xE2\x80\x99s"},
        {"too_few_changed", "too few people came or went since the last figure"},
        {"changes_unknown", "it is not known how many came or went since the last figure"},
        {"part_hidden", "another part of the same total is hidden"},
        {"hidden_before", "hidden in an earlier release of this period"},
        {"merge_kept", "shown together with others, as the last time"},
        {"hidden_count", "few people, or the only thing that hides others"},
        {"too_large_to_judge", "too large to be judged"},
        {"withdrawn", "withdrawn by the council"},
        {"incomplete", "incomplete"},
        {"system_change", "a change of system"},
    };
    for (size_t i = 0; reason != NULL && i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (strcmp(WORDS[i].code, reason) == 0) {
            return WORDS[i].words;
        }
    }
    return reason;
}

/** A sentence that grows, and knows whether something was said. */
struct sentence {
    char *text;
    size_t len;
    unsigned clauses;
};

static void say(struct sentence *sentence, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void say(struct sentence *sentence, const char *format, ...)
{
    va_list args;
    if (sentence->len >= STAITH_WORDS_SENTENCE_BYTES) {
        return;
    }
    va_start(args, format);
    int len = vsnprintf(sentence->text + sentence->len, STAITH_WORDS_SENTENCE_BYTES - sentence->len,
                        format, args);
    va_end(args);
    sentence->len += len > 0 ? (size_t)len : 0;
}

static void join(struct sentence *sentence)
{
    say(sentence, "%s", sentence->clauses == 0 ? ": " : "; ");
    sentence->clauses++;
}

static void say_against(struct sentence *sentence, enum staith_word word, const char *whom,
                        const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    if (word != STAITH_WORD_LOWER && word != STAITH_WORD_HIGHER) {
        return;
    }
    staith_benchmark_text(figure, decimals, true, text);
    join(sentence);
    say(sentence, "%s than %s (%s)", staith_stats_word_text(word), whom, text);
}

void staith_words_summary(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                          uint32_t council, char out[STAITH_WORDS_SENTENCE_BYTES])
{
    const struct staith_benchmark_item *what = &benchmark->items[item];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    const struct staith_benchmark_area *area = &result->councils[council];
    const struct staith_benchmark_chance *chance = &area->chance;
    struct sentence sentence = {.text = out};
    char figure[128];
    out[0] = '\0';
    staith_words_figure(&area->figure, what, figure, sizeof(figure));
    say(&sentence, "%s was %s", what->label, figure);
    say_against(&sentence, chance->country, "England", &result->country, what->decimals);
    if (chance->neighbours == STAITH_WORD_LOWER || chance->neighbours == STAITH_WORD_HIGHER) {
        char text[STAITH_BENCHMARK_TEXT_BYTES];
        staith_benchmark_median_text(&area->neighbours, what->decimals, text);
        join(&sentence);
        say(&sentence, "%s than the median of its statistical neighbours (%s, %u of %u)",
            staith_stats_word_text(chance->neighbours), text, area->neighbour_n,
            area->neighbour_count);
    }
    if (chance->trend == STAITH_TREND_UP || chance->trend == STAITH_TREND_DOWN) {
        join(&sentence);
        say(&sentence, "%s over five periods", staith_words_trend(chance->trend));
    }
    int before = staith_benchmark_before(benchmark, period);
    if (before >= 0 && (chance->change == STAITH_TREND_UP || chance->change == STAITH_TREND_DOWN)) {
        char text[STAITH_BENCHMARK_TEXT_BYTES];
        const struct staith_benchmark_result *earlier =
            staith_benchmark_result(benchmark, (uint32_t)before, item);
        staith_benchmark_text(&earlier->councils[council].figure, what->decimals, true, text);
        join(&sentence);
        say(&sentence, "%s from %s the period before",
            chance->change == STAITH_TREND_UP ? "up" : "down", text);
    }
    say(&sentence, ".");
    if (sentence.clauses == 0) {
        out[0] = '\0';
    }
}
