/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CAPS_FIXTURE_H
#define STAITH_CAPS_FIXTURE_H
/*
 * Three councils over seven quarters, with tables by category in the manner of agency_rates and of
 * recruitment: codes are theirs, every number is set by the test or here, by hand.
 */
#include "aggregator/benchmark/breakdown.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CAPS_COUNCILS = 3, CAPS_QUARTERS = 7, CAPS_LAST = CAPS_QUARTERS - 1 };

enum caps_measure {
    CAPS_ASSIGNMENTS,
    CAPS_TESTED,
    CAPS_OVER,
    CAPS_UNTESTABLE,
    CAPS_MEDIAN,
    CAPS_APPLIED,
    CAPS_OFFERED,
    CAPS_STARTED,
    CAPS_CLOCK,
    CAPS_COHORT,
    CAPS_STAYED,
    CAPS_MEASURES
};

enum { CAPS_TABLES = 7 };

/** `dataset`: "agency_rates" or "recruitment". Static; one at a time. */
static inline const struct staith_catalogue *caps_catalogue(const char *dataset)
{
    enum { COUNT = STAITH_COUNT_PEOPLE, MEDIAN = STAITH_MEDIAN };
    static struct staith_measure measures[CAPS_MEASURES] = {
        {"assignments", "Assignments in use", "In use.", STAITH_UNIT_PEOPLE, COUNT},
        {"tested", "Assignments tested", "Tested.", STAITH_UNIT_PEOPLE, COUNT},
        {"over_cap", "Assignments over their cap", "Over.", STAITH_UNIT_PEOPLE, COUNT},
        {"untestable", "Assignments that cannot be tested", "Not.", STAITH_UNIT_PEOPLE, COUNT},
        {"rate_median", "Hourly rate, median", "Median.", STAITH_UNIT_PENCE, MEDIAN},
        {"funnel_applied", "Applied", "Applied.", STAITH_UNIT_PEOPLE, COUNT},
        {"funnel_offered", "Offered", "Offered.", STAITH_UNIT_PEOPLE, COUNT},
        {"funnel_started", "Started", "Started.", STAITH_UNIT_PEOPLE, COUNT},
        {"days_close_to_offer", "Advert closed to offer", "Days from close to offer.",
         STAITH_UNIT_DAYS, MEDIAN},
        {"cohort_12", "Cohort", "Started.", STAITH_UNIT_PEOPLE, COUNT},
        {"stayed_12", "Stayed", "Stayed.", STAITH_UNIT_PEOPLE, COUNT},
    };
    static struct staith_category roles[] = {{"social_worker", "Social worker", 0xFFFF},
                                             {"team_manager", "Team <manager>", 0xFFFF}};
    static struct staith_category states[] = {{"under", "Under the cap", 0xFFFF},
                                              {"over_approved", "Over, approved", 0xFFFF},
                                              {"untestable", "Cannot be tested", 0xFFFF}};
    static struct staith_category bases[] = {{"umbrella", "Umbrella", 0xFFFF},
                                             {"paye", "PAYE", 0xFFFF}};
    static struct staith_dimension dimensions[] = {{"role", "Core role", 1, 0, 2, roles},
                                                   {"state", "Against the cap", 1, 0, 3, states},
                                                   {"basis", "Basis", 1, 0, 2, bases}};
    static uint16_t by_role[] = {CAPS_ASSIGNMENTS, CAPS_TESTED, CAPS_OVER, CAPS_UNTESTABLE};
    static uint16_t of_assignments[] = {CAPS_ASSIGNMENTS};
    static uint16_t of_median[] = {CAPS_MEDIAN};
    static uint16_t funnel[] = {CAPS_APPLIED, CAPS_OFFERED, CAPS_STARTED};
    static uint16_t of_clock[] = {CAPS_CLOCK};
    static uint16_t cohorts[] = {CAPS_COHORT, CAPS_STAYED};
    static uint16_t role[] = {0};
    static uint16_t state[] = {1};
    static uint16_t role_basis[] = {0, 2};
    static uint16_t role_state[] = {0, 1};
    static struct staith_table tables[CAPS_TABLES] = {
        {"by_role", "By core role", 4, 1, by_role, role},
        {"by_state", "Against the cap", 1, 1, of_assignments, state},
        {"by_role_state", "Against the cap, by role", 1, 2, of_assignments, role_state},
        {"rates", "Hourly rates", 1, 2, of_median, role_basis},
        {"funnel_by_role", "Applications by role", 3, 1, funnel, role},
        {"clocks_by_role", "Clocks by role", 1, 1, of_clock, role},
        {"cohorts_by_route", "Who stayed", 2, 1, cohorts, role},
    };
    static uint16_t tested[] = {CAPS_TESTED};
    static struct staith_indicator indicators[] = {{"over_cap_rate", "Share over the cap", "%",
                                                    "Over of tested.", "Rules", 100, 1,
                                                    STAITH_LOW_IS_GOOD, 0, CAPS_OVER, 1, tested}};
    static struct staith_catalogue catalogue = {.plugin = "plugin",
                                                .plugin_version = "1",
                                                .dimension_count = 3,
                                                .measure_count = CAPS_MEASURES,
                                                .table_count = CAPS_TABLES,
                                                .indicator_count = 1,
                                                .dimensions = dimensions,
                                                .measures = measures,
                                                .tables = tables,
                                                .indicators = indicators};
    catalogue.dataset = dataset;
    return &catalogue;
}

