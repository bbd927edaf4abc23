/* SPDX-License-Identifier: Apache-2.0 */
/* staith region: what officers of the region see of what came, and what they say of it. */
#include "cli/daemon.h"
#include "cli/said.h"

#include <errno.h>
#include <string.h>

enum { KEY_COUNCIL = 'C', HASH_SHOWN = 12 };

struct input {
    struct staith_cli_said said;
    const char *council;
    const char *catalogue;
    uint64_t number;
    bool takes_number; /* the word is a release's number, not a catalogue's hash */
    bool all;
};

/* ---- arguments ---- */

static error_t parse_list(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'a':
        input->all = true;
        return 0;
    case 'c':
    case 'j':
        return staith_cli_said_option(&input->said, key, arg);
    default:
        return staith_cli_parse_rest(key, arg, input->said.config, state);
    }
}

static error_t take_word(struct input *input, const char *arg, struct argp_state *state)
{
    if (input->catalogue != NULL) {
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    }
    input->catalogue = arg;
    return input->takes_number ? staith_cli_said_number(arg, "a release", &input->number, state)
                               : 0;
}

static error_t check_word(const struct input *input, const struct argp_state *state)
{
    const char *more = input->takes_number && input->council == NULL ? "--council CODE"
                       : input->catalogue == NULL
                           ? (input->takes_number ? "the release's number" : "the catalogue")
                           : NULL;
    return staith_cli_said_check(&input->said, more, state);
}

static error_t parse_word(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case KEY_COUNCIL:
        input->council = arg;
        return 0;
    case ARGP_KEY_ARG:
        return take_word(input, arg, state);
    case ARGP_KEY_END:
        return check_word(input, state);
    default:
        return staith_cli_said_option(&input->said, key, arg);
    }
}

