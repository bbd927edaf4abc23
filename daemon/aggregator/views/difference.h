/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_DIFFERENCE_H
#define STAITH_AGGREGATOR_VIEWS_DIFFERENCE_H
/*
 * What councils sent beside what was published of them later: for the day on which the yearly
 * national file arrives.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/views/sheet.h"

/** Fill a new sheet, the caller's storage: a row for every period, item and area (councils and the
 *  region) of which both sides say something. Columns: period, indicator, area_code, area, sent,
 *  published (numbers or symbols), gap (sent less published), state: "same"; "differs"; "sent
 *  alone" or "published alone", where the other side has a status in place of a number; "both
 *  withheld". Ask the sheet's code. */
void staith_difference_fill(struct staith_sheet *sheet, const struct staith_benchmark *benchmark);
/** The same for a terminal: how many agree, and every row that does not. 0, STAITH_ERR_LIMIT or
 *  STAITH_ERR_NOMEM. */
int staith_difference_text(const struct staith_sheet *sheet, bool colour, struct staith_buf *out);

#endif
