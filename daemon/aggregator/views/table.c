/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/table.h"

#include "aggregator/views/grid.h"
#include "base/utf8.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_AN_ITEM = 3, GAP_WIDE = 2, GAP_NARROW = 1, NARROW_COLUMNS = 7, SENTENCE_BYTES = 1024 };
static const char DASH[] = "\xE2\x80\x93";

/** What a table is made from. */
struct view {
    const struct staith_benchmark *benchmark;
    const struct staith_views_table_options *options;
    struct staith_buf *out;
};

static enum staith_grid_tone tone_of(const struct staith_benchmark_item *item,
                                     const struct staith_benchmark_area *area)
{
    if (area->figure.status != STAITH_STATUS_VALUE && area->figure.status != STAITH_STATUS_LOW) {
        return STAITH_GRID_DIM;
    }
    if (item->polarity != STAITH_NEUTRAL && area->quartile == 1) {
        return STAITH_GRID_BEST;
    }
    return item->polarity != STAITH_NEUTRAL && area->quartile == 4 ? STAITH_GRID_WORST
                                                                   : STAITH_GRID_PLAIN;
}

static void set_figure(struct staith_grid *grid, uint32_t column, enum staith_grid_tone tone,
                       const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_text(figure, decimals, true, text);
    staith_grid_set(grid, column, tone, "%s", text[0] != '\0' ? text : DASH);
}

static void set_rank(struct staith_grid *grid, uint32_t column,
                     const struct staith_benchmark_area *area)
{
    if (area->rank != 0) {
        staith_grid_set(grid, column, STAITH_GRID_DIM, "%s%u", area->tied ? "=" : "", area->rank);
    }
}

static void set_neighbours(struct staith_grid *grid, uint32_t column,
                           const struct staith_benchmark_area *area, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_median_text(&area->neighbours, decimals, text);
    if (area->neighbour_count > 0) {
        staith_grid_set(grid, column, STAITH_GRID_DIM, "%s (%u)", text[0] != '\0' ? text : DASH,
                        area->neighbour_n);
    }
}

static void set_region(struct staith_grid *grid, uint32_t column,
                       const struct staith_benchmark_result *result, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_text(&result->region.figure, decimals, true, text);
    staith_grid_set(grid, column, STAITH_GRID_PLAIN, "%s (%u)", text[0] != '\0' ? text : DASH,
                    result->region.contributing);
}

/* "Turnover rate (FTE), %"; the label of a measure mostly says its unit ("Cases held"). */
static void set_label(struct staith_grid *grid, const struct staith_benchmark_item *item)
{
    bool named = item->unit[0] == '\0';
    if (item->is_measure && !named) {
        named = strchr(item->label, '(') != NULL || strstr(item->label, item->unit + 1) != NULL;
    }
    staith_grid_set(grid, 0, STAITH_GRID_STRONG, "%s%s%s", item->label, named ? "" : ", ",
                    named ? "" : item->unit);
}

/* ---- wide: indicators down, councils across ---- */

static void wide_item(const struct view *view, struct staith_grid *grid, uint32_t period,
                      uint32_t at)
{
    const struct staith_benchmark *benchmark = view->benchmark;
    const struct staith_benchmark_item *item = &benchmark->items[at];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, at);
    uint32_t count = benchmark->council_count;
    staith_grid_row(grid);
    set_label(grid, item);
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_benchmark_area *area = &result->councils[i];
        set_figure(grid, i + 1, tone_of(item, area), &area->figure, item->decimals);
    }
    set_region(grid, count + 1, result, item->decimals);
    set_figure(grid, count + 2, STAITH_GRID_PLAIN, &result->country, item->decimals);
    if (item->is_measure) {
        return;
    }
    staith_grid_row(grid);
    staith_grid_set(grid, 0, STAITH_GRID_DIM, "  rank of %u%s", result->ranked,
                    item->polarity == STAITH_NEUTRAL ? ", 1 highest" : "");
    for (uint32_t i = 0; i < count; i++) {
        set_rank(grid, i + 1, &result->councils[i]);
    }
    staith_grid_row(grid);
    staith_grid_set(grid, 0, STAITH_GRID_DIM, "  neighbours' median (n)");
    for (uint32_t i = 0; i < count; i++) {
        set_neighbours(grid, i + 1, &result->councils[i], item->decimals);
    }
}

static void wide_fill(const struct view *view, struct staith_grid *grid, uint32_t period)
{
    const struct staith_benchmark *benchmark = view->benchmark;
    staith_grid_row(grid);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        staith_grid_set(grid, i + 1, STAITH_GRID_STRONG, "%s", benchmark->councils[i].short_name);
    }
    staith_grid_set(grid, benchmark->council_count + 1, STAITH_GRID_STRONG, "Region (n)");
    staith_grid_set(grid, benchmark->council_count + 2, STAITH_GRID_STRONG, "England");
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        wide_item(view, grid, period, i);
    }
}

