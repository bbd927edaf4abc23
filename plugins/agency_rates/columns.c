/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words are compared without regard to case, spaces and punctuation. They are what people write; a
 * council adds its own in the file `words`.
 */
#include "columns.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define ROLE(id) STAITH_AGENCY_ROLE_##id
#define REASON(id) STAITH_AGENCY_REASON_##id

const struct staith_kit_code staith_agency_role_words[] = {
    {"social_worker", ROLE(SOCIAL_WORKER)},
    {"senior_social_worker", ROLE(SENIOR)},
    {"advanced_practitioner", ROLE(ADVANCED)},
    {"assistant team manager", ROLE(ADVANCED)},
    {"principal social worker", ROLE(ADVANCED)},
    {"team_manager", ROLE(TEAM_MANAGER)},
    {"iro", ROLE(IRO)},
    {"independent reviewing officer", ROLE(IRO)},
    {"child protection conference chair", ROLE(IRO)},
    {"conference chair", ROLE(IRO)},
};
const size_t staith_agency_role_word_count = COUNT(staith_agency_role_words);

const struct staith_kit_code staith_agency_basis_words[] = {
    {"umbrella", STAITH_AGENCY_BASIS_UMBRELLA},
    {"umbrella/limited company", STAITH_AGENCY_BASIS_UMBRELLA},
    {"umbrella/ltd", STAITH_AGENCY_BASIS_UMBRELLA},
    {"limited company", STAITH_AGENCY_BASIS_UMBRELLA},
    {"limited", STAITH_AGENCY_BASIS_UMBRELLA},
    {"ltd", STAITH_AGENCY_BASIS_UMBRELLA},
    {"paye", STAITH_AGENCY_BASIS_PAYE},
};
const size_t staith_agency_basis_word_count = COUNT(staith_agency_basis_words);

static const struct staith_kit_code answers[] = {
    {"compliant", STAITH_AGENCY_COMPLIANT}, {"met", STAITH_AGENCY_COMPLIANT},
    {"yes", STAITH_AGENCY_COMPLIANT},       {"y", STAITH_AGENCY_COMPLIANT},
    {"exception", STAITH_AGENCY_EXCEPTION}, {"exempt", STAITH_AGENCY_EXCEPTION},
    {"breach", STAITH_AGENCY_BREACH},       {"not met", STAITH_AGENCY_BREACH},
    {"no", STAITH_AGENCY_BREACH},           {"n", STAITH_AGENCY_BREACH},
    {"not_known", STAITH_AGENCY_NOT_KNOWN}, {"unknown", STAITH_AGENCY_NOT_KNOWN},
};

static const struct staith_kit_code exceptions[] = {
    {"none", STAITH_AGENCY_NO_EXCEPTION},           {"no", STAITH_AGENCY_NO_EXCEPTION},
    {"permanent_post", STAITH_AGENCY_IS_EXCEPTION}, {"redundancy", STAITH_AGENCY_IS_EXCEPTION},
    {"redundant", STAITH_AGENCY_IS_EXCEPTION},      {"another_region", STAITH_AGENCY_IS_EXCEPTION},
    {"probation", STAITH_AGENCY_IS_EXCEPTION},
};

static const struct staith_kit_code reasons[] = {
    {"vacancy", REASON(VACANCY)},      {"absence", REASON(ABSENCE)},
    {"long absence", REASON(ABSENCE)}, {"long-term absence", REASON(ABSENCE)},
    {"maternity", REASON(ABSENCE)},    {"sickness", REASON(ABSENCE)},
    {"surge", REASON(SURGE)},          {"project", REASON(PROJECT)},
    {"project team", REASON(PROJECT)}, {"other", REASON(OTHER)},
};

#define NAMES(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
#define SYNONYMS_unnamed NULL
#define SYNONYMS_worker NAMES("worker id", "candidate", "candidate id", "worker reference", "name")
#define SYNONYMS_agency NAMES("agency name", "supplier", "vendor")
#define SYNONYMS_job_title NAMES("title", "position", "post", "job")
#define SYNONYMS_role NAMES("core role", "role group")
#define SYNONYMS_basis NAMES("pay basis", "pay type", "rate type", "engagement")
#define SYNONYMS_rate NAMES("hourly rate", "pay rate", "rate per hour")
#define SYNONYMS_start NAMES("start date", "assignment start", "from")
#define SYNONYMS_end NAMES("end date", "assignment end", "to")
#define SYNONYMS_fte NAMES("full-time equivalent")
#define SYNONYMS_weekly_hours NAMES("hours", "hours per week", "contracted hours")
#define SYNONYMS_booked_hours NAMES("annual hours", "hours booked", "booked hours per year")
#define SYNONYMS_director_signed NAMES("dcs approval", "dcs sign off", "director sign off")
#define SYNONYMS_chief_signed NAMES("ceo approval", "ceo sign off", "chief executive sign off")
#define SYNONYMS_declared NAMES("declared to dfe", "reported", "breach declared")
#define SYNONYMS_experience_years NAMES("years qualified", "years of experience")
#define SYNONYMS_reference NAMES("practice reference", "practice-based reference")
#define SYNONYMS_notice_weeks NAMES("notice in weeks")
#define SYNONYMS_left_post NAMES("left permanent role", "permanent leaving date")
#define SYNONYMS_project_team NAMES("managed team", "project")
#define SYNONYMS_reason NAMES("reason for use", "reason for cover", "cover reason")
#define SYNONYMS_converted NAMES("conversion date", "permanent from")

/* Which words a column of codes has; `none` for the others. */
#define CODES_none NULL, 0
#define CODES_roles staith_agency_role_words, COUNT(staith_agency_role_words)
#define CODES_bases staith_agency_basis_words, COUNT(staith_agency_basis_words)
#define CODES_answers answers, COUNT(answers)
#define CODES_exceptions exceptions, COUNT(exceptions)
#define CODES_reasons reasons, COUNT(reasons)

const struct staith_kit_column staith_agency_columns[STAITH_AGENCY_COLUMN_COUNT] = {
#define STAITH_AGENCY_X(id, name, type, required, digits, least, greatest, codes, synonyms)        \
    {name,     SYNONYMS_##synonyms, STAITH_KIT_TYPE_##type, required, digits, least,               \
     greatest, CODES_##codes},
    STAITH_AGENCY_COLUMNS(STAITH_AGENCY_X)
#undef STAITH_AGENCY_X
};

const char *const staith_agency_column_names[STAITH_AGENCY_COLUMN_COUNT + 1] = {
#define STAITH_AGENCY_X(id, name, type, required, digits, least, greatest, codes, synonyms) name,
    STAITH_AGENCY_COLUMNS(STAITH_AGENCY_X)
#undef STAITH_AGENCY_X
        NULL};
