/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Categories stand once, in X lists: the list makes the enum that the code lists point into and
 * the table that the descriptor shows. Every observation finds a category in every dimension of
 * its measure's tables ("not given" is a category), so that totals are the sum of their parts.
 */
#include "dimensions.h"

#include "elements.h"

#define NO STAITH_NO_CATEGORY
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

const struct staith_category_def staith_workforce_roles[STAITH_WORKFORCE_ROLES] = {
    {"senior_manager", "Senior manager", NO, 0},
    {"middle_manager", "Middle manager", NO, 0},
    {"first_line_manager", "First line manager", NO, 0},
    {"senior_practitioner", "Senior practitioner", NO, 0},
    {"case_holder", "Case holder", NO, 0},
    {"qualified_without_cases", "Qualified without cases", NO, 0},
};

enum { AGE_UNDER_30, AGE_30_39, AGE_40_49, AGE_50_59, AGE_50_54, AGE_55_59, AGE_60_PLUS };
const struct staith_category_def staith_workforce_age_bands[STAITH_WORKFORCE_AGE_BANDS] = {
    {"under_30", "Under 30", NO, 0},          {"aged_30_39", "30 to 39", NO, 0},
    {"aged_40_49", "40 to 49", NO, 0},        {"aged_50_59", "50 to 59", NO, 0},
    {"aged_50_54", "50 to 54", AGE_50_59, 0}, {"aged_55_59", "55 to 59", AGE_50_59, 0},
    {"aged_60_plus", "60 and over", NO, 0},
};

enum { SEX_FEMALE, SEX_MALE, SEX_NOT_KNOWN };
static const struct staith_category_def sexes[] = {
    {"female", "Female", NO, 0},
    {"male", "Male", NO, 0},
    {"not_known", "Not known or not specified", NO, 0},
};

#define ETHNICITIES(X)                                                                             \
    X(WHITE, "white", "White", NO)                                                                 \
    X(WBRI, "wbri", "White British", ETHNICITY_WHITE)                                              \
    X(WIRI, "wiri", "White Irish", ETHNICITY_WHITE)                                                \
    X(WOTH, "woth", "Any other White background", ETHNICITY_WHITE)                                 \
    X(MIXED, "mixed", "Mixed or multiple ethnic groups", NO)                                       \
    X(MWBC, "mwbc", "White and Black Caribbean", ETHNICITY_MIXED)                                  \
    X(MWBA, "mwba", "White and Black African", ETHNICITY_MIXED)                                    \
    X(MWAS, "mwas", "White and Asian", ETHNICITY_MIXED)                                            \
    X(MOTH, "moth", "Any other Mixed background", ETHNICITY_MIXED)                                 \
    X(ASIAN, "asian", "Asian or Asian British", NO)                                                \
    X(AIND, "aind", "Indian", ETHNICITY_ASIAN)                                                     \
    X(APKN, "apkn", "Pakistani", ETHNICITY_ASIAN)                                                  \
    X(ABAN, "aban", "Bangladeshi", ETHNICITY_ASIAN)                                                \
    X(AOTH, "aoth", "Any other Asian background", ETHNICITY_ASIAN)                                 \
    X(CHNE, "chne", "Chinese", ETHNICITY_ASIAN)                                                    \
    X(BLACK, "black", "Black, African, Caribbean or Black British", NO)                            \
    X(BCRB, "bcrb", "Black Caribbean", ETHNICITY_BLACK)                                            \
    X(BAFR, "bafr", "Black African", ETHNICITY_BLACK)                                              \
    X(BOTH, "both", "Any other Black background", ETHNICITY_BLACK)                                 \
    X(OTHER, "other", "Other ethnic group", NO)                                                    \
    X(OOTH, "ooth", "Any other ethnic group", ETHNICITY_OTHER)                                     \
    X(NOT_KNOWN, "not_known", "Not known", NO)                                                     \
    X(REFU, "refu", "Declared not stated or refused", ETHNICITY_NOT_KNOWN)                         \
    X(NOBT, "nobt", "Not yet obtained", ETHNICITY_NOT_KNOWN)

enum {
#define X(id, code, label, parent) ETHNICITY_##id,
    ETHNICITIES(X)
#undef X
};
static const struct staith_category_def ethnicities[] = {
#define X(id, code, label, parent) {code, label, parent, 0},
    ETHNICITIES(X)
#undef X
};

