/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Go-back-n over a connection that may lose anything: records go out in order within the credit,
 * the region's cumulative receipts move `acknowledged`, and whenever nothing moves the publisher
 * says hello again and goes on from the number that the region answers. Silence makes it turn to
 * the next endpoint.
 */
#include "authority/publish/publisher.h"
#include "authority/publish/backoff.h"
#include "authority/publish/report.h"
#include "codec/message.h"
#include "ledger/ledger.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEARTBEAT_MS = 2000, /* a region that is gone shows soon after */
    BUSY_MORE_MS = 8000, /* later while a receipt is waited for, which has a limit of its own */
    ARENA_BYTES = 1024 * 1024,
    WINDOW = STAITH_WIRE_WINDOW
};

/* What `state.error` is about, so that it goes when its cause does. */
enum trouble {
    TROUBLE_NONE = 0,
    TROUBLE_REGION, /* until the next welcome that begins a connection */
    TROUBLE_LEDGER, /* until the ledger can be read */
    TROUBLE_RECEIPT /* until the receipt that is owed is kept */
};

struct staith_publisher {
    struct staith_publisher_options options;
    char *folder;
    struct staith_ledger *ledger; /* NULL until there is one */
    struct staith_receipts *receipts;
    struct staith_publisher_state state;
    struct staith_publisher_state reported;
    enum trouble trouble;
    bool receipt_owed; /* `acknowledged` is not kept: the disk is full, say */
    struct staith_buf out;
    uint64_t epoch;
    uint64_t next;       /* number to be sent next */
    uint64_t hello_next; /* `next` when the last hello went out */
    uint64_t gap_at;     /* `acknowledged` at which a gap made us go back */
    uint64_t nonce;
    uint32_t credit_messages;
    uint64_t credit_bytes;
    uint64_t bytes_in_flight;
    uint32_t sizes[WINDOW]; /* of the records in flight, at number % WINDOW */
    uint64_t silence_ms;    /* waits for a welcome this long; doubles */
    uint64_t retry_ms;      /* waits for progress this long; doubles */
    int64_t answer_due;     /* times of the steady clock; 0: not waiting */
    int64_t retry_due;
    int64_t hello_due;
};

static int64_t now(const struct staith_publisher *publisher)
{
    return publisher->options.outside->monotonic_ms(publisher->options.outside->ctx);
}

static int64_t unix_now(const struct staith_publisher *publisher)
{
    return publisher->options.outside->unix_ms(publisher->options.outside->ctx);
}

static int64_t after(const struct staith_publisher *publisher, uint64_t ms)
{
    return now(publisher) + (int64_t)staith_publish_jitter(publisher->options.outside, ms);
}

static void set_error(struct staith_publisher *publisher, enum trouble trouble, const char *what,
                      const char *detail)
{
    publisher->trouble = trouble;
    (void)snprintf(publisher->state.error, sizeof(publisher->state.error), "%s%s%s", what,
                   detail[0] != '\0' ? ": " : "", detail);
}

static void clear_error(struct staith_publisher *publisher, enum trouble trouble)
{
    if (publisher->trouble == trouble) {
        publisher->trouble = TROUBLE_NONE;
        publisher->state.error[0] = '\0';
    }
}

/* Tell the gate what changed. */
static void report(struct staith_publisher *publisher)
{
    if (staith_publisher_report_due(&publisher->state, &publisher->reported)) {
        publisher->reported = publisher->state;
        publisher->options.report(publisher->options.ctx, &publisher->state);
    }
}

static int64_t heartbeat_due(const struct staith_publisher *publisher)
{
    return publisher->hello_due + (publisher->retry_due != 0 ? BUSY_MORE_MS : 0);
}

/* After every event: report, and ask to be woken at the earliest time that matters. */
static void settle(struct staith_publisher *publisher)
{
    report(publisher);
    int64_t due = publisher->answer_due != 0 ? publisher->answer_due : heartbeat_due(publisher);
    if (publisher->retry_due != 0 && publisher->retry_due < due) {
        due = publisher->retry_due;
    }
    int64_t wait = due - now(publisher);
    publisher->options.wake_in(publisher->options.ctx, wait > 0 ? (uint64_t)wait : 0);
}

