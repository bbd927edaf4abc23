/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/run.h"

#include "codec/codec.h"

#include <stdlib.h>

static int hash_catalogue(const struct staith_catalogue *catalogue,
                          uint8_t ret_hash[STAITH_HASH_BYTES], struct staith_err *err)
{
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    int rc = staith_codec_pack_catalogue(catalogue, &packed);
    if (rc == 0) {
        staith_codec_hash(packed.data, packed.len, ret_hash);
    } else {
        (void)staith_err_set(err, rc, "the catalogue of dataset %s cannot be packed: %s",
                             catalogue->dataset, staith_err_words(rc));
    }
    staith_buf_deinit(&packed);
    return rc;
}

int staith_gate_decide(const struct staith_config_dataset *dataset,
                       const struct staith_gate_outcome *outcome,
                       struct staith_decision *ret_decision, struct staith_release **ret_release,
                       struct staith_err *err)
{
    if (outcome->end != STAITH_GATE_END_WELL || outcome->raw == NULL) {
        return staith_err_set(err, STAITH_ERR_STATE, "the run gave no table to release from");
    }
    uint8_t catalogue_hash[STAITH_HASH_BYTES];
    int rc = hash_catalogue(outcome->catalogue, catalogue_hash, err);
    if (rc != 0) {
        return rc;
    }
    struct staith_mark *marks = NULL;
    if (dataset->mark_count > 0) {
        marks = calloc(dataset->mark_count, sizeof(*marks));
        if (marks == NULL) {
            return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the marks");
        }
    }
    for (uint32_t i = 0; i < dataset->mark_count; i++) {
        const struct staith_config_mark *from = &dataset->marks[i];
        marks[i] = (struct staith_mark){from->measure, from->period, from->status, from->reason};
    }
    struct staith_policy policy = *staith_policy_default();
    policy.held = dataset->held;
    policy.held_count = dataset->held_count;
    const struct staith_disclosure disclosure = {.raw = outcome->raw,
                                                 .policy = &policy,
                                                 .audience = STAITH_AUDIENCE_REGION,
                                                 .marks = marks,
                                                 .mark_count = dataset->mark_count,
                                                 .shown = outcome->shown,
                                                 .shown_count = outcome->shown_count,
                                                 .catalogue_hash = catalogue_hash};
    rc = staith_disclosure_release(&disclosure, ret_decision, ret_release, err);
    free(marks);
    return rc;
}
