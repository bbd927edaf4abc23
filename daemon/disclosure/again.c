/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/again.h"

#include "disclosure/gate_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIME_MS = 60000, CELLS_BYTES = 64 * 1024 * 1024, AUDIT_BYTES = 256 * 1024 * 1024 };

/* Whether the counts behind a protected vintage of the period are lost, so that it cannot be held
 * against this one. */
static bool is_lost(const struct staith_disclosure *what, const struct staith_system *truth)
{
    bool revises = false;
    bool lost = truth == NULL;
    for (uint32_t e = 0; e < what->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = &what->earlier[e];
        if (staith_release_certificate(earlier->release) != NULL &&
            staith_period_compare(staith_release_period(earlier->release), &what->raw->period) ==
                0) {
            revises = true;
            lost = lost || earlier->truth == NULL;
        }
    }
    return revises && lost;
}

static int examine(struct staith_gate_work *work, const struct staith_release *release,
                   enum staith_again *ret_again, char ret_why[STAITH_DISCLOSURE_WHY_BYTES])
{
    struct staith_arena arena;
    const char *worst = NULL;
    bool passed = false;
    work->cell_count = staith_release_cell_count(release);
    work->cells = staith_arena_array(&work->arena, work->cell_count, sizeof(*work->cells));
    if (work->cells == NULL) {
        return staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    for (uint32_t i = 0; i < work->cell_count; i++) {
        work->cells[i] = staith_release_cell_at(release, i);
    }
    staith_arena_init(&arena, AUDIT_BYTES);
    int code = staith_gate_examine(work, &arena, &passed, &worst);
    *ret_again = passed              ? STAITH_AGAIN_PASSED
                 : work->out_of_time ? STAITH_AGAIN_UNFINISHED
                                     : STAITH_AGAIN_TOO_MUCH;
    if (code == 0 && !passed) {
        (void)snprintf(ret_why, STAITH_DISCLOSURE_WHY_BYTES, "%s%.180s",
                       worst != NULL ? "with what has left since it would say too much of "
                       : work->what->earlier_cut ? "more has left than can be audited together"
                                                 : "the audit with what has left since did not end",
                       worst != NULL ? worst : "");
    }
    staith_arena_deinit(&arena);
    return code;
}

int staith_disclosure_again(const struct staith_disclosure *what,
                            const struct staith_release *release, const struct staith_system *truth,
                            enum staith_again *ret_again, char ret_why[STAITH_DISCLOSURE_WHY_BYTES],
                            struct staith_err *err)
{
    ret_why[0] = '\0';
    *ret_again = STAITH_AGAIN_PASSED;
    bool rounded = staith_release_certificate(release) != NULL;
    if (!rounded && what->earlier_count == 0 && what->fact_count == 0 && !what->earlier_cut) {
        return 0;
    }
    if (rounded && is_lost(what, truth)) {
        *ret_again = STAITH_AGAIN_TOO_MUCH;
        (void)snprintf(ret_why, STAITH_DISCLOSURE_WHY_BYTES,
                       "the counts behind it or an earlier release of its period are lost");
        return 0;
    }
    struct staith_decision *decision = calloc(1, sizeof(*decision));
    if (decision == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    struct staith_gate_work work = {.what = what, .decision = decision, .err = err};
    work.outside = what->outside == NULL ? staith_outside_machine() : what->outside;
    work.deadline_ms = work.outside->monotonic_ms(work.outside->ctx) +
                       (what->time_ms > 0 ? what->time_ms : TIME_MS);
    if (truth != NULL) {
        work.truth = *truth;
    }
    staith_arena_init(&work.arena, CELLS_BYTES);
    int code = examine(&work, release, ret_again, ret_why);
    staith_arena_deinit(&work.arena);
    free(decision);
    return code;
}
