/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/watch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SETTLE_MS = 80, SLOW_SCAN_MS = 60000, QUICK_SCAN_MS = 40 };

struct scene {
    char folder[64];
    struct staith_loop *loop;
    struct staith_watch *watch;
    struct staith_timer *script;
    struct staith_timer *limit;
    int step;
    int stop_at; /* reports after which the loop stops */
    int reports;
    char names[8][128];
    int64_t sizes[8];
};

static void file_path(const struct scene *scene, const char *name, char path[128])
{
    assert_true(snprintf(path, 128, "%s/%s", scene->folder, name) < 128);
}

static void append(const struct scene *scene, const char *name, const char *text)
{
    char path[128];
    file_path(scene, name, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    (void)close(fd);
}

static void remove_file(const struct scene *scene, const char *name)
{
    char path[128];
    file_path(scene, name, path);
    (void)unlink(path);
}

static void move_file(const struct scene *scene, const char *from, const char *to)
{
    char old_path[128];
    char new_path[128];
    file_path(scene, from, old_path);
    file_path(scene, to, new_path);
    assert_int_equal(rename(old_path, new_path), 0);
}

static void on_file(void *ctx, const char *path)
{
    struct scene *scene = ctx;
    struct stat seen;
    assert_true(scene->reports < 8);
    (void)snprintf(scene->names[scene->reports], 128, "%s", strrchr(path, '/') + 1);
    scene->sizes[scene->reports] = stat(path, &seen) == 0 ? (int64_t)seen.st_size : -1;
    scene->reports++;
    if (scene->reports == scene->stop_at) {
        staith_loop_stop(scene->loop);
    }
}

static void on_limit(void *ctx)
{
    struct scene *scene = ctx;
    staith_loop_stop(scene->loop);
}

static void setup(struct scene *scene)
{
    memset(scene, 0, sizeof(*scene));
    (void)snprintf(scene->folder, sizeof(scene->folder), "/tmp/staith-watch-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    assert_int_equal(staith_loop_new(&scene->loop, NULL), 0);
}

static void begin(struct scene *scene, const char *name, uint64_t scan_ms)
{
    char path[128];
    static const char *const suffixes[] = {".xml", NULL};
    (void)snprintf(path, sizeof(path), "%s%s%s", scene->folder, name[0] != '\0' ? "/" : "", name);
    assert_int_equal(staith_watch_start(scene->loop, path, suffixes, scan_ms, SETTLE_MS, on_file,
                                        scene, &scene->watch, NULL),
                     0);
}

static void run_at_most(struct scene *scene, uint64_t ms)
{
    assert_int_equal(staith_timer_start(scene->loop, ms, 0, on_limit, scene, &scene->limit), 0);
    assert_int_equal(staith_loop_run(scene->loop), 0);
    staith_timer_stop(scene->limit);
}

/* Wait for so many reports, on however slow a machine. */
static void run_until(struct scene *scene, int reports)
{
    scene->stop_at = reports;
    if (scene->reports < reports) {
        run_at_most(scene, 60000);
    }
    assert_int_equal(scene->reports, reports);
    scene->stop_at = 0;
}

/* Time for a report too many. */
static void linger(struct scene *scene)
{
    run_at_most(scene, 3 * QUICK_SCAN_MS);
}

static void finish(struct scene *scene)
{
    staith_watch_stop(scene->watch);
    staith_loop_free(scene->loop);
    remove_file(scene, "a.xml");
    remove_file(scene, "b.xml");
    remove_file(scene, "part.tmp");
    assert_int_equal(rmdir(scene->folder), 0);
}

/* Date a file so many seconds ago, on the second. */
static void date_file(const struct scene *scene, const char *name, time_t seconds_ago)
{
    char path[128];
    struct timespec dated[2] = {{0}};
    file_path(scene, name, path);
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &dated[0]), 0);
    dated[0].tv_sec -= seconds_ago;
    dated[0].tv_nsec = 0;
    dated[1] = dated[0];
    assert_int_equal(utimensat(AT_FDCWD, path, dated, 0), 0);
}

static void test_files_that_are_there_are_reported_once_oldest_first(void **state)
{
    (void)state;
    struct scene scene;
    setup(&scene);
    append(&scene, "a.xml", "1");
    append(&scene, "b.xml", "22");
    append(&scene, "part.tmp", "1");
    date_file(&scene, "a.xml", 100);
    date_file(&scene, "b.xml", 300);
    begin(&scene, "", QUICK_SCAN_MS);
    run_until(&scene, 2);
    linger(&scene);
    assert_int_equal(scene.reports, 2);
    assert_string_equal(scene.names[0], "b.xml");
    assert_string_equal(scene.names[1], "a.xml");
    finish(&scene);
}

