/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_RECRUITMENT_EVENTS_H
#define STAITH_RECRUITMENT_EVENTS_H
/*
 * From the event dates of one row to what they say: which events lie in the quarter, the clocks,
 * and the cohorts. Pure: no host, no state. "Time to hire" has several official clocks that
 * conflict, so each has a name of its own and there is no other.
 */
#include "columns.h"

/** Clocks, in calendar days. */
enum staith_recruitment_clock {
    STAITH_RECRUITMENT_CLOSE_TO_OFFER = 0,  /**< advert closed to first offer */
    STAITH_RECRUITMENT_AUTHORISED_TO_START, /**< authorised to first day, less the notice given */
    STAITH_RECRUITMENT_DECISION_TO_START,   /**< first offer to first day */
    STAITH_RECRUITMENT_CLOCK_COUNT
};

/** How far a candidate had come when they withdrew. */
enum staith_recruitment_stage {
    STAITH_RECRUITMENT_AFTER_APPLYING = 0,
    STAITH_RECRUITMENT_AFTER_SHORTLIST,
    STAITH_RECRUITMENT_AFTER_INTERVIEW,
    STAITH_RECRUITMENT_AFTER_OFFER,
    STAITH_RECRUITMENT_AFTER_ACCEPTING,
    STAITH_RECRUITMENT_STAGE_COUNT
};

enum { STAITH_RECRUITMENT_COHORTS = 2 }; /**< after 12 and after 24 months */

/** First and last day of the quarter, and of the years whose starters are followed. */
struct staith_recruitment_quarter {
    int32_t first;
    int32_t last;
    /** The years that ended 12 and 24 months before the last day: who started in them has had that
     *  time to stay. */
    int32_t cohort_first[STAITH_RECRUITMENT_COHORTS];
    int32_t cohort_last[STAITH_RECRUITMENT_COHORTS];
};

/** One row, judged. */
struct staith_recruitment_events {
    bool advertised; /**< this round's advert went out in the quarter */
    bool closed;     /**< it closed in the quarter */
    /* the funnel: of rounds that ended in the quarter */
    bool round_ended;
    bool applied; /**< there is a candidate */
    bool shortlisted;
    bool interviewed;
    bool offered;
    bool accepted;
    bool joined;
    /* the candidate, in the quarter */
    bool started;
    bool withdrew;
    uint16_t stage;                                /**< of the withdrawal */
    int32_t clock[STAITH_RECRUITMENT_CLOCK_COUNT]; /**< days; -1: it did not end in the quarter */
    bool disorder; /**< an event lies before the one that must come first */
    /* cohorts of starters and of those who began their ASYE */
    bool cohort[STAITH_RECRUITMENT_COHORTS];
    bool stayed[STAITH_RECRUITMENT_COHORTS];
    bool asye[STAITH_RECRUITMENT_COHORTS];
    bool asye_stayed[STAITH_RECRUITMENT_COHORTS];
    bool asye_began;     /**< in the year to the end of the quarter */
    bool asye_completed; /**< of the first ASYE cohort: by the end of the quarter */
    uint16_t role;
    uint16_t origin;
    uint16_t route;
};

/** The days of a quarter. */
void staith_recruitment_quarter_init(const struct staith_period_def *period,
                                     struct staith_recruitment_quarter *ret_quarter);
/** Judge a row whose post is known. */
void staith_recruitment_judge(const struct staith_recruitment_quarter *quarter,
                              const struct staith_kit_cell *cells,
                              struct staith_recruitment_events *ret_events);

#endif
