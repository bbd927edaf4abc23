/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The least that a region could do and still acknowledge what is on its disk: ROUTER over CURVE,
 * messages and releases decoded, their bytes ("raw") or bytes and rows ("rows") into SQLite, up to
 * 256 messages in one synced transaction, then one receipt for each peer. No ZAP, no signature, no
 * chain, no catalogue, no decision about what is shown: it believes everything. "checked" is
 * the first with hash and signature of every record looked at, on the one thread, and nothing else.
 */
#include "bench_exchange.h"

#include "base/hex.h"
#include "codec/message.h"

#include <sqlite3.h>
#include <staith/v1/exchange.pb-c.h>
#include <staith/v1/release.pb-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { BATCH = 256, FRAME = 256 * 1024, ARENA_BYTES = 2 * 1024 * 1024 };

struct peer {
    uint8_t id[256];
    int id_len;
    uint64_t epoch;
    uint64_t nonce; /* of a hello that has no answer yet */
    uint64_t committed;
    bool due; /* a receipt */
    bool known;
    uint8_t key[STAITH_PUBLIC_KEY_BYTES];
};

struct floor {
    void *socket;
    sqlite3 *db;
    sqlite3_stmt *put;
    sqlite3_stmt *row;
    bool rows;
    bool checked;
    const char *folder; /* of the region's keys; the councils' lie beside it */
    struct peer peers[BENCH_MAX_COUNCILS];
    int peer_count;
    uint8_t *frame;
    uint8_t *memory; /* what a message is decoded in: begun anew with each */
    size_t used;
};

/* ---- memory that costs nothing ---- */

static void *take(void *ctx, size_t size)
{
    struct floor *floor = ctx;
    size_t at = (floor->used + 15) / 16 * 16;
    if (at + size > ARENA_BYTES) {
        return NULL;
    }
    floor->used = at + size;
    return floor->memory + at;
}

static void give(void *ctx, void *at)
{
    (void)ctx;
    (void)at;
}

/* ---- the store ---- */

static void sql(struct floor *floor, const char *text)
{
    if (sqlite3_exec(floor->db, text, NULL, NULL, NULL) != SQLITE_OK) {
        (void)fprintf(stderr, "floor: %s\n", sqlite3_errmsg(floor->db));
        exit(70);
    }
}

