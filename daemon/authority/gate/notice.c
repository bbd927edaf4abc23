/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What officers say to the region of a dataset and period: withdraw, revise, embargo. Each is a
 * record of the ledger, appended at once: unlike a release it lets nothing out but the officer's
 * own words, so one officer is enough. The name stays here, in the note beside it.
 */
#include "authority/gate/internal.h"
#include "authority/gate/officer.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *request, const char *name)
{
    const char *text = json_string_value(json_object_get(request, name));
    return text == NULL ? "" : text;
}

/* ---- what is asked ---- */

struct saying {
    struct staith_notice notice;
    const struct staith_config_officer *officer;
    const char *reason; /* of an embargo too, where it stays here */
    uint64_t of;        /* the newest release, 0: none */
};

static int read_slot(const struct staith_gate_service *service, const json_t *request,
                     struct saying *saying, struct staith_err *err)
{
    struct staith_notice *notice = &saying->notice;
    const char *dataset = text_of(request, "dataset");
    const char *period = text_of(request, "period");
    if (staith_code_valid(dataset) == 0) {
        return staith_err_set(err, STAITH_ERR_INVAL, "\"%.63s\" is no dataset's code", dataset);
    }
    if (staith_period_parse(period, &notice->period) != 0) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "\"%.20s\" is no period", period);
        staith_err_remedy(err, "write it as in 2025, 2025Q3 or 2025-07");
        return STAITH_ERR_INVAL;
    }
    memcpy(notice->dataset, dataset, strlen(dataset) + 1);
    (void)snprintf(notice->authority, sizeof(notice->authority), "%s",
                   service->config->authority_code);
    int rc = staith_ledger_find_release(service->ledger, dataset, &notice->period, &saying->of);
    return rc == STAITH_ERR_NOTFOUND || rc == 0
               ? 0
               : staith_err_set(err, rc, "the ledger cannot be read");
}

static int read_words(const struct staith_gate_service *service, const json_t *request,
                      struct saying *saying, struct staith_err *err)
{
    int rc = staith_gate_officer_find(service->config, text_of(request, "officer"),
                                      &saying->officer, err);
    if (rc != 0) {
        return rc;
    }
    saying->reason = text_of(request, "reason");
    size_t len = strlen(saying->reason);
    if (len > STAITH_NOTICE_REASON_MAX || !staith_utf8_is_line(saying->reason, len)) {
        (void)staith_err_set(err, STAITH_ERR_INVAL,
                             "a reason is one line of text, at most %d bytes",
                             (int)STAITH_NOTICE_REASON_MAX);
        staith_err_remedy(err, "say why, with --reason");
        return STAITH_ERR_INVAL;
    }
    if (saying->notice.kind != STAITH_NOTICE_EMBARGO) {
        memcpy(saying->notice.reason, saying->reason, len + 1);
    }
    return 0;
}

/* ---- whether it can be said ---- */

static int nothing_left(const struct saying *saying, struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&saying->notice.period, period);
    (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "nothing of %s %s has left this council",
                         saying->notice.dataset, period);
    staith_err_remedy(err, "`staith ledger` lists what has");
    return STAITH_ERR_NOTFOUND;
}

static int check(const struct staith_gate_service *service, const struct saying *saying,
                 struct staith_err *err)
{
    const struct staith_notice *notice = &saying->notice;
    uint64_t number = 0;
    if (notice->kind == STAITH_NOTICE_EMBARGO) {
        return 0; /* it is of what comes */
    }
    if (saying->of == 0) {
        return nothing_left(saying, err);
    }
    if (notice->kind == STAITH_NOTICE_WITHDRAWAL &&
        staith_ledger_withdrawn(service->ledger, notice->dataset, &notice->period, &number) == 0) {
        return staith_err_set(err, STAITH_ERR_STATE, "it is withdrawn already, as number %llu",
                              (unsigned long long)number);
    }
    return 0;
}

/* ---- into the ledger ---- */

static char *account(const struct saying *saying, int64_t now)
{
    json_t *decision = json_pack(
        "{s:{s:s, s:I, s:s, s:s, s:s, s:I, s:I}}", "notice", "kind",
        staith_notice_words(saying->notice.kind), "of", (json_int_t)saying->of, "officer",
        saying->officer->name, "role", saying->officer->role, "reason", saying->reason,
        "at_unix_ms", (json_int_t)now, "until_unix_ms", (json_int_t)saying->notice.at_unix_ms);
    char *text = decision == NULL ? NULL : json_dumps(decision, JSON_COMPACT);
    json_decref(decision);
    return text;
}

