/* SPDX-License-Identifier: Apache-2.0 */
/* staith approve and refuse: what an officer says of a held release; hold and release: the switch
 * of a dataset. */
#include "base/date.h"
#include "cli/daemon.h"
#include "cli/held.h"
#include "cli/said.h"

#include <errno.h>
#include <string.h>

enum { KEY_EMBARGO = 'e', KEY_DATASET = 'd' };

struct input {
    struct staith_cli_said said;
    const char *dataset;
    uint64_t number;
    int64_t embargo_unix_ms;
};

static error_t take_embargo(struct input *input, const char *arg, struct argp_state *state)
{
    if (staith_time_parse(arg, &input->embargo_unix_ms) != 0) {
        argp_error(state, "\"%s\" is no time such as 2026-12-01T09:30 (UTC)", arg);
        return EINVAL;
    }
    return 0;
}

static error_t take_number(struct input *input, const char *arg, struct argp_state *state)
{
    uint64_t number = 0;
    error_t rc = staith_cli_said_number(arg, "a held release", &number, state);
    if (rc == 0 && input->number != 0) {
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    }
    input->number = number;
    return rc;
}

static error_t parse_saying(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case KEY_EMBARGO:
        return take_embargo(input, arg, state);
    case ARGP_KEY_ARG:
        return take_number(input, arg, state);
    case ARGP_KEY_END:
        return staith_cli_said_check(
            &input->said, input->number == 0 ? "the number of the held release" : NULL, state);
    default:
        return staith_cli_said_option(&input->said, key, arg);
    }
}

static error_t parse_switch(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case KEY_DATASET:
        input->dataset = arg;
        return 0;
    case 'c':
    case 'j':
        return staith_cli_said_option(&input->said, key, arg);
    case ARGP_KEY_END:
        if (input->said.config != NULL && input->dataset == NULL) {
            argp_error(state, "--dataset NAME is missing");
            return EINVAL;
        }
        return staith_cli_parse_rest(key, arg, input->said.config, state);
    default:
        return staith_cli_parse_rest(key, arg, input->said.config, state);
    }
}

#define CONFIG_OPTION                                                                              \
    {                                                                                              \
        "config", 'c', "FILE", 0, "configuration that staithd runs with", 0                        \
    }
#define JSON_OPTION                                                                                \
    {                                                                                              \
        "json", 'j', NULL, 0, "print the answer as JSON", 0                                        \
    }

static const struct argp_option approve_options[] = {
    CONFIG_OPTION,
    {"officer", STAITH_CLI_KEY_OFFICER, "NAME", 0, "who approves, as named in the configuration",
     0},
    {"reason", STAITH_CLI_KEY_REASON, "TEXT", 0, "why; it is kept in the ledger and never leaves",
     0},
    {"embargo", KEY_EMBARGO, "TIME", 0, "not before this time (UTC), as in 2026-12-01T09:30", 0},
    JSON_OPTION,
    {0},
};
static const struct argp approve_argp = {
    .options = approve_options,
    .parser = parse_saying,
    .args_doc = "NUMBER",
    .doc =
        "Approve a held release: it goes into the ledger under the officer's name and leaves, at "
        "once or after an embargo.\vNUMBER is that of `staith held`. What has never left this "
        "council before (a dataset, a table, a version of the policy) leaves only when two "
        "different officers have approved it; the later of their embargoes holds. Until it has "
        "left it can still be refused. Exit status 77: this is no officer's name.",
};

static const struct argp_option refuse_options[] = {
    CONFIG_OPTION,
    {"officer", STAITH_CLI_KEY_OFFICER, "NAME", 0, "who refuses, as named in the configuration", 0},
    {"reason", STAITH_CLI_KEY_REASON, "TEXT", 0, "why; it is kept and never leaves", 0},
    JSON_OPTION,
    {0},
};
static const struct argp refuse_argp = {
    .options = refuse_options,
    .parser = parse_saying,
    .args_doc = "NUMBER",
    .doc =
        "Refuse a held release: it never leaves, and is kept with the reason.\vNUMBER is that of "
        "`staith held`. The same file is not run again; a corrected one makes a new release. "
        "`staith held --all` lists what was refused.",
};

