/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a job: into the ledger, and into the run records. The ledger comes first: a record of
 * a run that says "released" is written only after the release is durable.
 */
#include "authority/gate/internal.h"

#include "authority/gate/policies.h"

#include <stdlib.h>
#include <string.h>

enum { POLICY_BYTES = 256 * 1024, DECIDED_MAX = 4 };

static struct staith_gate_report report_of(const struct staith_gate_service *service,
                                           const char *outcome,
                                           const struct staith_gate_outcome *run,
                                           const struct staith_decision *decision)
{
    const struct staith_gate_job *job = &service->job;
    return (struct staith_gate_report){
        .dataset = job->dataset->config->name,
        .source = job->label,
        .source_hash = job->hashed ? job->hash : NULL,
        .source_bytes = job->bytes,
        .started_unix_ms = job->started_unix_ms,
        .outcome = outcome,
        .run = run,
        .decision = decision,
    };
}

static void put_record(struct staith_gate_service *service, const struct staith_gate_report *report)
{
    struct staith_gate_dataset *dataset = service->job.dataset;
    struct staith_err failure = {0};
    json_t *record = staith_gate_report_run(report);
    if (record == NULL) {
        (void)staith_err_set(&failure, STAITH_ERR_NOMEM, "no memory for a run record");
    } else {
        (void)staith_gate_runs_put(dataset->runs, record, &failure);
        staith_gate_dataset_show(dataset, record);
    }
    if (failure.code != 0) {
        staith_log_err(service->log, STAITH_LOG_ERROR, "run not recorded", &failure);
    }
    json_decref(record);
}

void staith_gate_append_record(struct staith_gate_service *service, const char *outcome,
                               uint64_t number, const struct staith_err *err,
                               const struct staith_gate_outcome *run,
                               const struct staith_decision *decision)
{
    struct staith_gate_report report = report_of(service, outcome, run, decision);
    report.number = number;
    report.err = err;
    put_record(service, &report);
    if (err != NULL) {
        bool harmless = strcmp(outcome, "unchanged") == 0;
        staith_log_err(service->log, harmless ? STAITH_LOG_NOTICE : STAITH_LOG_WARNING,
                       harmless ? "file unchanged" : "run failed", err);
    }
}

static void fill_note(const struct staith_gate_job *job, const struct staith_gate_outcome *outcome,
                      const struct staith_decision *decision, const char *approved_by,
                      const char *decision_json, struct staith_ledger_note *note)
{
    *note = (struct staith_ledger_note){
        .source_name = job->label,
        .source_bytes = outcome->raw->source_bytes,
        .observed = outcome->raw->observed,
        .approved_by = approved_by,
        .decision_json = decision_json,
    };
    memcpy(note->source_hash, outcome->raw->source_hash, sizeof(note->source_hash));
    staith_gate_report_count(outcome, &note->errors, &note->queries);
    for (uint32_t i = 0; i < decision->disposition_count; i++) {
        note->cells_tallied += decision->dispositions[i].cells;
        note->cells_released += decision->dispositions[i].released;
        note->cells_withheld += decision->dispositions[i].withheld;
    }
}

/* A release that is ready: into the ledger, or to wait for an officer. */
struct ending {
    bool holds;
    struct staith_gate_hold hold; /* why it is held */
    uint64_t number;              /* in the ledger */
    uint64_t held;                /* among the held, where it waits */
    uint64_t replaced;            /* the held one whose place it took */
};

/* A held one of the same period is closed before its successor goes into the ledger: killed in
 * between, the daemon runs the file again, and nobody approves older figures over newer ones. */
static int append(struct staith_gate_service *service, const struct staith_gate_outcome *outcome,
                  const struct staith_release *release, const struct staith_ledger_note *note,
                  struct ending *ending, struct staith_err *err)
{
    int64_t now = staith_gate_service_now(service);
    if (ending->holds) {
        int put = staith_held_put(service->held, release, outcome->catalogue, note, now,
                                  &ending->held, &ending->replaced, err);
        return put != 0 || ending->hold.officer
                   ? put
                   : staith_gate_signoff_on_date(service, ending->held, &ending->hold.revision,
                                                 err);
    }
    int rc = staith_held_replace(service->held, staith_release_dataset(release),
                                 staith_release_period(release), now, &ending->replaced, err);
    return rc != 0 ? rc
                   : staith_ledger_append(service->ledger, release, outcome->catalogue, note,
                                          &ending->number, err);
}

