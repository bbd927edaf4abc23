/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_RECRUITMENT_COLUMNS_H
#define STAITH_RECRUITMENT_COLUMNS_H
/*
 * The columns of a recruitment file: a row is one candidate in one round of advertising of one
 * post; a round that nobody applied in has a row without a candidate. Dates of events go in, clocks
 * are derived. The order here is that of the descriptor's elements.
 */
#include <staith/kit_settings.h>

#include "../workforce/routes.h"

/* id, name, type, required, greatest, codes, synonyms */
#define STAITH_RECRUITMENT_COLUMNS(X)                                                              \
    X(POST, "post", TEXT, true, 0, none, post)                                                     \
    X(ROUND, "round", INTEGER, false, 50, none, round)                                             \
    X(ROLE, "role", CODE, false, 0, roles, role)                                                   \
    X(AUTHORISED, "authorised", DATE, false, 0, none, authorised)                                  \
    X(ADVERTISED, "advertised", DATE, true, 0, none, advertised)                                   \
    X(CLOSED, "closed", DATE, false, 0, none, closed)                                              \
    X(READVERTISED, "readvertised", DATE, false, 0, none, readvertised)                            \
    X(ROUND_ENDED, "round_ended", DATE, false, 0, none, round_ended)                               \
    X(CANDIDATE, "candidate", TEXT, true, 0, none, candidate)                                      \
    X(SHORTLISTED, "shortlisted", DATE, false, 0, none, shortlisted)                               \
    X(INTERVIEWED, "interviewed", DATE, false, 0, none, interviewed)                               \
    X(OFFERED_CONDITIONALLY, "offered_conditionally", DATE, false, 0, none, conditional)           \
    X(OFFERED, "offered", DATE, false, 0, none, offered)                                           \
    X(ACCEPTED, "accepted", DATE, false, 0, none, accepted)                                        \
    X(NOTICE_DAYS, "notice_days", INTEGER, false, 400, none, notice_days)                          \
    X(STARTED, "started", DATE, true, 0, none, started)                                            \
    X(WITHDRAWN, "withdrawn", DATE, false, 0, none, withdrawn)                                     \
    X(LEFT, "left", DATE, false, 0, none, left)                                                    \
    X(ORIGIN, "origin", CODE, false, 0, origins, origin)                                           \
    X(ROUTE, "route", CODE, false, 0, routes, route)                                               \
    X(ASYE_STARTED, "asye_started", DATE, false, 0, none, asye_started)                            \
    X(ASYE_COMPLETED, "asye_completed", DATE, false, 0, none, asye_completed)

enum staith_recruitment_column {
#define STAITH_RECRUITMENT_X(id, name, type, required, greatest, codes, synonyms)                  \
    STAITH_RECRUITMENT_C_##id,
    STAITH_RECRUITMENT_COLUMNS(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
        STAITH_RECRUITMENT_COLUMN_COUNT
};

/* Categories: id, code, label. `not_known` is the last of each. */
#define STAITH_RECRUITMENT_ROLES(X)                                                                \
    X(SENIOR_MANAGER, "senior_manager", "Senior or middle manager")                                \
    X(TEAM_MANAGER, "team_manager", "Team manager")                                                \
    X(IRO, "iro", "Independent reviewing officer or conference chair")                             \
    X(ADVANCED, "advanced_practitioner", "Advanced practitioner")                                  \
    X(SENIOR, "senior_social_worker", "Senior social worker")                                      \
    X(SOCIAL_WORKER, "social_worker", "Social worker")                                             \
    X(NEWLY_QUALIFIED, "newly_qualified", "Newly qualified social worker")                         \
    X(NOT_KNOWN, "not_known", "Not known")
#define STAITH_RECRUITMENT_ORIGINS(X)                                                              \
    X(NEWLY_QUALIFIED, "newly_qualified", "Newly qualified social worker")                         \
    X(OTHER_AUTHORITY, "other_authority", "Social worker in another English council")              \
    X(OUTSIDE_ENGLAND, "outside_england", "Social worker outside England")                         \
    X(AGENCY, "agency", "Agency or consultancy in social work")                                    \
    X(OTHER_SOCIAL_WORK, "other_social_work", "Other social work role outside councils")           \
    X(OTHER_SOCIAL_CARE, "other_social_care", "Other social care role")                            \
    X(ELSEWHERE, "elsewhere", "Not in social care, abroad, not working or career break")           \
    X(OTHER, "other", "Other")                                                                     \
    X(NOT_KNOWN, "not_known", "Not known")

#define STAITH_RECRUITMENT_X(id, code, label) STAITH_RECRUITMENT_ROLE_##id,
enum staith_recruitment_role {
    STAITH_RECRUITMENT_ROLES(STAITH_RECRUITMENT_X) STAITH_RECRUITMENT_ROLE_COUNT
};
#undef STAITH_RECRUITMENT_X
#define STAITH_RECRUITMENT_X(id, code, label) STAITH_RECRUITMENT_ORIGIN_##id,
enum staith_recruitment_origin {
    STAITH_RECRUITMENT_ORIGINS(STAITH_RECRUITMENT_X) STAITH_RECRUITMENT_ORIGIN_COUNT
};
#undef STAITH_RECRUITMENT_X
#define STAITH_RECRUITMENT_X(id, code, label) STAITH_RECRUITMENT_ROUTE_##id,
enum staith_recruitment_route {
    STAITH_WORKFORCE_ROUTES(STAITH_RECRUITMENT_X) STAITH_RECRUITMENT_ROUTE_COUNT
};
#undef STAITH_RECRUITMENT_X

extern const struct staith_kit_column staith_recruitment_columns[STAITH_RECRUITMENT_COLUMN_COUNT];
/** The names of the columns, in the order of the enum and then NULL, for the descriptor. */
extern const char *const staith_recruitment_column_names[STAITH_RECRUITMENT_COLUMN_COUNT + 1];

#endif
