/* SPDX-License-Identifier: Apache-2.0 */
#include "control/control.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct daemon {
    char folder[64];
    char path[96];
    pid_t pid;
};

struct serving {
    struct staith_loop *loop;
    struct staith_control *control;
};

static int handle(void *ctx, const char *command, const json_t *request, json_t **ret_reply,
                  struct staith_err *err)
{
    (void)ctx;
    if (strcmp(command, "echo") == 0) {
        *ret_reply = json_pack("{s:O}", "said", json_object_get(request, "say"));
        return 0;
    }
    if (strcmp(command, "nothing") == 0) {
        return 0;
    }
    if (strcmp(command, "large") == 0) {
        char *text = malloc(STAITH_CONTROL_MAX_REPLY_BYTES);
        assert_non_null(text);
        memset(text, 'a', STAITH_CONTROL_MAX_REPLY_BYTES);
        *ret_reply = json_pack("{s:s#}", "text", text, STAITH_CONTROL_MAX_REPLY_BYTES - 200);
        if (json_object_get(request, "too") != NULL) {
            json_decref(*ret_reply);
            *ret_reply = json_pack("{s:s#}", "text", text, STAITH_CONTROL_MAX_REPLY_BYTES);
        }
        free(text);
        return 0;
    }
    int rc = staith_err_set(err, STAITH_ERR_INVAL, "no such command");
    staith_err_at(err, "here", 3, 0);
    staith_err_remedy(err, "ask something else");
    return rc;
}

static void stop(void *ctx)
{
    struct serving *serving = ctx;
    staith_control_stop(serving->control);
    staith_loop_stop(serving->loop);
}

/* The child: serve until SIGTERM. It says through `ready` how the start went. */
static int serve(const char *path, int ready)
{
    struct serving serving = {0};
    struct staith_err err = {0};
    int rc = staith_loop_new(&serving.loop, &err);
    if (rc == 0) {
        rc = staith_control_start(serving.loop, path, handle, &serving, &serving.control, &err);
    }
    if (rc == 0) {
        rc = staith_loop_on_signals(serving.loop, stop, NULL, &serving);
    }
    (void)!write(ready, &rc, sizeof(rc));
    if (rc == 0) {
        rc = staith_loop_run(serving.loop);
    }
    staith_loop_free(serving.loop);
    return rc == 0 ? 0 : 1;
}

static int start_at(struct daemon *daemon)
{
    int ready[2];
    int rc = 0;
    assert_int_equal(pipe(ready), 0);
    daemon->pid = fork();
    assert_true(daemon->pid >= 0);
    if (daemon->pid == 0) {
        exit(serve(daemon->path, ready[1]));
    }
    assert_int_equal(read(ready[0], &rc, sizeof(rc)), sizeof(rc));
    (void)close(ready[0]);
    (void)close(ready[1]);
    return rc;
}

