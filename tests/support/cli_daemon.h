/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_CLI_DAEMON_H
#define STAITH_TESTS_CLI_DAEMON_H
/* A process that answers on a control socket as a daemon would, with a reply made for the test. */
#include "config_case.h"
#include "control/control.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct cli_daemon {
    struct config_file config;
    pid_t pid;
};

struct cli_daemon_side {
    struct staith_loop *loop;
    struct staith_control *control;
    const char *command; /* the one it knows */
    const char *reply;
};

static inline int cli_daemon_handle(void *ctx, const char *command, const json_t *request,
                                    json_t **ret_reply, struct staith_err *err)
{
    const struct cli_daemon_side *side = ctx;
    const char *authority = json_string_value(json_object_get(request, "authority"));
    if (strcmp(command, side->command) != 0 ||
        (authority != NULL && strcmp(authority, "999") == 0)) {
        return staith_err_set(err, STAITH_ERR_REFUSED, "not that");
    }
    *ret_reply = json_loads(side->reply, 0, NULL);
    return 0;
}

static inline void cli_daemon_on_stop(void *ctx)
{
    struct cli_daemon_side *side = ctx;
    staith_control_stop(side->control);
    staith_loop_stop(side->loop);
}

static inline int cli_daemon_serve(struct cli_daemon_side *side, const char *path, int ready)
{
    int rc = staith_loop_new(&side->loop, NULL);
    rc = rc != 0 ? rc
                 : staith_control_start(side->loop, path, cli_daemon_handle, side, &side->control,
                                        NULL);
    rc = rc != 0 ? rc : staith_loop_on_signals(side->loop, cli_daemon_on_stop, NULL, side);
    (void)!write(ready, &rc, sizeof(rc));
    rc = rc != 0 ? rc : staith_loop_run(side->loop);
    staith_loop_free(side->loop);
    return rc == 0 ? 0 : 1;
}

/* Write the configuration and start answering `command` with `reply`. */
static inline void cli_daemon_start(struct cli_daemon *daemon, const char *config,
                                    const char *command, const char *reply)
{
    int ready[2];
    int rc = 0;
    char path[128];
    config_write(&daemon->config, config, strlen(config));
    (void)config_in(&daemon->config, "c.sock", path, sizeof(path));
    assert_int_equal(pipe(ready), 0);
    daemon->pid = fork();
    assert_true(daemon->pid >= 0);
    if (daemon->pid == 0) {
        struct cli_daemon_side side = {.command = command, .reply = reply};
        exit(cli_daemon_serve(&side, path, ready[1]));
    }
    assert_int_equal(read(ready[0], &rc, sizeof(rc)), sizeof(rc));
    assert_int_equal(rc, 0);
    (void)close(ready[0]);
    (void)close(ready[1]);
}

static inline void cli_daemon_end(struct cli_daemon *daemon)
{
    int status = 0;
    assert_int_equal(kill(daemon->pid, SIGTERM), 0);
    assert_int_equal(waitpid(daemon->pid, &status, 0), daemon->pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    config_remove(&daemon->config);
}

/* Configurations whose control socket is c.sock beside them. */
#define CLI_COUNCIL                                                                                \
    "authority: {code: 840, name: County Durham}\n"                                                \
    "state: .\n"                                                                                   \
    "control: c.sock\n"                                                                            \
    "keys: {signing: signing.key, transport: transport.key}\n"                                     \
    "region: {public-key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',\n"                           \
    "         endpoints: ['tcp://127.0.0.1:7440']}\n"                                              \
    "datasets:\n"                                                                                  \
    "  - {name: csww, plugin: workforce, source: in}\n"
#define CLI_REGION                                                                                 \
    "region: {code: E12000001, name: North East}\n"                                                \
    "state: .\n"                                                                                   \
    "control: c.sock\n"                                                                            \
    "keys: {transport: t.key}\n"                                                                   \
    "listen: ['tcp://*:7440']\n"                                                                   \
    "councils:\n"                                                                                  \
    "  - {code: 840, name: County Durham, short: Durham, slug: durham, ons: E06000047,\n"          \
    "     transport-key: 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID',\n"                            \
    "     signing-key: d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a}\n"

#endif
