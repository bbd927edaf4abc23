/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void test_found_beside_this_program(void **state)
{
    (void)state;
    char path[4096];
    char self[4096];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    assert_true(len > 0);
    self[len] = '\0';
    *strrchr(self, '/') = '\0';
    assert_int_equal(staith_gate_program("staithd-host", path, sizeof(path), NULL), 0);
    assert_int_equal(strncmp(path, self, strlen(self)), 0);
    assert_string_equal(path + strlen(self), "/staithd-host");
}

static void test_missing_and_too_long(void **state)
{
    (void)state;
    char path[16] = "unchanged";
    struct staith_err err = {0};
    assert_int_equal(staith_gate_program("no-such-program", path, sizeof(path), &err),
                     STAITH_ERR_NOTFOUND);
    assert_true(err.remedy[0] != '\0');
    assert_int_equal(staith_gate_program("staithd-host", path, 4, &err), STAITH_ERR_LIMIT);
    assert_string_equal(path, "unchanged");
}

static void test_share(void **state)
{
    (void)state;
    char path[4096] = "unchanged";
    char file[8192];
    struct staith_err err = {0};
    assert_int_equal(staith_gate_share("no-such-folder", path, sizeof(path), &err),
                     STAITH_ERR_NOTFOUND);
    assert_string_equal(path, "unchanged");
    assert_int_equal(staith_gate_share("plugin-template", path, sizeof(path), &err), 0);
    (void)snprintf(file, sizeof(file), "%s/plugin.c.in", path);
    assert_int_equal(access(file, R_OK), 0);
    assert_int_equal(staith_gate_share("plugin-template", path, 4, &err), STAITH_ERR_LIMIT);
}

/* A path stands; a name is looked for in the configured folder, else in the installed one. */
static void test_plugin(void **state)
{
    (void)state;
    char path[4096];
    char self[4096];
    char want[8192];
    struct staith_config_council config = {.plugin_folder = "/srv/plugins"};
    assert_int_equal(staith_gate_plugin(&config, "/a/b.so", path, sizeof(path), NULL), 0);
    assert_string_equal(path, "/a/b.so");
    assert_int_equal(staith_gate_plugin(&config, "workforce", path, sizeof(path), NULL), 0);
    assert_string_equal(path, "/srv/plugins/workforce.so");
    config.plugin_folder = NULL;
    assert_int_equal(staith_gate_plugin(&config, "workforce", path, sizeof(path), NULL), 0);
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    assert_true(len > 0);
    self[len] = '\0';
    *strrchr(self, '/') = '\0';
    *strrchr(self, '/') = '\0'; /* the folder beside that of the programs */
    (void)snprintf(want, sizeof(want), "%s/lib", self);
    assert_int_equal(strncmp(path, want, strlen(want)), 0);
    const char *end = strstr(path, "/staith/plugins/workforce.so");
    assert_non_null(end);
    assert_string_equal(end, "/staith/plugins/workforce.so");
    char small[8] = "before";
    assert_int_equal(staith_gate_plugin(&config, "workforce", small, sizeof(small), NULL),
                     STAITH_ERR_LIMIT);
    assert_string_equal(small, "before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_beside_this_program),
        cmocka_unit_test(test_missing_and_too_long),
        cmocka_unit_test(test_share),
        cmocka_unit_test(test_plugin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
