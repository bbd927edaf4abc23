/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_CATALOGUE_H
#define STAITH_WORKFORCE_CATALOGUE_H
/*
 * What the census measures: measures, the tables to be built of them, and DfE's indicators. The
 * formulas reproduce DfE's published council and region rates of 2017 to 2025.
 */
#include <staith/plugin.h>

/* id, code, unit, aggregation, label, definition */
#define STAITH_WORKFORCE_MEASURES(X)                                                               \
    X(INPOST_FTE, "inpost_fte", FTE_MILLIONTHS, SUM, "In post (FTE)",                              \
      "Full-time equivalent of permanent child and family social workers in post on 30 "           \
      "September, added over their posts (DfE census methodology).")                               \
    X(INPOST_HEADCOUNT, "inpost_headcount", PEOPLE, COUNT_PEOPLE, "In post (headcount)",           \
      "Permanent child and family social workers in post on 30 September; a person is one "        \
      "registration number, birth date, sex and ethnicity, and has the most senior of several "    \
      "roles (DfE census methodology).")                                                           \
    X(STARTERS_FTE, "starters_fte", FTE_MILLIONTHS, SUM, "Starters (FTE)",                         \
      "Full-time equivalent on 30 September of those who started between 1 October and 30 "        \
      "September; who has left again adds nothing (DfE census methodology).")                      \
    X(STARTERS_HEADCOUNT, "starters_headcount", PEOPLE, COUNT_PEOPLE, "Starters (headcount)",      \
      "People whose start date lies between 1 October and 30 September, also those who left "      \
      "again; one person and start date count once (DfE census methodology).")                     \
    X(LEAVERS_FTE, "leavers_fte", FTE_MILLIONTHS, SUM, "Leavers (FTE)",                            \
      "Full-time equivalent, on the 30 September before, of those who left between 1 October "     \
      "and 30 September (DfE census methodology).")                                                \
    X(LEAVERS_HEADCOUNT, "leavers_headcount", PEOPLE, COUNT_PEOPLE, "Leavers (headcount)",         \
      "People who left between 1 October and 30 September; one person and leaving date count "     \
      "once (DfE census methodology).")                                                            \
    X(AGENCY_FTE, "agency_fte", FTE_MILLIONTHS, SUM, "Agency workers (FTE)",                       \
      "Full-time equivalent of agency child and family social workers in post on 30 September "    \
      "(DfE census methodology).")                                                                 \
    X(AGENCY_HEADCOUNT, "agency_headcount", PEOPLE, COUNT_ROWS, "Agency workers (headcount)",      \
      "Records of agency workers in post on 30 September; records are not joined into people "     \
      "(DfE census methodology).")                                                                 \
    X(AGENCY_COVER_FTE, "agency_cover_fte", FTE_MILLIONTHS, COUNCIL_VALUE,                         \
      "Agency workers covering vacancies (FTE)",                                                   \
      "Vacant posts covered by agency workers on 30 September, as the council states them "        \
      "(census item NoAgencyFTE).")                                                                \
    X(AGENCY_COVER_HEADCOUNT, "agency_cover_headcount", PEOPLE, COUNCIL_VALUE,                     \
      "Agency workers covering vacancies (headcount)",                                             \
      "Agency workers covering vacant posts on 30 September, as the council states them "          \
      "(census item NoAgencyHeadcount).")                                                          \
    X(VACANCY_FTE, "vacancy_fte", FTE_MILLIONTHS, COUNCIL_VALUE, "Vacancies (FTE)",                \
      "Vacant posts on 30 September, also those covered by agency workers, as the council "        \
      "states them (census item NumberOfVacancies).")                                              \
    X(CASE_HOLDERS_FTE, "case_holders_fte", FTE_MILLIONTHS, SUM, "Case holders (FTE)",             \
      "Full-time equivalent of permanent and agency workers in post on 30 September who hold at "  \
      "least one case (DfE census methodology).")                                                  \
    X(CASES, "cases", CASES, SUM, "Cases held",                                                    \
      "Cases held on 30 September by permanent and agency workers in post (DfE census "            \
      "methodology).")                                                                             \
    X(DAYS_LOST, "working_days_lost_fte", DAY_HUNDREDTHS, SUM, "Working days lost to sickness",    \
      "Working days lost to sickness between 1 October and 30 September by permanent workers, "    \
      "also those who left (census item WorkingDaysLost).")                                        \
    X(BASE_SALARY, "base_salary", PENCE, SUM, "Base salaries",                                     \
      "Annual base salaries of permanent workers in post on 30 September, added over their posts " \
      "(census item BaseSalary, from 2024/25).")

/** Index of a measure in the descriptor. */
enum staith_workforce_measure {
#define STAITH_WORKFORCE_X(id, code, unit, aggregation, label, definition) STAITH_WORKFORCE_M_##id,
    STAITH_WORKFORCE_MEASURES(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
        STAITH_WORKFORCE_MEASURE_COUNT,
    /** The measures up to here are DfE's headline figures. */
    STAITH_WORKFORCE_HEADLINE_COUNT = STAITH_WORKFORCE_M_BASE_SALARY
};

enum { STAITH_WORKFORCE_TABLE_COUNT = 16, STAITH_WORKFORCE_INDICATOR_COUNT = 9 };

extern const struct staith_measure_def staith_workforce_measures[];
extern const struct staith_table_def staith_workforce_tables[];
extern const struct staith_indicator_def staith_workforce_indicators[];

#endif
