/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith-aggregator: the daemon of a region. What it does stands in ingest/.
 */
#include "aggregator/ingest/service.h"

#include <argp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "staith-aggregator"

enum { KEY_CHECK = 0x100, KEY_JSON, EXIT_NO_MEMORY = 71 };

struct arguments {
    const char *config;
    bool check;
    bool json;
};

static error_t take_config(struct arguments *arguments, const char *path,
                           const struct argp_state *state)
{
    if (arguments->config != NULL) {
        argp_error(state, "more than one configuration is given");
    }
    arguments->config = path;
    return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case 'c':
    case ARGP_KEY_ARG:
        return take_config(arguments, arg, state);
    case KEY_CHECK:
        arguments->check = true;
        return 0;
    case KEY_JSON:
        arguments->json = true;
        return 0;
    case ARGP_KEY_END:
        if (arguments->config == NULL) {
            argp_error(state, "--config FILE is missing");
        }
        if (arguments->json && !arguments->check) {
            argp_error(state, "--json goes with --check-config");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of this region", 0},
    {"check-config", KEY_CHECK, NULL, 0,
     "try everything a start needs (key, folders, store, endpoints), say what is wrong, and end",
     0},
    {"json", KEY_JSON, NULL, 0, "with --check-config: print the result as JSON", 0},
    {0},
};

static void print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    (void)fputs(PROGRAM " " STAITH_VERSION "\n", stream);
}

static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "[FILE]",
    .doc = "Receive what the councils of a region release, check it, keep it, and confirm it. Runs "
           "in the foreground and logs to stderr.\v"
           "SIGTERM ends it within a second with nothing lost; SIGHUP reads the list of councils "
           "again. Exit status: 0; 64 wrong arguments; 66 a file is missing; 73 an endpoint or "
           "the control socket is in use; 74 the store cannot be opened; 77 a permission is "
           "missing; 78 the "
           "configuration is wrong.",
};

/* ---- checking ---- */

static const char *text(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value == NULL ? "" : value;
}

static void print_check(const json_t *item)
{
    const json_t *error = json_object_get(item, "error");
    bool ok = json_is_true(json_object_get(item, "ok"));
    (void)printf("%-6s %s\n", ok ? "ok" : "WRONG", text(item, "check"));
    if (!ok) {
        const char *where = text(error, "where");
        (void)printf("       %s%s%s\n", where, where[0] == '\0' ? "" : ": ", text(error, "what"));
    }
    if (!ok && text(error, "remedy")[0] != '\0') {
        (void)printf("       %s\n", text(error, "remedy"));
    }
}

static int check_config(const struct arguments *arguments)
{
    json_t *checks = NULL;
    int rc = staith_ingest_check_config(arguments->config, &checks);
    if (checks == NULL) {
        return EXIT_NO_MEMORY;
    }
    if (arguments->json) {
        json_t *reply = json_pack("{s:b, s:O}", "ok", rc == 0, "checks", checks);
        (void)json_dumpf(reply, stdout, JSON_INDENT(2));
        (void)putchar('\n');
        json_decref(reply);
    } else {
        size_t i = 0;
        const json_t *item = NULL;
        json_array_foreach(checks, i, item)
        {
            print_check(item);
        }
    }
    json_decref(checks);
    return fflush(stdout) != 0 ? staith_err_status(STAITH_ERR_IO) : staith_err_status(rc);
}

/* ---- running ---- */

struct app {
    struct staith_loop *loop;
    struct staith_ingest_service *service;
};

static void on_stop(void *ctx)
{
    struct app *app = ctx;
    staith_loop_stop(app->loop);
}

static void on_hup(void *ctx)
{
    struct app *app = ctx;
    staith_ingest_service_reload(app->service);
}

static int start(struct app *app, const struct arguments *arguments, struct staith_log **ret_log,
                 struct staith_err *err)
{
    struct staith_config_region *config = NULL;
    enum staith_log_level level = STAITH_LOG_INFO;
    int rc = staith_config_region_read(arguments->config, &config, err);
    if (rc != 0) {
        return rc;
    }
    (void)staith_log_level_parse(config->log_level, &level);
    *ret_log = staith_log_new(PROGRAM, STDERR_FILENO, level);
    rc = *ret_log == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the log")
                          : staith_loop_new(&app->loop, err);
    if (rc == 0) {
        const struct staith_ingest_service_options how = {.loop = app->loop,
                                                          .log = *ret_log,
                                                          .outside = staith_outside_machine(),
                                                          .config_path = arguments->config,
                                                          .version = STAITH_VERSION};
        rc = staith_ingest_service_start(&how, config, &app->service, err);
    }
    if (rc != 0) {
        staith_config_region_free(config);
        return rc;
    }
    rc = staith_loop_on_signals(app->loop, on_stop, on_hup, app);
    return rc == 0 ? 0 : staith_err_set(err, rc, "signals cannot be listened to");
}

static int run(const struct arguments *arguments, struct staith_err *err)
{
    struct app app = {0};
    struct staith_log *log = NULL;
    int rc = start(&app, arguments, &log, err);
    if (rc == 0) {
        rc = staith_loop_run(app.loop);
    }
    staith_ingest_service_free(app.service);
    staith_loop_free(app.loop);
    if (rc == 0) {
        staith_log_write(log, STAITH_LOG_NOTICE, "stopped", NULL);
    }
    staith_log_free(log);
    return rc;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {0};
    argp_program_version_hook = print_version;
    argp_err_exit_status = 64;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &arguments);
    (void)umask(S_IRWXG | S_IRWXO);
    const struct rlimit none = {0, 0}; /* a core would hold the transport key */
    if (sodium_init() < 0 || setrlimit(RLIMIT_CORE, &none) != 0) {
        (void)fputs(PROGRAM ": random numbers or limits are not available\n", stderr);
        return EXIT_NO_MEMORY;
    }
    if (arguments.check) {
        return check_config(&arguments);
    }
    struct staith_err err = {0};
    int rc = run(&arguments, &err);
    if (err.code != 0) {
        staith_err_print(PROGRAM, &err);
    }
    return staith_err_status(rc);
}
