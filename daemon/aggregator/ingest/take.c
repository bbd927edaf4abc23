/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One record, after its place and its signature are known to be right. Whatever is wrong with its
 * content will be wrong for ever: it goes into quarantine and the cursor goes past it, or it would
 * block all that the council sends afterwards (I5).
 */
#include "aggregator/ingest/internal.h"

#include <stdio.h>
#include <string.h>

enum { ARENA_BYTES = 8 * 1024 * 1024 };

/* A record on its way into the store. */
struct taking {
    const struct staith_ingest_options *options;
    struct staith_store *store;
    struct staith_ingest_catalogues *catalogues;
    const struct staith_ingest_rules *rules;
    const struct staith_record *record;
};

struct staith_store_record staith_ingest_store_record(const struct staith_record *record)
{
    const struct staith_store_record out = {
        .authority = record->authority,
        .epoch = record->epoch,
        .number = record->number,
        .kind = (uint32_t)record->kind,
        .previous = record->previous,
        .hash = record->hash,
        .signature = record->signature,
        .payload = record->payload,
        .payload_len = record->payload_len,
    };
    return out;
}

static void refuse(struct staith_ingest_verdict *verdict, enum staith_refusal reason,
                   const struct staith_err *err)
{
    verdict->reason = reason;
    (void)snprintf(verdict->detail, sizeof(verdict->detail), "%s", err->what);
}

/* Failures of the machine, not of the record: nothing may be decided on them. A database that
 * others keep busy and one that takes a right away are such too: the same record is good later. */
static bool is_machine(int rc)
{
    return rc == STAITH_ERR_IO || rc == STAITH_ERR_NOMEM || rc == STAITH_ERR_AGAIN ||
           rc == STAITH_ERR_DENIED;
}

const struct staith_ingest_dataset *staith_ingest_rule(const struct staith_ingest_rules *rules,
                                                       const char *dataset)
{
    for (uint32_t i = 0; i < rules->dataset_count; i++) {
        if (strcmp(rules->datasets[i].dataset, dataset) == 0) {
            return &rules->datasets[i];
        }
    }
    return &rules->others;
}

static int take_catalogue(const struct taking *taking, struct staith_ingest_verdict *verdict,
                          struct staith_err *err)
{
    const struct staith_record *record = taking->record;
    struct staith_arena arena;
    struct staith_catalogue *catalogue = NULL;
    enum staith_store_catalogue_state state = STAITH_STORE_CATALOGUE_WAITS;
    uint8_t hash[STAITH_HASH_BYTES];
    char why[STAITH_DIFFERENCE_BYTES];
    staith_arena_init(&arena, ARENA_BYTES);
    int rc = staith_codec_unpack_catalogue(record->payload, record->payload_len, &arena, &catalogue,
                                           err);
    if (rc != 0) {
        refuse(verdict, STAITH_REFUSAL_UNDECODABLE, err);
        goto out;
    }
    staith_codec_hash(record->payload, record->payload_len, hash);
    rc = staith_ingest_catalogues_state(taking->catalogues, catalogue,
                                        staith_ingest_rule(taking->rules, catalogue->dataset),
                                        &state, why, err);
    if (rc == 0) {
        const struct staith_store_record stored = staith_ingest_store_record(record);
        rc = staith_store_put_catalogue(taking->store, &stored, hash, catalogue, state, err);
    }
    if (rc != 0) {
        refuse(verdict, STAITH_REFUSAL_CONTENT, err);
    }
out:
    staith_arena_deinit(&arena);
    return rc;
}

/* What nobody has to look at is accepted, and its council told so. */
static int put_release(const struct taking *taking, const struct staith_release *release,
                       struct staith_err *err)
{
    const struct staith_store_record stored = staith_ingest_store_record(taking->record);
    const struct staith_outside *outside = taking->options->outside;
    const char *dataset = staith_release_dataset(release);
    bool waits = staith_ingest_rule(taking->rules, dataset)->releases_wait;
    int rc = staith_store_put_release(taking->store, &stored, release,
                                      waits ? STAITH_STORE_WAITS : STAITH_STORE_ACCEPTED, err);
    if (rc != 0 || waits) {
        return rc;
    }
    struct staith_verdict verdict = {.epoch = taking->record->epoch,
                                     .number = taking->record->number,
                                     .period = *staith_release_period(release),
                                     .standing = STAITH_STANDING_ACCEPTED,
                                     .at_unix_ms = outside->unix_ms(outside->ctx)};
    (void)snprintf(verdict.dataset, sizeof(verdict.dataset), "%s", dataset);
    rc = staith_ingest_tell_verdict(taking->options, taking->record->authority, &verdict, err);
    /* A word that cannot be kept is the store's failure and not the record's. One that cannot be
     * made is not worth the record: it would come again for ever. */
    return rc == 0 || rc == STAITH_ERR_INVAL
               ? 0
               : staith_err_set(err, STAITH_ERR_IO, "a word could not be stored");
}

