/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_SAID_H
#define STAITH_CLI_SAID_H
/*
 * What the commands have in common by which an officer says something. Private to this folder.
 */
#include "cli/cli.h"

enum { STAITH_CLI_KEY_REASON = 'r', STAITH_CLI_KEY_OFFICER = 'o' };

struct staith_cli_said {
    const char *config;
    const char *officer;
    const char *reason;
    bool json;
};

/** Take --config, --officer, --reason or --json: 0; ARGP_ERR_UNKNOWN: the key is another. */
error_t staith_cli_said_option(struct staith_cli_said *said, int key, const char *arg);
/** Whether nothing is missing; `more`: what else is ("--period PERIOD"), or NULL. What is missing
 * is told. */
error_t staith_cli_said_check(const struct staith_cli_said *said, const char *more,
                              const struct argp_state *state);
/** Read a number from 1 on; `what` it would be the number of ("a release"). What is none is told.
 */
error_t staith_cli_said_number(const char *arg, const char *what, uint64_t *ret_number,
                               const struct argp_state *state);

#endif
