/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page.h"

#include "aggregator/views/page_parts.h"
#include "base/date.h"

#include <stdio.h>

/* Nothing may be loaded and nothing may run: the page says so itself, wherever it is opened. */
#define PAGE_CONTENT_POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"

static void meta(struct staith_html *html, const char *name_attribute, const char *name,
                 const char *content)
{
    staith_html_open(html, "meta");
    staith_html_attr(html, name_attribute, name);
    staith_html_attr(html, "content", content);
    staith_html_close(html);
}

static void page_head(struct staith_html *html, const struct staith_benchmark *benchmark,
                      const char *title)
{
    staith_html_open(html, "head");
    staith_html_open(html, "meta");
    staith_html_attr(html, "charset", "utf-8");
    staith_html_close(html);
    meta(html, "http-equiv", "Content-Security-Policy", PAGE_CONTENT_POLICY);
    meta(html, "name", "viewport", "width=device-width, initial-scale=1");
    staith_html_open(html, "title");
    staith_html_textf(html, "%s: %s", benchmark->region_name, title);
    staith_html_close(html);
    staith_html_style(html, staith_page_style());
    staith_html_close(html);
}

/* "Year to 30 September 2025" for a census year, else the period's code. */
static void period_words(const struct staith_period *period, char *out, size_t cap)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int32_t first = 0;
    int32_t last = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    staith_period_days(period, &first, &last);
    staith_date_split(last, &year, &month, &day);
    const char *span = last - first > 300 ? "Year" : last - first > 60 ? "Quarter" : "Month";
    (void)snprintf(out, cap, "%s to %d %s %d", span, day, months[month - 1], year);
}

static uint32_t councils_with_figures(const struct staith_benchmark *benchmark, uint32_t period)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        bool any = false;
        for (uint32_t item = 0; item < benchmark->item_count; item++) {
            const struct staith_benchmark_result *result =
                staith_benchmark_result(benchmark, period, item);
            any = any || result->councils[i].figure.status != STAITH_STATUS_UNSET;
        }
        count += any ? 1 : 0;
    }
    return count;
}

static void header(struct staith_html *html, const struct staith_benchmark *benchmark,
                   const struct staith_views_page_options *options, uint32_t period)
{
    char words[64];
    period_words(&benchmark->periods[period], words, sizeof(words));
    staith_html_open(html, "header");
    staith_html_open_class(html, "div", "wrap");
    staith_html_open(html, "h1");
    staith_html_textf(html, "%s: %s", benchmark->region_name, options->title);
    staith_html_close(html);
    staith_html_open(html, "p");
    staith_html_textf(html,
                      "%s. Figures from %u of %u councils, set beside the region, England "
                      "and statistical neighbours.",
                      words, councils_with_figures(benchmark, period), benchmark->council_count);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

static void contents(struct staith_html *html, const struct staith_benchmark *benchmark)
{
    staith_html_open(html, "nav");
    staith_html_attr(html, "aria-label", "Indicators");
    staith_html_open(html, "ul");
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (benchmark->items[i].is_measure) {
            continue;
        }
        staith_html_open(html, "li");
        staith_html_open(html, "a");
        staith_html_attrf(html, "href", "#%s", benchmark->items[i].code);
        staith_html_text(html, benchmark->items[i].label);
        staith_html_close(html);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
}

static void footer(struct staith_html *html, const struct staith_benchmark *benchmark,
                   const struct staith_views_page_options *options)
{
    char at[32];
    staith_html_open(html, "footer");
    staith_html_open_class(html, "div", "wrap");
    staith_html_open(html, "p");
    if (benchmark->newest_unix_ms != 0) {
        staith_time_format(benchmark->newest_unix_ms, at, sizeof(at));
        staith_html_textf(html, "Newest figure received %s. ", at);
    }
    if (options->made_unix_ms != 0) {
        staith_time_format(options->made_unix_ms, at, sizeof(at));
        staith_html_textf(html, "Page made %s by Staith.", at);
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

static void body(struct staith_html *html, const struct staith_benchmark *benchmark,
                 const struct staith_views_page_options *options)
{
    uint32_t newest = benchmark->period_count - 1;
    bool has_measures = false;
    header(html, benchmark, options, newest);
    staith_html_open_class(html, "main", "wrap");
    if (options->note != NULL) {
        staith_html_element(html, "p", "note", options->note);
    }
    contents(html, benchmark);
    staith_page_overview(html, benchmark, newest);
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (benchmark->items[i].is_measure) {
            has_measures = true;
        } else {
            staith_page_indicator(html, benchmark, newest, i);
        }
    }
    if (has_measures) {
        staith_page_measures(html, benchmark, newest);
    }
    staith_page_legend(html, benchmark);
    staith_html_close(html);
    footer(html, benchmark, options);
}

int staith_views_page(const struct staith_benchmark *benchmark,
                      const struct staith_views_page_options *options, struct staith_buf *out)
{
    struct staith_html html;
    staith_html_init(&html, out);
    staith_html_doctype(&html);
    staith_html_open(&html, "html");
    staith_html_attr(&html, "lang", "en-GB");
    page_head(&html, benchmark, options->title);
    staith_html_open(&html, "body");
    body(&html, benchmark, options);
    staith_html_close(&html);
    staith_html_close(&html);
    return staith_html_end(&html);
}
