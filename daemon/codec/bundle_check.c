/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an auditor asks of a bundle, in the order in which one thing rests on another: who, which
 * numbers, the chain and signatures, and only then what signed bytes say.
 */
#include "codec/bundle.h"

#include "disclosure/policy.h"
#include "model/authority.h"

#include <string.h>

enum { CATALOGUE_BYTES = 16 * 1024 * 1024 };

static int record_wrong(struct staith_err *err, uint64_t number, const char *what)
{
    return staith_err_set(err, STAITH_ERR_VERIFY, "record %llu %s", (unsigned long long)number,
                          what);
}

/* ---- chain and signatures ---- */

static int check_head(const struct staith_bundle *bundle, struct staith_err *err)
{
    const char *wrong = NULL;
    if (!staith_authority_valid(bundle->authority)) {
        wrong = "the bundle names no council";
    } else if (bundle->epoch == 0) {
        wrong = "the bundle names no epoch";
    } else if (bundle->entry_count == 0 || bundle->first == 0 || bundle->last < bundle->first ||
               bundle->last - bundle->first != bundle->entry_count - 1) {
        wrong = "the bundle does not hold as many records as it says: one is missing or too many";
    } else if (bundle->ledger_last < bundle->last) {
        wrong = "the bundle holds more than its ledger did";
    }
    return wrong == NULL ? 0 : staith_err_set(err, STAITH_ERR_VERIFY, "%s", wrong);
}

/* One record by itself: whose it is, and its hash and signature. */
static int check_record(const struct staith_bundle *bundle, const struct staith_record *record,
                        const uint8_t *public_key, struct staith_err *err)
{
    if (strcmp(record->authority, bundle->authority) != 0 || record->epoch != bundle->epoch) {
        return record_wrong(err, record->number, "is of another council or ledger");
    }
    if (staith_record_verify(record, public_key) != 0) {
        return record_wrong(err, record->number,
                            "was changed, or signed by another key: hash or signature does not "
                            "match");
    }
    return 0;
}

/* How long the check may take rests on it: every release looks through the catalogues. */
static int check_count(const struct staith_bundle *bundle, struct staith_err *err)
{
    uint32_t count = bundle->catalogue_count;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        count += bundle->entries[i].record.kind == STAITH_RECORD_CATALOGUE ? 1u : 0u;
    }
    return count <= STAITH_BUNDLE_MAX_CATALOGUES
               ? 0
               : staith_err_set(err, STAITH_ERR_LIMIT, "a bundle holds at most %d catalogues",
                                (int)STAITH_BUNDLE_MAX_CATALOGUES);
}

static int check_catalogues(const struct staith_bundle *bundle, const uint8_t *public_key,
                            struct staith_err *err)
{
    uint64_t before = 0;
    for (uint32_t i = 0; i < bundle->catalogue_count; i++) {
        const struct staith_record *record = &bundle->catalogues[i];
        if (record->kind != STAITH_RECORD_CATALOGUE || record->number <= before ||
            record->number >= bundle->first) {
            return record_wrong(err, record->number,
                                "does not belong with the catalogues from before the bundle");
        }
        int rc = check_record(bundle, record, public_key, err);
        if (rc != 0) {
            return rc;
        }
        before = record->number;
    }
    return 0;
}

static int check_chain(const struct staith_bundle *bundle, const uint8_t *public_key,
                       struct staith_err *err)
{
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct staith_record *record = &bundle->entries[i].record;
        uint64_t number = bundle->first + i;
        if (record->number != number) {
            return record_wrong(err, number, "is missing");
        }
        if (i > 0 && memcmp(record->previous, bundle->entries[i - 1].record.hash,
                            sizeof(record->previous)) != 0) {
            return record_wrong(err, number, "does not follow from the one before it");
        }
        int rc = check_record(bundle, record, public_key, err);
        if (rc != 0) {
            return rc;
        }
    }
    /* The record just before the first is at hand where it is a catalogue. */
    if (bundle->catalogue_count > 0) {
        const struct staith_record *last = &bundle->catalogues[bundle->catalogue_count - 1];
        const struct staith_record *first = &bundle->entries[0].record;
        if (last->number == bundle->first - 1 &&
            memcmp(first->previous, last->hash, sizeof(last->hash)) != 0) {
            return record_wrong(err, bundle->first, "does not follow from the one before it");
        }
    }
    return 0;
}

