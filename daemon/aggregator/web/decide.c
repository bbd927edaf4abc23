/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an officer decides: the pages that ask, and the forms they send.
 */
#include "aggregator/web/desk.h"

#include "http/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REASON_BYTES = 201, COUNCIL_BYTES = 8, HASH_BYTES = 65, WHAT_BYTES = 400 };

/* ---- the pages that ask for a decision ---- */

/** What is decided on: a release of a council, or a catalogue. */
struct matter {
    char council[COUNCIL_BYTES];
    char number[20];
    char hash[HASH_BYTES]; /**< "": a release */
};

static bool is_plain(const char *text, const char *of)
{
    return text[0] != '\0' && strspn(text, of) == strlen(text);
}

static bool has_field(const char *fields, const char *name, char *out, size_t cap)
{
    return staith_http_field(fields, name, out, cap) == 0;
}

/* Read it from fields of a form or of an address. */
static bool read_matter(const char *fields, bool release, struct matter *matter)
{
    memset(matter, 0, sizeof(*matter));
    if (fields == NULL) {
        return false;
    }
    if (!release) {
        return has_field(fields, "hash", matter->hash, sizeof(matter->hash)) &&
               is_plain(matter->hash, "0123456789abcdef");
    }
    return has_field(fields, "council", matter->council, sizeof(matter->council)) &&
           has_field(fields, "number", matter->number, sizeof(matter->number)) &&
           is_plain(matter->council, "0123456789") && is_plain(matter->number, "0123456789") &&
           strlen(matter->number) <= 18;
}

static void decision_form(struct staith_web_page *page, const struct matter *matter,
                          const char *action, const char *heading, const char *words,
                          const char *button)
{
    struct staith_html *html = &page->html;
    staith_html_element(html, "h2", NULL, heading);
    staith_html_element(html, "p", NULL, words);
    staith_web_form_begin(page, action);
    if (matter->hash[0] != '\0') {
        staith_web_form_hidden(page, "hash", matter->hash);
    } else {
        staith_web_form_hidden(page, "council", matter->council);
        staith_web_form_hidden(page, "number", matter->number);
    }
    staith_web_form_field(page, action, "reason", "text", "Reason, which is kept", "off");
    staith_web_form_end(page, button, NULL);
}

static void show_matter(struct staith_web_turn *turn, const struct matter *matter)
{
    struct staith_web_page page;
    char title[160];
    bool release = matter->hash[0] == '\0';
    if (release) {
        (void)snprintf(title, sizeof(title), "Release %s of %.100s", matter->number,
                       staith_web_desk_council(turn, matter->council));
    } else {
        (void)snprintf(title, sizeof(title), "Catalogue %.12s", matter->hash);
    }
    staith_web_page_begin(&page, turn, title);
    if (staith_web_desk_officer(turn) == NULL) {
        staith_html_element(&page.html, "p", NULL,
                            "No officer of the configuration has this account: you cannot decide.");
    } else if (release) {
        decision_form(&page, matter, "/desk/accept", "Accept it",
                      "Its figures are shown, unless an embargo of the council keeps them back "
                      "longer. One that was sent back can be accepted after all.",
                      "Accept");
        decision_form(&page, matter, "/desk/send-back", "Send it back",
                      "Its figures are not shown, or not any more, and the council is told the "
                      "reason. The release before it is shown again; nothing is deleted.",
                      "Send back");
    } else {
        decision_form(&page, matter, "/desk/adopt", "Adopt it",
                      "From now on the region compares by its definitions, and the figures under "
                      "it are shown.",
                      "Adopt");
        decision_form(&page, matter, "/desk/reject", "Reject it",
                      "Figures under it are not shown. The one that leads cannot be rejected "
                      "before another leads.",
                      "Reject");
    }
    staith_web_page_link(&page, "/desk", "Back to what came");
    staith_web_page_end(&page, 200);
}

static void ask_for_decision(struct staith_web_turn *turn, bool release)
{
    struct matter matter;
    if (!staith_web_desk_open(turn)) {
        return;
    }
    if (!read_matter(turn->request->query, release, &matter)) {
        staith_web_say(turn, 404, "Page not found", "There is no such release or catalogue.");
        return;
    }
    show_matter(turn, &matter);
}

void staith_web_desk_release(struct staith_web_turn *turn)
{
    ask_for_decision(turn, true);
}

void staith_web_desk_catalogue(struct staith_web_turn *turn)
{
    ask_for_decision(turn, false);
}

/* ---- the decisions ---- */

