/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staithd: the daemon of one council. What it does stands in gate/; how its processes are cut, in
 * README.md.
 */
#include "authority/gate/check.h"
#include "authority/gate/service.h"
#include "control/arguments.h"
#include "control/checks.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "staithd"

enum { EXIT_NO_MEMORY = 71 };

static const struct staith_control_program program = {
    .name = PROGRAM,
    .version = STAITH_VERSION,
    .config_help = "configuration of this council",
    .check_help = "try everything a start needs (keys, folders, ledger, plugins, sources), say "
                  "what is wrong, and end",
    .doc = "Turn a council's person records into statistics that are safe to share, sign them, and "
           "bring them to the region. Runs in the foreground and logs to stderr.\v"
           "SIGTERM ends it within a second with nothing lost; SIGHUP reads the configuration "
           "again. Exit status: 0; 64 wrong arguments; 66 a file is missing; 73 another staithd "
           "runs on this state folder; 77 a permission is missing; 78 the configuration is wrong.",
};

static int check_config(const struct staith_control_arguments *arguments)
{
    json_t *checks = NULL;
    int rc = staith_gate_check_config(arguments->config, &checks);
    return staith_control_checks_print(checks, rc, arguments->json, stdout);
}

/* ---- running ---- */

static void on_stop(void *ctx)
{
    struct staith_gate_service **service = ctx;
    staith_gate_service_stop(*service);
}

static void on_hup(void *ctx)
{
    struct staith_gate_service **service = ctx;
    staith_gate_service_reload(*service);
}

/* *ret_busy: something still works for it, and is not to be waited for. */
static int run(const struct staith_control_arguments *arguments, bool *ret_busy,
               struct staith_err *err)
{
    struct staith_config_council *config = NULL;
    struct staith_gate_service *service = NULL;
    struct staith_loop *loop = NULL;
    struct staith_log *log = NULL;
    enum staith_log_level level = STAITH_LOG_INFO;
    int rc = staith_config_council_read(arguments->config, &config, err);
    if (rc != 0) {
        return rc;
    }
    (void)staith_log_level_parse(config->log_level, &level);
    log = staith_log_new(PROGRAM, STDERR_FILENO, level);
    rc = log == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the log")
                     : staith_loop_new(&loop, err);
    if (rc == 0) {
        const struct staith_gate_service_options how = {.loop = loop,
                                                        .log = log,
                                                        .outside = staith_outside_machine(),
                                                        .config_path = arguments->config,
                                                        .version = STAITH_VERSION};
        rc = staith_gate_service_start(&how, config, &service, err);
    }
    if (rc == 0) {
        config = NULL; /* the service's now */
        rc = staith_loop_on_signals(loop, on_stop, on_hup, &service);
        rc = rc == 0 ? staith_loop_run(loop)
                     : staith_err_set(err, rc, "signals cannot be listened to");
    }
    staith_loop_free(loop);
    *ret_busy = staith_gate_service_is_busy(service);
    staith_gate_service_free(service);
    staith_config_council_free(config);
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
    /* A core of this process or of its children would hold small cells, keys or people. */
    const struct rlimit none = {0, 0};
    if (sodium_init() < 0 || setrlimit(RLIMIT_CORE, &none) != 0) {
        (void)fputs(PROGRAM ": random numbers or limits are not available\n", stderr);
        return EXIT_NO_MEMORY;
    }
    if (arguments.check) {
        return check_config(&arguments);
    }
    struct staith_err err = {0};
    bool busy = false;
    int rc = run(&arguments, &busy, &err);
    if (err.code != 0) {
        staith_err_print(PROGRAM, &err);
    }
    if (busy) {
        _exit(staith_err_status(rc)); /* exit() would wait for libuv's threads */
    }
    return staith_err_status(rc);
}
