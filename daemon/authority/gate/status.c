/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the control socket is told, in the shape of daemon/control/README.md.
 */
#include "authority/gate/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RUNS_SHOWN = 20, DEATHS_TO_WORRY = 3 };

/* ---- health ---- */

static bool went_wrong(const struct staith_gate_dataset *dataset)
{
    return dataset->fault[0] != '\0' || strcmp(dataset->outcome, "failed") == 0 ||
           strcmp(dataset->outcome, "refused") == 0;
}

const char *staith_gate_status_health(const struct staith_gate_service *service,
                                      const char **ret_why)
{
    *ret_why = "";
    if (service->stopping) {
        *ret_why = "a stop was asked for";
        return "stopped";
    }
    if (service->ledger_failed) {
        *ret_why = "the ledger cannot be written; it is tried again by itself";
        return "failed";
    }
    if (service->config_error[0] != '\0') {
        *ret_why = service->config_error;
        return "degraded";
    }
    struct staith_gate_publisher_state publisher = staith_gate_publisher_state(service->publisher);
    if (publisher.deaths >= DEATHS_TO_WORRY) {
        *ret_why = "the publisher keeps ending";
        return "degraded";
    }
    if (strcmp(publisher.state, "refused") == 0) {
        *ret_why = "the region refuses this council";
        return "degraded";
    }
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        if (went_wrong(&service->datasets[i])) {
            const struct staith_gate_dataset *dataset = &service->datasets[i];
            *ret_why = dataset->fault[0] != '\0' ? dataset->fault : dataset->detail;
            return "degraded";
        }
    }
    return strcmp(publisher.state, "starting") == 0 ? "starting" : "ok";
}

/* ---- status ---- */

