/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One look at a file or a folder. Runs in a thread of the pool, because a dead network share
 * blocks stat for minutes and the loop must not stand still for it.
 */
#include "loop/internal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

void staith_scan_deinit(struct staith_scan *scan)
{
    for (size_t i = 0; i < scan->count; i++) {
        free(scan->files[i].name);
    }
    free(scan->files);
    memset(scan, 0, sizeof(*scan));
}

bool staith_scan_same(const struct staith_scan_file *a, const struct staith_scan_file *b)
{
    return a->size_bytes == b->size_bytes && a->mtime_s == b->mtime_s && a->mtime_ns == b->mtime_ns;
}

static bool wanted(const char *name, const char *const *suffixes)
{
    if (name[0] == '.') {
        return false;
    }
    if (suffixes == NULL) {
        return true;
    }
    size_t len = strlen(name);
    for (size_t i = 0; suffixes[i] != NULL; i++) {
        size_t end = strlen(suffixes[i]);
        if (len >= end && strcasecmp(name + len - end, suffixes[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int add(struct staith_scan *scan, const char *folder, const char *name,
               const struct stat *seen)
{
    if (scan->count == scan->cap) {
        size_t cap = scan->cap == 0 ? 16 : scan->cap * 2;
        struct staith_scan_file *files = realloc(scan->files, cap * sizeof(*files));
        if (files == NULL) {
            return STAITH_ERR_NOMEM;
        }
        scan->files = files;
        scan->cap = cap;
    }
    size_t len = (folder != NULL ? strlen(folder) + 1 : 0) + strlen(name) + 1;
    char *full = malloc(len);
    if (full == NULL) {
        return STAITH_ERR_NOMEM;
    }
    (void)snprintf(full, len, "%s%s%s", folder != NULL ? folder : "", folder != NULL ? "/" : "",
                   name);
    struct staith_scan_file *file = &scan->files[scan->count++];
    memset(file, 0, sizeof(*file));
    file->name = full;
    file->size_bytes = (int64_t)seen->st_size;
    file->mtime_s = (int64_t)seen->st_mtim.tv_sec;
    file->mtime_ns = (int64_t)seen->st_mtim.tv_nsec;
    return 0;
}

static int by_name(const void *a, const void *b)
{
    const struct staith_scan_file *left = a;
    const struct staith_scan_file *right = b;
    return strcmp(left->name, right->name);
}

static int scan_folder(const char *path, const char *const *suffixes, struct staith_scan *scan)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return 0;
    }
    int rc = 0;
    const struct dirent *entry;
    while (rc == 0 && scan->count < STAITH_SCAN_MAX_FILES && (entry = readdir(folder)) != NULL) {
        struct stat seen;
        if (wanted(entry->d_name, suffixes) &&
            fstatat(dirfd(folder), entry->d_name, &seen, 0) == 0 && S_ISREG(seen.st_mode)) {
            rc = add(scan, path, entry->d_name, &seen);
        }
    }
    (void)closedir(folder);
    if (scan->count > 1) {
        qsort(scan->files, scan->count, sizeof(scan->files[0]), by_name);
    }
    return rc;
}

int staith_scan_run(const char *path, const char *const *suffixes, struct staith_scan *ret_scan)
{
    struct staith_scan scan;
    memset(&scan, 0, sizeof(scan));
    struct stat seen;
    struct timespec at = {0};
    int rc = 0;
    if (clock_gettime(CLOCK_REALTIME, &at) == 0) {
        scan.at_s = (int64_t)at.tv_sec;
    }
    if (stat(path, &seen) == 0) {
        scan.folder = S_ISDIR(seen.st_mode);
        if (scan.folder) {
            rc = scan_folder(path, suffixes, &scan);
        } else if (S_ISREG(seen.st_mode)) {
            rc = add(&scan, NULL, path, &seen);
        }
    }
    if (rc != 0) {
        staith_scan_deinit(&scan);
        return rc;
    }
    *ret_scan = scan;
    return 0;
}
