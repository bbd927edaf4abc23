/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_SHOWS_H
#define STAITH_DISCLOSURE_SHOWS_H
/*
 * What one published cell tells an auditor. Private to the structure.
 */
#include "disclosure/structure.h"

/** FTE are audited in hundredths: so many millionths to the unit, so many units to a person. */
enum { STAITH_STRUCTURE_FTE_FINENESS = 10000, STAITH_STRUCTURE_FTE_OF_ONE = 100 };

/** Exact, rounded, a range, or nothing. The measure of a cell that shows a number, or hides one, is
 *  one of the part's catalogue. */
struct staith_audit_cell staith_structure_shows(const struct staith_structure_part *part,
                                                const struct staith_release_cell *cell);

#endif
