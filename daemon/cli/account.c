/* SPDX-License-Identifier: Apache-2.0 */
/* staith account: who may sign in to the region's pages. */
#include "cli/accounts.h"

#include <sodium.h>
#include <string.h>

static const struct argp_option add_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region", 0},
    {"role", 'r', "ROLE", 0, "viewer, analyst, officer or administrator", 0},
    {"council", 'a', "CODE", 0, "DfE code of the council it is of; without, it is of the region",
     0},
    {"no-password", 'n', NULL, 0, "it is signed in by a proxy (single sign-on) alone", 0},
    {0},
};
static const struct argp_option name_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region", 0},
    {0},
};
static const struct argp_option list_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region", 0},
    {"json", 'j', NULL, 0, "print the accounts as JSON", 0},
    {0},
};

static int say(const struct staith_cli *cli, const struct staith_cli_accounts *accounts,
               const char *action, const char *words, struct staith_err *err)
{
    int code = staith_cli_accounts_note(accounts, "account", action, err);
    if (code == 0) {
        staith_cli_print(cli, STAITH_CLI_PLAIN, "Account %s %s.\n", accounts->name, words);
    }
    return code;
}

static int add(const struct staith_cli *cli, struct staith_cli_accounts *accounts,
               struct staith_err *err)
{
    char password[STAITH_ACCESS_PASSWORD_MOST + 2] = "";
    struct staith_access_user user;
    int code = staith_cli_accounts_open(accounts, err);
    code = code != 0 ? code : staith_cli_accounts_user(accounts, &user, err);
    if (code == 0 && !accounts->no_password) {
        code = staith_cli_accounts_password(cli, password, err);
    }
    if (code == 0) {
        code = staith_access_add(accounts->access, &user, accounts->no_password ? NULL : password,
                                 err);
    }
    sodium_memzero(password, sizeof(password));
    return code != 0 ? code : say(cli, accounts, "add", "added", err);
}

int staith_cli_account_add(const struct staith_cli *cli, int argc, char **argv,
                           struct staith_err *err)
{
    struct staith_cli_accounts accounts = {.wants_name = true};
    bool done = false;
    int code = staith_cli_accounts_parse(
        cli, argc, argv, add_options,
        "Let somebody sign in to the region's pages. The password is the first line of stdin.\v"
        "A viewer looks at pages; an analyst takes figures away as files and by the API; an "
        "officer "
        "and an administrator are the region's. A council's account sees its own figures, those "
        "under its embargo too, and what the others share.",
        &accounts, &done);
    if (code == 0 && !done) {
        code = add(cli, &accounts, err);
    }
    staith_cli_accounts_close(&accounts);
    return code;
}

static int set_lock(const struct staith_cli *cli, int argc, char **argv, bool locked,
                    const char *doc, struct staith_err *err)
{
    struct staith_cli_accounts accounts = {.wants_name = true};
    bool done = false;
    int code = staith_cli_accounts_parse(cli, argc, argv, name_options, doc, &accounts, &done);
    if (code == 0 && !done) {
        code = staith_cli_accounts_open(&accounts, err);
        code = code != 0 ? code : staith_access_lock(accounts.access, accounts.name, locked, err);
        code = code != 0 ? code
                         : say(cli, &accounts, locked ? "lock" : "unlock",
                               locked ? "locked" : "unlocked", err);
    }
    staith_cli_accounts_close(&accounts);
    return code;
}

int staith_cli_account_lock(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    return set_lock(cli, argc, argv, true,
                    "Let an account sign in no more, and end its sessions at once.", err);
}

int staith_cli_account_unlock(const struct staith_cli *cli, int argc, char **argv,
                              struct staith_err *err)
{
    return set_lock(cli, argc, argv, false,
                    "Let an account sign in again; also one that was shut after wrong passwords.",
                    err);
}

int staith_cli_account_password(const struct staith_cli *cli, int argc, char **argv,
                                struct staith_err *err)
{
    struct staith_cli_accounts accounts = {.wants_name = true};
    char password[STAITH_ACCESS_PASSWORD_MOST + 2] = "";
    bool done = false;
    int code = staith_cli_accounts_parse(
        cli, argc, argv, name_options,
        "Give an account another password, the first line of stdin; its sessions end.", &accounts,
        &done);
    if (code == 0 && !done) {
        code = staith_cli_accounts_open(&accounts, err);
        code = code != 0 ? code : staith_cli_accounts_password(cli, password, err);
        code = code != 0
                   ? code
                   : staith_access_set_password(accounts.access, accounts.name, password, err);
        code = code != 0 ? code : say(cli, &accounts, "password", "has another password", err);
    }
    sodium_memzero(password, sizeof(password));
    staith_cli_accounts_close(&accounts);
    return code;
}

/* ---- the list ---- */

struct listing {
    struct staith_cli_table *table;
    json_t *list;
};

static int list_one(void *ctx, const struct staith_access_account *account)
{
    struct listing *listing = ctx;
    char seen[32];
    const char *state = account->locked                               ? "locked"
                        : account->failures >= STAITH_ACCESS_FAILURES ? "shut for a while"
                        : account->has_password                       ? "open"
                                                                      : "by a proxy";
    if (listing->list != NULL) {
        return json_array_append_new(
                   listing->list, json_pack("{s:s, s:s, s:s, s:s, s:I}", "name", account->user.name,
                                            "role", staith_access_role_name(account->user.role),
                                            "council", account->user.council, "state", state,
                                            "seen_unix_ms", (json_int_t)account->seen_unix_ms)) == 0
                   ? 0
                   : STAITH_ERR_NOMEM;
    }
    const struct staith_cli_cell cells[] = {
        {account->user.name, STAITH_CLI_STRONG},
        {staith_access_role_name(account->user.role), STAITH_CLI_PLAIN},
        {account->user.council[0] != '\0' ? account->user.council : "region", STAITH_CLI_PLAIN},
        {state, account->locked ? STAITH_CLI_WARN : STAITH_CLI_PLAIN},
        {staith_cli_time(account->seen_unix_ms, seen), STAITH_CLI_PLAIN},
    };
    staith_cli_table_row(listing->table, cells);
    return 0;
}

int staith_cli_account_list(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"NAME", STAITH_CLI_LEFT},  {"ROLE", STAITH_CLI_LEFT},      {"OF", STAITH_CLI_LEFT},
        {"STATE", STAITH_CLI_LEFT}, {"SIGNED IN", STAITH_CLI_LEFT},
    };
    struct staith_cli_accounts accounts = {0};
    struct listing listing = {NULL, NULL};
    bool done = false;
    int code =
        staith_cli_accounts_parse(cli, argc, argv, list_options,
                                  "Show who may sign in to the region's pages.", &accounts, &done);
    if (code == 0 && !done) {
        listing.list = accounts.json ? json_array() : NULL;
        listing.table = staith_cli_table_new(cli, columns, 5);
        code = staith_cli_accounts_open(&accounts, err);
        code = code != 0 ? code : staith_access_list(accounts.access, list_one, &listing, err);
        if (code == 0) {
            code = accounts.json
                       ? staith_cli_json(cli, json_pack("{s:O}", "accounts", listing.list), err)
                       : staith_cli_table_print(listing.table, err);
        }
    }
    json_decref(listing.list);
    staith_cli_table_free(listing.table);
    staith_cli_accounts_close(&accounts);
    return code;
}
