/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Choose, round, publish, examine; and again with a little less, until the auditor passes what
 * would leave. Each turn takes a step of the fall back, so there is a last one: the exact headlines
 * alone, as far as they say too little of what left before.
 */
#include "disclosure/gate.h"

#include "disclosure/gate_work.h"
#include "disclosure/release_make.h"

#include <stdlib.h>
#include <string.h>

enum { TIME_MS = 60000, CELLS_BYTES = 64 * 1024 * 1024, AUDIT_BYTES = 256 * 1024 * 1024 };

static int check_marks(const struct staith_disclosure *what, struct staith_err *err)
{
    for (uint32_t i = 0; i < what->mark_count; i++) {
        const struct staith_mark *mark = &what->marks[i];
        if (staith_catalogue_measure(what->raw->catalogue, mark->measure) < 0) {
            (void)staith_err_set(err, STAITH_ERR_INVAL, "a mark names the unknown measure \"%s\"",
                                 mark->measure);
            staith_err_remedy(err, "use a measure of dataset %s", what->raw->catalogue->dataset);
            return STAITH_ERR_INVAL;
        }
        if (mark->status != STAITH_STATUS_UNRELIABLE && mark->status != STAITH_STATUS_UNAVAILABLE) {
            (void)staith_err_set(err, STAITH_ERR_INVAL, "the mark on %s has a wrong status",
                                 mark->measure);
            staith_err_remedy(err, "mark a measure u (unreliable) or x (unavailable)");
            return STAITH_ERR_INVAL;
        }
    }
    return 0;
}

static bool leaves_rounded(const struct staith_gate_work *work)
{
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        const struct staith_choice *choice = &work->decision->choices[i];
        if (choice->rule == STAITH_POLICY_AMOUNT && choice->released > 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < work->block_count; i++) {
        if (work->blocks[i].leaves) {
            return true;
        }
    }
    return false;
}

/* Nothing of it is protected, so there is no certificate. */
static void forget_audit(struct staith_decision *decision)
{
    memset(&decision->certificate, 0, sizeof(decision->certificate));
    decision->largest_error = 0;
    decision->mean_error_thousandths = 0;
}

/* Audit what would leave, and take the next step where it does not pass: of the headlines once,
 * since nothing else could then be as it is, and else of what is rounded. */
static int try_it(struct staith_gate_work *work, bool *ret_passed)
{
    const char *worst = NULL;
    bool changed = false;
    struct staith_arena arena;
    staith_arena_init(&arena, AUDIT_BYTES);
    int code = staith_gate_examine(work, &arena, ret_passed, &worst);
    if (code == 0 && !*ret_passed && !work->headlines_settled) {
        code = staith_gate_headlines_settle(work, &changed);
    }
    if (code == 0 && !*ret_passed && !changed) {
        staith_gate_blocks_fall_back(work, worst);
    }
    staith_arena_deinit(&arena);
    return code;
}

/* Until what would leave has passed. What passes with the headlines in it has passed without what
 * is rounded too. */
static int protect(struct staith_gate_work *work)
{
    bool done = false;
    int code = 0;
    while (code == 0 && !done) {
        code = staith_gate_blocks_round(work);
        if (code == 0) {
            code = staith_gate_publish(work);
        }
        if (code == 0 && leaves_rounded(work)) {
            code = try_it(work, &done);
        } else if (code == 0) {
            bool changed = false;
            done = work->headlines_settled;
            code = done ? 0 : staith_gate_headlines_settle(work, &changed);
            forget_audit(work->decision);
        }
    }
    return code;
}

/* Whether the audit knew every earlier release of the period with its counts. */
static bool was_joint(const struct staith_gate_work *work)
{
    const struct staith_disclosure *what = work->what;
    bool joint = work->decision->certificate.cells > 0;
    for (uint32_t e = 0; e < what->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = &what->earlier[e];
        if (staith_period_compare(staith_release_period(earlier->release), &what->raw->period) ==
            0) {
            joint = joint && earlier->truth != NULL;
        }
    }
    return joint;
}

static int make(const struct staith_gate_work *work, struct staith_release **ret_release)
{
    const struct staith_disclosure *what = work->what;
    if (work->cell_count == 0) {
        (void)staith_err_set(work->err, STAITH_ERR_REFUSED,
                             "the policy lets nothing of dataset %s leave",
                             what->raw->catalogue->dataset);
        staith_err_remedy(work->err, "see `staith preview` for the rule that holds each table");
        return STAITH_ERR_REFUSED;
    }
    const struct staith_release_parts parts = {
        .authority = what->raw->authority,
        .dataset = what->raw->catalogue->dataset,
        .period = what->raw->period,
        .audience = what->audience,
        .policy = what->policy->version,
        .catalogue_hash = what->catalogue_hash,
        .cell_count = work->cell_count,
        .cells = work->cells,
        .certificate = work->decision->certificate.cells > 0 ? &work->decision->certificate : NULL,
    };
    return staith_release_make(&parts, what->raw->source_hash, ret_release, work->err);
}

int staith_disclosure_release(const struct staith_disclosure *disclosure,
                              struct staith_decision *ret_decision,
                              struct staith_release **ret_release, struct staith_err *err)
{
    if (disclosure->earlier_count > STAITH_DISCLOSURE_MAX_EARLIER) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "too many earlier releases at once");
    }
    int code = staith_rawtable_check(disclosure->raw, err);
    if (code == 0) {
        code = check_marks(disclosure, err);
    }
    if (code != 0) {
        return code;
    }
    struct staith_gate_work work = {.what = disclosure, .decision = ret_decision, .err = err};
    work.outside = disclosure->outside == NULL ? staith_outside_machine() : disclosure->outside;
    work.time_ms = disclosure->time_ms > 0 ? disclosure->time_ms : TIME_MS;
    work.deadline_ms = work.outside->monotonic_ms(work.outside->ctx) + work.time_ms;
    staith_arena_init(&work.arena, CELLS_BYTES);
    memset(ret_decision, 0, sizeof(*ret_decision));
    if (disclosure->earlier_count > 0 || disclosure->fact_count > 0) {
        code = staith_disclosure_truth(disclosure->raw, &work.arena, &work.truth, err);
    }
    if (code == 0) {
        code = staith_gate_choose(&work);
    }
    if (code == 0) {
        code = staith_gate_blocks_make(&work);
    }
    if (code == 0) {
        code = protect(&work);
    }
    if (code == 0) {
        staith_gate_account(&work);
        ret_decision->joint_audit = was_joint(&work);
        code = make(&work, ret_release);
    }
    staith_gate_blocks_free(&work);
    staith_arena_deinit(&work.arena);
    return code;
}
