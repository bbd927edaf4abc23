/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGENCY_CATALOGUE_H
#define STAITH_AGENCY_CATALOGUE_H
/*
 * What the plugin declares. "In use" is the last day of the quarter, "in the quarter" any day of
 * it: each label says which. What only the council may see (breaches computed less breaches
 * declared) is no measure but a local alarm.
 */
#include "judge.h"

#include <staith/kit_catalogue.h>

enum staith_agency_dimension {
    STAITH_AGENCY_D_ROLE = 0,
    STAITH_AGENCY_D_BASIS,
    STAITH_AGENCY_D_STATE,
    STAITH_AGENCY_D_OBSTACLE,
    STAITH_AGENCY_D_BAND,
    STAITH_AGENCY_D_APPROVAL,
    STAITH_AGENCY_D_RULE,
    STAITH_AGENCY_D_ANSWER,
    STAITH_AGENCY_D_REASON,
    STAITH_AGENCY_D_LENGTH,
    STAITH_AGENCY_D_HOURS,
    STAITH_AGENCY_DIMENSION_COUNT
};

/* id, code, unit, aggregation, label, definition */
#define STAITH_AGENCY_MEASURES(X)                                                                  \
    X(IN_USE, "in_use", PEOPLE, COUNT_PEOPLE, "Agency workers in use at quarter end (headcount)",  \
      "Different workers whose assignment had begun by the last day of the quarter and had not "   \
      "ended on it.")                                                                              \
    X(IN_USE_FTE, "in_use_fte", FTE_MILLIONTHS, SUM, "Agency workers in use at quarter end (FTE)", \
      "Full-time equivalent of the assignments in use at quarter end; those without FTE and "      \
      "weekly hours add nothing.")                                                                 \
    X(USED, "used", PEOPLE, COUNT_PEOPLE, "Different agency workers in the quarter",               \
      "Different workers with an assignment on any day of the quarter.")                           \
    X(STARTED, "started", PEOPLE, COUNT_ROWS, "Assignments started in the quarter",                \
      "Assignments whose first day is in the quarter.")                                            \
    X(ENDED, "ended", PEOPLE, COUNT_ROWS, "Assignments ended in the quarter",                      \
      "Assignments whose last day is in the quarter.")                                             \
    X(ASSIGNMENTS, "assignments", PEOPLE, COUNT_ROWS, "Assignments in use at quarter end",         \
      "Assignments that had begun by the last day of the quarter and had not ended on it.")        \
    X(TESTED, "tested", PEOPLE, COUNT_ROWS, "Assignments tested against their cap",                \
      "Assignments in use at quarter end with a role, a basis, a rate and a cap that was in "      \
      "force "                                                                                     \
      "when they started.")                                                                        \
    X(OVER_CAP, "over_cap", PEOPLE, COUNT_ROWS, "Assignments over their cap",                      \
      "Assignments in use at quarter end whose rate is above the cap for their role and basis, "   \
      "approved or not.")                                                                          \
    X(UNTESTABLE, "untestable", PEOPLE, COUNT_ROWS, "Assignments that cannot be tested",           \
      "Assignments in use at quarter end without a mapped role, a basis, a rate, or a cap that "   \
      "was in force when they started.")                                                           \
    X(EXCESS_HOUR, "excess_per_hour", PENCE, SUM, "Pay over the cap, per hour",                    \
      "Rate less cap of each assignment over its cap in use at quarter end, added; never "         \
      "below 0.")                                                                                  \
    X(EXCESS_YEAR, "excess_per_year", PENCE, SUM, "Pay over the cap, per year",                    \
      "Pay over the cap per hour times the booked hours of a year, or the standard hours that "    \
      "the "                                                                                       \
      "rules give where booked hours are not known.")                                              \
    X(RATE_LOWER, "rate_lower_quartile", PENCE, LOWER_QUARTILE, "Hourly rate, lower quartile",     \
      "Lower quartile of the hourly rates of assignments in use at quarter end.")                  \
    X(RATE_MEDIAN, "rate_median", PENCE, MEDIAN, "Hourly rate, median",                            \
      "Median of the hourly rates of assignments in use at quarter end; compare rates of one "     \
      "basis only.")                                                                               \
    X(RATE_UPPER, "rate_upper_quartile", PENCE, UPPER_QUARTILE, "Hourly rate, upper quartile",     \
      "Upper quartile of the hourly rates of assignments in use at quarter end.")                  \
    X(CHECKED, "rules_checked", PEOPLE, COUNT_ROWS, "Assignments by rule and how it was kept",     \
      "Assignments in use at quarter end, once for each rule in force when they started.")         \
    X(PROJECT, "project_workers", PEOPLE, COUNT_PEOPLE, "Agency workers in project teams",         \
      "Different workers in use at quarter end in a project team.")                                \
    X(CONVERTED, "converted", PEOPLE, COUNT_PEOPLE, "Agency workers who became permanent",         \
      "Different workers whose conversion to a permanent post is dated in the quarter.")           \
    X(MAP_VERSION, "job_map_version", CODE, COUNCIL_VALUE, "Version of the map of job titles",     \
      "Date, as ccyymmdd, of the map from this council's job titles to the five core roles.")

enum staith_agency_measure {
#define STAITH_AGENCY_X(id, code, unit, aggregation, label, definition) STAITH_AGENCY_M_##id,
    STAITH_AGENCY_MEASURES(STAITH_AGENCY_X)
#undef STAITH_AGENCY_X
        STAITH_AGENCY_MEASURE_COUNT
};

/* id, code, label, advice */
#define STAITH_AGENCY_ALARMS(X)                                                                    \
    X(NOT_DECLARED, "breaches_not_declared",                                                       \
      "Assignments over their cap or against another rule that are not marked as declared.",       \
      "Declare them to the region and the DfE, or correct the assignment.")                        \
    X(NO_BREACH, "declared_without_breach",                                                        \
      "Assignments marked as declared in which no breach was found.",                              \
      "See whether the caps and rules that are configured are those of the declaration.")          \
    X(UNAPPROVED, "over_cap_unapproved",                                                           \
      "Assignments over their cap whose sign-offs are missing or not dated before the start.",     \
      "Ask the director and the chief executive, or bring the rate to the cap.")

enum staith_agency_alarm {
#define STAITH_AGENCY_X(id, code, label, advice) STAITH_AGENCY_A_##id,
    STAITH_AGENCY_ALARMS(STAITH_AGENCY_X)
#undef STAITH_AGENCY_X
        STAITH_AGENCY_ALARM_COUNT
};

enum { STAITH_AGENCY_TABLE_COUNT = 13, STAITH_AGENCY_INDICATOR_COUNT = 5 };

extern const struct staith_dimension_def staith_agency_dimensions[];
extern const struct staith_measure_def staith_agency_measures[];
extern const struct staith_table_def staith_agency_tables[];
extern const struct staith_indicator_def staith_agency_indicators[];
extern const struct staith_local_alarms staith_agency_alarms;

#endif
