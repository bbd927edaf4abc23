/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TABLE_CASE_H
#define STAITH_TABLE_CASE_H
/*
 * Tables read from bytes in memory, for tests of the kit: the columns name, start (a date), rate
 * (money), role (codes a, b) and active (yes or no). What comes is kept as text: a row as
 * "1@2[Ann|20361|3250|1|1] " (number, line, cells: text or number, - blank, ? bad, . absent), a
 * finding as "check@sheet:line:column/element ".
 */
#include "memory_source.h"

#include <staith/kit_table.h>

enum { TABLE_NAME, TABLE_START, TABLE_RATE, TABLE_ROLE, TABLE_ACTIVE, TABLE_COLUMNS };

struct table_case {
    struct staith_memory_source source; /* first: its host table's ctx */
    struct staith_kit_table_job job;
    char rows[8192];
    char findings[8192];
    char headings[4096]; /* "text=matched " or "text~nearest " */
    uint64_t row_count;
    uint64_t stop_after; /* on_row answers 42 behind these */
};

/** Make ready to read these bytes, which stay the caller's. */
void table_case_init(struct table_case *table, const void *bytes, size_t len);
/** Read; the result of staith_kit_table_read. */
int table_case_read(struct table_case *table);
/** Read a text and hold result, rows and findings (NULL: not looked at) against these. */
void table_case_text(const char *text, int result, const char *rows, const char *findings);

#endif
