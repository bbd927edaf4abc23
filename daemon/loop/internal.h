/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LOOP_INTERNAL_H
#define STAITH_LOOP_INTERNAL_H
/*
 * Inside loop/ alone: what the loop owns, and the reader of framed pipes.
 */
#include "loop/loop.h"

#include <stddef.h>
#include <uv.h>

/** Something on the loop that staith_loop_free has to close. First member of its struct. */
struct staith_loop_item {
    struct staith_loop_item *prev;
    struct staith_loop_item *next;
    void (*close)(struct staith_loop_item *item); /**< begins closing; calls nobody back */
};

uv_loop_t *staith_loop_handle(struct staith_loop *loop);
/** Enter an item into the loop's list. */
void staith_loop_adopt(struct staith_loop *loop, struct staith_loop_item *item,
                       void (*close)(struct staith_loop_item *item));
/** Take it out; harmless when it is out already. */
void staith_loop_disown(struct staith_loop *loop, struct staith_loop_item *item);
/** Our code for a libuv error; fills `err` with `what` and libuv's words. */
int staith_loop_error(struct staith_err *err, int uv_code, const char *what);

/** Reads frames (4-byte big-endian length, bytes) out of a stream. Caller's storage. */
struct staith_frames {
    uint8_t head[4];
    size_t head_len;
    uint8_t *body; /**< owned; grows as bytes come, so that a false length costs nothing */
    size_t want;
    size_t len;
    size_t cap;
    size_t max; /**< greatest frame */
};

void staith_frames_init(struct staith_frames *frames, size_t max_bytes);
void staith_frames_deinit(struct staith_frames *frames);
/** Take bytes; call `on_frame` for each whole frame. 0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_frames_feed(struct staith_frames *frames, const uint8_t *bytes, size_t len,
                       void (*on_frame)(void *ctx, const uint8_t *bytes, size_t len), void *ctx);

/** One file of a scan. */
struct staith_scan_file {
    char *name; /**< full path, owned by the scan */
    int64_t size_bytes;
    int64_t mtime_s;
    int64_t mtime_ns;
    uint64_t still_since_ms; /**< loop time at which this size and time were first seen */
    bool reported;
};
struct staith_scan {
    struct staith_scan_file *files; /**< ordered by name */
    size_t count;
    size_t cap;
    int64_t at_s; /**< wall clock of the look, as files are dated */
    bool folder;  /**< the path is a folder */
};

enum { STAITH_SCAN_MAX_FILES = 10000 };

/** List the finished-or-not files at `path` (see watch.h); nothing there is an empty scan. Calls
 *  only the file system: safe in a thread of the pool. 0 or STAITH_ERR_NOMEM. */
int staith_scan_run(const char *path, const char *const *suffixes, struct staith_scan *ret_scan);
void staith_scan_deinit(struct staith_scan *scan);
/** Two sights of one file that are the same. */
bool staith_scan_same(const struct staith_scan_file *a, const struct staith_scan_file *b);

#endif
