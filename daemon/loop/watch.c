/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scan is the truth: it sees network shares, files renamed into place and files that were there
 * before. inotify only brings the next scan forward. It watches the folder, never the file (a watch
 * of a file dies when the file is replaced), and is set anew at every regular scan, because a
 * folder can be replaced or mounted over too.
 */
#include "loop/watch.h"
#include "loop/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A hint brings a scan this soon: many events of one write become one scan. */
enum { HINT_MS = 50, MAX_SUFFIXES = 16 };

/* A file that was there when the watch began and is dated this long ago stood still all the while:
 * it needs no second look. Wide enough for the clocks of two machines to differ. */
enum { STANDING_S = 60 };

struct staith_watch {
    struct staith_loop_item item;
    struct staith_loop *loop;
    uv_timer_t timer;
    uv_fs_event_t hint;
    uv_work_t work;
    unsigned open_handles;
    char *path;
    char *parent; /* folder of `path` when that is a file */
    char *suffixes[MAX_SUFFIXES + 1];
    uint64_t scan_ms;
    uint64_t settle_ms;
    uint64_t regular_at_ms; /* loop time of the next regular scan */
    uint64_t began_ms;      /* loop time at which the last scan began: no file is known later */
    struct staith_scan known;
    struct staith_scan found; /* by the scan in flight */
    int found_code;
    bool scanning;
    bool stopped;
    bool first; /* no scan is done yet */
    bool again; /* a hint came while scanning */
    bool report_all;
    void (*on_file)(void *ctx, const char *path);
    void *ctx;
};

static void watch_free(struct staith_watch *watch)
{
    staith_scan_deinit(&watch->known);
    for (size_t i = 0; watch->suffixes[i] != NULL; i++) {
        free(watch->suffixes[i]);
    }
    free(watch->path);
    free(watch->parent);
    free(watch);
}

static void closed_cb(uv_handle_t *handle)
{
    struct staith_watch *watch = handle->data;
    watch->open_handles--;
    if (watch->open_handles == 0 && !watch->scanning) {
        watch_free(watch);
    }
}

static void watch_close(struct staith_loop_item *item)
{
    struct staith_watch *watch = (struct staith_watch *)item;
    watch->stopped = true;
    uv_close((uv_handle_t *)&watch->timer, closed_cb);
    uv_close((uv_handle_t *)&watch->hint, closed_cb);
}

static uint64_t now(const struct staith_watch *watch)
{
    return uv_now(staith_loop_handle(watch->loop));
}

static void scan_soon(struct staith_watch *watch);

static void hint_cb(uv_fs_event_t *handle, const char *name, int events, int status)
{
    (void)name;
    (void)events;
    (void)status;
    scan_soon(handle->data);
}

static void arm_hint(struct staith_watch *watch)
{
    (void)uv_fs_event_stop(&watch->hint);
    /* Without inotify (limits, odd file systems) scans alone do the work. */
    (void)uv_fs_event_start(&watch->hint, hint_cb,
                            watch->known.folder ? watch->path : watch->parent, 0);
}

static void scan_work(uv_work_t *work)
{
    struct staith_watch *watch = work->data;
    const char *const *suffixes =
        watch->suffixes[0] != NULL ? (const char *const *)watch->suffixes : NULL;
    watch->found_code = staith_scan_run(watch->path, suffixes, &watch->found);
}

/* Carry over what is known of each file that was there before; both lists are in order of name. */
static void compare(struct staith_watch *watch)
{
    size_t old = 0;
    for (size_t i = 0; i < watch->found.count; i++) {
        struct staith_scan_file *file = &watch->found.files[i];
        bool standing = watch->first && watch->found.at_s - file->mtime_s >= STANDING_S;
        file->still_since_ms = now(watch);
        if (standing && watch->began_ms > watch->settle_ms) {
            file->still_since_ms = watch->began_ms - watch->settle_ms;
        }
        int order = -1;
        while (old < watch->known.count &&
               (order = strcmp(watch->known.files[old].name, file->name)) < 0) {
            old++;
        }
        if (old < watch->known.count && order == 0 &&
            staith_scan_same(&watch->known.files[old], file)) {
            file->still_since_ms = watch->known.files[old].still_since_ms;
            file->reported = watch->known.files[old].reported && !watch->report_all;
        }
    }
    watch->report_all = false;
    watch->first = false;
    staith_scan_deinit(&watch->known);
    watch->known = watch->found;
    memset(&watch->found, 0, sizeof(watch->found));
}

/* Time until the next file can be finished; the regular scan at the latest. */
static uint64_t next_scan_in(const struct staith_watch *watch)
{
    uint64_t at = watch->regular_at_ms;
    for (size_t i = 0; i < watch->known.count; i++) {
        const struct staith_scan_file *file = &watch->known.files[i];
        if (!file->reported && file->still_since_ms + watch->settle_ms < at) {
            at = file->still_since_ms + watch->settle_ms;
        }
    }
    return at > now(watch) ? at - now(watch) : 0;
}

static int by_age(const void *a, const void *b)
{
    const struct staith_scan_file *left = *(struct staith_scan_file *const *)a;
    const struct staith_scan_file *right = *(struct staith_scan_file *const *)b;
    if (left->mtime_s != right->mtime_s) {
        return left->mtime_s < right->mtime_s ? -1 : 1;
    }
    if (left->mtime_ns != right->mtime_ns) {
        return left->mtime_ns < right->mtime_ns ? -1 : 1;
    }
    return strcmp(left->name, right->name);
}

