/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_STORE_FIXTURE_H
#define STAITH_STORE_FIXTURE_H
/*
 * A store in a folder of its own, with a clock that the test sets, and records to put into it.
 * Where STAITH_TEST_POSTGRESQL is the address of a database (tests/support/with-postgresql), it
 * lies in a schema of its own there.
 */
#include "aggregator/store/store.h"
#include "certificate_case.h"
#include "codec/codec.h"
#include "disclosure/rebuild.h"
#include "pg/pg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct store_fixture {
    char folder[64];
    char where[256]; /**< what staith_store_open is given: the folder, or the schema's address */
    int64_t now;     /**< what the clock says */
    struct staith_outside outside;
    struct staith_store *store;
    struct staith_err err;
};

static inline int64_t store_fixture_now(void *ctx)
{
    return *(int64_t *)ctx;
}

static inline void store_fixture_random(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 7, len);
}

/** The name of the schema in fixture->where, or NULL: the store is a file. */
static inline const char *store_fixture_schema(const struct store_fixture *fixture)
{
    const char *path = strstr(fixture->where, "search_path%3D");
    return path != NULL ? path + strlen("search_path%3D") : NULL;
}

/** Run a text of SQL ("CREATE SCHEMA %s") on the schema. */
static inline void store_fixture_run(const struct store_fixture *fixture, const char *format)
{
    struct staith_pg *pg = NULL;
    char text[128];
    assert_int_equal(staith_pg_open(getenv("STAITH_TEST_POSTGRESQL"), &pg, NULL), 0);
    const char *at = strstr(format, "%s");
    (void)snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - format), format,
                   store_fixture_schema(fixture), at + 2);
    assert_true(staith_pg_run(pg, text));
    staith_pg_close(pg);
}

static inline void store_fixture_place(struct store_fixture *fixture)
{
    static int made;
    const char *address = getenv("STAITH_TEST_POSTGRESQL");
    if (address == NULL) {
        (void)snprintf(fixture->where, sizeof(fixture->where), "%s", fixture->folder);
        return;
    }
    (void)snprintf(fixture->where, sizeof(fixture->where), "%s%soptions=-csearch_path%%3Dt%d_%d",
                   address, strchr(address, '?') != NULL ? "&" : "?", (int)getpid(), ++made);
    store_fixture_run(fixture, "CREATE SCHEMA %s");
}

static inline int store_fixture_setup(void **state)
{
    struct store_fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    const char *temp = getenv("TMPDIR");
    (void)snprintf(fixture->folder, sizeof(fixture->folder), "%.40s/staith-store-XXXXXX",
                   temp != NULL ? temp : "/tmp");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->now = 1000;
    fixture->outside = (struct staith_outside){.ctx = &fixture->now,
                                               .unix_ms = store_fixture_now,
                                               .monotonic_ms = store_fixture_now,
                                               .random = store_fixture_random};
    store_fixture_place(fixture);
    assert_int_equal(
        staith_store_open(fixture->where, false, &fixture->outside, &fixture->store, &fixture->err),
        0);
    *state = fixture;
    return 0;
}

static inline int store_fixture_teardown(void **state)
{
    static const char *const FILES[] = {"store.db", "store.db-wal", "store.db-shm"};
    struct store_fixture *fixture = *state;
    char path[128];
    staith_store_close(fixture->store);
    if (store_fixture_schema(fixture) != NULL) {
        store_fixture_run(fixture, "DROP SCHEMA %s CASCADE");
    }
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", fixture->folder, FILES[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(fixture->folder), 0);
    free(fixture);
    return 0;
}

/** 32 equal bytes, one of a few fixed places by `fill`. */
static inline const uint8_t *store_fixture_hash(uint8_t fill)
{
    static uint8_t hashes[256][STAITH_HASH_BYTES];
    memset(hashes[fill], fill, STAITH_HASH_BYTES);
    return hashes[fill];
}

/** A record whose hash is `number` repeated. */
static inline struct staith_store_record store_fixture_record(const char *authority, uint64_t epoch,
                                                              uint64_t number)
{
    static const uint8_t SIGNATURE[64];
    struct staith_store_record record = {
        .authority = authority,
        .epoch = epoch,
        .number = number,
        .kind = 2,
        .previous = store_fixture_hash((uint8_t)(number - 1)),
        .hash = store_fixture_hash((uint8_t)number),
        .signature = SIGNATURE,
        .payload = (const uint8_t *)"bytes",
        .payload_len = 5,
    };
    return record;
}

