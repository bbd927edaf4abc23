/* SPDX-License-Identifier: Apache-2.0 */
/* staith reload: the daemon reads its configuration again, and says what is wrong with it. */
#include "cli/daemon.h"

#include <string.h>

struct input {
    const char *config;
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
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration that staithd runs with", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc =
        "Make the daemon read its configuration again: datasets, plugins and their options, "
        "officers, limits.\vA run under way is finished first, under the old configuration. When "
        "something is wrong with the new one, that is said by line and column and the old one "
        "stands. Council, state folder, keys and sockets change only by a restart.",
};

int staith_cli_reload(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc =
        staith_cli_ask(input.config, json_pack("{s:s}", "command", "reload"), &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input.json) {
        return staith_cli_json(cli, reply, err);
    }
    bool waits = json_is_true(json_object_get(reply, "waits"));
    int64_t datasets = staith_cli_number(reply, "datasets");
    (void)fputs(waits ? "The configuration is good and holds when the run under way is over.\n"
                      : "The configuration was read again.\n",
                cli->out);
    if (!waits) {
        (void)fprintf(cli->out, "It has %lld %s.\n", (long long)datasets,
                      datasets == 1 ? "dataset" : "datasets");
    }
    json_decref(reply);
    return 0;
}
