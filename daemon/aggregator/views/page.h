/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_PAGE_H
#define STAITH_AGGREGATOR_VIEWS_PAGE_H
/*
 * What every page shares: its frame, its navigation, and small pieces of it. Included by
 * aggregator/views only.
 */
#include "aggregator/views/chart.h"
#include "aggregator/views/html.h"
#include "aggregator/views/request.h"
#include "aggregator/views/sheet.h"

/** A page in the making. */
struct staith_page {
    struct staith_html *html;
    const struct staith_site *site;
    const struct staith_request *request;
    const struct staith_benchmark *benchmark; /**< of the request's dataset */
    const struct staith_breakdown *breakdown; /**< likewise; NULL: not shown */
    char period[STAITH_PERIOD_CODE_BYTES];    /**< code of the request's period */
    char root[32];                            /**< "../../" */
    const bool *councils; /**< which of them stand in tables by category; NULL: all */
    unsigned seen;        /**< statuses that were shown since the last key to symbols, as bits */
    bool single;          /**< all in one page: there are no others to lead to */
    bool print;           /**< a file for what prints it: charts carry their style */
};

void staith_page_init(struct staith_page *page, struct staith_html *html,
                      const struct staith_site *site, const struct staith_request *request);
/** From the doctype to the open main element with its heading; `title` is both. */
void staith_page_begin(struct staith_page *page, const char *title, const char *lead);
void staith_page_end(struct staith_page *page);

/** A link; the address is relative to the root. */
void staith_page_link(struct staith_page *page, const char *class_name, const char *text,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));
/** Links to the same figures in other formats; `stem` is the address without its ending. */
void staith_page_downloads(struct staith_page *page, const char *stem, const char *query);
/** Links to a chart of an item as SVG and PNG. */
void staith_page_picture_links(struct staith_page *page, uint32_t item, enum staith_chart chart);
/** The same of a chart below DS/P/`folder`. */
void staith_page_view_picture(struct staith_page *page, const char *folder,
                              enum staith_chart chart);
/** The periods as links, with the present one marked; `below`: what follows DS/P/ in them. */
void staith_page_periods(struct staith_page *page, const char *below);

/** A table with a caption inside a box that scrolls and takes the focus. */
void staith_page_table_open(struct staith_page *page, const char *class_name, const char *caption);
void staith_page_table_close(struct staith_page *page);
/** Header cells. */
void staith_page_column(struct staith_page *page, const char *class_name, const char *text);
void staith_page_row_head(struct staith_page *page, const char *text);
/** A figure in a cell; a status in words for who cannot see a symbol. */
void staith_page_figure(struct staith_page *page, const struct staith_benchmark_figure *figure,
                        uint32_t decimals);
/** What the symbols mean that were shown since the last key; nothing where there were none. */
void staith_page_symbols(struct staith_page *page);
/** Below a table of intervals, places or tests of an item in the page's period (-1: of every
 *  indicator): what they take no account of, where a part was rounded for protection. */
void staith_page_rounded(struct staith_page *page, int item);
/** A word in its colour; nothing for "". */
void staith_page_tag(struct staith_page *page, const char *class_name, const char *text);
/** A sheet as a table. */
void staith_page_sheet(struct staith_page *page, const char *caption,
                       const struct staith_sheet *sheet);
/** An interval: "5.2 to 10.9". `cap` 64 is enough. "" where there is none. */
void staith_page_interval(const struct staith_benchmark_chance *chance, uint32_t decimals,
                          char *out, size_t cap);

/** A cell of a breakdown as a table cell, with its bounds; and a share. */
void staith_page_cell(struct staith_page *page, const struct staith_breakdown_cell *cell,
                      const struct staith_measure *measure);
void staith_page_share(struct staith_page *page, const struct staith_breakdown_share *share);

/** The style sheet of pages in two pieces, without that of charts. Static. */
const char *staith_page_style(void);
const char *staith_page_style_more(void);

