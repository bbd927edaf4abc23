/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LOOP_WATCH_H
#define STAITH_LOOP_WATCH_H
/*
 * Watching a file or a folder of files for finished files. A scan is the truth, inotify only makes
 * the next scan come sooner (it sees nothing on network shares): a file is reported when its size
 * and time of change stood still over two scans, and again whenever they change.
 */
#include "loop/loop.h"

struct staith_watch;

/** `path`: a file, or a folder whose files (no dot files, names ending in one of `suffixes`,
 *  NULL-terminated, without regard to case; NULL: all) are watched; those finished at one scan
 *  are reported in order of their last change. `on_file` gets the full path (the watch's until it
 * returns). `settle_ms`: time between the two scans. */
int staith_watch_start(struct staith_loop *loop, const char *path, const char *const *suffixes,
                       uint64_t scan_ms, uint64_t settle_ms,
                       void (*on_file)(void *ctx, const char *path), void *ctx,
                       struct staith_watch **ret_watch, struct staith_err *err);
/** Report every file again at the next scan. */
void staith_watch_rescan(struct staith_watch *watch);
/** NULL allowed. */
void staith_watch_stop(struct staith_watch *watch);

#endif
