/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client is read until its line is complete, answered, and read again only when its answer is
 * written: one request and one reply are all the memory that a client can hold. A client that
 * says nothing for a while, or says too much, is dropped.
 */
#include "base/buf.h"
#include "control/control.h"

#include "control/checks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

struct client {
    struct staith_control *control;
    uv_pipe_t pipe;
    uv_timer_t idle;
    uv_write_t write;
    struct staith_buf request;
    char *reply; /* json_dumps' */
    unsigned handles;
    bool closing;
    struct client *next;
    struct client **link; /* what points at this client */
    uint8_t input[4096];
};

struct staith_control {
    uv_pipe_t pipe;
    staith_control_handle *handle;
    void *ctx;
    struct client *clients;
    uint32_t client_count; /* until their handles are closed */
    bool pipe_closed;
    bool stopped;
};

static void free_when_done(struct staith_control *control)
{
    if (control->stopped && control->pipe_closed && control->client_count == 0) {
        free(control);
    }
}

/* ---- clients ---- */

static void client_closed(uv_handle_t *handle)
{
    struct client *client = handle->data;
    if (--client->handles > 0) {
        return;
    }
    struct staith_control *control = client->control;
    control->client_count--;
    staith_buf_deinit(&client->request);
    free(client->reply);
    free(client);
    free_when_done(control);
}

static void client_close(struct client *client)
{
    if (client->closing) {
        return;
    }
    client->closing = true;
    *client->link = client->next;
    if (client->next != NULL) {
        client->next->link = client->link;
    }
    uv_close((uv_handle_t *)&client->pipe, client_closed);
    uv_close((uv_handle_t *)&client->idle, client_closed);
}

static void client_idle(uv_timer_t *timer)
{
    client_close(timer->data);
}

static void client_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf);

static void client_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    (void)suggested;
    struct client *client = handle->data;
    *buf = uv_buf_init((char *)client->input, sizeof(client->input));
}

static void take_line(struct client *client);

static void client_written(uv_write_t *write, int status)
{
    struct client *client = write->data;
    if (client->closing) {
        return;
    }
    free(client->reply);
    client->reply = NULL;
    if (status != 0 || uv_read_start((uv_stream_t *)&client->pipe, client_room, client_read) != 0) {
        client_close(client);
        return;
    }
    take_line(client); /* the next request may have come with the last */
}

/* Takes over `envelope`. */
static void client_answer(struct client *client, json_t *envelope)
{
    (void)uv_read_stop((uv_stream_t *)&client->pipe);
    client->reply = envelope != NULL ? json_dumps(envelope, JSON_COMPACT) : NULL;
    json_decref(envelope);
    size_t len = client->reply != NULL ? strlen(client->reply) : 0;
    if (len == 0) {
        client_close(client);
        return;
    }
    client->reply[len] = '\n'; /* in place of the NUL */
    uv_buf_t out = uv_buf_init(client->reply, (unsigned)len + 1);
    client->write.data = client;
    if (uv_write(&client->write, (uv_stream_t *)&client->pipe, &out, 1, client_written) != 0) {
        client_close(client);
    }
}

static json_t *error_envelope(const struct staith_err *err)
{
    return json_pack("{s:b, s:o}", "ok", 0, "error", staith_control_err(err));
}

/* The envelope of the answer to one line. */
static json_t *answer(const struct staith_control *control, const char *line, size_t len)
{
    struct staith_err err = {0};
    json_error_t wrong;
    json_t *reply = NULL;
    json_t *request = json_loadb(line, len, JSON_REJECT_DUPLICATES, &wrong);
    const char *command = json_string_value(json_object_get(request, "command"));
    if (command == NULL) {
        (void)staith_err_set(&err, STAITH_ERR_SYNTAX, "the request is not {\"command\": ...}");
    } else {
        int rc = control->handle(control->ctx, command, request, &reply, &err);
        if (rc != 0 && err.code == 0) {
            (void)staith_err_set(&err, rc, "%s", staith_err_words(rc));
        }
    }
    if (err.code == 0 && reply != NULL &&
        json_dumpb(reply, NULL, 0, JSON_COMPACT) > STAITH_CONTROL_MAX_REPLY_BYTES - 64) {
        (void)staith_err_set(&err, STAITH_ERR_LIMIT, "the reply is larger than 4 MiB");
    }
    json_decref(request);
    if (err.code != 0) {
        json_decref(reply);
        return error_envelope(&err);
    }
    return json_pack("{s:b, s:o}", "ok", 1, "reply", reply != NULL ? reply : json_object());
}

/* Answer the first line of what has come, if there is a whole one. */
static void take_line(struct client *client)
{
    struct staith_buf *request = &client->request;
    const uint8_t *end = request->len > 0 ? memchr(request->data, '\n', request->len) : NULL;
    if (end == NULL) {
        return;
    }
    size_t len = (size_t)(end - request->data);
    json_t *envelope = answer(client->control, (const char *)request->data, len);
    staith_buf_consume(request, len + 1);
    client_answer(client, envelope);
}

