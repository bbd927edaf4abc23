/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_EXPLAIN_H
#define STAITH_CLI_EXPLAIN_H
/*
 * The parts of `staith explain`. Private to this folder.
 */
#include "cli/cli.h"
#include "ledger/ledger.h"
#include "model/catalogue.h"
#include "model/system.h"

#include <stdbool.h>

enum { STAITH_CLI_EXPLAIN_BYTES = 64 };

/** The release that is asked about, with all that is known of it. */
struct staith_cli_explain {
    const struct staith_cli *cli;
    const char *cell; /**< the figure's name */
    struct staith_ledger *ledger;
    uint64_t number;
    struct staith_release *release;
    struct staith_catalogue *catalogue;
    json_t *decision; /**< or NULL */
    struct staith_system truth;
    bool has_truth;
};

/** Print a paragraph, wrapped; longer ones are cut. */
void staith_cli_explain_say(const struct staith_cli_explain *answer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** A value with its unit: "28 people", "1 person", "2.5 FTE", "£18.50". */
const char *staith_cli_explain_value(int64_t value, uint32_t unit,
                                     char out[STAITH_CLI_EXPLAIN_BYTES]);
/** Unit of a measure by code; 0 where the catalogue does not know it. */
uint32_t staith_cli_explain_unit(const struct staith_cli_explain *answer, const char *measure);
/** The count behind the figure with this name, or -1. */
int64_t staith_cli_explain_count(const struct staith_cli_explain *answer, const char *name);
/** What the ledger's account of the decision says of a measure of a table, or NULL. */
const json_t *staith_cli_explain_account(const struct staith_cli_explain *answer, const char *table,
                                         const char *measure);
/** The cell of the release with the figure's name; false: none left. */
bool staith_cli_explain_find(const struct staith_cli_explain *answer, uint32_t *ret_index);
/** Say what left of cell `index`, and why in this form. */
int staith_cli_explain_left(const struct staith_cli_explain *answer, uint32_t index,
                            struct staith_err *err);
/** Say why a hidden count is hidden, what it would tell if it were shown, and until when. Errors as
 *  for reading the ledger. */
int staith_cli_explain_hidden(const struct staith_cli_explain *answer, uint32_t index,
                              struct staith_err *err);
/** Say that the release was withdrawn, is under embargo or was sent back, by whom and why. Errors
 *  as for reading the ledger. */
int staith_cli_explain_standing(const struct staith_cli_explain *answer, int64_t now_unix_ms,
                                struct staith_err *err);
/** The dataset has no such figure: print what may be asked for. STAITH_ERR_NOTFOUND, saying what
 *  the name lacks. */
int staith_cli_explain_unknown(const struct staith_cli_explain *answer, struct staith_err *err);

#endif
