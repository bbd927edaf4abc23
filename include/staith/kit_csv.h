/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_CSV_H
#define STAITH_KIT_CSV_H
/*
 * CSV as spreadsheets write it: RFC 4180, streamed in constant memory. A byte order mark is passed
 * over; comma, semicolon or tab is found from the first row; the first row names the columns, in
 * any order and without regard to case; other columns and rows without any text are passed over.
 * Refused, with the place: bytes that are not UTF-8 (Windows-1252 and UTF-16 are told apart),
 * quotes inside bare fields, a quote that is never closed (with the line it opened on), fields and
 * rows over the limits.
 */
#include <staith/kit.h>

#ifdef __cplusplus
extern "C" {
#endif

struct staith_kit_csv_limits {
    size_t field_bytes; /**< 0: 4096; at most 65535 */
    size_t row_bytes;   /**< 0: 65536; all fields of a row with their NULs */
    uint64_t max_bytes; /**< 0: 1 GiB; the whole source */
};

enum { STAITH_KIT_CSV_MAX_COLUMNS = 512 };

/** One field. Spaces around a bare field are dropped, inside quotes they are kept. */
struct staith_kit_csv_field {
    const char *text; /**< NUL-terminated; NULL: the source has no such column, or the row ends
                           before it */
    size_t len;
};

/** One row behind the header; the reader's until the callback returns. */
struct staith_kit_csv_row {
    uint64_t row;                              /**< 1-based, without the header and empty rows */
    uint64_t line;                             /**< on which it begins */
    uint32_t cells;                            /**< how many fields it has */
    uint32_t columns;                          /**< how many the header has */
    const struct staith_kit_csv_field *fields; /**< one for each of the names asked for */
};

/** What is wanted and who takes it. Callbacks return 0 to go on; any other value ends the reading
 *  and is what staith_kit_csv_read returns. */
struct staith_kit_csv_job {
    const char *const *names; /**< the columns wanted */
    uint32_t name_count;
    struct staith_kit_csv_limits limits;
    void *ctx;
    /** The header was read: present[i] tells whether column i is there; `unknown` columns are
     *  passed over. May be NULL. */
    int (*on_header)(void *ctx, const bool *present, uint32_t unknown);
    int (*on_row)(void *ctx, const struct staith_kit_csv_row *row);
    /** In place of `names`, on_header and on_row: every row that has text, the first too, with all
     *  its fields, for readers that look for the heading themselves. The delimiter is then found
     *  from the first 64 KiB, since titles may stand above the heading. */
    int (*on_fields)(void *ctx, uint64_t line, const struct staith_kit_csv_field *fields,
                     uint32_t count);
};

/** Read a source through. STAITH_OK; STAITH_ESOURCE with *ret_problem filled (its kind is
 *  STAITH_KIT_NO_PROBLEM when it was a callback that returned STAITH_ESOURCE); STAITH_EINVAL for a
 *  job that makes no sense; STAITH_EIO, STAITH_ENOMEM; or what a callback returned. Rows in
 *  front of a problem have been handed over. */
int staith_kit_csv_read(const struct staith_host *host, uint32_t source,
                        const struct staith_kit_csv_job *job,
                        struct staith_kit_problem *ret_problem);

#ifdef __cplusplus
}
#endif
#endif
