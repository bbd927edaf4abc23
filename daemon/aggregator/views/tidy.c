/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/tidy.h"

#include "aggregator/views/words.h"

#include <string.h>

/** In the order of the columns below. */
enum column {
    PERIOD,
    INDICATOR,
    AREA_CODE,
    AREA,
    LEVEL,
    VALUE,
    STATUS,
    NUMERATOR,
    DENOMINATOR,
    NUMERATOR_UNIT,
    DENOMINATOR_UNIT,
    RANK,
    RANKED,
    QUARTILE,
    NEIGHBOUR_MEDIAN,
    NEIGHBOUR_N,
    CONTRIBUTING,
    PUBLISHED,
    PUBLISHED_STATUS,
    DIFFERENCE,
    LABEL,
    UNIT,
    LOWER,
    UPPER,
    AGAINST_ENGLAND,
    AGAINST_REGION,
    AGAINST_NEIGHBOURS,
    RANK_BEST,
    RANK_WORST,
    STRADDLES,
    CHANGE,
    TREND,
    FUNNEL,
    REASON,
    NEIGHBOUR_MEAN,
    TARGET,
    TARGET_NAME,
    AGAINST_TARGET,
    COLUMNS
};

static const struct staith_sheet_column columns[COLUMNS] = {
    {"period", "Period", false},
    {"indicator", "Code", false},
    {"area_code", "Area code", false},
    {"area", "Area", false},
    {"level", "Level", false},
    {"value", "Value", true},
    {"status", "Status", false},
    {"numerator", "Numerator", true},
    {"denominator", "Denominator", true},
    {"numerator_unit", "Numerator unit", false},
    {"denominator_unit", "Denominator unit", false},
    {"rank", "Rank", true},
    {"ranked", "Ranked", true},
    {"quartile", "Quarter", true},
    {"neighbour_median", "Neighbours, median", true},
    {"neighbour_n", "Neighbours with a number", true},
    {"contributing", "Councils inside", true},
    {"published", "Published", true},
    {"published_status", "Published status", false},
    {"difference", "Difference from published", true},
    {"label", "Indicator", false},
    {"unit", "Unit", false},
    {"lower_95", "95 % interval from", true},
    {"upper_95", "95 % interval to", true},
    {"against_england", "Against England", false},
    {"against_region", "Against the region", false},
    {"against_neighbours", "Against neighbours", false},
    {"rank_best", "Best place it may have", true},
    {"rank_worst", "Last place it may have", true},
    {"straddles", "Interval spans a line between quarters", false},
    {"change", "Change on the period before", false},
    {"trend", "Trend over five periods", false},
    {"funnel", "Place in England's funnel", false},
    {"reason", "Reason", false},
    {"neighbour_mean", "Neighbours, mean", true},
    {"target", "Target", true},
    {"target_name", "Name of the target", false},
    {"against_target", "Against the target", false},
};

enum { TARGET_DECIMALS = 6 };

/** What one row is of. */
struct row {
    struct staith_sheet *sheet;
    const char *period;
    const struct staith_benchmark_item *item;
    const struct staith_benchmark_result *result;
    const struct staith_benchmark *benchmark;
    uint32_t period_at;
    uint32_t item_at;
};

static bool chosen(const bool *list, uint32_t at)
{
    return list == NULL || list[at];
}

/* A figure in two columns: its number or nothing, its symbol or nothing. */
static void put_figure(const struct row *row, enum column value, enum column status,
                       const struct staith_benchmark_figure *figure)
{
    if (figure->status == STAITH_STATUS_VALUE) {
        staith_sheet_number(row->sheet, value, figure->value, row->item->decimals);
    } else if (figure->status != STAITH_STATUS_UNSET) {
        staith_sheet_text(row->sheet, status, staith_status_symbol(figure->status));
    }
}