const struct staith_category_def staith_workforce_origins[STAITH_WORKFORCE_ORIGINS] = {
    {"newly_qualified", "Newly qualified social worker", NO, 0},
    {"other_authority", "Social worker in another English council", NO, 0},
    {"outside_england", "Social worker outside England", NO, 0},
    {"agency", "Agency or consultancy in social work", NO, 0},
    {"other_social_work", "Other social work role outside councils", NO, 0},
    {"other_social_care", "Other social care role", NO, 0},
    {"elsewhere", "Not in social care, abroad, not working or career break", NO, 0},
    {"other", "Other", NO, 0},
    {"not_known", "Not known", NO, 0},
    {"not_collected", "Not yet collected", NO, 0},
};

const struct staith_category_def staith_workforce_destinations[STAITH_WORKFORCE_DESTINATIONS] = {
    {"other_authority", "Social worker in another English council", NO, 0},
    {"outside_england", "Social worker outside England", NO, 0},
    {"agency", "Agency or consultancy in social work", NO, 0},
    {"other_social_work", "Other social work role outside councils", NO, 0},
    {"other_social_care", "Other social care role", NO, 0},
    {"elsewhere", "Not in social care, abroad, not working or career break", NO, 0},
    {"other", "Other", NO, 0},
    {"not_known", "Not known", NO, 0},
    {"not_collected", "Not yet collected", NO, 0},
};

const struct staith_category_def staith_workforce_reasons[STAITH_WORKFORCE_REASONS] = {
    {"resignation", "Resignation", NO, 0},
    {"voluntary_redundancy", "Voluntary redundancy", NO, 0},
    {"compulsory_redundancy", "Compulsory redundancy", NO, 0},
    {"dismissed", "Dismissed", NO, 0},
    {"retired", "Retired", NO, 0},
    {"deceased", "Deceased", NO, 0},
    {"moved_in_council", "Moved to another kind of role in the council", NO, 0},
    {"other", "Other", NO, 0},
    {"not_known", "Not known", NO, 0},
    {"not_collected", "Not yet collected", NO, 0},
};

const struct staith_category_def staith_workforce_tenure_bands[STAITH_WORKFORCE_TENURE_BANDS] = {
    {"under_2_years", "Under 2 years", NO, 0},      {"years_2_4", "2 to under 5 years", NO, 0},
    {"years_5_9", "5 to under 10 years", NO, 0},    {"years_10_19", "10 to under 20 years", NO, 0},
    {"years_20_29", "20 to under 30 years", NO, 0}, {"years_30_plus", "30 years or more", NO, 0},
};

static const struct staith_category_def qualifications[] = {
    {"undergraduate", "Undergraduate", NO, 0},
    {"postgraduate", "Postgraduate", NO, 0},
    {"other", "Other", NO, 0},
};

static const struct staith_category_def entry_routes[] = {
    {"step_up", "Step Up to Social Work", NO, 0},
    {"frontline", "Frontline", NO, 0},
    {"other", "Any other route", NO, 0},
};

enum {
    ABSENCE_NONE,
    ABSENCE_ABSENT,
    ABSENCE_MAT,
    ABSENCE_OTH,
    ABSENCE_PUB,
    ABSENCE_SIC,
    ABSENCE_TRN,
    ABSENCE_UNA,
    ABSENCE_UNP,
    ABSENCE_NOT_GIVEN
};
static const struct staith_category_def absences[] = {
    {"not_absent", "Not absent, or not said", NO, 0},
    {"absent", "Absent on 30 September", NO, 0},
    {"mat", "Maternity or paternity leave", ABSENCE_ABSENT, 0},
    {"oth", "Other paid authorised absence", ABSENCE_ABSENT, 0},
    {"pub", "Paid absence for public duties", ABSENCE_ABSENT, 0},
    {"sic", "Sickness", ABSENCE_ABSENT, 0},
    {"trn", "Training", ABSENCE_ABSENT, 0},
    {"una", "Unauthorised absence", ABSENCE_ABSENT, 0},
    {"unp", "Unpaid authorised absence", ABSENCE_ABSENT, 0},
    {"reason_not_given", "Reason not given", ABSENCE_ABSENT, 0},
};

#define DIMENSION(code, label, list, precedence, sensitive)                                        \
    {                                                                                              \
        sizeof(struct staith_dimension_def), COUNT(list), code, label, list, precedence, sensitive \
    }

