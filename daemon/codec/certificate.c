/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificate of a release. Attackers are columns; their numbers are those of the auditor plus
 * one, so that 0 is none.
 */
#include "codec/pb.h"

#include "disclosure/release.h"

#include <staith/v1/release.pb-c.h>

Staith__V1__Certificate *staith_pb_certificate(struct staith_pb_pen *pen,
                                               const struct staith_release_certificate *certificate)
{
    size_t count = certificate->attacker_count;
    Staith__V1__Certificate *to = staith_pb_array(pen, 1, sizeof(*to));
    if (to == NULL) {
        return NULL;
    }
    staith__v1__certificate__init(to);
    to->cells = certificate->cells;
    to->audited = certificate->audited;
    to->exact = certificate->exact;
    to->narrow = certificate->narrow;
    to->least = certificate->least;
    to->promise = certificate->promise;
    to->largest_error = certificate->largest_error;
    to->took_ms = certificate->took_ms;
    to->solver = staith_pb_text(pen, certificate->solver);
    to->hash = staith_pb_bytes(pen, certificate->hash, sizeof(certificate->hash));
    to->attackers = staith_pb_array(pen, count, sizeof(*to->attackers));
    to->states = staith_pb_array(pen, count, sizeof(*to->states));
    to->systems = staith_pb_array(pen, count, sizeof(*to->systems));
    to->leasts = staith_pb_array(pen, count, sizeof(*to->leasts));
    for (size_t i = 0; !pen->failed && i < count; i++) {
        const struct staith_release_attacker *attacker = &certificate->attackers[i];
        to->attackers[i] = (Staith__V1__Attacker)(attacker->attacker + 1);
        to->states[i] = (Staith__V1__AttackState)attacker->state;
        to->systems[i] = attacker->systems;
        to->leasts[i] = attacker->least;
    }
    to->n_attackers = count;
    to->n_states = count;
    to->n_systems = count;
    to->n_leasts = count;
    return to;
}

void staith_pb_read_certificate(struct staith_pb_reader *reader,
                                const Staith__V1__Certificate *from,
                                struct staith_release_certificate *to)
{
    size_t count = from->n_attackers;
    staith_pb_require_known(reader, &from->base);
    staith_pb_require(reader,
                      count <= STAITH_RELEASE_MAX_ATTACKERS && from->n_states == count &&
                          from->n_systems == count && from->n_leasts == count,
                      "the columns of a certificate are not of one length");
    *to = (struct staith_release_certificate){
        .cells = from->cells,
        .audited = from->audited,
        .exact = from->exact,
        .narrow = from->narrow,
        .least = from->least,
        .promise = from->promise,
        .largest_error = from->largest_error,
        .took_ms = from->took_ms,
    };
    staith_pb_read_chars(reader, &from->solver, to->solver, sizeof(to->solver),
                         "the solver of a certificate is not valid");
    staith_pb_read_bytes(reader, &from->hash, to->hash, sizeof(to->hash),
                         "the hash of a certificate is not of 32 bytes");
    for (size_t i = 0; reader->code == 0 && i < count; i++) {
        /* 0 is UNSET, and becomes a number that is no attacker. */
        to->attackers[i] = (struct staith_release_attacker){
            .attacker = (uint32_t)from->attackers[i] - 1,
            .state = (uint32_t)from->states[i],
            .systems = from->systems[i],
            .least = from->leasts[i],
        };
        to->attacker_count++;
    }
}
