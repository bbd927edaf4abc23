/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"

#define M(id) STAITH_RECRUITMENT_M_##id
#define D(id) STAITH_RECRUITMENT_D_##id
#define NO STAITH_NO_CATEGORY

/* ---- dimensions ---------------------------------------------------------------------------- */

#define STAITH_RECRUITMENT_X(id, code, label) {code, label, NO, 0},
static const struct staith_category_def roles[] = {STAITH_RECRUITMENT_ROLES(STAITH_RECRUITMENT_X)};
static const struct staith_category_def origins[] = {
    STAITH_RECRUITMENT_ORIGINS(STAITH_RECRUITMENT_X)};
static const struct staith_category_def routes[] = {STAITH_WORKFORCE_ROUTES(STAITH_RECRUITMENT_X)};
#undef STAITH_RECRUITMENT_X

static const struct staith_category_def stages[STAITH_RECRUITMENT_STAGE_COUNT] = {
    [STAITH_RECRUITMENT_AFTER_APPLYING] = {"applied", "After applying", NO, 0},
    [STAITH_RECRUITMENT_AFTER_SHORTLIST] = {"shortlisted", "After the shortlist", NO, 0},
    [STAITH_RECRUITMENT_AFTER_INTERVIEW] = {"interviewed", "After the interview", NO, 0},
    [STAITH_RECRUITMENT_AFTER_OFFER] = {"offered", "After the offer", NO, 0},
    [STAITH_RECRUITMENT_AFTER_ACCEPTING] = {"accepted", "After accepting", NO, 0}};

enum { ADVERTS_1, ADVERTS_2, ADVERTS_3_4, ADVERTS_5_PLUS };
static const struct staith_category_def adverts[] = {
    [ADVERTS_1] = {"adverts_1", "One advert", NO, 0},
    [ADVERTS_2] = {"adverts_2", "Two adverts", NO, 0},
    [ADVERTS_3_4] = {"adverts_3_4", "Three or four adverts", NO, 0},
    [ADVERTS_5_PLUS] = {"adverts_5_plus", "Five adverts or more", NO, 0}};

uint16_t staith_recruitment_advert_band(uint32_t count)
{
    if (count <= 2) {
        return count <= 1 ? ADVERTS_1 : ADVERTS_2;
    }
    return count <= 4 ? ADVERTS_3_4 : ADVERTS_5_PLUS;
}

const struct staith_dimension_def
    staith_recruitment_dimensions[STAITH_RECRUITMENT_DIMENSION_COUNT] = {
        STAITH_KIT_DIMENSION("role", "Role", roles, STAITH_KEEP_LEAST, 0),
        STAITH_KIT_DIMENSION("origin", "Where starters came from", origins, STAITH_KEEP_FIRST_SEEN,
                             0),
        STAITH_KIT_DIMENSION("route", "Route in", routes, STAITH_KEEP_FIRST_SEEN, 0),
        STAITH_KIT_DIMENSION("stage", "Stage of the withdrawal", stages, STAITH_KEEP_FIRST_SEEN, 0),
        STAITH_KIT_DIMENSION("adverts", "Adverts that the post needed", adverts,
                             STAITH_KEEP_FIRST_SEEN, 0),
};

/* ---- measures ------------------------------------------------------------------------------ */

const struct staith_measure_def staith_recruitment_measures[STAITH_RECRUITMENT_MEASURE_COUNT] = {
    STAITH_RECRUITMENT_MEASURES(STAITH_KIT_MEASURE)};

/* ---- tables -------------------------------------------------------------------------------- */

static const uint16_t headline[] = {M(POSTS),
                                    M(ADVERTS),
                                    M(POSTS_2),
                                    M(POSTS_3),
                                    M(POSTS_5),
                                    M(FILLED),
                                    M(ROUNDS),
                                    M(APPLIED),
                                    M(SHORTLISTED),
                                    M(INTERVIEWED),
                                    M(OFFERED),
                                    M(ACCEPTED),
                                    M(JOINED),
                                    M(WITHDREW),
                                    M(STARTERS),
                                    M(CLOSE_TO_OFFER),
                                    M(AUTHORISED_TO_START),
                                    M(DECISION_TO_START),
                                    M(COHORT_12),
                                    M(STAYED_12),
                                    M(COHORT_24),
                                    M(STAYED_24),
                                    M(ASYE_BEGAN),
                                    M(ASYE_12),
                                    M(ASYE_COMPLETED),
                                    M(ASYE_STAYED_12),
                                    M(ASYE_24),
                                    M(ASYE_STAYED_24)};
static const uint16_t incentives[] = {
    M(RECRUITMENT_BONUS), M(RETENTION_BONUS),    M(PERFORMANCE_REWARD), M(CAR_ALLOWANCE),
    M(RELOCATION),        M(REGIONAL_WEIGHTING), M(COST_SWE),           M(COST_DBS)};
static const uint16_t funnel[] = {M(APPLIED), M(SHORTLISTED), M(INTERVIEWED),
                                  M(OFFERED), M(ACCEPTED),    M(JOINED)};
