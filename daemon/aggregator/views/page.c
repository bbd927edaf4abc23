/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A page in a folder of files says by itself that nothing may be loaded and nothing may run; of one
 * that is served the server says it. */
#define FILE_POLICY                                                                                \
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

void staith_page_init(struct staith_page *page, struct staith_html *html,
                      const struct staith_site *site, const struct staith_request *request)
{
    *page = (struct staith_page){
        .html = html,
        .site = site,
        .request = request,
        .benchmark = site->datasets[request->dataset],
        .breakdown = site->breakdowns != NULL ? site->breakdowns[request->dataset] : NULL};
    staith_period_format(&page->benchmark->periods[request->period], page->period);
    for (unsigned i = 0; i < request->depth && i < 8; i++) {
        memcpy(page->root + 3 * (size_t)i, "../", 4);
    }
}

static void meta(struct staith_html *html, const char *name_attribute, const char *name,
                 const char *content)
{
    staith_html_open(html, "meta");
    staith_html_attr(html, name_attribute, name);
    staith_html_attr(html, "content", content);
    staith_html_close(html);
}

static void head(struct staith_page *page, const char *title)
{
    struct staith_html *html = page->html;
    staith_html_open(html, "head");
    staith_html_open(html, "meta");
    staith_html_attr(html, "charset", "utf-8");
    staith_html_close(html);
    if (page->site->standalone) {
        meta(html, "http-equiv", "Content-Security-Policy", FILE_POLICY);
    }
    meta(html, "name", "viewport", "width=device-width, initial-scale=1");
    meta(html, "name", "robots", "noindex");
    staith_html_open(html, "title");
    staith_html_textf(html, "%s \xE2\x80\x93 %s", title, page->benchmark->region_name);
    staith_html_close(html);
    if (page->site->standalone) {
        staith_html_style(html, staith_page_style());
        staith_html_style(html, staith_page_style_more());
        staith_html_style(html, staith_svg_style());
    } else {
        staith_html_open(html, "link");
        staith_html_attr(html, "rel", "stylesheet");
        staith_html_attrf(html, "href", "%sstyle.css", page->root);
        staith_html_close(html);
    }
    staith_html_close(html);
}

