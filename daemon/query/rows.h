/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_QUERY_ROWS_H
#define STAITH_QUERY_ROWS_H
/*
 * The rows of a statement as CSV in UTF-8: names of columns first; nothing for NULL, "" for an
 * empty text; dates as ccyy-mm-dd, with hh:mm:ss where there is a time; numbers with a point; yes
 * or no for a bit. A value that cannot be written so ends the reading at its place.
 */
#include "query/database.h"

#include <stdint.h>

enum { STAITH_QUERY_MAX_COLUMNS = 512, STAITH_QUERY_FIELD_BYTES = 65536 };

/** A place in what is printed: 1-based, the heading is row 1; 0: none. */
struct staith_query_place {
    uint64_t row;
    uint64_t column;
};

struct staith_query_output {
    uint64_t max_rows; /**< without the heading */
    int fd;            /**< where to write */
};

/** Write them all. STAITH_ERR_REFUSED: no rows are given, or more than one result, or too many
 *  rows or columns, or a column of bytes; STAITH_ERR_SYNTAX: a value at *ret_place;
 *  STAITH_ERR_TIMEOUT and others of the database; STAITH_ERR_IO: nobody reads. */
int staith_query_rows(const struct staith_query_database *database,
                      const struct staith_query_output *output,
                      struct staith_query_place *ret_place, struct staith_err *err);

#endif
