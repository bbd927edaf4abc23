/* SPDX-License-Identifier: Apache-2.0 */
/* staith plugin test: a run of a plugin by itself, shown as `staith preview` shows one. */
#include "cli/plugin.h"
#include "cli/preview.h"

#include <errno.h>
#include <string.h>

struct input {
    struct staith_cli_plugin_words words;
    const char *source;
    const char *authority;
    bool all;
    bool json;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 's':
        input->source = arg;
        return 0;
    case 'c':
        input->authority = arg;
        return 0;
    case 'A':
        input->all = true;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_END:
        if (input->source == NULL) {
            argp_error(state, "--source FILE is missing");
            return EINVAL;
        }
        return staith_cli_plugin_parse(key, arg, state, &input->words);
    default:
        return staith_cli_plugin_parse(key, arg, state, &input->words);
    }
}

static const struct argp_option options[] = {
    {"source", 's', "FILE", 0, "the file that it reads", 0},
    {"council", 'c', "CODE", 0, "the council the run is for, as in 840", 0},
    {"all", 'A', NULL, 0, "show all cells and places, however many", 0},
    STAITH_CLI_PLUGIN_OPTIONS,
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc =
        "Run a plugin over a file, confined as in the daemon, and show in clear what it observed, "
        "what its checks found, what would leave a council and what would stay. Nothing is sent "
        "and nothing is kept.\vThe output holds figures of few people. What may leave is the "
        "policy's to "
        "say, not the plugin's.",
};

int staith_cli_plugin_test(const struct staith_cli *cli, int argc, char **argv,
                           struct staith_err *err)
{
    struct staith_cli_plugin plugin;
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_plugin_init(&input.words, &plugin, err);
    if (rc != 0) {
        return rc;
    }
    if (input.authority != NULL) {
        plugin.config.authority_code = input.authority;
    }
    const struct staith_gate_order order = {
        .config = &plugin.config,
        .dataset = &plugin.dataset,
        .source_path = input.source,
        .source_fd = -1,
        .follow_link = true,
    };
    return staith_cli_preview_order(cli, &order, input.all, input.json, err);
}
