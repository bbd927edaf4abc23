/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/found.h"

#include <stdio.h>

void staith_found_fill(const struct staith_certificate *from,
                       struct staith_release_certificate *ret_certificate)
{
    struct staith_release_certificate out = {.cells = from->cells,
                                             .audited = from->audited,
                                             .exact = from->exact,
                                             .narrow = from->narrow,
                                             .least = from->least,
                                             .promise = from->promise,
                                             .took_ms = from->time_ms};
    (void)snprintf(out.solver, sizeof(out.solver), "%s", from->solver);
    for (unsigned i = 0; i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        const struct staith_attack_result *result = &from->attackers[i];
        out.attackers[out.attacker_count++] = (struct staith_release_attacker){
            i, (uint32_t)result->state, result->systems, result->least};
    }
    *ret_certificate = out;
}
