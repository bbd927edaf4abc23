/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an administrator of the region does with accounts; the log is in audit.c. A password is
 * made here and shown once; whoever gets it changes it on the page of the own account.
 */
#include "aggregator/web/office.h"

#include "http/address.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { PASSWORD_SHOWN = 20, WHAT_BYTES = 160, PLACES = 401, ACCOUNTS = 200 };

static const char *const ROLES[] = {"viewer", "analyst", "officer", "administrator"};
enum { ROLE_COUNT = sizeof(ROLES) / sizeof(ROLES[0]) };

bool staith_web_is_office(struct staith_web_turn *turn)
{
    if (staith_web_may(&turn->visitor, STAITH_ACCESS_ADMINISTRATOR)) {
        return true;
    }
    if (turn->visitor.user.role == STAITH_ACCESS_NOBODY) {
        staith_web_redirect(turn, "/sign-in");
    } else {
        staith_web_say(turn, 403, "Not for this account",
                       "This is for administrators of the region.");
    }
    return false;
}

/* What the file of accounts could not do, in its words. */
void staith_web_office_failed(struct staith_web_turn *turn, int code, const struct staith_err *err)
{
    char words[600];
    if (code == STAITH_ERR_IO || code == STAITH_ERR_AGAIN || code == STAITH_ERR_NOMEM) {
        staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "account not changed", err);
        staith_web_say(turn, 503, "Not available now", "No account can be changed at the moment.");
        return;
    }
    (void)snprintf(words, sizeof(words), "Not done: %s%s%s.", err->what,
                   err->remedy[0] != '\0' ? "; " : "", err->remedy);
    staith_web_say(turn, 400, "This was not done", words);
}

/* ---- the list ---- */

/** A page of accounts under way, and where the next one begins ("": nowhere). */
struct page_of_accounts {
    struct staith_html *html;
    unsigned count;
    char next[STAITH_ACCESS_NAME_BYTES];
};

static int list_one(void *ctx, const struct staith_access_account *account)
{
    struct page_of_accounts *list = ctx;
    struct staith_html *html = list->html;
    const char *council = account->user.council;
    if (list->count++ == ACCOUNTS) {
        memcpy(list->next, account->user.name, sizeof(list->next));
        return 0;
    }
    staith_web_row_begin(html, account->user.name);
    staith_html_element(html, "td", NULL, staith_access_role_name(account->user.role));
    staith_html_element(html, "td", NULL, council[0] != '\0' ? council : "region");
    staith_html_element(html, "td", NULL,
                        account->locked                               ? "locked"
                        : account->failures >= STAITH_ACCESS_FAILURES ? "shut for a while"
                        : account->has_password                       ? "open"
                                                                      : "by a proxy");
    staith_web_cell_time(html, account->seen_unix_ms);
    staith_html_open(html, "td");
    staith_html_open(html, "a");
    staith_html_attrf(html, "href", "/accounts/change?name=%s", account->user.name);
    staith_html_attrf(html, "aria-label", "Change account %s", account->user.name);
    staith_html_text(html, "Change");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
    return 0;
}

static void form_to_add(struct staith_web_page *page)
{
    static const char *const HOW[] = {"with a password", "by the proxy alone"};
    const struct staith_config_region *config = page->turn->web->options.config;
    const char *places[PLACES];
    size_t count = 0;
    places[count++] = "region";
    for (uint32_t i = 0; i < config->council_count && count < PLACES; i++) {
        places[count++] = config->councils[i].code;
    }
    staith_html_element(&page->html, "h2", NULL, "Another account");
    staith_web_form_begin(page, "/accounts/add");
    staith_web_form_field(page, NULL, "name", "text", "Name: letters, digits and . _ - @", "off");
    staith_web_form_choice(page, NULL, "role", "Role", ROLES, ROLE_COUNT, NULL);
    staith_web_form_choice(page, NULL, "of", "Of the region, or of the council with this code",
                           places, count, NULL);
    staith_web_form_choice(page, NULL, "how", "Signs in", HOW, 2, NULL);
    staith_web_form_end(page, "Add", NULL);
}

/* A field of the address; "" where it is missing or malformed. */
static void read_query(const struct staith_web_turn *turn, const char *name, char *out, size_t cap)
{
    const char *query = turn->request->query;
    if (query == NULL || staith_http_field(query, name, out, cap) != 0) {
        out[0] = '\0';
    }
}

