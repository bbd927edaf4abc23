/* SPDX-License-Identifier: Apache-2.0 */
/* Asking a daemon: one line out, one line in, one deadline over both. */
#include "base/buf.h"
#include "control/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int fail(struct staith_err *err, int code, const char *path, const char *what,
                const char *remedy)
{
    int rc = staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return rc;
}

static int fail_time(struct staith_err *err, const char *path)
{
    return fail(err, STAITH_ERR_TIMEOUT, path, "the daemon does not answer in time",
                "look at its log; try again when it is less busy");
}

static int dial(const char *path, int *ret_fd, struct staith_err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t len = strlen(path);
    if (len >= sizeof(address.sun_path)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the path of the control socket is too long");
    }
    memcpy(address.sun_path, path, len + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return staith_err_set(err, STAITH_ERR_IO, "no socket can be made");
    }
    if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0) {
        *ret_fd = fd;
        return 0;
    }
    int reason = errno;
    (void)close(fd);
    if (reason == ENOENT || reason == ECONNREFUSED) {
        return fail(err, STAITH_ERR_NOTFOUND, path, "no daemon listens here",
                    "start it, or name the configuration it runs with");
    }
    if (reason == EACCES) {
        return fail(err, STAITH_ERR_DENIED, path, "this user may not ask the daemon",
                    "run the command as the user that the daemon runs as");
    }
    if (reason == EAGAIN) {
        return fail_time(err, path);
    }
    return fail(err, STAITH_ERR_IO, path, "the daemon cannot be reached", "look at its log");
}

/* Wait until the socket is ready: 0, or STAITH_ERR_TIMEOUT. */
static int wait_ready(int fd, short events, int64_t deadline_ms)
{
    for (;;) {
        int64_t left = deadline_ms - now_ms();
        struct pollfd ready = {.fd = fd, .events = events};
        if (left <= 0) {
            return STAITH_ERR_TIMEOUT;
        }
        int count = poll(&ready, 1, (int)left);
        if (count > 0) {
            return 0;
        }
        if (count < 0 && errno != EINTR) {
            return STAITH_ERR_IO;
        }
    }
}

static int send_all(int fd, const char *bytes, size_t len, int64_t deadline_ms)
{
    size_t sent = 0;
    while (sent < len) {
        ssize_t count = send(fd, bytes + sent, len - sent, MSG_NOSIGNAL);
        if (count >= 0) {
            sent += (size_t)count;
        } else if (errno == EAGAIN) {
            int rc = wait_ready(fd, POLLOUT, deadline_ms);
            if (rc != 0) {
                return rc;
            }
        } else if (errno != EINTR) {
            return STAITH_ERR_IO;
        }
    }
    return 0;
}

/* Bytes up to the first line end into `in`. */
static int receive_line(int fd, struct staith_buf *in, int64_t deadline_ms)
{
    char piece[16384];
    for (;;) {
        int rc = wait_ready(fd, POLLIN, deadline_ms);
        if (rc != 0) {
            return rc;
        }
        ssize_t count = recv(fd, piece, sizeof(piece), 0);
        if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
            return STAITH_ERR_IO;
        }
        if (count < 0) {
            continue;
        }
        const char *end = memchr(piece, '\n', (size_t)count);
        rc = staith_buf_append(in, piece, end != NULL ? (size_t)(end - piece) : (size_t)count);
        if (rc != 0 || end != NULL) {
            return rc;
        }
    }
}

static const char *text(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value != NULL ? value : "";
}

/* The reply in an envelope, or the error in it. */
static int open_envelope(const struct staith_buf *in, const char *path, json_t **ret_reply,
                         struct staith_err *err)
{
    json_t *envelope = json_loadb((const char *)in->data, in->len, JSON_REJECT_DUPLICATES, NULL);
    json_t *reply = json_object_get(envelope, "reply");
    const json_t *error = json_object_get(envelope, "error");
    int rc = 0;
    if (json_is_true(json_object_get(envelope, "ok")) && reply != NULL) {
        *ret_reply = json_incref(reply);
    } else if (error != NULL) {
        json_int_t code = json_integer_value(json_object_get(error, "code"));
        rc = code < 0 && code > -1000 ? (int)code : STAITH_ERR_IO;
        (void)staith_err_set(err, rc, "%s", text(error, "what"));
        staith_err_at(err, text(error, "where"), 0, 0);
        staith_err_remedy(err, "%s", text(error, "remedy"));
    } else {
        rc = fail(err, STAITH_ERR_SYNTAX, path, "the daemon's answer cannot be understood",
                  "use the `staith` that belongs to the daemon");
    }
    json_decref(envelope);
    return rc;
}

int staith_control_ask(const char *path, const json_t *request, int timeout_ms, json_t **ret_reply,
                       struct staith_err *err)
{
    struct staith_buf in;
    staith_buf_init(&in, STAITH_CONTROL_MAX_REPLY_BYTES);
    int64_t deadline_ms = now_ms() + timeout_ms;
    int fd = -1;
    int rc = STAITH_ERR_NOMEM;
    char *line = json_dumps(request, JSON_COMPACT);
    size_t len = line != NULL ? strlen(line) : 0;
    if (line == NULL) {
        (void)staith_err_set(err, rc, "out of memory");
        goto out;
    }
    if (len >= STAITH_CONTROL_MAX_REQUEST_BYTES) {
        rc = staith_err_set(err, STAITH_ERR_LIMIT, "the request is larger than 64 KiB");
        goto out;
    }
    line[len] = '\n'; /* in place of the NUL */
    rc = dial(path, &fd, err);
    if (rc != 0) {
        goto out;
    }
    rc = send_all(fd, line, len + 1, deadline_ms);
    rc = rc != 0 ? rc : receive_line(fd, &in, deadline_ms);
    if (rc == STAITH_ERR_TIMEOUT) {
        (void)fail_time(err, path);
    } else if (rc != 0) {
        rc = fail(err, rc, path, "the connection to the daemon broke", "look at its log");
    } else {
        rc = open_envelope(&in, path, ret_reply, err);
    }
out:
    if (fd >= 0) {
        (void)close(fd);
    }
    staith_buf_deinit(&in);
    free(line);
    return rc;
}
