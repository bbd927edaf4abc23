/* SPDX-License-Identifier: Apache-2.0 */
#include "accounts_fixture.h"

static void added_changed_locked(void **state)
{
    struct region_fixture *fixture = *state;
    accounts_fixture_stdin(fixture, "correct horse battery\n");
    assert_int_equal(accounts_fixture_run(fixture, staith_cli_account_add, "ann", "--role",
                                          "analyst", NULL, NULL),
                     0);
    region_fixture_expect(fixture, "Account ann added.");
    assert_int_equal(accounts_fixture_run(fixture, staith_cli_account_add, "dur", "--role=viewer",
                                          "--council=840", "--no-password", NULL),
                     0);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_account_list, NULL, NULL, NULL, NULL, NULL), 0);
    assert_string_equal(fixture->out, "NAME  ROLE     OF      STATE       SIGNED IN\n"
                                      "ann   analyst  region  open        never\n"
                                      "dur   viewer   840     by a proxy  never\n");
    accounts_fixture_stdin(fixture, "another long password");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_account_password, "dur", NULL, NULL, NULL, NULL),
        0);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_account_lock, "ann", NULL, NULL, NULL, NULL), 0);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_account_list, "--json", NULL, NULL, NULL, NULL),
        0);
    region_fixture_expect(fixture, "\"locked\"");
    region_fixture_expect(fixture, "\"open\"");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_account_unlock, "ann", NULL, NULL, NULL, NULL), 0);
    region_fixture_expect(fixture, "Account ann unlocked.");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_account_lock, "bob", NULL, NULL, NULL, NULL),
        STAITH_ERR_NOTFOUND);
}

static void what_is_refused(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        int code;
    } BAD[] = {
        {"--role=king", NULL, STAITH_ERR_INVAL},
        {"--no-password", NULL, STAITH_ERR_INVAL}, /* no role */
        {"--role=viewer", "--council=900", STAITH_ERR_NOTFOUND},
        {"--role=officer", "--council=840", STAITH_ERR_INVAL},
        {"--role=viewer", NULL, STAITH_ERR_INVAL}, /* a short password */
    };
    struct region_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        accounts_fixture_stdin(fixture, "short\n");
        assert_int_equal(accounts_fixture_run(fixture, staith_cli_account_add, "ann", BAD[i].a,
                                              BAD[i].b, NULL, NULL),
                         BAD[i].code);
    }
    assert_int_equal(accounts_fixture_run(fixture, staith_cli_account_add, "--role=viewer", NULL,
                                          NULL, NULL, NULL),
                     STAITH_ERR_INVAL); /* no name */
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_account_list, NULL, NULL, NULL, NULL, NULL), 0);
    assert_string_equal(fixture->out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(added_changed_locked, region_fixture_setup,
                                        accounts_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_refused, region_fixture_setup,
                                        accounts_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
