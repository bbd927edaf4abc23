/* SPDX-License-Identifier: Apache-2.0 */
/* staith withdraw, revise and embargo: what an officer says of a dataset and period to the region.
 */
#include "base/date.h"
#include "cli/daemon.h"
#include "cli/said.h"

#include <errno.h>
#include <string.h>

enum { KEY_DATASET = 'd', KEY_PERIOD = 'p', KEY_TIME = 't' };

struct input {
    struct staith_cli_said said;
    const char *dataset;
    const char *period;
    int64_t at_unix_ms;
    bool needs_time;
};

static error_t take_time(struct input *input, const char *arg, struct argp_state *state)
{
    if (staith_time_parse(arg, &input->at_unix_ms) != 0) {
        argp_error(state, "\"%s\" is no time such as 2026-12-01T09:30 (UTC)", arg);
        return EINVAL;
    }
    return 0;
}

static error_t check(const struct input *input, const struct argp_state *state)
{
    const char *more = input->dataset == NULL  ? "--dataset NAME"
                       : input->period == NULL ? "--period PERIOD"
                                               : NULL;
    error_t rc = staith_cli_said_check(&input->said, more, state);
    if (rc == 0 && input->needs_time && input->at_unix_ms == 0) {
        argp_error(state, "--until TIME is missing");
        return EINVAL;
    }
    return rc;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case KEY_DATASET:
        input->dataset = arg;
        return 0;
    case KEY_PERIOD:
        input->period = arg;
        return 0;
    case KEY_TIME:
        return take_time(input, arg, state);
    case ARGP_KEY_ARG:
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    case ARGP_KEY_END:
        return check(input, state);
    default:
        return staith_cli_said_option(&input->said, key, arg);
    }
}

#define OF_OPTIONS                                                                                   \
    {"config", 'c', "FILE", 0, "configuration that staithd runs with", 0},                           \
        {"dataset", KEY_DATASET, "NAME", 0, "the dataset's code", 0},                                \
        {"period", KEY_PERIOD, "PERIOD", 0, "the period, as in 2025, 2025Q3 or 2025-07", 0},         \
        {"officer", STAITH_CLI_KEY_OFFICER, "NAME", 0, "who says it, as named in the configuration", \
         0},                                                                                         \
    {                                                                                                \
        "json", 'j', NULL, 0, "print the answer as JSON", 0                                          \
    }

static const struct argp_option withdraw_options[] = {
    OF_OPTIONS,
    {"reason", STAITH_CLI_KEY_REASON, "TEXT", 0, "why, in words that the region is shown", 0},
    {0},
};
static const struct argp withdraw_argp = {
    .options = withdraw_options,
    .parser = parse_option,
    .doc = "Withdraw what was released of a dataset and period: the region shows that it was "
           "withdrawn, and none of its figures.\vThe reason goes to the region with the "
           "withdrawal, the officer's name does not: write nothing about a person. What left "
           "cannot be called back; every vintage stays in the ledger and with the region. What is "
           "released of that period afterwards is held for two officers. Exit status 77: this is "
           "no officer's name.",
};

static const struct argp_option revise_options[] = {
    OF_OPTIONS,
    {"reason", STAITH_CLI_KEY_REASON, "TEXT", 0, "why, in words that the region is shown", 0},
    {"expected", KEY_TIME, "TIME", 0, "when it is expected (UTC), as in 2026-12-01T09:30", 0},
    {0},
};
static const struct argp revise_argp = {
    .options = revise_options,
    .parser = parse_option,
    .doc = "Announce that a dataset and period will be revised, and look at its source again.\vThe "
           "figures that were released stay shown, with the announcement, until the revision takes "
           "their place. A corrected file makes the revision; whether it leaves at once, for one "
           "officer or for two, and on which dates, stands in the configuration (revisions, "
           "release-dates). `staith held` shows what would change.",
};

static const struct argp_option embargo_options[] = {
    OF_OPTIONS,
    {"reason", STAITH_CLI_KEY_REASON, "TEXT", 0, "why; it is kept in the ledger and never leaves",
     0},
    {"until", KEY_TIME, "TIME", 0, "shown from then on (UTC), as in 2026-12-01T09:30", 0},
    {0},
};
static const struct argp embargo_argp = {
    .options = embargo_options,
    .parser = parse_option,
    .doc = "Have the region keep a dataset and period back until a time: what is released of it "
           "from now on is not shown before.\vThe figures leave the council before that; to keep "
           "them here until a time, see `staith approve --embargo`. A later embargo takes the "
           "place of an earlier one for what is released after it; a time in the past ends it.",
};

static void print_said(const struct staith_cli *cli, const char *command, const json_t *reply)
{
    char when[32];
    const char *dataset = staith_cli_text(reply, "dataset");
    const char *period = staith_cli_text(reply, "period");
    long long number = (long long)staith_cli_number(reply, "number");
    if (strcmp(command, "withdraw") == 0) {
        (void)fprintf(cli->out, "%s %s is withdrawn, as number %lld in the ledger.\n", dataset,
                      period, number);
    } else if (strcmp(command, "revise") == 0) {
        (void)fprintf(cli->out, "A revision of %s %s is announced, as number %lld in the ledger.\n",
                      dataset, period, number);
    } else {
        (void)fprintf(cli->out,
                      "What is released of %s %s from now on is shown from %s UTC; number %lld in "
                      "the ledger.\n",
                      dataset, period,
                      staith_cli_time(staith_cli_number(reply, "at_unix_ms"), when), number);
    }
}

static int say(const struct staith_cli *cli, const struct argp *argp, const char *command, int argc,
               char **argv, struct staith_err *err)
{
    struct input input = {.needs_time = strcmp(command, "embargo") == 0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    json_t *request =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:I}", "command", command, "dataset", input.dataset,
                  "period", input.period, "officer", input.said.officer, "reason",
                  input.said.reason, "at_unix_ms", (json_int_t)input.at_unix_ms);
    if (request == NULL) {
        return staith_err_set(err, STAITH_ERR_INVAL, "what is said must be text in UTF-8");
    }
    rc = staith_cli_ask(input.said.config, request, &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input.said.json) {
        return staith_cli_json(cli, reply, err);
    }
    print_said(cli, command, reply);
    json_decref(reply);
    return 0;
}

int staith_cli_withdraw(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return say(cli, &withdraw_argp, "withdraw", argc, argv, err);
}

int staith_cli_revise(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return say(cli, &revise_argp, "revise", argc, argv, err);
}

int staith_cli_embargo(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return say(cli, &embargo_argp, "embargo", argc, argv, err);
}
