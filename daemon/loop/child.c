/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Children. A child is over when it has been reaped and its stdout is drained, in whatever order
 * the two come; a grandchild that keeps stdout open gets DRAIN_MS and no more.
 */
#include "loop/child.h"
#include "loop/internal.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_PASS_FDS = 16,
    DRAIN_MS = 1000,
    READ_BYTES = 65536,
    SEND_QUEUE_MAX_BYTES = 16 * 1024 * 1024 /* waiting for a child that does not read */
};

struct staith_child {
    struct staith_loop_item item;
    struct staith_loop *loop;
    uv_process_t process;
    uv_pipe_t in;
    uv_pipe_t out;
    uv_timer_t timer; /* the deadline, then the drain limit */
    uv_shutdown_t shutdown;
    struct staith_frames frames;
    struct staith_child_end end;
    void (*on_frame)(void *ctx, const uint8_t *bytes, size_t len);
    void (*on_end)(void *ctx, const struct staith_child_end *end);
    void *ctx;
    unsigned open_handles;
    bool finishing; /* stdin is closed or about to be */
    bool exited;
    bool drained;
    bool silent; /* the loop is being freed: no callbacks */
    uint8_t buffer[READ_BYTES];
};

struct outgoing {
    uv_write_t request;
    uint8_t bytes[];
};

static void closed_cb(uv_handle_t *handle)
{
    struct staith_child *child = handle->data;
    if (--child->open_handles == 0) {
        staith_frames_deinit(&child->frames);
        free(child);
    }
}

static void close_handle(uv_handle_t *handle)
{
    if (!uv_is_closing(handle)) {
        uv_close(handle, closed_cb);
    }
}

static void close_all(struct staith_child *child)
{
    child->finishing = true;
    staith_loop_disown(child->loop, &child->item);
    close_handle((uv_handle_t *)&child->in);
    close_handle((uv_handle_t *)&child->out);
    close_handle((uv_handle_t *)&child->timer);
    close_handle((uv_handle_t *)&child->process);
}

static void end_when_over(struct staith_child *child)
{
    if (!child->exited || !child->drained) {
        return;
    }
    if (!child->silent) {
        child->silent = true;
        child->on_end(child->ctx, &child->end);
    }
    close_all(child);
}

static void drain_cb(uv_timer_t *timer)
{
    struct staith_child *child = timer->data;
    child->drained = true;
    end_when_over(child);
}

static void deadline_cb(uv_timer_t *timer)
{
    struct staith_child *child = timer->data;
    child->end.deadline = true;
    staith_child_kill(child, SIGKILL);
}

static void exit_cb(uv_process_t *process, int64_t status, int number)
{
    struct staith_child *child = process->data;
    child->exited = true;
    child->end.exited = number == 0;
    child->end.exit_status = number == 0 ? (int)status : 0;
    child->end.signal = number;
    (void)uv_timer_start(&child->timer, drain_cb, DRAIN_MS, 0);
    end_when_over(child);
}

static void alloc_cb(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    (void)suggested;
    struct staith_child *child = handle->data;
    *buf = uv_buf_init((char *)child->buffer, sizeof(child->buffer));
}

static void frame_cb(void *ctx, const uint8_t *bytes, size_t len)
{
    struct staith_child *child = ctx;
    if (!child->silent) {
        child->on_frame(child->ctx, bytes, len);
    }
}

static void read_cb(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf)
{
    (void)buf;
    struct staith_child *child = stream->data;
    if (nread == 0) {
        return;
    }
    if (nread < 0) {
        (void)uv_read_stop(stream);
        child->drained = true;
        end_when_over(child);
        return;
    }
    int rc = staith_frames_feed(&child->frames, child->buffer, (size_t)nread, frame_cb, child);
    if (rc != 0) {
        (void)uv_read_stop(stream);
        child->end.overflow = true;
        child->drained = true;
        staith_child_kill(child, SIGKILL);
        end_when_over(child);
    }
}

/* Every descriptor of this process from 3 on is marked to close on exec, whoever opened it: the
 * child gets those it is given and no other. */
static int close_others_on_exec(void)
{
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) {
        return UV_EACCES;
    }
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        char *end = NULL;
        long fd = strtol(entry->d_name, &end, 10);
        if (end == entry->d_name || *end != '\0' || fd < 3) {
            continue;
        }
        int flags = fcntl((int)fd, F_GETFD);
        if (flags >= 0 && (flags & FD_CLOEXEC) == 0) {
            (void)fcntl((int)fd, F_SETFD, flags | FD_CLOEXEC);
        }
    }
    (void)closedir(folder);
    return 0;
}

