/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_TABLE_ASIDE_H
#define STAITH_KIT_TABLE_ASIDE_H
/*
 * Inside the kit: rows that stand between the data and are none. Taken for somebody they would be
 * counted; so each is passed over, and said. `cells` are the row's, read as the job's columns say.
 */
#include "table_heading.h"

/** Whether a row begins as totals do ("Total", "Total (31)", "Grand total", "Count") and lacks a
 *  cell of the heading's: totals have no code and no date. */
bool staith_kit_row_totals(const struct staith_kit_table_job *job,
                           const struct staith_kit_heading_match *match,
                           const struct staith_kit_cell *cells,
                           const struct staith_kit_raw_row *row);
/** Whether a row has a text in one cell alone, in a table of three columns and more, and lacks what
 *  every row must have, or speaks in sentences: a note under the table, a title over part of it. */
bool staith_kit_row_note(const struct staith_kit_table_job *job,
                         const struct staith_kit_heading_match *match,
                         const struct staith_kit_cell *cells, const struct staith_kit_raw_row *row);

#endif
