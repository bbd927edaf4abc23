/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/api.h"

#include "http/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t BODY_BYTES = (size_t)32 * 1024 * 1024;
#define ROOT "/api/v1/"

void staith_web_api_json(struct staith_web_turn *turn, json_t *json)
{
    struct staith_buf bytes;
    char *text = json != NULL ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    staith_buf_init(&bytes, BODY_BYTES);
    if (text != NULL && staith_buf_text(&bytes, text) == 0) {
        staith_web_give(turn, 200, "application/json", &bytes);
        turn->answer->may_store = true;
    } else {
        staith_web_say(turn, 503, "Not available now", "This is too much at once.");
    }
    free(text);
    staith_buf_deinit(&bytes);
}

static const struct staith_benchmark *find_dataset(const struct staith_site *site, const char *name)
{
    for (uint32_t i = 0; i < site->dataset_count; i++) {
        if (strcmp(site->datasets[i]->dataset, name) == 0) {
            return site->datasets[i];
        }
    }
    return NULL;
}

static void give_document(struct staith_web_turn *turn)
{
    struct staith_buf bytes;
    staith_buf_init(&bytes, BODY_BYTES);
    if (staith_buf_append(&bytes, staith_web_openapi, staith_web_openapi_len) == 0) {
        staith_web_give(turn, 200, "application/json", &bytes);
        turn->answer->may_store = true;
    }
    staith_buf_deinit(&bytes);
}

/* Ranks, intervals and words: what the region's page of the period has as a file. */
static void give_comparison(struct staith_web_turn *turn, const struct staith_site *site,
                            const char *rest)
{
    char path[STAITH_SITE_PATH_BYTES];
    char format[16] = "json";
    struct staith_buf bytes;
    struct staith_site_answer made = {.body = &bytes};
    struct staith_err err = {0};
    int code = turn->request->query != NULL
                   ? staith_http_field(turn->request->query, "format", format, sizeof(format))
                   : STAITH_ERR_NOTFOUND;
    bool csv = strcmp(format, "csv") == 0;
    if ((code != 0 && code != STAITH_ERR_NOTFOUND) || (!csv && strcmp(format, "json") != 0)) {
        staith_web_say(turn, 400, "Wrong format", "format is json or csv.");
        return;
    }
    (void)snprintf(path, sizeof(path), "%.400s/index.%s", rest, csv ? "csv" : "json");
    staith_buf_init(&bytes, BODY_BYTES);
    code = strchr(rest, '/') != NULL ? staith_site_answer(site, path, NULL, &made, &err)
                                     : STAITH_ERR_NOTFOUND;
    if (code == 0) {
        staith_web_give(turn, 200, made.type, &bytes);
        turn->answer->may_store = true;
    } else {
        staith_web_say(turn, code == STAITH_ERR_NOTFOUND ? 404 : 503, "Not found",
                       "There is no such dataset and period.");
    }
    staith_buf_deinit(&bytes);
}

/* What comes after `name` in the address, or NULL where it is another one. */
static const char *after(const char *rest, const char *name)
{
    size_t len = strlen(name);
    return strncmp(rest, name, len) == 0 && (rest[len] == '/' || rest[len] == '\0')
               ? rest + len + (rest[len] == '/' ? 1 : 0)
               : NULL;
}

static void route(struct staith_web_turn *turn, const char *rest,
                  const struct staith_web_picture *picture)
{
    static const struct staith_site nothing = {.dataset_count = 0};
    const struct staith_site *site = picture->site != NULL ? picture->site : &nothing;
    const char *one = NULL;
    const struct staith_benchmark *benchmark = NULL;
    if (strcmp(rest, "datasets") == 0) {
        staith_web_api_datasets(turn, site);
    } else if (strcmp(rest, "freshness") == 0) {
        staith_web_api_freshness(turn, site);
    } else if ((one = after(rest, "datasets")) != NULL &&
               (benchmark = find_dataset(site, one)) != NULL) {
        staith_web_api_catalogue(turn, benchmark);
    } else if ((one = after(rest, "observations")) != NULL &&
               (benchmark = find_dataset(site, one)) != NULL) {
        staith_web_api_observations(turn, picture, benchmark);
    } else if ((one = after(rest, "comparisons")) != NULL && picture->site != NULL) {
        give_comparison(turn, site, one);
    } else {
        staith_web_say(turn, 404, "Not found", "See /api/v1/openapi.json for what there is.");
    }
}

/* Figures go to whoever may take them away, and it is known who did. */
static bool may_call(struct staith_web_turn *turn)
{
    const struct staith_web_visitor *visitor = &turn->visitor;
    const char *who = visitor->user.name[0] != '\0' ? visitor->user.name : visitor->network;
    if (!staith_web_take(turn, turn->web->calls, who)) {
        return false;
    }
    if (visitor->audience.viewer == STAITH_CONFIG_VIEWER_PUBLIC) {
        return true;
    }
    bool may = visitor->user.role >= STAITH_ACCESS_ANALYST;
    bool noted = staith_web_note_export(turn, may ? "done" : "refused");
    if (!may) {
        staith_web_say(turn, 403, "Not for this account", "Figures are for analysts.");
    } else if (!noted) {
        staith_web_say(turn, 503, "Not available now",
                       "Figures are not given while the log cannot be written.");
    }
    return may && noted;
}

void staith_web_api(struct staith_web_turn *turn)
{
    struct staith_web_picture picture;
    const char *path = turn->request->path;
    if (turn->request->post) {
        turn->answer->allow = "GET, HEAD";
        staith_web_say(turn, 405, "Not allowed", "Figures are read with GET.");
    } else if (strcmp(path, ROOT "openapi.json") == 0) {
        give_document(turn);
    } else if (strncmp(path, ROOT, sizeof(ROOT) - 1) != 0) {
        staith_web_say(turn, 404, "Not found", "See /api/v1/openapi.json for what there is.");
    } else if (may_call(turn) && staith_web_picture(turn, &picture)) {
        route(turn, path + sizeof(ROOT) - 1, &picture);
    }
}
