/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/api.h"

#include "http/room.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t CACHE_BYTES = (size_t)64 * 1024 * 1024;
enum {
    FULL_S = 20, /**< until there may be room again: slow readers are cut off after a minute */
    SIGN_IN_BURST = 10, /**< of a client, and one more every six seconds */
    SIGN_IN_REFILL_MS = 6000,
    KNOWN_BURST = STAITH_ACCESS_FAILURES, /**< and as many in the time that an account is shut */
    WRONG_BURST = 2 * STAITH_ACCESS_FAILURES, /**< of all marks of an account; likewise */
    KNOWN_REFILL_MS = STAITH_ACCESS_SHUT_MINUTES * 60 * 1000 / STAITH_ACCESS_FAILURES,
    HASH_BURST = 20, /**< of a place or an account, and two more a second */
    HASH_REFILL_MS = 500,
    BUILD_BURST = 60, /**< pages made to order for a client, and two more a second */
    BUILD_REFILL_MS = 500,
    MINUTE_MS = 60 * 1000,
    HOUR_MS = 60 * MINUTE_MS
};

struct staith_web *staith_web_new(const struct staith_web_options *options)
{
    struct staith_web *web = calloc(1, sizeof(*web));
    if (web == NULL) {
        return NULL;
    }
    uint32_t calls = (uint32_t)options->config->http.requests_per_minute;
    web->options = *options;
    web->pictures = staith_web_pictures_new(options->config, options->outside);
    web->cache = staith_web_cache_new(options->outside, CACHE_BYTES);
    web->sign_ins = staith_web_limit_new(options->outside, SIGN_IN_BURST, SIGN_IN_REFILL_MS);
    web->known = staith_web_limit_new(options->outside, KNOWN_BURST, KNOWN_REFILL_MS);
    web->known_wrong = staith_web_limit_new(options->outside, WRONG_BURST, KNOWN_REFILL_MS);
    web->hashes = staith_web_limit_new(options->outside, HASH_BURST, HASH_REFILL_MS);
    web->calls = staith_web_limit_new(options->outside, calls,
                                      calls > MINUTE_MS ? 1 : (uint32_t)MINUTE_MS / calls);
    web->builds = staith_web_limit_new(options->outside, BUILD_BURST, BUILD_REFILL_MS);
    web->stale = staith_web_limit_new(options->outside, 1, MINUTE_MS);
    web->too_often = staith_web_limit_new(options->outside, 1, HOUR_MS);
    if (web->pictures == NULL || web->cache == NULL || web->sign_ins == NULL ||
        web->known == NULL || web->known_wrong == NULL || web->hashes == NULL ||
        web->calls == NULL || web->builds == NULL || web->too_often == NULL || web->stale == NULL) {
        staith_web_free(web);
        return NULL;
    }
    return web;
}

bool staith_web_is_idle(struct staith_web *web)
{
    return staith_web_pictures_are_idle(web->pictures);
}

void staith_web_free(struct staith_web *web)
{
    if (web == NULL) {
        return;
    }
    staith_web_pictures_free(web->pictures);
    staith_web_cache_free(web->cache);
    staith_web_limit_free(web->sign_ins);
    staith_web_limit_free(web->known);
    staith_web_limit_free(web->known_wrong);
    staith_web_limit_free(web->hashes);
    staith_web_limit_free(web->calls);
    staith_web_limit_free(web->builds);
    staith_web_limit_free(web->too_often);
    staith_web_limit_free(web->stale);
    free(web);
}

/* ---- what the other files answer with ---- */

/* A tag is of the bytes alone: it says nothing that they do not. */
static void tag(const struct staith_buf *bytes, char out[STAITH_HTTP_ETAG_BYTES])
{
    uint8_t hash[16];
    char hex[2 * sizeof(hash) + 1];
    (void)crypto_generichash(hash, sizeof(hash), bytes->data, bytes->len, NULL, 0);
    (void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    (void)snprintf(out, STAITH_HTTP_ETAG_BYTES, "\"%s\"", hex);
}

void staith_web_give(struct staith_web_turn *turn, unsigned status, const char *type,
                     const struct staith_buf *bytes)
{
    char etag[STAITH_HTTP_ETAG_BYTES];
    tag(bytes, etag);
    turn->answer->status = status;
    turn->answer->type = type;
    turn->answer->body = staith_http_body_new(bytes->data, bytes->len, etag);
    turn->answer->status = turn->answer->body != NULL ? status : 503;
}

void staith_web_redirect(struct staith_web_turn *turn, const char *location)
{
    turn->answer->status = 303;
    turn->answer->type = "text/plain; charset=utf-8";
    (void)snprintf(turn->answer->location, sizeof(turn->answer->location), "%s", location);
}

bool staith_web_note(struct staith_web_turn *turn, const char *who, const char *action,
                     const char *what, const char *outcome)
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    const struct staith_access_entry entry = {
        .who = who != NULL ? who : visitor->user.name,
        .council = visitor->user.council,
        .peer = visitor->client,
        .action = action,
        .what = what,
        .outcome = outcome,
    };
    struct staith_err err = {0};
    if (staith_access_note(turn->web->options.access, &entry, &err) == 0) {
        return true;
    }
    staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "log not written", &err);
    return false;
}