static int list_accounts(struct staith_web_page *page, const char *from, struct staith_err *err)
{
    static const char *const COLUMNS[] = {"Name",  "Role",           "Of",
                                          "State", "Signed in, UTC", "Change"};
    struct page_of_accounts list = {.html = &page->html};
    char next[STAITH_ACCESS_NAME_BYTES + 32];
    staith_web_table_begin(&page->html, "Who may sign in, by name", COLUMNS, 6);
    int code = staith_access_list_from(page->turn->web->options.access, from, ACCOUNTS + 1,
                                       list_one, &list, err);
    staith_web_table_end(&page->html);
    if (list.next[0] != '\0') { /* no character of a name means anything in an address */
        (void)snprintf(next, sizeof(next), "/accounts?from=%s", list.next);
        staith_web_page_link(page, next, "Next accounts");
    }
    if (from[0] != '\0') {
        staith_web_page_link(page, "/accounts", "First accounts");
    }
    staith_web_form_find(page, "/accounts", "from", "Names from this one on");
    return code;
}

static void accounts(struct staith_web_turn *turn)
{
    struct staith_web_page page;
    struct staith_err err = {0};
    char from[STAITH_ACCESS_NAME_BYTES];
    if (!staith_web_is_office(turn)) {
        return;
    }
    read_query(turn, "from", from, sizeof(from));
    staith_web_page_begin(&page, turn, "Accounts");
    int code = list_accounts(&page, from, &err);
    form_to_add(&page);
    staith_html_element(&page.html, "h2", NULL, "This server");
    staith_html_open(&page.html, "p");
    staith_html_textf(&page.html, "Confined: %s.",
                      *turn->web->options.confined != NULL ? *turn->web->options.confined : "no");
    staith_html_close(&page.html);
    staith_web_page_link(&page, "/audit", "Who did what");
    staith_web_page_link(&page, "/account", "Your account");
    staith_web_page_end(&page, 200);
    if (code != 0) {
        staith_http_body_drop(turn->answer->body);
        turn->answer->body = NULL; /* nothing else is to send it */
        staith_web_office_failed(turn, code, &err);
    }
}

/* ---- one account ---- */

/** An account that is looked for by its name. */
struct wanted {
    const char *name;
    bool found;
    struct staith_access_account account;
};

static int find_one(void *ctx, const struct staith_access_account *account)
{
    struct wanted *wanted = ctx;
    if (strcmp(account->user.name, wanted->name) == 0) {
        wanted->found = true;
        wanted->account = *account;
    }
    return 0;
}

/* The account whose name is in `fields`; false: it was answered that there is none. */
static bool find_account(struct staith_web_turn *turn, const char *name, struct wanted *ret)
{
    struct staith_err err = {0};
    *ret = (struct wanted){.name = name};
    int code = staith_access_list_from(turn->web->options.access, name, 1, find_one, ret, &err);
    if (code != 0) {
        staith_web_office_failed(turn, code, &err);
    } else if (!ret->found) {
        staith_web_say(turn, 404, "Page not found", "There is no such account.");
    }
    return code == 0 && ret->found;
}

static void form_of(struct staith_web_page *page, const char *action, const char *name,
                    const char *button)
{
    staith_web_form_begin(page, action);
    staith_web_form_hidden(page, "name", name);
    staith_web_form_end(page, button, NULL);
}

static void change(struct staith_web_turn *turn)
{
    struct staith_web_page page;
    struct wanted wanted;
    char name[STAITH_ACCESS_NAME_BYTES];
    char title[STAITH_ACCESS_NAME_BYTES + 16];
    if (!staith_web_is_office(turn)) {
        return;
    }
    read_query(turn, "name", name, sizeof(name));
    if (!find_account(turn, name, &wanted)) {
        return;
    }
    (void)snprintf(title, sizeof(title), "Account %s", name);
    staith_web_page_begin(&page, turn, title);
    staith_html_element(&page.html, "h2", NULL, "Role");
    staith_web_form_begin(&page, "/accounts/role");
    staith_web_form_hidden(&page, "name", name);
    staith_web_form_choice(&page, NULL, "role", "Role", ROLES, ROLE_COUNT,
                           staith_access_role_name(wanted.account.user.role));
    staith_web_form_end(&page, "Change role", NULL);
    staith_html_element(&page.html, "h2", NULL, "Signing in");
    form_of(&page, wanted.account.locked ? "/accounts/unlock" : "/accounts/lock", name,
            wanted.account.locked ? "Unlock" : "Lock, and end its sessions");
    if (!wanted.account.locked && wanted.account.failures >= STAITH_ACCESS_FAILURES) {
        form_of(&page, "/accounts/unlock", name, "Open again after wrong passwords");
    }
    form_of(&page, "/accounts/password", name, "Make another password");
    staith_web_page_link(&page, "/accounts", "Back to all accounts");
    staith_web_page_end(&page, 200);
}

