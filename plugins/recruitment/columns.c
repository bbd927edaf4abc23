/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words are compared without regard to case, spaces and punctuation, so that a category's code is a
 * word for it; a council adds its own in the file `words`.
 */
#include "columns.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct staith_kit_code roles[] = {
#define STAITH_RECRUITMENT_X(id, code, label)                                                      \
    {code, STAITH_RECRUITMENT_ROLE_##id}, {label, STAITH_RECRUITMENT_ROLE_##id},
    STAITH_RECRUITMENT_ROLES(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
        {"asye", STAITH_RECRUITMENT_ROLE_NEWLY_QUALIFIED},
    {"nqsw", STAITH_RECRUITMENT_ROLE_NEWLY_QUALIFIED},
    {"assistant team manager", STAITH_RECRUITMENT_ROLE_ADVANCED},
    {"principal social worker", STAITH_RECRUITMENT_ROLE_ADVANCED},
    {"independent reviewing officer", STAITH_RECRUITMENT_ROLE_IRO},
};

static const struct staith_kit_code origins[] = {
#define STAITH_RECRUITMENT_X(id, code, label)                                                      \
    {code, STAITH_RECRUITMENT_ORIGIN_##id}, {label, STAITH_RECRUITMENT_ORIGIN_##id},
    STAITH_RECRUITMENT_ORIGINS(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
    /* The census's numbers; "not yet collected" is not known here. */
    {"1", STAITH_RECRUITMENT_ORIGIN_NEWLY_QUALIFIED},
    {"2", STAITH_RECRUITMENT_ORIGIN_OTHER_AUTHORITY},
    {"3", STAITH_RECRUITMENT_ORIGIN_OUTSIDE_ENGLAND},
    {"4", STAITH_RECRUITMENT_ORIGIN_AGENCY},
    {"5", STAITH_RECRUITMENT_ORIGIN_OTHER_SOCIAL_WORK},
    {"6", STAITH_RECRUITMENT_ORIGIN_OTHER_SOCIAL_CARE},
    {"7", STAITH_RECRUITMENT_ORIGIN_ELSEWHERE},
    {"8", STAITH_RECRUITMENT_ORIGIN_OTHER},
    {"9", STAITH_RECRUITMENT_ORIGIN_NOT_KNOWN},
    {"10", STAITH_RECRUITMENT_ORIGIN_NOT_KNOWN},
    {"another council", STAITH_RECRUITMENT_ORIGIN_OTHER_AUTHORITY},
    {"other council", STAITH_RECRUITMENT_ORIGIN_OTHER_AUTHORITY},
};

static const struct staith_kit_code routes[] = {
#define STAITH_RECRUITMENT_X(id, code, label)                                                      \
    {code, STAITH_RECRUITMENT_ROUTE_##id}, {label, STAITH_RECRUITMENT_ROUTE_##id},
    STAITH_WORKFORCE_ROUTES(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
        {"apprentice", STAITH_RECRUITMENT_ROUTE_APPRENTICESHIP},
    {"international", STAITH_RECRUITMENT_ROUTE_OVERSEAS},
    {"agency", STAITH_RECRUITMENT_ROUTE_AGENCY_TO_PERMANENT},
};

#define NAMES(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
#define SYNONYMS_post NAMES("post id", "post number", "vacancy", "vacancy reference")
#define SYNONYMS_round NAMES("advert", "advert number", "campaign round")
#define SYNONYMS_role NAMES("job role", "grade")
#define SYNONYMS_authorised NAMES("authorised to recruit", "approved", "approval date")
#define SYNONYMS_advertised NAMES("advert date", "advert opened", "advertised on")
#define SYNONYMS_closed NAMES("closing date", "advert closed", "advert close")
#define SYNONYMS_readvertised NAMES("re-advertised", "readvert date")
#define SYNONYMS_round_ended NAMES("round closed", "campaign ended")
#define SYNONYMS_candidate NAMES("candidate id", "applicant", "applicant id")
#define SYNONYMS_shortlisted NAMES("shortlist date")
#define SYNONYMS_interviewed NAMES("interview date", "interview")
#define SYNONYMS_conditional NAMES("conditional offer", "conditional offer date")
#define SYNONYMS_offered NAMES("offer date", "unconditional offer", "final offer")
#define SYNONYMS_accepted NAMES("offer accepted", "acceptance date")
#define SYNONYMS_notice_days NAMES("notice in days", "notice period days")
#define SYNONYMS_started NAMES("start date", "first day")
#define SYNONYMS_withdrawn NAMES("withdrew", "withdrawal date")
#define SYNONYMS_left NAMES("leaving date", "left council")
#define SYNONYMS_origin NAMES("start origin", "came from")
#define SYNONYMS_route NAMES("route in", "entry route")
#define SYNONYMS_asye_started NAMES("asye start", "asye start date")
#define SYNONYMS_asye_completed NAMES("asye completion", "asye completion date", "asye passed")

#define CODES_none NULL, 0
#define CODES_roles roles, COUNT(roles)
#define CODES_origins origins, COUNT(origins)
#define CODES_routes routes, COUNT(routes)

const struct staith_kit_column staith_recruitment_columns[STAITH_RECRUITMENT_COLUMN_COUNT] = {
#define STAITH_RECRUITMENT_X(id, name, type, required, greatest, codes, synonyms)                  \
    {name, SYNONYMS_##synonyms, STAITH_KIT_TYPE_##type, required, 0, 0, greatest, CODES_##codes},
    STAITH_RECRUITMENT_COLUMNS(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
};

const char *const staith_recruitment_column_names[STAITH_RECRUITMENT_COLUMN_COUNT + 1] = {
#define STAITH_RECRUITMENT_X(id, name, type, required, greatest, codes, synonyms) name,
    STAITH_RECRUITMENT_COLUMNS(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
        NULL};
