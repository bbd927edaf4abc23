/* SPDX-License-Identifier: Apache-2.0 */
/* That what is made builds and passes its test is held by tests/integration/check_sdk. */
#include "cli_case.h"
#include "temp_file.h"

#include <sys/stat.h>
#include <unistd.h>

static const char *const files[] = {"CMakeLists.txt", "Makefile",          "README.md",
                                    "mine.c",         "sample-2025Q3.csv", "test_mine.c"};
enum { FILE_COUNT = sizeof(files) / sizeof(files[0]) };

static void made(void **state)
{
    (void)state;
    char folder[] = "/tmp/staith-plugin-new-XXXXXX";
    char line[128];
    char path[256];
    struct cli_capture run;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(line, sizeof(line), "plugin new mine --out %s/mine", folder);
    cli_run(&run, line);
    if (run.status != 0) {
        fail_msg("%s", run.err);
    }
    assert_non_null(strstr(run.out, "staith plugin check build/mine.so\n"));
    cli_free(&run);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        size_t len = 0;
        (void)snprintf(path, sizeof(path), "%s/mine/%s", folder, files[i]);
        uint8_t *bytes = staith_temp_read(path, &len);
        char *text = malloc(len + 1);
        assert_non_null(text);
        memcpy(text, bytes, len);
        text[len] = '\0';
        assert_null(strstr(text, "@NAME@"));
        assert_true(strstr(text, "mine") != NULL || strcmp(files[i], "sample-2025Q3.csv") == 0);
        free(text);
        free(bytes);
    }
    cli_run(&run, line); /* nothing is overwritten */
    assert_int_equal(run.status, 73);
    assert_non_null(strstr(run.err, "choose another folder with --out"));
    cli_free(&run);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        (void)snprintf(path, sizeof(path), "%s/mine/%s", folder, files[i]);
        assert_int_equal(unlink(path), 0);
    }
    (void)snprintf(path, sizeof(path), "%s/mine", folder);
    assert_int_equal(rmdir(path), 0); /* and nothing else was made */
    assert_int_equal(rmdir(folder), 0);
}

/* That what is made works is held by tests/integration/check_script. */
static void made_as_a_program(void **state)
{
    (void)state;
    static const char *const names[] = {"README.md", "mine.py", "sample-2025Q3.csv",
                                        "test_mine.py"};
    char folder[] = "/tmp/staith-plugin-new-XXXXXX";
    char line[128];
    char path[256];
    struct stat facts;
    struct cli_capture run;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(line, sizeof(line), "plugin new mine --script --out %s/mine", folder);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "staith plugin check mine.py\n"));
    cli_free(&run);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/mine/%s", folder, names[i]);
        assert_int_equal(stat(path, &facts), 0);
        assert_int_equal((facts.st_mode & S_IXUSR) != 0, i % 2 == 1);
        assert_int_equal(unlink(path), 0);
    }
    (void)snprintf(path, sizeof(path), "%s/mine", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void names(void **state)
{
    (void)state;
    static const char *const lines[] = {"plugin new",      "plugin new Mine", "plugin new a/b",
                                        "plugin new ../x", "plugin new test", "plugin new a b"};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct cli_capture run;
        cli_run(&run, lines[i]);
        assert_int_equal(run.status, 64);
        assert_string_equal(run.out, "");
        cli_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(made), cmocka_unit_test(made_as_a_program),
                                       cmocka_unit_test(names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