/* ---- what is changed ---- */

/* A name that the form gives, of another's account: nobody locks the own one, or takes the own role
 * away, and finds nobody to undo it.
 */
static bool read_name(struct staith_web_turn *turn, char name[STAITH_ACCESS_NAME_BYTES])
{
    if (staith_web_form_get(turn, "name", name, STAITH_ACCESS_NAME_BYTES) && name[0] != '\0' &&
        strcmp(name, turn->visitor.user.name) != 0) {
        return true;
    }
    staith_web_say(turn, 400, "This was not done",
                   name[0] == '\0' ? "There is no such account."
                                   : "This is for other accounts than your own.");
    return false;
}

static bool note_outcome(struct staith_web_turn *turn, const char *doing, const char *name,
                         const char *more, const char *outcome)
{
    char what[WHAT_BYTES];
    (void)snprintf(what, sizeof(what), "%s %s%s%s", doing, name, more[0] != '\0' ? " " : "", more);
    return staith_web_note(turn, NULL, "account", what, outcome);
}

/* It is in the log before it is done; false: it was answered that it cannot be. */
static bool note(struct staith_web_turn *turn, const char *doing, const char *name,
                 const char *more)
{
    if (note_outcome(turn, doing, name, more, "asked")) {
        return true;
    }
    staith_web_say(turn, 503, "Not available now",
                   "No account is changed while the log cannot be written.");
    return false;
}

/* What came of it is in the log too; true: it was done. */
static bool is_done(struct staith_web_turn *turn, const char *doing, const char *name,
                    const char *more, int code, const struct staith_err *err)
{
    (void)note_outcome(turn, doing, name, more, code == 0 ? "done" : "failed");
    if (code != 0) {
        staith_web_office_failed(turn, code, err);
    }
    return code == 0;
}

static void set_lock(struct staith_web_turn *turn, const char *action, bool locked)
{
    const char *doing = locked ? "lock" : "unlock";
    char name[STAITH_ACCESS_NAME_BYTES];
    struct wanted wanted;
    struct staith_err err = {0};
    if (!staith_web_is_office(turn) || !staith_web_form_sent(turn, action) ||
        !read_name(turn, name) || !find_account(turn, name, &wanted) ||
        !note(turn, doing, name, "")) {
        return;
    }
    int code = staith_access_lock(turn->web->options.access, name, locked, &err);
    if (is_done(turn, doing, name, "", code, &err)) {
        staith_web_redirect(turn, "/accounts");
    }
}

static void lock(struct staith_web_turn *turn)
{
    set_lock(turn, "/accounts/lock", true);
}

static void unlock(struct staith_web_turn *turn)
{
    set_lock(turn, "/accounts/unlock", false);
}

static bool read_role(struct staith_web_turn *turn, enum staith_access_role *ret_role)
{
    char text[16];
    if (staith_web_form_get(turn, "role", text, sizeof(text)) &&
        staith_access_role_parse(text, ret_role) == 0) {
        return true;
    }
    staith_web_say(turn, 400, "This was not done", "There is no such role.");
    return false;
}

static void set_role(struct staith_web_turn *turn)
{
    char name[STAITH_ACCESS_NAME_BYTES];
    enum staith_access_role role = STAITH_ACCESS_NOBODY;
    struct wanted wanted;
    struct staith_err err = {0};
    if (!staith_web_is_office(turn) || !staith_web_form_sent(turn, "/accounts/role") ||
        !read_name(turn, name) || !read_role(turn, &role) || !find_account(turn, name, &wanted) ||
        !note(turn, "role", name, staith_access_role_name(role))) {
        return;
    }
    int code = staith_access_set_role(turn->web->options.access, name, role, &err);
    if (is_done(turn, "role", name, staith_access_role_name(role), code, &err)) {
        staith_web_redirect(turn, "/accounts");
    }
}

static void hash_it(struct staith_web_job *job)
{
    /* the password itself is shown once it is kept */
    char password[STAITH_ACCESS_PASSWORD_MOST + 1];
    memcpy(password, job->fresh.password, sizeof(password));
    staith_access_fresh_run(&job->fresh);
    memcpy(job->fresh.password, password, sizeof(password));
    sodium_memzero(password, sizeof(password));
}

