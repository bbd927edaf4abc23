/* SPDX-License-Identifier: Apache-2.0 */
/* The figure against the size of the council. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"
#include "base/decimal.h"

#include <stdio.h>

static const struct staith_benchmark_item *item_of(const struct staith_page *page, uint32_t item)
{
    return &page->benchmark->items[item];
}

static bool has_law(const struct staith_benchmark_item *item)
{
    return staith_chart_funnel_law(item) != STAITH_CHART_NO_LAW;
}

static void limits_text(struct staith_page *page, const struct staith_benchmark_item *item,
                        const struct staith_interval *limits)
{
    staith_html_textf(page->html, "%.*f to %.*f", (int)item->decimals, limits->lower * item->scale,
                      (int)item->decimals, limits->upper * item->scale);
}

static void funnel_row(struct staith_page *page, uint32_t item, uint32_t council)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = item_of(page, item);
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    const struct staith_benchmark_area *area = &result->councils[council];
    struct staith_interval limits;
    char size[STAITH_BENCHMARK_TEXT_BYTES];
    if (area->chance.place == STAITH_PLACE_NONE ||
        !staith_stats_funnel_adjusted(&result->dispersion, staith_benchmark_denominator(what, area),
                                      STAITH_Z998, &limits)) {
        return;
    }
    staith_html_open(html, "tr");
    staith_page_row_head(page, page->benchmark->councils[council].name);
    const uint32_t digits = what->denominator_digits > 0 ? 1 : 0;
    (void)staith_decimal_format_grouped(
        staith_decimal_rescale(area->denominator, what->denominator_digits, digits), digits, size,
        sizeof(size));
    staith_html_element(html, "td", "n", size);
    staith_html_open_class(html, "td", "n");
    staith_page_figure(page, &area->figure, what->decimals);
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    limits_text(page, what, &limits);
    staith_html_close(html);
    staith_html_element(html, "td", NULL, staith_words_place(area->chance.place));
    if (has_law(what)) {
        staith_html_open_class(html, "td", "n");
        if (staith_chart_funnel_chance(what, &result->dispersion,
                                       staith_benchmark_denominator(what, area), &limits)) {
            limits_text(page, what, &limits);
        }
        staith_html_close(html);
    }
    staith_html_close(html);
}

/* The dotted limits in words. */
static const char *law_words(const struct staith_benchmark_item *item)
{
    switch (staith_chart_funnel_law(item)) {
    case STAITH_CHART_BINOMIAL:
        return " The dotted ones are of chance alone, exact for people.";
    case STAITH_CHART_POISSON:
        return " The dotted ones are of chance alone, exact for a rate of people.";
    case STAITH_CHART_NORMAL:
        return " The dotted ones are of chance alone.";
    case STAITH_CHART_NO_LAW:
    default:
        return "";
    }
}

/* What the curves allow for, in words first. A tau of 0 is no test: the squares that it is made of
 * were winsorised, and are under what chance alone makes until it is exceeded by half. */
static void explain(struct staith_page *page, const struct staith_benchmark_item *item,
                    const struct staith_dispersion *dispersion)
{
    staith_html_open(page->html, "p");
    staith_html_textf(page->html,
                      "The line across is what the %zu councils of the national file come to "
                      "together. ",
                      dispersion->areas);
    staith_html_text(page->html, dispersion->tau > 0
                                     ? "They differ from one another by more than chance, and the "
                                       "solid and dashed limits allow for that: "
                                     : "Nothing beyond chance was found between them, and the "
                                       "solid and dashed limits allow for chance alone: ");
    staith_html_textf(page->html,
                      "95%% and 99.8%% of councils lie between them.%s (\xCF\x86 %.1f, \xCF\x84 "
                      "%.3f.)",
                      law_words(item), dispersion->phi, dispersion->tau);
    staith_html_close(page->html);
}

void staith_part_funnel(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    struct staith_svg svg = {.html = page->html};
    const struct staith_benchmark_item *what = item_of(page, item);
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    if (!result->has_dispersion) {
        return;
    }
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, "Against the size of the council");
    explain(page, what, &result->dispersion);
    staith_html_open_class(html, "div", "pair");
    staith_html_open(html, "figure");
    staith_chart_funnel(&svg, page->benchmark, page->request->period, item);
    staith_page_picture_links(page, item, STAITH_CHART_FUNNEL);
    staith_html_close(html);
    staith_html_open(html, "div");
    staith_page_table_open(page, "tight", "Councils in the funnel");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Council");
    staith_page_column(page, "n", what->denominator != NULL ? what->denominator : "Size");
    staith_page_column(page, "n", "Figure");
    staith_page_column(page, "n", "99.8% limits");
    staith_page_column(page, NULL, "Place");
    if (has_law(what)) {
        staith_page_column(page, "n", "99.8% of chance alone");
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        funnel_row(page, item, i);
    }
    staith_html_close(html);
    staith_page_table_close(page);
    staith_page_rounded(page, (int)item);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}
