/* SPDX-License-Identifier: Apache-2.0 */
/* The census's codes are numbers; beside them stand words, and a council adds its own in `words`.
 */
#include "columns.h"

#include "dimensions.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct staith_kit_code roles[] = {
    {"1", 0},
    {"2", 1},
    {"3", 2},
    {"4", 3},
    {"5", 4},
    {"6", 5},
    {"senior_manager", 0},
    {"middle_manager", 1},
    {"first_line_manager", 2},
    {"team manager", 2},
    {"senior_practitioner", 3},
    {"advanced practitioner", 3},
    {"case_holder", 4},
    {"social worker", 4},
    {"qualified_without_cases", 5},
};

static const struct staith_kit_code origins[] = {
    {"1", 0},
    {"2", 1},
    {"3", 2},
    {"4", 3},
    {"5", 4},
    {"6", 5},
    {"7", 6},
    {"8", 7},
    {"9", 8},
    {"10", 9},
    {"newly_qualified", 0},
    {"other_authority", 1},
    {"other council", 1},
    {"outside_england", 2},
    {"agency", 3},
    {"other_social_work", 4},
    {"other_social_care", 5},
    {"elsewhere", 6},
    {"other", 7},
    {"not_known", 8},
};

static const struct staith_kit_code destinations[] = {
    {"1", 0},
    {"2", 1},
    {"3", 2},
    {"4", 3},
    {"5", 4},
    {"6", 5},
    {"7", 6},
    {"8", 7},
    {"9", 8},
    {"other_authority", 0},
    {"other council", 0},
    {"outside_england", 1},
    {"agency", 2},
    {"other_social_work", 3},
    {"other_social_care", 4},
    {"elsewhere", 5},
    {"other", 6},
    {"not_known", 7},
};

static const struct staith_kit_code reasons[] = {
    {"1", 0},
    {"2", 1},
    {"3", 2},
    {"4", 3},
    {"5", 4},
    {"6", 5},
    {"7", 6},
    {"8", 7},
    {"9", 8},
    {"10", 9},
    {"resignation", 0},
    {"voluntary_redundancy", 1},
    {"compulsory_redundancy", 2},
    {"dismissed", 3},
    {"retired", 4},
    {"retirement", 4},
    {"deceased", 5},
    {"moved_in_council", 6},
    {"other", 7},
    {"not_known", 8},
};

static const struct staith_kit_code areas[] = {
#define STAITH_SNAPSHOT_X(id, code, label)                                                         \
    {code, STAITH_SNAPSHOT_AREA_##id}, {label, STAITH_SNAPSHOT_AREA_##id},
    STAITH_SNAPSHOT_AREAS(STAITH_SNAPSHOT_X)
#undef STAITH_SNAPSHOT_X
        {"mash", STAITH_SNAPSHOT_AREA_FRONT_DOOR},
    {"assessment", STAITH_SNAPSHOT_AREA_FRONT_DOOR},
    {"child protection", STAITH_SNAPSHOT_AREA_SAFEGUARDING},
    {"looked after children", STAITH_SNAPSHOT_AREA_IN_CARE},
    {"fostering", STAITH_SNAPSHOT_AREA_FOSTERING_ADOPTION},
    {"adoption", STAITH_SNAPSHOT_AREA_FOSTERING_ADOPTION},
};

static const struct staith_kit_code routes[] = {
#define STAITH_SNAPSHOT_X(id, code, label)                                                         \
    {code, STAITH_SNAPSHOT_ROUTE_##id}, {label, STAITH_SNAPSHOT_ROUTE_##id},
    STAITH_WORKFORCE_ROUTES(STAITH_SNAPSHOT_X)
#undef STAITH_SNAPSHOT_X
        {"apprentice", STAITH_SNAPSHOT_ROUTE_APPRENTICESHIP},
    {"international", STAITH_SNAPSHOT_ROUTE_OVERSEAS},
};

#define NAMES(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
#define SYNONYMS_unnamed NULL
#define SYNONYMS_sweno NAMES("registration number", "swe number", "employee number", "person")
#define SYNONYMS_agency_worker NAMES("agency")
#define SYNONYMS_fte NAMES("full-time equivalent")
#define SYNONYMS_birth_date NAMES("birth date", "date of birth", "dob")
#define SYNONYMS_role NAMES("role", "job role")
#define SYNONYMS_area NAMES("service", "team", "service area")
#define SYNONYMS_start_date NAMES("start date", "started")
#define SYNONYMS_origin NAMES("origin", "came from")
#define SYNONYMS_route NAMES("route in", "entry route")
#define SYNONYMS_end_date NAMES("end date", "leaving date", "left")
#define SYNONYMS_destination NAMES("destination", "went to")
#define SYNONYMS_reason NAMES("reason", "reason for leaving")
#define SYNONYMS_asye NAMES("in asye", "newly qualified")
#define SYNONYMS_cases NAMES("cases30", "caseload")
#define SYNONYMS_days_lost NAMES("days lost", "sickness days", "days sick")
#define SYNONYMS_days_stress NAMES("stress days", "days lost to stress")
#define SYNONYMS_days_muscle NAMES("musculoskeletal days")
#define SYNONYMS_days_infection NAMES("infection days")

#define CODES_none NULL, 0
#define CODES_roles roles, COUNT(roles)
#define CODES_areas areas, COUNT(areas)
#define CODES_origins origins, COUNT(origins)
#define CODES_routes routes, COUNT(routes)
#define CODES_destinations destinations, COUNT(destinations)
#define CODES_reasons reasons, COUNT(reasons)

const struct staith_kit_column staith_snapshot_columns[STAITH_SNAPSHOT_COLUMN_COUNT] = {
#define STAITH_SNAPSHOT_X(id, name, type, required, digits, greatest, codes, synonyms)             \
    {name,     SYNONYMS_##synonyms, STAITH_KIT_TYPE_##type, required, digits, 0,                   \
     greatest, CODES_##codes},
    STAITH_SNAPSHOT_COLUMNS(STAITH_SNAPSHOT_X)
#undef STAITH_SNAPSHOT_X
};

const char *const staith_snapshot_column_names[STAITH_SNAPSHOT_COLUMN_COUNT + 1] = {
#define STAITH_SNAPSHOT_X(id, name, type, required, digits, greatest, codes, synonyms) name,
    STAITH_SNAPSHOT_COLUMNS(STAITH_SNAPSHOT_X)
#undef STAITH_SNAPSHOT_X
        NULL};

const char *const staith_snapshot_kind_names[STAITH_SNAPSHOT_KIND_COUNT + 1] = {
    "cases_assessment",
    "cases_in_need",
    "cases_protection",
    "cases_in_care",
    "cases_leaving_care",
    "cases_other",
    NULL};
