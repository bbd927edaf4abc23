/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in and out, and one's own account.
 */
#include "aggregator/web/known.h"
#include "aggregator/web/shell.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* The same words whether there is such an account or not, and whether it is shut. */
#define NOT_RIGHT                                                                                  \
    "Name or password is not right. After five wrong passwords an account rests for a quarter of " \
    "an hour."

/* ---- signing in ---- */

static void show_sign_in(struct staith_web_turn *turn, unsigned status, const char *trouble)
{
    struct staith_web_page page;
    staith_web_page_begin(&page, turn, "Sign in");
    staith_web_page_alert(&page, trouble);
    staith_web_form_begin(&page, "/sign-in");
    staith_web_form_field(&page, NULL, "name", "text", "Name", "username");
    staith_web_form_field(&page, NULL, "password", "password", "Password", "current-password");
    staith_web_form_end(&page, "Sign in", NULL);
    staith_web_page_link(&page, "/index.html", "Without an account: what everybody may see");
    staith_web_page_end(&page, status);
}

/* Whether this client may try, and its place now; false: it was answered that not. Nobody uses up
 * the tries of all: what they cost together is bounded by the queue. One that is known has tries of
 * its own, and what they cost is the account's: whoever holds many marks has no more by them. */
static bool may_try(struct staith_web_turn *turn, const char *name, bool known)
{
    struct staith_web *web = turn->web;
    unsigned wait = 0;
    unsigned quiet = 0;
    if ((known || staith_web_limit_take(web->sign_ins, turn->visitor.network, &wait)) &&
        staith_web_limit_take(web->hashes, known ? name : turn->visitor.place, &wait)) {
        return true;
    }
    if (staith_web_limit_take(web->too_often, turn->visitor.network, &quiet)) {
        (void)staith_web_note(turn, name, "sign-in", "", "too often");
    }
    turn->answer->retry_after_s = wait;
    show_sign_in(turn, 429, "Too many tries: wait a little.");
    return false;
}

static void try_password(struct staith_web_job *job)
{
    staith_access_try_run(&job->attempt);
}

static void begin_sign_in(struct staith_web_turn *turn)
{
    char name[STAITH_ACCESS_NAME_BYTES];
    char password[STAITH_ACCESS_PASSWORD_MOST + 1];
    struct staith_err err = {0};
    if (!staith_web_form_get(turn, "name", name, sizeof(name)) ||
        !staith_web_form_get(turn, "password", password, sizeof(password))) {
        show_sign_in(turn, 403, NOT_RIGHT);
        return;
    }
    bool known = staith_web_is_known(turn, name);
    if (may_try(turn, name, known)) {
        struct staith_web_job *job = staith_web_job_new(turn, try_password);
        if (job != NULL && staith_access_try_begin(turn->web->options.access, name, password, known,
                                                   &job->attempt, &err) != 0) {
            staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "accounts not read", &err);
        }
        if (job != NULL) { /* one that could not be read is refused at its end */
            (void)snprintf(job->who, sizeof(job->who), "%s", name);
            staith_web_job_begin(turn, known ? STAITH_WEB_LINE_KNOWN : STAITH_WEB_LINE_STRANGER,
                                 job);
        }
    }
    sodium_memzero(password, sizeof(password));
}

static void count_wrong(const struct staith_web_turn *turn, const struct staith_access_try *attempt)
{
    if (attempt->known) {
        staith_web_known_wrong(turn, attempt->name);
    }
}

static void end_sign_in(struct staith_web_turn *turn, const struct staith_web_job *job)
{
    struct staith_web *web = turn->web;
    char secret[STAITH_ACCESS_SECRET_BYTES] = "";
    struct staith_err err = {0};
    struct staith_access_user user = {{0}, STAITH_ACCESS_NOBODY, {0}};
    int code = staith_access_try_end(web->options.access, &job->attempt, secret, &user, &err);
    const char *outcome = code == 0                   ? "done"
                          : code == STAITH_ERR_AGAIN  ? "shut"
                          : code == STAITH_ERR_DENIED ? "refused"
                                                      : "failed";
    memcpy(turn->visitor.user.council, user.council, sizeof(user.council));
    if (!staith_web_note(turn, job->attempt.name, "sign-in", "", outcome) && code == 0) {
        (void)staith_access_sign_out(web->options.access, secret, &err);
        code = STAITH_ERR_IO;
    }
    if (code == 0) {
        staith_web_set_cookie(turn, staith_web_session_cookie(&turn->visitor), secret, 0);
        staith_web_make_known(turn, user.name, job->attempt.hash);
        staith_web_redirect(turn, "/index.html");
    } else if (code == STAITH_ERR_DENIED || code == STAITH_ERR_AGAIN) {
        count_wrong(turn, &job->attempt);
        show_sign_in(turn, 403, NOT_RIGHT);
    } else {
        staith_log_err(web->options.log, STAITH_LOG_ERROR, "sign-in failed", &err);
        staith_web_say(turn, 503, "Not available now", "Nobody can sign in at the moment.");
    }
    sodium_memzero(secret, sizeof(secret));
}

