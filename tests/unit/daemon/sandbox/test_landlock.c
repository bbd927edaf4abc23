/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in_child.h"
#include "sandbox/sandbox.h"
#include "temp_file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { GOOD = 0, VERSION_WITH_TCP = 4 };

static char folder[] = "/tmp/staith-landlock-XXXXXX";
static char file[64];
static char other[64];

static int can(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0) {
        (void)close(fd);
    }
    return fd >= 0;
}

static int nothing(void)
{
    int held = open(file, O_RDONLY | O_CLOEXEC);
    char byte = 0;
    if (held < 0 || staith_landlock_apply(NULL, 0, false, NULL) != 0) {
        return 1;
    }
    if (can(file, O_RDONLY) || can("/etc/passwd", O_RDONLY) || can(other, O_CREAT | O_WRONLY)) {
        return 2;
    }
    return read(held, &byte, 1) == 1 ? GOOD : 3; /* what was open stays */
}

static int reading_one(void)
{
    const struct staith_landlock_path paths[] = {{file, STAITH_LANDLOCK_READ},
                                                 {"/no/such/place", STAITH_LANDLOCK_READ}};
    if (staith_landlock_apply(paths, 2, false, NULL) != 0) {
        return 1;
    }
    return can(file, O_RDONLY) && !can(file, O_WRONLY) && !can("/etc/passwd", O_RDONLY) ? GOOD : 2;
}

static int writing_a_folder(void)
{
    const struct staith_landlock_path paths[] = {
        {folder, STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE}};
    if (staith_landlock_apply(paths, 1, false, NULL) != 0) {
        return 1;
    }
    if (!can(other, O_CREAT | O_WRONLY) || !can(file, O_RDWR) || can("/etc/passwd", O_RDONLY)) {
        return 2;
    }
    if (unlink(other) != 0) {
        return 3;
    }
    /* a second call takes away, and gives nothing back */
    const struct staith_landlock_path more[] = {{"/etc/passwd", STAITH_LANDLOCK_READ}};
    if (staith_landlock_apply(more, 1, false, NULL) != 0) {
        return 4;
    }
    return can("/etc/passwd", O_RDONLY) || can(file, O_RDONLY) ? 5 : GOOD;
}

static int executing(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    const struct staith_landlock_path paths[] = {{"/", STAITH_LANDLOCK_READ}};
    if (staith_landlock_apply(paths, 1, false, NULL) != 0) {
        return 1;
    }
    (void)execv("/bin/true", argv);
    return errno == EACCES ? GOOD : 2;
}

/* Connecting to a port where nobody is: refused by the other side, or forbidden by the kernel. */
static int connect_error(bool network)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (staith_landlock_apply(NULL, 0, network, NULL) != 0) {
        return 1;
    }
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ? 2 : errno;
}
static int without_network(void)
{
    return connect_error(false);
}
static int with_network(void)
{
    return connect_error(true);
}

static void test_files(void **state)
{
    (void)state;
    assert_int_equal(staith_in_child(nothing), GOOD);
    assert_int_equal(staith_in_child(reading_one), GOOD);
    assert_int_equal(staith_in_child(writing_a_folder), GOOD);
    assert_int_equal(staith_in_child(executing), GOOD);
}

static void test_network(void **state)
{
    (void)state;
    bool knows = staith_landlock_probe().version >= VERSION_WITH_TCP;
    assert_int_equal(staith_in_child(without_network), knows ? EACCES : ECONNREFUSED);
    assert_int_equal(staith_in_child(with_network), ECONNREFUSED);
}

/* Files to try, made in a folder of this test. */
static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    (void)snprintf(file, sizeof file, "%s/file", folder);
    (void)snprintf(other, sizeof other, "%s/other", folder);
    int fd = open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    bool made = fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0;
    return made ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(file) == 0 && rmdir(folder) == 0 ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files),
                                       cmocka_unit_test(test_network)};
    struct staith_sandbox_layer layer = staith_landlock_probe();
    if (!layer.on) {
        (void)printf("Landlock is off here: %s\n", layer.why);
        /* without it everything goes on as before */
        return layer.why[0] != '\0' && staith_landlock_apply(NULL, 0, false, NULL) == 0 ? 0 : 1;
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
