/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_ATTACK_ATTACKER_H
#define STAITH_ATTACK_ATTACKER_H
/*
 * An attacker who has collected every release of a council, as bytes, and a linear program. Written
 * apart from the auditor and the protectors, and sharing nothing with them: from what is printed
 * it makes unknowns, intervals and sums, ties quarters by stock and flow, and asks for each figure
 * what it can be.
 */
#include "disclosure/release.h"
#include "model/catalogue.h"

#include <stdbool.h>
#include <stdint.h>

struct attacker;

struct attacker *attacker_new(void);
void attacker_free(struct attacker *attacker);
/** Add the cells of a release of quarter `quarter`. Numbers of one quarter that were printed before
 * and are printed again are of the same people, unless `revision`: then only what is printed the
 * same. */
void attacker_add(struct attacker *attacker, const struct staith_release_cell *cells,
                  uint32_t count, const struct staith_catalogue *catalogue, unsigned quarter,
                  bool revision);
/** In post at the end of a quarter = in post before + starters - leavers, for the council and for
 *  each sex, wherever all four are printed. */
void attacker_tie(struct attacker *attacker, unsigned quarter);
/** The figures of year `year` (added as a quarter of that number) are those of four quarters:
 *  starters and leavers their sum, in post those at the end of quarter `last`. */
void attacker_tie_year(struct attacker *attacker, unsigned year, unsigned last);
/** People of a quarter, first counted in years of service under 2, 2 to 4 and from 5 and then, in
 * its revision, under 1, 1 and 2, 3 and 4, 5 to 9 and from 10, are the same: those of one year, and
 * of two, are figures as well. */
void attacker_tie_bands(struct attacker *attacker, unsigned quarter);
/** Nobody is more than one FTE. */
void attacker_tie_fte(struct attacker *attacker, unsigned quarter, bool revision);
/** It is known that the revision of a quarter only moved people from those in post to leavers. */
void attacker_told_late(struct attacker *attacker, unsigned quarter);
/** It stands elsewhere what a figure is; such a figure is not protected. */
void attacker_read(struct attacker *attacker, const char *figure, int64_t value);
/** Somebody tells what some figures, each `times` so much, add up to. */
void attacker_told(struct attacker *attacker, const uint32_t *figures, const int *times,
                   uint32_t count, int64_t sum);
/** A figure by its name, or -1. */
int64_t attacker_find(const struct attacker *attacker, const char *figure);
/** Number of figures known of. */
uint32_t attacker_count(const struct attacker *attacker);
/** Name of a figure, "2:leavers_headcount|role=no_cases". */
const char *attacker_name(const struct attacker *attacker, uint32_t figure);
/** Whether it is printed rounded: then its least number of possible values is promised. */
bool attacker_is_protected(const struct attacker *attacker, uint32_t figure);
int64_t attacker_promise(const struct attacker *attacker, uint32_t figure);
/** Least and greatest value that fits everything. False where nothing fits. */
bool attacker_range(struct attacker *attacker, uint32_t figure, int64_t *ret_lo, int64_t *ret_hi);

#endif
