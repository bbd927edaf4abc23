/* SPDX-License-Identifier: Apache-2.0 */
#include "accounts_fixture.h"

static void made_listed_revoked(void **state)
{
    struct region_fixture *fixture = *state;
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_new, "power-bi", NULL, NULL, NULL, NULL), 0);
    assert_int_equal(strlen(fixture->out), 44); /* 43 characters and a line end, told once */
    assert_int_equal(accounts_fixture_run(fixture, staith_cli_token_new, "excel", "--council",
                                          "841", NULL, NULL),
                     0);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_new, "excel", NULL, NULL, NULL, NULL),
        STAITH_ERR_EXISTS);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_revoke, "excel", NULL, NULL, NULL, NULL), 0);
    region_fixture_expect(fixture, "Token excel revoked.");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_revoke, "none", NULL, NULL, NULL, NULL),
        STAITH_ERR_NOTFOUND);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_list, NULL, NULL, NULL, NULL, NULL), 0);
    region_fixture_expect(fixture, "excel     analyst  841     revoked");
    region_fixture_expect(fixture, "power-bi  analyst  region  good");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_list, "--json", NULL, NULL, NULL, NULL), 0);
    region_fixture_expect(fixture, "\"power-bi\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_listed_revoked, region_fixture_setup,
                                        accounts_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
