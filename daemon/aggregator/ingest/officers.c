/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/officers.h"

#include "base/hex.h"
#include "base/utf8.h"
#include "control/control.h"

#include <stdlib.h>
#include <string.h>

enum { REASON_MAX = 200 };

static bool waits(const char *rule)
{
    return strcmp(rule, "officer") == 0;
}

int staith_ingest_officers_set_rules(struct staith_ingest *ingest,
                                     const struct staith_config_region *config,
                                     struct staith_err *err)
{
    struct staith_ingest_dataset *list = calloc(config->dataset_count + (size_t)1, sizeof(*list));
    if (list == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the datasets");
    }
    for (uint32_t i = 0; i < config->dataset_count; i++) {
        const struct staith_config_acceptance *from = &config->datasets[i];
        (void)snprintf(list[i].dataset, sizeof(list[i].dataset), "%s", from->name);
        list[i].releases_wait = waits(from->releases);
        list[i].catalogues_wait = waits(from->catalogues);
    }
    const struct staith_ingest_dataset others = {
        .releases_wait = waits(config->others.releases),
        .catalogues_wait = waits(config->others.catalogues),
    };
    int rc = staith_ingest_set_datasets(ingest, list, config->dataset_count, &others);
    free(list);
    return rc == 0 ? 0 : staith_err_set(err, rc, "no memory for the datasets");
}

/* ---- lists ---- */

static const char *standing_word(const struct staith_store_listed *listed)
{
    switch (listed->standing) {
    case STAITH_STORE_WAITS:
        return "waiting";
    case STAITH_STORE_ACCEPTED:
        return "accepted";
    case STAITH_STORE_SENT_BACK:
        return "sent back";
    }
    return "";
}

/* Why its figures are not what is shown, or "" when they are. */
static const char *why_not_shown(const struct staith_store_listed *listed)
{
    if (listed->shown) {
        return "";
    }
    return listed->withdrawn                            ? "withdrawn by the council"
           : listed->standing == STAITH_STORE_WAITS     ? "waits for an officer"
           : listed->standing == STAITH_STORE_SENT_BACK ? "sent back"
           : listed->catalogue_waits                    ? "its catalogue is not accepted"
           : listed->embargoed                          ? "under embargo"
           : listed->earlier_epoch                      ? "of a ledger that was replaced"
                                                        : "a newer release took its place";
}

static json_t *release_json(const struct staith_store_listed *listed)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&listed->period, period);
    return json_pack("{s:s, s:I, s:s, s:s, s:I, s:s, s:I, s:I, s:b, s:s, s:b, s:b, s:s, s:s, s:s}",
                     "authority", listed->authority, "number", (json_int_t)listed->number,
                     "dataset", listed->dataset, "period", period, "received_unix_ms",
                     (json_int_t)listed->received_unix_ms, "standing", standing_word(listed),
                     "judged_unix_ms", (json_int_t)listed->judged_unix_ms, "show_from_unix_ms",
                     (json_int_t)listed->show_from_unix_ms, "shown", listed->shown, "why",
                     why_not_shown(listed), "withdrawn", listed->withdrawn, "revision",
                     listed->revision, "council_reason", listed->council_reason, "officer",
                     listed->officer, "reason", listed->reason);
}

struct listing {
    json_t *list;
    bool all;
    size_t waiting;
};

/* Whether an officer would want to see it unasked: it waits, or something keeps it from showing. */
static bool stands_out(const struct staith_store_listed *listed)
{
    bool old = listed->earlier_epoch ||
               (listed->standing == STAITH_STORE_ACCEPTED && !listed->shown && !listed->withdrawn &&
                !listed->embargoed && !listed->catalogue_waits);
    return !old && (!listed->shown || listed->revision);
}

static int add_release(void *ctx, const struct staith_store_listed *listed)
{
    struct listing *listing = ctx;
    bool waiting = listed->standing == STAITH_STORE_WAITS && !listed->earlier_epoch;
    listing->waiting += waiting ? 1 : 0;
    if (!listing->all && !stands_out(listed)) {
        return 0;
    }
    if (json_array_size(listing->list) == STAITH_INGEST_LIST_MAX) {
        (void)json_array_remove(listing->list, 0);
    }
    return json_array_append_new(listing->list, release_json(listed)) == 0 ? 0 : STAITH_ERR_NOMEM;
}

static const char *state_word(enum staith_store_catalogue_state state)
{
    switch (state) {
    case STAITH_STORE_CATALOGUE_WAITS:
        return "waiting";
    case STAITH_STORE_CATALOGUE_ACCEPTED:
        return "accepted";
    case STAITH_STORE_CATALOGUE_LEADS:
        return "leads";
    case STAITH_STORE_CATALOGUE_REFUSED:
        return "rejected";
    }
    return "";
}

