/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SNAPSHOT_CATALOGUE_H
#define STAITH_SNAPSHOT_CATALOGUE_H
/* What the plugin declares: "in post" is the last day of the period, starters and leavers are those
 * of the period, a quarter or a month. */
#include "person.h"

#include <staith/kit_catalogue.h>

enum staith_snapshot_dimension {
    STAITH_SNAPSHOT_D_ROLE = 0,
    STAITH_SNAPSHOT_D_AREA,
    STAITH_SNAPSHOT_D_AGE_BAND,
    STAITH_SNAPSHOT_D_TENURE_BAND,
    STAITH_SNAPSHOT_D_ORIGIN,
    STAITH_SNAPSHOT_D_ROUTE,
    STAITH_SNAPSHOT_D_DESTINATION,
    STAITH_SNAPSHOT_D_REASON,
    STAITH_SNAPSHOT_D_LOAD,
    STAITH_SNAPSHOT_D_CAUSE,
    STAITH_SNAPSHOT_DIMENSION_COUNT
};

/* id, code, unit, aggregation, label, definition */
#define STAITH_SNAPSHOT_MEASURES(X)                                                                \
    X(INPOST, "inpost_headcount", PEOPLE, COUNT_PEOPLE, "In post (headcount)",                     \
      "Different permanent social workers in post on the last day of the period; one "             \
      "registration "                                                                              \
      "number is one person, with the most senior of several roles.")                              \
    X(INPOST_FTE, "inpost_fte", FTE_MILLIONTHS, SUM, "In post (FTE)",                              \
      "Full-time equivalent of permanent social workers in post on the last day of the period.")   \
    X(STARTERS, "starters_headcount", PEOPLE, COUNT_PEOPLE, "Starters in the period",              \
      "Different people who started in the period, also those who left again.")                    \
    X(LEAVERS, "leavers_headcount", PEOPLE, COUNT_PEOPLE, "Leavers in the period",                 \
      "Different people whose last day is in the period.")                                         \
    X(LEAVERS_COUNCIL, "leavers_to_council", PEOPLE, COUNT_PEOPLE, "Leavers to another council",   \
      "Leavers of the period who went to be social workers in another English council.")           \
    X(AGENCY, "agency_headcount", PEOPLE, COUNT_ROWS, "Agency workers (headcount)",                \
      "Rows of agency workers in the file.")                                                       \
    X(AGENCY_FTE, "agency_fte", FTE_MILLIONTHS, SUM, "Agency workers (FTE)",                       \
      "Full-time equivalent of the rows of agency workers.")                                       \
    X(TENURE_5, "tenure_5_plus", PEOPLE, COUNT_PEOPLE, "In post for five years or more",           \
      "Of those in post, with five full years in service or more.")                                \
    X(TENURE_10, "tenure_10_plus", PEOPLE, COUNT_PEOPLE, "In post for ten years or more",          \
      "Of those in post, with ten full years in service or more.")                                 \
    X(TENURE_20, "tenure_20_plus", PEOPLE, COUNT_PEOPLE, "In post for twenty years or more",       \
      "Of those in post, with twenty full years in service or more.")                              \
    X(MAY_RETIRE, "may_retire", PEOPLE, COUNT_PEOPLE, "In post, 55 or older",                      \
      "Of those in post, aged 55 or more on the last day of the period: eligible to retire.")      \
    X(ASYE, "asye_in_post", PEOPLE, COUNT_PEOPLE, "In post, in their ASYE",                        \
      "Of those in post, in their assessed and supported year in employment.")                     \
    X(CASES, "cases", CASES, SUM, "Cases held",                                                    \
      "Cases held on the last day of the period by permanent and agency workers.")                 \
    X(HOLDERS_FTE, "case_holders_fte", FTE_MILLIONTHS, SUM, "Case holders (FTE)",                  \
      "Full-time equivalent of permanent and agency workers who hold at least one case.")          \
    X(HOLDERS, "case_holders", PEOPLE, COUNT_ROWS, "Case holders held against the target",         \
      "Workers with cases and FTE, where the council has set a target range.")                     \
    X(ABOVE_TARGET, "above_target", PEOPLE, COUNT_ROWS, "Case holders above the target",           \
      "Of these, those whose caseload for a full-time equivalent is above the council's own "      \
      "target range.")                                                                             \
    X(CAPACITY_KNOWN, "capacity_known", PEOPLE, COUNT_ROWS, "Practitioners with weighted cases",   \
      "Workers whose cases the council's scheme can weigh.")                                       \
    X(WITHIN_CAPACITY, "within_capacity", PEOPLE, COUNT_ROWS, "Practitioners within capacity",     \
      "Of these, those at or below the capacity of the council's scheme for their FTE.")           \
    X(DAYS_LOST, "working_days_lost", DAY_HUNDREDTHS, SUM, "Working days lost to sickness",        \
      "Working days lost to sickness in the period by permanent workers, also those who left.")    \
    X(DAYS_STRESS, "days_lost_stress", DAY_HUNDREDTHS, SUM, "Working days lost to stress",         \
      "Of these, those whose cause is stress, anxiety or depression.")                             \
    X(ABSENT, "people_absent", PEOPLE, COUNT_PEOPLE, "People with days lost to sickness",          \
      "Different permanent workers with any working day lost to sickness in the period.")          \
    X(ABSENCES, "absences", PEOPLE, COUNT_ROWS, "People by cause of days lost",                    \
      "Permanent workers with any day lost, once for each cause that they have.")                  \
    X(ABSENT_STRESS, "people_absent_stress", PEOPLE, COUNT_PEOPLE,                                 \
      "People with days lost to stress",                                                           \
      "Of these, with any day whose cause is stress, anxiety or depression.")

enum staith_snapshot_measure {
#define STAITH_SNAPSHOT_X(id, code, unit, aggregation, label, definition) STAITH_SNAPSHOT_M_##id,
    STAITH_SNAPSHOT_MEASURES(STAITH_SNAPSHOT_X)
#undef STAITH_SNAPSHOT_X
        STAITH_SNAPSHOT_MEASURE_COUNT
};

enum { STAITH_SNAPSHOT_TABLE_COUNT = 13, STAITH_SNAPSHOT_INDICATOR_COUNT = 14 };

extern const struct staith_dimension_def staith_snapshot_dimensions[];
extern const struct staith_measure_def staith_snapshot_measures[];
extern const struct staith_table_def staith_snapshot_tables[];
extern const struct staith_indicator_def staith_snapshot_indicators[];

#endif
