/* SPDX-License-Identifier: Apache-2.0 */
#include "accounts_fixture.h"

static void listed_and_verified(void **state)
{
    struct region_fixture *fixture = *state;
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--verify", NULL, NULL, NULL, NULL), 0);
    region_fixture_expect(fixture, "0 entries");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_new, "bi", NULL, NULL, NULL, NULL), 0);
    assert_int_equal(accounts_fixture_run(fixture, staith_cli_audit, NULL, NULL, NULL, NULL, NULL),
                     0);
    region_fixture_expect(fixture, "command line");
    region_fixture_expect(fixture, "new bi");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--json", NULL, NULL, NULL, NULL), 0);
    region_fixture_expect(fixture, "\"action\": \"token\"");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--verify", NULL, NULL, NULL, NULL), 0);
    region_fixture_expect(fixture, "1 entries");
    assert_int_equal(accounts_fixture_run(fixture, staith_cli_audit, "--from", "2999-01-01T00:00",
                                          NULL, NULL, NULL),
                     0);
    assert_string_equal(fixture->out, "");
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--from", "yesterday", NULL, NULL, NULL),
        STAITH_ERR_INVAL);
}

/* The head that was printed, and one that is not this log's. */
static void a_head_that_was_kept(void **state)
{
    struct region_fixture *fixture = *state;
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_token_new, "bi", NULL, NULL, NULL, NULL), 0);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--verify", NULL, NULL, NULL, NULL), 0);
    char head[128];
    const char *printed = strstr(fixture->out, "Head ");
    assert_non_null(printed);
    (void)snprintf(head, sizeof(head), "%.*s", (int)strcspn(printed + 5, "\n"), printed + 5);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--verify", "--head", head, NULL, NULL), 0);
    head[0] = '2';
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--verify", "--head", head, NULL, NULL),
        STAITH_ERR_VERIFY);
    assert_int_equal(
        accounts_fixture_run(fixture, staith_cli_audit, "--verify", "--head", "2:ab", NULL, NULL),
        STAITH_ERR_INVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(listed_and_verified, region_fixture_setup,
                                        accounts_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_head_that_was_kept, region_fixture_setup,
                                        accounts_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
