/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/again.h"

#include "codec/codec.h"

enum { CATALOGUE_BYTES = 16 << 20, TRUTH_BYTES = 64 << 20 };

/* A held release apart from the file it came from. */
struct subject {
    struct staith_arena arena;
    struct staith_release *release;
    struct staith_catalogue *catalogue;
    struct staith_system truth;
    bool has_truth;
};

static int read_subject(const struct staith_gate_archive *archive, uint64_t number,
                        struct subject *subject, struct staith_err *err)
{
    struct staith_held_item item;
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_held_read(archive->held, number, &item, err);
    if (rc == 0 && item.release == NULL) {
        rc = staith_err_set(err, STAITH_ERR_STATE, "held release %llu is decided already",
                            (unsigned long long)number);
    }
    rc = rc != 0
             ? rc
             : staith_codec_unpack_release(item.release, item.release_len, &subject->release, err);
    rc = rc != 0 ? rc
                 : staith_codec_unpack_catalogue(item.catalogue, item.catalogue_len,
                                                 &subject->arena, &subject->catalogue, err);
    if (rc != 0 || archive->truth == NULL) {
        return rc;
    }
    staith_codec_hash(item.release, item.release_len, hash);
    rc = staith_truth_read(archive->truth, hash, &subject->arena, &subject->truth, err);
    subject->has_truth = rc == 0;
    return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
}

static int audit(const struct staith_gate_archive *archive, const struct staith_outside *outside,
                 const struct subject *subject, bool *ret_passed,
                 char ret_why[STAITH_DISCLOSURE_WHY_BYTES], struct staith_err *err)
{
    struct staith_gate_past past = {0};
    const struct staith_rawtable raw = {.catalogue = subject->catalogue,
                                        .period = *staith_release_period(subject->release)};
    int rc = staith_gate_past_read(archive, staith_release_dataset(subject->release), &raw.period,
                                   subject->catalogue, &past, err);
    const struct staith_disclosure what = {.raw = &raw,
                                           .audience = staith_release_audience(subject->release),
                                           .earlier = past.items,
                                           .earlier_count = past.count,
                                           .earlier_cut = past.cut,
                                           .facts = past.facts,
                                           .fact_count = past.fact_count,
                                           .outside = outside};
    if (rc == 0) {
        rc = staith_disclosure_again(&what, subject->release,
                                     subject->has_truth ? &subject->truth : NULL, ret_passed,
                                     ret_why, err);
    }
    staith_gate_past_free(&past);
    return rc;
}

int staith_gate_again(const struct staith_gate_archive *archive,
                      const struct staith_outside *outside, uint64_t number, bool *ret_passed,
                      char ret_why[STAITH_DISCLOSURE_WHY_BYTES], struct staith_err *err)
{
    struct subject subject = {0};
    staith_arena_init(&subject.arena, CATALOGUE_BYTES + TRUTH_BYTES);
    int rc = read_subject(archive, number, &subject, err);
    rc = rc != 0 ? rc : audit(archive, outside, &subject, ret_passed, ret_why, err);
    staith_release_free(subject.release);
    staith_arena_deinit(&subject.arena);
    return rc;
}
