/* SPDX-License-Identifier: Apache-2.0 */
#include "access_fixture.h"

static int list_one(void *ctx, const struct staith_access_token *token)
{
    struct access_fixture *fixture = ctx;
    size_t len = strlen(fixture->text);
    (void)snprintf(fixture->text + len, sizeof(fixture->text) - len, "%s %s [%s]%s%s;",
                   token->user.name, staith_access_role_name(token->user.role), token->user.council,
                   token->revoked ? " revoked" : "", token->seen_unix_ms != 0 ? " used" : "");
    return 0;
}

static const char *list(struct access_fixture *fixture)
{
    fixture->text[0] = '\0';
    assert_int_equal(staith_access_token_list(fixture->access, list_one, fixture, &fixture->err),
                     0);
    return fixture->text;
}

static void made_used_revoked(void **state)
{
    struct access_fixture *fixture = *state;
    const struct staith_access_user bi = access_fixture_user("power-bi", STAITH_ACCESS_ANALYST, "");
    const struct staith_access_user excel =
        access_fixture_user("excel", STAITH_ACCESS_ANALYST, "840");
    struct staith_access_user user;
    char first[STAITH_ACCESS_SECRET_BYTES];
    char second[STAITH_ACCESS_SECRET_BYTES];
    assert_int_equal(staith_access_token_new(fixture->access, &bi, first, &fixture->err), 0);
    assert_int_equal(staith_access_token_new(fixture->access, &excel, second, &fixture->err), 0);
    assert_string_equal(list(fixture), "excel analyst [840];power-bi analyst [];");
    assert_int_equal(staith_access_token_find(fixture->access, second, &user, &fixture->err), 0);
    assert_string_equal(user.name, "excel");
    assert_string_equal(user.council, "840");
    assert_string_equal(list(fixture), "excel analyst [840] used;power-bi analyst [];");
    first[0] = first[0] == 'A' ? 'B' : 'A';
    assert_int_equal(staith_access_token_find(fixture->access, first, &user, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_token_find(fixture->access, "", &user, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_token_revoke(fixture->access, "excel", &fixture->err), 0);
    assert_int_equal(staith_access_token_find(fixture->access, second, &user, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_token_revoke(fixture->access, "none", &fixture->err),
                     STAITH_ERR_NOTFOUND);
    /* a name means one client for good */
    assert_int_equal(staith_access_token_new(fixture->access, &excel, second, &fixture->err),
                     STAITH_ERR_EXISTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_used_revoked, access_fixture_setup,
                                        access_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
