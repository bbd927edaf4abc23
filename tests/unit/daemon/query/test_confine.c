/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in_child.h"
#include "query/confine.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>

static int started(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    if (staith_query_confine_start(NULL) != 0) {
        return 1;
    }
    if (staith_seccomp_probe().on &&
        (execv("/bin/true", argv) == 0 || errno != EPERM || fork() >= 0)) {
        return 2;
    }
    return open("/etc/hosts", O_RDONLY | O_CLOEXEC) >= 0 ? 0 : 3;
}

/* What is open before stays, as the connection does. */
static int connected(void)
{
    int pair[2];
    char byte = 0;
    if (staith_query_confine_start(NULL) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
        staith_query_confine_connected(NULL) != 0) {
        return 1;
    }
    if (staith_seccomp_probe().on &&
        (socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0)) {
        return 2;
    }
    if (staith_landlock_probe().on && open("/etc/hosts", O_RDONLY | O_CLOEXEC) >= 0) {
        return 3;
    }
    return send(pair[0], "x", 1, 0) == 1 && recv(pair[1], &byte, 1, 0) == 1 && byte == 'x' ? 0 : 4;
}

static void test_confined(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(started), 0);
    assert_int_equal(staith_in_child(connected), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_confined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
