/* SPDX-License-Identifier: Apache-2.0 */
/* staith config reference: the schema as the daemons read it. */
#include "cli/cli.h"

#include "config/table.h"

#include <errno.h>
#include <string.h>

struct input {
    bool council;
    bool region;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        input->council = input->council || strcmp(arg, "council") == 0;
        input->region = input->region || strcmp(arg, "region") == 0;
        if (strcmp(arg, "council") != 0 && strcmp(arg, "region") != 0) {
            argp_error(state, "\"%s\" is neither council nor region", arg);
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .parser = parse_option,
    .args_doc = "[council|region]",
    .doc = "Print every key of the configuration files: what it is for, what it may be, and what "
           "it is when it is left out.\vBoth files are printed when neither is named.",
};

static void print_file(const struct staith_cli *cli, const char *title,
                       const struct staith_config_block *block)
{
    unsigned width = cli->width == 0 || cli->width > 100 ? 80 : cli->width;
    staith_cli_print(cli, STAITH_CLI_STRONG, "%s\n", title);
    (void)fputc('\n', cli->out);
    staith_config_reference(block, width, cli->out);
}

int staith_cli_config_reference(const struct staith_cli *cli, int argc, char **argv,
                                struct staith_err *err)
{
    (void)err;
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    bool both = input.council == input.region;
    if (both || input.council) {
        print_file(cli, "A council's file, read by staithd", staith_config_council_block());
    }
    if (both) {
        (void)fputc('\n', cli->out);
    }
    if (both || input.region) {
        print_file(cli, "A region's file, read by staith-aggregator", staith_config_region_block());
    }
    return 0;
}
