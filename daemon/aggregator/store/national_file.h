/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_NATIONAL_FILE_H
#define STAITH_AGGREGATOR_STORE_NATIONAL_FILE_H
/*
 * A file of national figures, read and checked as a whole before anything is stored: the
 * Department for Education's indicators CSV of "Children's social work workforce" as users download
 * it (the column names of all its editions, in any order), or a table of facts with the columns
 * period, level, area_code, area_name and codes of measures and indicators.
 *
 * One row is one area in one period. A joint return ("314 / 318") becomes one row for each of its
 * codes, marked with both. London comes whole (level "region") and as Inner and Outer London (level
 * "subregion"). A blank cell is no figure; a symbol is a status; a number keeps the decimals it was
 * printed with.
 */
#include "aggregator/store/store.h"
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STAITH_NATIONAL_MAX_BYTES = 64 * 1024 * 1024,
    STAITH_NATIONAL_MAX_ROWS = 200000,
    STAITH_NATIONAL_MAX_COLUMNS = 256
};

/** One cell: a figure as printed; UNSET where it is blank. */
struct staith_national_cell {
    enum staith_status status;
    uint32_t decimals;
    int64_t value; /**< times 10^decimals */
};

/** One area in one period. */
struct staith_national_row {
    char period[16];
    char level[16];
    char area[16];
    char area_name[64];
    char joint[32];     /**< "314 / 318", or "" */
    unsigned long line; /**< of the file, from 1 */
    bool superseded;    /**< a joint row whose area has a row of its own: not stored */
    const struct staith_national_cell *cells; /**< item_count of them; joint rows share them */
};

struct staith_national_file {
    struct staith_arena arena;
    uint32_t item_count;
    const char **items;     /**< our codes, in the file's order; static */
    uint32_t unknown_count; /**< columns that were left out */
    const char **unknown;   /**< their names as printed */
    uint32_t line_count;    /**< rows of the file that hold figures */
    uint32_t row_count;
    struct staith_national_row *rows; /**< by period, then area */
    uint64_t figure_count;            /**< numbers and statuses that will be stored */
    uint32_t joint_count;             /**< joint returns */
};

/** Read and check. `name` stands in errors. *ret_file is the caller's. Errors name file, line,
 *  column and what to do. */
int staith_national_file_read(const char *name, const char *bytes, size_t len,
                              struct staith_national_file **ret_file, struct staith_err *err);
/** NULL is allowed. */
void staith_national_file_free(struct staith_national_file *file);
/** Store all of it as one vintage, in the transaction that is open. `source`: where it is from and
 *  its licence. STAITH_ERR_EXISTS when it is the newest import already. */
int staith_national_file_store(struct staith_store *store, const struct staith_national_file *file,
                               const char *source, const uint8_t hash[STAITH_HASH_BYTES],
                               struct staith_err *err);

#endif
