/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_PLUGIN_H
#define STAITH_CLI_PLUGIN_H
/*
 * A plugin by itself: what `staith plugin check` and `staith plugin test` run it with, where there
 * is no configuration. Private to this folder.
 */
#include "authority/gate/run.h"
#include "cli/cli.h"

#include <stdbool.h>

enum { STAITH_CLI_PLUGIN_WORDS = 64, STAITH_CLI_PLUGIN_PATH_BYTES = 4096 };

/** What the command line said. Zero-initialise. */
struct staith_cli_plugin_words {
    const char *file;
    const char *plugins; /**< folder in which the plugin `script` lies; NULL: as installed */
    uint32_t option_count;
    const char *options[STAITH_CLI_PLUGIN_WORDS]; /**< "name=value" */
    uint32_t allow_count;
    const char *allow[STAITH_CLI_PLUGIN_WORDS];
    uint32_t read_count;
    const char *read[STAITH_CLI_PLUGIN_WORDS];
    uint32_t file_count;
    const char *files[STAITH_CLI_PLUGIN_WORDS]; /**< "name=path" */
};

/** A configuration made of it: one dataset, whatever the plugin fills, with limits as left out. A
 *  file that begins with #! is a program: then the plugin is `script`, its command that file, and
 *  the run may start it. Caller's storage; must stay where it is. */
struct staith_cli_plugin {
    char path[STAITH_CLI_PLUGIN_PATH_BYTES];
    char program[STAITH_CLI_PLUGIN_PATH_BYTES];  /**< "": it is a plugin itself */
    char names[2 * STAITH_CLI_PLUGIN_WORDS][64]; /**< of options, and of those that are files */
    struct staith_config_option options[STAITH_CLI_PLUGIN_WORDS + 1];
    struct staith_config_option files[STAITH_CLI_PLUGIN_WORDS];
    const char *allow[STAITH_CLI_PLUGIN_WORDS + 1];
    const char *read[STAITH_CLI_PLUGIN_WORDS + 1];
    struct staith_config_dataset dataset;
    struct staith_config_council config;
};

/** The options that both commands take, for their tables. */
#define STAITH_CLI_PLUGIN_OPTIONS                                                                  \
    {"option",                                                                                     \
     'o',                                                                                          \
     "NAME=VALUE",                                                                                 \
     0,                                                                                            \
     "an option of the plugin, once for each; of a group NAME.KEY=VALUE, of a list NAME.=VALUE "   \
     "for each item",                                                                              \
     0},                                                                                           \
        {"plugins", 'p', "FOLDER", 0, "where the plugin `script` lies, for a program", 0},         \
        {"file", 'f', "NAME=PATH", 0, "an option that is a file; once for each", 0},               \
        {"allow", 'a', "WHAT", 0, "let the run start programs, or use the network", 0},            \
        {"read", 'r', "PATH", 0, "let the run read a file or folder besides its source", 0},       \
    {                                                                                              \
        "json", 'j', NULL, 0, "print as JSON", 0                                                   \
    }

/** What an option parser does with one of these or with the plugin's file. ARGP_ERR_UNKNOWN: it is
 *  another one. */
error_t staith_cli_plugin_parse(int key, char *arg, struct argp_state *state,
                                struct staith_cli_plugin_words *words);
/** STAITH_ERR_NOTFOUND, INVAL. `words` must outlive it. */
int staith_cli_plugin_init(const struct staith_cli_plugin_words *words,
                           struct staith_cli_plugin *ret_plugin, struct staith_err *err);

#endif
