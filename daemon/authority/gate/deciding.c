/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/deciding.h"

#include "authority/gate/cutoff.h"
#include "authority/gate/shown.h"

#include <stdlib.h>
#include <string.h>

/* What amounts left earlier, and all else that has left or waits. */
static int read_past(const struct staith_gate_question *question,
                     const struct staith_gate_archive *archive, struct staith_gate_outcome *outcome,
                     struct staith_arena *arena, struct staith_gate_past *past,
                     struct staith_err *err)
{
    const struct staith_gate_shown_from from = {
        .archive = archive, .followed = question->followed, .keeps = question->keeps};
    int rc = staith_gate_shown_read(&from, outcome->catalogue, &outcome->raw->period, arena,
                                    &outcome->shown, &outcome->shown_count, err);
    return rc != 0 ? rc
                   : staith_gate_past_read(archive, question->dataset->name, &outcome->raw->period,
                                           outcome->raw->catalogue, past, err);
}

/* What another file would mend. Memory, a disk, and whatever nobody thought of is not the file's:
 * it would be refused for good. */
static bool is_of_the_file(int code)
{
    return code == STAITH_ERR_REFUSED || code == STAITH_ERR_INVAL || code == STAITH_ERR_LIMIT ||
           code == STAITH_ERR_CONFIG || code == STAITH_ERR_OVERFLOW;
}

int staith_gate_deciding_make(const struct staith_gate_question *question,
                              const struct staith_gate_outcome *outcome,
                              struct staith_decision *ret_decision,
                              struct staith_release **ret_release, bool *ret_ours,
                              struct staith_err *err)
{
    const struct staith_outside *outside =
        question->outside != NULL ? question->outside : staith_outside_machine();
    const int64_t now = outside->unix_ms(outside->ctx);
    struct staith_gate_outcome known = *outcome;
    struct staith_gate_archive archive = {.today_unix_ms = now};
    struct staith_gate_past past = {0};
    const struct staith_gate_terms terms = {.config = question->config,
                                            .dataset = question->dataset,
                                            .past = &past,
                                            .today_unix_ms = now,
                                            .outside = outside};
    struct staith_arena arena;
    staith_arena_init(&arena, STAITH_GATE_SHOWN_MAX_BYTES);
    int rc = question->config->state_folder != NULL
                 ? staith_gate_archive_open(question->config->state_folder, now, &archive, err)
                 : 0;
    rc = rc != 0 ? rc : read_past(question, &archive, &known, &arena, &past, err);
    staith_gate_archive_close(&archive);
    *ret_ours = rc != 0;
    if (rc == 0) {
        rc = staith_gate_decide(&terms, &known, ret_decision, ret_release, err);
        *ret_ours = rc != 0 && !is_of_the_file(rc);
    }
    if (rc == 0 && question->keeps) {
        /* before anything made from it leaves */
        rc = staith_gate_shown_keep(question->followed, outcome->raw, *ret_release, now, err);
        *ret_ours = rc != 0;
    }
    staith_gate_past_free(&past);
    staith_arena_deinit(&arena);
    return rc;
}

/* ---- beside the loop ---- */

struct staith_gate_deciding {
    struct staith_work *work;
    struct staith_gate_question question;
    struct staith_gate_cutoff cutoff;
    struct staith_gate_outcome outcome;
    struct staith_decision decision;
    struct staith_release *release;
    struct staith_gate_decided decided;
    bool (*on_done)(void *ctx, const struct staith_gate_decided *decided);
    void *ctx;
};

static void run(void *ctx)
{
    struct staith_gate_deciding *job = ctx;
    if (staith_gate_cutoff_is_cut(&job->cutoff)) {
        return; /* it waited for its turn when it was cancelled */
    }
    job->decided.code =
        staith_gate_deciding_make(&job->question, &job->outcome, &job->decision, &job->release,
                                  &job->decided.ours, &job->decided.err);
}

static void clear(struct staith_gate_deciding *job)
{
    staith_release_free(job->release);
    job->release = NULL;
    memset(&job->decision, 0, sizeof(job->decision));
    memset(&job->decided, 0, sizeof(job->decided));
}

static void free_job(struct staith_gate_deciding *job)
{
    clear(job);
    staith_gate_outcome_deinit(&job->outcome);
    free(job);
}

static bool tell(struct staith_gate_deciding *job)
{
    job->decided.outcome = &job->outcome;
    job->decided.decision = &job->decision;
    job->decided.release = job->release;
    return job->on_done(job->ctx, &job->decided);
}

static void on_ended(void *ctx, bool ran);

static int begin(struct staith_gate_deciding *job, struct staith_err *err)
{
    int rc = staith_work_add(job->work, run, on_ended, job);
    return rc == 0 ? 0 : staith_err_set(err, rc, "the decision does not start");
}

static void on_ended(void *ctx, bool ran)
{
    struct staith_gate_deciding *job = ctx;
    if (!ran || staith_gate_cutoff_is_cut(&job->cutoff)) {
        job->decided.ours = true;
        job->decided.code =
            staith_err_set(&job->decided.err, STAITH_ERR_STATE, "the decision was cut short");
    }
    while (tell(job)) {
        struct staith_err err = {0};
        clear(job);
        if (begin(job, &err) == 0) {
            return;
        }
        job->decided.code = err.code;
        job->decided.err = err;
        job->decided.ours = true;
    }
    free_job(job);
}

int staith_gate_deciding_start(
    struct staith_work *work, const struct staith_gate_question *question,
    struct staith_gate_outcome *outcome,
    bool (*on_done)(void *ctx, const struct staith_gate_decided *decided), void *ctx,
    struct staith_gate_deciding **ret_job, struct staith_err *err)
{
    struct staith_gate_deciding *job = calloc(1, sizeof(*job));
    if (job == NULL) {
        staith_gate_outcome_deinit(outcome);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a decision");
    }
    staith_gate_cutoff_init(&job->cutoff, question->outside);
    job->work = work;
    job->question = *question;
    job->question.outside = &job->cutoff.outside;
    job->outcome = *outcome;
    job->on_done = on_done;
    job->ctx = ctx;
    memset(outcome, 0, sizeof(*outcome));
    int rc = begin(job, err);
    if (rc != 0) {
        free_job(job);
        return rc;
    }
    *ret_job = job;
    return 0;
}

void staith_gate_deciding_cancel(struct staith_gate_deciding *job)
{
    if (job != NULL) {
        staith_gate_cutoff_cut(&job->cutoff);
    }
}
