/* SPDX-License-Identifier: Apache-2.0 */
#include "desk_fixture.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define RELEASE "/desk/release?council=840&number=7"
#define OF_RELEASE "&council=840&number=7"

static void accepted_and_sent_back(void **state)
{
    struct desk_fixture *fixture = *state;
    struct web_fixture *web = fixture->web;
    web_fixture_as(web, "off");
    assert_int_equal(web_fixture_get(web, RELEASE), 200);
    http_fixture_has(web->http, "Release 7 of County Durham");
    assert_int_equal(web_fixture_form(web, "/desk/accept", OF_RELEASE "&reason=it+agrees"), 200);
    http_fixture_has(web->http, "The release is accepted.");
    assert_string_equal(fixture->asked,
                        "{\"authority\":\"840\",\"command\":\"accept\",\"number\":7,"
                        "\"officer\":\"Ann Lee\",\"reason\":\"it agrees\"}");
    assert_int_equal(web_fixture_get(web, RELEASE), 200);
    fixture->refuses = true;
    assert_int_equal(web_fixture_form(web, "/desk/send-back", OF_RELEASE "&reason=no"), 409);
    http_fixture_has(web->http, "It was withdrawn by its council.");
    assert_int_equal(web_fixture_get(web, "/desk/catalogue?hash=6b1e"), 200);
    fixture->refuses = false;
    assert_int_equal(web_fixture_form(web, "/desk/adopt", "&hash=6b1e&reason=agreed"), 200);
    assert_string_equal(fixture->asked, "{\"catalogue\":\"6b1e\",\"command\":\"adopt\","
                                        "\"officer\":\"Ann Lee\",\"reason\":\"agreed\"}");
    assert_string_equal(web_fixture_log(web), "off [] 127.0.0.1 sign-in  done;"
                                              "off [] 127.0.0.1 desk accept 840 7: it agrees asked;"
                                              "off [] 127.0.0.1 desk accept 840 7 done;"
                                              "off [] 127.0.0.1 desk send-back 840 7: no asked;"
                                              "off [] 127.0.0.1 desk send-back 840 7 refused;"
                                              "off [] 127.0.0.1 desk adopt 6b1e: agreed asked;"
                                              "off [] 127.0.0.1 desk adopt 6b1e done;");
}

static void what_is_not_taken(void **state)
{
    static const char *const BAD[] = {
        OF_RELEASE,                       /* no reason */
        OF_RELEASE "&reason=+++",         /* nor one of blanks */
        OF_RELEASE "&reason=a%0Ab",       /* nor two lines */
        "&council=8x0&number=7&reason=a", /* no council */
        "&council=840&number=-7&reason=a",
        "&number=7&reason=a",
    };
    struct desk_fixture *fixture = *state;
    struct web_fixture *web = fixture->web;
    web_fixture_as(web, "off");
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        assert_int_equal(web_fixture_get(web, RELEASE), 200);
        assert_int_equal(web_fixture_form(web, "/desk/accept", BAD[i]), 400);
    }
    /* without its mark, with another form's, by a link */
    assert_int_equal(web_fixture_post(web, "/desk/accept", OF_RELEASE "&reason=a"), 403);
    assert_int_equal(web_fixture_get(web, RELEASE), 200);
    web_fixture_keep(web);
    char form[300];
    (void)snprintf(form, sizeof(form), "mark=%s" OF_RELEASE "&reason=a", web->mark);
    assert_int_equal(web_fixture_post(web, "/desk/send-back", form), 403);
    assert_int_equal(web_fixture_get(web, "/desk/accept?council=840&number=7&reason=a"), 405);
    assert_int_equal(web_fixture_get(web, "/desk/release?council=840"), 404);
    assert_int_equal(web_fixture_get(web, "/desk/catalogue?hash=%3Cb%3E"), 404);
    /* by an account that no officer has */
    web_fixture_as(web, "cy");
    assert_int_equal(web_fixture_post(web, "/desk/accept", form), 403);
    assert_string_equal(fixture->asked, "");
}

/* An aggregator that ends after it was asked and before it answers: it may have decided. */
static pid_t ends_when_asked(struct desk_fixture *fixture)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    (void)snprintf(at.sun_path, sizeof(at.sun_path), "%s/control.sock",
                   fixture->web->region->store->folder);
    staith_control_stop(fixture->control);
    fixture->control = NULL;
    (void)unlink(at.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(fd, 1), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char question[1024];
        (void)alarm(10);
        int asked = accept(fd, NULL, NULL);
        (void)unlink(at.sun_path);
        _exit(asked >= 0 && read(asked, question, sizeof(question)) > 0 ? 0 : 1);
    }
    (void)close(fd);
    return child;
}

static void no_answer_is_no_refusal(void **state)
{
    struct desk_fixture *fixture = *state;
    struct web_fixture *web = fixture->web;
    int status = 1;
    web_fixture_as(web, "off");
    assert_int_equal(web_fixture_get(web, RELEASE), 200);
    pid_t child = ends_when_asked(fixture);
    assert_int_equal(web_fixture_form(web, "/desk/accept", OF_RELEASE "&reason=a"), 503);
    http_fixture_has(web->http, "it may have decided");
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_string_equal(web_fixture_log(web), "off [] 127.0.0.1 sign-in  done;"
                                              "off [] 127.0.0.1 desk accept 840 7: a asked;"
                                              "off [] 127.0.0.1 desk accept 840 7 not known;");
}

/* Whose account is locked while the aggregator decides has decided all the same. */
static void outcome_after_the_session(void **state)
{
    struct desk_fixture *fixture = *state;
    struct web_fixture *web = fixture->web;
    web_fixture_as(web, "off");
    assert_int_equal(web_fixture_get(web, RELEASE), 200);
    fixture->locks = true;
    assert_int_equal(web_fixture_form(web, "/desk/accept", OF_RELEASE "&reason=a"), 303);
    assert_string_equal(web_fixture_log(web), "off [] 127.0.0.1 sign-in  done;"
                                              "off [] 127.0.0.1 desk accept 840 7: a asked;"
                                              "off [] 127.0.0.1 desk accept 840 7 done;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accepted_and_sent_back, desk_fixture_setup,
                                        desk_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_taken, desk_fixture_setup,
                                        desk_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_answer_is_no_refusal, desk_fixture_setup,
                                        desk_fixture_teardown),
        cmocka_unit_test_setup_teardown(outcome_after_the_session, desk_fixture_setup,
                                        desk_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