static void start(const struct row *row, const char *code, const char *name, const char *level,
                  const struct staith_benchmark_figure *figure)
{
    struct staith_sheet *sheet = row->sheet;
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, PERIOD, row->period);
    staith_sheet_text(sheet, INDICATOR, row->item->code);
    staith_sheet_text(sheet, AREA_CODE, code);
    staith_sheet_text(sheet, AREA, name);
    staith_sheet_text(sheet, LEVEL, level);
    put_figure(row, VALUE, STATUS, figure);
    staith_sheet_text(sheet, NUMERATOR_UNIT, row->item->numerator_unit);
    staith_sheet_text(sheet, DENOMINATOR_UNIT, row->item->denominator_unit);
    staith_sheet_text(sheet, LABEL, row->item->label);
    staith_sheet_text(sheet, UNIT, row->item->unit);
}

/* A part without its trailing zeros: 430, and not 430.000000. */
static void put_part(struct staith_sheet *sheet, enum column column, int64_t part, uint32_t digits)
{
    while (digits > 0 && part % 10 == 0) {
        part /= 10;
        digits--;
    }
    staith_sheet_number(sheet, column, part, digits);
}

static void put_parts(const struct row *row, const struct staith_benchmark_area *area)
{
    if (!area->has_parts) {
        return;
    }
    put_part(row->sheet, NUMERATOR, area->numerator, row->item->numerator_digits);
    if (!row->item->is_measure) {
        put_part(row->sheet, DENOMINATOR, area->denominator, row->item->denominator_digits);
    }
}

/* A median or mean, exact, no more decimals than needed. */
static void put_middle(const struct row *row, enum column column,
                       const struct staith_benchmark_figure *figure)
{
    uint32_t digits = row->item->decimals + STAITH_BENCHMARK_EXTRA_DECIMALS;
    int64_t value = figure->value;
    if (figure->status != STAITH_STATUS_VALUE) {
        return;
    }
    while (digits > row->item->decimals && value % 10 == 0) {
        value /= 10;
        digits--;
    }
    staith_sheet_number(row->sheet, column, value, digits);
}

/* The first target that holds: a council's own before everybody's. */
static void put_target(const struct row *row, const struct staith_benchmark_area *area, int council)
{
    const struct staith_benchmark_target *target =
        staith_benchmark_target(row->benchmark, row->period_at, row->item_at, council, 0);
    if (target != NULL) {
        staith_sheet_real(row->sheet, TARGET, target->value, TARGET_DECIMALS);
        staith_sheet_text(row->sheet, TARGET_NAME, target->name);
        staith_sheet_text(
            row->sheet, AGAINST_TARGET,
            staith_words_target(row->item, staith_benchmark_against(row->item, area, target)));
    }
}

static void put_standing(const struct row *row, const struct staith_benchmark_area *area)
{
    struct staith_sheet *sheet = row->sheet;
    if (area->rank != 0) {
        staith_sheet_number(sheet, RANK, area->rank, 0);
        staith_sheet_number(sheet, RANKED, row->result->ranked, 0);
    }
    if (area->quartile != 0) {
        staith_sheet_number(sheet, QUARTILE, area->quartile, 0);
    }
    put_middle(row, NEIGHBOUR_MEDIAN, &area->neighbours);
    put_middle(row, NEIGHBOUR_MEAN, &area->neighbour_mean);
    if (!row->item->is_measure) {
        staith_sheet_number(sheet, NEIGHBOUR_N, area->neighbour_n, 0);
    }
}

static void put_chance(const struct row *row, const struct staith_benchmark_area *area)
{
    const struct staith_benchmark_chance *chance = &area->chance;
    struct staith_sheet *sheet = row->sheet;
    if (chance->has_interval) {
        uint32_t decimals = row->item->decimals + 1;
        staith_sheet_real(sheet, LOWER, chance->interval.lower, decimals);
        staith_sheet_real(sheet, UPPER, chance->interval.upper, decimals);
    }
    staith_sheet_text(sheet, AGAINST_ENGLAND, staith_stats_word_text(chance->country));
    staith_sheet_text(sheet, AGAINST_REGION, staith_stats_word_text(chance->region));
    staith_sheet_text(sheet, AGAINST_NEIGHBOURS, staith_stats_word_text(chance->neighbours));
    if (chance->best != 0) {
        staith_sheet_number(sheet, RANK_BEST, chance->best, 0);
        staith_sheet_number(sheet, RANK_WORST, chance->worst, 0);
        staith_sheet_text(sheet, STRADDLES, chance->straddles ? "yes" : "no");
    }
    staith_sheet_text(sheet, CHANGE, staith_words_trend(chance->change));
    staith_sheet_text(sheet, TREND, staith_words_trend(chance->trend));
    staith_sheet_text(sheet, FUNNEL, staith_words_place(chance->place));
}

