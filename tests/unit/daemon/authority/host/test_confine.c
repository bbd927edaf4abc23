/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/confine.h"
#include "in_child.h"
#include "sandbox/sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { GOOD = 0, FORBIDDEN = 1000 + SIGSYS };

static const uint64_t pass = UINT64_C(0x123456789ABCDEF0);

static bool can_read(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC) >= 0;
}

static int plain_load(void)
{
    const struct staith_order order = {.plugin_path = "/etc/passwd"};
    if (staith_confine_load(&order, NULL, pass, NULL) != 0) {
        return 1;
    }
    bool closed = staith_landlock_probe().on;
    if (!can_read("/etc/passwd") || can_read("/etc/hosts") == closed || !can_read("/usr/lib")) {
        return 2; /* the plugin's own file and libraries, nothing else */
    }
    if (staith_confine_run((void *)(uintptr_t)&pass, &order, NULL) != 0) {
        return 3;
    }
    (void)can_read("/usr/lib");
    return 4;
}

static int granted_load(void)
{
    const char *paths[] = {"/etc/group"};
    const struct staith_order order = {
        .plugin_path = "/etc/passwd", .read_path_count = 1, .read_paths = paths};
    if (staith_confine_load(&order, NULL, pass, NULL) != 0 ||
        staith_confine_run((void *)(uintptr_t)&pass, &order, NULL) != 0) {
        return 1;
    }
    bool closed = staith_landlock_probe().on;
    return can_read("/etc/group") && can_read("/usr/lib") && can_read("/etc/fstab") != closed ? GOOD
                                                                                              : 2;
}

static int granted_programs(void)
{
    const struct staith_order order = {.plugin_path = "/etc/passwd", .allow_programs = true};
    char *const argv[] = {(char[]){"true"}, NULL};
    if (staith_confine_load(&order, NULL, pass, NULL) != 0) {
        return 1;
    }
    (void)execv("/bin/true", argv);
    return 2;
}

static char scratch[48];

/* Files can be made there, and nowhere beside it. */
static int granted_scratch(void)
{
    const struct staith_order order = {.plugin_path = "/etc/passwd", .allow_programs = true};
    char inside[64];
    char beside[64];
    (void)snprintf(inside, sizeof(inside), "%s/a", scratch);
    (void)snprintf(beside, sizeof(beside), "%s.b", scratch);
    if (staith_confine_load(&order, scratch, pass, NULL) != 0) {
        return 2;
    }
    bool made = open(inside, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
    bool closed = open(beside, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) < 0;
    (void)unlink(inside);
    (void)unlink(beside);
    return made && closed == staith_landlock_probe().on ? GOOD : 3;
}

static int answering(void)
{
    int fds[2];
    return pipe(fds) == 0 && staith_confine_answer(NULL) == 0 && write(fds[1], "x", 1) == 1 ? GOOD
                                                                                            : 1;
}

static void test_steps(void **state)
{
    (void)state;
    if (!staith_seccomp_probe().on) {
        skip();
    }
    assert_int_equal(staith_in_child(plain_load), FORBIDDEN);
    assert_int_equal(staith_in_child(granted_load), GOOD);
    assert_int_equal(staith_in_child(granted_programs), GOOD);
    (void)snprintf(scratch, sizeof(scratch), "/tmp/staith-confine-XXXXXX");
    assert_non_null(mkdtemp(scratch));
    assert_int_equal(staith_in_child(granted_scratch), GOOD);
    (void)remove(scratch);
    assert_int_equal(staith_in_child(answering), GOOD);
}

static void test_report(void **state)
{
    (void)state;
    char text[STAITH_CONFINE_REPORT_BYTES];
    size_t len = staith_confine_report(text);
    assert_int_equal(len, strlen(text));
    assert_non_null(strstr(text, "no new privileges="));
    assert_non_null(strstr(text, staith_seccomp_probe().on ? "\nseccomp=on\n" : "\nseccomp=off: "));
    assert_non_null(
        strstr(text, staith_landlock_probe().on ? "\nLandlock=on, version " : "\nLandlock=off: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps), cmocka_unit_test(test_report)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