/* Oldest first: of several files about one thing, the one written last must be taken last. Without
 * memory they wait for the next scan. */
static void report_still(struct staith_watch *watch)
{
    size_t count = 0;
    struct staith_scan_file **ready =
        calloc(watch->known.count + 1, sizeof(struct staith_scan_file *));
    if (ready == NULL) {
        return;
    }
    for (size_t i = 0; i < watch->known.count; i++) {
        struct staith_scan_file *file = &watch->known.files[i];
        /* What a scan has seen says nothing of the time since it began, however late it is heard.
         */
        if (!file->reported && watch->began_ms >= file->still_since_ms + watch->settle_ms) {
            ready[count++] = file;
        }
    }
    if (count > 1) {
        qsort(ready, count, sizeof(struct staith_scan_file *), by_age);
    }
    for (size_t i = 0; i < count && !watch->stopped; i++) {
        ready[i]->reported = true;
        watch->on_file(watch->ctx, ready[i]->name);
    }
    free(ready);
}

static void timer_cb(uv_timer_t *timer);

static void scanned_cb(uv_work_t *work, int status)
{
    struct staith_watch *watch = work->data;
    watch->scanning = false;
    if (watch->stopped) {
        if (status == 0 && watch->found_code == 0) {
            staith_scan_deinit(&watch->found);
        }
        if (watch->open_handles == 0) {
            watch_free(watch);
        }
        return;
    }
    if (status == 0 && watch->found_code == 0) {
        bool was_folder = watch->known.folder;
        compare(watch);
        if (was_folder != watch->known.folder) {
            arm_hint(watch);
        }
        report_still(watch);
    }
    if (!watch->stopped) {
        uint64_t wait_ms = watch->again ? HINT_MS : next_scan_in(watch);
        watch->again = false;
        (void)uv_timer_start(&watch->timer, timer_cb, wait_ms, 0);
    }
}

static void timer_cb(uv_timer_t *timer)
{
    struct staith_watch *watch = timer->data;
    if (now(watch) >= watch->regular_at_ms) {
        watch->regular_at_ms = now(watch) + watch->scan_ms;
        arm_hint(watch);
    }
    watch->work.data = watch;
    watch->began_ms = now(watch);
    watch->scanning =
        uv_queue_work(staith_loop_handle(watch->loop), &watch->work, scan_work, scanned_cb) == 0;
    if (!watch->scanning) {
        (void)uv_timer_start(timer, timer_cb, watch->scan_ms, 0);
    }
}

static void scan_soon(struct staith_watch *watch)
{
    if (watch->scanning) {
        watch->again = true;
    } else if (uv_timer_get_due_in(&watch->timer) > HINT_MS) {
        (void)uv_timer_start(&watch->timer, timer_cb, HINT_MS, 0);
    }
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return strdup(".");
    }
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static int copy_strings(struct staith_watch *watch, const char *path, const char *const *suffixes)
{
    watch->path = strdup(path);
    watch->parent = folder_of(path);
    if (watch->path == NULL || watch->parent == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (size_t i = 0; suffixes != NULL && suffixes[i] != NULL; i++) {
        if (i == MAX_SUFFIXES) {
            return STAITH_ERR_LIMIT;
        }
        watch->suffixes[i] = strdup(suffixes[i]);
        if (watch->suffixes[i] == NULL) {
            return STAITH_ERR_NOMEM;
        }
    }
    return 0;
}

int staith_watch_start(struct staith_loop *loop, const char *path, const char *const *suffixes,
                       uint64_t scan_ms, uint64_t settle_ms,
                       void (*on_file)(void *ctx, const char *path), void *ctx,
                       struct staith_watch **ret_watch, struct staith_err *err)
{
    if (path[0] == '\0' || scan_ms == 0) {
        return staith_err_set(err, STAITH_ERR_INVAL, "nothing to watch");
    }
    struct staith_watch *watch = calloc(1, sizeof(*watch));
    if (watch == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to watch a path");
    }
    int rc = copy_strings(watch, path, suffixes);
    if (rc != 0) {
        watch_free(watch);
        return staith_err_set(err, rc, "cannot watch %s", path);
    }
    watch->loop = loop;
    watch->scan_ms = scan_ms;
    watch->settle_ms = settle_ms;
    watch->first = true;
    watch->on_file = on_file;
    watch->ctx = ctx;
    uv_loop_t *uv = staith_loop_handle(loop);
    (void)uv_timer_init(uv, &watch->timer);
    (void)uv_fs_event_init(uv, &watch->hint);
    watch->timer.data = watch;
    watch->hint.data = watch;
    watch->open_handles = 2;
    uv_update_time(uv);
    (void)uv_timer_start(&watch->timer, timer_cb, 0, 0);
    staith_loop_adopt(loop, &watch->item, watch_close);
    *ret_watch = watch;
    return 0;
}

void staith_watch_rescan(struct staith_watch *watch)
{
    watch->report_all = true;
    scan_soon(watch);
}

void staith_watch_stop(struct staith_watch *watch)
{
    if (watch == NULL) {
        return;
    }
    staith_loop_disown(watch->loop, &watch->item);
    watch_close(&watch->item);
}
