/* SPDX-License-Identifier: Apache-2.0 */
/* staith status: what a daemon says of itself, as daemon/control/README.md lays it down. */
#include "cli/daemon.h"

#include <string.h>

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
    {"config", 'c', "FILE", 0, "configuration that the daemon runs with", 0},
    {"json", 'j', NULL, 0, "print the daemon's answer as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Ask a running daemon what it is doing: a council's staithd for its datasets, its "
           "ledger and its connection, a region's staith-aggregator for what has arrived from "
           "each council.\vWhich of the two it is shows in the configuration. Times are UTC. "
           "Exit status 66: no daemon is running.",
};

static enum staith_cli_tone tone_of(const char *word)
{
    static const struct {
        const char *word;
        enum staith_cli_tone tone;
    } tones[] = {
        {"released", STAITH_CLI_GOOD}, {"connected", STAITH_CLI_GOOD},
        {"held", STAITH_CLI_WARN},     {"running", STAITH_CLI_GOOD},
        {"deciding", STAITH_CLI_GOOD}, {"ok", STAITH_CLI_GOOD},
        {"degraded", STAITH_CLI_WARN}, {"starting", STAITH_CLI_WARN},
        {"failed", STAITH_CLI_BAD},    {"refused", STAITH_CLI_BAD},
        {"silent", STAITH_CLI_WARN},   {"connecting", STAITH_CLI_WARN},
        {"never", STAITH_CLI_DIM},     {"unchanged", STAITH_CLI_DIM},
    };
    for (size_t i = 0; i < sizeof(tones) / sizeof(tones[0]); i++) {
        if (strcmp(word, tones[i].word) == 0) {
            return tones[i].tone;
        }
    }
    return STAITH_CLI_PLAIN;
}

static void print_head(const struct staith_cli *cli, const json_t *reply, const char *code_member)
{
    char since[32];
    staith_cli_print(cli, STAITH_CLI_STRONG, "%s %s", staith_cli_text(reply, code_member),
                     staith_cli_text(reply, "name"));
    (void)fputs(": ", cli->out);
    staith_cli_print(cli, tone_of(staith_cli_text(reply, "state")), "%s",
                     staith_cli_text(reply, "state"));
    (void)fprintf(cli->out, " since %s\n%s %s, process %lld\n\n",
                  staith_cli_time(staith_cli_number(reply, "started_unix_ms"), since),
                  staith_cli_text(reply, "program"), staith_cli_text(reply, "version"),
                  (long long)staith_cli_number(reply, "pid"));
    if (staith_cli_text(reply, "reason")[0] != '\0') {
        staith_cli_wrap(cli, 0, staith_cli_text(reply, "reason"));
        (void)fputc('\n', cli->out);
    }
}

/* ---- a council ---- */

/* A plugin's health, unless it is at work right now. */
static const char *state_of(const json_t *dataset)
{
    const char *state = staith_cli_text(dataset, "state");
    const char *health = staith_cli_text(dataset, "health");
    bool works = strcmp(state, "running") == 0 || strcmp(state, "deciding") == 0;
    return works || health[0] == '\0' ? state : health;
}

/* What reads it; of a path the file alone. */
static const char *plugin_of(const json_t *dataset)
{
    const char *plugin = staith_cli_text(dataset, "plugin");
    const char *slash = strrchr(plugin, '/');
    return slash != NULL ? slash + 1 : plugin;
}

