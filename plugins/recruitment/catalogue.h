/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_RECRUITMENT_CATALOGUE_H
#define STAITH_RECRUITMENT_CATALOGUE_H
/* What the plugin declares. */
#include "events.h"

#include <staith/kit_catalogue.h>

enum staith_recruitment_dimension {
    STAITH_RECRUITMENT_D_ROLE = 0,
    STAITH_RECRUITMENT_D_ORIGIN,
    STAITH_RECRUITMENT_D_ROUTE,
    STAITH_RECRUITMENT_D_STAGE,
    STAITH_RECRUITMENT_D_ADVERTS,
    STAITH_RECRUITMENT_DIMENSION_COUNT
};

/* id, code, unit, aggregation, label, definition */
#define STAITH_RECRUITMENT_MEASURES(X)                                                             \
    X(POSTS, "posts_advertised", POSTS, COUNT_PEOPLE, "Posts advertised in the quarter",           \
      "Different posts of which an advert went out in the quarter.")                               \
    X(ADVERTS, "adverts", POSTS, COUNT_ROWS, "Adverts in the quarter",                             \
      "Rounds of advertising that went out in the quarter.")                                       \
    X(POSTS_2, "posts_2_adverts", POSTS, COUNT_PEOPLE, "Posts that needed two adverts or more",    \
      "Posts advertised in the quarter that have needed at least two adverts so far.")             \
    X(POSTS_3, "posts_3_adverts", POSTS, COUNT_PEOPLE, "Posts that needed three adverts or more",  \
      "Posts advertised in the quarter that have needed at least three adverts so far.")           \
    X(POSTS_5, "posts_5_adverts", POSTS, COUNT_PEOPLE, "Posts that needed five adverts or more",   \
      "Posts advertised in the quarter that have needed at least five adverts so far.")            \
    X(FILLED, "posts_filled", POSTS, COUNT_PEOPLE, "Posts filled in the quarter",                  \
      "Different posts that somebody started in, in the quarter.")                                 \
    X(ROUNDS, "rounds_ended", POSTS, COUNT_ROWS, "Rounds ended in the quarter",                    \
      "Rounds of advertising that ended in the quarter, filled or given up; the funnel is of "     \
      "these alone.")                                                                              \
    X(APPLIED, "funnel_applied", PEOPLE, COUNT_ROWS, "Applications, rounds ended",                 \
      "Applications in rounds that ended in the quarter.")                                         \
    X(SHORTLISTED, "funnel_shortlisted", PEOPLE, COUNT_ROWS, "Shortlisted, rounds ended",          \
      "Applications that were shortlisted, or came further, in rounds that ended in the quarter.") \
    X(INTERVIEWED, "funnel_interviewed", PEOPLE, COUNT_ROWS, "Interviewed, rounds ended",          \
      "Applications that were interviewed, or came further, in rounds that ended in the "          \
      "quarter.")                                                                                  \
    X(OFFERED, "funnel_offered", PEOPLE, COUNT_ROWS, "Offered the post, rounds ended",             \
      "Applications with an offer, conditional or not, in rounds that ended in the quarter.")      \
    X(ACCEPTED, "funnel_accepted", PEOPLE, COUNT_ROWS, "Accepted, rounds ended",                   \
      "Applications whose offer was accepted in rounds that ended in the quarter.")                \
    X(JOINED, "funnel_started", PEOPLE, COUNT_ROWS, "Started, rounds ended",                       \
      "Applications that led to a start in rounds that ended in the quarter.")                     \
    X(WITHDREW, "withdrawals", PEOPLE, COUNT_ROWS, "Candidates who withdrew in the quarter",       \
      "Applications withdrawn in the quarter by the candidate.")                                   \
    X(STARTERS, "starters", PEOPLE, COUNT_PEOPLE, "Starters in the quarter",                       \
      "Different candidates whose first day is in the quarter.")                                   \
    X(CLOSE_TO_OFFER, "days_close_to_offer", DAYS, MEDIAN, "Advert closed to offer, median",       \
      "Calendar days from the close of the advert to the first offer, of offers made in the "      \
      "quarter; median.")                                                                          \
    X(AUTHORISED_TO_START, "days_authorised_to_start", DAYS, MEDIAN,                               \
      "Authorised to first day less notice, median",                                               \
      "Calendar days from authority to recruit to the first day, less the days of notice given, "  \
      "of starters in the quarter whose notice is known; median.")                                 \
    X(DECISION_TO_START, "days_decision_to_start", DAYS, MEDIAN, "Decision to first day, median",  \
      "Calendar days from the first offer to the first day, of starters in the quarter; median.")  \
    X(COHORT_12, "cohort_12", PEOPLE, COUNT_PEOPLE,                                                \
      "Starters of the year that ended 12 months ago",                                             \
      "Different people who started in the four quarters that ended 12 months before the end of "  \
      "the quarter: pooled, since one leaver of a cohort of eight is a person.")                   \
    X(STAYED_12, "stayed_12", PEOPLE, COUNT_PEOPLE, "Of these, still employed after 12 months",    \
      "Those of the cohort who had not left 12 months after their own first day.")                 \
    X(COHORT_24, "cohort_24", PEOPLE, COUNT_PEOPLE,                                                \
      "Starters of the year that ended 24 months ago",                                             \
      "Different people who started in the four quarters that ended 24 months before the end of "  \
      "the quarter.")                                                                              \
    X(STAYED_24, "stayed_24", PEOPLE, COUNT_PEOPLE, "Of these, still employed after 24 months",    \
      "Those of the cohort who had not left 24 months after their own first day.")                 \
    X(ASYE_BEGAN, "asye_began", PEOPLE, COUNT_PEOPLE, "ASYE begun in the year",                    \
      "Different people who began their assessed and supported year in employment in the four "    \
      "quarters to the end of the quarter.")                                                       \
    X(ASYE_12, "asye_cohort_12", PEOPLE, COUNT_PEOPLE, "ASYE cohort that began a year earlier",    \
      "Different people who began their ASYE in the four quarters that ended 12 months before "    \
      "the "                                                                                       \
      "end of the quarter.")                                                                       \
    X(ASYE_COMPLETED, "asye_completed", PEOPLE, COUNT_PEOPLE, "Of these, ASYE completed",          \
      "Those of the cohort who had completed it by the end of the quarter.")                       \
    X(ASYE_STAYED_12, "asye_stayed_12", PEOPLE, COUNT_PEOPLE, "Of these, in post after 12 months", \
      "Those of the cohort who had not left 12 months after their ASYE began.")                    \
    X(ASYE_24, "asye_cohort_24", PEOPLE, COUNT_PEOPLE, "ASYE cohort that began two years earlier", \
      "Different people who began their ASYE in the four quarters that ended 24 months before "    \
      "the "                                                                                       \
      "end of the quarter.")                                                                       \
    X(ASYE_STAYED_24, "asye_stayed_24", PEOPLE, COUNT_PEOPLE, "Of these, in post after 24 months", \
      "Those of the cohort who had not left 24 months after their ASYE began.")                    \
    X(RECRUITMENT_BONUS, "pays_recruitment_bonus", CODE, COUNCIL_VALUE,                            \
      "Pays a recruitment bonus", "Census answer: 0 no, 1 to all eligible, 2 to some.")            \
    X(RETENTION_BONUS, "pays_retention_bonus", CODE, COUNCIL_VALUE, "Pays a retention bonus",      \
      "Census answer: 0 no, 1 to all eligible, 2 to some.")                                        \
    X(PERFORMANCE_REWARD, "pays_performance_reward", CODE, COUNCIL_VALUE,                          \
      "Pays a performance reward", "Census answer: 0 no, 1 to all eligible, 2 to some.")           \
    X(CAR_ALLOWANCE, "pays_car_allowance", CODE, COUNCIL_VALUE, "Pays a car allowance",            \
      "Census answer: 0 no, 1 to all eligible, 2 to some.")                                        \
    X(RELOCATION, "pays_relocation_package", CODE, COUNCIL_VALUE, "Pays a relocation package",     \
      "Census answer: 0 no, 1 to all eligible, 2 to some.")                                        \
    X(REGIONAL_WEIGHTING, "pays_regional_weighting", CODE, COUNCIL_VALUE,                          \
      "Pays a regional weighting", "Census answer: 0 no, 1 to all eligible, 2 to some.")           \
    X(COST_SWE, "pays_registration", CODE, COUNCIL_VALUE, "Pays for registration",                 \
      "Census answer: 0 no, 1 to all eligible, 2 to some.")                                        \
    X(COST_DBS, "pays_dbs_check", CODE, COUNCIL_VALUE, "Pays for the DBS check",                   \
      "Census answer: 0 no, 1 to all eligible, 2 to some.")

enum staith_recruitment_measure {
#define STAITH_RECRUITMENT_X(id, code, unit, aggregation, label, definition)                       \
    STAITH_RECRUITMENT_M_##id,
    STAITH_RECRUITMENT_MEASURES(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
        STAITH_RECRUITMENT_MEASURE_COUNT,
    STAITH_RECRUITMENT_FIRST_INCENTIVE = STAITH_RECRUITMENT_M_RECRUITMENT_BONUS,
    STAITH_RECRUITMENT_INCENTIVE_COUNT =
        STAITH_RECRUITMENT_MEASURE_COUNT - STAITH_RECRUITMENT_FIRST_INCENTIVE
};

enum { STAITH_RECRUITMENT_TABLE_COUNT = 10, STAITH_RECRUITMENT_INDICATOR_COUNT = 9 };

extern const struct staith_dimension_def staith_recruitment_dimensions[];
extern const struct staith_measure_def staith_recruitment_measures[];
extern const struct staith_table_def staith_recruitment_tables[];
extern const struct staith_indicator_def staith_recruitment_indicators[];

/** Band of how many adverts a post has needed (1 or more). */
uint16_t staith_recruitment_advert_band(uint32_t adverts);

#endif
