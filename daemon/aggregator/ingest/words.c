/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What officers of the region say. Each word is a transaction of its own: it is on disk before
 * anybody is told that it was heard, and nothing of the councils' is decided by its success.
 */
#include "aggregator/ingest/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int staith_ingest_set_datasets(struct staith_ingest *ingest,
                               const struct staith_ingest_dataset *datasets, uint32_t count,
                               const struct staith_ingest_dataset *others)
{
    struct staith_ingest_dataset *list = calloc(count > 0 ? count : 1, sizeof(*list));
    if (list == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        list[i] = datasets[i];
    }
    free(ingest->rules.datasets);
    ingest->rules = (struct staith_ingest_rules){list, count, *others};
    return 0;
}

/* End what is under way, which is no part of the word, and begin anew. */
static int begin_word(struct staith_ingest *ingest, struct staith_err *err)
{
    int rc = staith_ingest_commit(ingest, err);
    return rc != 0 ? rc : staith_ingest_begin(ingest, err);
}

/* Commit a word that was put with `rc`. One that does not fit leaves the store as it was, and is no
 * failure of it. */
static int end_word(struct staith_ingest *ingest, int rc, struct staith_err *err)
{
    if (rc == 0) {
        rc = staith_ingest_commit(ingest, err);
    }
    if (rc != 0) {
        staith_ingest_roll_back(ingest);
    }
    return rc;
}

int staith_ingest_accept_epoch(struct staith_ingest *ingest, const char *authority,
                               uint64_t *ret_epoch, struct staith_err *err)
{
    struct staith_ingest_member *council = staith_ingest_find(ingest, authority);
    if (council == NULL) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "no council %.15s is registered",
                              authority);
    }
    if (council->heard.waiting_epoch == 0) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND,
                              "council %.15s has no new ledger that waits", authority);
    }
    int rc = begin_word(ingest, err);
    if (rc == 0) {
        rc = staith_store_accept_epoch(ingest->options.store, authority,
                                       council->heard.waiting_epoch, err);
    }
    rc = end_word(ingest, rc, err);
    if (rc != 0) {
        return rc;
    }
    *ret_epoch = council->heard.waiting_epoch;
    council->heard.waiting_epoch = 0;
    council->heard.refusals = 0; /* they were of this ledger, and are dealt with */
    council->heard.refusal[0] = '\0';
    return 0;
}

/* The officer's words go to the council, the name does not. */
static int tell(struct staith_ingest *ingest, const char *authority, uint64_t number,
                enum staith_store_standing standing, const struct staith_store_word *word,
                const struct staith_store_judged *judged, struct staith_err *err)
{
    const struct staith_outside *outside = ingest->options.outside;
    struct staith_verdict verdict = {.epoch = judged->epoch,
                                     .number = number,
                                     .period = judged->period,
                                     .standing = standing == STAITH_STORE_ACCEPTED
                                                     ? STAITH_STANDING_ACCEPTED
                                                     : STAITH_STANDING_SENT_BACK,
                                     .at_unix_ms = outside->unix_ms(outside->ctx)};
    memcpy(verdict.dataset, judged->dataset, sizeof(verdict.dataset));
    (void)snprintf(verdict.reason, sizeof(verdict.reason), "%s", word->reason);
    return staith_ingest_tell_verdict(&ingest->options, authority, &verdict, err);
}

int staith_ingest_judge(struct staith_ingest *ingest, const char *authority, uint64_t number,
                        enum staith_store_standing standing, const struct staith_store_word *word,
                        struct staith_err *err)
{
    struct staith_store_judged judged = {0};
    int rc = begin_word(ingest, err);
    if (rc == 0) {
        rc = staith_store_judge(ingest->options.store, authority, number, standing, word, &judged,
                                err);
    }
    if (rc == 0) {
        rc = tell(ingest, authority, number, standing, word, &judged, err);
    }
    return end_word(ingest, rc, err);
}

int staith_ingest_judge_catalogue(struct staith_ingest *ingest,
                                  const uint8_t catalogue_hash[STAITH_HASH_BYTES],
                                  enum staith_store_catalogue_state state,
                                  const struct staith_store_word *word, struct staith_err *err)
{
    int rc = begin_word(ingest, err);
    if (rc == 0) {
        rc = staith_store_judge_catalogue(ingest->options.store, catalogue_hash, state, word, err);
    }
    return end_word(ingest, rc, err);
}

int staith_ingest_show_due(struct staith_ingest *ingest, int64_t *ret_next_unix_ms,
                           struct staith_err *err)
{
    int64_t now = ingest->options.outside->unix_ms(ingest->options.outside->ctx);
    int rc = begin_word(ingest, err);
    if (rc == 0) {
        rc = staith_store_show_due(ingest->options.store, now, ret_next_unix_ms, err);
    }
    return end_word(ingest, rc, err);
}
