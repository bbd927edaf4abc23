/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers are kept until the commit and read the cursor after it: nobody can be told of a record
 * that is not on disk (I4), and many records of one peer become one cumulative receipt.
 */
#include "aggregator/ingest/internal.h"

#include <stdlib.h>
#include <string.h>

struct answer {
    struct staith_wire_peer peer;
    char authority[16];
    uint64_t epoch;
    uint64_t nonce;
    uint32_t protocol;
    bool words; /* are wanted, after this one */
    uint64_t heard_epoch;
    uint64_t heard;
    bool welcome;
    bool gap;
};

struct refusal {
    struct staith_wire_peer peer;
    uint64_t epoch;
    uint64_t number;
    struct staith_ingest_verdict verdict;
};

struct staith_ingest_answers {
    struct answer answers[STAITH_INGEST_BATCH];
    struct refusal refusals[STAITH_INGEST_BATCH];
    size_t answer_count;
    size_t refusal_count;
};

struct staith_ingest_answers *staith_ingest_answers_new(void)
{
    return calloc(1, sizeof(struct staith_ingest_answers));
}

void staith_ingest_answers_free(struct staith_ingest_answers *answers)
{
    free(answers);
}

void staith_ingest_answers_clear(struct staith_ingest_answers *answers)
{
    answers->answer_count = 0;
    answers->refusal_count = 0;
}

static bool same_peer(const struct staith_wire_peer *a, const struct staith_wire_peer *b)
{
    return a->len == b->len && memcmp(a->id, b->id, a->len) == 0;
}

static struct answer *add(struct staith_ingest_answers *answers,
                          const struct staith_wire_peer *peer, const char *authority,
                          uint64_t epoch)
{
    if (answers->answer_count == STAITH_INGEST_BATCH) {
        return NULL;
    }
    struct answer *answer = &answers->answers[answers->answer_count++];
    memset(answer, 0, sizeof(*answer));
    answer->peer = *peer;
    size_t len = strlen(authority);
    len = len < sizeof(answer->authority) ? len : sizeof(answer->authority) - 1;
    memcpy(answer->authority, authority, len);
    answer->epoch = epoch;
    return answer;
}

bool staith_ingest_answers_welcome(struct staith_ingest_answers *answers,
                                   const struct staith_wire_peer *peer, const char *authority,
                                   const struct staith_message *hello, uint32_t protocol)
{
    struct answer *answer = add(answers, peer, authority, hello->as.hello.epoch);
    if (answer != NULL) {
        answer->welcome = true;
        answer->protocol = protocol;
        answer->nonce = hello->as.hello.nonce;
        answer->words = protocol >= 2 && hello->as.hello.words;
        answer->heard_epoch = hello->as.hello.heard_epoch;
        answer->heard = hello->as.hello.heard;
    }
    return answer != NULL;
}

bool staith_ingest_answers_receipt(struct staith_ingest_answers *answers,
                                   const struct staith_wire_peer *peer, const char *authority,
                                   uint64_t epoch, bool gap)
{
    for (size_t i = answers->answer_count; i-- > 0;) {
        struct answer *answer = &answers->answers[i];
        if (!answer->welcome && answer->epoch == epoch && same_peer(&answer->peer, peer)) {
            answer->gap = answer->gap || gap;
            return true;
        }
    }
    struct answer *answer = add(answers, peer, authority, epoch);
    if (answer != NULL) {
        answer->gap = gap;
    }
    return answer != NULL;
}

bool staith_ingest_answers_refusal(struct staith_ingest_answers *answers,
                                   const struct staith_wire_peer *peer, uint64_t epoch,
                                   uint64_t number, const struct staith_ingest_verdict *verdict)
{
    if (answers->refusal_count == STAITH_INGEST_BATCH) {
        return false;
    }
    struct refusal *refusal = &answers->refusals[answers->refusal_count++];
    refusal->peer = *peer;
    refusal->epoch = epoch;
    refusal->number = number;
    refusal->verdict = *verdict;
    return true;
}

static void send_message(const struct staith_ingest_options *options,
                         const struct staith_wire_peer *peer, const struct staith_message *message)
{
    struct staith_buf out;
    staith_buf_init(&out, STAITH_WIRE_MAX_BYTES);
    if (staith_message_pack(message, &out) == 0) {
        (void)options->send(options->ctx, peer, out.data, out.len);
    }
    staith_buf_deinit(&out);
}

static void send_refusal(const struct staith_ingest_options *options, const struct refusal *refusal)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_REFUSAL};
    message.as.refusal.epoch = refusal->epoch;
    message.as.refusal.number = refusal->number;
    message.as.refusal.reason = refusal->verdict.reason;
    memcpy(message.as.refusal.detail, refusal->verdict.detail, sizeof(refusal->verdict.detail));
    send_message(options, &refusal->peer, &message);
}

static int send_answer(const struct staith_ingest_options *options, const struct answer *answer,
                       struct staith_err *err)
{
    struct staith_message message = {0};
    uint64_t committed = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_store_cursor(options->store, answer->authority, answer->epoch, &committed, hash,
                                 err);
    if (rc != 0) {
        return rc;
    }
    if (answer->welcome) {
        message.kind = STAITH_MESSAGE_WELCOME;
        message.as.welcome.protocol = answer->protocol;
        message.as.welcome.epoch = answer->epoch;
        message.as.welcome.committed = committed;
        message.as.welcome.credit_messages = STAITH_WIRE_WINDOW;
        message.as.welcome.credit_bytes = STAITH_INGEST_CREDIT_BYTES;
        message.as.welcome.nonce = answer->nonce;
        memcpy(message.as.welcome.committed_hash, hash, sizeof(hash));
    } else {
        message.kind = STAITH_MESSAGE_RECEIPT;
        message.as.receipt.epoch = answer->epoch;
        message.as.receipt.committed = committed;
        message.as.receipt.gap = answer->gap;
        message.as.receipt.at_unix_ms = options->outside->unix_ms(options->outside->ctx);
    }
    send_message(options, &answer->peer, &message);
    const struct staith_ingest_listener listener = {.peer = answer->peer,
                                                    .authority = answer->authority,
                                                    .protocol = answer->protocol,
                                                    .epoch = answer->heard_epoch,
                                                    .number = answer->heard};
    return answer->words ? staith_ingest_send_words(options, &listener, err) : 0;
}

int staith_ingest_answers_send(struct staith_ingest_answers *answers,
                               const struct staith_ingest_options *options, struct staith_err *err)
{
    int rc = 0;
    for (size_t i = 0; i < answers->refusal_count; i++) {
        send_refusal(options, &answers->refusals[i]);
    }
    for (size_t i = 0; rc == 0 && i < answers->answer_count; i++) {
        rc = send_answer(options, &answers->answers[i], err);
    }
    staith_ingest_answers_clear(answers);
    return rc;
}
