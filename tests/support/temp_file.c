/* SPDX-License-Identifier: Apache-2.0 */
/* mkstemps is hidden without _DEFAULT_SOURCE. */
#define _DEFAULT_SOURCE
#include "temp_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void write_all(int fd, const void *bytes, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t count = write(fd, (const char *)bytes + done, len - done);
        assert_true(count > 0);
        done += (size_t)count;
    }
}

int staith_temp_fd(const void *bytes, size_t len)
{
    char path[] = "/tmp/staith-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(unlink(path), 0);
    write_all(fd, bytes, len);
    return fd;
}

uint8_t *staith_temp_read(const char *path, size_t *ret_len)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    uint8_t *bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), (size_t)size);
    assert_int_equal(fclose(file), 0);
    *ret_len = (size_t)size;
    return bytes;
}

void staith_temp_write(char *path, int suffix_len, const void *bytes, size_t len)
{
    int fd = mkstemps(path, suffix_len);
    assert_true(fd >= 0);
    write_all(fd, bytes, len);
    assert_int_equal(close(fd), 0);
}

void staith_temp_build_path(const char *name, char *out, size_t cap)
{
    const char *build = getenv("STAITH_BUILD");
    assert_non_null(build);
    int len = snprintf(out, cap, "%s/%s", build, name);
    assert_true(len > 0 && (size_t)len < cap);
}
