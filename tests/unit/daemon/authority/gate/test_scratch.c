/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/gate/scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void touch(const char *folder, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
}

/* What a link in it points to stays. */
static void test_made_and_removed(void **state)
{
    (void)state;
    char scratch[STAITH_GATE_SCRATCH_BYTES] = "";
    char other[STAITH_GATE_SCRATCH_BYTES] = "";
    char path[256];
    struct stat facts;
    assert_int_equal(staith_gate_scratch_make(scratch, NULL), 0);
    assert_int_equal(staith_gate_scratch_make(other, NULL), 0);
    assert_string_not_equal(scratch, other);
    assert_int_equal(stat(scratch, &facts), 0);
    assert_int_equal(facts.st_mode & 07777, 0700);
    touch(other, "kept");
    touch(scratch, "a");
    (void)snprintf(path, sizeof(path), "%s/deep", scratch);
    assert_int_equal(mkdir(path, 0700), 0);
    touch(path, "b");
    (void)snprintf(path, sizeof(path), "%s/link", scratch);
    assert_int_equal(symlink(other, path), 0);
    staith_gate_scratch_remove(scratch);
    assert_int_not_equal(stat(scratch, &facts), 0);
    (void)snprintf(path, sizeof(path), "%s/kept", other);
    assert_int_equal(stat(path, &facts), 0);
    staith_gate_scratch_remove(other);
    assert_int_not_equal(stat(other, &facts), 0);
    staith_gate_scratch_remove("");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_made_and_removed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
