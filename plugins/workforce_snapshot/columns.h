/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SNAPSHOT_COLUMNS_H
#define STAITH_SNAPSHOT_COLUMNS_H
/*
 * The columns of a person file of a quarter or a month: those of the census return under the same
 * names and with the same codes, and those that it lacks. The order here is that of the
 * descriptor's elements.
 */
#include <staith/kit_settings.h>

#include "../workforce/routes.h"

/* id, name, type, required, digits, greatest (scaled), codes, synonyms */
#define STAITH_SNAPSHOT_COLUMNS(X)                                                                 \
    X(SWENO, "sweno", TEXT, true, 0, 0, none, sweno)                                               \
    X(AGENCY_WORKER, "agencyworker", YES_NO, false, 0, 0, none, agency_worker)                     \
    X(FTE, "fte", DECIMAL, true, 6, 1000000, none, fte)                                            \
    X(BIRTH_DATE, "personbirthdate", DATE, false, 0, 0, none, birth_date)                          \
    X(ROLE, "orgrole", CODE, false, 0, 0, roles, role)                                             \
    X(AREA, "service_area", CODE, false, 0, 0, areas, area)                                        \
    X(START_DATE, "rolestartdate", DATE, true, 0, 0, none, start_date)                             \
    X(ORIGIN, "startorigin", CODE, false, 0, 0, origins, origin)                                   \
    X(ROUTE, "route", CODE, false, 0, 0, routes, route)                                            \
    X(STEP_UP, "stepupgrad", YES_NO, false, 0, 0, none, unnamed)                                   \
    X(FRONTLINE, "frontlinegrad", YES_NO, false, 0, 0, none, unnamed)                              \
    X(END_DATE, "roleenddate", DATE, true, 0, 0, none, end_date)                                   \
    X(DESTINATION, "leaverdestination", CODE, false, 0, 0, destinations, destination)              \
    X(REASON, "reasonleave", CODE, false, 0, 0, reasons, reason)                                   \
    X(ASYE, "asye", YES_NO, false, 0, 0, none, asye)                                               \
    X(CASES, "cases", INTEGER, false, 0, 9999, none, cases)                                        \
    X(CASES_ASSESSMENT, "cases_assessment", INTEGER, false, 0, 9999, none, unnamed)                \
    X(CASES_IN_NEED, "cases_in_need", INTEGER, false, 0, 9999, none, unnamed)                      \
    X(CASES_PROTECTION, "cases_protection", INTEGER, false, 0, 9999, none, unnamed)                \
    X(CASES_IN_CARE, "cases_in_care", INTEGER, false, 0, 9999, none, unnamed)                      \
    X(CASES_LEAVING_CARE, "cases_leaving_care", INTEGER, false, 0, 9999, none, unnamed)            \
    X(CASES_OTHER, "cases_other", INTEGER, false, 0, 9999, none, unnamed)                          \
    X(DAYS_LOST, "workingdayslost", DECIMAL, false, 2, 99999, none, days_lost)                     \
    X(DAYS_STRESS, "days_stress", DECIMAL, false, 2, 99999, none, days_stress)                     \
    X(DAYS_MUSCLE, "days_muscle", DECIMAL, false, 2, 99999, none, days_muscle)                     \
    X(DAYS_INFECTION, "days_infection", DECIMAL, false, 2, 99999, none, days_infection)            \
    X(DAYS_OTHER, "days_other", DECIMAL, false, 2, 99999, none, unnamed)

enum staith_snapshot_column {
#define STAITH_SNAPSHOT_X(id, name, type, required, digits, greatest, codes, synonyms)             \
    STAITH_SNAPSHOT_C_##id,
    STAITH_SNAPSHOT_COLUMNS(STAITH_SNAPSHOT_X)
#undef STAITH_SNAPSHOT_X
        STAITH_SNAPSHOT_COLUMN_COUNT,
    STAITH_SNAPSHOT_FIRST_KIND = STAITH_SNAPSHOT_C_CASES_ASSESSMENT,
    STAITH_SNAPSHOT_KIND_COUNT = STAITH_SNAPSHOT_C_CASES_OTHER - STAITH_SNAPSHOT_FIRST_KIND + 1
};

/* Categories that the census lacks: id, code, label. */
#define STAITH_SNAPSHOT_AREAS(X)                                                                   \
    X(FRONT_DOOR, "front_door", "Front door and assessment")                                       \
    X(SAFEGUARDING, "safeguarding", "Children in need and child protection")                       \
    X(IN_CARE, "in_care", "Children in care")                                                      \
    X(LEAVING_CARE, "leaving_care", "Leaving care")                                                \
    X(FOSTERING_ADOPTION, "fostering_adoption", "Fostering and adoption")                          \
    X(DISABILITY, "disability", "Disabled children")                                               \
    X(REVIEWING, "reviewing", "Reviewing and quality")                                             \
    X(EARLY_HELP, "early_help", "Early help and edge of care")                                     \
    X(OTHER, "other", "Other")                                                                     \
    X(NOT_KNOWN, "not_known", "Not known")

#define STAITH_SNAPSHOT_X(id, code, label) STAITH_SNAPSHOT_AREA_##id,
enum staith_snapshot_area { STAITH_SNAPSHOT_AREAS(STAITH_SNAPSHOT_X) STAITH_SNAPSHOT_AREA_COUNT };
#undef STAITH_SNAPSHOT_X
#define STAITH_SNAPSHOT_X(id, code, label) STAITH_SNAPSHOT_ROUTE_##id,
enum staith_snapshot_route {
    STAITH_WORKFORCE_ROUTES(STAITH_SNAPSHOT_X) STAITH_SNAPSHOT_ROUTE_COUNT
};
#undef STAITH_SNAPSHOT_X

extern const struct staith_kit_column staith_snapshot_columns[STAITH_SNAPSHOT_COLUMN_COUNT];
/** The names of the columns, in the order of the enum and then NULL, for the descriptor. */
extern const char *const staith_snapshot_column_names[STAITH_SNAPSHOT_COLUMN_COUNT + 1];
/** The names of the columns of kinds of cases, and then NULL: what may be weighted. */
extern const char *const staith_snapshot_kind_names[STAITH_SNAPSHOT_KIND_COUNT + 1];

#endif
