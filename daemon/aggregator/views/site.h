/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_SITE_H
#define STAITH_AGGREGATOR_VIEWS_SITE_H
/*
 * The region's pages, and every other form of what they show: a pure function from an address to
 * bytes. Whoever has the comparisons (an HTTP server, a static export, a pack) asks here.
 *
 * Addresses, without a leading slash; DS is a dataset, P a period, I an item, C a council's code:
 *
 *   index.html                     the newest period of the first dataset
 *   style.css                      the style sheet
 *   method.html                    symbols, rules, sources
 *   arrivals.html                  who has sent what and when
 *   build.html?d=DS&p=P&i=I&t=T&c=C&g=G
 *                                  tables and charts of any periods, items, tables by category,
 *                                  councils and groups (each may be said again), kept in the
 *                                  address; .svg and .png: the chart of the first item
 *
 *   DS/P/index.html                the region: every indicator by council
 *   DS/P/indicators/I.html         one indicator
 *   DS/P/indicators/I/C.html       the same with one council picked out
 *   DS/P/indicators/I/CHART.svg    a chart alone: bars, trend, funnel, xmr, tiles; also .png
 *   DS/P/councils/C.html           one council
 *   DS/P/packs/C.html              the same for print: two to four pages of A4
 *   DS/P/breakdowns/T.html         table T by category: each council and the region
 *   agency_rates/P/caps.html       agency rates against the region's caps; caps/states, caps/rates:
 *                                  its charts
 *   recruitment/P/hiring.html      how posts were filled, and who stayed
 *
 * index, indicators/I, councils/C, breakdowns/T, caps, hiring, arrivals and build also end in .csv,
 * .json, .xlsx and .ods. Links between pages are relative: they work under any address and from a
 * folder of files.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/benchmark/breakdown.h"
#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { STAITH_SITE_MAX_DATASETS = 32, STAITH_SITE_PATH_BYTES = 512 };

/** Where a council's sending stands. */
struct staith_site_arrival {
    uint64_t releases;
    uint64_t quarantined;
    const char *newest_period; /**< code; "": nothing yet */
    int64_t newest_unix_ms;    /**< 0: nothing yet */
};

/** What became of what a council sent for a period: of the newest release. */
enum staith_site_stand {
    STAITH_STAND_NOTHING = 0,
    STAITH_STAND_SHOWN,
    STAITH_STAND_WAITS,     /**< for an officer of the region */
    STAITH_STAND_SENT_BACK, /**< by one */
    STAITH_STAND_WITHDRAWN, /**< by the council */
    STAITH_STAND_EMBARGO,
    STAITH_STAND_CATALOGUE, /**< its definitions are not accepted */
    STAITH_STAND_LATE,      /**< nothing came in time */
    STAITH_STAND_DUE        /**< nothing came, and it is not late */
};
struct staith_site_state {
    enum staith_site_stand stand;
    bool shown;               /**< this one or one before it is shown */
    bool revision;            /**< the council announced one */
    int64_t received_unix_ms; /**< 0: nothing came */
    int64_t until_unix_ms;    /**< of an embargo, or when it is or was due */
};
enum { STAITH_SITE_BOARD_PERIODS = 8 };
/** The newest periods of a dataset, earliest first. */
struct staith_site_board {
    uint32_t council_count;
    uint32_t period_count;
    struct staith_period periods[STAITH_SITE_BOARD_PERIODS];
    struct staith_site_state *states; /**< council_count for each period */
};

/** A pay cap that the region handed out, of one role and basis. */
struct staith_site_cap {
    const char *role; /**< codes of the dataset agency_rates */
    const char *basis;
    int64_t pence; /**< an hour */
    int32_t from;  /**< first and last day */
    int32_t until; /**< INT32_MAX: until another is written */
    const char *source;
};

/** A dataset that the pages pass over, and what is wrong with it. */
struct staith_site_left_out {
    const char *title;
    const char *why; /**< "more than 256 periods" */
};

/** What there is to show. Everything is the caller's and is not changed. */
struct staith_site {
    uint32_t dataset_count;                         /**< 1..STAITH_SITE_MAX_DATASETS */
    const struct staith_benchmark *const *datasets; /**< of the same councils and region */
    const char *const *titles; /**< of each dataset: "Children's social work workforce" */
    const struct staith_breakdown *const *breakdowns; /**< of each dataset; it, or one: not shown */
    const struct staith_site_arrival *arrivals;       /**< of each council, or NULL: not shown */
    const struct staith_site_board *boards;           /**< of each dataset, or NULL: not shown */
    const uint64_t *due_days; /**< of each dataset: after how many days the figures of a period are
                                   due, 0: not said; or NULL */
    uint32_t cap_count;       /**< 0: none were handed out, or they are not shown */
    const struct staith_site_cap *caps;
    uint32_t left_out_count;
    const struct staith_site_left_out *left_out; /**< said above every page */
    const char *note;     /**< a sentence above every page ("Invented people ..."), or NULL */
    int64_t made_unix_ms; /**< 0: not said */
    bool standalone;      /**< a folder of files: style inside each page, no forms */
    const char *account;  /**< words of a link to the reader's account, or NULL: there is none */
};

/** An answer. `body` is the caller's, initialised with its maximum; it is appended to. */
struct staith_site_answer {
    const char *type;                  /**< media type; static */
    char name[STAITH_SITE_PATH_BYTES]; /**< file name for who saves it; "" for pages */
    struct staith_buf *body;
};

/**
 * Answer an address. `query`: what follows the question mark, as it came, or NULL.
 * STAITH_ERR_NOTFOUND: there is no such page, with words for a reader in `err`; STAITH_ERR_INVAL:
 * the query is wrong; STAITH_ERR_LIMIT, STAITH_ERR_NOMEM, STAITH_ERR_IO.
 */
int staith_site_answer(const struct staith_site *site, const char *path, const char *query,
                       struct staith_site_answer *answer, struct staith_err *err);

/** Call `fn` with the address of every page, download and chart of a static export, until it
 *  returns non-zero; returns that. `images`: PNG of every chart, too. */
int staith_site_walk(const struct staith_site *site, bool images,
                     int (*fn)(void *ctx, const char *path), void *ctx);

/** The style sheet. 0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_site_style(struct staith_buf *out);

/** A page that says what went wrong, with a way back. `status`: 404 and its like. */
int staith_site_error(const struct staith_site *site, const char *path, unsigned status,
                      const char *what, struct staith_buf *out);

#endif