/* *ret_fits is false, and nothing is printed, where the terminal is too narrow. */
static int wide(const struct view *view, uint32_t period, bool *ret_fits)
{
    const struct staith_benchmark *benchmark = view->benchmark;
    struct staith_grid grid;
    unsigned room = view->options->width;
    unsigned gap = GAP_WIDE;
    staith_grid_init(&grid, benchmark->council_count + 3, benchmark->item_count * ROWS_AN_ITEM + 1);
    wide_fill(view, &grid, period);
    if (room > 0 && staith_grid_width(&grid, gap) > room) {
        gap = GAP_NARROW;
    }
    bool fits = room == 0 || staith_grid_width(&grid, gap) <= room;
    int code = grid.code;
    if (code == 0 && fits) {
        code = staith_grid_print(&grid, gap, view->options->colour, view->out);
    }
    staith_grid_deinit(&grid);
    if (code == 0) {
        *ret_fits = fits;
    }
    return code;
}

/* ---- narrow: one table an indicator, councils down ---- */

static const char *quarter_words(const struct staith_benchmark_item *item, uint32_t quartile)
{
    static const char *const BEST[] = {"", "best", "second", "third", "last"};
    static const char *const HIGHEST[] = {"", "highest", "second", "third", "lowest"};
    return item->polarity == STAITH_NEUTRAL ? HIGHEST[quartile] : BEST[quartile];
}

/* How far a figure is from England's, with its sign. */
static void set_distance(struct staith_grid *grid, uint32_t column,
                         const struct staith_benchmark_figure *figure,
                         const struct staith_benchmark_figure *country, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    if (figure->status != STAITH_STATUS_VALUE || country->status != STAITH_STATUS_VALUE) {
        return;
    }
    struct staith_benchmark_figure distance = {.status = STAITH_STATUS_VALUE,
                                               .value = figure->value - country->value};
    staith_benchmark_text(&distance, decimals, true, text);
    staith_grid_set(grid, column, STAITH_GRID_PLAIN, "%s%s", distance.value > 0 ? "+" : "", text);
}

static void narrow_head(struct staith_grid *grid, const struct staith_benchmark_item *item,
                        const struct staith_benchmark_result *result)
{
    staith_grid_row(grid);
    staith_grid_set(grid, 0, STAITH_GRID_STRONG, "Council");
    staith_grid_set(grid, 1, STAITH_GRID_STRONG, "Value");
    staith_grid_set(grid, 5, STAITH_GRID_STRONG, "England");
    staith_grid_set(grid, 6, STAITH_GRID_STRONG, "Difference");
    if (!item->is_measure) {
        staith_grid_set(grid, 2, STAITH_GRID_STRONG, "Rank of %u", result->ranked);
        staith_grid_set(grid, 3, STAITH_GRID_STRONG, "Quarter");
        staith_grid_set(grid, 4, STAITH_GRID_STRONG, "Neighbours (n)");
    }
}

static void narrow_fill(const struct view *view, struct staith_grid *grid, uint32_t period,
                        uint32_t at)
{
    const struct staith_benchmark *benchmark = view->benchmark;
    const struct staith_benchmark_item *item = &benchmark->items[at];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, at);
    narrow_head(grid, item, result);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        const struct staith_benchmark_area *area = &result->councils[i];
        staith_grid_row(grid);
        staith_grid_set(grid, 0, STAITH_GRID_PLAIN, "%s", benchmark->councils[i].short_name);
        set_figure(grid, 1, tone_of(item, area), &area->figure, item->decimals);
        set_rank(grid, 2, area);
        staith_grid_set(grid, 3, STAITH_GRID_PLAIN, "%s", quarter_words(item, area->quartile));
        set_neighbours(grid, 4, area, item->decimals);
        set_figure(grid, 5, STAITH_GRID_PLAIN, &result->country, item->decimals);
        set_distance(grid, 6, &area->figure, &result->country, item->decimals);
    }
    staith_grid_row(grid);
    staith_grid_set(grid, 0, STAITH_GRID_STRONG, "Region (%u of %u)", result->region.contributing,
                    benchmark->council_count);
    set_figure(grid, 1, STAITH_GRID_STRONG, &result->region.figure, item->decimals);
    set_figure(grid, 5, STAITH_GRID_PLAIN, &result->country, item->decimals);
    set_distance(grid, 6, &result->region.figure, &result->country, item->decimals);
}

/* Counts of councils of different size say little side by side: in a narrow terminal they are
 * shown when they are all that was asked for. */
static bool left_out(const struct staith_benchmark *benchmark, uint32_t at)
{
    return benchmark->items[at].is_measure && benchmark->item_count > 1;
}

