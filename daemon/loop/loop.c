/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/loop.h"
#include "loop/internal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* How long freeing waits for children to die and scans to come back. A scan that hangs on a dead
 * network share must not hold up the end of the process: what is left is abandoned then. */
enum { FREE_LIMIT_MS = 500 };

struct staith_loop {
    uv_loop_t uv;
    struct staith_loop_item items; /* head of a ring */
    uv_signal_t term;
    uv_signal_t interrupt;
    uv_signal_t hup;
    bool signals;
    bool stop_called;
    bool stopping;
    bool give_up;
    void (*on_stop)(void *ctx);
    void (*on_hup)(void *ctx);
    void *ctx;
};

struct staith_timer {
    struct staith_loop_item item;
    struct staith_loop *loop;
    uv_timer_t uv;
    void (*fn)(void *ctx);
    void *ctx;
};

uv_loop_t *staith_loop_handle(struct staith_loop *loop)
{
    return &loop->uv;
}

void *staith_loop_uv(struct staith_loop *loop)
{
    return &loop->uv;
}

void staith_loop_adopt(struct staith_loop *loop, struct staith_loop_item *item,
                       void (*close)(struct staith_loop_item *item))
{
    item->close = close;
    item->prev = loop->items.prev;
    item->next = &loop->items;
    loop->items.prev->next = item;
    loop->items.prev = item;
}

void staith_loop_disown(struct staith_loop *loop, struct staith_loop_item *item)
{
    (void)loop;
    if (item->next == NULL) {
        return;
    }
    item->prev->next = item->next;
    item->next->prev = item->prev;
    item->next = NULL;
    item->prev = NULL;
}

int staith_loop_error(struct staith_err *err, int uv_code, const char *what)
{
    int code = STAITH_ERR_IO;
    if (uv_code == UV_ENOMEM) {
        code = STAITH_ERR_NOMEM;
    } else if (uv_code == UV_ENOENT) {
        code = STAITH_ERR_NOTFOUND;
    } else if (uv_code == UV_EACCES || uv_code == UV_EPERM) {
        code = STAITH_ERR_DENIED;
    }
    return staith_err_set(err, code, "%s: %s", what, uv_strerror(uv_code));
}

int staith_loop_new(struct staith_loop **ret_loop, struct staith_err *err)
{
    struct staith_loop *loop = calloc(1, sizeof(*loop));
    if (loop == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the event loop");
    }
    int rc = uv_loop_init(&loop->uv);
    if (rc != 0) {
        free(loop);
        return staith_loop_error(err, rc, "the event loop does not start");
    }
    loop->items.next = &loop->items;
    loop->items.prev = &loop->items;
    /* A child that has died must show as an error of the write, not end this process. */
    struct sigaction ignore;
    memset(&ignore, 0, sizeof(ignore));
    ignore.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &ignore, NULL);
    *ret_loop = loop;
    return 0;
}

static void close_left(uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (!uv_is_closing(handle)) {
        uv_close(handle, NULL);
    }
}

static void free_limit_cb(uv_timer_t *timer)
{
    struct staith_loop *loop = timer->data;
    loop->give_up = true;
}

static void close_signals(struct staith_loop *loop)
{
    if (loop->signals) {
        uv_close((uv_handle_t *)&loop->term, NULL);
        uv_close((uv_handle_t *)&loop->interrupt, NULL);
        uv_close((uv_handle_t *)&loop->hup, NULL);
        loop->signals = false;
    }
}

void staith_loop_free(struct staith_loop *loop)
{
    if (loop == NULL) {
        return;
    }
    close_signals(loop);
    while (loop->items.next != &loop->items) {
        struct staith_loop_item *item = loop->items.next;
        staith_loop_disown(loop, item);
        item->close(item);
    }
    uv_timer_t limit;
    limit.data = loop;
    (void)uv_timer_init(&loop->uv, &limit);
    (void)uv_timer_start(&limit, free_limit_cb, FREE_LIMIT_MS, 0);
    uv_unref((uv_handle_t *)&limit);
    while (!loop->give_up && uv_run(&loop->uv, UV_RUN_ONCE) != 0) {
    }
    uv_walk(&loop->uv, close_left, NULL);
    if (loop->give_up) {
        /* A thread of the pool still works for this loop: its memory has to stay. */
        (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
        return;
    }
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT);
    (void)uv_loop_close(&loop->uv);
    free(loop);
}