struct caps_fixture {
    const struct staith_catalogue *catalogue;
    struct staith_benchmark_council councils[CAPS_COUNCILS];
    struct staith_store_figure figures[CAPS_COUNCILS * CAPS_QUARTERS * 2];
    size_t figure_count;
    struct staith_benchmark *benchmark;
    struct staith_breakdown *breakdown;
};

static inline const char *caps_code(uint32_t council)
{
    static const char *const CODES[CAPS_COUNCILS] = {"801", "802", "803"};
    return CODES[council];
}

/** 2024Q2 to 2025Q4. */
static inline struct staith_period caps_quarter(uint32_t quarter)
{
    return (struct staith_period){STAITH_PERIOD_QUARTER, 2024 + (int)(quarter + 1) / 4,
                                  1 + (int)(quarter + 1) % 4};
}

/** The categories of a cell from text as "role=manager,basis=paye", which is cut up in `room`. */
static inline void caps_place(struct staith_store_cell *cell, const char *place, char *room,
                              size_t size)
{
    (void)snprintf(room, size, "%s", place);
    cell->dimension_count = 0;
    for (char *at = room; *at != '\0';) {
        char *next = at + strcspn(at, ",");
        char *code = at + strcspn(at, "=");
        next = *next == ',' ? (*next = '\0', next + 1) : next;
        assert_true(*code == '=' && cell->dimension_count < 4);
        *code = '\0';
        cell->dimensions[cell->dimension_count] = at;
        cell->categories[cell->dimension_count++] = code + 1;
        at = next;
    }
}

/** Put a cell; `value` is [lo, hi] rounded, or a status. */
static inline void caps_put(struct caps_fixture *fixture, uint32_t council, uint32_t quarter,
                            const char *table, const char *measure, const char *place,
                            struct staith_value value, const char *reason)
{
    char room[256];
    struct staith_store_cell cell = {.authority = caps_code(council),
                                     .period = caps_quarter(quarter),
                                     .table = table,
                                     .measure = measure,
                                     .value = value,
                                     .reason = reason[0] != '\0' ? reason : NULL};
    caps_place(&cell, place, room, sizeof(room));
    assert_int_equal(staith_breakdown_put(fixture->breakdown, &cell), 0);
}

static inline struct staith_value caps_number(int64_t value, int64_t lo, int64_t hi)
{
    return (struct staith_value){STAITH_STATUS_VALUE, value, lo, hi};
}

static inline void caps_figure(struct caps_fixture *fixture, uint32_t council, uint32_t quarter,
                               const char *measure, int64_t value)
{
    struct staith_store_figure *figure = &fixture->figures[fixture->figure_count++];
    (void)snprintf(figure->authority, sizeof(figure->authority), "%s", caps_code(council));
    (void)snprintf(figure->measure, sizeof(figure->measure), "%s", measure);
    figure->period = caps_quarter(quarter);
    figure->value = staith_value_exact(value);
}

