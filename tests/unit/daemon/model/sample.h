/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_MODEL_SAMPLE_H
#define STAITH_TEST_MODEL_SAMPLE_H
/*
 * A catalogue with one of everything and a raw table that fills it, fresh and writable for each
 * test. Nine leavers: by role (senior managers 2; social workers 6, of whom seniors 4; one person
 * without a role, who is in the total alone) and by reason (resigned 5, dismissed 4).
 */
#include "model/rawtable.h"

#include <staith/plugin.h>
#include <string.h>

enum { SAMPLE_LEAVERS, SAMPLE_FTE, SAMPLE_DAYS, SAMPLE_TEAMS };
enum { SAMPLE_MANAGER, SAMPLE_WORKER, SAMPLE_SENIOR };
enum { SAMPLE_RESIGNED, SAMPLE_DISMISSED };

struct sample {
    struct staith_category roles[3];
    struct staith_category reasons[2];
    struct staith_dimension dimensions[2];
    struct staith_measure measures[4];
    uint16_t head_measures[4];
    uint16_t cross_measures[1];
    uint16_t cross_dimensions[2];
    struct staith_table tables[2];
    uint16_t denominators[2];
    struct staith_indicator indicators[1];
    struct staith_check checks[2];
    const char *elements[2];
    struct staith_catalogue catalogue;
    struct staith_cell head[4];
    struct staith_cell cross[12];
    struct staith_rawtable_part parts[2];
    uint64_t totals[2];
    struct staith_finding findings[2];
    struct staith_rawtable raw;
};

