/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SNAPSHOT_PERSON_H
#define STAITH_SNAPSHOT_PERSON_H
/*
 * What one row says of a period: in post at its end, started or left in it, work, sickness. Pure:
 * no host, no state.
 */
#include "columns.h"

/** The council's own scheme of caseloads. */
struct staith_snapshot_scheme {
    int64_t target_low; /**< cases of a full-time worker; 0 and 0: there is no target */
    int64_t target_high;
    int64_t weight[STAITH_SNAPSHOT_KIND_COUNT]; /**< hundredths of a point a case of each kind */
    bool weighted;                              /**< whether any kind has a weight */
    int64_t capacity;      /**< hundredths of a point a full-time worker; 0: there is none */
    int64_t capacity_asye; /**< of somebody in the ASYE */
};

/** Caseload of a full-time equivalent against the target. */
enum staith_snapshot_load {
    STAITH_SNAPSHOT_BELOW_TARGET = 0,
    STAITH_SNAPSHOT_IN_TARGET,
    STAITH_SNAPSHOT_ABOVE_TARGET,
    STAITH_SNAPSHOT_LOAD_COUNT
};

enum staith_snapshot_cause {
    STAITH_SNAPSHOT_STRESS = 0,
    STAITH_SNAPSHOT_MUSCLE,
    STAITH_SNAPSHOT_INFECTION,
    STAITH_SNAPSHOT_OTHER_CAUSE,
    STAITH_SNAPSHOT_NO_CAUSE, /**< days lost beyond those whose cause is given */
    STAITH_SNAPSHOT_CAUSE_COUNT
};

struct staith_snapshot_days {
    int32_t first;
    int32_t last;
};

struct staith_snapshot_person {
    bool agency;
    bool in_post; /**< permanent, on the last day of the period */
    bool started; /**< permanent, in the period */
    bool left;    /**< permanent, in the period */
    bool asye;
    bool may_retire; /**< 55 or older on the last day */
    int tenure;      /**< full years; -1: not known */
    bool holder;     /**< holds at least one case */
    bool capacity_known;
    bool within_capacity;
    int64_t fte;                               /**< millionths */
    int64_t cases;                             /**< -1: not known */
    int64_t days[STAITH_SNAPSHOT_CAUSE_COUNT]; /**< hundredths, lost in the period */
    bool days_exceed;                          /**< the causes add to more than all days lost */
    /* categories, STAITH_NO_CATEGORY where one does not apply */
    uint16_t role;
    uint16_t area;
    uint16_t age_band;
    uint16_t tenure_band;
    uint16_t origin;
    uint16_t route;
    uint16_t destination;
    uint16_t reason;
    uint16_t load;
};

/** Judge a row whose dates are good. */
void staith_snapshot_judge(const struct staith_snapshot_days *days,
                           const struct staith_snapshot_scheme *scheme,
                           const struct staith_kit_cell *cells,
                           struct staith_snapshot_person *ret_person);

#endif
