/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_QUESTION_H
#define STAITH_DISCLOSURE_QUESTION_H
/*
 * Everything published that says something of some cells, as the auditor's question: the cells,
 * earlier releases of all datasets and periods around them, and public facts. Private to this
 * folder.
 *
 * Earlier vintages of the same period are tied by what really changed in each cell, as if somebody
 * had been told of every correction; other periods and datasets as timeline.h says.
 */
#include "disclosure/gate.h"
#include "disclosure/lost.h"
#include "disclosure/structure.h"

/** What is asked about, and what is known besides. All is the caller's. */
struct staith_question_about {
    const struct staith_release_cell *cells;
    uint32_t cell_count;
    const struct staith_catalogue *catalogue;
    const struct staith_period *period;
    const struct staith_system *truth;               /**< NULL: not known */
    const struct staith_disclosure_earlier *earlier; /**< newest first */
    uint32_t earlier_count;
    const struct staith_public_fact *facts;
    uint32_t fact_count;
    const struct staith_lost *lost; /**< held to what is left of it */
    uint32_t lost_count;
};

/** Lies in an arena. */
struct staith_question {
    struct staith_structure structure;
    uint32_t fact_count, fact_room;
    struct staith_audit_fact *facts;
    uint32_t term_count, term_room;
    struct staith_audit_term *terms;
};

/** Errors as staith_structure_make. */
int staith_question_make(const struct staith_question_about *about, struct staith_arena *arena,
                         struct staith_question *ret_question, struct staith_err *err);

#endif
