/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What officers ask and say through the control socket. Who may use the socket is the operating
 * system's to say: it belongs to the daemon's user alone.
 */
#include "authority/gate/internal.h"

#include "authority/gate/changes.h"
#include "authority/gate/novelty.h"
#include "authority/gate/officer.h"

#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 500, CATALOGUE_BYTES = 16 << 20 };

static const char *text_of(const json_t *request, const char *name)
{
    const char *text = json_string_value(json_object_get(request, name));
    return text == NULL ? "" : text;
}

static uint64_t number_of(const json_t *request, const char *name)
{
    json_int_t number = json_integer_value(json_object_get(request, name));
    return number > 0 ? (uint64_t)number : 0;
}

/* ---- what is held ---- */

static json_t *words_of(const struct staith_held_item *item)
{
    json_t *list = json_array();
    for (uint32_t i = 0; list != NULL && i < item->word_count; i++) {
        const struct staith_held_word *word = &item->words[i];
        json_t *one = json_pack(
            "{s:s, s:s, s:s, s:s, s:I, s:I}", "officer", word->officer, "role", word->role,
            "reason", word->reason, "decision", word->approves ? "approve" : "refuse", "at_unix_ms",
            (json_int_t)word->at_unix_ms, "embargo_unix_ms", (json_int_t)word->embargo_unix_ms);
        if (json_array_append_new(list, one) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

/* Whether it was audited together with what left of its period before; its account says so. */
static bool was_joint(const struct staith_held_item *item)
{
    json_t *account = json_loads(item->note.decision_json, 0, NULL);
    bool joint = json_is_true(json_object_get(account, "joint_audit"));
    json_decref(account);
    return joint;
}

/* How the item may leave if it is a revision; its dataset may be gone from the configuration. */
static int revision_of(struct staith_gate_service *service, const struct staith_held_item *item,
                       struct staith_gate_revision *ret_revision, struct staith_err *err)
{
    *ret_revision = (struct staith_gate_revision){0};
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        const struct staith_config_dataset *config = service->datasets[i].config;
        if (strcmp(config->name, item->dataset) == 0) {
            return staith_gate_revision_of(service->ledger, config, &item->period, was_joint(item),
                                           staith_gate_service_now(service), ret_revision, err);
        }
    }
    return 0;
}

/* Number of the last release of its period, 0: none. */
static uint64_t revision_last(struct staith_gate_service *service,
                              const struct staith_held_item *item)
{
    uint64_t last = 0;
    return staith_ledger_find_release(service->ledger, item->dataset, &item->period, &last) == 0
               ? last
               : 0;
}

/* What an open one still needs: members "new", "needed", "approvals", "last". */
static json_t *needs_of(struct staith_gate_service *service, const struct staith_held_item *item,
                        struct staith_err *err)
{
    struct staith_release *release = NULL;
    const char *what = NULL;
    struct staith_gate_revision revision = {0};
    int rc = staith_codec_unpack_release(item->release, item->release_len, &release, err);
    rc = rc != 0 ? rc : revision_of(service, item, &revision, err);
    if (rc == 0) {
        rc = staith_gate_novelty(service->ledger, release, &what, err);
    }
    uint32_t approvals = staith_gate_officer_approvals(service->config, item);
    /* one that waits although somebody approved it waits for somebody else */
    bool two = what != NULL || revision.officers == 2 ||
               (approvals > 0 && item->state == STAITH_HELD_WAITING);
    json_t *needs = rc != 0 ? NULL
                            : json_pack("{s:s?, s:i, s:I, s:I, s:s, s:b, s:I}", "new", what,
                                        "needed", two ? 2 : 1, "approvals", (json_int_t)approvals,
                                        "last", (json_int_t)revision_last(service, item), "policy",
                                        staith_release_policy(release), "dated", revision.dated,
                                        "date_unix_ms", (json_int_t)revision.leaves_unix_ms);
    staith_release_free(release);
    return needs;
}

static json_t *item_of(struct staith_gate_service *service, const struct staith_held_item *item,
                       struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&item->period, period);
    json_t *reply = json_pack(
        "{s:I, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}",
        "number", (json_int_t)item->number, "state", staith_gate_officer_state(item->state),
        "dataset", item->dataset, "period", period, "source", item->note.source_name,
        "held_unix_ms", (json_int_t)item->held_unix_ms, "changed_unix_ms",
        (json_int_t)item->changed_unix_ms, "leaves_unix_ms", (json_int_t)item->leaves_unix_ms,
        "ledger_number", (json_int_t)item->ledger_number, "replaces", (json_int_t)item->replaces,
        "replaced_by", (json_int_t)item->replaced_by, "released",
        (json_int_t)item->note.cells_released, "withheld", (json_int_t)item->note.cells_withheld,
        "errors", (json_int_t)item->note.errors, "queries", (json_int_t)item->note.queries, "words",
        words_of(item));
    bool open = item->state == STAITH_HELD_WAITING || item->state == STAITH_HELD_APPROVED;
    if (reply != NULL && open) {
        json_t *needs = needs_of(service, item, err);
        if (needs == NULL || json_object_update(reply, needs) != 0) {
            json_decref(reply);
            reply = NULL;
        }
        json_decref(needs);
    }
    return reply;
}

static int no_answer(struct staith_err *err)
{
    return err->code != 0 ? err->code
                          : staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
}

static int list(struct staith_gate_service *service, bool all, json_t **ret_reply,
                struct staith_err *err)
{
    uint64_t number = 0;
    uint32_t waiting = 0;
    uint32_t approved = 0;
    json_t *items = json_array();
    int rc = staith_held_count(service->held, NULL, &waiting, &approved);
    while (rc == 0 && items != NULL && staith_held_next(service->held, number, all, &number) == 0) {
        struct staith_held_item item;
        rc = staith_held_read(service->held, number, &item, err);
        json_t *one = rc == 0 ? item_of(service, &item, err) : NULL;
        if (rc == 0 && json_array_append_new(items, one) != 0) {
            rc = no_answer(err);
        }
        if (json_array_size(items) > LIST_MAX) {
            (void)json_array_remove(items, 0);
        }
    }
    json_t *reply = rc == 0 ? json_pack("{s:O, s:I, s:I}", "held", items, "waiting",
                                        (json_int_t)waiting, "approved", (json_int_t)approved)
                            : NULL;
    json_decref(items);
    if (reply == NULL) {
        return rc != 0 && err->code == 0
                   ? staith_err_set(err, rc, "the held releases cannot be read")
                   : no_answer(err);
    }
    *ret_reply = reply;
    return 0;
}

/* The last release of the same period, or NULL with 0: there is none. */
static int read_last(struct staith_gate_service *service, const struct staith_held_item *item,
                     struct staith_release **ret_release, struct staith_err *err)
{
    struct staith_ledger_entry entry;
    uint64_t number = 0;
    int rc = staith_ledger_find_release(service->ledger, item->dataset, &item->period, &number);
    if (rc != 0) {
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    rc = staith_ledger_read(service->ledger, number, &entry, err);
    return rc != 0 ? rc
                   : staith_codec_unpack_release(entry.record.payload, entry.record.payload_len,
                                                 ret_release, err);
}

static int show(struct staith_gate_service *service, const struct staith_held_item *item,
                uint64_t from, json_t **ret_reply, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_release *is = NULL;
    struct staith_release *was = NULL;
    struct staith_catalogue *catalogue = NULL;
    json_t *reply = item_of(service, item, err);
    json_t *changes = NULL;
    if (reply == NULL) {
        return no_answer(err);
    }
    if (item->release == NULL) { /* it has left, or was replaced: its figures are not here */
        *ret_reply = reply;
        return 0;
    }
    staith_arena_init(&arena, CATALOGUE_BYTES);
    int rc = staith_codec_unpack_release(item->release, item->release_len, &is, err);
    rc = rc != 0 ? rc
                 : staith_codec_unpack_catalogue(item->catalogue, item->catalogue_len, &arena,
                                                 &catalogue, err);
    rc = rc != 0 ? rc : read_last(service, item, &was, err);
    if (rc == 0) {
        changes = staith_gate_changes(is, was, catalogue, from);
        rc = changes != NULL && json_object_update(reply, changes) == 0 ? 0 : no_answer(err);
    }
    json_decref(changes);
    staith_release_free(is);
    staith_release_free(was);
    staith_arena_deinit(&arena);
    if (rc != 0) {
        json_decref(reply);
        return rc;
    }
    *ret_reply = reply;
    return 0;
}

static int held(struct staith_gate_service *service, const json_t *request, json_t **ret_reply,
                struct staith_err *err)
{
    struct staith_held_item item;
    if (json_object_get(request, "number") == NULL) {
        return list(service, json_is_true(json_object_get(request, "all")), ret_reply, err);
    }
    int rc = staith_held_read(service->held, number_of(request, "number"), &item, err);
    return rc != 0 ? rc : show(service, &item, number_of(request, "from"), ret_reply, err);
}

/* ---- what is said of it ---- */

static int needed_for(struct staith_gate_service *service, const struct staith_held_item *item,
                      uint32_t *ret_needed, struct staith_err *err)
{
    json_t *needs = item->release == NULL ? NULL : needs_of(service, item, err);
    if (needs == NULL && item->release != NULL) {
        return no_answer(err);
    }
    /* one that is closed is refused for that, whoever speaks */
    *ret_needed = needs == NULL ? 2 : (uint32_t)number_of(needs, "needed");
    json_decref(needs);
    return 0;
}

/* Read what is spoken of. Nobody can approve what would say too much by now; one that is decided
 * already is told so later. What cannot be said within a second is said when it leaves. */
static int read_item(struct staith_gate_service *service, uint64_t number, bool approves,
                     struct staith_held_item *ret_item, struct staith_err *err)
{
    char why[STAITH_DISCLOSURE_WHY_BYTES];
    enum staith_again again = STAITH_AGAIN_PASSED;
    int rc = staith_held_read(service->held, number, ret_item, err);
    if (rc != 0 || !approves || ret_item->state != STAITH_HELD_WAITING) {
        return rc;
    }
    rc = staith_gate_signoff_again(service, number, &again, why, err);
    if (rc == 0 && again == STAITH_AGAIN_TOO_MUCH) {
        rc = staith_err_set(err, STAITH_ERR_REFUSED, "held release %llu cannot leave any more: %s",
                            (unsigned long long)number, why);
        staith_err_remedy(err, "refuse it and let staithd make it anew: staith run");
    }
    return rc != 0 ? rc : staith_held_read(service->held, number, ret_item, err);
}

static int say(struct staith_gate_service *service, const json_t *request, bool approves,
               json_t **ret_reply, struct staith_err *err)
{
    struct staith_held_item item;
    enum staith_held_state state = STAITH_HELD_WAITING;
    struct staith_gate_saying saying = {
        .officer = text_of(request, "officer"),
        .reason = text_of(request, "reason"),
        .approves = approves,
        .embargo_unix_ms = (int64_t)json_integer_value(json_object_get(request, "embargo_unix_ms")),
        .now_unix_ms = staith_gate_service_now(service),
    };
    uint64_t number = number_of(request, "number");
    const json_t *embargo = json_object_get(request, "embargo_unix_ms");
    if (embargo != NULL && json_integer_value(embargo) <= 0) {
        /* taken for none it would let the release leave at once */
        return staith_err_set(err, STAITH_ERR_INVAL, "the embargo is no time");
    }
    struct staith_gate_revision revision = {0};
    int rc = read_item(service, number, approves, &item, err);
    rc = rc != 0 ? rc : needed_for(service, &item, &saying.needed, err);
    rc = rc != 0 || !approves ? rc : revision_of(service, &item, &revision, err);
    if (rc == 0 && revision.dated && revision.leaves_unix_ms == 0) {
        rc = staith_err_set(err, STAITH_ERR_STATE,
                            "it is a revision, and no release date lies ahead");
        staith_err_remedy(err, "add one to release-dates and send staithd SIGHUP");
    }
    saying.date_unix_ms = revision.leaves_unix_ms;
    rc = rc != 0
             ? rc
             : staith_gate_officer_say(service->config, service->held, &item, &saying, &state, err);
    if (rc != 0) {
        return rc;
    }
    staith_log_write(service->log, STAITH_LOG_NOTICE, approves ? "held approved" : "held refused",
                     "held=%llu\tofficer=%s\tstate=%s", (unsigned long long)number, saying.officer,
                     staith_gate_officer_state(state));
    if (state == STAITH_HELD_APPROVED) {
        staith_gate_signoff_leave_due(service);
    }
    rc = staith_held_read(service->held, number, &item, err);
    json_t *reply = rc == 0 ? item_of(service, &item, err) : NULL;
    if (reply == NULL) {
        return no_answer(err);
    }
    *ret_reply = reply;
    return 0;
}

/* ---- the switch ---- */

static int set_switch(struct staith_gate_service *service, const json_t *request, bool on,
                      json_t **ret_reply, struct staith_err *err)
{
    const char *name = text_of(request, "dataset");
    const struct staith_config_dataset *config = NULL;
    bool holds = true;
    uint32_t waiting = 0;
    uint32_t approved = 0;
    for (uint32_t i = 0; i < service->dataset_count && config == NULL; i++) {
        const struct staith_config_dataset *one = service->datasets[i].config;
        config = strcmp(one->name, name) == 0 ? one : NULL;
    }
    if (config == NULL) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no dataset \"%.63s\"", name);
        staith_err_remedy(err, "`staith status` lists them");
        return STAITH_ERR_NOTFOUND;
    }
    int rc = staith_held_set_switch(service->held, name, on, staith_gate_service_now(service), err);
    rc = rc != 0 ? rc : staith_gate_signoff_holds(service, config, &holds, err);
    if (rc != 0) {
        return rc;
    }
    if (!on && holds) {
        (void)staith_err_set(err, STAITH_ERR_STATE, "%s is held by the configuration", name);
        staith_err_at(err, config->where, 0, 0);
        staith_err_remedy(err, "change its sign-off there and send staithd SIGHUP");
        return STAITH_ERR_STATE;
    }
    (void)staith_held_count(service->held, name, &waiting, &approved);
    staith_log_write(service->log, STAITH_LOG_NOTICE, on ? "dataset held" : "dataset not held",
                     "dataset=%s", name);
    *ret_reply =
        json_pack("{s:s, s:s, s:I, s:I, s:I}", "dataset", name, "sign_off",
                  holds ? "hold" : "at-once", "held", (json_int_t)waiting, "approved",
                  (json_int_t)approved, "officers", (json_int_t)service->config->officer_count);
    return *ret_reply != NULL ? 0 : no_answer(err);
}

int staith_gate_answer_handle(struct staith_gate_service *service, const char *command,
                              const json_t *request, json_t **ret_reply, struct staith_err *err)
{
    if (strcmp(command, "held") == 0) {
        return held(service, request, ret_reply, err);
    }
    if (strcmp(command, "approve") == 0 || strcmp(command, "refuse") == 0) {
        return say(service, request, command[0] == 'a', ret_reply, err);
    }
    if (strcmp(command, "hold") == 0 || strcmp(command, "release") == 0) {
        return set_switch(service, request, command[0] == 'h', ret_reply, err);
    }
    if (staith_gate_notice_knows(command)) {
        return staith_gate_notice_handle(service, command, request, ret_reply, err);
    }
    return staith_err_set(err, STAITH_ERR_INVAL, "staithd does not know this command");
}
