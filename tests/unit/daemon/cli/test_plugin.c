/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/plugin.h"
#include "cli_case.h"
#include "temp_file.h"

#include <sys/stat.h>
#include <unistd.h>

static void made_of_words(void **state)
{
    (void)state;
    struct staith_cli_plugin plugin;
    const struct staith_cli_plugin_words words = {.file = "/etc/../etc/passwd",
                                                  .option_count = 2,
                                                  .options = {"year=2025", "map=a=b"},
                                                  .allow_count = 1,
                                                  .allow = {"network"},
                                                  .read_count = 1,
                                                  .read = {"/srv/x"}};
    assert_int_equal(staith_cli_plugin_init(&words, &plugin, NULL), 0);
    assert_string_equal(plugin.dataset.plugin, "/etc/passwd");
    assert_string_equal(plugin.dataset.options[0].name, "year");
    assert_string_equal(plugin.dataset.options[0].value, "2025");
    assert_string_equal(plugin.dataset.options[1].name, "map");
    assert_string_equal(plugin.dataset.options[1].value, "a=b");
    assert_string_equal(plugin.dataset.allow[0], "network");
    assert_string_equal(plugin.dataset.read[0], "/srv/x");
    /* as the configuration's reference says of keys that are left out */
    assert_int_equal(plugin.config.limits.run_seconds, 600);
    assert_int_equal(plugin.config.limits.memory_bytes, 512u << 20);
    assert_int_equal(plugin.config.limits.max_observations, 50000000);
}

/* A file that begins with #! is a program: the plugin `script` runs it. */
static void made_of_a_program(void **state)
{
    (void)state;
    struct staith_cli_plugin plugin;
    struct staith_err err = {0};
    char path[] = "/tmp/staith-program-XXXXXX";
    staith_temp_write(path, 0, "#!/bin/sh\n", 10);
    const struct staith_cli_plugin_words words = {.file = path,
                                                  .plugins = "/opt/plugins",
                                                  .option_count = 1,
                                                  .options = {"period=2025"},
                                                  .file_count = 1,
                                                  .files = {"catalogue=/srv/c.json"}};
    assert_int_equal(staith_cli_plugin_init(&words, &plugin, &err), STAITH_ERR_DENIED);
    assert_non_null(strstr(err.remedy, "chmod +x"));
    assert_int_equal(chmod(path, 0700), 0);
    assert_int_equal(staith_cli_plugin_init(&words, &plugin, &err), 0);
    assert_string_equal(plugin.dataset.plugin, "/opt/plugins/script.so");
    assert_int_equal(plugin.dataset.option_count, 2);
    assert_string_equal(plugin.dataset.options[1].name, "command.");
    assert_string_equal(plugin.dataset.options[1].value, path);
    assert_int_equal(plugin.dataset.file_count, 1);
    assert_string_equal(plugin.dataset.files[0].name, "catalogue");
    assert_string_equal(plugin.dataset.files[0].value, "/srv/c.json");
    assert_string_equal(plugin.dataset.allow[0], "programs");
    assert_string_equal(plugin.dataset.read[0], path);
    assert_int_equal(unlink(path), 0);
}

static void refused(void **state)
{
    (void)state;
    struct staith_cli_plugin plugin;
    struct staith_err err = {0};
    struct staith_cli_plugin_words words = {.file = "/no/such/plugin.so"};
    assert_int_equal(staith_cli_plugin_init(&words, &plugin, &err), STAITH_ERR_NOTFOUND);
    words = (struct staith_cli_plugin_words){
        .file = "/etc/passwd", .read_count = 1, .read = {"relative"}};
    assert_int_equal(staith_cli_plugin_init(&words, &plugin, &err), STAITH_ERR_INVAL);
}

static void wrong_words(void **state)
{
    (void)state;
    static const char *const lines[] = {"plugin check",
                                        "plugin check a.so b.so",
                                        "plugin check a.so --option year",
                                        "plugin check a.so --option =1",
                                        "plugin check a.so --file x",
                                        "plugin check a.so --allow everything",
                                        "plugin test a.so"};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct cli_capture run;
        cli_run(&run, lines[i]);
        assert_int_equal(run.status, 64);
        cli_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(made_of_words),
                                       cmocka_unit_test(made_of_a_program),
                                       cmocka_unit_test(refused), cmocka_unit_test(wrong_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