/* Whether there is a ledger; finds its end. */
static bool look_at_ledger(struct staith_publisher *publisher)
{
    struct staith_err err = {0};
    int rc = 0;
    if (publisher->ledger == NULL) {
        rc = staith_ledger_open_reader(publisher->folder, &publisher->ledger, &err);
        if (rc == STAITH_ERR_NOTFOUND) {
            return false; /* nothing has left this council yet */
        }
        if (rc == 0) {
            publisher->epoch = staith_ledger_epoch(publisher->ledger);
        }
    }
    if (rc == 0) {
        rc = staith_ledger_last(publisher->ledger, &publisher->state.last);
    }
    if (rc != 0) {
        set_error(publisher, TROUBLE_LEDGER, "the ledger cannot be read",
                  err.what[0] != '\0' ? err.what : staith_err_words(rc));
        return false;
    }
    clear_error(publisher, TROUBLE_LEDGER);
    return true;
}

static int send_message(struct staith_publisher *publisher, const struct staith_message *message)
{
    staith_buf_clear(&publisher->out);
    int rc = staith_message_pack(message, &publisher->out);
    return rc != 0 ? rc
                   : publisher->options.send(publisher->options.ctx, publisher->out.data,
                                             publisher->out.len);
}

static void say_hello(struct staith_publisher *publisher)
{
    publisher->hello_due = now(publisher) + HEARTBEAT_MS;
    publisher->retry_due = 0;
    if (!look_at_ledger(publisher)) {
        publisher->hello_due = after(publisher, STAITH_PUBLISH_FIRST_MS);
        return;
    }
    struct staith_message hello = {.kind = STAITH_MESSAGE_HELLO};
    publisher->options.outside->random(publisher->options.outside->ctx, &publisher->nonce,
                                       sizeof(publisher->nonce));
    hello.as.hello.protocol_min = STAITH_PROTOCOL_VERSION;
    hello.as.hello.protocol_max = STAITH_PROTOCOL_VERSION;
    hello.as.hello.epoch = publisher->epoch;
    hello.as.hello.first = publisher->state.last > 0 ? 1 : 0;
    hello.as.hello.last = publisher->state.last;
    hello.as.hello.nonce = publisher->nonce;
    /* Not sent is not heard: the same wait, then the next endpoint. */
    (void)send_message(publisher, &hello);
    publisher->hello_next = publisher->next;
    publisher->answer_due = after(publisher, publisher->silence_ms);
}

static uint64_t in_flight(const struct staith_publisher *publisher)
{
    return publisher->next - publisher->state.acknowledged - 1;
}

/* Forget what is in flight: it will be sent again. */
static void go_back(struct staith_publisher *publisher, uint64_t acknowledged)
{
    publisher->state.acknowledged = acknowledged;
    publisher->next = acknowledged + 1;
    publisher->bytes_in_flight = 0;
}

/* Write down that the region has everything up to `acknowledged`. What cannot be written now is
 * owed, and tried again with every hello. */
static void keep_receipt(struct staith_publisher *publisher, int64_t unix_ms)
{
    uint8_t hash[STAITH_HASH_BYTES];
    uint64_t number = publisher->state.acknowledged;
    int rc = staith_ledger_hash(publisher->ledger, number, hash);
    if (rc == 0) {
        rc = staith_receipts_commit(publisher->receipts, publisher->epoch, number, hash, unix_ms);
    }
    publisher->receipt_owed = rc != 0;
    if (rc != 0) {
        set_error(publisher, TROUBLE_RECEIPT, "a receipt could not be kept", staith_err_words(rc));
    } else {
        clear_error(publisher, TROUBLE_RECEIPT);
    }
}

