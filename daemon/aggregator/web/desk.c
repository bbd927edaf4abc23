/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The officers' desk: what came from the councils, and what an officer of the region says of it.
 * All of it goes through the aggregator's socket, as `staith region` does: this program has no
 * right to write the store, and the aggregator asks again whether it is an officer who speaks.
 */
#include "aggregator/web/desk.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 200 };

static const char *text_of(const json_t *item, const char *name)
{
    const char *text = json_string_value(json_object_get(item, name));
    return text != NULL ? text : "";
}

bool staith_web_desk_open(struct staith_web_turn *turn)
{
    if (staith_web_may(&turn->visitor, STAITH_ACCESS_OFFICER)) {
        return true;
    }
    if (turn->visitor.user.role == STAITH_ACCESS_NOBODY) {
        staith_web_redirect(turn, "/sign-in");
    } else {
        staith_web_say(turn, 403, "Not for this account",
                       "This is for officers of the region: ask its administrator.");
    }
    return false;
}

/* The officer of the configuration whose account this is, or NULL. */
const struct staith_config_officer *staith_web_desk_officer(const struct staith_web_turn *turn)
{
    const struct staith_config_region *config = turn->web->options.config;
    for (uint32_t i = 0; i < config->officer_count; i++) {
        const char *account = config->officers[i].account;
        if (account != NULL && strcmp(account, turn->visitor.user.name) == 0) {
            return &config->officers[i];
        }
    }
    return NULL;
}

/* Ask the aggregator, the reference to `questions` is taken; then the request comes again. */
void staith_web_desk_ask(struct staith_web_turn *turn, json_t *questions)
{
    struct staith_web_job *job = staith_web_job_new(turn, staith_web_job_ask);
    if (job == NULL) {
        json_decref(questions);
        return;
    }
    job->questions = questions;
    (void)snprintf(job->socket, sizeof(job->socket), "%s",
                   turn->web->options.config->control_socket);
    staith_web_job_begin(turn, STAITH_WEB_LINE_ASK, job);
}

/* What the aggregator could not do, in its words. */
void staith_web_desk_failed(struct staith_web_turn *turn, const struct staith_web_job *job)
{
    char words[600];
    if (strcmp(job->err.where, job->socket) == 0 || job->code == STAITH_ERR_TIMEOUT) {
        staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "aggregator not reached",
                       &job->err);
        staith_web_say(turn, 503, "Not available now",
                       "The aggregator does not answer: nothing can be decided at the moment.");
        return;
    }
    (void)snprintf(words, sizeof(words), "%s.", job->err.what);
    words[0] = (char)(words[0] >= 'a' && words[0] <= 'z' ? words[0] - 'a' + 'A' : words[0]);
    staith_web_say(turn, 409, "This was not done", words);
}

/* ---- the page of what came ---- */

const char *staith_web_desk_council(const struct staith_web_turn *turn, const char *code)
{
    const struct staith_config_region *config = turn->web->options.config;
    for (uint32_t i = 0; i < config->council_count; i++) {
        if (strcmp(config->councils[i].code, code) == 0) {
            return config->councils[i].name;
        }
    }
    return code;
}

/* "sent back: leavers are missing (Ann Lee)" */
static void cell_state(struct staith_html *html, const json_t *item)
{
    const char *why = text_of(item, "why");
    const char *officer = text_of(item, "officer");
    const char *said = text_of(item, officer[0] != '\0' ? "reason" : "council_reason");
    staith_html_open(html, "td");
    staith_html_text(html, why[0] != '\0' ? why : "shown");
    if (said[0] != '\0') {
        staith_html_textf(html, ": %s", said);
    }
    if (officer[0] != '\0') {
        staith_html_textf(html, " (%s)", officer);
    }
    staith_html_close(html);
}

/* One of the desk's lists, of which the store gives the oldest first and the page shows the newest.
 */
struct list {
    const char *title;
    const char *none; /* what stands there instead of an empty table */
    const char *caption;
    const char *const *columns;
    size_t column_count;
    const char *command; /* lists those that are too many for the page */
    void (*show)(struct staith_web_page *page, const json_t *item);
};

static void show_list(struct staith_web_page *page, const struct list *list, const json_t *items)
{
    size_t count = json_array_size(items);
    size_t first = count > MOST_ROWS ? count - MOST_ROWS : 0;
    struct staith_html *html = &page->html;
    staith_html_element(html, "h2", NULL, list->title);
    if (count == 0) {
        staith_html_element(html, "p", NULL, list->none);
        return;
    }
    staith_web_table_begin(html, list->caption, list->columns, list->column_count);
    for (size_t i = count; i > first; i--) {
        list->show(page, json_array_get(items, i - 1));
    }
    staith_web_table_end(html);
    if (first > 0) {
        staith_html_open(html, "p");
        staith_html_textf(html, "And %zu older ones, which `%s` lists.", first, list->command);
        staith_html_close(html);
    }
}

static void cell_number(struct staith_html *html, const json_t *item)
{
    staith_html_open(html, "td");
    staith_html_textf(html, "%lld", (long long)json_integer_value(json_object_get(item, "number")));
    staith_html_close(html);
}

static void cell_arrived(struct staith_html *html, const json_t *item)
{
    staith_web_cell_time(html, json_integer_value(json_object_get(item, "received_unix_ms")));
}