static void sign_in(struct staith_web_turn *turn)
{
    const struct staith_web_job *job = staith_web_job_done(turn);
    if (!turn->request->post) {
        show_sign_in(turn, 200, NULL);
    } else if (!staith_web_form_fits(turn, "/sign-in")) {
        show_sign_in(turn, 403, "The form was too old: please send it again.");
    } else if (job == NULL) {
        begin_sign_in(turn);
    } else {
        end_sign_in(turn, job);
    }
}

/* ---- the account, and signing out ---- */

static void link_what_is_theirs(struct staith_web_page *page)
{
    const struct staith_web_visitor *visitor = &page->turn->visitor;
    if (staith_web_may(visitor, STAITH_ACCESS_OFFICER)) {
        staith_web_page_link(page, "/desk", "What came from the councils, and what waits");
    }
    if (staith_web_may(visitor, STAITH_ACCESS_ADMINISTRATOR)) {
        staith_web_page_link(page, "/accounts", "Accounts");
        staith_web_page_link(page, "/audit", "Who did what");
    }
}

static void show_account(struct staith_web_turn *turn, unsigned status, const char *said)
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    struct staith_web_page page;
    staith_web_page_begin(&page, turn, "Your account");
    staith_web_page_alert(&page, said);
    staith_html_open(&page.html, "p");
    staith_html_textf(&page.html, "Signed in as %s, %s of %s%s.", visitor->user.name,
                      staith_access_role_name(visitor->user.role),
                      visitor->user.council[0] != '\0' ? "council " : "the region",
                      visitor->user.council);
    staith_html_close(&page.html);
    link_what_is_theirs(&page);
    if (visitor->session[0] != '\0') {
        staith_web_form_begin(&page, "/sign-out");
        staith_web_form_end(&page, "Sign out", NULL);
        staith_html_element(&page.html, "h2", NULL, "Another password");
        staith_web_form_begin(&page, "/account/password");
        staith_web_form_field(&page, NULL, "password", "password", "Your password now",
                              "current-password");
        staith_web_form_field(&page, NULL, "fresh", "password",
                              "Another one, of at least 12 characters", "new-password");
        staith_web_form_field(&page, NULL, "again", "password", "The other one again",
                              "new-password");
        staith_web_form_end(&page, "Change", NULL);
    }
    staith_web_page_link(&page, "/index.html", "Go to the first page");
    staith_web_page_end(&page, status);
}

static void account(struct staith_web_turn *turn)
{
    if (turn->visitor.user.role == STAITH_ACCESS_NOBODY) {
        staith_web_redirect(turn, "/sign-in");
    } else {
        show_account(turn, 200, NULL);
    }
}

static void try_and_hash(struct staith_web_job *job)
{
    staith_access_try_run(&job->attempt);
    if (job->attempt.right) {
        staith_access_fresh_run(&job->fresh);
    }
}

/* The session vouches for the browser as a mark does, and as long: tries of strangers do not keep
 * its account from another password, but after many wrong ones it is a stranger itself. */
