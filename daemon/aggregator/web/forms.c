/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in and out. A form carries a mark that is bound to a cookie of the browser: before
 * signing in to a random one, after it to the session's. A form from elsewhere has neither.
 */
#include "aggregator/web/internal.h"

#include "aggregator/views/html.h"
#include "http/address.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const size_t PAGE_BYTES = (size_t)64 * 1024;
#define HTML_TYPE "text/html; charset=utf-8"
/* The same words whether there is such an account or not, and whether it is shut. */
#define NOT_RIGHT                                                                                  \
    "Name or password is not right. After five wrong passwords an account rests for a quarter of " \
    "an hour."

/* ---- pages of this file ---- */

static void meta(struct staith_html *html, const char *name, const char *content)
{
    staith_html_open(html, "meta");
    staith_html_attr(html, "name", name);
    staith_html_attr(html, "content", content);
    staith_html_close(html);
}

static void begin(struct staith_html *html, const struct staith_web_turn *turn, const char *title)
{
    const char *region = turn->web->options.config->region_name;
    staith_html_doctype(html);
    staith_html_open(html, "html");
    staith_html_attr(html, "lang", "en-GB");
    staith_html_open(html, "head");
    staith_html_open(html, "meta");
    staith_html_attr(html, "charset", "utf-8");
    staith_html_close(html);
    meta(html, "viewport", "width=device-width, initial-scale=1");
    meta(html, "robots", "noindex");
    staith_html_open(html, "title");
    staith_html_textf(html, "%s \xE2\x80\x93 %s", title, region);
    staith_html_close(html);
    staith_html_open(html, "link");
    staith_html_attr(html, "rel", "stylesheet");
    staith_html_attr(html, "href", "/style.css");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "body");
    staith_html_open_class(html, "header", "top");
    staith_html_open_class(html, "div", "wrap");
    staith_html_open_class(html, "a", "brand");
    staith_html_attr(html, "href", "/index.html");
    staith_html_text(html, region);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open_class(html, "div", "wrap");
    staith_html_open(html, "main");
    staith_html_attr(html, "id", "main");
    staith_html_element(html, "h1", NULL, title);
}

static void link_to(struct staith_html *html, const char *address, const char *text)
{
    staith_html_open(html, "p");
    staith_html_open(html, "a");
    staith_html_attr(html, "href", address);
    staith_html_text(html, text);
    staith_html_close(html);
    staith_html_close(html);
}

/* End the page and answer with it. */
static void finish(struct staith_html *html, struct staith_web_turn *turn, unsigned status)
{
    staith_html_close(html); /* main */
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    if (staith_html_end(html) == 0) {
        staith_web_give(turn, status, HTML_TYPE, html->out);
    } else {
        turn->answer->status = 503;
        turn->answer->type = "text/plain; charset=utf-8";
    }
}

/* What went wrong with a program's request, by RFC 9457. */
static void say_problem(struct staith_web_turn *turn, unsigned status, const char *title,
                        const char *words)
{
    struct staith_buf bytes;
    staith_buf_init(&bytes, PAGE_BYTES);
    /* constants of this program: nothing in them has to be escaped */
    if (staith_buf_printf(&bytes,
                          "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u,"
                          "\"detail\":\"%s\"}",
                          title, status, words) == 0) {
        staith_web_give(turn, status, "application/problem+json", &bytes);
    }
    staith_buf_deinit(&bytes);
}

void staith_web_say(struct staith_web_turn *turn, unsigned status, const char *title,
                    const char *words)
{
    struct staith_html html;
    struct staith_buf bytes;
    bool known = turn->visitor.user.role != STAITH_ACCESS_NOBODY;
    if (strncmp(turn->request->path, "/api/", 5) == 0) {
        say_problem(turn, status, title, words);
        return;
    }
    staith_buf_init(&bytes, PAGE_BYTES);
    staith_html_init(&html, &bytes);
    begin(&html, turn, title);
    staith_html_element(&html, "p", NULL, words);
    link_to(&html, "/index.html", "Go to the first page");
    if (!known) {
        link_to(&html, "/sign-in", "Sign in");
    }
    finish(&html, turn, status);
    staith_buf_deinit(&bytes);
}

static void hidden(struct staith_html *html, const char *name, const char *value)
{
    staith_html_open(html, "input");
    staith_html_attr(html, "type", "hidden");
    staith_html_attr(html, "name", name);
    staith_html_attr(html, "value", value);
    staith_html_close(html);
}

