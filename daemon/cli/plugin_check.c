/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith plugin check: what can be said of a plugin from its file is said first, without running
 * any of it; then it is loaded in a host, as a run would, up to where it has taken its options.
 */
#include "authority/host/note.h"
#include "authority/host/object.h"
#include "cli/daemon.h"
#include "cli/plugin.h"
#include "control/checks.h"

#include <string.h>

enum { ARENA_BYTES = 16 * 1024 * 1024, LINE_BYTES = 512 };

struct input {
    struct staith_cli_plugin_words words;
    const char *config;
    bool json;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    if (key == 'j') {
        input->json = true;
        return 0;
    }
    if (key == 'c') {
        input->config = arg;
        return 0;
    }
    return staith_cli_plugin_parse(key, arg, state, &input->words);
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of a council, whose options for it are tried", 0},
    STAITH_CLI_PLUGIN_OPTIONS,
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc =
        "Say whether a plugin fits this version of Staith, and what is wrong with it.\vFirst its "
        "file is read without running any of it: note, ABI, exported symbols, libraries. Then "
        "it is loaded in a host of its own, confined as a run is, its declarations are checked "
        "against the note and each other, and it is given its options. Exit status 0 when "
        "nothing is wrong. A FILE that begins with #! is a program for the plugin `script`, which "
        "is asked for its catalogue. With a configuration it is given the options, files and "
        "grants of every dataset that uses a plugin of its name, before it takes the place of "
        "the one that is installed.",
};

/* ---- from the file alone ---- */

static int check_exports(const struct staith_object *object, struct staith_err *err)
{
    bool found = false;
    for (uint32_t i = 0; i < object->export_count; i++) {
        const char *name = object->exports[i];
        if (strcmp(name, "staith_plugin") == 0) {
            found = true;
        } else if (strncmp(name, "__", 2) != 0) { /* sanitizers and the linker */
            (void)staith_err_set(err, STAITH_ERR_VERIFY, "it exports %.80s", name);
            staith_err_remedy(err, "compile with -fvisibility=hidden and link with "
                                   "-Wl,--exclude-libs,ALL: only staith_plugin is exported");
            return STAITH_ERR_VERIFY;
        }
    }
    if (!found) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY, "it does not export staith_plugin");
        staith_err_remedy(err, "write STAITH_EXPORT in front of `const struct staith_plugin "
                               "staith_plugin`");
        return STAITH_ERR_VERIFY;
    }
    return 0;
}

static int check_imports(const struct staith_object *object, struct staith_err *err)
{
    for (uint32_t i = 0; i < object->import_count; i++) {
        if (strncmp(object->imports[i], "staith_", 7) == 0) {
            (void)staith_err_set(err, STAITH_ERR_VERIFY, "it needs %.80s, which no host has",
                                 object->imports[i]);
            staith_err_remedy(err,
                              "link the kit into it: staith::kit, or pkg-config --libs staith");
            return STAITH_ERR_VERIFY;
        }
    }
    return 0;
}

static int check_libraries(const struct staith_object *object, struct staith_err *err)
{
    for (uint32_t i = 0; i < object->library_count; i++) {
        if (strncmp(object->libraries[i], "libstaith", 9) == 0) {
            (void)staith_err_set(err, STAITH_ERR_VERIFY, "it links %.80s", object->libraries[i]);
            staith_err_remedy(err, "a plugin links no library of Staith's but the static kit");
            return STAITH_ERR_VERIFY;
        }
    }
    return 0;
}

static void add(struct staith_control_checks *checks, const char *name, int rc,
                struct staith_err *err)
{
    staith_control_checks_add(checks, name, rc, err);
    memset(err, 0, sizeof(*err));
}

/* False: there is nothing to be loaded. */
static bool check_file(const struct staith_cli_plugin *plugin, struct staith_arena *arena,
                       struct staith_control_checks *checks, struct staith_note *ret_note,
                       struct staith_object *ret_object)
{
    struct staith_err err = {0};
    int noted = staith_note_read(plugin->path, arena, ret_note, &err);
    add(checks, "note in the file", noted, &err);
    int fits = noted != 0 ? noted : staith_note_check_abi(ret_note, &err);
    if (noted == 0) {
        add(checks, "ABI", fits, &err);
    }
    int read = staith_object_read(plugin->path, arena, ret_object, &err);
    if (read != 0) {
        add(checks, "symbols", read, &err);
        return false;
    }
    add(checks, "exports staith_plugin alone", check_exports(ret_object, &err), &err);
    add(checks, "needs nothing of the host", check_imports(ret_object, &err), &err);
    add(checks, "links no library of Staith's", check_libraries(ret_object, &err), &err);
    return noted == 0 && fits == 0;
}

/* ---- loaded ---- */

static void check_loaded(const struct staith_cli_plugin *plugin,
                         struct staith_control_checks *checks,
                         struct staith_gate_outcome *ret_outcome)
{
    struct staith_err err = {0};
    const struct staith_gate_order order = {.config = &plugin->config,
                                            .dataset = &plugin->dataset,
                                            .source_fd = -1,
                                            .check_only = true};
    int rc = staith_gate_run_wait(&order, ret_outcome, &err);
    if (rc == 0 && ret_outcome->end != STAITH_GATE_END_WELL) {
        err = ret_outcome->err;
        rc = err.code;
    }
    bool of_options = rc == STAITH_ERR_CONFIG;
    add(checks, "loads, declares what its note says", of_options ? 0 : rc, &err);
    if (of_options) {
        err = ret_outcome->err;
        add(checks, "takes its options", rc, &err);
    }
}

