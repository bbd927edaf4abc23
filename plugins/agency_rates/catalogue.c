/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"

#define M(id) STAITH_AGENCY_M_##id
#define D(id) STAITH_AGENCY_D_##id
#define NO STAITH_NO_CATEGORY

/* ---- dimensions: in the order of the enums of columns.h, rules.h and judge.h ----------------- */

static const struct staith_category_def roles[STAITH_AGENCY_ROLE_COUNT] = {
    [STAITH_AGENCY_ROLE_IRO] = {"iro", "Independent reviewing officer or conference chair", NO, 0},
    [STAITH_AGENCY_ROLE_TEAM_MANAGER] = {"team_manager", "Team manager", NO, 0},
    [STAITH_AGENCY_ROLE_ADVANCED] = {"advanced_practitioner", "Advanced practitioner", NO, 0},
    [STAITH_AGENCY_ROLE_SENIOR] = {"senior_social_worker", "Senior social worker", NO, 0},
    [STAITH_AGENCY_ROLE_SOCIAL_WORKER] = {"social_worker", "Social worker", NO, 0},
    [STAITH_AGENCY_ROLE_NONE] = {"not_mapped", "Not mapped to a core role", NO, 0}};

static const struct staith_category_def bases[STAITH_AGENCY_BASIS_COUNT] = {
    [STAITH_AGENCY_BASIS_UMBRELLA] = {"umbrella", "Umbrella or limited company", NO, 0},
    [STAITH_AGENCY_BASIS_PAYE] = {"paye", "PAYE", NO, 0},
    [STAITH_AGENCY_BASIS_NONE] = {"not_known", "Not known", NO, 0}};

static const struct staith_category_def states[STAITH_AGENCY_STATE_COUNT] = {
    [STAITH_AGENCY_UNDER] = {"under", "Under the cap", NO, 0},
    [STAITH_AGENCY_AT] = {"at", "At the cap", NO, 0},
    [STAITH_AGENCY_OVER_APPROVED] = {"over_approved", "Over, approved before the start", NO, 0},
    [STAITH_AGENCY_OVER_UNAPPROVED] = {"over_unapproved", "Over, not approved in time", NO, 0},
    [STAITH_AGENCY_UNTESTABLE] = {"untestable", "Cannot be tested", NO, 0}};

static const struct staith_category_def obstacles[STAITH_AGENCY_OBSTACLE_COUNT] = {
    [STAITH_AGENCY_NO_ROLE] = {"no_role", "No mapped role", NO, 0},
    [STAITH_AGENCY_NO_BASIS] = {"no_basis", "No basis", NO, 0},
    [STAITH_AGENCY_NO_RATE] = {"no_rate", "No rate", NO, 0},
    [STAITH_AGENCY_NO_CAP] = {"no_cap", "No cap in force when it started", NO, 0}};

static const struct staith_category_def bands[STAITH_AGENCY_BAND_COUNT] = {
    [STAITH_AGENCY_UNDER_5_PLUS] = {"under_5_plus",
                                    "More than \xC2\xA3"
                                    "5 under",
                                    NO, 0},
    [STAITH_AGENCY_UNDER_0_5] = {"under_0_5",
                                 "Up to \xC2\xA3"
                                 "5 under",
                                 NO, 0},
    [STAITH_AGENCY_BAND_AT] = {"at", "At the cap", NO, 0},
    [STAITH_AGENCY_OVER_0_2] = {"over_0_2",
                                "Up to \xC2\xA3"
                                "2 over",
                                NO, 0},
    [STAITH_AGENCY_OVER_2_5] = {"over_2_5",
                                "\xC2\xA3"
                                "2 to \xC2\xA3"
                                "5 over",
                                NO, 0},
    [STAITH_AGENCY_OVER_5_PLUS] = {"over_5_plus",
                                   "More than \xC2\xA3"
                                   "5 over",
                                   NO, 0}};