const struct staith_dimension_def staith_workforce_dimensions[STAITH_WORKFORCE_DIMENSION_COUNT] = {
    DIMENSION("role", "Role", staith_workforce_roles, STAITH_KEEP_LEAST, 0),
    DIMENSION("age_band", "Age", staith_workforce_age_bands, STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("sex", "Sex", sexes, STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("ethnicity", "Ethnicity", ethnicities, STAITH_KEEP_FIRST_SEEN, 1),
    DIMENSION("origin", "Where starters came from", staith_workforce_origins,
              STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("destination", "Where leavers went", staith_workforce_destinations,
              STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("reason", "Reason for leaving", staith_workforce_reasons, STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("tenure_band", "Time in service", staith_workforce_tenure_bands,
              STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("qualification", "Qualification", qualifications, STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("entry_route", "Fast-track route", entry_routes, STAITH_KEEP_FIRST_SEEN, 0),
    DIMENSION("absence", "Absence on 30 September", absences, STAITH_KEEP_FIRST_SEEN, 1),
};

static const struct staith_kit_code sex_codes[] = {{"F", SEX_FEMALE}, {"M", SEX_MALE}};
/* The older layout's numbers: 0 not known, 1 male, 2 female, 9 not specified. */
static const struct staith_kit_code gender_codes[] = {
    {"0", SEX_NOT_KNOWN}, {"1", SEX_MALE}, {"2", SEX_FEMALE}, {"9", SEX_NOT_KNOWN}};
static const struct staith_kit_code ethnicity_codes[] = {
    {"ABAN", ETHNICITY_ABAN}, {"AIND", ETHNICITY_AIND}, {"AOTH", ETHNICITY_AOTH},
    {"APKN", ETHNICITY_APKN}, {"BAFR", ETHNICITY_BAFR}, {"BCRB", ETHNICITY_BCRB},
    {"BOTH", ETHNICITY_BOTH}, {"CHNE", ETHNICITY_CHNE}, {"MOTH", ETHNICITY_MOTH},
    {"MWAS", ETHNICITY_MWAS}, {"MWBA", ETHNICITY_MWBA}, {"MWBC", ETHNICITY_MWBC},
    {"NOBT", ETHNICITY_NOBT}, {"OOTH", ETHNICITY_OOTH}, {"REFU", ETHNICITY_REFU},
    {"WBRI", ETHNICITY_WBRI}, {"WIRI", ETHNICITY_WIRI}, {"WOTH", ETHNICITY_WOTH}};
static const struct staith_kit_code absence_codes[] = {
    {"MAT", ABSENCE_MAT}, {"OTH", ABSENCE_OTH}, {"PUB", ABSENCE_PUB}, {"SIC", ABSENCE_SIC},
    {"TRN", ABSENCE_TRN}, {"UNA", ABSENCE_UNA}, {"UNP", ABSENCE_UNP}};

const struct staith_kit_code *staith_workforce_codes(uint32_t element, size_t *ret_count)
{
    switch (element) {
    case STAITH_WORKFORCE_E_SEX:
        *ret_count = COUNT(sex_codes);
        return sex_codes;
    case STAITH_WORKFORCE_E_GENDER:
        *ret_count = COUNT(gender_codes);
        return gender_codes;
    case STAITH_WORKFORCE_E_ETHNICITY:
        *ret_count = COUNT(ethnicity_codes);
        return ethnicity_codes;
    case STAITH_WORKFORCE_E_ABSENCE_REASON:
        *ret_count = COUNT(absence_codes);
        return absence_codes;
    default:
        *ret_count = 0;
        return NULL;
    }
}

uint16_t staith_workforce_age_band(int years)
{
    static const struct {
        int below;
        uint16_t band;
    } bands[] = {
        {30, AGE_UNDER_30}, {40, AGE_30_39}, {50, AGE_40_49}, {55, AGE_50_54}, {60, AGE_55_59}};
    for (size_t i = 0; i < COUNT(bands); i++) {
        if (years < bands[i].below) {
            return bands[i].band;
        }
    }
    return AGE_60_PLUS;
}

uint16_t staith_workforce_tenure_band(int years)
{
    static const int below[] = {2, 5, 10, 20, 30};
    uint16_t band = 0;
    while (band < COUNT(below) && years >= below[band]) {
        band++;
    }
    return band;
}

uint16_t staith_workforce_entry_route(bool step_up, bool frontline)
{
    if (step_up) {
        return 0;
    }
    return frontline ? 1 : 2;
}

uint16_t staith_workforce_absence(bool absent, int64_t reason)
{
    if (!absent) {
        return ABSENCE_NONE;
    }
    return reason < 0 ? ABSENCE_NOT_GIVEN : (uint16_t)reason;
}
