/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page_parts.h"

#include "model/status.h"

static bool wanted(const struct staith_benchmark *benchmark, uint32_t item)
{
    return benchmark->items[item].is_measure;
}

static void row(struct staith_html *html, const struct staith_benchmark *benchmark, uint32_t period,
                uint32_t item)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    const struct staith_benchmark_item *what = &benchmark->items[item];
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, what->label);
    staith_html_element(html, "small", NULL, what->unit);
    staith_html_close(html);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        staith_html_open(html, "td");
        staith_page_figure(html, &result->councils[i].figure, what->decimals);
        staith_html_close(html);
    }
    staith_html_open(html, "td");
    staith_page_figure(html, &result->region.figure, what->decimals);
    if (result->region.contributing < benchmark->council_count) {
        staith_html_open(html, "small");
        staith_html_textf(html, "%u of %u", result->region.contributing, benchmark->council_count);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
}

void staith_page_measures(struct staith_html *html, const struct staith_benchmark *benchmark,
                          uint32_t period)
{
    char code[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&benchmark->periods[period], code);
    staith_html_open(html, "section");
    staith_html_attr(html, "id", "measures");
    staith_html_open(html, "h2");
    staith_html_textf(html, "Counts and sums behind the rates, %s", code);
    staith_html_close(html);
    staith_html_open_class(html, "div", "scroll");
    staith_html_open(html, "table");
    staith_html_element(html, "caption", NULL,
                        "What each council released, rounded for reading; rates are computed from "
                        "the unrounded numbers. The region is the sum over the councils that have "
                        "a number.");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_html_element(html, "th", NULL, "Measure");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        staith_html_open(html, "th");
        staith_html_attr(html, "scope", "col");
        staith_html_text(html, benchmark->councils[i].short_name);
        staith_html_close(html);
    }
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "col");
    staith_html_text(html, benchmark->region_name);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (wanted(benchmark, i)) {
            row(html, benchmark, period, i);
        }
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

static void term(struct staith_html *html, const char *symbol, const char *words)
{
    staith_html_element(html, "dt", NULL, symbol);
    staith_html_element(html, "dd", NULL, words);
}

void staith_page_legend(struct staith_html *html, const struct staith_benchmark *benchmark)
{
    static const enum staith_status statuses[] = {
        STAITH_STATUS_NOT_APPLICABLE, STAITH_STATUS_UNAVAILABLE, STAITH_STATUS_SUPPRESSED,
        STAITH_STATUS_UNRELIABLE, STAITH_STATUS_LOW};
    staith_html_open(html, "section");
    staith_html_attr(html, "id", "legend");
    staith_html_element(html, "h2", NULL, "Symbols, rules and sources");
    staith_html_open(html, "dl");
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        term(html, staith_status_symbol(statuses[i]), staith_status_words(statuses[i]));
    }
    term(html, "\xE2\x80\x93", "nothing sent for this period");
    term(html, "=", "shares its rank with another council");
    staith_html_close(html);
    staith_html_open(html, "ul");
    staith_html_element(html, "li", NULL,
                        "A rate is computed from unrounded parts and rounded once, half up.");
    staith_html_element(html, "li", NULL,
                        "The region's rate is a ratio of sums over the councils whose numerator "
                        "and denominator are both usable, never a mean of rates.");
    staith_html_element(html, "li", NULL,
                        "Statistical neighbours: the median of those that have a number, with how "
                        "many they are; a rate that rounds to 0 counts as 0.");
    staith_html_element(html, "li", NULL,
                        "Rank 1 is best; where neither high nor low is good, the highest. Quarters "
                        "are by quantiles of type 7 among the councils that have a number.");
    staith_html_open(html, "li");
    staith_html_textf(html, "England and neighbours outside the region: %s.",
                      benchmark->national_source != NULL ? benchmark->national_source
                                                         : "no national file was imported");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}
