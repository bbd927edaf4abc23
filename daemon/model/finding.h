/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_FINDING_H
#define STAITH_MODEL_FINDING_H
/*
 * A finding of a check in a source. Numbers and indices only: nothing of a person's record.
 */
#include <stddef.h>
#include <stdint.h>

struct staith_finding {
    uint32_t check;  /**< index into the catalogue's checks */
    uint32_t source; /**< index of the source */
    uint64_t line;   /**< 1-based, 0: not known */
    uint64_t column;
    uint64_t row;
    uint32_t element; /**< index into the catalogue's elements, or 0xFFFFFFFF */
    uint32_t sheet;   /**< 1-based sheet of a workbook, 0: none */
};

/** Where it is, as people say it: "file:line:column", parts that are not known left out, or as they
 *  name a cell of a workbook, "file, sheet 2, cell E14". Cut to fit. */
void staith_finding_place(const struct staith_finding *finding, const char *source, char *ret_place,
                          size_t cap);

#endif
