/* SPDX-License-Identifier: Apache-2.0 */
/* staith accept-epoch: a person says that a council's ledger may begin again. */
#include "cli/daemon.h"

#include <errno.h>
#include <string.h>

struct input {
    const char *config;
    const char *authority;
    bool json;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (input->authority != NULL) {
            argp_error(state, "unexpected argument \"%s\"", arg);
            return EINVAL;
        }
        input->authority = arg;
        return 0;
    case ARGP_KEY_END:
        if (input->config == NULL || input->authority == NULL) {
            argp_error(state, "%s",
                       input->config == NULL ? "--config FILE is missing"
                                             : "the council's code is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration that staith-aggregator runs with", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "CODE",
    .doc = "Take a council's new ledger. A council whose ledger was lost begins a new one, which "
           "the region holds back until a person here has heard from the council why.\vCODE is "
           "the council's DfE code. What the council sent before stays as it is.",
};

int staith_cli_accept_epoch(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    json_t *request =
        json_pack("{s:s, s:s}", "command", "accept-epoch", "authority", input.authority);
    rc = staith_cli_ask(input.config, request, &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input.json) {
        return staith_cli_json(cli, reply, err);
    }
    (void)fprintf(cli->out, "Council %s's new ledger is accepted.\n", input.authority);
    json_decref(reply);
    return 0;
}
