/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Framed pipes. The body's memory grows with the bytes that really arrive: a peer that announces a
 * great frame and sends nothing costs nothing.
 */
#include "loop/child.h"
#include "loop/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BODY_BYTES = 4096 };

void staith_frames_init(struct staith_frames *frames, size_t max_bytes)
{
    memset(frames, 0, sizeof(*frames));
    frames->max = max_bytes;
}

void staith_frames_deinit(struct staith_frames *frames)
{
    free(frames->body);
    memset(frames, 0, sizeof(*frames));
}

static size_t frame_length(const uint8_t head[4])
{
    return ((size_t)head[0] << 24) | ((size_t)head[1] << 16) | ((size_t)head[2] << 8) |
           (size_t)head[3];
}

static int body_room(struct staith_frames *frames, size_t more)
{
    size_t need = frames->len + more;
    if (need <= frames->cap) {
        return 0;
    }
    size_t cap = frames->cap == 0 ? FIRST_BODY_BYTES : frames->cap;
    while (cap < need) {
        cap *= 2;
    }
    uint8_t *body = realloc(frames->body, cap);
    if (body == NULL) {
        return STAITH_ERR_NOMEM;
    }
    frames->body = body;
    frames->cap = cap;
    return 0;
}

int staith_frames_feed(struct staith_frames *frames, const uint8_t *bytes, size_t len,
                       void (*on_frame)(void *ctx, const uint8_t *bytes, size_t len), void *ctx)
{
    static const uint8_t nothing[1] = {0};
    size_t at = 0;
    while (at < len) {
        if (frames->head_len < sizeof(frames->head)) {
            frames->head[frames->head_len++] = bytes[at++];
            if (frames->head_len < sizeof(frames->head)) {
                continue;
            }
            frames->want = frame_length(frames->head);
            frames->len = 0;
            if (frames->want > frames->max) {
                return STAITH_ERR_LIMIT;
            }
        }
        size_t left = frames->want - frames->len;
        size_t part = left < len - at ? left : len - at;
        int rc = body_room(frames, part);
        if (rc != 0) {
            return rc;
        }
        if (part > 0) {
            memcpy(frames->body + frames->len, bytes + at, part);
            frames->len += part;
            at += part;
        }
        if (frames->len == frames->want) {
            frames->head_len = 0;
            on_frame(ctx, frames->body != NULL ? frames->body : nothing, frames->want);
        }
    }
    return 0;
}

static int read_all(int fd, uint8_t *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        ssize_t got = read(fd, bytes + at, len - at);
        if (got > 0) {
            at += (size_t)got;
        } else if (got == 0 || errno != EINTR) {
            return STAITH_ERR_IO;
        }
    }
    return 0;
}

int staith_frame_read(int fd, size_t max_bytes, uint8_t **ret_bytes, size_t *ret_len)
{
    uint8_t head[4];
    int rc = read_all(fd, head, sizeof(head));
    if (rc != 0) {
        return rc;
    }
    size_t len = frame_length(head);
    if (len > max_bytes) {
        return STAITH_ERR_LIMIT;
    }
    uint8_t *bytes = malloc(len > 0 ? len : 1);
    if (bytes == NULL) {
        return STAITH_ERR_NOMEM;
    }
    rc = read_all(fd, bytes, len);
    if (rc != 0) {
        free(bytes);
        return rc;
    }
    *ret_bytes = bytes;
    *ret_len = len;
    return 0;
}

static int write_all(int fd, const uint8_t *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        ssize_t put = write(fd, bytes + at, len - at);
        if (put > 0) {
            at += (size_t)put;
        } else if (put == 0 || errno != EINTR) {
            return STAITH_ERR_IO;
        }
    }
    return 0;
}

int staith_frame_write(int fd, const void *bytes, size_t len)
{
    if (len > UINT32_MAX) {
        return STAITH_ERR_LIMIT;
    }
    const uint8_t head[4] = {(uint8_t)(len >> 24), (uint8_t)(len >> 16), (uint8_t)(len >> 8),
                             (uint8_t)len};
    int rc = write_all(fd, head, sizeof(head));
    return rc != 0 ? rc : write_all(fd, bytes, len);
}
