/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/site.h"

#include "aggregator/views/image.h"
#include "aggregator/views/page.h"
#include "aggregator/views/tidy.h"

#include <stdio.h>
#include <string.h>

static const size_t PICTURE_BYTES = (size_t)4 * 1024 * 1024;

/* ---- pages ---- */

static int answer_page(const struct staith_site *site, const struct staith_request *request,
                       struct staith_buf *out)
{
    static void (*const VIEWS[])(struct staith_page *) = {
        [STAITH_VIEW_METHOD] = staith_view_method,
        [STAITH_VIEW_ARRIVALS] = staith_view_arrivals,
        [STAITH_VIEW_BUILD] = staith_view_build,
        [STAITH_VIEW_REGION] = staith_view_region,
        [STAITH_VIEW_INDICATOR] = staith_view_indicator,
        [STAITH_VIEW_COUNCIL] = staith_view_council,
        [STAITH_VIEW_PACK] = staith_view_pack,
        [STAITH_VIEW_BREAKDOWN] = staith_view_breakdown,
        [STAITH_VIEW_CAPS] = staith_view_caps,
        [STAITH_VIEW_HIRING] = staith_view_hiring,
    };
    struct staith_html html;
    struct staith_page page;
    staith_html_init(&html, out);
    staith_page_init(&page, &html, site, request);
    VIEWS[request->view](&page);
    return staith_html_end(&html);
}

/* ---- charts ---- */

static int draw(const struct staith_site *site, const struct staith_request *request,
                struct staith_buf *out)
{
    const struct staith_benchmark *benchmark = site->datasets[request->dataset];
    struct staith_html html;
    struct staith_svg svg = {.html = &html, .standalone = true};
    staith_html_init(&html, out);
    switch (request->chart) {
    case STAITH_CHART_BARS:
        staith_chart_bars(&svg, benchmark, request->period, request->item);
        break;
    case STAITH_CHART_TREND:
        staith_chart_trend(&svg, benchmark, request->item, STAITH_CHART_REGION);
        break;
    case STAITH_CHART_FUNNEL:
        staith_chart_funnel(&svg, benchmark, request->period, request->item);
        break;
    case STAITH_CHART_XMR:
        (void)staith_chart_xmr(&svg, benchmark, request->item, STAITH_CHART_REGION);
        break;
    case STAITH_CHART_STATES:
        staith_chart_shares(&svg, site->breakdowns[request->dataset], request->period, "by_state",
                            "assignments");
        break;
    case STAITH_CHART_CHOSEN:
        staith_chart_chosen(&svg, benchmark, request->item, &request->selection);
        break;
    case STAITH_CHART_RATES:
        staith_chart_rates(&svg, site, request->dataset, request->period);
        break;
    case STAITH_CHART_STEPS:
        staith_chart_steps(&svg, site->breakdowns[request->dataset], request->period);
        break;
    case STAITH_CHART_TILES:
    case STAITH_CHART_COUNT:
    default:
        staith_chart_tiles(&svg, benchmark, request->period, request->item);
        break;
    }
    return staith_html_end(&html);
}

static int answer_chart(const struct staith_site *site, const struct staith_request *request,
                        struct staith_buf *out, struct staith_err *err)
{
    struct staith_buf svg;
    staith_buf_init(&svg, PICTURE_BYTES);
    int code = draw(site, request, &svg);
    if (code == 0 && svg.len == 0) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND, "there is not enough for this chart");
        staith_err_remedy(err, "see the indicator's page for what there is");
    }
    if (code == 0) {
        code = request->format == STAITH_FORMAT_SVG ? staith_buf_append(out, svg.data, svg.len)
                                                    : staith_image_png(svg.data, svg.len, out);
    }
    staith_buf_deinit(&svg);
    return code;
}

/* ---- tables ---- */

/** The sheets behind a view. */
struct sheets {
    struct staith_sheet sheet[2];
    uint32_t count;
    bool periods[STAITH_BENCHMARK_MAX_PERIODS];
    bool items[STAITH_REQUEST_MOST_ITEMS];
    bool councils[STAITH_BENCHMARK_MAX_COUNCILS];
};

static void add_tidy(struct sheets *sheets, const struct staith_site *site,
                     const struct staith_request *request, const struct staith_tidy_choice *choice)
{
    staith_tidy_fill(&sheets->sheet[sheets->count++], "Figures", site->titles[request->dataset],
                     site->datasets[request->dataset], choice);
}

static void add_breakdown(struct sheets *sheets, const struct staith_site *site,
                          const struct staith_request *request)
{
    const struct staith_breakdown *breakdown = site->breakdowns[request->dataset];
    staith_sheet_breakdown(
        &sheets->sheet[sheets->count++], site->titles[request->dataset], breakdown, request->period,
        request->view == STAITH_VIEW_BREAKDOWN ? &breakdown->tables[request->table] : NULL);
}

/* The builder's: figures, and behind them or alone tables by category. */
static void add_chosen(struct sheets *sheets, const struct staith_site *site,
                       const struct staith_request *request)
{
    const struct staith_selection *selection = &request->selection;
    const struct staith_tidy_choice choice = {.periods = selection->periods,
                                              .items = selection->items,
                                              .councils = selection->councils,
                                              .groups = selection->groups};
    if (selection->item_count > 0 || selection->table_count == 0) {
        add_tidy(sheets, site, request, &choice);
    }
    if (selection->table_count > 0) {
        staith_sheet_breakdown_chosen(&sheets->sheet[sheets->count++],
                                      site->titles[request->dataset],
                                      site->breakdowns[request->dataset], selection);
    }
}

