/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_INSIDERS_H
#define STAITH_DISCLOSURE_AUDIT_INSIDERS_H
/*
 * Attackers who are in the figures themselves: people who know their own contribution, councils
 * that know their own return. Each stands on a search that has decided what outsiders can know.
 */
#include "disclosure/audit/bounds.h"
#include "disclosure/audit/certificate.h"
#include "disclosure/audit/search.h"

struct staith_insiders {
    const struct staith_audit *audit;
    struct staith_search *search;
    struct staith_bounds *bounds;
    const int64_t *base_lo; /**< what outsiders know, one a cell */
    const int64_t *base_hi;
    const int64_t *base_x; /**< the solution nearest to what is printed */
    /* Scratch, one a cell. */
    int64_t *lo;
    int64_t *hi;
    uint8_t *of_insider; /**< cells that say nothing of anybody else */
    uint8_t *worst;      /**< bit 0: found exact, bit 1: found narrow */
    struct staith_audit_interval *interval;
    int64_t worst_possible; /**< of the finding below, INT64_MAX: none */
    int64_t worst_cell;
};

/** Scratch is the arena's; all pointers above `lo` are set by the caller. 0 or STAITH_ERR_NOMEM. */
int staith_insiders_init(struct staith_insiders *insiders, struct staith_arena *arena);
/** Try PERSON, ALONE or COUNCIL. The worst finding is left in `insiders`. */
void staith_insiders_try(struct staith_insiders *insiders, enum staith_attacker attacker,
                         struct staith_attack_result *ret_result);

#endif