/* Both files are there from the start and a second look is a minute away: only the one dated two
 * minutes ago can be known to stand still. */
static void test_file_that_stood_still_is_reported_at_once(void **state)
{
    (void)state;
    struct scene scene;
    setup(&scene);
    append(&scene, "fresh.xml", "a");
    append(&scene, "old.xml", "b");
    date_file(&scene, "old.xml", 120);
    assert_int_equal(staith_watch_start(scene.loop, scene.folder, NULL, SLOW_SCAN_MS, 60000,
                                        on_file, &scene, &scene.watch, NULL),
                     0);
    run_until(&scene, 1);
    linger(&scene);
    assert_int_equal(scene.reports, 1);
    assert_string_equal(scene.names[0], "old.xml");
    remove_file(&scene, "fresh.xml");
    remove_file(&scene, "old.xml");
    finish(&scene);
}

static void grow(void *ctx)
{
    struct scene *scene = ctx;
    if (scene->step++ < 8) {
        append(scene, "a.xml", "0123456789");
    }
}

/* A file that grows is reported when it stands still, with all its bytes, and only then. */
static void test_growing_file_waits(void **state)
{
    (void)state;
    struct scene scene;
    setup(&scene);
    begin(&scene, "", SLOW_SCAN_MS); /* so that it is inotify that brings the scans */
    assert_int_equal(staith_timer_start(scene.loop, 20, 40, grow, &scene, &scene.script), 0);
    run_until(&scene, 1);
    assert_int_equal(scene.sizes[0], 80);
    linger(&scene);
    assert_int_equal(scene.reports, 1);
    finish(&scene);
}

static void replace(void *ctx)
{
    struct scene *scene = ctx;
    append(scene, "part.tmp", scene->step++ == 0 ? "old" : "newer");
    move_file(scene, "part.tmp", "a.xml");
}

/* One file watched by its path, made by rename, then replaced by rename: reported both times. */
static void test_file_renamed_into_place_twice(void **state)
{
    (void)state;
    struct scene scene;
    setup(&scene);
    begin(&scene, "a.xml", SLOW_SCAN_MS);
    assert_int_equal(staith_timer_start(scene.loop, 50, 0, replace, &scene, &scene.script), 0);
    run_until(&scene, 1);
    staith_timer_again(scene.script, 10, 0);
    run_until(&scene, 2);
    assert_int_equal(scene.sizes[0], 3);
    assert_int_equal(scene.sizes[1], 5);
    finish(&scene);
}

static void vanish(void *ctx)
{
    struct scene *scene = ctx;
    remove_file(scene, "a.xml");
}

static void test_file_that_vanishes_is_not_reported(void **state)
{
    (void)state;
    struct scene scene;
    setup(&scene);
    append(&scene, "a.xml", "1");
    begin(&scene, "", QUICK_SCAN_MS);
    assert_int_equal(
        staith_timer_start(scene.loop, SETTLE_MS / 2, 0, vanish, &scene, &scene.script), 0);
    run_at_most(&scene, 300);
    assert_int_equal(scene.reports, 0);
    finish(&scene);
}

static void test_rescan_reports_again_and_folder_may_come_later(void **state)
{
    (void)state;
    struct scene scene;
    setup(&scene);
    assert_int_equal(rmdir(scene.folder), 0);
    begin(&scene, "", QUICK_SCAN_MS);
    run_at_most(&scene, 100);
    assert_int_equal(scene.reports, 0);
    assert_int_equal(mkdir(scene.folder, 0700), 0);
    append(&scene, "a.xml", "1");
    run_until(&scene, 1);
    staith_watch_rescan(scene.watch);
    run_until(&scene, 2);
    finish(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_that_are_there_are_reported_once_oldest_first),
        cmocka_unit_test(test_file_that_stood_still_is_reported_at_once),
        cmocka_unit_test(test_growing_file_waits),
        cmocka_unit_test(test_file_renamed_into_place_twice),
        cmocka_unit_test(test_file_that_vanishes_is_not_reported),
        cmocka_unit_test(test_rescan_reports_again_and_folder_may_come_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