static int print_datasets(const struct staith_cli *cli, const json_t *datasets,
                          struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"DATASET", STAITH_CLI_LEFT},  {"PLUGIN", STAITH_CLI_LEFT},   {"STATE", STAITH_CLI_LEFT},
        {"LAST RUN", STAITH_CLI_LEFT}, {"OUTCOME", STAITH_CLI_LEFT},  {"NUMBER", STAITH_CLI_RIGHT},
        {"ERRORS", STAITH_CLI_RIGHT},  {"QUERIES", STAITH_CLI_RIGHT},
    };
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 8);
    size_t i = 0;
    const json_t *dataset = NULL;
    json_array_foreach(datasets, i, dataset)
    {
        char when[32];
        char number[32];
        char errors[32];
        char queries[32];
        const char *outcome = staith_cli_text(dataset, "last_outcome");
        const char *state = state_of(dataset);
        bool bad = staith_cli_number(dataset, "errors") > 0;
        const struct staith_cli_cell cells[] = {
            {staith_cli_text(dataset, "name"), STAITH_CLI_STRONG},
            {plugin_of(dataset), STAITH_CLI_PLAIN},
            {state, tone_of(state)},
            {staith_cli_time(staith_cli_number(dataset, "last_run_unix_ms"), when),
             STAITH_CLI_PLAIN},
            {outcome, tone_of(outcome)},
            {staith_cli_count_of(dataset, "last_number", number), STAITH_CLI_PLAIN},
            {staith_cli_count_of(dataset, "errors", errors),
             bad ? STAITH_CLI_BAD : STAITH_CLI_PLAIN},
            {staith_cli_count_of(dataset, "queries", queries), STAITH_CLI_PLAIN},
        };
        if (table != NULL) {
            staith_cli_table_row(table, cells);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

/* When it goes on by itself, or that it waits for somebody. */
static void print_next(const struct staith_cli *cli, const json_t *dataset)
{
    char when[32];
    int64_t next_try = staith_cli_number(dataset, "next_try_unix_ms");
    int64_t next_run = staith_cli_number(dataset, "next_run_unix_ms");
    int64_t deciding = staith_cli_number(dataset, "deciding_unix_ms");
    if (deciding > 0) {
        (void)fprintf(cli->out, "\n%s: a decision is under way since %s.\n",
                      staith_cli_text(dataset, "name"), staith_cli_time(deciding, when));
    }
    if (next_try > 0) {
        (void)fprintf(cli->out, "  It is tried again at %s, or now with staith run %s.\n",
                      staith_cli_time(next_try, when), staith_cli_text(dataset, "name"));
    } else if (strcmp(staith_cli_text(dataset, "last_outcome"), "refused") == 0) {
        (void)fputs("  It is read again when it changes.\n", cli->out);
    }
    if (next_run > 0) {
        (void)fprintf(cli->out, "\n%s, by its schedule: next at %s\n",
                      staith_cli_text(dataset, "name"), staith_cli_time(next_run, when));
    }
}

/* Why the last run came out as it did, where there is something to say. */
static void print_details(const struct staith_cli *cli, const json_t *datasets)
{
    size_t i = 0;
    const json_t *dataset = NULL;
    json_array_foreach(datasets, i, dataset)
    {
        if (staith_cli_text(dataset, "last_detail")[0] != '\0') {
            (void)fprintf(cli->out, "\n%s, %s:\n", staith_cli_text(dataset, "name"),
                          staith_cli_text(dataset, "last_outcome"));
            staith_cli_wrap(cli, 2, staith_cli_text(dataset, "last_detail"));
        }
        print_next(cli, dataset);
    }
}

/* What waits for an officer, or is approved and waits for its time. */
static void print_held(const struct staith_cli *cli, const json_t *datasets)
{
    size_t i = 0;
    const json_t *dataset = NULL;
    int64_t waiting = 0;
    int64_t approved = 0;
    json_array_foreach(datasets, i, dataset)
    {
        waiting += staith_cli_number(dataset, "held");
        approved += staith_cli_number(dataset, "approved");
    }
    if (waiting > 0 || approved > 0) {
        (void)fputs("\nHeld       ", cli->out);
        staith_cli_print(cli, STAITH_CLI_WARN, "%lld for an officer", (long long)waiting);
        (void)fprintf(cli->out, ", %lld approved for later (staith held lists them)",
                      (long long)approved);
    }
}

static void print_alarms(const struct staith_cli *cli, const json_t *datasets)
{
    size_t i = 0;
    const json_t *dataset = NULL;
    int64_t standing = 0;
    json_array_foreach(datasets, i, dataset)
    {
        standing += staith_cli_number(dataset, "alarms");
    }
    if (standing > 0) {
        (void)fputs("\nAlarms     ", cli->out);
        staith_cli_print(cli, STAITH_CLI_BAD, "%lld stand", (long long)standing);
        (void)fputs(" in this council alone (staith alarms says which)", cli->out);
    }
}

/* What an officer said last of something that had left. */
static void print_notice(const struct staith_cli *cli, const json_t *notice)
{
    if (json_is_object(notice)) {
        (void)fprintf(cli->out, "\nNotice     %s %s ", staith_cli_text(notice, "dataset"),
                      staith_cli_text(notice, "period"));
        staith_cli_print(cli, STAITH_CLI_WARN, "%s", staith_cli_text(notice, "kind"));
        (void)fprintf(cli->out, ", number %lld", (long long)staith_cli_number(notice, "number"));
    }
}

static void print_sources(const struct staith_cli *cli, const json_t *datasets)
{
    size_t i = 0;
    const json_t *dataset = NULL;
    json_array_foreach(datasets, i, dataset)
    {
        (void)fprintf(cli->out, "%-9s  %s: %s\n", i == 0 ? "Sources" : "",
                      staith_cli_text(dataset, "name"), staith_cli_text(dataset, "source"));
    }
}

static void print_children(const struct staith_cli *cli, const json_t *children)
{
    size_t i = 0;
    const json_t *child = NULL;
    json_array_foreach(children, i, child)
    {
        char size[32];
        (void)fprintf(cli->out, "%-9s  %s, process %lld, %s kB resident\n",
                      i == 0 ? "Children" : "", staith_cli_text(child, "name"),
                      (long long)staith_cli_number(child, "pid"),
                      staith_cli_count_of(child, "resident_kilobytes", size));
    }
}

static void print_sandbox(const struct staith_cli *cli, const json_t *sandbox)
{
    size_t i = 0;
    const json_t *item = NULL;
    if (json_array_size(sandbox) == 0) {
        return;
    }
    json_array_foreach(sandbox, i, item)
    {
        const char *text = json_string_value(item);
        bool lacks = text != NULL && strstr(text, " off") != NULL;
        (void)fprintf(cli->out, "%-9s  ", i == 0 ? "Sandbox" : "");
        staith_cli_print(cli, lacks ? STAITH_CLI_WARN : STAITH_CLI_PLAIN, "%s\n",
                         text != NULL ? text : "");
    }
}

static int print_council(const struct staith_cli *cli, const json_t *reply, struct staith_err *err)
{
    const json_t *datasets = json_object_get(reply, "datasets");
    const json_t *ledger = json_object_get(reply, "ledger");
    const json_t *publisher = json_object_get(reply, "publisher");
    char last[32];
    char received[32];
    char refused[32];
    print_head(cli, reply, "authority");
    int rc = print_datasets(cli, datasets, err);
    if (rc != 0) {
        return rc;
    }
    print_details(cli, datasets);
    (void)fprintf(cli->out, "\nLedger     %s %s, the region has %s",
                  staith_cli_count_of(ledger, "last", last),
                  staith_cli_number(ledger, "last") == 1 ? "record" : "records",
                  staith_cli_count_of(ledger, "received", received));
    if (staith_cli_number(ledger, "refused") > 0) {
        (void)fputs(", ", cli->out);
        staith_cli_print(cli, STAITH_CLI_BAD, "%s refused by it",
                         staith_cli_count_of(ledger, "refused", refused));
        (void)fputs(" (staith ledger says why)", cli->out);
    }
    if (staith_cli_number(ledger, "sent_back") > 0) {
        char back[32];
        (void)fputs(", ", cli->out);
        staith_cli_print(cli, STAITH_CLI_BAD, "%s sent back by it",
                         staith_cli_count_of(ledger, "sent_back", back));
        (void)fputs(" (staith ledger says why)", cli->out);
    }
    print_held(cli, datasets);
    print_notice(cli, json_object_get(ledger, "notice"));
    print_alarms(cli, datasets);
    const char *state = staith_cli_text(publisher, "state");
    (void)fputs("\nPublisher  ", cli->out);
    staith_cli_print(cli, tone_of(state), "%s", state);
    (void)fprintf(cli->out, " %s\n", staith_cli_text(publisher, "endpoint"));
    if (staith_cli_text(publisher, "detail")[0] != '\0') {
        staith_cli_wrap(cli, 11, staith_cli_text(publisher, "detail"));
    }
    print_sources(cli, datasets);
    print_children(cli, json_object_get(reply, "children"));
    print_sandbox(cli, json_object_get(reply, "sandbox"));
    return 0;
}

/* ---- a region ---- */

static int print_councils(const struct staith_cli *cli, const json_t *councils,
                          struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"CODE", STAITH_CLI_LEFT},     {"COUNCIL", STAITH_CLI_LEFT}, {"STATE", STAITH_CLI_LEFT},
        {"NEWEST", STAITH_CLI_LEFT},   {"ARRIVED", STAITH_CLI_LEFT}, {"RELEASES", STAITH_CLI_RIGHT},
        {"REFUSED", STAITH_CLI_RIGHT},
    };
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 7);
    size_t i = 0;
    const json_t *council = NULL;
    json_array_foreach(councils, i, council)
    {
        char when[32];
        char releases[32];
        char refused[32];
        const char *state = staith_cli_text(council, "state");
        int64_t newest_ms = staith_cli_number(council, "newest_unix_ms");
        bool bad = staith_cli_number(council, "quarantined") > 0;
        const struct staith_cli_cell cells[] = {
            {staith_cli_text(council, "code"), STAITH_CLI_PLAIN},
            {staith_cli_text(council, "name"), STAITH_CLI_STRONG},
            {state, tone_of(state)},
            {staith_cli_text(council, "newest_period"), STAITH_CLI_PLAIN},
            {staith_cli_time(newest_ms, when), newest_ms == 0 ? STAITH_CLI_DIM : STAITH_CLI_PLAIN},
            {staith_cli_count_of(council, "releases", releases), STAITH_CLI_PLAIN},
            {staith_cli_count_of(council, "quarantined", refused),
             bad ? STAITH_CLI_BAD : STAITH_CLI_PLAIN},
        };
        if (table != NULL) {
            staith_cli_table_row(table, cells);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

/* Whether a member that may be a number or a text says anything. */
static bool is_set(const json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);
    return json_integer_value(member) != 0 ||
           (json_is_string(member) && json_string_length(member) > 0);
}

/* What waits for a person here, or for the council. */
static void print_troubles(const struct staith_cli *cli, const json_t *councils)
{
    size_t i = 0;
    const json_t *council = NULL;
    json_array_foreach(councils, i, council)
    {
        const char *code = staith_cli_text(council, "code");
        const char *name = staith_cli_text(council, "name");
        if (is_set(council, "waiting_epoch")) {
            staith_cli_print(cli, STAITH_CLI_WARN, "%s %s began a new ledger", code, name);
            (void)fprintf(cli->out,
                          ".\n  When the council says why: staith accept-epoch --config FILE %s\n",
                          code);
        } else if (staith_cli_number(council, "refusals") > 0) {
            int64_t times = staith_cli_number(council, "refusals");
            char count[32];
            staith_cli_print(cli, STAITH_CLI_WARN, "%s %s was refused", code, name);
            (void)fprintf(cli->out, " %s %s since the start, last because:\n",
                          staith_cli_count((uint64_t)times, count), times == 1 ? "time" : "times");
            staith_cli_wrap(cli, 2, staith_cli_text(council, "refusal"));
        }
    }
}

static int print_region(const struct staith_cli *cli, const json_t *reply, struct staith_err *err)
{
    const json_t *councils = json_object_get(reply, "councils");
    const json_t *item = NULL;
    size_t i = 0;
    size_t arrived = 0;
    print_head(cli, reply, "region");
    int rc = print_councils(cli, councils, err);
    if (rc != 0) {
        return rc;
    }
    json_array_foreach(councils, i, item)
    {
        arrived += staith_cli_number(item, "releases") > 0 ? 1 : 0;
    }
    (void)fprintf(cli->out, "\nReleases from %zu of %zu councils. Listening at", arrived,
                  json_array_size(councils));
    json_array_foreach(json_object_get(reply, "endpoints"), i, item)
    {
        const char *text = json_string_value(item);
        (void)fprintf(cli->out, "%s %s", i > 0 ? "," : "", text != NULL ? text : "");
    }
    (void)fputs(".\n", cli->out);
    print_troubles(cli, councils);
    int64_t strangers = staith_cli_number(json_object_get(reply, "wire"), "refused");
    if (strangers > 0) {
        char count[32];
        staith_cli_print(cli, STAITH_CLI_WARN, "%s %s with a key of no council\n",
                         staith_cli_count((uint64_t)strangers, count),
                         strangers == 1 ? "connection" : "connections");
    }
    return 0;
}

int staith_cli_status(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc =
        staith_cli_ask(input.config, json_pack("{s:s}", "command", "status"), &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input.json) {
        return staith_cli_json(cli, reply, err);
    }
    rc = region ? print_region(cli, reply, err) : print_council(cli, reply, err);
    json_decref(reply);
    return rc;
}