/* ---- what the records say ---- */

static bool is_catalogue(const struct staith_record *record, const uint8_t *hash)
{
    uint8_t its[STAITH_HASH_BYTES];
    if (record->kind != STAITH_RECORD_CATALOGUE) {
        return false;
    }
    staith_codec_hash(record->payload, record->payload_len, its);
    return memcmp(its, hash, sizeof(its)) == 0;
}

const struct staith_record *staith_bundle_catalogue(const struct staith_bundle *bundle,
                                                    uint64_t number,
                                                    const uint8_t hash[STAITH_HASH_BYTES])
{
    for (uint32_t i = bundle->entry_count; i > 0; i--) {
        const struct staith_record *record = &bundle->entries[i - 1].record;
        if (record->number < number && is_catalogue(record, hash)) {
            return record;
        }
    }
    for (uint32_t i = 0; i < bundle->catalogue_count; i++) {
        if (is_catalogue(&bundle->catalogues[i], hash)) {
            return &bundle->catalogues[i];
        }
    }
    return NULL;
}

/* An interval of one number is that number, whatever the status beside it. */
static bool is_exact(const struct staith_value *value)
{
    return value->status == STAITH_STATUS_VALUE
               ? value->lo == value->hi
               : value->status == STAITH_STATUS_LOW && value->lo == value->hi && value->lo != 0;
}

/* A release without a certificate has no hidden cells that an exact one could leave beside. */
static bool floor_lets(const struct staith_release *release,
                       const struct staith_catalogue *catalogue,
                       const struct staith_release_cell *cell)
{
    enum staith_audience audience = staith_release_audience(release);
    int table = staith_catalogue_table(catalogue, cell->table);
    int measure = staith_catalogue_measure(catalogue, cell->measure);
    return staith_policy_floor_exact(staith_release_dataset(release), cell->measure,
                                     cell->dimension_count, audience) ||
           (staith_release_certificate(release) != NULL && cell->dimension_count > 0 &&
            staith_policy_floor_beside_hidden(catalogue, (uint16_t)table, (uint16_t)measure,
                                              audience));
}

static int check_floor(const struct staith_release *release,
                       const struct staith_catalogue *catalogue, uint64_t number,
                       struct staith_err *err)
{
    const char *dataset = staith_release_dataset(release);
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        if (is_exact(&cell.value) && !floor_lets(release, catalogue, &cell)) {
            return staith_err_set(
                err, STAITH_ERR_VERIFY,
                "record %llu holds an exact figure that the floor does not let leave: %s.%s",
                (unsigned long long)number, dataset, cell.measure);
        }
    }
    return 0;
}

static int check_content(const struct staith_bundle *bundle, const struct staith_release *release,
                         uint64_t number, struct staith_err *err)
{
    const struct staith_record *record =
        staith_bundle_catalogue(bundle, number, staith_release_catalogue_hash(release));
    if (record == NULL) {
        return record_wrong(err, number, "names a catalogue that the bundle does not hold");
    }
    struct staith_arena arena;
    struct staith_err why = {0};
    struct staith_catalogue *catalogue = NULL;
    staith_arena_init(&arena, CATALOGUE_BYTES);
    int rc = staith_codec_unpack_catalogue(record->payload, record->payload_len, &arena, &catalogue,
                                           &why);
    rc = rc != 0 ? rc : staith_codec_check_content(release, catalogue, &why);
    if (rc != 0) {
        rc =
            staith_err_set(err, STAITH_ERR_VERIFY, "record %llu does not fit its catalogue: %.150s",
                           (unsigned long long)number, why.what);
    } else {
        rc = check_floor(release, catalogue, number, err);
    }
    staith_arena_deinit(&arena);
    return rc;
}

