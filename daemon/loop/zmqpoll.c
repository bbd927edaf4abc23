/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ZMQ_FD says "something happened since you last looked" once, and every call on the socket is a
 * look. So readiness is asked for afresh, from ZMQ_EVENTS, in every turn of the loop; the poll
 * handle has no other work than to wake it, and the idle handle keeps it from sleeping while there
 * is input left.
 */
#include "loop/zmqpoll.h"
#include "loop/internal.h"

#include <stdlib.h>
#include <zmq.h>

struct staith_zmqpoll {
    struct staith_loop_item item;
    struct staith_loop *loop;
    void *socket;
    uv_poll_t poll;
    uv_prepare_t prepare;
    uv_check_t check;
    uv_idle_t idle;
    unsigned open_handles;
    bool stopped;
    void (*on_input)(void *ctx);
    void *ctx;
};

static void closed_cb(uv_handle_t *handle)
{
    struct staith_zmqpoll *poll = handle->data;
    if (--poll->open_handles == 0) {
        free(poll);
    }
}

static void poll_close(struct staith_loop_item *item)
{
    struct staith_zmqpoll *poll = (struct staith_zmqpoll *)item;
    poll->stopped = true;
    uv_close((uv_handle_t *)&poll->poll, closed_cb);
    uv_close((uv_handle_t *)&poll->prepare, closed_cb);
    uv_close((uv_handle_t *)&poll->check, closed_cb);
    uv_close((uv_handle_t *)&poll->idle, closed_cb);
}

static bool has_input(const struct staith_zmqpoll *poll)
{
    int events = 0;
    size_t len = sizeof(events);
    return zmq_getsockopt(poll->socket, ZMQ_EVENTS, &events, &len) == 0 &&
           (events & ZMQ_POLLIN) != 0;
}

static void wake_cb(uv_poll_t *handle, int status, int events)
{
    (void)handle;
    (void)status;
    (void)events;
}

static void idle_cb(uv_idle_t *handle)
{
    (void)handle;
}

static void prepare_cb(uv_prepare_t *handle)
{
    struct staith_zmqpoll *poll = handle->data;
    if (has_input(poll)) {
        (void)uv_idle_start(&poll->idle, idle_cb);
    }
}

static void check_cb(uv_check_t *handle)
{
    struct staith_zmqpoll *poll = handle->data;
    (void)uv_idle_stop(&poll->idle);
    if (!poll->stopped && has_input(poll)) {
        poll->on_input(poll->ctx);
    }
}

int staith_zmqpoll_start(struct staith_loop *loop, void *socket, void (*on_input)(void *ctx),
                         void *ctx, struct staith_zmqpoll **ret_poll, struct staith_err *err)
{
    int fd = -1;
    size_t len = sizeof(fd);
    if (zmq_getsockopt(socket, ZMQ_FD, &fd, &len) != 0) {
        return staith_err_set(err, STAITH_ERR_IO, "a socket has no descriptor to wait on");
    }
    struct staith_zmqpoll *poll = calloc(1, sizeof(*poll));
    if (poll == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to wait on a socket");
    }
    uv_loop_t *uv = staith_loop_handle(loop);
    int rc = uv_poll_init(uv, &poll->poll, fd);
    if (rc != 0) {
        free(poll);
        return staith_loop_error(err, rc, "cannot wait on a socket");
    }
    poll->loop = loop;
    poll->socket = socket;
    poll->on_input = on_input;
    poll->ctx = ctx;
    (void)uv_prepare_init(uv, &poll->prepare);
    (void)uv_check_init(uv, &poll->check);
    (void)uv_idle_init(uv, &poll->idle);
    poll->open_handles = 4;
    poll->poll.data = poll;
    poll->prepare.data = poll;
    poll->check.data = poll;
    poll->idle.data = poll;
    (void)uv_prepare_start(&poll->prepare, prepare_cb);
    (void)uv_check_start(&poll->check, check_cb);
    rc = uv_poll_start(&poll->poll, UV_READABLE, wake_cb);
    if (rc != 0) {
        poll_close(&poll->item);
        return staith_loop_error(err, rc, "cannot wait on a socket");
    }
    staith_loop_adopt(loop, &poll->item, poll_close);
    *ret_poll = poll;
    return 0;
}

void staith_zmqpoll_stop(struct staith_zmqpoll *poll)
{
    if (poll == NULL) {
        return;
    }
    staith_loop_disown(poll->loop, &poll->item);
    poll_close(&poll->item);
}