static void field(struct staith_html *html, const char *name, const char *type, const char *label,
                  const char *complete)
{
    staith_html_open(html, "p");
    staith_html_open(html, "label");
    staith_html_attr(html, "for", name);
    staith_html_text(html, label);
    staith_html_close(html);
    staith_html_text(html, " ");
    staith_html_open(html, "input");
    staith_html_attr(html, "id", name);
    staith_html_attr(html, "name", name);
    staith_html_attr(html, "type", type);
    staith_html_attr(html, "autocomplete", complete);
    staith_html_attr(html, "required", "required");
    staith_html_close(html);
    staith_html_close(html);
}

static void form(struct staith_html *html, const char *action, const char *mark)
{
    staith_html_open(html, "form");
    staith_html_attr(html, "method", "post");
    staith_html_attr(html, "action", action);
    hidden(html, "mark", mark);
}

static void button(struct staith_html *html, const char *text)
{
    staith_html_open(html, "p");
    staith_html_open(html, "button");
    staith_html_attr(html, "type", "submit");
    staith_html_text(html, text);
    staith_html_close(html);
    staith_html_close(html);
}

static void set_cookie(struct staith_web_turn *turn, const char *name, const char *value)
{
    (void)snprintf(turn->answer->cookie, sizeof(turn->answer->cookie),
                   "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, value,
                   turn->visitor.secure ? "; Secure" : "", value[0] == '\0' ? "; Max-Age=0" : "");
}

/* ---- signing in ---- */

/* The random cookie that a form before signing in is bound to. */
static bool form_cookie(const struct staith_web_turn *turn, char out[STAITH_ACCESS_SECRET_BYTES])
{
    return staith_http_cookie(staith_http_header(turn->request, "Cookie", NULL),
                              staith_web_form_cookie(&turn->visitor), out,
                              STAITH_ACCESS_SECRET_BYTES);
}

static void show_sign_in(struct staith_web_turn *turn, unsigned status, const char *trouble)
{
    struct staith_html html;
    struct staith_buf bytes;
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char mark[STAITH_ACCESS_SECRET_BYTES];
    if (!form_cookie(turn, secret)) {
        staith_access_secret(secret);
        set_cookie(turn, staith_web_form_cookie(&turn->visitor), secret);
    }
    staith_access_form_mark(turn->web->options.access, "sign-in", secret, mark);
    staith_buf_init(&bytes, PAGE_BYTES);
    staith_html_init(&html, &bytes);
    begin(&html, turn, "Sign in");
    if (trouble != NULL) {
        staith_html_open(&html, "p");
        staith_html_attr(&html, "role", "alert");
        staith_html_element(&html, "strong", NULL, trouble);
        staith_html_close(&html);
    }
    form(&html, "/sign-in", mark);
    field(&html, "name", "text", "Name", "username");
    field(&html, "password", "password", "Password", "current-password");
    button(&html, "Sign in");
    staith_html_close(&html);
    link_to(&html, "/index.html", "Without an account: what everybody may see");
    finish(&html, turn, status);
    staith_buf_deinit(&bytes);
}

static void take_sign_in(struct staith_web_turn *turn, const char *name, const char *password)
{
    struct staith_web *web = turn->web;
    char secret[STAITH_ACCESS_SECRET_BYTES] = "";
    struct staith_err err = {0};
    struct staith_access_user user = {{0}, STAITH_ACCESS_NOBODY, {0}};
    unsigned wait = 0;
    unsigned quiet = 0;
    if (!staith_web_limit_take(web->sign_ins, turn->visitor.network, &wait) ||
        !staith_web_limit_take(web->hashes, "", &wait)) {
        if (staith_web_limit_take(web->too_often, turn->visitor.network, &quiet)) {
            (void)staith_web_note(turn, name, "sign-in", "", "too often");
        }
        turn->answer->retry_after_s = wait;
        show_sign_in(turn, 429, "Too many tries: wait a little.");
        return;
    }
    int code = staith_access_sign_in(web->options.access, name, password, secret, &user, &err);
    const char *outcome = code == 0                   ? "done"
                          : code == STAITH_ERR_AGAIN  ? "shut"
                          : code == STAITH_ERR_DENIED ? "refused"
                                                      : "failed";
    memcpy(turn->visitor.user.council, user.council, sizeof(user.council));
    if (!staith_web_note(turn, name, "sign-in", "", outcome) && code == 0) {
        (void)staith_access_sign_out(web->options.access, secret, &err);
        code = STAITH_ERR_IO;
    }
    if (code == 0) {
        set_cookie(turn, staith_web_session_cookie(&turn->visitor), secret);
        staith_web_redirect(turn, "/index.html");
    } else if (code == STAITH_ERR_DENIED || code == STAITH_ERR_AGAIN) {
        show_sign_in(turn, 403, NOT_RIGHT);
    } else {
        staith_log_err(web->options.log, STAITH_LOG_ERROR, "sign-in failed", &err);
        staith_web_say(turn, 503, "Not available now", "Nobody can sign in at the moment.");
    }
    sodium_memzero(secret, sizeof(secret));
}

