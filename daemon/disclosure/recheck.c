/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/recheck.h"

#include "disclosure/audit/certificate.h"
#include "disclosure/question.h"

enum { TIME_MS = 60000 };

static void take_cells(const struct staith_question *question,
                       const struct staith_certificate *certificate, struct staith_rechecked *out)
{
    const struct staith_system *system = &question->structure.system;
    for (uint32_t i = 0; i < system->cell_count; i++) {
        const struct staith_audit_cell *cell = &question->structure.cells[i];
        const struct staith_audit_interval *interval = &certificate->intervals[i];
        bool rounded = cell->shows == STAITH_AUDIT_ROUNDED;
        if (cell->promise > 0 || rounded) {
            out->cells[out->count++] =
                (struct staith_recheck_cell){.name = system->names[i],
                                             .possible = interval->possible,
                                             .promise = cell->promise,
                                             .printed = rounded && cell->promise == 0};
        }
    }
}

int staith_disclosure_recheck(const struct staith_recheck *what, struct staith_arena *arena,
                              struct staith_rechecked *ret_rechecked, struct staith_err *err)
{
    struct staith_question question;
    struct staith_certificate *certificate = NULL;
    const struct staith_disclosure_earlier *newest = &what->earlier[0];
    uint32_t count = staith_release_cell_count(newest->release);
    struct staith_release_cell *cells = staith_arena_array(arena, count, sizeof(*cells));
    if (cells == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    for (uint32_t i = 0; i < count; i++) {
        cells[i] = staith_release_cell_at(newest->release, i);
    }
    const struct staith_question_about about = {.cells = cells,
                                                .cell_count = count,
                                                .catalogue = newest->catalogue,
                                                .period = staith_release_period(newest->release),
                                                .truth = newest->truth,
                                                .earlier = what->earlier + 1,
                                                .earlier_count = what->earlier_count - 1,
                                                .facts = what->facts,
                                                .fact_count = what->fact_count};
    int code = staith_question_make(&about, arena, &question, err);
    if (code != 0) {
        return code;
    }
    const struct staith_audit audit = {
        .system = &question.structure.system,
        .cells = question.structure.cells,
        .facts = question.facts,
        .fact_count = question.fact_count,
        .terms = question.terms,
        .term_count = question.term_count,
        .persons = staith_release_audience(newest->release) == STAITH_AUDIENCE_PUBLIC ? 2 : 1,
        .budget = {.time_ms = what->time_ms > 0 ? what->time_ms : TIME_MS},
        .outside = what->outside};
    struct staith_rechecked out = {0};
    out.cells = staith_arena_array(arena, question.structure.system.cell_count, sizeof(*out.cells));
    if (out.cells == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    code = staith_audit_run(&audit, &certificate, err);
    if (code != 0) {
        return code;
    }
    /* A cell that is narrow ends the verdict, and leaves another one undecided. */
    out.finished =
        certificate->verdict != STAITH_VERDICT_UNFINISHED &&
        certificate->attackers[STAITH_ATTACKER_TOGETHER].state != STAITH_ATTACK_UNFINISHED;
    out.fits = certificate->verdict != STAITH_VERDICT_CONTRADICTION;
    out.audited = certificate->audited;
    take_cells(&question, certificate, &out);
    staith_certificate_free(certificate);
    *ret_rechecked = out;
    return 0;
}
