/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an exchange begins and goes on, on both sides, with a peer that says anything: a list of
 * steps, each a kind, a length (two bytes) and bytes. A council's region hears messages as they are
 * or wrapped into records that are signed as they should be; a council's publisher hears a region.
 * What goes out is read as the other side would read it.
 */
#include "aggregator/ingest/ingest.h"
#include "authority/publish/publisher.h"
#include "disk.h"
#include "exchange_fixture.h"
#include "fuzz.h"
#include "ledger_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

enum { TO_REGION, TO_COUNCIL, AS_CATALOGUE, AS_RELEASE, AS_NOTICE, TIME, STEPS, MAX_STEPS = 24 };

struct scene {
    struct staith_outside outside;
    int64_t now_ms;
    struct staith_store *store;
    struct staith_ingest *ingest;
    struct staith_publisher *publisher;
    struct exchange_council council;
    struct staith_ingest_council known;
    uint8_t region_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t region_secret[STAITH_SECRET_KEY_BYTES];
    struct disk *disk; /* in memory */
    char folder[128];  /* the region's */
    char council_folder[160];
    char whole_folder[160]; /* what a run finds there */
    uint64_t sent;
};

static int64_t now(void *ctx)
{
    const struct scene *scene = ctx;
    return scene->now_ms;
}

static void chance(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 7, len);
}

static void well_formed(const void *bytes, size_t len)
{
    struct staith_arena arena;
    struct staith_message message;
    staith_arena_init(&arena, (size_t)16 * 1024 * 1024);
    if (staith_message_unpack(bytes, len, &arena, &message, NULL) != 0) {
        fuzz_wrong("a message went out that nobody can read");
    }
    staith_arena_deinit(&arena);
}

static int answer(void *ctx, const struct staith_wire_peer *peer, const void *bytes, size_t len)
{
    struct scene *scene = ctx;
    (void)peer;
    scene->sent++;
    well_formed(bytes, len);
    return 0;
}

static int say(void *ctx, const void *bytes, size_t len)
{
    struct scene *scene = ctx;
    scene->sent++;
    well_formed(bytes, len);
    return 0;
}

static void hop(void *ctx)
{
    (void)ctx;
}

static void wake(void *ctx, uint64_t ms)
{
    (void)ctx;
    (void)ms;
}

static void report(void *ctx, const struct staith_publisher_state *state)
{
    (void)ctx;
    if (state->acknowledged > state->last) {
        fuzz_wrong("more is acknowledged than the ledger holds");
    }
}

/* Three releases, as every run finds them. */
static void keep_ledger(struct scene *scene)
{
    struct ledger_fixture fixture;
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    int rc = ledger_fixture_init(&fixture);
    rc = rc != 0 ? rc
                 : staith_ledger_open(scene->council_folder, "840", fixture.secret, &scene->outside,
                                      &ledger, NULL);
    for (int i = 0; rc == 0 && i < 3; i++) {
        rc = ledger_fixture_append(&fixture, ledger, 2023 + i, i, (uint8_t)i, &number, NULL);
    }
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&fixture);
    if (rc != 0) {
        fuzz_wrong("the ledger cannot be made");
    }
}

/* Each side as it is after a start, at its first step; the store is what it was. */
static void enter_region(struct scene *scene)
{
    const struct staith_ingest_options region = {.store = scene->store,
                                                 .outside = &scene->outside,
                                                 .signing_key = scene->region_secret,
                                                 .send = answer,
                                                 .ctx = scene};
    if (scene->ingest == NULL &&
        (staith_ingest_new(&region, &scene->ingest, NULL) != 0 ||
         staith_ingest_set_councils(scene->ingest, &scene->known, 1) != 0)) {
        fuzz_wrong("the region cannot be entered");
    }
}

