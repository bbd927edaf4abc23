/* SPDX-License-Identifier: Apache-2.0 */
/* staith region quarantine: what came and was refused for good. */
#include "cli/daemon.h"

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
    {"config", 'c', "FILE", 0, "configuration that staith-aggregator runs with", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc =
        "Show records that came from councils and were refused for good, and why.\vThe last 256 "
        "of each council are kept; none is shown to anybody else, and its council finds the "
        "reason in its own `staith ledger`. A council's key that sends what another ledger holds "
        "under the same number is a reason to call the council.",
};

int staith_cli_region_quarantine(const struct staith_cli *cli, int argc, char **argv,
                                 struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"COUNCIL", STAITH_CLI_LEFT}, {"NUMBER", STAITH_CLI_RIGHT}, {"ARRIVED", STAITH_CLI_LEFT},
        {"WHAT", STAITH_CLI_LEFT},    {"WHY", STAITH_CLI_WRAPPED},
    };
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_ask(input.config, json_pack("{s:s}", "command", "quarantine"), &region, &reply,
                        err);
    if (rc != 0) {
        return rc;
    }
    if (input.json) {
        return staith_cli_json(cli, reply, err);
    }
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 5);
    const json_t *items = json_object_get(reply, "quarantine");
    const json_t *item = NULL;
    size_t i = 0;
    json_array_foreach(items, i, item)
    {
        char number[32];
        char when[32];
        char why[400];
        const char *detail = staith_cli_text(item, "detail");
        (void)snprintf(why, sizeof(why), "%s%s%s", staith_cli_text(item, "reason"),
                       detail[0] != '\0' ? ": " : "", detail);
        const struct staith_cli_cell cells[] = {
            {staith_cli_text(item, "authority"), STAITH_CLI_STRONG},
            {staith_cli_count_of(item, "number", number), STAITH_CLI_PLAIN},
            {staith_cli_time(staith_cli_number(item, "received_unix_ms"), when), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "kind"), STAITH_CLI_PLAIN},
            {why, STAITH_CLI_BAD},
        };
        if (table != NULL) {
            staith_cli_table_row(table, cells);
        }
    }
    rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    if (rc == 0 && i == 0) {
        (void)fputs("Nothing was refused for good.\n", cli->out);
    }
    json_decref(reply);
    return rc;
}
