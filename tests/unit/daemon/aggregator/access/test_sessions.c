/* SPDX-License-Identifier: Apache-2.0 */
#include "access_fixture.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

static int sign_in(struct access_fixture *fixture, const char *name, const char *password,
                   char secret[STAITH_ACCESS_SECRET_BYTES])
{
    struct staith_access_user user;
    memset(&fixture->err, 0, sizeof(fixture->err));
    return staith_access_sign_in(fixture->access, name, password, secret, &user, &fixture->err);
}

static int session(struct access_fixture *fixture, const char *secret)
{
    struct staith_access_user user;
    return staith_access_session(fixture->access, secret, (int64_t)30 * MINUTE, &user,
                                 &fixture->err);
}

static void in_and_out(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_user user;
    char secret[STAITH_ACCESS_SECRET_BYTES] = "";
    char second[STAITH_ACCESS_SECRET_BYTES] = "";
    assert_int_equal(
        access_fixture_add(fixture, "ann", STAITH_ACCESS_ANALYST, "840", ACCESS_PASSWORD), 0);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), 0);
    assert_int_equal(strlen(secret), STAITH_ACCESS_SECRET_BYTES - 1);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, second), 0);
    assert_string_not_equal(secret, second);
    assert_int_equal(staith_access_session(fixture->access, secret, HOUR, &user, &fixture->err), 0);
    assert_string_equal(user.name, "ann");
    assert_int_equal(user.role, STAITH_ACCESS_ANALYST);
    assert_string_equal(user.council, "840");
    access_fixture_again(fixture);
    assert_int_equal(session(fixture, secret), 0);
    assert_int_equal(staith_access_sign_out(fixture->access, secret, &fixture->err), 0);
    assert_int_equal(session(fixture, secret), STAITH_ERR_NOTFOUND);
    assert_int_equal(session(fixture, second), 0);
    assert_int_equal(session(fixture, ""), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_access_sign_out(fixture->access, "none", &fixture->err), 0);
}

static void sessions_end(void **state)
{
    struct access_fixture *fixture = *state;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    assert_int_equal(
        access_fixture_add(fixture, "ann", STAITH_ACCESS_ANALYST, "840", ACCESS_PASSWORD), 0);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), 0);
    fixture->now += (int64_t)29 * MINUTE;
    assert_int_equal(session(fixture, secret), 0);
    fixture->now += (int64_t)29 * MINUTE; /* it lived on by the one before */
    assert_int_equal(session(fixture, secret), 0);
    fixture->now += (int64_t)31 * MINUTE;
    assert_int_equal(session(fixture, secret), STAITH_ERR_NOTFOUND);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), 0);
    for (unsigned i = 0; i < 2 * STAITH_ACCESS_SESSION_HOURS - 1; i++) {
        fixture->now += (int64_t)29 * MINUTE + 59000;
        assert_int_equal(session(fixture, secret), 0);
    }
    fixture->now += (int64_t)29 * MINUTE + 59000; /* used all the time, and ended all the same */
    fixture->now += 60000;
    assert_int_equal(session(fixture, secret), STAITH_ERR_NOTFOUND);
}

static void wrong_passwords(void **state)
{
    struct access_fixture *fixture = *state;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    assert_int_equal(
        access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", ACCESS_PASSWORD), 0);
    assert_int_equal(access_fixture_add(fixture, "sso", STAITH_ACCESS_VIEWER, "840", NULL), 0);
    assert_int_equal(sign_in(fixture, "nobody", ACCESS_PASSWORD, secret), STAITH_ERR_DENIED);
    char unknown[256];
    memcpy(unknown, fixture->err.what, sizeof(unknown));
    assert_int_equal(sign_in(fixture, "sso", "", secret), STAITH_ERR_DENIED);
    assert_int_equal(sign_in(fixture, "sso", ACCESS_PASSWORD, secret), STAITH_ERR_DENIED);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD "!", secret), STAITH_ERR_DENIED);
    assert_string_equal(fixture->err.what, unknown); /* nobody is told apart */
    for (unsigned i = 1; i < STAITH_ACCESS_FAILURES; i++) {
        assert_int_equal(sign_in(fixture, "ann", "wrong", secret), STAITH_ERR_DENIED);
    }
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), STAITH_ERR_AGAIN);
    fixture->now += (int64_t)(STAITH_ACCESS_SHUT_MINUTES * MINUTE) - 1;
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), STAITH_ERR_AGAIN);
    fixture->now += 1;
    assert_int_equal(sign_in(fixture, "ann", "wrong", secret), STAITH_ERR_DENIED);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), 0);
    assert_int_equal(staith_access_lock(fixture->access, "ann", true, &fixture->err), 0);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), STAITH_ERR_DENIED);
}

