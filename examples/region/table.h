/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_TABLE_H
#define STAITH_REGION_TABLE_H
/*
 * A comma-separated table, read line by line. Quoted fields may hold commas and doubled quotes, not
 * line ends.
 */
#include "base/err.h"

#include <stddef.h>
#include <stdio.h>

enum { REGION_TABLE_MAX_FIELDS = 64, REGION_TABLE_MAX_LINE = 8192 };

struct region_table {
    FILE *file;       /**< owned */
    const char *path; /**< the caller's */
    unsigned long line;
    size_t field_count;
    char *fields[REGION_TABLE_MAX_FIELDS]; /**< of the current line; point into `text` */
    char text[REGION_TABLE_MAX_LINE];
};

/** Open and read the first line. Caller's storage; close with region_table_close. */
int region_table_open(const char *path, struct region_table *ret_table, struct staith_err *err);
/** Next line: 1 with `fields` filled, 0 at the end, or an error. */
int region_table_next(struct region_table *table, struct staith_err *err);
/** NULL and a table that was never opened are allowed. */
void region_table_close(struct region_table *table);
/** Demand that the current line is these columns, in this order. */
int region_table_expect(const struct region_table *table, const char *const *columns, size_t count,
                        struct staith_err *err);

#endif