static int check_release(const struct staith_bundle *bundle,
                         const struct staith_bundle_entry *entry, struct staith_err *err)
{
    struct staith_err why = {0};
    struct staith_release *release = NULL;
    uint64_t number = entry->record.number;
    int rc = staith_codec_unpack_release(entry->record.payload, entry->record.payload_len, &release,
                                         &why);
    if (rc != 0) {
        return staith_err_set(err, rc == STAITH_ERR_NOMEM ? rc : STAITH_ERR_VERIFY,
                              "record %llu cannot be read: %.150s", (unsigned long long)number,
                              why.what);
    }
    if (strcmp(staith_release_authority(release), bundle->authority) != 0) {
        rc = record_wrong(err, number, "is a release of another council");
    } else if (!entry->has_note || entry->note.approved_by[0] == '\0') {
        rc = record_wrong(err, number, "has no note of who approved it");
    } else if (entry->note.cells_released != staith_release_cell_count(release)) {
        rc = record_wrong(err, number, "has a note that counts other cells than those that left");
    } else {
        rc = check_content(bundle, release, number, err);
    }
    staith_release_free(release);
    return rc;
}

static int check_catalogue(const struct staith_record *record, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_err why = {0};
    struct staith_catalogue *catalogue = NULL;
    staith_arena_init(&arena, CATALOGUE_BYTES);
    int rc = staith_codec_unpack_catalogue(record->payload, record->payload_len, &arena, &catalogue,
                                           &why);
    staith_arena_deinit(&arena);
    if (rc == 0 || rc == STAITH_ERR_NOMEM) {
        return rc;
    }
    return staith_err_set(err, STAITH_ERR_VERIFY, "record %llu cannot be read: %.150s",
                          (unsigned long long)record->number, why.what);
}

static int check_notice(const struct staith_bundle *bundle, const struct staith_bundle_entry *entry,
                        struct staith_err *err)
{
    struct staith_notice notice;
    struct staith_err why = {0};
    uint64_t number = entry->record.number;
    int rc =
        staith_codec_unpack_notice(entry->record.payload, entry->record.payload_len, &notice, &why);
    if (rc != 0) {
        return staith_err_set(err, rc == STAITH_ERR_NOMEM ? rc : STAITH_ERR_VERIFY,
                              "record %llu cannot be read: %.150s", (unsigned long long)number,
                              why.what);
    }
    if (strcmp(notice.authority, bundle->authority) != 0) {
        return record_wrong(err, number, "is a notice of another council");
    }
    if (!entry->has_note || entry->note.approved_by[0] == '\0') {
        return record_wrong(err, number, "has no note of who gave it");
    }
    return 0;
}

static int check_entry(const struct staith_bundle *bundle, const struct staith_bundle_entry *entry,
                       struct staith_err *err)
{
    if (entry->record.kind == STAITH_RECORD_RELEASE) {
        return check_release(bundle, entry, err);
    }
    if (entry->record.kind == STAITH_RECORD_NOTICE) {
        return check_notice(bundle, entry, err);
    }
    if (entry->has_note) {
        return record_wrong(err, entry->record.number, "is a catalogue with a release's note");
    }
    return check_catalogue(&entry->record, err);
}

int staith_bundle_check(const struct staith_bundle *bundle,
                        const uint8_t public_key[STAITH_PUBLIC_KEY_BYTES], struct staith_err *err)
{
    int rc = check_head(bundle, err);
    rc = rc != 0 ? rc : check_count(bundle, err);
    rc = rc != 0 ? rc : check_catalogues(bundle, public_key, err);
    rc = rc != 0 ? rc : check_chain(bundle, public_key, err);
    for (uint32_t i = 0; rc == 0 && i < bundle->catalogue_count; i++) {
        rc = check_catalogue(&bundle->catalogues[i], err);
    }
    for (uint32_t i = 0; rc == 0 && i < bundle->entry_count; i++) {
        rc = check_entry(bundle, &bundle->entries[i], err);
    }
    return rc;
}
