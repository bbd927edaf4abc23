/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A form carries a mark that is bound to what it does, to who sees it, and to a cookie of the
 * browser: before signing in and behind a proxy that signs in to a random one, else to the
 * session's. A form from elsewhere has none of them.
 */
#include "aggregator/web/shell.h"

#include "base/date.h"
#include "http/address.h"

#include <stdio.h>
#include <string.h>

static const size_t PAGE_BYTES = (size_t)1024 * 1024;
enum { FORM_BYTES = 160 };

static void meta(struct staith_html *html, const char *name, const char *content)
{
    staith_html_open(html, "meta");
    staith_html_attr(html, "name", name);
    staith_html_attr(html, "content", content);
    staith_html_close(html);
}

static void head(struct staith_html *html, const char *title, const char *region)
{
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
}

void staith_web_page_begin(struct staith_web_page *page, struct staith_web_turn *turn,
                           const char *title)
{
    struct staith_html *html = &page->html;
    const char *region = turn->web->options.config->region_name;
    page->turn = turn;
    staith_buf_init(&page->bytes, PAGE_BYTES);
    staith_html_init(html, &page->bytes);
    staith_html_doctype(html);
    staith_html_open(html, "html");
    staith_html_attr(html, "lang", "en-GB");
    head(html, title, region);
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

void staith_web_page_end(struct staith_web_page *page, unsigned status)
{
    struct staith_html *html = &page->html;
    staith_html_close(html); /* main */
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    if (staith_html_end(html) == 0) {
        staith_web_give(page->turn, status, "text/html; charset=utf-8", html->out);
    } else {
        page->turn->answer->status = 503;
        page->turn->answer->type = "text/plain; charset=utf-8";
    }
    staith_buf_deinit(&page->bytes);
}

void staith_web_page_link(struct staith_web_page *page, const char *address, const char *text)
{
    staith_html_open(&page->html, "p");
    staith_html_open(&page->html, "a");
    staith_html_attr(&page->html, "href", address);
    staith_html_text(&page->html, text);
    staith_html_close(&page->html);
    staith_html_close(&page->html);
}

void staith_web_page_alert(struct staith_web_page *page, const char *text)
{
    if (text != NULL) {
        staith_html_open_class(&page->html, "div", "inset");
        staith_html_attr(&page->html, "role", "alert");
        staith_html_open(&page->html, "p");
        staith_html_element(&page->html, "strong", NULL, text);
        staith_html_close(&page->html);
        staith_html_close(&page->html);
    }
}

/* ---- tables ---- */

void staith_web_row_begin(struct staith_html *html, const char *first)
{
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, first);
    staith_html_close(html);
}

void staith_web_table_begin(struct staith_html *html, const char *caption,
                            const char *const *columns, size_t count)
{
    staith_html_open_class(html, "div", "scroll");
    staith_html_attr(html, "tabindex", "0");
    staith_html_attr(html, "role", "region");
    staith_html_attr(html, "aria-label", caption);
    staith_html_open(html, "table");
    staith_html_element(html, "caption", NULL, caption);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    for (size_t i = 0; i < count; i++) {
        staith_html_open(html, "th");
        staith_html_attr(html, "scope", "col");
        staith_html_text(html, columns[i]);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
}

void staith_web_table_end(struct staith_html *html)
{
    staith_html_close(html); /* tbody */
    staith_html_close(html);
    staith_html_close(html);
}

void staith_web_cell_time(struct staith_html *html, int64_t unix_ms)
{
    char when[32] = "";
    if (unix_ms > 0) {
        staith_time_format(unix_ms, when, sizeof(when));
        when[10] = ' ';
        when[16] = '\0';
    }
    staith_html_element(html, "td", NULL, when);
}

/* ---- what went wrong ---- */

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
    struct staith_web_page page;
    if (strncmp(turn->request->path, "/api/", 5) == 0) {
        say_problem(turn, status, title, words);
        return;
    }
    staith_web_page_begin(&page, turn, title);
    staith_html_element(&page.html, "p", NULL, words);
    if (status != 200) { /* else this is the first page */
        staith_web_page_link(&page, "/index.html", "Go to the first page");
    }
    if (turn->visitor.user.role == STAITH_ACCESS_NOBODY) {
        staith_web_page_link(&page, "/sign-in", "Sign in");
    }
    staith_web_page_end(&page, status);
}

/* ---- forms ---- */

void staith_web_set_cookie(struct staith_web_turn *turn, const char *name, const char *value,
                           unsigned seconds)
{
    char age[32] = "";
    char *cookie = turn->answer->cookies[turn->answer->cookies[0][0] != '\0' ? 1 : 0];
    if (value[0] == '\0' || seconds > 0) {
        (void)snprintf(age, sizeof(age), "; Max-Age=%u", value[0] != '\0' ? seconds : 0U);
    }
    (void)snprintf(cookie, sizeof(turn->answer->cookies[0]),
                   "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, value,
                   turn->visitor.secure ? "; Secure" : "", age);
}

/* The secret of this browser that a form is bound to; false: it has none. */
static bool find_secret(const struct staith_web_turn *turn, char out[STAITH_ACCESS_SECRET_BYTES])
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    if (visitor->session[0] != '\0') {
        memcpy(out, visitor->session, STAITH_ACCESS_SECRET_BYTES);
        return true;
    }
    return staith_http_cookie(staith_http_header(turn->request, "Cookie", NULL),
                              staith_web_form_cookie(visitor), out, STAITH_ACCESS_SECRET_BYTES);
}

