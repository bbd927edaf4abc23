/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FOLDER_CASE_H
#define STAITH_FOLDER_CASE_H
/* A folder of a test's own, removed with everything in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <dirent.h>

enum { FOLDER_CASE_DEPTH = 8, FOLDER_CASE_PATH = 512 };

static inline void folder_case_make(char folder[64])
{
    (void)snprintf(folder, 64, "/tmp/staith-folder-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

/** Remove what is below `path`, pass after pass from the innermost out; no recursion. Returns how
 *  many files there were. */
static inline size_t folder_case_empty(const char *path)
{
    static char stack[FOLDER_CASE_DEPTH][FOLDER_CASE_PATH];
    size_t files = 0;
    int depth = 0;
    (void)snprintf(stack[0], FOLDER_CASE_PATH, "%s", path);
    while (depth >= 0) {
        bool deeper = false;
        DIR *folder = opendir(stack[depth]);
        assert_non_null(folder);
        for (struct dirent *entry = readdir(folder); entry != NULL && !deeper;
             entry = readdir(folder)) {
            char below[FOLDER_CASE_PATH];
            struct stat about;
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
                continue;
            }
            int len = snprintf(below, sizeof(below), "%.200s/%.200s", stack[depth], entry->d_name);
            assert_true(len > 0 && lstat(below, &about) == 0);
            if (S_ISDIR(about.st_mode)) {
                assert_true(depth + 1 < FOLDER_CASE_DEPTH);
                memcpy(stack[++depth], below, sizeof(below));
                deeper = true;
            } else {
                assert_int_equal(unlink(below), 0);
                files++;
            }
        }
        assert_int_equal(closedir(folder), 0);
        if (!deeper) {
            assert_int_equal(rmdir(stack[depth]), 0);
            depth--;
        }
    }
    return files;
}

static inline bool folder_case_has(const char *folder, const char *name)
{
    char path[FOLDER_CASE_PATH];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    return access(path, R_OK) == 0;
}

#endif