static json_int_t resident_kilobytes(int pid)
{
    char path[64];
    unsigned long long total = 0;
    unsigned long long resident = 0;
    char line[128];
    (void)snprintf(path, sizeof(path), "/proc/%d/statm", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    char *end = NULL;
    if (fgets(line, sizeof(line), file) != NULL) {
        total = strtoull(line, &end, 10);
        resident = strtoull(end, NULL, 10);
    }
    (void)fclose(file);
    (void)total;
    return (json_int_t)(resident * (unsigned long long)sysconf(_SC_PAGESIZE) / 1024);
}

/* What is done with a dataset right now. */
static const char *work_on(const struct staith_gate_service *service,
                           const struct staith_gate_dataset *dataset)
{
    if (service->job.dataset != dataset) {
        return "idle";
    }
    return service->job.deciding != NULL ? "deciding" : "running";
}

static json_t *dataset_status(struct staith_gate_service *service,
                              const struct staith_gate_dataset *dataset)
{
    const char *work = work_on(service, dataset);
    bool decides = strcmp(work, "deciding") == 0;
    bool holds = true; /* where it cannot be read nothing leaves */
    uint32_t waiting = 0;
    uint32_t approved = 0;
    uint64_t number = dataset->last_number;
    const char *outcome = dataset->outcome;
    char detail[sizeof(dataset->detail)];
    (void)snprintf(detail, sizeof(detail), "%s", dataset->detail);
    if (dataset->last_held != 0) {
        uint64_t left = 0;
        outcome =
            staith_gate_signoff_words(service, dataset->last_held, detail, sizeof(detail), &left);
        number = left != 0 ? left : number;
    }
    const char *said = dataset->fault[0] != '\0' ? dataset->fault : detail;
    (void)staith_gate_signoff_holds(service, dataset->config, &holds, NULL);
    (void)staith_held_count(service->held, dataset->config->name, &waiting, &approved);
    json_t *item = json_pack(
        "{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:s, s:I, s:I, s:I}", "name",
        dataset->config->name, "plugin", dataset->config->plugin, "source", dataset->config->source,
        "state", work, "runs", (json_int_t)staith_gate_runs_last(dataset->runs), "waiting",
        (json_int_t)dataset->queue_count, "last_run_unix_ms", (json_int_t)dataset->last_run_unix_ms,
        "last_outcome", outcome, "last_detail", said, "last_number", (json_int_t)number, "errors",
        (json_int_t)dataset->errors, "queries", (json_int_t)dataset->queries);
    json_t *timing =
        json_pack("{s:s, s:s, s:I, s:I}", "health", staith_gate_timing_health(dataset), "schedule",
                  dataset->config->schedule != NULL ? dataset->config->schedule : "",
                  "next_run_unix_ms", (json_int_t)dataset->timing.due_unix_ms, "next_try_unix_ms",
                  (json_int_t)dataset->timing.retry_unix_ms);
    json_t *sign_off =
        json_pack("{s:s, s:I, s:I, s:I, s:I}", "sign_off", holds ? "hold" : "at-once", "held",
                  (json_int_t)waiting, "approved", (json_int_t)approved, "alarms",
                  (json_int_t)staith_gate_alarms_standing(dataset->alarms), "deciding_unix_ms",
                  (json_int_t)(decides ? service->job.deciding_unix_ms : 0));
    if (item == NULL || sign_off == NULL || timing == NULL ||
        json_object_update(item, sign_off) != 0 || json_object_update(item, timing) != 0) {
        json_decref(item);
        item = NULL;
    }
    json_decref(timing);
    json_decref(sign_off);
    return item;
}

static json_t *datasets_status(struct staith_gate_service *service)
{
    json_t *list = json_array();
    for (uint32_t i = 0; list != NULL && i < service->dataset_count; i++) {
        json_t *item = dataset_status(service, &service->datasets[i]);
        if (json_array_append_new(list, item) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

/* The newest notice, or null: what an officer said of a period last. */
static json_t *notice_status(struct staith_gate_service *service)
{
    struct staith_notice notice;
    char period[STAITH_PERIOD_CODE_BYTES];
    uint64_t number = 0;
    if (staith_ledger_newest_notice(service->ledger, &number, &notice) != 0) {
        return json_null();
    }
    staith_period_format(&notice.period, period);
    return json_pack("{s:I, s:s, s:s, s:s}", "number", (json_int_t)number, "kind",
                     staith_notice_words(notice.kind), "dataset", notice.dataset, "period", period);
}

static json_t *ledger_status(struct staith_gate_service *service)
{
    uint64_t last = 0;
    uint64_t received = 0;
    uint64_t refused = 0;
    uint64_t sent_back = 0;
    /* what cannot be read stays 0: the state of the daemon says why */
    (void)staith_ledger_last(service->ledger, &last);
    (void)staith_ledger_received(service->ledger, &received);
    (void)staith_ledger_refused(service->ledger, &refused);
    (void)staith_ledger_sent_back(service->ledger, &sent_back);
    return json_pack("{s:o, s:I, s:I, s:I, s:I, s:o}", "epoch",
                     staith_control_epoch(staith_ledger_epoch(service->ledger)), "last",
                     (json_int_t)last, "received", (json_int_t)received, "refused",
                     (json_int_t)refused, "sent_back", (json_int_t)sent_back, "notice",
                     notice_status(service));
}

static json_t *publisher_status(const struct staith_gate_publisher_state *publisher)
{
    return json_pack("{s:i, s:s, s:s, s:s, s:I}", "pid", publisher->pid, "state", publisher->state,
                     "endpoint", publisher->endpoint, "detail", publisher->detail, "deaths",
                     (json_int_t)publisher->deaths);
}

static json_t *children_status(const struct staith_gate_publisher_state *publisher)
{
    if (publisher->pid == 0) {
        return json_array();
    }
    return json_pack("[{s:s, s:i, s:I}]", "name", "publisher", "pid", publisher->pid,
                     "resident_kilobytes", resident_kilobytes(publisher->pid));
}

static json_t *status(struct staith_gate_service *service)
{
    const char *why = "";
    const char *health = staith_gate_status_health(service, &why);
    const struct staith_config_council *config = service->config;
    struct staith_gate_publisher_state publisher = staith_gate_publisher_state(service->publisher);
    return json_pack("{s:s, s:s, s:i, s:I, s:I, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o}",
                     "program", "staithd", "version", service->version, "pid", (int)getpid(),
                     "started_unix_ms", (json_int_t)service->started_unix_ms, "resident_kilobytes",
                     resident_kilobytes((int)getpid()), "authority", config->authority_code, "name",
                     config->authority_name, "state", health, "reason", why, "datasets",
                     datasets_status(service), "ledger", ledger_status(service), "publisher",
                     publisher_status(&publisher), "children", children_status(&publisher),
                     "sandbox", staith_gate_sandbox_json(&service->sandbox, publisher.sandbox));
}

/* ---- runs ---- */

/* The newest runs without their lists of findings, which one run is asked for by number. */
static int add_runs(const struct staith_gate_dataset *dataset, uint64_t limit, json_t *list)
{
    uint64_t last = staith_gate_runs_last(dataset->runs);
    for (uint64_t i = 0; i < limit && i < last; i++) {
        json_t *record = NULL;
        if (staith_gate_runs_get(dataset->runs, last - i, &record, NULL) != 0) {
            continue;
        }
        (void)json_object_del(record, "findings");
        (void)json_object_del(record, "tables");
        if (json_array_append_new(list, record) != 0) {
            return STAITH_ERR_NOMEM;
        }
    }
    return 0;
}

static int list_runs(const struct staith_gate_service *service, const char *name, uint64_t limit,
                     json_t **ret_reply)
{
    json_t *list = json_array();
    int rc = list == NULL ? STAITH_ERR_NOMEM : 0;
    for (uint32_t i = 0; i < service->dataset_count && rc == 0; i++) {
        const struct staith_gate_dataset *dataset = &service->datasets[i];
        if (name == NULL || strcmp(dataset->config->name, name) == 0) {
            rc = add_runs(dataset, limit, list);
        }
    }
    json_t *reply = rc == 0 ? json_pack("{s:O}", "runs", list) : NULL;
    json_decref(list);
    if (reply == NULL) {
        return STAITH_ERR_NOMEM;
    }
    *ret_reply = reply;
    return 0;
}

static int runs(struct staith_gate_service *service, const json_t *request, json_t **ret_reply,
                struct staith_err *err)
{
    const char *name = json_string_value(json_object_get(request, "dataset"));
    const json_t *number = json_object_get(request, "run");
    const json_t *limit = json_object_get(request, "limit");
    const struct staith_gate_dataset *dataset = staith_gate_datasets_find(service, name);
    if (dataset == NULL) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no such dataset");
    }
    if (json_is_integer(number)) {
        json_t *record = NULL;
        int rc =
            staith_gate_runs_get(dataset->runs, (uint64_t)json_integer_value(number), &record, err);
        if (rc != 0) {
            return rc;
        }
        *ret_reply = record;
        return 0;
    }
    json_int_t most = json_is_integer(limit) ? json_integer_value(limit) : RUNS_SHOWN;
    if (most < 1 || most > STAITH_GATE_RUNS_KEPT) {
        return staith_err_set(err, STAITH_ERR_INVAL, "limit must be 1 to %d",
                              (int)STAITH_GATE_RUNS_KEPT);
    }
    int rc = list_runs(service, name, (uint64_t)most, ret_reply);
    return rc == 0 ? 0 : staith_err_set(err, rc, "no memory for the answer");
}

/* ---- alarms ---- */

static json_t *alarms(const struct staith_gate_service *service, bool all)
{
    uint32_t standing = 0;
    json_t *list = json_array();
    for (uint32_t i = 0; list != NULL && i < service->dataset_count; i++) {
        json_t *periods = staith_gate_alarms_list(service->datasets[i].alarms, all);
        standing += staith_gate_alarms_standing(service->datasets[i].alarms);
        if (json_array_extend(list, periods) != 0) {
            json_decref(list);
            list = NULL;
        }
        json_decref(periods);
    }
    return json_pack("{s:o, s:I}", "periods", list, "standing", (json_int_t)standing);
}

/* ---- what is asked for ---- */

static int run_now(struct staith_gate_service *service, const json_t *request, json_t **ret_reply,
                   struct staith_err *err)
{
    const char *name = json_string_value(json_object_get(request, "dataset"));
    struct staith_gate_dataset *dataset =
        name != NULL ? staith_gate_datasets_find(service, name) : NULL;
    if (dataset == NULL) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no such dataset");
    }
    staith_gate_timing_run(dataset);
    *ret_reply = json_pack("{s:s, s:I}", "dataset", name, "runs",
                           (json_int_t)staith_gate_runs_last(dataset->runs));
    return *ret_reply != NULL ? 0 : staith_err_set(err, STAITH_ERR_NOMEM, "no memory");
}

static int reload(struct staith_gate_service *service, json_t **ret_reply, struct staith_err *err)
{
    bool waits = false;
    int rc = staith_gate_reload_ask(service, &waits, err);
    if (rc != 0) {
        return rc;
    }
    *ret_reply =
        json_pack("{s:I, s:b}", "datasets", (json_int_t)service->dataset_count, "waits", waits);
    return *ret_reply != NULL ? 0 : staith_err_set(err, STAITH_ERR_NOMEM, "no memory");
}

/* ---- the socket ---- */

int staith_gate_status_handle(void *ctx, const char *command, const json_t *request,
                              json_t **ret_reply, struct staith_err *err)
{
    struct staith_gate_service *service = ctx;
    json_t *reply = NULL;
    if (strcmp(command, "runs") == 0) {
        return runs(service, request, ret_reply, err);
    }
    if (strcmp(command, "run") == 0) {
        return run_now(service, request, ret_reply, err);
    }
    if (strcmp(command, "reload") == 0) {
        return reload(service, ret_reply, err);
    }
    if (strcmp(command, "status") == 0) {
        reply = status(service);
    } else if (strcmp(command, "alarms") == 0) {
        reply = alarms(service, json_is_true(json_object_get(request, "all")));
    } else if (strcmp(command, "rescan") == 0) {
        staith_gate_datasets_rescan(service);
        reply = json_pack("{s:I}", "datasets", (json_int_t)service->dataset_count);
    } else {
        return staith_gate_answer_handle(service, command, request, ret_reply, err);
    }
    if (reply == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the answer");
    }
    *ret_reply = reply;
    return 0;
}
