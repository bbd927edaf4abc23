/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/region_pages.h"

#include "region_fixture.h"

static void opens_and_says_what_is_missing(void **state)
{
    const struct staith_cli cli = {.out = stdout, .err = stderr};
    struct region_fixture *fixture = *state;
    struct staith_cli_pages pages;
    struct staith_err err = {0};
    assert_int_equal(staith_cli_pages_open(&cli, &pages, fixture->config, NULL, &err),
                     STAITH_ERR_NOTFOUND);
    staith_cli_pages_close(&pages);
    memset(&err, 0, sizeof(err));
    region_fixture_fill(fixture);
    assert_int_equal(staith_cli_pages_open(&cli, &pages, fixture->config, "Note", &err), 0);
    const struct staith_site *site = staith_pages_site(pages.pages);
    assert_true(site->standalone);
    assert_string_equal(site->note, "Note");
    assert_true(site->made_unix_ms > 0);
    staith_cli_pages_close(&pages);
    assert_int_not_equal(staith_cli_pages_open(&cli, &pages, "/nonexistent.yaml", NULL, &err), 0);
    staith_cli_pages_close(&pages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(opens_and_says_what_is_missing, region_fixture_setup,
                                        region_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