/* First the counts: a release without them could not be revised. */
static int keep_counts(struct staith_gate_service *service,
                       const struct staith_gate_outcome *outcome,
                       const struct staith_release *release, int64_t *ret_number,
                       struct staith_err *err)
{
    uint32_t dropped = 0;
    int rc = staith_gate_keep_truth(service->truth, outcome, release, ret_number, &dropped, err);
    if (rc == 0 && dropped > 0) {
        staith_log_write(service->log, STAITH_LOG_WARNING, "counts of an old release dropped",
                         "dataset=%s\tkept=%d", staith_release_dataset(release),
                         (int)STAITH_TRUTH_MAX_KEPT);
    }
    return rc;
}

/* `now`: when the decision was found to stand, so that its account is by the same policy. */
static int put(struct staith_gate_service *service, const struct staith_gate_decided *decided,
               int64_t now, struct ending *ending, struct staith_err *err)
{
    const struct staith_gate_job *job = &service->job;
    const struct staith_gate_outcome *outcome = decided->outcome;
    const struct staith_decision *decision = decided->decision;
    const struct staith_release *release = decided->release;
    int64_t counts = 0;
    int rc = staith_gate_signoff_hold_of(service, job->dataset->config, release,
                                         decision->joint_audit, &ending->hold, err);
    if (rc != 0) {
        return rc;
    }
    ending->holds = ending->hold.officer || ending->hold.revision.dated;
    rc = keep_counts(service, outcome, release, &counts, err);
    if (rc != 0) {
        return rc;
    }
    struct staith_policy policy;
    struct staith_arena arena;
    json_t *account = NULL;
    staith_arena_init(&arena, POLICY_BYTES);
    if (staith_gate_policy(service->config, job->dataset->config, now, &arena, &policy, err) == 0) {
        account = staith_gate_report_decision(&policy, job->dataset->config, &job->files, outcome,
                                              decision);
    }
    bool told = account != NULL &&
                json_object_set_new(account, STAITH_GATE_PAST_COUNTS, json_integer(counts)) == 0;
    char *text = told ? json_dumps(account, JSON_COMPACT) : NULL;
    json_decref(account);
    staith_arena_deinit(&arena);
    if (text == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the account of a decision");
    }
    struct staith_ledger_note note;
    fill_note(job, outcome, decision, ending->holds ? "" : "at once", text, &note);
    note.cells_released = staith_release_cell_count(release);
    rc = append(service, outcome, release, &note, ending, err);
    service->ledger_failed = rc != 0;
    free(text);
    return rc;
}

static void record_held(struct staith_gate_service *service,
                        const struct staith_gate_outcome *outcome,
                        const struct staith_decision *decision, const struct ending *ending)
{
    struct staith_gate_report report = report_of(service, "held", outcome, decision);
    report.held = ending->held;
    report.replaces = ending->replaced;
    put_record(service, &report);
    staith_log_write(service->log, STAITH_LOG_NOTICE, "release held",
                     "dataset=%s\theld=%llu\treplaces=%llu\tsource=%s",
                     service->job.dataset->config->name, (unsigned long long)ending->held,
                     (unsigned long long)ending->replaced, service->job.label);
}

static void record_released(struct staith_gate_service *service,
                            const struct staith_gate_decided *decided, uint64_t number)
{
    const struct staith_gate_job *job = &service->job;
    staith_gate_append_record(service, "released", number, NULL, decided->outcome,
                              decided->decision);
    staith_log_write(service->log, STAITH_LOG_NOTICE, "release appended",
                     "dataset=%s\tnumber=%llu\tsource=%s\ttook_ms=%lld\tdecided_ms=%lld",
                     job->dataset->config->name, (unsigned long long)number, job->label,
                     (long long)decided->outcome->took_ms,
                     (long long)(staith_gate_service_now(service) - job->deciding_unix_ms));
    staith_gate_publisher_poke(service->publisher);
}

/* Not the file's fault: it waits until what was in the way has gone. */
static void try_again(struct staith_gate_service *service,
                      const struct staith_gate_decided *decided, const struct staith_err *err)
{
    staith_gate_append_record(service, "failed", 0, err, decided->outcome, decided->decision);
    staith_gate_intake_again(service);
}

