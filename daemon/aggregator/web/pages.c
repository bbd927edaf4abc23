/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages and files of the site, for the audience that the visitor is of. Whatever depends on figures
 * is made from that audience's picture alone, and kept under its number.
 */
#include "aggregator/web/internal.h"

#include <stdio.h>
#include <string.h>

static const size_t BODY_BYTES = (size_t)32 * 1024 * 1024;
enum { ADDRESS_BYTES = STAITH_HTTP_PATH_BYTES + STAITH_HTTP_QUERY_BYTES };

/* What is read beside a page has nothing of an audience in it. */
static bool give_style(struct staith_web_turn *turn)
{
    struct staith_buf bytes;
    if (strcmp(turn->request->path, "/style.css") != 0) {
        return false;
    }
    staith_buf_init(&bytes, BODY_BYTES);
    if (staith_site_style(&bytes) == 0) {
        staith_web_give(turn, 200, "text/css; charset=utf-8", &bytes);
        turn->answer->may_store = true;
        turn->answer->shared = true;
    }
    staith_buf_deinit(&bytes);
    return true;
}

static void give_missing(struct staith_web_turn *turn, const struct staith_site *site,
                         unsigned status, const struct staith_err *err)
{
    struct staith_buf bytes;
    char words[600];
    (void)snprintf(words, sizeof(words), "%s%s%s.", err->what, err->remedy[0] != '\0' ? ": " : "",
                   err->remedy);
    words[0] = (char)(words[0] >= 'a' && words[0] <= 'z' ? words[0] - 'a' + 'A' : words[0]);
    staith_buf_init(&bytes, BODY_BYTES);
    if (staith_site_error(site, turn->request->path + 1, status, words, &bytes) == 0) {
        staith_web_give(turn, status, "text/html; charset=utf-8", &bytes);
    } else {
        staith_web_say(turn, 503, "This did not work", "The page cannot be made now.");
    }
    staith_buf_deinit(&bytes);
}

/* Make the answer; false: something else was answered. */
static bool make(struct staith_web_turn *turn, const struct staith_site *site, const char *query,
                 struct staith_web_kept *ret_kept)
{
    struct staith_buf bytes;
    struct staith_site_answer made = {.body = &bytes};
    struct staith_err err = {0};
    staith_buf_init(&bytes, BODY_BYTES);
    int code = staith_site_answer(site, turn->request->path + 1, query, &made, &err);
    if (code == 0) {
        staith_web_give(turn, 200, made.type, &bytes);
    } else {
        give_missing(turn, site,
                     code == STAITH_ERR_NOTFOUND ? 404
                     : code == STAITH_ERR_INVAL  ? 400
                                                 : 503,
                     &err);
    }
    staith_buf_deinit(&bytes);
    if (turn->answer->status != 200 || turn->answer->body == NULL) {
        return false;
    }
    *ret_kept = (struct staith_web_kept){.body = turn->answer->body, .type = turn->answer->type};
    (void)snprintf(ret_kept->file, sizeof(ret_kept->file), "%.250s", made.name);
    return true;
}

/* A file leaves with its reader: who may take one, and that it is known who did. */
static bool may_export(struct staith_web_turn *turn)
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    if (visitor->audience.viewer == STAITH_CONFIG_VIEWER_PUBLIC) {
        return true;
    }
    if (visitor->user.role < STAITH_ACCESS_ANALYST) {
        (void)staith_web_note_export(turn, "refused");
        staith_web_say(turn, 403, "Not for this account",
                       "Files are for analysts: ask the region for another role.");
        return false;
    }
    if (!staith_web_note_export(turn, "done")) {
        staith_web_say(turn, 503, "Not available now",
                       "Files are not given while the log cannot be written.");
        return false;
    }
    return true;
}

static void give(struct staith_web_turn *turn, const struct staith_web_kept *kept)
{
    if (kept->file[0] != '\0' && !may_export(turn)) {
        return;
    }
    struct staith_http_answer *answer = turn->answer;
    answer->status = 200;
    answer->type = kept->type;
    answer->body = staith_http_body_hold(kept->body);
    answer->may_store = true;
    answer->shared = turn->visitor.audience.viewer == STAITH_CONFIG_VIEWER_PUBLIC;
    memcpy(answer->file, kept->file, sizeof(answer->file));
}

/* Make an answer, and keep it for the next who asks. Each that is made to order costs work. */
static bool make_kept(struct staith_web_turn *turn, const struct staith_web_picture *picture,
                      const char *address, const char *query, struct staith_web_kept *kept)
{
    if (query != NULL && !staith_web_take(turn, turn->web->builds, turn->visitor.network)) {
        return false;
    }
    if (!make(turn, picture->site, query, kept)) {
        return false;
    }
    staith_web_cache_keep(turn->web->cache, picture->number, address, kept);
    turn->answer->body = NULL; /* the reference is `kept`'s now */
    return true;
}

void staith_web_pages(struct staith_web_turn *turn)
{
    struct staith_web_picture picture;
    struct staith_web_kept kept = {0};
    char address[ADDRESS_BYTES];
    const char *path = turn->request->path;
    if (give_style(turn) || !staith_web_picture(turn, &picture)) {
        return;
    }
    if (picture.site == NULL) {
        bool first = strcmp(path, "/") == 0 || strcmp(path, "/index.html") == 0;
        staith_web_say(turn, first ? 200 : 404, first ? "Nothing yet" : "Page not found",
                       turn->visitor.user.role == STAITH_ACCESS_NOBODY
                           ? "No council shares figures with everybody yet. People of the councils "
                             "and of the region sign in to see theirs."
                           : "No figures that you may see have arrived yet. They appear here as "
                             "soon as a council sends some.");
        return;
    }
    /* one page reads a query; of the others it is no part of the address */
    const char *query = strncmp(path, "/build.", 7) == 0 ? turn->request->query : NULL;
    (void)snprintf(address, sizeof(address), "%s%s%s", path, query != NULL ? "?" : "",
                   query != NULL ? query : "");
    if (staith_web_cache_find(turn->web->cache, picture.number, address, &kept) ||
        make_kept(turn, &picture, address, query, &kept)) {
        give(turn, &kept);
        staith_http_body_drop(kept.body);
    }
}