/* Of what an attempt leaves in the file nothing tells an account from a name that nobody has, and
 * what is hashed costs the same.
 */
static void nobody_is_told_apart(void **state)
{
    static const char *const NAMES[] = {"nobody", "ann", "shut", "locked", "sso"};
    struct access_fixture *fixture = *state;
    struct staith_access_try attempt;
    struct staith_access_user user;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    staith_access_set_cost(fixture->access, 2, (size_t)64 * 1024 * 1024);
    for (size_t i = 1; i < 5; i++) {
        assert_int_equal(access_fixture_add(fixture, NAMES[i], STAITH_ACCESS_VIEWER, "840",
                                            i < 4 ? ACCESS_PASSWORD : NULL),
                         0);
    }
    assert_int_equal(staith_access_lock(fixture->access, "locked", true, &fixture->err), 0);
    for (size_t i = 0; i < STAITH_ACCESS_FAILURES; i++) { /* without the hashing */
        assert_int_equal(staith_access_try_begin(fixture->access, "shut", "wrong", false, &attempt,
                                                 &fixture->err),
                         0);
        (void)staith_access_try_end(fixture->access, &attempt, secret, &user, &fixture->err);
    }
    for (size_t i = 0; i < 5; i++) {
        memset(&fixture->err, 0, sizeof(fixture->err));
        assert_int_equal(staith_access_try_begin(fixture->access, NAMES[i], ACCESS_PASSWORD, false,
                                                 &attempt, &fixture->err),
                         0);
        assert_non_null(strstr(attempt.hash, "$m=65536,t=2,p=1$"));
        assert_string_equal(attempt.password, ACCESS_PASSWORD);
        attempt.right = false;
        assert_int_not_equal(
            staith_access_try_end(fixture->access, &attempt, secret, &user, &fixture->err), 0);
        assert_string_equal(fixture->err.what, "name or password is not right");
        assert_string_equal(fixture->err.remedy, "");
    }
}

