/* SPDX-License-Identifier: Apache-2.0 */
/* staith token: programs that read the region's figures. */
#include "cli/accounts.h"

#include <sodium.h>
#include <string.h>

static const struct argp_option new_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region", 0},
    {"role", 'r', "ROLE", 0, "analyst, or what the region's own have", 0},
    {"council", 'a', "CODE", 0, "DfE code of the council it is of; without, it is of the region",
     0},
    {0},
};
static const struct argp_option name_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region", 0},
    {0},
};
static const struct argp_option list_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region", 0},
    {"json", 'j', NULL, 0, "print the tokens as JSON", 0},
    {0},
};

int staith_cli_token_new(const struct staith_cli *cli, int argc, char **argv,
                         struct staith_err *err)
{
    struct staith_cli_accounts accounts = {.wants_name = true, .role = "analyst"};
    struct staith_access_user user;
    char secret[STAITH_ACCESS_SECRET_BYTES] = "";
    bool done = false;
    int code = staith_cli_accounts_parse(
        cli, argc, argv, new_options,
        "Make a token for a program, such as Power BI, and print it once. NAME is what the log and "
        "`staith token list` call it.\vThe program sends it with every request: \"Authorization: "
        "Bearer TOKEN\". Only its hash is kept.",
        &accounts, &done);
    if (code == 0 && !done) {
        code = staith_cli_accounts_open(&accounts, err);
        code = code != 0 ? code : staith_cli_accounts_user(&accounts, &user, err);
        code = code != 0 ? code : staith_access_token_new(accounts.access, &user, secret, err);
        code = code != 0 ? code : staith_cli_accounts_note(&accounts, "token", "new", err);
        if (code == 0) {
            staith_cli_print(cli, STAITH_CLI_PLAIN, "%s\n", secret);
        }
    }
    sodium_memzero(secret, sizeof(secret));
    staith_cli_accounts_close(&accounts);
    return code;
}

int staith_cli_token_revoke(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    struct staith_cli_accounts accounts = {.wants_name = true};
    bool done = false;
    int code = staith_cli_accounts_parse(cli, argc, argv, name_options,
                                         "Take a token back: from now on it is refused.", &accounts,
                                         &done);
    if (code == 0 && !done) {
        code = staith_cli_accounts_open(&accounts, err);
        code = code != 0 ? code : staith_access_token_revoke(accounts.access, accounts.name, err);
        code = code != 0 ? code : staith_cli_accounts_note(&accounts, "token", "revoke", err);
        if (code == 0) {
            staith_cli_print(cli, STAITH_CLI_PLAIN, "Token %s revoked.\n", accounts.name);
        }
    }
    staith_cli_accounts_close(&accounts);
    return code;
}

struct listing {
    struct staith_cli_table *table;
    json_t *list;
};

static int list_one(void *ctx, const struct staith_access_token *token)
{
    struct listing *listing = ctx;
    char made[32];
    char seen[32];
    const char *state = token->revoked ? "revoked" : "good";
    if (listing->list != NULL) {
        return json_array_append_new(listing->list,
                                     json_pack("{s:s, s:s, s:s, s:s, s:I, s:I}", "name",
                                               token->user.name, "role",
                                               staith_access_role_name(token->user.role), "council",
                                               token->user.council, "state", state, "made_unix_ms",
                                               (json_int_t)token->made_unix_ms, "seen_unix_ms",
                                               (json_int_t)token->seen_unix_ms)) == 0
                   ? 0
                   : STAITH_ERR_NOMEM;
    }
    const struct staith_cli_cell cells[] = {
        {token->user.name, STAITH_CLI_STRONG},
        {staith_access_role_name(token->user.role), STAITH_CLI_PLAIN},
        {token->user.council[0] != '\0' ? token->user.council : "region", STAITH_CLI_PLAIN},
        {state, token->revoked ? STAITH_CLI_DIM : STAITH_CLI_PLAIN},
        {staith_cli_time(token->made_unix_ms, made), STAITH_CLI_PLAIN},
        {staith_cli_time(token->seen_unix_ms, seen), STAITH_CLI_PLAIN},
    };
    staith_cli_table_row(listing->table, cells);
    return 0;
}

int staith_cli_token_list(const struct staith_cli *cli, int argc, char **argv,
                          struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"NAME", STAITH_CLI_LEFT},  {"ROLE", STAITH_CLI_LEFT}, {"OF", STAITH_CLI_LEFT},
        {"STATE", STAITH_CLI_LEFT}, {"MADE", STAITH_CLI_LEFT}, {"USED", STAITH_CLI_LEFT},
    };
    struct staith_cli_accounts accounts = {0};
    struct listing listing = {NULL, NULL};
    bool done = false;
    int code = staith_cli_accounts_parse(cli, argc, argv, list_options,
                                         "Show the programs that may read the region's figures.",
                                         &accounts, &done);
    if (code == 0 && !done) {
        listing.list = accounts.json ? json_array() : NULL;
        listing.table = staith_cli_table_new(cli, columns, 6);
        code = staith_cli_accounts_open(&accounts, err);
        code =
            code != 0 ? code : staith_access_token_list(accounts.access, list_one, &listing, err);
        if (code == 0) {
            code = accounts.json
                       ? staith_cli_json(cli, json_pack("{s:O}", "tokens", listing.list), err)
                       : staith_cli_table_print(listing.table, err);
        }
    }
    json_decref(listing.list);
    staith_cli_table_free(listing.table);
    staith_cli_accounts_close(&accounts);
    return code;
}