/* The decision stands: into the ledger, or to an officer. */
static void finish(struct staith_gate_service *service, const struct staith_gate_decided *decided,
                   int64_t now)
{
    struct staith_gate_job *job = &service->job;
    struct staith_err err = decided->err;
    struct ending ending = {0};
    if (decided->code != 0 && !decided->ours) {
        staith_gate_dataset_add_failed(job->dataset, job->hash);
        staith_gate_append_record(service, "refused", 0, &err, decided->outcome, decided->decision);
        return;
    }
    if (decided->code != 0 || put(service, decided, now, &ending, &err) != 0) {
        try_again(service, decided, &err);
        return;
    }
    service->again_ms = 0;
    if (ending.holds) {
        record_held(service, decided->outcome, decided->decision, &ending);
    } else {
        record_released(service, decided, ending.number);
    }
}

/* Whether the release was made by the policy of `now`: another may have begun meanwhile. */
static int is_of_policy(const struct staith_gate_service *service,
                        const struct staith_gate_decided *decided, int64_t now, bool *ret_same,
                        struct staith_err *err)
{
    struct staith_policy policy;
    struct staith_arena arena;
    staith_arena_init(&arena, POLICY_BYTES);
    int rc = staith_gate_policy(service->config, service->job.dataset->config, now, &arena, &policy,
                                err);
    *ret_same = rc == 0 && strcmp(staith_release_policy(decided->release), policy.version) == 0;
    staith_arena_deinit(&arena);
    return rc;
}

/* Whether more is known than when the decision was begun, or other rules hold, so that it has to be
 * made anew. One that always comes too late is tried again in a while. */
static bool is_late(struct staith_gate_service *service, int64_t now,
                    struct staith_gate_decided *decided)
{
    struct staith_gate_job *job = &service->job;
    bool same = true;
    const char *folder = service->config->state_folder;
    int rc = 0;
    if (decided->code == 0) {
        rc = is_of_policy(service, decided, now, &same, &decided->err);
    }
    if (decided->code == 0 && rc == 0 && same) {
        rc = staith_gate_known_still(service->ledger, folder, now, &job->known, &same,
                                     &decided->err);
    }
    if (rc == 0 && !same && ++job->decided == DECIDED_MAX) {
        rc = staith_err_set(&decided->err, STAITH_ERR_AGAIN,
                            "other releases left while it was decided on, again and again");
        staith_err_remedy(&decided->err, "nothing to do: it is tried again by itself");
    } else if (rc == 0 && !same) {
        rc = staith_gate_known_now(service->ledger, folder, now, &job->known, &decided->err);
    }
    if (rc != 0) {
        decided->code = rc;
        decided->ours = true;
    }
    return rc == 0 && !same;
}

static bool on_decided(void *ctx, const struct staith_gate_decided *made)
{
    struct staith_gate_service *service = ctx;
    struct staith_gate_decided decided = *made;
    const int64_t now = staith_gate_service_now(service);
    if (!service->stopping && is_late(service, now, &decided)) {
        return true;
    }
    service->job.deciding = NULL;
    if (!service->stopping) {
        finish(service, &decided, now);
    }
    staith_gate_intake_over(service);
    return false;
}

void staith_gate_append_release(struct staith_gate_service *service,
                                struct staith_gate_outcome *outcome)
{
    struct staith_gate_job *job = &service->job;
    struct staith_err err = {0};
    const struct staith_gate_question question = {.config = service->config,
                                                  .dataset = job->dataset->config,
                                                  .followed = service->followed,
                                                  .keeps = true,
                                                  .outside = service->outside};
    job->deciding_unix_ms = staith_gate_service_now(service);
    int rc = staith_gate_known_now(service->ledger, service->config->state_folder,
                                   job->deciding_unix_ms, &job->known, &err);
    if (rc == 0) {
        rc = staith_gate_deciding_start(service->work, &question, outcome, on_decided, service,
                                        &job->deciding, &err);
    } else {
        staith_gate_outcome_deinit(outcome);
    }
    if (rc != 0) {
        const struct staith_gate_decided none = {0};
        try_again(service, &none, &err);
        staith_gate_intake_over(service);
    }
}
