/* SPDX-License-Identifier: Apache-2.0 */
#include "access_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

static void roles(void **state)
{
    enum staith_access_role role = STAITH_ACCESS_NOBODY;
    (void)state;
    assert_int_equal(staith_access_role_parse("officer", &role), 0);
    assert_int_equal(role, STAITH_ACCESS_OFFICER);
    assert_int_equal(staith_access_role_parse("nobody", &role), STAITH_ERR_INVAL);
    assert_int_equal(staith_access_role_parse("Officer", &role), STAITH_ERR_INVAL);
    assert_string_equal(staith_access_role_name(STAITH_ACCESS_ANALYST), "analyst");
}

static void what_is_kept(void **state)
{
    struct access_fixture *fixture = *state;
    char mark[STAITH_ACCESS_SECRET_BYTES];
    struct staith_access_user user;
    bool due = false;
    assert_int_equal(access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", NULL), 0);
    staith_access_form_mark(fixture->access, "sign-in", "secret", mark);
    access_fixture_again(fixture);
    assert_int_equal(staith_access_vouched(fixture->access, "ann", &user, &due, &fixture->err), 0);
    assert_string_equal(user.council, "840");
    /* forms live through a restart */
    assert_true(staith_access_form_fits(fixture->access, "sign-in", "secret", mark));
    /* a second program on the same file */
    struct staith_access *other = NULL;
    assert_int_equal(staith_access_open(fixture->folder, &fixture->outside, &other, &fixture->err),
                     0);
    assert_int_equal(staith_access_vouched(other, "ann", &user, &due, &fixture->err), 0);
    staith_access_close(other);
    staith_access_close(NULL);
}

static void another_file(void **state)
{
    struct access_fixture *fixture = *state;
    char path[128];
    struct staith_access *other = NULL;
    (void)snprintf(path, sizeof(path), "%s/none", fixture->folder);
    assert_int_not_equal(staith_access_open(path, &fixture->outside, &other, &fixture->err), 0);
    assert_null(other);
    staith_access_close(fixture->access);
    fixture->access = NULL;
    (void)snprintf(path, sizeof(path), "%s/access.db", fixture->folder);
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, 200, SEEK_SET), 0);
    assert_int_equal(fputc('!', file), '!'); /* a flipped byte of a page */
    assert_int_equal(fclose(file), 0);
    assert_int_not_equal(
        staith_access_open(fixture->folder, &fixture->outside, &other, &fixture->err), 0);
    assert_null(other);
}

/* Passwords' hashes and the key of forms are nobody else's, whoever made the file. */
static void its_owners_alone(void **state)
{
    struct access_fixture *fixture = *state;
    char path[128];
    struct stat info;
    staith_access_close(fixture->access);
    fixture->access = NULL;
    (void)snprintf(path, sizeof(path), "%s/access.db", fixture->folder);
    assert_int_equal(unlink(path), 0);
    mode_t before = umask(022);
    int code =
        staith_access_open(fixture->folder, &fixture->outside, &fixture->access, &fixture->err);
    (void)umask(before);
    assert_int_equal(code, 0);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles),
        cmocka_unit_test_setup_teardown(what_is_kept, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(its_owners_alone, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(another_file, access_fixture_setup,
                                        access_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
