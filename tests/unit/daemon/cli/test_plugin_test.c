/* SPDX-License-Identifier: Apache-2.0 */
/* The host that answers here stands in for the real one: it counts lines as leavers of csww. */
#include "cli_case.h"
#include "temp_file.h"

#include <unistd.h>

static void shown(void **state)
{
    (void)state;
    char plugin[4096];
    char line[8192];
    char source[] = "/tmp/staith-plugin-test-XXXXXX.csv";
    struct cli_capture run;
    staith_temp_build_path("tests/plugins/sample.so", plugin, sizeof(plugin));
    staith_temp_write(source, 4, "1\n2\n3\n", 6);
    (void)snprintf(line, sizeof(line), "plugin test %s --source %s", plugin, source);
    cli_run(&run, line);
    if (run.status != 0) {
        fail_msg("%s%s", run.out, run.err);
    }
    assert_non_null(strstr(run.out, "000 A council: csww 2025 from /tmp/staith-plugin-test-"));
    assert_non_null(strstr(run.out, "nothing has been sent"));
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "plugin test %s --source %s --council 840 --json", plugin,
                   source);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    json_t *reply = json_loads(run.out, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(reply, "authority")), "840");
    assert_string_equal(json_string_value(json_object_get(reply, "dataset")), "csww");
    json_decref(reply);
    cli_free(&run);
    assert_int_equal(unlink(source), 0);
    cli_run(&run, line); /* the source is gone */
    assert_int_equal(run.status, 66);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
