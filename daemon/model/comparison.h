/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_COMPARISON_H
#define STAITH_MODEL_COMPARISON_H
/*
 * A council's own comparison of a dataset and period, as the region worked it out and tells it: its
 * figures beside the region's, England's and its neighbours' median. No other council's figure is
 * in it.
 */
#include "model/period.h"
#include "model/status.h"

enum {
    STAITH_COMPARISON_MAX_ROWS = 256,
    STAITH_COMPARISON_CODE_BYTES = 64,
    STAITH_COMPARISON_LABEL_BYTES = 257,
    STAITH_COMPARISON_UNIT_BYTES = 65,
    STAITH_COMPARISON_MAX_DECIMALS = 6,
    STAITH_COMPARISON_EXTRA_DECIMALS = 2 /**< of a median */
};

/** Whose a figure is. */
enum staith_comparison_side {
    STAITH_SIDE_COUNCIL = 0,
    STAITH_SIDE_REGION = 1,
    STAITH_SIDE_COUNTRY = 2,
    STAITH_SIDE_NEIGHBOURS = 3,
    STAITH_SIDE_COUNT = 4
};

struct staith_comparison_figure {
    enum staith_status status; /**< UNSET: nothing there */
    int64_t value;             /**< times 10^decimals (a median: two more); 0 unless VALUE */
};

struct staith_comparison_row {
    char code[STAITH_COMPARISON_CODE_BYTES];
    char label[STAITH_COMPARISON_LABEL_BYTES];
    char unit[STAITH_COMPARISON_UNIT_BYTES];
    uint32_t decimals;
    struct staith_comparison_figure sides[STAITH_SIDE_COUNT];
    uint32_t rank;       /**< 0: none */
    uint32_t ranked;     /**< councils that have one */
    uint32_t neighbours; /**< behind the median */
};

struct staith_comparison {
    char dataset[STAITH_COMPARISON_CODE_BYTES];
    struct staith_period period;
    int64_t made_unix_ms;
    uint32_t row_count;
    struct staith_comparison_row *rows; /**< the caller's, or of the storage it was read into */
};

/** Whether all of it is such as a region tells and a council takes. */
bool staith_comparison_valid(const struct staith_comparison *comparison);
/** A figure of a row as text: "11.3", a status's symbol, or "" where nothing is there. */
void staith_comparison_text(const struct staith_comparison_row *row,
                            enum staith_comparison_side side, char out[32]);

#endif
