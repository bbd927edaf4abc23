/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger says what left, truth.db what was behind it. A release of another period that waits
 * for an officer or its time counts as well: it may leave tomorrow without being looked at again.
 * One of the same period does not, since the run that is decided on takes its place.
 */
#include "authority/gate/past.h"

#include "codec/codec.h"
#include "disclosure/course.h"

#include <jansson.h>
#include <string.h>

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    YEAR_DAYS = 366, /* a period has begun a year before it ends, at most */
    CATALOGUES = 64
};

/* A catalogue that was read already: most releases name one of few. */
struct known {
    uint8_t hash[STAITH_HASH_BYTES];
    const struct staith_catalogue *catalogue;
};

struct reading {
    const struct staith_gate_archive *archive;
    const char *dataset;
    const struct staith_period *period;
    const struct staith_catalogue *catalogue; /* NULL: all is kin */
    struct staith_gate_past *past;
    struct staith_err *err;
    uint32_t known_count;
    struct known known[CATALOGUES];
};

static bool is_revised(const struct reading *reading, const char *dataset,
                       const struct staith_period *period)
{
    return strcmp(dataset, reading->dataset) == 0 &&
           staith_period_compare(period, reading->period) == 0;
}

/* The last day that a release may say anything of. */
static bool is_near(const struct reading *reading, const struct staith_period *period)
{
    int32_t first = 0, last = 0, now = 0;
    staith_period_days(period, &first, &last);
    staith_period_days(reading->period, &first, &now);
    return last - now <= STAITH_GATE_PAST_DAYS && now - last <= STAITH_GATE_PAST_DAYS;
}

/* Whether a cell is an amount of the same dataset: what was merged the last time stays merged. */
static bool is_amount(const struct reading *reading, const char *dataset, const char *measure)
{
    const struct staith_catalogue *catalogue = reading->catalogue;
    int at =
        strcmp(dataset, reading->dataset) == 0 ? staith_catalogue_measure(catalogue, measure) : -1;
    return at >= 0 && staith_measure_followed(&catalogue->measures[at]) != 0;
}

static bool is_kin(const struct reading *reading, const struct staith_release *release)
{
    const char *dataset = staith_release_dataset(release);
    bool kin = reading->catalogue == NULL;
    for (uint32_t i = 0; !kin && i < staith_release_cell_count(release); i++) {
        const char *measure = staith_release_cell_at(release, i).measure;
        kin = staith_course_kin(reading->catalogue, dataset, measure) ||
              is_amount(reading, dataset, measure);
    }
    return kin;
}

/* Whether a release is to be held against what is decided on. Where there is no room for it the
 * past is cut. */
static bool is_wanted(const struct reading *reading, const struct staith_release *release)
{
    struct staith_gate_past *past = reading->past;
    const struct staith_period *period = staith_release_period(release);
    bool same = is_revised(reading, staith_release_dataset(release), period);
    bool room =
        same ? past->vintages <= STAITH_GATE_PAST_VINTAGES : past->others < STAITH_GATE_PAST_OTHERS;
    if (!same && (!is_near(reading, period) || !is_kin(reading, release))) {
        return false;
    }
    past->cut = past->cut || !room;
    return room;
}

int64_t staith_gate_past_counts(const char *decision_json)
{
    json_t *account = json_loads(decision_json, 0, NULL);
    int64_t number = json_integer_value(json_object_get(account, STAITH_GATE_PAST_COUNTS));
    json_decref(account);
    return number > 0 ? number : 0;
}

/* A release as it was kept. */
struct kept {
    const uint8_t *payload;
    size_t len;
    int64_t counts; /* the number of those behind it */
    bool waits;
};

static int read_truth(const struct reading *reading, const struct kept *kept,
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
    staith_codec_hash(kept->payload, kept->len, hash);
    int rc = staith_truth_read(reading->archive->truth, hash, kept->counts, &reading->past->arena,
                               truth, reading->err);
    if (rc == 0) {
        item->truth = truth;
    }
    return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
}

/* Keep a release with its catalogue and its counts; it is the past's then, or freed. */
static int keep(struct reading *reading, struct staith_release *release, const struct kept *kept,
                const struct staith_catalogue *catalogue)
{
    struct staith_gate_past *past = reading->past;
    struct staith_disclosure_earlier *item = &past->items[past->count];
    bool same =
        is_revised(reading, staith_release_dataset(release), staith_release_period(release));
    int rc = 0;
    *item = (struct staith_disclosure_earlier){
        .release = release, .catalogue = catalogue, .waits = kept->waits};
    /* One more than there is room for is there without its counts. */
    if (!(same && past->vintages == STAITH_GATE_PAST_VINTAGES)) {
        rc = read_truth(reading, kept, item);
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

static int unpack_catalogue(struct reading *reading, const uint8_t *payload, size_t len,
                            const struct staith_catalogue **ret_catalogue)
{
    struct staith_catalogue *catalogue = NULL;
    int rc = staith_codec_unpack_catalogue(payload, len, &reading->past->arena, &catalogue,
                                           reading->err);
    *ret_catalogue = catalogue;
    return rc;
}

/* The catalogue that a release in the ledger names stands before it. */
static int find_catalogue(struct reading *reading, uint64_t number, const uint8_t *hash,
                          const struct staith_catalogue **ret_catalogue)
{
    for (uint32_t i = 0; i < reading->known_count; i++) {
        if (memcmp(reading->known[i].hash, hash, STAITH_HASH_BYTES) == 0) {
            *ret_catalogue = reading->known[i].catalogue;
            return 0;
        }
    }
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
            rc = unpack_catalogue(reading, entry.record.payload, entry.record.payload_len,
                                  ret_catalogue);
            if (rc == 0 && reading->known_count < CATALOGUES) {
                struct known *known = &reading->known[reading->known_count++];
                memcpy(known->hash, hash, sizeof(known->hash));
                known->catalogue = *ret_catalogue;
            }
            return rc;
        }
    }
    return staith_err_set(reading->err, STAITH_ERR_VERIFY,
                          "record %llu of the ledger names a catalogue that it does not hold",
                          (unsigned long long)number);
}