bool staith_web_note_export(struct staith_web_turn *turn, const char *outcome)
{
    char what[STAITH_HTTP_PATH_BYTES + STAITH_HTTP_QUERY_BYTES];
    const char *query = turn->request->query;
    (void)snprintf(what, sizeof(what), "%s%s%s", turn->request->path, query != NULL ? "?" : "",
                   query != NULL ? query : "");
    return staith_web_note(turn, NULL, "export", what, outcome);
}

bool staith_web_take(struct staith_web_turn *turn, struct staith_web_limit *limit, const char *key)
{
    unsigned wait = 0;
    if (staith_web_limit_take(limit, key, &wait)) {
        return true;
    }
    turn->answer->retry_after_s = wait;
    staith_web_say(turn, 429, "Too many requests", "Come again after the time in Retry-After.");
    return false;
}

bool staith_web_picture(struct staith_web_turn *turn, struct staith_web_picture *ret_picture)
{
    struct staith_err err = {0};
    unsigned wait = 0;
    if (staith_web_pictures_get(turn->web->pictures, &turn->visitor.audience, ret_picture, &err) ==
        0) {
        if (err.code != 0 && staith_web_limit_take(turn->web->stale, "", &wait)) {
            staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "figures not renewed", &err);
        }
        return true;
    }
    staith_log_err(turn->web->options.log, STAITH_LOG_ERROR, "store not read", &err);
    turn->answer->retry_after_s = 10;
    staith_web_say(
        turn, 503, "Not available now",
        "The figures cannot be read at the moment. Nothing is lost: try again in a little "
        "while.");
    return false;
}

bool staith_web_route(struct staith_web_turn *turn, const struct staith_web_route *routes,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(routes[i].path, turn->request->path) == 0) {
            routes[i].answer(turn);
            return true;
        }
    }
    return false;
}

/* ---- a request ---- */

/* The log is only ever added to: what anybody can have written to it is bounded first. */
static void deny(struct staith_web_turn *turn)
{
    if (staith_web_take(turn, turn->web->sign_ins, turn->visitor.network)) {
        (void)staith_web_note(turn, "", "sign-in", "token or proxy", "refused");
        turn->answer->challenge = "Bearer";
        staith_web_say(turn, 401, "Not signed in",
                       "What this request was signed with is not known here.");
    }
}

/* That a proxy signed somebody in is noted once an hour, and before anything is shown. */
static bool note_vouched(struct staith_web_turn *turn)
{
    struct staith_err err = {0};
    if (!turn->visitor.vouched_due) {
        return true;
    }
    if (staith_web_note(turn, NULL, "sign-in", "by a proxy", "done") &&
        staith_access_vouched_noted(turn->web->options.access, turn->visitor.user.name, &err) ==
            0) {
        return true;
    }
    staith_web_say(turn, 503, "Not available now", "Nobody can sign in at the moment.");
    return false;
}

static void answer(struct staith_web_turn *turn)
{
    if (!note_vouched(turn)) {
        return;
    }
    if (strncmp(turn->request->path, "/api/", 5) == 0) {
        staith_web_api(turn);
        return;
    }
    if (staith_web_forms(turn) || staith_web_desk(turn) || staith_web_office(turn)) {
        return;
    }
    if (turn->request->post) {
        turn->answer->allow = "GET, HEAD";
        staith_web_say(turn, 405, "This did not work", "Pages are read with GET.");
        return;
    }
    staith_web_pages(turn);
}

/* Many readers of large answers, and slow ones, fill no more memory than there is for them. */
static void admit(struct staith_web_turn *turn)
{
    struct staith_http_answer *answer_at = turn->answer;
    const struct staith_web_visitor *visitor = &turn->visitor;
    bool known = visitor->user.role != STAITH_ACCESS_NOBODY;
    if (answer_at->body == NULL ||
        staith_http_room_admit(turn->web->options.room, answer_at->body,
                               known ? visitor->user.name : visitor->network, known)) {
        return;
    }
    bool noted = answer_at->file[0] != '\0' || strncmp(turn->request->path, "/api/", 5) == 0;
    if (noted && visitor->audience.viewer != STAITH_CONFIG_VIEWER_PUBLIC) {
        (void)staith_web_note_export(turn, "not sent"); /* it was noted before it was made */
    }
    staith_http_body_drop(answer_at->body);
    *answer_at = (struct staith_http_answer){.retry_after_s = FULL_S};
    staith_web_say(turn, 503, "Too much at once",
                   "Large answers are on their way to other readers: try again in a little while, "
                   "or choose less.");
}

void staith_web_answer(void *ctx, const struct staith_http_request *request,
                       struct staith_http_answer *answer_at)
{
    struct staith_web *web = ctx;
    struct staith_web_turn turn = {.web = web, .request = request, .answer = answer_at};
    struct staith_err err = {0};
    int code = staith_web_visitor_find(web->options.access, web->options.config, request,
                                       &turn.visitor, &err);
    if (code == STAITH_ERR_DENIED) {
        memset(&turn.visitor.user, 0, sizeof(turn.visitor.user));
        turn.visitor.audience.viewer = STAITH_CONFIG_VIEWER_PUBLIC;
        deny(&turn);
    } else if (code != 0) {
        staith_log_err(web->options.log, STAITH_LOG_ERROR, "accounts not read", &err);
        staith_web_say(&turn, 503, "Not available now", "Accounts cannot be read at the moment.");
    } else {
        answer(&turn);
    }
    admit(&turn);
}
