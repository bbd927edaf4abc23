/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"

static void reference(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "config reference");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "A council's file, read by staithd\n\nauthority:\n"));
    assert_non_null(strstr(run.out, "A region's file, read by staith-aggregator\n\nregion:\n"));
    cli_neat(run.out, 80);
    cli_free(&run);
    cli_run(&run, "config reference region");
    assert_null(strstr(run.out, "A council's file"));
    assert_non_null(strstr(run.out, "\ncouncils:\n"));
    cli_free(&run);
    cli_run_at(&run, 60, "config reference council");
    assert_null(strstr(run.out, "A region's file"));
    cli_neat(run.out, 60);
    cli_free(&run);
    cli_run(&run, "config reference planet");
    assert_int_equal(run.status, 64);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