static void enter_council(struct scene *scene)
{
    const struct staith_publisher_options council = {.folder = scene->council_folder,
                                                     .outside = &scene->outside,
                                                     .authority = "840",
                                                     .region_key = scene->region_key,
                                                     .ctx = scene,
                                                     .send = say,
                                                     .next_endpoint = hop,
                                                     .wake_in = wake,
                                                     .report = report};
    if (scene->publisher != NULL) {
        return;
    }
    disk_copy(scene->disk, scene->whole_folder, scene->council_folder, false);
    if (staith_publisher_new(&council, &scene->publisher, NULL) != 0) {
        fuzz_wrong("the council cannot be entered");
    }
    staith_publisher_start(scene->publisher);
}

static void leave(struct scene *scene)
{
    staith_ingest_free(scene->ingest); /* what was stored is undone */
    staith_publisher_free(scene->publisher);
    scene->ingest = NULL;
    scene->publisher = NULL;
}

static void begin(struct scene *scene)
{
    scene->outside = (struct staith_outside){
        .ctx = scene, .unix_ms = now, .monotonic_ms = now, .random = chance};
    scene->disk = disk_new(1);
    (void)snprintf(scene->folder, sizeof(scene->folder), "%s", fuzz_folder());
    (void)snprintf(scene->council_folder, sizeof(scene->council_folder), "%s/council",
                   scene->folder);
    (void)snprintf(scene->whole_folder, sizeof(scene->whole_folder), "%s/whole", scene->folder);
    (void)mkdir(scene->council_folder, 0700);
    exchange_council_init(&scene->council, "840", 11);
    memcpy(scene->known.authority, scene->council.authority, sizeof(scene->known.authority));
    memcpy(scene->known.signing_key, scene->council.public_key, STAITH_PUBLIC_KEY_BYTES);
    if (crypto_sign_keypair(scene->region_key, scene->region_secret) != 0 ||
        staith_store_open(scene->folder, false, &scene->outside, &scene->store, NULL) != 0) {
        fuzz_wrong("the scene cannot be set");
    }
    keep_ledger(scene);
    enter_council(scene); /* makes its receipts */
    leave(scene);
    disk_copy(scene->disk, scene->council_folder, scene->whole_folder, false);
}

static void to_region(struct scene *scene, const uint8_t *bytes, size_t len)
{
    struct staith_wire_peer peer = {.len = 3};
    struct staith_err err = {0};
    memcpy(peer.id, "840", 3);
    enter_region(scene);
    if (staith_ingest_message(scene->ingest, &peer, "840", bytes, len, &err) != 0) {
        fuzz_wrong(err.what);
    }
}

/* As a record of the council's that follows its last one, signed. */
static void wrap(struct scene *scene, enum staith_record_kind kind, const uint8_t *bytes,
                 size_t len)
{
    struct staith_buf payload;
    struct staith_buf message;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    if (len > 0 && staith_buf_append(&payload, bytes, len) == 0) {
        const struct staith_record record = exchange_next(&scene->council, kind, &payload);
        exchange_pack_record(&record, &message);
        exchange_keep(&scene->council, &record);
        to_region(scene, message.data, message.len);
        staith_buf_deinit(&message);
    }
    staith_buf_deinit(&payload);
}

