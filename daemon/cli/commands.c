/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands, and finding one in it. */
#include "cli/cli.h"

#include <string.h>

static const struct staith_cli_command commands[] = {
    {"status", "what a running daemon is doing", staith_cli_status},
    {"preview", "what would leave this council from a file", staith_cli_preview},
    {"run", "run a dataset now", staith_cli_run_now},
    {"reload", "make staithd read its configuration again", staith_cli_reload},
    {"runs", "what became of each file, and what its checks found", staith_cli_runs},
    {"alarms", "what the council itself should look at; none of it leaves", staith_cli_alarms},
    {"ledger", "what has left this council", staith_cli_ledger},
    {"explain", "why a figure is as it is, or stays", staith_cli_explain},
    {"facts import", "load figures of this council that are public", staith_cli_facts_import},
    {"facts list", "what is public of this council elsewhere", staith_cli_facts_list},
    {"facts check", "what a figure would make of what has left", staith_cli_facts_check},
    {"policy explain", "what may leave, in plain words", staith_cli_policy_explain},
    {"held", "what waits for an officer of this council", staith_cli_held},
    {"approve", "let a held release leave", staith_cli_approve},
    {"refuse", "keep a held release here", staith_cli_refuse},
    {"hold", "hold a dataset's releases for an officer", staith_cli_hold},
    {"release", "end `staith hold`", staith_cli_release},
    {"withdraw", "take back what was released of a period", staith_cli_withdraw},
    {"revise", "announce that a period will be revised", staith_cli_revise},
    {"embargo", "have the region show a period from a time on", staith_cli_embargo},
    {"verify", "repeat the audit of what was published", staith_cli_verify},
    {"verify-bundle", "check what a council exported for an auditor", staith_cli_verify_bundle},
    {"accept-epoch", "take a council's new ledger (region)", staith_cli_accept_epoch},
    {"region releases", "releases that are not shown, and why", staith_cli_region_releases},
    {"region accept", "have a council's release shown", staith_cli_region_accept},
    {"region send-back", "have a council's release not shown", staith_cli_region_send_back},
    {"region catalogues", "what councils' figures mean", staith_cli_region_catalogues},
    {"region adopt", "compare by a catalogue from now on", staith_cli_region_adopt},
    {"region reject", "show nothing under a catalogue", staith_cli_region_reject},
    {"region quarantine", "what came and was refused for good", staith_cli_region_quarantine},
    {"compare", "councils beside their region, neighbours and England", staith_cli_compare},
    {"site", "the region's pages, charts and tables as a folder of files", staith_cli_site},
    {"pack", "a council's pages for print, as PDF and HTML", staith_cli_pack},
    {"account add", "let somebody sign in to the pages (region)", staith_cli_account_add},
    {"account list", "who may sign in", staith_cli_account_list},
    {"account lock", "let an account sign in no more", staith_cli_account_lock},
    {"account unlock", "let it sign in again", staith_cli_account_unlock},
    {"account password", "give an account another password", staith_cli_account_password},
    {"token new", "let a program read the figures (region)", staith_cli_token_new},
    {"token list", "which programs may", staith_cli_token_list},
    {"token revoke", "take a program's token back", staith_cli_token_revoke},
    {"audit", "who signed in, and what left with whom (region)", staith_cli_audit},
    {"caps import", "hand the caps of the region to its councils", staith_cli_caps_import},
    {"caps", "the caps that the region agreed", staith_cli_caps},
    {"national import", "store published national figures (region)", staith_cli_national_import},
    {"national", "England's figures and the region's", staith_cli_national},
    {"plugin draft", "propose a definition for a table (council)", staith_cli_plugin_draft},
    {"plugin list", "the plugins that are installed", staith_cli_plugin_list},
    {"plugin check", "whether a plugin fits, and what is wrong with it", staith_cli_plugin_check},
    {"plugin test", "what a plugin makes of a file", staith_cli_plugin_test},
    {"plugin new", "a folder with a plugin to start from", staith_cli_plugin_new},
    {"keys new", "make a daemon's keys", staith_cli_keys_new},
    {"config reference", "every key of the configuration files", staith_cli_config_reference},
    {"config seal", "make damage to a configuration file show", staith_cli_config_seal},
};