/* Of two attempts at the same time the first counts, and what changed meanwhile too. */
static void meanwhile(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_try attempt;
    struct staith_access_try other;
    struct staith_access_user user;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    assert_int_equal(
        access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", ACCESS_PASSWORD), 0);
    assert_int_equal(staith_access_try_begin(fixture->access, "ann", ACCESS_PASSWORD, false,
                                             &attempt, &fixture->err),
                     0);
    staith_access_try_run(&attempt);
    assert_true(attempt.right);
    assert_string_equal(attempt.password, "");
    for (size_t i = 0; i < STAITH_ACCESS_FAILURES; i++) {
        assert_int_equal(
            staith_access_try_begin(fixture->access, "ann", "wrong", false, &other, &fixture->err),
            0);
        (void)staith_access_try_end(fixture->access, &other, secret, &user, &fixture->err);
    }
    assert_int_equal(staith_access_try_end(fixture->access, &attempt, secret, &user, &fixture->err),
                     STAITH_ERR_AGAIN);
    assert_int_equal(staith_access_lock(fixture->access, "ann", false, &fixture->err), 0);
    assert_int_equal(
        staith_access_set_password(fixture->access, "ann", "another password", &fixture->err), 0);
    assert_int_equal(staith_access_try_end(fixture->access, &attempt, secret, &user, &fixture->err),
                     STAITH_ERR_DENIED);
}

/* Others' wrong passwords shut the account for them alone; and those from where it was right before
 * shut it for nobody, nor do they open it.
 */
static void from_where_it_was_right(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_try attempt;
    struct staith_access_user user;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    static const struct {
        const char *password;
        bool known;
        int code;
    } TRIES[] = {
        {"wrong", false, STAITH_ERR_DENIED},       {"wrong", false, STAITH_ERR_DENIED},
        {"wrong", false, STAITH_ERR_DENIED},       {"wrong", false, STAITH_ERR_DENIED},
        {"wrong", true, STAITH_ERR_DENIED},        {ACCESS_PASSWORD, false, 0},
        {"wrong", false, STAITH_ERR_DENIED},       {"wrong", false, STAITH_ERR_DENIED},
        {"wrong", false, STAITH_ERR_DENIED},       {"wrong", false, STAITH_ERR_DENIED},
        {"wrong", false, STAITH_ERR_DENIED},       {ACCESS_PASSWORD, false, STAITH_ERR_AGAIN},
        {"wrong", true, STAITH_ERR_AGAIN},         {ACCESS_PASSWORD, true, 0},
        {ACCESS_PASSWORD, false, STAITH_ERR_AGAIN}};
    assert_int_equal(
        access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", ACCESS_PASSWORD), 0);
    for (size_t i = 0; i < sizeof(TRIES) / sizeof(TRIES[0]); i++) {
        assert_int_equal(staith_access_try_begin(fixture->access, "ann", TRIES[i].password,
                                                 TRIES[i].known, &attempt, &fixture->err),
                         0);
        staith_access_try_run(&attempt);
        assert_int_equal(
            staith_access_try_end(fixture->access, &attempt, secret, &user, &fixture->err),
            TRIES[i].code);
    }
    assert_int_equal(staith_access_lock(fixture->access, "ann", true, &fixture->err), 0);
    assert_int_equal(staith_access_try_begin(fixture->access, "ann", ACCESS_PASSWORD, true,
                                             &attempt, &fixture->err),
                     0);
    assert_false(attempt.usable); /* locked is locked */
}

/* A session of one minute lives on by a request every half. */
static void of_a_minute(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_user user;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    assert_int_equal(
        access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", ACCESS_PASSWORD), 0);
    assert_int_equal(sign_in(fixture, "ann", ACCESS_PASSWORD, secret), 0);
    for (unsigned i = 0; i < 6; i++) {
        fixture->now += (int64_t)MINUTE / 2;
        assert_int_equal(
            staith_access_session(fixture->access, secret, MINUTE, &user, &fixture->err), 0);
    }
    fixture->now += MINUTE;
    assert_int_equal(staith_access_session(fixture->access, secret, MINUTE, &user, &fixture->err),
                     STAITH_ERR_NOTFOUND);
}

/* That a proxy signed somebody in is due once an hour, for each account. */
static void vouched_for(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_user user;
    bool due = false;
    assert_int_equal(access_fixture_add(fixture, "ann", STAITH_ACCESS_VIEWER, "840", NULL), 0);
    assert_int_equal(staith_access_vouched(fixture->access, "ann", &user, &due, &fixture->err), 0);
    assert_true(due);
    assert_int_equal(staith_access_vouched(fixture->access, "ann", &user, &due, &fixture->err), 0);
    assert_true(due); /* until it was noted */
    assert_int_equal(staith_access_vouched_noted(fixture->access, "ann", &fixture->err), 0);
    fixture->now += (int64_t)HOUR - 1;
    assert_int_equal(staith_access_vouched(fixture->access, "ann", &user, &due, &fixture->err), 0);
    assert_false(due);
    fixture->now += 1;
    assert_int_equal(staith_access_vouched(fixture->access, "ann", &user, &due, &fixture->err), 0);
    assert_true(due);
    assert_int_equal(staith_access_vouched(fixture->access, "bob", &user, &due, &fixture->err),
                     STAITH_ERR_NOTFOUND);
}

static void marks_of_forms(void **state)
{
    struct access_fixture *fixture = *state;
    char mark[STAITH_ACCESS_SECRET_BYTES];
    staith_access_form_mark(fixture->access, "sign-in", "secret", mark);
    assert_int_equal(strlen(mark), STAITH_ACCESS_SECRET_BYTES - 1);
    assert_true(staith_access_form_fits(fixture->access, "sign-in", "secret", mark));
    assert_false(staith_access_form_fits(fixture->access, "sign-out", "secret", mark));
    assert_false(staith_access_form_fits(fixture->access, "sign-in", "other", mark));
    assert_false(staith_access_form_fits(fixture->access, "sign-in", "secret", ""));
    mark[42] = mark[42] == 'A' ? 'B' : 'A';
    assert_false(staith_access_form_fits(fixture->access, "sign-in", "secret", mark));
    staith_access_form_mark(fixture->access, "sign-in", "", mark); /* no secret fits nothing */
    assert_false(staith_access_form_fits(fixture->access, "sign-in", "", mark));
}

/* Of a browser that signed in: for that account, day and secret, until there is another password.
 */
static void marks_of_known(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_try attempt;
    struct staith_access *access = fixture->access;
    char mark[STAITH_ACCESS_SECRET_BYTES];
    char form[STAITH_ACCESS_SECRET_BYTES];
    static const char *const NAMES[] = {"ann", "bob"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            access_fixture_add(fixture, NAMES[i], STAITH_ACCESS_VIEWER, "840", ACCESS_PASSWORD), 0);
    }
    assert_int_equal(access_fixture_add(fixture, "sso", STAITH_ACCESS_VIEWER, "840", NULL), 0);
    assert_int_equal(
        staith_access_try_begin(access, "ann", ACCESS_PASSWORD, false, &attempt, &fixture->err), 0);
    staith_access_known_mark(access, "ann", attempt.hash, "20000", "secret", mark);
    assert_true(staith_access_known_fits(access, "ann", "20000", "secret", mark));
    assert_false(staith_access_known_fits(access, "bob", "20000", "secret", mark));
    assert_false(staith_access_known_fits(access, "nobody", "20000", "secret", mark));
    assert_false(staith_access_known_fits(access, "ann", "20001", "secret", mark));
    assert_false(staith_access_known_fits(access, "ann", "20000", "other", mark));
    /* nor one that no password made, or a form's */
    staith_access_known_mark(access, "sso", "", "20000", "secret", form);
    assert_false(staith_access_known_fits(access, "sso", "20000", "secret", form));
    staith_access_form_mark(access, "known since 20000: ann", "secret", form);
    assert_false(staith_access_known_fits(access, "ann", "20000", "secret", form));
    /* what opens the account again ends nothing; another password does, and be it the same */
    assert_int_equal(staith_access_lock(access, "ann", true, &fixture->err), 0);
    assert_int_equal(staith_access_lock(access, "ann", false, &fixture->err), 0);
    assert_true(staith_access_known_fits(access, "ann", "20000", "secret", mark));
    assert_int_equal(staith_access_set_password(access, "ann", ACCESS_PASSWORD, &fixture->err), 0);
    assert_false(staith_access_known_fits(access, "ann", "20000", "secret", mark));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(in_and_out, access_fixture_setup, access_fixture_teardown),
        cmocka_unit_test_setup_teardown(sessions_end, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(wrong_passwords, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(nobody_is_told_apart, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(meanwhile, access_fixture_setup, access_fixture_teardown),
        cmocka_unit_test_setup_teardown(from_where_it_was_right, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(of_a_minute, access_fixture_setup, access_fixture_teardown),
        cmocka_unit_test_setup_teardown(vouched_for, access_fixture_setup, access_fixture_teardown),
        cmocka_unit_test_setup_teardown(marks_of_forms, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(marks_of_known, access_fixture_setup,
                                        access_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
