/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_EXCHANGE_FIXTURE_H
#define STAITH_EXCHANGE_FIXTURE_H
/*
 * A council as the region hears it: keys, a small catalogue, releases, and a chain of signed
 * records packed as messages. Made with the codec alone, so that a test can also make wrong ones.
 */
#include "codec/message.h"
#include "disclosure/rebuild.h"

#include <setjmp.h>
#include <sodium.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct exchange_council {
    char authority[16];
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret_key[STAITH_SECRET_KEY_BYTES];
    uint64_t epoch;
    uint64_t last;
    uint8_t last_hash[STAITH_HASH_BYTES];
};

/** Tables: "headline" (no dimension) and "roles" (by role: worker, manager) of workers_fte; and
 *  "days", days_lost. */
static inline const struct staith_catalogue *exchange_catalogue(void)
{
    static struct staith_category roles[] = {{"worker", "Worker", 0xFFFF},
                                             {"manager", "Manager", 0xFFFF}};
    static struct staith_dimension dimensions[] = {{"role", "Role", 0, 0, 2, roles}};
    static struct staith_measure measures[] = {
        {"workers_fte", "Workers (FTE)", "FTE in post", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
        {"days_lost", "Days lost", "Working days lost", STAITH_UNIT_DAY_HUNDREDTHS, STAITH_SUM},
    };
    static uint16_t first_measure[] = {0};
    static uint16_t second_measure[] = {1};
    static uint16_t role[] = {0};
    static struct staith_table tables[] = {
        {"headline", "Headlines", 1, 0, first_measure, NULL},
        {"roles", "By role", 1, 1, first_measure, role},
        {"days", "Days", 1, 0, second_measure, NULL},
    };
    static const struct staith_catalogue CATALOGUE = {
        .dataset = "csww",
        .plugin = "workforce",
        .plugin_version = "1.0.0",
        .dimension_count = 1,
        .measure_count = 2,
        .table_count = 3,
        .dimensions = dimensions,
        .measures = measures,
        .tables = tables,
    };
    return &CATALOGUE;
}

static inline void exchange_pack_catalogue(struct staith_buf *out)
{
    staith_buf_init(out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(exchange_catalogue(), out), 0);
}

static inline void exchange_catalogue_hash(uint8_t hash[STAITH_HASH_BYTES])
{
    struct staith_buf packed;
    exchange_pack_catalogue(&packed);
    staith_codec_hash(packed.data, packed.len, hash);
    staith_buf_deinit(&packed);
}

/** A cell at a place of one dimension at most; `dimension` NULL: none. */
static inline struct staith_release_cell exchange_cell(const char *table, const char *measure,
                                                       const char *dimension, const char *category,
                                                       int64_t value)
{
    struct staith_release_cell cell = {
        .table = table, .measure = measure, .value = {STAITH_STATUS_VALUE, value, value, value}};
    if (dimension != NULL) {
        cell.dimension_count = 1;
        cell.dimensions[0] = dimension;
        cell.categories[0] = category;
    }
    return cell;
}

static inline struct staith_release *exchange_release_of(const char *authority, int year,
                                                         enum staith_audience audience,
                                                         const struct staith_release_cell *cells,
                                                         uint32_t count)
{
    uint8_t hash[STAITH_HASH_BYTES];
    exchange_catalogue_hash(hash);
    const struct staith_release_parts parts = {
        .authority = authority,
        .dataset = "csww",
        .period = {STAITH_PERIOD_CENSUS_YEAR, year, 0},
        .audience = audience,
        .policy = "2026-11-01",
        .catalogue_hash = hash,
        .cell_count = count,
        .cells = cells,
    };
    struct staith_release *release = NULL;
    struct staith_err err = {0};
    if (staith_release_rebuild(&parts, &release, &err) != 0) {
        fail_msg("%s", err.what);
    }
    return release;
}

/** One headline figure of a year. */
static inline struct staith_release *exchange_release(const char *authority, int year,
                                                      int64_t value)
{
    const struct staith_release_cell cell =
        exchange_cell("headline", "workers_fte", NULL, NULL, value);
    return exchange_release_of(authority, year, STAITH_AUDIENCE_REGION, &cell, 1);
}

static inline void exchange_council_init(struct exchange_council *council, const char *authority,
                                         uint64_t epoch)
{
    memset(council, 0, sizeof(*council));
    assert_true(sodium_init() >= 0);
    (void)snprintf(council->authority, sizeof(council->authority), "%s", authority);
    assert_int_equal(crypto_sign_keypair(council->public_key, council->secret_key), 0);
    council->epoch = epoch;
}

/** The next record of the council, signed; its place in the chain is not taken yet. */
static inline struct staith_record exchange_next(const struct exchange_council *council,
                                                 enum staith_record_kind kind,
                                                 const struct staith_buf *payload)
{
    struct staith_record record = {.epoch = council->epoch,
                                   .number = council->last + 1,
                                   .kind = kind,
                                   .payload = payload->data,
                                   .payload_len = payload->len};
    memcpy(record.authority, council->authority, sizeof(record.authority));
    memcpy(record.previous, council->last_hash, sizeof(record.previous));
    assert_int_equal(staith_record_sign(&record, council->secret_key), 0);
    return record;
}

/** Take the record's place: the next one follows it. */
static inline void exchange_keep(struct exchange_council *council,
                                 const struct staith_record *record)
{
    council->last = record->number;
    memcpy(council->last_hash, record->hash, sizeof(council->last_hash));
}

/** Append the record's message. */
static inline void exchange_pack_record(const struct staith_record *record, struct staith_buf *out)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_RECORD};
    message.as.record = *record;
    staith_buf_init(out, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_message_pack(&message, out), 0);
}

/** The council's catalogue as its next record, as a message. */
static inline void exchange_say_catalogue(struct exchange_council *council, struct staith_buf *out)
{
    struct staith_buf payload;
    exchange_pack_catalogue(&payload);
    const struct staith_record record = exchange_next(council, STAITH_RECORD_CATALOGUE, &payload);
    exchange_pack_record(&record, out);
    exchange_keep(council, &record);
    staith_buf_deinit(&payload);
}

/** A release (freed here) as its next record, as a message. */
static inline void exchange_say_release(struct exchange_council *council,
                                        struct staith_release *release, struct staith_buf *out)
{
    struct staith_buf payload;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_release(release, &payload), 0);
    const struct staith_record record = exchange_next(council, STAITH_RECORD_RELEASE, &payload);
    exchange_pack_record(&record, out);
    exchange_keep(council, &record);
    staith_buf_deinit(&payload);
    staith_release_free(release);
}

static inline void exchange_pack_hello(uint64_t epoch, uint64_t last, uint64_t nonce,
                                       struct staith_buf *out)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_HELLO};
    message.as.hello.protocol_min = STAITH_PROTOCOL_VERSION;
    message.as.hello.protocol_max = STAITH_PROTOCOL_VERSION;
    message.as.hello.epoch = epoch;
    message.as.hello.first = last > 0 ? 1 : 0;
    message.as.hello.last = last;
    message.as.hello.nonce = nonce;
    staith_buf_init(out, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_message_pack(&message, out), 0);
}

#endif
