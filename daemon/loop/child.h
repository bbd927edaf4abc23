/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LOOP_CHILD_H
#define STAITH_LOOP_CHILD_H
/*
 * Child processes with framed pipes: each frame is a 4-byte big-endian length and that many bytes.
 * A child gets stdin and stdout as pipes to its parent, stderr to /dev/null or inherited, an
 * environment of LANG=C.UTF-8 and PATH only, and the file descriptors it is given from 3 on.
 */
#include "loop/loop.h"

#include <stddef.h>

struct staith_child;

struct staith_child_end {
    bool exited; /**< exit_status is valid; otherwise killed by `signal` */
    int exit_status;
    int signal;
    bool deadline; /**< it was killed because its deadline passed */
    bool overflow; /**< it was killed because a frame exceeded frame_max_bytes */
};

struct staith_child_options {
    const char *const *argv; /**< argv[0] is the path; NULL-terminated */
    const int *pass_fds;     /**< become 3, 4, ... in the child; the caller closes its copies */
    uint32_t pass_fd_count;
    bool inherit_stderr;
    /** No frames: stdin is the descriptor `stdin_fd` (the caller's to close), stdout /dev/null. For
     *  programs that are not ours. on_frame is not called, send and finish have no meaning. */
    bool plain;
    int stdin_fd;
    uint64_t deadline_ms;   /**< SIGKILL after this; 0: none */
    size_t frame_max_bytes; /**< greatest frame taken from it */
    /** A whole frame arrived. Bytes live until the callback returns. */
    void (*on_frame)(void *ctx, const uint8_t *bytes, size_t len);
    /** It ended and its pipes are drained. Called once; the child is freed after it. */
    void (*on_end)(void *ctx, const struct staith_child_end *end);
    void *ctx;
};

/** Start a child. *ret_child is the loop's and valid until on_end returns. */
int staith_child_start(struct staith_loop *loop, const struct staith_child_options *options,
                       struct staith_child **ret_child, struct staith_err *err);
/** Send one frame. Copied. STAITH_ERR_STATE after finish or its end; STAITH_ERR_LIMIT when 16 MiB
 *  wait already because it does not read. */
int staith_child_send(struct staith_child *child, const void *bytes, size_t len);
/** Close its stdin: it should come to an end. */
void staith_child_finish(struct staith_child *child);
/** Send a signal (SIGTERM, SIGKILL). */
void staith_child_kill(struct staith_child *child, int signal);
int staith_child_pid(const struct staith_child *child);

/** In a child: read one frame from a descriptor, blocking. 0 with *ret_bytes on the heap, the
 *  caller's; STAITH_ERR_IO at end of file, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_frame_read(int fd, size_t max_bytes, uint8_t **ret_bytes, size_t *ret_len);
/** In a child: write one frame, blocking. */
int staith_frame_write(int fd, const void *bytes, size_t len);
/** In a child on the loop: frames from its stdin; on_end when the parent closed it. */
int staith_parent_listen(struct staith_loop *loop, size_t frame_max_bytes,
                         void (*on_frame)(void *ctx, const uint8_t *bytes, size_t len),
                         void (*on_end)(void *ctx), void *ctx);

#endif