static const struct argp_option list_options[] = {
    {"config", 'c', "FILE", 0, "configuration that staith-aggregator runs with", 0},
    {"all", 'a', NULL, 0, "every release that ever came, not those alone that want a look", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp releases_argp = {
    .options = list_options,
    .parser = parse_list,
    .doc = "Show the councils' releases that are not shown to anybody, and why: they wait for an "
           "officer of the region, were sent back or withdrawn, or are under embargo.\vA release "
           "goes by its council and that council's number. Which datasets wait for an officer "
           "stands in the configuration. Times are UTC.",
};
static const struct argp_option catalogues_options[] = {
    {"config", 'c', "FILE", 0, "configuration that staith-aggregator runs with", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp catalogues_argp = {
    .options = catalogues_options,
    .parser = parse_list,
    .doc = "Show the catalogues that councils sent: what their figures mean, dataset by dataset.\v"
           "The one that leads defines what the region compares by. One that gives a code of it "
           "another meaning waits, with all figures under it, until an officer adopts it; then it "
           "leads.",
};

static const struct argp_option release_options[] = {
    {"config", 'c', "FILE", 0, "configuration that staith-aggregator runs with", 0},
    {"council", KEY_COUNCIL, "CODE", 0, "the council's DfE code", 0},
    {"officer", STAITH_CLI_KEY_OFFICER, "NAME", 0, "who says it, as named in the configuration", 0},
    {"reason", STAITH_CLI_KEY_REASON, "TEXT", 0, "why; it is kept", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp accept_argp = {
    .options = release_options,
    .parser = parse_word,
    .args_doc = "NUMBER",
    .doc = "Accept a council's release: its figures are shown, unless an embargo of the council "
           "keeps them back longer.\vNUMBER is the council's, as `staith region releases` lists "
           "it. One that was sent back can be accepted after all. Exit status 77: this is no "
           "officer's name.",
};
static const struct argp send_back_argp = {
    .options = release_options,
    .parser = parse_word,
    .args_doc = "NUMBER",
    .doc = "Send a council's release back: its figures are not shown, or not any more, and the "
           "council is told the reason.\vThe release that was shown before it is shown again. "
           "Nothing is deleted.",
};

static const struct argp_option catalogue_options[] = {
    {"config", 'c', "FILE", 0, "configuration that staith-aggregator runs with", 0},
    {"officer", STAITH_CLI_KEY_OFFICER, "NAME", 0, "who says it, as named in the configuration", 0},
    {"reason", STAITH_CLI_KEY_REASON, "TEXT", 0, "why; it is kept", 0},
    {"json", 'j', NULL, 0, "print the answer as JSON", 0},
    {0},
};
static const struct argp adopt_argp = {
    .options = catalogue_options,
    .parser = parse_word,
    .args_doc = "CATALOGUE",
    .doc = "Adopt a catalogue: from now on its definitions are those that the region compares by, "
           "and the figures under it are shown.\vCATALOGUE is the beginning of its hash, as "
           "`staith region catalogues` lists it. Figures under the catalogue that led before stay: "
           "look at what changed before you adopt it.",
};
static const struct argp reject_argp = {
    .options = catalogue_options,
    .parser = parse_word,
    .args_doc = "CATALOGUE",
    .doc = "Reject a catalogue: figures under it are not shown.\vCATALOGUE is the beginning of its "
           "hash. The one that leads cannot be rejected before another leads.",
};

/* ---- what is printed ---- */

static enum staith_cli_tone tone_of(const char *word)
{
    return strcmp(word, "waiting") == 0                                      ? STAITH_CLI_WARN
           : strcmp(word, "sent back") == 0 || strcmp(word, "rejected") == 0 ? STAITH_CLI_BAD
                                                                             : STAITH_CLI_PLAIN;
}

/* "waits for an officer", "sent back by Ann Lee: leavers are missing", ... */
static void state_of(const json_t *item, char out[700])
{
    char when[32];
    const char *officer = staith_cli_text(item, "officer");
    const char *why = staith_cli_text(item, "why");
    const char *council = staith_cli_text(item, "council_reason");
    int64_t from = staith_cli_number(item, "show_from_unix_ms");
    if (json_is_true(json_object_get(item, "withdrawn"))) {
        (void)snprintf(out, 700, "%s: %s", why, council);
    } else if (strcmp(staith_cli_text(item, "standing"), "sent back") == 0) {
        (void)snprintf(out, 700, "sent back by %s: %s", officer, staith_cli_text(item, "reason"));
    } else if (strcmp(why, "under embargo") == 0) {
        (void)snprintf(out, 700, "under embargo until %s", staith_cli_time(from, when));
    } else if (json_is_true(json_object_get(item, "revision"))) {
        (void)snprintf(out, 700, "%s; revision announced: %s", why[0] != '\0' ? why : "shown",
                       council);
    } else {
        (void)snprintf(out, 700, "%s%s%s", why[0] != '\0' ? why : "shown",
                       officer[0] != '\0' ? ", accepted by " : "", officer);
    }
}

static int print_releases(const struct staith_cli *cli, const json_t *reply, struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"COUNCIL", STAITH_CLI_LEFT}, {"NUMBER", STAITH_CLI_RIGHT}, {"DATASET", STAITH_CLI_LEFT},
        {"PERIOD", STAITH_CLI_LEFT},  {"ARRIVED", STAITH_CLI_LEFT}, {"STATE", STAITH_CLI_WRAPPED},
    };
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 6);
    const json_t *items = json_object_get(reply, "releases");
    const json_t *item = NULL;
    size_t i = 0;
    json_array_foreach(items, i, item)
    {
        char number[32];
        char when[32];
        char state[700];
        state_of(item, state);
        const struct staith_cli_cell cells[] = {
            {staith_cli_text(item, "authority"), STAITH_CLI_STRONG},
            {staith_cli_count_of(item, "number", number), STAITH_CLI_STRONG},
            {staith_cli_text(item, "dataset"), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "period"), STAITH_CLI_PLAIN},
            {staith_cli_time(staith_cli_number(item, "received_unix_ms"), when), STAITH_CLI_PLAIN},
            {state, tone_of(staith_cli_text(item, "standing"))},
        };
        if (table != NULL) {
            staith_cli_table_row(table, cells);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

static int print_catalogues(const struct staith_cli *cli, const json_t *reply,
                            struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"CATALOGUE", STAITH_CLI_LEFT}, {"DATASET", STAITH_CLI_LEFT},
        {"PLUGIN", STAITH_CLI_LEFT},    {"FROM", STAITH_CLI_LEFT},
        {"ARRIVED", STAITH_CLI_LEFT},   {"RELEASES", STAITH_CLI_RIGHT},
        {"STATE", STAITH_CLI_LEFT},     {"BY", STAITH_CLI_WRAPPED},
    };
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 8);
    const json_t *items = json_object_get(reply, "catalogues");
    const json_t *item = NULL;
    size_t i = 0;
    json_array_foreach(items, i, item)
    {
        char hash[HASH_SHOWN + 1];
        char plugin[160];
        char when[32];
        char releases[32];
        char by[400];
        const char *state = staith_cli_text(item, "state");
        const char *officer = staith_cli_text(item, "officer");
        (void)snprintf(hash, sizeof(hash), "%s", staith_cli_text(item, "hash"));
        (void)snprintf(plugin, sizeof(plugin), "%s %s", staith_cli_text(item, "plugin"),
                       staith_cli_text(item, "plugin_version"));
        (void)snprintf(by, sizeof(by), "%s%s%s", officer, officer[0] != '\0' ? ": " : "",
                       staith_cli_text(item, "reason"));
        const struct staith_cli_cell cells[] = {
            {hash, STAITH_CLI_STRONG},
            {staith_cli_text(item, "dataset"), STAITH_CLI_PLAIN},
            {plugin, STAITH_CLI_PLAIN},
            {staith_cli_text(item, "authority"), STAITH_CLI_PLAIN},
            {staith_cli_time(staith_cli_number(item, "received_unix_ms"), when), STAITH_CLI_PLAIN},
            {staith_cli_count_of(item, "releases", releases), STAITH_CLI_PLAIN},
            {state, tone_of(state)},
            {by, STAITH_CLI_PLAIN},
        };
        if (table != NULL) {
            staith_cli_table_row(table, cells);
        }
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

static void print_sum(const struct staith_cli *cli, const json_t *reply, bool empty)
{
    char waiting[32];
    (void)fprintf(cli->out, "%s%s %s for an officer of the region.\n", empty ? "" : "\n",
                  staith_cli_count_of(reply, "waiting", waiting),
                  staith_cli_number(reply, "waiting") == 1 ? "waits" : "wait");
    if (staith_cli_number(reply, "waiting") > 0 && staith_cli_number(reply, "officers") == 0) {
        (void)fputs("There are no officers who could say: name some in the configuration.\n",
                    cli->out);
    }
}

/* ---- asking ---- */

static int show(const struct staith_cli *cli, const struct argp *argp, const char *command,
                int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_ask(input.said.config,
                        json_pack("{s:s, s:b}", "command", command, "all", input.all), &region,
                        &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input.said.json) {
        return staith_cli_json(cli, reply, err);
    }
    rc = strcmp(command, "releases") == 0 ? print_releases(cli, reply, err)
                                          : print_catalogues(cli, reply, err);
    if (rc == 0) {
        print_sum(cli, reply, json_array_size(json_object_get(reply, command)) == 0);
    }
    json_decref(reply);
    return rc;
}

static int say(const struct staith_cli *cli, const struct argp *argp, const char *command, int argc,
               char **argv, struct staith_err *err)
{
    struct input input = {.takes_number =
                              strcmp(command, "adopt") != 0 && strcmp(command, "reject") != 0};
    bool done = false;
    bool region = false;
    json_t *reply = NULL;
    int rc = staith_cli_parse(cli, argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    json_t *request =
        input.takes_number
            ? json_pack("{s:s, s:s, s:I, s:s, s:s}", "command", command, "authority", input.council,
                        "number", (json_int_t)input.number, "officer", input.said.officer, "reason",
                        input.said.reason)
            : json_pack("{s:s, s:s, s:s, s:s}", "command", command, "catalogue", input.catalogue,
                        "officer", input.said.officer, "reason", input.said.reason);
    if (request == NULL) {
        return staith_err_set(err, STAITH_ERR_INVAL, "name and reason must be text in UTF-8");
    }
    rc = staith_cli_ask(input.said.config, request, &region, &reply, err);
    if (rc != 0) {
        return rc;
    }
    if (input.said.json) {
        return staith_cli_json(cli, reply, err);
    }
    if (input.takes_number) {
        (void)fprintf(cli->out, "Release %lld of council %s is %s.\n",
                      (long long)staith_cli_number(reply, "number"),
                      staith_cli_text(reply, "authority"), staith_cli_text(reply, "standing"));
    } else {
        bool leads = strcmp(staith_cli_text(reply, "state"), "leads") == 0;
        (void)fprintf(cli->out, "The catalogue of %s %s.\n", staith_cli_text(reply, "dataset"),
                      leads ? "is adopted: the region compares by it" : "is rejected");
    }
    json_decref(reply);
    return 0;
}

int staith_cli_region_releases(const struct staith_cli *cli, int argc, char **argv,
                               struct staith_err *err)
{
    return show(cli, &releases_argp, "releases", argc, argv, err);
}

int staith_cli_region_catalogues(const struct staith_cli *cli, int argc, char **argv,
                                 struct staith_err *err)
{
    return show(cli, &catalogues_argp, "catalogues", argc, argv, err);
}

int staith_cli_region_accept(const struct staith_cli *cli, int argc, char **argv,
                             struct staith_err *err)
{
    return say(cli, &accept_argp, "accept", argc, argv, err);
}

int staith_cli_region_send_back(const struct staith_cli *cli, int argc, char **argv,
                                struct staith_err *err)
{
    return say(cli, &send_back_argp, "send-back", argc, argv, err);
}

int staith_cli_region_adopt(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    return say(cli, &adopt_argp, "adopt", argc, argv, err);
}

int staith_cli_region_reject(const struct staith_cli *cli, int argc, char **argv,
                             struct staith_err *err)
{
    return say(cli, &reject_argp, "reject", argc, argv, err);
}