const struct staith_cli_command *staith_cli_commands(size_t *ret_count)
{
    *ret_count = sizeof(commands) / sizeof(commands[0]);
    return commands;
}

/* How many of the words at `argv` make up the command's name; 0: it is another one. */
static int matches(const char *name, int argc, char **argv)
{
    const char *space = strchr(name, ' ');
    if (argc < 1) {
        return 0;
    }
    if (space == NULL) {
        return strcmp(argv[0], name) == 0 ? 1 : 0;
    }
    size_t len = (size_t)(space - name);
    bool first = strlen(argv[0]) == len && strncmp(argv[0], name, len) == 0;
    return first && argc > 1 && strcmp(argv[1], space + 1) == 0 ? 2 : 0;
}

/* Whether `word` begins names of two words ("keys"). */
static bool is_group(const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strncmp(commands[i].name, word, len) == 0 && commands[i].name[len] == ' ') {
            return true;
        }
    }
    return false;
}

/* The list of commands, all or those of one group. */
static void print_list(FILE *out, const char *group)
{
    size_t len = group != NULL ? strlen(group) : 0;
    (void)fprintf(out, "Usage: staith %s%sCOMMAND [OPTION...]\n", group != NULL ? group : "",
                  group != NULL ? " " : "");
    if (group == NULL) {
        (void)fputs("Statistics that are safe to share, from councils to their region.\n", out);
    }
    (void)fputc('\n', out);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (group == NULL ||
            (strncmp(commands[i].name, group, len) == 0 && commands[i].name[len] == ' ')) {
            (void)fprintf(out, "  %-18s %s\n", commands[i].name, commands[i].help);
        }
    }
    (void)fprintf(out,
                  "\n`staith COMMAND --help` explains a command. Exit status: 0 well, 64 wrong\n"
                  "usage, 65 refused input, 66 not found, 78 wrong configuration; others as\n"
                  "in sysexits.h.\n");
}

static bool asks_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "-?") == 0 ||
           strcmp(word, "help") == 0;
}

static int run(const struct staith_cli *cli, const struct staith_cli_command *command, int argc,
               char **argv)
{
    char name[64];
    struct staith_cli named = *cli;
    struct staith_err err = {0};
    (void)snprintf(name, sizeof(name), "staith %s", command->name);
    named.name = name;
    argv[0] = name;
    int rc = command->run(&named, argc, argv, &err);
    if (rc != 0 && err.code != 0) {
        (void)fflush(cli->out);
        (void)fprintf(cli->err, "staith: %s%s%s%s%s\n", err.where, err.where[0] != '\0' ? ": " : "",
                      err.what[0] != '\0' ? err.what : staith_err_words(err.code),
                      err.remedy[0] != '\0' ? "; " : "", err.remedy);
    }
    return staith_err_status(rc);
}

int staith_cli_main(const struct staith_cli *cli, int argc, char **argv)
{
    if (argc < 2) {
        print_list(cli->err, NULL);
        return staith_err_status(STAITH_ERR_INVAL);
    }
    if (asks_help(argv[1])) {
        print_list(cli->out, NULL);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        (void)fprintf(cli->out, "staith %s\n", STAITH_VERSION);
        return 0;
    }
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        int words = matches(commands[i].name, argc - 1, argv + 1);
        if (words > 0) {
            return run(cli, &commands[i], argc - words, argv + words);
        }
    }
    if (is_group(argv[1])) {
        bool help = argc > 2 && asks_help(argv[2]);
        if (!help && argc > 2) {
            (void)fprintf(cli->err, "staith: there is no command \"%.40s %.40s\"\n", argv[1],
                          argv[2]);
        }
        print_list(help ? cli->out : cli->err, argv[1]);
        return help ? 0 : staith_err_status(STAITH_ERR_INVAL);
    }
    (void)fprintf(cli->err, "staith: there is no command \"%.40s\"; `staith --help` lists them\n",
                  argv[1]);
    return staith_err_status(STAITH_ERR_INVAL);
}
