/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger says what left, truth.db what was behind it. A release of another period that waits
 * for an officer or its time counts as well: it may leave tomorrow without being looked at again.
 * One of the same period does not, since the run that is decided on takes its place.
 */
#include "authority/gate/past.h"

#include "codec/codec.h"

#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

struct reading {
    const struct staith_gate_archive *archive;
    const char *dataset;
    const struct staith_period *period;
    struct staith_gate_past *past;
    struct staith_err *err;
};

static bool is_revised(const struct reading *reading, const char *dataset,
                       const struct staith_period *period)
{
    return strcmp(dataset, reading->dataset) == 0 &&
           staith_period_compare(period, reading->period) == 0;
}

/* Whether a release of this dataset and period is to be read too. */
static bool has_room(const struct reading *reading, const char *dataset,
                     const struct staith_period *period)
{
    const struct staith_gate_past *past = reading->past;
    int32_t first = 0, last = 0, now = 0;
    if (is_revised(reading, dataset, period)) {
        return past->vintages <= STAITH_GATE_PAST_VINTAGES;
    }
    staith_period_days(period, &first, &last);
    staith_period_days(reading->period, &first, &now);
    return past->others < STAITH_GATE_PAST_OTHERS && last - now <= STAITH_GATE_PAST_DAYS &&
           now - last <= STAITH_GATE_PAST_DAYS;
}

static int read_truth(const struct reading *reading, const uint8_t *payload, size_t len,
                      struct staith_disclosure_earlier *item)
{
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_system *truth = staith_arena_alloc(&reading->past->arena, sizeof(*truth));
    if (truth == NULL) {
        return staith_err_set(reading->err, STAITH_ERR_NOMEM, "no memory for earlier releases");
    }
    if (reading->archive->truth == NULL) {
        return 0;
    }
    staith_codec_hash(payload, len, hash);
    int rc = staith_truth_read(reading->archive->truth, hash, &reading->past->arena, truth,
                               reading->err);
    if (rc == 0) {
        item->truth = truth;
    }
    return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
}

/* Keep a release with its catalogue and its counts; it is the past's then, or freed. */
static int keep(struct reading *reading, struct staith_release *release, const uint8_t *payload,
                size_t len, const uint8_t *catalogue, size_t catalogue_len)
{
    struct staith_gate_past *past = reading->past;
    struct staith_disclosure_earlier *item = &past->items[past->count];
    struct staith_catalogue *its = NULL;
    bool same =
        is_revised(reading, staith_release_dataset(release), staith_release_period(release));
    int rc =
        staith_codec_unpack_catalogue(catalogue, catalogue_len, &past->arena, &its, reading->err);
    *item = (struct staith_disclosure_earlier){.release = release, .catalogue = its};
    /* One more than there is room for is there without its counts. */
    if (rc == 0 && !(same && past->vintages == STAITH_GATE_PAST_VINTAGES)) {
        rc = read_truth(reading, payload, len, item);
    }
    if (rc != 0) {
        staith_release_free(release);
        return rc;
    }
    past->releases[past->count++] = release;
    past->vintages += same ? 1 : 0;
    past->others += same ? 0 : 1;
    return 0;
}

/* The catalogue that a release in the ledger names stands before it. */
static int find_catalogue(const struct reading *reading, uint64_t number, const uint8_t *hash,
                          const uint8_t **ret_payload, size_t *ret_len)
{
    for (uint64_t at = number; at > 1; at--) {
        struct staith_ledger_entry entry;
        uint8_t its[STAITH_HASH_BYTES];
        int rc = staith_ledger_read(reading->archive->ledger, at - 1, &entry, reading->err);
        if (rc != 0) {
            return rc;
        }
        if (entry.record.kind != STAITH_RECORD_CATALOGUE) {
            continue;
        }
        staith_codec_hash(entry.record.payload, entry.record.payload_len, its);
        if (memcmp(its, hash, sizeof(its)) == 0) {
            *ret_len = entry.record.payload_len;
            *ret_payload =
                staith_arena_memdup(&reading->past->arena, entry.record.payload, *ret_len);
            return *ret_payload == NULL ? staith_err_set(reading->err, STAITH_ERR_NOMEM,
                                                         "no memory for earlier releases")
                                        : 0;
        }
    }
    return staith_err_set(reading->err, STAITH_ERR_VERIFY,
                          "record %llu of the ledger names a catalogue that it does not hold",
                          (unsigned long long)number);
}

