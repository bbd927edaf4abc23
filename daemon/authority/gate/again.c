/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/again.h"

#include "authority/gate/cutoff.h"
#include "codec/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CATALOGUE_BYTES = 16 << 20, TRUTH_BYTES = 64 << 20 };

/* A held release apart from the file it came from. */
struct subject {
    struct staith_arena arena;
    struct staith_release *release;
    struct staith_catalogue *catalogue;
    struct staith_system truth;
    bool has_truth;
};

static int read_subject(const struct staith_gate_archive *archive, uint64_t number,
                        struct subject *subject, struct staith_err *err)
{
    struct staith_held_item item;
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_held_read(archive->held, number, &item, err);
    if (rc == 0 && item.release == NULL) {
        rc = staith_err_set(err, STAITH_ERR_STATE, "held release %llu is decided already",
                            (unsigned long long)number);
    }
    rc = rc != 0
             ? rc
             : staith_codec_unpack_release(item.release, item.release_len, &subject->release, err);
    rc = rc != 0 ? rc
                 : staith_codec_unpack_catalogue(item.catalogue, item.catalogue_len,
                                                 &subject->arena, &subject->catalogue, err);
    if (rc != 0 || archive->truth == NULL) {
        return rc;
    }
    staith_codec_hash(item.release, item.release_len, hash);
    rc = staith_truth_read(archive->truth, hash, staith_gate_past_counts(item.note.decision_json),
                           &subject->arena, &subject->truth, err);
    subject->has_truth = rc == 0;
    return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
}

/* What an audit is held against, and how long it may take. Nothing of it is the loop's. */
struct staith_gate_again_job {
    struct subject subject;
    struct staith_gate_past past;
    int64_t time_ms;
    struct staith_gate_cutoff cutoff;
    struct staith_gate_again_end end;
    void (*on_done)(void *ctx, const struct staith_gate_again_end *end);
    void *ctx;
};

static void free_job(struct staith_gate_again_job *job)
{
    if (job != NULL) {
        staith_gate_past_free(&job->past);
        staith_release_free(job->subject.release);
        staith_arena_deinit(&job->subject.arena);
        free(job);
    }
}

/* Read all that an audit needs. *ret_job is the caller's to free_job whatever comes. */
static int make_job(const struct staith_gate_archive *archive, const struct staith_outside *outside,
                    uint64_t number, struct staith_gate_again_job **ret_job, struct staith_err *err)
{
    struct staith_gate_again_job *job = calloc(1, sizeof(*job));
    *ret_job = job;
    if (job == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    staith_gate_cutoff_init(&job->cutoff, outside);
    staith_arena_init(&job->subject.arena, CATALOGUE_BYTES + TRUTH_BYTES);
    int rc = read_subject(archive, number, &job->subject, err);
    return rc != 0 ? rc
                   : staith_gate_past_read(archive, staith_release_dataset(job->subject.release),
                                           staith_release_period(job->subject.release),
                                           job->subject.catalogue, &job->past, err);
}

static int audit(struct staith_gate_again_job *job, struct staith_err *err)
{
    const struct subject *subject = &job->subject;
    const struct staith_rawtable raw = {.catalogue = subject->catalogue,
                                        .period = *staith_release_period(subject->release)};
    const struct staith_disclosure what = {.raw = &raw,
                                           .audience = staith_release_audience(subject->release),
                                           .earlier = job->past.items,
                                           .earlier_count = job->past.count,
                                           .earlier_cut = job->past.cut,
                                           .facts = job->past.facts,
                                           .fact_count = job->past.fact_count,
                                           .outside = &job->cutoff.outside,
                                           .time_ms = job->time_ms};
    return staith_disclosure_again(&what, subject->release,
                                   subject->has_truth ? &subject->truth : NULL, &job->end.again,
                                   job->end.why, err);
}

int staith_gate_again(const struct staith_gate_archive *archive,
                      const struct staith_outside *outside, uint64_t number, int64_t time_ms,
                      enum staith_again *ret_again, char ret_why[STAITH_DISCLOSURE_WHY_BYTES],
                      struct staith_err *err)
{
    struct staith_gate_again_job *job = NULL;
    int rc = make_job(archive, outside, number, &job, err);
    if (rc == 0) {
        job->time_ms = time_ms;
        rc = audit(job, err);
    }
    if (rc == 0) {
        *ret_again = job->end.again;
        memcpy(ret_why, job->end.why, sizeof(job->end.why));
    }
    free_job(job);
    return rc;
}

/* ---- beside the loop ---- */

static void run(void *ctx)
{
    struct staith_gate_again_job *job = ctx;
    struct staith_err err = {0};
    job->end.code = audit(job, &err);
    if (job->end.code != 0) {
        (void)snprintf(job->end.why, sizeof(job->end.why), "%.200s", err.what);
    }
}

static void on_ended(void *ctx, bool ran)
{
    struct staith_gate_again_job *job = ctx;
    if (ran && job->on_done != NULL) {
        job->on_done(job->ctx, &job->end);
    }
    free_job(job);
}

int staith_gate_again_start(struct staith_work *work, const struct staith_gate_archive *archive,
                            const struct staith_outside *outside, uint64_t number,
                            void (*on_done)(void *ctx, const struct staith_gate_again_end *end),
                            void *ctx, struct staith_gate_again_job **ret_job,
                            struct staith_err *err)
{
    struct staith_gate_again_job *job = NULL;
    int rc = make_job(archive, outside, number, &job, err);
    if (rc == 0) {
        job->on_done = on_done;
        job->ctx = ctx;
        rc = staith_work_add(work, run, on_ended, job);
        rc = rc == 0 ? 0 : staith_err_set(err, rc, "the audit does not start");
    }
    if (rc != 0) {
        free_job(job);
        return rc;
    }
    *ret_job = job;
    return 0;
}

void staith_gate_again_cancel(struct staith_gate_again_job *job)
{
    if (job != NULL) {
        job->on_done = NULL;
        staith_gate_cutoff_cut(&job->cutoff);
    }
}
