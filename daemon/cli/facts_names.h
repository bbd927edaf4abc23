/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_FACTS_NAMES_H
#define STAITH_CLI_FACTS_NAMES_H
/*
 * Whether the figures of a file of public facts are figures of this council: that none stands
 * twice, that its plugins have them, and that they fit what was counted.
 */
#include "cli/cli.h"
#include "cli/facts_file.h"
#include "config/schema.h"

/** STAITH_ERR_SYNTAX: two rows give one figure two numbers on one day; both are named. */
int staith_cli_facts_compare(const struct staith_cli_facts_file *file, struct staith_arena *arena,
                             struct staith_err *err);

enum staith_cli_facts_kind {
    STAITH_CLI_FACTS_FINE = 0,
    STAITH_CLI_FACTS_LATER = 1,   /**< nothing of its dataset has left: nobody can say yet */
    STAITH_CLI_FACTS_UNKNOWN = 2, /**< the council has no such figure */
    STAITH_CLI_FACTS_WRONG = 3    /**< it does not fit the count behind the newest release */
};

/** What was found of one figure. Strings are static. */
struct staith_cli_facts_found {
    enum staith_cli_facts_kind kind;
    const char *what;
    const char *remedy;
    uint32_t column;
};

/** Look at each of `file`, against the ledger and the counts in the state folder; *ret_found, in
 *  `arena`, is as long as the file. */
int staith_cli_facts_look(const struct staith_config_council *config,
                          const struct staith_cli_facts_file *file, struct staith_arena *arena,
                          const struct staith_cli_facts_found **ret_found, struct staith_err *err);
/** Print what is not fine, a line a figure, on cli->err; *ret_unknown and *ret_wrong: how many. */
void staith_cli_facts_print(const struct staith_cli *cli, const struct staith_cli_facts_file *file,
                            const struct staith_cli_facts_found *found, uint32_t *ret_unknown,
                            uint32_t *ret_wrong);
/** What was found as JSON; NULL without memory. */
json_t *staith_cli_facts_json(const struct staith_cli_facts_file *file,
                              const struct staith_cli_facts_found *found);

#endif
