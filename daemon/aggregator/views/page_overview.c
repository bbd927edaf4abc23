/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page_parts.h"

#include "model/status.h"

void staith_page_figure(struct staith_html *html, const struct staith_benchmark_figure *figure,
                        uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_text(figure, decimals, true, text);
    if (figure->status == STAITH_STATUS_UNSET) {
        staith_html_open(html, "abbr");
        staith_html_attr(html, "title", "not sent");
        staith_html_text(html, "\xE2\x80\x93");
        staith_html_close(html);
    } else if (figure->status == STAITH_STATUS_VALUE) {
        staith_html_text(html, text);
    } else {
        staith_html_open(html, "abbr");
        staith_html_attr(html, "title", staith_status_words(figure->status));
        staith_html_text(html, text);
        staith_html_close(html);
    }
}

static bool indicator(const struct staith_benchmark *benchmark, uint32_t item)
{
    return !benchmark->items[item].is_measure;
}

static void head(struct staith_html *html, const struct staith_benchmark *benchmark)
{
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "col");
    staith_html_text(html, "Council");
    staith_html_close(html);
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (!indicator(benchmark, i)) {
            continue;
        }
        staith_html_open(html, "th");
        staith_html_attr(html, "scope", "col");
        staith_html_open(html, "a");
        staith_html_attrf(html, "href", "#%s", benchmark->items[i].code);
        staith_html_text(html, benchmark->items[i].label);
        staith_html_close(html);
        staith_html_element(html, "small", NULL, benchmark->items[i].unit);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
}

static void cell(struct staith_html *html, const struct staith_benchmark_area *area,
                 const struct staith_benchmark_item *item, uint32_t ranked)
{
    bool judged = item->polarity != 0 && area->quartile != 0;
    staith_html_open(html, "td");
    if (judged) {
        staith_html_attrf(html, "class", "q%u", area->quartile);
    }
    staith_page_figure(html, &area->figure, item->decimals);
    if (area->rank != 0) {
        staith_html_open(html, "small");
        staith_html_textf(html, "%s%u of %u", area->tied ? "=" : "", area->rank, ranked);
        if (judged) {
            staith_html_textf(html, ", Q%u", area->quartile);
        }
        staith_html_close(html);
    }
    staith_html_close(html);
}

/* The rows below the councils: the region, or England where `of_country`. */
static void total_row(struct staith_html *html, const struct staith_benchmark *benchmark,
                      uint32_t period, const char *name, bool of_country)
{
    staith_html_open_class(html, "tr", "total");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, name);
    staith_html_close(html);
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (!indicator(benchmark, i)) {
            continue;
        }
        const struct staith_benchmark_result *result =
            staith_benchmark_result(benchmark, period, i);
        staith_html_open(html, "td");
        staith_page_figure(html, of_country ? &result->country : &result->region.figure,
                           benchmark->items[i].decimals);
        if (!of_country) {
            staith_html_open(html, "small");
            staith_html_textf(html, "%u of %u", result->region.contributing,
                              benchmark->council_count);
            staith_html_close(html);
        }
        staith_html_close(html);
    }
    staith_html_close(html);
}

static void council_row(struct staith_html *html, const struct staith_benchmark *benchmark,
                        uint32_t period, uint32_t council)
{
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, benchmark->councils[council].name);
    staith_html_close(html);
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (indicator(benchmark, i)) {
            const struct staith_benchmark_result *result =
                staith_benchmark_result(benchmark, period, i);
            cell(html, &result->councils[council], &benchmark->items[i], result->ranked);
        }
    }
    staith_html_close(html);
}

static void keys(struct staith_html *html)
{
    static const char *const words[] = {"Q1, best quarter", "Q2", "Q3", "Q4, last quarter"};
    staith_html_open_class(html, "ul", "keys");
    for (unsigned i = 0; i < 4; i++) {
        staith_html_open(html, "li");
        staith_html_open(html, "span");
        staith_html_attrf(html, "class", "key q%u", i + 1);
        staith_html_close(html);
        staith_html_text(html, words[i]);
        staith_html_close(html);
    }
    staith_html_element(html, "li", NULL, "no colour: neither high nor low is good, or no number");
    staith_html_close(html);
}

void staith_page_overview(struct staith_html *html, const struct staith_benchmark *benchmark,
                          uint32_t period)
{
    char code[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&benchmark->periods[period], code);
    staith_html_open(html, "section");
    staith_html_attr(html, "id", "overview");
    staith_html_open(html, "h2");
    staith_html_textf(html, "All indicators, %s", code);
    staith_html_close(html);
    keys(html);
    staith_html_open_class(html, "div", "scroll");
    staith_html_open_class(html, "table", "heat");
    staith_html_element(html, "caption", NULL,
                        "Each figure with its rank among the councils that have one. With so few "
                        "councils, places close together are often no more than chance.");
    head(html, benchmark);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        council_row(html, benchmark, period, i);
    }
    total_row(html, benchmark, period, benchmark->region_name, false);
    total_row(html, benchmark, period, "England", true);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}
