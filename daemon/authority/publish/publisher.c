/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Go-back-n over a connection that may lose anything: records go out in order within the credit,
 * the region's cumulative receipts move `acknowledged`, and whenever nothing moves the publisher
 * says hello again and goes on from the number that the region answers. Silence makes it turn to
 * the next endpoint.
 */
#include "authority/publish/publisher.h"
#include "authority/publish/backoff.h"
#include "authority/publish/internal.h"
#include "authority/publish/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORD_MS = 100,       /* after a word of the region's; more of them come meanwhile */
    HEARTBEAT_MS = 2000, /* a region that is gone shows soon after */
    BUSY_MORE_MS = 8000, /* later while a receipt is waited for, which has a limit of its own */
    ARENA_BYTES = 1024 * 1024
};

static int64_t now(const struct staith_publisher *publisher)
{
    return publisher->options.outside->monotonic_ms(publisher->options.outside->ctx);
}

static int64_t unix_now(const struct staith_publisher *publisher)
{
    return publisher->options.outside->unix_ms(publisher->options.outside->ctx);
}

int64_t staith_publisher_after(const struct staith_publisher *publisher, uint64_t ms)
{
    return now(publisher) + (int64_t)staith_publish_jitter(publisher->options.outside, ms);
}

void staith_publisher_set_error(struct staith_publisher *publisher,
                                enum staith_publisher_trouble trouble, const char *what,
                                const char *detail)
{
    publisher->trouble = trouble;
    (void)snprintf(publisher->state.error, sizeof(publisher->state.error), "%s%s%s", what,
                   detail[0] != '\0' ? ": " : "", detail);
}

void staith_publisher_clear_error(struct staith_publisher *publisher,
                                  enum staith_publisher_trouble trouble)
{
    if (publisher->trouble == trouble) {
        publisher->trouble = STAITH_TROUBLE_NONE;
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
bool staith_publisher_look(struct staith_publisher *publisher)
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
        staith_publisher_set_error(publisher, STAITH_TROUBLE_LEDGER, "the ledger cannot be read",
                                   err.what[0] != '\0' ? err.what : staith_err_words(rc));
        return false;
    }
    staith_publisher_clear_error(publisher, STAITH_TROUBLE_LEDGER);
    return true;
}

int staith_publisher_send(struct staith_publisher *publisher, const struct staith_message *message)
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
    publisher->retry_due = publisher->answer_due = 0; /* nothing is asked yet */
    if (!staith_publisher_look(publisher)) {
        publisher->hello_due = staith_publisher_after(publisher, STAITH_PUBLISH_FIRST_MS);
        return;
    }
    struct staith_message hello = {.kind = STAITH_MESSAGE_HELLO};
    publisher->options.outside->random(publisher->options.outside->ctx, &publisher->nonce,
                                       sizeof(publisher->nonce));
    hello.as.hello.protocol_min = STAITH_PROTOCOL_OLDEST;
    hello.as.hello.protocol_max = STAITH_PROTOCOL_VERSION;
    hello.as.hello.epoch = publisher->epoch;
    hello.as.hello.first = publisher->state.last > 0 ? 1 : 0;
    hello.as.hello.last = publisher->state.last;
    hello.as.hello.nonce = publisher->nonce;
    staith_publisher_put_heard(publisher, &hello);
    /* Not sent is not heard: the same wait, then the next endpoint. */
    (void)staith_publisher_send(publisher, &hello);
    publisher->hello_next = publisher->next;
    publisher->answer_due = staith_publisher_after(publisher, publisher->silence_ms);
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
        staith_publisher_set_error(publisher, STAITH_TROUBLE_RECEIPT, "a receipt could not be kept",
                                   staith_err_words(rc));
    } else {
        staith_publisher_clear_error(publisher, STAITH_TROUBLE_RECEIPT);
    }
}

/* Everything up to `committed` is on the region's disk. */
static void acknowledge(struct staith_publisher *publisher, uint64_t committed, int64_t unix_ms)
{
    if (committed <= publisher->state.acknowledged) {
        return;
    }
    staith_publisher_window_move(publisher, committed);
    keep_receipt(publisher, unix_ms);
    publisher->retry_ms = STAITH_PUBLISH_FIRST_MS;
    publisher->retry_due = 0;
}

