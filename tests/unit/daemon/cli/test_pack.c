/* SPDX-License-Identifier: Apache-2.0 */
#include "folder_case.h"
#include "region_fixture.h"

/* A program of the name that is looked for, which does what `script` says. */
static void stand_in(const char *folder, const char *script)
{
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/weasyprint", folder);
    region_fixture_write(path, script);
    assert_int_equal(chmod(path, S_IRWXU), 0);
}

static void html_and_pdf(void **state)
{
    struct region_fixture *fixture = *state;
    char folder[64];
    char programs[64];
    char *before = strdup(getenv("PATH"));
    folder_case_make(folder);
    folder_case_make(programs);
    const char *both[] = {"-c", fixture->config, "-C", "840", "-p", "2025", "-o", folder, NULL};
    const char *html[] = {"-c", fixture->config, "-C", "840",  "--html-only",
                          "-p", "2024",          "-o", folder, NULL};
    region_fixture_fill(fixture);
    assert_int_equal(setenv("PATH", programs, 1), 0);
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, html), 0);
    region_fixture_expect(fixture, "pack-csww-840-2024.html\n");
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, both), STAITH_ERR_NOTFOUND);
    assert_non_null(strstr(fixture->why.what, "there is no program `weasyprint`"));
    stand_in(programs, "#!/bin/sh\nprintf '%s' \"$1 $2 $3\" >\"$5\"\n");
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, both), 0);
    region_fixture_expect(fixture, "pack-csww-840-2025.pdf\n");
    assert_true(folder_case_has(folder, "pack-csww-840-2025.html"));
    assert_true(folder_case_has(folder, "pack-csww-840-2025.pdf"));
    stand_in(programs, "#!/bin/sh\nexit 1\n");
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, both), STAITH_ERR_IO);
    assert_int_equal(setenv("PATH", before, 1), 0);
    free(before);
    (void)folder_case_empty(folder);
    (void)folder_case_empty(programs);
}

static void what_there_is_not(void **state)
{
    struct region_fixture *fixture = *state;
    const char *council[] = {"-c", fixture->config, "-C", "999", "-p", "2025", "-H", NULL};
    const char *quarter[] = {"-c", fixture->config, "-C", "840", "-q", "2025Q3", "-H", NULL};
    const char *period[] = {"-c", fixture->config, "-C", "840", "-p", "soon", NULL};
    const char *bare[] = {"-c", fixture->config, "-C", "840", NULL};
    region_fixture_fill(fixture);
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, council), STAITH_ERR_NOTFOUND);
    assert_non_null(strstr(fixture->why.what, "no council 999 with 2025"));
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, quarter), STAITH_ERR_NOTFOUND);
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, period), STAITH_ERR_INVAL);
    assert_int_equal(region_fixture_run(fixture, staith_cli_pack, bare), STAITH_ERR_INVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(html_and_pdf, region_fixture_setup,
                                        region_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_there_is_not, region_fixture_setup,
                                        region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
