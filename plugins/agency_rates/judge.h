/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGENCY_JUDGE_H
#define STAITH_AGENCY_JUDGE_H
/*
 * One assignment against the caps and rules in force when it started. Pure: no host, no state.
 */
#include "rules.h"

/** The five states of an assignment. */
enum staith_agency_state {
    STAITH_AGENCY_UNDER = 0,
    STAITH_AGENCY_AT,
    STAITH_AGENCY_OVER_APPROVED, /**< all sign-offs in force are dated before the start */
    STAITH_AGENCY_OVER_UNAPPROVED,
    STAITH_AGENCY_UNTESTABLE,
    STAITH_AGENCY_STATE_COUNT
};

/** Why an assignment cannot be tested; the first that holds. */
enum staith_agency_obstacle {
    STAITH_AGENCY_NO_ROLE = 0,
    STAITH_AGENCY_NO_BASIS,
    STAITH_AGENCY_NO_RATE,
    STAITH_AGENCY_NO_CAP, /**< no cap for its role and basis was in force when it started */
    STAITH_AGENCY_OBSTACLE_COUNT
};

/** Rate less cap. */
enum staith_agency_band {
    STAITH_AGENCY_UNDER_5_PLUS = 0, /**< more than 5 pounds under */
    STAITH_AGENCY_UNDER_0_5,
    STAITH_AGENCY_BAND_AT,
    STAITH_AGENCY_OVER_0_2, /**< up to and with 2 pounds over */
    STAITH_AGENCY_OVER_2_5,
    STAITH_AGENCY_OVER_5_PLUS,
    STAITH_AGENCY_BAND_COUNT
};

/** Sign-offs of an assignment above its cap. */
enum staith_agency_approval {
    STAITH_AGENCY_ON_TIME = 0, /**< each dated before the start */
    STAITH_AGENCY_LATE,        /**< all there, one of them not before the start */
    STAITH_AGENCY_MISSING,
    STAITH_AGENCY_APPROVAL_COUNT
};

/** How long somebody has been in an assignment, in full weeks. */
enum staith_agency_length {
    STAITH_AGENCY_WEEKS_0_12 = 0,
    STAITH_AGENCY_WEEKS_13_25,
    STAITH_AGENCY_WEEKS_26_51,
    STAITH_AGENCY_WEEKS_52_103,
    STAITH_AGENCY_WEEKS_104_PLUS,
    STAITH_AGENCY_LENGTH_COUNT
};

enum staith_agency_hours {
    STAITH_AGENCY_BOOKED = 0,
    STAITH_AGENCY_STANDARD,
    STAITH_AGENCY_HOURS_COUNT
};

/** First and last day of the quarter. */
struct staith_agency_quarter {
    int32_t first;
    int32_t last;
};

struct staith_agency_verdict {
    /* when */
    bool in_use;  /**< on the last day of the quarter, and not ended on it */
    bool used;    /**< on any day of the quarter */
    bool started; /**< in the quarter */
    bool ended;
    bool converted; /**< to a permanent post, in the quarter */
    bool project;   /**< in a project team */
    /* categories, STAITH_NO_CATEGORY where one does not apply */
    uint16_t role;
    uint16_t basis;
    uint16_t state;
    uint16_t obstacle;
    uint16_t band;
    uint16_t approval;
    uint16_t reason;
    uint16_t length;
    uint16_t hours;                                 /**< what the annual excess was reckoned with */
    uint16_t answers[STAITH_AGENCY_ANSWERED_COUNT]; /**< for each rule that applies */
    /* numbers; -1: not known */
    int64_t fte;           /**< millionths */
    int64_t rate;          /**< pence an hour */
    int64_t excess;        /**< pence an hour over the cap, never below 0; 0 when not tested */
    int64_t annual_excess; /**< pence a year */
    /* what the council must declare */
    bool breach; /**< over its cap, or a rule is broken */
    bool declared;
};

/** Judge an assignment whose mandatory cells are good. */
void staith_agency_judge(const struct staith_agency_rules *rules,
                         const struct staith_agency_quarter *quarter,
                         const struct staith_kit_cell *cells,
                         struct staith_agency_verdict *ret_verdict);

#endif
