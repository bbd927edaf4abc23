/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/run.h"

#include "authority/gate/policies.h"
#include "codec/codec.h"

enum { TERMS_BYTES = 1024 * 1024, TRUTH_BYTES = 64 * 1024 * 1024 };

int staith_gate_hash_catalogue(const struct staith_catalogue *catalogue,
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

static int copy_marks(const struct staith_config_dataset *dataset, struct staith_arena *arena,
                      const struct staith_mark **ret_marks, struct staith_err *err)
{
    struct staith_mark *marks =
        staith_arena_array(arena, (size_t)dataset->mark_count + 1, sizeof(*marks));
    if (marks == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the marks");
    }
    for (uint32_t i = 0; i < dataset->mark_count; i++) {
        const struct staith_config_mark *from = &dataset->marks[i];
        marks[i] = (struct staith_mark){from->measure, from->period, from->status, from->reason};
    }
    *ret_marks = marks;
    return 0;
}

int staith_gate_decide(const struct staith_gate_terms *terms,
                       const struct staith_gate_outcome *outcome,
                       struct staith_decision *ret_decision, struct staith_release **ret_release,
                       struct staith_err *err)
{
    if (outcome->end != STAITH_GATE_END_WELL || outcome->raw == NULL) {
        return staith_err_set(err, STAITH_ERR_STATE, "the run gave no table to release from");
    }
    uint8_t catalogue_hash[STAITH_HASH_BYTES];
    struct staith_policy policy;
    struct staith_arena arena;
    struct staith_disclosure disclosure = {.raw = outcome->raw,
                                           .policy = &policy,
                                           .audience = STAITH_AUDIENCE_REGION,
                                           .mark_count = terms->dataset->mark_count,
                                           .shown = outcome->shown,
                                           .shown_count = outcome->shown_count,
                                           .outside = terms->outside,
                                           .catalogue_hash = catalogue_hash};
    if (terms->past != NULL) {
        disclosure.earlier = terms->past->items;
        disclosure.earlier_count = terms->past->count;
        disclosure.earlier_cut = terms->past->cut;
        disclosure.facts = terms->past->facts;
        disclosure.fact_count = terms->past->fact_count;
    }
    staith_arena_init(&arena, TERMS_BYTES);
    int rc = staith_gate_hash_catalogue(outcome->catalogue, catalogue_hash, err);
    if (rc == 0) {
        rc = copy_marks(terms->dataset, &arena, &disclosure.marks, err);
    }
    if (rc == 0) {
        rc = staith_gate_policy(terms->config, terms->dataset, terms->today_unix_ms, &arena,
                                &policy, err);
    }
    if (rc == 0) {
        rc = staith_disclosure_release(&disclosure, ret_decision, ret_release, err);
    }
    staith_arena_deinit(&arena);
    return rc;
}

int staith_gate_keep_truth(struct staith_truth *truth, const struct staith_gate_outcome *outcome,
                           const struct staith_release *release, int64_t *ret_number,
                           uint32_t *ret_dropped, struct staith_err *err)
{
    struct staith_buf packed;
    struct staith_arena arena;
    struct staith_system system = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    staith_arena_init(&arena, TRUTH_BYTES);
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    int rc = staith_codec_pack_release(release, &packed);
    if (rc != 0) {
        (void)staith_err_set(err, rc, "the release of dataset %s cannot be packed: %s",
                             staith_release_dataset(release), staith_err_words(rc));
    } else {
        staith_codec_hash(packed.data, packed.len, hash);
        rc = staith_disclosure_truth(outcome->raw, &arena, &system, err);
    }
    if (rc == 0) {
        rc = staith_truth_put(truth, staith_release_dataset(release), hash, &system, ret_number,
                              ret_dropped, err);
    }
    staith_buf_deinit(&packed);
    staith_arena_deinit(&arena);
    return rc;
}