/* ---- with the options of a configuration ---- */

/* Whether a dataset is read by a plugin of this name, wherever that lies. */
static bool uses(const struct staith_config_dataset *dataset, const char *name)
{
    const char *slash = strrchr(dataset->plugin, '/');
    const char *file = slash != NULL ? slash + 1 : dataset->plugin;
    size_t len = strlen(name);
    return strncmp(file, name, len) == 0 &&
           (file[len] == '\0' || (slash != NULL && strcmp(file + len, ".so") == 0));
}

/* Give the plugin what one dataset has for it. */
static void check_dataset(const struct staith_cli_plugin *plugin,
                          const struct staith_config_council *config,
                          const struct staith_config_dataset *from,
                          struct staith_control_checks *checks)
{
    struct staith_config_dataset dataset = *from;
    struct staith_gate_outcome outcome = {0};
    struct staith_err err = {0};
    char name[LINE_BYTES];
    dataset.plugin = plugin->path;
    const struct staith_gate_order order = {
        .config = config, .dataset = &dataset, .source_fd = -1, .check_only = true};
    int rc = staith_gate_run_wait(&order, &outcome, &err);
    if (rc == 0 && outcome.end != STAITH_GATE_END_WELL) {
        err = outcome.err;
        rc = err.code;
    }
    (void)snprintf(name, sizeof(name), "takes the options of dataset %s", from->name);
    add(checks, name, rc, &err);
    staith_gate_outcome_deinit(&outcome);
}

static void check_config(const struct staith_cli_plugin *plugin, const char *path, const char *name,
                         struct staith_control_checks *checks)
{
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    uint32_t used = 0;
    int rc = staith_cli_council(path, &config, &err);
    for (uint32_t i = 0; rc == 0 && i < config->dataset_count; i++) {
        if (uses(&config->datasets[i], name)) {
            used++;
            check_dataset(plugin, config, &config->datasets[i], checks);
        }
    }
    if (rc == 0 && used == 0) {
        rc = staith_err_set(&err, STAITH_ERR_NOTFOUND,
                            "no dataset of the configuration uses a plugin called %s", name);
        staith_err_at(&err, path, 0, 0);
        staith_err_remedy(&err, "name it there as `plugin`, or check it without --config");
    }
    if (rc != 0) {
        add(checks, "datasets of the configuration", rc, &err);
    }
    staith_config_council_free(config);
}

/* ---- what it is ---- */

/* Texts with commas, as many as fit. */
static void join(const char *const *texts, uint32_t count, char out[LINE_BYTES])
{
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        int more = snprintf(out + len, LINE_BYTES - len, "%s%s", i > 0 ? ", " : "", texts[i]);
        if (more < 0 || (size_t)more >= LINE_BYTES - len) {
            out[len] = '\0';
            return;
        }
        len += (size_t)more;
    }
}

static void describe(const struct staith_cli *cli, const struct staith_note *note,
                     const struct staith_object *object, const struct staith_catalogue *catalogue)
{
    char libraries[LINE_BYTES];
    join(object->libraries, object->library_count, libraries);
    staith_cli_print(cli, STAITH_CLI_STRONG, "\n%s %s", note->name, note->version);
    (void)fprintf(cli->out, ", plugin ABI %u.%u, %s\n", note->abi_major, note->abi_minor,
                  note->licence);
    (void)fprintf(cli->out, "  reads     %s\n  links     %s\n", note->sources,
                  libraries[0] != '\0' ? libraries : "nothing");
    if (catalogue == NULL) {
        return;
    }
    (void)fprintf(cli->out, "  fills     %s: %u measures by %u dimensions in %u tables\n",
                  catalogue->dataset, catalogue->measure_count, catalogue->dimension_count,
                  catalogue->table_count);
    (void)fprintf(cli->out, "  makes     %u indicators, %u checks\n", catalogue->indicator_count,
                  catalogue->check_count);
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        (void)fprintf(cli->out, "%s%s  %s\n", i == 0 ? "  measures  " : "            ",
                      catalogue->measures[i].code, catalogue->measures[i].label);
    }
}

int staith_cli_plugin_check(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    struct staith_cli_plugin plugin;
    struct input input = {0};
    struct staith_arena arena;
    struct staith_control_checks checks;
    struct staith_note note = {0};
    struct staith_object object = {0};
    struct staith_gate_outcome outcome = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_plugin_init(&input.words, &plugin, err);
    if (rc != 0) {
        return rc;
    }
    staith_arena_init(&arena, ARENA_BYTES);
    staith_control_checks_init(&checks);
    bool loads = check_file(&plugin, &arena, &checks, &note, &object);
    if (loads && input.config != NULL) {
        check_config(&plugin, input.config, note.name, &checks);
    } else if (loads) {
        check_loaded(&plugin, &checks, &outcome);
    }
    rc = checks.first_code;
    (void)staith_control_checks_print(checks.list, rc, input.json, cli->out);
    if (!input.json && loads) {
        describe(cli, &note, &object, outcome.catalogue);
    }
    staith_gate_outcome_deinit(&outcome);
    staith_arena_deinit(&arena);
    return rc; /* what is wrong was told */
}
