/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_HANDOUT_H
#define STAITH_MODEL_HANDOUT_H
/*
 * A table of text that the region hands to each of its councils, such as the caps that it agreed or
 * the national figures. It is a whole statement: of each name the newest counts.
 */
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define STAITH_HANDOUT_CAPS "caps"         /**< pay caps by role and basis, with their dates */
#define STAITH_HANDOUT_NATIONAL "national" /**< England's figures and the region's */

enum {
    STAITH_HANDOUT_NAME_BYTES = 64,
    STAITH_HANDOUT_MAX_COLUMNS = 16,
    STAITH_HANDOUT_MAX_CELLS = 16384,
    STAITH_HANDOUT_MAX_CELL_BYTES = 255,
    STAITH_HANDOUT_MAX_CSV_BYTES = 240 * 1024 /**< the whole as CSV, every cell in quotes */
};

/** Strings are the caller's, or of the storage it was read into. */
struct staith_handout {
    char name[STAITH_HANDOUT_NAME_BYTES]; /**< a code */
    int64_t made_unix_ms;
    uint32_t column_count;
    uint32_t row_count;         /**< may be 0: nothing holds any more */
    const char *const *columns; /**< codes */
    const char **cells;         /**< row by row, column_count each; "" where there is nothing */
};

/** Whether all of it is such as a region hands out and a council takes. */
bool staith_handout_valid(const struct staith_handout *handout);
/** A valid one as CSV (RFC 4180, with a line of columns) at the end of `out`. 0, STAITH_ERR_LIMIT,
 *  STAITH_ERR_NOMEM. */
int staith_handout_csv(const struct staith_handout *handout, struct staith_buf *out);

#endif
