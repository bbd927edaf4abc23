/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/accounts.h"

#include "accounts_fixture.h"

static void passwords_from_stdin(void **state)
{
    struct region_fixture *fixture = *state;
    const struct staith_cli cli = {.out = stdout, .err = stderr};
    struct staith_err err = {0};
    char password[STAITH_ACCESS_PASSWORD_MOST + 2];
    accounts_fixture_stdin(fixture, "correct horse\r\nsecond line\n");
    assert_int_equal(staith_cli_accounts_password(&cli, password, &err), 0);
    assert_string_equal(password, "correct horse");
    accounts_fixture_stdin(fixture, "without an end");
    assert_int_equal(staith_cli_accounts_password(&cli, password, &err), 0);
    assert_string_equal(password, "without an end");
    accounts_fixture_stdin(fixture, "");
    assert_int_equal(staith_cli_accounts_password(&cli, password, &err), STAITH_ERR_INVAL);
}

static void names_are_not_cut(void **state)
{
    struct region_fixture *fixture = *state;
    char name[STAITH_ACCESS_NAME_BYTES + 1];
    struct staith_access_user user;
    struct staith_err err = {0};
    struct staith_cli_accounts accounts = {
        .config = fixture->config, .name = name, .role = "viewer", .council = "841"};
    memset(name, 'a', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    assert_int_equal(staith_cli_accounts_open(&accounts, &err), 0);
    assert_int_equal(staith_cli_accounts_user(&accounts, &user, &err), STAITH_ERR_INVAL);
    name[sizeof(name) - 2] = '\0';
    assert_int_equal(staith_cli_accounts_user(&accounts, &user, &err), 0);
    assert_string_equal(user.name, name);
    assert_string_equal(user.council, "841");
    staith_cli_accounts_close(&accounts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(passwords_from_stdin, region_fixture_setup,
                                        accounts_fixture_teardown),
        cmocka_unit_test_setup_teardown(names_are_not_cut, region_fixture_setup,
                                        accounts_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