static void show_release(struct staith_web_page *page, const json_t *item)
{
    struct staith_html *html = &page->html;
    long long number = (long long)json_integer_value(json_object_get(item, "number"));
    const char *council = text_of(item, "authority");
    staith_web_row_begin(html, staith_web_desk_council(page->turn, council));
    staith_html_element(html, "td", NULL, text_of(item, "dataset"));
    staith_html_element(html, "td", NULL, text_of(item, "period"));
    cell_arrived(html, item);
    cell_number(html, item);
    cell_state(html, item);
    staith_html_open(html, "td");
    staith_html_open(html, "a");
    staith_html_attrf(html, "href", "/desk/release?council=%s&number=%lld", council, number);
    staith_html_attrf(html, "aria-label", "Decide on release %lld of %s", number,
                      staith_web_desk_council(page->turn, council));
    staith_html_text(html, "Decide");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

static void show_catalogue(struct staith_web_page *page, const json_t *item)
{
    struct staith_html *html = &page->html;
    char hash[13];
    (void)snprintf(hash, sizeof(hash), "%s", text_of(item, "hash"));
    staith_web_row_begin(html, text_of(item, "dataset"));
    staith_html_open(html, "td");
    staith_html_textf(html, "%s %s", text_of(item, "plugin"), text_of(item, "plugin_version"));
    staith_html_close(html);
    staith_html_element(html, "td", NULL,
                        staith_web_desk_council(page->turn, text_of(item, "authority")));
    cell_arrived(html, item);
    staith_html_element(html, "td", NULL, text_of(item, "state"));
    staith_html_element(html, "td", NULL, text_of(item, "reason"));
    staith_html_open(html, "td");
    staith_html_open(html, "a");
    staith_html_attrf(html, "href", "/desk/catalogue?hash=%s", hash);
    staith_html_attrf(html, "aria-label", "Decide on catalogue %s", hash);
    staith_html_text(html, "Decide");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

static void show_refused(struct staith_web_page *page, const json_t *item)
{
    struct staith_html *html = &page->html;
    staith_web_row_begin(html, staith_web_desk_council(page->turn, text_of(item, "authority")));
    cell_number(html, item);
    staith_html_element(html, "td", NULL, text_of(item, "kind"));
    cell_arrived(html, item);
    staith_html_element(html, "td", NULL, text_of(item, "reason"));
    staith_html_element(html, "td", NULL, text_of(item, "detail"));
    staith_html_close(html);
}

static const char *const RELEASE_COLUMNS[] = {"Council", "Dataset", "Period",  "Arrived, UTC",
                                              "Number",  "State",   "Decision"};
static const char *const CATALOGUE_COLUMNS[] = {"Dataset", "Plugin", "From",    "Arrived, UTC",
                                                "State",   "Said",   "Decision"};
static const char *const QUARANTINE_COLUMNS[] = {"Council",      "Number", "What",
                                                 "Arrived, UTC", "Reason", "Detail"};
static const struct list RELEASES = {
    .title = "Releases that want a look",
    .none = "None: everything that came is shown.",
    .caption = "Releases that wait, or are not shown, and why, newest first",
    .columns = RELEASE_COLUMNS,
    .column_count = 7,
    .command = "staith region releases",
    .show = show_release};
static const struct list CATALOGUES = {
    .title = "Definitions",
    .none = "No council has sent one.",
    .caption = "Catalogues that councils sent, and which of them count, newest first",
    .columns = CATALOGUE_COLUMNS,
    .column_count = 7,
    .command = "staith region catalogues",
    .show = show_catalogue};
static const struct list QUARANTINE = {.title = "Quarantine",
                                       .none = "Nothing that came was refused.",
                                       .caption = "Records that could not be taken, newest first",
                                       .columns = QUARANTINE_COLUMNS,
                                       .column_count = 6,
                                       .command = "staith region quarantine",
                                       .show = show_refused};

static void show_desk(struct staith_web_turn *turn, const struct staith_web_job *job)
{
    struct staith_web_page page;
    const json_t *releases = json_array_get(job->replies, 0);
    staith_web_page_begin(&page, turn, "What came from the councils");
    staith_html_open_class(&page.html, "p", "lead");
    staith_html_textf(&page.html, "Waiting for an officer: %lld.",
                      (long long)json_integer_value(json_object_get(releases, "waiting")));
    staith_html_close(&page.html);
    if (staith_web_desk_officer(turn) == NULL) {
        staith_html_element(&page.html, "p", NULL,
                            "No officer of the configuration has this account: you can look, and "
                            "not decide.");
    }
    show_list(&page, &RELEASES, json_object_get(releases, "releases"));
    show_list(&page, &CATALOGUES, json_object_get(json_array_get(job->replies, 1), "catalogues"));
    show_list(&page, &QUARANTINE, json_object_get(json_array_get(job->replies, 2), "quarantine"));
    staith_web_page_link(&page, "/account", "Your account");
    staith_web_page_end(&page, 200);
}

static void desk(struct staith_web_turn *turn)
{
    const struct staith_web_job *job = staith_web_job_done(turn);
    if (!staith_web_desk_open(turn)) {
        return;
    }
    if (job == NULL) {
        staith_web_desk_ask(turn, json_pack("[{s:s}, {s:s}, {s:s}]", "command", "releases",
                                            "command", "catalogues", "command", "quarantine"));
    } else if (job->code != 0) {
        staith_web_desk_failed(turn, job);
    } else {
        show_desk(turn, job);
    }
}

bool staith_web_desk(struct staith_web_turn *turn)
{
    static const struct staith_web_route ROUTES[] = {
        {"/desk", desk},
        {"/desk/release", staith_web_desk_release},
        {"/desk/accept", staith_web_desk_accept},
        {"/desk/send-back", staith_web_desk_send_back},
        {"/desk/adopt", staith_web_desk_adopt},
        {"/desk/reject", staith_web_desk_reject},
        {"/desk/catalogue", staith_web_desk_catalogue}};
    return staith_web_route(turn, ROUTES, sizeof(ROUTES) / sizeof(ROUTES[0]));
}
