/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_TABLE_CELL_H
#define STAITH_KIT_TABLE_CELL_H
/*
 * Inside the kit: one cell, from what a format gives to what its column was declared to hold.
 */
#include "table_raw.h"

/** No fault: the cell is blank or good. */
enum { STAITH_KIT_CELL_FINE = 0xFFFF };

/** Read `raw` as `column` says; *ret_cell's state, number and text are filled. Returns the standard
 *  check that it fails, or STAITH_KIT_CELL_FINE. */
uint32_t staith_kit_cell_read(const struct staith_kit_column *column,
                              const struct staith_kit_raw_cell *raw, bool epoch_1904,
                              struct staith_kit_cell *ret_cell);

#endif
