/* SPDX-License-Identifier: Apache-2.0 */
#include "control/arguments.h"

#include <argp.h>
#include <stdlib.h>

enum { KEY_CHECK = 0x100, KEY_JSON, KEY_VERSION = 'V', WRONG_USAGE = 64 };

struct reading {
    const struct staith_control_program *program;
    struct staith_control_arguments arguments;
};

static void take_config(struct reading *reading, const char *path, const struct argp_state *state)
{
    if (reading->arguments.config != NULL) {
        argp_error(state, "more than one configuration is given");
    }
    reading->arguments.config = path;
}

static void at_end(const struct reading *reading, const struct argp_state *state)
{
    if (reading->arguments.config == NULL) {
        argp_error(state, "--config FILE is missing");
    }
    if (reading->arguments.json && !reading->arguments.check) {
        argp_error(state, "--json goes with --check-config");
    }
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct reading *reading = state->input;
    switch (key) {
    case 'c':
    case ARGP_KEY_ARG:
        take_config(reading, arg, state);
        return 0;
    case KEY_CHECK:
        reading->arguments.check = true;
        return 0;
    case KEY_JSON:
        reading->arguments.json = true;
        return 0;
    case KEY_VERSION:
        (void)fprintf(state->out_stream, "%s %s\n", reading->program->name,
                      reading->program->version);
        exit(0);
    case ARGP_KEY_END:
        at_end(reading, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

void staith_control_arguments_read(const struct staith_control_program *program, int argc,
                                   char **argv, struct staith_control_arguments *ret_arguments)
{
    const struct argp_option options[] = {
        {"config", 'c', "FILE", 0, program->config_help, 0},
        {"check-config", KEY_CHECK, NULL, 0, program->check_help, 0},
        {"json", KEY_JSON, NULL, 0, "with --check-config: print the result as JSON", 0},
        {"version", KEY_VERSION, NULL, 0, "Print program version", -1},
        {0},
    };
    const struct argp argp = {
        .options = options, .parser = parse_option, .args_doc = "[FILE]", .doc = program->doc};
    struct reading reading = {.program = program};
    argp_err_exit_status = WRONG_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &reading);
    *ret_arguments = reading.arguments;
}