static int take_release(const struct taking *taking, struct staith_ingest_verdict *verdict,
                        struct staith_err *err)
{
    const struct staith_record *record = taking->record;
    struct staith_release *release = NULL;
    const struct staith_catalogue *catalogue = NULL;
    enum staith_refusal reason = STAITH_REFUSAL_UNDECODABLE;
    int rc = staith_codec_unpack_release(record->payload, record->payload_len, &release, err);
    if (rc != 0) {
        goto out;
    }
    reason = STAITH_REFUSAL_CONTENT;
    if (strcmp(staith_release_authority(release), record->authority) != 0) {
        rc = staith_err_set(err, STAITH_ERR_INVAL, "the release names another council");
        goto out;
    }
    rc = staith_ingest_catalogues_get(taking->catalogues, staith_release_catalogue_hash(release),
                                      &catalogue, err);
    if (rc != 0) {
        reason = STAITH_REFUSAL_CATALOGUE;
        goto out;
    }
    rc = staith_codec_check_content(release, catalogue, err);
    if (rc == 0) {
        rc = put_release(taking, release, err);
    }
out:
    if (rc != 0) {
        refuse(verdict, reason, err);
    }
    staith_release_free(release);
    return rc;
}

static int take_notice(const struct taking *taking, struct staith_ingest_verdict *verdict,
                       struct staith_err *err)
{
    const struct staith_record *record = taking->record;
    struct staith_notice notice;
    int rc = staith_codec_unpack_notice(record->payload, record->payload_len, &notice, err);
    if (rc != 0) {
        refuse(verdict, STAITH_REFUSAL_UNDECODABLE, err);
        return rc;
    }
    if (strcmp(notice.authority, record->authority) != 0) {
        rc = staith_err_set(err, STAITH_ERR_INVAL, "the notice names another council");
    } else {
        const struct staith_store_record stored = staith_ingest_store_record(record);
        rc = staith_store_put_notice(taking->store, &stored, &notice, err);
    }
    if (rc != 0) {
        refuse(verdict, STAITH_REFUSAL_CONTENT, err);
    }
    return rc;
}

static int take(const struct taking *taking, struct staith_ingest_verdict *verdict,
                struct staith_err *err)
{
    switch (taking->record->kind) {
    case STAITH_RECORD_CATALOGUE:
        return take_catalogue(taking, verdict, err);
    case STAITH_RECORD_RELEASE:
        return take_release(taking, verdict, err);
    case STAITH_RECORD_NOTICE:
        return take_notice(taking, verdict, err);
    case STAITH_RECORD_VERDICT:
    case STAITH_RECORD_COMPARISON:
    case STAITH_RECORD_HANDOUT:
        break;
    }
    return STAITH_ERR_INVAL; /* no such record of a council's is unpacked */
}

int staith_ingest_take(const struct staith_ingest_options *options,
                       struct staith_ingest_catalogues *catalogues,
                       const struct staith_ingest_rules *rules, const struct staith_record *record,
                       struct staith_ingest_verdict *ret_verdict, struct staith_err *err)
{
    struct staith_ingest_verdict verdict = {0};
    struct staith_err why = {0};
    const struct taking taking = {options, options->store, catalogues, rules, record};
    int rc = take(&taking, &verdict, &why);
    if (is_machine(rc)) {
        return staith_err_set(err, rc, "%s", why.what);
    }
    if (rc != 0) {
        const struct staith_store_record stored = staith_ingest_store_record(record);
        rc = staith_store_quarantine(options->store, &stored, staith_refusal_words(verdict.reason),
                                     verdict.detail, true, err);
        if (rc != 0) {
            return rc;
        }
    }
    *ret_verdict = verdict;
    return 0;
}