static void begin_hash(struct staith_web_turn *turn)
{
    char secret[STAITH_ACCESS_SECRET_BYTES];
    if (!staith_web_take(turn, turn->web->hashes, turn->visitor.user.name)) {
        return;
    }
    struct staith_web_job *job = staith_web_job_new(turn, hash_it);
    if (job != NULL) {
        staith_access_secret(secret);
        secret[PASSWORD_SHOWN] = '\0'; /* 120 bits */
        staith_access_fresh_begin(turn->web->options.access, secret, &job->fresh);
        sodium_memzero(secret, sizeof(secret));
        staith_web_job_begin(turn, STAITH_WEB_LINE_KNOWN, job);
    }
}

static void show_password(struct staith_web_turn *turn, const char *name, const char *password)
{
    struct staith_web_page page;
    staith_web_page_begin(&page, turn, "A new password");
    staith_html_open(&page.html, "p");
    staith_html_textf(&page.html, "The password of %s is ", name);
    staith_html_element(&page.html, "code", NULL, password);
    staith_html_text(&page.html, " and is shown this once: tell it, and have it changed.");
    staith_html_close(&page.html);
    staith_web_page_link(&page, "/accounts", "Back to all accounts");
    staith_web_page_end(&page, 200);
}

static void reset(struct staith_web_turn *turn)
{
    const struct staith_web_job *job = staith_web_job_done(turn);
    char name[STAITH_ACCESS_NAME_BYTES];
    struct wanted wanted;
    struct staith_err err = {0};
    if (!staith_web_is_office(turn) || !staith_web_form_sent(turn, "/accounts/password") ||
        !read_name(turn, name) || !find_account(turn, name, &wanted)) {
        return;
    }
    if (job == NULL) {
        begin_hash(turn);
        return;
    }
    if (!note(turn, "password", name, "")) {
        return;
    }
    int code = staith_access_set_fresh(turn->web->options.access, name, &job->fresh, &err);
    if (is_done(turn, "password", name, "", code, &err)) {
        show_password(turn, name, job->fresh.password);
    }
}

/* The council of the form, which is one of the region; "region" is the region itself. */
static bool read_place(struct staith_web_turn *turn, struct staith_access_user *user)
{
    const struct staith_config_region *config = turn->web->options.config;
    char place[STAITH_ACCESS_COUNCIL_BYTES];
    (void)staith_web_form_get(turn, "of", place, sizeof(place));
    if (strcmp(place, "region") == 0) {
        return true;
    }
    for (uint32_t i = 0; i < config->council_count; i++) {
        if (strcmp(config->councils[i].code, place) == 0) {
            memcpy(user->council, place, sizeof(user->council));
            return user->role < STAITH_ACCESS_OFFICER; /* which are the region's */
        }
    }
    return false;
}

static void add(struct staith_web_turn *turn)
{
    const struct staith_web_job *job = staith_web_job_done(turn);
    struct staith_access_user user = {{0}, STAITH_ACCESS_NOBODY, {0}};
    struct staith_err err = {0};
    char how[32];
    if (!staith_web_is_office(turn) || !staith_web_form_sent(turn, "/accounts/add") ||
        !read_name(turn, user.name) || !read_role(turn, &user.role)) {
        return;
    }
    if (!read_place(turn, &user)) {
        staith_web_say(turn, 400, "This was not done",
                       "Officers and administrators are of the region, others of it or of one of "
                       "its councils.");
        return;
    }
    (void)staith_web_form_get(turn, "how", how, sizeof(how));
    bool by_proxy = strcmp(how, "by the proxy alone") == 0;
    if (!by_proxy && job == NULL) {
        begin_hash(turn);
        return;
    }
    if (!note(turn, "add", user.name, staith_access_role_name(user.role))) {
        return;
    }
    int code = staith_access_add_fresh(turn->web->options.access, &user,
                                       by_proxy ? NULL : &job->fresh, &err);
    if (!is_done(turn, "add", user.name, staith_access_role_name(user.role), code, &err)) {
        return;
    }
    if (by_proxy) {
        staith_web_redirect(turn, "/accounts");
    } else {
        show_password(turn, user.name, job->fresh.password);
    }
}

bool staith_web_office(struct staith_web_turn *turn)
{
    static const struct staith_web_route ROUTES[] = {
        {"/accounts", accounts},       {"/accounts/change", change}, {"/accounts/add", add},
        {"/accounts/lock", lock},      {"/accounts/unlock", unlock}, {"/accounts/role", set_role},
        {"/accounts/password", reset}, {"/audit", staith_web_audit}};
    return staith_web_route(turn, ROUTES, sizeof(ROUTES) / sizeof(ROUTES[0]));
}