static json_t *question_of(const char *command, const struct matter *matter, const char *officer,
                           const char *reason)
{
    return matter->hash[0] != '\0'
               ? json_pack("[{s:s, s:s, s:s, s:s}]", "command", command, "catalogue", matter->hash,
                           "officer", officer, "reason", reason)
               : json_pack("[{s:s, s:s, s:I, s:s, s:s}]", "command", command, "authority",
                           matter->council, "number", (json_int_t)strtoll(matter->number, NULL, 10),
                           "officer", officer, "reason", reason);
}

/* It is in the log before it is asked for, and what came of it after. */
static bool note(struct staith_web_turn *turn, const char *who, const char *command,
                 const struct matter *matter, const char *reason, const char *outcome)
{
    char what[WHAT_BYTES];
    (void)snprintf(what, sizeof(what), "%s %s%s%s%s%s%s", command, matter->council,
                   matter->council[0] != '\0' ? " " : "", matter->number, matter->hash,
                   reason[0] != '\0' ? ": " : "", reason);
    return staith_web_note(turn, who, "desk", what, outcome);
}

/* The question may have come there, and no answer came from there. */
static bool is_not_known(const struct staith_web_job *job)
{
    return job->code == STAITH_ERR_TIMEOUT ||
           ((job->code == STAITH_ERR_IO || job->code == STAITH_ERR_SYNTAX) &&
            strcmp(job->err.where, job->socket) == 0);
}

static void show_decided(struct staith_web_turn *turn, const char *done)
{
    struct staith_web_page page;
    staith_web_page_begin(&page, turn, "Decided");
    staith_web_page_alert(&page, done);
    staith_web_page_link(&page, "/desk", "Back to what came");
    staith_web_page_end(&page, 200);
}

/* The outcome is noted whoever the visitor is by now: a session or a role may have ended while the
 * aggregator decided.
 */
static void answer_decided(struct staith_web_turn *turn, const struct staith_web_job *job,
                           const char *action, bool release, const char *done)
{
    struct matter matter;
    const char *outcome = job->code == 0 ? "done" : is_not_known(job) ? "not known" : "refused";
    (void)read_matter(turn->request->body, release, &matter); /* it was good when it was asked */
    bool noted = note(turn, job->who, action + strlen("/desk/"), &matter, "", outcome);
    if (!staith_web_desk_open(turn)) {
        return;
    }
    if (job->code == 0 && noted) {
        show_decided(turn, done);
    } else if (job->code == 0) {
        staith_web_say(turn, 503, "Decided, and not in the log",
                       "It is decided, but the log cannot be written: tell the administrator.");
    } else if (is_not_known(job)) {
        staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "aggregator gave no answer",
                       &job->err);
        staith_web_say(turn, 503, "Not known whether it is decided",
                       "The aggregator gave no answer: it may have decided. Look at the desk "
                       "before you decide again.");
    } else {
        staith_web_desk_failed(turn, job);
    }
}

static void decide(struct staith_web_turn *turn, const char *action, bool release, const char *done)
{
    const struct staith_web_job *job = staith_web_job_done(turn);
    const char *command = action + strlen("/desk/");
    struct matter matter;
    char reason[REASON_BYTES];
    if (job != NULL) {
        answer_decided(turn, job, action, release, done);
        return;
    }
    if (!staith_web_desk_open(turn) || !staith_web_form_sent(turn, action)) {
        return;
    }
    const struct staith_config_officer *officer = staith_web_desk_officer(turn);
    if (officer == NULL) {
        staith_web_say(turn, 403, "Not for this account",
                       "No officer of the configuration has this account.");
    } else if (!read_matter(turn->request->body, release, &matter) ||
               !staith_web_form_get(turn, "reason", reason, sizeof(reason)) ||
               reason[strspn(reason, " ")] == '\0') {
        staith_web_say(turn, 400, "This was not done",
                       "A decision needs its reason, in one line of at most 200 bytes.");
    } else if (note(turn, NULL, command, &matter, reason, "asked")) {
        staith_web_desk_ask(turn, question_of(command, &matter, officer->name, reason));
    } else {
        staith_web_say(turn, 503, "Not available now",
                       "Nothing is decided while the log cannot be written.");
    }
}

void staith_web_desk_accept(struct staith_web_turn *turn)
{
    decide(turn, "/desk/accept", true, "The release is accepted.");
}

void staith_web_desk_send_back(struct staith_web_turn *turn)
{
    decide(turn, "/desk/send-back", true, "The release is sent back, and its council is told why.");
}

void staith_web_desk_adopt(struct staith_web_turn *turn)
{
    decide(turn, "/desk/adopt", false, "The catalogue is adopted: the region compares by it.");
}

void staith_web_desk_reject(struct staith_web_turn *turn)
{
    decide(turn, "/desk/reject", false, "The catalogue is rejected.");
}