static const struct staith_category_def approvals[STAITH_AGENCY_APPROVAL_COUNT] = {
    [STAITH_AGENCY_ON_TIME] = {"on_time", "Before the start", NO, 0},
    [STAITH_AGENCY_LATE] = {"late", "On the day of the start or later", NO, 0},
    [STAITH_AGENCY_MISSING] = {"missing", "A sign-off is missing", NO, 0}};

static const struct staith_category_def rules[STAITH_AGENCY_ANSWERED_COUNT] = {
    [STAITH_AGENCY_RULE_EXPERIENCE] = {"experience", "Experience after qualifying", NO, 0},
    [STAITH_AGENCY_RULE_REFERENCE] = {"reference", "Practice-based reference", NO, 0},
    [STAITH_AGENCY_RULE_NOTICE] = {"notice", "Notice", NO, 0},
    [STAITH_AGENCY_RULE_COOL_OFF] = {"cool_off", "Cool-off after a permanent post", NO, 0},
    [STAITH_AGENCY_RULE_WORKER_NAMED] = {"worker_named", "Project team: worker named", NO, 0},
    [STAITH_AGENCY_RULE_COST_SPLIT] = {"cost_split", "Project team: cost of workers split out", NO,
                                       0},
    [STAITH_AGENCY_RULE_REGION_1] = {"region_1", "First rule of the region's own", NO, 0},
    [STAITH_AGENCY_RULE_REGION_2] = {"region_2", "Second rule of the region's own", NO, 0},
    [STAITH_AGENCY_RULE_REGION_3] = {"region_3", "Third rule of the region's own", NO, 0}};

static const struct staith_category_def answers[STAITH_AGENCY_ANSWER_COUNT] = {
    [STAITH_AGENCY_COMPLIANT] = {"compliant", "Compliant", NO, 0},
    [STAITH_AGENCY_EXCEPTION] = {"exception", "Exception", NO, 0},
    [STAITH_AGENCY_BREACH] = {"breach", "Breach", NO, 0},
    [STAITH_AGENCY_NOT_KNOWN] = {"not_known", "Not known", NO, 0}};

static const struct staith_category_def reasons[STAITH_AGENCY_REASON_COUNT] = {
    [STAITH_AGENCY_REASON_VACANCY] = {"vacancy", "Vacancy", NO, 0},
    [STAITH_AGENCY_REASON_ABSENCE] = {"absence", "Long absence", NO, 0},
    [STAITH_AGENCY_REASON_SURGE] = {"surge", "Surge in demand", NO, 0},
    [STAITH_AGENCY_REASON_PROJECT] = {"project", "Project", NO, 0},
    [STAITH_AGENCY_REASON_OTHER] = {"other", "Other", NO, 0},
    [STAITH_AGENCY_REASON_NONE] = {"not_known", "Not known", NO, 0}};

static const struct staith_category_def lengths[STAITH_AGENCY_LENGTH_COUNT] = {
    [STAITH_AGENCY_WEEKS_0_12] = {"weeks_0_12", "Under 13 weeks", NO, 0},
    [STAITH_AGENCY_WEEKS_13_25] = {"weeks_13_25", "13 to 25 weeks", NO, 0},
    [STAITH_AGENCY_WEEKS_26_51] = {"weeks_26_51", "26 to 51 weeks", NO, 0},
    [STAITH_AGENCY_WEEKS_52_103] = {"weeks_52_103", "52 to 103 weeks", NO, 0},
    [STAITH_AGENCY_WEEKS_104_PLUS] = {"weeks_104_plus", "104 weeks or more", NO, 0}};

static const struct staith_category_def hours[STAITH_AGENCY_HOURS_COUNT] = {
    [STAITH_AGENCY_BOOKED] = {"booked", "Booked hours", NO, 0},
    [STAITH_AGENCY_STANDARD] = {"standard", "Standard hours of a year", NO, 0}};