static int take_release(struct reading *reading, uint64_t number,
                        const struct staith_ledger_entry *entry)
{
    struct staith_release *release = NULL;
    const struct staith_catalogue *catalogue = NULL;
    size_t len = entry->record.payload_len;
    int rc = staith_codec_unpack_release(entry->record.payload, len, &release, reading->err);
    if (rc != 0 || !is_wanted(reading, release)) {
        staith_release_free(release);
        return rc;
    }
    /* The record's bytes live until the next is read. */
    const struct kept kept = {
        .payload = staith_arena_memdup(&reading->past->arena, entry->record.payload, len),
        .len = len,
        .counts = entry->has_note ? staith_gate_past_counts(entry->note.decision_json) : 0};
    rc = kept.payload == NULL
             ? staith_err_set(reading->err, STAITH_ERR_NOMEM, "no memory for earlier releases")
             : find_catalogue(reading, number, staith_release_catalogue_hash(release), &catalogue);
    if (rc != 0) {
        staith_release_free(release);
        return rc;
    }
    return keep(reading, release, &kept, catalogue);
}

/* Whether what was appended then can be of a period that is near. */
static bool is_recent(const struct reading *reading, int64_t appended_unix_ms)
{
    int32_t first = 0, now = 0;
    staith_period_days(reading->period, &first, &now);
    return appended_unix_ms / DAY_MS >= (int64_t)now - STAITH_GATE_PAST_DAYS - YEAR_DAYS;
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
    bool recent = true;
    for (; rc == 0 && number > least; number--) {
        struct staith_ledger_entry entry;
        rc = staith_ledger_read(reading->archive->ledger, number, &entry, reading->err);
        if (rc == 0) {
            recent = is_recent(reading, entry.appended_unix_ms);
            rc = entry.record.kind == STAITH_RECORD_RELEASE ? take_release(reading, number, &entry)
                                                            : 0;
        }
    }
    reading->past->cut = reading->past->cut || (least > 0 && recent);
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
        const struct staith_catalogue *catalogue = NULL;
        rc = staith_held_read(reading->archive->held, number, &item, reading->err);
        /* Without its bytes it has left since it was found: then it is in the ledger. */
        if (rc != 0 || item.release == NULL || is_revised(reading, item.dataset, &item.period)) {
            continue;
        }
        rc = staith_codec_unpack_release(item.release, item.release_len, &release, reading->err);
        if (rc != 0 || !is_wanted(reading, release)) {
            staith_release_free(release);
            continue;
        }
        rc = unpack_catalogue(reading, item.catalogue, item.catalogue_len, &catalogue);
        if (rc != 0) {
            staith_release_free(release);
            continue;
        }
        const struct kept kept = {item.release, item.release_len,
                                  staith_gate_past_counts(item.note.decision_json), true};
        rc = keep(reading, release, &kept, catalogue);
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

int staith_gate_archive_open(const char *folder, int64_t today_unix_ms,
                             struct staith_gate_archive *archive, struct staith_err *err)
{
    struct staith_err failure = {0};
    *archive = (struct staith_gate_archive){.today_unix_ms = today_unix_ms};
    int rc = staith_ledger_open_reader(folder, &archive->ledger, &failure);
    if (rc == 0 || rc == STAITH_ERR_NOTFOUND) {
        rc = staith_held_open_reader(folder, &archive->held, &failure);
    }
    if (rc == 0 || rc == STAITH_ERR_NOTFOUND) {
        rc = staith_truth_open(folder, NULL, &archive->truth, &failure);
    }
    if (rc == 0 || rc == STAITH_ERR_NOTFOUND) {
        rc = staith_gate_past_open_facts(folder, archive, &failure);
    }
    if (rc != 0 && err != NULL) {
        *err = failure;
    }
    return rc;
}

void staith_gate_archive_close(struct staith_gate_archive *archive)
{
    staith_facts_close(archive->facts);
    staith_truth_close(archive->truth);
    staith_held_close(archive->held);
    staith_ledger_close(archive->ledger);
    memset(archive, 0, sizeof(*archive));
}

int staith_gate_past_read(const struct staith_gate_archive *archive, const char *dataset,
                          const struct staith_period *period,
                          const struct staith_catalogue *catalogue, struct staith_gate_past *past,
                          struct staith_err *err)
{
    struct reading reading = {archive, dataset, period, catalogue, past, err, 0, {{{0}, NULL}}};
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
        rc = staith_facts_read(archive->facts, archive->today_unix_ms, &past->arena, &past->facts,
                               &past->fact_count, err);
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
