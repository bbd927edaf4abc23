/* SPDX-License-Identifier: Apache-2.0 */
/* The host that answers here stands in for the real one; tests/integration/check_sdk has both. */
#include "cli_case.h"
#include "temp_file.h"

static void check(struct cli_capture *run, const char *plugin, const char *more)
{
    char path[4096];
    char line[8192];
    staith_temp_build_path(plugin, path, sizeof(path));
    (void)snprintf(line, sizeof(line), "plugin check %s%s", path, more);
    cli_run(run, line);
}

static void good(void **state)
{
    (void)state;
    struct cli_capture run;
    check(&run, "tests/plugins/sample.so", "");
    if (run.status != 0) {
        fail_msg("%s", run.out);
    }
    assert_non_null(strstr(run.out, "ok     note in the file\n"
                                    "ok     ABI\n"
                                    "ok     exports staith_plugin alone\n"));
    assert_null(strstr(run.out, "WRONG"));
    assert_non_null(strstr(run.out, "\nsample 1.0.0, plugin ABI "));
    assert_string_equal(run.err, "");
    cli_free(&run);
    check(&run, "tests/plugins/sample.so", " --json");
    json_t *reply = json_loads(run.out, 0, NULL);
    assert_true(json_is_true(json_object_get(reply, "ok")));
    assert_int_equal(json_array_size(json_object_get(reply, "checks")), 6);
    json_decref(reply);
    cli_free(&run);
}

static void wrong(void **state)
{
    (void)state;
    static const struct {
        const char *plugin;
        int status;
        const char *words;
    } cases[] = {
        {"tests/plugins/sample_major.so", 76, "is built for plugin ABI 2."},
        {"tests/plugins/sample_minor.so", 76, "upgrade Staith to a version with plugin ABI 1."},
        {"tests/plugins/sample_bare.so", 65, "not a plugin: it has no section .staith.plugin"},
        {"bin/staith", 65, "not a plugin: it has no section .staith.plugin"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct cli_capture run;
        check(&run, cases[i].plugin, "");
        if (run.status != cases[i].status || strstr(run.out, cases[i].words) == NULL) {
            fail_msg("%s: status %d: %s", cases[i].plugin, run.status, run.out);
        }
        assert_non_null(strstr(run.out, "WRONG"));
        cli_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(good), cmocka_unit_test(wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
