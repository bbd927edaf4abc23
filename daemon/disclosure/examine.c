/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit of what would leave, from the very cells that would leave: the auditor never sees what
 * they were made from.
 */
#include "disclosure/gate_work.h"

#include "disclosure/found.h"

#include <string.h>

enum { AUDIT_BYTES = 256 * 1024 * 1024 };

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
    if (attackers[STAITH_ATTACKER_EARLIER].narrow > 0 ||
        attackers[STAITH_ATTACKER_REBANDED].state == STAITH_ATTACK_TRIED) {
        return STAITH_POLICY_OTHER_PERIODS;
    }
    return attackers[STAITH_ATTACKER_PUBLIC].state == STAITH_ATTACK_TRIED
               ? STAITH_POLICY_PUBLIC_FACT
               : STAITH_POLICY_LESS_DETAIL;
}

/* Audit work->cells with what is known besides; the certificate is the caller's. */
static int audit(const struct staith_gate_work *work, struct staith_arena *arena,
                 struct staith_question *question, struct staith_certificate **ret_certificate)
{
    int code = staith_gate_ask(work, arena, question);
    if (code != 0) {
        return code;
    }
    const struct staith_audit asked = {.system = &question->structure.system,
                                       .cells = question->structure.cells,
                                       .facts = question->facts,
                                       .fact_count = question->fact_count,
                                       .terms = question->terms,
                                       .term_count = question->term_count,
                                       /* In public two may put together what they know. */
                                       .persons =
                                           work->what->audience == STAITH_AUDIENCE_PUBLIC ? 2 : 1,
                                       .budget = {.time_ms = staith_gate_left_ms(work)},
                                       .outside = work->outside};
    return staith_audit_run(&asked, ret_certificate, work->err);
}

static bool is_undone(const struct staith_certificate *certificate)
{
    return certificate->verdict == STAITH_VERDICT_EXACT ||
           certificate->verdict == STAITH_VERDICT_NARROW;
}

/* How far everything that outsiders know together was taken: what is undone is all that is, only
 * where every cell was decided. */
static enum staith_attack_state together_of(const struct staith_certificate *certificate)
{
    return certificate->attackers[STAITH_ATTACKER_TOGETHER].state;
}

/* Whether anything is undone besides what would leave. Where nothing is, nothing was lost before.
 */
static bool undoes_others(const struct staith_question *question,
                          const struct staith_certificate *certificate)
{
    const struct staith_structure *structure = &question->structure;
    for (uint32_t i = 0; i < structure->system.cell_count; i++) {
        const char *name = structure->system.names[i];
        if (strchr(name, '#') != NULL &&
            certificate->intervals[i].possible < structure->cells[i].promise) {
            return true;
        }
    }
    return false;
}

/* What only waits loses nothing: two that wait would each be let through because of the other. */
static int leave_out_what_waits(struct staith_disclosure *what, struct staith_arena *arena,
                                struct staith_err *err)
{
    struct staith_disclosure_earlier *left =
        staith_arena_array(arena, what->earlier_count, sizeof(*left));
    uint32_t count = 0;
    if (left == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    for (uint32_t e = 0; e < what->earlier_count; e++) {
        if (!what->earlier[e].waits) {
            left[count++] = what->earlier[e];
        }
    }
    what->earlier = left;
    what->earlier_count = count;
    return 0;
}

/* What is lost of earlier releases if nothing leaves today. Where that cannot be told, nothing is
 * taken for lost; *ret_cut: for want of time, so that it is to be looked for again. */
static int look_for_lost(struct staith_gate_work *work, bool *ret_cut)
{
    struct staith_gate_work nothing = *work;
    struct staith_disclosure left = *work->what;
    struct staith_question question;
    struct staith_certificate *certificate = NULL;
    struct staith_arena arena;
    nothing.cell_count = 0;
    nothing.what = &left;
    staith_arena_init(&arena, AUDIT_BYTES);
    int code = leave_out_what_waits(&left, &arena, work->err);
    code = code != 0 ? code : audit(&nothing, &arena, &question, &certificate);
    if (code == STAITH_ERR_LIMIT) {
        code = 0;
    } else if (code == 0 && is_undone(certificate) &&
               together_of(certificate) == STAITH_ATTACK_TRIED) {
        code =
            staith_lost_find(&question.structure.system, question.structure.cells,
                             certificate->intervals, &work->arena, &work->lost, &work->lost_count);
        code = code == 0 ? 0 : staith_err_set(work->err, code, "no memory for the audit");
    }
    *ret_cut = code == 0 && certificate != NULL && certificate->out_of_time &&
               together_of(certificate) == STAITH_ATTACK_UNFINISHED;
    staith_certificate_free(certificate);
    staith_arena_deinit(&arena);
    work->lost_known = !*ret_cut;
    return code;
}

/* Audit work->cells, and again where what is undone was lost before; *ret_cut: or may have been. */
static int audit_again(struct staith_gate_work *work, struct staith_arena *arena,
                       struct staith_question *question,
                       struct staith_certificate **ret_certificate, bool *ret_cut)
{
    int code = audit(work, arena, question, ret_certificate);
    bool beside = work->what->earlier_count > 0 || work->what->fact_count > 0;
    if (code == 0 && is_undone(*ret_certificate) && beside && !work->lost_known &&
        undoes_others(question, *ret_certificate)) {
        code = look_for_lost(work, ret_cut);
        if (code == 0 && work->lost_count > 0) {
            staith_certificate_free(*ret_certificate);
            *ret_certificate = NULL;
            code = audit(work, arena, question, ret_certificate);
        }
    }
    return code;
}

/* What is too much to be asked is not proved. */
static void note_too_much(struct staith_gate_work *work, bool *ret_passed, const char **ret_worst)
{
    memset(&work->decision->certificate, 0, sizeof(work->decision->certificate));
    work->blame = STAITH_POLICY_NOT_PROVED;
    *ret_passed = false;
    *ret_worst = NULL;
}

int staith_gate_examine(struct staith_gate_work *work, struct staith_arena *arena, bool *ret_passed,
                        const char **ret_worst)
{
    struct staith_question question;
    struct staith_certificate *certificate = NULL;
    if (work->what->earlier_cut) {
        note_too_much(work, ret_passed, ret_worst);
        return 0;
    }
    bool cut = false;
    int code = audit_again(work, arena, &question, &certificate, &cut);
    if (code != 0) {
        staith_certificate_free(certificate);
        note_too_much(work, ret_passed, ret_worst);
        return code == STAITH_ERR_LIMIT ? 0 : code;
    }
    staith_found_fill(certificate, &work->decision->certificate);
    measure_errors(work);
    staith_release_cells_hash(work->cells, work->cell_count, work->decision->certificate.hash);
    *ret_passed = certificate->verdict == STAITH_VERDICT_PASSED;
    work->blame = blame(certificate);
    /* What says too much of a cell may say nothing more of it than was lost. */
    work->out_of_time =
        !*ret_passed &&
        (cut || (certificate->out_of_time && certificate->verdict == STAITH_VERDICT_UNFINISHED));
    *ret_worst = NULL;
    /* Where time has ended the worst cell may be another one on a faster machine: no step of the
     * fall back may rest on it. */
    if (certificate->worst_cell >= 0 && !certificate->out_of_time && !work->out_of_time) {
        *ret_worst = question.structure.system.names[certificate->worst_cell];
    }
    staith_certificate_free(certificate);
    return 0;
}
