/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void whole_files(void **state)
{
    (void)state;
    char path[] = "/tmp/staith-input-XXXXXX";
    char *bytes = NULL;
    size_t len = 0;
    struct staith_err err = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "12345", 5), 5);
    assert_int_equal(close(fd), 0);
    assert_int_equal(staith_cli_read(path, 5, &bytes, &len, &err), 0);
    assert_int_equal(len, 5);
    assert_memory_equal(bytes, "12345", 5);
    free(bytes);
    /* one byte more than may be says that it is too large */
    assert_int_equal(staith_cli_read(path, 3, &bytes, &len, &err), 0);
    assert_int_equal(len, 4);
    free(bytes);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(staith_cli_read(path, 3, &bytes, &len, &err), STAITH_ERR_NOTFOUND);
    assert_string_equal(err.where, path);
    assert_true(err.remedy[0] != '\0');
    assert_int_equal(staith_cli_read("/tmp", 3, &bytes, &len, &err), STAITH_ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
