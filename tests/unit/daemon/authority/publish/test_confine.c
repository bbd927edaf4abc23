/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/publish/confine.h"
#include "base/instrumented.h"
#include "in_child.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>

static int confined(void)
{
    char words[STAITH_PUBLISHER_CONFINE_BYTES];
    char *const argv[] = {(char[]){"true"}, NULL};
    if (staith_publisher_confine("/tmp", words, NULL) != 0) {
        return 1;
    }
    if (STAITH_INSTRUMENTED) {
        return strstr(words, "seccomp off: this build is instrumented") == NULL;
    }
    if (strstr(words, "seccomp on") != NULL &&
        (execv("/bin/true", argv) == 0 || errno != EPERM || fork() >= 0)) {
        return 2;
    }
    if (strstr(words, "Landlock on") != NULL && (open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 ||
                                                 open("/etc/hosts", O_RDONLY | O_CLOEXEC) < 0)) {
        return 3;
    }
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 4;
}

static void test_confined(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(confined), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_confined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
