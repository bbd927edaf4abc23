/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit of what would leave, from the very cells that would leave: the auditor never sees what
 * they were made from.
 */
#include "disclosure/gate_work.h"

#include "disclosure/audit/certificate.h"
#include "disclosure/structure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How far the rounded figures are from the true ones, over all that leave. */
static void measure_errors(const struct staith_gate_work *work,
                           struct staith_release_certificate *out)
{
    int64_t change = 0;
    int64_t cells = 0;
    for (uint32_t i = 0; i < work->block_count; i++) {
        const struct staith_gate_block *block = &work->blocks[i];
        if (block->leaves) {
            change += block->rounding.change;
            cells += block->system.cell_count;
            if (block->rounding.largest > out->largest_error) {
                out->largest_error = block->rounding.largest;
            }
        }
    }
    out->mean_error_thousandths = cells > 0 ? (change * 1000 + cells / 2) / cells : 0;
}

static void fill(const struct staith_gate_work *work, const struct staith_certificate *from,
                 struct staith_release_certificate *out)
{
    *out = (struct staith_release_certificate){.cells = from->cells,
                                               .audited = from->audited,
                                               .exact = from->exact,
                                               .narrow = from->narrow,
                                               .least = from->least,
                                               .promise = from->promise,
                                               .took_ms = from->time_ms};
    (void)snprintf(out->solver, sizeof(out->solver), "%s", from->solver);
    for (unsigned i = 0; i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        const struct staith_attack_result *result = &from->attackers[i];
        struct staith_release_attacker *attacker = &out->attackers[out->attacker_count++];
        attacker->attacker = i;
        attacker->state = (uint32_t)result->state;
        attacker->systems = result->systems;
        attacker->least = result->least;
    }
    measure_errors(work, out);
    staith_release_cells_hash(work->cells, work->cell_count, out->hash);
}

int staith_gate_examine(struct staith_gate_work *work, struct staith_arena *arena, bool *ret_passed,
                        const char **ret_worst)
{
    struct staith_structure structure;
    struct staith_certificate *certificate = NULL;
    const struct staith_structure_part part = {.cells = work->cells,
                                               .cell_count = work->cell_count,
                                               .catalogue = work->what->raw->catalogue,
                                               .suffix = "",
                                               .source = STAITH_AUDIT_RELEASE};
    int code = staith_structure_make(&part, 1, arena, &structure, work->err);
    if (code != 0) {
        return code;
    }
    const struct staith_audit audit = {.system = &structure.system,
                                       .cells = structure.cells,
                                       .persons = 1,
                                       .budget = {.time_ms = staith_gate_left_ms(work)},
                                       .outside = work->outside};
    code = staith_audit_run(&audit, &certificate, work->err);
    if (code != 0) {
        return code;
    }
    fill(work, certificate, &work->decision->certificate);
    *ret_passed = certificate->verdict == STAITH_VERDICT_PASSED;
    *ret_worst = NULL;
    if (certificate->worst_cell >= 0) {
        *ret_worst = structure.system.names[certificate->worst_cell];
    }
    staith_certificate_free(certificate);
    return 0;
}
