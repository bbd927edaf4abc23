/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses come from anybody. They are compared with what there is and never used as file names;
 * what is not known is not found.
 */
#include "aggregator/views/request.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 6, VALUE_BYTES = 128 };
static const size_t MOST_QUERY = 8192;

static const struct {
    const char *ending;
    const char *type;
} FORMATS[] = {
    [STAITH_FORMAT_HTML] = {"html", "text/html; charset=utf-8"},
    [STAITH_FORMAT_CSV] = {"csv", "text/csv; charset=utf-8; header=present"},
    [STAITH_FORMAT_JSON] = {"json", "application/json"},
    [STAITH_FORMAT_XLSX] = {"xlsx",
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    [STAITH_FORMAT_ODS] = {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    [STAITH_FORMAT_CSS] = {"css", "text/css; charset=utf-8"},
    [STAITH_FORMAT_SVG] = {"svg", "image/svg+xml"},
    [STAITH_FORMAT_PNG] = {"png", "image/png"},
};
static const char *const CHARTS[STAITH_CHART_COUNT] = {
    "bars", "trend", "funnel", "xmr", "tiles", "states", "steps", "rates", "chosen"};

const char *staith_chart_name(enum staith_chart chart)
{
    return CHARTS[chart];
}

const char *staith_format_ending(enum staith_format format)
{
    return FORMATS[format].ending;
}

const char *staith_format_type(enum staith_format format)
{
    return FORMATS[format].type;
}

/** A path cut at its slashes, the last part without its ending. */
struct parts {
    char text[STAITH_SITE_PATH_BYTES];
    char *part[MOST_PARTS];
    size_t count;
    enum staith_format format;
};

static bool cut(const char *path, struct parts *parts)
{
    size_t len = strlen(path);
    if (len >= sizeof(parts->text)) {
        return false;
    }
    memcpy(parts->text, path, len + 1);
    parts->part[parts->count++] = parts->text;
    for (char *at = parts->text; *at != '\0'; at++) {
        if (*at == '/') {
            if (parts->count == MOST_PARTS) {
                return false;
            }
            *at = '\0';
            parts->part[parts->count++] = at + 1;
        }
    }
    char *last = parts->part[parts->count - 1];
    char *dot = strrchr(last, '.');
    if (dot == NULL) {
        return false;
    }
    *dot = '\0';
    for (size_t i = 0; i < sizeof(FORMATS) / sizeof(FORMATS[0]); i++) {
        if (strcmp(FORMATS[i].ending, dot + 1) == 0) {
            parts->format = (enum staith_format)i;
            return true;
        }
    }
    return false;
}

static int find_period(const struct staith_benchmark *benchmark, const char *code)
{
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        char own[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], own);
        if (strcmp(own, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static int find_item(const struct staith_benchmark *benchmark, const char *code)
{
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (strcmp(benchmark->items[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static int find_council(const struct staith_benchmark *benchmark, const char *code)
{
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        if (strcmp(benchmark->councils[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static bool find_chart(const char *name, enum staith_chart *ret)
{
    for (size_t i = 0; i < STAITH_CHART_COUNT; i++) {
        if (strcmp(CHARTS[i], name) == 0) {
            *ret = (enum staith_chart)i;
            return true;
        }
    }
    return false;
}

static bool is_table(enum staith_format format)
{
    return format == STAITH_FORMAT_HTML || format == STAITH_FORMAT_CSV ||
           format == STAITH_FORMAT_JSON || format == STAITH_FORMAT_XLSX ||
           format == STAITH_FORMAT_ODS;
}

/* DS/P/indicators/I, and below it a council or a chart. */
static bool parse_indicator(const struct staith_benchmark *benchmark, const struct parts *parts,
                            struct staith_request *ret)
{
    int item = find_item(benchmark, parts->part[3]);
    if (item < 0) {
        return false;
    }
    ret->item = (uint32_t)item;
    ret->view = STAITH_VIEW_INDICATOR;
    if (parts->count == 4) {
        return is_table(ret->format);
    }
    if (parts->count != 5) { /* nothing is below these */
        return false;
    }
    bool picture = ret->format == STAITH_FORMAT_SVG || ret->format == STAITH_FORMAT_PNG;
    if (picture) {
        ret->view = STAITH_VIEW_CHART;
        return find_chart(parts->part[4], &ret->chart) && ret->chart <= STAITH_CHART_OF_ITEM;
    }
    ret->council = find_council(benchmark, parts->part[4]);
    return ret->council >= 0 && ret->format == STAITH_FORMAT_HTML;
}

/* DS/P/breakdowns/T */
static bool parse_breakdown(const struct staith_breakdown *breakdown, const struct parts *parts,
                            struct staith_request *ret)
{
    int table = breakdown != NULL && parts->count == 4
                    ? staith_catalogue_table(breakdown->catalogue, parts->part[3])
                    : -1;
    ret->view = STAITH_VIEW_BREAKDOWN;
    ret->table = table >= 0 ? (uint32_t)table : 0;
    return table >= 0 && breakdown->tables[table].table->dimension_count > 0 &&
           is_table(ret->format);
}

/* The views that a dataset has of its own, each with one chart below it. */
static const struct own_view {
    const char *dataset;
    const char *name;
    enum staith_view view;
    enum staith_chart chart;
    const char *title;
} OWN_VIEWS[] = {
    {"agency_rates", "caps", STAITH_VIEW_CAPS, STAITH_CHART_STATES, "Against the caps"},
    {"recruitment", "hiring", STAITH_VIEW_HIRING, STAITH_CHART_STEPS, "How posts are filled"},
};

static const struct own_view *own_view_of(const struct staith_site *site, uint32_t dataset)
{
    for (size_t i = 0; i < sizeof(OWN_VIEWS) / sizeof(OWN_VIEWS[0]); i++) {
        if (site->breakdowns != NULL && site->breakdowns[dataset] != NULL &&
            strcmp(site->datasets[dataset]->dataset, OWN_VIEWS[i].dataset) == 0) {
            return &OWN_VIEWS[i];
        }
    }
    return NULL;
}

const char *staith_request_own_view(const struct staith_site *site, uint32_t dataset,
                                    const char **ret_title, enum staith_chart *ret_chart)
{
    const struct own_view *own = own_view_of(site, dataset);
    if (own == NULL) {
        return NULL;
    }
    *ret_title = own->title;
    *ret_chart = own->chart;
    return own->name;
}

/* DS/P/caps and its like, and their charts. */
static bool parse_own(const struct staith_site *site, const struct parts *parts,
                      struct staith_request *ret)
{
    const struct own_view *own = own_view_of(site, ret->dataset);
    if (own == NULL || strcmp(parts->part[2], own->name) != 0) {
        return false;
    }
    ret->view = own->view;
    if (parts->count == 3) {
        return is_table(ret->format);
    }
    ret->view = STAITH_VIEW_CHART;
    return parts->count == 4 && find_chart(parts->part[3], &ret->chart) &&
           (ret->chart == own->chart ||
            (ret->chart == STAITH_CHART_RATES && own->view == STAITH_VIEW_CAPS)) &&
           (ret->format == STAITH_FORMAT_SVG || ret->format == STAITH_FORMAT_PNG);
}

/* DS/P */
static bool parse_where(const struct staith_site *site, const struct parts *parts,
                        struct staith_request *ret)
{
    int period = -1;
    for (uint32_t i = 0; i < site->dataset_count; i++) {
        if (strcmp(site->datasets[i]->dataset, parts->part[0]) == 0) {
            ret->dataset = i;
            period = find_period(site->datasets[i], parts->part[1]);
        }
    }
    ret->period = period >= 0 ? (uint32_t)period : 0;
    return period >= 0;
}

static bool parse_dataset(const struct staith_site *site, const struct parts *parts,
                          struct staith_request *ret)
{
    if (!parse_where(site, parts, ret)) {
        return false;
    }
    if (parse_own(site, parts, ret)) {
        return true;
    }
    const struct staith_benchmark *benchmark = site->datasets[ret->dataset];
    if (parts->count == 3) {
        ret->view = STAITH_VIEW_REGION;
        return strcmp(parts->part[2], "index") == 0 && is_table(ret->format);
    }
    if (strcmp(parts->part[2], "indicators") == 0) {
        return parse_indicator(benchmark, parts, ret);
    }
    if (strcmp(parts->part[2], "breakdowns") == 0) {
        return parse_breakdown(site->breakdowns != NULL ? site->breakdowns[ret->dataset] : NULL,
                               parts, ret);
    }
    if (parts->count != 4) {
        return false;
    }
    ret->council = find_council(benchmark, parts->part[3]);
    if (strcmp(parts->part[2], "packs") == 0) {
        ret->view = STAITH_VIEW_PACK;
        return ret->council >= 0 && ret->format == STAITH_FORMAT_HTML;
    }
    ret->view = STAITH_VIEW_COUNCIL;
    return strcmp(parts->part[2], "councils") == 0 && ret->council >= 0 && is_table(ret->format);
}

static bool parse_top(const struct staith_site *site, const char *name, struct staith_request *ret)
{
    static const struct {
        const char *name;
        enum staith_view view;
    } PAGES[] = {
        {"index", STAITH_VIEW_REGION},  {"style", STAITH_VIEW_STYLE},
        {"method", STAITH_VIEW_METHOD}, {"arrivals", STAITH_VIEW_ARRIVALS},
        {"build", STAITH_VIEW_BUILD},
    };
    for (size_t i = 0; i < sizeof(PAGES) / sizeof(PAGES[0]); i++) {
        if (strcmp(PAGES[i].name, name) != 0) {
            continue;
        }
        ret->view = PAGES[i].view;
        ret->period = site->datasets[0]->period_count - 1;
        if (ret->view == STAITH_VIEW_STYLE) {
            return ret->format == STAITH_FORMAT_CSS;
        }
        if (ret->view == STAITH_VIEW_METHOD) {
            return ret->format == STAITH_FORMAT_HTML;
        }
        if (ret->view == STAITH_VIEW_BUILD) {
            return ret->format != STAITH_FORMAT_CSS && !site->standalone;
        }
        return is_table(ret->format) &&
               (ret->view != STAITH_VIEW_ARRIVALS || site->arrivals != NULL);
    }
    return false;
}

/* ---- the builder's query ---- */

static int hex_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    int lower = tolower((unsigned char)c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* One value out of a query, with + and %XX undone; a value that does not fit is cut and so names
 * nothing. */
static void unescape(const char *from, size_t len, char *out, size_t cap)
{
    size_t at = 0;
    for (size_t i = 0; i < len && at + 1 < cap; i++) {
        int high = i + 2 < len + 0 && from[i] == '%' ? hex_of(from[i + 1]) : -1;
        int low = high >= 0 ? hex_of(from[i + 2]) : -1;
        if (low >= 0) {
            out[at++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[at++] = from[i] == '+' ? ' ' : from[i];
        }
    }
    out[at] = '\0';
}

static void choose(bool *list, int at, uint32_t *count)
{
    if (at >= 0 && !list[at]) {
        list[at] = true;
        (*count)++;
    }
}

static int find_group(const struct staith_benchmark *benchmark, const char *code)
{
    for (uint32_t i = 0; i < benchmark->settings->group_count && i < STAITH_REQUEST_MOST_GROUPS;
         i++) {
        if (strcmp(benchmark->settings->groups[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static int find_table(const struct staith_site *site, uint32_t dataset, const char *code)
{
    const struct staith_breakdown *breakdown =
        site->breakdowns != NULL ? site->breakdowns[dataset] : NULL;
    int at = breakdown != NULL ? staith_catalogue_table(breakdown->catalogue, code) : -1;
    return at >= 0 && at < STAITH_REQUEST_MOST_TABLES &&
                   breakdown->tables[at].table->dimension_count > 0
               ? at
               : -1;
}

static void take_pair(const struct staith_site *site, char key, const char *value,
                      struct staith_request *ret)
{
    const struct staith_benchmark *benchmark = site->datasets[ret->dataset];
    struct staith_selection *selection = &ret->selection;
    switch (key) {
    case 'p':
        choose(selection->periods, find_period(benchmark, value), &selection->period_count);
        break;
    case 'i': {
        int item = find_item(benchmark, value);
        choose(selection->items, item < STAITH_REQUEST_MOST_ITEMS ? item : -1,
               &selection->item_count);
        break;
    }
    case 'c':
        choose(selection->councils, find_council(benchmark, value), &selection->council_count);
        break;
    case 't':
        choose(selection->tables, find_table(site, ret->dataset, value), &selection->table_count);
        break;
    case 'g':
        choose(selection->groups, find_group(benchmark, value), &selection->group_count);
        break;
    default:
        break;
    }
}

/* Pairs of one key: the dataset first, since the others are looked for in it. */
static void take_pairs(const struct staith_site *site, const char *query, bool datasets,
                       struct staith_request *ret)
{
    char value[VALUE_BYTES];
    for (const char *at = query; *at != '\0';) {
        size_t len = strcspn(at, "&");
        if (len >= 2 && at[1] == '=') {
            unescape(at + 2, len - 2, value, sizeof(value));
            for (uint32_t i = 0; datasets && at[0] == 'd' && i < site->dataset_count; i++) {
                ret->dataset = strcmp(site->datasets[i]->dataset, value) == 0 ? i : ret->dataset;
            }
            if (!datasets) {
                take_pair(site, at[0], value, ret);
            }
        }
        at += len + (at[len] == '&' ? 1 : 0);
    }
}

/* How many figures a choice shows at most: areas by periods by indicators and places of tables.
 * Every factor has a maximum far below the square root of 64 bits. */
static uint64_t figures_of(const struct staith_site *site, const struct staith_request *request)
{
    const struct staith_selection *selection = &request->selection;
    const struct staith_breakdown *breakdown =
        site->breakdowns != NULL ? site->breakdowns[request->dataset] : NULL;
    uint64_t areas = (uint64_t)selection->council_count + selection->group_count + 2;
    uint64_t figures = selection->item_count;
    for (uint32_t i = 0; breakdown != NULL && i < STAITH_REQUEST_MOST_TABLES; i++) {
        if (selection->tables[i]) {
            const struct staith_breakdown_table *table = &breakdown->tables[i];
            figures += (uint64_t)table->places * table->table->measure_count;
        }
    }
    return figures * areas * selection->period_count;
}

static int parse_query(const struct staith_site *site, const char *query,
                       struct staith_request *ret, struct staith_err *err)
{
    if (strlen(query) > MOST_QUERY) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "the address is too long");
        staith_err_remedy(err, "choose fewer periods, indicators or councils");
        return STAITH_ERR_INVAL;
    }
    ret->query = query;
    take_pairs(site, query, true, ret);
    take_pairs(site, query, false, ret);
    if (figures_of(site, ret) > STAITH_REQUEST_MOST_FIGURES) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "this is more than %d figures at once",
                             (int)STAITH_REQUEST_MOST_FIGURES);
        staith_err_remedy(err, "choose fewer periods, indicators, tables or councils");
        return STAITH_ERR_INVAL;
    }
    return 0;
}

/* A picture of the builder's is of the first item that was chosen. */
static int parse_choice(const struct staith_site *site, const char *query,
                        struct staith_request *ret, struct staith_err *err)
{
    int code = query != NULL ? parse_query(site, query, ret, err) : 0;
    if (code != 0 || (ret->format != STAITH_FORMAT_SVG && ret->format != STAITH_FORMAT_PNG)) {
        return code;
    }
    ret->view = STAITH_VIEW_CHART;
    ret->chart = STAITH_CHART_CHOSEN;
    while (ret->item < STAITH_REQUEST_MOST_ITEMS && !ret->selection.items[ret->item]) {
        ret->item++;
    }
    if (ret->selection.item_count > 0 && ret->selection.period_count > 0) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "nothing was chosen for this chart");
    staith_err_remedy(err, "choose a period and an indicator");
    return STAITH_ERR_NOTFOUND;
}

int staith_request_parse(const struct staith_site *site, const char *path, const char *query,
                         struct staith_request *ret, struct staith_err *err)
{
    struct parts parts = {.count = 0};
    memset(ret, 0, sizeof(*ret));
    ret->council = -1;
    ret->query = "";
    const char *wanted = path[0] == '\0' ? "index.html" : path;
    bool found = cut(wanted, &parts);
    if (found) {
        ret->format = parts.format;
        ret->depth = (unsigned)parts.count - 1;
        found = parts.count == 1  ? parse_top(site, parts.part[0], ret)
                : parts.count < 3 ? false
                                  : parse_dataset(site, &parts, ret);
    }
    if (!found) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no such page");
        staith_err_remedy(err, "begin at the first page");
        return STAITH_ERR_NOTFOUND;
    }
    return ret->view == STAITH_VIEW_BUILD ? parse_choice(site, query, ret, err) : 0;
}
