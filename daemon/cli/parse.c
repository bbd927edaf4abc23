/* SPDX-License-Identifier: Apache-2.0 */
/*
 * argp, kept from ending the process: help goes where the command writes, and wrong usage comes
 * back as an error.
 */
#include "cli/cli.h"

#include <errno.h>
#include <string.h>

struct wrapped {
    const struct staith_cli *cli;
    void *input;
};

static error_t parse_wrapped(int key, char *arg, struct argp_state *state)
{
    struct wrapped *wrapped = state->input;
    (void)arg;
    if (key != ARGP_KEY_INIT) {
        return ARGP_ERR_UNKNOWN;
    }
    state->out_stream = wrapped->cli->out;
    state->err_stream = wrapped->cli->err;
    state->child_inputs[0] = wrapped->input;
    return 0;
}

/* Whether help or usage is among the options; 0, or flags for argp_help. */
static unsigned wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 ||
            strcmp(argv[i], "-?") == 0) {
            return ARGP_HELP_USAGE | ARGP_HELP_LONG | ARGP_HELP_DOC;
        }
        if (strcmp(argv[i], "--usage") == 0) {
            return ARGP_HELP_USAGE;
        }
    }
    return 0;
}

int staith_cli_parse(const struct staith_cli *cli, const struct argp *argp, int argc, char **argv,
                     void *input, bool *ret_done)
{
    char name[64];
    (void)snprintf(name, sizeof(name), "%s", cli->name);
    unsigned help = wants_help(argc, argv);
    if (help != 0) {
        argp_help(argp, cli->out, help, name);
        *ret_done = true;
        return 0;
    }
    struct wrapped wrapped = {.cli = cli, .input = input};
    const struct argp_child children[] = {{.argp = argp}, {0}};
    const struct argp outer = {.parser = parse_wrapped, .children = children};
    error_t rc = argp_parse(&outer, argc, argv, ARGP_NO_EXIT | ARGP_NO_HELP, NULL, &wrapped);
    if (rc != 0) {
        return STAITH_ERR_INVAL;
    }
    *ret_done = false;
    return 0;
}

error_t staith_cli_parse_rest(int key, const char *arg, const char *config,
                              const struct argp_state *state)
{
    switch (key) {
    case ARGP_KEY_ARG:
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    case ARGP_KEY_END:
        if (config == NULL) {
            argp_error(state, "--config FILE is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}
