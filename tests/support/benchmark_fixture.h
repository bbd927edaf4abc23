/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BENCHMARK_FIXTURE_H
#define STAITH_BENCHMARK_FIXTURE_H
/*
 * A small catalogue in the manner of the census return, councils with neighbours, and figures.
 */
#include "aggregator/benchmark/benchmark.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIXTURE_MEASURES = 8, FIXTURE_INDICATORS = 7 };

static inline const struct staith_catalogue *benchmark_fixture_catalogue(void)
{
    static struct staith_measure measures[FIXTURE_MEASURES] = {
        {"inpost_fte", "In post (FTE)", "FTE on 30 September", STAITH_UNIT_FTE_MILLIONTHS, 1},
        {"leavers_fte", "Leavers (FTE)", "FTE who left", STAITH_UNIT_FTE_MILLIONTHS, 1},
        {"agency_fte", "Agency (FTE)", "FTE of agency", STAITH_UNIT_FTE_MILLIONTHS, 1},
        {"agency_cover_fte", "Cover (FTE)", "covering", STAITH_UNIT_FTE_MILLIONTHS, 4},
        {"inpost_headcount", "In post", "people", STAITH_UNIT_PEOPLE, 3},
        {"leavers_headcount", "Leavers", "people", STAITH_UNIT_PEOPLE, 3},
        {"working_days_lost_fte", "Days lost", "days", STAITH_UNIT_DAY_HUNDREDTHS, 1},
        {"cases", "Cases", "cases", STAITH_UNIT_CASES, 1},
    };
    static uint16_t inpost_fte[] = {0};
    static uint16_t inpost_people[] = {4};
    static uint16_t agency[] = {2};
    static uint16_t agency_and_inpost[] = {2, 0};
    static const char RULE[] = "the published method";
    static struct staith_indicator indicators[FIXTURE_INDICATORS] = {
        {"turnover_rate_fte", "Turnover (FTE)", "%", "leavers / in post", RULE, 100, 1,
         STAITH_LOW_IS_GOOD, 0, 1, 1, inpost_fte},
        {"turnover_rate_headcount", "Turnover (headcount)", "%", "leavers / in post", RULE, 100, 1,
         STAITH_LOW_IS_GOOD, 0, 5, 1, inpost_people},
        {"agency_rate_fte", "Agency rate", "%", "agency / all", RULE, 100, 1, STAITH_LOW_IS_GOOD, 0,
         2, 2, agency_and_inpost},
        {"agency_cover_rate_fte", "Cover rate", "%", "cover / agency", RULE, 100, 1, STAITH_NEUTRAL,
         STAITH_OVER_100_IS_UNRELIABLE, 3, 1, agency},
        {"absence_rate_fte", "Absence", "%", "days / working days", RULE, 100, 1,
         STAITH_LOW_IS_GOOD, STAITH_PER_WORKING_DAY, 6, 1, inpost_fte},
        {"caseload_fte", "Caseload", "cases per FTE", "cases / FTE", RULE, 1, 1, STAITH_LOW_IS_GOOD,
         0, 7, 1, inpost_fte},
        {"stay_rate", "Stay rate", "%", "as turnover, high is good", RULE, 100, 1,
         STAITH_HIGH_IS_GOOD, 0, 5, 1, inpost_people},
    };
    static const struct staith_catalogue CATALOGUE = {
        .dataset = "csww",
        .plugin = "workforce",
        .plugin_version = "1.0.0",
        .measure_count = FIXTURE_MEASURES,
        .indicator_count = FIXTURE_INDICATORS,
        .measures = measures,
        .indicators = indicators,
    };
    return &CATALOGUE;
}

/** Figures that a test adds one by one. */
struct benchmark_fixture {
    size_t figure_count;
    struct staith_store_figure figures[256];
    size_t national_count;
    struct staith_store_national nationals[256];
};

