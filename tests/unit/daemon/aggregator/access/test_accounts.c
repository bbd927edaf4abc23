/* SPDX-License-Identifier: Apache-2.0 */
#include "access_fixture.h"

static int list_one(void *ctx, const struct staith_access_account *account)
{
    struct access_fixture *fixture = ctx;
    size_t len = strlen(fixture->text);
    (void)snprintf(fixture->text + len, sizeof(fixture->text) - len, "%s %s [%s]%s%s %u;",
                   account->user.name, staith_access_role_name(account->user.role),
                   account->user.council, account->locked ? " locked" : "",
                   account->has_password ? "" : " no password", account->failures);
    return fixture->count > 0 && --fixture->count == 0 ? 7 : 0;
}

static const char *list(struct access_fixture *fixture)
{
    fixture->text[0] = '\0';
    assert_int_equal(staith_access_list(fixture->access, list_one, fixture, &fixture->err), 0);
    return fixture->text;
}

static void added_and_listed(void **state)
{
    struct access_fixture *fixture = *state;
    assert_string_equal(list(fixture), "");
    assert_int_equal(access_fixture_add(fixture, "cy@region.example", STAITH_ACCESS_OFFICER, "",
                                        ACCESS_PASSWORD),
                     0);
    assert_int_equal(access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", NULL), 0);
    assert_string_equal(list(fixture),
                        "ann viewer [840] no password 0;cy@region.example officer [] 0;");
    assert_int_equal(access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "", NULL),
                     STAITH_ERR_EXISTS);
    fixture->text[0] = '\0';
    assert_int_equal(
        staith_access_list_from(fixture->access, "b", 1, list_one, fixture, &fixture->err), 0);
    assert_string_equal(fixture->text, "cy@region.example officer [] 0;");
    fixture->text[0] = '\0';
    assert_int_equal(
        staith_access_list_from(fixture->access, "ann", 1, list_one, fixture, &fixture->err), 0);
    assert_string_equal(fixture->text, "ann viewer [840] no password 0;");
    fixture->count = 1; /* stops where it is told to */
    fixture->text[0] = '\0';
    assert_int_equal(staith_access_list(fixture->access, list_one, fixture, &fixture->err), 7);
    assert_string_equal(fixture->text, "ann viewer [840] no password 0;");
}

static void names_and_passwords(void **state)
{
    static const char *const BAD[] = {"", "an n", "a\nb", "a'b", "\xC3\xA9va", "a/b", "<b>"};
    struct access_fixture *fixture = *state;
    char longest[STAITH_ACCESS_PASSWORD_MOST + 2];
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        assert_int_equal(access_fixture_add(fixture, BAD[i], STAITH_ACCESS_VIEWER, "", NULL),
                         STAITH_ERR_INVAL);
    }
    assert_int_equal(access_fixture_add(fixture, "a", STAITH_ACCESS_VIEWER, "", "elevenchars"),
                     STAITH_ERR_INVAL);
    memset(longest, 'p', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_int_equal(access_fixture_add(fixture, "a", STAITH_ACCESS_VIEWER, "", longest),
                     STAITH_ERR_INVAL);
    assert_string_equal(list(fixture), "");
}

static void locked_and_changed(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_user user;
    bool due = false;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    assert_int_equal(
        access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", ACCESS_PASSWORD), 0);
    assert_int_equal(staith_access_sign_in(fixture->access, "ann", ACCESS_PASSWORD, secret, &user,
                                           &fixture->err),
                     0);
    assert_int_equal(staith_access_lock(fixture->access, "ann", true, &fixture->err), 0);
    assert_string_equal(list(fixture), "ann viewer [840] locked 0;");
    assert_int_equal(staith_access_session(fixture->access, secret, 1000, &user, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_vouched(fixture->access, "ann", &user, &due, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_lock(fixture->access, "ann", false, &fixture->err), 0);
    /* the session does not come back */
    assert_int_equal(staith_access_session(fixture->access, secret, 1000, &user, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_sign_in(fixture->access, "ann", ACCESS_PASSWORD, secret, &user,
                                           &fixture->err),
                     0);
    assert_int_equal(
        staith_access_set_password(fixture->access, "ann", "another long password", &fixture->err),
        0);
    assert_int_equal(staith_access_session(fixture->access, secret, 1000, &user, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_sign_in(fixture->access, "ann", ACCESS_PASSWORD, secret, &user,
                                           &fixture->err),
                     STAITH_ERR_DENIED);
    assert_int_equal(
        staith_access_set_password(fixture->access, "bob", "another long password", &fixture->err),
        STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_lock(fixture->access, "bob", true, &fixture->err),
                     STAITH_ERR_NOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(added_and_listed, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(names_and_passwords, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(locked_and_changed, access_fixture_setup,
                                        access_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
