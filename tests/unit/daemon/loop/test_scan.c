/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/internal.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void touch(const char *folder, const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    (void)close(fd);
}

static void drop(const char *folder, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    (void)unlink(path);
    (void)rmdir(path);
}

static void test_folder_is_filtered_and_ordered(void **state)
{
    (void)state;
    char folder[] = "/tmp/staith-scan-XXXXXX";
    assert_non_null(mkdtemp(folder));
    touch(folder, "b.xml", "12345");
    touch(folder, "a.CSV", "1");
    touch(folder, ".hidden.xml", "1");
    touch(folder, "note.txt", "1");
    touch(folder, "xml", "1");
    char sub[256];
    (void)snprintf(sub, sizeof(sub), "%s/folder.xml", folder);
    assert_int_equal(mkdir(sub, 0700), 0);
    static const char *const suffixes[] = {".xml", ".csv", NULL};
    struct staith_scan scan;
    assert_int_equal(staith_scan_run(folder, suffixes, &scan), 0);
    assert_true(scan.folder);
    assert_int_equal(scan.count, 2);
    assert_string_equal(strrchr(scan.files[0].name, '/'), "/a.CSV");
    assert_string_equal(strrchr(scan.files[1].name, '/'), "/b.xml");
    assert_int_equal(scan.files[1].size_bytes, 5);
    assert_false(staith_scan_same(&scan.files[0], &scan.files[1]));
    staith_scan_deinit(&scan);
    assert_int_equal(staith_scan_run(folder, NULL, &scan), 0);
    assert_int_equal(scan.count, 4); /* all but the hidden one and the folder */
    staith_scan_deinit(&scan);
    drop(folder, "b.xml");
    drop(folder, "a.CSV");
    drop(folder, ".hidden.xml");
    drop(folder, "note.txt");
    drop(folder, "xml");
    drop(folder, "folder.xml");
    assert_int_equal(rmdir(folder), 0);
}

static void test_one_file_and_nothing(void **state)
{
    (void)state;
    char folder[] = "/tmp/staith-scan-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/return.dat", folder);
    struct staith_scan scan;
    static const char *const suffixes[] = {".xml", NULL};
    assert_int_equal(staith_scan_run(path, suffixes, &scan), 0);
    assert_int_equal(scan.count, 0);
    assert_false(scan.folder);
    staith_scan_deinit(&scan);
    touch(folder, "return.dat", "123");
    /* a file that is named is taken whatever its ending */
    assert_int_equal(staith_scan_run(path, suffixes, &scan), 0);
    assert_int_equal(scan.count, 1);
    assert_string_equal(scan.files[0].name, path);
    staith_scan_deinit(&scan);
    drop(folder, "return.dat");
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folder_is_filtered_and_ordered),
        cmocka_unit_test(test_one_file_and_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
