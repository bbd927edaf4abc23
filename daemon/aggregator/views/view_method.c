/* SPDX-License-Identifier: Apache-2.0 */
/* Symbols, words, rules and sources. */
#include "aggregator/views/page.h"

static void term(struct staith_page *page, const char *name, const char *text)
{
    staith_html_element(page->html, "dt", NULL, name);
    staith_html_element(page->html, "dd", NULL, text);
}

static void symbols(struct staith_page *page)
{
    static const enum staith_status STATUSES[] = {
        STAITH_STATUS_NOT_APPLICABLE, STAITH_STATUS_UNAVAILABLE, STAITH_STATUS_SUPPRESSED,
        STAITH_STATUS_UNRELIABLE, STAITH_STATUS_LOW};
    staith_html_element(page->html, "h2", NULL, "Symbols");
    staith_html_open_class(page->html, "dl", "terms");
    for (size_t i = 0; i < sizeof(STATUSES) / sizeof(STATUSES[0]); i++) {
        term(page, staith_status_symbol(STATUSES[i]), staith_status_words(STATUSES[i]));
    }
    term(page, "\xE2\x80\x93", "nothing was sent for this period");
    term(page, "=", "shares its place with another council");
    staith_html_close(page->html);
}

static void words(struct staith_page *page)
{
    staith_html_element(page->html, "h2", NULL, "Words");
    staith_html_open_class(page->html, "dl", "terms");
    term(page, "lower, higher",
         "The 95% interval of the figure lies wholly below, or above, what it is compared with.");
    term(page, "better, worse", "The same, by whether low or high is good.");
    term(page, "similar",
         "The interval holds what it is compared with: chance may explain all of "
         "the difference.");
    term(page, "3rd (1 to 7)",
         "Third among the councils that have a number; by the intervals, anything from first to "
         "seventh may be true.");
    term(page, "rising, falling",
         "A trend over five periods at 99.8%, whose direction stays when any one of the five is "
         "left out.");
    term(page, "up, down", "A change on the period before at 95%.");
    term(page, "none found",
         "The test found no change or trend: chance could explain what there is. It does not say "
         "that nothing changed.");
    term(page, "not tested",
         "There is no test for such a figure, or a number that the test needs is missing.");
    term(page, "below, inside, above",
         "Against the 99.8% limits of a funnel that allows for how far England\xE2\x80\x99s "
         "councils lie apart.");
    staith_html_close(page->html);
}

static void rule(struct staith_page *page, const char *text)
{
    staith_html_element(page->html, "li", NULL, text);
}

void staith_part_method(struct staith_page *page)
{
    staith_html_open(page->html, "section");
    symbols(page);
    words(page);
    staith_html_element(page->html, "h2", NULL, "How figures are made");
    staith_html_open(page->html, "ul");
    rule(page, "A rate is computed from unrounded parts and rounded once, half up.");
    rule(page,
         "The region\xE2\x80\x99s rate is a ratio of sums over the councils whose numerator and "
         "denominator are both usable, never a mean of rates.");
    rule(page, "Statistical neighbours: the median of those that have a number, with how many they "
               "are; a rate that rounds to 0 counts as 0.");
    rule(page, "Place 1 is best; where neither high nor low is good, the highest.");
    rule(page,
         "The same people are in post from one year to the next, so that two years of a stock "
         "differ by less than two samples would: the test of a change is on the careful "
         "side.");
    staith_html_close(page->html);
    staith_html_element(page->html, "h2", NULL, "Methods and their sources");
    staith_html_open_class(page->html, "dl", "terms");
    term(page, "Intervals",
         "Shares of a whole: Wilson 1927. Rates: Byar, in Breslow and Day 1987, and the exact "
         "Poisson interval for fewer than ten people. Both as in PHEindicatormethods (Office for "
         "Health Improvement and Disparities).");
    term(page, "Trend", "Chi-squared for trend, as in Fingertips (the same office).");
    term(
        page, "Funnel",
        "Additive over-dispersion on the arcsine scale, winsorised at 10%: Spiegelhalter 2005, "
        "doi 10.1136/qshc.2005.013755; and 2012, doi 10.1111/j.1467-985X.2011.01010.x. By "
        "chance alone the winsorised \xCF\x86 is about 0.7, and \xCF\x84 is 0 until \xCF\x86 "
        "reaches 1, so that small differences beyond chance are not found. Limits of chance alone: "
        "of a share of people exact binomial ones, doi 10.1002/sim.1970, and of a share of FTE "
        "those of the normal curve; of a rate of people exact Poisson ones, and of a rate of FTE "
        "none.");
    term(page, "What is usual", "XmR charts with four rules: NHS England, Making Data Count.");
    term(page, "Places", "Goldstein and Spiegelhalter 1996.");
    staith_html_close(page->html);
    staith_html_close(page->html);
}

void staith_view_method(struct staith_page *page)
{
    staith_page_begin(page, "How to read this",
                      "What the symbols and words mean, how figures are made, and what can be said "
                      "of figures as small as these.");
    staith_part_method(page);
    staith_page_end(page);
}
