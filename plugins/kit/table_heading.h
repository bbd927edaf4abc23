/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_TABLE_HEADING_H
#define STAITH_KIT_TABLE_HEADING_H
/*
 * Inside the kit: which row is the heading, and which of its columns is which declared one.
 */
#include "table_raw.h"

enum { STAITH_KIT_FOLD_BYTES = 128 };

/** A row held against the declared columns. */
struct staith_kit_heading_match {
    uint32_t sheet;
    bool hidden; /**< the sheet is */
    uint64_t line;
    uint32_t matched;  /**< declared columns found */
    uint32_t needed;   /**< required ones among them */
    bool mapped;       /**< all that the mapping names are there */
    uint32_t twice;    /**< a declared column that two match, or STAITH_NO_ELEMENT */
    uint32_t twice_at; /**< 0-based column of the second */
    uint32_t column_count;
    /** For each declared column its 0-based place in the row, or STAITH_NO_ELEMENT. */
    uint32_t place[STAITH_KIT_TABLE_MAX_COLUMNS];
    /** For each column of the row the declared one, or STAITH_NO_ELEMENT. */
    uint32_t declared[STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS];
    /** The heading's texts of the declared columns, folded: a row that repeats them is none. */
    char folded[STAITH_KIT_TABLE_MAX_COLUMNS][STAITH_KIT_FOLD_BYTES];
};

/** Letters (small), digits and what is not ASCII; cut to fit. The length. */
size_t staith_kit_fold(const char *text, size_t len, char ret_fold[STAITH_KIT_FOLD_BYTES]);
/** What the mapping says a column is called; NULL: it says nothing. */
const char *staith_kit_mapped_name(const char *mapping, const char *column, size_t *ret_len);
/** Hold a row against the columns of a job. */
void staith_kit_heading_match(const struct staith_kit_table_job *job,
                              const struct staith_kit_raw_row *row,
                              struct staith_kit_heading_match *ret_match);
/** Names may stand in two rows, a group over its columns: add to `match`, of `row`, what the row
 *  above it has, where the two can be one heading. False, and nothing is changed, where they
 * cannot. */
bool staith_kit_heading_join(const struct staith_kit_table_job *job,
                             const struct staith_kit_heading_match *above,
                             const struct staith_kit_raw_row *row,
                             struct staith_kit_heading_match *match);
/** Whether `a` is the better heading. */
bool staith_kit_heading_better(const struct staith_kit_heading_match *a,
                               const struct staith_kit_heading_match *b);
/** Whether every required column and every mapped one is there. */
bool staith_kit_heading_whole(const struct staith_kit_table_job *job,
                              const struct staith_kit_heading_match *match);
/** Whether a row says again what the heading says. */
bool staith_kit_heading_again(const struct staith_kit_table_job *job,
                              const struct staith_kit_heading_match *match,
                              const struct staith_kit_raw_row *row);

#endif
