/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_ATTACK_PEOPLE_H
#define STAITH_ATTACK_PEOPLE_H
/*
 * The invented staff of one council, quarter by quarter: who is in post, who joined, who left and
 * why. Sizes and rates are those of the North East's councils. Rare people are planted: the one
 * senior manager who was dismissed, the only one of an age.
 */
#include "model/rawtable.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PEOPLE_MAX = 2000,
    PEOPLE_ROLES = 6,
    PEOPLE_SEXES = 2,
    PEOPLE_REASONS = 5,
    PEOPLE_ORIGINS = 4,
    PEOPLE_STAYED = 0xFF,
    PEOPLE_EVENTS = 4000 /**< of a council's years */
};

struct person {
    uint16_t number; /**< never used again */
    uint8_t role;
    uint8_t sex;
    uint8_t origin;
    uint8_t reason;  /**< PEOPLE_STAYED: in post at the quarter's end */
    bool joined;     /**< in this quarter */
    uint16_t tenure; /**< quarters */
    uint32_t fte;    /**< millionths */
};

/** Who left or joined, and in which quarter. */
struct event {
    uint8_t quarter;
    struct person person;
};

struct people {
    uint64_t dice;
    uint32_t count; /**< in post at the end, and leavers of this quarter */
    uint16_t next;
    struct person list[PEOPLE_MAX];
    uint32_t event_count; /**< of quarters that are over */
    struct event events[PEOPLE_EVENTS];
};

/** A council with about `size` people in post. */
void people_init(struct people *people, uint32_t size, uint64_t seed);
/** Quarter `over` is over, as it was revised last; the next begins: its leavers are gone, some
 *  leave, some join. */
void people_quarter(struct people *people, unsigned over);
/** Word comes late: some who were counted in post at the quarter's end had left by then. */
void people_late(struct people *people);
/** The council finds that it had entered some people wrongly. */
void people_revise(struct people *people);

/** Measures of the dataset, in this order. */
enum { PEOPLE_INPOST, PEOPLE_STARTERS, PEOPLE_LEAVERS, PEOPLE_FTE };
/** In post, with their FTE, by role (with its groups) and sex, and by tenure; starters by origin
 * and sex; leavers by role and reason, and by sex. `bands`: which of two cuts of tenure. Static. */
const struct staith_catalogue *people_catalogue(unsigned bands);
/** Tally the quarter with the host's own tally. The raw table lies in `arena`. */
void people_tally(const struct people *people, const char *authority, unsigned quarter,
                  unsigned bands, struct staith_arena *arena, struct staith_rawtable *ret_raw);
/** The year of four quarters that ends with `quarter`, as another dataset: the census. */
void people_tally_year(const struct people *people, const char *authority, unsigned quarter,
                       unsigned bands, struct staith_arena *arena, struct staith_rawtable *ret_raw);
uint64_t people_dice(uint64_t *dice, uint64_t bound);

#endif
