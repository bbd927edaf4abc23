/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith-web: the region's pages and figures over HTTP. A program of its own beside
 * staith-aggregator: it has none of the region's keys, reads the store and cannot write it, and
 * however slow or many its readers are, what councils send is taken as before.
 */
#include "aggregator/web/confine.h"
#include "aggregator/web/service.h"
#include "config/schema.h"
#include "control/arguments.h"
#include "control/checks.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "staith-web"

enum { EXIT_NO_MEMORY = 71 };

static const struct staith_control_program program = {
    .name = PROGRAM,
    .version = STAITH_VERSION,
    .config_help = "configuration of this region",
    .check_help = "try everything a start needs (certificate, store, accounts, address), say what "
                  "is wrong, and end",
    .doc = "Serve the region's pages, and their figures, from the store of staith-aggregator. Runs "
           "in the foreground and logs to stderr.\v"
           "SIGTERM ends it; SIGHUP reads the configuration again. Exit status: 0; 64 wrong "
           "arguments; 66 a file is missing; 73 the address is in use; 74 the accounts cannot be "
           "opened; 77 a permission is missing; 78 the configuration is wrong.",
};

struct app {
    struct staith_loop *loop;
    struct staith_web_service *service;
    char confined[STAITH_WEB_CONFINE_BYTES];
};

static void on_stop(void *ctx)
{
    struct app *app = ctx;
    staith_loop_stop(app->loop);
}

static void on_hup(void *ctx)
{
    struct app *app = ctx;
    staith_web_service_reload(app->service);
}

/* It is read again on SIGHUP: that it cannot be is said now, and not then. */
static int check_readable(const char *path, struct staith_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)close(fd);
        return 0;
    }
    int rc = staith_err_set(err, STAITH_ERR_DENIED, "the configuration cannot be read again");
    staith_err_at(err, path, 0, 0);
    (void)staith_err_remedy(err, "keep it, or what it links to, in a folder this user may read");
    return rc;
}

/* From here on it starts nothing and opens little. */
static int confine(struct app *app, const struct staith_config_region *config,
                   struct staith_log *log, struct staith_err *err)
{
    int rc = staith_web_confine(config, app->confined, err);
    rc = rc != 0 ? rc : check_readable(config->path, err);
    if (rc == 0) {
        staith_log_write(log, STAITH_LOG_NOTICE, "confined", "what=%s", app->confined);
        staith_web_service_confined(app->service, app->confined);
    }
    return rc;
}

static int start(struct app *app, const struct staith_control_arguments *arguments,
                 struct staith_log **ret_log, struct staith_err *err)
{
    enum staith_log_level level = STAITH_LOG_INFO;
    struct staith_config_region *config = NULL;
    int rc = staith_config_region_read(arguments->config, &config, err);
    if (rc != 0) {
        return rc;
    }
    (void)staith_log_level_parse(config->log_level, &level);
    *ret_log = staith_log_new(PROGRAM, STDERR_FILENO, level);
    rc = *ret_log == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the log")
                          : staith_loop_new(&app->loop, err);
    if (rc == 0) {
        const struct staith_web_service_options how = {.loop = app->loop,
                                                       .log = *ret_log,
                                                       .outside = staith_outside_machine(),
                                                       .config_path = arguments->config};
        rc = staith_web_service_start(&how, &app->service, err);
    }
    if (rc == 0) {
        rc = confine(app, config, *ret_log, err);
    }
    staith_config_region_free(config);
    if (rc == 0 && staith_loop_on_signals(app->loop, on_stop, on_hup, app) != 0) {
        rc = staith_err_set(err, STAITH_ERR_IO, "signals cannot be listened to");
    }
    return rc;
}

static int run(const struct staith_control_arguments *arguments, struct staith_err *err)
{
    struct app app = {0};
    struct staith_log *log = NULL;
    int rc = start(&app, arguments, &log, err);
    if (rc == 0) {
        rc = staith_loop_run(app.loop);
    }
    staith_web_service_free(app.service);
    staith_loop_free(app.loop);
    if (rc == 0) {
        staith_log_write(log, STAITH_LOG_NOTICE, "stopped", NULL);
    }
    staith_log_free(log);
    return rc;
}

int main(int argc, char **argv)
{
    struct staith_control_arguments arguments;
    staith_control_arguments_read(&program, argc, argv, &arguments);
    (void)umask(S_IRWXG | S_IRWXO);
    const struct rlimit none = {0, 0}; /* a core would hold passwords and figures */
    if (sodium_init() < 0 || setrlimit(RLIMIT_CORE, &none) != 0) {
        (void)fputs(PROGRAM ": random numbers or limits are not available\n", stderr);
        return EXIT_NO_MEMORY;
    }
    if (arguments.check) {
        json_t *checks = NULL;
        int rc = staith_web_check_config(arguments.config, &checks);
        return staith_control_checks_print(checks, rc, arguments.json, stdout);
    }
    struct staith_err err = {0};
    int rc = run(&arguments, &err);
    if (err.code != 0) {
        staith_err_print(PROGRAM, &err);
    }
    return staith_err_status(rc);
}