/* Everything up to `committed` is on the region's disk. */
static void acknowledge(struct staith_publisher *publisher, uint64_t committed, int64_t unix_ms)
{
    if (committed <= publisher->state.acknowledged) {
        return;
    }
    uint64_t before = publisher->state.acknowledged;
    publisher->state.acknowledged = committed;
    keep_receipt(publisher, unix_ms);
    for (uint64_t number = before + 1; number <= committed && number < publisher->next; number++) {
        publisher->bytes_in_flight -= publisher->sizes[number % WINDOW];
    }
    if (publisher->next <= committed) {
        publisher->next = committed + 1;
        publisher->bytes_in_flight = 0;
    }
    publisher->retry_ms = STAITH_PUBLISH_FIRST_MS;
    publisher->retry_due = 0;
}

static bool has_credit(const struct staith_publisher *publisher, size_t more)
{
    if (in_flight(publisher) == 0) {
        return true;
    }
    return in_flight(publisher) < publisher->credit_messages &&
           publisher->bytes_in_flight + more <= publisher->credit_bytes;
}

/* Send what the credit allows. A progress limit runs while anything is in flight. */
static void send_records(struct staith_publisher *publisher)
{
    if (publisher->state.phase != STAITH_PUBLISHER_CONNECTED || !look_at_ledger(publisher)) {
        return;
    }
    int rc = 0;
    while (rc == 0 && publisher->next <= publisher->state.last && has_credit(publisher, 0)) {
        struct staith_ledger_entry entry;
        struct staith_message message = {.kind = STAITH_MESSAGE_RECORD};
        struct staith_err err = {0};
        rc = staith_ledger_read(publisher->ledger, publisher->next, &entry, &err);
        if (rc != 0) {
            set_error(publisher, TROUBLE_LEDGER, "a record of the ledger cannot be read", err.what);
            break;
        }
        if (!has_credit(publisher, entry.record.payload_len)) {
            break;
        }
        message.as.record = entry.record;
        rc = send_message(publisher, &message);
        if (rc == 0) {
            publisher->sizes[publisher->next % WINDOW] = (uint32_t)entry.record.payload_len;
            publisher->bytes_in_flight += entry.record.payload_len;
            publisher->next++;
        } else if (rc != STAITH_ERR_AGAIN) {
            set_error(publisher, TROUBLE_REGION, "a record cannot be sent", staith_err_words(rc));
        }
    }
    if (publisher->retry_due == 0 && (rc != 0 || in_flight(publisher) > 0)) {
        publisher->retry_due = after(publisher, publisher->retry_ms);
    }
}

/* Not now: stop sending, ask again later. */
static void stand_back(struct staith_publisher *publisher)
{
    publisher->state.phase = STAITH_PUBLISHER_REFUSED;
    publisher->answer_due = 0;
    publisher->retry_ms = staith_publish_doubled(publisher->retry_ms);
    publisher->retry_due = after(publisher, publisher->retry_ms);
    publisher->hello_due = publisher->retry_due;
}

/* Whether the record that the region holds last is the one that this ledger has there. It is not
 * when the ledger was put back from an older copy, or when two go on from one copy: then the region
 * holds records that this ledger does not, and none of ours must pass for one of them. */
static bool is_same_ledger(struct staith_publisher *publisher, uint64_t committed,
                           const uint8_t hash[STAITH_HASH_BYTES])
{
    uint8_t ours[STAITH_HASH_BYTES];
    char detail[192];
    if (committed == 0) {
        return true;
    }
    int rc = staith_ledger_hash(publisher->ledger, committed, ours);
    if (rc == 0 && memcmp(ours, hash, sizeof(ours)) == 0) {
        return true;
    }
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        set_error(publisher, TROUBLE_LEDGER, "the ledger cannot be read", staith_err_words(rc));
        return false;
    }
    (void)snprintf(detail, sizeof(detail),
                   "record %llu is %s (this one ends at %llu); put the right ledger back, or move "
                   "it away to begin a new one",
                   (unsigned long long)committed, rc == 0 ? "another one here" : "not here",
                   (unsigned long long)publisher->state.last);
    set_error(publisher, TROUBLE_REGION, "the region holds records of another copy of this ledger",
              detail);
    return false;
}