static const struct argp_option switch_options[] = {
    CONFIG_OPTION,
    {"dataset", KEY_DATASET, "NAME", 0, "the dataset's code", 0},
    JSON_OPTION,
    {0},
};
static const struct argp hold_argp = {
    .options = switch_options,
    .parser = parse_switch,
    .doc = "Hold a dataset from now on: its releases wait for an officer, whatever its "
           "configuration says.\vIt outlives restarts. `staith release` ends it.",
};
static const struct argp release_argp = {
    .options = switch_options,
    .parser = parse_switch,
    .doc =
        "End `staith hold`: a dataset's next releases leave at once again.\vWhat is held already "
        "goes on waiting for its officer. A dataset that its configuration holds stays held.",
};

/* ---- asking ---- */

static void print_said(const struct staith_cli *cli, const json_t *reply)
{
    char when[32];
    const char *state = staith_cli_text(reply, "state");
    long long number = (long long)staith_cli_number(reply, "number");
    if (strcmp(state, "left") == 0) {
        (void)fprintf(cli->out, "Held %lld is approved and has left as number %lld.\n", number,
                      (long long)staith_cli_number(reply, "ledger_number"));
    } else if (strcmp(state, "waiting") == 0) {
        (void)fprintf(cli->out, "Held %lld is approved once; a second officer must approve it.\n",
                      number);
    } else if (strcmp(state, "refused") == 0) {
        (void)fprintf(cli->out, "Held %lld is refused and stays.\n", number);
    } else if (staith_cli_number(reply, "leaves_unix_ms") != 0) {
        (void)fprintf(cli->out, "Held %lld is approved and leaves at %s UTC.\n", number,
                      staith_cli_time(staith_cli_number(reply, "leaves_unix_ms"), when));
    } else {
        (void)fprintf(cli->out,
                      "Held %lld is approved and leaves when the ledger can be written.\n", number);
    }
}

static void print_switched(const struct staith_cli *cli, const json_t *reply)
{
    bool holds = strcmp(staith_cli_text(reply, "sign_off"), "hold") == 0;
    (void)fprintf(
        cli->out, "Releases of %s %s from now on; %lld held already.\n",
        staith_cli_text(reply, "dataset"), holds ? "are held" : "leave at once",
        (long long)(staith_cli_number(reply, "held") + staith_cli_number(reply, "approved")));
    if (holds && staith_cli_number(reply, "officers") == 0) {
        (void)fputs("There are no officers who could approve them: name some in the configuration."
                    "\n",
                    cli->out);
    }
}

static int ask(const struct staith_cli *cli, const struct input *input, json_t *request,
               void (*print)(const struct staith_cli *cli, const json_t *reply),
               struct staith_err *err)
{
    json_t *reply = NULL;
    bool region = false;
    int rc = staith_cli_ask(input->said.config, request, &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input->said.json) {
        return staith_cli_json(cli, reply, err);
    }
    print(cli, reply);
    json_decref(reply);
    return 0;
}

static int say(const struct staith_cli *cli, const struct argp *argp, const char *command, int argc,
               char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    json_t *request =
        json_pack("{s:s, s:I, s:s, s:s}", "command", command, "number", (json_int_t)input.number,
                  "officer", input.said.officer, "reason", input.said.reason);
    if (request == NULL) {
        return staith_err_set(err, STAITH_ERR_INVAL, "name and reason must be text in UTF-8");
    }
    if (input.embargo_unix_ms != 0 &&
        json_object_set_new(request, "embargo_unix_ms",
                            json_integer((json_int_t)input.embargo_unix_ms)) != 0) {
        json_decref(request);
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    return ask(cli, &input, request, print_said, err);
}

static int set_switch(const struct staith_cli *cli, const struct argp *argp, const char *command,
                      int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    return ask(cli, &input, json_pack("{s:s, s:s}", "command", command, "dataset", input.dataset),
               print_switched, err);
}

int staith_cli_approve(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return say(cli, &approve_argp, "approve", argc, argv, err);
}

int staith_cli_refuse(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return say(cli, &refuse_argp, "refuse", argc, argv, err);
}

int staith_cli_hold(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return set_switch(cli, &hold_argp, "hold", argc, argv, err);
}

int staith_cli_release(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return set_switch(cli, &release_argp, "release", argc, argv, err);
}
