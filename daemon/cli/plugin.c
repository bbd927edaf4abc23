/* SPDX-License-Identifier: Apache-2.0 */
/* realpath is of POSIX's XSI part. */
#define _XOPEN_SOURCE 700
#include "cli/plugin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static error_t add_word(const char *word, const char **words, uint32_t *count,
                        struct argp_state *state)
{
    if (*count == STAITH_CLI_PLUGIN_WORDS) {
        argp_error(state, "more than %d of one option", STAITH_CLI_PLUGIN_WORDS);
        return EINVAL;
    }
    words[(*count)++] = word;
    return 0;
}

/* "name=value" among the words; `takes`: the option as its help writes it. */
static error_t add_pair(const char *word, const char *takes, const char **words, uint32_t *count,
                        struct argp_state *state)
{
    if (strchr(word, '=') == NULL || word[0] == '=') {
        argp_error(state, "%s, not \"%s\"", takes, word);
        return EINVAL;
    }
    return add_word(word, words, count, state);
}

error_t staith_cli_plugin_parse(int key, char *arg, struct argp_state *state,
                                struct staith_cli_plugin_words *words)
{
    switch (key) {
    case 'o':
        return add_pair(arg, "--option takes NAME=VALUE", words->options, &words->option_count,
                        state);
    case 'p':
        words->plugins = arg;
        return 0;
    case 'f':
        return add_pair(arg, "--file takes NAME=PATH", words->files, &words->file_count, state);
    case 'a':
        if (strcmp(arg, "programs") != 0 && strcmp(arg, "network") != 0) {
            argp_error(state, "--allow takes programs or network, not \"%s\"", arg);
            return EINVAL;
        }
        return add_word(arg, words->allow, &words->allow_count, state);
    case 'r':
        return add_word(arg, words->read, &words->read_count, state);
    case ARGP_KEY_ARG:
        if (words->file != NULL) {
            argp_error(state, "one plugin at a time: \"%s\" is one too many", arg);
            return EINVAL;
        }
        words->file = arg;
        return 0;
    case ARGP_KEY_END:
        if (words->file == NULL) {
            argp_error(state, "the plugin's file is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* "name=value" as an option; its name is kept in `name`. */
static int take_pair(const char *word, const char *where, char name[64],
                     struct staith_config_option *ret_option, struct staith_err *err)
{
    const char *equals = strchr(word, '=');
    size_t len = equals != NULL ? (size_t)(equals - word) : 0;
    if (equals == NULL || len >= 64) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the name of an option is too long");
    }
    memcpy(name, word, len);
    name[len] = '\0';
    *ret_option = (struct staith_config_option){.name = name, .value = equals + 1, .where = where};
    return 0;
}

static int take_options(const struct staith_cli_plugin_words *words,
                        struct staith_cli_plugin *plugin, struct staith_err *err)
{
    int rc = 0;
    for (uint32_t i = 0; i < words->option_count && rc == 0; i++) {
        rc = take_pair(words->options[i], "--option", plugin->names[i], &plugin->options[i], err);
    }
    for (uint32_t i = 0; i < words->file_count && rc == 0; i++) {
        rc = take_pair(words->files[i], "--file", plugin->names[STAITH_CLI_PLUGIN_WORDS + i],
                       &plugin->files[i], err);
    }
    memcpy(plugin->allow, words->allow, sizeof(words->allow));
    memcpy(plugin->read, words->read, sizeof(words->read));
    return rc;
}

/* The plugin's file and what may be read, as a host sees them. */
static int take_paths(const struct staith_cli_plugin_words *words, struct staith_cli_plugin *plugin,
                      struct staith_err *err)
{
    char *path = realpath(words->file, NULL);
    if (path == NULL || strlen(path) >= sizeof(plugin->path)) {
        free(path);
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no such plugin");
        staith_err_at(err, words->file, 0, 0);
        staith_err_remedy(err, "name the file, as in ./mine.so");
        return STAITH_ERR_NOTFOUND;
    }
    memcpy(plugin->path, path, strlen(path) + 1);
    free(path);
    for (uint32_t i = 0; i < words->read_count; i++) {
        if (words->read[i][0] != '/') {
            (void)staith_err_set(err, STAITH_ERR_INVAL, "--read takes a path from / on, not \"%s\"",
                                 words->read[i]);
            return STAITH_ERR_INVAL;
        }
    }
    return 0;
}

/* Whether a file names the program that reads it. */
static bool is_program(const char *path)
{
    char begin[2] = "";
    FILE *file = fopen(path, "re");
    size_t got = file != NULL ? fread(begin, 1, sizeof(begin), file) : 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    return got == sizeof(begin) && memcmp(begin, "#!", 2) == 0;
}

/* The plugin `script` over the program that was named. */
static int take_program(struct staith_cli_plugin *plugin, struct staith_err *err)
{
    struct staith_config_dataset *dataset = &plugin->dataset;
    memcpy(plugin->program, plugin->path, sizeof(plugin->path));
    if (access(plugin->program, X_OK) != 0) {
        (void)staith_err_set(err, STAITH_ERR_DENIED, "the program may not be run");
        staith_err_at(err, plugin->program, 0, 0);
        staith_err_remedy(err, "chmod +x it");
        return STAITH_ERR_DENIED;
    }
    plugin->options[dataset->option_count++] = (struct staith_config_option){
        .name = "command.", .value = plugin->program, .where = "the program"};
    plugin->allow[dataset->allow_count++] = "programs";
    plugin->read[dataset->read_count++] = plugin->program;
    return staith_gate_plugin(&plugin->config, "script", plugin->path, sizeof(plugin->path), err);
}

int staith_cli_plugin_init(const struct staith_cli_plugin_words *words,
                           struct staith_cli_plugin *ret_plugin, struct staith_err *err)
{
    memset(ret_plugin, 0, sizeof(*ret_plugin));
    int rc = take_paths(words, ret_plugin, err);
    if (rc == 0) {
        rc = take_options(words, ret_plugin, err);
    }
    if (rc != 0) {
        return rc;
    }
    ret_plugin->dataset = (struct staith_config_dataset){
        .name = "", /* whatever the plugin fills */
        .plugin = ret_plugin->path,
        .source = "",
        .option_count = words->option_count,
        .options = ret_plugin->options,
        .allow_count = words->allow_count,
        .allow = ret_plugin->allow,
        .read_count = words->read_count,
        .read = ret_plugin->read,
        .file_count = words->file_count,
        .files = ret_plugin->files,
        .sign_off = "at-once",
        .where = "",
    };
    ret_plugin->config.authority_code = "000";
    ret_plugin->config.authority_name = "A council";
    ret_plugin->config.plugin_folder = words->plugins;
    ret_plugin->config.dataset_count = 1;
    ret_plugin->config.datasets = &ret_plugin->dataset;
    staith_config_limits_init(&ret_plugin->config.limits);
    return is_program(ret_plugin->path) ? take_program(ret_plugin, err) : 0;
}
