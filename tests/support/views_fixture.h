/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_VIEWS_FIXTURE_H
#define STAITH_TESTS_VIEWS_FIXTURE_H
/*
 * A benchmark made by hand for tests of views: three councils, two periods, one indicator where
 * low is good and one measure. Alpha & Sons is best in 2025, Beta has withdrawn its figure, Gamma
 * sent nothing for 2024.
 */
#include "aggregator/benchmark/benchmark.h"

#include <staith/plugin.h>

#include <string.h>

struct views_fixture {
    struct staith_benchmark benchmark;
    struct staith_benchmark_council councils[3];
    struct staith_period periods[2];
    struct staith_benchmark_item items[2];
    struct staith_benchmark_result results[4];
    struct staith_benchmark_area areas[4][3];
};

static inline struct staith_benchmark_figure fixture_figure(int64_t value)
{
    return (struct staith_benchmark_figure){.status = STAITH_STATUS_VALUE, .value = value};
}

static inline void views_fixture_fill(struct views_fixture *f)
{
    memset(f, 0, sizeof(*f));
    f->councils[0] =
        (struct staith_benchmark_council){"801", "Alpha & Sons", "Alpha", 0, NULL, 1, 1};
    f->councils[1] = (struct staith_benchmark_council){"802", "Beta", "Beta", 0, NULL, 2, 1};
    f->councils[2] = (struct staith_benchmark_council){"803", "Gamma", "Gamma", 0, NULL, 1, 2};
    f->periods[0] = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2024, 0};
    f->periods[1] = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    f->items[0] = (struct staith_benchmark_item){.code = "turnover",
                                                 .label = "Turnover <rate>",
                                                 .unit = "%",
                                                 .definition = "Leavers over staff.",
                                                 .source = "A statute",
                                                 .decimals = 1,
                                                 .polarity = STAITH_LOW_IS_GOOD,
                                                 .numerator = "Leavers",
                                                 .numerator_unit = "people",
                                                 .denominator = "In post",
                                                 .denominator_unit = "people"};
    f->items[1] = (struct staith_benchmark_item){
        .is_measure = true, .code = "leavers", .label = "Leavers", .unit = "people"};
    for (unsigned i = 0; i < 4; i++) {
        f->results[i].councils = f->areas[i];
    }
    /* 2024, turnover: 10.0 and 20.0; the region 14.0, England 15.5. */
    f->areas[0][0].figure = fixture_figure(100);
    f->areas[0][1].figure = fixture_figure(200);
    f->results[0].region.figure = fixture_figure(140);
    f->results[0].country = fixture_figure(155);
    /* 2025: 7.7, u, 12.3; neighbours of Alpha 9.25 of 8; the region 9.9, England 11.8. */
    struct staith_benchmark_result *newest = &f->results[2];
    newest->councils[0].figure = fixture_figure(77);
    newest->councils[0].rank = 1;
    newest->councils[0].quartile = 1;
    newest->councils[0].neighbours = fixture_figure(9250);
    newest->councils[0].neighbour_n = 8;
    newest->councils[0].neighbour_count = 10;
    newest->councils[1].figure.status = STAITH_STATUS_UNRELIABLE;
    newest->councils[1].reason = "withdrawn";
    newest->councils[2].figure = fixture_figure(123);
    newest->councils[2].rank = 2;
    newest->councils[2].quartile = 4;
    newest->ranked = 2;
    newest->region.figure = fixture_figure(99);
    newest->region.contributing = 2;
    newest->country = fixture_figure(118);
    /* 2025, leavers: 34 and 16. */
    f->areas[3][0].figure = fixture_figure(34);
    f->areas[3][2].figure = fixture_figure(1016);
    f->results[3].region.figure = fixture_figure(1050);
    f->results[3].region.contributing = 2;
    f->benchmark.dataset = "csww";
    f->benchmark.region_code = "E12000001";
    f->benchmark.region_name = "North East";
    f->benchmark.settings = &staith_benchmark_no_settings;
    f->benchmark.council_count = 3;
    f->benchmark.councils = f->councils;
    f->benchmark.period_count = 2;
    f->benchmark.periods = f->periods;
    f->benchmark.item_count = 2;
    f->benchmark.items = f->items;
    f->benchmark.results = f->results;
    f->benchmark.national_source = "facts.csv, OGL v3.0";
}

#endif
