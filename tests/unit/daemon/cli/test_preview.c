/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

#include <sys/stat.h>
#include <unistd.h>

/* Run preview with a configuration; what is wrong must be found before any plugin runs. */
static void refuse(const char *config, const char *more, int status, const char *words)
{
    struct config_file file;
    struct cli_capture run;
    char line[256];
    config_write(&file, config, strlen(config));
    (void)snprintf(line, sizeof(line), "preview -c %s%s", file.path, more);
    cli_run(&run, line);
    if (run.status != status || strstr(run.err, words) == NULL) {
        fail_msg("status %d, not %d: %s", run.status, status, run.err);
    }
    assert_string_equal(run.out, "");
    cli_free(&run);
    config_remove(&file);
}

static void choices(void **state)
{
    (void)state;
    refuse(CLI_COUNCIL, " --dataset rates", 66,
           "there is no dataset \"rates\"; name one with --dataset: csww\n");
    refuse(CLI_COUNCIL "  - {name: rates, plugin: agency_rates, source: in}\n", "", 64,
           "the configuration has several datasets; name one with --dataset: csww, rates\n");
    refuse(CLI_REGION, "", 78, "this is a region's configuration; name a council's\n");
    refuse(CLI_COUNCIL, " --source /tmp/no/such/return.xml", 66, "/tmp/no/such/return.xml");
    refuse(CLI_COUNCIL, " more", 64, "unexpected argument \"more\"");
}

/* A folder as source: its newest file, and a plain answer where there is none. */
static void folders(void **state)
{
    (void)state;
    char folder[] = "/tmp/staith-preview-XXXXXX";
    char line[96];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(line, sizeof(line), " --source %s", folder);
    refuse(CLI_COUNCIL, line, 66, "the source's folder has no file yet");
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices),
        cmocka_unit_test(folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