static void step(struct scene *scene, uint8_t kind, const uint8_t *bytes, size_t len)
{
    switch (kind % STEPS) {
    case TO_REGION:
        to_region(scene, bytes, len);
        break;
    case TO_COUNCIL:
        enter_council(scene);
        staith_publisher_on_message(scene->publisher, bytes, len);
        break;
    case AS_CATALOGUE:
        wrap(scene, STAITH_RECORD_CATALOGUE, bytes, len);
        break;
    case AS_RELEASE:
        wrap(scene, STAITH_RECORD_RELEASE, bytes, len);
        break;
    case AS_NOTICE:
        wrap(scene, STAITH_RECORD_NOTICE, bytes, len);
        break;
    default:
        scene->now_ms += (int64_t)len * 100;
        enter_council(scene);
        staith_publisher_on_time(scene->publisher);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct scene scene;
    struct staith_err err = {0};
    size_t at = 0;
    if (scene.store == NULL) {
        begin(&scene);
    }
    scene.now_ms = 1000000;
    scene.council.last = 0;
    memset(scene.council.last_hash, 0, sizeof(scene.council.last_hash));
    for (int steps = 0; steps < MAX_STEPS && len - at >= 3; steps++) {
        const size_t said = ((size_t)bytes[at + 1] << 8) | bytes[at + 2];
        const size_t part = said < len - at - 3 ? said : len - at - 3;
        step(&scene, bytes[at], bytes + at + 3, part);
        at += 3 + part;
    }
    if (scene.ingest != NULL && !staith_ingest_is_open(scene.ingest) &&
        staith_ingest_commit(scene.ingest, &err) != 0) {
        fuzz_wrong(err.what);
    }
    leave(&scene);
    return 0;
}

static void put(struct staith_buf *steps, int kind, const void *bytes, size_t len)
{
    const uint8_t head[3] = {(uint8_t)kind, (uint8_t)(len >> 8), (uint8_t)len};
    if (staith_buf_append(steps, head, sizeof(head)) != 0 ||
        staith_buf_append(steps, bytes, len) != 0) {
        fuzz_wrong("no memory for a seed");
    }
}

static void put_message(struct staith_buf *steps, const struct staith_message *message)
{
    struct staith_buf out;
    staith_buf_init(&out, STAITH_MESSAGE_MAX_BYTES);
    if (staith_message_pack(message, &out) != 0) {
        fuzz_wrong("a seed cannot be packed");
    }
    put(steps, TO_COUNCIL, out.data, out.len);
    staith_buf_deinit(&out);
}

static void put_records(struct staith_buf *steps)
{
    struct staith_notice notice = {.kind = STAITH_NOTICE_WITHDRAWAL,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                   .reason = "wrong"};
    struct staith_release *release = exchange_release("840", 2025, 12);
    struct staith_buf out;
    exchange_pack_hello(11, 3, 99, &out);
    put(steps, TO_REGION, out.data, out.len);
    staith_buf_deinit(&out);
    exchange_pack_catalogue(&out);
    put(steps, AS_CATALOGUE, out.data, out.len);
    staith_buf_clear(&out);
    if (staith_codec_pack_release(release, &out) == 0) {
        put(steps, AS_RELEASE, out.data, out.len);
    }
    staith_buf_clear(&out);
    if (staith_codec_pack_notice(&notice, &out) == 0) {
        put(steps, AS_NOTICE, out.data, out.len);
    }
    staith_buf_deinit(&out);
    staith_release_free(release);
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    struct staith_message welcome = {.kind = STAITH_MESSAGE_WELCOME};
    struct staith_message receipt = {.kind = STAITH_MESSAGE_RECEIPT};
    struct staith_message refusal = {.kind = STAITH_MESSAGE_REFUSAL};
    struct staith_buf steps;
    staith_buf_init(&steps, 65536);
    put_records(&steps);
    take(ctx, steps.data, steps.len);
    staith_buf_clear(&steps);
    welcome.as.welcome.protocol = 2;
    welcome.as.welcome.epoch = 11;
    welcome.as.welcome.credit_messages = 64;
    welcome.as.welcome.credit_bytes = 1000;
    welcome.as.welcome.nonce = 0x0707070707070707u;
    receipt.as.receipt.epoch = 11;
    receipt.as.receipt.committed = 3;
    receipt.as.receipt.at_unix_ms = 5;
    refusal.as.refusal.reason = STAITH_REFUSAL_VERSION;
    put_message(&steps, &welcome);
    put_message(&steps, &receipt);
    put_message(&steps, &refusal);
    put(&steps, TIME, "0123456789", 10);
    take(ctx, steps.data, steps.len);
    staith_buf_deinit(&steps);
}
