/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"
#include "temp_file.h"

static void a_folder(void **state)
{
    (void)state;
    char folder[4096];
    char line[8192];
    struct cli_capture run;
    staith_temp_build_path("tests/plugins", folder, sizeof(folder));
    (void)snprintf(line, sizeof(line), "plugin list --folder %s --json", folder);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    json_t *reply = json_loads(run.out, 0, NULL);
    size_t i = 0;
    const json_t *item = NULL;
    int seen = 0;
    json_array_foreach(json_object_get(reply, "plugins"), i, item)
    {
        const char *name = json_string_value(json_object_get(item, "name"));
        bool ok = json_is_true(json_object_get(item, "ok"));
        if (strcmp(name, "sample") == 0) {
            assert_true(ok);
            assert_string_equal(json_string_value(json_object_get(item, "version")), "1.0.0");
            assert_string_equal(json_string_value(json_object_get(item, "sources")), "csv");
            seen++;
        } else if (strcmp(name, "sample_major") == 0 || strcmp(name, "sample_bare") == 0) {
            assert_false(ok);
            seen++;
        }
    }
    assert_int_equal(seen, 3);
    json_decref(reply);
    cli_free(&run);
}

/* With a configuration: its folder, and the datasets that use a plugin. */
static void a_council(void **state)
{
    (void)state;
    char config[8192];
    char folder[4096];
    char line[256];
    struct config_file file;
    struct cli_capture run;
    staith_temp_build_path("tests/plugins", folder, sizeof(folder));
    (void)snprintf(config, sizeof(config),
                   "%s  - {name: demo, plugin: sample, source: in}\nplugins: %s\n", CLI_COUNCIL,
                   folder);
    config_write(&file, config, strlen(config));
    (void)snprintf(line, sizeof(line), "plugin list --config %s", file.path);
    cli_run_at(&run, 200, line);
    if (run.status != 0) {
        fail_msg("%s", run.err);
    }
    const char *row = strstr(run.out, "\nsample ");
    assert_non_null(row);
    const char *demo = strstr(row, "demo");
    assert_non_null(demo);
    assert_true(demo < strchr(row + 1, '\n'));
    cli_free(&run);
    config_remove(&file);
}

static void no_folder(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "plugin list --folder /no/such/folder");
    assert_int_equal(run.status, 66);
    assert_non_null(strstr(run.err, "the folder of plugins cannot be read"));
    cli_free(&run);
    cli_run(&run, "plugin list --folder /proc/self/fdinfo");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "There are none."));
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_folder), cmocka_unit_test(a_council),
                                       cmocka_unit_test(no_folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