static void client_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    struct client *client = stream->data;
    if (count == 0) {
        return;
    }
    if (count < 0 || staith_buf_append(&client->request, buf->base, (size_t)count) != 0) {
        client_close(client);
        return;
    }
    (void)uv_timer_again(&client->idle);
    take_line(client);
}

static void client_accept(struct staith_control *control, struct client *client)
{
    uv_loop_t *loop = control->pipe.loop;
    client->control = control;
    staith_buf_init(&client->request, STAITH_CONTROL_MAX_REQUEST_BYTES);
    (void)uv_pipe_init(loop, &client->pipe, 0); /* cannot fail on Unix */
    (void)uv_timer_init(loop, &client->idle);
    client->pipe.data = client;
    client->idle.data = client;
    client->handles = 2;
    client->next = control->clients;
    client->link = &control->clients;
    if (client->next != NULL) {
        client->next->link = &client->next;
    }
    control->clients = client;
    bool room = control->client_count < STAITH_CONTROL_MAX_CLIENTS;
    control->client_count++;
    /* One that is too much is accepted and closed: left waiting, it would wake the loop for ever */
    if (uv_accept((uv_stream_t *)&control->pipe, (uv_stream_t *)&client->pipe) != 0 || !room ||
        uv_timer_start(&client->idle, client_idle, STAITH_CONTROL_IDLE_MS,
                       STAITH_CONTROL_IDLE_MS) != 0 ||
        uv_read_start((uv_stream_t *)&client->pipe, client_room, client_read) != 0) {
        client_close(client);
    }
}

static void on_connection(uv_stream_t *server, int status)
{
    struct staith_control *control = server->data;
    if (status != 0 || control->stopped) {
        return;
    }
    struct client *client = calloc(1, sizeof(*client));
    if (client != NULL) {
        client_accept(control, client);
    }
}

/* ---- the socket ---- */

static int taken(struct staith_err *err, const char *path, const char *what, const char *remedy)
{
    int rc = staith_err_set(err, STAITH_ERR_EXISTS, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return rc;
}

/* Remove what a dead process left at the path; refuse what is alive or is no socket. */
static int clear_path(const char *path, const struct sockaddr_un *address, struct staith_err *err)
{
    struct stat st;
    if (lstat(path, &st) != 0) {
        return 0; /* bind says what is wrong, if anything is */
    }
    if (!S_ISSOCK(st.st_mode)) {
        return taken(err, path, "something that is no socket lies at the control socket's path",
                     "remove it, or set `control:` to another path");
    }
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) {
        return staith_err_set(err, STAITH_ERR_IO, "no socket can be made");
    }
    int connected = connect(fd, (const struct sockaddr *)address, sizeof(*address));
    int reason = errno;
    (void)close(fd);
    if (connected == 0 || reason != ECONNREFUSED) {
        return taken(err, path, "another process answers at the control socket",
                     "stop it first, or give this daemon its own `state:` and `control:`");
    }
    (void)unlink(path);
    return 0;
}

static void control_closed(uv_handle_t *handle)
{
    struct staith_control *control = handle->data;
    control->pipe_closed = true;
    free_when_done(control);
}

static int listen_at(struct staith_control *control, const char *path, struct staith_err *err)
{
    /* Bound with the mode it will have: chmod afterwards would leave a gap. */
    mode_t mask = umask((mode_t)0177);
    int rc = uv_pipe_bind(&control->pipe, path);
    (void)umask(mask);
    if (rc == 0) {
        rc = uv_listen((uv_stream_t *)&control->pipe, STAITH_CONTROL_MAX_CLIENTS, on_connection);
    }
    if (rc != 0) {
        rc = staith_err_set(err, STAITH_ERR_IO, "the control socket cannot be made: %s",
                            uv_strerror(rc));
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "make its folder, owned by the user that the daemon runs as");
    }
    return rc;
}

int staith_control_start(struct staith_loop *loop, const char *path, staith_control_handle *handle,
                         void *ctx, struct staith_control **ret_control, struct staith_err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t len = strlen(path);
    if (len >= sizeof(address.sun_path)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the path of the control socket is too long");
    }
    memcpy(address.sun_path, path, len + 1);
    int rc = clear_path(path, &address, err);
    if (rc != 0) {
        return rc;
    }
    struct staith_control *control = calloc(1, sizeof(*control));
    if (control == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    control->handle = handle;
    control->ctx = ctx;
    (void)uv_pipe_init(staith_loop_uv(loop), &control->pipe, 0);
    control->pipe.data = control;
    rc = listen_at(control, path, err);
    if (rc != 0) {
        staith_control_stop(control);
        return rc;
    }
    *ret_control = control;
    return 0;
}

void staith_control_stop(struct staith_control *control)
{
    if (control == NULL || control->stopped) {
        return;
    }
    control->stopped = true;
    while (control->clients != NULL) {
        client_close(control->clients);
    }
    uv_close((uv_handle_t *)&control->pipe, control_closed);
}