static void fill_sheets(struct sheets *sheets, const struct staith_site *site,
                        const struct staith_request *request)
{
    const struct staith_benchmark *benchmark = site->datasets[request->dataset];
    struct staith_tidy_choice choice = {0};
    sheets->periods[request->period] = true;
    switch (request->view) {
    case STAITH_VIEW_ARRIVALS:
        staith_sheet_arrivals(&sheets->sheet[sheets->count++], site);
        return;
    case STAITH_VIEW_BUILD:
        add_chosen(sheets, site, request);
        return;
    case STAITH_VIEW_INDICATOR:
        sheets->items[request->item < STAITH_REQUEST_MOST_ITEMS ? request->item : 0] = true;
        choice.items = sheets->items;
        break;
    case STAITH_VIEW_COUNCIL:
        staith_sheet_council(&sheets->sheet[sheets->count++], benchmark, request->period,
                             (uint32_t)request->council);
        sheets->councils[request->council] = true;
        choice.councils = sheets->councils;
        break;
    case STAITH_VIEW_BREAKDOWN:
    case STAITH_VIEW_CAPS:
    case STAITH_VIEW_HIRING:
        add_breakdown(sheets, site, request);
        return;
    case STAITH_VIEW_STYLE:
    case STAITH_VIEW_METHOD:
    case STAITH_VIEW_REGION:
    case STAITH_VIEW_PACK:
    case STAITH_VIEW_CHART:
    default:
        choice.periods = sheets->periods;
        break;
    }
    add_tidy(sheets, site, request, &choice);
}

static int answer_table(const struct staith_site *site, const struct staith_request *request,
                        struct staith_buf *out)
{
    struct sheets sheets = {.count = 0};
    const struct staith_sheet *list[2] = {&sheets.sheet[0], &sheets.sheet[1]};
    int code = 0;
    fill_sheets(&sheets, site, request);
    switch (request->format) {
    case STAITH_FORMAT_CSV:
        code = staith_sheet_csv(list[0], out);
        break;
    case STAITH_FORMAT_JSON:
        code = staith_sheet_json(list[0], out);
        break;
    case STAITH_FORMAT_XLSX:
        code = staith_sheet_xlsx(list, sheets.count, site->made_unix_ms, out);
        break;
    case STAITH_FORMAT_ODS:
    case STAITH_FORMAT_HTML:
    case STAITH_FORMAT_CSS:
    case STAITH_FORMAT_SVG:
    case STAITH_FORMAT_PNG:
    default:
        code = staith_sheet_ods(list, sheets.count, site->made_unix_ms, out);
        break;
    }
    for (uint32_t i = 0; i < sheets.count; i++) {
        staith_sheet_deinit(&sheets.sheet[i]);
    }
    return code;
}

/* ---- the answer ---- */

/* "csww-2025-councils-840.xlsx": the address with dashes. */
static void name_file(const char *path, char *out, size_t cap)
{
    (void)snprintf(out, cap, "%s", path);
    for (char *at = out; *at != '\0'; at++) {
        *at = *at == '/' ? '-' : *at;
    }
}

int staith_site_style(struct staith_buf *out)
{
    int code = staith_buf_text(out, staith_page_style());
    code = code != 0 ? code : staith_buf_text(out, staith_page_style_more());
    return code != 0 ? code : staith_buf_text(out, staith_svg_style());
}

int staith_site_answer(const struct staith_site *site, const char *path, const char *query,
                       struct staith_site_answer *answer, struct staith_err *err)
{
    struct staith_request request;
    int code = staith_request_parse(site, path, query, &request, err);
    if (code != 0) {
        return code;
    }
    answer->type = staith_format_type(request.format);
    answer->name[0] = '\0';
    if (request.view == STAITH_VIEW_STYLE) {
        code = staith_site_style(answer->body);
    } else if (request.view == STAITH_VIEW_CHART) {
        code = answer_chart(site, &request, answer->body, err);
    } else if (request.format == STAITH_FORMAT_HTML) {
        code = answer_page(site, &request, answer->body);
    } else {
        name_file(path, answer->name, sizeof(answer->name));
        code = answer_table(site, &request, answer->body);
    }
    if (code != 0 && err->code == 0) {
        (void)staith_err_set(err, code, "this page cannot be made now");
        staith_err_remedy(err, "try again later, or choose less");
    }
    return code;
}

int staith_site_error(const struct staith_site *site, const char *path, unsigned status,
                      const char *what, struct staith_buf *out)
{
    struct staith_html html;
    struct staith_page page;
    struct staith_request request = {.view = STAITH_VIEW_CHART, .council = -1, .query = ""};
    for (const char *at = path; *at != '\0'; at++) {
        request.depth += *at == '/' ? 1 : 0;
    }
    request.depth = request.depth > 8 ? 8 : request.depth;
    request.period = site->datasets[0]->period_count - 1;
    staith_html_init(&html, out);
    staith_page_init(&page, &html, site, &request);
    staith_page_begin(&page, status == 404 ? "Page not found" : "This did not work", what);
    staith_html_open(&html, "p");
    staith_page_link(&page, NULL, "Go to the first page", "index.html");
    staith_html_close(&html);
    staith_page_end(&page);
    return staith_html_end(&html);
}
