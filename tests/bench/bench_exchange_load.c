/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Councils in one process, their records made, chained and signed beforehand: what is measured is
 * the region. Each keeps WINDOW records in flight, and goes on when receipts come.
 */
#include "bench_exchange.h"

#include "base/hex.h"
#include "codec/message.h"
#include "disclosure/rebuild.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { FIRST_CODE = 201, PATIENCE_US = 300 * 1000000, ARENA_BYTES = 1024 * 1024 };

struct message {
    uint8_t *bytes;
    size_t len;
    int64_t sent_us;
    int64_t took_us;
};

struct council {
    char code[16];
    void *socket;
    uint64_t epoch;
    uint64_t count;
    uint64_t next; /* index of the message to be sent next */
    uint64_t acknowledged;
    struct message *messages; /* records 1 to count */
};

/* ---- what is sent ---- */

static char category_codes[BENCH_CELLS][16];

static const struct staith_catalogue *catalogue(void)
{
    static struct staith_category categories[BENCH_CELLS];
    static struct staith_dimension dimension = {.code = "role", .label = "Role"};
    static struct staith_measure measure = {"leavers_headcount", "Leavers", "People who left.",
                                            STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    static uint16_t zero[] = {0};
    static struct staith_table tables[] = {{"headline", "Headline", 1, 0, zero, NULL},
                                           {"by_role", "By role", 1, 1, zero, zero}};
    static struct staith_catalogue made = {.dataset = "csww",
                                           .plugin = "workforce",
                                           .plugin_version = "1.0.0",
                                           .dimension_count = 1,
                                           .measure_count = 1,
                                           .table_count = 2,
                                           .dimensions = &dimension,
                                           .measures = &measure,
                                           .tables = tables};
    for (int i = 0; i < BENCH_CELLS - 1; i++) {
        (void)snprintf(category_codes[i], sizeof(category_codes[i]), "role_%02d", i);
        categories[i].code = category_codes[i];
        categories[i].label = category_codes[i];
        categories[i].parent = 0xFFFF;
    }
    dimension.category_count = BENCH_CELLS - 1;
    dimension.categories = categories;
    return &made;
}

/* One figure and 59 that are not reliable: 60 observations, as a census release has them. */
static struct staith_release *release(const char *code, uint64_t number, const uint8_t *hash)
{
    struct staith_release_cell cells[BENCH_CELLS];
    int64_t value = (int64_t)(number % 997);
    memset(cells, 0, sizeof(cells));
    cells[0] = (struct staith_release_cell){.table = "headline",
                                            .measure = "leavers_headcount",
                                            .value = {STAITH_STATUS_VALUE, value, value, value}};
    for (int i = 1; i < BENCH_CELLS; i++) {
        cells[i] = (struct staith_release_cell){.table = "by_role",
                                                .measure = "leavers_headcount",
                                                .dimension_count = 1,
                                                .dimensions = {"role"},
                                                .categories = {category_codes[i - 1]},
                                                .value = {STAITH_STATUS_UNRELIABLE, 0, 0, 0}};
    }
    const struct staith_release_parts parts = {
        .authority = code,
        .dataset = "csww",
        .period = {STAITH_PERIOD_CENSUS_YEAR, 2000 + (int)(number % 400), 0},
        .audience = STAITH_AUDIENCE_REGION,
        .policy = "2026-11-01",
        .catalogue_hash = hash,
        .cell_count = BENCH_CELLS,
        .cells = cells,
    };
    struct staith_release *made = NULL;
    struct staith_err err = {0};
    if (staith_release_rebuild(&parts, &made, &err) != 0) {
        (void)fprintf(stderr, "%s\n", err.what);
        exit(70);
    }
    return made;
}

static void pack(const struct staith_message *message, struct message *to)
{
    struct staith_buf out;
    staith_buf_init(&out, STAITH_MESSAGE_MAX_BYTES);
    if (staith_message_pack(message, &out) != 0 || (to->bytes = malloc(out.len)) == NULL) {
        bench_die("packing");
    }
    memcpy(to->bytes, out.data, out.len);
    to->len = out.len;
    staith_buf_deinit(&out);
}

static void make_records(struct council *council, const uint8_t *secret)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_RECORD};
    struct staith_record *record = &message.as.record;
    struct staith_buf payload;
    uint8_t hash[STAITH_HASH_BYTES];
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    (void)snprintf(record->authority, sizeof(record->authority), "%s", council->code);
    record->epoch = council->epoch;
    for (uint64_t i = 0; i < council->count; i++) {
        staith_buf_clear(&payload);
        record->number = i + 1;
        record->kind = i == 0 ? STAITH_RECORD_CATALOGUE : STAITH_RECORD_RELEASE;
        if (i == 0) {
            (void)staith_codec_pack_catalogue(catalogue(), &payload);
            staith_codec_hash(payload.data, payload.len, hash);
        } else {
            struct staith_release *made = release(council->code, i, hash);
            (void)staith_codec_pack_release(made, &payload);
            staith_release_free(made);
        }
        record->payload = payload.data;
        record->payload_len = payload.len;
        if (staith_record_sign(record, secret) != 0) {
            bench_die("signing");
        }
        pack(&message, &council->messages[i]);
        memcpy(record->previous, record->hash, sizeof(record->previous));
    }
    staith_buf_deinit(&payload);
}

