/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const suffixes[] = {".xml", ".csv",    ".tsv",    ".xlsx", ".xlsm", ".ods",
                                       ".db",  ".sqlite", ".ndjson", ".sql",  NULL};

/* ---- what a dataset remembers ---- */

static uint64_t hash_path(const char *path)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (const char *at = path; *at != '\0'; at++) {
        hash = (hash ^ (uint64_t)(unsigned char)*at) * UINT64_C(1099511628211);
    }
    return hash;
}

bool staith_gate_dataset_first_sight(struct staith_gate_dataset *dataset, const char *path)
{
    uint64_t hash = hash_path(path);
    for (uint32_t i = 0; i < dataset->sight_count; i++) {
        if (dataset->sights[i] == hash) {
            return false;
        }
    }
    if (dataset->sight_count < STAITH_GATE_SIGHTS_MAX) {
        uint64_t *more =
            realloc(dataset->sights, ((size_t)dataset->sight_count + 1) * sizeof(*more));
        if (more != NULL) {
            dataset->sights = more;
            dataset->sights[dataset->sight_count++] = hash;
        }
    }
    return true;
}

void staith_gate_dataset_add_failed(struct staith_gate_dataset *dataset, const uint8_t *hash)
{
    memcpy(dataset->failed[dataset->failed_count % STAITH_GATE_FAILED_MAX], hash,
           STAITH_HASH_BYTES);
    dataset->failed_count++;
}

