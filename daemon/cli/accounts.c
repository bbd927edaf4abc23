/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/accounts.h"

#include "base/outside.h"

#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct staith_cli_accounts *accounts = state->input;
    switch (key) {
    case 'c':
        accounts->config = arg;
        return 0;
    case 'r':
        accounts->role = arg;
        return 0;
    case 'a':
        accounts->council = arg;
        return 0;
    case 'n':
        accounts->no_password = true;
        return 0;
    case 'f':
        accounts->from = arg;
        return 0;
    case 'H':
        accounts->head = arg;
        return 0;
    case 'v':
        accounts->verify = true;
        return 0;
    case 'j':
        accounts->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (accounts->wants_name && accounts->name == NULL) {
            accounts->name = arg;
            return 0;
        }
        return staith_cli_parse_rest(key, arg, accounts->config, state);
    case ARGP_KEY_END:
        if (accounts->wants_name && accounts->name == NULL) {
            argp_error(state, "a name is missing");
            return EINVAL;
        }
        return staith_cli_parse_rest(key, arg, accounts->config, state);
    default:
        return staith_cli_parse_rest(key, arg, accounts->config, state);
    }
}

int staith_cli_accounts_parse(const struct staith_cli *cli, int argc, char **argv,
                              const struct argp_option *options, const char *doc,
                              struct staith_cli_accounts *accounts, bool *ret_done)
{
    const struct argp argp = {.options = options,
                              .parser = parse_option,
                              .args_doc = accounts->wants_name ? "NAME" : NULL,
                              .doc = doc};
    return staith_cli_parse(cli, &argp, argc, argv, accounts, ret_done);
}

int staith_cli_accounts_open(struct staith_cli_accounts *accounts, struct staith_err *err)
{
    int code = staith_config_region_read(accounts->config, &accounts->region, err);
    return code != 0 ? code
                     : staith_access_open(accounts->region->state_folder, staith_outside_machine(),
                                          &accounts->access, err);
}

void staith_cli_accounts_close(struct staith_cli_accounts *accounts)
{
    staith_access_close(accounts->access);
    staith_config_region_free(accounts->region);
}

static bool has_council(const struct staith_config_region *region, const char *code)
{
    for (uint32_t i = 0; i < region->council_count; i++) {
        if (strcmp(region->councils[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

int staith_cli_accounts_user(const struct staith_cli_accounts *accounts,
                             struct staith_access_user *ret_user, struct staith_err *err)
{
    *ret_user = (struct staith_access_user){{0}, STAITH_ACCESS_NOBODY, {0}};
    if (accounts->role == NULL || staith_access_role_parse(accounts->role, &ret_user->role) != 0) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "--role is missing or unknown");
        staith_err_remedy(err, "give viewer, analyst, officer or administrator");
        return STAITH_ERR_INVAL;
    }
    if (accounts->council != NULL && !has_council(accounts->region, accounts->council)) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "council %.16s is not of this region",
                             accounts->council);
        staith_err_remedy(err, "give a DfE code that the configuration lists, or leave --council "
                               "out for somebody of the region");
        return STAITH_ERR_NOTFOUND;
    }
    if (accounts->council != NULL && ret_user->role > STAITH_ACCESS_ANALYST) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "officers and administrators are the region's");
        staith_err_remedy(err, "give a council's account the role viewer or analyst");
        return STAITH_ERR_INVAL;
    }
    if (strlen(accounts->name) >= sizeof(ret_user->name)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the name is too long");
    }
    (void)snprintf(ret_user->name, sizeof(ret_user->name), "%s", accounts->name);
    (void)snprintf(ret_user->council, sizeof(ret_user->council), "%s",
                   accounts->council != NULL ? accounts->council : "");
    return 0;
}

int staith_cli_accounts_note(const struct staith_cli_accounts *accounts, const char *action,
                             const char *what, struct staith_err *err)
{
    char text[160];
    (void)snprintf(text, sizeof(text), "%s %s", what, accounts->name != NULL ? accounts->name : "");
    const struct staith_access_entry entry = {
        .who = "command line",
        .council = "",
        .peer = "",
        .action = action,
        .what = text,
        .outcome = "done",
    };
    return staith_access_note(accounts->access, &entry, err);
}

int staith_cli_accounts_password(const struct staith_cli *cli, char *out, struct staith_err *err)
{
    struct termios before;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        struct termios silent = before;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        (void)fputs("Password: ", cli->err);
        (void)fflush(cli->err);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    char *line = fgets(out, STAITH_ACCESS_PASSWORD_MOST + 2, stdin);
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        (void)fputc('\n', cli->err);
    }
    if (line == NULL) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "there is no password on stdin");
        staith_err_remedy(err, "type it, or give it as the first line of stdin");
        return STAITH_ERR_INVAL;
    }
    out[strcspn(out, "\r\n")] = '\0';
    return 0;
}
