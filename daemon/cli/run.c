/* SPDX-License-Identifier: Apache-2.0 */
/* staith run: a dataset's source is looked at now, and what became of it is told. */
#include "cli/daemon.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STEP_MS = 200, WAIT_S = 30, MOST_S = 3600 };

struct input {
    const char *config;
    const char *dataset;
    long wait_s;
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
    case 'w':
        errno = 0;
        input->wait_s = strtol(arg, &end, 10);
        if (errno != 0 || end == arg || *end != '\0' || input->wait_s < 0 ||
            input->wait_s > MOST_S) {
            argp_error(state, "--wait takes 0 to %d seconds, not \"%s\"", MOST_S, arg);
            return EINVAL;
        }
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (input->dataset == NULL) {
            input->dataset = arg;
            return 0;
        }
        return staith_cli_parse_rest(key, arg, input->config, state);
    case ARGP_KEY_END:
        if (input->dataset == NULL) {
            argp_error(state, "the dataset's name is missing");
            return EINVAL;
        }
        return staith_cli_parse_rest(key, arg, input->config, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration that staithd runs with", 0},
    {"wait", 'w', "SECONDS", 0, "wait this long for the end of the run; 30 when left out", 0},
    {"json", 'j', NULL, 0, "print the run as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "DATASET",
    .doc = "Run a dataset now, whatever its schedule, and say what became of it. Files that failed "
           "before are tried again.\vA file that was released before and has not changed is not "
           "released again; where the dataset's runs may start programs or use the network "
           "(`allow`) they are made anew.",
};

/* The newest run of the dataset when its number is above `last`: a new reference, or NULL. */
static int newest(const struct input *input, int64_t last, json_t **ret_run, struct staith_err *err)
{
    bool region = false;
    json_t *reply = NULL;
    json_t *request =
        json_pack("{s:s, s:s, s:i}", "command", "runs", "dataset", input->dataset, "limit", 1);
    int rc = staith_cli_ask(input->config, request, &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    json_t *run = json_array_get(json_object_get(reply, "runs"), 0);
    *ret_run = staith_cli_number(run, "run") > last ? json_incref(run) : NULL;
    json_decref(reply);
    return 0;
}

static int wait_for_run(const struct input *input, int64_t last, json_t **ret_run,
                        struct staith_err *err)
{
    const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};
    int rc = 0;
    for (long left = input->wait_s * 1000; rc == 0 && *ret_run == NULL && left > 0;
         left -= STEP_MS) {
        (void)nanosleep(&step, NULL);
        rc = newest(input, last, ret_run, err);
    }
    return rc;
}

static int show(const struct staith_cli *cli, const json_t *run, struct staith_err *err)
{
    const char *outcome = staith_cli_text(run, "outcome");
    const json_t *error = json_object_get(run, "error");
    char errors[32];
    char queries[32];
    bool bad = strcmp(outcome, "failed") == 0 || strcmp(outcome, "refused") == 0;
    if (bad) {
        (void)staith_err_set(err, STAITH_ERR_REFUSED, "%s", staith_cli_text(error, "what"));
        staith_err_at(err, staith_cli_text(error, "where"), 0, 0);
        staith_err_remedy(err, "%s", staith_cli_text(error, "remedy"));
        return STAITH_ERR_REFUSED;
    }
    staith_cli_print(cli, STAITH_CLI_GOOD, "%s", outcome);
    (void)fprintf(cli->out, ": %s from %s, %s errors, %s queries (staith runs --number %lld)\n",
                  staith_cli_text(run, "period"), staith_cli_text(run, "source"),
                  staith_cli_count_of(run, "errors", errors),
                  staith_cli_count_of(run, "queries", queries),
                  (long long)staith_cli_number(run, "run"));
    if (staith_cli_text(error, "what")[0] != '\0') {
        staith_cli_wrap(cli, 2, staith_cli_text(error, "what"));
    }
    return 0;
}

int staith_cli_run_now(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {.wait_s = WAIT_S};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    json_t *run = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_ask(input.config,
                        json_pack("{s:s, s:s}", "command", "run", "dataset", input.dataset),
                        &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    rc = wait_for_run(&input, staith_cli_number(reply, "runs"), &run, err);
    json_decref(reply);
    if (rc != 0) {
        return rc;
    }
    if (run == NULL) {
        (void)fputs("Its source is looked at; no run has ended yet (staith runs).\n", cli->out);
    } else if (input.json) {
        return staith_cli_json(cli, run, err);
    } else {
        rc = show(cli, run, err);
    }
    json_decref(run);
    return rc;
}
