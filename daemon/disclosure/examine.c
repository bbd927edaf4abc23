/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit of what would leave, from the very cells that would leave: the auditor never sees what
 * they were made from.
 */
#include "disclosure/gate_work.h"

#include "disclosure/found.h"

/* How far the rounded figures are from the true ones, for the council, and how far they could be,
 * for everybody. */
static void measure_errors(const struct staith_gate_work *work)
{
    struct staith_decision *decision = work->decision;
    int64_t change = 0;
    int64_t cells = 0;
    decision->largest_error = 0;
    for (uint32_t i = 0; i < work->block_count; i++) {
        const struct staith_gate_block *block = &work->blocks[i];
        if (block->leaves && !block->hides) {
            change += block->rounding.change;
            cells += block->system.cell_count;
            if (block->rounding.largest > decision->largest_error) {
                decision->largest_error = block->rounding.largest;
            }
        }
    }
    decision->mean_error_thousandths = cells > 0 ? (change * 1000 + cells / 2) / cells : 0;
    for (uint32_t i = 0; i < work->cell_count; i++) {
        const struct staith_release_cell *cell = &work->cells[i];
        int64_t away = cell->reach > 0 ? (int64_t)cell->base * cell->reach - 1 : 0;
        if (away > decision->certificate.largest_error) {
            decision->certificate.largest_error = away;
        }
    }
}

/* Whether the release says too much by itself, or only beside what else is known. */
static enum staith_policy_rule blame(const struct staith_certificate *certificate)
{
    const struct staith_attack_result *attackers = certificate->attackers;
    if (attackers[STAITH_ATTACKER_PLAIN].narrow > 0 || attackers[STAITH_ATTACKER_RULE].narrow > 0 ||
        certificate->narrow == 0) {
        return STAITH_POLICY_LESS_DETAIL;
    }
    if (attackers[STAITH_ATTACKER_EARLIER].narrow > 0) {
        return STAITH_POLICY_OTHER_PERIODS;
    }
    return attackers[STAITH_ATTACKER_PUBLIC].state == STAITH_ATTACK_TRIED
               ? STAITH_POLICY_PUBLIC_FACT
               : STAITH_POLICY_LESS_DETAIL;
}

int staith_gate_examine(struct staith_gate_work *work, struct staith_arena *arena, bool *ret_passed,
                        const char **ret_worst)
{
    struct staith_question question;
    struct staith_certificate *certificate = NULL;
    int code = staith_gate_ask(work, arena, &question);
    if (code != 0) {
        return code;
    }
    const struct staith_audit audit = {.system = &question.structure.system,
                                       .cells = question.structure.cells,
                                       .facts = question.facts,
                                       .fact_count = question.fact_count,
                                       .terms = question.terms,
                                       .term_count = question.term_count,
                                       /* In public two may put together what they know. */
                                       .persons =
                                           work->what->audience == STAITH_AUDIENCE_PUBLIC ? 2 : 1,
                                       .budget = {.time_ms = staith_gate_left_ms(work)},
                                       .outside = work->outside};
    code = staith_audit_run(&audit, &certificate, work->err);
    if (code != 0) {
        return code;
    }
    staith_found_fill(certificate, &work->decision->certificate);
    measure_errors(work);
    staith_release_cells_hash(work->cells, work->cell_count, work->decision->certificate.hash);
    *ret_passed = certificate->verdict == STAITH_VERDICT_PASSED;
    work->blame = blame(certificate);
    *ret_worst = NULL;
    /* Where time has ended the worst cell may be another one on a faster machine: no step of the
     * fall back may rest on it. */
    if (certificate->worst_cell >= 0 && !certificate->out_of_time) {
        *ret_worst = question.structure.system.names[certificate->worst_cell];
    }
    staith_certificate_free(certificate);
    return 0;
}