static int spawn(struct staith_child *child, const struct staith_child_options *options)
{
    uv_stdio_container_t stdio[3 + MAX_PASS_FDS];
    memset(stdio, 0, sizeof(stdio));
    if (options->plain) {
        stdio[0].flags = UV_INHERIT_FD;
        stdio[0].data.fd = options->stdin_fd;
        stdio[1].flags = UV_IGNORE;
    } else {
        stdio[0].flags = (uv_stdio_flags)(UV_CREATE_PIPE | UV_READABLE_PIPE);
        stdio[0].data.stream = (uv_stream_t *)&child->in;
        stdio[1].flags = (uv_stdio_flags)(UV_CREATE_PIPE | UV_WRITABLE_PIPE);
        stdio[1].data.stream = (uv_stream_t *)&child->out;
    }
    stdio[2].flags = options->inherit_stderr ? UV_INHERIT_FD : UV_IGNORE;
    stdio[2].data.fd = 2;
    for (uint32_t i = 0; i < options->pass_fd_count; i++) {
        stdio[3 + i].flags = UV_INHERIT_FD;
        stdio[3 + i].data.fd = options->pass_fds[i];
    }
    char lang[] = "LANG=C.UTF-8";
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
    char *environment[] = {lang, path, NULL};
    uv_process_options_t how;
    memset(&how, 0, sizeof(how));
    how.exit_cb = exit_cb;
    how.file = options->argv[0];
    /* libuv's type lacks a const; it does not write there. */
    memcpy(&how.args, &options->argv, sizeof(how.args));
    how.env = environment;
    how.stdio_count = (int)(3 + options->pass_fd_count);
    how.stdio = stdio;
    return uv_spawn(staith_loop_handle(child->loop), &child->process, &how);
}

/* The loop is being freed: kill it, and let the loop reap it. */
static void child_close(struct staith_loop_item *item)
{
    struct staith_child *child = (struct staith_child *)item;
    child->silent = true;
    child->drained = true;
    staith_child_kill(child, SIGKILL);
    end_when_over(child);
}

static void init_handles(struct staith_child *child)
{
    uv_loop_t *uv = staith_loop_handle(child->loop);
    (void)uv_pipe_init(uv, &child->in, 0);
    (void)uv_pipe_init(uv, &child->out, 0);
    (void)uv_timer_init(uv, &child->timer);
    child->in.data = child;
    child->out.data = child;
    child->timer.data = child;
    child->process.data = child;
    child->open_handles = 4;
}

int staith_child_start(struct staith_loop *loop, const struct staith_child_options *options,
                       struct staith_child **ret_child, struct staith_err *err)
{
    if (options->pass_fd_count > MAX_PASS_FDS) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "more than %d files for one child",
                              MAX_PASS_FDS);
    }
    struct staith_child *child = calloc(1, sizeof(*child));
    if (child == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a child process");
    }
    int rc = close_others_on_exec();
    if (rc != 0) {
        free(child);
        return staith_loop_error(err, rc, "cannot see which files are open");
    }
    child->loop = loop;
    child->on_frame = options->on_frame;
    child->on_end = options->on_end;
    child->ctx = options->ctx;
    staith_frames_init(&child->frames, options->frame_max_bytes);
    init_handles(child);
    rc = spawn(child, options);
    if (rc != 0) {
        close_all(child);
        rc = staith_loop_error(err, rc, "a child process does not start");
        staith_err_at(err, options->argv[0], 0, 0);
        return rc;
    }
    staith_loop_adopt(loop, &child->item, child_close);
    child->finishing = options->plain;
    child->drained = options->plain;
    rc = options->plain ? 0 : uv_read_start((uv_stream_t *)&child->out, alloc_cb, read_cb);
    if (rc != 0) {
        child_close(&child->item);
        return staith_loop_error(err, rc, "a child process cannot be heard");
    }
    if (options->deadline_ms > 0) {
        uv_update_time(staith_loop_handle(loop));
        (void)uv_timer_start(&child->timer, deadline_cb, options->deadline_ms, 0);
    }
    *ret_child = child;
    return 0;
}

static void written_cb(uv_write_t *request, int status)
{
    (void)status; /* a child that no longer reads is about to end, and that is reported */
    free(request->data);
}

int staith_child_send(struct staith_child *child, const void *bytes, size_t len)
{
    if (child->finishing || child->exited) {
        return STAITH_ERR_STATE;
    }
    size_t queued = uv_stream_get_write_queue_size((uv_stream_t *)&child->in);
    if (len > SEND_QUEUE_MAX_BYTES || queued > SEND_QUEUE_MAX_BYTES - len) {
        return STAITH_ERR_LIMIT;
    }
    struct outgoing *out = malloc(sizeof(*out) + 4 + len);
    if (out == NULL) {
        return STAITH_ERR_NOMEM;
    }
    out->request.data = out;
    out->bytes[0] = (uint8_t)(len >> 24);
    out->bytes[1] = (uint8_t)(len >> 16);
    out->bytes[2] = (uint8_t)(len >> 8);
    out->bytes[3] = (uint8_t)len;
    if (len > 0) {
        memcpy(out->bytes + 4, bytes, len);
    }
    uv_buf_t buf = uv_buf_init((char *)out->bytes, (unsigned)(4 + len));
    int rc = uv_write(&out->request, (uv_stream_t *)&child->in, &buf, 1, written_cb);
    if (rc != 0) {
        free(out);
        return STAITH_ERR_IO;
    }
    return 0;
}

static void shutdown_cb(uv_shutdown_t *request, int status)
{
    (void)status;
    struct staith_child *child = request->data;
    close_handle((uv_handle_t *)&child->in);
}

void staith_child_finish(struct staith_child *child)
{
    if (child->finishing) {
        return;
    }
    child->finishing = true;
    child->shutdown.data = child;
    if (uv_shutdown(&child->shutdown, (uv_stream_t *)&child->in, shutdown_cb) != 0) {
        close_handle((uv_handle_t *)&child->in);
    }
}

void staith_child_kill(struct staith_child *child, int signal)
{
    if (!child->exited) {
        (void)uv_process_kill(&child->process, signal);
    }
}

int staith_child_pid(const struct staith_child *child)
{
    return uv_process_get_pid(&child->process);
}
