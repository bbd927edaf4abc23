/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_PUBLISHER_FIXTURE_H
#define STAITH_PUBLISHER_FIXTURE_H
/*
 * A publisher on a ledger of its own, under a clock that the test moves, and a region that is
 * played by the test.
 */
#include "authority/publish/publisher.h"
#include "codec/message.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MAX_SENT = 256 };

struct scene {
    struct ledger_fixture fixture;
    struct staith_outside outside;
    struct staith_ledger *ledger; /* the gate's */
    struct staith_publisher *publisher;
    int64_t now_ms;
    uint64_t random;
    int64_t wake_at;
    int hops;  /* to the next endpoint */
    bool full; /* the queue takes nothing */
    int reports;
    struct staith_publisher_state state;
    size_t sent;
    struct staith_message messages[MAX_SENT]; /* without payloads */
};

static inline int64_t clock_ms(void *ctx)
{
    const struct scene *scene = ctx;
    return scene->now_ms;
}

static inline void random_bytes(void *ctx, void *buf, size_t len)
{
    struct scene *scene = ctx;
    uint8_t *out = buf;
    for (size_t i = 0; i < len; i++) {
        scene->random = scene->random * 6364136223846793005u + 1442695040888963407u;
        out[i] = (uint8_t)(scene->random >> 56);
    }
}

static inline int send_message(void *ctx, const void *bytes, size_t len)
{
    struct scene *scene = ctx;
    struct staith_arena arena;
    if (scene->full) {
        return STAITH_ERR_AGAIN;
    }
    assert_true(scene->sent < MAX_SENT);
    staith_arena_init(&arena, 1024 * 1024);
    assert_int_equal(staith_message_unpack(bytes, len, &arena, &scene->messages[scene->sent], NULL),
                     0);
    staith_arena_deinit(&arena);
    scene->sent++;
    return 0;
}

static inline void next_endpoint(void *ctx)
{
    struct scene *scene = ctx;
    scene->hops++;
}

static inline void wake_in(void *ctx, uint64_t ms)
{
    struct scene *scene = ctx;
    scene->wake_at = scene->now_ms + (int64_t)ms;
}

static inline void report(void *ctx, const struct staith_publisher_state *state)
{
    struct scene *scene = ctx;
    scene->state = *state;
    scene->reports++;
}

static inline void append(struct scene *scene, int releases)
{
    uint64_t number = 0;
    for (int i = 0; i < releases; i++) {
        assert_int_equal(ledger_fixture_append(&scene->fixture, scene->ledger, 2025, i + 1,
                                               (uint8_t)(i + 1), &number, NULL),
                         0);
    }
}

static inline void open_ledger(struct scene *scene)
{
    assert_int_equal(staith_ledger_open(scene->fixture.folder, "840", scene->fixture.secret,
                                        &scene->outside, &scene->ledger, NULL),
                     0);
}

static inline void open_publisher(struct scene *scene)
{
    const struct staith_publisher_options options = {
        .folder = scene->fixture.folder,
        .outside = &scene->outside,
        .ctx = scene,
        .send = send_message,
        .next_endpoint = next_endpoint,
        .wake_in = wake_in,
        .report = report,
    };
    assert_int_equal(staith_publisher_new(&options, &scene->publisher, NULL), 0);
}

static inline int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    assert_non_null(scene);
    assert_int_equal(ledger_fixture_init(&scene->fixture), 0);
    scene->now_ms = 5000;
    scene->random = 42;
    scene->outside.ctx = scene;
    scene->outside.unix_ms = clock_ms;
    scene->outside.monotonic_ms = clock_ms;
    scene->outside.random = random_bytes;
    open_ledger(scene);
    open_publisher(scene);
    *state = scene;
    return 0;
}

static inline int teardown(void **state)
{
    struct scene *scene = *state;
    staith_publisher_free(scene->publisher);
    staith_publisher_free(NULL);
    staith_ledger_close(scene->ledger);
    ledger_fixture_deinit(&scene->fixture);
    free(scene);
    return 0;
}

static inline void hear(struct scene *scene, const struct staith_message *message)
{
    struct staith_buf bytes;
    staith_buf_init(&bytes, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_message_pack(message, &bytes), 0);
    staith_publisher_on_message(scene->publisher, bytes.data, bytes.len);
    staith_buf_deinit(&bytes);
}

/* The hello that was sent last. */
static inline const struct staith_message *last_hello(const struct scene *scene)
{
    for (size_t i = scene->sent; i-- > 0;) {
        if (scene->messages[i].kind == STAITH_MESSAGE_HELLO) {
            return &scene->messages[i];
        }
    }
    fail_msg("no hello was sent");
    return NULL;
}

static inline void welcome(struct scene *scene, uint64_t committed, uint32_t credit)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_WELCOME};
    message.as.welcome.protocol = STAITH_PROTOCOL_VERSION;
    message.as.welcome.epoch = staith_ledger_epoch(scene->ledger);
    message.as.welcome.committed = committed;
    message.as.welcome.credit_messages = credit;
    message.as.welcome.credit_bytes = 1024 * 1024;
    message.as.welcome.nonce = last_hello(scene)->as.hello.nonce;
    if (staith_ledger_hash(scene->ledger, committed, message.as.welcome.committed_hash) != 0) {
        memset(message.as.welcome.committed_hash, 0xee, STAITH_HASH_BYTES); /* a stranger's */
    }
    hear(scene, &message);
}

static inline void receipt(struct scene *scene, uint64_t committed, bool gap)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_RECEIPT};
    message.as.receipt.epoch = staith_ledger_epoch(scene->ledger);
    message.as.receipt.committed = committed;
    message.as.receipt.gap = gap;
    message.as.receipt.at_unix_ms = 777;
    hear(scene, &message);
}

static inline void refuse(struct scene *scene, uint64_t number, enum staith_refusal reason)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_REFUSAL};
    message.as.refusal.epoch = staith_ledger_epoch(scene->ledger);
    message.as.refusal.number = number;
    message.as.refusal.reason = reason;
    (void)snprintf(message.as.refusal.detail, sizeof(message.as.refusal.detail), "because");
    hear(scene, &message);
}

/* The numbers of the records sent since `from`, as text: "1 2 3". A hello is "h". */
static inline const char *sent_since(const struct scene *scene, size_t from, char out[256])
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = from; i < scene->sent; i++) {
        const struct staith_message *message = &scene->messages[i];
        const char *gap = len > 0 ? " " : "";
        int put = message->kind == STAITH_MESSAGE_HELLO
                      ? snprintf(out + len, 256 - len, "%sh", gap)
                      : snprintf(out + len, 256 - len, "%s%llu", gap,
                                 (unsigned long long)message->as.record.number);
        len += (size_t)put;
    }
    return out;
}

static inline void expect_sent(const struct scene *scene, size_t from, const char *what)
{
    char text[256];
    assert_string_equal(sent_since(scene, from, text), what);
}

/* Go to the time that was asked for, at least `least` and at most `most` ms from now. */
static inline void wake(struct scene *scene, int64_t least, int64_t most)
{
    assert_in_range(scene->wake_at - scene->now_ms, least, most);
    scene->now_ms = scene->wake_at;
    staith_publisher_on_time(scene->publisher);
}

static inline uint64_t kept(const struct scene *scene)
{
    struct staith_ledger *reader = NULL;
    uint64_t committed = 0;
    assert_int_equal(staith_ledger_open_reader(scene->fixture.folder, &reader, NULL), 0);
    assert_int_equal(staith_ledger_received(reader, &committed), 0);
    staith_ledger_close(reader);
    return committed;
}

#endif
