/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ledger's file as a reader meets it: a whole one of three records into which bytes are written.
 * The first byte says whether the checksums of the pages are made right again, so that what lies
 * behind them is reached too; then come offset (three bytes), and a byte to write there. A record
 * that is read and verified is one that was appended; without new checksums nothing that was
 * changed goes unseen.
 */
#include "base/siphash.h"
#include "db/db.h"
#include "disk.h"
#include "fuzz.h"
#include "ledger_fixture.h"

enum { RECORDS = 4, MAX_FILE_BYTES = 1 << 20, EDIT_BYTES = 4 };

struct whole {
    struct ledger_fixture fixture;
    uint8_t hashes[RECORDS + 1][STAITH_HASH_BYTES];
    uint8_t *bytes;
    size_t len;
    struct disk *disk; /* in memory: a file of the system's would be half of the work of a run */
    char folder[128];
    char path[160];
};

static int64_t now(void *ctx)
{
    (void)ctx;
    return 1000000;
}

static void chance(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 7, len);
}

static void load(struct whole *whole, const char *from)
{
    whole->bytes = malloc(MAX_FILE_BYTES);
    FILE *in = fopen(from, "rb");
    if (whole->bytes == NULL || in == NULL) {
        fuzz_wrong("the ledger cannot be read");
    }
    whole->len = fread(whole->bytes, 1, MAX_FILE_BYTES, in);
    (void)fclose(in);
}

static void make(struct whole *whole)
{
    const struct staith_outside outside = {.unix_ms = now, .monotonic_ms = now, .random = chance};
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    uint64_t number = 0;
    char from[128];
    int rc = ledger_fixture_init(&whole->fixture);
    rc = rc != 0 ? rc
                 : staith_ledger_open(whole->fixture.folder, "840", whole->fixture.secret, &outside,
                                      &ledger, &err);
    for (int i = 0; rc == 0 && i < RECORDS - 1; i++) {
        rc = ledger_fixture_append(&whole->fixture, ledger, 2023 + i, 10 + i, (uint8_t)(i + 1),
                                   &number, &err);
    }
    for (uint64_t i = 1; rc == 0 && i <= RECORDS; i++) {
        rc = staith_ledger_hash(ledger, i, whole->hashes[i]);
    }
    staith_ledger_close(ledger);
    if (rc != 0) {
        fuzz_wrong(err.what);
    }
    (void)snprintf(from, sizeof(from), "%s/ledger.db", whole->fixture.folder);
    load(whole, from);
    ledger_fixture_deinit(&whole->fixture);
    (void)snprintf(whole->folder, sizeof(whole->folder), "%s", fuzz_folder());
    (void)snprintf(whole->path, sizeof(whole->path), "%s/ledger.db", whole->folder);
    whole->disk = disk_new(1);
}

/* The checksum of a page as daemon/db makes it: its place in the last bytes, then the sum. */
static void seal(uint8_t *page, uint64_t offset)
{
    static const uint8_t key[16] = "staith db page 1";
    uint8_t *end = page + STAITH_DB_PAGE_BYTES - STAITH_DB_CHECK_BYTES;
    memcpy(end, &offset, STAITH_DB_CHECK_BYTES);
    const uint64_t sum = staith_siphash13(key, page, STAITH_DB_PAGE_BYTES);
    memcpy(end, &sum, STAITH_DB_CHECK_BYTES);
}

static void write_changed(const struct whole *whole, const uint8_t *edits, size_t len, bool sealed)
{
    uint8_t *copy = malloc(whole->len);
    if (copy == NULL) {
        fuzz_wrong("no memory");
    }
    memcpy(copy, whole->bytes, whole->len);
    for (size_t at = 0; at + EDIT_BYTES <= len; at += EDIT_BYTES) {
        const size_t offset =
            (((size_t)edits[at] << 16) | ((size_t)edits[at + 1] << 8) | edits[at + 2]) % whole->len;
        copy[offset] = edits[at + 3];
    }
    for (size_t at = 0; sealed && at < whole->len; at += STAITH_DB_PAGE_BYTES) {
        if (memcmp(copy + at, whole->bytes + at, STAITH_DB_PAGE_BYTES) != 0) {
            seal(copy + at, at);
        }
    }
    disk_wipe(whole->disk, whole->folder);
    disk_set(whole->disk, whole->path, copy, whole->len);
    free(copy);
}

static void read_all(struct whole *whole)
{
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    uint64_t last = 0;
    int rc = staith_ledger_open_reader(whole->folder, &ledger, &err);
    rc = rc != 0 ? rc : staith_ledger_last(ledger, &last);
    const bool sound =
        rc == 0 && staith_ledger_verify(ledger, whole->fixture.public_key, &err) == 0;
    if (sound && last > RECORDS) {
        fuzz_wrong("records that were never appended verify");
    }
    for (uint64_t number = 1; rc == 0 && number <= last && number <= RECORDS; number++) {
        struct staith_ledger_entry entry;
        if (staith_ledger_read(ledger, number, &entry, &err) == 0 && sound &&
            memcmp(entry.record.hash, whole->hashes[number], STAITH_HASH_BYTES) != 0) {
            fuzz_wrong("another record verifies");
        }
    }
    uint64_t found = 0;
    if (rc == 0) {
        const struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0};
        (void)staith_ledger_received(ledger, &found);
        (void)staith_ledger_find_release(ledger, "csww", &period, &found);
        (void)staith_ledger_newest_notice(ledger, &found, NULL);
    }
    staith_ledger_close(ledger);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct whole whole;
    if (whole.bytes == NULL) {
        make(&whole);
    }
    if (len < 1 + EDIT_BYTES) {
        return 0;
    }
    write_changed(&whole, bytes + 1, len - 1, bytes[0] % 2 == 1);
    read_all(&whole);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    uint8_t edits[1 + 2 * EDIT_BYTES] = {1, 0, 0, 0x64, 1, 0, 0x10, 0x05, 9};
    for (uint8_t page = 0; page < 24; page++) {
        edits[0] = page % 4 == 3 ? 0 : 1;
        edits[2] = (uint8_t)(page * 16);
        edits[3] = (uint8_t)(page * 5);
        take(ctx, edits, sizeof(edits));
    }
}