static const uint16_t posts[] = {M(POSTS), M(FILLED)};
static const uint16_t posts_and_adverts[] = {M(POSTS),  M(POSTS_2), M(POSTS_3), M(POSTS_5),
                                             M(FILLED), M(ADVERTS), M(ROUNDS)};
static const uint16_t withdrawals[] = {M(WITHDREW)};
static const uint16_t starters[] = {M(STARTERS)};
static const uint16_t clocks[] = {M(CLOSE_TO_OFFER), M(AUTHORISED_TO_START), M(DECISION_TO_START)};
static const uint16_t cohorts[] = {
    M(COHORT_12), M(STAYED_12),      M(COHORT_24),      M(STAYED_24), M(ASYE_BEGAN),
    M(ASYE_12),   M(ASYE_COMPLETED), M(ASYE_STAYED_12), M(ASYE_24),   M(ASYE_STAYED_24)};

static const uint16_t by_role[] = {D(ROLE)};
static const uint16_t by_origin[] = {D(ORIGIN)};
static const uint16_t by_route[] = {D(ROUTE)};
static const uint16_t by_stage[] = {D(STAGE)};
static const uint16_t by_adverts[] = {D(ADVERTS)};

const struct staith_table_def staith_recruitment_tables[STAITH_RECRUITMENT_TABLE_COUNT] = {
    STAITH_KIT_HEADLINE("headline", "Headline figures", headline),
    STAITH_KIT_HEADLINE("incentives", "What the council pays", incentives),
    STAITH_KIT_TABLE("funnel_by_role", "Applications of rounds that ended, by role", funnel,
                     by_role),
    STAITH_KIT_TABLE("posts_by_adverts", "Posts by adverts needed", posts, by_adverts),
    STAITH_KIT_TABLE("posts_by_role", "Posts by role", posts_and_adverts, by_role),
    STAITH_KIT_TABLE("withdrawals_by_stage", "Withdrawals by stage", withdrawals, by_stage),
    STAITH_KIT_TABLE("starters_by_origin", "Starters by where they came from", starters, by_origin),
    STAITH_KIT_TABLE("starters_by_route", "Starters by route in", starters, by_route),
    STAITH_KIT_TABLE("clocks_by_role", "Clocks by role", clocks, by_role),
    STAITH_KIT_TABLE("cohorts_by_route", "Starters who stayed, by route in", cohorts, by_route),
};

/* ---- indicators ---------------------------------------------------------------------------- */

static const char source[] = "Councils' own recruitment records; definitions of this plugin";
static const uint16_t of_offered[] = {M(OFFERED)};
static const uint16_t of_posts[] = {M(POSTS)};
static const uint16_t of_cohort_12[] = {M(COHORT_12)};
static const uint16_t of_cohort_24[] = {M(COHORT_24)};
static const uint16_t of_asye_12[] = {M(ASYE_12)};
static const uint16_t of_asye_24[] = {M(ASYE_24)};

#define SHARE(code, label, polarity, definition, numerator, of)                                    \
    STAITH_KIT_SHARE(code, label, polarity, definition, source, numerator, of)

const struct staith_indicator_def
    staith_recruitment_indicators[STAITH_RECRUITMENT_INDICATOR_COUNT] = {
        SHARE("offer_acceptance", "Offers accepted", STAITH_HIGH_IS_GOOD,
              "Offers accepted as a share of offers made, in rounds that ended in the quarter.",
              M(ACCEPTED), of_offered),
        SHARE("share_2_adverts", "Posts that needed two adverts or more", STAITH_LOW_IS_GOOD,
              "As a share of the posts advertised in the quarter.", M(POSTS_2), of_posts),
        SHARE("share_3_adverts", "Posts that needed three adverts or more", STAITH_LOW_IS_GOOD,
              "As a share of the posts advertised in the quarter.", M(POSTS_3), of_posts),
        SHARE("share_5_adverts", "Posts that needed five adverts or more", STAITH_LOW_IS_GOOD,
              "As a share of the posts advertised in the quarter.", M(POSTS_5), of_posts),
        SHARE("retention_12", "Starters still employed after 12 months", STAITH_HIGH_IS_GOOD,
              "Of those who started in the four quarters that ended 12 months ago.", M(STAYED_12),
              of_cohort_12),
        SHARE("retention_24", "Starters still employed after 24 months", STAITH_HIGH_IS_GOOD,
              "Of those who started in the four quarters that ended 24 months ago.", M(STAYED_24),
              of_cohort_24),
        SHARE("asye_completion", "ASYE completed", STAITH_HIGH_IS_GOOD,
              "Of those who began it in the four quarters that ended 12 months ago.",
              M(ASYE_COMPLETED), of_asye_12),
        SHARE("asye_retention_12", "In post 12 months after the ASYE began", STAITH_HIGH_IS_GOOD,
              "Of those who began it in the four quarters that ended 12 months ago.",
              M(ASYE_STAYED_12), of_asye_12),
        SHARE("asye_retention_24", "In post 24 months after the ASYE began", STAITH_HIGH_IS_GOOD,
              "Of those who began it in the four quarters that ended 24 months ago.",
              M(ASYE_STAYED_24), of_asye_24),
};