static void on_welcome(struct staith_publisher *publisher, const struct staith_message *message)
{
    if (message->as.welcome.nonce != publisher->nonce ||
        message->as.welcome.epoch != publisher->epoch || publisher->answer_due == 0) {
        return; /* an answer to an earlier hello */
    }
    uint64_t committed = message->as.welcome.committed;
    publisher->answer_due = 0;
    publisher->silence_ms = STAITH_PUBLISH_FIRST_MS;
    if (!is_same_ledger(publisher, committed, message->as.welcome.committed_hash)) {
        stand_back(publisher);
        return;
    }
    uint32_t credit = message->as.welcome.credit_messages;
    publisher->credit_messages = credit < WINDOW ? credit : WINDOW;
    publisher->credit_bytes = message->as.welcome.credit_bytes;
    acknowledge(publisher, committed, unix_now(publisher));
    /* Messages keep their order: what was sent before this hello and is not committed is lost. A
     * region that holds less than it once said was restored, and gets it all again. */
    if (publisher->state.phase != STAITH_PUBLISHER_CONNECTED ||
        committed + 1 < publisher->hello_next) {
        go_back(publisher, committed);
    }
    if (publisher->state.phase != STAITH_PUBLISHER_CONNECTED) {
        clear_error(publisher, TROUBLE_REGION);
    }
    if (publisher->receipt_owed) {
        keep_receipt(publisher, unix_now(publisher));
    }
    publisher->state.phase = STAITH_PUBLISHER_CONNECTED;
    send_records(publisher);
}

static void on_receipt(struct staith_publisher *publisher, const struct staith_message *message)
{
    if (message->as.receipt.epoch != publisher->epoch ||
        publisher->state.phase != STAITH_PUBLISHER_CONNECTED ||
        message->as.receipt.committed > publisher->state.last) {
        return;
    }
    bool progress = message->as.receipt.committed > publisher->state.acknowledged;
    acknowledge(publisher, message->as.receipt.committed, message->as.receipt.at_unix_ms);
    /* Every record behind a lost one brings a receipt with a gap: go back for the first alone. */
    if (message->as.receipt.gap &&
        (progress || publisher->gap_at != publisher->state.acknowledged)) {
        publisher->gap_at = publisher->state.acknowledged;
        go_back(publisher, publisher->state.acknowledged);
    }
    send_records(publisher);
}

/* Refusals that will be the same however often the record is sent; the region has moved on. */
static bool is_final(enum staith_refusal reason)
{
    return reason == STAITH_REFUSAL_UNDECODABLE || reason == STAITH_REFUSAL_CATALOGUE ||
           reason == STAITH_REFUSAL_CONTENT || reason == STAITH_REFUSAL_CHANGED;
}

static void on_refusal(struct staith_publisher *publisher, const struct staith_message *message)
{
    enum staith_refusal reason = message->as.refusal.reason;
    uint64_t number = message->as.refusal.number;
    char what[128];
    if (message->as.refusal.epoch != publisher->epoch && message->as.refusal.epoch != 0) {
        return;
    }
    if (number > 0) {
        (void)snprintf(what, sizeof(what), "record %llu was refused: %s",
                       (unsigned long long)number, staith_refusal_words(reason));
    } else {
        (void)snprintf(what, sizeof(what), "the region refuses: %s", staith_refusal_words(reason));
    }
    set_error(publisher, TROUBLE_REGION, what, message->as.refusal.detail);
    if (number == 0 || !is_final(reason)) {
        stand_back(publisher);
        return;
    }
    int rc = staith_receipts_refuse(publisher->receipts, publisher->epoch, number, (uint32_t)reason,
                                    message->as.refusal.detail, unix_now(publisher));
    if (rc != 0) {
        set_error(publisher, TROUBLE_RECEIPT, "a refusal could not be kept", staith_err_words(rc));
    }
}

