/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_CLI_H
#define STAITH_CLI_CLI_H
/*
 * The command line `staith`: a table of subcommands, and what they share. README.md says how to
 * add one.
 */
#include "base/err.h"

#include <argp.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** Where a command writes, and how. */
struct staith_cli {
    FILE *out;
    FILE *err;
    unsigned width; /**< columns of the terminal; 0: not a terminal, lines may be of any length */
    bool colour;
    const char *name; /**< how the command is called: "staith keys new" */
};

/**
 * A command. argv[0] is its name, the rest are its arguments. 0, or an error code; what is wrong
 * is in `err` and printed by the caller, unless err->code stays 0: then it was told already.
 */
typedef int staith_cli_run(const struct staith_cli *cli, int argc, char **argv,
                           struct staith_err *err);

struct staith_cli_command {
    const char *name; /**< one word or two: "status", "keys new" */
    const char *help; /**< one line for `staith --help` */
    staith_cli_run *run;
};

/** All commands, in the order they are listed; *ret_count of them. Static. */
const struct staith_cli_command *staith_cli_commands(size_t *ret_count);
/** The program: find the command and run it; argv as main's. Prints errors on cli->err. Returns
 *  the exit status. */
int staith_cli_main(const struct staith_cli *cli, int argc, char **argv);

/** Parse the arguments of a command into `input`. *ret_done: help was asked for and printed, there
 *  is nothing left to do. STAITH_ERR_INVAL: they are wrong, which was told on cli->err. */
int staith_cli_parse(const struct staith_cli *cli, const struct argp *argp, int argc, char **argv,
                     void *input, bool *ret_done);
/** What an option parser of a command that takes no words and needs --config makes of all other
 *  keys: wrong usage is told. */
error_t staith_cli_parse_rest(int key, const char *arg, const char *config,
                              const struct argp_state *state);

/* ---- what commands print with ---- */

enum staith_cli_tone {
    STAITH_CLI_PLAIN = 0,
    STAITH_CLI_GOOD,
    STAITH_CLI_WARN,
    STAITH_CLI_BAD,
    STAITH_CLI_DIM,
    STAITH_CLI_STRONG
};

/** Print formatted text in a tone; without colour it is plain. */
void staith_cli_print(const struct staith_cli *cli, enum staith_cli_tone tone, const char *format,
                      ...) __attribute__((format(printf, 3, 4)));
/** Print text wrapped to the terminal (80 columns where there is none), `indent` columns in. */
void staith_cli_wrap(const struct staith_cli *cli, unsigned indent, const char *text);
/** Print JSON with a line end. Takes the reference; NULL is STAITH_ERR_NOMEM. */
int staith_cli_json(const struct staith_cli *cli, json_t *json, struct staith_err *err);
/** "2026-11-22 09:41" in UTC, "never" for 0, "unknown" for what is no date. */
const char *staith_cli_time(int64_t unix_ms, char out[32]);
/** 36186 as "36,186". */
const char *staith_cli_count(uint64_t number, char out[32]);

enum staith_cli_column_kind {
    STAITH_CLI_LEFT,
    STAITH_CLI_RIGHT,
    STAITH_CLI_WRAPPED /**< may break into lines where the terminal is narrow */
};
struct staith_cli_column {
    const char *name;
    enum staith_cli_column_kind kind;
};
struct staith_cli_cell {
    const char *text; /**< copied; NULL is empty */
    enum staith_cli_tone tone;
};

enum { STAITH_CLI_MAX_COLUMNS = 16 };

/** A table, printed as a whole so that its columns fit. */
struct staith_cli_table;
/** Heap; NULL without memory. `columns` is copied. */
struct staith_cli_table *staith_cli_table_new(const struct staith_cli *cli,
                                              const struct staith_cli_column *columns,
                                              uint32_t column_count);
/** Add a row of as many cells as columns. A failure is remembered and returned by print. */
void staith_cli_table_row(struct staith_cli_table *table, const struct staith_cli_cell *cells);
/** Print; 0 or STAITH_ERR_NOMEM. Without rows nothing is printed. */
int staith_cli_table_print(struct staith_cli_table *table, struct staith_err *err);
/** NULL is allowed. */
void staith_cli_table_free(struct staith_cli_table *table);

/* ---- the commands ---- */

staith_cli_run staith_cli_accept_epoch;
staith_cli_run staith_cli_account_add;
staith_cli_run staith_cli_account_list;
staith_cli_run staith_cli_account_lock;
staith_cli_run staith_cli_account_password;
staith_cli_run staith_cli_account_unlock;
staith_cli_run staith_cli_approve;
staith_cli_run staith_cli_audit;
staith_cli_run staith_cli_caps;
staith_cli_run staith_cli_caps_import;
staith_cli_run staith_cli_compare;
staith_cli_run staith_cli_config_reference;
staith_cli_run staith_cli_config_seal;
staith_cli_run staith_cli_embargo;
staith_cli_run staith_cli_held;
staith_cli_run staith_cli_explain;
staith_cli_run staith_cli_facts_check;
staith_cli_run staith_cli_facts_import;
staith_cli_run staith_cli_facts_list;
staith_cli_run staith_cli_hold;
staith_cli_run staith_cli_keys_new;
staith_cli_run staith_cli_national;
staith_cli_run staith_cli_national_import;
staith_cli_run staith_cli_ledger;
staith_cli_run staith_cli_pack;
staith_cli_run staith_cli_plugin_draft;
staith_cli_run staith_cli_policy_explain;
staith_cli_run staith_cli_plugin_check;
staith_cli_run staith_cli_plugin_list;
staith_cli_run staith_cli_plugin_new;
staith_cli_run staith_cli_plugin_test;
staith_cli_run staith_cli_preview;
staith_cli_run staith_cli_refuse;
staith_cli_run staith_cli_region_accept;
staith_cli_run staith_cli_region_adopt;
staith_cli_run staith_cli_region_catalogues;
staith_cli_run staith_cli_region_quarantine;
staith_cli_run staith_cli_region_reject;
staith_cli_run staith_cli_region_releases;
staith_cli_run staith_cli_region_send_back;
staith_cli_run staith_cli_release;
staith_cli_run staith_cli_reload;
staith_cli_run staith_cli_run_now;
staith_cli_run staith_cli_revise;
staith_cli_run staith_cli_runs;
staith_cli_run staith_cli_alarms;
staith_cli_run staith_cli_site;
staith_cli_run staith_cli_status;
staith_cli_run staith_cli_token_list;
staith_cli_run staith_cli_token_new;
staith_cli_run staith_cli_token_revoke;
staith_cli_run staith_cli_verify;
staith_cli_run staith_cli_verify_bundle;
staith_cli_run staith_cli_withdraw;

#endif