static void begin_password(struct staith_web_turn *turn)
{
    char password[STAITH_ACCESS_PASSWORD_MOST + 1];
    char fresh[STAITH_ACCESS_PASSWORD_MOST + 1];
    char again[STAITH_ACCESS_PASSWORD_MOST + 1];
    struct staith_access *access = turn->web->options.access;
    const char *name = turn->visitor.user.name;
    struct staith_err err = {0};
    (void)staith_web_form_get(turn, "password", password, sizeof(password));
    (void)staith_web_form_get(turn, "fresh", fresh, sizeof(fresh));
    (void)staith_web_form_get(turn, "again", again, sizeof(again));
    if (staith_access_check_password(fresh, &err) != 0) {
        show_account(turn, 400, "The other password needs 12 to 256 bytes: three or four words.");
    } else if (strcmp(fresh, again) != 0) {
        show_account(turn, 400, "The two new passwords are not the same.");
    } else if (staith_web_take(turn, turn->web->sign_ins, turn->visitor.network) &&
               staith_web_take(turn, turn->web->hashes, name)) {
        struct staith_web_job *job = staith_web_job_new(turn, try_and_hash);
        if (job != NULL) {
            (void)staith_access_try_begin(access, name, password,
                                          staith_web_limit_left(turn->web->known_wrong, name),
                                          &job->attempt, &err);
            staith_access_fresh_begin(access, fresh, &job->fresh);
            staith_web_job_begin(turn, STAITH_WEB_LINE_KNOWN, job);
        }
    }
    sodium_memzero(password, sizeof(password));
    sodium_memzero(fresh, sizeof(fresh));
    sodium_memzero(again, sizeof(again));
}

/* A right password is a sign-in of its own: what ends the other sessions begins this one anew. */
static void end_password(struct staith_web_turn *turn, const struct staith_web_job *job)
{
    struct staith_access *access = turn->web->options.access;
    char secret[STAITH_ACCESS_SECRET_BYTES] = "";
    struct staith_access_user user;
    struct staith_err err = {0};
    int code = staith_access_try_end(access, &job->attempt, secret, &user, &err);
    bool noted =
        staith_web_note(turn, job->who, "account", "password", code == 0 ? "asked" : "refused");
    if (code == 0 && noted) {
        code = staith_access_set_fresh(access, user.name, &job->fresh, &err);
        (void)staith_web_note(turn, job->who, "account", "password", code == 0 ? "done" : "failed");
    }
    if (code == 0 && noted) {
        staith_web_set_cookie(turn, staith_web_session_cookie(&turn->visitor), "", 0);
        staith_web_make_known(turn, user.name, job->fresh.hash);
        staith_web_redirect(turn, "/sign-in");
    } else if (code == STAITH_ERR_AGAIN && !job->attempt.known) {
        show_account(turn, 403, "Too many wrong passwords: wait a quarter of an hour.");
    } else if (code == STAITH_ERR_DENIED || code == STAITH_ERR_AGAIN) {
        count_wrong(turn, &job->attempt);
        show_account(turn, 403, "That is not your password.");
    } else {
        staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "password not changed", &err);
        staith_web_say(turn, 503, "Not available now", "No password can be changed at the moment.");
    }
    sodium_memzero(secret, sizeof(secret));
}

static void change_password(struct staith_web_turn *turn)
{
    const struct staith_web_job *job = staith_web_job_done(turn);
    if (turn->visitor.session[0] == '\0') {
        staith_web_redirect(turn, "/account");
    } else if (staith_web_form_sent(turn, "/account/password")) {
        if (job == NULL) {
            begin_password(turn);
        } else {
            end_password(turn, job);
        }
    }
}

static void sign_out(struct staith_web_turn *turn)
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    struct staith_err err = {0};
    if (!turn->request->post || visitor->session[0] == '\0') {
        staith_web_redirect(turn, "/account");
        return;
    }
    if (!staith_web_form_sent(turn, "/sign-out")) {
        return;
    }
    if (staith_access_sign_out(turn->web->options.access, visitor->session, &err) != 0) {
        staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "sign-out failed", &err);
        staith_web_say(turn, 503, "Not available now", "Nobody can sign out at the moment.");
        return;
    }
    (void)staith_web_note(turn, NULL, "sign-out", "", "done");
    staith_web_set_cookie(turn, staith_web_session_cookie(visitor), "", 0);
    staith_web_redirect(turn, "/index.html");
}

bool staith_web_forms(struct staith_web_turn *turn)
{
    static const struct staith_web_route ROUTES[] = {{"/sign-in", sign_in},
                                                     {"/sign-out", sign_out},
                                                     {"/account", account},
                                                     {"/account/password", change_password}};
    return staith_web_route(turn, ROUTES, sizeof(ROUTES) / sizeof(ROUTES[0]));
}
