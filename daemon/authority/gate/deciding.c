/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/deciding.h"

#include "authority/gate/shown.h"

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
    }
    if (rc == 0 && question->keeps) {
        /* before anything made from it leaves */
        rc = staith_gate_shown_keep(question->followed, outcome->raw, now, err);
        *ret_ours = rc != 0;
    }
    staith_gate_past_free(&past);
    staith_arena_deinit(&arena);
    return rc;
}
