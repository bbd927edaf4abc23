/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_DISCLOSURE_RAW_H
#define STAITH_TEST_DISCLOSURE_RAW_H
/*
 * A small council for the tests: dataset csww, a headline table and a breakdown of leavers by
 * reason. In post 10 FTE of 12 people; 3 leavers: 2 resigned, 1 retired; sickness is not given.
 */
#include "model/rawtable.h"
#include "staith/plugin.h"

enum { RAW_INPOST_FTE, RAW_INPOST_HEADCOUNT, RAW_LEAVERS, RAW_DAYS, RAW_MANAGERS };

struct raw_fixture {
    struct staith_category reasons[2];
    struct staith_dimension dimension;
    struct staith_measure measures[5];
    uint16_t headline_measures[5];
    uint16_t reason_measures[1];
    uint16_t reason_dimensions[1];
    struct staith_table tables[2];
    struct staith_catalogue catalogue;
    struct staith_cell headline[5];
    struct staith_cell by_reason[3];
    struct staith_rawtable_part parts[2];
    uint64_t finding_totals[1];
    struct staith_rawtable raw;
};

static inline struct staith_cell raw_cell(uint16_t measure, uint16_t category, int64_t value,
                                          int64_t largest, int64_t second, uint32_t contributors)
{
    struct staith_cell cell = {.measure = measure,
                               .categories = {category},
                               .status = STAITH_STATUS_VALUE,
                               .value = value,
                               .largest = largest,
                               .second = second,
                               .contributors = contributors};
    return cell;
}

static inline void raw_fixture_cells(struct raw_fixture *f)
{
    f->headline[0] = raw_cell(RAW_INPOST_FTE, 0, 10000000, 1000000, 1000000, 12);
    f->headline[1] = raw_cell(RAW_INPOST_HEADCOUNT, 0, 12, 1, 1, 12);
    f->headline[2] = raw_cell(RAW_LEAVERS, 0, 3, 1, 1, 3);
    f->headline[3] = raw_cell(RAW_DAYS, 0, 0, 0, 0, 0);
    f->headline[3].status = STAITH_STATUS_UNAVAILABLE;
    f->headline[4] = raw_cell(RAW_MANAGERS, 0, 2, 1, 1, 2);
    f->by_reason[0] = raw_cell(RAW_LEAVERS, 0, 2, 1, 1, 2);
    f->by_reason[1] = raw_cell(RAW_LEAVERS, 1, 1, 1, 0, 1);
    f->by_reason[2] = raw_cell(RAW_LEAVERS, STAITH_TOTAL, 3, 1, 1, 3);
    f->parts[0] = (struct staith_rawtable_part){0, 5, f->headline};
    f->parts[1] = (struct staith_rawtable_part){1, 3, f->by_reason};
}

static inline void raw_fixture_init(struct raw_fixture *f)
{
    *f = (struct raw_fixture){
        .reasons = {{"resigned", "Resigned", 0xFFFF}, {"retired", "Retired", 0xFFFF}},
        .measures = {{"inpost_fte", "In post", "d", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
                     {"inpost_headcount", "In post", "d", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
                     {"leavers_headcount", "Leavers", "d", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
                     {"working_days_lost_fte", "Days", "d", STAITH_UNIT_DAY_HUNDREDTHS, STAITH_SUM},
                     {"managers", "Managers", "d", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE}},
        .headline_measures = {0, 1, 2, 3, 4},
        .reason_measures = {RAW_LEAVERS},
        .reason_dimensions = {0},
    };
    f->dimension = (struct staith_dimension){
        "leaver_reason", "Reason", STAITH_KEEP_FIRST_SEEN, 0, 2, f->reasons};
    f->tables[0] = (struct staith_table){"headline", "Headline", 5, 0, f->headline_measures, NULL};
    f->tables[1] = (struct staith_table){"leavers_by_reason", "Leavers by reason", 1, 1,
                                         f->reason_measures,  f->reason_dimensions};
    f->catalogue = (struct staith_catalogue){.dataset = "csww",
                                             .plugin = "workforce",
                                             .plugin_version = "1.0.0",
                                             .dimension_count = 1,
                                             .measure_count = 5,
                                             .table_count = 2,
                                             .dimensions = &f->dimension,
                                             .measures = f->measures,
                                             .tables = f->tables};
    raw_fixture_cells(f);
    f->raw = (struct staith_rawtable){.catalogue = &f->catalogue,
                                      .authority = "840",
                                      .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      .source_hash = {7},
                                      .observed = 20,
                                      .people = 12,
                                      .part_count = 2,
                                      .parts = f->parts,
                                      .finding_totals = f->finding_totals};
}

#endif