/* Not now: stop sending, ask again later. */
static void stand_back(struct staith_publisher *publisher)
{
    publisher->state.phase = STAITH_PUBLISHER_REFUSED;
    publisher->answer_due = 0;
    publisher->retry_ms = staith_publish_doubled(publisher->retry_ms);
    publisher->retry_due = staith_publisher_after(publisher, publisher->retry_ms);
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
        staith_publisher_set_error(publisher, STAITH_TROUBLE_LEDGER, "the ledger cannot be read",
                                   staith_err_words(rc));
        return false;
    }
    (void)snprintf(detail, sizeof(detail),
                   "record %llu is %s (this one ends at %llu); put the right ledger back, or move "
                   "it away to begin a new one",
                   (unsigned long long)committed, rc == 0 ? "another one here" : "not here",
                   (unsigned long long)publisher->state.last);
    staith_publisher_set_error(publisher, STAITH_TROUBLE_REGION,
                               "the region holds records of another copy of this ledger", detail);
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
    if (message->as.welcome.protocol < STAITH_PROTOCOL_OLDEST ||
        message->as.welcome.protocol > STAITH_PROTOCOL_VERSION) {
        staith_publisher_set_error(publisher, STAITH_TROUBLE_REGION,
                                   "the region chose a protocol that was not offered", "");
        stand_back(publisher);
        return;
    }
    publisher->protocol = message->as.welcome.protocol;
    uint32_t credit = message->as.welcome.credit_messages;
    publisher->credit_messages = credit < STAITH_PUBLISH_WINDOW ? credit : STAITH_PUBLISH_WINDOW;
    publisher->credit_bytes = message->as.welcome.credit_bytes;
    acknowledge(publisher, committed, unix_now(publisher));
    /* Messages keep their order: what was sent before this hello and is not committed is lost. A
     * region that holds less than it once said was restored, and gets it all again. */
    if (publisher->state.phase != STAITH_PUBLISHER_CONNECTED ||
        committed + 1 < publisher->hello_next) {
        staith_publisher_go_back(publisher, committed);
    }
    if (publisher->state.phase != STAITH_PUBLISHER_CONNECTED) {
        staith_publisher_clear_error(publisher, STAITH_TROUBLE_REGION);
    }
    if (publisher->receipt_owed) {
        keep_receipt(publisher, unix_now(publisher));
    }
    publisher->state.phase = STAITH_PUBLISHER_CONNECTED;
    staith_publisher_send_records(publisher);
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
        staith_publisher_go_back(publisher, publisher->state.acknowledged);
    }
    staith_publisher_send_records(publisher);
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
    staith_publisher_set_error(publisher, STAITH_TROUBLE_REGION, what, message->as.refusal.detail);
    if (number == 0 || !is_final(reason)) {
        stand_back(publisher);
        return;
    }
    int rc = staith_receipts_refuse(publisher->receipts, publisher->epoch, number, (uint32_t)reason,
                                    message->as.refusal.detail, unix_now(publisher));
    if (rc != 0) {
        staith_publisher_set_error(publisher, STAITH_TROUBLE_RECEIPT, "a refusal could not be kept",
                                   staith_err_words(rc));
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
        case STAITH_MESSAGE_WORD:
            /* what follows it, and that it is here, is said by the next hello: soon */
            if (staith_publisher_on_word(publisher, &message.as.record) &&
                publisher->state.phase == STAITH_PUBLISHER_CONNECTED) {
                publisher->hello_due = now(publisher) + WORD_MS;
            }
            break;
        case STAITH_MESSAGE_HELLO:
        case STAITH_MESSAGE_RECORD:
            break; /* a council's words: not for us */
        }
    } else {
        staith_publisher_set_error(publisher, STAITH_TROUBLE_REGION,
                                   "the region sent what is no message", "");
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
        staith_publisher_set_error(
            publisher, STAITH_TROUBLE_REGION, "the region does not answer",
            "if it lasts, check its address and public key, and that it has ours");
        publisher->options.next_endpoint(publisher->options.ctx);
        say_hello(publisher);
    } else if (publisher->retry_due != 0 && at >= publisher->retry_due) {
        /* Nothing moved, or the region said no a while ago: ask where to go on from. */
        if (publisher->state.phase == STAITH_PUBLISHER_CONNECTED) {
            publisher->retry_ms = staith_publish_doubled(publisher->retry_ms);
            staith_publisher_go_back(publisher, publisher->state.acknowledged);
        }
        say_hello(publisher);
    } else if (publisher->answer_due == 0 && at >= heartbeat_due(publisher)) {
        say_hello(publisher);
        staith_publisher_send_records(publisher);
    }
    settle(publisher);
}

void staith_publisher_poke(struct staith_publisher *publisher)
{
    if (publisher->ledger == NULL) {
        say_hello(publisher);
    }
    staith_publisher_send_records(publisher);
    settle(publisher);
}

void staith_publisher_start(struct staith_publisher *publisher)
{
    uint64_t committed = 0;
    if (staith_publisher_look(publisher) &&
        staith_ledger_received(publisher->ledger, &committed) == 0) {
        staith_publisher_go_back(publisher, committed);
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
    publisher->words = options->region_key != NULL;
    if (publisher->words) {
        memcpy(publisher->region_key, options->region_key, sizeof(publisher->region_key));
        memcpy(publisher->region_next_key,
               options->region_next_key != NULL ? options->region_next_key : options->region_key,
               sizeof(publisher->region_next_key));
        (void)snprintf(publisher->authority, sizeof(publisher->authority), "%s",
                       options->authority);
    }
    int rc = publisher->folder == NULL
                 ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the publisher")
                 : staith_receipts_open(options->folder, false, &publisher->receipts, err);
    if (rc != 0) {
        staith_publisher_free(publisher);
        return rc;
    }
    (void)staith_receipts_handout_last(publisher->receipts, &publisher->state.handout);
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