static int add_catalogue(void *ctx, const struct staith_store_listed_catalogue *listed)
{
    struct listing *listing = ctx;
    char hash[2 * STAITH_HASH_BYTES + 1];
    listing->waiting += listed->state == STAITH_STORE_CATALOGUE_WAITS ? 1 : 0;
    (void)staith_hex_encode(listed->hash, STAITH_HASH_BYTES, hash, sizeof(hash));
    json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:I, s:s, s:s}", "hash", hash,
                            "dataset", listed->dataset, "plugin", listed->plugin, "plugin_version",
                            listed->plugin_version, "authority", listed->authority,
                            "received_unix_ms", (json_int_t)listed->received_unix_ms, "state",
                            state_word(listed->state), "releases", (json_int_t)listed->releases,
                            "officer", listed->officer, "reason", listed->reason);
    return json_array_append_new(listing->list, one) == 0 ? 0 : STAITH_ERR_NOMEM;
}

static int add_quarantined(void *ctx, const struct staith_store_quarantined *one)
{
    struct listing *listing = ctx;
    const char *kind = staith_record_kind_known((int)one->kind)
                           ? staith_record_kind_words((enum staith_record_kind)one->kind)
                           : "unknown";
    if (json_array_size(listing->list) == STAITH_INGEST_LIST_MAX) {
        (void)json_array_remove(listing->list, 0);
    }
    json_t *json =
        json_pack("{s:s, s:o, s:I, s:s, s:I, s:s, s:s, s:I}", "authority", one->authority, "epoch",
                  staith_control_epoch(one->epoch), "number", (json_int_t)one->number, "kind", kind,
                  "bytes", (json_int_t)one->bytes, "reason", one->reason, "detail", one->detail,
                  "received_unix_ms", (json_int_t)one->received_unix_ms);
    return json_array_append_new(listing->list, json) == 0 ? 0 : STAITH_ERR_NOMEM;
}

static int list_quarantine(const struct staith_ingest_officers *officers, json_t **ret_reply,
                           struct staith_err *err)
{
    struct listing listing = {.list = json_array()};
    int rc = staith_store_list_quarantine(officers->store, add_quarantined, &listing, err);
    *ret_reply = rc == 0 ? json_pack("{s:O}", "quarantine", listing.list) : NULL;
    json_decref(listing.list);
    return *ret_reply != NULL || rc != 0
               ? rc
               : staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
}

static int list(const struct staith_ingest_officers *officers, bool catalogues, bool all,
                json_t **ret_reply, struct staith_err *err)
{
    struct listing listing = {.list = json_array(), .all = all};
    if (listing.list == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
    }
    int rc = catalogues
                 ? staith_store_list_catalogues(officers->store, add_catalogue, &listing, err)
                 : staith_store_list_releases(officers->store, add_release, &listing, err);
    json_t *reply = rc == 0 ? json_pack("{s:O, s:I, s:I}", catalogues ? "catalogues" : "releases",
                                        listing.list, "waiting", (json_int_t)listing.waiting,
                                        "officers", (json_int_t)officers->config->officer_count)
                            : NULL;
    json_decref(listing.list);
    if (reply == NULL) {
        return rc != 0 && err->code != 0
                   ? rc
                   : staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
    }
    *ret_reply = reply;
    return 0;
}

/* ---- words ---- */

static const char *text_of(const json_t *request, const char *name)
{
    const char *text = json_string_value(json_object_get(request, name));
    return text == NULL ? "" : text;
}

static int word_of(const struct staith_ingest_officers *officers, const json_t *request,
                   struct staith_store_word *ret_word, struct staith_err *err)
{
    const char *name = text_of(request, "officer");
    const char *reason = text_of(request, "reason");
    size_t len = strlen(reason);
    const struct staith_config_officer *officer = NULL;
    for (uint32_t i = 0; i < officers->config->officer_count; i++) {
        if (strcmp(officers->config->officers[i].name, name) == 0) {
            officer = &officers->config->officers[i];
        }
    }
    if (officer == NULL) {
        (void)staith_err_set(err, STAITH_ERR_DENIED, "\"%.100s\" is no officer of this region",
                             name);
        staith_err_remedy(err, "officers are named in the configuration, under officers");
        return STAITH_ERR_DENIED;
    }
    if (len > REASON_MAX || !staith_utf8_is_line(reason, len)) {
        (void)staith_err_set(err, STAITH_ERR_INVAL,
                             "a reason is one line of text, at most %d bytes", (int)REASON_MAX);
        staith_err_remedy(err, "say why, with --reason");
        return STAITH_ERR_INVAL;
    }
    *ret_word = (struct staith_store_word){
        .officer = officer->name, .role = officer->role, .reason = reason};
    return 0;
}

