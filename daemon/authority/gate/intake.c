/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file at a time: open, hash, look it up, run. The host gets the descriptor that was hashed, so
 * a file renamed over it in between changes nothing; one that is written to in between gives
 * another hash in the host's answer and is dropped.
 */
#include "authority/gate/internal.h"

#include "authority/gate/history.h"
#include "authority/gate/policies.h"
#include "codec/codec.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POLICY_BYTES = 256 * 1024, AGAIN_FIRST_MS = 5000, AGAIN_MOST_MS = 300000 };

void staith_gate_intake_over(struct staith_gate_service *service)
{
    struct staith_gate_job *job = &service->job;
    if (job->fd >= 0) {
        (void)close(job->fd);
    }
    free(job->path);
    staith_arena_deinit(&job->arena);
    memset(job, 0, sizeof(*job));
    job->fd = -1;
    staith_gate_service_job_over(service);
}

static void fail_job(struct staith_gate_service *service, const struct staith_err *err)
{
    staith_gate_append_record(service, "failed", 0, err, NULL, NULL);
    staith_gate_timing_failed(service->job.dataset, service->job.path);
    staith_gate_intake_over(service);
}

static void set_changed(struct staith_err *err, const struct staith_gate_job *job)
{
    (void)staith_err_set(err, STAITH_ERR_AGAIN, "the file changed while it was read");
    staith_err_at(err, job->label, 0, 0);
    staith_err_remedy(err, "it is read again when it stands still");
}

/* ---- the same file twice ---- */

/* Whether a release with this note was made under the rules that hold now. Marks and options change
 * what a file gives, so they are part of the question whether it was released already. */
static bool same_rules(const struct staith_gate_service *service,
                       const struct staith_ledger_note *note, bool *ret_same_name)
{
    char rules[STAITH_GATE_RULES_BYTES] = "";
    struct staith_policy policy;
    struct staith_arena arena;
    staith_arena_init(&arena, POLICY_BYTES);
    if (staith_gate_policy(service->config, service->job.dataset->config,
                           staith_gate_service_now(service), &arena, &policy, NULL) == 0) {
        staith_gate_report_rules(&policy, service->job.dataset->config, &service->job.files, rules);
    }
    staith_arena_deinit(&arena);
    json_t *decision = json_loads(note->decision_json, 0, NULL);
    const char *then = json_string_value(json_object_get(decision, "rules"));
    bool same = then != NULL && strcmp(then, rules) == 0;
    json_decref(decision);
    *ret_same_name = strcmp(note->source_name, service->job.label) == 0;
    return same;
}

/* Whether the file was released, or is or was held for an officer. *ret_released: its number in the
 * ledger, or 0 with *ret_held its number among the held. */
static bool find_earlier(struct staith_gate_service *service, uint64_t *ret_released,
                         uint64_t *ret_held, bool *ret_same_name)
{
    const struct staith_gate_job *job = &service->job;
    const char *dataset = job->dataset->config->name;
    struct staith_ledger_entry entry;
    struct staith_held_item item;
    *ret_held = 0;
    if (staith_ledger_find_source(service->ledger, dataset, job->hash, ret_released) == 0 &&
        staith_ledger_read(service->ledger, *ret_released, &entry, NULL) == 0 && entry.has_note &&
        same_rules(service, &entry.note, ret_same_name)) {
        return true;
    }
    *ret_released = 0;
    return staith_held_find_source(service->held, dataset, job->hash, ret_held) == 0 &&
           staith_held_read(service->held, *ret_held, &item, NULL) == 0 &&
           same_rules(service, &item.note, ret_same_name);
}

/* Whether nothing was released since for the period of release `number`. */
static bool is_newest(struct staith_gate_service *service, uint64_t number)
{
    struct staith_ledger_entry entry;
    struct staith_release *release = NULL;
    uint64_t newest = number;
    if (staith_ledger_read(service->ledger, number, &entry, NULL) == 0 &&
        staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release,
                                    NULL) == 0) {
        (void)staith_ledger_find_release(service->ledger, service->job.dataset->config->name,
                                         staith_release_period(release), &newest);
    }
    staith_release_free(release);
    return newest == number;
}

