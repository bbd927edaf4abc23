/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A child on a loop of its own, listening to its parent on stdin.
 */
#include "loop/child.h"
#include "loop/internal.h"

#include <stdlib.h>

enum { READ_BYTES = 4096 };

struct parent {
    struct staith_loop_item item;
    struct staith_loop *loop;
    uv_pipe_t pipe;
    struct staith_frames frames;
    void (*on_frame)(void *ctx, const uint8_t *bytes, size_t len);
    void (*on_end)(void *ctx);
    void *ctx;
    uint8_t buffer[READ_BYTES];
};

static void closed_cb(uv_handle_t *handle)
{
    struct parent *parent = handle->data;
    staith_frames_deinit(&parent->frames);
    free(parent);
}

static void parent_close(struct staith_loop_item *item)
{
    struct parent *parent = (struct parent *)item;
    uv_close((uv_handle_t *)&parent->pipe, closed_cb);
}

static void alloc_cb(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    (void)suggested;
    struct parent *parent = handle->data;
    *buf = uv_buf_init((char *)parent->buffer, sizeof(parent->buffer));
}

static void read_cb(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf)
{
    (void)buf;
    struct parent *parent = stream->data;
    if (nread == 0) {
        return;
    }
    if (nread > 0 && staith_frames_feed(&parent->frames, parent->buffer, (size_t)nread,
                                        parent->on_frame, parent->ctx) == 0) {
        return;
    }
    staith_loop_disown(parent->loop, &parent->item);
    uv_close((uv_handle_t *)&parent->pipe, closed_cb);
    parent->on_end(parent->ctx);
}

int staith_parent_listen(struct staith_loop *loop, size_t frame_max_bytes,
                         void (*on_frame)(void *ctx, const uint8_t *bytes, size_t len),
                         void (*on_end)(void *ctx), void *ctx)
{
    struct parent *parent = calloc(1, sizeof(*parent));
    if (parent == NULL) {
        return STAITH_ERR_NOMEM;
    }
    parent->loop = loop;
    parent->on_frame = on_frame;
    parent->on_end = on_end;
    parent->ctx = ctx;
    staith_frames_init(&parent->frames, frame_max_bytes);
    (void)uv_pipe_init(staith_loop_handle(loop), &parent->pipe, 0);
    parent->pipe.data = parent;
    if (uv_pipe_open(&parent->pipe, 0) != 0 ||
        uv_read_start((uv_stream_t *)&parent->pipe, alloc_cb, read_cb) != 0) {
        uv_close((uv_handle_t *)&parent->pipe, closed_cb);
        return STAITH_ERR_IO;
    }
    staith_loop_adopt(loop, &parent->item, parent_close);
    return 0;
}