/* Parts of views. `item`: an indicator or a measure. */
void staith_part_region(struct staith_page *page);
void staith_part_measures(struct staith_page *page);
/** One indicator in a page of several: what it is, ranked, over time. */
void staith_part_indicator(struct staith_page *page, uint32_t item);
void staith_part_ranked(struct staith_page *page, uint32_t item);
/** Means of neighbours beside the medians, folded away. */
void staith_part_means(struct staith_page *page, uint32_t item);
/** `alone`: the page is of this indicator and one council may be picked out. */
void staith_part_trend(struct staith_page *page, uint32_t item, bool alone);
void staith_part_funnel(struct staith_page *page, uint32_t item);
/** `title`: of the section, or NULL. */
void staith_part_xmr(struct staith_page *page, uint32_t item, const char *title);
void staith_part_method(struct staith_page *page);
/** A council: what can be said of it, its table, its indicators over time. */
void staith_part_summary(struct staith_page *page);
void staith_part_committee(struct staith_page *page);
void staith_part_cards(struct staith_page *page);

/** A measure of a table of one dimension: categories down, councils and the region across. Nothing
 *  where the dataset has no such table. */
void staith_part_by_category(struct staith_page *page, const char *table, const char *measure);
/** A measure of a table of two dimensions, of the region. Likewise. */
void staith_part_by_two(struct staith_page *page, const char *table, const char *measure);
/** The frame of a table with councils and the region across, and one row of it. */
void staith_part_councils_open(struct staith_page *page, const char *caption, const char *first);
void staith_part_councils_close(struct staith_page *page);
void staith_part_row(struct staith_page *page, const struct staith_breakdown_table *table,
                     uint32_t measure, uint32_t place, const char *name, bool total);
/** A link to the view that the dataset has of its own, if it has one. */
void staith_part_own_link(struct staith_page *page);
/** A list of links to the pages of tables by category. */
void staith_part_breakdown_links(struct staith_page *page);
/** What has no number in the page's period, and why. */
void staith_part_withheld(struct staith_page *page);
/** Where each council's figures stand; nothing where nothing came. */
void staith_part_board(struct staith_page *page, const struct staith_site_board *board,
                       const char *title);
/** The caps that held in the page's period, and when they changed; nothing where there are none. */
void staith_part_caps(struct staith_page *page);
/** An item of the region over time: what is usual, or that there is too little for it. */
void staith_part_over_time(struct staith_page *page, const char *item, const char *heading);

/* Views: each writes a whole page. */
void staith_view_region(struct staith_page *page);
void staith_view_indicator(struct staith_page *page);
void staith_view_council(struct staith_page *page);
void staith_view_pack(struct staith_page *page);
void staith_view_build(struct staith_page *page);
void staith_view_arrivals(struct staith_page *page);
void staith_view_method(struct staith_page *page);
void staith_view_breakdown(struct staith_page *page);
void staith_view_caps(struct staith_page *page);
void staith_view_hiring(struct staith_page *page);

/* Sheets behind views: the caller frees them. */
void staith_sheet_arrivals(struct staith_sheet *sheet, const struct staith_site *site);
/** The table that a scrutiny committee reads. */
void staith_sheet_council(struct staith_sheet *sheet, const struct staith_benchmark *benchmark,
                          uint32_t period, uint32_t council);
/** Cells of a period, in long form; `table` NULL: of every table. */
void staith_sheet_breakdown(struct staith_sheet *sheet, const char *title,
                            const struct staith_breakdown *breakdown, uint32_t period,
                            const struct staith_breakdown_table *table);
/** The same of the periods, tables and councils that were chosen, and the region. */
void staith_sheet_breakdown_chosen(struct staith_sheet *sheet, const char *title,
                                   const struct staith_breakdown *breakdown,
                                   const struct staith_selection *selection);

#endif
