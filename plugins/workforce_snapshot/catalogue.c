/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"

#include "dimensions.h"

#define M(id) STAITH_SNAPSHOT_M_##id
#define D(id) STAITH_SNAPSHOT_D_##id
#define NO STAITH_NO_CATEGORY

/* ---- dimensions ---------------------------------------------------------------------------- */

#define STAITH_SNAPSHOT_X(id, code, label) {code, label, NO, 0},
static const struct staith_category_def areas[] = {STAITH_SNAPSHOT_AREAS(STAITH_SNAPSHOT_X)};
static const struct staith_category_def routes[] = {STAITH_WORKFORCE_ROUTES(STAITH_SNAPSHOT_X)};
#undef STAITH_SNAPSHOT_X

static const struct staith_category_def loads[STAITH_SNAPSHOT_LOAD_COUNT] = {
    [STAITH_SNAPSHOT_BELOW_TARGET] = {"below_target", "Below the council's target", NO, 0},
    [STAITH_SNAPSHOT_IN_TARGET] = {"in_target", "In the target range", NO, 0},
    [STAITH_SNAPSHOT_ABOVE_TARGET] = {"above_target", "Above the target", NO, 0}};

static const struct staith_category_def causes[STAITH_SNAPSHOT_CAUSE_COUNT] = {
    [STAITH_SNAPSHOT_STRESS] = {"stress", "Stress, anxiety or depression", NO, 0},
    [STAITH_SNAPSHOT_MUSCLE] = {"musculoskeletal", "Muscles, bones and joints", NO, 0},
    [STAITH_SNAPSHOT_INFECTION] = {"infection", "Infections", NO, 0},
    [STAITH_SNAPSHOT_OTHER_CAUSE] = {"other", "Other causes", NO, 0},
    [STAITH_SNAPSHOT_NO_CAUSE] = {"not_known", "Cause not given", NO, 0}};

