/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith-aggregator: the daemon of a region. What it does stands in ingest/; what copy-store does
 * in store/copy.h.
 */
#include "aggregator/ingest/service.h"
#include "aggregator/store/copy.h"
#include "control/arguments.h"
#include "control/checks.h"

#include <argp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "staith-aggregator"

enum { EXIT_WRONG_USAGE = 64, EXIT_NO_MEMORY = 71, MOST_FILES = 65536 };

static const struct staith_control_program program = {
    .name = PROGRAM,
    .version = STAITH_VERSION,
    .config_help = "configuration of this region",
    .check_help =
        "try everything a start needs (key, folders, store, endpoints), say what is wrong, and end",
    .doc = "Receive what the councils of a region release, check it, keep it, and confirm it. Runs "
           "in the foreground and logs to stderr. `" PROGRAM
           " copy-store FROM TO` copies the store instead, between a folder and a database.\v"
           "SIGTERM ends it within a second with nothing lost; SIGHUP reads the list of councils "
           "again. Exit status: 0; 64 wrong arguments; 66 a file is missing; 73 an endpoint or "
           "the control socket is in use; 74 the store cannot be opened; 77 a permission is "
           "missing; 78 the "
           "configuration is wrong.",
};

static int check_config(const struct staith_control_arguments *arguments)
{
    json_t *checks = NULL;
    int rc = staith_ingest_check_config(arguments->config, &checks);
    return staith_control_checks_print(checks, rc, arguments->json, stdout);
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

static int start(struct app *app, const struct staith_control_arguments *arguments,
                 struct staith_log **ret_log, struct staith_err *err)
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

static int run(const struct staith_control_arguments *arguments, struct staith_err *err)
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

/* A file for each connection, and thousands may come at once to say nothing: as many as the machine
 * lets us have. */
static void allow_connections(void)
{
    struct rlimit files = {0, 0};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < MOST_FILES) {
        files.rlim_cur = files.rlim_max < MOST_FILES ? files.rlim_max : MOST_FILES;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
}

/* ---- copy-store ---- */

struct places {
    const char *place[2];
    int count;
};

static error_t take_place(int key, char *arg, struct argp_state *state)
{
    struct places *places = state->input;
    if (key == ARGP_KEY_ARG && places->count < 2) {
        places->place[places->count++] = arg;
        return 0;
    }
    if (key == ARGP_KEY_ARG || (key == ARGP_KEY_END && places->count < 2)) {
        argp_error(state, "say from where and to where: FROM TO");
    }
    return key == ARGP_KEY_END ? 0 : ARGP_ERR_UNKNOWN;
}

static void say_copied(void *ctx, const struct staith_store_copied *copied)
{
    uint64_t *rows = ctx;
    char hash[2 * STAITH_HASH_BYTES + 1];
    (void)sodium_bin2hex(hash, sizeof(hash), copied->hash, sizeof(copied->hash));
    (void)printf("%-18s %10llu rows  %s\n", copied->table, (unsigned long long)copied->rows, hash);
    *rows += copied->rows;
}

static int copy(const struct places *places, struct staith_err *err)
{
    struct staith_store *from = NULL;
    struct staith_store *to = NULL;
    uint64_t rows = 0;
    int rc = staith_store_open(places->place[0], true, staith_outside_machine(), &from, err);
    if (rc == 0) {
        rc = staith_store_open(places->place[1], false, staith_outside_machine(), &to, err);
    }
    if (rc == 0) {
        rc = staith_store_copy(from, to, say_copied, &rows, err);
    }
    if (rc == 0) {
        (void)printf("Copied %llu rows; read back, and the same.\n", (unsigned long long)rows);
    }
    staith_store_close(from);
    staith_store_close(to);
    return rc;
}

static int copy_store(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = take_place,
        .args_doc = "FROM TO",
        .doc = "Copy the store of a region. FROM and TO are a state folder or the address of a "
               "database (postgresql://...).\v"
               "TO must be empty. All of it arrives or none; every row is read back and compared. "
               "Stop staith-aggregator first: a store that is written while it is copied is not "
               "copied. Then name TO as `state` or `store` in the configuration and start again."};
    struct places places = {.count = 0};
    struct staith_err err = {0};
    argp_err_exit_status = EXIT_WRONG_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &places);
    int rc = copy(&places, &err);
    if (err.code != 0) {
        staith_err_print(PROGRAM, &err);
    }
    return staith_err_status(rc);
}

int main(int argc, char **argv)
{
    struct staith_control_arguments arguments;
    bool copies = argc > 1 && strcmp(argv[1], "copy-store") == 0;
    if (!copies) {
        staith_control_arguments_read(&program, argc, argv, &arguments);
    }
    (void)umask(S_IRWXG | S_IRWXO);
    const struct rlimit none = {0, 0}; /* a core would hold the transport key */
    if (sodium_init() < 0 || setrlimit(RLIMIT_CORE, &none) != 0) {
        (void)fputs(PROGRAM ": random numbers or limits are not available\n", stderr);
        return EXIT_NO_MEMORY;
    }
    if (copies) {
        argv[1] = argv[0];
        return copy_store(argc - 1, argv + 1);
    }
    if (arguments.check) {
        return check_config(&arguments);
    }
    allow_connections();
    struct staith_err err = {0};
    int rc = run(&arguments, &err);
    if (err.code != 0) {
        staith_err_print(PROGRAM, &err);
    }
    return staith_err_status(rc);
}