static int append(struct staith_gate_service *service, const struct saying *saying,
                  uint64_t *ret_number, struct staith_err *err)
{
    char *text = account(saying, staith_gate_service_now(service));
    if (text == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the account of a notice");
    }
    const struct staith_ledger_note note = {
        .source_name = "", .approved_by = saying->officer->name, .decision_json = text};
    int rc = staith_ledger_append_notice(service->ledger, &saying->notice, &note, ret_number, err);
    free(text);
    return rc;
}

/* What was approved of the period before it was withdrawn does not leave after all: it would bring
 * the period back without a word. What waits still needs its officers, two of them now. */
static int refuse_approved(struct staith_gate_service *service, const struct saying *saying,
                           struct staith_err *err)
{
    const struct staith_held_word word = {.officer = saying->officer->name,
                                          .role = saying->officer->role,
                                          .reason = "its period was withdrawn",
                                          .at_unix_ms = staith_gate_service_now(service)};
    uint64_t number = 0;
    int rc = 0;
    int next = 0;
    while (rc == 0 && (next = staith_held_next(service->held, number, false, &number)) == 0) {
        struct staith_held_item item;
        rc = staith_held_read(service->held, number, &item, err);
        if (rc == 0 && item.state == STAITH_HELD_APPROVED &&
            strcmp(item.dataset, saying->notice.dataset) == 0 &&
            staith_period_compare(&item.period, &saying->notice.period) == 0) {
            rc = staith_held_say(service->held, number, &word, STAITH_HELD_REFUSED, 0, err);
        }
    }
    if (rc == 0 && next != STAITH_ERR_NOTFOUND) {
        rc = staith_err_set(err, next, "the releases that wait cannot be read");
    }
    return rc;
}

static enum staith_notice_kind kind_of(const char *command)
{
    return strcmp(command, "withdraw") == 0 ? STAITH_NOTICE_WITHDRAWAL
           : strcmp(command, "revise") == 0 ? STAITH_NOTICE_REVISION
                                            : STAITH_NOTICE_EMBARGO;
}

bool staith_gate_notice_knows(const char *command)
{
    return strcmp(command, "withdraw") == 0 || strcmp(command, "revise") == 0 ||
           strcmp(command, "embargo") == 0;
}

int staith_gate_notice_handle(struct staith_gate_service *service, const char *command,
                              const json_t *request, json_t **ret_reply, struct staith_err *err)
{
    struct saying saying = {.notice.kind = kind_of(command)};
    char period[STAITH_PERIOD_CODE_BYTES];
    uint64_t number = 0;
    int rc = read_slot(service, request, &saying, err);
    rc = rc != 0 ? rc : read_words(service, request, &saying, err);
    rc = rc != 0 ? rc : check(service, &saying, err);
    if (rc == 0 && saying.notice.kind != STAITH_NOTICE_WITHDRAWAL) {
        saying.notice.at_unix_ms =
            (int64_t)json_integer_value(json_object_get(request, "at_unix_ms"));
    }
    if (rc == 0 && saying.notice.kind == STAITH_NOTICE_WITHDRAWAL) {
        rc = refuse_approved(service, &saying, err);
    }
    rc = rc != 0 ? rc : append(service, &saying, &number, err);
    if (rc != 0) {
        return rc;
    }
    staith_log_write(service->log, STAITH_LOG_NOTICE, "notice appended",
                     "dataset=%s\tkind=%s\tnumber=%llu\tofficer=%s", saying.notice.dataset,
                     staith_notice_words(saying.notice.kind), (unsigned long long)number,
                     saying.officer->name);
    staith_gate_publisher_poke(service->publisher);
    if (saying.notice.kind == STAITH_NOTICE_REVISION) {
        staith_gate_datasets_rescan(service);
    }
    staith_period_format(&saying.notice.period, period);
    *ret_reply = json_pack("{s:I, s:s, s:s, s:s, s:I, s:I}", "number", (json_int_t)number, "kind",
                           staith_notice_words(saying.notice.kind), "dataset",
                           saying.notice.dataset, "period", period, "of", (json_int_t)saying.of,
                           "at_unix_ms", (json_int_t)saying.notice.at_unix_ms);
    return *ret_reply != NULL ? 0
                              : staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
}