static int narrow(const struct view *view, uint32_t period)
{
    const struct staith_benchmark *benchmark = view->benchmark;
    int code = 0;
    for (uint32_t i = 0; i < benchmark->item_count && code == 0; i++) {
        struct staith_grid grid;
        const struct staith_benchmark_item *item = &benchmark->items[i];
        if (left_out(benchmark, i)) {
            continue;
        }
        staith_grid_init(&grid, NARROW_COLUMNS, benchmark->council_count + 2);
        narrow_fill(view, &grid, period, i);
        unsigned gap =
            staith_grid_width(&grid, GAP_WIDE) > view->options->width ? GAP_NARROW : GAP_WIDE;
        code = staith_buf_printf(view->out, "\n%s, %s%s\n", item->label, item->unit,
                                 item->polarity == STAITH_NEUTRAL && !item->is_measure
                                     ? " (neither high nor low is good)"
                                     : "");
        if (code == 0) {
            code = staith_grid_print(&grid, gap, view->options->colour, view->out);
        }
        staith_grid_deinit(&grid);
    }
    return code;
}

/* ---- what stands round the tables ---- */

static int heading(const struct view *view, uint32_t period)
{
    char code[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&view->benchmark->periods[period], code);
    return staith_buf_printf(view->out, "%s%s%s, %s%s\n", period > 0 ? "\n" : "",
                             view->options->colour ? "\033[1m" : "", view->benchmark->region_name,
                             code, view->options->colour ? "\033[0m" : "");
}

/* Whether a status stands anywhere in the tables. */
static bool is_shown(const struct staith_benchmark *benchmark, enum staith_status status)
{
    for (uint32_t i = 0; i < benchmark->period_count * benchmark->item_count; i++) {
        const struct staith_benchmark_result *result = &benchmark->results[i];
        bool found = result->region.figure.status == status || result->country.status == status;
        for (uint32_t j = 0; j < benchmark->council_count && !found; j++) {
            found = result->councils[j].figure.status == status;
        }
        if (found) {
            return true;
        }
    }
    return false;
}

/* One sentence, on as many lines as the terminal needs. */
static int sentence(const struct view *view, const char *text)
{
    int code = 0;
    do {
        size_t len =
            view->options->width > 0 ? staith_utf8_line(text, view->options->width) : strlen(text);
        code = staith_buf_printf(view->out, "%.*s\n", (int)len, text);
        text += len;
        text += strspn(text, " ");
    } while (code == 0 && *text != '\0');
    return code;
}

static int legend(const struct view *view)
{
    static const enum staith_status ORDER[] = {STAITH_STATUS_NOT_APPLICABLE,
                                               STAITH_STATUS_UNAVAILABLE, STAITH_STATUS_SUPPRESSED,
                                               STAITH_STATUS_UNRELIABLE, STAITH_STATUS_LOW};
    static const char *const RULES[] = {
        "Rank: 1 is best; = shares its rank.",
        "Neighbours: median of each council's statistical neighbours; (n) have a number.",
        "Region: ratio of sums over the (n) councils whose figures are numbers."};
    const struct staith_benchmark *benchmark = view->benchmark;
    int code = staith_buf_text(view->out, "\n");
    for (size_t i = 0; i < sizeof(ORDER) / sizeof(ORDER[0]) && code == 0; i++) {
        if (is_shown(benchmark, ORDER[i])) {
            code = staith_buf_printf(view->out, "%-4s %s\n", staith_status_symbol(ORDER[i]),
                                     staith_status_words(ORDER[i]));
        }
    }
    if (code == 0 && is_shown(benchmark, STAITH_STATUS_UNSET)) {
        code = staith_buf_printf(view->out, "%s    nothing sent or published\n", DASH);
    }
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]) && code == 0; i++) {
        code = sentence(view, RULES[i]);
    }
    char england[SENTENCE_BYTES];
    (void)snprintf(england, sizeof(england), "England: as published%s%s.",
                   benchmark->national_source != NULL ? "; " : ", none imported",
                   benchmark->national_source != NULL ? benchmark->national_source : "");
    return code == 0 ? sentence(view, england) : code;
}

int staith_views_table(const struct staith_benchmark *benchmark,
                       const struct staith_views_table_options *options, struct staith_buf *out)
{
    struct view view = {.benchmark = benchmark, .options = options, .out = out};
    int code = 0;
    bool all_fit = true;
    for (uint32_t i = 0; i < benchmark->period_count && code == 0; i++) {
        bool fits = false;
        code = heading(&view, i);
        if (code == 0) {
            code = wide(&view, i, &fits);
        }
        if (code == 0 && !fits) {
            code = narrow(&view, i);
        }
        all_fit = all_fit && fits;
    }
    if (code == 0) {
        code = legend(&view);
    }
    if (code == 0 && !all_fit && benchmark->item_count > 1) {
        code =
            sentence(&view, "A wider terminal shows all councils side by side, with the counts.");
    }
    return code;
}
