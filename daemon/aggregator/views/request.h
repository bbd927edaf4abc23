/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_REQUEST_H
#define STAITH_AGGREGATOR_VIEWS_REQUEST_H
/*
 * An address taken apart. Included by aggregator/views only.
 */
#include "aggregator/views/site.h"

enum staith_view {
    STAITH_VIEW_STYLE,
    STAITH_VIEW_METHOD,
    STAITH_VIEW_ARRIVALS,
    STAITH_VIEW_BUILD,
    STAITH_VIEW_REGION,
    STAITH_VIEW_INDICATOR,
    STAITH_VIEW_COUNCIL,
    STAITH_VIEW_PACK,
    STAITH_VIEW_BREAKDOWN,
    STAITH_VIEW_CAPS,
    STAITH_VIEW_HIRING,
    STAITH_VIEW_CHART
};

enum staith_format {
    STAITH_FORMAT_HTML,
    STAITH_FORMAT_CSV,
    STAITH_FORMAT_JSON,
    STAITH_FORMAT_XLSX,
    STAITH_FORMAT_ODS,
    STAITH_FORMAT_CSS,
    STAITH_FORMAT_SVG,
    STAITH_FORMAT_PNG
};

enum staith_chart {
    STAITH_CHART_BARS,
    STAITH_CHART_TREND,
    STAITH_CHART_FUNNEL,
    STAITH_CHART_XMR,
    STAITH_CHART_TILES,
    STAITH_CHART_STATES, /**< below caps */
    STAITH_CHART_STEPS,  /**< below hiring */
    STAITH_CHART_RATES,  /**< below caps */
    STAITH_CHART_CHOSEN, /**< of the builder */
    STAITH_CHART_COUNT,
    STAITH_CHART_OF_ITEM = STAITH_CHART_TILES /**< the last that an indicator has */
};

enum {
    STAITH_REQUEST_MOST_ITEMS = 1024,
    STAITH_REQUEST_MOST_GROUPS = 64,
    STAITH_REQUEST_MOST_TABLES = 64,
    STAITH_REQUEST_MOST_FIGURES = 50000 /**< that the builder shows at once: more is refused, since
                                             a page is made while others wait */
};

/** What the builder shows. */
struct staith_selection {
    bool periods[STAITH_BENCHMARK_MAX_PERIODS];
    bool items[STAITH_REQUEST_MOST_ITEMS];
    bool councils[STAITH_BENCHMARK_MAX_COUNCILS];
    bool groups[STAITH_REQUEST_MOST_GROUPS];
    bool tables[STAITH_REQUEST_MOST_TABLES]; /**< by category */
    uint32_t period_count;
    uint32_t item_count;
    uint32_t council_count;
    uint32_t group_count;
    uint32_t table_count;
};

struct staith_request {
    enum staith_view view;
    enum staith_format format;
    uint32_t dataset;
    uint32_t period;
    uint32_t item;
    uint32_t table; /**< of the breakdown's */
    int council;    /**< -1: none */
    enum staith_chart chart;
    unsigned depth;                    /**< folders between the page and the root */
    const char *query;                 /**< of the builder, as it came; "" when there is none */
    struct staith_selection selection; /**< of the builder */
};

/** 0; STAITH_ERR_NOTFOUND, or STAITH_ERR_INVAL for a choice that is too long or too large, with
 *  words in `err`. */
int staith_request_parse(const struct staith_site *site, const char *path, const char *query,
                         struct staith_request *ret, struct staith_err *err);
/** The view that a dataset has of its own: its name in addresses, its title and its chart; NULL: it
 *  has none. Static. */
const char *staith_request_own_view(const struct staith_site *site, uint32_t dataset,
                                    const char **ret_title, enum staith_chart *ret_chart);
/** "bars" and its like. Static. */
const char *staith_chart_name(enum staith_chart chart);
/** Name, ending without its dot, and media type of a format. Static. */
const char *staith_format_ending(enum staith_format format);
const char *staith_format_type(enum staith_format format);

#endif