bool staith_gate_dataset_has_failed(const struct staith_gate_dataset *dataset, const uint8_t *hash)
{
    for (uint32_t i = 0; i < dataset->failed_count && i < STAITH_GATE_FAILED_MAX; i++) {
        if (memcmp(dataset->failed[i], hash, STAITH_HASH_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

static void copy_text(char *out, size_t cap, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    (void)snprintf(out, cap, "%s", text == NULL ? "" : text);
}

void staith_gate_dataset_show(struct staith_gate_dataset *dataset, const json_t *record)
{
    const json_t *error = json_object_get(record, "error");
    dataset->fault[0] = '\0';
    copy_text(dataset->outcome, sizeof(dataset->outcome), record, "outcome");
    copy_text(dataset->detail, sizeof(dataset->detail), error, "what");
    const char *remedy = json_string_value(json_object_get(error, "remedy"));
    size_t len = strlen(dataset->detail);
    if (len > 0 && remedy != NULL && remedy[0] != '\0') {
        (void)snprintf(dataset->detail + len, sizeof(dataset->detail) - len, "; %s", remedy);
    }
    dataset->last_run_unix_ms = json_integer_value(json_object_get(record, "started_unix_ms"));
    dataset->errors = (uint32_t)json_integer_value(json_object_get(record, "errors"));
    dataset->queries = (uint32_t)json_integer_value(json_object_get(record, "queries"));
    uint64_t number = (uint64_t)json_integer_value(json_object_get(record, "number"));
    if (number > 0) {
        dataset->last_number = number;
    }
    dataset->last_held = (uint64_t)json_integer_value(json_object_get(record, "held"));
}

/* ---- local alarms ---- */

void staith_gate_dataset_alarm(struct staith_gate_dataset *dataset,
                               const struct staith_gate_outcome *outcome)
{
    struct staith_gate_service *service = dataset->service;
    const struct staith_gate_alarms_news news = {
        .period = &outcome->raw->period,
        .alarms = outcome->alarms,
        .alarm_count = outcome->alarm_count,
        .now_unix_ms = staith_gate_service_now(service),
    };
    struct staith_err err = {0};
    json_t *change = NULL;
    if (staith_gate_alarms_put(dataset->alarms, &news, &change, &err) != 0) {
        staith_log_err(service->log, STAITH_LOG_ERROR, "alarms not kept", &err);
    }
    if (change != NULL) {
        staith_gate_tell(service->teller, service->config, change);
    }
    json_decref(change);
}

void staith_gate_datasets_told(void *ctx, const char *dataset, const char *period, const char *way,
                               bool well, const char *detail)
{
    struct staith_gate_service *service = ctx;
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        if (strcmp(service->datasets[i].config->name, dataset) == 0) {
            staith_gate_alarms_told(service->datasets[i].alarms, period, way, well, detail,
                                    staith_gate_service_now(service));
        }
    }
}

/* ---- files that wait ---- */

void staith_gate_dataset_wait(void *ctx, const char *path)
{
    struct staith_gate_dataset *dataset = ctx;
    for (uint32_t i = 0; i < dataset->queue_count; i++) {
        if (strcmp(dataset->queue[i], path) == 0) {
            return;
        }
    }
    char **more = NULL;
    char *copy = NULL;
    if (dataset->queue_count < STAITH_GATE_QUEUE_MAX) {
        more = realloc(dataset->queue, ((size_t)dataset->queue_count + 1) * sizeof(*more));
        copy = strdup(path);
    }
    if (more != NULL) {
        dataset->queue = more;
    }
    if (more == NULL || copy == NULL) {
        free(copy);
        staith_log_write(dataset->service->log, STAITH_LOG_ERROR, "file passed over",
                         "dataset=%s\twhy=no room for more waiting files", dataset->config->name);
        return;
    }
    dataset->queue[dataset->queue_count++] = copy;
    staith_timer_again(dataset->service->work_timer, 0, 0);
}

bool staith_gate_datasets_next(struct staith_gate_service *service,
                               struct staith_gate_dataset **ret_dataset, char **ret_path)
{
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        struct staith_gate_dataset *dataset =
            &service->datasets[(service->next_dataset + i) % service->dataset_count];
        if (dataset->queue_count == 0 || !dataset->timing.open) {
            continue;
        }
        *ret_dataset = dataset;
        *ret_path = dataset->queue[0];
        dataset->queue_count--;
        memmove(dataset->queue, dataset->queue + 1, dataset->queue_count * sizeof(*dataset->queue));
        service->next_dataset = (service->next_dataset + i + 1) % service->dataset_count;
        return true;
    }
    return false;
}

/* ---- start and stop ---- */

static void rescan_one(struct staith_gate_dataset *dataset)
{
    dataset->failed_count = 0;
    dataset->sight_count = 0; /* nobody put these files back */
    dataset->asked = false;
    staith_timer_again(dataset->service->work_timer, 0, 0);
    staith_watch_rescan(dataset->watch);
}

/* A file of the configuration changed: what a source gives may be another thing now. */
static void on_file_changed(void *ctx, const char *path)
{
    (void)path;
    rescan_one(ctx);
}

static int watch_files(struct staith_gate_service *service, struct staith_gate_dataset *dataset,
                       struct staith_err *err)
{
    const struct staith_config_dataset *config = dataset->config;
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < config->file_count && i < STAITH_GATE_MAX_FILES; i++) {
        if (staith_config_handout(config->files[i].value) != NULL) {
            continue; /* the publisher says when it changes */
        }
        rc = staith_watch_start(service->loop, config->files[i].value, NULL,
                                config->scan_seconds * 1000, service->settle_ms, on_file_changed,
                                dataset, &dataset->file_watches[i], err);
    }
    return rc;
}

static int start_one(struct staith_gate_service *service, struct staith_gate_dataset *dataset,
                     const struct staith_config_dataset *config, struct staith_err *err)
{
    struct stat facts;
    dataset->service = service;
    dataset->config = config;
    dataset->folder = stat(config->source, &facts) == 0 && S_ISDIR(facts.st_mode);
    (void)snprintf(dataset->outcome, sizeof(dataset->outcome), "never");
    int rc =
        staith_gate_runs_open(service->config->state_folder, config->name, &dataset->runs, err);
    if (rc == 0) {
        rc = staith_gate_alarms_open(service->config->state_folder, config->name, &dataset->alarms,
                                     err);
    }
    if (rc != 0) {
        return rc;
    }
    json_t *record = NULL;
    uint64_t last = staith_gate_runs_last(dataset->runs);
    if (last > 0 && staith_gate_runs_get(dataset->runs, last, &record, NULL) == 0) {
        staith_gate_dataset_show(dataset, record);
        json_decref(record);
    }
    rc = staith_watch_start(service->loop, config->source, suffixes, config->scan_seconds * 1000,
                            service->settle_ms, staith_gate_dataset_wait, dataset, &dataset->watch,
                            err);
    rc = rc != 0 ? rc : watch_files(service, dataset, err);
    staith_timer_again(service->work_timer, 0, 0); /* its plugin is asked first */
    return rc != 0 ? rc : staith_gate_timing_start(dataset, err);
}

int staith_gate_datasets_start(struct staith_gate_service *service, struct staith_err *err)
{
    uint32_t count = service->config->dataset_count;
    service->datasets = calloc((size_t)count + 1, sizeof(*service->datasets));
    if (service->datasets == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for %u datasets", count);
    }
    service->next_dataset = 0;
    for (uint32_t i = 0; i < count; i++) {
        service->dataset_count = i + 1;
        int rc = start_one(service, &service->datasets[i], &service->config->datasets[i], err);
        if (rc != 0) {
            staith_gate_datasets_stop(service);
            return rc;
        }
    }
    return 0;
}

void staith_gate_datasets_stop(struct staith_gate_service *service)
{
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        struct staith_gate_dataset *dataset = &service->datasets[i];
        staith_gate_timing_stop(dataset);
        staith_watch_stop(dataset->watch);
        for (uint32_t j = 0; j < STAITH_GATE_MAX_FILES; j++) {
            staith_watch_stop(dataset->file_watches[j]);
        }
        staith_gate_runs_close(dataset->runs);
        staith_gate_alarms_close(dataset->alarms);
        for (uint32_t j = 0; j < dataset->queue_count; j++) {
            free(dataset->queue[j]);
        }
        free(dataset->queue);
        free(dataset->sights);
    }
    free(service->datasets);
    service->datasets = NULL;
    service->dataset_count = 0;
}

struct staith_gate_dataset *staith_gate_datasets_find(struct staith_gate_service *service,
                                                      const char *name)
{
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        if (name == NULL || strcmp(service->datasets[i].config->name, name) == 0) {
            return &service->datasets[i];
        }
    }
    return NULL;
}

void staith_gate_datasets_rescan(struct staith_gate_service *service)
{
    service->again_at_ms = 0;
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        rescan_one(&service->datasets[i]);
    }
}

void staith_gate_datasets_handed_out(struct staith_gate_service *service)
{
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        const struct staith_config_dataset *config = service->datasets[i].config;
        for (uint32_t j = 0; j < config->file_count; j++) {
            if (staith_config_handout(config->files[j].value) != NULL) {
                rescan_one(&service->datasets[i]);
                break;
            }
        }
    }
}
