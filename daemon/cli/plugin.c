/* SPDX-License-Identifier: Apache-2.0 */
/* realpath is of POSIX's XSI part. */
#define _XOPEN_SOURCE 700
#include "cli/plugin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

error_t staith_cli_plugin_parse(int key, char *arg, struct argp_state *state,
                                struct staith_cli_plugin_words *words)
{
    switch (key) {
    case 'o':
        if (strchr(arg, '=') == NULL || arg[0] == '=') {
            argp_error(state, "--option takes NAME=VALUE, not \"%s\"", arg);
            return EINVAL;
        }
        return add_word(arg, words->options, &words->option_count, state);
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

static int take_options(const struct staith_cli_plugin_words *words,
                        struct staith_cli_plugin *plugin, struct staith_err *err)
{
    for (uint32_t i = 0; i < words->option_count; i++) {
        const char *equals = strchr(words->options[i], '=');
        size_t len = equals != NULL ? (size_t)(equals - words->options[i]) : 0;
        if (equals == NULL || len >= sizeof(plugin->names[i])) {
            return staith_err_set(err, STAITH_ERR_INVAL, "the name of an option is too long");
        }
        memcpy(plugin->names[i], words->options[i], len);
        plugin->options[i] = (struct staith_config_option){
            .name = plugin->names[i], .value = equals + 1, .where = "--option"};
    }
    return 0;
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
        .allow = (const char **)(uintptr_t)words->allow,
        .read_count = words->read_count,
        .read = (const char **)(uintptr_t)words->read,
        .sign_off = "at-once",
        .where = "",
    };
    ret_plugin->config.authority_code = "000";
    ret_plugin->config.authority_name = "A council";
    ret_plugin->config.dataset_count = 1;
    ret_plugin->config.datasets = &ret_plugin->dataset;
    staith_config_limits_init(&ret_plugin->config.limits);
    return 0;
}