static void sign_in(struct staith_web_turn *turn)
{
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char mark[STAITH_ACCESS_SECRET_BYTES + 1];
    char name[STAITH_ACCESS_NAME_BYTES];
    char password[STAITH_ACCESS_PASSWORD_MOST + 1];
    if (!turn->request->post) {
        show_sign_in(turn, 200, NULL);
        return;
    }
    if (!form_cookie(turn, secret) ||
        staith_http_field(turn->request->body, "mark", mark, sizeof(mark)) != 0 ||
        !staith_access_form_fits(turn->web->options.access, "sign-in", secret, mark)) {
        show_sign_in(turn, 403, "The form was too old: please send it again.");
        return;
    }
    if (staith_http_field(turn->request->body, "name", name, sizeof(name)) != 0 ||
        staith_http_field(turn->request->body, "password", password, sizeof(password)) != 0) {
        show_sign_in(turn, 403, NOT_RIGHT);
        return;
    }
    take_sign_in(turn, name, password);
    sodium_memzero(password, sizeof(password));
}

/* ---- the account, and signing out ---- */

static void show_account(struct staith_web_turn *turn)
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    struct staith_html html;
    struct staith_buf bytes;
    char mark[STAITH_ACCESS_SECRET_BYTES];
    if (visitor->user.role == STAITH_ACCESS_NOBODY) {
        staith_web_redirect(turn, "/sign-in");
        return;
    }
    staith_buf_init(&bytes, PAGE_BYTES);
    staith_html_init(&html, &bytes);
    begin(&html, turn, "Your account");
    staith_html_open(&html, "p");
    staith_html_textf(&html, "Signed in as %s, %s of %s%s.", visitor->user.name,
                      staith_access_role_name(visitor->user.role),
                      visitor->user.council[0] != '\0' ? "council " : "the region",
                      visitor->user.council);
    staith_html_close(&html);
    if (visitor->session[0] != '\0') {
        staith_access_form_mark(turn->web->options.access, "sign-out", visitor->session, mark);
        form(&html, "/sign-out", mark);
        button(&html, "Sign out");
        staith_html_close(&html);
    }
    link_to(&html, "/index.html", "Go to the first page");
    finish(&html, turn, 200);
    staith_buf_deinit(&bytes);
}

static void sign_out(struct staith_web_turn *turn)
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    char mark[STAITH_ACCESS_SECRET_BYTES + 1];
    struct staith_err err = {0};
    if (!turn->request->post || visitor->session[0] == '\0') {
        staith_web_redirect(turn, "/account");
        return;
    }
    if (staith_http_field(turn->request->body, "mark", mark, sizeof(mark)) != 0 ||
        !staith_access_form_fits(turn->web->options.access, "sign-out", visitor->session, mark)) {
        staith_web_say(turn, 403, "This did not work", "The form was too old.");
        return;
    }
    if (staith_access_sign_out(turn->web->options.access, visitor->session, &err) != 0) {
        staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "sign-out failed", &err);
        staith_web_say(turn, 503, "Not available now", "Nobody can sign out at the moment.");
        return;
    }
    (void)staith_web_note(turn, NULL, "sign-out", "", "done");
    set_cookie(turn, staith_web_session_cookie(visitor), "");
    staith_web_redirect(turn, "/index.html");
}

bool staith_web_forms(struct staith_web_turn *turn)
{
    static const struct {
        const char *path;
        void (*answer)(struct staith_web_turn *turn);
    } FORMS[] = {{"/sign-in", sign_in}, {"/sign-out", sign_out}, {"/account", show_account}};
    for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++) {
        if (strcmp(FORMS[i].path, turn->request->path) == 0) {
            FORMS[i].answer(turn);
            return true;
        }
    }
    return false;
}
