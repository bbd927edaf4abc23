/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGENCY_COLUMNS_H
#define STAITH_AGENCY_COLUMNS_H
/*
 * The columns of an assignments file, each stated once. Their headings are mapped in the
 * configuration; the order here is that of the descriptor's elements and of a row's fields.
 */
#include <staith/kit_settings.h>

/* id, name, type, required, digits, least, greatest (scaled), codes, synonyms */
#define STAITH_AGENCY_COLUMNS(X)                                                                   \
    X(WORKER, "worker", TEXT, true, 0, 0, 0, none, worker)                                         \
    X(AGENCY, "agency", TEXT, false, 0, 0, 0, none, agency)                                        \
    X(JOB_TITLE, "job_title", TEXT, false, 0, 0, 0, none, job_title)                               \
    X(ROLE, "role", CODE, false, 0, 0, 0, roles, role)                                             \
    X(BASIS, "basis", CODE, false, 0, 0, 0, bases, basis)                                          \
    X(RATE, "rate", MONEY, false, 2, 1, 100000, none, rate)                                        \
    X(START, "start", DATE, true, 0, 0, 0, none, start)                                            \
    X(END, "end", DATE, false, 0, 0, 0, none, end)                                                 \
    X(FTE, "fte", DECIMAL, false, 6, 0, 1000000, none, fte)                                        \
    X(WEEKLY_HOURS, "weekly_hours", DECIMAL, false, 2, 0, 16800, none, weekly_hours)               \
    X(BOOKED_HOURS, "booked_hours", DECIMAL, false, 2, 0, 876000, none, booked_hours)              \
    X(DIRECTOR_SIGNED, "director_signed", DATE, false, 0, 0, 0, none, director_signed)             \
    X(CHIEF_SIGNED, "chief_executive_signed", DATE, false, 0, 0, 0, none, chief_signed)            \
    X(DECLARED, "declared", YES_NO, false, 0, 0, 0, none, declared)                                \
    X(EXPERIENCE, "experience", CODE, false, 0, 0, 0, answers, unnamed)                            \
    X(EXPERIENCE_YEARS, "experience_years", DECIMAL, false, 2, 0, 6000, none, experience_years)    \
    X(REFERENCE, "reference", CODE, false, 0, 0, 0, answers, reference)                            \
    X(NOTICE, "notice", CODE, false, 0, 0, 0, answers, unnamed)                                    \
    X(NOTICE_WEEKS, "notice_weeks", DECIMAL, false, 2, 0, 10000, none, notice_weeks)               \
    X(COOL_OFF, "cool_off", CODE, false, 0, 0, 0, answers, unnamed)                                \
    X(LEFT_POST, "left_permanent_post", DATE, false, 0, 0, 0, none, left_post)                     \
    X(COOL_OFF_EXCEPTION, "cool_off_exception", CODE, false, 0, 0, 0, exceptions, unnamed)         \
    X(PROJECT_TEAM, "project_team", YES_NO, false, 0, 0, 0, none, project_team)                    \
    X(WORKER_NAMED, "worker_named", CODE, false, 0, 0, 0, answers, unnamed)                        \
    X(COST_SPLIT, "cost_split", CODE, false, 0, 0, 0, answers, unnamed)                            \
    X(REGION_1, "region_rule_1", CODE, false, 0, 0, 0, answers, unnamed)                           \
    X(REGION_2, "region_rule_2", CODE, false, 0, 0, 0, answers, unnamed)                           \
    X(REGION_3, "region_rule_3", CODE, false, 0, 0, 0, answers, unnamed)                           \
    X(REASON, "reason", CODE, false, 0, 0, 0, reasons, reason)                                     \
    X(CONVERTED, "converted", DATE, false, 0, 0, 0, none, converted)

/** Index of a column. */
enum staith_agency_column {
#define STAITH_AGENCY_X(id, name, type, required, digits, least, greatest, codes, synonyms)        \
    STAITH_AGENCY_C_##id,
    STAITH_AGENCY_COLUMNS(STAITH_AGENCY_X)
#undef STAITH_AGENCY_X
        STAITH_AGENCY_COLUMN_COUNT
};

/** The five core roles of the national rules, most senior first; not the census's roles. */
enum staith_agency_role {
    STAITH_AGENCY_ROLE_IRO = 0, /**< independent reviewing officer, child protection chair */
    STAITH_AGENCY_ROLE_TEAM_MANAGER,
    STAITH_AGENCY_ROLE_ADVANCED, /**< with assistant team managers, principal social workers */
    STAITH_AGENCY_ROLE_SENIOR,
    STAITH_AGENCY_ROLE_SOCIAL_WORKER,
    STAITH_AGENCY_ROLE_NONE, /**< no title, or one that the map does not have */
    STAITH_AGENCY_ROLE_COUNT
};

/** What a rate holds: only rates of one basis can be compared. */
enum staith_agency_basis {
    STAITH_AGENCY_BASIS_UMBRELLA = 0, /**< umbrella or limited company: with on-costs */
    STAITH_AGENCY_BASIS_PAYE,         /**< pay alone */
    STAITH_AGENCY_BASIS_NONE,
    STAITH_AGENCY_BASIS_COUNT
};

/** What a council says of a rule for one assignment. */
enum staith_agency_answer {
    STAITH_AGENCY_COMPLIANT = 0,
    STAITH_AGENCY_EXCEPTION,
    STAITH_AGENCY_BREACH,
    STAITH_AGENCY_NOT_KNOWN,
    STAITH_AGENCY_ANSWER_COUNT
};

/** Why somebody may come within the cool-off after a permanent post. */
enum staith_agency_exception { STAITH_AGENCY_NO_EXCEPTION = 0, STAITH_AGENCY_IS_EXCEPTION };

enum staith_agency_reason {
    STAITH_AGENCY_REASON_VACANCY = 0,
    STAITH_AGENCY_REASON_ABSENCE,
    STAITH_AGENCY_REASON_SURGE,
    STAITH_AGENCY_REASON_PROJECT,
    STAITH_AGENCY_REASON_OTHER,
    STAITH_AGENCY_REASON_NONE,
    STAITH_AGENCY_REASON_COUNT
};

extern const struct staith_kit_column staith_agency_columns[STAITH_AGENCY_COLUMN_COUNT];
/** The names of the columns, in the order of the enum and then NULL, for the descriptor. */
extern const char *const staith_agency_column_names[STAITH_AGENCY_COLUMN_COUNT + 1];
/** Words for the five roles and the two bases, for the files of caps and job titles too. */
extern const struct staith_kit_code staith_agency_role_words[];
extern const size_t staith_agency_role_word_count;
extern const struct staith_kit_code staith_agency_basis_words[];
extern const size_t staith_agency_basis_word_count;

#endif
