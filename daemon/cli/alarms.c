/* SPDX-License-Identifier: Apache-2.0 */
/* staith alarms: the local alarms that stand in a council. Its exit status serves a monitor. */
#include "cli/daemon.h"

struct input {
    const char *config;
    bool all;
    bool json;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'a':
        input->all = true;
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
    {"all", 'a', NULL, 0, "earlier periods too, and alarms that count 0", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "What this council should look at itself, such as breaches of a pay cap that were not "
           "declared. These counts are in no release: they never leave the council. Exit status: "
           "0 none stands, 2 an alarm stands, others when the daemon cannot be asked.",
};

static void print_alarm(const struct staith_cli *cli, const json_t *alarm)
{
    char count[32];
    bool stands = staith_cli_number(alarm, "count") > 0;
    (void)fputs("  ", cli->out);
    staith_cli_print(cli, stands ? STAITH_CLI_BAD : STAITH_CLI_PLAIN, "%6s",
                     staith_cli_count_of(alarm, "count", count));
    (void)fprintf(cli->out, "  %s\n", staith_cli_text(alarm, "code"));
    staith_cli_wrap(cli, 10, staith_cli_text(alarm, "label"));
    if (stands) {
        staith_cli_wrap(cli, 10, staith_cli_text(alarm, "advice"));
    }
}

static void print_told(const struct staith_cli *cli, const json_t *told)
{
    size_t i = 0;
    const json_t *one = NULL;
    json_array_foreach(told, i, one)
    {
        char when[32];
        bool well = json_is_true(json_object_get(one, "well"));
        (void)fprintf(cli->out, "  %s %s ", staith_cli_text(one, "way"),
                      staith_cli_time(staith_cli_number(one, "at_unix_ms"), when));
        staith_cli_print(cli, well ? STAITH_CLI_GOOD : STAITH_CLI_BAD, "%s",
                         well ? "told" : "not told");
        (void)fprintf(cli->out, "%s%s\n", well ? "" : ": ", staith_cli_text(one, "detail"));
    }
}

static void print_period(const struct staith_cli *cli, const json_t *period, bool all)
{
    char when[32];
    size_t i = 0;
    const json_t *alarm = NULL;
    bool any = all;
    json_array_foreach(json_object_get(period, "alarms"), i, alarm)
    {
        any = any || staith_cli_number(alarm, "count") > 0;
    }
    if (!any) {
        return;
    }
    staith_cli_print(cli, STAITH_CLI_STRONG, "%s %s", staith_cli_text(period, "dataset"),
                     staith_cli_text(period, "period"));
    (void)fprintf(cli->out, ", counted %s\n",
                  staith_cli_time(staith_cli_number(period, "at_unix_ms"), when));
    json_array_foreach(json_object_get(period, "alarms"), i, alarm)
    {
        if (all || staith_cli_number(alarm, "count") > 0) {
            print_alarm(cli, alarm);
        }
    }
    print_told(cli, json_object_get(period, "told"));
}

int staith_cli_alarms(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_ask(input.config,
                        json_pack("{s:s, s:b}", "command", "alarms", "all", input.all ? 1 : 0),
                        &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    bool stands = staith_cli_number(reply, "standing") > 0;
    if (input.json) {
        rc = staith_cli_json(cli, reply, err);
        return rc == 0 && stands ? STAITH_ERR_ALARM : rc;
    }
    size_t i = 0;
    const json_t *period = NULL;
    json_array_foreach(json_object_get(reply, "periods"), i, period)
    {
        print_period(cli, period, input.all);
    }
    if (!stands) {
        (void)fputs("No alarm stands.\n", cli->out);
    }
    json_decref(reply);
    return stands ? STAITH_ERR_ALARM : 0;
}