/* `council` -1: several together, at `level`. */
static void area_row(const struct row *row, const char *code, const char *name, const char *level,
                     const struct staith_benchmark_area *area, int council)
{
    start(row, code, name, level, &area->figure);
    put_parts(row, area);
    put_target(row, area, council);
    if (council < 0) {
        staith_sheet_number(row->sheet, CONTRIBUTING, area->contributing, 0);
    } else {
        put_standing(row, area);
    }
    put_figure(row, PUBLISHED, PUBLISHED_STATUS, &area->published);
    if (area->has_difference) {
        staith_sheet_number(row->sheet, DIFFERENCE, area->difference, row->item->decimals);
    }
    put_chance(row, area);
    staith_sheet_text(row->sheet, REASON, area->reason);
}

static void item_rows(const struct row *row, const struct staith_benchmark *benchmark,
                      const struct staith_tidy_choice *choice)
{
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        if (chosen(choice->councils, i)) {
            area_row(row, benchmark->councils[i].code, benchmark->councils[i].name, "authority",
                     &row->result->councils[i], (int)i);
        }
    }
    if (choice->without_totals) {
        return;
    }
    for (uint32_t i = 0; i < benchmark->settings->group_count; i++) {
        const struct staith_benchmark_group *group = &benchmark->settings->groups[i];
        if (chosen(choice->groups, i)) {
            area_row(row, group->code, group->name, "group", &row->result->groups[i], -1);
        }
    }
    area_row(row, benchmark->region_code, benchmark->region_name, "region", &row->result->region,
             -1);
    start(row, "ENG", "England", "country", &row->result->country);
    put_figure(row, PUBLISHED, PUBLISHED_STATUS, &row->result->country);
}

static uint32_t how_many(const bool *list, uint32_t count)
{
    uint32_t many = 0;
    for (uint32_t i = 0; i < count; i++) {
        many += chosen(list, i) ? 1 : 0;
    }
    return many;
}

void staith_tidy_fill(struct staith_sheet *sheet, const char *name, const char *title,
                      const struct staith_benchmark *benchmark,
                      const struct staith_tidy_choice *choice)
{
    static const struct staith_tidy_choice ALL = {0};
    const struct staith_tidy_choice *wanted = choice != NULL ? choice : &ALL;
    uint64_t room = (uint64_t)how_many(wanted->periods, benchmark->period_count) *
                    how_many(wanted->items, benchmark->item_count) *
                    (how_many(wanted->councils, benchmark->council_count) + 2U +
                     benchmark->settings->group_count);
    staith_sheet_init(sheet, name, title, columns, COLUMNS,
                      room <= STAITH_SHEET_MAX_ROWS ? (uint32_t)room : UINT32_MAX);
    for (uint32_t i = 0; i < benchmark->period_count && sheet->code == 0; i++) {
        char period[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], period);
        for (uint32_t j = 0; j < benchmark->item_count && chosen(wanted->periods, i); j++) {
            if (chosen(wanted->items, j)) {
                const struct row row = {.sheet = sheet,
                                        .period = period,
                                        .item = &benchmark->items[j],
                                        .result = staith_benchmark_result(benchmark, i, j),
                                        .benchmark = benchmark,
                                        .period_at = i,
                                        .item_at = j};
                item_rows(&row, benchmark, wanted);
            }
        }
    }
}