const struct staith_dimension_def staith_snapshot_dimensions[STAITH_SNAPSHOT_DIMENSION_COUNT] = {
    STAITH_KIT_DIMENSION("role", "Role", staith_workforce_roles, STAITH_KEEP_LEAST, 0),
    STAITH_KIT_DIMENSION("service_area", "Service area", areas, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("age_band", "Age", staith_workforce_age_bands, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("tenure_band", "Time in service", staith_workforce_tenure_bands,
                         STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("origin", "Where starters came from", staith_workforce_origins,
                         STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("route", "Route in", routes, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("destination", "Where leavers went", staith_workforce_destinations,
                         STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("reason", "Reason for leaving", staith_workforce_reasons,
                         STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("load", "Caseload against the council's target", loads,
                         STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("cause", "Cause of sickness", causes, STAITH_KEEP_FIRST_SEEN, 1),
};

/* ---- measures ------------------------------------------------------------------------------ */

const struct staith_measure_def staith_snapshot_measures[STAITH_SNAPSHOT_MEASURE_COUNT] = {
    STAITH_SNAPSHOT_MEASURES(STAITH_KIT_MEASURE)};

/* ---- tables -------------------------------------------------------------------------------- */

static const uint16_t headline[] = {
    M(INPOST),       M(INPOST_FTE),     M(STARTERS),        M(LEAVERS),     M(LEAVERS_COUNCIL),
    M(AGENCY),       M(AGENCY_FTE),     M(TENURE_5),        M(TENURE_10),   M(TENURE_20),
    M(MAY_RETIRE),   M(ASYE),           M(CASES),           M(HOLDERS_FTE), M(HOLDERS),
    M(ABOVE_TARGET), M(CAPACITY_KNOWN), M(WITHIN_CAPACITY), M(DAYS_LOST),   M(DAYS_STRESS),
    M(ABSENT),       M(ABSENT_STRESS)};
static const uint16_t people[] = {M(INPOST),   M(INPOST_FTE), M(STARTERS),  M(LEAVERS),
                                  M(TENURE_5), M(TENURE_10),  M(TENURE_20), M(MAY_RETIRE)};
static const uint16_t of_areas[] = {
    M(INPOST),      M(INPOST_FTE),   M(STARTERS),       M(LEAVERS),         M(LEAVERS_COUNCIL),
    M(AGENCY),      M(AGENCY_FTE),   M(ASYE),           M(CASES),           M(HOLDERS_FTE),
    M(HOLDERS),     M(ABOVE_TARGET), M(CAPACITY_KNOWN), M(WITHIN_CAPACITY), M(DAYS_LOST),
    M(DAYS_STRESS), M(ABSENT),       M(ABSENT_STRESS)};
static const uint16_t in_post[] = {M(INPOST), M(INPOST_FTE)};
static const uint16_t in_post_and_leavers[] = {M(INPOST), M(INPOST_FTE), M(LEAVERS)};
static const uint16_t starters[] = {M(STARTERS)};
static const uint16_t leavers[] = {M(LEAVERS)};
static const uint16_t holders[] = {M(HOLDERS)};
static const uint16_t sickness[] = {M(DAYS_LOST), M(ABSENCES)};

static const uint16_t by_role[] = {D(ROLE)};
static const uint16_t by_area[] = {D(AREA)};
static const uint16_t by_role_area[] = {D(ROLE), D(AREA)};
static const uint16_t by_age_band[] = {D(AGE_BAND)};
static const uint16_t by_tenure_band[] = {D(TENURE_BAND)};
static const uint16_t by_origin[] = {D(ORIGIN)};
static const uint16_t by_route[] = {D(ROUTE)};
static const uint16_t by_destination[] = {D(DESTINATION)};
static const uint16_t by_reason[] = {D(REASON)};
static const uint16_t by_area_destination[] = {D(AREA), D(DESTINATION)};
static const uint16_t by_load[] = {D(LOAD)};
static const uint16_t by_cause[] = {D(CAUSE)};

const struct staith_table_def staith_snapshot_tables[STAITH_SNAPSHOT_TABLE_COUNT] = {
    STAITH_KIT_HEADLINE("headline", "Headline figures", headline),
    STAITH_KIT_TABLE("by_role", "By role", people, by_role),
    STAITH_KIT_TABLE("by_area", "By service area", of_areas, by_area),
    STAITH_KIT_TABLE("by_role_area", "By role and service area", in_post, by_role_area),
    STAITH_KIT_TABLE("by_age_band", "By age", in_post_and_leavers, by_age_band),
    STAITH_KIT_TABLE("by_tenure_band", "By time in service", in_post_and_leavers, by_tenure_band),
    STAITH_KIT_TABLE("starters_by_origin", "Starters by where they came from", starters, by_origin),
    STAITH_KIT_TABLE("starters_by_route", "Starters by route in", starters, by_route),
    STAITH_KIT_TABLE("leavers_by_destination", "Leavers by where they went", leavers,
                     by_destination),
    STAITH_KIT_TABLE("leavers_by_reason", "Leavers by reason", leavers, by_reason),
    STAITH_KIT_TABLE("leavers_by_area_destination", "Leavers by service area and where they went",
                     leavers, by_area_destination),
    STAITH_KIT_TABLE("holders_by_load", "Case holders against the council's target", holders,
                     by_load),
    STAITH_KIT_TABLE("sickness_by_cause", "Sickness by cause", sickness, by_cause),
};

/* ---- indicators ---------------------------------------------------------------------------- */

static const char source[] = "Councils' own reports on their workforce; definitions of this plugin";
static const uint16_t of_inpost[] = {M(INPOST)};
static const uint16_t of_inpost_fte[] = {M(INPOST_FTE)};
static const uint16_t of_leavers[] = {M(LEAVERS)};
static const uint16_t of_all_fte[] = {M(AGENCY_FTE), M(INPOST_FTE)};
static const uint16_t of_holders_fte[] = {M(HOLDERS_FTE)};
static const uint16_t of_holders[] = {M(HOLDERS)};
static const uint16_t of_capacity[] = {M(CAPACITY_KNOWN)};
static const uint16_t of_days[] = {M(DAYS_LOST)};

#define SHARE(code, label, polarity, definition, numerator, of)                                    \
    STAITH_KIT_SHARE(code, label, polarity, definition, source, numerator, of)
/* Those who left, or were away, need not be among those in post at the end. */
#define RATE(code, label, polarity, definition, numerator, of)                                     \
    STAITH_KIT_INDICATOR(code, label, 100, 1, polarity, "%", definition, source, numerator, of)

const struct staith_indicator_def staith_snapshot_indicators[STAITH_SNAPSHOT_INDICATOR_COUNT] = {
    RATE("leaver_rate", "Leavers in the period", STAITH_LOW_IS_GOOD,
         "Leavers of the period as a share of those in post at its end: of a quarter or a month, "
         "not of a year.",
         M(LEAVERS), of_inpost),
    SHARE("leavers_to_council_share", "Leavers who went to another council", STAITH_LOW_IS_GOOD,
          "As a share of the leavers of the period.", M(LEAVERS_COUNCIL), of_leavers),
    SHARE("agency_rate", "Agency rate (FTE)", STAITH_LOW_IS_GOOD,
          "Agency workers as a share of agency and permanent workers.", M(AGENCY_FTE), of_all_fte),
    SHARE("tenure_5_share", "Five years in service or more", STAITH_HIGH_IS_GOOD,
          "As a share of those in post.", M(TENURE_5), of_inpost),
    SHARE("tenure_10_share", "Ten years in service or more", STAITH_HIGH_IS_GOOD,
          "As a share of those in post.", M(TENURE_10), of_inpost),
    SHARE("tenure_20_share", "Twenty years in service or more", STAITH_NEUTRAL,
          "As a share of those in post.", M(TENURE_20), of_inpost),
    SHARE("may_retire_share", "55 or older", STAITH_LOW_IS_GOOD, "As a share of those in post.",
          M(MAY_RETIRE), of_inpost),
    SHARE("asye_share", "In their ASYE", STAITH_NEUTRAL, "As a share of those in post.", M(ASYE),
          of_inpost),
    STAITH_KIT_INDICATOR("caseload", "Average caseload", 1, 1, STAITH_LOW_IS_GOOD, "cases per FTE",
                         "Cases held for each full-time equivalent of those who hold any.", source,
                         M(CASES), of_holders_fte),
    SHARE("above_target_share", "Case holders above the council's target", STAITH_LOW_IS_GOOD,
          "As a share of the case holders that the target was held against.", M(ABOVE_TARGET),
          of_holders),
    SHARE("within_capacity_share", "Practitioners within capacity", STAITH_HIGH_IS_GOOD,
          "As a share of the practitioners whose cases the council's scheme could weigh.",
          M(WITHIN_CAPACITY), of_capacity),
    STAITH_KIT_INDICATOR("days_lost_per_fte", "Days lost to sickness", 1, 1, STAITH_LOW_IS_GOOD,
                         "days per FTE",
                         "Working days lost in the period for each full-time equivalent in "
                         "post at its end.",
                         source, M(DAYS_LOST), of_inpost_fte),
    SHARE("stress_share", "Days lost to stress", STAITH_LOW_IS_GOOD,
          "As a share of the working days lost to sickness.", M(DAYS_STRESS), of_days),
    RATE("absent_share", "People with days lost to sickness", STAITH_LOW_IS_GOOD,
         "As a share of those in post at the end of the period.", M(ABSENT), of_inpost),
};
