/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"

#include "checks.h"
#include "dimensions.h"

#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define M(id) STAITH_WORKFORCE_M_##id
#define D(id) STAITH_WORKFORCE_D_##id

const struct staith_measure_def staith_workforce_measures[STAITH_WORKFORCE_MEASURE_COUNT] = {
#define STAITH_WORKFORCE_X(id, code, unit, aggregation, label, definition)                         \
    {sizeof(struct staith_measure_def),                                                            \
     STAITH_UNIT_##unit,                                                                           \
     STAITH_##aggregation,                                                                         \
     0,                                                                                            \
     code,                                                                                         \
     label,                                                                                        \
     definition},
    STAITH_WORKFORCE_MEASURES(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
};

/* ---- tables -------------------------------------------------------------------------------- */

static const uint16_t headline[] = {M(INPOST_FTE),
                                    M(INPOST_HEADCOUNT),
                                    M(STARTERS_FTE),
                                    M(STARTERS_HEADCOUNT),
                                    M(LEAVERS_FTE),
                                    M(LEAVERS_HEADCOUNT),
                                    M(AGENCY_FTE),
                                    M(AGENCY_HEADCOUNT),
                                    M(AGENCY_COVER_FTE),
                                    M(AGENCY_COVER_HEADCOUNT),
                                    M(VACANCY_FTE),
                                    M(CASE_HOLDERS_FTE),
                                    M(CASES),
                                    M(DAYS_LOST)};
static const uint16_t people[] = {M(INPOST_FTE),         M(INPOST_HEADCOUNT), M(STARTERS_FTE),
                                  M(STARTERS_HEADCOUNT), M(LEAVERS_FTE),      M(LEAVERS_HEADCOUNT)};
static const uint16_t people_and_days[] = {
    M(INPOST_FTE),  M(INPOST_HEADCOUNT),  M(STARTERS_FTE), M(STARTERS_HEADCOUNT),
    M(LEAVERS_FTE), M(LEAVERS_HEADCOUNT), M(DAYS_LOST)};
static const uint16_t stayers_and_leavers[] = {M(INPOST_FTE), M(INPOST_HEADCOUNT), M(LEAVERS_FTE),
                                               M(LEAVERS_HEADCOUNT)};
static const uint16_t in_post[] = {M(INPOST_FTE), M(INPOST_HEADCOUNT)};
static const uint16_t starters[] = {M(STARTERS_FTE), M(STARTERS_HEADCOUNT)};
static const uint16_t leavers[] = {M(LEAVERS_FTE), M(LEAVERS_HEADCOUNT)};
static const uint16_t salaries[] = {M(BASE_SALARY)};

static const uint16_t role[] = {D(ROLE)};
static const uint16_t age_band[] = {D(AGE_BAND)};
static const uint16_t sex[] = {D(SEX)};
static const uint16_t ethnicity[] = {D(ETHNICITY)};
static const uint16_t origin[] = {D(ORIGIN)};
static const uint16_t destination[] = {D(DESTINATION)};
static const uint16_t reason[] = {D(REASON)};
static const uint16_t tenure_band[] = {D(TENURE_BAND)};
static const uint16_t qualification[] = {D(QUALIFICATION)};
static const uint16_t entry_route[] = {D(ENTRY_ROUTE)};
static const uint16_t absence[] = {D(ABSENCE)};
static const uint16_t role_origin[] = {D(ROLE), D(ORIGIN)};
static const uint16_t role_destination[] = {D(ROLE), D(DESTINATION)};
static const uint16_t role_reason[] = {D(ROLE), D(REASON)};

#define TABLE(code, label, measures, dimensions)                                                   \
    {                                                                                              \
        sizeof(struct staith_table_def), COUNT(measures), COUNT(dimensions), 0, code, label,       \
            measures, dimensions                                                                   \
    }

const struct staith_table_def staith_workforce_tables[STAITH_WORKFORCE_TABLE_COUNT] = {
    {sizeof(struct staith_table_def), COUNT(headline), 0, 0, "headline", "Headline figures",
     headline, NULL},
    TABLE("by_role", "By role", people_and_days, role),
    TABLE("by_age_band", "By age", people, age_band),
    TABLE("by_sex", "By sex", people, sex),
    TABLE("by_ethnicity", "By ethnicity", people, ethnicity),
    TABLE("by_tenure_band", "By time in service", stayers_and_leavers, tenure_band),
    TABLE("by_qualification", "By qualification", people, qualification),
    TABLE("by_entry_route", "By fast-track route", people, entry_route),
    TABLE("by_absence", "By absence on 30 September", in_post, absence),
    TABLE("starters_by_origin", "Starters by where they came from", starters, origin),
    TABLE("starters_by_role_origin", "Starters by role and where they came from", starters,
          role_origin),
    TABLE("leavers_by_destination", "Leavers by where they went", leavers, destination),
    TABLE("leavers_by_reason", "Leavers by reason", leavers, reason),
    TABLE("leavers_by_role_destination", "Leavers by role and where they went", leavers,
          role_destination),
    TABLE("leavers_by_role_reason", "Leavers by role and reason", leavers, role_reason),
    TABLE("salaries_by_role", "Base salaries by role", salaries, role),
};

/* ---- indicators ---------------------------------------------------------------------------- */

static const char source[] = "DfE, Children's social work workforce, methodology; formula checked "
                             "against DfE's published rates of 2017 to 2025";
static const uint16_t of_inpost_fte[] = {M(INPOST_FTE)};
static const uint16_t of_inpost_headcount[] = {M(INPOST_HEADCOUNT)};
static const uint16_t of_all_fte[] = {M(AGENCY_FTE), M(INPOST_FTE)};
static const uint16_t of_all_headcount[] = {M(AGENCY_HEADCOUNT), M(INPOST_HEADCOUNT)};
static const uint16_t of_agency_fte[] = {M(AGENCY_FTE)};
static const uint16_t of_posts_fte[] = {M(VACANCY_FTE), M(INPOST_FTE)};
static const uint16_t of_vacancy_fte[] = {M(VACANCY_FTE)};
static const uint16_t of_case_holders_fte[] = {M(CASE_HOLDERS_FTE)};

#define INDICATOR(code, label, scale, polarity, flags, unit_label, definition, numerator, of)      \
    {                                                                                              \
        sizeof(struct staith_indicator_def), scale, 1, polarity, flags, COUNT(of), code, label,    \
            unit_label, definition, source, numerator, 0, of                                       \
    }

const struct staith_indicator_def staith_workforce_indicators[STAITH_WORKFORCE_INDICATOR_COUNT] = {
    INDICATOR("turnover_rate_fte", "Turnover rate (FTE)", 100, STAITH_LOW_IS_GOOD, 0, "%",
              "Leavers in the year as a share of those in post at its end.", M(LEAVERS_FTE),
              of_inpost_fte),
    INDICATOR("turnover_rate_headcount", "Turnover rate (headcount)", 100, STAITH_LOW_IS_GOOD, 0,
              "%", "Leavers in the year as a share of those in post at its end.",
              M(LEAVERS_HEADCOUNT), of_inpost_headcount),
    INDICATOR("agency_rate_fte", "Agency rate (FTE)", 100, STAITH_LOW_IS_GOOD, 0, "%",
              "Agency workers as a share of agency and permanent workers.", M(AGENCY_FTE),
              of_all_fte),
    INDICATOR("agency_rate_headcount", "Agency rate (headcount)", 100, STAITH_LOW_IS_GOOD, 0, "%",
              "Agency workers as a share of agency and permanent workers.", M(AGENCY_HEADCOUNT),
              of_all_headcount),
    INDICATOR("agency_cover_rate_fte", "Agency cover rate (FTE)", 100, STAITH_NEUTRAL,
              STAITH_OVER_100_IS_UNRELIABLE, "%",
              "Agency workers who cover a vacancy as a share of agency workers.",
              M(AGENCY_COVER_FTE), of_agency_fte),
    INDICATOR("vacancy_rate_fte", "Vacancy rate (FTE)", 100, STAITH_LOW_IS_GOOD, 0, "%",
              "Vacancies as a share of vacancies and permanent workers in post.", M(VACANCY_FTE),
              of_posts_fte),
    INDICATOR("vacancy_agency_cover_rate_fte", "Vacancies covered by agency (FTE)", 100,
              STAITH_HIGH_IS_GOOD, STAITH_OVER_100_IS_UNRELIABLE, "%",
              "Agency workers who cover a vacancy as a share of vacancies.", M(AGENCY_COVER_FTE),
              of_vacancy_fte),
    INDICATOR("caseload_fte", "Average caseload", 1, STAITH_LOW_IS_GOOD, 0, "cases per FTE",
              "Cases held per full-time equivalent of those who hold any, agency workers included.",
              M(CASES), of_case_holders_fte),
    INDICATOR(
        "absence_rate_fte", "Sickness absence rate", 100, STAITH_LOW_IS_GOOD,
        STAITH_PER_WORKING_DAY, "%",
        "Working days lost to sickness as a share of the working days of those in post: 253 a "
        "year for each full-time equivalent, 254 in a year with 29 February.",
        M(DAYS_LOST), of_inpost_fte),
};

/* ---- checks -------------------------------------------------------------------------------- */

const struct staith_check_def staith_workforce_checks[STAITH_WORKFORCE_CHECK_COUNT] = {
#define STAITH_WORKFORCE_X(id, code, severity, message, advice)                                    \
    {sizeof(struct staith_check_def), STAITH_##severity, code, message, advice},
    STAITH_WORKFORCE_CHECKS(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
/* Indexed by the measure, so that the order of the list cannot matter. */
#define STAITH_WORKFORCE_X(id, code, label)                                                        \
    [STAITH_WORKFORCE_C_JUMP + STAITH_WORKFORCE_M_##id] = {                                        \
        sizeof(struct staith_check_def), STAITH_QUERY, code,                                       \
        label ": changed more since last year than in any of the nine years before.",              \
        "Check the items behind this figure; if the change is real, nothing need be done."},
        STAITH_WORKFORCE_JUMPS(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
};