int staith_loop_run(struct staith_loop *loop)
{
    int rc = 0;
    while (!loop->stopping) {
        if (uv_run(&loop->uv, UV_RUN_DEFAULT) == 0 && !loop->stopping) {
            rc = STAITH_ERR_STATE; /* nothing is left that could ever stop it */
            break;
        }
    }
    loop->stopping = false;
    return rc;
}

void staith_loop_stop(struct staith_loop *loop)
{
    loop->stopping = true;
    uv_stop(&loop->uv);
}

static void stop_signal_cb(uv_signal_t *handle, int number)
{
    (void)number;
    struct staith_loop *loop = handle->data;
    if (loop->stop_called) {
        staith_loop_stop(loop);
        return;
    }
    loop->stop_called = true;
    loop->on_stop(loop->ctx);
}

static void hup_signal_cb(uv_signal_t *handle, int number)
{
    (void)number;
    struct staith_loop *loop = handle->data;
    if (loop->on_hup != NULL) {
        loop->on_hup(loop->ctx);
    }
}

int staith_loop_on_signals(struct staith_loop *loop, void (*on_stop)(void *ctx),
                           void (*on_hup)(void *ctx), void *ctx)
{
    if (loop->signals || on_stop == NULL) {
        return STAITH_ERR_STATE;
    }
    loop->on_stop = on_stop;
    loop->on_hup = on_hup;
    loop->ctx = ctx;
    (void)uv_signal_init(&loop->uv, &loop->term);
    (void)uv_signal_init(&loop->uv, &loop->interrupt);
    (void)uv_signal_init(&loop->uv, &loop->hup);
    loop->term.data = loop;
    loop->interrupt.data = loop;
    loop->hup.data = loop;
    loop->signals = true;
    if (uv_signal_start(&loop->term, stop_signal_cb, SIGTERM) != 0 ||
        uv_signal_start(&loop->interrupt, stop_signal_cb, SIGINT) != 0 ||
        uv_signal_start(&loop->hup, hup_signal_cb, SIGHUP) != 0) {
        close_signals(loop);
        return STAITH_ERR_IO;
    }
    return 0;
}

static void timer_cb(uv_timer_t *handle)
{
    struct staith_timer *timer = handle->data;
    timer->fn(timer->ctx);
}

static void timer_closed_cb(uv_handle_t *handle)
{
    free(handle->data);
}

static void timer_close(struct staith_loop_item *item)
{
    struct staith_timer *timer = (struct staith_timer *)item;
    uv_close((uv_handle_t *)&timer->uv, timer_closed_cb);
}

int staith_timer_start(struct staith_loop *loop, uint64_t first_ms, uint64_t repeat_ms,
                       void (*fn)(void *ctx), void *ctx, struct staith_timer **ret_timer)
{
    struct staith_timer *timer = calloc(1, sizeof(*timer));
    if (timer == NULL) {
        return STAITH_ERR_NOMEM;
    }
    timer->loop = loop;
    timer->fn = fn;
    timer->ctx = ctx;
    (void)uv_timer_init(&loop->uv, &timer->uv);
    timer->uv.data = timer;
    staith_loop_adopt(loop, &timer->item, timer_close);
    uv_update_time(&loop->uv);
    (void)uv_timer_start(&timer->uv, timer_cb, first_ms, repeat_ms);
    *ret_timer = timer;
    return 0;
}

void staith_timer_again(struct staith_timer *timer, uint64_t first_ms, uint64_t repeat_ms)
{
    uv_update_time(&timer->loop->uv);
    (void)uv_timer_start(&timer->uv, timer_cb, first_ms, repeat_ms);
}

void staith_timer_stop(struct staith_timer *timer)
{
    if (timer == NULL) {
        return;
    }
    staith_loop_disown(timer->loop, &timer->item);
    timer_close(&timer->item);
}
