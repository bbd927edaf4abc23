/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_WORDS_H
#define STAITH_AGGREGATOR_VIEWS_WORDS_H
/*
 * What a reader is told, in the same words everywhere. Nothing is said that chance explains.
 * Included by aggregator/views only.
 */
#include "aggregator/benchmark/benchmark.h"
#include "base/buf.h"

/** "no change", "rising", "falling", or "" where it was not tested. Static. */
const char *staith_words_trend(enum staith_trend trend);
/** What a test says in a table: "up", "down", and of a trend "rising", "falling"; "none found"
 *  where chance may explain what there is, "not tested". Static. */
const char *staith_words_change_found(enum staith_trend change);
const char *staith_words_trend_found(enum staith_trend trend);
/** "30 September 2025"; `cap` 32 is enough. */
void staith_words_date(int32_t day, char *out, size_t cap);
/** The same of a time, with the hour and minute (UTC) where `to_the_minute`. */
void staith_words_time(int64_t unix_ms, bool to_the_minute, char *out, size_t cap);
/** "below", "inside", "above", or "". Static. */
const char *staith_words_place(enum staith_place place);
/** What good is: "Low is good.", "High is good.", "Neither high nor low is good in itself." */
const char *staith_words_polarity(uint32_t polarity);
/** Which test stands behind an item's words, one sentence. Static. */
const char *staith_words_method(const struct staith_benchmark_item *item);

/** "year to 30 September 2025", "quarter to 30 June 2025", "June 2025". */
void staith_words_period(const struct staith_period *period, char *out, size_t cap);
/** "1st", "2nd", "=3rd": a rank as people say it. */
void staith_words_rank(uint32_t rank, bool tied, char *out, size_t cap);
/** A figure with its unit: "11.3%", "16.5 cases per FTE"; a status in words; "not sent". */
void staith_words_figure(const struct staith_benchmark_figure *figure,
                         const struct staith_benchmark_item *item, char *out, size_t cap);

/** The words of a council or of the region against England, as a tag: "better", "similar", "worse",
 *  or, where neither high nor low is good, "higher", "lower"; "" where nothing is tested. Static.
 */
const char *staith_words_tag(const struct staith_benchmark_item *item, enum staith_word word);
/** The same as a CSS class: "better", "similar", "worse", "plain". Static. */
const char *staith_words_class(const struct staith_benchmark_item *item, enum staith_word word);

/** How a figure stands to a target: "met", "missed", "about met", or, where neither high nor low is
 *  good, "above", "below", "about"; "" where it has no number. Static. */
const char *staith_words_target(const struct staith_benchmark_item *item, enum staith_word word);
/** Why a status stands there, by its code; a code that is not known is its own words; NULL: none.
 */
const char *staith_words_reason(const char *reason);

enum { STAITH_WORDS_SENTENCE_BYTES = 512 };

/**
 * What can be said of a council's item in a period beyond chance: one sentence, or "" where there
 * is nothing. It names the direction against England and its neighbours, a trend over five periods,
 * and a change on the period before.
 */
void staith_words_summary(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                          uint32_t council, char out[STAITH_WORDS_SENTENCE_BYTES]);

#endif
