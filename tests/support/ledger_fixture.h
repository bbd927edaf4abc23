/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_LEDGER_FIXTURE_H
#define STAITH_TEST_LEDGER_FIXTURE_H
/*
 * A folder, a key pair, a small catalogue and releases for tests of the ledger and of what stands
 * on it.
 */
#include "disclosure/rebuild.h"
#include "ledger/ledger.h"
#include "staith/plugin.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ledger_fixture {
    char folder[64];
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    struct staith_measure measures[2];
    uint16_t table_measures[2];
    struct staith_table table;
    struct staith_catalogue catalogue;
};

static inline int ledger_fixture_init(struct ledger_fixture *f)
{
    memset(f, 0, sizeof(*f));
    (void)snprintf(f->folder, sizeof(f->folder), "/tmp/staith-ledger-XXXXXX");
    if (sodium_init() < 0 || mkdtemp(f->folder) == NULL) {
        return -1;
    }
    f->measures[0] = (struct staith_measure){"leavers_headcount", "Leavers", "People who left.",
                                             STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    f->measures[1] = (struct staith_measure){"inpost_headcount", "In post", "People in post.",
                                             STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    f->table_measures[1] = 1;
    f->table = (struct staith_table){"headline", "Headline", 2, 0, f->table_measures, NULL};
    f->catalogue = (struct staith_catalogue){.dataset = "csww",
                                             .plugin = "workforce",
                                             .plugin_version = "1.0.0",
                                             .measure_count = 2,
                                             .table_count = 1,
                                             .measures = f->measures,
                                             .tables = &f->table};
    return crypto_sign_keypair(f->public_key, f->secret);
}

/* Removes the files a ledger makes, then the folder. */
static inline void ledger_fixture_deinit(struct ledger_fixture *f)
{
    static const char *const names[] = {
        "ledger.db",       "ledger.db-wal",   "ledger.db-shm",   "ledger.lock",
        "receipts.db",     "receipts.db-wal", "receipts.db-shm", "held.db",
        "held.db-wal",     "held.db-shm",     "followed.db",     "followed.db-wal",
        "followed.db-shm", "truth.db",        "truth.db-wal",    "truth.db-shm",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[128];
        (void)snprintf(path, sizeof(path), "%s/%s", f->folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(f->folder);
}

/* A release of council 840 for the census year with `leavers` leavers; NULL on failure. */
static inline struct staith_release *ledger_fixture_release(const struct ledger_fixture *f,
                                                            int32_t year, int64_t leavers)
{
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    if (staith_codec_pack_catalogue(&f->catalogue, &packed) != 0) {
        return NULL;
    }
    staith_codec_hash(packed.data, packed.len, hash);
    staith_buf_deinit(&packed);
    const struct staith_release_cell cells[] = {
        {.table = "headline",
         .measure = "leavers_headcount",
         .value = {STAITH_STATUS_VALUE, leavers, leavers, leavers}},
        {.table = "headline",
         .measure = "inpost_headcount",
         .value = {STAITH_STATUS_UNRELIABLE, 0, 0, 0},
         .reason = "withdrawn"},
    };
    const struct staith_release_parts parts = {
        .authority = "840",
        .dataset = "csww",
        .period = {STAITH_PERIOD_CENSUS_YEAR, year, 0},
        .audience = STAITH_AUDIENCE_REGION,
        .policy = "2026-11-01",
        .catalogue_hash = hash,
        .cell_count = 2,
        .cells = cells,
    };
    struct staith_release *release = NULL;
    return staith_release_rebuild(&parts, &release, NULL) == 0 ? release : NULL;
}

/* Append one release; its source hash begins with `mark`. */
static inline int ledger_fixture_append(const struct ledger_fixture *f,
                                        struct staith_ledger *ledger, int32_t year, int64_t leavers,
                                        uint8_t mark, uint64_t *ret_number, struct staith_err *err)
{
    struct staith_release *release = ledger_fixture_release(f, year, leavers);
    if (release == NULL) {
        return STAITH_ERR_NOMEM;
    }
    const struct staith_ledger_note note = {.source_name = "return.xml",
                                            .source_hash = {mark},
                                            .source_bytes = 1234,
                                            .observed = 56,
                                            .cells_tallied = 7,
                                            .cells_released = 2,
                                            .cells_withheld = 5,
                                            .errors = 1,
                                            .queries = 3,
                                            .approved_by = "at once",
                                            .decision_json = "{}"};
    int rc = staith_ledger_append(ledger, release, &f->catalogue, &note, ret_number, err);
    staith_release_free(release);
    return rc;
}

#endif