/* What a form does and who sees it: another's is no use. */
static void name_form(const struct staith_web_turn *turn, const char *action, char out[FORM_BYTES])
{
    (void)snprintf(out, FORM_BYTES, "%s %s", action, turn->visitor.user.name);
}

void staith_web_form_begin(struct staith_web_page *page, const char *action)
{
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char mark[STAITH_ACCESS_SECRET_BYTES];
    char form[FORM_BYTES];
    struct staith_web_turn *turn = page->turn;
    if (turn->form_secret[0] == '\0' &&
        !find_secret(turn, turn->form_secret)) { /* one for all forms of a page */
        staith_access_secret(secret);
        memcpy(turn->form_secret, secret, sizeof(secret));
        staith_web_set_cookie(turn, staith_web_form_cookie(&turn->visitor), secret, 0);
    }
    name_form(turn, action, form);
    staith_access_form_mark(turn->web->options.access, form, turn->form_secret, mark);
    staith_html_open(&page->html, "form");
    staith_html_attr(&page->html, "method", "post");
    staith_html_attr(&page->html, "action", action);
    staith_web_form_hidden(page, "mark", mark);
}

void staith_web_form_hidden(struct staith_web_page *page, const char *name, const char *value)
{
    staith_html_open(&page->html, "input");
    staith_html_attr(&page->html, "type", "hidden");
    staith_html_attr(&page->html, "name", name);
    staith_html_attr(&page->html, "value", value);
    staith_html_close(&page->html);
}

static void label(struct staith_web_page *page, const char *id, const char *text)
{
    staith_html_open_class(&page->html, "p", "field");
    staith_html_open(&page->html, "label");
    staith_html_attr(&page->html, "for", id);
    staith_html_text(&page->html, text);
    staith_html_close(&page->html);
    staith_html_text(&page->html, " ");
}

void staith_web_form_field(struct staith_web_page *page, const char *id, const char *name,
                           const char *type, const char *text, const char *complete)
{
    label(page, id != NULL ? id : name, text);
    staith_html_open(&page->html, "input");
    staith_html_attr(&page->html, "id", id != NULL ? id : name);
    staith_html_attr(&page->html, "name", name);
    staith_html_attr(&page->html, "type", type);
    staith_html_attr(&page->html, "autocomplete", complete);
    staith_html_attr(&page->html, "required", "required");
    staith_html_close(&page->html);
    staith_html_close(&page->html);
}

void staith_web_form_choice(struct staith_web_page *page, const char *id, const char *name,
                            const char *text, const char *const *values, size_t count,
                            const char *chosen)
{
    label(page, id != NULL ? id : name, text);
    staith_html_open(&page->html, "select");
    staith_html_attr(&page->html, "id", id != NULL ? id : name);
    staith_html_attr(&page->html, "name", name);
    for (size_t i = 0; i < count; i++) {
        staith_html_open(&page->html, "option");
        if (chosen != NULL && strcmp(values[i], chosen) == 0) {
            staith_html_attr(&page->html, "selected", "selected");
        }
        staith_html_text(&page->html, values[i]);
        staith_html_close(&page->html);
    }
    staith_html_close(&page->html);
    staith_html_close(&page->html);
}

void staith_web_form_end(struct staith_web_page *page, const char *text, const char *what)
{
    char name[200];
    staith_html_open(&page->html, "p");
    staith_html_open(&page->html, "button");
    staith_html_attr(&page->html, "type", "submit");
    if (what != NULL) {
        (void)snprintf(name, sizeof(name), "%s %s", text, what);
        staith_html_attr(&page->html, "aria-label", name);
    }
    staith_html_text(&page->html, text);
    staith_html_close(&page->html);
    staith_html_close(&page->html);
    staith_html_close(&page->html); /* form */
}

void staith_web_form_find(struct staith_web_page *page, const char *action, const char *name,
                          const char *text)
{
    staith_html_open(&page->html, "form");
    staith_html_attr(&page->html, "method", "get");
    staith_html_attr(&page->html, "action", action);
    staith_web_form_field(page, NULL, name, "text", text, "off");
    staith_web_form_end(page, "Find", NULL);
}

bool staith_web_form_get(const struct staith_web_turn *turn, const char *name, char *out,
                         size_t cap)
{
    if (staith_http_field(turn->request->body, name, out, cap) != 0) {
        out[0] = '\0';
        return false;
    }
    return true;
}

bool staith_web_form_fits(const struct staith_web_turn *turn, const char *action)
{
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char mark[STAITH_ACCESS_SECRET_BYTES + 1];
    char form[FORM_BYTES];
    name_form(turn, action, form);
    return find_secret(turn, secret) && staith_web_form_get(turn, "mark", mark, sizeof(mark)) &&
           staith_access_form_fits(turn->web->options.access, form, secret, mark);
}

bool staith_web_form_sent(struct staith_web_turn *turn, const char *action)
{
    if (!turn->request->post) {
        turn->answer->allow = "POST";
        staith_web_say(turn, 405, "This did not work", "This address takes a form alone.");
        return false;
    }
    if (!staith_web_form_fits(turn, action)) {
        staith_web_say(turn, 403, "This did not work",
                       "The form was too old: go back, load its page anew and send it again.");
        return false;
    }
    return true;
}
