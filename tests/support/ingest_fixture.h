/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_INGEST_FIXTURE_H
#define STAITH_INGEST_FIXTURE_H
/*
 * A region without sockets: a store in a temporary folder, ingest on it, and the answers it gave.
 */
#include "aggregator/ingest/ingest.h"
#include "exchange_fixture.h"

#include <unistd.h>

enum { FIXTURE_NOW_MS = 1000000 };

struct ingest_fixture {
    char folder[64];
    struct staith_outside outside;
    int64_t passed_ms; /**< since FIXTURE_NOW_MS */
    struct staith_store *store;
    struct staith_ingest *ingest;
    struct staith_ingest_council councils[2];
    struct exchange_council durham; /* 840 */
    struct exchange_council other;  /* 390 */
    struct staith_err err;
    size_t answer_count;
    struct staith_message answers[64];
    struct staith_wire_peer to[64];
};

static inline int64_t ingest_fixture_now(void *ctx)
{
    const struct ingest_fixture *fixture = ctx;
    return FIXTURE_NOW_MS + fixture->passed_ms;
}

static inline void ingest_fixture_random(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 7, len);
}

static inline int ingest_fixture_sent(void *ctx, const struct staith_wire_peer *peer,
                                      const void *bytes, size_t len)
{
    struct ingest_fixture *fixture = ctx;
    struct staith_arena arena;
    assert_true(fixture->answer_count < 64);
    staith_arena_init(&arena, 65536);
    assert_int_equal(
        staith_message_unpack(bytes, len, &arena, &fixture->answers[fixture->answer_count], NULL),
        0);
    staith_arena_deinit(&arena); /* answers carry no bytes of it */
    fixture->to[fixture->answer_count] = *peer;
    fixture->answer_count++;
    return 0;
}

/** Open store and ingest, as at the start of the process. */
static inline void ingest_fixture_open(struct ingest_fixture *fixture)
{
    assert_int_equal(staith_store_open(fixture->folder, false, &fixture->outside, &fixture->store,
                                       &fixture->err),
                     0);
    const struct staith_ingest_options options = {
        .store = fixture->store,
        .outside = &fixture->outside,
        .send = ingest_fixture_sent,
        .ctx = fixture,
    };
    assert_int_equal(staith_ingest_new(&options, &fixture->ingest, &fixture->err), 0);
    assert_int_equal(staith_ingest_set_councils(fixture->ingest, fixture->councils, 2), 0);
}

static inline void ingest_fixture_close(struct ingest_fixture *fixture)
{
    staith_ingest_free(fixture->ingest);
    staith_store_close(fixture->store);
    fixture->ingest = NULL;
    fixture->store = NULL;
}

static inline int ingest_fixture_setup(void **state)
{
    struct ingest_fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    (void)snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/staith-ingest-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->outside.ctx = fixture;
    fixture->outside.unix_ms = ingest_fixture_now;
    fixture->outside.monotonic_ms = ingest_fixture_now;
    fixture->outside.random = ingest_fixture_random;
    exchange_council_init(&fixture->durham, "840", 11);
    exchange_council_init(&fixture->other, "390", 22);
    const struct exchange_council *both[] = {&fixture->durham, &fixture->other};
    for (int i = 0; i < 2; i++) {
        memcpy(fixture->councils[i].authority, both[i]->authority, 16);
        memcpy(fixture->councils[i].signing_key, both[i]->public_key, STAITH_PUBLIC_KEY_BYTES);
    }
    ingest_fixture_open(fixture);
    *state = fixture;
    return 0;
}

static inline int ingest_fixture_teardown(void **state)
{
    static const char *const FILES[] = {"store.db", "store.db-wal", "store.db-shm"};
    struct ingest_fixture *fixture = *state;
    char path[128];
    ingest_fixture_close(fixture);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", fixture->folder, FILES[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(fixture->folder), 0);
    free(fixture);
    return 0;
}

/** A message (freed here) from the peer of an authority. */
static inline void ingest_fixture_hear(struct ingest_fixture *fixture, const char *authority,
                                       struct staith_buf *bytes)
{
    struct staith_wire_peer peer = {.len = 3};
    memcpy(peer.id, authority, 3);
    int rc = staith_ingest_message(fixture->ingest, &peer, authority, bytes->data, bytes->len,
                                   &fixture->err);
    staith_buf_deinit(bytes);
    if (rc != 0) {
        fail_msg("%s", fixture->err.what);
    }
}

/** Commit and forget the answers from before. */
static inline void ingest_fixture_commit(struct ingest_fixture *fixture)
{
    fixture->answer_count = 0;
    assert_int_equal(staith_ingest_commit(fixture->ingest, &fixture->err), 0);
}

/** Last number stored. */
static inline uint64_t ingest_fixture_cursor(struct ingest_fixture *fixture, const char *authority,
                                             uint64_t epoch)
{
    uint64_t number = 99;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_store_cursor(fixture->store, authority, epoch, &number, hash, NULL), 0);
    return number;
}

/** The council's catalogue and `releases` releases (2025, 2024, ...), committed. */
static inline void ingest_fixture_bring(struct ingest_fixture *fixture,
                                        struct exchange_council *council, int releases)
{
    struct staith_buf bytes;
    exchange_say_catalogue(council, &bytes);
    ingest_fixture_hear(fixture, council->authority, &bytes);
    for (int i = 0; i < releases; i++) {
        exchange_say_release(council, exchange_release(council->authority, 2025 - i, 1000), &bytes);
        ingest_fixture_hear(fixture, council->authority, &bytes);
    }
    ingest_fixture_commit(fixture);
}

static inline void ingest_fixture_expect_receipt(const struct ingest_fixture *fixture, size_t at,
                                                 uint64_t committed, bool gap)
{
    assert_true(at < fixture->answer_count);
    assert_int_equal(fixture->answers[at].kind, STAITH_MESSAGE_RECEIPT);
    assert_int_equal(fixture->answers[at].as.receipt.committed, committed);
    assert_int_equal(fixture->answers[at].as.receipt.gap, gap);
}

static inline void ingest_fixture_expect_refusal(const struct ingest_fixture *fixture, size_t at,
                                                 uint64_t number, enum staith_refusal reason)
{
    assert_true(at < fixture->answer_count);
    assert_int_equal(fixture->answers[at].kind, STAITH_MESSAGE_REFUSAL);
    assert_int_equal(fixture->answers[at].as.refusal.reason, reason);
    assert_int_equal(fixture->answers[at].as.refusal.number, number);
}

#endif