static void open_store(struct floor *floor, const char *path)
{
    if (sqlite3_open(path, &floor->db) != SQLITE_OK) {
        bench_die(path);
    }
    sql(floor, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
               "CREATE TABLE record(id INTEGER PRIMARY KEY, epoch INTEGER, number INTEGER,"
               " payload BLOB) STRICT;"
               "CREATE TABLE cell(record_id INTEGER, position INTEGER, tab TEXT, measure TEXT,"
               " place TEXT, status INTEGER, value INTEGER, lo INTEGER, hi INTEGER,"
               " PRIMARY KEY(record_id, position)) STRICT, WITHOUT ROWID;");
    if (sqlite3_prepare_v2(floor->db,
                           "INSERT INTO record(epoch, number, payload) VALUES(?1, ?2, ?3)", -1,
                           &floor->put, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(floor->db, "INSERT INTO cell VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                           -1, &floor->row, NULL) != SQLITE_OK) {
        bench_die(path);
    }
}

static void bind_text(struct floor *floor, int at, const ProtobufCBinaryData *text)
{
    (void)sqlite3_bind_text(floor->row, at, (const char *)text->data, (int)text->len,
                            SQLITE_STATIC);
}

static void put_rows(struct floor *floor, const Staith__V1__Release *release)
{
    int64_t id = sqlite3_last_insert_rowid(floor->db);
    size_t place = 0;
    for (size_t i = 0; i < release->cell_count; i++) {
        uint8_t empty[1] = {0};
        const ProtobufCBinaryData none = {0, empty};
        const ProtobufCBinaryData *category = &none;
        if (release->dimension_counts[i] > 0 && release->categories[place] > 0) {
            category = &release->strings[release->categories[place] - 1];
        }
        place += release->dimension_counts[i];
        (void)sqlite3_bind_int64(floor->row, 1, id);
        (void)sqlite3_bind_int64(floor->row, 2, (int64_t)i);
        bind_text(floor, 3, &release->strings[release->tables[i]]);
        bind_text(floor, 4, &release->strings[release->measures[i]]);
        bind_text(floor, 5, category);
        (void)sqlite3_bind_int(floor->row, 6, (int)release->statuses[i]);
        (void)sqlite3_bind_int64(floor->row, 7, release->values[i]);
        (void)sqlite3_bind_int64(floor->row, 8, release->lows[i]);
        (void)sqlite3_bind_int64(floor->row, 9, release->highs[i]);
        if (sqlite3_step(floor->row) != SQLITE_DONE) {
            bench_die("a row");
        }
        (void)sqlite3_reset(floor->row);
    }
}

static void verify(const struct floor *floor, struct peer *peer, const Staith__V1__Record *from)
{
    struct staith_record record = {.epoch = from->epoch,
                                   .number = from->number,
                                   .kind = (enum staith_record_kind)from->kind,
                                   .payload = from->payload.data,
                                   .payload_len = from->payload.len};
    char folder[512], hex[BENCH_KEY_TEXT];
    (void)snprintf(record.authority, sizeof(record.authority), "%.*s", (int)from->authority.len,
                   (const char *)from->authority.data);
    if (!peer->known) {
        (void)snprintf(folder, sizeof(folder), "%s/../%s", floor->folder, record.authority);
        bench_key(folder, "signing.pub", hex);
        peer->known = staith_hex_decode(hex, peer->key, sizeof(peer->key)) == 0;
    }
    if (from->previous.len != sizeof(record.previous) || from->hash.len != sizeof(record.hash) ||
        from->signature.len != sizeof(record.signature)) {
        bench_die("a record");
    }
    memcpy(record.previous, from->previous.data, sizeof(record.previous));
    memcpy(record.hash, from->hash.data, sizeof(record.hash));
    memcpy(record.signature, from->signature.data, sizeof(record.signature));
    if (staith_record_verify(&record, peer->key) != 0) {
        bench_die("a signature");
    }
}

static void put_record(struct floor *floor, struct peer *peer, const Staith__V1__Record *record)
{
    ProtobufCAllocator allocator = {take, give, floor};
    if (floor->checked) {
        verify(floor, peer, record);
    }
    (void)sqlite3_bind_int64(floor->put, 1, (int64_t)record->epoch);
    (void)sqlite3_bind_int64(floor->put, 2, (int64_t)record->number);
    (void)sqlite3_bind_blob(floor->put, 3, record->payload.data, (int)record->payload.len,
                            SQLITE_STATIC);
    if (sqlite3_step(floor->put) != SQLITE_DONE) {
        bench_die("a record");
    }
    (void)sqlite3_reset(floor->put);
    if (record->kind == STAITH__V1__RECORD_KIND__RECORD_KIND_RELEASE) {
        const Staith__V1__Release *release =
            staith__v1__release__unpack(&allocator, record->payload.len, record->payload.data);
        if (release == NULL) {
            bench_die("a release");
        }
        if (floor->rows) {
            put_rows(floor, release);
        }
    }
    peer->committed = record->number;
    peer->due = true;
}

/* ---- the wire ---- */

static struct peer *find(struct floor *floor, const uint8_t *id, int len)
{
    for (int i = 0; i < floor->peer_count; i++) {
        if (floor->peers[i].id_len == len && memcmp(floor->peers[i].id, id, (size_t)len) == 0) {
            return &floor->peers[i];
        }
    }
    if (floor->peer_count == BENCH_MAX_COUNCILS) {
        bench_die("too many peers");
    }
    struct peer *peer = &floor->peers[floor->peer_count++];
    memcpy(peer->id, id, (size_t)len);
    peer->id_len = len;
    return peer;
}

/* One message; false: there is none. */
static bool hear(struct floor *floor)
{
    ProtobufCAllocator allocator = {take, give, floor};
    uint8_t id[256];
    int id_len = zmq_recv(floor->socket, id, sizeof(id), ZMQ_DONTWAIT);
    if (id_len < 0) {
        return false;
    }
    int len = zmq_recv(floor->socket, floor->frame, FRAME, 0);
    floor->used = 0;
    const Staith__V1__Message *message =
        len < 0 ? NULL : staith__v1__message__unpack(&allocator, (size_t)len, floor->frame);
    if (message == NULL) {
        bench_die("a message");
    }
    struct peer *peer = find(floor, id, id_len);
    if (message->hello != NULL) {
        peer->epoch = message->hello->epoch;
        peer->nonce = message->hello->nonce;
    } else if (message->record != NULL) {
        put_record(floor, peer, message->record);
    }
    return true;
}

static void say(struct floor *floor, const struct peer *peer, const struct staith_message *message)
{
    struct staith_buf out;
    staith_buf_init(&out, STAITH_MESSAGE_MAX_BYTES);
    if (staith_message_pack(message, &out) == 0) {
        (void)zmq_send(floor->socket, peer->id, (size_t)peer->id_len, ZMQ_SNDMORE);
        (void)zmq_send(floor->socket, out.data, out.len, 0);
    }
    staith_buf_deinit(&out);
}

static void answer(struct floor *floor)
{
    for (int i = 0; i < floor->peer_count; i++) {
        struct peer *peer = &floor->peers[i];
        struct staith_message message = {0};
        if (peer->nonce != 0) {
            message.kind = STAITH_MESSAGE_WELCOME;
            message.as.welcome.protocol = STAITH_PROTOCOL_VERSION;
            message.as.welcome.epoch = peer->epoch;
            message.as.welcome.credit_messages = 64;
            message.as.welcome.credit_bytes = 4 * 1024 * 1024;
            message.as.welcome.nonce = peer->nonce;
            say(floor, peer, &message);
            peer->nonce = 0;
        }
        if (peer->due) {
            message.kind = STAITH_MESSAGE_RECEIPT;
            message.as.receipt.epoch = peer->epoch;
            message.as.receipt.committed = peer->committed;
            message.as.receipt.gap = false;
            message.as.receipt.at_unix_ms = 1;
            say(floor, peer, &message);
            peer->due = false;
        }
    }
}

static void open_socket(struct floor *floor, const char *key_file, const char *endpoint)
{
    char folder[512], key[BENCH_KEY_TEXT];
    int one = 1, window = 64, backlog = 512;
    (void)snprintf(folder, sizeof(folder), "%s", key_file);
    bench_key(folder, "transport.key", key);
    floor->socket = zmq_socket(zmq_ctx_new(), ZMQ_ROUTER);
    if (floor->socket == NULL ||
        zmq_setsockopt(floor->socket, ZMQ_CURVE_SERVER, &one, sizeof(one)) != 0 ||
        zmq_setsockopt(floor->socket, ZMQ_CURVE_SECRETKEY, key, strlen(key)) != 0 ||
        zmq_setsockopt(floor->socket, ZMQ_SNDHWM, &window, sizeof(window)) != 0 ||
        zmq_setsockopt(floor->socket, ZMQ_RCVHWM, &window, sizeof(window)) != 0 ||
        zmq_setsockopt(floor->socket, ZMQ_BACKLOG, &backlog, sizeof(backlog)) != 0 ||
        zmq_bind(floor->socket, endpoint) != 0) {
        bench_die(endpoint);
    }
}

int bench_floor(char **argv)
{
    struct floor *floor = calloc(1, sizeof(*floor));
    if (floor == NULL || (floor->frame = malloc(FRAME)) == NULL ||
        (floor->memory = malloc(ARENA_BYTES)) == NULL) {
        bench_die("memory");
    }
    floor->rows = strcmp(argv[5], "rows") == 0;
    floor->checked = strcmp(argv[5], "checked") == 0;
    floor->folder = argv[2];
    open_store(floor, argv[4]);
    open_socket(floor, argv[2], argv[3]);
    zmq_pollitem_t item = {.socket = floor->socket, .events = ZMQ_POLLIN};
    while (zmq_poll(&item, 1, -1) >= 0) {
        sql(floor, "BEGIN IMMEDIATE");
        for (int i = 0; i < BATCH && hear(floor); i++) {
        }
        sql(floor, "COMMIT");
        answer(floor);
    }
    return 0;
}
