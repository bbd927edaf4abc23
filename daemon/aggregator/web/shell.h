/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_SHELL_H
#define STAITH_AGGREGATOR_WEB_SHELL_H
/*
 * The server's own pages and their forms: what is around a form, and what keeps one from coming
 * from elsewhere. A form works without script and by keyboard. Inside web/ alone.
 */
#include "aggregator/views/html.h"
#include "aggregator/web/internal.h"

/** A page under way. Caller's storage. */
struct staith_web_page {
    struct staith_html html;
    struct staith_buf bytes;
    struct staith_web_turn *turn;
};

/** Begin one with its heading; what follows goes into its main part. */
void staith_web_page_begin(struct staith_web_page *page, struct staith_web_turn *turn,
                           const char *title);
/** End it and answer with it. */
void staith_web_page_end(struct staith_web_page *page, unsigned status);
/** A paragraph with a link. */
void staith_web_page_link(struct staith_web_page *page, const char *address, const char *text);
/** A sentence that is read out at once: what went wrong, or what was done. NULL: none. */
void staith_web_page_alert(struct staith_web_page *page, const char *text);

/** A table that scrolls where it is too wide, with its caption and its head. */
void staith_web_table_begin(struct staith_html *html, const char *caption,
                            const char *const *columns, size_t count);
/** Begin a row with its heading; staith_html_close ends it. */
void staith_web_row_begin(struct staith_html *html, const char *first);
/** A time to the minute, in UTC; 0: empty. */
void staith_web_cell_time(struct staith_html *html, int64_t unix_ms);
void staith_web_table_end(struct staith_html *html);

/** Begin a form that is sent to `action`; it carries a mark that is bound to the action and to a
 *  secret of this browser. Before signing in that is a random cookie, which is set here. */
void staith_web_form_begin(struct staith_web_page *page, const char *action);
/** A value that is sent as it is. */
void staith_web_form_hidden(struct staith_web_page *page, const char *name, const char *value);
/** A field with its label; `type`: "text", "password"; `complete`: as of autocomplete; `id` tells
 *  fields of one name apart on a page (NULL: the name). */
void staith_web_form_field(struct staith_web_page *page, const char *id, const char *name,
                           const char *type, const char *label, const char *complete);
/** A choice of one, its label before it. `chosen` NULL: the first. */
void staith_web_form_choice(struct staith_web_page *page, const char *id, const char *name,
                            const char *label, const char *const *values, size_t count,
                            const char *chosen);
/** The button, and the form's end. `what` is read out after its text, for whoever sees several. */
void staith_web_form_end(struct staith_web_page *page, const char *text, const char *what);

/** A form of one field that looks for something, by an address with it; it changes nothing. */
void staith_web_form_find(struct staith_web_page *page, const char *action, const char *name,
                          const char *text);

/** Whether the request carries that form's mark. */
bool staith_web_form_fits(const struct staith_web_turn *turn, const char *action);
/** Whether the request is that form, sent by this browser; false: it was answered that it is not.
 */
bool staith_web_form_sent(struct staith_web_turn *turn, const char *action);
/** A field of it; "" where it is missing, malformed or too long. True: it is there. */
bool staith_web_form_get(const struct staith_web_turn *turn, const char *name, char *out,
                         size_t cap);

/** Set a cookie for so many seconds (0: until the browser ends); "" takes it away. One of a name,
 * and two at most, for an answer. */
void staith_web_set_cookie(struct staith_web_turn *turn, const char *name, const char *value,
                           unsigned seconds);

#endif