/* True when the file needs no run. A file that was there when the daemon last ran is passed over
 * in silence; one that was put there again, or under another name, is recorded. One that was put
 * back after another had taken its place is released again: it is what the council now says. */
static bool is_known(struct staith_gate_service *service)
{
    struct staith_gate_job *job = &service->job;
    uint64_t number = 0;
    uint64_t held = 0;
    bool same_name = false;
    if (staith_gate_dataset_has_failed(job->dataset, job->hash)) {
        staith_log_write(service->log, STAITH_LOG_INFO, "failed file unchanged",
                         "dataset=%s\tsource=%s", job->dataset->config->name, job->label);
        return true;
    }
    if (job->dataset->timing.anew || !find_earlier(service, &number, &held, &same_name)) {
        return false;
    }
    if (job->first_sight && same_name) {
        staith_log_write(service->log, STAITH_LOG_DEBUG, "released file seen",
                         "dataset=%s\tsource=%s\tnumber=%" PRIu64 "\theld=%" PRIu64,
                         job->dataset->config->name, job->label, number, held);
        return true;
    }
    if (!job->first_sight && !is_newest(service, number)) {
        return false;
    }
    struct staith_err err = {0};
    if (number > 0) {
        (void)staith_err_set(&err, STAITH_ERR_EXISTS,
                             "same file twice: it was released as number %" PRIu64, number);
    } else {
        (void)staith_err_set(&err, STAITH_ERR_EXISTS,
                             "same file twice: it was held for an officer as number %" PRIu64,
                             held);
    }
    staith_err_at(&err, job->label, 0, 0);
    staith_err_remedy(&err, "nothing to do, unless another file was meant");
    staith_gate_append_record(service, "unchanged", number, &err, NULL, NULL);
    return true;
}

/* ---- the run ---- */

static void on_done(void *ctx, const struct staith_gate_outcome *outcome)
{
    struct staith_gate_service *service = ctx;
    struct staith_gate_job *job = &service->job;
    struct staith_gate_run *run = job->run;
    job->run = NULL;
    if (service->stopping) {
        staith_gate_intake_over(service);
        return;
    }
    struct staith_err err = {0};
    if (outcome->end != STAITH_GATE_END_WELL) {
        bool refused = outcome->end == STAITH_GATE_END_REFUSED;
        err = outcome->err;
        if (err.where[0] == '\0') {
            staith_err_at(&err, job->label, 0, 0);
        }
        staith_gate_dataset_add_failed(job->dataset, job->hash);
        staith_gate_append_record(service, refused ? "refused" : "failed", 0, &err, outcome, NULL);
        if (refused) {
            staith_gate_timing_settled(job->dataset);
        } else {
            staith_gate_timing_failed(job->dataset, job->path);
        }
    } else if (memcmp(outcome->raw->source_hash, job->hash, sizeof(job->hash)) != 0) {
        set_changed(&err, job);
        staith_gate_append_record(service, "failed", 0, &err, NULL, NULL);
        staith_gate_timing_failed(job->dataset, job->path);
    } else {
        staith_gate_timing_settled(job->dataset);
        staith_gate_dataset_alarm(job->dataset, outcome);
        struct staith_gate_outcome ours;
        staith_gate_run_take(run, &ours);
        staith_gate_append_release(service, &ours);
        return;
    }
    staith_gate_intake_over(service);
}

static void start_run(struct staith_gate_service *service)
{
    struct staith_gate_job *job = &service->job;
    struct staith_err err = {0};
    job->order = (struct staith_gate_order){
        .config = service->config,
        .dataset = job->dataset->config,
        .files = &job->files,
        .source_path = job->label,
        .source_fd = job->fd,
        .follow_key = staith_followed_key(service->followed),
    };
    int rc = staith_gate_history_read(service->ledger, job->dataset->config->name, &job->arena,
                                      &job->order.history, &job->order.history_count, &err);
    if (rc == 0) {
        rc = staith_gate_run_start(service->loop, &job->order, on_done, service, &job->run, &err);
    }
    if (rc != 0) {
        fail_job(service, &err);
        return;
    }
    staith_log_write(service->log, STAITH_LOG_INFO, "run started", "dataset=%s\tsource=%s",
                     job->dataset->config->name, job->label);
}