static void log_word(const struct staith_ingest_officers *officers, const char *what,
                     const struct staith_store_word *word, const char *of)
{
    if (officers->log != NULL) {
        staith_log_write(officers->log, STAITH_LOG_NOTICE, what, "of=%s\tofficer=%s", of,
                         word->officer);
    }
}

static int judge(const struct staith_ingest_officers *officers, const json_t *request, bool accepts,
                 json_t **ret_reply, struct staith_err *err)
{
    struct staith_store_word word = {0};
    const char *authority = text_of(request, "authority");
    json_int_t number = json_integer_value(json_object_get(request, "number"));
    int rc = word_of(officers, request, &word, err);
    if (rc == 0 && (authority[0] == '\0' || number <= 0)) {
        rc = staith_err_set(err, STAITH_ERR_INVAL, "a release has a council and a number");
    }
    if (rc == 0) {
        rc = staith_ingest_judge(officers->ingest, authority, (uint64_t)number,
                                 accepts ? STAITH_STORE_ACCEPTED : STAITH_STORE_SENT_BACK, &word,
                                 err);
    }
    if (rc != 0) {
        return rc;
    }
    log_word(officers, accepts ? "release accepted" : "release sent back", &word, authority);
    *ret_reply = json_pack("{s:s, s:I, s:s}", "authority", authority, "number", number, "standing",
                           accepts ? "accepted" : "sent back");
    return *ret_reply != NULL ? 0
                              : staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
}

/* A catalogue by the beginning of its hash, as long as one alone begins so. */
struct naming {
    const char *begin;
    uint32_t found;
    uint8_t hash[STAITH_HASH_BYTES];
    char dataset[64];
};

static int match(void *ctx, const struct staith_store_listed_catalogue *listed)
{
    struct naming *naming = ctx;
    char hash[2 * STAITH_HASH_BYTES + 1];
    (void)staith_hex_encode(listed->hash, STAITH_HASH_BYTES, hash, sizeof(hash));
    if (strncmp(hash, naming->begin, strlen(naming->begin)) == 0) {
        naming->found++;
        memcpy(naming->hash, listed->hash, sizeof(naming->hash));
        memcpy(naming->dataset, listed->dataset, sizeof(naming->dataset));
    }
    return 0;
}

static int judge_catalogue(const struct staith_ingest_officers *officers, const json_t *request,
                           bool accepts, json_t **ret_reply, struct staith_err *err)
{
    struct staith_store_word word = {0};
    struct naming naming = {.begin = text_of(request, "catalogue")};
    int rc = word_of(officers, request, &word, err);
    rc = rc != 0 ? rc : staith_store_list_catalogues(officers->store, match, &naming, err);
    if (rc == 0 && (naming.begin[0] == '\0' || naming.found != 1)) {
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "%s catalogue begins with \"%.64s\"",
                            naming.found > 1 ? "more than one" : "no", naming.begin);
        staith_err_remedy(err, "`staith region catalogues` lists them");
    }
    rc = rc != 0 ? rc
                 : staith_ingest_judge_catalogue(officers->ingest, naming.hash,
                                                 accepts ? STAITH_STORE_CATALOGUE_LEADS
                                                         : STAITH_STORE_CATALOGUE_REFUSED,
                                                 &word, err);
    if (rc != 0) {
        return rc;
    }
    log_word(officers, accepts ? "catalogue adopted" : "catalogue rejected", &word, naming.dataset);
    *ret_reply =
        json_pack("{s:s, s:s}", "dataset", naming.dataset, "state", accepts ? "leads" : "rejected");
    return *ret_reply != NULL ? 0
                              : staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
}

/* ---- all of it ---- */

static const char *const commands[] = {"releases", "accept", "send-back", "catalogues",
                                       "adopt",    "reject", "quarantine"};

bool staith_ingest_officers_know(const char *command)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(commands[i], command) == 0) {
            return true;
        }
    }
    return false;
}

int staith_ingest_officers_answer(const struct staith_ingest_officers *officers,
                                  const char *command, const json_t *request, json_t **ret_reply,
                                  struct staith_err *err)
{
    if (strcmp(command, "releases") == 0 || strcmp(command, "catalogues") == 0) {
        return list(officers, command[0] == 'c', json_is_true(json_object_get(request, "all")),
                    ret_reply, err);
    }
    if (strcmp(command, "quarantine") == 0) {
        return list_quarantine(officers, ret_reply, err);
    }
    if (strcmp(command, "adopt") == 0 || strcmp(command, "reject") == 0) {
        return judge_catalogue(officers, request, command[0] == 'a', ret_reply, err);
    }
    return judge(officers, request, strcmp(command, "accept") == 0, ret_reply, err);
}