void staith_page_link(struct staith_page *page, const char *class_name, const char *text,
                      const char *format, ...)
{
    char address[STAITH_SITE_PATH_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(address, sizeof(address), format, args);
    va_end(args);
    if (page->single) {
        staith_html_text(page->html, text);
        return;
    }
    staith_html_open(page->html, "a");
    if (class_name != NULL) {
        staith_html_attr(page->html, "class", class_name);
    }
    staith_html_attrf(page->html, "href", "%s%s", page->root, address);
    staith_html_text(page->html, text);
    staith_html_close(page->html);
}

static void nav_item(struct staith_page *page, bool here, const char *text, const char *address)
{
    staith_html_open(page->html, "li");
    staith_html_open(page->html, "a");
    staith_html_attrf(page->html, "href", "%s%s", page->root, address);
    if (here) {
        staith_html_attr(page->html, "aria-current", "page");
    }
    staith_html_text(page->html, text);
    staith_html_close(page->html);
    staith_html_close(page->html);
}

static void navigation(struct staith_page *page)
{
    struct staith_html *html = page->html;
    const struct staith_request *request = page->request;
    staith_html_open(html, "nav");
    staith_html_attr(html, "aria-label", "Main");
    staith_html_open(html, "ul");
    for (uint32_t i = 0; i < page->site->dataset_count; i++) {
        const struct staith_benchmark *benchmark = page->site->datasets[i];
        char code[STAITH_PERIOD_CODE_BYTES];
        char address[STAITH_SITE_PATH_BYTES];
        staith_period_format(&benchmark->periods[benchmark->period_count - 1], code);
        (void)snprintf(address, sizeof(address), "%s/%s/index.html", benchmark->dataset, code);
        nav_item(page, request->view == STAITH_VIEW_REGION && request->dataset == i,
                 page->site->titles[i], address);
    }
    if (page->site->arrivals != NULL) {
        nav_item(page, request->view == STAITH_VIEW_ARRIVALS, "What has arrived", "arrivals.html");
    }
    if (!page->site->standalone) {
        nav_item(page, request->view == STAITH_VIEW_BUILD, "Build a table", "build.html");
    }
    nav_item(page, request->view == STAITH_VIEW_METHOD, "How to read this", "method.html");
    if (page->site->account != NULL) {
        nav_item(page, false, page->site->account, "account");
    }
    staith_html_close(html);
    staith_html_close(html);
}

static void top(struct staith_page *page)
{
    struct staith_html *html = page->html;
    staith_html_open_class(html, "header", "top");
    staith_html_open_class(html, "div", "wrap");
    staith_html_open_class(html, "a", "brand");
    staith_html_attrf(html, "href", "%s%s", page->root, page->single ? "#main" : "index.html");
    staith_html_text(html, page->benchmark->region_name);
    staith_html_close(html);
    if (!page->single) {
        navigation(page);
    }
    staith_html_close(html);
    staith_html_close(html);
}

/* Region, and below it where the page is. */
static void crumbs(struct staith_page *page)
{
    struct staith_html *html = page->html;
    const struct staith_request *request = page->request;
    if (request->view != STAITH_VIEW_INDICATOR && request->view != STAITH_VIEW_COUNCIL &&
        request->view != STAITH_VIEW_BREAKDOWN && request->view != STAITH_VIEW_CAPS &&
        request->view != STAITH_VIEW_HIRING) {
        return;
    }
    staith_html_open_class(html, "nav", "crumbs");
    staith_html_attr(html, "aria-label", "Where you are");
    staith_html_open(html, "ol");
    staith_html_open(html, "li");
    staith_page_link(page, NULL, page->site->titles[request->dataset], "%s/%s/index.html",
                     page->benchmark->dataset, page->period);
    staith_html_close(html);
    if (request->view == STAITH_VIEW_INDICATOR && request->council >= 0) {
        staith_html_open(html, "li");
        staith_page_link(page, NULL, page->benchmark->items[request->item].label,
                         "%s/%s/indicators/%s.html", page->benchmark->dataset, page->period,
                         page->benchmark->items[request->item].code);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
}

/* What is not here although it came. */
static void say_left_out(struct staith_page *page)
{
    for (uint32_t i = 0; i < page->site->left_out_count; i++) {
        const struct staith_site_left_out *left_out = &page->site->left_out[i];
        staith_html_open_class(page->html, "aside", "note");
        staith_html_attrf(page->html, "aria-label", "Left out: %s", left_out->title);
        staith_html_open(page->html, "p");
        staith_html_textf(page->html, "Left out: %s: %s.", left_out->title, left_out->why);
        staith_html_close(page->html);
        staith_html_close(page->html);
    }
}

void staith_page_begin(struct staith_page *page, const char *title, const char *lead)
{
    struct staith_html *html = page->html;
    staith_html_doctype(html);
    staith_html_open(html, "html");
    staith_html_attr(html, "lang", "en-GB");
    head(page, title);
    staith_html_open(html, "body");
    staith_html_open_class(html, "a", "skip");
    staith_html_attr(html, "href", "#main");
    staith_html_text(html, "Skip to the content");
    staith_html_close(html);
    top(page);
    staith_html_open_class(html, "div", "wrap");
    if (page->site->note != NULL) {
        staith_html_open_class(html, "aside", "note");
        staith_html_attr(html, "aria-label", "About these pages");
        staith_html_element(html, "p", NULL, page->site->note);
        staith_html_close(html);
    }
    say_left_out(page);
    crumbs(page);
    staith_html_open(html, "main");
    staith_html_attr(html, "id", "main");
    staith_html_element(html, "h1", NULL, title);
    if (lead != NULL) {
        staith_html_element(html, "p", "lead", lead);
    }
}

void staith_page_end(struct staith_page *page)
{
    struct staith_html *html = page->html;
    char at[32];
    staith_html_close(html); /* main */
    staith_html_close(html); /* wrap */
    staith_html_open(html, "footer");
    staith_html_open_class(html, "div", "wrap");
    staith_html_open(html, "p");
    staith_html_textf(html, "England and neighbours outside the region: %s. ",
                      page->benchmark->national_source != NULL ? page->benchmark->national_source
                                                               : "no national file was imported");
    if (page->benchmark->newest_unix_ms != 0) {
        staith_words_time(page->benchmark->newest_unix_ms, false, at, sizeof(at));
        staith_html_textf(html, "Newest figure received %s. ", at);
    }
    if (page->site->made_unix_ms != 0) {
        staith_words_time(page->site->made_unix_ms, false, at, sizeof(at));
        staith_html_textf(html, "Page made %s by Staith.", at);
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html); /* body */
    staith_html_close(html); /* html */
}

void staith_page_downloads(struct staith_page *page, const char *stem, const char *query)
{
    static const struct {
        enum staith_format format;
        const char *text;
    } KINDS[] = {{STAITH_FORMAT_CSV, "CSV"},
                 {STAITH_FORMAT_XLSX, "Excel"},
                 {STAITH_FORMAT_ODS, "OpenDocument"},
                 {STAITH_FORMAT_JSON, "JSON"}};
    staith_html_open_class(page->html, "p", "get");
    staith_html_text(page->html, "These figures as a file: ");
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        staith_html_open(page->html, "a");
        staith_html_attrf(page->html, "href", "%s%s.%s%s%s", page->root, stem,
                          staith_format_ending(KINDS[i].format), query[0] != '\0' ? "?" : "",
                          query);
        staith_html_text(page->html, KINDS[i].text);
        staith_html_close(page->html);
        staith_html_text(page->html, " ");
    }
    staith_html_close(page->html);
}

/* `stem`: the chart's address without its ending. */
static void picture_links(struct staith_page *page, const char *stem)
{
    staith_html_open_class(page->html, "p", "get");
    staith_html_text(page->html, "This chart as a file: ");
    staith_page_link(page, NULL, "SVG", "%s.svg", stem);
    staith_html_text(page->html, " ");
    staith_page_link(page, NULL, "PNG", "%s.png", stem);
    staith_html_close(page->html);
}

void staith_page_picture_links(struct staith_page *page, uint32_t item, enum staith_chart chart)
{
    char stem[STAITH_SITE_PATH_BYTES];
    (void)snprintf(stem, sizeof(stem), "%s/%s/indicators/%s/%s", page->benchmark->dataset,
                   page->period, page->benchmark->items[item].code, staith_chart_name(chart));
    picture_links(page, stem);
}

void staith_page_view_picture(struct staith_page *page, const char *folder, enum staith_chart chart)
{
    char stem[STAITH_SITE_PATH_BYTES];
    (void)snprintf(stem, sizeof(stem), "%s/%s/%s/%s", page->benchmark->dataset, page->period,
                   folder, staith_chart_name(chart));
    picture_links(page, stem);
}

void staith_page_periods(struct staith_page *page, const char *below)
{
    struct staith_html *html = page->html;
    if (page->benchmark->period_count < 2) {
        return;
    }
    staith_html_open_class(html, "nav", "periods");
    staith_html_attr(html, "aria-label", "Periods");
    staith_html_open(html, "ul");
    for (uint32_t i = 0; i < page->benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&page->benchmark->periods[i], code);
        staith_html_open(html, "li");
        staith_html_open(html, "a");
        staith_html_attrf(html, "href", "%s%s/%s/%s", page->root, page->benchmark->dataset, code,
                          below);
        if (i == page->request->period) {
            staith_html_attr(html, "aria-current", "page");
        }
        staith_html_text(html, code);
        staith_html_close(html);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
}
