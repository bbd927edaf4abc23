/* SPDX-License-Identifier: Apache-2.0 */
/* staith runs: what a council's daemon did with each file, and what its checks found. */
#include "cli/daemon.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct input {
    const char *config;
    const char *dataset;
    json_int_t number; /* 0: the list */
    bool json;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    char *end = NULL;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'd':
        input->dataset = arg;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case 'n':
        errno = 0;
        input->number = strtoll(arg, &end, 10);
        if (errno != 0 || end == arg || *end != '\0' || input->number < 1) {
            argp_error(state, "--number takes the number of a run, not \"%s\"", arg);
            return EINVAL;
        }
        return 0;
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration that staithd runs with", 0},
    {"dataset", 'd', "NAME", 0, "which dataset, where the configuration has several", 0},
    {"number", 'n', "N", 0, "one run, with every finding and its place in the file", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "What became of each file that staithd read: the newest runs, or one of them with the "
           "errors and queries that its checks found. The last 100 of each dataset are kept.",
};

static int print_list(const struct staith_cli *cli, const json_t *reply, struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"RUN", STAITH_CLI_RIGHT},     {"WHEN", STAITH_CLI_LEFT},     {"DATASET", STAITH_CLI_LEFT},
        {"PERIOD", STAITH_CLI_LEFT},   {"OUTCOME", STAITH_CLI_LEFT},  {"ERRORS", STAITH_CLI_RIGHT},
        {"QUERIES", STAITH_CLI_RIGHT}, {"SOURCE", STAITH_CLI_WRAPPED}};
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 8);
    size_t i = 0;
    const json_t *run = NULL;
    json_array_foreach(json_object_get(reply, "runs"), i, run)
    {
        char number[32];
        char when[32];
        char errors[32];
        char queries[32];
        bool bad = staith_cli_number(run, "errors") > 0;
        const struct staith_cli_cell cells[] = {
            {staith_cli_count_of(run, "run", number), STAITH_CLI_PLAIN},
            {staith_cli_time(staith_cli_number(run, "started_unix_ms"), when), STAITH_CLI_PLAIN},
            {staith_cli_text(run, "dataset"), STAITH_CLI_PLAIN},
            {staith_cli_text(run, "period"), STAITH_CLI_PLAIN},
            {staith_cli_text(run, "outcome"), STAITH_CLI_PLAIN},
            {staith_cli_count_of(run, "errors", errors), bad ? STAITH_CLI_WARN : STAITH_CLI_PLAIN},
            {staith_cli_count_of(run, "queries", queries), STAITH_CLI_PLAIN},
            {staith_cli_text(run, "source"), STAITH_CLI_PLAIN}};
        staith_cli_table_row(table, cells);
    }
    if (i == 0) {
        (void)fputs("No file has been read yet.\n", cli->out);
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

/* The findings of one check: what it says once, then every place. */
static void print_check(const struct staith_cli *cli, const json_t *run, const json_t *check)
{
    const char *code = staith_cli_text(check, "check");
    char count[32];
    bool is_error = strcmp(staith_cli_text(check, "severity"), "error") == 0;
    (void)fputc('\n', cli->out);
    staith_cli_print(cli, is_error ? STAITH_CLI_BAD : STAITH_CLI_WARN, "%s %s",
                     is_error ? "error" : "query", code);
    (void)fprintf(cli->out, ", %s %s\n", staith_cli_count_of(check, "count", count),
                  staith_cli_number(check, "count") == 1 ? "time" : "times");
    staith_cli_wrap(cli, 2, staith_cli_text(check, "message"));
    staith_cli_wrap(cli, 2, staith_cli_text(check, "advice"));
    size_t i = 0;
    const json_t *finding = NULL;
    json_array_foreach(json_object_get(run, "findings"), i, finding)
    {
        if (strcmp(staith_cli_text(finding, "check"), code) != 0) {
            continue;
        }
        (void)fprintf(cli->out, "  %s", staith_cli_text(finding, "where"));
        if (staith_cli_number(finding, "row") > 0) {
            (void)fprintf(cli->out, ", row %lld", (long long)staith_cli_number(finding, "row"));
        }
        if (staith_cli_text(finding, "element")[0] != '\0') {
            (void)fprintf(cli->out, ", %s", staith_cli_text(finding, "element"));
        }
        (void)fputc('\n', cli->out);
    }
}

static void print_run(const struct staith_cli *cli, const json_t *run, json_int_t number)
{
    char when[32];
    char people[32];
    (void)fprintf(cli->out, "Run %lld, %s: %s %s from %s: %s\n", (long long)number,
                  staith_cli_time(staith_cli_number(run, "started_unix_ms"), when),
                  staith_cli_text(run, "dataset"), staith_cli_text(run, "period"),
                  staith_cli_text(run, "source"), staith_cli_text(run, "outcome"));
    (void)fprintf(cli->out, "%s people observed.\n", staith_cli_count_of(run, "people", people));
    const json_t *error = json_object_get(run, "error");
    if (error != NULL) {
        (void)fprintf(cli->out, "%s", staith_cli_text(error, "where"));
        (void)fputs(staith_cli_text(error, "where")[0] != '\0' ? ":\n" : "", cli->out);
        staith_cli_wrap(cli, 2, staith_cli_text(error, "what"));
        staith_cli_wrap(cli, 2, staith_cli_text(error, "remedy"));
    }
    const json_t *checks = json_object_get(run, "checks");
    size_t i = 0;
    const json_t *check = NULL;
    json_array_foreach(checks, i, check)
    {
        print_check(cli, run, check);
    }
    if (i == 0 && error == NULL) {
        (void)fputs("No errors and no queries.\n", cli->out);
    }
}

int staith_cli_runs(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    json_t *request = json_pack("{s:s, s:s*, s:o*}", "command", "runs", "dataset", input.dataset,
                                "run", input.number != 0 ? json_integer(input.number) : NULL);
    rc = staith_cli_ask(input.config, request, &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input.json) {
        return staith_cli_json(cli, reply, err);
    }
    if (input.number != 0) {
        print_run(cli, reply, input.number);
    } else {
        rc = print_list(cli, reply, err);
    }
    json_decref(reply);
    return rc;
}