/** A headline cell. */
static inline struct staith_release_cell store_fixture_cell(const char *measure,
                                                            struct staith_value value)
{
    struct staith_release_cell cell = {.table = "headline", .measure = measure, .value = value};
    return cell;
}

/** A release of the census dataset for a census year. */
static inline struct staith_release *store_fixture_release(const char *authority, int year,
                                                           const struct staith_release_cell *cells,
                                                           uint32_t count)
{
    const struct staith_release_certificate certificate = certificate_of(cells, count);
    bool ruled = false;
    for (uint32_t i = 0; i < count; i++) {
        ruled = ruled || cells[i].base > 0;
    }
    struct staith_release_parts parts = {
        .certificate = ruled ? &certificate : NULL,
        .authority = authority,
        .dataset = "csww",
        .period = {1, year, 0},
        .audience = STAITH_AUDIENCE_REGION,
        .policy = "2026-11-01",
        .catalogue_hash = store_fixture_hash(200),
        .cell_count = count,
        .cells = cells,
    };
    struct staith_release *release = NULL;
    struct staith_err err = {0};
    int code = staith_release_rebuild(&parts, &release, &err);
    if (code != 0) {
        fail_msg("%s", err.what);
    }
    return release;
}

/** Give a record the hash that its other fields have; the bytes live until the next call for the
 *  same number. */
static inline void store_fixture_sign(struct staith_store_record *record)
{
    static uint8_t hashes[256][STAITH_HASH_BYTES];
    static uint8_t secret[STAITH_SECRET_KEY_BYTES];
    struct staith_record whole = {.epoch = record->epoch,
                                  .number = record->number,
                                  .kind = (enum staith_record_kind)record->kind,
                                  .payload = record->payload,
                                  .payload_len = record->payload_len};
    (void)snprintf(whole.authority, sizeof(whole.authority), "%s", record->authority);
    if (record->number > 1) {
        memcpy(whole.previous, record->previous, STAITH_HASH_BYTES);
    }
    assert_int_equal(staith_record_sign(&whole, secret), 0);
    record->hash = hashes[record->number % 256];
    memcpy(hashes[record->number % 256], whole.hash, STAITH_HASH_BYTES);
}

/** The record of a release: its payload is the release packed, until the next call. */
static inline struct staith_store_record store_fixture_carry(const char *authority, uint64_t epoch,
                                                             uint64_t number,
                                                             const struct staith_release *release)
{
    static uint8_t payload[STAITH_CODEC_MAX_PAYLOAD_BYTES];
    struct staith_store_record record = store_fixture_record(authority, epoch, number);
    struct staith_buf bytes;
    staith_buf_init(&bytes, sizeof(payload));
    assert_int_equal(staith_codec_pack_release(release, &bytes), 0);
    memcpy(payload, bytes.data, bytes.len);
    record.payload = payload;
    record.payload_len = bytes.len;
    store_fixture_sign(&record);
    staith_buf_deinit(&bytes);
    return record;
}

/** Store one release in a transaction of its own. */
static inline int store_fixture_put(struct store_fixture *fixture, const char *authority,
                                    uint64_t epoch, uint64_t number, int year,
                                    const struct staith_release_cell *cells, uint32_t count)
{
    struct staith_release *release = store_fixture_release(authority, year, cells, count);
    struct staith_store_record record = store_fixture_carry(authority, epoch, number, release);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    int code = staith_store_put_release(fixture->store, &record, release, STAITH_STORE_ACCEPTED,
                                        &fixture->err);
    staith_release_free(release);
    if (code == 0) {
        code = staith_store_commit(fixture->store, &fixture->err);
    } else {
        staith_store_rollback(fixture->store);
    }
    return code;
}

/** Headlines of the census dataset, as they come. */
struct store_fixture_figures {
    size_t count;
    struct staith_store_figure figures[64];
};

static inline int store_fixture_collect(void *ctx, const struct staith_store_figure *figure)
{
    struct store_fixture_figures *figures = ctx;
    assert_true(figures->count < 64);
    figures->figures[figures->count++] = *figure;
    return 0;
}

static inline struct store_fixture_figures store_fixture_headlines(struct staith_store *store)
{
    struct store_fixture_figures figures = {0};
    struct staith_err err = {0};
    assert_int_equal(staith_store_headlines(store, "csww", store_fixture_collect, &figures, &err),
                     0);
    return figures;
}

#endif
