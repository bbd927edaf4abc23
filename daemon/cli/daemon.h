/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_DAEMON_H
#define STAITH_CLI_DAEMON_H
/*
 * Reading a configuration, asking the daemon that runs with it, and reading its reply. Members that
 * are missing or of another type read as "" and 0: daemon and `staith` may be of different
 * versions.
 */
#include "cli/cli.h"
#include "config/schema.h"

/** Ask the daemon of this configuration; takes `request` (NULL is STAITH_ERR_NOMEM). *ret_region
 *  says which kind it is, *ret_reply is a new reference. Errors as for reading the configuration
 *  and as staith_control_ask. */
int staith_cli_ask(const char *config_path, json_t *request, bool *ret_region, json_t **ret_reply,
                   struct staith_err *err);
/** Read a council's configuration for a command that has no meaning for a region. Errors as
 *  staith_config_council_read. */
int staith_cli_council(const char *config_path, struct staith_config_council **ret_config,
                       struct staith_err *err);
/** Member of an object as text, never NULL. */
const char *staith_cli_text(const json_t *object, const char *name);
int64_t staith_cli_number(const json_t *object, const char *name);
/** Member as a grouped number. */
const char *staith_cli_count_of(const json_t *object, const char *name, char out[32]);

#endif
