/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_INTERNAL_H
#define STAITH_AGGREGATOR_WEB_INTERNAL_H
/*
 * Inside web/ alone: what its files share of a request under way.
 */
#include "aggregator/web/cache.h"
#include "aggregator/web/limit.h"
#include "aggregator/web/picture.h"
#include "aggregator/web/queue.h"
#include "aggregator/web/visitor.h"
#include "aggregator/web/web.h"
#include "base/buf.h"

#include <jansson.h>

struct staith_web {
    struct staith_web_options options;
    struct staith_web_pictures *pictures;
    struct staith_web_cache *cache;
    struct staith_web_limit *sign_ins;    /**< by client, with whatever it is */
    struct staith_web_limit *known;       /**< likewise, of a browser that signed in before */
    struct staith_web_limit *known_wrong; /**< wrong ones of all such browsers, by account */
    struct staith_web_limit *too_often;   /**< notes that a client tried too often */
    struct staith_web_limit *hashes;      /**< of passwords, of a place or an account: each costs a
                                               tenth of a second */
    struct staith_web_limit *calls;       /**< of the API, by client */
    struct staith_web_limit *stale;       /**< words that an old picture is shown */
    struct staith_web_limit *builds;      /**< of pages that are made to order, by client */
};

/** A request and its answer. */
struct staith_web_turn {
    struct staith_web *web;
    const struct staith_http_request *request;
    struct staith_http_answer *answer;
    struct staith_web_visitor visitor;
    char form_secret[STAITH_ACCESS_SECRET_BYTES]; /**< that the forms of the answer are bound to */
};

/** Work beside the loop for a request, which is asked for again when it is done. Heap. */
struct staith_web_job {
    struct staith_http_wait *wait;
    void (*run)(struct staith_web_job *job);
    char who[STAITH_ACCESS_NAME_BYTES];   /**< had it done; a session may end before it is done */
    struct staith_access_try attempt;     /**< of a password that is tried */
    struct staith_access_fresh fresh;     /**< of one that is new */
    char socket[1024];                    /**< of the aggregator that is asked */
    const struct staith_outside *outside; /**< whose clock says how long that takes */
    int64_t begun_ms;                     /**< monotonic, when it was put into its line */
    json_t *questions;                    /**< what it is asked, in turn; owned */
    json_t *replies;                      /**< owned; up to the first that failed */
    int code;                             /**< of that one, or 0 */
    struct staith_err err;
};
/** NULL without memory; then it was answered. */
struct staith_web_job *staith_web_job_new(struct staith_web_turn *turn,
                                          void (*run)(struct staith_web_job *job));
/** Have it done, and the request asked for again with it; or answer that there is too much to do.
 *  Takes the job. */
void staith_web_job_begin(struct staith_web_turn *turn, enum staith_web_line line,
                          struct staith_web_job *job);
/** The job that was done for this request, or NULL: it is asked for the first time. */
struct staith_web_job *staith_web_job_done(const struct staith_web_turn *turn);
/** A `run`: ask the aggregator. What waited for too long is not asked at all: STAITH_ERR_AGAIN. */
void staith_web_job_ask(struct staith_web_job *job);

/** Whether the visitor may do what is for a role of the region's own people: no program, whatever
 *  its token's role. */
bool staith_web_may(const struct staith_web_visitor *visitor, enum staith_access_role role);

/** Answer with bytes, which are copied and tagged by their hash. */
void staith_web_give(struct staith_web_turn *turn, unsigned status, const char *type,
                     const struct staith_buf *bytes);
/** Send the browser to another address of this server. */
void staith_web_redirect(struct staith_web_turn *turn, const char *location);
/** A page that says in words that something is not possible. */
void staith_web_say(struct staith_web_turn *turn, unsigned status, const char *title,
                    const char *words);
/** Write the log; false: it cannot be, and then what it is about is not done. `who` NULL: the
 *  visitor's name. */
bool staith_web_note(struct staith_web_turn *turn, const char *who, const char *action,
                     const char *what, const char *outcome);
/** Note that something leaves with somebody: the address with its query, as it was asked for. */
bool staith_web_note_export(struct staith_web_turn *turn, const char *outcome);
/** Take one of a limit for this client; false: it was answered when to come again. */
bool staith_web_take(struct staith_web_turn *turn, struct staith_web_limit *limit, const char *key);
/** The picture for the visitor; false: it was answered that there is none now. */
bool staith_web_picture(struct staith_web_turn *turn, struct staith_web_picture *ret_picture);

/** Addresses and who answers them. */
struct staith_web_route {
    const char *path;
    void (*answer)(struct staith_web_turn *turn);
};
/** Answer by the one that fits; false: none does. */
bool staith_web_route(struct staith_web_turn *turn, const struct staith_web_route *routes,
                      size_t count);

/** Sign in, sign out, account. False: the address is none of these. */
bool staith_web_forms(struct staith_web_turn *turn);
/** What came, and what an officer of the region says of it. False: likewise. */
bool staith_web_desk(struct staith_web_turn *turn);
/** Accounts and the log, for administrators. False: likewise. */
bool staith_web_office(struct staith_web_turn *turn);
/** Pages and files of the site. */
void staith_web_pages(struct staith_web_turn *turn);

#endif