/** Over the cap in the region: 30, 35, 30, 40, 35, 30, 10; tested 100 in each quarter. */
static inline struct caps_fixture *caps_fixture_new(const char *dataset)
{
    static const int64_t OVER[CAPS_QUARTERS] = {15, 20, 15, 25, 20, 15, 5};
    struct caps_fixture *fixture = calloc(1, sizeof(*fixture));
    struct staith_err err = {0};
    assert_non_null(fixture);
    fixture->catalogue = caps_catalogue(dataset);
    fixture->councils[0] = (struct staith_benchmark_council){
        .code = "801", .name = "Alpha & Sons", .short_name = "Alpha"};
    fixture->councils[1] =
        (struct staith_benchmark_council){.code = "802", .name = "Beta", .short_name = "Beta"};
    fixture->councils[2] =
        (struct staith_benchmark_council){.code = "803", .name = "Gamma", .short_name = "Gamma"};
    for (uint32_t i = 0; i < CAPS_QUARTERS; i++) {
        caps_figure(fixture, 0, i, "over_cap", OVER[i]);
        caps_figure(fixture, 0, i, "tested", 50);
        caps_figure(fixture, 1, i, "over_cap", i == CAPS_LAST ? 5 : 15);
        caps_figure(fixture, 1, i, "tested", 50);
    }
    const struct staith_benchmark_question question = {.catalogue = fixture->catalogue,
                                                       .region_code = "E12000001",
                                                       .region_name = "North East",
                                                       .council_count = CAPS_COUNCILS,
                                                       .councils = fixture->councils};
    assert_int_equal(staith_benchmark_compute(&question, fixture->figures, fixture->figure_count,
                                              NULL, 0, &fixture->benchmark, &err),
                     0);
    assert_int_equal(
        staith_breakdown_new(fixture->catalogue, fixture->benchmark, &fixture->breakdown, &err), 0);
    return fixture;
}

static inline void caps_fixture_free(struct caps_fixture *fixture)
{
    staith_breakdown_free(fixture->breakdown);
    staith_benchmark_free(fixture->benchmark);
    free(fixture);
}

/** The last quarter's cells: Alpha and Beta have numbers, Gamma has hidden its rates. */
static inline void caps_fixture_fill(struct caps_fixture *f)
{
    const struct staith_value hidden = staith_value_status(STAITH_STATUS_SUPPRESSED);
    for (uint32_t i = 0; i < 2; i++) {
        caps_put(f, i, CAPS_LAST, "by_role", "tested", "role=social_worker",
                 caps_number(40, 36, 44), "");
        caps_put(f, i, CAPS_LAST, "by_role", "tested", "", caps_number(50, 46, 54), "");
        caps_put(f, i, CAPS_LAST, "by_role", "over_cap", "role=social_worker", caps_number(5, 1, 9),
                 "");
        caps_put(f, i, CAPS_LAST, "by_role", "over_cap", "", caps_number(5, 1, 9), "");
        caps_put(f, i, CAPS_LAST, "by_role", "assignments", "", caps_number(60, 56, 64), "");
        caps_put(f, i, CAPS_LAST, "by_state", "assignments", "state=under", caps_number(45, 41, 49),
                 "");
        caps_put(f, i, CAPS_LAST, "by_state", "assignments", "state=over_approved",
                 caps_number(5, 1, 9), "");
        caps_put(f, i, CAPS_LAST, "by_state", "assignments", "", caps_number(60, 56, 64), "");
    }
    caps_put(f, 0, CAPS_LAST, "rates", "rate_median", "role=social_worker,basis=umbrella",
             caps_number(4150, 4126, 4175), "");
    caps_put(f, 1, CAPS_LAST, "rates", "rate_median", "role=social_worker,basis=umbrella",
             caps_number(3950, 3926, 3975), "");
    caps_put(f, 2, CAPS_LAST, "rates", "rate_median", "role=social_worker,basis=umbrella", hidden,
             "too_few_people");
    caps_put(f, 2, CAPS_LAST, "rates", "rate_median", "", hidden, "too_few_people");
    for (uint32_t i = 0; i < CAPS_COUNCILS; i++) {
        caps_put(f, i, CAPS_LAST, "funnel_by_role", "funnel_applied", "", caps_number(30, 26, 34),
                 "");
        caps_put(f, i, CAPS_LAST, "funnel_by_role", "funnel_offered", "", caps_number(10, 6, 14),
                 "");
        caps_put(f, i, CAPS_LAST, "clocks_by_role", "days_close_to_offer", "",
                 caps_number(14 + (int64_t)i, 13 + (int64_t)i, 15 + (int64_t)i), "");
        caps_put(f, i, CAPS_LAST, "cohorts_by_route", "cohort_12", "", caps_number(20, 16, 24), "");
        caps_put(f, i, CAPS_LAST, "cohorts_by_route", "stayed_12", "", caps_number(15, 11, 19), "");
    }
}

#endif