static inline void sample_catalogue(struct sample *s)
{
    memset(s, 0, sizeof(*s));
    s->roles[SAMPLE_MANAGER] = (struct staith_category){"manager", "Manager", 0xFFFF};
    s->roles[SAMPLE_WORKER] = (struct staith_category){"worker", "Social worker", 0xFFFF};
    s->roles[SAMPLE_SENIOR] = (struct staith_category){"senior", "Senior", SAMPLE_WORKER};
    s->reasons[SAMPLE_RESIGNED] = (struct staith_category){"resigned", "Resigned", 0xFFFF};
    s->reasons[SAMPLE_DISMISSED] = (struct staith_category){"dismissed", "Dismissed", 0xFFFF};
    s->dimensions[0] = (struct staith_dimension){"role", "Role", STAITH_KEEP_LEAST, 0, 3, s->roles};
    s->dimensions[1] =
        (struct staith_dimension){"reason", "Reason", STAITH_KEEP_FIRST_SEEN, 1, 2, s->reasons};
    s->measures[SAMPLE_LEAVERS] = (struct staith_measure){"leavers", "Leavers", "Who left",
                                                          STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    s->measures[SAMPLE_FTE] =
        (struct staith_measure){"fte", "In post", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM};
    s->measures[SAMPLE_DAYS] =
        (struct staith_measure){"days", "Days lost", "", STAITH_UNIT_DAY_HUNDREDTHS, STAITH_SUM};
    s->measures[SAMPLE_TEAMS] = (struct staith_measure){"spend", "Spend \xC2\xA3", "",
                                                        STAITH_UNIT_PENCE, STAITH_COUNCIL_VALUE};
    for (uint16_t i = 0; i < 4; i++) {
        s->head_measures[i] = i;
    }
    s->cross_measures[0] = SAMPLE_LEAVERS;
    s->cross_dimensions[0] = 0;
    s->cross_dimensions[1] = 1;
    s->tables[0] = (struct staith_table){"head", "Totals", 4, 0, s->head_measures, NULL};
    s->tables[1] =
        (struct staith_table){"cross", "Cross", 1, 2, s->cross_measures, s->cross_dimensions};
    s->denominators[0] = SAMPLE_FTE;
    s->denominators[1] = SAMPLE_LEAVERS;
    s->indicators[0] = (struct staith_indicator){.code = "turnover",
                                                 .label = "Turnover",
                                                 .unit_label = "%",
                                                 .definition = "n / d",
                                                 .source = "DfE",
                                                 .scale = 100,
                                                 .decimals = 1,
                                                 .polarity = STAITH_LOW_IS_GOOD,
                                                 .flags = STAITH_PER_WORKING_DAY,
                                                 .numerator = SAMPLE_LEAVERS,
                                                 .denominator_count = 2,
                                                 .denominators = s->denominators};
    s->checks[0] = (struct staith_check){"bad_date", "No date", "Mend it", STAITH_ERROR};
    s->checks[1] = (struct staith_check){"odd_fte", "Odd FTE", "Look", STAITH_QUERY};
    s->elements[0] = "CSWWWorker/FTE";
    s->elements[1] = "CSWWWorker/StartDate";
    s->catalogue = (struct staith_catalogue){.dataset = "csww",
                                             .plugin = "workforce",
                                             .plugin_version = "1.0.0",
                                             .dimension_count = 2,
                                             .measure_count = 4,
                                             .table_count = 2,
                                             .indicator_count = 1,
                                             .check_count = 2,
                                             .element_count = 2,
                                             .dimensions = s->dimensions,
                                             .measures = s->measures,
                                             .tables = s->tables,
                                             .indicators = s->indicators,
                                             .checks = s->checks,
                                             .elements = s->elements};
}

static inline struct staith_cell sample_cell(uint16_t measure, uint16_t first, uint16_t second,
                                             int64_t value)
{
    return (struct staith_cell){.measure = measure,
                                .categories = {first, second, STAITH_TOTAL, STAITH_TOTAL},
                                .status = STAITH_STATUS_VALUE,
                                .value = value,
                                .largest = value > 0 ? 1 : 0,
                                .second = value > 1 ? 1 : 0,
                                .contributors = (uint32_t)value};
}

static inline void sample_raw(struct sample *s)
{
    const uint16_t all = STAITH_TOTAL;
    sample_catalogue(s);
    s->head[0] = sample_cell(SAMPLE_LEAVERS, all, all, 9);
    s->head[1] = sample_cell(SAMPLE_FTE, all, all, 8500000);
    s->head[1].largest = 1000000;
    s->head[1].second = 800000;
    s->head[2] = sample_cell(SAMPLE_DAYS, all, all, 0);
    s->head[2].status = STAITH_STATUS_UNAVAILABLE;
    s->head[3] = sample_cell(SAMPLE_TEAMS, all, all, 123456789012);
    s->head[3].contributors = 0;
    const struct {
        uint16_t role;
        uint16_t reason;
        int64_t value;
    } cells[12] = {
        {SAMPLE_MANAGER, SAMPLE_RESIGNED, 1},
        {SAMPLE_MANAGER, SAMPLE_DISMISSED, 1},
        {SAMPLE_MANAGER, all, 2},
        {SAMPLE_WORKER, SAMPLE_RESIGNED, 4},
        {SAMPLE_WORKER, SAMPLE_DISMISSED, 2},
        {SAMPLE_WORKER, all, 6},
        {SAMPLE_SENIOR, SAMPLE_RESIGNED, 3},
        {SAMPLE_SENIOR, SAMPLE_DISMISSED, 1},
        {SAMPLE_SENIOR, all, 4},
        {all, SAMPLE_RESIGNED, 5},
        {all, SAMPLE_DISMISSED, 4},
        {all, all, 9},
    };
    for (size_t i = 0; i < 12; i++) {
        s->cross[i] = sample_cell(SAMPLE_LEAVERS, cells[i].role, cells[i].reason, cells[i].value);
    }
    s->cross[0].owners = 1;
    s->cross[0].owned = 1;
    s->cross[0].owner_largest = 1;
    s->parts[0] = (struct staith_rawtable_part){0, 4, s->head};
    s->parts[1] = (struct staith_rawtable_part){1, 12, s->cross};
    s->totals[0] = 1;
    s->totals[1] = 70000000000;
    s->findings[0] = (struct staith_finding){0, 0, 12, 3, 4, 1, 0};
    s->findings[1] = (struct staith_finding){1, 1, 0, 0, 70000000000, STAITH_NO_ELEMENT, 3};
    s->raw = (struct staith_rawtable){.catalogue = &s->catalogue,
                                      .authority = "840",
                                      .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      .source_bytes = 1234567,
                                      .observed = 4321,
                                      .people = 99,
                                      .part_count = 2,
                                      .parts = s->parts,
                                      .finding_totals = s->totals,
                                      .finding_count = 2,
                                      .findings = s->findings};
    for (uint8_t i = 0; i < 32; i++) {
        s->raw.source_hash[i] = (uint8_t)(i * 7);
    }
}

#endif