/* ---- the exchange ---- */

static void connect_to(struct council *council, void *context, const char *endpoint,
                       const char *region_key, const char *folder)
{
    char public_key[BENCH_KEY_TEXT], secret_key[BENCH_KEY_TEXT], place[512];
    int zero = 0, window = 64;
    (void)snprintf(place, sizeof(place), "%s/%s", folder, council->code);
    bench_key(place, "transport.pub", public_key);
    bench_key(place, "transport.key", secret_key);
    council->socket = zmq_socket(context, ZMQ_DEALER);
    if (council->socket == NULL ||
        zmq_setsockopt(council->socket, ZMQ_CURVE_SERVERKEY, region_key, strlen(region_key)) != 0 ||
        zmq_setsockopt(council->socket, ZMQ_CURVE_PUBLICKEY, public_key, strlen(public_key)) != 0 ||
        zmq_setsockopt(council->socket, ZMQ_CURVE_SECRETKEY, secret_key, strlen(secret_key)) != 0 ||
        zmq_setsockopt(council->socket, ZMQ_LINGER, &zero, sizeof(zero)) != 0 ||
        zmq_setsockopt(council->socket, ZMQ_SNDHWM, &window, sizeof(window)) != 0 ||
        zmq_connect(council->socket, endpoint) != 0) {
        bench_die(endpoint);
    }
}

static void say_hello(struct council *council)
{
    struct staith_message hello = {.kind = STAITH_MESSAGE_HELLO};
    struct message out;
    hello.as.hello.protocol_min = STAITH_PROTOCOL_OLDEST;
    hello.as.hello.protocol_max = STAITH_PROTOCOL_VERSION;
    hello.as.hello.epoch = council->epoch;
    hello.as.hello.first = 1;
    hello.as.hello.last = council->count;
    hello.as.hello.nonce = 1;
    pack(&hello, &out);
    if (zmq_send(council->socket, out.bytes, out.len, 0) < 0) {
        bench_die("hello");
    }
    free(out.bytes);
}

static void fill_window(struct council *council, uint64_t window)
{
    while (council->next < council->count && council->next - council->acknowledged < window) {
        struct message *message = &council->messages[council->next];
        message->sent_us = bench_now_us();
        if (zmq_send(council->socket, message->bytes, message->len, ZMQ_DONTWAIT) < 0) {
            return; /* full for now */
        }
        council->next++;
    }
}

/* Take what came; true when a receipt moved it on. */
static bool hear(struct council *council, struct staith_message *message)
{
    uint8_t bytes[4096];
    struct staith_arena arena;
    bool moved = false;
    int len = zmq_recv(council->socket, bytes, sizeof(bytes), ZMQ_DONTWAIT);
    while (len >= 0) {
        staith_arena_init(&arena, ARENA_BYTES);
        if (staith_message_unpack(bytes, (size_t)len, &arena, message, NULL) != 0 ||
            message->kind == STAITH_MESSAGE_REFUSAL) {
            (void)fprintf(stderr, "refused: %s\n", message->as.refusal.detail);
            exit(70);
        }
        if (message->kind == STAITH_MESSAGE_RECEIPT) {
            int64_t now = bench_now_us();
            for (uint64_t i = council->acknowledged; i < message->as.receipt.committed; i++) {
                council->messages[i].took_us = now - council->messages[i].sent_us;
            }
            moved = message->as.receipt.committed > council->acknowledged;
            council->acknowledged = message->as.receipt.committed;
        }
        staith_arena_deinit(&arena);
        len = zmq_recv(council->socket, bytes, sizeof(bytes), ZMQ_DONTWAIT);
    }
    return moved;
}

