/* SPDX-License-Identifier: Apache-2.0 */
/* staith plugin list: the plugins of a folder by their notes; none of them is loaded. */
#include "authority/gate/run.h"
#include "authority/host/note.h"
#include "cli/daemon.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 4096, ARENA_BYTES = 8 * 1024 * 1024, MAX_FILES = 1024, TEXT_BYTES = 256 };

struct input {
    const char *config;
    const char *folder;
    bool json;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'f':
        input->folder = arg;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council, for its folder and datasets", 0},
    {"folder", 'f', "FOLDER", 0, "another folder of plugins", 0},
    {"json", 'j', NULL, 0, "print as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "The plugins that are installed, and the datasets that use them. Read from their files "
           "without running any of them.",
};

/* The folder named, or the configuration's, or the one installed with this program. */
static int find_folder(const struct input *input, const struct staith_config_council *config,
                       char folder[PATH_BYTES], struct staith_err *err)
{
    static const struct staith_config_council none = {0};
    if (input->folder != NULL) {
        int len = snprintf(folder, PATH_BYTES, "%s", input->folder);
        return len > 0 && len < PATH_BYTES
                   ? 0
                   : staith_err_set(err, STAITH_ERR_INVAL, "the folder's path is too long");
    }
    int rc = staith_gate_plugin(config != NULL ? config : &none, "x", folder, PATH_BYTES, err);
    char *slash = rc == 0 ? strrchr(folder, '/') : NULL;
    if (slash != NULL) {
        *slash = '\0';
    }
    return rc;
}

/* The datasets of a configuration that a plugin reads, with commas. */
static void find_datasets(const struct staith_config_council *config, const char *name,
                          const char *path, char out[TEXT_BYTES])
{
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; config != NULL && i < config->dataset_count; i++) {
        const struct staith_config_dataset *dataset = &config->datasets[i];
        if (strcmp(dataset->plugin, name) != 0 && strcmp(dataset->plugin, path) != 0) {
            continue;
        }
        int more =
            snprintf(out + len, TEXT_BYTES - len, "%s%s", len > 0 ? ", " : "", dataset->name);
        len += more > 0 && (size_t)more < TEXT_BYTES - len ? (size_t)more : 0;
    }
}

static json_t *describe(const struct staith_config_council *config, const char *folder,
                        const char *file)
{
    char path[PATH_BYTES + TEXT_BYTES];
    char name[TEXT_BYTES];
    char datasets[TEXT_BYTES];
    char abi[32] = "";
    struct staith_arena arena;
    struct staith_note note = {0};
    struct staith_err err = {0};
    size_t len = strlen(file) - 3; /* without .so */
    (void)snprintf(path, sizeof(path), "%s/%s", folder, file);
    (void)snprintf(name, sizeof(name), "%.*s", (int)len, file);
    find_datasets(config, name, path, datasets);
    staith_arena_init(&arena, ARENA_BYTES);
    int rc = staith_note_read(path, &arena, &note, &err);
    if (rc == 0) {
        (void)snprintf(abi, sizeof(abi), "%u.%u", note.abi_major, note.abi_minor);
        rc = staith_note_check_abi(&note, &err);
    }
    json_t *item = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s}", "name", name,
                             "path", path, "version", note.version != NULL ? note.version : "",
                             "abi", abi, "licence", note.licence != NULL ? note.licence : "",
                             "sources", note.sources != NULL ? note.sources : "", "measures",
                             note.measures != NULL ? note.measures : "", "ok", rc == 0, "why",
                             rc == 0 ? "" : err.what, "datasets", datasets);
    staith_arena_deinit(&arena);
    return item;
}

static int is_plugin(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && len > 3 && len < TEXT_BYTES &&
           strcmp(entry->d_name + len - 3, ".so") == 0;
}

static int read_folder(const struct staith_config_council *config, const char *folder,
                       json_t **ret_list, struct staith_err *err)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_plugin, alphasort);
    if (count < 0) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the folder of plugins cannot be read");
        staith_err_at(err, folder, 0, 0);
        staith_err_remedy(err, "name another one with --folder, or `plugins` in the configuration");
        return STAITH_ERR_NOTFOUND;
    }
    json_t *list = json_array();
    bool failed = list == NULL;
    for (int i = 0; i < count; i++) {
        if (i < MAX_FILES && !failed) {
            failed = json_array_append_new(list, describe(config, folder, entries[i]->d_name)) != 0;
        }
        free(entries[i]);
    }
    free(entries);
    if (failed) {
        json_decref(list);
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    *ret_list = list;
    return 0;
}

static int print(const struct staith_cli *cli, const char *folder, const json_t *list,
                 struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"PLUGIN", STAITH_CLI_LEFT},      {"VERSION", STAITH_CLI_LEFT},
        {"ABI", STAITH_CLI_LEFT},         {"STATE", STAITH_CLI_WRAPPED},
        {"DATASETS", STAITH_CLI_WRAPPED}, {"READS", STAITH_CLI_WRAPPED}};
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 6);
    size_t i = 0;
    const json_t *item = NULL;
    (void)fprintf(cli->out, "Plugins in %s\n\n", folder);
    json_array_foreach(list, i, item)
    {
        bool ok = json_is_true(json_object_get(item, "ok"));
        const struct staith_cli_cell cells[] = {
            {staith_cli_text(item, "name"), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "version"), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "abi"), STAITH_CLI_PLAIN},
            {ok ? "ok" : staith_cli_text(item, "why"), ok ? STAITH_CLI_GOOD : STAITH_CLI_BAD},
            {staith_cli_text(item, "datasets"), STAITH_CLI_PLAIN},
            {staith_cli_text(item, "sources"), STAITH_CLI_PLAIN}};
        staith_cli_table_row(table, cells);
    }
    if (json_array_size(list) == 0) {
        (void)fputs("There are none.\n", cli->out);
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

int staith_cli_plugin_list(const struct staith_cli *cli, int argc, char **argv,
                           struct staith_err *err)
{
    struct input input = {0};
    struct staith_config_council *config = NULL;
    char folder[PATH_BYTES];
    json_t *list = NULL;
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    if (input.config != NULL) {
        rc = staith_cli_council(input.config, &config, err);
    }
    if (rc == 0) {
        rc = find_folder(&input, config, folder, err);
    }
    if (rc == 0) {
        rc = read_folder(config, folder, &list, err);
    }
    if (rc == 0) {
        rc = input.json ? staith_cli_json(
                              cli, json_pack("{s:s, s:O}", "folder", folder, "plugins", list), err)
                        : print(cli, folder, list, err);
    }
    json_decref(list);
    staith_config_council_free(config);
    return rc;
}