static int take_record(struct reading *reading, uint64_t number)
{
    struct staith_ledger_entry entry;
    struct staith_release *release = NULL;
    int rc = staith_ledger_read(reading->archive->ledger, number, &entry, reading->err);
    if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
        return rc;
    }
    rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release,
                                     reading->err);
    if (rc != 0 ||
        !has_room(reading, staith_release_dataset(release), staith_release_period(release))) {
        staith_release_free(release);
        return rc;
    }
    const uint8_t *catalogue = NULL;
    size_t catalogue_len = 0;
    size_t len = entry.record.payload_len;
    const uint8_t *payload = staith_arena_memdup(&reading->past->arena, entry.record.payload, len);
    rc = payload == NULL
             ? staith_err_set(reading->err, STAITH_ERR_NOMEM, "no memory for earlier releases")
             : find_catalogue(reading, number, staith_release_catalogue_hash(release), &catalogue,
                              &catalogue_len);
    if (rc != 0) {
        staith_release_free(release);
        return rc;
    }
    return keep(reading, release, payload, len, catalogue, catalogue_len);
}

static int take_ledger(struct reading *reading)
{
    uint64_t number = 0;
    int rc = staith_ledger_last(reading->archive->ledger, &number);
    if (rc != 0) {
        return staith_err_set(reading->err, rc, "the ledger cannot be read");
    }
    uint64_t least =
        number > STAITH_GATE_PAST_MAX_RECORDS ? number - STAITH_GATE_PAST_MAX_RECORDS : 0;
    for (; rc == 0 && number > least; number--) {
        rc = take_record(reading, number);
    }
    return rc;
}

static int take_held(struct reading *reading)
{
    uint64_t number = 0;
    int rc = 0;
    int next = 0;
    while (rc == 0 &&
           (next = staith_held_next(reading->archive->held, number, false, &number)) == 0) {
        struct staith_held_item item;
        struct staith_release *release = NULL;
        rc = staith_held_read(reading->archive->held, number, &item, reading->err);
        if (rc != 0 || is_revised(reading, item.dataset, &item.period) ||
            !has_room(reading, item.dataset, &item.period)) {
            continue;
        }
        rc = staith_codec_unpack_release(item.release, item.release_len, &release, reading->err);
        if (rc == 0) {
            rc = keep(reading, release, item.release, item.release_len, item.catalogue,
                      item.catalogue_len);
        }
    }
    if (rc == 0 && next != STAITH_ERR_NOTFOUND) {
        rc = staith_err_set(reading->err, next, "the releases that wait cannot be read");
    }
    return rc;
}

int staith_gate_past_open_facts(const char *folder, struct staith_gate_archive *archive,
                                struct staith_err *err)
{
    struct staith_err failure = {0};
    int rc = staith_facts_open(folder, NULL, &archive->facts, &failure);
    if (rc == STAITH_ERR_NOTFOUND) {
        return 0;
    }
    if (rc != 0 && err != NULL) {
        *err = failure;
    }
    return rc;
}

int staith_gate_past_read(const struct staith_gate_archive *archive, const char *dataset,
                          const struct staith_period *period, struct staith_gate_past *past,
                          struct staith_err *err)
{
    struct reading reading = {archive, dataset, period, past, err};
    int rc = 0;
    memset(past, 0, sizeof(*past));
    staith_arena_init(&past->arena, STAITH_GATE_PAST_MAX_BYTES);
    if (archive->held != NULL) {
        rc = take_held(&reading);
    }
    if (rc == 0 && archive->ledger != NULL) {
        rc = take_ledger(&reading);
    }
    if (rc == 0 && archive->facts != NULL) {
        rc = staith_facts_read(archive->facts, (int32_t)(archive->today_unix_ms / DAY_MS),
                               &past->arena, &past->facts, &past->fact_count, err);
    }
    return rc;
}

void staith_gate_past_free(struct staith_gate_past *past)
{
    if (past != NULL) {
        for (uint32_t i = 0; i < past->count; i++) {
            staith_release_free(past->releases[i]);
        }
        staith_arena_deinit(&past->arena);
        memset(past, 0, sizeof(*past));
    }
}