static void on_hashed(void *ctx, int code, const uint8_t hash[STAITH_HASH_BYTES])
{
    struct staith_gate_service *service = ctx;
    struct staith_gate_job *job = &service->job;
    job->hashing = NULL;
    if (code != 0) {
        struct staith_err err = {0};
        if (code == STAITH_ERR_AGAIN) {
            set_changed(&err, job);
        } else {
            (void)staith_err_set(&err, code, "the file could not be read");
            staith_err_at(&err, job->label, 0, 0);
            staith_err_remedy(&err, "check the disk or share it lies on, then put it there again");
        }
        fail_job(service, &err);
        return;
    }
    memcpy(job->hash, hash, sizeof(job->hash));
    job->hashed = true;
    if (is_known(service)) {
        staith_gate_intake_over(service);
    } else {
        start_run(service);
    }
}

/* ---- taking a file ---- */

static void start_job(struct staith_gate_service *service, struct staith_gate_dataset *dataset,
                      char *path)
{
    struct staith_gate_job *job = &service->job;
    struct staith_err err = {0};
    job->dataset = dataset;
    job->path = path;
    job->fd = -1;
    job->started_unix_ms = staith_gate_service_now(service);
    staith_arena_init(&job->arena, STAITH_GATE_HISTORY_MAX_BYTES + STAITH_GATE_FILES_MAX_BYTES);
    job->first_sight = staith_gate_dataset_first_sight(dataset, path);
    staith_gate_source_label(path, job->label);
    int rc =
        staith_gate_source_open(path, !dataset->folder, service->config->limits.max_source_bytes,
                                &job->fd, &job->bytes, &err);
    if (rc == STAITH_ERR_NOTFOUND) {
        staith_gate_intake_over(service); /* taken away again before its turn came */
        return;
    }
    if (rc == 0) {
        rc = staith_gate_files_read(dataset->config, service->config->state_folder, &job->arena,
                                    &job->files, &err);
        if (rc != 0) {
            fail_job(service, &err);
            return;
        }
        rc = staith_gate_hashing_start(service->loop, job->fd, job->bytes, on_hashed, service,
                                       &job->hashing, &err);
    }
    if (rc != 0) {
        staith_err_at(&err, job->label, 0, 0); /* a path need not be text, a record must be */
        fail_job(service, &err);
    }
}

static int64_t steady_now(const struct staith_gate_service *service)
{
    return service->outside->monotonic_ms(service->outside->ctx);
}

void staith_gate_intake_again(struct staith_gate_service *service)
{
    service->again_ms = service->again_ms == 0 ? AGAIN_FIRST_MS : service->again_ms * 2;
    if (service->again_ms > AGAIN_MOST_MS) {
        service->again_ms = AGAIN_MOST_MS;
    }
    service->again_at_ms = steady_now(service) + (int64_t)service->again_ms;
    staith_gate_dataset_wait(service->job.dataset, service->job.path);
}

void staith_gate_intake_next(void *ctx)
{
    struct staith_gate_service *service = ctx;
    struct staith_gate_dataset *dataset = NULL;
    char *path = NULL;
    int64_t wait_ms = service->again_at_ms - steady_now(service);
    if (service->again_at_ms != 0 && wait_ms > 0) {
        staith_timer_again(service->work_timer, (uint64_t)wait_ms, 0);
        return;
    }
    if (service->job.dataset == NULL && !service->stopping && !staith_gate_ask_next(service) &&
        staith_gate_datasets_next(service, &dataset, &path)) {
        start_job(service, dataset, path);
    }
}

void staith_gate_intake_cancel(struct staith_gate_service *service)
{
    struct staith_gate_job *job = &service->job;
    if (job->hashing != NULL) {
        staith_gate_hashing_cancel(job->hashing);
        job->hashing = NULL;
        staith_gate_intake_over(service);
    } else {
        staith_gate_run_cancel(job->run);
        staith_gate_deciding_cancel(job->deciding);
    }
}
