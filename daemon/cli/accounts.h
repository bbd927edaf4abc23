/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_ACCOUNTS_H
#define STAITH_CLI_ACCOUNTS_H
/* What the commands on a region's accounts, tokens and log share. Included by cli only. */
#include "aggregator/access/access.h"
#include "cli/cli.h"
#include "config/schema.h"

/** Arguments of all of them. */
struct staith_cli_accounts {
    const char *config;
    const char *name; /**< the word after the command, where it takes one */
    const char *role;
    const char *council;
    const char *from;
    const char *head;
    bool no_password;
    bool verify;
    bool json;
    bool wants_name; /**< set by the command: a name is needed */
    struct staith_config_region *region;
    struct staith_access *access;
};

/** Parse; --config and, where it is wanted, a name are needed. `doc` is argp's; `options`: those
 *  that the command takes of "config", "role", "council", "no-password", "from", "verify",
 *  "head", "json". */
int staith_cli_accounts_parse(const struct staith_cli *cli, int argc, char **argv,
                              const struct argp_option *options, const char *doc,
                              struct staith_cli_accounts *accounts, bool *ret_done);
/** Open the file of accounts of the configuration. Close it also after an error. */
int staith_cli_accounts_open(struct staith_cli_accounts *accounts, struct staith_err *err);
void staith_cli_accounts_close(struct staith_cli_accounts *accounts);
/** Name, role and council of the arguments, checked: the council is one of the region. */
int staith_cli_accounts_user(const struct staith_cli_accounts *accounts,
                             struct staith_access_user *ret_user, struct staith_err *err);
/** Append to the log what was done here. */
int staith_cli_accounts_note(const struct staith_cli_accounts *accounts, const char *action,
                             const char *what, struct staith_err *err);
/** A password from the first line of stdin; asked for, and not shown, on a terminal. `out`:
 *  STAITH_ACCESS_PASSWORD_MOST + 2. */
int staith_cli_accounts_password(const struct staith_cli *cli, char *out, struct staith_err *err);

#endif