static void await_welcome(struct council *council)
{
    struct staith_message message = {0};
    zmq_pollitem_t item = {.socket = council->socket, .events = ZMQ_POLLIN};
    while (message.kind != STAITH_MESSAGE_WELCOME) {
        if (zmq_poll(&item, 1, 20000) <= 0) {
            bench_die("no welcome");
        }
        (void)hear(council, &message);
    }
}

static int ascending(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static void print(struct council *councils, uint64_t count, int64_t took_us)
{
    uint64_t records = 0, at = 0;
    for (uint64_t i = 0; i < count; i++) {
        records += councils[i].count - 1;
    }
    int64_t *took = calloc(records, sizeof(*took));
    for (uint64_t i = 0; took != NULL && i < count; i++) {
        for (uint64_t j = 1; j < councils[i].count; j++) {
            took[at++] = councils[i].messages[j].took_us;
        }
    }
    if (took == NULL) {
        bench_die("memory");
    }
    qsort(took, records, sizeof(*took), ascending);
    (void)printf(
        "{\"releases\": %llu, \"observations\": %llu, \"seconds\": %.3f, \"p50_us\": %lld, "
        "\"p99_us\": %lld}\n",
        (unsigned long long)records, (unsigned long long)(records * BENCH_CELLS),
        (double)took_us / 1e6, (long long)took[records / 2], (long long)took[records * 99 / 100]);
    free(took);
}

static void exchange(struct council *councils, uint64_t count, uint64_t window)
{
    static zmq_pollitem_t items[BENCH_MAX_COUNCILS];
    struct staith_message message;
    uint64_t open = count;
    for (uint64_t i = 0; i < count; i++) {
        say_hello(&councils[i]);
        await_welcome(&councils[i]);
        items[i] = (zmq_pollitem_t){.socket = councils[i].socket, .events = ZMQ_POLLIN};
    }
    int64_t start = bench_now_us();
    while (open > 0) {
        open = 0;
        for (uint64_t i = 0; i < count; i++) {
            (void)hear(&councils[i], &message);
            fill_window(&councils[i], window);
            open += councils[i].acknowledged < councils[i].count ? 1 : 0;
        }
        if (open > 0 && zmq_poll(items, (int)count, 1000) < 0) {
            bench_die("zmq_poll");
        }
        if (bench_now_us() - start > PATIENCE_US) {
            bench_die("too slow");
        }
    }
    print(councils, count, bench_now_us() - start);
}

int bench_load(char **argv)
{
    uint64_t count = strtoull(argv[5], NULL, 10);
    uint64_t releases = strtoull(argv[6], NULL, 10);
    uint64_t window = strtoull(argv[7], NULL, 10);
    char region_key[BENCH_KEY_TEXT], signing[BENCH_KEY_TEXT], place[512];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    void *context = zmq_ctx_new();
    if (count == 0 || count > BENCH_MAX_COUNCILS || releases == 0) {
        return 64;
    }
    struct council *councils = calloc(count, sizeof(*councils));
    bench_key(argv[3], "transport.pub", region_key);
    for (uint64_t i = 0; councils != NULL && i < count; i++) {
        struct council *council = &councils[i];
        (void)snprintf(council->code, sizeof(council->code), "%d", (int)(FIRST_CODE + i));
        (void)snprintf(place, sizeof(place), "%s/%s", argv[4], council->code);
        bench_key(place, "signing.key", signing);
        council->epoch = (uint64_t)bench_now_us() + i + 1;
        council->count = releases + 1;
        council->messages = calloc(council->count, sizeof(*council->messages));
        if (council->messages == NULL || staith_hex_decode(signing, secret, sizeof(secret)) != 0) {
            bench_die(place);
        }
        make_records(council, secret);
        connect_to(council, context, argv[2], region_key, argv[4]);
    }
    exchange(councils, count, window);
    for (uint64_t i = 0; i < count; i++) {
        (void)zmq_close(councils[i].socket);
        for (uint64_t j = 0; j < councils[i].count; j++) {
            free(councils[i].messages[j].bytes);
        }
        free(councils[i].messages);
    }
    free(councils);
    (void)zmq_ctx_term(context);
    return 0;
}
