/* SPDX-License-Identifier: Apache-2.0 */
/* staith held: what waits for an officer, and what would leave. */
#include "cli/held.h"

#include "cli/daemon.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINES = 1 << 20 };

struct input {
    const char *config;
    uint64_t number;
    bool all;
    bool json;
};

static error_t take_number(struct input *input, const char *arg, struct argp_state *state)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(arg, &end, 10);
    if (errno != 0 || end == arg || *end != '\0' || number == 0 || arg[0] == '-') {
        argp_error(state, "\"%s\" is no number of a held release", arg);
        return EINVAL;
    }
    input->number = number;
    return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'n':
        return take_number(input, arg, state);
    case 'a':
        input->all = true;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    case ARGP_KEY_END:
        if (input->config == NULL) {
            argp_error(state, "--config FILE is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration that staithd runs with", 0},
    {"number", 'n', "NUMBER", 0, "show what would leave, and what changed since the last time", 0},
    {"all", 'a', NULL, 0, "list those that are decided too", 0},
    {"json", 'j', NULL, 0, "print as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Show the releases that wait for an officer of this council. They are made and have not "
           "left: `staith approve` lets one leave, `staith refuse` keeps it here.\vHeld releases "
           "have numbers of their own; a release gets its number in the ledger when it leaves. A "
           "newer run of the same dataset and period takes the place of the older one. Times are "
           "UTC. Exit status 66: no daemon is running, or there is no such number.",
};

static int list(const struct staith_cli *cli, const json_t *reply, struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"HELD", STAITH_CLI_RIGHT},    {"SINCE", STAITH_CLI_LEFT},  {"DATASET", STAITH_CLI_LEFT},
        {"PERIOD", STAITH_CLI_LEFT},   {"SOURCE", STAITH_CLI_LEFT}, {"FIGURES", STAITH_CLI_RIGHT},
        {"STATE", STAITH_CLI_WRAPPED},
    };
    const json_t *items = json_object_get(reply, "held");
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 7);
    size_t i = 0;
    const json_t *item = NULL;
    json_array_foreach(items, i, item)
    {
        char number[32];
        char since[32];
        char figures[32];
        char state[96];
        bool waits = strcmp(staith_cli_text(item, "state"), "waiting") == 0;
        const struct staith_cli_cell cells[] = {
            {staith_cli_count_of(item, "number", number), STAITH_CLI_STRONG},
            {staith_cli_time(staith_cli_number(item, "held_unix_ms"), since), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "dataset"), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "period"), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "source"), STAITH_CLI_PLAIN},
            {staith_cli_count_of(item, "released", figures), STAITH_CLI_PLAIN},
            {staith_cli_held_state(item, state), waits ? STAITH_CLI_WARN : STAITH_CLI_PLAIN},
        };
        if (table != NULL) {
            staith_cli_table_row(table, cells);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    if (rc == 0) {
        char waiting[32];
        char approved[32];
        (void)fprintf(cli->out, "%s%s wait for an officer, %s approved for later.\n",
                      json_array_size(items) > 0 ? "\n" : "",
                      staith_cli_count_of(reply, "waiting", waiting),
                      staith_cli_count_of(reply, "approved", approved));
    }
    return rc;
}

/* The answer holds so many lines; the rest is asked for. */
static int ask_one(const struct input *input, json_t **ret_item, struct staith_err *err)
{
    json_t *item = NULL;
    json_t *cells = NULL;
    size_t size = 0;
    int rc = 0;
    bool more = true;
    while (rc == 0 && more) {
        json_t *reply = NULL;
        bool region = false;
        json_t *request = json_pack("{s:s, s:I, s:I}", "command", "held", "number",
                                    (json_int_t)input->number, "from", (json_int_t)size);
        rc = staith_cli_ask(input->config, request, &region, &reply, err);
        if (rc != 0) {
            break;
        }
        json_t *part = json_object_get(reply, "cells");
        more = json_array_size(part) > 0 && size + json_array_size(part) < MAX_LINES &&
               (int64_t)(size + json_array_size(part)) < staith_cli_number(reply, "lines");
        if (item == NULL) {
            item = json_incref(reply);
            cells = part;
        } else if (json_array_extend(cells, part) != 0) {
            rc = staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
        }
        size = json_array_size(cells);
        json_decref(reply);
    }
    if (rc != 0) {
        json_decref(item);
        return rc;
    }
    *ret_item = item;
    return 0;
}

int staith_cli_held(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    if (input.number != 0) {
        rc = ask_one(&input, &reply, err);
        rc = rc != 0      ? rc
             : input.json ? staith_cli_json(cli, staith_cli_held_json(reply), err)
                          : staith_cli_held_show(cli, reply, err);
    } else {
        json_t *request = json_pack("{s:s, s:b}", "command", "held", "all", input.all);
        rc = staith_cli_ask(input.config, request, &region, &reply, err);
        rc = rc != 0      ? rc
             : input.json ? staith_cli_json(cli, json_incref(reply), err)
                          : list(cli, reply, err);
    }
    json_decref(reply);
    return rc;
}
