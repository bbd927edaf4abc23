/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_FACTS_FILE_H
#define STAITH_CLI_FACTS_FILE_H
/*
 * A file of figures that are public of one council: a table with the columns dataset, period, cell,
 * value and, where the command does not say it for all rows, published (ccyy-mm-dd, or with a time
 * of the day) and source, and nearest where a figure was rounded; or a file that `staith national
 * import` reads, of which the council's own rows are taken, and of these the measures that DfE
 * prints for every council.
 */
#include "base/arena.h"
#include "base/err.h"
#include "disclosure/public_fact.h"

enum { STAITH_CLI_FACTS_BYTES = 64 * 1024 * 1024 };

/** What a row does not say itself. */
struct staith_cli_facts_given {
    const char *authority; /**< three digits: whose rows of a national file are taken */
    const char *source;    /**< NULL: each row must say it; of a national file DfE is said */
    const char *published; /**< NULL: each row must say it; ccyy-mm-dd, or with Thh:mm */
};

/** A file that was read; lies in an arena. */
struct staith_cli_facts_file {
    const char *path; /**< the caller's */
    const struct staith_public_fact *list;
    const unsigned long *rows; /**< in which each stands */
    uint32_t count;
    uint32_t dataset_column, cell_column, value_column; /**< from 1; 0: of a national file */
};

/** Read the file as a whole. Errors name file, row, column and what to do. */
int staith_cli_facts_read(const char *path, const struct staith_cli_facts_given *given,
                          struct staith_arena *arena, struct staith_cli_facts_file *ret_file,
                          struct staith_err *err);

#endif