static int finish(const struct daemon *daemon, int signal)
{
    int status = 0;
    (void)kill(daemon->pid, signal);
    assert_int_equal(waitpid(daemon->pid, &status, 0), daemon->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void make_folder(struct daemon *daemon)
{
    (void)snprintf(daemon->folder, sizeof(daemon->folder), "/tmp/staith-control-XXXXXX");
    assert_non_null(mkdtemp(daemon->folder));
    (void)snprintf(daemon->path, sizeof(daemon->path), "%s/control.sock", daemon->folder);
}

static int start(void **state)
{
    struct daemon *daemon = calloc(1, sizeof(*daemon));
    make_folder(daemon);
    *state = daemon;
    return start_at(daemon);
}

static int end(void **state)
{
    struct daemon *daemon = *state;
    int rc = finish(daemon, SIGTERM);
    /* a clean stop takes the socket's file with it */
    rc = rc == 0 && access(daemon->path, F_OK) == 0 ? 1 : rc;
    (void)rmdir(daemon->folder);
    free(daemon);
    return rc;
}

static int ask(const struct daemon *daemon, const char *request, json_t **ret_reply,
               struct staith_err *err)
{
    json_t *object = json_loads(request, 0, NULL);
    assert_non_null(object);
    int rc = staith_control_ask(daemon->path, object, 5000, ret_reply, err);
    json_decref(object);
    return rc;
}

static int dial(const struct daemon *daemon)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, daemon->path, strlen(daemon->path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

/* Bytes until a line end or the other's close, within two seconds. */
static size_t hear(int fd, char *out, size_t cap)
{
    size_t len = 0;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    while (len + 1 < cap && poll(&ready, 1, 2000) == 1) {
        ssize_t count = recv(fd, out + len, 1, 0);
        if (count <= 0 || out[len] == '\n') {
            break;
        }
        len++;
    }
    out[len] = '\0';
    return len;
}

static void answers(void **state)
{
    struct staith_err err = {0};
    json_t *reply = NULL;
    assert_int_equal(ask(*state, "{\"command\":\"echo\",\"say\":\"Gateshead\"}", &reply, &err), 0);
    assert_string_equal(json_string_value(json_object_get(reply, "said")), "Gateshead");
    json_decref(reply);
    reply = NULL;
    assert_int_equal(ask(*state, "{\"command\":\"nothing\"}", &reply, &err), 0);
    assert_int_equal(json_object_size(reply), 0);
    json_decref(reply);
}

static void errors_come_over(void **state)
{
    struct staith_err err = {0};
    json_t *reply = NULL;
    assert_int_equal(ask(*state, "{\"command\":\"jump\"}", &reply, &err), STAITH_ERR_INVAL);
    assert_string_equal(err.what, "no such command");
    assert_string_equal(err.where, "here:3");
    assert_string_equal(err.remedy, "ask something else");
    assert_int_equal(ask(*state, "{\"question\":\"echo\"}", &reply, &err), STAITH_ERR_SYNTAX);
    assert_null(reply);
}

static void sizes(void **state)
{
    struct staith_err err = {0};
    json_t *reply = NULL;
    assert_int_equal(ask(*state, "{\"command\":\"large\"}", &reply, &err), 0);
    assert_int_equal(json_string_length(json_object_get(reply, "text")),
                     STAITH_CONTROL_MAX_REPLY_BYTES - 200);
    json_decref(reply);
    reply = NULL;
    assert_int_equal(ask(*state, "{\"command\":\"large\",\"too\":1}", &reply, &err),
                     STAITH_ERR_LIMIT);
    assert_null(reply);
    /* a request without an end is cut off, and the daemon lives */
    int fd = dial(*state);
    char piece[4096];
    memset(piece, ' ', sizeof(piece));
    size_t sent = 0;
    ssize_t count = 1;
    while (count > 0 && sent < 4u * STAITH_CONTROL_MAX_REQUEST_BYTES) {
        count = send(fd, piece, sizeof(piece), MSG_NOSIGNAL);
        sent += count > 0 ? (size_t)count : 0;
    }
    assert_int_equal(hear(fd, piece, sizeof(piece)), 0);
    (void)close(fd);
    answers(state);
}

static void several_on_one_line(void **state)
{
    static const char requests[] = "{\"command\":\"echo\",\"say\":1}\n"
                                   "not json\n"
                                   "{\"command\":\"echo\",\"say\":2}\n";
    char line[256];
    int fd = dial(*state);
    assert_int_equal(send(fd, requests, sizeof(requests) - 1, 0), sizeof(requests) - 1);
    (void)hear(fd, line, sizeof(line));
    assert_string_equal(line, "{\"ok\":true,\"reply\":{\"said\":1}}");
    (void)hear(fd, line, sizeof(line));
    assert_non_null(strstr(line, "\"ok\":false"));
    (void)hear(fd, line, sizeof(line));
    assert_string_equal(line, "{\"ok\":true,\"reply\":{\"said\":2}}");
    (void)close(fd);
}

static void clients_are_bounded(void **state)
{
    int fds[STAITH_CONTROL_MAX_CLIENTS];
    char line[64];
    for (size_t i = 0; i < STAITH_CONTROL_MAX_CLIENTS; i++) {
        fds[i] = dial(*state);
    }
    int one_more = dial(*state);
    (void)!send(one_more, "{\"command\":\"nothing\"}\n", 22, MSG_NOSIGNAL);
    assert_int_equal(hear(one_more, line, sizeof(line)), 0);
    (void)close(one_more);
    /* those inside are served, and their places come free */
    assert_int_equal(send(fds[3], "{\"command\":\"nothing\"}\n", 22, 0), 22);
    (void)hear(fds[3], line, sizeof(line));
    assert_string_equal(line, "{\"ok\":true,\"reply\":{}}");
    for (size_t i = 0; i < STAITH_CONTROL_MAX_CLIENTS; i++) {
        (void)close(fds[i]);
    }
    struct staith_err err = {0};
    json_t *reply = NULL;
    int rc = STAITH_ERR_IO;
    for (int i = 0; i < 50 && rc != 0; i++) {
        rc = ask(*state, "{\"command\":\"nothing\"}", &reply, &err);
    }
    assert_int_equal(rc, 0);
    json_decref(reply);
}

static void only_its_owner(void **state)
{
    const struct daemon *daemon = *state;
    struct stat st;
    assert_int_equal(stat(daemon->path, &st), 0);
    assert_true(S_ISSOCK(st.st_mode));
    assert_int_equal(st.st_mode & 0777u, 0600);
}

static void one_daemon_alone(void **state)
{
    struct daemon second = *(const struct daemon *)*state;
    assert_int_equal(start_at(&second), STAITH_ERR_EXISTS);
    assert_int_equal(finish(&second, 0), 1);
    answers(state);
}

static void what_the_dead_left(void **state)
{
    (void)state;
    struct daemon daemon;
    make_folder(&daemon);
    assert_int_equal(start_at(&daemon), 0);
    assert_int_equal(finish(&daemon, SIGKILL), 1000 + SIGKILL);
    assert_int_equal(access(daemon.path, F_OK), 0);
    assert_int_equal(start_at(&daemon), 0);
    assert_int_equal(finish(&daemon, SIGTERM), 0);
    /* what is no socket is left alone */
    FILE *file = fopen(daemon.path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(start_at(&daemon), STAITH_ERR_EXISTS);
    assert_int_equal(finish(&daemon, 0), 1);
    assert_int_equal(unlink(daemon.path), 0);
    assert_int_equal(rmdir(daemon.folder), 0);
    assert_int_equal(start_at(&daemon), STAITH_ERR_IO);
    assert_int_equal(finish(&daemon, 0), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers, start, end),
        cmocka_unit_test_setup_teardown(errors_come_over, start, end),
        cmocka_unit_test_setup_teardown(sizes, start, end),
        cmocka_unit_test_setup_teardown(several_on_one_line, start, end),
        cmocka_unit_test_setup_teardown(clients_are_bounded, start, end),
        cmocka_unit_test_setup_teardown(only_its_owner, start, end),
        cmocka_unit_test_setup_teardown(one_daemon_alone, start, end),
        cmocka_unit_test(what_the_dead_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