/* A worker with two assignments has the more senior role in counts of people. */

const struct staith_dimension_def staith_agency_dimensions[STAITH_AGENCY_DIMENSION_COUNT] = {
    STAITH_KIT_DIMENSION("role", "Core role", roles, STAITH_KEEP_LEAST, 0),
    STAITH_KIT_DIMENSION("basis", "Basis of the rate", bases, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("state", "Against the cap", states, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("obstacle", "Why it cannot be tested", obstacles, STAITH_KEEP_FIRST_SEEN,
                         0),
    STAITH_KIT_DIMENSION("band", "Rate less cap, per hour", bands, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("approval", "Sign-offs of assignments over the cap", approvals,
                         STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("rule", "Rule", rules, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("answer", "How it was kept", answers, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("reason", "Reason for use", reasons, STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("length", "Length of the assignment so far", lengths,
                         STAITH_KEEP_FIRST_SEEN, 0),
    STAITH_KIT_DIMENSION("hours", "Hours that a year was reckoned with", hours,
                         STAITH_KEEP_FIRST_SEEN, 0),
};

/* ---- measures ------------------------------------------------------------------------------ */

const struct staith_measure_def staith_agency_measures[STAITH_AGENCY_MEASURE_COUNT] = {
    STAITH_AGENCY_MEASURES(STAITH_KIT_MEASURE)};

/* ---- tables -------------------------------------------------------------------------------- */

static const uint16_t headline[] = {M(IN_USE),     M(IN_USE_FTE),  M(USED),        M(STARTED),
                                    M(ENDED),      M(ASSIGNMENTS), M(TESTED),      M(OVER_CAP),
                                    M(UNTESTABLE), M(EXCESS_HOUR), M(EXCESS_YEAR), M(PROJECT),
                                    M(CONVERTED),  M(MAP_VERSION)};
static const uint16_t use[] = {M(IN_USE),      M(IN_USE_FTE), M(STARTED),  M(ENDED),
                               M(ASSIGNMENTS), M(TESTED),     M(OVER_CAP), M(UNTESTABLE),
                               M(EXCESS_HOUR), M(PROJECT),    M(CONVERTED)};
static const uint16_t stock_and_flow[] = {M(ASSIGNMENTS), M(STARTED)};
static const uint16_t assignments[] = {M(ASSIGNMENTS)};
static const uint16_t untestable[] = {M(UNTESTABLE)};
static const uint16_t tested[] = {M(TESTED)};
static const uint16_t over_cap[] = {M(OVER_CAP)};
static const uint16_t checked[] = {M(CHECKED)};
static const uint16_t in_use[] = {M(IN_USE)};
static const uint16_t excess_year[] = {M(EXCESS_YEAR)};
static const uint16_t rates[] = {M(RATE_LOWER), M(RATE_MEDIAN), M(RATE_UPPER)};

static const uint16_t by_role[] = {D(ROLE)};
static const uint16_t by_state[] = {D(STATE)};
static const uint16_t by_role_state[] = {D(ROLE), D(STATE)};
static const uint16_t by_obstacle[] = {D(OBSTACLE)};
static const uint16_t by_band[] = {D(BAND)};
static const uint16_t by_role_band[] = {D(ROLE), D(BAND)};
static const uint16_t by_approval[] = {D(APPROVAL)};
static const uint16_t by_rule[] = {D(RULE), D(ANSWER)};
static const uint16_t by_reason[] = {D(REASON)};
static const uint16_t by_length[] = {D(LENGTH)};
static const uint16_t by_hours[] = {D(HOURS)};
static const uint16_t by_role_basis[] = {D(ROLE), D(BASIS)};

const struct staith_table_def staith_agency_tables[STAITH_AGENCY_TABLE_COUNT] = {
    STAITH_KIT_HEADLINE("headline", "Headline figures", headline),
    STAITH_KIT_TABLE("by_role", "By core role", use, by_role),
    STAITH_KIT_TABLE("by_state", "Against the cap", stock_and_flow, by_state),
    STAITH_KIT_TABLE("by_role_state", "Against the cap, by role", assignments, by_role_state),
    STAITH_KIT_TABLE("by_obstacle", "Why assignments cannot be tested", untestable, by_obstacle),
    STAITH_KIT_TABLE("by_band", "Rate less cap", tested, by_band),
    STAITH_KIT_TABLE("by_role_band", "Rate less cap, by role", tested, by_role_band),
    STAITH_KIT_TABLE("by_approval", "Sign-offs of assignments over the cap", over_cap, by_approval),
    STAITH_KIT_TABLE("by_rule", "How the rules were kept", checked, by_rule),
    STAITH_KIT_TABLE("by_reason", "Reason for use", in_use, by_reason),
    STAITH_KIT_TABLE("by_length", "Length of assignments", assignments, by_length),
    STAITH_KIT_TABLE("excess_by_hours", "Pay over the cap by the hours it was reckoned with",
                     excess_year, by_hours),
    STAITH_KIT_TABLE("rates", "Hourly rates by role and basis", rates, by_role_basis),
};

/* ---- indicators ---------------------------------------------------------------------------- */

static const char source[] = "National rules on agency child and family social work, in force from "
                             "31 October 2024; caps agreed by the region";
static const uint16_t of_tested[] = {M(TESTED)};
static const uint16_t of_assignments[] = {M(ASSIGNMENTS)};
static const uint16_t of_over_cap[] = {M(OVER_CAP)};
static const uint16_t of_in_use[] = {M(IN_USE)};

const struct staith_indicator_def staith_agency_indicators[STAITH_AGENCY_INDICATOR_COUNT] = {
    STAITH_KIT_SHARE(
        "over_cap_rate", "Assignments over their cap", STAITH_LOW_IS_GOOD,
        "Assignments over their cap as a share of those that could be tested, in use at "
        "quarter end.",
        source, M(OVER_CAP), of_tested),
    STAITH_KIT_SHARE("untestable_rate", "Assignments that cannot be tested", STAITH_LOW_IS_GOOD,
                     "Assignments that cannot be tested as a share of those in use at quarter end.",
                     source, M(UNTESTABLE), of_assignments),
    STAITH_KIT_INDICATOR(
        "mean_excess", "Pay over the cap, per hour", 1, 2, STAITH_LOW_IS_GOOD, "\xC2\xA3 per hour",
        "Pay over the cap per hour, for each assignment over its cap in use at quarter end.",
        source, M(EXCESS_HOUR), of_over_cap),
    STAITH_KIT_INDICATOR(
        "mean_excess_year", "Pay over the cap, per year", 1, 0, STAITH_LOW_IS_GOOD,
        "\xC2\xA3 per year",
        "Pay over the cap per year, for each assignment over its cap in use at quarter end.",
        source, M(EXCESS_YEAR), of_over_cap),
    STAITH_KIT_INDICATOR(
        "conversion_rate", "Agency workers who became permanent", 100, 1, STAITH_HIGH_IS_GOOD, "%",
        "Conversions to permanent posts in the quarter as a share of agency workers in use "
        "at its end.",
        source, M(CONVERTED), of_in_use),
};

/* ---- local alarms -------------------------------------------------------------------------- */

static const struct staith_alarm_def alarms[STAITH_AGENCY_ALARM_COUNT] = {
#define STAITH_AGENCY_X(id, code, label, advice)                                                   \
    {sizeof(struct staith_alarm_def), 0, code, label, advice},
    STAITH_AGENCY_ALARMS(STAITH_AGENCY_X)
#undef STAITH_AGENCY_X
};

const struct staith_local_alarms staith_agency_alarms = {sizeof(staith_agency_alarms),
                                                         STAITH_AGENCY_ALARM_COUNT, alarms};