/** Add what a council sent: a number in the measure's unit, or a status (number 0). */
static inline void benchmark_fixture_sent(struct benchmark_fixture *fixture, const char *authority,
                                          int year, const char *measure, enum staith_status status,
                                          int64_t number)
{
    struct staith_store_figure *figure = &fixture->figures[fixture->figure_count++];
    assert_true(fixture->figure_count <= 256);
    memset(figure, 0, sizeof(*figure));
    (void)snprintf(figure->authority, sizeof(figure->authority), "%.15s", authority);
    (void)snprintf(figure->measure, sizeof(figure->measure), "%s", measure);
    figure->period = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, year, 0};
    figure->value =
        status == STAITH_STATUS_VALUE ? staith_value_exact(number) : staith_value_status(status);
    figure->number = 1;
    figure->received_unix_ms = 1000 + (int64_t)fixture->figure_count;
}

static inline void benchmark_fixture_number(struct benchmark_fixture *fixture,
                                            const char *authority, int year, const char *measure,
                                            int64_t number)
{
    benchmark_fixture_sent(fixture, authority, year, measure, STAITH_STATUS_VALUE, number);
}

/** Headcounts of leavers and people in post: what most tests of rates need. */
static inline void benchmark_fixture_turnover(struct benchmark_fixture *fixture,
                                              const char *authority, int64_t leavers,
                                              int64_t inpost)
{
    benchmark_fixture_number(fixture, authority, 2025, "leavers_headcount", leavers);
    benchmark_fixture_number(fixture, authority, 2025, "inpost_headcount", inpost);
}

/** Add a national figure with one decimal. */
static inline struct staith_store_national *
benchmark_fixture_national(struct benchmark_fixture *fixture, const char *period, const char *area,
                           const char *item, enum staith_status status, int64_t tenths)
{
    struct staith_store_national *figure = &fixture->nationals[fixture->national_count++];
    assert_true(fixture->national_count <= 256);
    memset(figure, 0, sizeof(*figure));
    (void)snprintf(figure->period, sizeof(figure->period), "%s", period);
    (void)snprintf(figure->area, sizeof(figure->area), "%s", area);
    (void)snprintf(figure->area_name, sizeof(figure->area_name), "Area %s", area);
    (void)snprintf(figure->level, sizeof(figure->level), "authority");
    (void)snprintf(figure->item, sizeof(figure->item), "%s", item);
    (void)snprintf(figure->source, sizeof(figure->source), "published table, OGL v3");
    figure->status = status;
    figure->value = tenths;
    figure->decimals = 1;
    return figure;
}

/** Five councils; those of the region have neighbours inside and outside it. */
static inline struct staith_benchmark_question benchmark_fixture_question(const char *item)
{
    static const char *const OF_840[] = {"841", "390", "900", "901", "902", "903"};
    static const char *const OF_841[] = {"840", "314", "318"};
    static const struct staith_benchmark_council COUNCILS[] = {
        {"840", "County Durham", "Durham", 6, OF_840, 2, 1},
        {"841", "Darlington", "Darlington", 3, OF_841, 1, 2},
        {"390", "Gateshead", "Gateshead", 0, NULL, 2, 2},
        {"805", "Hartlepool", "Hartlepool", 0, NULL, 0, 0},
        {"806", "Middlesbrough", "M'brough", 0, NULL, 0, 0},
    };
    struct staith_benchmark_question question = {
        .catalogue = benchmark_fixture_catalogue(),
        .region_code = "E12000001",
        .region_name = "North East",
        .council_count = 5,
        .councils = COUNCILS,
        .item = item,
    };
    return question;
}

static inline struct staith_benchmark *
benchmark_fixture_compute(const struct benchmark_fixture *fixture, const char *item)
{
    struct staith_benchmark_question question = benchmark_fixture_question(item);
    struct staith_benchmark *benchmark = NULL;
    struct staith_err err = {0};
    int code =
        staith_benchmark_compute(&question, fixture->figures, fixture->figure_count,
                                 fixture->nationals, fixture->national_count, &benchmark, &err);
    if (code != 0) {
        fail_msg("%s", err.what);
    }
    return benchmark;
}

#endif