void staith_publisher_on_message(struct staith_publisher *publisher, const uint8_t *bytes,
                                 size_t len)
{
    struct staith_arena arena;
    struct staith_message message;
    staith_arena_init(&arena, ARENA_BYTES);
    if (staith_message_unpack(bytes, len, &arena, &message, NULL) == 0) {
        publisher->state.heard_unix_ms = unix_now(publisher);
        switch (message.kind) {
        case STAITH_MESSAGE_WELCOME:
            on_welcome(publisher, &message);
            break;
        case STAITH_MESSAGE_RECEIPT:
            on_receipt(publisher, &message);
            break;
        case STAITH_MESSAGE_REFUSAL:
            on_refusal(publisher, &message);
            break;
        case STAITH_MESSAGE_HELLO:
        case STAITH_MESSAGE_RECORD:
            break; /* a council's words: not for us */
        }
    } else {
        set_error(publisher, TROUBLE_REGION, "the region sent what is no message", "");
    }
    staith_arena_deinit(&arena);
    settle(publisher);
}

void staith_publisher_on_time(struct staith_publisher *publisher)
{
    int64_t at = now(publisher);
    if (publisher->answer_due != 0 && at >= publisher->answer_due) {
        publisher->state.phase = STAITH_PUBLISHER_CONNECTING;
        publisher->silence_ms = staith_publish_doubled(publisher->silence_ms);
        set_error(publisher, TROUBLE_REGION, "the region does not answer",
                  "if it lasts, check its address and public key, and that it has ours");
        publisher->options.next_endpoint(publisher->options.ctx);
        say_hello(publisher);
    } else if (publisher->retry_due != 0 && at >= publisher->retry_due) {
        /* Nothing moved, or the region said no a while ago: ask where to go on from. */
        if (publisher->state.phase == STAITH_PUBLISHER_CONNECTED) {
            publisher->retry_ms = staith_publish_doubled(publisher->retry_ms);
            go_back(publisher, publisher->state.acknowledged);
        }
        say_hello(publisher);
    } else if (publisher->answer_due == 0 && at >= heartbeat_due(publisher)) {
        say_hello(publisher);
        send_records(publisher);
    }
    settle(publisher);
}

void staith_publisher_poke(struct staith_publisher *publisher)
{
    if (publisher->ledger == NULL) {
        say_hello(publisher);
    }
    send_records(publisher);
    settle(publisher);
}

void staith_publisher_start(struct staith_publisher *publisher)
{
    uint64_t committed = 0;
    if (look_at_ledger(publisher) && staith_ledger_received(publisher->ledger, &committed) == 0) {
        go_back(publisher, committed);
    }
    say_hello(publisher);
    settle(publisher);
}

int staith_publisher_new(const struct staith_publisher_options *options,
                         struct staith_publisher **ret_publisher, struct staith_err *err)
{
    struct staith_publisher *publisher = calloc(1, sizeof(*publisher));
    if (publisher == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the publisher");
    }
    publisher->options = *options;
    publisher->state.phase = STAITH_PUBLISHER_CONNECTING;
    publisher->next = 1;
    publisher->gap_at = UINT64_MAX;
    publisher->silence_ms = STAITH_PUBLISH_FIRST_MS;
    publisher->retry_ms = STAITH_PUBLISH_FIRST_MS;
    staith_buf_init(&publisher->out, STAITH_WIRE_MAX_BYTES);
    publisher->folder = strdup(options->folder);
    int rc = publisher->folder == NULL
                 ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the publisher")
                 : staith_receipts_open(options->folder, false, &publisher->receipts, err);
    if (rc != 0) {
        staith_publisher_free(publisher);
        return rc;
    }
    *ret_publisher = publisher;
    return 0;
}

void staith_publisher_free(struct staith_publisher *publisher)
{
    if (publisher == NULL) {
        return;
    }
    staith_ledger_close(publisher->ledger);
    staith_receipts_close(publisher->receipts);
    staith_buf_deinit(&publisher->out);
    free(publisher->folder);
    free(publisher);
}
